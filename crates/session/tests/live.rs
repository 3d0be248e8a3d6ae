//! Promises of the end: from where can what they wait for no longer be reached, whatever comes?

use synod_session::doc::Document;
use synod_session::quest::{Finding, Quest, QuestBudget, QuestProgress, awaiting, quest};
use synod_session::{Standing, open};
use synod_words::Lang;

const CALM: QuestBudget =
    QuestBudget { crashes: 0, drops: 0, duplicates: 0, partitions: 0, timeouts: 0, depth: 200, states: 200_000, timing: None };
const ONE_CRASH: QuestBudget = QuestBudget { crashes: 1, ..CALM };

fn document(lab: &str, params: &str, requests: &str) -> Document {
    let text = format!(
        r#"{{"synod": 1, "engine": 1, "lab": "{lab}", "params": {{{params}}}, "decisions": [{{"at": 0, "do": {{"request": {requests}}}}}]}}"#
    );
    Document::from_json(&text).unwrap_or_else(|bad| panic!("{}", bad.why.text(Lang::En)))
}

fn transfer(lab: &str, params: &str) -> Document {
    document(lab, &format!(r#""participants": 2, "clients": 1{params}"#), r#"["C1", "transfer", [1]]"#)
}

fn propose(params: &str) -> Document {
    document("basic-paxos", &format!(r#""clients": 1{params}"#), r#"["C1", "propose", ["X"]]"#)
}

fn searched(document: &Document, promise: &str, budget: QuestBudget) -> (Finding, QuestProgress) {
    let ask = Quest { document: document.clone(), promise: promise.to_owned(), budget };
    let mut search = quest(&ask).unwrap_or_else(|bad| panic!("{}", bad.why.text(Lang::En)));
    while search.advance(1_000) {}
    (search.finding().expect("it is done"), search.progress())
}

/// The sentence about a block, and whether the run's own judge finds the promise broken.
#[track_caller]
fn blocks(document: &Document, promise: &str, budget: QuestBudget) -> (String, bool) {
    let (finding, progress) = searched(document, promise, budget);
    let Finding::Broken { document, sentence, .. } = &finding else { panic!("{finding:?} {progress:?}") };
    let mut session = open(document).expect("a document").session;
    assert!(session.dropped().is_empty());
    session.seek(session.steps());
    let view = session.promises().into_iter().find(|view| view.id == promise).expect("it is promised");
    (sentence.text(Lang::En), matches!(view.standing, Standing::Violated { .. }))
}

#[track_caller]
fn holds(document: &Document, promise: &str, budget: QuestBudget) -> String {
    let (finding, progress) = searched(document, promise, budget);
    let Finding::Holds { words } = &finding else { panic!("{finding:?} {progress:?}") };
    words.text(Lang::En)
}

#[test]
fn in_two_phase_commit_who_is_prepared_waits_for_a_crashed_coordinator() {
    let (sentence, confirmed) = blocks(&transfer("2pc", ""), "non-blocking", ONE_CRASH);
    assert!(confirmed && sentence.contains("waiting for c"), "{sentence}");
    assert!(sentence.contains("unless a failure is repaired") && sentence.contains("No state nearer"), "{sentence}");
}

#[test]
fn without_a_crash_nobody_waits() {
    let words = holds(&transfer("2pc", ""), "non-blocking", CALM);
    assert!(words.contains("no fair schedule misses it for ever"), "{words}");
}

/// The account stays locked as long as the coordinator is down; a run cannot show that it stays so for ever, for those who wait go on asking.
#[test]
fn who_waits_keeps_its_lock() {
    let (sentence, confirmed) = blocks(&transfer("2pc", ""), "locks-released", ONE_CRASH);
    assert!(!confirmed && sentence.contains("holds account for transaction 1"), "{sentence}");
    assert!(sentence.contains("its own verdict stays open") && sentence.contains("states can follow"), "{sentence}");
}

#[test]
fn in_two_phase_commit_all_decide_once_the_coordinator_is_back() {
    let shallow = QuestBudget { depth: 10, ..ONE_CRASH };
    let words = holds(&transfer("2pc", ""), "ac5", shallow);
    assert!(words.contains("all of which are repaired in the end") && words.contains("in the first 9 steps"), "{words}");
    let words = holds(&transfer("2pc", ""), "ac5", CALM);
    assert!(words.contains("It holds") && words.contains("no fair schedule misses it for ever"), "{words}");
}

#[test]
fn in_three_phase_commit_nobody_waits_for_one_that_has_crashed() {
    let words = holds(&transfer("3pc", ""), "non-blocking", QuestBudget { depth: 12, ..ONE_CRASH });
    assert!(words.contains("No block"), "{words}");
}

#[test]
fn in_paxos_a_decision_can_still_be_reached_after_a_lost_message() {
    let lossy = QuestBudget { drops: 1, depth: 8, ..CALM };
    let words = holds(&propose(""), "progress", lossy);
    assert!(words.contains("No block") && words.contains("livelock) is not known"), "{words}");
}

/// Ballots count up, so the states do not end, and nothing is said of all of them.
#[test]
fn two_proposers_that_interrupt_each_other_are_no_block_and_more_is_not_claimed() {
    let two = Document::from_json(
        r#"{"synod": 1, "engine": 1, "lab": "basic-paxos", "decisions": [
            {"at": 0, "do": {"request": ["C1", "propose", ["X"]]}}, {"at": 0, "do": {"request": ["C2", "propose", ["Y"]]}}]}"#,
    );
    let (finding, _) = searched(&two.expect("a document"), "progress", QuestBudget { states: 1_500, ..CALM });
    let Finding::Open { words } = finding else { panic!("{finding:?}") };
    assert!(words.text(Lang::En).contains("from each of the first"), "{words:?}");
}

/// The proposer forgets what it was asked for, and the client does not ask the next one.
#[test]
fn who_never_tries_again_is_a_block() {
    let (sentence, confirmed) = blocks(&propose(r#", "failover": 0"#), "progress", ONE_CRASH);
    assert!(confirmed && sentence.contains("no value is chosen"), "{sentence}");
    assert!(sentence.contains("even if all failures are repaired"), "{sentence}");
}

#[test]
fn a_request_that_is_sent_once_may_never_be_answered() {
    let pays = document("request", "", r#"["C1", "pay", [30]]"#);
    let lossy = QuestBudget { drops: 1, ..CALM };
    let (sentence, confirmed) = blocks(&pays, "served", lossy);
    assert!(confirmed && sentence.contains("gave up"), "{sentence}");
}

#[test]
fn a_rumour_that_dies_leaves_replicas_apart() {
    let lab = synod_session::labs().into_iter().find(|lab| lab.id == "gossip").expect("a lab");
    let dies = lab.scenarios.iter().find(|scenario| scenario.id == "rumour-dies").expect("a scenario");
    assert!(awaiting(&dies.document).contains(&"eventual"));
    let (sentence, confirmed) = blocks(&dies.document, "eventual", CALM);
    assert!(confirmed && sentence.contains("nothing more can happen"), "{sentence}");
}

#[test]
fn slices_of_any_size_find_the_same() {
    let in_slices = |of: u32| {
        let ask = Quest { document: transfer("2pc", ""), promise: "non-blocking".to_owned(), budget: ONE_CRASH };
        let mut search = quest(&ask).expect("a quest");
        while search.advance(of) {}
        (search.finding(), search.progress())
    };
    let whole = in_slices(u32::MAX);
    assert!([1, 7, 100].into_iter().all(|of| in_slices(of) == whole));
}
