//! The links of the cluster, and the line of a partition.

use super::scene::{Condition, Scene, condition, conditions};
use crate::geometry::{Point, px};
use crate::state::{Action, Target, Tool};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{LinkView, Time};
use synod_words::{Arg, Phrase, phrase};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub scene: Rc<Scene>,
    pub links: Rc<Vec<LinkView>>,
    /// Since when the cluster is divided.
    pub since: Option<Time>,
    pub tool: Option<Tool>,
    /// The link that is looked into.
    pub open: Option<(String, String)>,
}

/// All links: those between servers always, those of clients where there is something to see or to cut.
#[component]
pub fn Links(props: &Props) -> Html {
    let ui = use_ui();
    let Props { scene, links, since, tool, open } = props;
    let conditions = conditions(links);
    let divided = scene.dividing_lines(links);
    let mut shown = Vec::new();
    for (i, a) in scene.places.iter().enumerate() {
        for b in &scene.places[i + 1..] {
            let condition = condition(&conditions, &a.name, &b.name);
            let of_client = a.client || b.client;
            // The line of a partition says it for the clients' links that it crosses.
            let plain = condition.usual() || (condition.severed() && !divided.is_empty());
            if (a.client && b.client) || (of_client && plain && *tool != Some(Tool::Cut)) {
                continue;
            }
            let ends = (a.spot.edge(b.spot.at, 0.0), b.spot.edge(a.spot.at, 0.0));
            let is_open = open.as_ref().is_some_and(|(x, y)| (x, y) == (&a.name, &b.name) || (y, x) == (&a.name, &b.name));
            shown.push(link(&ui, (&a.name, &b.name), ends, condition, (of_client && condition.usual(), is_open)));
        }
    }
    html! {
        <g class="links">
            { for shown }
            { for divided.iter().enumerate().map(|(i, line)| division(*line, (i == 0).then(|| split_words(&ui, *since)))) }
        </g>
    }
}

fn link(ui: &Ui, (a, b): (&str, &str), (from, to): (Point, Point), condition: Condition, (faint, open): (bool, bool)) -> Html {
    let d = format!("M{} {}L{} {}", px(from.x), px(from.y), px(to.x), px(to.y));
    let cut = condition.forth_cut || condition.back_cut;
    let class = classes!(
        "link-line",
        cut.then_some("cut"),
        (condition.times > 1).then_some("slow"),
        faint.then_some("faint"),
        open.then_some("open")
    );
    let arrow = match (condition.forth_cut, condition.back_cut) {
        (true, false) => Some(chevron(from, to)),
        (false, true) => Some(chevron(to, from)),
        _ => None,
    };
    html! {
        <g {class} role="button" tabindex="-1" data-testid={format!("link-{a}-{b}")} data-cut={cut.to_string()} key={format!("{a}-{b}")}
            aria-label={format!("{a} – {b}: {}", ui.text(&words(condition, a, b)))} onclick={ui.on(Action::Press(Target::Link(a.into(), b.into())))}>
            <path class="link-hit" d={d.clone()} />
            <path class="link-stroke" {d} />
            if let Some(d) = arrow { <path class="link-arrow" {d} /> }
            if condition.times > 1 { <path class="link-dots" d={format!("M{} {}L{} {}", px(from.x), px(from.y), px(to.x), px(to.y))} /> }
        </g>
    }
}

/// How a link is, in words.
pub fn words(condition: Condition, a: &str, b: &str) -> Phrase {
    match condition {
        Condition { forth_cut: true, back_cut: true, .. } => phrase!("cut both ways", "双向切断"),
        Condition { forth_cut: true, .. } => phrase!("cut from {0} to {1}", "{0} → {1} 方向切断", a, b),
        Condition { back_cut: true, .. } => phrase!("cut from {0} to {1}", "{0} → {1} 方向切断", b, a),
        Condition { times, .. } if times > 1 => phrase!("{0} times slower", "慢 {0} 倍", times),
        Condition { .. } => phrase!("connected", "连通"),
    }
}

/// An arrowhead in the middle of the way.
fn chevron(from: Point, to: Point) -> String {
    let way = from.to(to).unit();
    let tip = from.towards(to, 0.5).plus(way, 5.0);
    let (left, right) = (tip.plus(way, -9.0).plus(way.right(), -6.0), tip.plus(way, -9.0).plus(way.right(), 6.0));
    format!("M{} {}L{} {}L{} {}", px(left.x), px(left.y), px(tip.x), px(tip.y), px(right.x), px(right.y))
}

fn split_words(ui: &Ui, since: Option<Time>) -> AttrValue {
    match since {
        Some(since) => say!(ui, "partition since {0}", "自 {0} 起分区", Arg::TimeUs(since)),
        None => say!(ui, "partition", "分区"),
    }
}

/// What the choice of views takes of the upper left corner.
const VIEWS: (f64, f64) = (120.0, 30.0);

fn division((a, b): (Point, Point), words: Option<AttrValue>) -> Html {
    let (top, bottom) = if a.y <= b.y { (a, b) } else { (b, a) };
    let (start, end) = (top.towards(bottom, 0.015), bottom.towards(top, 0.015));
    let d = format!("M{} {}L{} {}", px(start.x), px(start.y), px(end.x), px(end.y));
    // The words stand beside the upper end, on the side with more room.
    let to_right = start.x < 420.0 || start.towards(end, 0.1).x > start.x;
    let (anchor, dx) = if to_right { ("start", 14.0) } else { ("end", -14.0) };
    // In the corner stands the choice of views: the words go further down the line.
    let in_the_corner = start.x < VIEWS.0 && start.y < VIEWS.1 && end.y > VIEWS.1;
    let by = if in_the_corner { start.towards(end, (VIEWS.1 - start.y) / (end.y - start.y)) } else { start };
    html! {
        <g class="division">
            <path class="division-halo" d={d.clone()} />
            <path class="division-line" {d} />
            if let Some(words) = words {
                <text class="division-text" x={px(by.x + dx)} y={px(by.y.max(0.0) + 18.0)} text-anchor={anchor}>{ words }</text>
            }
        </g>
    }
}
