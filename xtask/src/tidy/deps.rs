//! Rules about who may know whom.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Finding;
use crate::cmd;

/// The crates of the simulation, each with the crates of ours that it may know. Crates that are not listed are callers.
const MAY_KNOW: [(&str, &[&str]); 8] = [
    ("crates/order", &[]),
    ("crates/words", &[]),
    ("crates/kernel", &["order", "words"]),
    ("crates/check", &["order", "words"]),
    ("crates/gossip", &["order", "kernel"]),
    ("crates/protocols", &["order", "words", "kernel", "check", "gossip"]),
    ("crates/explore", &["order", "words", "kernel", "check"]),
    ("web", &["words", "session"]),
];

/// Crates that tie code to a browser or to the machine's own randomness.
const BROWSER: [&str; 4] = ["wasm-bindgen", "web-sys", "js-sys", "getrandom"];

/// Adds what the manifests break.
pub fn check(root: &Path, findings: &mut Vec<Finding>) -> Result<()> {
    for (folder, may_know) in MAY_KNOW {
        let place = Path::new(folder).join("Cargo.toml");
        // A crate of the plan that nobody has begun yet breaks no rule.
        let Ok(text) = fs::read_to_string(root.join(&place)) else { continue };
        for (line, name) in strangers(&text, may_know) {
            let rule = format!("{folder} depends on {name}; of ours it may know only: {}", may_know.join(", "));
            let why =
                "knowledge points one way: kernel and check know no protocol, and the page draws any lab without naming one";
            findings.push(Finding { file: place.clone(), line, rule, why });
        }
        if folder != "web" {
            for name in browser_dependencies(&place)? {
                let rule = format!(
                    "{folder} depends on {name}, see: cargo tree --manifest-path {} -e normal -i {name}",
                    place.display()
                );
                let why = "the same run everywhere: a simulation that asks the browser or the machine is not the same elsewhere";
                findings.push(Finding { file: place.clone(), line: 1, rule, why });
            }
        }
    }
    Ok(())
}

/// Crates of ours under `[dependencies]` that are not in the list, each with its line.
fn strangers<'a>(manifest: &'a str, may_know: &[&str]) -> Vec<(usize, &'a str)> {
    let mut section = "";
    let mut found = Vec::new();
    for (i, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            section = line.trim();
        } else if section == "[dependencies]" && line.starts_with("synod-") {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if !may_know.iter().any(|known| name.strip_prefix("synod-") == Some(known)) {
                found.push((i + 1, name));
            }
        }
    }
    found
}

/// Those of [`BROWSER`] that the crate needs for itself, directly or not, on any platform. `cargo tree` rather than
/// `cargo metadata`, because the latter adds up the features that all crates of the workspace ask for.
fn browser_dependencies(manifest: &Path) -> Result<Vec<&'static str>> {
    let mut tree =
        cmd::cargo(["tree", "--quiet", "--edges", "normal", "--target", "all", "--prefix", "none", "--manifest-path"])?;
    let list = cmd::read(tree.arg(manifest)).with_context(|| format!("could not list what {} needs", manifest.display()))?;
    let needed = |name: &&str| list.lines().any(|line| line.split(' ').next() == Some(*name));
    Ok(BROWSER.into_iter().filter(needed).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_of_ours_that_is_not_in_the_list_is_found_with_its_line() {
        let manifest = "[package]\nname = \"web\"\n\n[dependencies]\nsynod-words.workspace = true\n\
                        synod-protocols = { path = \"x\" }\n\n[dev-dependencies]\nsynod-kernel.workspace = true\n";
        assert_eq!(strangers(manifest, &["words", "session"]), [(6, "synod-protocols")]);
    }

    #[test]
    fn a_need_of_a_browser_is_found_through_others() {
        let web = browser_dependencies(Path::new("web/Cargo.toml")).expect("cargo tree runs");
        assert_eq!(web, BROWSER);
    }
}
