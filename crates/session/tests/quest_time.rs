//! Searches in which time passes: clocks that are wrong, processes that pause, and networks that keep to their times.

use synod_session::doc::Document;
use synod_session::quest::{Finding, Quest, QuestBudget, Timing, quest, rests_on_clocks};
use synod_session::{Standing, lab, open};
use synod_words::Lang;

fn timed(timing: Timing) -> QuestBudget {
    QuestBudget { crashes: 0, depth: 1_000, states: 200_000, timing: Some(timing), ..QuestBudget::DEFAULT }
}

fn scenario(lab_id: &str, id: &str) -> Document {
    let lab = lab(lab_id).expect("a lab");
    lab.scenarios.into_iter().find(|scenario| scenario.id == id).expect("a shipped scenario").document
}

fn document(json: &str) -> Document {
    Document::from_json(json).unwrap_or_else(|bad| panic!("{}", bad.why.text(Lang::En)))
}

fn searched(document: &Document, promise: &str, budget: QuestBudget) -> Finding {
    let ask = Quest { document: document.clone(), promise: promise.to_owned(), budget };
    let mut search = quest(&ask).unwrap_or_else(|bad| panic!("{}", bad.why.text(Lang::En)));
    while search.advance(1_000) {}
    search.finding().expect("it is done")
}

/// How many steps it takes to break the promise; the run that does is opened, and shows it.
#[track_caller]
fn breaks(document: &Document, promise: &str, budget: QuestBudget) -> u32 {
    let found = searched(document, promise, budget);
    let Finding::Broken { document, steps, .. } = &found else { panic!("{promise} is not broken: {found:?}") };
    let session = open(document).expect("a document").session;
    assert!(session.dropped().is_empty());
    let view = session.promises().into_iter().find(|view| view.id == promise).expect("it is promised");
    assert!(matches!(view.standing, Standing::Violated { .. }), "{promise}: {:?}", view.standing);
    *steps
}

/// What is said of a promise that holds for every schedule.
#[track_caller]
fn holds(document: &Document, promise: &str, budget: QuestBudget) -> String {
    match searched(document, promise, budget) {
        Finding::Holds { words } => words.text(Lang::En),
        other => panic!("{promise}: {other:?}"),
    }
}

#[test]
fn what_is_offered_for_a_run_with_a_wrong_clock_lets_time_pass_and_breaks_it() {
    for (lab, id, promise) in [("nwr", "fast-clock", "linearizable"), ("lease", "slow-clock", "one-holder")] {
        let document = scenario(lab, id);
        let offered = QuestBudget::offered(&document, promise);
        assert_eq!(offered.timing.map(|timing| (timing.clocks, timing.pauses)), Some((1, 0)));
        breaks(&document, promise, offered);
    }
    assert_eq!(QuestBudget::offered(&scenario("2pc", "commit"), "ac1"), QuestBudget::DEFAULT, "no clock has a part in it");
    assert!(QuestBudget::offered(&scenario("lease", "lease"), "one-holder").timing.is_some(), "a lease rests on clocks");
}

#[test]
fn the_last_writer_by_a_fast_clock_wins_over_the_last_writer() {
    let document = scenario("nwr", "fast-clock");
    breaks(&document, "linearizable", timed(Timing { clocks: 1, ..Timing::PUNCTUAL }));
    let words = holds(&document, "linearizable", timed(Timing::PUNCTUAL));
    assert!(words.contains("all clocks right, in the first 500 ms") && words.contains("Messages take 10 ms"), "{words}");
}

#[test]
fn two_hold_a_lease_where_a_clock_is_slower_than_allowed() {
    let slow = timed(Timing { clocks: 1, horizon_ms: 400, ..Timing::PUNCTUAL });
    breaks(&scenario("lease", "slow-clock"), "one-holder", slow);
    breaks(&scenario("lease", "no-margin"), "one-holder", timed(Timing { clocks: 1, horizon_ms: 1_200, ..Timing::PUNCTUAL }));
}

#[test]
fn one_holds_a_lease_where_clocks_keep_to_their_bounds() {
    let document = scenario("lease", "clock-in-bounds");
    let words = holds(&document, "one-holder", timed(Timing { clocks: 1, horizon_ms: 1_400, ..Timing::PUNCTUAL }));
    assert!(words.contains("1 clocks wrong from the start (8 % fast or slow)"), "{words}");
}

#[test]
fn a_write_that_is_late_comes_after_the_next_holder_s() {
    let late = timed(Timing { late: 1, horizon_ms: 200, ..Timing::PUNCTUAL });
    breaks(&two_writers(r#""term": 100"#), "guarded-writes", late);
    holds(&two_writers(r#""term": 100, "fencing": true"#), "guarded-writes", late);
}

/// H1 writes once, H2 as well.
fn two_writers(params: &str) -> Document {
    document(&format!(
        r#"{{"synod": 1, "engine": 1, "lab": "lease", "params": {{{params}}}, "decisions": [
            {{"at": 0, "do": {{"request": ["H1", "acquire", []]}}}}, {{"at": 1, "do": {{"request": ["H1", "write", [1]]}}}},
            {{"at": 0, "do": {{"request": ["H2", "acquire", []]}}}}, {{"at": 1, "do": {{"request": ["H2", "write", [2]]}}}}]}}"#
    ))
}

#[test]
fn a_paused_holder_writes_late_unless_the_store_looks_at_its_token() {
    let pause = timed(Timing { pauses: 1, horizon_ms: 200, ..Timing::PUNCTUAL });
    breaks(&two_writers(r#""term": 100"#), "guarded-writes", pause);
    holds(&two_writers(r#""term": 100"#), "guarded-writes", timed(Timing { horizon_ms: 200, ..Timing::PUNCTUAL }));
    holds(&two_writers(r#""term": 100, "fencing": true"#), "guarded-writes", pause);
}

#[test]
fn nobody_is_blocked_in_three_phases_where_messages_come_in_time() {
    let crash = QuestBudget { crashes: 1, ..timed(Timing { horizon_ms: 700, ..Timing::DEFAULT }) };
    holds(&scenario("3pc", "commit"), "non-blocking", crash);
}

#[test]
fn nobody_is_accused_falsely_where_heartbeats_come_in_time() {
    let params = r#""n": 3, "timeout": 150"#;
    let document =
        document(&format!(r#"{{"synod": 1, "engine": 1, "lab": "membership", "params": {{{params}}}, "decisions": []}}"#));
    let for_good = timed(Timing { restarts: false, horizon_ms: 330, ..Timing::DEFAULT });
    holds(&document, "accurate", QuestBudget { crashes: 1, ..for_good });
    breaks(&document, "accurate", timed(Timing { late: 1, horizon_ms: 330, ..Timing::DEFAULT }));
}

#[test]
fn a_budget_of_former_times_is_one_without_time() {
    let former = r#"{"crashes":1,"drops":0,"duplicates":0,"partitions":0,"timeouts":2,"depth":40,"states":300000}"#;
    assert_eq!(
        serde_json::from_str::<QuestBudget>(former).expect("it is read"),
        QuestBudget { states: 300_000, ..QuestBudget::DEFAULT }
    );
    let some = r#"{"crashes":0,"drops":0,"duplicates":0,"partitions":0,"timeouts":0,"depth":9,"states":9,"timing":{"clocks":1}}"#;
    let budget: QuestBudget = serde_json::from_str(some).expect("what is not told is as usual");
    assert_eq!(budget.timing, Some(Timing { clocks: 1, ..Timing::DEFAULT }));
}

#[test]
fn only_leases_are_kept_by_clocks_alone() {
    assert!(rests_on_clocks(&scenario("lease", "lease"), "one-holder"));
    assert!(!rests_on_clocks(&scenario("3pc", "commit"), "non-blocking"));
}

#[test]
fn a_promise_of_the_end_is_refused() {
    let ask = Quest { document: scenario("3pc", "commit"), promise: "ac5".to_owned(), budget: timed(Timing::PUNCTUAL) };
    let why = quest(&ask).err().expect("it is refused").why.text(Lang::En);
    assert!(why.contains("search it without time"), "{why}");
}

#[test]
fn a_clock_that_cannot_be_that_wrong_is_refused() {
    let wrong = timed(Timing { clocks: 1, drift_percent: 60, ..Timing::DEFAULT });
    let ask = Quest { document: scenario("lease", "lease"), promise: "one-holder".to_owned(), budget: wrong };
    assert_eq!(quest(&ask).err().expect("it is refused").why.text(Lang::En), "the number is out of range");
}
