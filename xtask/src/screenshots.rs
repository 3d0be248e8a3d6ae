//! `cargo xtask screenshots`: the pictures themselves are taken by a program of `crates/e2e`.

use anyhow::Result;

use crate::{cmd, page, tools};

/// Arguments of `cargo xtask screenshots`.
#[derive(clap::Args)]
pub struct Args {
    /// Build in release first (slower to build, faster to run).
    #[arg(long)]
    release: bool,
    /// Passed on to the program, see `cargo xtask screenshots -- --help`.
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Builds the page and takes the pictures.
pub fn run(args: &Args) -> Result<()> {
    tools::browser()?;
    let site = page::build(args.release)?;
    let mut cargo = cmd::cargo(["run", "--package", "synod-e2e", "--bin", "screenshots", "--"])?;
    cmd::run(cargo.env("SYNOD_SITE", site).args(&args.rest))
}
