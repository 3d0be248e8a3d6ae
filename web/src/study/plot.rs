//! A plot: what was measured as solid lines in their bands, theory dashed, and a line where the field stands.

use super::{palette, points};
use crate::geometry::{text, ticks};
use crate::size::use_size;
use crate::ui::{Ui, say, use_ui};
use std::fmt::Write as _;
use std::rc::Rc;
use synod_session::study::{Axis, Curve, Measure, Plot, Point, Report, Style};
use yew::prelude::*;

/// The room around the curves: left, top, right, bottom.
pub(super) const ROOM: [f64; 4] = [46.0, 12.0, 16.0, 40.0];
/// The size of a label's letters.
pub(super) const LETTER: f64 = 12.5;

#[derive(Properties, Clone)]
pub struct Props {
    pub report: Rc<Report>,
    /// Which of its plots.
    pub nth: usize,
    /// Where the field stands.
    pub at: Option<u32>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.report, &other.report) && (self.nth, self.at) == (other.nth, other.at)
    }
}

/// A plot of a report.
#[component]
pub fn PlotOf(props: &Props) -> Html {
    let ui = use_ui();
    let node = use_node_ref();
    let size = use_size(&node);
    let curves = use_memo((props.report.clone(), props.nth, size, ui.lang), |(report, nth, size, _)| {
        report
            .plots
            .get(*nth)
            .filter(|_| size.0 > 120.0 && size.1 > 80.0)
            .map(|plot| drawn(&ui, plot, Frame::of(&ui, plot, *size)))
    });
    let Some(plot) = props.report.plots.get(props.nth) else { return Html::default() };
    let frame = Frame::of(&ui, plot, size);
    let here = props.at.map(|at| frame.x(f64::from(at))).filter(|_| curves.is_some());
    html! {
        <figure class="plot">
            <figcaption class="plot-caption">
                <span>{ ui.text(&plot.name) }</span>
                { key(&ui, plot) }
            </figcaption>
            <div class="plot-room" ref={node}>
                <svg class="plot-svg" role="img" aria-label={summary(&ui, plot)} data-testid="plot" width={size.0.to_string()} height={size.1.to_string()}
                    viewBox={format!("0 0 {} {}", size.0.max(1.0), size.1.max(1.0))}>
                    { curves.as_ref().clone().unwrap_or_default() }
                    if let Some(x) = here {
                        <line class="plot-here" x1={px(x)} x2={px(x)} y1={px(ROOM[1])} y2={px(frame.bottom())} />
                    }
                </svg>
            </div>
        </figure>
    }
}

/// From numbers to pixels.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    width: f64,
    height: f64,
    /// The room below the curves.
    below: f64,
    x: (f64, f64),
    y: (f64, f64),
}

impl Frame {
    fn of(ui: &Ui, plot: &Plot, (width, height): (f64, f64)) -> Frame {
        // A place has its half of the way to its neighbours.
        let half = if plot.settings.is_some() { 0.5 } else { 0.0 };
        let x = (plot.x.from - half, plot.x.to + half);
        let below = plot.settings.as_ref().map_or(ROOM[3], |settings| points::below(ui, settings, width - ROOM[0] - ROOM[2]));
        Frame { width, height, below, x, y: (plot.y.from, plot.y.to) }
    }

    /// From where to where the curves reach.
    pub(super) fn sides(self) -> (f64, f64) {
        (ROOM[0], self.width - ROOM[2])
    }

    pub(super) fn bottom(self) -> f64 {
        self.height - self.below
    }

    pub(super) fn x(self, x: f64) -> f64 {
        let share = (x - self.x.0) / (self.x.1 - self.x.0).max(f64::EPSILON);
        ROOM[0] + share * (self.width - ROOM[0] - ROOM[2])
    }

    pub(super) fn y(self, y: f64) -> f64 {
        let share = (y - self.y.0) / (self.y.1 - self.y.0).max(f64::EPSILON);
        self.bottom() - share * (self.bottom() - ROOM[1])
    }
}

pub(super) fn px(x: f64) -> String {
    format!("{x:.1}")
}

fn drawn(ui: &Ui, plot: &Plot, frame: Frame) -> Html {
    if let Some(settings) = &plot.settings {
        return html! { <>{ axes(ui, plot, frame) }{ points::drawn(ui, plot, settings, frame) }</> };
    }
    let measured: Vec<&Curve> = plot.curves.iter().filter(|curve| curve.style == Style::Measured).collect();
    html! {
        <>
            { axes(ui, plot, frame) }
            { for measured.iter().map(|curve| html! {
                <path class={classes!("plot-band", palette::class(curve.hue))} d={band(&curve.points, frame)} />
            }) }
            { for measured.iter().map(|curve| html! {
                <path class={classes!("plot-line", palette::class(curve.hue))} d={line(&curve.points, frame)} />
            }) }
            // Over what it is held against, in the colour of the text: where both agree, both are to be seen.
            { for plot.curves.iter().filter(|curve| curve.style == Style::Theory).map(|curve| html! {
                <path class="plot-theory" d={line(&curve.points, frame)} />
            }) }
            { for labels(ui, &measured, frame) }
        </>
    }
}

fn line(points: &[Point], frame: Frame) -> String {
    path(points.iter().map(|p| (frame.x(p.x), frame.y(p.y))))
}

fn band(points: &[Point], frame: Frame) -> String {
    let above = points.iter().map(|p| (frame.x(p.x), frame.y(p.high)));
    let below = points.iter().rev().map(|p| (frame.x(p.x), frame.y(p.low)));
    path(above.chain(below)) + "Z"
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut d = String::new();
    for (i, (x, y)) in points.enumerate() {
        // A string takes what is written.
        let _ = write!(d, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
    }
    d
}

fn axes(ui: &Ui, plot: &Plot, frame: Frame) -> Html {
    let (left, right) = frame.sides();
    let bottom = frame.bottom();
    let places = plot.settings.as_ref().map(|settings| points::places(ui, settings, frame));
    let x_marks = if places.is_some() { Vec::new() } else { marks(&plot.x, right - left, 64.0) };
    let y_marks = marks(&plot.y, bottom - ROOM[1], 34.0);
    html! {
        <g class="plot-axes">
            { for y_marks.into_iter().map(|(value, text)| {
                let y = frame.y(value);
                html! {
                    <>
                        <line x1={px(left)} x2={px(right)} y1={px(y)} y2={px(y)} />
                        <text class="plot-y" x={px(left - 8.0)} y={px(y + 4.0)}>{ text }</text>
                    </>
                }
            }) }
            { for x_marks.into_iter().map(|(value, text)| {
                let x = frame.x(value);
                html! {
                    <>
                        <line x1={px(x)} x2={px(x)} y1={px(bottom)} y2={px(bottom + 4.0)} />
                        <text x={px(x)} y={px(bottom + 17.0)}>{ text }</text>
                    </>
                }
            }) }
            { for places }
            <text class="plot-name" x={px(f64::midpoint(left, right))} y={px(frame.height - 6.0)}>{ ui.text(&plot.x.name) }</text>
        </g>
    }
}

/// Where an axis has a mark, and what stands there. Shares are marked in hundredths.
#[allow(clippy::cast_sign_loss, reason = "an axis begins at 0 or above: both ends are made so")]
fn marks(axis: &Axis, length: f64, apart: f64) -> Vec<(f64, String)> {
    let (unit, sign) = match axis.measure {
        Measure::Number => (1.0, ""),
        Measure::Share => (100.0, " %"),
    };
    // Of a short axis the tenths are marked, or the hundredths.
    let digits = [0, 1, 2].into_iter().find(|digits| (axis.to - axis.from) * unit * 10_f64.powi(*digits) >= 2.0).unwrap_or(3);
    let scale = unit * 10_f64.powi(digits);
    let (from, to) = ((axis.from * scale).max(0.0), (axis.to * scale).max(0.0));
    let step = ticks::step(to - from, length, apart);
    let step = if axis.measure == Measure::Share && digits == 0 && step == 50 { 25 } else { step };
    ticks::ticks(from.ceil() as u64, to.floor() as u64, step)
        .into_iter()
        .map(|mark| (mark as f64 / scale, format!("{:.*}{sign}", digits as usize, mark as f64 / scale * unit)))
        .collect()
}

/// The names of the curves, each where its curve is furthest from all others and no earlier name stands.
fn labels(ui: &Ui, all: &[&Curve], frame: Frame) -> Vec<Html> {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    all.iter().filter_map(|curve| label(ui, curve, all, frame, &mut taken)).collect()
}

/// The name of a curve. Of the names so far, `taken` has the middle of the line and half the width.
fn label(ui: &Ui, curve: &Curve, all: &[&Curve], frame: Frame, taken: &mut Vec<(f64, f64, f64)>) -> Option<Html> {
    let words = ui.text(&curve.name);
    let half = text::em(&words) * LETTER / 2.0 + 4.0;
    let alone = |i: usize, point: &Point| {
        let others = all.iter().filter(|other| other.name != curve.name).filter_map(|other| other.points.get(i));
        others.map(|other| (frame.y(other.y) - frame.y(point.y)).abs()).fold(f64::INFINITY, f64::min)
    };
    // Above the line, unless there is no room.
    let place = |point: &Point| {
        let (x, y) = (frame.x(point.x), frame.y(point.y));
        (x, if y - 8.0 - LETTER < ROOM[1] { y + 8.0 + LETTER } else { y - 8.0 })
    };
    let inside = |point: &Point| {
        let x = frame.x(point.x);
        x - half > ROOM[0] && x + half < frame.width - ROOM[2]
    };
    let is_free = |point: &Point| {
        let (x, y) = place(point);
        taken.iter().all(|(there_x, there_y, there)| (x - there_x).abs() > half + there || (y - there_y).abs() > LETTER + 3.0)
    };
    let of_these = |free: bool| {
        let points = curve.points.iter().enumerate().filter(|(_, point)| inside(point) && (!free || is_free(point)));
        points.max_by(|(i, a), (j, b)| alone(*i, a).total_cmp(&alone(*j, b)))
    };
    let (_, point) = of_these(true).or_else(|| of_these(false))?;
    let (x, y) = place(point);
    taken.push((x, y, half));
    Some(html! { <text class={classes!("plot-label", palette::class(curve.hue))} x={px(x)} y={px(y)}>{ words }</text> })
}

/// What the kinds of lines mean.
fn key(ui: &Ui, plot: &Plot) -> Html {
    let has = |style: Style| plot.curves.iter().any(|curve| curve.style == style);
    if let Some(settings) = &plot.settings {
        return points::key(ui, plot, settings);
    }
    let banded = plot.curves.iter().any(|curve| curve.points.iter().any(|point| point.low < point.high));
    let sample = |class: &'static str| {
        html! { <svg class="plot-sample" width="26" height="10" aria-hidden="true" focusable="false"><path {class} d="M1 5H25" /></svg> }
    };
    html! {
        <span class="plot-key">
            if has(Style::Measured) { <span>{ sample("plot-line") }{ say!(ui, "measured", "实测") }</span> }
            if banded { <span>{ sample("plot-line plot-wide") }{ say!(ui, "95 % confidence", "95 % 置信带") }</span> }
            if has(Style::Theory) { <span>{ sample("plot-theory") }{ say!(ui, "theory", "理论") }</span> }
        </span>
    }
}

/// A number as its axis has it.
pub(super) fn number(measure: Measure, y: f64) -> String {
    match measure {
        Measure::Share => format!("{:.1} %", y * 100.0),
        Measure::Number => format!("{y:.2}"),
    }
}

/// The plot in words: where each measured curve begins, is highest and ends.
fn summary(ui: &Ui, plot: &Plot) -> String {
    let percent = |y: f64| number(plot.y.measure, y);
    let place = |x: f64| match &plot.settings {
        Some(settings) => points::place(ui, settings, x),
        None => format!("{x:.0}"),
    };
    let mut out = format!("{}.", ui.text(&plot.name));
    for curve in plot.curves.iter().filter(|curve| curve.style == Style::Measured) {
        let highest = curve.points.iter().max_by(|a, b| a.y.total_cmp(&b.y));
        if let (Some(first), Some(top), Some(last)) = (curve.points.first(), highest, curve.points.last()) {
            let words = say!(
                ui,
                " {0}: from {1} to {2}, at most {3} at {4}.",
                " {0}：从 {1} 到 {2}，最高 {3}（{4}）。",
                curve.name.clone(),
                percent(first.y),
                percent(last.y),
                percent(top.y),
                format!("{} {}", ui.text(&plot.x.name), place(top.x))
            );
            out.push_str(&words);
        }
    }
    out
}
