//! Three-phase commit under crashes alone, with messages in time: after whatever step whoever crashes, and whether or not it comes back, no
//! two processes decide differently, whoever works decides without waiting for who does not, and no money appears or vanishes. With
//! the rule of the popular telling, a single crash makes two processes differ.

use std::rc::Rc;
use synod_check::Fact;
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Life, MessageId, Pid, Ratio, Time, World};
use synod_protocols::commit::{COORDINATOR, Cast, OPENING_BALANCE, Op};
use synod_protocols::three_phase::{Node, ThreePhase};
use synod_protocols::{Lab, ParamValue, Params};

/// More steps than any run here needs to come to rest.
const STEPS_MAX: usize = 20_000;

const CAST: Cast = Cast { participants: 3, clients: 2 };

struct Run {
    world: World<ThreePhase>,
    chronicle: Chronicle<ThreePhase>,
    /// The present; later than the last step where nothing has happened since.
    now: Time,
}

impl Run {
    fn new(seed: u64, rule: &str) -> Run {
        let mut params: Params = ThreePhase::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
        params.insert("clients".to_owned(), ParamValue::Int(i64::from(CAST.clients)));
        params.insert("rule".to_owned(), ParamValue::Pick(rule.to_owned()));
        let lab = ThreePhase::with(&params).expect("these parameters fit together");
        let network = lab.cluster().network;
        let processes = 1 + CAST.participants + CAST.clients;
        let mut chronicle = Chronicle::default();
        let world = World::new(Rc::new(lab), processes, network, seed, &mut chronicle).expect("not too many processes");
        Run { world, chronicle, now: 0 }
    }

    /// A run in which C1 has just asked for a transfer.
    fn with_a_transfer(rule: &str) -> Run {
        let mut run = Run::new(1, rule);
        run.now(Action::Request(CAST.client(1), Op::Transfer(10)));
        run
    }

    /// Does something now. What makes no sense at the moment is refused and leaves the run as it is.
    fn now(&mut self, action: Action<ThreePhase>) {
        let _ = self.world.apply(&Event { at: self.now, action }, &mut self.chronicle);
    }

    /// Makes one step; false at rest.
    fn step(&mut self) -> bool {
        let Some(event) = self.world.scheduled() else { return false };
        self.now = event.at;
        self.world.apply(&event, &mut self.chronicle).expect("the simulator's own steps are possible");
        true
    }

    fn steps(&mut self, count: usize) {
        for _ in 0..count {
            self.step();
        }
    }

    /// Lets time pass, and makes all steps that fall into it.
    fn pass(&mut self, for_us: Time) {
        let at = self.now + for_us;
        while self.world.scheduled().is_some_and(|event| event.at <= at) {
            self.step();
        }
        self.now = at;
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

    /// Who found itself blocked, in any transaction.
    fn blocked(&self) -> Vec<Pid> {
        self.facts().filter(|(_, fact)| matches!(fact, Fact::Blocked { .. })).map(|(pid, _)| pid).collect()
    }

    /// Everybody who works has decided every transaction that somebody voted on, nobody is wrong, and nobody has found itself blocked.
    fn assert_nobody_waits(&self, what: &str) {
        assert_eq!(self.wrong(), None, "{what}");
        assert_eq!(self.blocked(), [], "{what}");
        for pid in servers().filter(|pid| self.is_up(*pid)) {
            for transaction in self.voted_yes(pid) {
                assert!(self.decisions(transaction).iter().any(|decision| decision.0 == pid), "{pid:?} has decided; {what}");
            }
        }
    }

    fn is_up(&self, pid: Pid) -> bool {
        self.world.process(pid).is_some_and(|process| process.life() == Life::Up)
    }

    fn voted_yes(&self, wanted: Pid) -> Vec<u32> {
        let voted = self.facts().filter_map(|(pid, fact)| match fact {
            Fact::Voted { transaction, yes: true } if pid == wanted => Some(*transaction),
            _ => None,
        });
        voted.collect()
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
        self.assert_all_decided_once(what);
        assert_eq!(self.sum(), OPENING_BALANCE * i64::from(CAST.participants), "{what}");
    }

    /// Everybody has decided every transaction that was begun, once, and has released its lock.
    fn assert_all_decided_once(&self, what: &str) {
        for transaction in self.begun() {
            let mut who: Vec<Pid> = self.decisions(transaction).into_iter().map(|decision| decision.0).collect();
            who.sort();
            let everybody: Vec<Pid> = std::iter::once(COORDINATOR).chain(CAST.participants()).collect();
            assert_eq!(who, everybody, "who has decided transaction {transaction}; {what}");
        }
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

fn servers() -> impl Iterator<Item = Pid> {
    std::iter::once(COORDINATOR).chain(CAST.participants())
}

/// How many steps an undisturbed transfer takes.
fn undisturbed_steps() -> usize {
    let mut run = Run::with_a_transfer("skeen");
    let steps = (0..STEPS_MAX).take_while(|_| run.step()).count();
    run.assert_settled("undisturbed");
    assert!(run.decisions(1).iter().all(|decision| decision.1));
    steps
}

/// Long enough for one coordinator after the other to be taken for crashed.
const LONG_US: Time = 2_000_000;

#[test]
fn a_crash_after_any_step_blocks_nobody() {
    for after in 0..=undisturbed_steps() {
        for pid in servers() {
            // Back at once, after a while, around time-outs, much later.
            for down_ms in [0, 5, 15, 60, 120, 190, 210, 230, 500] {
                let what = format!("{pid:?} crashes after step {after}, for {down_ms} ms");
                let mut run = Run::with_a_transfer("skeen");
                run.steps(after);
                run.now(Action::Crash(pid));
                run.pass(down_ms * 1_000);
                run.now(Action::Restart(pid));
                run.pass(LONG_US);
                run.assert_nobody_waits(&what);
                run.recover();
                run.assert_settled(&what);
            }
            let what = format!("{pid:?} crashes after step {after}, for good");
            let mut run = Run::with_a_transfer("skeen");
            run.steps(after);
            run.now(Action::Crash(pid));
            run.pass(LONG_US);
            run.assert_nobody_waits(&what);
        }
    }
}

/// The first crash after any step, the second after any later step of what follows: as long as one that takes part works all the time,
/// nobody has to wait.
#[test]
fn two_crashes_after_any_two_steps_block_nobody() {
    for first in 0..=undisturbed_steps() {
        for (one, other) in servers().flat_map(|one| servers().map(move |other| (one, other))) {
            for back_ms in [None, Some(15)] {
                for between in 0.. {
                    let what = format!("{one:?} crashes after step {first}, {other:?} {between} steps later, back: {back_ms:?}");
                    let mut run = Run::with_a_transfer("skeen");
                    run.steps(first);
                    run.now(Action::Crash(one));
                    if one == other {
                        run.now(Action::Restart(one));
                    }
                    let at_rest = (0..between).any(|_| !run.step());
                    let late = run.now > 700_000;
                    run.now(Action::Crash(other));
                    if let Some(back_ms) = back_ms {
                        run.pass(back_ms * 1_000);
                        run.now(Action::Restart(other));
                        run.now(Action::Restart(one));
                    }
                    run.pass(LONG_US);
                    run.assert_nobody_waits(&what);
                    run.recover();
                    run.assert_settled(&what);
                    if at_rest || late {
                        break;
                    }
                }
            }
        }
    }
}

/// p3 alone has preCommit (as if the coordinator had sent it in another order) and crashes; p1, uncertain like p2, decides to abort, and
/// crashes before it tells. What p3 knows, once it is back, must not make p2 commit.
#[test]
fn who_was_down_has_no_say() {
    let p = Cast::participant;
    let mut run = Run::with_a_transfer("skeen");
    run.pass(36_500);
    for to in [p(1), p(2)] {
        run.now(Action::Drop(MessageId { from: COORDINATOR, to, nth: 1, copy: 0 }));
    }
    run.now(Action::Crash(COORDINATOR));
    run.pass(20_000);
    run.now(Action::Crash(p(3)));
    while run.decisions(1).is_empty() {
        assert!(run.step(), "p1 decides");
    }
    assert_eq!(run.decisions(1), [(p(1), false)]);
    run.now(Action::Crash(p(1)));
    run.now(Action::Restart(p(3)));
    run.pass(LONG_US);
    run.assert_nobody_waits("p3 is back");
    assert_eq!(run.decisions(1), [(p(1), false), (p(2), false), (p(3), false)]);
}

/// A run of two clients with crashes and restarts of at most `victims` processes, drawn from the seed; messages are always in time.
fn random_run(seed: u64, rule: &str, victims: u64) -> Run {
    let mut run = Run::new(seed, rule);
    let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
    let spared = draw.between(0, 3);
    for _ in 0..400 {
        if draw.between(0, 14) > 0 && run.world.scheduled().is_some() {
            run.step();
            continue;
        }
        let client = Pid(draw.between(4, 5) as u16);
        let victim = Pid(((spared + draw.between(1, victims)) % 4) as u16);
        let action = match draw.between(0, 3) {
            0 => Action::Request(client, Op::Transfer(draw.between(1, 60).cast_signed())),
            1 => Action::Request(client, Op::Balance(draw.between(1, 3) as u16)),
            _ if run.is_up(victim) => Action::Crash(victim),
            _ => Action::Restart(victim),
        };
        run.now(action);
    }
    run
}

#[test]
fn with_messages_in_time_all_decide_alike_however_many_crash() {
    for seed in 0..1_500 {
        // All but one may crash, or all.
        for victims in [3, 4] {
            let what = format!("seed {seed}, {victims} victims");
            let mut run = random_run(seed, "skeen", victims);
            if victims < 4 {
                run.pass(LONG_US);
                run.assert_nobody_waits(&what);
            }
            run.recover();
            run.assert_settled(&what);
        }
    }
}

#[test]
fn with_the_popular_rule_one_crash_makes_two_differ() {
    let differ = |after: usize| {
        let mut run = Run::with_a_transfer("course");
        run.steps(after);
        run.now(Action::Crash(COORDINATOR));
        run.pass(LONG_US);
        assert_eq!(run.blocked(), []);
        run.wrong().is_some()
    };
    assert!((0..undisturbed_steps()).any(differ));
}

#[test]
fn whatever_the_network_does_everybody_decides_once_all_is_repaired() {
    let (mut split, mut whole) = (0, 0);
    for seed in 0..500 {
        for rule in ["skeen", "course"] {
            let mut run = Run::new(seed, rule);
            let mut draw = Draw::new(seed, Purpose::Workload, (1, 0));
            for _ in 0..300 {
                if draw.between(0, 9) == 0 || run.world.scheduled().is_none() {
                    let action = random_action(&run.world, &mut draw);
                    run.now(action);
                } else {
                    run.step();
                }
            }
            run.recover();
            let what = format!("seed {seed}, {rule}");
            run.assert_all_decided_once(&what);
            if run.wrong().is_some() { split += 1 } else { whole += 1 }
        }
    }
    assert!(split > 0 && whole > 0, "{split} runs with different decisions, {whole} without");
}

fn random_action(world: &World<ThreePhase>, draw: &mut Draw) -> Action<ThreePhase> {
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
