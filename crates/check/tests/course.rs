//! The histories under `testdata/`: small, as the course tells them, each with the verdicts that it must get.
//!
//! A file is a history in JSON lines. Lines that start with `#` say more: a sentence about it; `# linearizable: violated`, the
//! verdict by a model's name on the command line; `# says linearizable: …`, the witness's sentence; `# store: 0 1`, that the store put operation 0
//! (counted from the first call) before 1; `# replica: n1 x=1`, what a replica of the quiet store holds; `# lab`, that times
//! are microseconds and that one can look inside.
#![allow(clippy::unwrap_used, reason = "a test that fails should fail here")]

mod common;

use std::fs;
use synod_order::Map;

use common::verdict;
use synod_check::{History, Model, Quiet, Source, Value, Verdict, file};
use synod_words::Lang;

#[derive(Default)]
struct Expected {
    verdicts: Map<Model, String>,
    says: Map<Model, String>,
}

fn value(text: &str) -> Value {
    let members: Vec<Value> = text.split('|').map(|text| text.parse().map_or_else(|_| Value::from(text), Value::Int)).collect();
    if text == "null" { Value::Null } else { Value::Siblings(members).normal() }
}

fn read(text: &str) -> (History, Expected) {
    let json: Vec<&str> = text.lines().map(|line| if line.starts_with('#') { "" } else { line }).collect();
    let mut history = file::parse(&json.join("\n")).unwrap();
    let mut expected = Expected::default();
    for line in text.lines().filter_map(|line| line.strip_prefix("# ")) {
        let Some((name, rest)) = line.split_once(": ") else {
            if line == "lab" {
                history.source = Source::Lab;
            }
            continue;
        };
        if let Some(model) = Model::from_spelled(name) {
            expected.verdicts.insert(model, rest.to_owned());
        } else if let Some(model) = name.strip_prefix("says ").map(|id| Model::from_spelled(id).unwrap()) {
            expected.says.insert(model, rest.to_owned());
        } else if name == "store" {
            let (before, after) = rest.split_once(' ').unwrap();
            history.store_order.push((before.parse().unwrap(), after.parse().unwrap()));
        } else if name == "replica" {
            let (replica, held) = rest.split_once(' ').unwrap();
            let (key, held) = held.split_once('=').unwrap();
            let quiet = history.replicas.get_or_insert_with(Quiet::default);
            quiet.values.push((replica.into(), key.into(), value(held)));
        }
    }
    (history, expected)
}

#[test]
fn every_history_of_the_course_gets_its_verdicts() {
    let mut told = Vec::new();
    let mut files: Vec<_> = fs::read_dir("testdata").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    assert!(files.len() >= 55);
    for path in files {
        let (history, expected) = read(&fs::read_to_string(&path).unwrap());
        assert!(!expected.verdicts.is_empty(), "{} expects nothing", path.display());
        let bounds = expected.verdicts.keys().copied().filter(|model| !Model::ALL.contains(model));
        for model in Model::ALL.into_iter().chain(bounds) {
            let (name, sentence) = match verdict(&history, model) {
                Verdict::Holds => ("holds", String::new()),
                Verdict::Violated(witness) => {
                    assert!(!witness.sentence.text(Lang::Zh).is_empty());
                    ("violated", witness.sentence.text(Lang::En))
                }
                Verdict::Undecided(why) => ("undecided", why.text(Lang::En)),
            };
            let place = format!("{} {}", path.display(), model.id());
            if let Some(expected) = expected.verdicts.get(&model).filter(|expected| *expected != name) {
                told.push(format!("{place}: {name} instead of {expected}: {sentence}"));
            }
            if let Some(expected) = expected.says.get(&model).filter(|expected| **expected != sentence) {
                told.push(format!("{place} says\n    {sentence}\n  instead of\n    {expected}"));
            }
        }
    }
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}
