//! A plot whose points are settings of a lab: each a sign with its interval, beside those of the other curves; the present one in a ring.

use super::palette;
use super::plot::{Frame, ROOM, number, px};
use crate::geometry::text;
use crate::state::{Action, Doing};
use crate::ui::{Ui, say};
use std::fmt::Write as _;
use synod_session::study::{Curve, Plot, Point, Settings};
use yew::prelude::*;

/// How far apart the signs of one place stand at most, and how much of a place they fill together.
const APART: f64 = 13.0;
const FILLED: f64 = 0.7;
/// The size of the letters below the axis, and how high a slanted name may reach.
const NAME: f64 = 12.0;
const SLANTED: f64 = 84.0;
/// The shapes of the signs, around their middle: no two curves differ in colour alone.
const SIGNS: [&str; 5] = [
    "M-4.6 0A4.6 4.6 0 1 0 4.6 0A4.6 4.6 0 1 0-4.6 0Z",
    "M-4.1-4.1H4.1V4.1H-4.1Z",
    "M0-5.4 5.2 4.2H-5.2Z",
    "M0-5.8 5.2 0 0 5.8-5.2 0Z",
    "M-1.5-5H1.5V-1.5H5V1.5H1.5V5H-1.5V1.5H-5V-1.5H-1.5Z",
];

/// The name of the value at a place.
pub fn place(ui: &Ui, settings: &Settings, x: f64) -> String {
    let choice = settings.x.values.iter().enumerate().find(|(nth, _)| (*nth as f64 - x).abs() < 0.5);
    choice.map_or_else(String::new, |(_, choice)| ui.text(&choice.name).to_string())
}

fn names(ui: &Ui, settings: &Settings) -> Vec<String> {
    settings.x.values.iter().map(|choice| ui.text(&choice.name).to_string()).collect()
}

/// Whether names stand below each other's axis only when they are slanted.
fn slanted(names: &[String], width: f64) -> bool {
    let widest = names.iter().map(|name| text::em(name) * NAME).fold(0.0, f64::max);
    widest + 8.0 > width / names.len().max(1) as f64
}

/// The room that names of places and axis need.
pub fn below(ui: &Ui, settings: &Settings, width: f64) -> f64 {
    let names = names(ui, settings);
    if !slanted(&names, width) {
        return ROOM[3];
    }
    let longest = names.iter().map(|name| text::em(name) * NAME).fold(0.0, f64::max);
    ROOM[3] + (longest * 0.6).min(SLANTED)
}

/// The names of the places below the axis.
pub fn places(ui: &Ui, settings: &Settings, frame: Frame) -> Html {
    let names = names(ui, settings);
    let (left, right) = frame.sides();
    let slanted = slanted(&names, right - left);
    let name = |(nth, name): (usize, String)| {
        let (x, y) = (frame.x(nth as f64), frame.bottom());
        if slanted {
            let shown = text::shorten(&name, SLANTED / 0.6, NAME).unwrap_or_default();
            html! { <text class="plot-slanted" x="0" y="0" transform={format!("translate({x:.1} {:.1}) rotate(-38)", y + 13.0)}>{ shown }</text> }
        } else {
            html! { <text x={px(x)} y={px(y + 17.0)}>{ name }</text> }
        }
    };
    html! { { for names.into_iter().enumerate().map(name) } }
}

/// Where the points of a curve stand: beside those of the others.
fn at(plot: &Plot, nth: usize, point: &Point, frame: Frame) -> f64 {
    let curves = plot.curves.len();
    let room = frame.x(1.0) - frame.x(0.0);
    let apart = APART.min(room * FILLED / curves as f64);
    frame.x(point.x) + (nth as f64 - (curves - 1) as f64 / 2.0) * apart
}

/// The points of all curves.
pub fn drawn(ui: &Ui, plot: &Plot, settings: &Settings, frame: Frame) -> Html {
    let each = || plot.curves.iter().enumerate();
    html! {
        <>
            if settings.x.ordered {
                { for each().map(|(nth, curve)| html! {
                    <path class={classes!("plot-line", "plot-thin", palette::class(curve.hue))} d={line(plot, nth, curve, frame)} />
                }) }
            }
            { for each().map(|(nth, curve)| html! {
                <g class={palette::class(curve.hue)}>
                    { for curve.points.iter().map(|point| dot(ui, plot, (nth, curve), (settings, point), frame)) }
                </g>
            }) }
        </>
    }
}

/// From one place to the next, as long as there is none without a point.
fn line(plot: &Plot, nth: usize, curve: &Curve, frame: Frame) -> String {
    let mut d = String::new();
    let mut before: Option<f64> = None;
    for point in &curve.points {
        let next = before.is_some_and(|x| point.x - x < 1.5);
        // A string takes what is written.
        let _ = write!(d, "{}{:.1} {:.1}", if next { 'L' } else { 'M' }, at(plot, nth, point, frame), frame.y(point.y));
        before = Some(point.x);
    }
    d
}

fn dot(ui: &Ui, plot: &Plot, (nth, curve): (usize, &Curve), (settings, point): (&Settings, &Point), frame: Frame) -> Html {
    let (x, y) = (at(plot, nth, point, frame), frame.y(point.y));
    let (top, bottom) = (frame.y(point.high).max(ROOM[1]), frame.y(point.low).min(frame.bottom()));
    let place_of = point.x.round().max(0.0);
    let here = settings.here.is_some_and(|(of, at)| of as usize == nth && (f64::from(at) - point.x).abs() < 0.5);
    let words = format!("{}: {}", setting(ui, plot, settings, curve, point), told(ui, plot, point));
    let take = ui.on(take(nth, place_of));
    html! {
        <g class="plot-point" onclick={take} data-testid={format!("point-{nth}-{place_of}")}>
            <title>{ words }</title>
            <path class="plot-whisker" d={format!("M{x:.1} {top:.1}V{bottom:.1}")} />
            <circle class="plot-touch" cx={px(x)} cy={px(y)} r="11" />
            <path class="plot-sign" d={SIGNS[nth % SIGNS.len()]} transform={format!("translate({x:.1} {y:.1})")} />
            if here { <circle class="plot-ring" cx={px(x)} cy={px(y)} r="9" /> }
        </g>
    }
}

/// Takes the parameters of a point.
#[allow(clippy::cast_sign_loss, reason = "places are counted from 0")]
pub fn take(curve: usize, place: f64) -> Action {
    Action::Study(Doing::Take(curve as u32, place.max(0.0) as u32))
}

/// A setting in words: `R = 2, W = 1`.
pub fn setting(ui: &Ui, plot: &Plot, settings: &Settings, curve: &Curve, point: &Point) -> String {
    let x = format!("{} = {}", ui.text(&plot.x.name), place(ui, settings, point.x));
    if settings.curves.is_some() { say!(ui, "{0}, {1}", "{0}，{1}", x, curve.name.clone()).to_string() } else { x }
}

/// A value with its interval.
pub fn told(ui: &Ui, plot: &Plot, point: &Point) -> String {
    let value = number(plot.y.measure, point.y);
    interval(ui, plot, point).map_or_else(|| value.clone(), |interval| format!("{value} ({interval})"))
}

/// The interval of a value; none where none is known.
pub fn interval(ui: &Ui, plot: &Plot, point: &Point) -> Option<String> {
    let number = |y: f64| number(plot.y.measure, y).trim_end_matches(" %").to_owned();
    if point.high.is_infinite() {
        return Some(say!(ui, "from {0}", "{0} 起", number(point.low)).to_string());
    }
    (point.low < point.high).then(|| format!("{}–{}", number(point.low), number(point.high)))
}

/// Which sign is which curve, and what else is drawn.
pub fn key(ui: &Ui, plot: &Plot, settings: &Settings) -> Html {
    let barred = plot.curves.iter().any(|curve| curve.points.iter().any(|point| point.low < point.high));
    let sample = |inner: Html| {
        html! { <svg class="plot-sample" width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true" focusable="false">{ inner }</svg> }
    };
    html! {
        <span class="plot-key">
            if settings.curves.is_some() {
                { for plot.curves.iter().enumerate().map(|(nth, curve)| html! {
                    <span>
                        <span class={palette::class(curve.hue)}>{ sample(html! { <path class="plot-sign" d={SIGNS[nth % SIGNS.len()]} /> }) }</span>
                        { ui.text(&curve.name) }
                    </span>
                }) }
            }
            if barred { <span>{ sample(html! { <path class="plot-whisker" d="M0-8V8" /> }) }{ say!(ui, "95 % confidence", "95 % 置信区间") }</span> }
            if settings.here.is_some() { <span>{ sample(html! { <circle class="plot-ring" cx="0" cy="0" r="8" /> }) }{ say!(ui, "this run", "此次运行") }</span> }
        </span>
    }
}
