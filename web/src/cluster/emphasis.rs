//! What stands out in the cluster: who took part in the reason of a broken promise, or what an event that is looked into has to
//! do with everything else.

use crate::inspector::Insight;
use crate::state::Lit;
use crate::ui::{Ui, say};
use std::collections::HashMap;
use synod_session::order::Map;
use synod_session::{Chart, Loss, MessageLine, OperationBar};
use synod_words::{Phrase, phrase};
use yew::prelude::AttrValue;

/// What something has to do with what is explained.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// It follows from it.
    After,
    /// It led to it.
    Before,
    /// It is where it happens.
    Here,
    /// It took part in the reason.
    Took,
}

/// A process that stands out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// What it has to do with it.
    pub part: Part,
    /// The operations of the reason that it asked for or answered, counted from one.
    pub operations: Vec<usize>,
}

/// All that stands out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Emphasis {
    /// Processes by their names.
    pub nodes: Map<String, Mark>,
    /// Messages by their places in the chart.
    pub messages: HashMap<u32, Part>,
}

impl Emphasis {
    /// An event that is looked into stands out before the reason of a promise.
    pub fn new(chart: &Chart, lit: &Lit, insight: Option<&Insight>) -> Emphasis {
        match insight {
            Some(insight) => of_event(chart, insight),
            None => of_reason(chart, lit),
        }
    }

    /// Whether nothing stands out.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.messages.is_empty()
    }

    /// Whether it shows an event with its causes, and not the reason of a promise.
    pub fn is_of_event(&self) -> bool {
        self.nodes.values().any(|mark| mark.part != Part::Took)
    }
}

impl Mark {
    /// What stands at the process: a word, or the numbers of its operations.
    pub fn sign(&self) -> Option<Phrase> {
        match self.part {
            Part::Here => Some(phrase!("here", "此处")),
            Part::Before => Some(phrase!("before", "之前")),
            Part::After => Some(phrase!("after", "之后")),
            Part::Took if self.operations.is_empty() => None,
            Part::Took => Some(Phrase::verbatim(numbers(&self.operations))),
        }
    }

    /// The same as part of a sentence, for those who do not see it.
    pub fn words(&self, ui: &Ui) -> AttrValue {
        match self.part {
            Part::Took if !self.operations.is_empty() => {
                say!(ui, "part of the reason, operation {0}", "属于原因，操作 {0}", numbers(&self.operations))
            }
            part => part.words(ui),
        }
    }
}

impl Part {
    /// What it has to do with it, for those who do not see it.
    pub fn words(self, ui: &Ui) -> AttrValue {
        match self {
            Part::After => say!(ui, "follows from the event", "由该事件而来"),
            Part::Before => say!(ui, "led to the event", "导致了该事件"),
            Part::Here => say!(ui, "the event is here", "事件在此处"),
            Part::Took => say!(ui, "part of the reason", "属于原因"),
        }
    }
}

fn numbers(operations: &[usize]) -> String {
    operations.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Who answered an operation: the senders of the messages that reached its client in time.
pub fn answered_by(chart: &Chart, lit: &Lit, operation: &OperationBar) -> Vec<String> {
    let until = operation.returned.map_or(u32::MAX, |r| r.0);
    let reached =
        |m: &&MessageLine| m.to == operation.client && m.sent.0 >= operation.called.0 && m.end.is_some_and(|e| e.0 <= until);
    let lines = lit.messages.iter().filter_map(|line| chart.messages.get(*line as usize)).filter(reached);
    let mut names: Vec<String> = lines.map(|m| m.from.clone()).collect();
    synod_session::order::sort(&mut names);
    names.dedup();
    names
}

fn of_reason(chart: &Chart, lit: &Lit) -> Emphasis {
    let mut found = Emphasis::default();
    let mut took = |name: &str, operation: Option<usize>| {
        let mark = found.nodes.entry(name.to_owned()).or_insert(Mark { part: Part::Took, operations: Vec::new() });
        mark.operations.extend(operation.filter(|number| !mark.operations.contains(number)));
    };
    for (number, place) in (1..).zip(&lit.operations) {
        let Some(operation) = chart.operations.get(*place as usize) else { continue };
        took(&operation.client, Some(number));
        for name in answered_by(chart, lit, operation) {
            took(&name, Some(number));
        }
    }
    for line in lit.messages.iter().filter_map(|line| chart.messages.get(*line as usize)) {
        took(&line.from, None);
        took(&line.to, None);
    }
    for name in &lit.processes {
        took(name, None);
    }
    found.messages = lit.messages.iter().map(|line| (*line, Part::Took)).collect();
    found
}

fn of_event(chart: &Chart, insight: &Insight) -> Emphasis {
    let step = insight.step;
    let part = |at: u32| {
        let within = |steps: &[u32]| steps.binary_search(&at).is_ok();
        if at == step {
            Some(Part::Here)
        } else if within(&insight.cone.past) {
            Some(Part::Before)
        } else {
            within(&insight.cone.future).then_some(Part::After)
        }
    };
    let mut nodes: Map<String, Mark> = Map::new();
    let mut at = |name: &str, step: u32| {
        if let Some(part) = part(step) {
            let mark = nodes.entry(name.to_owned()).or_insert(Mark { part, operations: Vec::new() });
            mark.part = mark.part.max(part);
        }
    };
    let mut messages = HashMap::new();
    for (place, line) in (0..).zip(&chart.messages) {
        at(&line.from, line.sent.0);
        let arrived = line.end.filter(|_| line.lost.is_none());
        if let Some((step, _)) = arrived {
            at(&line.to, step);
        }
        let led = arrived.and_then(|(step, _)| part(step)).filter(|part| *part != Part::After).map(|_| Part::Before);
        let follows = || part(line.sent.0).filter(|part| *part != Part::Before).map(|_| Part::After);
        messages.extend(led.or_else(follows).map(|part| (place, part)));
    }
    for operation in &chart.operations {
        at(&operation.client, operation.called.0);
        if let Some((step, _)) = operation.returned {
            at(&operation.client, step);
        }
    }
    if let Some(process) = insight.reasons.first().and_then(|reason| reason.process.as_ref()) {
        nodes.insert(process.clone(), Mark { part: Part::Here, operations: Vec::new() });
    }
    Emphasis { nodes, messages }
}

/// The last step up to `until` at which a process is known to have done or suffered something.
pub fn last_at(chart: &Chart, name: &str, until: u32) -> Option<u32> {
    let messages = chart.messages.iter().flat_map(|m| {
        let sent = (m.from == name).then_some(m.sent.0);
        let met = (m.to == name && matches!(m.lost, None | Some(Loss::ReceiverDown))).then_some(m.end).flatten().map(|e| e.0);
        sent.into_iter().chain(met)
    });
    let own = chart.operations.iter().filter(|op| op.client == name);
    let operations = own.flat_map(|op| std::iter::once(op.called.0).chain(op.returned.map(|r| r.0)));
    let out = chart.faults.iter().filter(|f| f.kind.takes_out() && f.rows.iter().any(|row| row == name));
    let faults = out.flat_map(|f| std::iter::once(f.from.0).chain(f.to.map(|to| to.0)));
    messages.chain(operations).chain(faults).filter(|step| *step <= until && *step > 0).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_session::MessageKind;

    fn line(from: &str, to: &str, sent: u32, end: u32) -> MessageLine {
        MessageLine {
            id: String::new(),
            from: from.into(),
            to: to.into(),
            sent: (sent, 0),
            due: 0,
            end: Some((end, 0)),
            lost: None,
            label: Phrase::verbatim("x"),
            kind: MessageKind::Request,
            owner: None,
        }
    }

    fn chart() -> Chart {
        let operation = OperationBar {
            client: "C1".into(),
            label: Phrase::verbatim("read x"),
            answer: None,
            outcome: None,
            owner: None,
            called: (1, 0),
            returned: Some((4, 0)),
            delays: Some(2),
        };
        let messages = vec![line("C1", "n1", 1, 2), line("C1", "n2", 1, 3), line("n1", "C1", 2, 4), line("n2", "C1", 3, 5)];
        Chart { operations: vec![operation], messages, ..Chart::default() }
    }

    #[test]
    fn those_who_answered_bear_the_number_of_the_operation() {
        let lit = Lit { operations: vec![0], messages: vec![0, 2], since: 4, ..Lit::default() };
        let found = Emphasis::new(&chart(), &lit, None);
        assert_eq!(found.nodes["n1"].operations, [1]);
        assert_eq!(found.nodes["C1"].operations, [1]);
        assert!(!found.nodes.contains_key("n2"));
        assert!(!found.is_of_event() && found.messages.len() == 2);
    }

    #[test]
    fn an_event_has_what_led_to_it_and_what_follows() {
        let cone = synod_session::Cone { step: 2, past: vec![1], future: vec![4] };
        let found = Emphasis::new(&chart(), &Lit::default(), Some(&Insight { step: 2, reasons: Vec::new(), cone }));
        assert_eq!(found.nodes["n1"].part, Part::Here);
        assert_eq!(found.nodes["C1"].part, Part::Before);
        assert_eq!(found.messages, HashMap::from([(0, Part::Before), (2, Part::After)]));
    }

    #[test]
    fn the_last_event_of_a_process_is_no_later_than_the_cursor() {
        assert_eq!(
            [last_at(&chart(), "n2", 2), last_at(&chart(), "n2", 9), last_at(&chart(), "C1", 9)],
            [None, Some(3), Some(5)]
        );
    }
}
