//! Single-decree Paxos against the numbers that are known.

use synod_explore::models::Paxos;
use synod_explore::{End, Explorer, Settings};

#[test]
fn as_many_states_as_stateright_counts() {
    let model = Paxos::new(2).expect("a number of clients");
    let mut explorer = Explorer::new(model, Settings::ALL).expect("settings that agree");
    let progress = explorer.run_to_end();
    assert_eq!((progress.states, progress.end), (16_668, Some(End::Exhausted)));
    assert!(explorer.violations().is_empty());
}

#[test]
fn whoever_forgets_what_was_accepted_decides_twice() {
    let model = Paxos::new(2).expect("a number of clients").forgetful();
    let mut explorer = Explorer::new(model, Settings::ALL).expect("settings that agree");
    assert_eq!(explorer.run_to_end().end, Some(End::Broken));
    let [violation] = explorer.violations() else { panic!("one promise is broken") };
    // Twice a put, a prepare and its answer, an accept and its answer.
    assert_eq!((violation.promise, violation.depth), (1, 10));
}
