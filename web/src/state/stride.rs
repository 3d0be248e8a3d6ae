//! How far a step goes: to the next event, operation, or change of a promise.

use super::State;
use synod_session::{Chart, StandingChange};
use synod_words::{Arg, Phrase, phrase};

/// What a step leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Stride {
    /// Any event.
    #[default]
    Event,
    /// An operation is called or answered.
    Operation,
    /// A promise breaks, or turns out to hold.
    Promise,
}

impl Stride {
    /// All of them, as they are offered.
    pub const ALL: [Stride; 3] = [Stride::Event, Stride::Operation, Stride::Promise];

    /// What it is called.
    pub fn name(self) -> Phrase {
        match self {
            Stride::Event => phrase!("event", "事件"),
            Stride::Operation => phrase!("operation", "操作"),
            Stride::Promise => phrase!("promise", "承诺"),
        }
    }
}

/// The step `by` strides away from `from`; none where there are not so many.
pub fn stop(chart: &Chart, changes: &[StandingChange], steps: u32, (stride, by): (Stride, i32), from: u32) -> Option<u32> {
    let mut stops: Vec<u32> = match stride {
        Stride::Event => {
            let step = from.saturating_add_signed(by).min(steps);
            return (step != from).then_some(step);
        }
        Stride::Operation => {
            chart.operations.iter().flat_map(|op| std::iter::once(op.called.0).chain(op.returned.map(|r| r.0))).collect()
        }
        Stride::Promise => changes.iter().map(|change| change.step).collect(),
    };
    synod_session::order::sort(&mut stops);
    stops.dedup();
    let away = by.unsigned_abs().max(1) as usize - 1;
    if by < 0 {
        stops.iter().rev().filter(|step| **step < from).nth(away).copied()
    } else {
        stops.iter().filter(|step| **step > from).nth(away).copied()
    }
}

impl State {
    /// Steps, and says where that led to.
    pub(super) fn stride(&mut self, stride: Stride, by: i32) {
        if self.beside.is_some() && stride == Stride::Event {
            self.step_both(by);
            return;
        }
        let run = &self.run;
        let Some(step) = stop(&run.chart, &run.changes, run.steps, (stride, by), run.cursor()) else {
            let (start, end) = (phrase!("At the start.", "位于开头。"), phrase!("At the end.", "位于结尾。"));
            self.said = Some(match (stride, by < 0) {
                (Stride::Event, true) => start,
                (Stride::Event, false) => end,
                (Stride::Operation, true) => phrase!("No operation before this.", "此前没有操作。"),
                (Stride::Operation, false) => phrase!("No operation after this.", "此后没有操作。"),
                (Stride::Promise, true) => phrase!("No promise changes before this.", "此前没有承诺变化。"),
                (Stride::Promise, false) => phrase!("No promise changes after this.", "此后没有承诺变化。"),
            });
            return;
        };
        self.go(step);
        let line = step.checked_sub(1).and_then(|_| self.run.session.events(step, 1).pop());
        self.said = Some(match line {
            Some(line) => {
                let told = phrase!("{0}: {1}.", "{0}：{1}。", Arg::TimeUs(line.at), line.phrase);
                self.changes_here().into_iter().fold(told, |told, change| phrase!("{0} {1}", "{0}{1}", told, change))
            }
            None => phrase!("At the start.", "位于开头。"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_session::{Becomes, OperationBar};

    fn chart(operations: &[(u32, Option<u32>)]) -> Chart {
        let bar = |(called, returned): &(u32, Option<u32>)| OperationBar {
            client: "C1".into(),
            label: Phrase::verbatim("read x"),
            answer: None,
            outcome: None,
            owner: None,
            called: (*called, 0),
            returned: returned.map(|step| (step, 0)),
            delays: None,
        };
        Chart { operations: operations.iter().map(bar).collect(), ..Chart::default() }
    }

    fn changes(steps: &[u32]) -> Vec<StandingChange> {
        steps.iter().map(|step| StandingChange { step: *step, at: 0, promise: 0, becomes: Becomes::Broken }).collect()
    }

    #[test]
    fn an_event_is_one_step_away_and_the_ends_are_ends() {
        let chart = chart(&[]);
        assert_eq!(stop(&chart, &[], 9, (Stride::Event, 1), 3), Some(4));
        assert_eq!(stop(&chart, &[], 9, (Stride::Event, -1), 0), None);
        assert_eq!(stop(&chart, &[], 9, (Stride::Event, 1), 9), None);
    }

    #[test]
    fn an_operation_is_stepped_to_where_it_is_called_and_where_it_is_answered() {
        let chart = chart(&[(1, Some(8)), (5, None), (5, Some(12))]);
        let go = |by, from| stop(&chart, &[], 20, (Stride::Operation, by), from);
        assert_eq!([go(1, 0), go(1, 1), go(1, 5), go(1, 8), go(1, 12)], [Some(1), Some(5), Some(8), Some(12), None]);
        assert_eq!([go(-1, 12), go(-1, 6), go(-1, 1)], [Some(8), Some(5), None]);
    }

    #[test]
    fn two_promises_that_change_at_once_are_one_stop() {
        let changes = changes(&[7, 7, 15]);
        let go = |by, from| stop(&Chart::default(), &changes, 20, (Stride::Promise, by), from);
        assert_eq!([go(1, 0), go(1, 7), go(1, 15)], [Some(7), Some(15), None]);
        assert_eq!([go(-1, 20), go(-1, 15), go(-1, 7)], [Some(15), Some(7), None]);
    }
}
