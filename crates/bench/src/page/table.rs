//! Figures of the page, each beside its goal.

use std::fmt::{Display, Formatter, Result, Write as _};

/// A table in the making.
#[derive(Default)]
pub struct Table {
    rows: String,
}

impl Table {
    /// A figure that is asked to be at most so much.
    pub fn goal(&mut self, what: &str, value: f64, unit: &str, most: f64) {
        let verdict = if value <= most { "met" } else { "missed" };
        self.row(what, &format!("{value:.1} {unit}"), &format!("{most} {unit}"), verdict);
    }

    /// A figure without a goal.
    pub fn figure(&mut self, what: &str, value: f64, unit: &str) {
        self.row(what, &format!("{value:.1} {unit}"), "", "");
    }

    /// A figure that cannot be taken.
    pub fn missing(&mut self, what: &str, why: &str) {
        self.row(what, why, "", "");
    }

    fn row(&mut self, what: &str, value: &str, goal: &str, verdict: &str) {
        // All of it takes minutes: whoever waits sees each figure as it comes.
        eprintln!("{what}: {value}");
        let done = writeln!(self.rows, "| {what} | {value} | {goal} | {verdict} |");
        debug_assert!(done.is_ok(), "a string takes what is written");
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "| | Measured | Goal | |\n|---|---:|---:|---|\n{}", self.rows)
    }
}

/// The nearest-rank quantile; not a number where nothing was measured.
pub fn quantile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_one_of_the_values() {
        let values = [5.0, 1.0, 4.0, 2.0, 3.0];
        let found = [50, 99, 100].map(|percent| format!("{}", quantile(&values, percent)));
        assert_eq!(found, ["3", "5", "5"]);
    }

    #[test]
    fn a_figure_that_could_not_be_taken_meets_no_goal() {
        let mut table = Table::default();
        table.goal("a", f64::NAN, "ms", 1.0);
        table.goal("b", 1.0, "ms", 1.0);
        assert!(table.to_string().contains("| a | NaN ms | 1 ms | missed |\n| b | 1.0 ms | 1 ms | met |"));
    }
}
