//! Sweeps: what is counted is what the runs say, and parts put together are the whole.

use proptest::prelude::*;
use std::sync::LazyLock;
use synod_session::doc::Document;
use synod_session::sweep::{Part, Plan, Runner, Tally, summary};
use synod_session::{Standing, lab, labs, open};
use synod_words::Lang;

fn scenario(lab_id: &str, id: &str) -> Document {
    let found = lab(lab_id).and_then(|lab| lab.scenarios.into_iter().find(|scenario| scenario.id == id));
    found.unwrap_or_else(|| panic!("there is no {lab_id}/{id}")).document
}

fn pbs(vary: &[&str]) -> Plan {
    Plan::new(scenario("nwr", "pbs"), vary, true).expect("a plan")
}

fn run(plan: &Plan, cell: usize, seeds: std::ops::Range<u64>) -> Tally {
    let runner = Runner::new(plan, cell).expect("the lab takes it");
    let mut tally = Tally::default();
    for seed in seeds {
        runner.run(seed, &mut tally).expect("it begins");
    }
    tally
}

#[test]
fn what_is_counted_of_a_run_is_what_its_session_says() {
    for lab in labs() {
        for scenario in lab.scenarios {
            let name = format!("{}/{}", lab.id, scenario.id);
            let plan = Plan::new(scenario.document.clone(), &[] as &[&str], false).expect("nothing is varied");
            let seed = scenario.document.seed;
            let tally = run(&plan, 0, seed..seed + 1);
            let session = open(&scenario.document).expect("it opens").session;
            for promise in session.promises() {
                let counted = tally.promises[promise.id];
                let expected = match promise.standing {
                    Standing::Holds { .. } => (1, 0, 0),
                    Standing::Violated { .. } => (0, 1, 0),
                    Standing::Undecided { .. } => (0, 0, 1),
                };
                assert_eq!((counted.holds, counted.violated, counted.undecided), expected, "{name}: {}", promise.id);
            }
            let (asked, answered): (Vec<u64>, Vec<u64>) =
                tally.operations.values().map(|operations| (operations.asked, operations.latency_us.count())).unzip();
            let (asked, answered): (u64, u64) = (asked.iter().sum(), answered.iter().sum());
            let number = |id: &str| session.measures().iter().find(|m| m.id == id).and_then(|m| m.number);
            assert_eq!((answered * 100).checked_div(asked).map(u64::cast_signed), number("answered_percent"), "{name}");
            assert_eq!(tally.steps, u64::from(session.steps()), "{name}");
            let each = (tally.messages * 10).checked_div(asked).map(u64::cast_signed);
            assert_eq!(each, number("messages_per_operation_tenths"), "{name}");
        }
    }
}

#[test]
fn parts_put_together_are_one_go_to_the_last_digit() {
    let plan = pbs(&["R=1..3", "delay=lnkd-ssd,constant"]);
    let whole = Part::new(plan.clone(), 0..90).finish().expect("it runs");
    let part = |seeds| Part::new(plan.clone(), seeds).finish().expect("it runs");
    let mut together = part(60..90);
    for other in [part(0..25), part(25..60)] {
        together.merge(&Part::from_text(&other.to_text()).expect("a part")).expect("they belong together");
    }
    assert_eq!(together.to_text(), whole.to_text());
    assert_eq!(whole.cells[0].tally.runs, 90);
}

#[test]
fn work_that_was_broken_off_goes_on_where_it_was() {
    let plan = pbs(&["W=1..2"]);
    let whole = Part::new(plan.clone(), 0..40).finish().expect("it runs");
    let mut broken_off = Part::new(plan.clone(), 0..40);
    broken_off.add(1, 7..19, &run(&plan, 1, 7..19));
    let kept = Part::from_text(&broken_off.to_text()).expect("a part");
    assert_eq!(kept.left(1).to_string(), "0..7, 19..40");
    assert_eq!(kept.finish().expect("it runs"), whole);
}

#[test]
fn a_gap_is_told_and_a_seed_counts_once() {
    let plan = pbs(&["R=1..2"]);
    let part = |seeds| Part::new(plan.clone(), seeds).finish().expect("it runs");
    let mut one = part(0..5);
    one.merge(&part(8..10)).expect("they do not overlap");
    let gaps = one.gaps(&[0, 1]);
    assert_eq!(
        gaps.iter().map(|(cell, seeds)| (*cell, seeds.to_string())).collect::<Vec<_>>(),
        [(0, "5..8".into()), (1, "5..8".into())]
    );
    let before = one.clone();
    let why = one.merge(&part(4..6)).expect_err("seed 4 is in both").0.text(Lang::En);
    assert!(why.contains("4..5"), "{why}");
    assert_eq!(one, before);
}

#[test]
fn parts_of_different_sweeps_are_told_apart() {
    let of = |document: Document, vary: &[&str], back_to_back| {
        Part::new(Plan::new(document, vary, back_to_back).expect("a plan"), 0..1)
    };
    let pbs = scenario("nwr", "pbs");
    let one = of(pbs.clone(), &["R=1..2"], true);
    let mut newer = one.clone();
    newer.engine += 1;
    for (other, says) in [
        (newer, "engines"),
        (of(scenario("nwr", "stale-read"), &["R=1..2"], true), "scenarios"),
        (of(pbs.clone(), &["R=1..3"], true), "varied"),
        (of(pbs, &["R=1..2"], false), "back to back"),
    ] {
        let why = one.belongs_with(&other).expect_err("they differ").0.text(Lang::En);
        assert!(why.contains(says), "{why}");
    }
}

#[test]
fn what_cannot_be_is_skipped_with_the_reason() {
    let plan = Plan::new(scenario("nwr", "stale-read"), &["n=3..5", "w=2,4"], false).expect("a plan");
    let (taken, refused) = Part::new(plan, 0..1).sorted_out();
    assert_eq!(taken, [4, 5], "with fewer than five there is no n5 to be cut off");
    let why: Vec<String> = refused.iter().map(|(_, why)| why.text(Lang::En)).collect();
    assert!(why[0].contains("n4") && why[1].contains("only N = 3"), "{why:?}");
}

#[test]
fn a_plan_that_makes_no_sense_is_refused_in_words() {
    for (vary, says) in [
        ("w", "as in W=1..3"),
        ("x=1", "there is no parameter x"),
        ("w=3..1", "3..1"),
        ("w=0..3", "0..3"),
        ("w=99", "from 1 to 15"),
        ("w=1,1", "once"),
        ("read-repair=perhaps", "perhaps"),
        ("delay=none", "one of"),
    ] {
        let why = Plan::new(scenario("nwr", "pbs"), &[vary], true).expect_err(vary).0.text(Lang::En);
        assert!(why.contains(says), "{vary}: {why}");
    }
    let many = ["w=1..15", "r=1..15", "n=1..15", "clients=1..4"];
    assert!(Plan::new(scenario("nwr", "pbs"), &many, true).expect_err("too many").0.text(Lang::En).contains("13500"));
}

/// Bailis et al., PVLDB 5(8), 2012, table 4 and § 5.3, with few runs: the figures proper come out of `synod sweep` with many.
#[test]
fn reads_back_to_back_are_as_stale_as_in_pbs() {
    let tally = run(&pbs(&["delay=lnkd-ssd"]), 0, 0..4_000);
    let rows = summary(&tally);
    let stale = rows.iter().find(|row| row.measure == "stale").expect("reads are measured");
    let (low, high) = (stale.low.expect("an end"), stale.high.expect("an end"));
    assert!(low < 0.026 && 0.026 < high && high - low < 0.015, "{stale:?}");
    let latency = rows.iter().find(|row| row.subject == "write" && row.measure == "latency_p50_us").expect("writes are measured");
    assert!(latency.low <= latency.value && latency.value <= latency.high && latency.of == 4_000, "{latency:?}");
}

static PART: LazyLock<String> = LazyLock::new(|| Part::new(pbs(&["R=1..2"]), 0..10).finish().expect("it runs").to_text());

proptest! {
    /// A file that was damaged on its way is never taken for another result.
    #[test]
    fn a_damaged_part_is_refused(at in 0_usize..10_000, byte: u8, cut: bool) {
        let mut bytes = PART.clone().into_bytes();
        let at = at % (bytes.len() - 1);
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        if let Ok(text) = String::from_utf8(bytes) {
            prop_assert!(Part::from_text(&text).is_err());
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text: String) {
        prop_assert!(Part::from_text(&text).is_err());
    }
}

/// A file that somebody edited and sealed again says nothing that cannot have come about by counting.
#[test]
fn a_part_that_cannot_be_is_refused() {
    let sealed = |text: String| {
        let end = text.trim_end().rfind('\n').expect("lines") + 1;
        let body = &text[..end];
        format!("{body}{{\"fingerprint\":\"{}\"}}\n", synod_kernel::fingerprint_of(&body))
    };
    assert!(Part::from_text(&sealed(PART.clone())).is_ok());
    for (from, to, says) in [
        ("\"runs\":10", "\"runs\":11", "damaged"),
        ("\"done\":[[0,10]]", "\"done\":[[0,5],[5,10]]", "damaged"),
        ("\"asked\":[[0,10]]", "\"asked\":[[0,9]]", "damaged"),
        ("\"synod_sweep\":2", "\"synod_sweep\":3", "the version that wrote it"),
        ("\"lab\":\"nwr\"", "\"lab\":\"nowhere\"", "nowhere"),
        ("[1,2]", "[1,200]", "from 1 to 15"),
        ("[1,2]", "[1]", "damaged"),
    ] {
        let edited = PART.replacen(from, to, 1);
        assert_ne!(edited, *PART, "{from}");
        let why = Part::from_text(&sealed(edited)).expect_err(to).0.text(Lang::En);
        assert!(why.contains(says), "{to}: {why}");
    }
}
