//! What scenarios claim to withstand, they withstand. A small number of runs here; `synod storm all --runs 100000` is the large one.

use synod_session::doc::{Atom, Document};
use synod_session::{Standing, lab, labs, link, open, storm};
use synod_words::Lang;

const RUNS: u64 = 300;

fn document(lab_id: &str, scenario: &str) -> Document {
    let found = lab(lab_id).and_then(|lab| lab.scenarios.into_iter().find(|s| s.id == scenario));
    found.expect("the scenario is shipped").document
}

#[test]
fn every_claim_stands() {
    let mut refuted = Vec::new();
    for lab in labs() {
        for scenario in lab.scenarios.into_iter().filter(|scenario| !scenario.keeps.is_empty()) {
            let weathered = storm(&scenario.document, 1..1 + RUNS).unwrap_or_else(|e| panic!("{}", e.why.text(Lang::En)));
            assert!(weathered.faults > RUNS / 2, "{}/{}: what claims to withstand faults meets some", lab.id, scenario.id);
            if let Some(breach) = weathered.breach {
                let (why, link) = (breach.sentence.text(Lang::En), link::encode(&breach.document));
                refuted.push(format!("{}/{}: {} in run {}: {why}\n{link}", lab.id, scenario.id, breach.promise, breach.seed));
            }
        }
    }
    assert!(refuted.is_empty(), "\n{}", refuted.join("\n"));
}

#[test]
fn a_claim_of_an_unsafe_set_up_is_refuted_by_a_run_that_anybody_can_open() {
    let mut unsafe_one = document("nwr", "write-back");
    unsafe_one.params.insert("write-back".into(), Atom::Bool(false));
    let weathered = storm(&unsafe_one, 1..2_000).expect("it opens");
    let breach = weathered.breach.expect("without write-back some reader sees the new value and a later one the old");
    assert_eq!(weathered.runs, breach.seed, "the storm ends with the first");
    let link = link::encode(&breach.document);
    let session = open(&link::decode(&link).expect("it is a link")).expect("it opens").session;
    let promise = session.promises().into_iter().find(|p| p.id == breach.promise).expect("the lab promises it");
    assert!(matches!(promise.standing, Standing::Violated { .. }));
}

#[test]
fn a_scenario_that_claims_nothing_cannot_be_put_through_a_storm() {
    let refusal = storm(&document("nwr", "stale-read"), 1..2).unwrap_err();
    assert!(refusal.why.text(Lang::En).contains("does not claim"));
}
