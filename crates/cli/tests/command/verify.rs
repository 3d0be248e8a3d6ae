//! `synod verify`.

use crate::synod::synod;

/// The smallest stale read, as a link that somebody hands in.
fn handed_in() -> String {
    let shrunk = synod(&["shrink", "nwr/monotonic-reads", "--promise", "monotonic-reads", "--json"]).json();
    shrunk["link"].as_str().expect("a link").to_owned()
}

#[test]
fn what_was_asked_for_is_met_or_missed_and_the_exit_code_tells() {
    let link = handed_in();
    let met = synod(&["verify", &link, "--violates", "monotonic-reads", "--faults", "2"]);
    assert_eq!(met.exit, 0, "{}", met.out);
    assert!(met.out.contains("\nFaults that somebody decided: 2\n  2 × messages slower or faster\n"), "{}", met.out);
    assert!(
        met.out.contains("✓ The goal is met.\n  ✓ monotonic-reads is violated\n  ✓ faults: at most 2; there are 2\n"),
        "{}",
        met.out
    );

    let missed = synod(&["verify", &link, "--violates", "monotonic-reads", "--faults", "1"]);
    assert_eq!(missed.exit, 1);
    assert!(
        missed.out.contains("✗ The goal is missed.\n  ✓ monotonic-reads is violated\n  ✗ faults: at most 1; there are 2\n"),
        "{}",
        missed.out
    );
    assert_eq!(synod(&["verify", &link, "--violates", "read-your-writes"]).exit, 1);
    assert!(synod(&["verify", &link, "--faults", "1", "--lang", "zh"]).out.contains("✗ 目标未达成。"));
}

#[test]
fn a_run_of_other_parameters_is_not_what_was_asked_for() {
    let link = handed_in();
    let other = synod(&["verify", &link, "--violates", "monotonic-reads", "--like", "nwr/monotonic-reads", "--json"]);
    assert_eq!(other.exit, 1);
    let told = other.json();
    assert_eq!((&told["met"], &told["goals"][0]["met"], &told["goals"][1]["met"]), (&false.into(), &true.into(), &false.into()));
    let own = ["verify", "nwr/monotonic-reads", "--violates", "monotonic-reads", "--like", "nwr/monotonic-reads"];
    assert_eq!(synod(&own).exit, 0);
}

#[test]
fn without_a_goal_the_verdicts_and_the_faults_are_told() {
    let told = synod(&["verify", "nwr/stale-read", "--json"]);
    assert_eq!(told.exit, 0);
    let told = told.json();
    let ran = synod(&["run", "nwr/stale-read", "--json"]).json();
    assert_eq!((&told["verdicts"], &told["fingerprint"]), (&ran["verdicts"], &ran["fingerprint"]));
    assert_eq!((&told["toll"]["faults"], &told["toll"]["kinds"]["cuts"]), (&1.into(), &1.into()));
    assert!(!synod(&["verify", "nwr/stale-read"]).out.contains("goal"));
}

#[test]
fn what_cannot_be_asked_for_is_refused() {
    assert!(synod(&["verify", "nwr/stale-read", "--violates", "luck"]).refusal().contains("there is no promise luck here"));
    assert!(synod(&["verify", "nwr/stale-read", "--faults", "few"]).refusal().contains("a whole number is needed"));
    assert!(synod(&["verify", "nwr/stale-read", "--like", "nwr/none"]).refusal().contains("nwr has no scenario none"));
    assert!(synod(&["run", "nwr/stale-read", "--faults", "1"]).refusal().contains("there is no option --faults here"));
}
