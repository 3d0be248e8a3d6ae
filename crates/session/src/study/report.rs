//! What a study came to: plots and figures, each beside what theory or a paper says.

use super::wire;
use serde::{Deserialize, Serialize};
use synod_words::Phrase;

/// What a study came to.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Its plots, the most telling first.
    pub plots: Vec<Plot>,
    /// Its figures.
    pub figures: Vec<Figure>,
}

/// Curves over the same axes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Plot {
    /// What it shows.
    #[serde(with = "wire::phrase")]
    pub name: Phrase,
    /// To the right.
    pub x: Axis,
    /// Upwards.
    pub y: Axis,
    /// The curves.
    pub curves: Vec<Curve>,
}

/// An axis, from `from` to `to`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Axis {
    /// What is counted, with its unit where it has one.
    #[serde(with = "wire::phrase")]
    pub name: Phrase,
    /// How its numbers are written.
    pub measure: Measure,
    /// Its beginning.
    pub from: f64,
    /// Its end.
    pub to: f64,
}

/// How the numbers of an axis are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Measure {
    /// As they are.
    Number,
    /// In percent.
    Share,
}

/// A curve.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Curve {
    /// What it is of.
    #[serde(with = "wire::phrase")]
    pub name: Phrase,
    /// Its colour.
    pub hue: Hue,
    /// Whether it was measured.
    pub style: Style,
    /// Its points, from left to right.
    pub points: Vec<Point>,
}

/// A point of a curve with its confidence interval; without one, both ends are the point.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Point {
    /// Where.
    pub x: f64,
    /// How much.
    pub y: f64,
    /// The lower end of the 95 % confidence interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Where a curve comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Style {
    /// From runs.
    Measured,
    /// From theory.
    Theory,
}

/// A colour of the page, by its role; each stands beside a word or a sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Hue {
    /// What lies behind.
    Quiet,
    /// The first colour.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
}

/// A figure beside what is said of it elsewhere.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Figure {
    /// Its id.
    pub id: String,
    /// Its name, with its unit where it has one.
    #[serde(with = "wire::phrase")]
    pub name: Phrase,
    /// What it is, in a sentence.
    #[serde(with = "wire::phrase")]
    pub meaning: Phrase,
    /// Its value.
    pub value: String,
    /// Half the width of its 95 % confidence interval, where there is one.
    pub within: Option<String>,
    /// What theory or a paper says of it.
    pub claims: Vec<Claim>,
}

/// What is said of a figure elsewhere.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Who says it.
    #[serde(with = "wire::phrase")]
    pub by: Phrase,
    /// The value.
    pub value: String,
}
