//! What stands out in the diagram: the witness of a broken promise, or what led to a picked event and what came of it.

use crate::run::Handle;
use crate::state::Lit;
use std::rc::Rc;
use synod_session::order::Map;
use synod_session::{Chart, Cone, Time};

/// How something stands out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Shade {
    /// It steps back.
    Dim,
    /// As always.
    Plain,
    /// The picked event led to it.
    Future,
    /// It led to the picked event.
    Past,
    /// It belongs to the reason why a promise is broken.
    Witness,
}

impl Shade {
    /// Its class.
    pub fn class(self) -> Option<&'static str> {
        match self {
            Shade::Dim => Some("dim"),
            Shade::Plain => None,
            Shade::Future => Some("future"),
            Shade::Past => Some("past"),
            Shade::Witness => Some("proof"),
        }
    }

    /// Whether it is drawn above the rest.
    pub fn is_lit(self) -> bool {
        !matches!(self, Shade::Dim | Shade::Plain)
    }
}

/// A picked event with what led to it and what it led to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picked {
    cone: Cone,
    /// Its time.
    pub at: Time,
    /// Its process, if it is the event of one.
    pub process: Option<String>,
    /// Until when what a process did led to it.
    pub pasts: Map<String, Time>,
    /// From when on what a process did came of it.
    pub futures: Map<String, Time>,
}

impl Picked {
    /// The event of this step.
    pub fn new(session: &Handle, chart: &Chart, step: u32) -> Option<Picked> {
        let reason = session.why(step, 1).into_iter().next()?;
        Some(Picked::of(session.cone(step), chart, reason.line.at, reason.process))
    }

    fn of(cone: Cone, chart: &Chart, at: Time, process: Option<String>) -> Picked {
        let own = || process.iter().map(|p| (p.clone(), at));
        let (pasts, futures) = (synod_session::order::map(own()), synod_session::order::map(own()));
        let mut picked = Picked { cone, at, process, pasts, futures };
        for message in &chart.messages {
            picked.reach(&message.from, message.sent);
            if let Some(end) = message.end.filter(|_| message.lost.is_none()) {
                picked.reach(&message.to, end);
            }
        }
        for op in &chart.operations {
            picked.reach(&op.client, op.called);
            if let Some(returned) = op.returned {
                picked.reach(&op.client, returned);
            }
        }
        picked
    }

    /// Reckons with an event of a process.
    fn reach(&mut self, process: &str, (step, at): (u32, Time)) {
        if self.before(step) {
            let last = self.pasts.entry(process.to_owned()).or_insert(at);
            *last = at.max(*last);
        } else if self.after(step) {
            let first = self.futures.entry(process.to_owned()).or_insert(at);
            *first = at.min(*first);
        }
    }

    fn before(&self, step: u32) -> bool {
        step == self.cone.step || self.cone.past.binary_search(&step).is_ok()
    }

    fn after(&self, step: u32) -> bool {
        step == self.cone.step || self.cone.future.binary_search(&step).is_ok()
    }

    /// How many of `steps` events led to it, how many came of it, and how many did neither.
    pub fn counts(&self, steps: u32) -> [u32; 3] {
        let (past, future) = (self.cone.past.len() as u32, self.cone.future.len() as u32);
        [past, future, steps.saturating_sub(past + future + 1)]
    }

    fn message(&self, sent: u32, end: Option<u32>) -> Shade {
        if end.is_some_and(|end| self.before(end)) {
            Shade::Past
        } else if self.after(sent) {
            Shade::Future
        } else {
            Shade::Dim
        }
    }
}

/// What stands out.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Light {
    /// Why a promise is broken.
    pub lit: Rc<Lit>,
    /// The event that is looked into.
    pub picked: Rc<Option<Picked>>,
}

impl Light {
    /// How a message stands out.
    pub fn message(&self, chart: &Chart, message: u32) -> Shade {
        if let (Some(picked), Some(line)) = (&*self.picked, chart.messages.get(message as usize)) {
            // A message that was lost led to nothing.
            let end = line.end.filter(|_| line.lost.is_none()).map(|end| end.0);
            return picked.message(line.sent.0, end);
        }
        match () {
            () if self.lit.messages.contains(&message) => Shade::Witness,
            () if self.lit.messages.is_empty() => Shade::Plain,
            () => Shade::Dim,
        }
    }

    /// How an operation stands out.
    pub fn operation(&self, chart: &Chart, operation: u32) -> Shade {
        if let (Some(picked), Some(op)) = (&*self.picked, chart.operations.get(operation as usize)) {
            return match picked.message(op.called.0, op.returned.map(|r| r.0)) {
                Shade::Dim if picked.before(op.called.0) => Shade::Past,
                shade => shade,
            };
        }
        if self.lit.operations.contains(&operation) { Shade::Witness } else { Shade::Plain }
    }

    /// Whether the answer to this operation broke the promise that is explained.
    pub fn breaks(&self, chart: &Chart, operation: u32) -> bool {
        let returned = chart.operations.get(operation as usize).and_then(|o| o.returned);
        self.lit.operations.contains(&operation) && returned.is_some_and(|r| r.0 == self.lit.since)
    }

    /// Whether this operation belongs to the reason why a promise is broken.
    pub fn is_witness(&self, operation: u32) -> bool {
        self.lit.operations.contains(&operation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_session::{MessageKind, MessageLine};
    use synod_words::Phrase;

    fn message(from: &str, to: &str, sent: (u32, Time), end: (u32, Time)) -> MessageLine {
        MessageLine {
            id: format!("{from}>{to}"),
            from: from.into(),
            to: to.into(),
            sent,
            due: end.1,
            end: Some(end),
            lost: None,
            label: Phrase::verbatim("m"),
            kind: MessageKind::Request,
            owner: None,
        }
    }

    #[test]
    fn past_future_and_neither_are_told_apart() {
        // a tells b (1 to 3), b tells c (3 to 5); meanwhile d tells a (2 to 4).
        let messages =
            vec![message("a", "b", (1, 10), (3, 30)), message("b", "c", (3, 30), (5, 50)), message("d", "a", (2, 20), (4, 40))];
        let chart = Chart { messages, end: 60, ..Chart::default() };
        let cone = Cone { step: 3, past: vec![1], future: vec![5] };
        let picked = Picked::of(cone, &chart, 30, Some("b".into()));
        assert_eq!(picked.counts(5), [1, 1, 2]);
        assert_eq!(picked.pasts, Map::from([("a".into(), 10), ("b".into(), 30)]));
        assert_eq!(picked.futures, Map::from([("b".into(), 30), ("c".into(), 50)]));
        let light = Light { picked: Rc::new(Some(picked)), ..Light::default() };
        assert_eq!([0, 1, 2].map(|i| light.message(&chart, i)), [Shade::Past, Shade::Future, Shade::Dim]);
    }

    #[test]
    fn the_messages_of_a_witness_stand_out() {
        let chart = Chart { messages: vec![message("a", "b", (1, 10), (3, 30)); 2], end: 60, ..Chart::default() };
        let lit = |messages: Vec<u32>| Light { lit: Rc::new(Lit { messages, ..Lit::default() }), ..Light::default() };
        assert_eq!([0, 1].map(|i| lit(vec![1]).message(&chart, i)), [Shade::Dim, Shade::Witness]);
        assert_eq!(lit(Vec::new()).message(&chart, 0), Shade::Plain);
    }
}
