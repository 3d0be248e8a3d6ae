//! The operations: bars, and the words on them. The words stand above the veil and are not cut off at the playhead: an answer is read
//! at the very moment at which it comes, also where its bar is too short for it.

use super::drawing::Drawing;
use super::light::Light;
use super::scale::LETTERS;
use super::window::Index;
use crate::cluster::shapes::owner_class;
use crate::geometry::{px, text};
use crate::state::Zoom;
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::order::Map;
use synod_session::{Chart, OperationBar, Outcome};
use yew::prelude::*;

/// More than so many are drawn as a picture of all.
pub const MANY: usize = 250;

/// How much of an operation was seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    /// Nothing.
    No,
    /// Its call.
    Call,
    /// How it came out; the playhead stands behind that.
    All,
    /// How it came out; the playhead stands before that again.
    Later,
}

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub chart: Rc<Chart>,
    pub index: Rc<Index>,
    pub drawing: Drawing,
    /// What is in view: words stay within it.
    pub window: Zoom,
    pub light: Light,
    /// How much of each drawn operation was seen.
    pub seen: Vec<Seen>,
    /// The clip path of what was seen.
    pub clip: AttrValue,
}

/// How much of each of these operations was seen at `seen`, with the playhead at `at`.
pub fn seen_of(chart: &Chart, which: &[u32], seen: f64, at: f64) -> Vec<Seen> {
    let of = |op: &OperationBar| {
        let returned = op.returned.map_or(chart.end, |r| r.1) as f64;
        if op.called.1 as f64 > seen {
            Seen::No
        } else if returned > seen {
            Seen::Call
        } else if returned > at {
            Seen::Later
        } else {
            Seen::All
        }
    };
    which.iter().filter_map(|i| chart.operations.get(*i as usize)).map(of).collect()
}

/// The drawn operations with their places in the chart, and how much of each was seen.
fn drawn(props: &Props) -> impl Iterator<Item = (u32, &OperationBar, Seen)> {
    let which = props.drawing.drawn.operations.iter().zip(&props.seen).filter(|(_, seen)| **seen != Seen::No);
    which.filter_map(|(i, seen)| Some((*i, props.chart.operations.get(*i as usize)?, *seen)))
}

/// The words on all operations that were seen.
#[component]
pub fn Labels(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, index, drawing, window, light, .. } = props;
    let scale = &*drawing.scale;
    let view = (scale.x(window.from), scale.x(window.to()));
    let labels = drawn(props).filter_map(|(i, op, seen)| {
        let (from, to) = (scale.at(op.called.1), scale.at(op.returned.map_or(chart.end, |r| r.1)));
        let free = index.next_call(i).map_or(f64::MAX, |t| scale.at(t)).min(view.1 + 8.0);
        // Most words do not fit into a crowd; nothing is to be worked out for them.
        if from > view.1 || free.max(to) - from < 2.0 * LETTERS {
            return None;
        }
        let y = scale.y(&op.client)? + 4.2;
        let (x, class, shown) = label(&words(&ui, op, light.breaks(chart, i)), (from, to), view, seen, free)?;
        let later = (seen == Seen::Later).then_some("later");
        Some(html! { <text class={classes!(class, later, light.operation(chart, i).class())} x={px(x)} y={px(y)}>{ shown }</text> })
    });
    html! { <g class="labels" aria-hidden="true">{ for labels }</g> }
}

/// The bars of all operations that were seen.
#[component]
pub fn Bars(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, light, drawing, .. } = props;
    let many = drawing.drawn.operations.len() > MANY;
    let mut crowd: Map<(&str, &str), String> = Map::new();
    let bars: Html = drawn(props)
        .filter_map(|(i, op, seen)| {
            let shape = shape(op, chart, drawing)?;
            let class = (owner_class(op.owner), outcome(op, seen));
            let shade = light.operation(chart, i);
            if many && !shade.is_lit() {
                crowd.entry(class).or_default().push_str(&shape);
                return None;
            }
            let (lit, last) = (light.is_witness(i), light.breaks(chart, i));
            let class = classes!("op", class.0, class.1, lit.then_some("lit"), last.then_some("last"), shade.class());
            Some(html! {
                <g {class} data-testid="operation" data-lit={lit.to_string()}>
                    <title>{ ui.text(&op.label) }</title>
                    <path class="op-ground" d={shape.clone()} />
                    <path class="op-bar" d={shape} />
                </g>
            })
        })
        .collect();
    let crowd = crowd.into_iter().map(|((owner, outcome), d)| {
        html! { <g class={classes!("op", owner, outcome)}><path class="op-ground" d={d.clone()} /><path class="op-bar" {d} /></g> }
    });
    html! { <g clip-path={props.clip.clone()}><g>{ for crowd }</g><g>{ bars }</g></g> }
}

/// How an operation came out, as far as that was seen: it is not shown before it does.
fn outcome(op: &OperationBar, seen: Seen) -> &'static str {
    match op.outcome.filter(|_| matches!(seen, Seen::All | Seen::Later)) {
        Some(Outcome::Answered) => "answered",
        Some(Outcome::Failed | Outcome::Refused) => "failed",
        Some(Outcome::Unknown) => "unknown",
        None => "open",
    }
}

/// The outline of a bar.
fn shape(op: &OperationBar, chart: &Chart, drawing: &Drawing) -> Option<String> {
    let scale = &*drawing.scale;
    let y = scale.y(&op.client)?;
    let (from, to) = drawing.span(op.called.1, Some(op.returned.map_or(chart.end, |r| r.1)));
    let half = (scale.row() / 2.0 - 4.0).min(11.0);
    let width = (to - from).max(4.0);
    // An operation without an answer has no right end.
    Some(if op.returned.is_some() {
        // Both corners of a short bar have to find room in it.
        let r = (width / 2.0).min(5.0);
        format!(
            "M{x} {y}h{w}a{r} {r} 0 0 1 {r} {r}v{h}a{r} {r} 0 0 1-{r} {r}h-{w}a{r} {r} 0 0 1-{r}-{r}v-{h}a{r} {r} 0 0 1 {r}-{r}z",
            x = px(from + r),
            y = px(y - half),
            w = px(2.0f64.mul_add(-r, width).max(0.0)),
            h = px(2.0 * (half - r)),
            r = px(r)
        )
    } else {
        format!(
            "M{x} {y}h-{w}a5 5 0 0 0-5 5v{h}a5 5 0 0 0 5 5h{w}",
            x = px(to),
            y = px(y - half),
            w = px((width - 5.0).max(0.0)),
            h = px(2.0 * half - 10.0)
        )
    })
}

/// Where the words on one operation stand, and which: in the part of its bar that is in view, or behind it where the client does
/// nothing else until `free`.
fn label(
    words: &[String; 3],
    (from, to): (f64, f64),
    view: (f64, f64),
    seen: Seen,
    free: f64,
) -> Option<(f64, &'static str, String)> {
    let (left, right) = (from.max(view.0), to.min(view.1));
    // Behind a bar that ends out of sight nothing is seen.
    let (inside, behind) = (right - left - 8.0, if to < view.0 { 0.0 } else { free - to - 18.0 });
    let fits = |words: &&String, room: f64| text::em(words) * LETTERS <= room;
    let (middle, next) = (f64::midpoint(left, right), to + 9.0);
    if seen == Seen::Call {
        let open = format!("{} …", words[2]);
        return Some((left + 7.0, "op-words behind", text::shorten(&open, inside.max(behind + inside), LETTERS)?));
    }
    if fits(&&words[0], inside) {
        return Some((middle, "op-words", words[0].clone()));
    }
    if fits(&&words[0], behind) {
        return Some((next, "op-words behind", words[0].clone()));
    }
    let shorter = |room: f64| words[1..].iter().find(|w| fits(w, room)).cloned();
    match (shorter(inside), shorter(behind)) {
        (Some(words), _) => Some((middle, "op-words", words)),
        (None, Some(words)) => Some((next, "op-words behind", words)),
        (None, None) => Some((middle, "op-words", text::shorten(&words[2], inside, LETTERS)?)),
    }
}

/// An operation and how it came out, in full and shorter. `last`: with its answer a promise broke.
fn words(ui: &Ui, op: &OperationBar, last: bool) -> [String; 3] {
    let label = ui.text(&op.label);
    let answer = op.answer.as_ref().map(|a| format!(" → {}", ui.text(a))).unwrap_or_default();
    let [full, short] = match op.outcome {
        Some(Outcome::Answered) => {
            let sign = if last { '✗' } else { '✓' };
            [format!("{label}{answer} {sign}"), format!("{label} {sign}")]
        }
        Some(Outcome::Refused) => [format!("{label}{answer} ✗"), format!("{label} ✗")],
        Some(Outcome::Failed) => [format!("{label} ✗ {}", say!(ui, "failed", "失败")), format!("{label} ✗")],
        Some(Outcome::Unknown) => {
            [format!("{label}: {}", say!(ui, "no answer: may take effect", "无应答：可能生效")), format!("{label} ?")]
        }
        None => [format!("{label}: {}", say!(ui, "no answer yet", "尚无应答")), format!("{label} …")],
    };
    [full, short, label.to_string()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_words::Phrase;

    #[test]
    fn an_operation_is_seen_when_it_is_called_and_wholly_when_it_has_come_out() {
        let op = OperationBar {
            client: "c".into(),
            label: Phrase::verbatim("read"),
            answer: None,
            outcome: Some(Outcome::Answered),
            owner: None,
            called: (1, 10),
            returned: Some((2, 20)),
            delays: None,
        };
        let chart = Chart { operations: vec![op], end: 30, ..Chart::default() };
        let at = |seen, at| seen_of(&chart, &[0], seen, at)[0];
        assert_eq!(
            [at(9.0, 9.0), at(15.0, 15.0), at(20.0, 20.0), at(25.0, 12.0)],
            [Seen::No, Seen::Call, Seen::All, Seen::Later]
        );
    }

    #[test]
    fn words_stay_in_the_part_of_a_bar_that_is_in_view() {
        let words = ["read x → 1 ✓", "read x ✓", "read x"].map(String::from);
        let at = |bar, view, free| label(&words, bar, view, Seen::All, free);
        let view = (100.0, 700.0);
        assert_eq!(at((200.0, 400.0), view, 700.0), Some((300.0, "op-words", words[0].clone())));
        assert_eq!(at((0.0, 300.0), view, 700.0), Some((200.0, "op-words", words[0].clone())), "it began earlier");
        assert_eq!(at((0.0, 120.0), view, 700.0), Some((129.0, "op-words behind", words[0].clone())));
        assert_eq!(at((0.0, 90.0), view, 700.0), None, "it ended earlier");
    }
}
