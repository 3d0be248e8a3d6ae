//! Messages as slanted lines. Those that stand out are elements of their own; all others share a few, one a colour and shape: the
//! diagram of a long run is drawn anew at every jump, and a thousand elements would be most of that.

use super::light::{Light, Shade};
use super::scale::Scale;
use crate::cluster::shapes::owner_class;
use crate::geometry::{Point, put, px};
use std::fmt::Write;
use synod_session::order::Map;
use synod_session::{Chart, MessageKind, MessageLine};
use yew::prelude::*;

/// More than so many are drawn as a picture of all.
pub const MANY: usize = 700;
/// How many lines such a picture has at most: where they lie as close as this, more cannot be seen.
const LINES: usize = 5_000;

/// The line of a message, from where it was sent to where it ends.
pub fn line(message: &MessageLine, scale: &Scale) -> Option<[Point; 2]> {
    let (y1, y2) = (scale.y(&message.from)?, scale.y(&message.to)?);
    let end = message.end.map_or(message.due, |e| e.1);
    // A lost message ends on its way, where it was when it was lost.
    let part = if message.lost.is_some() && message.due > message.sent.1 {
        ((end - message.sent.1) as f64 / (message.due - message.sent.1) as f64).clamp(0.15, 1.0)
    } else {
        1.0
    };
    Some([Point::new(scale.at(message.sent.1), y1), Point::new(scale.at(end), part.mul_add(y2 - y1, y1))])
}

/// The messages in `which`.
pub fn messages(chart: &Chart, which: &[u32], scale: &Scale, light: &Light) -> Html {
    let found = which.iter().filter_map(|i| Some((chart.messages.get(*i as usize)?, light.message(chart, *i))));
    if which.len() > MANY {
        return picture(found, scale);
    }
    // What is lit lies above the rest.
    let (lit, rest): (Vec<_>, Vec<_>) = found.partition(|(_, shade)| shade.is_lit());
    let lit = lit.into_iter().filter_map(|(message, shade)| single(message, shade, scale));
    bundles(&rest, scale).into_iter().chain(lit).collect()
}

/// Messages that look alike, together.
fn bundles(all: &[(&MessageLine, Shade)], scale: &Scale) -> Vec<Html> {
    // What belongs to nobody lies below the colours.
    type Look = (Shade, bool, &'static str, bool, &'static str);
    let mut found: Map<Look, [String; 2]> = Map::new();
    for (message, shade) in all {
        let Some(ends) = line(message, scale) else { continue };
        let (lost, (class, d)) = (message.lost.is_some(), end(message, ends[1]));
        let look = (*shade, message.owner.is_some(), owner_class(message.owner), lost, class);
        let [strokes, marks] = found.entry(look).or_default();
        put_stroke(strokes, ends);
        marks.push_str(&d);
    }
    let bundle = |((shade, _, owner, lost, class), [strokes, marks]): (Look, [String; 2])| {
        html! {
            <g key={format!("{shade:?} {owner} {lost} {class}")} class={classes!("line", owner, lost.then_some("lost"), shade.class())}>
                <path class="line-stroke" d={strokes} />
                <path {class} d={marks} />
            </g>
        }
    };
    found.into_iter().map(bundle).collect()
}

/// What stands at the end of a message: its class and its outline.
fn end(message: &MessageLine, at: Point) -> (&'static str, String) {
    if message.lost.is_some() { ("line-lost", cross(at)) } else { mark(message.kind, at, 3.2) }
}

fn single(message: &MessageLine, shade: Shade, scale: &Scale) -> Option<Html> {
    let [a, b] = line(message, scale)?;
    let lost = message.lost.is_some();
    let (class, d) = end(message, b);
    // What came of a picked event is told from what led to it by more than strength: its marks are hollow.
    let class = if shade == Shade::Future && !lost { "mark hollow" } else { class };
    Some(html! {
        <g key={message.id.clone()} class={classes!("line", owner_class(message.owner), lost.then_some("lost"), shade.class())}>
            <path class="line-stroke" d={stroke(a, b)} />
            <path {class} {d} />
        </g>
    })
}

/// A straight line as a path.
pub fn stroke(a: Point, b: Point) -> String {
    let mut d = String::new();
    put_stroke(&mut d, [a, b]);
    d
}

/// The same, after others.
pub fn put_stroke(d: &mut String, [a, b]: [Point; 2]) {
    for (sign, value) in [('M', a.x), (' ', a.y), ('L', b.x), (' ', b.y)] {
        d.push(sign);
        put(d, value);
    }
}

/// The cross where a message was lost.
fn cross(at: Point) -> String {
    format!("M{} {}l7 7m0-7-7 7", px(at.x - 3.5), px(at.y - 3.5))
}

/// The mark of a message of this kind, as a path around `at`.
fn mark(kind: MessageKind, at: Point, r: f64) -> (&'static str, String) {
    let circle =
        |r: f64| format!("M{} {}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z", px(at.x - r), px(at.y), r = px(r), d = px(2.0 * r));
    let diamond = || {
        let b = 1.25 * r;
        format!("M{} {}l{b} {b}-{b} {b}-{b}-{b}z", px(at.x), px(at.y - b), b = px(b))
    };
    match kind {
        MessageKind::Request => ("mark solid", circle(r)),
        MessageKind::Yes => ("mark solid", diamond()),
        MessageKind::No => ("mark hollow", diamond()),
        MessageKind::Heartbeat => ("mark hollow", circle(0.72 * r)),
    }
}

/// Too many to be told apart: a path for each colour, in which lines that would cover each other are one.
fn picture<'a>(all: impl Iterator<Item = (&'a MessageLine, Shade)>, scale: &Scale) -> Html {
    type Line = [i32; 4];
    let mut lines: Map<(Shade, bool, bool, &'static str), Vec<Line>> = Map::new();
    for (message, shade) in all {
        if let Some([a, b]) = line(message, scale) {
            let line = [a.x, a.y, b.x, b.y].map(|v| v.round() as i32);
            // What belongs to nobody lies below the colours.
            let key = (shade, message.lost.is_some(), message.owner.is_some(), owner_class(message.owner));
            lines.entry(key).or_default().push(line);
        }
    }
    thin(&mut lines);
    let path = |lines: &[Line]| {
        lines.iter().fold(String::new(), |mut d, [x1, y1, x2, y2]| {
            // Writing into a string cannot fail.
            let _ = write!(d, "M{x1} {y1}L{x2} {y2}");
            d
        })
    };
    let crosses: Vec<&Line> = lines.iter().filter(|((_, lost, ..), _)| *lost).flat_map(|(_, lines)| lines).collect();
    let crosses = crosses.iter().fold(String::new(), |d, [_, _, x, y]| d + &cross(Point::new(f64::from(*x), f64::from(*y))));
    html! {
        <g class="crowd">
            { for lines.iter().map(|((shade, lost, _, owner), lines)| html! {
                <path class={classes!("line-stroke", *owner, lost.then_some("lost"), shade.class())} d={path(lines)} />
            }) }
            if !crosses.is_empty() { <path class="line-lost" d={crosses} /> }
        </g>
    }
}

/// Leaves one of those lines that fall together on a grid, which gets coarser until few enough are left.
fn thin<K>(groups: &mut Map<K, Vec<[i32; 4]>>) {
    let mut grid = 1;
    loop {
        for lines in groups.values_mut() {
            let place = |line: &[i32; 4]| [line[1], line[3], line[0].div_euclid(grid), line[2].div_euclid(grid)];
            lines.sort_unstable_by_key(place);
            lines.dedup_by_key(|line| place(line));
        }
        grid *= 2;
        if grid > 64 || groups.values().map(Vec::len).sum::<usize>() <= LINES {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_fall_together_are_drawn_once() {
        let mut groups = Map::from([(0, vec![[1, 0, 5, 9], [1, 0, 5, 9], [2, 0, 5, 9]]), (1, vec![[1, 0, 5, 9]])]);
        thin(&mut groups);
        assert_eq!(groups.values().map(Vec::len).collect::<Vec<_>>(), [2, 1], "in each colour for itself");
    }

    #[test]
    fn a_crowd_is_thinned_until_it_can_be_drawn() {
        let line = |i: i32| [i % 1_000, 10 * (i % 7), i % 1_000 + i % 40, 10 * (i % 5)];
        let mut groups = Map::from([(0, (0..100_000).map(line).collect::<Vec<_>>())]);
        thin(&mut groups);
        assert!((1_000..=LINES).contains(&groups[&0].len()), "{}", groups[&0].len());
    }
}
