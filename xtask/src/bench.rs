//! `cargo xtask bench`: the measurements live in a crate of their own, `crates/bench`; this only types the long line.

use anyhow::Result;

use crate::{cmd, tools};

/// Arguments of `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Args {
    /// Passed on to the bench program as they are.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Runs the bench program in release.
pub fn run(args: &Args) -> Result<()> {
    tools::rust()?;
    tools::wasm_bindgen()?;
    tools::node()?;
    let mut cargo = cmd::cargo(["run", "--release", "--package", "synod-bench", "--"])?;
    cmd::run(cargo.args(&args.rest))
}
