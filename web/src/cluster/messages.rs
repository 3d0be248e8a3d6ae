//! The messages on their way: a mark for their kind, a trail, and a label that covers nothing.

use super::mark::{Mark, label_width};
use super::scene::Scene;
use super::shapes::{moved, owner_class};
use crate::geometry::{Point, Rect, place, px};
use crate::state::Target;
use crate::ui::Ui;
use std::collections::HashMap;
use std::rc::Rc;
use synod_session::{Frame, MessageKind};
use synod_words::{Phrase, phrase};
use yew::prelude::*;

/// With more messages than this, labels are shown for the one under the pointer or the focus only.
const CROWD: usize = 12;

/// The ways that the messages have come.
pub fn trails(scene: &Scene, frame: &Frame, at: f64) -> Html {
    let lines = frame.messages.iter().filter_map(|m| {
        let ((from, _), to) = (scene.way(m)?, scene.message(m, at)?);
        Some(html! {
            <path key={m.id.clone()} class={classes!("trail", owner_class(m.owner))}
                d={format!("M{} {}L{} {}", px(from.x), px(from.y), px(to.x), px(to.y))} />
        })
    });
    html! { <g class="trails" aria-hidden="true">{ for lines }</g> }
}

/// The messages. `last` remembers where each label stood.
pub fn messages(
    ui: &Ui,
    scene: &Scene,
    frame: &Rc<Frame>,
    at: f64,
    open: Option<&Target>,
    last: &mut HashMap<String, usize>,
) -> Html {
    let seen: Vec<(usize, Point)> =
        frame.messages.iter().enumerate().filter_map(|(i, m)| Some((i, scene.message(m, at)?))).collect();
    let labels = if seen.len() > CROWD { vec![None; seen.len()] } else { labels(ui, scene, frame, &seen, last) };
    last.clear();
    let marks = seen.into_iter().zip(labels).map(|((index, at), place)| {
        let id = &frame.messages[index].id;
        if let Some(place) = place {
            last.insert(id.clone(), place);
        }
        let open = matches!(open, Some(Target::Message(open)) if open == id);
        html! {
            <g key={id.clone()} transform={moved(at.x, at.y)}>
                <Mark frame={frame.clone()} {index} {place} {open} lang={ui.lang.tag()} />
            </g>
        }
    });
    html! { <g class="messages">{ for marks }</g> }
}

/// Which of the places around its dot each label takes, if any.
fn labels(ui: &Ui, scene: &Scene, frame: &Frame, seen: &[(usize, Point)], last: &HashMap<String, usize>) -> Vec<Option<usize>> {
    let dots: Vec<place::Dot> = seen
        .iter()
        .map(|(index, at)| {
            let message = &frame.messages[*index];
            place::Dot { at: *at, width: label_width(&ui.text(&message.label)), last: last.get(&message.id).copied() }
        })
        .collect();
    let obstacles: Vec<Rect> = scene.places.iter().map(|p| p.spot.bounds(3.0)).collect();
    let page = Rect { x: 2.0, y: 2.0, w: scene.size.0 - 4.0, h: scene.size.1 - 4.0 };
    place::labels(&dots, &obstacles, &page).into_iter().map(|placed| placed.map(|(place, _)| place)).collect()
}

/// What kind of message it is.
pub fn kind_words(kind: MessageKind) -> Phrase {
    match kind {
        MessageKind::Request => phrase!("Request", "请求"),
        MessageKind::Yes => phrase!("Answer", "应答"),
        MessageKind::No => phrase!("Refusal", "拒绝"),
        MessageKind::Heartbeat => phrase!("Heartbeat", "心跳"),
    }
}
