//! Rules that can be seen in the text of one file.

use std::path::Path;

use super::Finding;

/// The kinds of files these rules look at, by their ending.
pub const KINDS: [&str; 6] = ["rs", "js", "css", "html", "toml", "md"];

/// More lines than this, and a file has more than one job.
const LINES_MAX: usize = 700;

/// Crates whose runs are replayed, and so must not meet a clock, a random order or the machine's own randomness.
const REPLAYED: [&str; 7] = ["words", "kernel", "check", "gossip", "protocols", "explore", "session"];

/// Where a floating-point number may stand all the same: crate and file.
const FLOATS: [(&str, &str); 7] = [
    ("kernel", "delay.rs"),     // distributions, through the pure-Rust libm, rounded to whole microseconds
    ("gossip", "summary.rs"),   // means of many runs, which decide nothing in any
    ("gossip", "theory.rs"),    // the curves beside the measured ones
    ("gossip", "paper.rs"),     // the figures of the papers
    ("gossip", "detection.rs"), // the same for failure detectors
    ("gossip", "detectors.rs"), // and for their mistakes against their speed
    ("session", "json.rs"),     // a fraction in a document is read only to be refused
];

const REPLAY: &str = "a run is a link: the same in every browser and in the tests, bit for bit; std's maps are ordered by chance, \
     and clocks and thread-local randomness differ from run to run (use BTreeMap, kernel time and kernel draws)";

/// Adds what the file at `place` (relative to the top of the repository) breaks.
pub fn check(place: &Path, text: &str, findings: &mut Vec<Finding>) {
    let kind = place.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let mut add =
        |line: usize, rule: String, why: &'static str| findings.push(Finding { file: place.to_owned(), line, rule, why });

    if ["rs", "js", "css"].contains(&kind) && text.lines().count() > LINES_MAX {
        let rule = format!("the file has {} lines, more than {LINES_MAX}", text.lines().count());
        add(LINES_MAX + 1, rule, "small files with one job each are read, long ones are searched: split it by its jobs");
    }
    for (line, code) in numbered(text) {
        if let Some(word) = words(code).find(|word| [concat!("TO", "DO"), concat!("FIX", "ME"), "todo"].contains(word))
            && (word != "todo" || code.contains(concat!("to", "do!")))
        {
            add(line, format!("`{word}` stands here"), "what is not done belongs into an issue, where somebody looks for it");
        }
    }
    if kind == "rs" {
        if !text.starts_with("//!") {
            add(1, "the file does not start with a `//!` comment".to_owned(), "the first line of a file says what its job is");
        }
        for line in bare_allows(text) {
            add(
                line,
                "`allow` without a `reason =`".to_owned(),
                "a lint is switched off by judgement, and the next reader needs to know it",
            );
        }
        for (line, rule, why) in replay(place, text) {
            add(line, rule, why);
        }
    }
}

/// What the sources of the replayed crates must not say; their tests may.
fn replay(place: &Path, text: &str) -> Vec<(usize, String, &'static str)> {
    let parts: Vec<_> = place.iter().filter_map(|part| part.to_str()).collect();
    let ["crates", name, "src", .., file] = parts.as_slice() else { return Vec::new() };
    if !REPLAYED.contains(name) {
        return Vec::new();
    }
    // A study's report is a summary of runs: it decides nothing in any.
    let is_study = *name == "session" && parts.contains(&"study");
    let floats_are_fine = *name == "explore" || is_study || FLOATS.contains(&(*name, *file));
    let tests = text.find("#[cfg(test)]").unwrap_or(text.len());
    let mut found = Vec::new();
    for (line, code) in numbered(&text[..tests]).filter(|(_, code)| !code.trim_start().starts_with("//")) {
        for word in words(code) {
            match word {
                "HashMap" | "HashSet" | "thread_rng" | "Instant" | "SystemTime" => {
                    found.push((line, format!("`{word}` in a crate whose runs are replayed"), REPLAY));
                }
                "f32" | "f64" if !floats_are_fine => {
                    let why = "floating-point functions differ between a machine and wasm32; integers and ratios do not \
                               (the exceptions are FLOATS in xtask/src/tidy/text.rs)";
                    found.push((line, format!("`{word}` in a crate whose runs are replayed"), why));
                }
                _ => {}
            }
        }
        if code.contains("std::time") {
            found.push((line, "`std::time` in a crate whose runs are replayed".to_owned(), REPLAY));
        }
    }
    found
}

/// The lines on which an `allow` attribute opens that gives no reason.
fn bare_allows(text: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    for (at, _) in text.match_indices("[allow(") {
        let opens_attribute = text[..at].trim_end_matches('!').ends_with('#');
        let attribute = text[at..].split(")]").next().unwrap_or_default();
        if opens_attribute && !attribute.contains("reason =") {
            lines.push(text[..at].lines().count().max(1));
        }
    }
    lines
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(i, line)| (i + 1, line))
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The findings in a file, as `line: rule`.
    fn found(place: &str, text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        check(Path::new(place), text, &mut findings);
        findings.iter().map(|f| format!("{}: {}", f.line, f.rule)).collect()
    }

    #[test]
    fn a_clock_a_map_or_a_float_is_found_where_runs_are_replayed() {
        let text = "//! A file.\nuse std::time::Duration;\nuse std::collections::HashMap;\nfn f(x: f64) {}\n";
        let broken = [
            "2: `std::time` in a crate whose runs are replayed",
            "3: `HashMap` in a crate whose runs are replayed",
            "4: `f64` in a crate whose runs are replayed",
        ];
        assert_eq!(found("crates/protocols/src/raft/mod.rs", text), broken);
        assert_eq!(found("crates/kernel/src/delay.rs", text), broken[..2]);
        assert!(found("crates/cli/src/main.rs", text).is_empty());
        assert!(found("crates/kernel/tests/all.rs", text).is_empty());
    }

    #[test]
    fn tests_and_comments_may_speak_of_what_code_may_not_use() {
        let text = "//! No HashMap here.\n#[cfg(test)]\nmod tests { use std::collections::HashMap; }\n";
        assert!(found("crates/kernel/src/world.rs", text).is_empty());
    }

    #[test]
    fn a_file_says_its_job_first_and_stays_small() {
        assert_eq!(found("web/src/main.rs", "fn main() {}\n"), ["1: the file does not start with a `//!` comment"]);
        let long = format!("//! Long.\n{}", "\n".repeat(LINES_MAX));
        assert_eq!(found("web/src/main.rs", &long), ["701: the file has 701 lines, more than 700"]);
    }

    #[test]
    fn an_allow_needs_its_reason_even_over_several_lines() {
        let bare = concat!("//! A file.\n#[al", "low(\n    clippy::pedantic,\n)]\nfn f() {}\n");
        assert_eq!(found("xtask/src/x.rs", bare), ["2: `allow` without a `reason =`"]);
        let judged = "//! A file.\n#![allow(\n    clippy::pedantic,\n    reason = \"so\",\n)]\nfn f() {}\n";
        assert!(found("xtask/src/x.rs", judged).is_empty());
    }

    #[test]
    fn what_is_not_done_is_found_in_any_kind_of_file() {
        assert_eq!(found("web/static/x.css", concat!("/* TO", "DO: colours */")), [concat!("1: `TO", "DO` stands here")]);
        assert_eq!(found("a.rs", concat!("//! A.\nfn f() { to", "do!() }")), [concat!("2: `to", "do` stands here")]);
        assert!(found("a.rs", "//! A todo list is a word.").is_empty());
    }
}
