//! `cargo xtask bench`: the measurements live in a crate of their own, `crates/bench`; this only types the long line.

use anyhow::Result;

use crate::{cmd, page, tools};

/// Arguments of `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Args {
    /// Measure the page instead: builds it in release and drives it in headless Chromium.
    #[arg(long)]
    page: bool,
    /// Passed on to the bench program as they are.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Runs the bench program: in release, unless what is measured runs in the browser.
pub fn run(args: &Args) -> Result<()> {
    if args.page {
        tools::browser()?;
        let site = page::build(true)?;
        let mut cargo = cmd::cargo(["run", "--package", "synod-bench", "--", "page"])?;
        // A measurement that fails is found by its message; the backtrace would only bury it.
        return cmd::run(cargo.env("SYNOD_SITE", site).env("RUST_LIB_BACKTRACE", "0").args(&args.rest));
    }
    tools::rust()?;
    tools::wasm_bindgen()?;
    tools::node()?;
    let mut cargo = cmd::cargo(["run", "--release", "--package", "synod-bench", "--"])?;
    cmd::run(cargo.args(&args.rest))
}
