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
    /// What must be said of them.
    pub remarks: Vec<Remark>,
}

/// Something to know about what is shown.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Remark {
    /// The words.
    #[serde(with = "wire::phrase")]
    pub words: Phrase,
    /// What can be done about it.
    pub offer: Option<Offer>,
}

/// Another value of a parameter of the study.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// What it is, as on a button.
    #[serde(with = "wire::phrase")]
    pub name: Phrase,
    /// The parameter.
    pub param: String,
    /// Its value, as it stands in a link.
    pub value: String,
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
    /// Where a point is a setting of a lab: which. The places along the x axis are then counted from 0, and so are the curves.
    pub settings: Option<Settings>,
}

/// What the points of a plot stand for, where each is a setting of a lab.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// Along the x axis.
    pub x: Varied,
    /// From curve to curve; none where there is one curve only.
    pub curves: Option<Varied>,
    /// The curve and the place of the present setting.
    pub here: Option<(u32, u32)>,
}

/// A parameter of a lab with the values that it takes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Varied {
    /// Its id.
    pub param: String,
    /// Whether its values have an order, so that a line may lead from one to the next.
    pub ordered: bool,
    /// Its values.
    pub values: Vec<Choice>,
}

/// A value of a parameter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// As it stands in a link.
    pub value: String,
    /// As people read it, without its unit.
    #[serde(with = "wire::phrase")]
    pub name: Phrase,
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
    /// Its upper end; infinite where too little was counted to tell one.
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
    /// The fourth.
    Fourth,
    /// The fifth.
    Fifth,
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

/// A figure with as many digits as say something.
pub(super) fn number(x: f64) -> String {
    match x {
        x if x < 5e-7 => "0".to_owned(),
        x if x < 0.001 => {
            let text = format!("{x:.1e}");
            let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
            let raised = |c: char| match c {
                '-' => '⁻',
                c => c.to_digit(10).and_then(|d| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(d as usize)).unwrap_or(c),
            };
            format!("{digits}×10{}", power.chars().map(raised).collect::<String>())
        }
        x if x < 0.1 => format!("{x:.4}"),
        x if x < 1.0 => format!("{x:.3}"),
        x => format!("{x:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_readable() {
        assert_eq!(
            ["0.00058", "0.0112", "0.176", "17.4"].map(|x| number(x.parse().expect("a number"))),
            ["5.8×10⁻⁴", "0.0112", "0.176", "17.40"]
        );
    }
}
