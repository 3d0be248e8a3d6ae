//! The page: built by trunk, then driven in a real browser by the tests of `crates/e2e`.

use std::path::PathBuf;

use anyhow::Result;

use crate::{cmd, tools};

/// Builds the page into `target/site` (apart from `dist`, which belongs to whoever serves) and says where that is.
pub fn build(release: bool) -> Result<PathBuf> {
    tools::rust()?;
    tools::trunk()?;
    tools::wasm_bindgen()?;
    let site = crate::root().join("target/site");
    let mut trunk = cmd::command("trunk")?;
    trunk.env("TRUNK_SKIP_VERSION_CHECK", "true").args(["build", "--dist"]).arg(&site);
    if release {
        trunk.arg("--release");
    }
    cmd::run(&mut trunk)?;
    Ok(site)
}

/// The stage `page`: the release build in Chromium.
pub fn test() -> Result<()> {
    tools::browser()?;
    let axe = tools::axe()?;
    let site = build(true)?;
    let mut cargo = cmd::cargo(["test", "--package", "synod-e2e", "--test", "browser"])?;
    // A failed test is found by its message; the error's backtrace would only bury it.
    cmd::run(cargo.env("SYNOD_SITE", site).env("SYNOD_AXE", axe).env("RUST_LIB_BACKTRACE", "0"))
}
