//! `synod challenges`, and `synod verify` of what was made for one.

use crate::synod::synod;
use synod_session::challenge;
use synod_session::doc::{Act, Decision, Document};
use synod_session::link::{encode, for_challenge};
use synod_words::Lang;

/// Pays once; the reply is lost, so the client sends its request again.
fn paid_twice() -> Document {
    let act = |at, act| Decision { at, nth: 0, act };
    let pay = Act::Request("C1".into(), "pay".into(), vec![synod_session::doc::Atom::Int(30)]);
    let decisions = vec![act(4_000, pay), act(15_001, Act::Drop("S1>C1#1".into()))];
    Document { decisions, ..challenge::of_id("paid-twice").and_then(challenge::Challenge::document).expect("a challenge") }
}

#[test]
fn every_challenge_is_told_in_the_language_of_the_caller() {
    let (english, chinese) = (synod(&["challenges"]).out, synod(&["challenges", "--lang", "zh"]).out);
    let told = synod(&["challenges", "--json"]).json();
    assert_eq!(told["challenges"].as_array().map(Vec::len), Some(challenge::all().len()));
    for (challenge, told) in challenge::all().iter().zip(told["challenges"].as_array().expect("a list")) {
        assert_eq!((&told["id"], &told["faults"]), (&challenge.id.into(), &challenge.faults.into()));
        assert!(english.contains(challenge.id) && english.contains(&challenge.goal.text(Lang::En)));
        assert!(chinese.contains(&challenge.goal.text(Lang::Zh)));
        assert!(!english.contains(&challenge.hint.text(Lang::En)), "a hint is for those who ask");
    }
}

#[test]
fn a_result_link_is_checked_by_the_challenge_that_it_names() {
    let link = for_challenge(&format!("https://synod.example/play/{}", encode(&paid_twice())), "paid-twice");
    let met = synod(&["verify", &link]);
    assert_eq!(met.exit, 0, "{}", met.out);
    assert!(
        met.out.contains(
            "✓ The goal is met.\n  ✓ executed-once is violated\n  ✓ faults: at most 1; there are 1\n  ✓ the set-up is that of the challenge\n"
        ),
        "{}",
        met.out
    );
    let told = synod(&["verify", &link, "--json"]).json();
    assert_eq!((&told["met"], &told["challenge"]["id"]), (&true.into(), &"paid-twice".into()));
    assert_eq!(synod(&["run", &link, "--json"]).json()["fingerprint"], told["fingerprint"], "the challenge changes no run");
}

#[test]
fn a_link_without_a_challenge_is_checked_by_the_one_that_is_asked_for() {
    let link = encode(&paid_twice());
    assert_eq!(synod(&["verify", &link, "--challenge", "paid-twice"]).exit, 0);
    assert_eq!(synod(&["verify", &link, "--json"]).json()["challenge"], serde_json::Value::Null);
    // The same in other words.
    let words = ["verify", &link, "--violates", "executed-once", "--faults", "1", "--like", "request/paid-twice"];
    assert_eq!(synod(&words).exit, 0);
}

#[test]
fn what_does_not_solve_it_is_told_apart() {
    let nothing = Document { decisions: Vec::new(), ..paid_twice() };
    let missed = synod(&["verify", &for_challenge(&encode(&nothing), "paid-twice")]);
    assert_eq!(missed.exit, 1);
    assert!(missed.out.contains("✗ executed-once is violated\n  ✓ faults: at most 1; there are 0\n"), "{}", missed.out);

    let mut longer = paid_twice();
    longer.params.insert("tries".into(), synod_session::doc::Atom::Int(5));
    let changed = synod(&["verify", &for_challenge(&encode(&longer), "paid-twice")]);
    assert_eq!(changed.exit, 1);
    assert!(changed.out.contains("✗ the set-up is that of the challenge; changed: Tries\n"), "{}", changed.out);
    assert!(changed.out.contains("✓ executed-once is violated\n"), "{}", changed.out);
}

#[test]
fn a_challenge_that_there_is_not_is_refused() {
    let link = for_challenge(&encode(&paid_twice()), "luck");
    assert!(synod(&["verify", &link]).refusal().starts_with("there is no challenge luck; there are: stale-without-faults, "));
    assert!(synod(&["verify", "nwr/stale-read", "--challenge", "luck"]).refusal().starts_with("there is no challenge luck"));
    // The run itself can still be looked at.
    assert_eq!(synod(&["run", &link]).exit, 0);
}
