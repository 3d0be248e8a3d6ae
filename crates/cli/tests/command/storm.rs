//! `synod storm`.

use crate::synod::synod;

#[test]
fn a_claim_that_stands_is_told_with_what_it_met() {
    let told = synod(&["storm", "nwr/write-back", "--runs", "20", "--json"]);
    assert_eq!(told.exit, 0);
    let storm = &told.json()["storms"][0];
    assert_eq!((&storm["scenario"], &storm["runs"]), (&"nwr/write-back".into(), &20.into()));
    assert!(storm["faults"].as_u64().is_some_and(|faults| faults > 20) && storm["breach"].is_null());
    assert!(synod(&["storm", "nwr", "--runs", "20"]).out.starts_with("✓ nwr/write-back: 20 runs with "));
}

#[test]
fn what_cannot_be_put_through_a_storm_is_refused() {
    assert!(synod(&["storm", "nwr/stale-read"]).refusal().contains("does not claim to withstand faults"));
    assert!(synod(&["storm", "nwr/nowhere"]).refusal().contains("nwr has no scenario nowhere"));
    assert!(synod(&["storm", "nothing"]).refusal().contains("the labs are"));
}
