//! The part of the run that the space-time diagram shows: the whole of it, or a window on it.

use super::State;

/// The shortest window, in microseconds.
const SHORTEST: f64 = 20.0;
/// From this many steps on a run opens zoomed in, on about so many of its steps.
const LONG: (u32, f64) = (3_000, 150.0);
/// The room behind the end of the run, as a share of the window.
const ROOM: f64 = 0.06;
/// How much one press of a button or a key zooms.
const PRESS: f64 = 1.6;
/// At which share of the window the playhead stays while the window follows it.
const FOLLOW: f64 = 0.7;

/// A window on the run, in microseconds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Zoom {
    /// Where it begins.
    pub from: f64,
    /// How long it is.
    pub span: f64,
}

/// What can be done to the window.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Zooming {
    /// Shows less, about the playhead.
    In,
    /// Shows more.
    Out,
    /// Shows the whole run.
    Fit,
    /// The hand takes hold of the window at the share `at`, puts that to the share `to`, and shows `times` as much.
    Hand {
        /// Where it takes hold.
        at: f64,
        /// Where that is to be.
        to: f64,
        /// How much more is shown; less below one.
        times: f64,
    },
    /// The window begins here.
    From(f64),
    /// Whether the window follows the playhead.
    Follow(bool),
}

impl Zoom {
    /// The window on the whole of a run that ends at `end`, with a little room behind it.
    pub fn whole(end: f64) -> Zoom {
        Zoom { from: 0.0, span: (end * 1.02).max(1.0) }
    }

    /// Where the window ends.
    pub fn to(self) -> f64 {
        self.from + self.span
    }

    /// The window after what stood at the share `at` was put to the share `to`, and `times` as much is shown.
    pub fn hand(self, at: f64, to: f64, times: f64) -> Zoom {
        let held = at.mul_add(self.span, self.from);
        let span = self.span * times;
        Zoom { from: to.mul_add(-span, held), span }
    }

    /// The window within a run; none where it would show all of it.
    pub fn within(self, end: f64) -> Option<Zoom> {
        let whole = Zoom::whole(end);
        if self.span >= whole.span * 0.999 || whole.span <= SHORTEST {
            return None;
        }
        // Zooming further in than goes keeps the middle.
        let span = self.span.max(SHORTEST);
        let from = (self.span - span).mul_add(0.5, self.from);
        Some(Zoom { from: from.clamp(0.0, Zoom::last(span, end)), span })
    }

    /// Where the last window of this length begins: there is a little room behind the end of the run.
    pub fn last(span: f64, end: f64) -> f64 {
        ROOM.mul_add(span, end).min(Zoom::whole(end).span) - span
    }

    /// The window moved so that `at` is in it: at once where it is; a page on or back with some room around it where it is not.
    pub fn revealing(self, at: f64) -> Zoom {
        let share = (at - self.from) / self.span;
        if (0.0..=1.0).contains(&share) {
            return self;
        }
        let place = if share > 1.0 { 1.0 - FOLLOW } else { FOLLOW };
        Zoom { from: place.mul_add(-self.span, at), ..self }
    }

    /// The window moved with a playhead that moves by itself.
    pub fn following(self, at: f64) -> Zoom {
        let ahead = FOLLOW.mul_add(-self.span, at);
        if at < self.from { self.revealing(at) } else { Zoom { from: self.from.max(ahead), ..self } }
    }
}

impl State {
    pub(super) fn zoom(&mut self, by: Zooming) {
        let end = self.run.end() as f64;
        let window = self.zoom.unwrap_or_else(|| Zoom::whole(end));
        let share = (self.playhead - window.from) / window.span;
        // What the reader looks at stays where it is: the playhead, if it is there.
        let at = if (0.0..=1.0).contains(&share) { share } else { 0.5 };
        let next = match by {
            Zooming::In => window.hand(at, at, 1.0 / PRESS),
            Zooming::Out => window.hand(at, at, PRESS),
            Zooming::Fit => Zoom::whole(end),
            Zooming::Hand { at, to, times } => window.hand(at, to, times),
            Zooming::From(from) => Zoom { from, ..window },
            Zooming::Follow(follow) => {
                self.follow = follow;
                if follow { window.revealing(self.playhead) } else { window }
            }
        };
        let moved =
            matches!(by, Zooming::From(_)) || matches!(by, Zooming::Hand { at, to, .. } if (at - to).abs() > f64::EPSILON);
        if moved && self.zoom.is_some() {
            self.follow = false;
        }
        self.zoom = next.within(end);
    }

    /// After the playhead moved: the window shows it. While it moves by itself, only if the window follows.
    pub(super) fn zoom_to_playhead(&mut self) {
        let Some(window) = self.zoom else { return };
        let next = match (self.playing, self.follow) {
            (true, true) => window.following(self.playhead),
            (true, false) => window,
            (false, _) => window.revealing(self.playhead),
        };
        self.zoom = next.within(self.run.end() as f64);
    }

    /// The window with which a run opens: all of it, or a part that can be read.
    pub(super) fn zoom_afresh(&mut self) {
        self.follow = true;
        self.zoom = None;
        if self.run.steps >= LONG.0 {
            let span = self.run.end() as f64 * LONG.1 / f64::from(self.run.steps);
            let at = Zoom { from: FOLLOW.mul_add(-span, self.playhead), span };
            self.zoom = at.within(self.run.end() as f64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: f64 = 100_000.0;

    #[test]
    fn zooming_keeps_the_time_under_the_hand() {
        let window = Zoom { from: 20_000.0, span: 40_000.0 };
        let closer = window.hand(0.25, 0.25, 0.5);
        assert_eq!(closer, Zoom { from: 25_000.0, span: 20_000.0 });
        assert_eq!(closer.hand(0.25, 0.25, 2.0), window);
    }

    #[test]
    fn the_hand_pans_and_zooms_at_once() {
        let window = Zoom { from: 20_000.0, span: 40_000.0 };
        assert_eq!(window.hand(0.5, 0.25, 1.0), Zoom { from: 30_000.0, span: 40_000.0 });
        assert_eq!(window.hand(0.5, 0.25, 0.5), Zoom { from: 35_000.0, span: 20_000.0 });
    }

    #[test]
    fn a_window_stays_within_the_run() {
        let kept = |from, span| Zoom { from, span }.within(END);
        assert_eq!(kept(-5_000.0, 10_000.0), Some(Zoom { from: 0.0, span: 10_000.0 }));
        assert_eq!(kept(99_000.0, 10_000.0), Some(Zoom { from: 90_600.0, span: 10_000.0 }));
        assert_eq!(kept(0.0, 150_000.0), None, "all of it is no window");
        assert_eq!(kept(50_000.0, 4.0), Some(Zoom { from: 49_992.0, span: 20.0 }));
        assert_eq!(Zoom { from: 0.0, span: 1.0 }.within(5.0), None, "there is nothing to zoom into");
    }

    #[test]
    fn a_moment_is_brought_into_view() {
        let window = Zoom { from: 20_000.0, span: 10_000.0 };
        assert_eq!(window.revealing(25_000.0), window);
        let (on, back) = (window.revealing(60_000.0), window.revealing(10_000.0));
        assert!((on.from - 57_000.0).abs() < 1e-6 && (back.from - 3_000.0).abs() < 1e-6);
    }

    #[test]
    fn the_window_follows_once_the_playhead_is_at_seven_tenths() {
        let window = Zoom { from: 20_000.0, span: 10_000.0 };
        assert_eq!(window.following(26_000.0), window);
        assert!((window.following(28_000.0).from - 21_000.0).abs() < 1e-6);
        assert!((window.following(5_000.0).to() - 8_000.0).abs() < 1e-6);
    }
}
