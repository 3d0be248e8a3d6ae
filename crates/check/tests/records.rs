//! The records under `testdata/records/`: small, one teaching point each, with the verdicts that they must get.
//!
//! A line that starts with `#` says more than the [record](common::records): a sentence about it; `# ac1: violated`, the verdict by a
//! property's id (a property that is not named must hold); `# says ac1: …`, the sentence or the reason, `# zh ac1: …` in Chinese; `# witness ac1: 4 7`, the
//! events that show it, counted from 0; `# turns ac1: 0 holds, 8 violated`, after how many events the verdict becomes what.
#![allow(clippy::unwrap_used, reason = "a test that fails should fail here")]

mod common;

use std::fmt::Write as _;
use std::fs;

use common::records::read;
use synod_check::{Property, Verdict, unfold};
use synod_words::{Lang, Phrase};

fn kind(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Violated(_) => "violated",
        Verdict::Undecided(_) => "undecided",
    }
}

fn said(verdict: &Verdict) -> Option<&Phrase> {
    match verdict {
        Verdict::Holds => None,
        Verdict::Violated(witness) => Some(&witness.sentence),
        Verdict::Undecided(why) => Some(why),
    }
}

fn joined<T: ToString>(parts: impl IntoIterator<Item = T>, by: &str) -> String {
    parts.into_iter().map(|part| part.to_string()).collect::<Vec<_>>().join(by)
}

/// What a file expects of a property, by the word in front of the property's id.
fn expected<'t>(text: &'t str, word: &str, property: Property) -> Option<&'t str> {
    let start = format!("# {word}{}: ", property.id());
    text.lines().find_map(|line| line.strip_prefix(&start))
}

#[test]
fn every_record_gets_its_verdicts() {
    let mut told = String::new();
    let mut files: Vec<_> = fs::read_dir("testdata/records").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 40);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let record = read(&text);
        for property in Property::ALL {
            let unfolding = unfold(&record, property);
            let end = &unfolding.end;
            let mut compare = |word: &str, found: String, when_silent: Option<&str>| {
                if let Some(expected) = expected(&text, word, property).or(when_silent).filter(|expected| *expected != found) {
                    let _ = writeln!(told, "{}\n# {word}{}: {found}\n  {expected}", path.display(), property.id());
                }
            };
            compare("", kind(end).to_owned(), Some("holds"));
            for (word, lang) in [("says ", Lang::En), ("zh ", Lang::Zh)] {
                compare(word, said(end).map_or_else(String::new, |phrase| phrase.text(lang)), None);
            }
            let events = if let Verdict::Violated(witness) = end { witness.events.as_slice() } else { &[] };
            compare("witness ", joined(events, " "), None);
            let turns = unfolding.turns.iter().map(|(events, verdict)| format!("{events} {}", kind(verdict)));
            compare("turns ", joined(turns, ", "), None);
        }
    }
    assert!(told.is_empty(), "\n{told}");
}

/// For every property, a record that keeps it and one that breaks it; those about the end are also left open somewhere.
#[test]
fn every_property_is_shown_from_every_side() {
    let texts: Vec<String> =
        fs::read_dir("testdata/records").unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    let shown = |property: Property, kind: &str| texts.iter().any(|text| expected(text, "", property) == Some(kind));
    for property in Property::ALL {
        assert!(shown(property, "violated"), "{property:?}");
        assert!(property.is_safety() || shown(property, "undecided"), "{property:?}");
    }
}
