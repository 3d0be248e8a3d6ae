//! `synod shrink`.

use crate::synod::{synod, synod_reading};
use synod_session::link;

#[test]
fn the_smallest_run_is_told_with_its_reason_its_counts_and_its_link() {
    let told = synod(&["shrink", "nwr/stale-read"]);
    assert_eq!(told.exit, 0, "{}", told.err);
    let lines: Vec<&str> = told.out.lines().collect();
    let [explanation, "", counts, "", link] = lines[..] else { panic!("{}", told.out) };
    assert!(
        explanation.starts_with("With N = 2, W = 1, R = 1: C1 asks: write x = 2 (0 ms); partition {C1 n1} | {C2 n2} (0 ms); ")
    );
    assert!(counts.starts_with("Decisions 4 → 3, faults 1, processes 7 → 4, steps until it breaks 24 → "), "{counts}");

    let object = synod(&["shrink", link, "--promise", "linearizable", "--json"]).json();
    assert_eq!((&object["smaller"], &object["link"]), (&false.into(), &link.into()), "the smallest run stays as it is");
    assert_eq!(object["explanation"]["en"], explanation);
    assert!(object["explanation"]["zh"].as_str().is_some_and(|text| text.contains("缺一不可")), "{object}");
    assert!(synod(&["shrink", link]).out.contains("Nothing can be made smaller: 3 decisions, 1 of them faults."));
    assert!(link::decode(link).is_ok_and(|document| document.cursor.is_some() || document.decisions.len() == 3));
}

#[test]
fn a_promise_can_be_named_and_must_be_broken() {
    let named = synod(&["shrink", "nwr/monotonic-reads", "--promise", "monotonic-reads", "--json"]).json();
    assert_eq!(named["promise"], "monotonic-reads");
    assert!(
        synod(&["shrink", "nwr/stale-read", "--promise", "eventual"]).refusal().contains("eventual is not broken at the end")
    );
    assert!(synod(&["shrink", "nwr/stale-read", "--promise", "luck"]).refusal().contains("there is no promise luck here"));
    assert!(synod_reading("{", &["shrink", "-"]).refusal().starts_with("stdin: "));
}
