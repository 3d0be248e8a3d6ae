//! Two-phase commit against the numbers that are known.

use synod_explore::models::TwoPhase;
use synod_explore::{End, Explorer, Reductions, Settings};

fn explored(managers: u32, reductions: Reductions) -> Explorer<TwoPhase> {
    let model = TwoPhase::new(managers).expect("few enough");
    let mut explorer = Explorer::new(model, Settings { reductions, ..Settings::ALL }).expect("settings that agree");
    explorer.run_to_end();
    explorer
}

#[test]
fn as_many_states_as_others_count() {
    for (managers, states) in [(3, 288), (5, 8_832)] {
        let explorer = explored(managers, Reductions::default());
        let progress = explorer.progress();
        assert_eq!((progress.states, progress.end), (states, Some(End::Exhausted)), "{managers} managers");
        assert!(explorer.violations().is_empty());
    }
}

#[test]
fn interchangeable_managers_leave_few_states() {
    for (managers, states) in [(3, 80), (5, 314)] {
        let progress = explored(managers, Reductions { symmetry: true, ..Reductions::default() }).progress();
        assert_eq!((progress.states, progress.end), (states, Some(End::Exhausted)), "{managers} managers");
    }
}

#[test]
fn sleep_sets_find_every_state_by_fewer_steps() {
    let all = explored(5, Reductions::default()).progress();
    let fewer = explored(5, Reductions { partial_order: true, ..Reductions::default() }).progress();
    assert_eq!((all.states, all.depth), (fewer.states, fewer.depth));
    assert!(fewer.steps < all.steps * 2 / 3, "{} of {}", fewer.steps, all.steps);
}

#[test]
fn a_hasty_manager_is_found_out_by_the_shortest_way() {
    for symmetry in [false, true] {
        let model = TwoPhase::new(3).expect("few enough").hasty();
        let reductions = Reductions { symmetry, ..Reductions::default() };
        let mut explorer = Explorer::new(model, Settings { reductions, ..Settings::ALL }).expect("settings that agree");
        assert_eq!(explorer.run_to_end().end, Some(End::Broken));
        let [violation] = explorer.violations() else { panic!("one promise is broken") };
        // Two prepare, two are heard, the decision, one commits; and the third aborts.
        assert_eq!((violation.promise, violation.depth), (0, 7));
        let witness = explorer.witness(violation.state).expect("it was found").expect("it can be found again");
        assert_eq!(witness.actions.len(), 7);
    }
}
