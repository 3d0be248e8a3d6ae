//! What led to what: the order that Lamport calls *happened before* (Time, clocks, and the ordering of events, CACM 1978), over the
//! steps of a run.

use crate::frame::EventLine;
use crate::trace::Trace;
use synod_protocols::Rule;

/// What led to a step, and what it led to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cone {
    /// The step.
    pub step: u32,
    /// The steps that happened before it, ascending, without itself.
    pub past: Vec<u32>,
    /// The steps that it happened before, ascending, without itself.
    pub future: Vec<u32>,
}

/// A link in the chain of causes of a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// The event.
    pub line: EventLine,
    /// The process that acted; none for an event of the network.
    pub process: Option<String>,
    /// The rule by which it acted; none where it only suffered something.
    pub rule: Option<Rule>,
    /// The message whose arrival this is: its place in [`Chart::messages`](crate::Chart::messages).
    pub message: Option<u32>,
}

/// What led to `step`, and what it led to.
pub(crate) fn cone(trace: &Trace, step: u32) -> Cone {
    Cone { step, past: trace.past(step), future: trace.future(step) }
}

/// The chain of causes of `step`, itself first, at most `count` of them.
pub(crate) fn chain(trace: &Trace, step: u32, count: u32) -> Vec<u32> {
    let next = |step: &u32| Some(trace.cause(*step)).filter(|cause| *cause > 0 && cause < step);
    std::iter::successors(Some(step).filter(|s| *s > 0), next).take(count as usize).collect()
}
