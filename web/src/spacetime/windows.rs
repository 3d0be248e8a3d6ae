//! Inconsistency windows: while working replicas hold different things, their rows are shaded, and a word says why.

use super::drawing::Drawing;
use crate::geometry::{px, text};
use crate::run::micros;
use crate::ui::{Ui, say};
use synod_session::{Chart, Window};
use synod_words::Arg;
use yew::prelude::*;

/// The size of the letters.
const LETTERS: f64 = 11.0;
/// From this height of a row on there is room for words below the last one.
const ROOMY: f64 = 22.0;

/// The windows that meet the part that is drawn.
pub fn windows(ui: &Ui, chart: &Chart, drawing: &Drawing) -> Html {
    let all = &chart.windows;
    // They follow one another, so both their begins and their ends ascend.
    let first = all.partition_point(|window| window.to.is_some_and(|to| to.1 < micros(drawing.from)));
    let last = all.partition_point(|window| window.from.1 <= micros(drawing.to)).max(first);
    all[first..last].iter().filter_map(|window| one(ui, window, chart, drawing)).collect()
}

fn one(ui: &Ui, window: &Window, chart: &Chart, drawing: &Drawing) -> Option<Html> {
    let scale = &*drawing.scale;
    let mut rows = window.rows.iter().filter_map(|row| scale.y(row));
    let first = rows.next()?;
    let (low, high) = rows.fold((first, first), |(low, high), y| (low.min(y), high.max(y)));
    let (top, bottom) = (low - scale.row() / 2.0 + 2.0, high + scale.row() / 2.0);
    let (from, to) = drawing.span(window.from.1, Some(window.to.map_or(chart.end, |to| to.1)));
    let wide = (to - from).max(2.0);
    let words = say!(ui, "replicas differ", "副本不一致");
    let last = window.to.map_or(chart.end, |to| to.1);
    let title = say!(
        ui,
        "Inconsistency window: replicas differ from {0} to {1}",
        "不一致窗口：{0} 至 {1} 副本不一致",
        Arg::TimeUs(window.from.1),
        Arg::TimeUs(last)
    );
    let told = (scale.row() >= ROOMY).then(|| text::shorten(&words, wide - 6.0, LETTERS)).flatten();
    Some(html! {
        <g class="window" data-testid="window">
            <title>{ title }</title>
            <rect class="window-room" x={px(from)} y={px(top)} width={px(wide)} height={px(bottom - top)} />
            <path class="window-edge" d={format!("M{} {}V{}M{} {}V{}", px(from), px(top), px(bottom), px(from + wide), px(top), px(bottom))} />
            if let Some(told) = told { <text class="window-words" x={px(from + 4.0)} y={px(bottom - 3.0)}>{ told }</text> }
        </g>
    })
}
