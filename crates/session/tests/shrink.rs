//! The smallest run that still breaks a promise, and the faults of a run counted.

use proptest::prelude::*;
use proptest::sample::select;
use synod_session::doc::{Act, Atom, Decision, Document};
use synod_session::{ENGINE, Shrinker, Shrunk, Standing, lab, labs, open, shrink, storm};
use synod_words::Lang;

fn document(lab: &str, params: &[(&str, Atom)], seed: u64, decisions: Vec<Decision>) -> Document {
    Document {
        synod: 1,
        engine: ENGINE,
        lab: lab.into(),
        scenario: None,
        params: params.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect(),
        seed,
        decisions,
        until: None,
        cursor: None,
    }
}

fn write(at: u64, client: &str, value: i64) -> Decision {
    decision(at, Act::Request(client.into(), "write".into(), vec![Atom::Text("x".into()), Atom::Int(value)]))
}

fn read(at: u64, client: &str) -> Decision {
    decision(at, Act::Request(client.into(), "read".into(), vec![Atom::Text("x".into())]))
}

fn decision(at: u64, act: Act) -> Decision {
    Decision { at, nth: 0, act }
}

/// Whether the promise is broken where the cursor of the document stands.
fn breaks(document: &Document, promise: &str) -> bool {
    let promises = open(document).unwrap_or_else(|e| panic!("{}", e.why.text(Lang::En))).session.promises();
    promises.iter().any(|p| p.id == promise && matches!(p.standing, Standing::Violated { .. }))
}

/// Holds a smallest run to what it says of itself.
fn is_smallest(given: &Document, shrunk: &Shrunk) {
    let Shrunk { document, promise, before, after, explanation, .. } = shrunk;
    let whole = Document { cursor: None, ..document.clone() };
    assert!(breaks(&whole, promise) && breaks(document, promise), "{promise} is broken at the end and at the cursor");
    if let Some(cursor) = open(document).ok().and_then(|opened| opened.session.cursor().checked_sub(1)) {
        assert!(!breaks(&Document { cursor: Some(cursor), ..document.clone() }, promise), "{promise} breaks at the cursor");
    }
    for left_out in 0..document.decisions.len() {
        let mut fewer = whole.clone();
        fewer.decisions.remove(left_out);
        assert!(!breaks(&fewer, promise), "decision {left_out} can be left out of {}", document.to_json());
    }
    assert!(open(document).is_ok_and(|opened| opened.dropped.is_empty()), "{}", document.to_json());
    assert!(after.processes <= before.processes && after.decisions as usize == document.decisions.len());
    for lang in [Lang::En, Lang::Zh] {
        assert!(explanation.text(lang).contains(&shrunk.name.text(lang)), "{}", explanation.text(lang));
    }
    assert_eq!(shrink(given, Some(promise)).ok().as_ref(), Some(shrunk), "the same run has the same smallest one");
}

#[test]
fn what_every_shipped_scenario_breaks_is_broken_by_a_smallest_run_that_stays_as_it_is() {
    for lab in labs() {
        for scenario in lab.scenarios {
            let Some(promise) = scenario.violated.first() else { continue };
            let shrunk = shrink(&scenario.document, Some(promise)).expect("it ends violated");
            is_smallest(&scenario.document, &shrunk);
            let again = shrink(&shrunk.document, Some(promise)).expect("it still ends violated");
            assert_eq!((again.smaller, &again.document), (false, &shrunk.document), "{}/{}", lab.id, scenario.id);
        }
    }
}

#[test]
fn a_stale_read_needs_two_replicas_one_partition_a_write_and_a_read() {
    let stale = lab("nwr").expect("a lab").scenarios.swap_remove(0);
    let shrunk = shrink(&stale.document, Some("linearizable")).expect("it ends violated");
    assert_eq!((shrunk.after.decisions, shrunk.after.faults, shrunk.after.processes), (3, 1, 4));
    let told =
        "With N = 2, W = 1, R = 1: C1 asks: write x = 2 (0 ms); partition {C1 n1} | {C2 n2} (0 ms); C2 asks: read x (40 ms).";
    assert!(shrunk.explanation.text(Lang::En).starts_with(told), "{}", shrunk.explanation.text(Lang::En));
    assert!(shrunk.explanation.text(Lang::En).ends_with("without any one of these 3 decisions it is not broken."));
    assert!(shrunk.explanation.text(Lang::Zh).ends_with("缺一不可：去掉这 3 项决定中的任何一项，它都不会被打破。"));
}

#[test]
fn what_random_delays_broke_is_broken_by_delays_that_somebody_decides() {
    let fast = [("w", Atom::Int(1)), ("r", Atom::Int(1)), ("delay", Atom::Text("exponential".into()))];
    let of = |seed: u64| document("nwr", &fast, seed, vec![write(0, "C1", 1), write(40_000, "C1", 2), read(70_000, "C2")]);
    let given = (1..500).map(of).find(|d| breaks(d, "linearizable")).expect("some seed lets the read be stale");
    let shrunk = shrink(&given, Some("linearizable")).expect("it ends violated");
    is_smallest(&given, &shrunk);
    assert_eq!(shrunk.document.params.get("delay"), Some(&Atom::Text("constant".into())));
    assert!(shrunk.document.decisions.iter().any(|d| matches!(d.act, Act::Delay(..))) && shrunk.document.seed == 0);
}

#[test]
fn what_random_losses_broke_is_broken_by_losses_that_somebody_decides() {
    let lossy = [("w", Atom::Int(1)), ("r", Atom::Int(1)), ("loss", Atom::Int(30)), ("delay", Atom::Text("constant".into()))];
    let of = |seed: u64| document("nwr", &lossy, seed, vec![write(0, "C1", 1), read(300_000, "C2")]);
    let given = (1..500).map(of).find(|d| breaks(d, "linearizable")).expect("some seed loses the news");
    let shrunk = shrink(&given, Some("linearizable")).expect("it ends violated");
    is_smallest(&given, &shrunk);
    assert!(!shrunk.document.params.contains_key("loss"));
    let session = open(&shrunk.document).ok().expect("it opens").session;
    assert!(session.toll().losses + session.toll().cuts + session.toll().delays > 0, "{}", shrunk.document.to_json());
}

#[test]
fn a_run_that_a_storm_found_is_made_smallest() {
    let found = lab("nwr").and_then(|lab| lab.scenarios.into_iter().find(|s| s.id == "write-back")).expect("it is shipped");
    let mut unsafe_one = found.document;
    unsafe_one.params.insert("write-back".into(), Atom::Bool(false));
    let breach = storm(&unsafe_one, 1..2_000).expect("it opens").breach.expect("it is unsafe");
    let shrunk = shrink(&breach.document, Some(breach.promise)).expect("it ends violated");
    is_smallest(&breach.document, &shrunk);
    assert!(shrunk.smaller && shrunk.after.decisions <= shrunk.before.decisions);
}

#[test]
fn a_few_attempts_at_a_time_come_to_the_same_end() {
    let stale = lab("nwr").expect("a lab").scenarios.swap_remove(0).document;
    let mut search = Shrinker::new(&stale, None).ok().expect("it ends violated");
    let mut before = search.progress();
    while search.advance(3) {
        let now = search.progress();
        assert!(now.now <= before.now && now.tries <= before.tries + 3 && now.before == 4);
        before = now;
    }
    assert_eq!(Some(search.finish()), shrink(&stale, None).ok());
}

#[test]
fn a_promise_that_is_kept_and_one_that_there_is_not_are_refused() {
    let stale = lab("nwr").expect("a lab").scenarios.swap_remove(0).document;
    let refusal = |promise: Option<&str>, document: &Document| {
        shrink(document, promise).map(|s| s.document.to_json()).unwrap_err().why.text(Lang::En)
    };
    assert_eq!(refusal(Some("monotonic-reads"), &stale), "monotonic-reads is not broken at the end of this run");
    assert!(refusal(Some("miracles"), &stale).starts_with("there is no promise miracles here; there are: linearizable, "));
    let calm = document("nwr", &[], 0, Vec::new());
    assert_eq!(refusal(None, &calm), "no promise is broken at the end of this run");
}

#[test]
fn faults_are_counted_once_and_what_mends_them_is_none() {
    let acts = [
        (1_000, Act::Cut("n1".into(), "n2".into())),
        (1_000, Act::Cut("n2".into(), "n1".into())),
        (2_000, Act::Heal),
        (3_000, Act::Crash("n3".into())),
        (4_000, Act::Restart("n3".into())),
        // Nobody is there to crash once more.
        (5_000, Act::Restart("n3".into())),
        (6_000, Act::Partition(vec![vec!["n1".into()], vec!["n2".into(), "C1".into()]])),
        (7_000, Act::Slow("n1".into(), "n3".into(), 3)),
        (8_000, Act::Slow("n1".into(), "n3".into(), 1)),
        (9_000, Act::Loss(1, 2)),
        (10_000, Act::ShiftClock("C2".into(), 5)),
        // No such message is under way.
        (10_000, Act::Drop("n1>n2#9".into())),
    ];
    let decisions = acts.into_iter().map(|(at, act)| decision(at, act)).chain([write(20_000, "C2", 1)]).collect();
    let toll = open(&document("nwr", &[], 0, decisions)).ok().expect("it opens").session.toll();
    assert_eq!((toll.cuts, toll.crashes, toll.delays, toll.losses, toll.clocks, toll.faults()), (2, 1, 1, 1, 1, 6));
}

/// A decision among five replicas and two clients.
fn anything() -> impl Strategy<Value = Decision> {
    let server = || select(vec!["n1", "n2", "n3", "n4", "n5"]).prop_map(str::to_owned);
    let client = || select(vec!["C1", "C2"]);
    let anybody = || select(vec!["n1", "n2", "n3", "n4", "n5", "C1", "C2"]).prop_map(str::to_owned);
    let half = (1..7_usize).prop_map(|size| {
        let all = ["C1", "n1", "n2", "n3", "C2", "n4", "n5"].map(str::to_owned);
        Act::Partition(vec![all[..size].to_vec(), all[size..].to_vec()])
    });
    let fault = prop_oneof![
        server().prop_map(Act::Crash),
        server().prop_map(Act::Restart),
        (anybody(), anybody()).prop_map(|(from, to)| Act::Cut(from, to)),
        (anybody(), anybody(), 2..30_u16).prop_map(|(from, to, times)| Act::Slow(from, to, times)),
        half,
        Just(Act::Heal),
        (1..50_u32).prop_map(|percent| Act::Loss(percent, 100)),
    ];
    let time = || 0..500_000_u64;
    prop_oneof![
        2 => (time(), client(), 1..9_i64).prop_map(|(at, client, value)| write(at, client, value)),
        2 => (time(), client()).prop_map(|(at, client)| read(at, client)),
        3 => (time(), fault).prop_map(|(at, act)| decision(at, act)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn of_any_run_the_smallest_breaks_the_same_promise_and_can_do_without_nothing(
        seed in any::<u64>(),
        decisions in proptest::collection::vec(anything(), 4..24),
    ) {
        let quorums = [("n", Atom::Int(5)), ("w", Atom::Int(2)), ("r", Atom::Int(2))];
        let given = document("nwr", &quorums, seed, decisions);
        if let Ok(shrunk) = shrink(&given, None) {
            is_smallest(&given, &shrunk);
        }
    }
}
