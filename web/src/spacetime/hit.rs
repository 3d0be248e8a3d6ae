//! What is at a place in the diagram: the nearest event that was seen. Thousands of lines need no element of their own for that.

use super::messages::line;
use super::scale::Scale;
use super::window::Drawn;
use crate::geometry::Point;
use synod_session::Chart;

/// How far from a dot it is still meant.
const DOT: f64 = 7.0;
/// How far from a line.
const LINE: f64 = 4.5;
/// How far from the end of a bar that end is meant.
const END: f64 = 12.0;
/// The part of a line, from its start, that means the sending.
const SENDING: f64 = 0.3;

/// An event in the diagram.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Its step.
    pub step: u32,
    /// What it belongs to.
    pub what: What,
}

/// What an event belongs to, by its place in the chart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A message.
    Message(u32),
    /// An operation.
    Operation(u32),
}

/// What is meant at `at`, of all that had happened at `seen`.
pub fn hit(chart: &Chart, drawn: &Drawn, scale: &Scale, at: Point, seen: f64) -> Option<Hit> {
    let messages = drawn.messages.iter().filter_map(|i| message(chart, *i, scale, at, seen));
    let operations = drawn.operations.iter().filter_map(|i| operation(chart, *i, scale, at, seen));
    messages.chain(operations).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, hit)| hit)
}

fn message(chart: &Chart, i: u32, scale: &Scale, at: Point, seen: f64) -> Option<(f64, Hit)> {
    let message = chart.messages.get(i as usize)?;
    if message.sent.1 as f64 > seen {
        return None;
    }
    let [a, b] = line(message, scale)?;
    let (share, away) = beside(a, b, at);
    let ended = message.end.filter(|end| end.1 as f64 <= seen);
    let step = |sending: bool| if sending { message.sent.0 } else { ended.map_or(message.sent.0, |end| end.0) };
    let found = |nearness, sending| Some((nearness, Hit { step: step(sending), what: What::Message(i) }));
    let (to_start, to_end) = (a.to(at).length(), b.to(at).length());
    // A dot lies on top of the lines that pass it.
    if to_end <= DOT && ended.is_some() {
        return found(to_end - DOT, false);
    }
    if to_start <= DOT {
        return found(to_start - DOT, true);
    }
    if away <= LINE { found(away, share < SENDING) } else { None }
}

fn operation(chart: &Chart, i: u32, scale: &Scale, at: Point, seen: f64) -> Option<(f64, Hit)> {
    let op = chart.operations.get(i as usize)?;
    let y = scale.y(&op.client)?;
    if op.called.1 as f64 > seen || (at.y - y).abs() > scale.row() / 2.0 - 3.0 {
        return None;
    }
    let returned = op.returned.filter(|r| r.1 as f64 <= seen);
    let (from, to) = (scale.at(op.called.1), scale.x(returned.map_or(seen, |r| r.1 as f64)));
    if at.x < from - LINE || at.x > to + LINE {
        return None;
    }
    let call = (at.x - from) < END.min((to - from) / 3.0);
    let step = returned.filter(|_| !call).map_or(op.called.0, |r| r.0);
    // Whatever is drawn on a bar is meant before it.
    Some((LINE, Hit { step, what: What::Operation(i) }))
}

/// At which share of the way from `a` to `b` the point is nearest, and how far away.
fn beside(a: Point, b: Point, at: Point) -> (f64, f64) {
    let way = a.to(b);
    let length = way.dot(way);
    let share = if length < 1e-9 { 0.0 } else { (a.to(at).dot(way) / length).clamp(0.0, 1.0) };
    (share, a.towards(b, share).to(at).length())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Zoom;
    use synod_session::{MessageKind, MessageLine, Row};
    use synod_words::{Lang, Phrase};

    #[test]
    fn the_nearest_event_that_was_seen_is_meant() {
        let rows = ["n1", "n2"].map(|n| Row { name: n.into(), client: false }).into();
        let message = MessageLine {
            id: "n1>n2#1".into(),
            from: "n1".into(),
            to: "n2".into(),
            sent: (3, 10_000),
            due: 60_000,
            end: Some((8, 60_000)),
            lost: None,
            label: Phrase::verbatim("write"),
            kind: MessageKind::Request,
            owner: None,
        };
        let chart = Chart { rows, messages: vec![message], end: 100_000, ..Chart::default() };
        let scale = Scale::new(&chart, 800.0, Lang::En, Zoom::whole(100_000.0));
        let drawn = Drawn { messages: vec![0], ..Drawn::default() };
        let [a, b] = line(&chart.messages[0], &scale).unwrap();
        let step = |at: Point, seen| hit(&chart, &drawn, &scale, at, seen).map(|h| h.step);
        assert_eq!(step(a, 1e6), Some(3));
        assert_eq!(step(b, 1e6), Some(8));
        assert_eq!(step(a.towards(b, 0.2), 1e6), Some(3));
        assert_eq!(step(a.towards(b, 0.6), 1e6), Some(8));
        assert_eq!(step(a.towards(b, 0.6), 20_000.0), Some(3), "it has not arrived yet");
        assert_eq!(step(a, 5_000.0), None, "nor was it sent");
        assert_eq!(step(Point::new(b.x + 40.0, b.y), 1e6), None);
    }
}
