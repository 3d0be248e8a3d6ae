//! Faults as lanes that can be taken hold of: by their words or their line, by their ends, and by keys.

use super::drawing::Drawing;
use super::labels::{self, Label};
use super::lane::{self, Part, Span};
use super::scale::LETTERS;
use crate::geometry::{px, text};
use crate::state::{Action, Zoom};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{Chart, FaultLane, Time};
use synod_words::{Arg, time_text};
use yew::prelude::*;

/// How wide the places are by which an end is taken.
const GRIP: f64 = 12.0;
/// The part of a window by which a key moves a lane.
const KEY: f64 = 0.01;

/// A lane as it would be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ghost {
    /// The place of the fault in the chart.
    pub fault: u32,
    /// When it would last.
    pub span: Span,
}

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub chart: Rc<Chart>,
    pub drawing: Drawing,
    pub window: Zoom,
    /// Until when the run was seen.
    pub seen: f64,
    /// The faults that begin later than this are faint.
    pub playhead: f64,
    pub ghost: Option<Ghost>,
    /// Whether they can be moved.
    pub hands_on: bool,
    /// Opens what can be done to a fault.
    pub open: Callback<u32>,
}

/// The lanes.
#[component]
pub fn Lanes(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, drawing, window, ghost, .. } = props;
    let words = labels::labels(chart, &drawing.scale, *window, ui.lang);
    let lanes = drawing.drawn.faults.iter().filter_map(|i| {
        let fault = chart.faults.get(*i as usize).filter(|f| f.from.1 as f64 <= props.seen)?;
        let label = words.iter().find(|l| l.fault == *i as usize);
        Some(one(&ui, *i, fault, label, props))
    });
    html! {
        <g class="lanes">
            <g>{ for lanes }</g>
            if let Some((ghost, fault)) = ghost.and_then(|g| Some((g, chart.faults.get(g.fault as usize)?))) {
                { shade(ghost.span, fault, chart, drawing) }
            }
        </g>
    }
}

fn one(ui: &Ui, i: u32, fault: &FaultLane, label: Option<&Label>, props: &Props) -> Html {
    let Props { chart, drawing, window, seen, playhead, .. } = props;
    let scale = &*drawing.scale;
    let later = (fault.from.1 as f64 > *playhead).then_some("later");
    let full = ui.text(&fault.label);
    let words = label.and_then(|l| {
        let words = text::shorten(&full, scale.x(window.to()) - l.x, LETTERS)?;
        Some(html! { <text class={classes!("fault-words", later)} x={px(l.x + if lane::is_decided(fault) { 7.0 } else { 4.0 })} y={px(l.y)}>{ words }</text> })
    });
    if !lane::is_decided(fault) || !props.hands_on {
        return words.unwrap_or_default();
    }
    let (from, to) = drawing.span(fault.from.1, fault.to.map(|t| t.1));
    // An end that was not seen yet is not offered.
    let ended = fault.to.is_none_or(|t| t.1 as f64 <= *seen) && lane::has_end(fault);
    let to = if ended { to } else { scale.x(*seen).min(to) };
    let strips = strips(fault, drawing, label);
    let part = |part: &'static str, x: f64, w: f64, y: f64, h: f64| {
        html! {
            <rect class={classes!("lane-room", part)} data-lane={i.to_string()} data-part={part} x={px(x)} y={px(y)} width={px(w.max(1.0))} height={px(h)} />
        }
    };
    // The edge of a fault of the whole network is taken at its upper end: below, the playhead is dragged, which often stands there.
    let edges = if fault.rows.is_empty() { vec![(scale.top() - 9.0, 22.0)] } else { strips.clone() };
    let edge = |name: &'static str, at: f64| {
        html! {
            <>
                { for edges.iter().map(|(y, h)| part(name, at - GRIP / 2.0, GRIP, *y, *h)) }
                { for edges.iter().map(|(y, h)| html! { <path class="lane-grip" d={format!("M{} {}v9", px(at), px(y + if fault.rows.is_empty() { 3.0 } else { h / 2.0 - 4.5 }))} /> }) }
            </>
        }
    };
    let wide = label.map_or(to - from, |l| (l.x - from + text::em(&full) * LETTERS + 8.0).max(to - from));
    let span = lane::span(fault);
    let name = say!(
        ui,
        "{0}; arrow keys move it, Shift and arrow its end, Alt and arrow its begin, Delete removes it, Enter for more",
        "{0}；方向键移动，Shift 加方向键移动终点，Alt 加方向键移动起点，Delete 删除，Enter 查看更多",
        fault.label.clone()
    );
    html! {
        <g key={i} class={classes!("lane", fault.kind.takes_out().then_some("out"))} role="slider" tabindex="0" aria-label={name} aria-valuetext={times(ui, span)}
            aria-valuemin="0" aria-valuemax={chart.end.max(span.from).to_string()} aria-valuenow={span.from.to_string()} data-testid={format!("lane-{i}")}
            data-from={span.from.to_string()} data-to={span.to.map(|t| t.to_string())} onkeydown={keys(ui, i, fault, props)}>
            <title>{ say!(ui, "{0}: drag it, or an end of it; click for more", "{0}：可拖动整体或两端，单击查看更多", fault.label.clone()) }</title>
            { for strips.iter().map(|(y, h)| part("whole", from, wide, *y, *h)) }
            { words }
            { edge("from", from) }
            if ended { { edge("to", to) } }
        </g>
    }
}

/// Where a lane can be taken hold of: upper border and height, a strip for the words or a strip a row.
fn strips(fault: &FaultLane, drawing: &Drawing, label: Option<&Label>) -> Vec<(f64, f64)> {
    let scale = &*drawing.scale;
    if fault.rows.is_empty() {
        return vec![label.map_or((scale.top() - 6.0, 10.0), |l| (l.y - 12.5, 17.0))];
    }
    fault.rows.iter().filter_map(|r| scale.y(r)).map(|y| (y - 9.0, 18.0)).collect()
}

/// When a lane lasts, in words.
pub fn times(ui: &Ui, span: Span) -> AttrValue {
    match span.to {
        Some(to) => say!(ui, "from {0} to {1}", "{0} 至 {1}", Arg::TimeUs(span.from), Arg::TimeUs(to)),
        None => say!(ui, "from {0} on", "自 {0} 起", Arg::TimeUs(span.from)),
    }
}

fn keys(ui: &Ui, i: u32, fault: &FaultLane, props: &Props) -> Callback<KeyboardEvent> {
    let (chart, fault, open) = (props.chart.clone(), fault.clone(), props.open.clone());
    let unit = lane::unit(props.window.span);
    let step = (props.window.span * KEY).max(unit as f64);
    ui.with(move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => -step,
            "ArrowRight" => step,
            "Delete" | "Backspace" => {
                stop(&event);
                return Some(Action::Revise(lane::removal(&chart, i as usize)));
            }
            "Enter" | " " => {
                stop(&event);
                open.emit(i);
                return None;
            }
            _ => return None,
        };
        stop(&event);
        let part = match (event.shift_key(), event.alt_key()) {
            (true, _) if lane::has_end(&fault) => Part::To,
            (true, _) => return None,
            (_, true) => Part::From,
            _ => Part::Whole,
        };
        revised(&fault, lane::shifted(lane::span(&fault), part, by, unit, chart.end))
    })
}

/// What makes a fault last for this long; nothing where it does.
pub fn revised(fault: &FaultLane, span: Span) -> Option<Action> {
    let edits = lane::edits(fault, span);
    (!edits.is_empty()).then_some(Action::Revise(edits))
}

fn stop(event: &KeyboardEvent) {
    event.prevent_default();
    event.stop_propagation();
}

/// The lane that follows the hand, with its times.
fn shade(span: Span, fault: &FaultLane, chart: &Chart, drawing: &Drawing) -> Html {
    let scale = &*drawing.scale;
    let (from, to) = drawing.span(span.from, Some(span.to.unwrap_or(chart.end.max(span.from))));
    let strips = if fault.rows.is_empty() {
        vec![(scale.top() - 2.0, scale.bottom() - scale.top() + 2.0)]
    } else {
        fault.rows.iter().filter_map(|r| scale.y(r)).map(|y| (y - 9.0, 18.0)).collect()
    };
    let time = |at: f64, anchor: &'static str, time: Time| {
        html! {
            <text class={classes!("ghost-time", anchor)} x={px(if anchor == "end" { at - 5.0 } else { at + 5.0 })} y={px(scale.bottom() + 19.0)}>{ time_text(time) }</text>
        }
    };
    html! {
        <g class="ghost" data-testid="ghost">
            { for strips.iter().map(|(y, h)| html! { <rect x={px(from)} y={px(*y)} width={px((to - from).max(2.0))} height={px(*h)} /> }) }
            { time(from, "end", span.from) }
            { for span.to.map(|t| time(to, "start", t)) }
        </g>
    }
}
