//! The messages on their way: a mark for their kind, a trail, and a label that covers nothing.

use super::emphasis::{Emphasis, Part};
use super::scene::Scene;
use super::shapes::{mark, moved, owner_class};
use crate::geometry::{Point, Rect, place, px, text};
use crate::state::{Action, Target};
use crate::ui::{Ui, say};
use std::collections::{HashMap, HashSet};
use synod_session::{Frame, MessageKind, Transit};
use synod_words::{Phrase, phrase};
use yew::prelude::*;

/// With more messages than this, only some of them are labelled: those that stand out, and the newest on every way.
const CROWD: usize = 12;
/// The size of a label's letters.
const LETTERS: f64 = 12.0;

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
    frame: &Frame,
    at: f64,
    (open, emphasis): (Option<&Target>, &Emphasis),
    last: &mut HashMap<String, usize>,
) -> Html {
    let seen: Vec<(&Transit, Point, AttrValue)> =
        frame.messages.iter().filter_map(|m| Some((m, scene.message(m, at)?, ui.text(&m.label)))).collect();
    let dots: Vec<place::Dot> = seen
        .iter()
        .map(|(m, at, label)| place::Dot {
            at: *at,
            width: text::em(label).mul_add(LETTERS, 14.0),
            last: last.get(&m.id).copied(),
        })
        .collect();
    let mut obstacles: Vec<Rect> = scene.places.iter().map(|p| p.spot.bounds(3.0)).collect();
    let signs = scene.places.iter().filter(|p| emphasis.nodes.contains_key(&p.name));
    obstacles.extend(signs.map(|p| Rect::around(p.spot.at.plus(Point::new(0.0, -1.0), p.spot.radius() + 4.0), 22.0, 11.0)));
    let page = Rect { x: 2.0, y: 2.0, w: scene.size.0 - 4.0, h: scene.size.1 - 4.0 };
    let wanted = wanted(&seen.iter().map(|s| s.0).collect::<Vec<_>>(), emphasis);
    let labels = place::labels(&dots, &wanted, &obstacles, &page);
    last.clear();
    let marks = seen.iter().zip(dots).zip(labels).map(|(((message, at, label), dot), placed)| {
        if let Some((place, _)) = placed {
            last.insert(message.id.clone(), place);
        }
        let rect = placed.map_or_else(|| place::preferred(&dot), |p| p.1);
        let is_open = open.is_some_and(|o| *o == Target::Message(message.id.clone()));
        one(ui, message, *at, label, rect, (placed.is_some() || is_open, is_open), emphasis)
    });
    html! { <g class="messages">{ for marks }</g> }
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

/// Whether something else stands out, and this does not.
fn dimmed(emphasis: &Emphasis, message: &Transit) -> bool {
    !emphasis.is_empty() && !emphasis.messages.contains_key(&message.line)
}

fn one(
    ui: &Ui,
    message: &Transit,
    at: Point,
    label: &AttrValue,
    rect: Rect,
    (shown, open): (bool, bool),
    emphasis: &Emphasis,
) -> Html {
    let press = Action::Press(Target::Message(message.id.clone()));
    let kind = ui.text(&kind_words(message.kind));
    let part = emphasis.messages.get(&message.line).copied();
    let said = part.map(|part| format!(", {}", part.words(ui)));
    let stands = match part {
        Some(Part::After) => "out after",
        Some(_) => "out",
        None if emphasis.is_empty() => "",
        None => "dim",
    };
    html! {
        <g key={message.id.clone()} class={classes!("message", owner_class(message.owner), (!shown).then_some("quiet"), open.then_some("open"), stands)}
            transform={moved(at.x, at.y)} role="button" tabindex="0" data-testid="message" data-message={message.id.clone()}
            aria-label={say!(ui, "{0} from {1} to {2}: {3}{4}", "{0}，{1} → {2}：{3}{4}", kind.as_str(), message.from.as_str(),
                message.to.as_str(), label.as_str(), said.unwrap_or_default())} data-part={part.is_some().then_some("true")}
            onclick={ui.on(press.clone())} onkeydown={ui.on_press(press)}>
            <circle class="message-hit" r="15" />
            if part.is_some() { <circle class="message-ring" r="11" /> }
            { mark(message.kind, 6.5) }
            <g class="chip" transform={moved(rect.x - at.x, rect.y - at.y)}>
                <rect width={px(rect.w)} height={px(rect.h)} rx="4" /><text x="7" y="14">{ label }</text>
            </g>
        </g>
    }
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
