//! The inconsistency window and the time to converge, in the scenarios of the course.

use synod_session::{Session, Standing, Window, labs, open};
use synod_words::Lang;

fn run(lab: &str, scenario: &str) -> Box<dyn Session> {
    let lab = synod_session::lab(lab).expect("the lab exists");
    let found = lab.scenarios.into_iter().find(|s| s.id == scenario);
    open(&found.expect("the scenario is shipped").document).expect("what is shipped opens").session
}

fn measured(session: &dyn Session, id: &str) -> Option<i64> {
    session.measures().into_iter().find(|measure| measure.id == id).expect("it is measured").number
}

fn times(windows: &[Window]) -> Vec<(u64, Option<u64>)> {
    windows.iter().map(|window| (window.from.1, window.to.map(|to| to.1))).collect()
}

#[test]
fn after_the_rush_the_copies_become_one_a_period_later() {
    let session = run("base", "converges");
    let chart = session.chart();
    // v1 at G1, told at 200 ms; then v2 and v3 at 300 ms, told at 450 ms.
    assert_eq!(times(&chart.windows), [(50_000, Some(210_000)), (300_000, Some(460_000))]);
    assert_eq!(chart.windows[0].rows, ["G1", "G2"]);
    assert_eq!(measured(&*session, "inconsistency_window_us"), Some(160_000));
    // The last write was answered at 310 ms.
    assert_eq!(measured(&*session, "convergence_us"), Some(150_000));
}

#[test]
fn after_a_partition_it_is_counted_from_the_heal() {
    let session = run("base", "converges-after-partition");
    let [first, last] = &times(&session.chart().windows)[..] else { panic!("two windows") };
    assert!(first.1.is_some_and(|to| to < 150_000) && last.0 > 150_000);
    // Healed at 400 ms; the attempt after that gets through.
    let converged = last.1.expect("it converges");
    assert_eq!(measured(&*session, "convergence_us"), Some((converged - 400_000).cast_signed()));
    assert_eq!(measured(&*session, "inconsistency_window_us"), Some((converged - last.0).cast_signed()));
}

#[test]
fn while_replicas_differ_nobody_says_how_long_it_takes() {
    let mut session = run("base", "converges");
    let at = |session: &mut Box<dyn Session>, us| session.seek(session.step_at(us));
    at(&mut session, 30_000);
    assert_eq!(measured(&*session, "inconsistency_window_us"), None, "nothing is written yet");
    assert_eq!(measured(&*session, "convergence_us"), None);
    at(&mut session, 400_000);
    assert_eq!(measured(&*session, "inconsistency_window_us"), Some(160_000), "the first one is longer so far");
    assert_eq!(measured(&*session, "convergence_us"), None);
    at(&mut session, 460_000);
    assert_eq!(measured(&*session, "convergence_us"), Some(150_000));
}

#[test]
fn a_store_that_rests_and_is_eventually_consistent_has_no_open_window() {
    let mut judged = 0;
    for lab in labs() {
        for scenario in lab.scenarios {
            let session = open(&scenario.document).expect("what is shipped opens").session;
            let windows = session.chart().windows;
            let Some(last) = windows.last() else { continue };
            assert!(windows.windows(2).all(|pair| pair[0].to.is_some_and(|to| to <= pair[1].from)), "{}", scenario.id);
            match session.promises().into_iter().find(|view| view.id == "eventual").map(|view| view.standing) {
                Some(Standing::Holds { .. }) => assert!(last.to.is_some(), "{}/{}", lab.id, scenario.id),
                Some(Standing::Violated { sentence, .. }) if sentence.text(Lang::En).contains("never agree") => {
                    assert!(last.to.is_none(), "{}/{}", lab.id, scenario.id);
                }
                _ => continue,
            }
            judged += 1;
        }
    }
    assert!(judged > 30, "{judged}");
}
