//! What stands in the diagram; drawn anew only when the run, its words or the size are others.

use super::Mark;
use super::scale::{LETTERS, Scale};
use crate::cluster::shapes::{mark, moved, owner_class};
use crate::geometry::{px, text, ticks::ticks};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{Chart, FaultLane, MessageLine, StandingChange};
use synod_words::{Phrase, time_text};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub chart: Rc<Chart>,
    pub scale: Rc<Scale>,
    /// The clip path of what was seen.
    pub within: AttrValue,
}

/// Axis and rows, and what was seen of faults and messages.
#[component]
pub fn Body(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, scale, within } = props;
    let bands = |narrow: bool| {
        let network = chart.faults.iter().filter(|f| !f.kind.takes_out()).enumerate();
        network.filter(move |(_, f)| f.rows.is_empty() != narrow).map(|(i, f)| band(&ui, f, scale.label(i), chart, scale))
    };
    html! {
        <>
            { axis(scale) }
            <g clip-path={within.clone()}>{ for bands(false) }</g>
            { for chart.rows.iter().filter_map(|row| {
                let y = scale.y(&row.name)?;
                Some(html! {
                    <g key={row.name.clone()}>
                        <path class="row-line" d={format!("M{} {}H{}", px(scale.left()), px(y), px(scale.right()))} />
                        <text class="row-name" x="14" y={px(y + 4.5)}>{ row.name.clone() }</text>
                    </g>
                })
            }) }
            <g clip-path={within.clone()}>
                { for bands(true) }
                { for chart.faults.iter().filter(|f| f.kind.takes_out()).map(|f| gap(&ui, f, scale)) }
                { for chart.messages.iter().filter_map(|m| message(&ui, m, scale)) }
            </g>
        </>
    }
}

fn axis(scale: &Scale) -> Html {
    let marks = ticks(scale.last(), scale.right() - scale.left(), 66.0);
    html! {
        <g class="axis">
            { for marks.into_iter().map(|time| {
                let x = px(scale.at(time));
                html! {
                    <g>
                        <path class="tick" d={format!("M{x} {}V{}", px(scale.top()), px(scale.bottom() + 4.0))} />
                        <text class="tick-text" {x} y={px(scale.bottom() + 19.0)}>{ time_text(time) }</text>
                    </g>
                }
            }) }
        </g>
    }
}

/// A fault of the network: shaded over the rows that it touches.
fn band(ui: &Ui, fault: &FaultLane, words_at: Option<f64>, chart: &Chart, scale: &Scale) -> Html {
    let (from, to) = (scale.at(fault.from.1), scale.at(fault.to.map_or(chart.end, |t| t.1)));
    let label = ui.text(&fault.label);
    let room = scale.right() - from;
    let whole = fault.rows.is_empty();
    let rects = if whole {
        vec![(scale.top() - 2.0, scale.bottom() - scale.top() + 2.0)]
    } else {
        fault.rows.iter().filter_map(|r| scale.y(r)).map(|y| (y - 5.0, 10.0)).collect()
    };
    html! {
        <g class={classes!("fault", (!whole).then_some("narrow"))}>
            <title>{ label.clone() }</title>
            { for rects.into_iter().map(|(y, h)| html! {
                <rect x={px(from)} y={px(y)} width={px((to - from).max(2.0))} height={px(h)} />
            }) }
            if let Some(y) = words_at { <text x={px(from + 4.0)} y={px(y)}>{ text::shorten(&label, room, LETTERS).unwrap_or_default() }</text> }
        </g>
    }
}

/// A process that is out: its line has a gap.
fn gap(ui: &Ui, fault: &FaultLane, scale: &Scale) -> Html {
    let (from, to) = (scale.at(fault.from.1), fault.to.map_or(scale.right(), |t| scale.at(t.1)));
    let label = ui.text(&fault.label);
    let rows = fault.rows.iter().filter_map(|r| scale.y(r)).map(|y| {
        let words = text::shorten(&label, to - from - 24.0, 11.5);
        html! {
            <g class="gap">
                <title>{ label.clone() }</title>
                <rect class="gap-room" x={px(from)} y={px(y - 9.0)} width={px((to - from).max(1.0))} height="18" />
                <path class="gap-start" transform={moved(from, y)} d="M-4-4 4 4M4-4-4 4" />
                if fault.to.is_some() { <path class="gap-end" transform={moved(to, y)} d="M3.5-2.5A4.3 4.3 0 1 0 4.3 1M4.6-4.6v2.6H2" /> }
                if let Some(words) = words { <text x={px(from + 10.0)} y={px(y + 4.0)}>{ words }</text> }
            </g>
        }
    });
    rows.collect()
}

fn message(ui: &Ui, message: &MessageLine, scale: &Scale) -> Option<Html> {
    let (y1, y2) = (scale.y(&message.from)?, scale.y(&message.to)?);
    let (x1, end) = (scale.at(message.sent.1), message.end.map_or(message.due, |e| e.1));
    let x2 = scale.at(end);
    // A lost message ends on its way, where it was when it was lost.
    let lost = message.lost.is_some();
    let part = if lost && message.due > message.sent.1 {
        ((end - message.sent.1) as f64 / (message.due - message.sent.1) as f64).clamp(0.15, 1.0)
    } else {
        1.0
    };
    let y2 = part.mul_add(y2 - y1, y1);
    Some(html! {
        <g key={message.id.clone()} class={classes!("line", owner_class(message.owner), lost.then_some("lost"))}>
            <title>{ format!("{} → {}: {}", message.from, message.to, ui.text(&message.label)) }</title>
            <path class="line-stroke" d={format!("M{} {}L{} {}", px(x1), px(y1), px(x2), px(y2))} />
            <g transform={moved(x2, y2)}>
                if lost { <path class="line-lost" d="M-3.5-3.5 3.5 3.5M3.5-3.5-3.5 3.5" /> } else { { mark(message.kind, 3.2) } }
            </g>
        </g>
    })
}

/// The place where a promise breaks.
pub fn broken(ui: &Ui, change: &StandingChange, promise: &Phrase, scale: &Scale) -> Html {
    html! {
        <g class="break" transform={moved(scale.at(change.at), scale.bottom() + 2.0)} data-testid="break">
            <title>{ say!(ui, "{0} breaks here", "{0}在此处不再成立", promise.clone()) }</title>
            <circle r="6.5" /><path d="M-2.7-2.7 2.7 2.7M2.7-2.7-2.7 2.7" />
        </g>
    }
}

/// A moment that is marked through all rows, with its words beside the line where there is room for them.
pub fn marked(ui: &Ui, moment: &Mark, scale: &Scale) -> Html {
    let x = scale.at(moment.at);
    let words = ui.text(&moment.label);
    let left = x + text::em(&words) * 11.0 + 8.0 > scale.right();
    let (at, class) = if left { (x - 5.0, "mark-words left") } else { (x + 5.0, "mark-words") };
    html! {
        <g class="mark" data-testid="mark">
            <path d={format!("M{} {}V{}", px(x), px(super::scale::KNOB), px(scale.bottom() + 4.0))} />
            <text {class} x={px(at)} y={px(scale.bottom() + 1.0)}>{ words }</text>
        </g>
    }
}
