//! The messages on their way: a mark for their kind, a trail, and a label that covers nothing.

use super::emphasis::Emphasis;
use super::mark::{Mark, label_width};
use super::scene::Scene;
use super::shapes::{moved, owner_class};
use crate::geometry::{Point, Rect, place, px};
use crate::state::Target;
use crate::ui::Ui;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use synod_session::{Frame, MessageKind, Transit};
use synod_words::{Phrase, phrase};
use yew::prelude::*;

/// With more messages than this, only some of them are labelled: those that stand out, and the newest on every way.
const CROWD: usize = 12;

/// The ways that the messages have come.
pub fn trails(scene: &Scene, frame: &Frame, at: f64, emphasis: &Emphasis) -> Html {
    let lines = frame.messages.iter().filter_map(|m| {
        let ((from, _), to) = (scene.way(m)?, scene.message(m, at)?);
        Some(html! {
            <path key={m.id.clone()} class={classes!("trail", owner_class(m.owner), dimmed(emphasis, m).then_some("dim"))}
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
    (open, emphasis): (Option<&Target>, &Emphasis),
    last: &mut HashMap<String, usize>,
) -> Html {
    let seen: Vec<(usize, Point)> =
        frame.messages.iter().enumerate().filter_map(|(i, m)| Some((i, scene.message(m, at)?))).collect();
    let labels = labels(ui, scene, frame, &seen, emphasis, last);
    last.clear();
    let marks = seen.into_iter().zip(labels).map(|((index, at), place)| {
        let Transit { id, line, .. } = &frame.messages[index];
        if let Some(place) = place {
            last.insert(id.clone(), place);
        }
        let open = matches!(open, Some(Target::Message(open)) if open == id);
        let part = emphasis.messages.get(line).copied();
        let dim = dimmed(emphasis, &frame.messages[index]);
        html! {
            <g key={id.clone()} transform={moved(at.x, at.y)}>
                <Mark frame={frame.clone()} {index} {place} {open} {part} {dim} lang={ui.lang.tag()} />
            </g>
        }
    });
    html! { <g class="messages">{ for marks }</g> }
}

/// Which of the places around its dot each label takes, if any.
fn labels(
    ui: &Ui,
    scene: &Scene,
    frame: &Frame,
    seen: &[(usize, Point)],
    emphasis: &Emphasis,
    last: &HashMap<String, usize>,
) -> Vec<Option<usize>> {
    let messages: Vec<&Transit> = seen.iter().map(|(index, _)| &frame.messages[*index]).collect();
    let wanted = wanted(&messages, emphasis);
    let dots: Vec<place::Dot> = seen
        .iter()
        .zip(&messages)
        .enumerate()
        .map(|(i, ((_, at), message))| {
            // The width of a label that nobody wants is not asked for.
            let width = if wanted.contains(&i) { label_width(&ui.text(&message.label)) } else { 0.0 };
            place::Dot { at: *at, width, last: last.get(&message.id).copied() }
        })
        .collect();
    let mut obstacles: Vec<Rect> = scene.places.iter().map(|p| p.spot.bounds(3.0)).collect();
    let signs = scene.places.iter().filter(|p| emphasis.nodes.contains_key(&p.name));
    obstacles.extend(signs.map(|p| Rect::around(p.spot.at.plus(Point::new(0.0, -1.0), p.spot.radius() + 4.0), 22.0, 11.0)));
    let page = Rect { x: 2.0, y: 2.0, w: scene.size.0 - 4.0, h: scene.size.1 - 4.0 };
    place::labels(&dots, &wanted, &obstacles, &page).into_iter().map(|placed| placed.map(|(place, _)| place)).collect()
}

/// Whether something else stands out, and this does not.
fn dimmed(emphasis: &Emphasis, message: &Transit) -> bool {
    !emphasis.is_empty() && !emphasis.messages.contains_key(&message.line)
}

/// Which messages are to be labelled, the most wanted first.
fn wanted(messages: &[&Transit], emphasis: &Emphasis) -> Vec<usize> {
    let mut order: Vec<usize> = (0..messages.len()).collect();
    order.sort_by_key(|i| (!emphasis.messages.contains_key(&messages[*i].line), std::cmp::Reverse(messages[*i].sent)));
    if messages.len() > CROWD {
        let mut ways: HashSet<(&str, &str)> = HashSet::new();
        let own = |i: &usize| emphasis.messages.contains_key(&messages[*i].line);
        order.retain(|i| own(i) || ways.insert((&messages[*i].from, &messages[*i].to)));
        order.truncate(CROWD);
    }
    order
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
