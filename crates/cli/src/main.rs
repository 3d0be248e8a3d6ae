//! `synod`: the labs, their runs and the judges, for people without a browser and for scripts.
//!
//! A subcommand is a function from what was asked to a [`Report`](report::Report): it reads files, and prints nothing itself.

mod arguments;
mod challenges;
mod check;
mod detection;
mod elections;
mod explore;
mod failure;
mod gossip;
mod help;
mod labs;
mod language;
mod link;
mod merge;
mod misuse;
mod page;
mod pair;
mod report;
mod run;
mod scenario;
mod shrink;
mod source;
mod storm;
mod sweep;
mod table;
mod unlink;
mod verb;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().skip(1).collect();
    let lang = language::choose(&given, |name| std::env::var(name).ok());
    match arguments::parse(given).map_err(failure::Failure::from).and_then(|asked| help::answer(asked, lang)) {
        Ok(report) => report.print(),
        Err(failure) => failure.print(lang),
    }
}
