//! Every challenge can be solved within its bound, is not solved by doing nothing, and its bound is no wider than its proof.
//!
//! A proof is a run that solves a challenge: `testdata/challenges/ID.json`.

use std::fs;
use std::path::Path;
use synod_order::Set;
use synod_session::challenge::{self, Attempt, Challenge};
use synod_session::doc::{Act, Atom, Decision, Document};
use synod_session::{Toll, lab, labs, link, open};
use synod_words::{Lang, Phrase};

fn proof(challenge: &Challenge) -> Document {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/challenges").join(format!("{}.json", challenge.id));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    Document::from_json(&text).unwrap_or_else(|bad| panic!("{}: {}", challenge.id, bad.why.text(Lang::En)))
}

fn judged(challenge: &Challenge, document: &Document) -> Attempt {
    let opened = open(document).unwrap_or_else(|error| panic!("{}: {}", challenge.id, error.why.text(Lang::En)));
    challenge.verdict(opened.session.as_ref())
}

fn english(phrases: &[Phrase]) -> Vec<String> {
    phrases.iter().map(|phrase| phrase.text(Lang::En)).collect()
}

/// Whether an act makes no fault, wherever it stands.
fn is_free(act: &Act) -> bool {
    matches!(act, Act::Request(..) | Act::Restart(_) | Act::Resume(_) | Act::Mend(..) | Act::Heal | Act::Choose(..))
}

#[test]
fn each_is_solved_by_its_proof_with_exactly_as_many_faults_as_it_allows() {
    for challenge in challenge::all() {
        let document = proof(challenge);
        assert_eq!(document.cursor, None, "{}: a proof is its whole run", challenge.id);
        let opened = open(&document).expect("it opens");
        assert!(opened.dropped.is_empty(), "{}: {:?}", challenge.id, english(&opened.dropped));
        let attempt = challenge.verdict(opened.session.as_ref());
        assert!(attempt.met, "{}: {attempt:?}", challenge.id);
        assert_eq!(attempt.faults, challenge.faults, "{}: the bound is wider than its proof", challenge.id);
    }
}

#[test]
fn none_is_solved_by_doing_nothing() {
    for challenge in challenge::all() {
        let start = challenge.document().unwrap_or_else(|| panic!("{}: no such scenario", challenge.id));
        assert!(start.decisions.is_empty(), "{}", challenge.id);
        let attempt = judged(challenge, &start);
        assert!(!attempt.met && attempt.changed.is_empty(), "{}: {attempt:?}", challenge.id);
    }
}

#[test]
fn every_fault_of_a_proof_is_needed() {
    for challenge in challenge::all() {
        let whole = proof(challenge);
        for (place, fault) in whole.decisions.iter().enumerate().filter(|(_, decision)| !is_free(&decision.act)) {
            let mut less = whole.clone();
            less.decisions.remove(place);
            assert!(!judged(challenge, &less).met, "{}: solved without {:?}", challenge.id, fault.act);
        }
    }
}

#[test]
fn one_fault_more_than_is_allowed_is_too_many() {
    let challenge = challenge::of_id("paid-twice").expect("a challenge");
    let mut document = proof(challenge);
    document.decisions.push(Decision { at: 500_000, nth: 0, act: Act::Crash("S1".into()) });
    let attempt = judged(challenge, &document);
    assert!(attempt.aims[0].broken.is_some());
    assert_eq!((attempt.faults, attempt.met), (2, false));
}

#[test]
fn only_the_kind_of_fault_that_is_asked_for_counts() {
    let challenge = challenge::of_id("late-write").expect("a challenge");
    let slow_clock = lab("lease").expect("a lab").scenarios.into_iter().find(|s| s.id == "slow-clock").expect("a scenario");
    let attempt = judged(challenge, &slow_clock.document);
    assert!(attempt.aims[0].broken.is_some(), "a slow clock breaks it as well");
    assert_eq!(english(&attempt.strays), ["clocks set or drifting"]);
    assert_eq!((attempt.faults, attempt.met), (1, false));
}

#[test]
fn another_set_up_solves_nothing_and_is_named() {
    let challenge = challenge::of_id("stale-without-faults").expect("a challenge");
    let solved = proof(challenge);
    let mut other = solved.clone();
    other.params.insert("n".into(), Atom::Int(5));
    let attempt = judged(challenge, &other);
    assert_eq!((english(&attempt.changed), attempt.met), (vec!["N".to_owned()], false));

    let attempt = judged(challenge, &Document { seed: solved.seed + 1, ..solved });
    assert_eq!((english(&attempt.changed), attempt.met), (vec!["the seed".to_owned()], false));

    let of_another_lab = proof(challenge::of_id("paid-twice").expect("a challenge"));
    let attempt = judged(challenge, &of_another_lab);
    assert_eq!((english(&attempt.changed), attempt.met), (vec!["the lab".to_owned()], false));
}

#[test]
fn the_whole_run_is_judged_wherever_the_cursor_stands() {
    for challenge in challenge::all() {
        let mut session = open(&proof(challenge)).expect("it opens").session;
        let at_the_end = challenge.verdict(session.as_ref());
        session.seek(0);
        assert_eq!(challenge.verdict(session.as_ref()), at_the_end, "{}", challenge.id);
    }
}

/// Three messages in ten get lost: after a second nobody is declared failed yet, after some more somebody is.
#[test]
fn what_breaks_only_after_the_run_was_followed_on_is_handed_in_with_its_time() {
    let challenge = challenge::of_id("falsely-declared").expect("a challenge");
    let loss = Decision { at: 10_000, nth: 0, act: Act::Loss(3, 10) };
    let document = Document { decisions: vec![loss], ..challenge.document().expect("a scenario") };
    let mut session = open(&document).expect("it opens").session;
    assert!(!challenge.verdict(session.as_ref()).met);
    session.extend(5_000_000);
    assert!(challenge.verdict(session.as_ref()).met);
    assert!(!judged(challenge, &session.export()).met, "the document alone is not followed so far");
    let result = challenge.result(session.as_ref());
    assert!(judged(challenge, &result).met);

    let at_once = proof(challenge);
    let session = open(&at_once).expect("it opens").session;
    assert_eq!(challenge.result(session.as_ref()).until, None, "nothing is added where it is not needed");
}

#[test]
fn the_list_is_sound() {
    let kinds: Vec<&str> = Toll::default().rows().iter().map(|row| row.0).collect();
    let order: Vec<&str> = labs().iter().map(|lab| lab.id).collect();
    let mut ids = Set::new();
    let mut places = Vec::new();
    for challenge in challenge::all() {
        assert!(ids.insert(challenge.id), "{} is there twice", challenge.id);
        assert_eq!(link::challenge(&link::for_challenge("#s=1.x", challenge.id)), Some(challenge.id));
        let lab = lab(challenge.lab).expect("a lab");
        assert!(lab.promises.iter().any(|promise| promise.0 == challenge.promise), "{}: no such promise", challenge.id);
        assert!(challenge.only.is_none_or(|only| kinds.contains(&only)), "{}: no such kind of fault", challenge.id);
        places.push(order.iter().position(|id| *id == challenge.lab));
    }
    assert!(places.is_sorted(), "the challenges are in the order of the course");
    let proofs = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/challenges");
    assert_eq!(fs::read_dir(proofs).expect("a folder").count(), ids.len(), "a proof for each, and no other");
}
