//! Goals stand as the judges of whole records do, at every moment of random ones.

mod common;

use proptest::prelude::*;
use synod_check::{Event, Fact, Goal, Property, Record, Value, Verdict, What, unfold};

const PROCESSES: u16 = 3;

fn facts() -> impl Strategy<Value = Fact> {
    let which = 1_u32..3;
    prop_oneof![
        (which.clone(), prop::collection::vec(0..PROCESSES, 0..3))
            .prop_map(|(transaction, voters)| Fact::Begun { transaction, voters }),
        (which.clone(), any::<bool>()).prop_map(|(transaction, yes)| Fact::Voted { transaction, yes }),
        (which.clone(), any::<bool>()).prop_map(|(transaction, commit)| Fact::Decided { transaction, commit }),
        which.clone().prop_map(|transaction| Fact::Locked { transaction, item: "x".to_owned() }),
        which.clone().prop_map(|transaction| Fact::Unlocked { transaction, item: "x".to_owned() }),
        (0_u32..3).prop_map(|instance| Fact::Proposed { instance, value: Value::Int(1) }),
        which.clone().prop_map(|instance| Fact::Learned { instance, value: Value::Int(1) }),
        "[ab]?".prop_map(|state| Fact::Holds { state }),
        which.clone().prop_map(|request| Fact::Asked { request }),
        which.clone().prop_map(|request| Fact::Answered { request, done: true }),
        which.prop_map(|request| Fact::GaveUp { request }),
    ]
}

/// Who has failed recovers before it fails again, and does nothing meanwhile.
fn records() -> impl Strategy<Value = Record> {
    let what = prop_oneof![8 => facts().prop_map(Some), 1 => Just(None)];
    prop::collection::vec((0..PROCESSES, what), 0..24).prop_map(|drawn| {
        let mut down = [false; PROCESSES as usize];
        let mut record = Record { processes: (0..PROCESSES).map(|p| format!("p{p}")).collect(), ..Record::default() };
        for (at, (process, fact)) in (0..).zip(drawn) {
            let is_down = &mut down[usize::from(process)];
            let what = match fact {
                Some(fact) if !*is_down => What::Did(fact),
                Some(_) => continue,
                None => {
                    *is_down = !*is_down;
                    if *is_down { What::Failed } else { What::Recovered }
                }
            };
            record.events.push(Event { at, process, what });
        }
        record
    })
}

fn goal_of(property: Property) -> Box<dyn Goal> {
    property.goal().unwrap_or_else(|| panic!("{} waits for something", property.id()))
}

proptest! {
    #![proptest_config(common::cases(3_000))]

    #[test]
    fn what_is_waited_for_has_come_about_where_the_judge_says_that_it_holds(record in records()) {
        for property in [Property::Ac5, Property::LocksReleased, Property::Progress, Property::Converges, Property::Served] {
            let unfolding = unfold(&record, property);
            let (mut goal, mut down) = (goal_of(property), 0);
            for (seen, event) in (1..).zip(&record.events) {
                goal.see(event);
                match event.what {
                    What::Failed => down += 1,
                    What::Recovered => down -= 1,
                    _ => {}
                }
                // What those hold who are down counts for the judge, for they may come back; nobody who works waits for it.
                if down == 0 || property != Property::LocksReleased {
                    let holds = matches!(unfolding.after(seen), Verdict::Holds);
                    prop_assert_eq!(goal.is_reached(), holds, "{} after {} events", property.id(), seen);
                }
                prop_assert_eq!(goal.is_lost(), matches!(unfolding.after(seen), Verdict::Violated(_)), "{}", property.id());
            }
        }
    }
}

/// Told step by step: who has voted yes and does not know is uncertain, unless it is down; who said no, or nothing, may decide alone.
#[test]
fn only_who_voted_yes_works_and_does_not_know_has_to_wait() {
    let record = common::records::read(
        "0ms c begins 1 p1 p2\n1ms p1 voted 1 yes\n2ms p2 voted 1 no\n3ms c failed\n4ms p1 blocked 1 c\n5ms p1 failed\n6ms p1 recovered\n7ms p1 decided 1 abort\nend",
    );
    let mut goal = goal_of(Property::NonBlocking);
    let told = record.events.iter().map(|event| {
        goal.see(event);
        (goal.is_reached(), goal.missing(&record.processes).text(synod_words::Lang::En))
    });
    let told: Vec<(bool, String)> = told.collect();
    let reached: Vec<bool> = told.iter().map(|(reached, _)| *reached).collect();
    assert_eq!(reached, [true, false, false, false, false, true, false, true]);
    assert_eq!(told[3].1, "p1 has voted yes on transaction 1 and does not know the decision");
    assert_eq!(told[4].1, "p1 has voted yes on transaction 1 and waits for c");
}

#[test]
fn exactly_the_promises_of_the_end_wait_for_something_and_nobody_is_blocked() {
    for property in Property::ALL {
        let rests = !matches!(property, Property::Complete | Property::EventuallyAccurate);
        let waits = property == Property::NonBlocking || !property.is_safety() && rests;
        assert_eq!(property.goal().is_some(), waits, "{}", property.id());
        assert!(waits || !property.waits_for_repairs());
    }
}
