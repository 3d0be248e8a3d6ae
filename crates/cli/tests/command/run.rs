//! `synod run`.

use crate::synod::{synod, synod_reading};
use serde_json::Value;
use synod_session::{LabInfo, ScenarioInfo, labs, link, open};

fn shipped() -> impl Iterator<Item = (LabInfo, ScenarioInfo)> {
    labs().into_iter().flat_map(|lab| lab.scenarios.clone().into_iter().map(move |scenario| (lab.clone(), scenario)))
}

fn ids_of<'v>(verdicts: &'v Value, word: &str) -> Vec<&'v str> {
    let verdicts = verdicts.as_object().expect("promises with their verdicts").iter();
    let mut ids: Vec<&str> = verdicts.filter(|(_, verdict)| *verdict == word).map(|(id, _)| id.as_str()).collect();
    // Whether a JSON map keeps its order depends on what else is built with it.
    ids.sort_unstable();
    ids
}

#[test]
fn every_shipped_scenario_ends_in_the_verdicts_it_names() {
    for (lab, scenario) in shipped() {
        let name = format!("{}/{}", lab.id, scenario.id);
        let ran = synod(&["run", &name, "--json"]);
        assert_eq!(ran.exit, 0, "{name}: {}", ran.err);
        let ran = ran.json();
        let mut violated = scenario.violated.clone();
        violated.sort_unstable();
        assert_eq!(ids_of(&ran["verdicts"], "violated"), violated, "{name}");
        let holds = ids_of(&ran["verdicts"], "holds");
        assert!(scenario.holds.iter().all(|promise| holds.contains(promise)), "{name}: {holds:?}");
        // Some promises are made only with certain parameters, so the run itself is asked, and not the lab.
        let promises = open(&scenario.document).ok().unwrap().session.promises();
        assert_eq!(ran["verdicts"].as_object().map(serde_json::Map::len), Some(promises.len()), "{name}");
        for promise in violated {
            let witness = &ran["witnesses"][promise];
            assert!(witness["sentence"]["en"].is_string() && witness["sentence"]["zh"].is_string(), "{name}: {witness}");
        }
        for promise in ids_of(&ran["verdicts"], "undecided") {
            assert!(ran["reasons"][promise]["en"].is_string(), "{name}: {promise}");
        }
        assert_eq!(ran["dropped"], serde_json::json!([]), "{name}");
    }
}

#[test]
fn a_scenario_its_file_and_its_link_are_the_same_run() {
    let (lab, scenario) = shipped().next().unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), scenario.document.to_json()).unwrap();
    let link = link::encode(&scenario.document);
    let expected = open(&scenario.document).ok().unwrap().session.digest();
    let name = format!("{}/{}", lab.id, scenario.id);
    for target in [&name, file.path().to_str().unwrap(), &link, &format!("https://synod.example/{link}")] {
        assert_eq!(synod(&["run", target, "--json"]).json()["fingerprint"], expected.as_str(), "{target}");
    }
    let piped = synod_reading(&scenario.document.to_json(), &["run", "-", "--json"]);
    assert_eq!(piped.json()["fingerprint"], expected.as_str());
}

#[test]
fn the_transcript_tells_the_verdicts_with_their_sentences() {
    let (lab, scenario) = shipped().find(|(_, scenario)| !scenario.violated.is_empty()).unwrap();
    let name = format!("{}/{}", lab.id, scenario.id);
    let object = synod(&["run", &name, "--json"]).json();
    for lang in ["en", "zh"] {
        let transcript = synod(&["run", &name, "--lang", lang]).out;
        for promise in &scenario.violated {
            let sentence = object["witnesses"][promise]["sentence"][lang].as_str().unwrap();
            assert!(transcript.contains(sentence), "{transcript}");
        }
        assert!(transcript.contains(object["fingerprint"].as_str().unwrap()));
    }
}

#[test]
fn operations_are_told_with_their_times_and_answers() {
    let ran = synod(&["run", "nwr/stale-read", "--json"]).json();
    let operations = ran["operations"].as_array().unwrap();
    let read = operations.last().unwrap();
    assert_eq!((&read["client"], &read["label"]["en"], &read["outcome"]), (&"C2".into(), &"read x".into(), &"answered".into()));
    assert!(read["called"].as_u64().unwrap() < read["returned"].as_u64().unwrap());
    assert_eq!(ran["witnesses"]["linearizable"]["operations"].as_array().unwrap().last().unwrap(), operations.len() - 1);
}

#[test]
fn what_cannot_be_run_is_refused_with_a_sentence() {
    let document = r#"{"synod": 1, "engine": 1, "lab": "nwr"}"#;
    for (input, target, said) in [
        ("", "nwr", "say which scenario of nwr, as in nwr/stale-read"),
        ("", "nwr/none", "nwr has no scenario none; there are: "),
        ("", "none", "none is no file, no link (#s=1.…) and no LAB/SCENARIO; the labs are: nwr"),
        ("", "#s=1.AAAA", "The link is "),
        ("", "#s=3.AAAA", "The link has version 3"),
        ("{", "-", "stdin: Line 1, column 1: the document ends before it is complete."),
        (&document.replace("\"synod\": 1", "\"synod\": 2"), "-", "stdin: A newer Synod made this"),
        (&document.replace("nwr", "paxos-of-2050"), "-", "there is no lab paxos-of-2050"),
        (&document.replace('}', ", \"params\": {\"n\": 99}}"), "-", "parameter out of range: n takes"),
    ] {
        let outcome = synod_reading(input, &["run", target]);
        assert!(outcome.refusal().contains(said), "{target} {input}: {}", outcome.err);
    }
}
