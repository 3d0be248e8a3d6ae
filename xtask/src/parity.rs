//! The stage `parity`: the same scenarios natively, in Node and in Chromium, every fingerprint compared.
//!
//! The native run writes its transcript into a file; the build script of `crates/parity` puts that file into the wasm
//! test, which runs the scenarios again and compares line by line.

use std::fs;

use anyhow::{Context, Result};

use crate::{cmd, tools};

/// Runs the scenarios three times and compares.
pub fn test() -> Result<()> {
    tools::rust()?;
    tools::wasm_bindgen()?;
    tools::node()?;
    tools::browser()?;

    let native = cmd::read(&mut cmd::cargo(["run", "--quiet", "--package", "synod-parity"])?)?;
    let file = crate::root().join("target/parity/native.txt");
    fs::create_dir_all(crate::root().join("target/parity")).context("could not make target/parity")?;
    fs::write(&file, &native).with_context(|| format!("could not write {}", file.display()))?;
    println!("native: {} lines in {}", native.lines().count(), file.display());

    for browser in [false, true] {
        println!("{}:", if browser { "Chromium" } else { "Node" });
        let mut cargo =
            cmd::cargo(["test", "--package", "synod-parity", "--target", "wasm32-unknown-unknown", "--test", "wasm"])?;
        cargo.env("SYNOD_PARITY", &file);
        if browser {
            cargo.env("WASM_BINDGEN_USE_BROWSER", "1");
        }
        cmd::run(&mut cargo)?;
    }
    Ok(())
}
