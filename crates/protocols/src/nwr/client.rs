//! A client: what it waits for, and what it has seen of each key.

use super::{Coordinator, Disk, Giving, Msg, Node, Nwr, Op, Ret, Role, Seen, Timer};
use synod_kernel::{Cx, Effects, OperationId};
use synod_order::Map;
use synod_words::phrase;

/// A client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Client {
    /// The operation it waits for.
    waiting: Option<(OperationId, Op)>,
    /// What it has seen of each key; a session that a crash ends.
    seen: Map<String, Seen>,
    versions_made: u32,
    /// How many nodes have left it without an answer: it asks the next one.
    silent_nodes: u16,
}

impl Client {
    pub fn boot(disk: &Disk) -> Self {
        Client { waiting: None, seen: Map::new(), versions_made: disk.versions_made, silent_nodes: 0 }
    }

    /// What it has seen of a key.
    pub fn seen(&self, key: &str) -> Seen {
        self.seen.get(key).cloned().unwrap_or_default()
    }

    /// What it has seen of every key.
    pub fn session(&self) -> &Map<String, Seen> {
        &self.seen
    }

    /// The answer came.
    pub fn answered(&mut self, op: OperationId, ret: Ret, seen: Seen, fx: &mut Effects<Nwr>) {
        let Some((_, body)) = self.waiting.take_if(|(waiting, _)| *waiting == op) else { return };
        let known = self.seen.entry(body.key().to_owned()).or_default();
        for (writer, n) in seen {
            let entry = known.entry(writer).or_default();
            *entry = n.max(*entry);
        }
        fx.disarm(Timer::GiveUp(op));
        fx.reply(op, ret);
    }

    /// No answer came in time. `wrote` is whether some replica may have been sent a write of it. Only what certainly never takes
    /// effect is called failed, unless the lab is told to.
    pub fn give_up(&mut self, nwr: &Nwr, op: OperationId, wrote: bool, fx: &mut Effects<Nwr>) {
        let Some((_, body)) = self.waiting.take_if(|(waiting, _)| *waiting == op) else { return };
        self.silent_nodes += 1;
        let may_take_effect = wrote && !matches!(body, Op::Read(_));
        let ret = if may_take_effect && nwr.giving_up == Giving::Honest { Ret::NoAnswer } else { Ret::Failed };
        if may_take_effect && ret == Ret::Failed {
            fx.note(phrase!(
                "calls the write failed, although some replica may have it",
                "宣称写入失败，尽管可能已有副本保存了它"
            ));
        }
        fx.reply(op, ret);
    }
}

impl Node {
    /// A client's user asks for an operation: the client coordinates it, or asks a node to.
    pub(super) fn request(&mut self, nwr: &Nwr, cx: Cx, op: OperationId, body: Op, fx: &mut Effects<Nwr>) {
        let Role::Client(client) = &mut self.role else { return };
        let mut seen = client.seen(body.key());
        if !matches!(body, Op::Read(_)) && nwr.versions == super::Versions::Vector {
            client.versions_made += 1;
            seen.insert(cx.me, client.versions_made);
            fx.persist(Disk { versions_made: client.versions_made, ..Disk::default() });
        }
        client.waiting = Some((op, body.clone()));
        fx.arm(Timer::GiveUp(op), nwr.timeout_ms * 1_000);
        match nwr.coordinator {
            Coordinator::Client => self.coordinate(nwr, cx, op, body, &seen, None, fx),
            Coordinator::Node => {
                let node = nwr.coordinator_for(cx.me, client.silent_nodes);
                fx.send(node, Msg::Ask { op, body, seen });
            }
        }
    }

    /// Answers the client, which is this process itself or the one that asked.
    pub(super) fn answer(
        &mut self,
        client: Option<synod_kernel::Pid>,
        op: OperationId,
        ret: Ret,
        seen: Seen,
        fx: &mut Effects<Nwr>,
    ) {
        match (client, &mut self.role) {
            (Some(client), _) => fx.send(client, Msg::Answer { op, ret, seen }),
            (None, Role::Client(me)) => me.answered(op, ret, seen, fx),
            (None, Role::Replica(_)) => {}
        }
    }
}
