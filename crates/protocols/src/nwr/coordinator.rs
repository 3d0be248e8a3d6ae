//! Coordinating an operation: all home replicas are asked, W or R answers are waited for.

use super::version::{Items, Version, alive, merge};
use super::{Item, Msg, Node, Nwr, Op, Ret, Seen, Timer, Versions};
use synod_check::Value;
use synod_kernel::{Cx, Effects, OperationId, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// An operation that is being coordinated.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Task {
    key: String,
    /// Who asked; none for the coordinating client itself.
    client: Option<Pid>,
    /// Everybody who was asked: home replicas, and spares with the silent home replica in whose place each stands.
    asked: Map<Pid, Option<Pid>>,
    phase: Phase,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Phase {
    /// Waits for what R replicas know.
    Gather { replies: Map<Pid, Items>, then: Then },
    /// Waits until W replicas have it.
    Spread { items: Items, have: Set<Pid>, ret: Ret },
    /// Has answered, and repairs replicas that turn out to be behind (Dynamo § 5, read repair).
    Mend { items: Items, replied: Set<Pid> },
}

/// What follows once R replicas have answered.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Then {
    /// The reader is answered.
    Answer,
    /// A version above all of theirs is written.
    Write(Value),
}

impl Node {
    /// Begins an operation. `seen` is what its client has seen of the key, with the new version's own entry in a write.
    #[allow(clippy::too_many_arguments, reason = "a request is what it is: who asks, for what, knowing what")]
    pub(super) fn coordinate(
        &mut self,
        nwr: &Nwr,
        cx: Cx,
        op: OperationId,
        body: Op,
        seen: &Seen,
        client: Option<Pid>,
        fx: &mut Effects<Nwr>,
    ) {
        let (key, phase) = match body {
            Op::Read(key) => (key, Phase::Gather { replies: Map::new(), then: Then::Answer }),
            Op::Write(key, value) => (key, nwr.begin_write(cx, op, value, seen)),
            Op::Delete(key) => (key, nwr.begin_write(cx, op, Value::Null, seen)),
        };
        let task = Task { key, client, asked: synod_order::map(nwr.home_replicas().map(|home| (home, None))), phase };
        for &replica in task.asked.keys() {
            fx.send(replica, task.message(op, None));
        }
        self.tasks.insert(op, task);
        if client.is_some() {
            fx.arm(Timer::Forget(op), nwr.timeout_ms * 1_000);
        }
        if nwr.sloppy && nwr.spares > 0 {
            fx.arm(Timer::Fallback(op), nwr.patience_us());
        }
    }

    /// A replica says what it knows.
    pub(super) fn fetched(&mut self, nwr: &Nwr, op: OperationId, from: Pid, items: Items, fx: &mut Effects<Nwr>) {
        let Some(task) = self.tasks.get_mut(&op) else { return };
        match &mut task.phase {
            Phase::Gather { replies, .. } => {
                replies.insert(from, items);
                if replies.len() >= usize::from(nwr.r) {
                    self.gathered(nwr, op, fx);
                }
            }
            Phase::Mend { items: newest, replied } => {
                replied.insert(from);
                if let Some(repair) = repair(&task.key, newest, &items) {
                    fx.send(from, repair);
                }
                if task.asked.keys().all(|replica| replied.contains(replica)) {
                    self.drop_task(op, fx);
                }
            }
            Phase::Spread { .. } => {}
        }
    }

    /// R replicas have answered.
    fn gathered(&mut self, nwr: &Nwr, op: OperationId, fx: &mut Effects<Nwr>) {
        let Some(task) = self.tasks.get_mut(&op) else { return };
        let Phase::Gather { replies, then } = &task.phase else { return };
        let mut newest = Items::new();
        for items in replies.values() {
            merge(&mut newest, items);
        }
        match then.clone() {
            Then::Write(value) => {
                let highest = newest.iter().map(|item| if let Version::Counter(n, _) = item.version { n } else { 0 }).max();
                let item = Item { version: Version::Counter(highest.unwrap_or(0) + 1, op), value, write: op };
                self.spread(nwr, op, vec![item], Set::new(), Ret::Written, fx);
            }
            Then::Answer => {
                let ret = Ret::Found(alive(&newest).map(|item| (item.value.clone(), item.write)).collect());
                let have = synod_order::set(replies.iter().filter(|(_, items)| **items == newest).map(|(pid, _)| *pid));
                if nwr.write_back && have.len() < usize::from(nwr.w) {
                    fx.note(phrase!(
                        "writes back what it read, so that no later reader sees less (ABD)",
                        "回写读到的值，使后来的读不会读到更旧的值（ABD）"
                    ));
                    self.spread(nwr, op, newest, have, ret, fx);
                } else {
                    self.answer_read(nwr, op, &newest, ret, fx);
                }
            }
        }
    }

    /// Answers a read, and stays with it where replicas that are behind are to be repaired.
    fn answer_read(&mut self, nwr: &Nwr, op: OperationId, newest: &Items, ret: Ret, fx: &mut Effects<Nwr>) {
        let Some(mut task) = self.drop_task_keeping(op, fx) else { return };
        if let (true, Phase::Gather { replies, .. }) = (nwr.read_repair, &task.phase) {
            for (replica, items) in replies {
                if let Some(repair) = repair(&task.key, newest, items) {
                    fx.note(phrase!("repairs {0}, which is behind", "修复落后的 {0}", nwr.name_of(*replica)));
                    fx.send(*replica, repair);
                }
            }
            let replied = synod_order::set(replies.keys().copied());
            if task.asked.keys().any(|replica| !replied.contains(replica)) {
                fx.arm(Timer::Forget(op), nwr.timeout_ms * 1_000);
                task.phase = Phase::Mend { items: newest.clone(), replied };
                self.tasks.insert(op, task.clone());
            }
        }
        self.answer(task.client, op, ret, seen_in(newest), fx);
    }

    /// Asks everybody who does not have it yet to take it up.
    fn spread(&mut self, nwr: &Nwr, op: OperationId, items: Items, have: Set<Pid>, ret: Ret, fx: &mut Effects<Nwr>) {
        let Some(task) = self.tasks.get_mut(&op) else { return };
        let lacking = task.asked.iter().filter(|(replica, _)| !have.contains(replica)).map(|(r, h)| (*r, *h)).collect::<Vec<_>>();
        task.phase = Phase::Spread { items, have, ret };
        for (replica, hint) in lacking {
            fx.send(replica, task.message(op, hint));
        }
        if nwr.sloppy && nwr.spares > 0 {
            fx.arm(Timer::Fallback(op), nwr.patience_us());
        }
    }

    /// A replica says that it is on its disk.
    pub(super) fn stored(&mut self, nwr: &Nwr, op: OperationId, from: Pid, fx: &mut Effects<Nwr>) {
        let Some(task) = self.tasks.get_mut(&op) else { return };
        let Phase::Spread { have, .. } = &mut task.phase else { return };
        have.insert(from);
        if have.len() < usize::from(nwr.w) {
            return;
        }
        if let Some(Task { client, phase: Phase::Spread { items, ret, .. }, .. }) = self.drop_task_keeping(op, fx) {
            self.answer(client, op, ret, seen_in(&items), fx);
        }
    }

    /// Home replicas are silent: spares are asked in their place, in the order of the preference list (Dynamo § 4.6, sloppy quorum).
    pub(super) fn fall_back(&mut self, nwr: &Nwr, op: OperationId, fx: &mut Effects<Nwr>) {
        let Some(task) = self.tasks.get_mut(&op) else { return };
        let spoken_for = synod_order::set(task.asked.values().flatten().copied());
        let silent = nwr.home_replicas().filter(|home| !task.heard_from(*home) && !spoken_for.contains(home));
        let spares = nwr.spare_replicas().filter(|spare| !task.asked.contains_key(spare));
        let pairs: Vec<(Pid, Pid)> = spares.zip(silent).collect();
        for (spare, home) in pairs {
            task.asked.insert(spare, Some(home));
            fx.note(phrase!(
                "asks the spare {0} instead of {1}, which is silent",
                "{1} 没有响应，改为请求备用节点 {0}",
                nwr.name_of(spare),
                nwr.name_of(home)
            ));
            fx.send(spare, task.message(op, Some(home)));
        }
    }

    /// Forgets an operation; returns whether it was a write that some replica may have.
    pub(super) fn drop_task(&mut self, op: OperationId, fx: &mut Effects<Nwr>) -> bool {
        self.drop_task_keeping(op, fx).is_some_and(|task| matches!(task.phase, Phase::Spread { ret: Ret::Written, .. }))
    }

    fn drop_task_keeping(&mut self, op: OperationId, fx: &mut Effects<Nwr>) -> Option<Task> {
        let task = self.tasks.remove(&op)?;
        fx.disarm(Timer::Fallback(op));
        fx.disarm(Timer::Forget(op));
        Some(task)
    }
}

impl Task {
    /// What its phase asks a replica.
    fn message(&self, op: OperationId, hint: Option<Pid>) -> Msg {
        match &self.phase {
            Phase::Spread { items, .. } => Msg::Store { op, key: self.key.clone(), items: items.clone(), hint },
            Phase::Gather { .. } | Phase::Mend { .. } => Msg::Fetch { op, key: self.key.clone() },
        }
    }

    fn heard_from(&self, replica: Pid) -> bool {
        match &self.phase {
            Phase::Gather { replies, .. } => replies.contains_key(&replica),
            Phase::Spread { have, .. } => have.contains(&replica),
            Phase::Mend { replied, .. } => replied.contains(&replica),
        }
    }

    /// In words: what it waits for.
    pub(super) fn waits_for(&self, nwr: &Nwr) -> synod_words::Phrase {
        match &self.phase {
            Phase::Gather { replies, .. } => phrase!("{0} of {1} answers", "{1} 个应答中的 {0} 个", replies.len(), nwr.r),
            Phase::Spread { have, .. } => phrase!("{0} of {1} acknowledgements", "{1} 个确认中的 {0} 个", have.len(), nwr.w),
            Phase::Mend { .. } => phrase!("late answers, to repair", "迟到的应答，以便修复"),
        }
    }
}

impl Nwr {
    fn begin_write(&self, cx: Cx, op: OperationId, value: Value, seen: &Seen) -> Phase {
        let version = match self.versions {
            Versions::Clock => Version::Clock(cx.clock, op),
            Versions::Counter => return Phase::Gather { replies: Map::new(), then: Then::Write(value) },
            Versions::Vector => Version::Vector(seen.clone()),
        };
        Phase::Spread { items: vec![Item { version, value, write: op }], have: Set::new(), ret: Ret::Written }
    }
}

/// What a replica that answered `known` must be told to have the newest.
fn repair(key: &str, newest: &Items, known: &Items) -> Option<Msg> {
    let behind = merge(&mut known.clone(), newest);
    behind.then(|| Msg::Repair { key: key.to_owned(), items: newest.clone() })
}

/// What a client has seen once it has seen these items.
fn seen_in(items: &[Item]) -> Seen {
    let mut seen = Seen::new();
    for item in items {
        if let Version::Vector(vector) = &item.version {
            for (writer, n) in vector {
                let entry = seen.entry(*writer).or_default();
                *entry = (*n).max(*entry);
            }
        }
    }
    seen
}
