//! A replica: what the three choices have in common. What differs is in `all.rs`, `majority.rs` and `local.rs`.

use super::majority::Task;
use super::{Cap, Choice, Disk, Item, Msg, Op, Ret, Timer, Why};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// How often the wait between two attempts is doubled at most.
const DOUBLINGS_MAX: u32 = 4;

/// A replica.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Replica {
    pub(super) disk: Disk,
    /// CP: the operations that it coordinates.
    pub(super) tasks: Map<OperationId, Task>,
    /// CA: its own writes under way: who asked for each, and who has confirmed it.
    pub(super) confirmed: Map<OperationId, (Pid, Op, Set<Pid>)>,
    /// CA: reads that wait until confirmed writes are decided, with who asked.
    pub(super) waiting: Map<OperationId, Pid>,
    /// How often it has told the others again without success.
    pub(super) attempts: u32,
}

impl Replica {
    pub(super) fn boot(cap: &Cap, cx: Cx, disk: &Disk, fx: &mut Effects<Cap>) -> Self {
        let mut replica = Replica { disk: disk.clone(), ..Replica::default() };
        fx.tell(replica.disk.copy.holds());
        replica.call_off_what_was_open(cap, cx, fx);
        replica.keep_telling(cap, fx);
        replica
    }

    pub(super) fn receive(&mut self, cap: &Cap, cx: Cx, from: Pid, msg: Msg, fx: &mut Effects<Cap>) {
        match msg {
            Msg::Ask { op, body } => self.asked(cap, cx, from, op, body, fx),
            Msg::Query { op } => fx.send(from, Msg::Known { op, items: self.disk.copy.items().clone() }),
            Msg::Known { op, items } => self.known(cap, cx, from, op, items, fx),
            Msg::Sync { op, items } => {
                self.synced(cap, from, None, &items, fx);
                fx.send(from, Msg::Synced { op, items: self.disk.copy.items().clone() });
            }
            Msg::Synced { op, items } => self.synced(cap, from, op, &items, fx),
            Msg::Prepare { item } => self.prepare(from, item, fx),
            Msg::Prepared { op } => self.prepared(cap, cx, from, op, fx),
            Msg::Decide { op, commit } => self.decide(from, op, commit, fx),
            Msg::Decided { op } => self.told(from, op, fx),
            Msg::Answer { .. } => {}
        }
    }

    fn asked(&mut self, cap: &Cap, cx: Cx, client: Pid, op: OperationId, body: Op, fx: &mut Effects<Cap>) {
        if !self.disk.copy.take(op) {
            return;
        }
        if matches!(body, Op::Write(_)) {
            // A write that is refused must not be taken when it arrives once more, after a crash.
            fx.persist(self.disk.clone());
        }
        match (cap.choice, body) {
            (Choice::Cp, body) => self.coordinate(cap, client, op, body, fx),
            (Choice::Ap, Op::Write(value)) => self.write_here(cap, cx, client, op, value, fx),
            (Choice::Ap, Op::Read) => self.found(client, op, fx),
            (Choice::Ca, Op::Write(value)) => self.propose(cap, cx, client, op, value, fx),
            (Choice::Ca, Op::Read) => self.read_when_decided(cap, client, op, fx),
        }
    }

    /// The other replicas do not answer: the operation is refused, as each choice has it.
    pub(super) fn lose_patience(&mut self, cap: &Cap, cx: Cx, op: OperationId, fx: &mut Effects<Cap>) {
        match cap.choice {
            Choice::Cp => self.give_up(op, fx),
            Choice::Ca => self.call_off(cap, cx, op, fx),
            Choice::Ap => {}
        }
    }

    /// Takes up what is newer than its copy.
    pub(super) fn take_up(&mut self, items: &[Item], fx: &mut Effects<Cap>) {
        let conflict = self.disk.copy.items().len();
        if self.disk.copy.take_up(items) {
            fx.persist(self.disk.clone());
            fx.tell(self.disk.copy.holds());
            if self.disk.copy.items().len() > conflict.max(1) {
                fx.note(phrase!("keeps both values: neither write knew of the other", "两个值都保留：两次写互不知晓（冲突）"));
            }
        } else if self.disk.copy.items().iter().all(|known| !items.contains(known)) && !items.is_empty() {
            fx.note(phrase!("keeps its value: what arrived is older", "保留自己的值：到达的版本更旧"));
        }
    }

    /// Somebody says what it holds: perhaps more than this replica does, perhaps all that it was to be told.
    fn synced(&mut self, cap: &Cap, from: Pid, op: Option<OperationId>, items: &[Item], fx: &mut Effects<Cap>) {
        self.take_up(items, fx);
        if self.disk.copy.confirmed(from, items) {
            self.attempts = 0;
            fx.persist(self.disk.clone());
            if self.all_told() {
                fx.disarm(Timer::Again);
            }
        }
        if let Some(op) = op {
            self.stored(cap, from, op, fx);
        }
    }

    fn all_told(&self) -> bool {
        self.disk.copy.behind().is_empty() && self.disk.decided.is_empty()
    }

    /// Whatever has to be told is told again after a while; the waits double, so that a long partition does not drown in attempts.
    pub(super) fn keep_telling(&mut self, cap: &Cap, fx: &mut Effects<Cap>) {
        if !self.all_told() {
            fx.arm(Timer::Again, cap.retry_us() << self.attempts.min(DOUBLINGS_MAX));
        }
    }

    /// Some decision is known by all of its peers.
    pub(super) fn rest_if_all_told(&mut self, fx: &mut Effects<Cap>) {
        self.attempts = 0;
        if self.all_told() {
            fx.disarm(Timer::Again);
        }
    }

    pub(super) fn tell_again(&mut self, cap: &Cap, fx: &mut Effects<Cap>) {
        for peer in self.disk.copy.behind() {
            fx.send(*peer, Msg::Sync { op: None, items: self.disk.copy.items().clone() });
        }
        for (op, decision) in &self.disk.decided {
            for peer in &decision.untold {
                fx.send(*peer, Msg::Decide { op: *op, commit: decision.commit });
            }
        }
        self.attempts += 1;
        self.keep_telling(cap, fx);
    }

    /// Answers a read with what the copy holds.
    pub(super) fn found(&self, client: Pid, op: OperationId, fx: &mut Effects<Cap>) {
        fx.send(client, Msg::Answer { op, ret: found(self.disk.copy.items()) });
    }
}

/// What a read is answered that finds these items.
pub(super) fn found(items: &[Item]) -> Ret {
    Ret::Found(items.iter().map(|item| (item.value.clone(), item.write)).collect())
}

/// Refuses a request, and says so: the replica works, and has no proper answer.
pub(super) fn refuse(client: Pid, op: OperationId, body: &Op, why: Why, fx: &mut Effects<Cap>) {
    fx.note(phrase!("refuses “{0}”: {1}", "拒绝“{0}”：{1}", body.label(), why.words()));
    fx.tell(Fact::Unserved { client: client.0, request: body.label(), why: why.words() });
    fx.send(client, Msg::Answer { op, ret: Ret::Refused(why) });
}
