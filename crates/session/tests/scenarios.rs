//! Every scenario that is shipped ends in exactly the verdicts that it names.

use synod_session::{Session, Standing, labs, open};
use synod_words::Lang;

fn end_of(document: &synod_session::doc::Document) -> Box<dyn Session> {
    open(document).unwrap_or_else(|e| panic!("{}", e.why.text(Lang::En))).session
}

#[test]
fn every_scenario_ends_in_exactly_the_verdicts_it_names() {
    let mut wrong = Vec::new();
    for lab in labs() {
        for scenario in &lab.scenarios {
            let session = end_of(&scenario.document);
            for dropped in session.dropped() {
                wrong.push(format!("{}/{}: dropped {}", lab.id, scenario.id, dropped.text(Lang::En)));
            }
            for promise in session.promises() {
                let (found, why) = match &promise.standing {
                    Standing::Holds { .. } => ("holds", String::new()),
                    Standing::Violated { sentence, .. } => ("violated", sentence.text(Lang::En)),
                    Standing::Undecided { why } => ("undecided", why.text(Lang::En)),
                };
                let named = scenario.violated.contains(&promise.id);
                if named != (found == "violated") || (scenario.holds.contains(&promise.id) && found != "holds") {
                    wrong.push(format!("{}/{}: {} is {found}: {why}", lab.id, scenario.id, promise.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_run_is_the_same_when_it_is_opened_again_from_its_own_document() {
    for lab in labs() {
        for scenario in &lab.scenarios {
            let session = end_of(&scenario.document);
            assert_eq!(session.digest(), end_of(&session.export()).digest(), "{}/{}", lab.id, scenario.id);
        }
    }
}
