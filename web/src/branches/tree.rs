//! The small picture of where the kept runs part: a line a run, time to the right.

use crate::geometry::px;
use crate::state::Kept;
use yew::prelude::*;

/// Its width.
const WIDTH: f64 = 64.0;
/// How far two lines stand apart, at most.
const APART: f64 = 6.0;
/// Its height.
const HEIGHT: f64 = 26.0;
/// Where the lines begin.
const LEFT: f64 = 3.0;

/// A line as it is drawn: where it begins, and the place of its end.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Line {
    /// Where it leaves its parent's line; none for a line of its own.
    from: Option<(f64, f64)>,
    y: f64,
}

/// The lines of these runs, in their order.
fn lines(kept: &[&Kept]) -> Vec<Line> {
    let last = kept.iter().map(|k| k.parted).max().unwrap_or(0).max(1) as f64 * 1.5;
    let apart = ((HEIGHT - 8.0) / (kept.len().max(2) - 1) as f64).min(APART);
    let top = (HEIGHT - apart * (kept.len().max(1) - 1) as f64) / 2.0;
    let y = |i: usize| (i as f64).mul_add(apart, top);
    let line = |(i, k): (usize, &&Kept)| {
        let parent = kept.iter().position(|p| Some(p.id) == k.parent);
        let x = (k.parted as f64 / last).mul_add(WIDTH - 18.0, LEFT + 3.0);
        Line { from: parent.map(|p| (x, y(p))), y: y(i) }
    };
    kept.iter().enumerate().map(line).collect()
}

/// The picture; what it shows is also said of each chip.
pub fn tree(kept: &[&Kept], own: u32) -> Html {
    let drawn = lines(kept).into_iter().zip(kept).map(|(line, k)| {
        let d = match line.from {
            Some((x, y)) => format!(
                "M{} {}C{} {} {} {} {} {}H{}",
                px(x),
                px(y),
                px(x + 5.0),
                px(y),
                px(x + 3.0),
                px(line.y),
                px(x + 8.0),
                px(line.y),
                px(WIDTH - 5.0)
            ),
            None => format!("M{} {}H{}", px(LEFT), px(line.y), px(WIDTH - 5.0)),
        };
        html! {
            <g class={classes!("tree-line", (k.id == own).then_some("current"))}>
                <path {d} />
                if k.id == own { <circle cx={px(WIDTH - 5.0)} cy={px(line.y)} r="2.8" /> }
            </g>
        }
    });
    html! {
        <svg class="tree" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} width={px(WIDTH)} height={px(HEIGHT)} aria-hidden="true" focusable="false">
            { for drawn }
        </svg>
    }
}
