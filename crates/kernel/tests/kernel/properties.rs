//! What holds for any run: random actions, valid and not.

use crate::pings::{Ask, Choice, Count, Pings, Played, SOME_MS, Timer, all_of};
use proptest::prelude::*;
use synod_kernel::{Action, Event, Limits, MessageId, Pid, Ratio};
use synod_words::Lang;

/// A process, or one that does not exist.
fn pid() -> impl Strategy<Value = Pid> {
    (0_u16..5).prop_map(Pid)
}

fn message() -> impl Strategy<Value = MessageId> {
    (pid(), pid(), 0_u32..6, 0_u8..3).prop_map(|(from, to, nth, copy)| MessageId { from, to, nth, copy })
}

fn ask() -> impl Strategy<Value = Ask> {
    prop_oneof![
        4 => pid().prop_map(Ask::Ping),
        1 => (pid(), 0_u32..9).prop_map(|(to, times)| Ask::Flood(to, times)),
        2 => (0_u64..30_000).prop_map(Ask::Tick),
        1 => Just(Ask::Toss),
        1 => Just(Ask::Time),
    ]
}

/// Any action; many of them make no sense.
pub fn action() -> impl Strategy<Value = Action<Pings>> {
    let message_action = prop_oneof![
        message().prop_map(Action::Deliver),
        message().prop_map(Action::Drop),
        message().prop_map(Action::Duplicate),
        (message(), prop_oneof![0_u64..20_000, Just(Limits::DELAY_US_MAX + 1)]).prop_map(|(id, us)| Action::Delay(id, us)),
    ];
    let process_action = prop_oneof![
        pid().prop_map(|p| Action::Fire(p, Timer::Tick)),
        (pid(), 0_u32..3).prop_map(|(p, side)| Action::Choose(p, Choice::Coin, side)),
        pid().prop_map(Action::Crash),
        pid().prop_map(Action::Restart),
        pid().prop_map(Action::Pause),
        pid().prop_map(Action::Resume),
        (pid(), prop_oneof![-9_000_i64..9_000, Just(i64::MIN)]).prop_map(|(p, us)| Action::ShiftClock(p, us)),
        (pid(), prop_oneof![-500_000_i32..=500_000, Just(i32::MAX)]).prop_map(|(p, ppm)| Action::Drift(p, ppm)),
    ];
    let link_action = prop_oneof![
        (pid(), pid()).prop_map(|(a, b)| Action::Cut(a, b)),
        (pid(), pid()).prop_map(|(a, b)| Action::Mend(a, b)),
        (pid(), pid(), 0_u16..5).prop_map(|(a, b, times)| Action::Slow(a, b, times)),
        prop::collection::vec(prop::collection::vec(pid(), 0..3), 0..4).prop_map(Action::Partition),
        Just(Action::Heal),
        (0_u32..101).prop_map(|percent| Action::Loss(Ratio::percent(percent))),
        (0_u32..101).prop_map(|percent| Action::Duplication(Ratio::percent(percent))),
    ];
    prop_oneof![
        4 => (pid(), ask()).prop_map(|(p, ask)| Action::Request(p, ask)),
        3 => message_action,
        3 => process_action,
        2 => link_action,
    ]
}

/// What a random player does next.
#[derive(Clone, Debug)]
enum Move {
    /// Lets the simulator take so many steps.
    Run(u8),
    /// Does one of the things that are enabled.
    Enabled(prop::sample::Index),
    /// Does anything, so much after (or, below zero, before) the present.
    Anything(i16, Action<Pings>),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        2 => (1_u8..4).prop_map(Move::Run),
        2 => any::<prop::sample::Index>().prop_map(Move::Enabled),
        3 => (-300_i16..3_000, action()).prop_map(|(after, action)| Move::Anything(after, action)),
    ];
    prop::collection::vec(one, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_refused_action_changes_nothing_and_tells_nothing(seed: u64, moves in moves()) {
        let mut played = Played::new(4, SOME_MS, seed);
        for next in moves {
            let event = match next {
                Move::Run(_) => played.world.scheduled(),
                Move::Enabled(which) => {
                    let mut enabled = Vec::new();
                    played.world.enabled(&mut enabled);
                    Some(Event { at: played.world.now(), action: which.get(&enabled).clone() })
                }
                Move::Anything(after, action) => {
                    Some(Event { at: played.world.now().saturating_add_signed(i64::from(after)), action })
                }
            };
            let Some(event) = event else { continue };
            let before = all_of(&played.world);
            let mut told = Count::default();
            if let Err(why) = played.world.apply(&event, &mut told) {
                prop_assert_eq!(all_of(&played.world), before, "{:?} was refused: {:?}", event, why);
                prop_assert_eq!(told.0, 0);
                prop_assert!(!why.phrase(|pid| pid.to_string()).text(Lang::En).is_empty());
            }
        }
    }

    #[test]
    fn whatever_is_enabled_or_scheduled_is_accepted(seed: u64, moves in moves()) {
        let mut played = Played::new(4, SOME_MS, seed);
        for next in moves {
            match next {
                Move::Run(steps) => played.steps(steps),
                Move::Enabled(which) => {
                    let mut enabled = Vec::new();
                    played.world.enabled(&mut enabled);
                    played.now(which.get(&enabled).clone());
                }
                Move::Anything(after, action) => {
                    let at = played.world.now().saturating_add_signed(i64::from(after));
                    drop(played.try_at(at, action));
                }
            }
            let mut enabled = Vec::new();
            played.world.enabled(&mut enabled);
            prop_assert!(!enabled.is_empty(), "somebody can always crash or restart");
            for action in enabled {
                let event = Event { at: played.world.now(), action };
                prop_assert_eq!(played.world.clone().apply(&event, &mut ()), Ok(()), "{:?}", event);
            }
            if let Some(event) = played.world.scheduled() {
                prop_assert_eq!(played.world.clone().apply(&event, &mut ()), Ok(()), "{:?}", event);
            }
        }
    }

    #[test]
    fn the_same_moves_lead_to_the_same_world(seed: u64, moves in moves()) {
        let run = || {
            let mut played = Played::new(4, SOME_MS, seed);
            for next in &moves {
                match next {
                    Move::Run(steps) => played.steps(*steps),
                    Move::Enabled(_) => {}
                    Move::Anything(after, action) => {
                        let at = played.world.now().saturating_add_signed(i64::from(*after));
                        drop(played.try_at(at, action.clone()));
                    }
                }
            }
            (all_of(&played.world), format!("{:?}", played.chronicle))
        };
        prop_assert_eq!(run(), run());
    }
}
