//! Progress of a world: what is counted on in calm weather, and what is not.

use std::rc::Rc;
use synod_explore::{Budget, Calm, Explorer, Settings, Worlds};
use synod_kernel::{Action, Cx, Delay, Effects, Input, Network, Pid, Protocol, World};

/// Two who give way to each other: whoever is asked to go first asks the other to. After a crash, nobody asks any more until a timer runs out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct AfterYou;

impl Protocol for AfterYou {
    type Msg = ();
    type Timer = ();
    type Choice = ();
    type Op = ();
    type Ret = ();
    type Fact = ();
    type Durable = ();
    type Node = ();

    fn boot(&self, cx: Cx, (): &(), fx: &mut Effects<Self>) {
        if cx.me == Pid(0) {
            fx.arm((), 1_000);
        }
    }

    fn step(&self, cx: Cx, (): &mut (), input: Input<Self>, fx: &mut Effects<Self>) {
        if matches!(input, Input::Message { .. } | Input::Timeout(())) {
            fx.send(Pid(1 - cx.me.0), ());
        }
    }
}

fn explored(repairs: bool, budget: Budget) -> Explorer<Worlds<AfterYou, ()>> {
    let world =
        World::new(Rc::new(AfterYou), 2, Network::uniform(Delay::Constant { us: 1_000 }), 1, &mut ()).expect("two processes");
    let worlds = Worlds::new(world, (), budget).calm(Calm { repairs });
    let mut explorer = Explorer::new(worlds, Settings { graph: true, ..Settings::ALL }).expect("settings that agree");
    explorer.run_to_end();
    explorer
}

#[test]
fn who_gives_way_for_ever_is_a_livelock_that_the_world_can_go_round() {
    let explorer = explored(true, Budget { timeouts: 0, ..Budget::NO_FAULTS });
    let livelock = explorer.graph().expect("it was asked for").livelock().expect("nobody goes first");
    assert_eq!((livelock.states, livelock.round.len()), (2, 2));
    let mut way = explorer.witness(livelock.state).expect("it was found").expect("it can be found again");
    let begun = way.states.last().map(|state| state.world.fingerprint());
    explorer.go_on(&mut way, &livelock.round).expect("the round can be gone");
    assert_eq!(way.states.last().map(|state| state.world.fingerprint()), begun);
    let kinds: Vec<bool> = way.actions.iter().map(|action| matches!(action, Action::Deliver(_))).collect();
    assert_eq!(kinds, [false, true, true], "the timer runs out, then the message goes to and fro");
}

/// A crash ends it: the message is lost on the way to nobody. Whether the timer comes again depends on whether a restart does.
#[test]
fn a_restart_comes_by_itself_only_where_repairs_are_counted_on() {
    let crash = Budget { timeouts: 0, crashes: 1, restarts: 1, ..Budget::NO_FAULTS };
    // With the first process down and nothing under way, nothing comes by itself.
    let ends = |explorer: &Explorer<Worlds<AfterYou, ()>>| {
        let graph = explorer.graph().expect("it was asked for");
        (0..explorer.progress().states).filter(|state| graph.followed(*state) == 1).count()
    };
    assert!(ends(&explored(false, crash)) > ends(&explored(true, crash)));
}
