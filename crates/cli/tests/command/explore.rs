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

#[test]
fn clocks_that_are_wrong_are_searched_with_time() {
    let asked = ["explore", "lease/slow-clock", "--promise", "one-holder", "--crashes", "0", "--depth", "100"];
    let told = synod(&[&asked[..], &["--clocks", "1", "--delay", "10..10", "--horizon", "400"]].concat());
    assert_eq!(told.exit, 1, "{}", told.out);
    let told = synod(&[&asked[..], &["--timed", "--delay", "10..10", "--horizon", "400"]].concat());
    assert_eq!(told.exit, 0, "{}", told.out);
    assert!(told.out.contains("in the first 400 ms") && told.out.contains("all clocks right"), "{}", told.out);
}

#[test]
fn times_that_make_no_sense_are_refused() {
    assert!(
        synod(&["explore", "lease/lease", "--delay", "20..10"]).refusal().starts_with("--delay takes the least and the most")
    );
    assert!(synod(&["explore", "lease/lease", "--drift", "51"]).refusal().contains("--drift takes a whole number from 1 to 50"));
    assert!(synod(&["explore", "lease/lease", "--horizon", "0"]).refusal().contains("--horizon takes a whole number from 1"));
    assert_eq!(synod(&["run", "lease/lease", "--timed"]).refusal(), "there is no option --timed here; see --help");
}

#[test]
fn by_deviations_the_witness_departs_least_from_the_ordinary_schedule() {
    let asked =
        ["explore", "nwr/stale-read", "--promise", "linearizable", "--crashes", "0", "--timeouts", "0", "--order", "deviations"];
    let told = synod(&asked);
    assert_eq!(told.exit, 1);
    assert!(told.out.contains("deviations from the ordinary schedule: 2, and no fewer will do"), "{}", told.out);
    let told = synod(&[&asked[..], &["--json"]].concat());
    assert_eq!(&told.json()["finding"]["deviations"], 2);
}

#[test]
fn a_table_tells_the_rows_that_were_asked_for() {
    let rows = |only: &str| synod(&["explore", "request", "--promise", "executed-once", "--only", only, "--seconds", "20"]).out;
    let (violated, kept) = (rows("violated"), rows("kept"));
    assert!(violated.contains("request/paid-twice | executed-once | ✗ | 0, 0, 0, 0, 2 | ✗ broken | 4 |"), "{violated}");
    assert!(!violated.contains("| ✓ |") && !kept.contains("| ✗ | 0"), "{kept}");
    assert!(kept.contains("request/success | executed-once | ✓ |") && kept.contains("✓ holds"), "{kept}");
    assert!(synod(&["explore", "request", "--only", "all"]).refusal().contains("violated, kept"));
}
