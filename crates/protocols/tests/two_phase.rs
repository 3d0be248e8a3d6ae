//! Two-phase commit recovers from crashes at every point: no two processes decide differently, nobody commits without every vote, in the
//! end everybody decides, and no money appears or vanishes. With a time-out that decides alone, that is lost.

use std::rc::Rc;
use synod_check::Fact;
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, Pid, Ratio, Time, World};
use synod_protocols::commit::{COORDINATOR, Cast, OPENING_BALANCE, Op};
use synod_protocols::two_phase::{Node, TwoPhase};
use synod_protocols::{Lab, ParamValue, Params};

/// More steps than any run here needs to come to rest.
const STEPS_MAX: usize = 20_000;

const CAST: Cast = Cast { participants: 3, clients: 2 };

struct Run {
    world: World<TwoPhase>,
    chronicle: Chronicle<TwoPhase>,
}

impl Run {
    fn new(seed: u64, termination: &str) -> Run {
        let mut params: Params = TwoPhase::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
        params.insert("clients".to_owned(), ParamValue::Int(i64::from(CAST.clients)));
        params.insert("termination".to_owned(), ParamValue::Pick(termination.to_owned()));
        let lab = TwoPhase::with(&params).expect("these parameters fit together");
        let network = lab.cluster().network;
        let processes = 1 + CAST.participants + CAST.clients;
        let mut chronicle = Chronicle::default();
        let world = World::new(Rc::new(lab), processes, network, seed, &mut chronicle).expect("not too many processes");
        Run { world, chronicle }
    }

    /// A run in which C1 has just asked for a transfer.
    fn with_a_transfer() -> Run {
        let mut run = Run::new(1, "cooperative");
        run.now(Action::Request(CAST.client(1), Op::Transfer(10)));
        run
    }

    /// Does something now. What makes no sense at the moment is refused and leaves the run as it is.
    fn now(&mut self, action: Action<TwoPhase>) {
        let _ = self.world.apply(&Event { at: self.world.now(), action }, &mut self.chronicle);
    }

    /// Makes one step; false at rest.
    fn step(&mut self) -> bool {
        let Some(event) = self.world.scheduled() else { return false };
        self.world.apply(&event, &mut self.chronicle).expect("the simulator's own steps are possible");
        true
    }

    fn steps(&mut self, count: usize) {
        for _ in 0..count {
            self.step();
        }
    }

    /// Makes all steps before a moment, and stands there.
    fn until(&mut self, at: Time) {
        while self.world.scheduled().is_some_and(|event| event.at <= at) {
            self.step();
        }
    }

    /// Repairs everything and runs to rest.
    fn recover(&mut self) {
        self.now(Action::Heal);
        self.now(Action::Loss(Ratio::ZERO));
        self.now(Action::Duplication(Ratio::ZERO));
        for pid in std::iter::once(COORDINATOR).chain(CAST.participants()) {
            self.now(Action::Resume(pid));
            self.now(Action::Restart(pid));
        }
        let at_rest = (0..STEPS_MAX).any(|_| !self.step());
        assert!(at_rest, "it comes to rest");
    }

    fn facts(&self) -> impl Iterator<Item = (Pid, &Fact)> {
        self.chronicle.facts().iter().map(|life| (life.process, &life.fact))
    }

    /// The decisions on a transaction, in order.
    fn decisions(&self, wanted: u32) -> Vec<(Pid, bool)> {
        let decided = self.facts().filter_map(|(pid, fact)| match fact {
            Fact::Decided { transaction, commit } if *transaction == wanted => Some((pid, *commit)),
            _ => None,
        });
        decided.collect()
    }

    fn begun(&self) -> Vec<u32> {
        let begun = self
            .facts()
            .filter_map(|(_, fact)| if let Fact::Begun { transaction, .. } = fact { Some(*transaction) } else { None });
        begun.collect()
    }

    /// What is wrong with it: a decision that contradicts another (AC1, AC2), or a commit before all have voted yes (AC3).
    fn wrong(&self) -> Option<String> {
        let mut yes: Vec<(u32, Pid)> = Vec::new();
        let mut decided: Vec<(u32, Pid, bool)> = Vec::new();
        for (pid, fact) in self.facts() {
            match fact {
                Fact::Voted { transaction, yes: true } => yes.push((*transaction, pid)),
                Fact::Decided { transaction, commit } => {
                    if let Some(other) = decided.iter().find(|(t, _, c)| t == transaction && c != commit) {
                        return Some(format!("{pid:?} decides {transaction} otherwise than {:?}", other.1));
                    }
                    if *commit && CAST.participants().any(|voter| !yes.contains(&(*transaction, voter))) {
                        return Some(format!("{pid:?} commits {transaction} before all have voted yes"));
                    }
                    decided.push((*transaction, pid, *commit));
                }
                _ => {}
            }
        }
        None
    }

    /// Everybody has decided every transaction that was begun, once, and no money has appeared or vanished (AC5).
    fn assert_settled(&self, what: &str) {
        assert_eq!(self.wrong(), None, "{what}");
        for transaction in self.begun() {
            let mut who: Vec<Pid> = self.decisions(transaction).into_iter().map(|decision| decision.0).collect();
            who.sort();
            let everybody: Vec<Pid> = std::iter::once(COORDINATOR).chain(CAST.participants()).collect();
            assert_eq!(who, everybody, "who has decided transaction {transaction}; {what}");
        }
        assert_eq!(self.sum(), OPENING_BALANCE * i64::from(CAST.participants), "{what}");
        let (mut locks, mut releases) = (0, 0);
        for (_, fact) in self.facts() {
            locks += u32::from(matches!(fact, Fact::Locked { .. }));
            releases += u32::from(matches!(fact, Fact::Unlocked { .. }));
        }
        assert_eq!(locks, releases, "{what}");
    }

    fn sum(&self) -> i64 {
        let balance = |pid: Pid| match self.world.process(pid).and_then(|process| process.node()) {
            Some(Node::Participant(participant)) => participant.balance(),
            _ => 0,
        };
        CAST.participants().map(balance).sum()
    }
}

/// Whether a process has voted no on a transaction, or has acted on a time-out in it.
fn excused(run: &Run, wanted: u32) -> bool {
    run.facts().any(|(_, fact)| match fact {
        Fact::Voted { transaction, yes } => *transaction == wanted && !yes,
        Fact::Suspected { transaction } => *transaction == wanted,
        _ => false,
    })
}

fn servers() -> impl Iterator<Item = Pid> {
    std::iter::once(COORDINATOR).chain(CAST.participants())
}

/// How many steps an undisturbed transfer takes.
fn undisturbed_steps() -> usize {
    let mut run = Run::with_a_transfer();
    let steps = (0..STEPS_MAX).take_while(|_| run.step()).count();
    run.assert_settled("undisturbed");
    assert!(run.decisions(1).iter().all(|decision| decision.1));
    steps
}

#[test]
fn it_recovers_from_a_crash_of_any_process_after_any_step() {
    for after in 0..=undisturbed_steps() {
        for pid in servers() {
            // Restarted at once, after a while, after the first time-out, and when everybody is blocked.
            for down_ms in [0, 5, 15, 120, 500] {
                let mut run = Run::with_a_transfer();
                run.steps(after);
                run.now(Action::Crash(pid));
                run.until(run.world.now() + down_ms * 1_000);
                run.recover();
                run.assert_settled(&format!("{pid:?} crashes after step {after}, for {down_ms} ms"));
            }
        }
    }
}

#[test]
fn it_recovers_from_two_crashes_after_any_two_steps() {
    let steps = undisturbed_steps();
    for first in 0..=steps {
        for between in 0..8 {
            for (one, other) in servers().flat_map(|one| servers().map(move |other| (one, other))) {
                let mut run = Run::with_a_transfer();
                run.steps(first);
                run.now(Action::Crash(one));
                run.steps(between);
                if one == other {
                    run.now(Action::Restart(one));
                    run.steps(between);
                }
                run.now(Action::Crash(other));
                run.until(run.world.now() + 30_000);
                run.recover();
                run.assert_settled(&format!("{one:?} crashes after step {first}, {other:?} {between} steps later"));
            }
        }
    }
}

/// A run of two clients with drops, duplicates, delays, crashes, pauses and cut links, all drawn from the seed.
fn random_run(seed: u64, termination: &str) -> Run {
    let mut run = Run::new(seed, termination);
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    for _ in 0..300 {
        if draw.between(0, 9) == 0 || run.world.scheduled().is_none() {
            let action = random_action(&run.world, &mut draw);
            run.now(action);
        } else {
            run.step();
        }
    }
    run
}

fn random_action(world: &World<TwoPhase>, draw: &mut Draw) -> Action<TwoPhase> {
    let server = Pid(draw.between(0, 3) as u16);
    let other = Pid(draw.between(0, 3) as u16);
    let client = Pid(draw.between(4, 5) as u16);
    let life = world.process(server).expect("there are four").life();
    match draw.between(0, 13) {
        0..=3 => Action::Request(client, Op::Transfer(draw.between(1, 60).cast_signed())),
        4 => Action::Request(client, Op::Balance(draw.between(1, 3) as u16)),
        5..=6 if life == Life::Up => Action::Crash(server),
        5..=6 => Action::Restart(server),
        7 if life == Life::Up => Action::Pause(server),
        7 => Action::Resume(server),
        8 => Action::Cut(server, other),
        9 => Action::Heal,
        10 => Action::Loss(Ratio::percent(draw.between(0, 10) as u32)),
        11 => Action::Duplication(Ratio::percent(20)),
        _ => match world.in_flight().next() {
            Some(flight) => Action::Delay(flight.id, draw.between(1_000, 300_000)),
            None => Action::Heal,
        },
    }
}

#[test]
fn whatever_the_network_does_all_decide_alike_and_no_money_is_lost() {
    for seed in 0..4_000 {
        for termination in ["cooperative", "wait"] {
            let mut run = random_run(seed, termination);
            run.recover();
            run.assert_settled(&format!("seed {seed}, {termination}"));
        }
    }
}

#[test]
fn a_time_out_that_decides_alone_contradicts_others_in_some_run() {
    for termination in ["abort", "commit"] {
        assert!((0..600).any(|seed| random_run(seed, termination).wrong().is_some()), "{termination}");
    }
}

#[test]
fn without_failures_it_aborts_only_for_a_no_or_a_time_out() {
    let (mut commits, mut aborts) = (0, 0);
    for seed in 0..500 {
        let mut run = Run::new(seed, "cooperative");
        let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
        for _ in 0..20 {
            let client = Pid(draw.between(4, 5) as u16);
            run.now(Action::Request(client, Op::Transfer(draw.between(1, 30).cast_signed())));
            run.until(run.world.now() + draw.between(0, 60_000));
        }
        run.recover();
        run.assert_settled(&format!("seed {seed}"));
        for transaction in run.begun() {
            let commit = run.decisions(transaction).first().is_some_and(|decision| decision.1);
            assert!(commit || excused(&run, transaction), "seed {seed}, transaction {transaction}");
            if commit { commits += 1 } else { aborts += 1 }
        }
    }
    assert!(commits > 500 && aborts > 500, "{commits} commits, {aborts} aborts");
}
