//! From times and processes to places in the diagram.

use crate::geometry::text;
use crate::run::micros;
use std::collections::HashMap;
use synod_session::{Chart, Time};
use synod_words::Lang;

/// Where the knob of the playhead is.
pub const KNOB: f64 = 8.0;
/// The size of the letters in the diagram.
pub const LETTERS: f64 = 12.0;
/// The height of a line of words about faults, above the rows.
const LANE: f64 = 16.0;
/// How many such lines there are at most.
const LANES: usize = 3;
/// The room for the words of the time axis, below the rows.
const AXIS: f64 = 26.0;

/// The scale of a diagram.
#[derive(Clone, PartialEq, Debug)]
pub struct Scale {
    left: f64,
    right: f64,
    end: f64,
    top: f64,
    row: f64,
    rows: HashMap<String, usize>,
    levels: Vec<Option<usize>>,
}

impl Scale {
    /// The scale that shows the whole of `chart` on this width.
    pub fn new(chart: &Chart, width: f64, lang: Lang) -> Scale {
        let names = chart.rows.iter().map(|r| text::em(&r.name)).fold(0.0, f64::max);
        let left = names.mul_add(13.0, if width < 600.0 { 22.0 } else { 36.0 });
        let row = match chart.rows.len() {
            0..=7 => 32.0,
            8..=11 => 27.0,
            _ => 22.0,
        };
        let (right, end) = ((width - 26.0).max(left + 40.0), (chart.end as f64 * 1.02).max(1.0));
        let labels: Vec<(f64, f64)> = chart
            .faults
            .iter()
            .filter(|f| !f.kind.takes_out())
            .map(|f| (f.from.1 as f64 / end * (right - left), text::em(&f.label.text(lang)) * LETTERS + 14.0))
            .collect();
        let levels = levels(&labels);
        let lanes = levels.iter().flatten().max().map_or(0.0, |top| (*top as f64 + 1.0) * LANE);
        let rows = chart.rows.iter().enumerate().map(|(i, r)| (r.name.clone(), i)).collect();
        Scale { left, right, end, top: KNOB + 10.0 + lanes, row, rows, levels }
    }

    /// The same with lower rows.
    #[must_use]
    pub fn dense(self) -> Scale {
        Scale { row: (self.row * 0.6).clamp(14.0, 19.0), ..self }
    }

    /// The place of a time.
    pub fn x(&self, us: f64) -> f64 {
        (us / self.end).mul_add(self.right - self.left, self.left)
    }

    /// The place of a time.
    pub fn at(&self, time: Time) -> f64 {
        self.x(time as f64)
    }

    /// The time at a place.
    pub fn time(&self, x: f64) -> f64 {
        ((x - self.left) / (self.right - self.left) * self.end).max(0.0)
    }

    /// The height of a process's line.
    pub fn y(&self, name: &str) -> Option<f64> {
        self.rows.get(name).map(|i| (*i as f64 + 0.5).mul_add(self.row, self.top))
    }

    /// The base line of the words about the `i`-th fault that takes nobody out; none where there is no room for them.
    pub fn label(&self, i: usize) -> Option<f64> {
        let level = (*self.levels.get(i)?)?;
        Some((level as f64).mul_add(LANE, KNOB + LANE))
    }

    /// The height of a row.
    pub fn row(&self) -> f64 {
        self.row
    }

    /// The left border of the rows.
    pub fn left(&self) -> f64 {
        self.left
    }

    /// The right border of the rows.
    pub fn right(&self) -> f64 {
        self.right
    }

    /// The upper border of the rows.
    pub fn top(&self) -> f64 {
        self.top
    }

    /// The lower border of the rows.
    pub fn bottom(&self) -> f64 {
        (self.rows.len() as f64).mul_add(self.row, self.top)
    }

    /// The height of the whole diagram.
    pub fn height(&self) -> f64 {
        self.bottom() + AXIS
    }

    /// The time at the right border.
    pub fn last(&self) -> Time {
        micros(self.end)
    }
}

/// Lines for labels that begin at a place and have a width: each on the first line where it covers none before it.
fn levels(labels: &[(f64, f64)]) -> Vec<Option<usize>> {
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
    use synod_session::Row;

    #[test]
    fn labels_that_would_meet_stand_on_different_lines() {
        let labels = [(0.0, 100.0), (50.0, 100.0), (60.0, 10.0), (65.0, 10.0), (120.0, 10.0)];
        assert_eq!(levels(&labels), [Some(0), Some(1), Some(2), None, Some(0)]);
    }

    #[test]
    fn a_place_leads_back_to_its_time() {
        let rows = ["C1", "n1", "n2"].map(|n| Row { name: n.into(), client: n == "C1" }).into();
        let scale = Scale::new(&Chart { rows, end: 110_000, ..Chart::default() }, 830.0, Lang::En);
        for time in [0.0, 1_000.0, 96_000.0, 110_000.0] {
            assert!((scale.time(scale.x(time)) - time).abs() < 1e-6);
        }
        assert!(scale.y("C1") < scale.y("n2") && scale.y("n2").unwrap() < scale.bottom());
        assert_eq!(scale.y("nobody"), None);
    }
}
