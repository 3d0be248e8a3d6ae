//! What happened in a run, kept so that every past moment can be drawn and judged.

use crate::{Happening, Loss, MessageId, OperationId, Pid, Protocol, Time, Watch};
use synod_order::Map;
use synod_words::Phrase;

/// A moment in a run: after how many steps, and when. Step 0 is the start; what the n-th step does happens at step n.
pub type Moment = (u32, Time);

/// How a message ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// It arrived.
    Delivered,
    /// It did not.
    Lost(Loss),
}

/// The life of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageLife<M> {
    /// Its name.
    pub id: MessageId,
    /// What it says.
    pub msg: M,
    /// When it was sent.
    pub sent: Moment,
    /// When it was due at first.
    pub due: Time,
    /// Later due times, and since which step they hold.
    pub rescheduled: Vec<(u32, Time)>,
    /// When and how it ended, if it did.
    pub end: Option<(Moment, Ended)>,
}

/// The life of a client operation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OperationLife<O, R> {
    /// Its name: its place in the history.
    pub id: OperationId,
    /// Who asked.
    pub client: Pid,
    /// For what.
    pub body: O,
    /// When.
    pub called: Moment,
    /// When and how it was answered, if it was.
    pub returned: Option<(Moment, R)>,
}

/// The arming of a timer. Arming it anew is another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimerLife<T> {
    /// Whose.
    pub process: Pid,
    /// Which.
    pub timer: T,
    /// When.
    pub armed: Moment,
}

/// What a process said of its own doing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoteLife {
    /// When.
    pub when: Moment,
    /// Who.
    pub process: Pid,
    /// What.
    pub phrase: Phrase,
}

/// What a process declared to have done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactLife<F> {
    /// When.
    pub when: Moment,
    /// Who.
    pub process: Pid,
    /// What.
    pub fact: F,
}

/// Messages, operations, timers, notes and facts of a run, each in the order in which it began.
#[derive(Clone, Debug)]
pub struct Chronicle<P: Protocol> {
    step: u32,
    messages: Vec<MessageLife<P::Msg>>,
    open: Map<MessageId, u32>,
    operations: Vec<OperationLife<P::Op, P::Ret>>,
    timers: Vec<TimerLife<P::Timer>>,
    notes: Vec<NoteLife>,
    facts: Vec<FactLife<P::Fact>>,
}

impl<P: Protocol> Default for Chronicle<P> {
    fn default() -> Self {
        Chronicle {
            step: 0,
            messages: Vec::new(),
            open: Map::new(),
            operations: Vec::new(),
            timers: Vec::new(),
            notes: Vec::new(),
            facts: Vec::new(),
        }
    }
}

impl<P: Protocol> Chronicle<P> {
    /// All messages that were ever sent.
    pub fn messages(&self) -> &[MessageLife<P::Msg>] {
        &self.messages
    }
    /// All operations that were ever asked for.
    pub fn operations(&self) -> &[OperationLife<P::Op, P::Ret>] {
        &self.operations
    }
    /// All timers that were ever armed.
    pub fn timers(&self) -> &[TimerLife<P::Timer>] {
        &self.timers
    }
    /// All that processes said.
    pub fn notes(&self) -> &[NoteLife] {
        &self.notes
    }

    /// All that processes declared to have done.
    pub fn facts(&self) -> &[FactLife<P::Fact>] {
        &self.facts
    }

    /// What follows belongs to this step.
    pub(crate) fn turn_to(&mut self, step: u32) {
        self.step = step;
    }

    /// Forgets everything after `step`.
    pub(crate) fn truncate(&mut self, step: u32) {
        self.messages.truncate(self.messages.partition_point(|m| m.sent.0 <= step));
        self.operations.truncate(self.operations.partition_point(|o| o.called.0 <= step));
        self.timers.truncate(self.timers.partition_point(|t| t.armed.0 <= step));
        self.notes.truncate(self.notes.partition_point(|n| n.when.0 <= step));
        self.facts.truncate(self.facts.partition_point(|f| f.when.0 <= step));
        self.open.clear();
        for (i, message) in self.messages.iter_mut().enumerate() {
            message.end = message.end.filter(|(when, _)| when.0 <= step);
            message.rescheduled.retain(|(since, _)| *since <= step);
            if message.end.is_none() {
                self.open.insert(message.id, i as u32);
            }
        }
        for operation in &mut self.operations {
            if operation.returned.as_ref().is_some_and(|(when, _)| when.0 > step) {
                operation.returned = None;
            }
        }
    }

    fn open_message(&mut self, id: MessageId) -> Option<&mut MessageLife<P::Msg>> {
        self.open.get(&id).and_then(|&i| self.messages.get_mut(i as usize))
    }
}

impl<P: Protocol> Watch<P> for Chronicle<P> {
    fn see(&mut self, at: Time, what: Happening<'_, P>) {
        let when = (self.step, at);
        match what {
            Happening::Sent { id, msg, due } => {
                self.open.insert(id, self.messages.len() as u32);
                let life = MessageLife { id, msg: msg.clone(), sent: when, due, rescheduled: Vec::new(), end: None };
                self.messages.push(life);
            }
            Happening::Rescheduled(id, due) => {
                let step = self.step;
                if let Some(message) = self.open_message(id) {
                    message.rescheduled.push((step, due));
                }
            }
            Happening::Delivered(id) | Happening::Lost(id, _) => {
                let how = if let Happening::Lost(_, why) = what { Ended::Lost(why) } else { Ended::Delivered };
                if let Some(message) = self.open_message(id) {
                    message.end = Some((when, how));
                }
                self.open.remove(&id);
            }
            Happening::Called(id, client, body) => {
                self.operations.push(OperationLife { id, client, body: body.clone(), called: when, returned: None });
            }
            Happening::Returned(op, ret) => {
                if let Some(operation) = self.operations.get_mut(op.index()) {
                    operation.returned = Some((when, ret.clone()));
                }
            }
            Happening::Noted(process, phrase) => self.notes.push(NoteLife { when, process, phrase: phrase.clone() }),
            Happening::Told(process, fact) => self.facts.push(FactLife { when, process, fact: fact.clone() }),
            Happening::Armed(process, timer) => self.timers.push(TimerLife { process, timer: timer.clone(), armed: when }),
        }
    }
}
