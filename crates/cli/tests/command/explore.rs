//! `synod explore`.

use crate::synod::synod;

#[test]
fn the_shortest_way_to_a_broken_promise_is_given_as_a_link() {
    let asked = ["explore", "request/paid-twice", "--promise", "executed-once", "--crashes", "0", "--timeouts", "2"];
    let told = synod(&asked);
    assert_eq!(told.exit, 1);
    assert!(told.out.starts_with("✗ executed-once is broken in 4 steps"), "{}", told.out);
    assert!(told.out.contains("\n#s=1."), "{}", told.out);
    let told = synod(&[&asked[..], &["--json"]].concat());
    assert_eq!((&told.json()["finding"]["is"], &told.json()["finding"]["steps"]), (&"broken".into(), &4.into()));
}

#[test]
fn what_holds_is_said_with_its_bound() {
    let told = synod(&["explore", "2pc/commit", "--promise", "ac1", "--crashes", "0", "--timeouts", "0"]);
    assert_eq!(told.exit, 0);
    assert!(told.out.contains("holds for every schedule") && told.out.contains("0 time-outs"), "{}", told.out);
}

/// Nobody who works waits for what has crashed, as long as nothing crashes.
#[test]
fn promises_of_the_end_are_searched_as_well() {
    let told =
        synod(&["explore", "2pc/commit", "--promise", "non-blocking", "--crashes", "0", "--timeouts", "0", "--depth", "8"]);
    assert_eq!(told.exit, 0);
    assert!(told.out.contains("No block") && told.out.contains("first 7 steps"), "{}", told.out);
    let told = synod(&["explore", "2pc/commit", "--promise", "non-blocking", "--crashes", "1", "--timeouts", "0"]);
    assert_eq!(told.exit, 1);
    assert!(told.out.starts_with("✗ non-blocking is broken in 9 steps. "), "{}", told.out);
}

#[test]
fn what_cannot_be_searched_is_refused() {
    assert!(synod(&["explore", "2pc/commit", "--promise", "ac4"]).refusal().contains("those that can: ac1"));
    assert!(synod(&["explore", "2pc/commit", "--depth", "0"]).refusal().contains("--depth takes a whole number from 1"));
}
