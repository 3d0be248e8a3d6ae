//! `cargo xtask tidy`: the rules of the house that neither the compiler nor clippy knows.
//!
//! Each finding says where, which rule, and why the rule exists. To add a rule, add a function to [`text`] or [`deps`].

mod deps;
mod text;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use walkdir::{DirEntry, WalkDir};

/// A broken rule: where, and what to say about it.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    file: PathBuf,
    line: usize,
    rule: String,
    why: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { file, line, rule, why } = self;
        write!(f, "{}:{line}: {rule}\n    why: {why}", file.display())
    }
}

/// Checks the whole tree and prints what it finds.
pub fn run() -> Result<()> {
    let findings = check(crate::root())?;
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} broken rules, each with its place above", findings.len());
    }
    println!("the rules of the house hold");
    Ok(())
}

fn check(root: &Path) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|e| !is_foreign(e)) {
        let entry = entry.context("could not list the sources")?;
        let kind = entry.path().extension().and_then(|e| e.to_str()).unwrap_or_default();
        if entry.file_type().is_file() && text::KINDS.contains(&kind) {
            let text = fs::read_to_string(entry.path()).with_context(|| format!("could not read {}", entry.path().display()))?;
            let place = entry.path().strip_prefix(root)?;
            text::check(place, &text, &mut findings);
        }
    }
    deps::check(root, &mut findings)?;
    Ok(findings)
}

/// What is made, fetched or hidden is not ours to judge.
fn is_foreign(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() > 0
        && entry.file_type().is_dir()
        && (name.starts_with('.') || ["target", "dist", "node_modules"].contains(&&*name))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tree_is_tidy() {
        let findings = super::check(crate::root()).expect("the tree can be read");
        let list: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert!(list.is_empty(), "{}", list.join("\n"));
    }
}
