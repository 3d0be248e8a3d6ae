//! The words about faults of the network, in lines above the rows. They stay in view while their fault does.

use super::scale::{KNOB, LANE, LETTERS, Scale};
use crate::geometry::text;
use crate::state::Zoom;
use synod_session::{Chart, FaultLane};
use synod_words::Lang;

/// How many such lines there are at most.
const LANES: usize = 3;

/// The words about one fault.
#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    /// The place of the fault in the chart.
    pub fault: usize,
    /// Where they begin.
    pub x: f64,
    /// Their base line.
    pub y: f64,
}

/// Where the words of the faults that `window` shows begin, and how wide they are.
pub fn places(chart: &Chart, scale: &Scale, window: Zoom, lang: Lang) -> Vec<(f64, f64)> {
    shown(chart, window).map(|(_, f)| place(f, scale, window, lang)).collect()
}

/// The words that are shown in `window`.
pub fn labels(chart: &Chart, scale: &Scale, window: Zoom, lang: Lang) -> Vec<Label> {
    let levels = levels(&places(chart, scale, window, lang));
    let with = shown(chart, window).zip(levels).filter_map(|((i, f), level)| {
        let x = place(f, scale, window, lang).0;
        Some(Label { fault: i, x, y: (level? as f64).mul_add(LANE, KNOB + LANE) })
    });
    with.collect()
}

fn shown(chart: &Chart, window: Zoom) -> impl Iterator<Item = (usize, &FaultLane)> {
    let meets = move |f: &FaultLane| {
        f.from.1 as f64 <= window.to() && f.to.is_none_or(|t| t.1 as f64 > window.from) && !super::body::takes_out(f)
    };
    chart.faults.iter().enumerate().filter(move |(_, f)| meets(f))
}

fn place(fault: &FaultLane, scale: &Scale, window: Zoom, lang: Lang) -> (f64, f64) {
    let start = scale.x((fault.from.1 as f64).max(window.from));
    (start, text::em(&fault.label.text(lang)).mul_add(LETTERS, 14.0))
}

/// Lines for labels that begin at a place and have a width: each on the first line where it covers none before it.
pub fn levels(labels: &[(f64, f64)]) -> Vec<Option<usize>> {
    let mut ends = [f64::MIN; LANES];
    labels
        .iter()
        .map(|(start, width)| {
            let level = ends.iter().position(|end| end <= start)?;
            ends[level] = start + width;
            Some(level)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_would_meet_stand_on_different_lines() {
        let labels = [(0.0, 100.0), (50.0, 100.0), (60.0, 10.0), (65.0, 10.0), (120.0, 10.0)];
        assert_eq!(levels(&labels), [Some(0), Some(1), Some(2), None, Some(0)]);
    }
}
