//! `cargo xtask test`: the stages in order, a summary at the end, and a last line that says how many passed.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::ValueEnum;

use crate::{cmd, page, parity, tidy, tools};

/// Arguments of `cargo xtask test`.
#[derive(clap::Args)]
pub struct Args {
    /// The stages to run; all of them when none is named.
    stages: Vec<Stage>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Stage {
    /// The sources are formatted.
    Format,
    /// Clippy finds nothing, natively and for wasm32.
    Clippy,
    /// The tests of all crates on this machine.
    Native,
    /// The examples in the documentation run.
    Doc,
    /// The rules of the house hold.
    Tidy,
    /// The same scenarios give the same fingerprints natively, in Node and in Chromium.
    Parity,
    /// The release build of the page, in Chromium.
    Page,
}

impl Stage {
    fn run(self) -> Result<()> {
        match self {
            Stage::Format => cmd::run(&mut cmd::cargo(["fmt", "--all", "--check"])?),
            Stage::Clippy => clippy(),
            Stage::Native => native(&["--lib", "--bins", "--tests", "--examples"]).and_then(|()| parquet()),
            Stage::Doc => native(&["--doc"]),
            Stage::Tidy => tidy::run(),
            Stage::Parity => parity::test(),
            Stage::Page => page::test(),
        }
    }

    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// Runs the stages; one that fails does not keep the later ones from running.
pub fn run(args: &Args) -> ExitCode {
    let stages = if args.stages.is_empty() { Stage::value_variants() } else { &args.stages };
    let done: Vec<_> = stages.iter().map(|stage| (*stage, timed(*stage))).collect();

    println!("\nstage    result    time");
    for (stage, (result, time)) in &done {
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        println!("{:<8} {word:<6} {:>5} s", stage.name(), time.as_secs());
    }
    for (stage, (result, _)) in &done {
        if let Err(error) = result {
            println!("\n{}: {error:#}", stage.name());
        }
    }
    let failed = done.iter().filter(|(_, (result, _))| result.is_err()).count();
    println!("\n{} passed, {failed} failed", done.len() - failed);
    ExitCode::from(u8::from(failed > 0))
}

fn timed(stage: Stage) -> (Result<()>, Duration) {
    println!("\n=== {} ===", stage.name());
    let start = Instant::now();
    let result = stage.run();
    if let Err(error) = &result {
        println!("{} FAILED: {error:#}", stage.name());
    }
    (result, start.elapsed())
}

/// All targets natively; what a plain `--all-targets` leaves out (the browser tests); and what only wasm32 sees.
fn clippy() -> Result<()> {
    tools::rust()?;
    let wasm = ["--target", "wasm32-unknown-unknown"];
    let runs: [&[&str]; 4] = [
        &["--workspace", "--all-targets"],
        &["--package", "synod-e2e", "--test", "browser"],
        &["--package", "web", "--all-targets", wasm[0], wasm[1]],
        &["--package", "synod-parity", "--all-targets", wasm[0], wasm[1]],
    ];
    for args in runs {
        cmd::run(cmd::cargo(["clippy"])?.args(args).args(["--", "-D", "warnings"]))?;
    }
    Ok(())
}

/// All crates, also those parts of the page that need no browser. The browser tests are not among them: see
/// `crates/e2e/Cargo.toml`.
fn native(what: &[&str]) -> Result<()> {
    cmd::run(cmd::cargo(["test", "--workspace", "--no-fail-fast"])?.args(what))
}

/// The one feature that is off unless asked for, as its crate takes a minute or two to compile.
fn parquet() -> Result<()> {
    cmd::run(&mut cmd::cargo(["test", "--package", "synod-cli", "--features", "parquet", "--test", "command", "parquet"])?)
}
