//! From times and processes to places in the diagram.

use super::labels::levels;
use crate::geometry::text;
use crate::run::micros;
use crate::state::Zoom;
use std::collections::HashMap;
use synod_session::{Chart, Time};
use synod_words::Lang;

/// Where the knob of the playhead is.
pub const KNOB: f64 = 8.0;
/// The size of the letters in the diagram.
pub const LETTERS: f64 = 12.0;
/// The height of a line of words about faults, above the rows.
pub const LANE: f64 = 16.0;
/// The room for the words of the time axis, below the rows.
const AXIS: f64 = 26.0;
/// The room to the right of the rows, for the buttons.
const MARGIN: f64 = 34.0;
/// How many windows away from the origin drawing stays: numbers with a fraction get coarse further out.
const FAR: f64 = 50.0;

/// The scale of a diagram.
#[derive(Clone, PartialEq, Debug)]
pub struct Scale {
    left: f64,
    right: f64,
    origin: f64,
    span: f64,
    end: f64,
    top: f64,
    row: f64,
    rows: HashMap<String, usize>,
}

impl Scale {
    /// The scale that shows `window` of `chart` on this width.
    pub fn new(chart: &Chart, width: f64, lang: Lang, window: Zoom) -> Scale {
        let names = chart.rows.iter().map(|r| text::em(&r.name)).fold(0.0, f64::max);
        let left = names.mul_add(13.0, if width < 600.0 { 22.0 } else { 36.0 });
        let row = match chart.rows.len() {
            0..=7 => 32.0,
            8..=11 => 27.0,
            _ => 22.0,
        };
        let right = (width - MARGIN).max(left + 40.0);
        let rows = chart.rows.iter().enumerate().map(|(i, r)| (r.name.clone(), i)).collect();
        let whole = Zoom::whole(chart.end as f64);
        let mut scale = Scale { left, right, origin: 0.0, span: whole.span, end: whole.span, top: 0.0, row, rows };
        // The rows stand where they stand with the whole run in view, so that nothing jumps at zooming.
        let places = super::labels::places(chart, &scale, whole, lang);
        let lanes = levels(&places).into_iter().flatten().max().map_or(0.0, |top| (top as f64 + 1.0) * LANE);
        scale.top = KNOB + 10.0 + lanes;
        scale.span = window.span;
        scale.origin = window.from;
        scale
    }

    /// The origin of a drawing that shows `window`, so that a little panning leaves every place in it as it is.
    pub fn origin(old: f64, window: Zoom) -> f64 {
        if (window.from - old).abs() > FAR * window.span { window.from } else { old }
    }

    /// How far the drawing is to be moved for `window` to be seen.
    pub fn shift(&self, window: Zoom) -> f64 {
        (self.origin - window.from) / self.span * (self.right - self.left)
    }

    /// The same with lower rows.
    #[must_use]
    pub fn dense(self) -> Scale {
        Scale { row: (self.row * 0.6).clamp(14.0, 19.0), ..self }
    }

    /// The place of a time.
    pub fn x(&self, us: f64) -> f64 {
        (us - self.origin) / self.span * (self.right - self.left) + self.left
    }

    /// The place of a time.
    pub fn at(&self, time: Time) -> f64 {
        self.x(time as f64)
    }

    /// The time at a place.
    pub fn time(&self, x: f64) -> f64 {
        ((x - self.left) / (self.right - self.left)).mul_add(self.span, self.origin).max(0.0)
    }

    /// The height of a process's line.
    pub fn y(&self, name: &str) -> Option<f64> {
        self.rows.get(name).map(|i| (*i as f64 + 0.5) * self.row + self.top)
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

    /// The time at the right border when the whole run is seen.
    pub fn last(&self) -> Time {
        micros(self.end)
    }

    /// How long a window is.
    pub fn span(&self) -> f64 {
        self.span
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_session::Row;

    fn chart() -> Chart {
        let rows = ["C1", "n1", "n2"].map(|n| Row { name: n.into(), client: n == "C1" }).into();
        Chart { rows, end: 110_000, ..Chart::default() }
    }

    #[test]
    fn a_place_leads_back_to_its_time() {
        for window in [Zoom::whole(110_000.0), Zoom { from: 50_000.0, span: 10_000.0 }] {
            let scale = Scale::new(&chart(), 830.0, Lang::En, window);
            for time in [0.0, 1_000.0, 96_000.0, 110_000.0] {
                assert!((scale.time(scale.x(time)) - time).abs() < 1e-6);
            }
            assert!(scale.y("C1") < scale.y("n2") && scale.y("n2").unwrap() < scale.bottom());
            assert_eq!(scale.y("nobody"), None);
        }
    }

    #[test]
    fn a_drawing_is_moved_under_the_window() {
        let drawn = Zoom { from: 50_000.0, span: 10_000.0 };
        let scale = Scale::new(&chart(), 830.0, Lang::En, drawn);
        let window = Zoom { from: 52_000.0, ..drawn };
        assert!((scale.x(window.from) + scale.shift(window) - scale.left()).abs() < 1e-9);
        assert!((scale.x(window.to()) + scale.shift(window) - scale.right()).abs() < 1e-9);
        assert!((Scale::origin(50_000.0, window) - 50_000.0).abs() < 1e-9);
        assert!((Scale::origin(50_000.0, Zoom { from: 900_000.0, ..drawn }) - 900_000.0).abs() < 1e-9);
    }
}
