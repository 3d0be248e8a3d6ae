//! A message in the picture: the mark for its kind, and its label.

use super::emphasis::Part;
use super::messages::kind_words;
use super::shapes::{mark, moved, owner_class};
use crate::geometry::{place, px, text};
use crate::state::{Action, Target};
use crate::ui::{say, use_ui};
use std::rc::Rc;
use synod_session::{Frame, Transit};
use yew::prelude::*;

/// The size of a label's letters.
const LETTERS: f64 = 12.0;

/// How wide a label is.
pub fn label_width(label: &str) -> f64 {
    text::em(label).mul_add(LETTERS, 14.0)
}

/// What a message looks like, wherever it is: hundreds of them move in every frame, and none is drawn anew for that.
#[derive(Properties, Clone)]
pub struct Props {
    pub frame: Rc<Frame>,
    /// The message's place in the frame.
    pub index: usize,
    /// The place of its label, where that is free.
    pub place: Option<usize>,
    pub open: bool,
    /// What it has to do with what is explained.
    pub part: Option<Part>,
    /// Whether something else stands out.
    pub dim: bool,
    pub lang: &'static str,
}

impl Props {
    fn message(&self) -> &Transit {
        &self.frame.messages[self.index]
    }
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        (self.place, self.open, self.part, self.dim, self.lang) == (other.place, other.open, other.part, other.dim, other.lang)
            && ((Rc::ptr_eq(&self.frame, &other.frame) && self.index == other.index) || self.message() == other.message())
    }
}

/// The mark of a message with its label, around the origin.
#[component]
pub fn Mark(props: &Props) -> Html {
    let ui = use_ui();
    let Props { place, open, part, dim, .. } = *props;
    let message = props.message();
    let press = Action::Press(Target::Message(message.id.clone()));
    let (kind, label) = (ui.text(&kind_words(message.kind)), ui.text(&message.label));
    let quiet = place.is_none() && !open;
    let said = part.map(|part| format!(", {}", part.words(&ui)));
    let stands = match part {
        Some(Part::After) => "out after",
        Some(_) => "out",
        None if dim => "dim",
        None => "",
    };
    let rect = place::beside_dot(label_width(&label), place.unwrap_or(0));
    html! {
        <g class={classes!("message", owner_class(message.owner), quiet.then_some("quiet"), open.then_some("open"), stands)}
            role="button" tabindex="0" data-testid="message" data-message={message.id.clone()}
            aria-label={say!(ui, "{0} from {1} to {2}: {3}{4}", "{0}，{1} → {2}：{3}{4}", kind.as_str(), message.from.as_str(),
                message.to.as_str(), label.as_str(), said.unwrap_or_default())} data-part={part.is_some().then_some("true")}
            onclick={ui.on(press.clone())} onkeydown={ui.on_press(press)}>
            <circle class="message-hit" r="15" />
            if part.is_some() { <circle class="message-ring" r="11" /> }
            { mark(message.kind, 6.5) }
            <g class="chip" transform={moved(rect.x, rect.y)}>
                <rect width={px(rect.w)} height={px(rect.h)} rx="4" /><text x="7" y="14">{ label }</text>
            </g>
        </g>
    }
}
