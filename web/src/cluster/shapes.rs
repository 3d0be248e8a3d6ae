//! The shapes of messages and the colours of owners, the same in both pictures.

use crate::geometry::px;
use synod_session::MessageKind;
use yew::prelude::*;

/// How many owners have a colour of their own; then the colours come round again.
const COLOURS: u32 = 5;

/// The class that gives an element the colour of an owner.
pub fn owner_class(owner: Option<u32>) -> &'static str {
    match owner.map(|o| o % COLOURS) {
        None => "o-none",
        Some(0) => "o-1",
        Some(1) => "o-2",
        Some(2) => "o-3",
        Some(3) => "o-4",
        Some(_) => "o-5",
    }
}

/// The mark of a message of this kind, around the origin.
pub fn mark(kind: MessageKind, r: f64) -> Html {
    let diamond = || format!("M0 {a}L{b} 0 0 {b} {a} 0z", a = px(-1.25 * r), b = px(1.25 * r));
    match kind {
        MessageKind::Request => html! { <circle class="mark solid" r={px(r)} /> },
        MessageKind::Yes => html! { <path class="mark solid" d={diamond()} /> },
        MessageKind::No => html! { <path class="mark hollow" d={diamond()} /> },
        MessageKind::Heartbeat => html! { <circle class="mark hollow" r={px(0.72 * r)} /> },
    }
}

/// A translation as an attribute.
pub fn moved(x: f64, y: f64) -> String {
    format!("translate({} {})", px(x), px(y))
}
