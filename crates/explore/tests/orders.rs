//! Random processes that share one variable: reductions find the same as all orders do.

use proptest::prelude::*;
use synod_explore::{Explorer, Model, Order, Reductions, Settings, mix};

/// What a process may do in one of its states.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Rule {
    from: u8,
    to: u8,
    /// Only while the variable has this value.
    needs: Option<u8>,
    /// The variable gets this value.
    writes: Option<u8>,
}

/// The rules of each process; the same rules for all where they are interchangeable.
#[derive(Clone, Debug)]
struct Processes {
    rules: Vec<Vec<Rule>>,
    alike: bool,
}

type State = ([u8; 3], u8);

impl Model for Processes {
    type State = State;
    type Action = (u8, Rule);

    fn starts(&self) -> Vec<State> {
        vec![([0; 3], 0)]
    }
    fn actions(&self, (places, shared): &State, out: &mut Vec<(u8, Rule)>) {
        for (process, rules) in (0..).zip(&self.rules) {
            let may = |rule: &&Rule| rule.from == places[usize::from(process)] && rule.needs.is_none_or(|needs| needs == *shared);
            out.extend(rules.iter().filter(may).map(|rule| (process, *rule)));
        }
    }
    fn next(&self, (places, shared): &State, (process, rule): &(u8, Rule)) -> Option<State> {
        let mut places = *places;
        places[usize::from(*process)] = rule.to;
        Some((places, rule.writes.unwrap_or(*shared)))
    }
    fn fingerprint(&self, (places, shared): &State) -> u128 {
        mix(&[places.iter().fold(u64::from(*shared), |all, place| all << 8 | u64::from(*place))])
    }
    /// Two processes are in their last state at once.
    fn broken(&self, (places, _): &State) -> u64 {
        let last = places.map(|place| u8::from(place == 3));
        u64::from(last.into_iter().sum::<u8>() >= 2)
    }
    /// Writing is out of the ordinary.
    fn deviates(&self, _: &State, (_, rule): &(u8, Rule)) -> bool {
        rule.writes.is_some()
    }
    fn class(&self, (places, shared): &State) -> u128 {
        let mut places = *places;
        if self.alike {
            places.sort_unstable();
        }
        self.fingerprint(&(places, *shared))
    }
    fn key(&self, _: &State, (process, rule): &(u8, Rule)) -> u64 {
        let value = |value: Option<u8>| value.map_or(9, u64::from);
        [u64::from(*process), u64::from(rule.from), u64::from(rule.to), value(rule.needs), value(rule.writes)]
            .into_iter()
            .fold(0, |all, part| all * 10 + part)
    }
    fn independent(&self, _: &State, one: &(u8, Rule), other: &(u8, Rule)) -> bool {
        let alone = |rule: &Rule| rule.needs.is_none() && rule.writes.is_none();
        one.0 != other.0 && (alone(&one.1) || alone(&other.1))
    }
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let value = || prop::option::weighted(0.3, 0_u8..2);
    let rule = (0_u8..4, 0_u8..4, value(), value()).prop_map(|(from, to, needs, writes)| Rule { from, to, needs, writes });
    prop::collection::vec(rule, 1..7)
}

fn explored(model: &Processes, reductions: Reductions) -> Explorer<Processes> {
    let settings = Settings { reductions, stop_at_first: false, ..Settings::ALL };
    let mut explorer = Explorer::new(model.clone(), settings).expect("settings that agree");
    explorer.run_to_end();
    explorer
}

/// With how few deviations a promise is broken: costs of all states, lowered until nothing changes.
fn fewest(model: &Processes) -> Option<u32> {
    let mut costs: Vec<(State, u32)> = model.starts().into_iter().map(|start| (start, 0)).collect();
    let mut at = 0;
    while let Some(&(state, cost)) = costs.get(at) {
        at += 1;
        let mut steps = Vec::new();
        model.actions(&state, &mut steps);
        for step in &steps {
            let Some(next) = model.next(&state, step) else { continue };
            let cost = cost + u32::from(model.deviates(&state, step));
            if costs.iter().all(|(known, least)| *known != next || *least > cost) {
                costs.push((next, cost));
            }
        }
    }
    costs.iter().filter(|(state, _)| model.broken(state) != 0).map(|(_, cost)| *cost).min()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn sleep_sets_find_every_state_at_its_depth(rules in prop::collection::vec(rules(), 3)) {
        let model = Processes { rules, alike: false };
        let all = explored(&model, Reductions::default());
        let fewer = explored(&model, Reductions { partial_order: true, ..Reductions::default() });
        let (a, b) = (all.progress(), fewer.progress());
        prop_assert_eq!((a.states, a.depth, a.end), (b.states, b.depth, b.end));
        prop_assert!(b.steps <= a.steps);
        let depth = |explorer: &Explorer<Processes>| explorer.violations().first().map(|violation| violation.depth);
        prop_assert_eq!(depth(&all), depth(&fewer));
    }

    #[test]
    fn by_deviations_no_way_with_fewer_is_missed(rules in prop::collection::vec(rules(), 3)) {
        let model = Processes { rules, alike: false };
        let all = explored(&model, Reductions::default());
        let settings = Settings { order: Order::Deviations, stop_at_first: false, ..Settings::ALL };
        let mut few = Explorer::new(model.clone(), settings).expect("settings that agree");
        few.run_to_end();
        prop_assert_eq!(all.progress().states, few.progress().states);
        let found = few.violations().first().map(|violation| violation.depth);
        prop_assert_eq!(found, fewest(&model));
        if let Some(violation) = few.violations().first() {
            let witness = few.witness(violation.state).expect("a state").expect("a function");
            let deviations = witness.states.iter().zip(&witness.actions).filter(|(state, step)| model.deviates(state, step)).count();
            prop_assert_eq!(deviations as u32, violation.depth);
        }
    }

    #[test]
    fn one_of_each_class_breaks_what_any_of_it_breaks(rules in rules()) {
        let model = Processes { rules: vec![rules; 3], alike: true };
        let all = explored(&model, Reductions::default());
        let fewer = explored(&model, Reductions { symmetry: true, ..Reductions::default() });
        prop_assert!(fewer.progress().states <= all.progress().states);
        prop_assert_eq!(fewer.progress().depth, all.progress().depth);
        let depth = |explorer: &Explorer<Processes>| explorer.violations().first().map(|violation| violation.depth);
        prop_assert_eq!(depth(&all), depth(&fewer));
    }
}
