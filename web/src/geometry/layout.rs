//! Where the processes of a cluster stand: servers on a circle, clients outside of it.

use super::{Point, Rect};
use std::f64::consts::TAU;

/// The width from which clients stand beside the circle; below it they stand above and below.
const WIDE: f64 = 620.0;
/// The same where the picture is low: above and below there is no room at all.
const LOW: f64 = 330.0;
/// Half the width and half the height of a client's box.
pub const CLIENT: (f64, f64) = (41.0, 24.0);
/// From how many servers on they may stand on an ellipse.
const MANY: usize = 9;
/// How many times as wide as high that is at most.
const WIDEST: f64 = 1.8;
/// What a log under the lowest server takes beyond the margin, so that it does not stand on the hint.
const LOG: f64 = 14.0;
/// The largest radius of a server.
const LARGEST: f64 = 38.0;

/// The outline of a process.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Shape {
    /// A server: a circle of this radius.
    Circle(f64),
    /// A client: a box of half this width and height.
    Box(f64, f64),
}

/// A process in the picture.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spot {
    /// Its centre.
    pub at: Point,
    /// Its outline.
    pub shape: Shape,
}

impl Spot {
    /// The point of the outline in the direction of `target`, `gap` outside.
    pub fn edge(&self, target: Point, gap: f64) -> Point {
        let way = self.at.to(target).unit();
        let reach = match self.shape {
            Shape::Circle(r) => r,
            Shape::Box(w, h) => (w / way.x.abs().max(1e-9)).min(h / way.y.abs().max(1e-9)),
        };
        self.at.plus(way, reach + gap)
    }

    /// The upright rectangle around the outline, `gap` larger on every side.
    pub fn bounds(&self, gap: f64) -> Rect {
        let (w, h) = match self.shape {
            Shape::Circle(r) => (r, r),
            Shape::Box(w, h) => (w, h),
        };
        Rect::around(self.at, w + gap, h + gap)
    }

    /// The radius of a server, half the height of a client.
    pub fn radius(&self) -> f64 {
        match self.shape {
            Shape::Circle(r) => r,
            Shape::Box(_, h) => h,
        }
    }
}

/// The places of all processes, in their order; `clients[i]` says whether process `i` is a client.
pub fn spots((w, h): (f64, f64), clients: &[bool]) -> Vec<Spot> {
    let client_count = clients.iter().filter(|c| **c).count();
    let server_count = clients.len() - client_count;
    let wide = w >= WIDE || (w >= LOW && w > 1.25 * h);
    let beside = if wide && client_count > 0 { 2.0 * CLIENT.0 + (w * 0.065).min(56.0) } else { 18.0 };
    let above = if !wide && client_count > 0 { 2.0 * CLIENT.1 + 20.0 } else { (h * 0.1).clamp(14.0, 44.0) };
    let log = if wide { LOG } else { 0.0 };
    let inner = Rect { x: beside, y: above, w: (w - 2.0 * beside).max(80.0), h: (h - 2.0 * above - log).max(80.0) };
    let ring = ring(inner, server_count);
    let mut outside = outside((w, h), wide, &ring, client_count).into_iter();
    let mut ring = ring.into_iter();
    clients.iter().filter_map(|client| if *client { outside.next() } else { ring.next() }).collect()
}

/// `count` servers on a circle within `inner`, clockwise from the top; many of them on an ellipse, where there is more width than height.
fn ring(inner: Rect, count: usize) -> Vec<Spot> {
    let unit = around(count, if count < MANY { 1.0 } else { (inner.w / inner.h).clamp(1.0, WIDEST) });
    let middle = Point::new(inner.x + inner.w / 2.0, inner.y + inner.h / 2.0);
    if count < 2 {
        let r = LARGEST.min(inner.h / 3.0);
        return unit.iter().map(|_| Spot { at: middle, shape: Shape::Circle(r) }).collect();
    }
    let (mut low, mut high) = (unit[0], unit[0]);
    for p in &unit {
        low = Point::new(low.x.min(p.x), low.y.min(p.y));
        high = Point::new(high.x.max(p.x), high.y.max(p.y));
    }
    // The nodes shrink where the circle is crowded, and the circle takes what they leave.
    let apart = |i: usize| unit[i].to(unit[(i + 1) % count]).length();
    let crowd = (0..count).map(apart).fold(f64::MAX, f64::min) / 2.0;
    let fit = |r: f64| {
        let across = (inner.w - 2.0 * r) / (high.x - low.x).max(0.5);
        let down = (inner.h - 2.0 * r) / (high.y - low.y).max(0.5);
        across.min(down).clamp(10.0, 215.0)
    };
    let guess = fit(LARGEST);
    let r = LARGEST.min(guess * crowd * 0.74).max(11.0);
    let radius = fit(r);
    let centre = middle.plus(low.towards(high, 0.5), -radius);
    unit.iter().map(|p| Spot { at: centre.plus(*p, radius), shape: Shape::Circle(r) }).collect()
}

/// `count` points on an ellipse of height 2 and width `2 * stretch` around the origin, at equal distances along it, clockwise from the top.
fn around(count: usize, stretch: f64) -> Vec<Point> {
    // The length of an ellipse has no formula: it is walked in small steps.
    const STEPS: u16 = 720;
    let at = |part: f64| Point::new(stretch * (TAU * part).sin(), -(TAU * part).cos());
    let part = |step: u16| f64::from(step) / f64::from(STEPS);
    let mut way = vec![0.0];
    for step in 1..=STEPS {
        let before = way[way.len() - 1];
        way.push(before + at(part(step - 1)).to(at(part(step))).length());
    }
    let whole = way[way.len() - 1];
    let place = |i: usize| {
        let reached = whole * i as f64 / count as f64;
        let after = way.partition_point(|done| *done < reached);
        let Some(before) = after.checked_sub(1) else { return at(0.0) };
        let share = (reached - way[before]) / (way[after] - way[before]);
        at((before as f64 + share) / f64::from(STEPS))
    };
    (0..count).map(place).collect()
}

/// The clients: in turns right and left of the circle, or above and below where it is narrow.
fn outside((w, h): (f64, f64), wide: bool, ring: &[Spot], count: usize) -> Vec<Spot> {
    let reach = ring.iter().map(|s| (s.at.x - w / 2.0).abs() + s.radius()).fold(0.0, f64::max);
    let right = (w / 2.0 + reach + 120.0).min(w - CLIENT.0 - (w * 0.03).min(22.0));
    (0..count)
        .map(|i| {
            let (first, along, of) = (i % 2 == 0, i / 2, if i % 2 == 0 { count.div_ceil(2) } else { count / 2 });
            let share = if of > 1 {
                0.16 + 0.64 * along as f64 / (of - 1) as f64
            } else if first {
                0.22
            } else {
                0.56
            };
            let at = match (wide, first) {
                (true, true) => Point::new(right, share * h),
                (true, false) => Point::new(w - right, share * h),
                (false, _) => {
                    let slot = (w - 24.0) / of.max(1) as f64;
                    let x = 12.0 + CLIENT.0 + along as f64 * slot.min(2.0 * CLIENT.0 + 24.0);
                    if first { Point::new(w - x, CLIENT.1 + 10.0) } else { Point::new(x, h - CLIENT.1 - 10.0) }
                }
            };
            Spot { at, shape: Shape::Box(CLIENT.0, CLIENT.1) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(servers: usize, clients: usize) -> Vec<bool> {
        [vec![false; servers], vec![true; clients]].concat()
    }

    #[test]
    fn nobody_stands_on_somebody_else_or_outside_the_picture() {
        for size in [(860.0, 530.0), (768.0, 440.0), (358.0, 400.0), (640.0, 300.0)] {
            let page = Rect { x: 0.0, y: 0.0, w: size.0, h: size.1 };
            for servers in 1..=15 {
                for clients in 0..=4 {
                    let spots = spots(size, &cluster(servers, clients));
                    assert_eq!(spots.len(), servers + clients);
                    for (i, a) in spots.iter().enumerate() {
                        assert!(page.holds(&a.bounds(0.0)), "{servers} servers, {clients} clients in {size:?}: {a:?}");
                        for b in &spots[i + 1..] {
                            let apart = match (a.shape, b.shape) {
                                (Shape::Circle(r), Shape::Circle(s)) => a.at.to(b.at).length() > r + s,
                                _ => !a.bounds(0.0).meets(&b.bounds(0.0)),
                            };
                            assert!(apart, "{servers} servers, {clients} clients in {size:?}: {a:?} on {b:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_first_server_stands_at_the_top_and_the_others_follow_clockwise() {
        let spots = spots((860.0, 530.0), &cluster(5, 0));
        assert!(spots.iter().all(|s| s.at.y >= spots[0].at.y));
        assert!(spots[1].at.x > spots[0].at.x && spots[4].at.x < spots[0].at.x);
    }

    #[test]
    fn an_edge_lies_on_the_outline() {
        let circle = Spot { at: Point::new(0.0, 0.0), shape: Shape::Circle(10.0) };
        assert_eq!(circle.edge(Point::new(50.0, 0.0), 2.0), Point::new(12.0, 0.0));
        let client = Spot { at: Point::new(0.0, 0.0), shape: Shape::Box(30.0, 20.0) };
        assert_eq!(client.edge(Point::new(0.0, -90.0), 0.0), Point::new(0.0, -20.0));
    }
}
