//! Where the models stand on the map.

use super::place;
use crate::geometry::{Point, Rect, text};
use synod_session::ModelMap;

/// How high a model is: three lines of words.
const HIGH: f64 = 52.0;
/// How wide at most.
const WIDE: f64 = 136.0;
/// From one row to the next.
const PITCH: f64 = 88.0;
/// The room above the first row, for the sign on its corner, and below the last.
const EDGE: f64 = 12.0;
/// More room above the models at rest, for the words over them.
const APART: f64 = 12.0;

/// The places of a map.
#[derive(Clone, PartialEq, Debug)]
pub struct Layout {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// The models, in the order of the map.
    pub models: Vec<Rect>,
    /// The steps down: from where to where, in the order of the map.
    pub steps: Vec<[Point; 2]>,
    /// The height of the line above the models at rest.
    pub rest: f64,
}

impl Layout {
    /// The map on this width.
    pub fn new(map: &ModelMap, width: f64) -> Layout {
        let inner = width - 2.0;
        let half = (inner * 0.12 - 1.0).min(WIDE / 2.0);
        let models: Vec<Rect> = map
            .nodes
            .iter()
            .map(|node| {
                let x = (f64::from(node.place) / 100.0 * inner + 1.0).clamp(half + 1.0, width - half - 1.0);
                let apart = if node.at_rest { APART } else { 0.0 };
                let y = f64::from(node.row).mul_add(PITCH, EDGE + apart + HIGH / 2.0);
                Rect::around(Point::new(x, y), half, HIGH / 2.0)
            })
            .collect();
        let middle = |id: &str| place(map, id).and_then(|i| models.get(i)).map(|r| (r.x + r.w / 2.0, r.y));
        let steps = map.edges.iter().filter_map(|edge| {
            let (from, to) = (middle(edge.stronger)?, middle(edge.weaker)?);
            Some([Point::new(from.0, from.1 + HIGH), Point::new(to.0, to.1)])
        });
        let steps = steps.collect();
        let below = |rect: &Rect| rect.y + rect.h;
        let bottom = models.iter().map(below).fold(0.0, f64::max);
        let at_rest = map.nodes.iter().zip(&models).filter(|(node, _)| node.at_rest).map(|(_, rect)| rect.y);
        let rest = at_rest.fold(bottom, f64::min) - 32.0;
        Layout { width, height: bottom + EDGE, models, steps, rest }
    }
}

/// A name in lines of at most this width.
pub fn lines(name: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words(name) {
        let longer = format!("{line}{word}");
        if !line.is_empty() && text::em(longer.trim_end()) * size > room {
            lines.push(line.trim_end().to_owned());
            line = word;
        } else {
            line = longer;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Words with the blanks behind them. Chinese may be parted between any two signs, but not before a closing one.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        let wide = |c: char| u32::from(c) >= 0x2e80;
        let parts = before == ' ' || (wide(c) && !matches!(c, '）' | '，')) || (wide(before) && before != '（');
        match words.last_mut().filter(|_| !parts || before == '（') {
            Some(word) => word.push(c),
            None => words.push(c.to_string()),
        }
        before = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_session::models_map;

    #[test]
    fn no_two_models_meet_and_none_leaves_the_picture() {
        for width in [320.0, 358.0, 560.0, 700.0] {
            let layout = Layout::new(&models_map(), width);
            let page = Rect { x: 0.0, y: 0.0, w: width, h: layout.height };
            for (i, one) in layout.models.iter().enumerate() {
                assert!(page.holds(one), "{width} {one:?}");
                assert!(layout.models[..i].iter().all(|other| !other.meets(one)), "{width} {one:?}");
            }
        }
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(lines("Causal consistency", 80.0, 12.0), ["Causal", "consistency"]);
        assert_eq!(lines("读己之写（读已知所写）", 72.0, 12.0), ["读己之写（读", "已知所写）"]);
        assert_eq!(lines("k-陈旧度（k = 2）", 72.0, 12.0), ["k-陈旧度（k ", "= 2）"].map(str::trim_end));
    }
}
