//! What stands in the diagram; drawn anew only when the run, its words, the size or the part in view are others.

use super::drawing::Drawing;
use super::light::Light;
use super::messages::messages;
use super::windows::windows;
use crate::cluster::shapes::moved;
use crate::geometry::{px, text, ticks};
use crate::run::micros;
use crate::ui::{Ui, use_ui};
use std::rc::Rc;
use synod_session::{Chart, FaultLane};
use synod_words::time_text;
use yew::prelude::*;

/// How far the marks of the time axis are apart, at least.
const APART: f64 = 66.0;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub chart: Rc<Chart>,
    pub drawing: Drawing,
    pub light: Light,
    /// The clip path of what was seen.
    pub seen: AttrValue,
}

/// Axis and rows, and what was seen of faults and messages.
#[component]
pub fn Body(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, drawing, light, seen } = props;
    let scale = &*drawing.scale;
    let faults = || drawing.drawn.faults.iter().filter_map(|i| chart.faults.get(*i as usize));
    let bands = |narrow: bool| {
        let network = faults().filter(|f| !takes_out(f));
        network.filter(move |f| f.rows.is_empty() != narrow).map(|f| band(&ui, f, drawing))
    };
    let rows = |row: &synod_session::Row| {
        let y = scale.y(&row.name)?;
        let (from, to) = (scale.x(drawing.from), scale.x(drawing.to).max(scale.right()));
        Some(html! { <path key={row.name.clone()} class="row-line" d={format!("M{} {}H{}", px(from), px(y), px(to))} /> })
    };
    html! {
        <>
            { axis(drawing) }
            <g clip-path={seen.clone()}>
                { for bands(false) }
                { windows(&ui, chart, drawing) }
            </g>
            { for chart.rows.iter().filter_map(rows) }
            <g clip-path={seen.clone()}>
                { for bands(true) }
                { for faults().filter(|f| takes_out(f)).map(|f| gap(&ui, f, drawing)) }
                <g>{ messages(chart, &drawing.drawn.messages, scale, light) }</g>
            </g>
        </>
    }
}

/// Whether a fault takes a process out, so that its line has a gap.
pub fn takes_out(fault: &FaultLane) -> bool {
    fault.kind.takes_out()
}

fn axis(drawing: &Drawing) -> Html {
    let scale = &*drawing.scale;
    let step = ticks::step(scale.span(), scale.right() - scale.left(), APART);
    // Deep in a long run the times get long.
    let widest = text::em(&tick_text(micros(drawing.to), step)) * 12.0 + 14.0;
    let step = if widest > APART { ticks::step(scale.span(), scale.right() - scale.left(), widest) } else { step };
    let until = micros(drawing.to).min(scale.last());
    html! {
        <g class="axis">
            { for ticks::ticks(micros(drawing.from), until, step).into_iter().map(|time| {
                let x = px(scale.at(time));
                html! {
                    <g>
                        <path class="tick" d={format!("M{x} {}V{}", px(scale.top()), px(scale.bottom() + 4.0))} />
                        <text class="tick-text" {x} y={px(scale.bottom() + 19.0)}>{ tick_text(time, step) }</text>
                    </g>
                }
            }) }
        </g>
    }
}

/// A time on an axis with marks so far apart: one unit on the whole axis, and the digits that tell two marks apart.
fn tick_text(time: u64, step: u64) -> String {
    if step >= 1_000_000 {
        format!("{} s", time / 1_000_000)
    } else if time >= 10_000_000 && step < 1_000 {
        format!("{}.{:03} ms", time / 1_000, time % 1_000)
    } else {
        time_text(time)
    }
}

/// A fault of the network: shaded over the rows that it touches.
fn band(ui: &Ui, fault: &FaultLane, drawing: &Drawing) -> Html {
    let scale = &*drawing.scale;
    let (from, to) = drawing.span(fault.from.1, fault.to.map(|t| t.1));
    let whole = fault.rows.is_empty();
    let rects = if whole {
        vec![(scale.top() - 2.0, scale.bottom() - scale.top() + 2.0)]
    } else {
        fault.rows.iter().filter_map(|r| scale.y(r)).map(|y| (y - 5.0, 10.0)).collect()
    };
    html! {
        <g class={classes!("fault", (!whole).then_some("narrow"))}>
            <title>{ ui.text(&fault.label) }</title>
            { for rects.into_iter().map(|(y, h)| html! {
                <rect x={px(from)} y={px(y)} width={px((to - from).max(2.0))} height={px(h)} />
            }) }
        </g>
    }
}

/// A process that is out: its line has a gap.
fn gap(ui: &Ui, fault: &FaultLane, drawing: &Drawing) -> Html {
    let scale = &*drawing.scale;
    let (from, to) = drawing.span(fault.from.1, fault.to.map(|t| t.1));
    let to = if fault.to.is_none() { to.max(scale.right()) } else { to };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_deep_in_a_long_run_are_told_apart() {
        assert_eq!(tick_text(12_000_005, 5), "12000.005 ms");
        assert_eq!(tick_text(12_000_000, 1_000), "12 s");
        assert_eq!(tick_text(50, 5), "50 µs");
        assert_eq!(tick_text(2_000_000, 2_000_000), "2 s");
    }
}
