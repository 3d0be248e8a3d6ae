//! What is drawn for a window on the run: more than it shows, so that panning only moves it.

use super::scale::Scale;
use super::window::{Drawn, Index};
use crate::run::micros;
use crate::state::Zoom;
use std::rc::Rc;
use synod_session::{Chart, Time};
use synod_words::Lang;
use yew::prelude::*;

/// How much is drawn on either side of the window, as a share of it.
const ASIDE: f64 = 0.5;

/// A part of the run as it is drawn.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Where everything stands.
    pub scale: Rc<Scale>,
    /// What is in it.
    pub drawn: Rc<Drawn>,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

impl PartialEq for Drawing {
    fn eq(&self, other: &Drawing) -> bool {
        // Asked for by every part of the diagram in every frame: usually it is the very same.
        let scale = || Rc::ptr_eq(&self.scale, &other.scale) || self.scale == other.scale;
        (self.from.to_bits(), self.to.to_bits()) == (other.from.to_bits(), other.to.to_bits())
            && scale()
            && self.drawn == other.drawn
    }
}

impl Drawing {
    /// The places of something that lasts from one time to another, or on, no further out than is drawn.
    pub fn span(&self, from: Time, to: Option<Time>) -> (f64, f64) {
        // A corner or an end mark that is out of sight stays so.
        let room = 0.1 * self.scale.span();
        let (lo, hi) = (self.from - room, self.to + room);
        let place = |time: f64| self.scale.x(time.clamp(lo, hi));
        (place(from as f64), place(to.map_or(self.to, |t| t as f64)))
    }
}

/// What was drawn last.
struct Last {
    origin: f64,
    span: f64,
    from: f64,
    to: f64,
    end: f64,
}

/// The drawing for a window of the chart; `dense` where there is little room for the rows.
#[hook]
pub fn use_drawing(chart: &Rc<Chart>, index: &Rc<Index>, width: f64, lang: Lang, window: Zoom, dense: bool) -> Drawing {
    let last = use_mut_ref(|| None::<Last>);
    let end = chart.end as f64;
    let (origin, from, to) = {
        let mut last = last.borrow_mut();
        let kept = last.take().filter(|l| l.span.to_bits() == window.span.to_bits() && l.end.to_bits() == end.to_bits());
        let origin = kept.as_ref().map_or(window.from, |l| Scale::origin(l.origin, window));
        let holds = |l: &Last| (l.from <= window.from || l.from <= 0.0) && (window.to() <= l.to || end <= l.to);
        let aside = ASIDE * window.span;
        let fresh = || ((window.from - aside).max(0.0), (window.to() + aside).min(end));
        let (from, to) = kept.as_ref().filter(|l| holds(l)).map_or_else(fresh, |l| (l.from, l.to));
        *last = Some(Last { origin, span: window.span, from, to, end });
        (origin, from, to)
    };
    let scale = use_memo(
        (chart.clone(), width.to_bits(), lang, dense, origin.to_bits(), window.span.to_bits()),
        |(chart, width, lang, dense, origin, span)| {
            let drawn = Zoom { from: f64::from_bits(*origin), span: f64::from_bits(*span) };
            let scale = Scale::new(chart, f64::from_bits(*width), *lang, drawn);
            if *dense { scale.dense() } else { scale }
        },
    );
    let drawn = use_memo((index.clone(), from.to_bits(), to.to_bits()), |(index, from, to)| {
        index.meeting(micros(f64::from_bits(*from)), micros(f64::from_bits(*to)))
    });
    Drawing { scale, drawn, from, to }
}
