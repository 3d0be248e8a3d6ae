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

/// A guide stops where something is, in the order of time, and goes on with a scenario that there is.
#[test]
fn guides_stop_within_their_runs() {
    let mut guided = 0;
    for lab in labs() {
        for scenario in &lab.scenarios {
            let Some(guide) = &scenario.guide else { continue };
            guided += 1;
            let run = open(&scenario.document).unwrap().session;
            let end = run.time_of(run.steps());
            assert!(!guide.stops.is_empty() && guide.stops.is_sorted_by(|a, b| a.at < b.at), "{}/{}", lab.id, scenario.id);
            for stop in &guide.stops {
                assert!(stop.at <= end, "{}/{}: {} µs is after the end", lab.id, scenario.id, stop.at);
            }
            if let Some(next) = guide.next {
                assert!(lab.scenarios.iter().any(|other| other.id == next), "{}/{}: no scenario {next}", lab.id, scenario.id);
            }
        }
    }
    assert!(guided > 0, "no scenario is guided");
}
