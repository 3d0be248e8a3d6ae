//! Labels beside moving dots: each takes the first free place around its dot, or none, so that nothing is ever covered.

use super::{Point, Rect};

/// The height of a label.
pub const HEIGHT: f64 = 20.0;
/// Its distance from the dot's centre.
const GAP: f64 = 10.0;
/// How many places there are around a dot.
const PLACES: usize = 8;

/// A dot that wants a label.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Dot {
    /// Its centre.
    pub at: Point,
    /// The width of its label.
    pub width: f64,
    /// The place that its label had last: kept while it is free, so that labels do not jump.
    pub last: Option<usize>,
}

/// The labels' places: which of the places around the dot, and the rectangle; none where all are taken. `wanted` names the dots that get
/// a label, the most important first: they choose first. No label covers any dot.
pub fn labels(dots: &[Dot], wanted: &[usize], obstacles: &[Rect], page: &Rect) -> Vec<Option<(usize, Rect)>> {
    let mut taken = obstacles.to_vec();
    taken.extend(dots.iter().map(|d| Rect::around(d.at, 6.0, 6.0)));
    let mut found = vec![None; dots.len()];
    for i in wanted.iter().copied() {
        let Some(dot) = dots.get(i) else { continue };
        let own = obstacles.len() + i;
        found[i] = dot.last.into_iter().chain(0..PLACES).find_map(|place| {
            let rect = at_place(dot, place);
            let free = page.holds(&rect) && taken.iter().enumerate().all(|(j, t)| j == own || !rect.meets(t));
            free.then_some((place, rect))
        });
        taken.extend(found[i].map(|place| place.1));
    }
    found
}

/// The corner of a box of the size `own` that stands beside `at`, within `page`, where it covers the fewest obstacles; of those, the nearest.
/// `reach` is the radius of what stands at `at`, which is never covered if that can be.
pub fn beside(at: Point, reach: f64, own: (f64, f64), page: &Rect, obstacles: &[Rect]) -> Point {
    let (w, h) = own;
    let itself = Rect::around(at, reach, reach);
    let xs = [at.x + reach + GAP, at.x - reach - GAP - w, at.x - w / 2.0, page.x, page.x + page.w - w];
    let ys = [at.y - 44.0, at.y + reach + GAP, at.y - reach - GAP - h, at.y - h / 2.0, page.y, page.y + page.h - h];
    let corners = xs.iter().flat_map(|x| ys.iter().map(|y| Point::new(*x, *y)));
    let inside = |p: Point| {
        let (right, bottom) = ((page.x + page.w - w).max(page.x), (page.y + page.h - h).max(page.y));
        Point::new(p.x.clamp(page.x, right), p.y.clamp(page.y, bottom))
    };
    let cost = |corner: &Point| {
        let rect = Rect { x: corner.x, y: corner.y, w, h };
        let covered = obstacles.iter().filter(|o| rect.meets(o)).count() as f64;
        let own = if rect.meets(&itself) { 6.0 } else { 0.0 };
        // A box that stands far off says less of what it is about; the distance counts, but less than to cover somebody.
        let far = at.to(Point::new(corner.x + w / 2.0, corner.y + h / 2.0)).length() - w.min(h) / 2.0;
        2.5 * covered + own + far / 260.0
    };
    corners.map(inside).min_by(|a, b| cost(a).total_cmp(&cost(b))).unwrap_or(at)
}

fn at_place(dot: &Dot, place: usize) -> Rect {
    let rect = beside_dot(dot.width, place);
    Rect { x: dot.at.x + rect.x, y: dot.at.y + rect.y, ..rect }
}

/// A label of this width in one of the places around a dot, seen from the dot; the first place is the preferred one.
pub fn beside_dot(width: f64, place: usize) -> Rect {
    let (w, h) = (width, HEIGHT);
    let (dx, dy) = match place {
        0 => (GAP, -h / 2.0),
        1 => (-GAP - w, -h / 2.0),
        2 => (-w / 2.0, -GAP - h),
        3 => (-w / 2.0, GAP),
        4 => (6.0, -GAP - h + 4.0),
        5 => (6.0, GAP - 4.0),
        6 => (-w - 6.0, -GAP - h + 4.0),
        _ => (-w - 6.0, GAP - 4.0),
    };
    Rect { x: dx, y: dy, w, h }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_cover_neither_nodes_nor_each_other() {
        let page = Rect { x: 0.0, y: 0.0, w: 400.0, h: 300.0 };
        let node = Rect::around(Point::new(250.0, 100.0), 38.0, 38.0);
        let dots: Vec<Dot> =
            (0..8_i32).map(|i| Dot { at: Point::new(200.0, f64::from(i).mul_add(9.0, 80.0)), width: 90.0, last: None }).collect();
        let placed: Vec<Rect> =
            labels(&dots, &[0, 1, 2, 3, 4, 5, 6, 7], &[node], &page).into_iter().flatten().map(|p| p.1).collect();
        assert!(placed.len() >= 3);
        for (i, a) in placed.iter().enumerate() {
            assert!(page.holds(a) && !a.meets(&node));
            assert!(placed[i + 1..].iter().all(|b| !a.meets(b)));
        }
    }

    #[test]
    fn a_box_stands_beside_what_it_is_about_and_covers_nobody_if_that_can_be() {
        let page = Rect { x: 12.0, y: 12.0, w: 836.0, h: 500.0 };
        let nodes: Vec<Rect> =
            [(400.0, 80.0), (600.0, 220.0), (200.0, 220.0)].map(|(x, y)| Rect::around(Point::new(x, y), 38.0, 38.0)).into();
        for node in &nodes {
            let at = Point::new(node.x + 38.0, node.y + 38.0);
            let corner = beside(at, 38.0, (296.0, 160.0), &page, &nodes);
            let placed = Rect { x: corner.x, y: corner.y, w: 296.0, h: 160.0 };
            assert!(page.holds(&placed) && nodes.iter().all(|n| !placed.meets(n)), "{corner:?}");
        }
    }

    #[test]
    fn a_label_stays_where_it_was_while_that_is_free() {
        let page = Rect { x: 0.0, y: 0.0, w: 400.0, h: 300.0 };
        let dot = Dot { at: Point::new(200.0, 150.0), width: 60.0, last: Some(3) };
        assert_eq!(labels(&[dot], &[0], &[], &page)[0].unwrap().0, 3);
    }
}
