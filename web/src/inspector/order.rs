//! Which of two events happened before the other (Lamport 1978), said in a sentence.

use super::Insight;
use crate::ui::{Ui, say};
use synod_session::{Reason, Time};
use synod_words::{Arg, Phrase};
use yew::prelude::*;

/// The event that others are compared with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Anchor {
    step: u32,
    at: Time,
    words: Phrase,
}

impl Anchor {
    fn of(event: &Reason) -> Anchor {
        Anchor { step: event.line.step, at: event.line.at, words: event.line.phrase.clone() }
    }
}

/// A button that keeps the event at hand, and the sentence about it and the event that is picked next.
pub fn compared(ui: &Ui, insight: &Insight, event: &Reason, anchor: &UseStateHandle<Option<Anchor>>) -> Html {
    let toggle = {
        let (anchor, here) = (anchor.clone(), Anchor::of(event));
        Callback::from(move |_: MouseEvent| anchor.set(if anchor.is_some() { None } else { Some(here.clone()) }))
    };
    html! {
        <div class="inspector-compare">
            <button type="button" class="link" data-testid="inspector-compare" aria-pressed={anchor.is_some().to_string()} onclick={toggle}>
                { say!(ui, "Compare with another event", "与另一事件比较先后") }
            </button>
            if let Some(anchor) = &**anchor {
                <p role="status" data-testid="inspector-order">{ sentence(ui, insight, event, anchor) }</p>
            }
        </div>
    }
}

/// What is known of the order of the two events.
fn sentence(ui: &Ui, insight: &Insight, event: &Reason, anchor: &Anchor) -> AttrValue {
    let named = |at: Time, words: &Phrase| say!(ui, "“{0}” ({1})", "“{0}”（{1}）", ui.text(words).as_str(), Arg::TimeUs(at));
    let first = named(anchor.at, &anchor.words);
    let other = named(event.line.at, &event.line.phrase);
    if anchor.step == insight.step {
        say!(ui, "Now pick the other event.", "请选择另一个事件。")
    } else if insight.cone.past.binary_search(&anchor.step).is_ok() {
        say!(ui, "{0} happened before {1}.", "{0} 发生在 {1} 之前。", first.as_str(), other.as_str())
    } else if insight.cone.future.binary_search(&anchor.step).is_ok() {
        say!(ui, "{0} happened before {1}.", "{0} 发生在 {1} 之前。", other.as_str(), first.as_str())
    } else {
        say!(
            ui,
            "{0} and {1} are concurrent: neither can have led to the other.",
            "{0} 与 {1} 并发：谁也不可能导致谁。",
            first.as_str(),
            other.as_str()
        )
    }
}
