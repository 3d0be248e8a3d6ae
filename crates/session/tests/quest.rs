//! "Break it for me": what is found is a run that anybody can open, and what is not found is said no further than it was looked.

use synod_session::doc::Document;
use synod_session::quest::{Finding, Order, Quest, QuestBudget, QuestProgress, quest, quest_in, questable};
use synod_session::{Standing, labs, open};
use synod_words::Lang;

const CALM: QuestBudget =
    QuestBudget { crashes: 0, drops: 0, duplicates: 0, partitions: 0, timeouts: 0, depth: 40, states: 200_000, timing: None };

fn document(json: &str) -> Document {
    Document::from_json(json).unwrap_or_else(|bad| panic!("{}", bad.why.text(Lang::En)))
}

fn searched(document: &Document, promise: &str, budget: QuestBudget) -> (Finding, QuestProgress) {
    let ask = Quest { document: document.clone(), promise: promise.to_owned(), budget };
    let mut search = quest(&ask).unwrap_or_else(|bad| panic!("{}", bad.why.text(Lang::En)));
    while search.advance(1_000) {}
    let finding = search.finding().expect("it is done");
    (finding, search.progress())
}

fn words(finding: &Finding) -> String {
    match finding {
        Finding::Broken { sentence: words, .. } | Finding::Holds { words } | Finding::Open { words } => words.text(Lang::En),
    }
}

/// How many steps it takes to break the promise; the run that does is opened, and shows it.
#[track_caller]
fn breaks(document: &Document, promise: &str, budget: QuestBudget) -> u32 {
    let (finding, progress) = searched(document, promise, budget);
    let Finding::Broken { document, steps, decisions, .. } = &finding else {
        panic!("{promise} is not broken: {} {progress:?}", words(&finding))
    };
    let session = open(document).expect("a document").session;
    assert!(session.dropped().is_empty());
    assert_eq!(document.decisions.len() as u32, *decisions);
    let view = session.promises().into_iter().find(|view| view.id == promise).expect("it is promised");
    assert!(matches!(view.standing, Standing::Violated { .. }), "{promise} at step {}: {:?}", session.cursor(), view.standing);
    *steps
}

#[track_caller]
fn holds(document: &Document, promise: &str, budget: QuestBudget) {
    let (finding, progress) = searched(document, promise, budget);
    assert!(matches!(finding, Finding::Holds { .. }), "{} {progress:?}", words(&finding));
}

fn nwr(params: &str) -> Document {
    document(&format!(
        r#"{{"synod": 1, "engine": 1, "lab": "nwr", "params": {{{params}}}, "decisions": [
            {{"at": 0, "do": {{"request": ["C1", "write", ["x", 1]]}}}}, {{"at": 0, "do": {{"request": ["C2", "read", ["x"]]}}}}]}}"#
    ))
}

fn paxos(params: &str) -> Document {
    document(&format!(
        r#"{{"synod": 1, "engine": 1, "lab": "basic-paxos", "params": {{{params}}}, "decisions": [
            {{"at": 0, "do": {{"request": ["C1", "propose", ["X"]]}}}}, {{"at": 0, "do": {{"request": ["C2", "propose", ["Y"]]}}}}]}}"#
    ))
}

fn two_phase(params: &str) -> Document {
    document(&format!(
        r#"{{"synod": 1, "engine": 1, "lab": "2pc", "params": {{{params}}}, "decisions": [
            {{"at": 0, "do": {{"request": ["C1", "transfer", [1]]}}}}]}}"#
    ))
}

#[test]
fn quorums_that_do_not_meet_read_what_is_old() {
    // Asked and written at one replica, acknowledged, asked, read at another, answered.
    assert_eq!(breaks(&nwr(r#""w": 1, "r": 1"#), "linearizable", CALM), 6);
    assert_eq!(breaks(&nwr(r#""w": 1, "r": 1"#), "regular", CALM), 6);
}

#[test]
fn quorums_that_meet_and_write_back_are_linearizable() {
    holds(&nwr(r#""n": 2, "w": 2, "r": 1, "write-back": true"#), "linearizable", CALM);
}

#[test]
fn a_quorum_of_one_chooses_two_values() {
    assert_eq!(breaks(&paxos(r#""acceptors": 2, "quorum": 1"#), "agreement", CALM), 12);
}

#[test]
fn a_majority_chooses_one_value_as_far_as_it_was_looked() {
    let crash = QuestBudget { crashes: 1, depth: 6, ..CALM };
    let (finding, progress) = searched(&paxos(""), "agreement", crash);
    assert!(matches!(&finding, Finding::Holds { words } if words.text(Lang::En).contains("at most 6 steps")), "{finding:?}");
    assert_eq!(progress.depth, 6);
}

#[test]
fn who_aborts_on_a_time_out_may_abort_what_others_commit() {
    let patient = QuestBudget { timeouts: 4, ..CALM };
    assert_eq!(breaks(&two_phase(r#""termination": "abort", "participants": 2"#), "ac1", patient), 10);
}

#[test]
fn nobody_decides_two_things_if_those_who_are_uncertain_wait() {
    holds(&two_phase(r#""participants": 2"#), "ac1", QuestBudget { timeouts: 2, ..CALM });
}

#[test]
fn slices_of_any_size_find_the_same() {
    let in_slices = |of: u32| {
        let ask = Quest { document: nwr(r#""w": 1, "r": 1"#), promise: "linearizable".to_owned(), budget: CALM };
        let mut search = quest(&ask).expect("a quest");
        while search.advance(of) {}
        (search.finding(), search.progress())
    };
    let whole = in_slices(u32::MAX);
    assert!(matches!(whole.0, Some(Finding::Broken { .. })));
    assert!([1, 7, 100].into_iter().all(|of| in_slices(of) == whole));
}

#[test]
fn two_deviations_make_a_quorum_of_one_choose_twice() {
    let ask = Quest { document: paxos(r#""acceptors": 2, "quorum": 1"#), promise: "agreement".to_owned(), budget: CALM };
    let mut search = quest_in(&ask, Order::Deviations, 1 << 28).expect("a quest");
    while search.advance(1_000) {}
    let Some(Finding::Broken { document, .. }) = search.finding() else { panic!("{:?}", search.finding()) };
    assert_eq!(search.deviations(), Some(2));
    let session = open(&document).expect("a document").session;
    let view = session.promises().into_iter().find(|view| view.id == "agreement").expect("it is promised");
    assert!(matches!(view.standing, Standing::Violated { .. }));
}

#[test]
fn by_deviations_a_search_that_stops_early_says_how_far_it_is_whole() {
    let budget = QuestBudget { timeouts: 4, states: 2_000, ..CALM };
    let ask = Quest { document: paxos(""), promise: "agreement".to_owned(), budget };
    let mut search = quest_in(&ask, Order::Deviations, 1 << 28).expect("a quest");
    while search.advance(1_000) {}
    let said = words(&search.finding().expect("it is done"));
    assert!(said.contains("deviations from the ordinary one") && said.contains("the bound on states"), "{said}");
}

#[test]
fn a_search_that_stops_early_claims_nothing() {
    let (finding, _) = searched(&paxos(""), "agreement", QuestBudget { states: 50, ..CALM });
    assert!(matches!(&finding, Finding::Open { words } if words.text(Lang::En).contains("the bound on states")), "{finding:?}");
}

#[test]
fn a_quest_travels_as_json() {
    let ask = Quest { document: two_phase(""), promise: "ac1".to_owned(), budget: QuestBudget::DEFAULT };
    let text = serde_json::to_string(&ask).expect("plain data");
    assert_eq!(serde_json::from_str::<Quest>(&text).expect("as it was written"), ask);
}

#[test]
fn a_document_without_requests_gets_what_clients_are_offered_first() {
    let empty = document(r#"{"synod": 1, "engine": 1, "lab": "2pc"}"#);
    let (finding, _) = searched(&empty, "ac1", QuestBudget { depth: 4, ..CALM });
    assert!(words(&finding).contains("what each client is offered first"), "{finding:?}");
}

#[test]
fn what_cannot_be_searched_is_refused_in_words() {
    let ask = |promise: &str| Quest { document: two_phase(""), promise: promise.to_owned(), budget: CALM };
    for promise in ["ac4", "nothing"] {
        let why = quest(&ask(promise)).err().expect("refused").why.text(Lang::En);
        assert!(why.contains(promise) && why.contains("non-blocking"), "{why}");
    }
    let known = questable(&two_phase(""));
    assert!(known.contains(&"ac1") && known.contains(&"ac5") && !known.contains(&"ac4"), "{known:?}");
}

/// A message gives away the order in which the store put two writes; the session shows it from the next answer on.
#[test]
fn what_a_message_gives_away_is_shown_at_the_next_answer() {
    let lab = labs().into_iter().find(|lab| lab.id == "models").expect("a lab");
    let scenario = lab.scenarios.iter().find(|scenario| scenario.id == "monotonic-writes-lost").expect("a scenario");
    assert_eq!(breaks(&scenario.document, "monotonic-writes", CALM), 5);
}

/// Whatever is found in a shipped scenario, the simulator confirms.
#[test]
fn no_witness_is_refuted_by_the_simulator() {
    let budget = QuestBudget { crashes: 1, timeouts: 2, states: 300, ..CALM };
    let mut found = 0;
    for lab in labs() {
        for scenario in &lab.scenarios {
            let can = questable(&scenario.document);
            for promise in scenario.violated.iter().filter(|promise| can.contains(promise)) {
                let (finding, _) = searched(&scenario.document, promise, budget);
                found += u32::from(matches!(finding, Finding::Broken { .. }));
                assert!(!words(&finding).contains("does not confirm"), "{}/{} {promise}", lab.id, scenario.id);
            }
        }
    }
    assert!(found >= 5, "{found}");
}
