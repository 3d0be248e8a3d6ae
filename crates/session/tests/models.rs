//! The map of models: what a run keeps and breaks of it.

use synod_session::{PromiseView, Session, Standing, labs, models_map, open};
use synod_words::Lang;

fn run(lab: &str, scenario: &str) -> Box<dyn Session> {
    let lab = synod_session::lab(lab).expect("the lab exists");
    let found = lab.scenarios.into_iter().find(|s| s.id == scenario);
    open(&found.expect("the scenario is shipped").document).expect("what is shipped opens").session
}

fn ids(views: &[PromiseView], takes: impl Fn(&Standing) -> bool) -> Vec<&str> {
    views.iter().filter(|view| takes(&view.standing)).map(|view| view.id).collect()
}

fn broken(standing: &Standing) -> bool {
    matches!(standing, Standing::Violated { .. })
}

#[test]
fn causal_memory_keeps_what_is_below_it_on_the_map() {
    let session = run("models", "causal");
    let models = session.models();
    let kept = ids(&models, |standing| matches!(standing, Standing::Holds { .. }));
    for model in ["causal", "pram", "writes-follow-reads", "monotonic-writes", "monotonic-reads", "read-your-writes"] {
        assert!(kept.contains(&model), "{model} in {kept:?}");
    }
    for model in ["linearizable", "regular"] {
        assert!(!kept.contains(&model), "{model} in {kept:?}");
    }
}

#[test]
fn the_map_tells_of_every_store_what_its_ladder_tells() {
    let map: Vec<&str> = models_map().nodes.iter().map(|node| node.id).collect();
    for lab in labs() {
        for scenario in lab.scenarios {
            let mut session = open(&scenario.document).expect("what is shipped opens").session;
            let of_a_store = session.promises().iter().any(|view| synod_session::is_on_the_map(view.id));
            for step in [session.steps() / 2, session.steps()] {
                session.seek(step);
                let (models, promises) = (session.models(), session.promises());
                assert_eq!(!models.is_empty(), of_a_store, "{}/{}", lab.id, scenario.id);
                assert!(models.is_empty() || models.iter().map(|view| view.id).eq(map.iter().copied()));
                for promise in &promises {
                    let Some(on_map) = models.iter().find(|view| view.id == promise.id) else { continue };
                    assert_eq!(
                        std::mem::discriminant(&on_map.standing),
                        std::mem::discriminant(&promise.standing),
                        "{} in {}/{}",
                        promise.id,
                        lab.id,
                        scenario.id
                    );
                }
            }
        }
    }
}

/// A weaker model may be broken where a stronger holds only because the store told its own order, and then the sentence says so.
#[test]
fn what_is_kept_lies_below_what_is_kept() {
    let edges = models_map().edges;
    let mut by_the_store = 0;
    for lab in labs() {
        for scenario in lab.scenarios {
            let models = open(&scenario.document).expect("what is shipped opens").session.models();
            let standing = |id: &str| models.iter().find(|view| view.id == id).map(|view| &view.standing);
            for edge in &edges {
                let (Some(Standing::Holds { .. }), Some(Standing::Violated { sentence, .. })) =
                    (standing(edge.stronger), standing(edge.weaker))
                else {
                    continue;
                };
                let told = sentence.text(Lang::En);
                assert!(told.contains("order in which the store itself"), "{}/{}: {told}", lab.id, scenario.id);
                by_the_store += 1;
            }
        }
    }
    assert!(by_the_store < 20, "the exception is rare: {by_the_store}");
}

#[test]
fn a_promise_is_kept_until_it_breaks() {
    let mut session = run("models", "window");
    assert!(ids(&session.models(), broken).contains(&"linearizable"));
    session.seek(0);
    assert!(ids(&session.models(), broken).is_empty());
}
