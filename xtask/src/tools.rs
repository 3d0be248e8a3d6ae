//! Finds what a task needs, in exactly the version it needs, and installs it where that is possible.
//!
//! Programs that we install ourselves go to one folder, `$SYNOD_TOOLS` or else `synod/tools` in the user's cache folder,
//! so that nothing of the user's own is replaced.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::cmd;

/// Newer ones need a newer Rust than `rust-toolchain.toml` names.
const TRUNK_VERSION: &str = "0.21.14";

/// What looks for barriers in the page; another version may know other rules.
const AXE_VERSION: &str = "4.14.1";

/// The folder our own tools are installed to; the programs are in its `bin`.
pub fn dir() -> Result<PathBuf> {
    if let Some(dir) = std::env::var_os("SYNOD_TOOLS").filter(|dir| !dir.is_empty()) {
        return std::path::absolute(dir).context("SYNOD_TOOLS is not a usable path");
    }
    let cache = dirs::cache_dir().context("this user has no cache folder; name a folder for the tools in SYNOD_TOOLS")?;
    Ok(cache.join("synod/tools"))
}

/// Asserts the Rust version of `rust-toolchain.toml` and adds the wasm target where it is missing.
pub fn rust() -> Result<()> {
    let pinned = pinned_rust()?;
    let rustc = |args: &[&str]| cmd::read(cmd::command("rustc")?.args(args));
    let version = rustc(&["--version"])?;
    if version.split(' ').nth(1) != Some(pinned.as_str()) {
        bail!(
            "Synod is built with Rust {pinned}, but `rustc --version` says {}; type: rustup toolchain install {pinned}",
            version.trim()
        );
    }
    let lib = rustc(&["--print", "target-libdir", "--target", "wasm32-unknown-unknown"])?;
    if !PathBuf::from(lib.trim()).is_dir() {
        println!("Adding Rust's wasm32-unknown-unknown target: the page is WebAssembly.");
        let mut rustup = cmd::command("rustup")?;
        cmd::run(rustup.args(["target", "add", "wasm32-unknown-unknown", "--toolchain", &pinned]))
            .context("without rustup, install the target wasm32-unknown-unknown the way your Rust was installed")?;
    }
    Ok(())
}

/// Makes sure of trunk, which builds the page and serves it.
pub fn trunk() -> Result<()> {
    let tool = Tool { program: "trunk", package: "trunk", why: "it builds the page and serves it", locked: true };
    tool.ensure(TRUNK_VERSION)
}

/// Makes sure of wasm-bindgen and its test runner, in the version of the library in `Cargo.lock`: the two must match.
pub fn wasm_bindgen() -> Result<()> {
    let version = locked_version("wasm-bindgen")?;
    let why = "it joins the WebAssembly to the page, in exactly the version of Cargo.lock";
    for program in ["wasm-bindgen", "wasm-bindgen-test-runner"] {
        Tool { program, package: "wasm-bindgen-cli", why, locked: false }.ensure(&version)?;
    }
    Ok(())
}

/// Makes sure of Node.
pub fn node() -> Result<()> {
    system(&["node"], &["nodejs"], "the parity stage runs the scenarios in Node")
}

/// Makes sure of Chromium and its driver, and of a font with Chinese characters for the pictures.
pub fn browser() -> Result<()> {
    let packages = ["chromium", "chromium-driver", "fonts-noto-cjk"];
    system(&["chromedriver", "chromium|chromium-browser|google-chrome|chrome"], &packages, "the page is tested in a real browser")
}

/// Makes sure of axe-core, which the page's tests run in the page, and says where its script is.
pub fn axe() -> Result<PathBuf> {
    let dir = dir()?.join(format!("axe-{AXE_VERSION}"));
    let script = dir.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        system(&["npm"], &["npm"], "it fetches axe-core, which looks for barriers in the page")?;
        fs::create_dir_all(&dir).with_context(|| format!("could not make {}", dir.display()))?;
        let package = format!("axe-core@{AXE_VERSION}");
        let args = ["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", &package, "--prefix"];
        cmd::run(cmd::command("npm")?.args(args).arg(&dir))
            .with_context(|| format!("could not fetch {package}; is there a network?"))?;
    }
    Ok(script)
}

/// A program that cargo can install.
struct Tool {
    program: &'static str,
    package: &'static str,
    why: &'static str,
    locked: bool,
}

impl Tool {
    fn ensure(&self, version: &str) -> Result<()> {
        if self.present(version)? {
            return Ok(());
        }
        let dir = dir()?;
        println!(
            "Installing {} {version} into {}: {}. This happens once and takes some minutes.",
            self.package,
            dir.display(),
            self.why
        );
        // A debug build, because the tools only drive other programs: it halves the wait. An absolute target folder of
        // its own is left to cargo, so that nothing of it stays in the repository.
        let mut cargo = cmd::cargo(["install", self.package, "--version", version, "--debug", "--force", "--root"])?;
        cargo.arg(&dir);
        if self.locked {
            cargo.arg("--locked");
        }
        cmd::run(&mut cargo).with_context(|| format!("could not install {} {version}; is there a network?", self.package))?;
        if !self.present(version)? {
            bail!(
                "{} {version} was installed into {}, but `{} --version` says otherwise",
                self.package,
                dir.display(),
                self.program
            );
        }
        Ok(())
    }

    /// Whether the program that PATH finds (our own folder first) is there in this version.
    fn present(&self, version: &str) -> Result<bool> {
        let Ok(found) = which::which_in(self.program, Some(cmd::path()?), crate::root()) else { return Ok(false) };
        let Ok(out) = cmd::command(found)?.arg("--version").stderr(Stdio::null()).output() else { return Ok(false) };
        Ok(String::from_utf8_lossy(&out.stdout).split_whitespace().any(|word| word == version))
    }
}

/// Makes sure of programs of the system (`a|b`: either will do): as root on Debian by apt-get, else by saying what to type.
fn system(programs: &[&str], packages: &[&str], why: &str) -> Result<()> {
    let missing =
        || programs.iter().copied().filter(|names| !names.split('|').any(|name| which::which(name).is_ok())).collect::<Vec<_>>();
    if missing().is_empty() {
        return Ok(());
    }
    let list = missing().join(", ");
    let type_this = format!("apt-get update && apt-get install -y {}", packages.join(" "));
    if which::which("apt-get").is_err() {
        bail!("not found on PATH: {list} ({why}). Install it the way this system does; on Debian: {type_this}");
    }
    if !is_root() {
        bail!("not found on PATH: {list} ({why}). Type: sudo sh -c '{type_this}'");
    }
    println!("Installing {}: {why}, and PATH has no {list}.", packages.join(", "));
    cmd::run(cmd::command("apt-get")?.arg("update"))?;
    cmd::run(cmd::command("apt-get")?.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y"]).args(packages))?;
    match missing().as_slice() {
        [] => Ok(()),
        still => bail!("apt-get installed {}, but PATH still has no {}", packages.join(", "), still.join(", ")),
    }
}

/// Whether this process may install packages for the system.
fn is_root() -> bool {
    cmd::command("id").and_then(|mut id| cmd::read(id.arg("-u"))).is_ok_and(|id| id.trim() == "0")
}

/// The Rust version that `rust-toolchain.toml` pins.
fn pinned_rust() -> Result<String> {
    let file = toml_file("rust-toolchain.toml")?;
    let channel = file.get("toolchain").and_then(|t| t.get("channel")).and_then(toml::Value::as_str);
    Ok(channel.context("rust-toolchain.toml: [toolchain] has no channel")?.to_owned())
}

/// The version of a package in `Cargo.lock`.
fn locked_version(package: &str) -> Result<String> {
    let lock = toml_file("Cargo.lock")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock lists no packages")?;
    let found = packages.iter().find(|p| p.get("name").and_then(toml::Value::as_str) == Some(package));
    let version = found.and_then(|p| p.get("version")).and_then(toml::Value::as_str);
    Ok(version.with_context(|| format!("Cargo.lock has no package {package}"))?.to_owned())
}

fn toml_file(name: &str) -> Result<toml::Table> {
    let text = fs::read_to_string(crate::root().join(name)).with_context(|| format!("could not read {name}"))?;
    text.parse().with_context(|| format!("{name} is not valid TOML"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pins_are_found_and_agree() {
        let manifest = toml_file("Cargo.toml").expect("the workspace has a manifest");
        let pin = manifest["workspace"]["dependencies"]["wasm-bindgen"].as_str().expect("wasm-bindgen is pinned");
        assert_eq!(pin, format!("={}", locked_version("wasm-bindgen").expect("it is locked")));
        let rust = pinned_rust().expect("a toolchain is pinned");
        let promised = manifest["workspace"]["package"]["rust-version"].as_str().expect("a rust-version is promised");
        assert!(rust.starts_with(promised), "rust-toolchain.toml pins {rust}, Cargo.toml promises {promised}");
        let trunk = toml_file("Trunk.toml").expect("trunk is configured");
        assert_eq!(trunk["trunk-version"].as_str(), Some(format!("^{TRUNK_VERSION}").as_str()));
    }
}
