//! The steps of a run in words.

use crate::acts::describe;
use crate::frame::EventLine;
use crate::names::Names;
use synod_kernel::{Action, Ended, Loss, Timeline};
use synod_protocols::Erased;
use synod_words::{Phrase, phrase};

/// The steps from the `from`-th on, counted from 1, at most `count`.
pub(crate) fn lines(lab: &Erased, names: &Names, timeline: &Timeline<Erased>, from: u32, count: u32) -> Vec<EventLine> {
    let first = from.max(1);
    let steps = timeline.steps().iter().enumerate().skip(first as usize - 1).take(count as usize);
    let notes = timeline.chronicle().notes();
    let line = |(i, step): (usize, &synod_kernel::Step<Erased>)| {
        let number = i as u32 + 1;
        let begin = notes.partition_point(|note| note.when.0 < number);
        let told = notes[begin..].iter().take_while(|note| note.when.0 == number);
        EventLine {
            step: number,
            at: step.event.at,
            phrase: tell(lab, names, timeline, number, &step.event.action),
            notes: told.map(|note| phrase!("{0} {1}", "{0} {1}", names.of(note.process), note.phrase.clone())).collect(),
            decided: step.decision.is_some(),
        }
    };
    steps.map(line).collect()
}

/// An arrival is told by what arrives; everything else by what is done.
fn tell(lab: &Erased, names: &Names, timeline: &Timeline<Erased>, step: u32, action: &Action<Erased>) -> Phrase {
    let (Action::Deliver(id) | Action::Drop(id) | Action::Delay(id, _) | Action::Duplicate(id)) = action else {
        return describe(names, lab, action);
    };
    let messages = timeline.chronicle().messages();
    let sent_before = messages.partition_point(|message| message.sent.0 < step);
    let ends_here = |end: Option<((u32, u64), Ended)>| end.is_none_or(|(when, _)| when.0 >= step);
    let found = messages[..sent_before].iter().rev().find(|message| message.id == *id && ends_here(message.end));
    let Some(message) = found else { return describe(names, lab, action) };
    let (from, to, what) = (names.of(id.from), names.of(id.to), lab.show_message(&message.msg).label);
    match (action, message.end) {
        (Action::Deliver(_), Some((_, Ended::Lost(Loss::ReceiverDown)))) => {
            phrase!("{1} is down: “{2}” from {0} is lost", "{1} 已宕机：来自 {0} 的“{2}”丢失", from, to, what)
        }
        (Action::Deliver(_), _) => phrase!("{1} receives “{2}” from {0}", "{1} 收到 {0} 的“{2}”", from, to, what),
        (Action::Drop(_), _) => phrase!("“{2}” from {0} to {1} is lost", "{0} 发给 {1} 的“{2}”丢失", from, to, what),
        (Action::Delay(_, by_us), _) => {
            let by = synod_words::Arg::TimeUs(*by_us);
            phrase!("“{2}” from {0} to {1} takes {3} longer", "{0} 发给 {1} 的“{2}”再晚 {3}", from, to, what, by)
        }
        _ => phrase!("“{2}” from {0} to {1} is duplicated", "{0} 发给 {1} 的“{2}”被复制", from, to, what),
    }
}
