//! A line that divides the processes: from a drawn line to its two sides, and from two groups to a line between them.

use super::Point;
use std::f64::consts::PI;

/// Far outside of every picture.
const FAR: f64 = 1e5;

/// On which side of a drawn line each point lies. The line goes on straight beyond both of its ends.
pub fn sides(line: &[Point], points: &[Point]) -> Vec<bool> {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return vec![false; points.len()] };
    // The direction of an end is taken over a stretch of the line: the last pixels of a gesture tremble.
    let stretch = (line.len() / 4).max(1);
    let before = line.get(stretch).map_or(*last, |p| *p);
    let after = line.len().checked_sub(1 + stretch).and_then(|i| line.get(i)).map_or(*first, |p| *p);
    let start = first.plus(before.to(*first).unit(), FAR);
    let end = last.plus(after.to(*last).unit(), FAR);
    // Closed far outside, the line bounds one of its sides; a point inside is on that side.
    let mut outline = vec![start];
    outline.extend_from_slice(line);
    outline.push(end);
    let (a, b) = ((start.y).atan2(start.x), (end.y).atan2(end.x));
    let turn = (a - b).rem_euclid(2.0 * PI);
    for i in 1..24 {
        let angle = b + turn * f64::from(i) / 24.0;
        outline.push(Point::new(angle.cos() * 2.0 * FAR, angle.sin() * 2.0 * FAR));
    }
    points.iter().map(|p| inside(*p, &outline)).collect()
}

fn inside(p: Point, outline: &[Point]) -> bool {
    let mut within = false;
    let mut from = outline[outline.len() - 1];
    for to in outline {
        if (from.y > p.y) != (to.y > p.y) && p.x < (to.x - from.x) * (p.y - from.y) / (to.y - from.y) + from.x {
            within = !within;
        }
        from = *to;
    }
    within
}

/// The straight line with the widest margin between two groups of points, as a point on it and its direction; none where no straight
/// line divides them.
pub fn between(one: &[Point], other: &[Point]) -> Option<(Point, Point)> {
    let mut best: Option<(f64, Point, Point)> = None;
    for degree in 0..180_u32 {
        let angle = f64::from(degree).to_radians();
        let across = Point::new(angle.cos(), angle.sin());
        let span = |points: &[Point]| {
            points.iter().map(|p| p.dot(across)).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
        };
        let ((low_a, high_a), (low_b, high_b)) = (span(one), span(other));
        let (margin, middle) = if high_a < low_b {
            (low_b - high_a, f64::midpoint(high_a, low_b))
        } else if high_b < low_a {
            (low_a - high_b, f64::midpoint(high_b, low_a))
        } else {
            continue;
        };
        if best.is_none_or(|(widest, ..)| margin > widest + 1e-6) {
            let all = one.iter().chain(other);
            let count = (one.len() + other.len()).max(1) as f64;
            let centre = all.fold(Point::default(), |sum, p| sum.plus(*p, 1.0 / count));
            best = Some((margin, centre.plus(across, middle - centre.dot(across)), across.right()));
        }
    }
    best.map(|(_, at, way)| (at, way))
}

/// The part of a line, given by a point and a direction, that lies within `(w, h)`.
pub fn clip(at: Point, way: Point, (w, h): (f64, f64)) -> Option<(Point, Point)> {
    let (mut low, mut high) = (-FAR, FAR);
    for (start, step, size) in [(at.x, way.x, w), (at.y, way.y, h)] {
        if step.abs() < 1e-9 {
            if start < 0.0 || start > size {
                return None;
            }
        } else {
            let (a, b) = (-start / step, (size - start) / step);
            low = low.max(a.min(b));
            high = high.min(a.max(b));
        }
    }
    (low < high).then(|| (at.plus(way, low), at.plus(way, high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: fn(f64, f64) -> Point = Point::new;

    #[test]
    fn a_short_stroke_divides_the_whole_picture() {
        let stroke = [P(50.0, 40.0), P(50.0, 60.0)];
        let found = sides(&stroke, &[P(0.0, 0.0), P(10.0, 500.0), P(90.0, 0.0), P(90.0, 900.0)]);
        assert_eq!(found[0], found[1]);
        assert_eq!(found[2], found[3]);
        assert_ne!(found[0], found[2]);
    }

    #[test]
    fn a_bent_stroke_goes_around_a_point() {
        let stroke = [P(0.0, 0.0), P(50.0, 80.0), P(100.0, 0.0)];
        let found = sides(&stroke, &[P(50.0, 20.0), P(50.0, 120.0), P(-50.0, 20.0), P(150.0, 20.0)]);
        assert_ne!(found[0], found[1]);
        assert_eq!(found[1..], [found[1]; 3]);
    }

    #[test]
    fn strokes_in_every_direction_divide_left_from_right() {
        for degree in (0..360).step_by(15) {
            let way = P(f64::from(degree).to_radians().cos(), f64::from(degree).to_radians().sin());
            let middle = P(400.0, 260.0);
            let stroke = [middle.plus(way, -30.0), middle, middle.plus(way, 30.0)];
            let found = sides(&stroke, &[middle.plus(way.right(), 40.0), middle.plus(way.right(), -40.0)]);
            assert_ne!(found[0], found[1], "at {degree} degrees");
        }
    }

    #[test]
    fn the_line_between_two_groups_has_them_on_its_sides() {
        let (one, other) = ([P(0.0, 0.0), P(0.0, 100.0)], [P(100.0, 0.0), P(100.0, 100.0)]);
        let (at, way) = between(&one, &other).unwrap();
        assert!((at.x - 50.0).abs() < 1e-6 && way.x.abs() < 1e-6);
        assert!(between(&[P(0.0, 0.0), P(10.0, 0.0)], &[P(5.0, 0.0)]).is_none());
    }

    #[test]
    fn a_line_is_cut_at_the_border() {
        assert_eq!(clip(P(50.0, 50.0), P(0.0, 1.0), (100.0, 80.0)), Some((P(50.0, 0.0), P(50.0, 80.0))));
        assert_eq!(clip(P(-5.0, 50.0), P(0.0, 1.0), (100.0, 80.0)), None);
    }
}
