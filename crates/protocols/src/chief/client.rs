//! A client: it asks a coordinator, and the next one when that is silent.

use super::{Chief, Msg, Ordered, Ret, Timer};
use synod_check::Value;
use synod_kernel::{Effects, OperationId, Pid};
use synod_words::phrase;

/// A client.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Client {
    waiting: Option<Waiting>,
}

/// What it waits for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Waiting {
    op: OperationId,
    value: Value,
    /// How often it has asked.
    asked: u16,
}

impl Client {
    /// Its user asks.
    pub fn request(&mut self, lab: &Chief, me: Pid, op: OperationId, value: Value, fx: &mut Effects<Chief>) {
        self.waiting = Some(Waiting { op, value, asked: 0 });
        self.ask(lab, me, fx);
    }

    fn ask(&mut self, lab: &Chief, me: Pid, fx: &mut Effects<Chief>) {
        let Some(waiting) = &mut self.waiting else { return };
        fx.send(lab.coordinator_for(me, waiting.asked), Msg::Ask { op: waiting.op, value: waiting.value.clone() });
        fx.arm(Timer::Retry(waiting.op), lab.timeout_ms * 1_000);
        waiting.asked += 1;
    }

    /// The answer came.
    pub fn answered(&mut self, op: OperationId, (_, value): Ordered, fx: &mut Effects<Chief>) {
        if self.waiting.take_if(|waiting| waiting.op == op).is_some() {
            fx.disarm(Timer::Retry(op));
            fx.reply(op, Ret::Decided(value));
        }
    }

    /// No answer came in time.
    pub fn retry(&mut self, lab: &Chief, me: Pid, op: OperationId, fx: &mut Effects<Chief>) {
        let Some(waiting) = self.waiting.as_ref().filter(|waiting| waiting.op == op) else { return };
        // A single coordinator is asked once more: the first message may be what got lost.
        if waiting.asked < lab.coordinators().max(2) {
            let next = lab.coordinator_for(me, waiting.asked);
            fx.note(phrase!("has no answer, asks {0}", "没有得到应答，转而询问 {0}", lab.name_of(next)));
            self.ask(lab, me, fx);
        } else {
            fx.note(phrase!("gives up: what will be decided is unknown", "放弃等待：结果未知"));
            fx.reply(op, Ret::NoAnswer);
            self.waiting = None;
        }
    }

    /// What it asked for, while it waits.
    pub fn waits_for(&self) -> Option<&Value> {
        Some(&self.waiting.as_ref()?.value)
    }
}
