//! What a developer types: `cargo xtask serve`, `cargo xtask test`, and the smaller tasks beside them.
//!
//! Each file has one job. [`tools`] finds or installs what is needed, [`cmd`] runs it, the others are a task each.

mod bench;
mod cmd;
mod page;
mod parity;
mod screenshots;
mod serve;
mod size;
mod stages;
mod tidy;
mod tools;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, serves and tests Synod.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the page, serve it on this machine and print its address.
    Serve(serve::Args),
    /// Run all stages of the tests, or the ones that are named.
    Test(stages::Args),
    /// Check the rules of the house (also a stage of `test`).
    Tidy,
    /// Measure: runs the bench program in release, with the arguments that follow.
    Bench(bench::Args),
    /// Build in release and print what each file of the page weighs.
    Size,
    /// Take pictures of the page: four widths, both themes and both languages; those of the main view go to docs/screenshots.
    Screenshots(screenshots::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Serve(args) => serve::run(&args),
        Task::Test(args) => return stages::run(&args),
        Task::Tidy => tidy::run(),
        Task::Bench(args) => bench::run(&args),
        Task::Size => size::run(),
        Task::Screenshots(args) => screenshots::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The top of the repository: the folder that holds `xtask/`.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}
