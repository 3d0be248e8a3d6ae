//! Figures as Markdown, printed and kept in `docs/benchmarks.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

use crate::wasm::read;

/// What one benchmark says.
pub struct Section {
    /// Its name on the command line and in the document's markers.
    pub name: &'static str,
    /// The Markdown between the markers.
    pub body: String,
}

impl Section {
    /// Puts it into the document, in place of what stood between its markers, or at the end.
    pub fn save(&self) -> Result<()> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/benchmarks.md");
        let old = fs::read_to_string(&file).context("docs/benchmarks.md cannot be read")?;
        fs::write(&file, self.put_into(&old)).context("docs/benchmarks.md cannot be written")?;
        println!("Saved in docs/benchmarks.md.");
        Ok(())
    }

    fn put_into(&self, document: &str) -> String {
        let begin = format!("<!-- {}: begin -->", self.name);
        let end = format!("<!-- {}: end -->", self.name);
        let (before, after) = match document.split_once(&begin) {
            Some((before, rest)) => (before, rest.split_once(&end).map_or("", |(_, after)| after)),
            None => (document, "\n"),
        };
        format!("{before}{begin}\n\n{}\n{end}{after}", self.body)
    }
}

/// One figure, measured once a round.
pub struct Rates {
    what: &'static str,
    rounds: Vec<f64>,
}

impl Rates {
    /// Nothing measured yet.
    pub fn of(what: &'static str) -> Rates {
        Rates { what, rounds: Vec::new() }
    }

    /// One round's figure.
    pub fn push(&mut self, rate: f64) {
        self.rounds.push(rate);
    }

    /// A row of a table: what, and how much at the median.
    pub fn row(&self) -> String {
        format!("| {} | {} |", self.what, thousands(median(&self.rounds)))
    }

    /// A row of a table: what, how many times the other it is at the median, at least and at most, what is asked for, and whether it holds.
    /// Compared are the figures of the same round.
    pub fn row_against(&self, other: &Rates, goal: f64) -> String {
        let mut ratios: Vec<f64> = self.rounds.iter().zip(&other.rounds).map(|(a, b)| a / b).collect();
        ratios.sort_by(f64::total_cmp);
        let (low, high) = (ratios.first().copied().unwrap_or_default(), ratios.last().copied().unwrap_or_default());
        let middle = median(&ratios);
        let met = if middle >= goal { "met" } else { "missed" };
        format!("| {} : {} | {middle:.2} | {low:.2} – {high:.2} | {goal} | {met} |", self.what, other.what)
    }
}

impl Rates {
    /// How long one takes at the median, in milliseconds.
    pub fn milliseconds(&self) -> String {
        format!("{:.2}", 1_000.0 / median(&self.rounds))
    }

    /// How many times the other it is at the median.
    pub fn factor(&self, other: &Rates) -> String {
        format!("{:.0}", median(&self.rounds) / median(&other.rounds))
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.len() / 2;
    let lower = sorted.len().saturating_sub(1) / 2;
    match (sorted.get(lower), sorted.get(upper)) {
        (Some(a), Some(b)) => f64::midpoint(*a, *b),
        _ => f64::NAN,
    }
}

/// A whole number with a comma after each thousand.
fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// When and with what the figures were taken: the line under a table.
pub fn taken_with(command: &str, rounds: u32, others: &[(&str, String)]) -> Result<String> {
    let rustc = read(Command::new("rustc").arg("--version"))?;
    let rustc = rustc.split(' ').nth(1).context("rustc does not say its version")?;
    let mut line = format!("`{command}` on {}, medians of {rounds} rounds; rustc {rustc}", today()?);
    for (what, version) in others {
        let _ = write!(line, ", {what} {version}");
    }
    line.push('.');
    Ok(line)
}

/// The version of a package in `Cargo.lock`. Where there are several, the first.
pub fn locked(package: &str) -> Result<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    let lock = fs::read_to_string(file).context("Cargo.lock cannot be read")?;
    let entry = lock.split_once(&format!("name = \"{package}\"\nversion = \"")).map(|(_, rest)| rest);
    let version = entry.and_then(|rest| rest.split('"').next());
    Ok(version.with_context(|| format!("Cargo.lock does not name {package}"))?.to_owned())
}

/// Today's date (UTC), `2026-11-23`.
fn today() -> Result<String> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?;
    let (year, month, day) = civil_from_days(since.as_secs() / 86_400);
    Ok(format!("{year}-{month:02}-{day:02}"))
}

/// The Gregorian date of a day counted from 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (400 * era + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(civil_from_days(0), (1970, 1, 1));
        assert_eq!(civil_from_days(11_016), (2000, 2, 29));
        assert_eq!(civil_from_days(20_780), (2026, 11, 23));
    }

    #[test]
    fn a_section_takes_the_place_of_its_last_figures_and_of_nothing_else() {
        let section = Section { name: "x", body: "new".to_owned() };
        let once = section.put_into("# Figures\n");
        assert_eq!(once, "# Figures\n<!-- x: begin -->\n\nnew\n<!-- x: end -->\n");
        let older = once.replace("new", "old").replace("# Figures", "# Figures, again") + "rest\n";
        assert_eq!(section.put_into(&older), once.replace("# Figures", "# Figures, again") + "rest\n");
    }

    #[test]
    fn ratios_are_of_the_same_round_and_the_middle_one_counts() {
        let rates = |what, rounds: [f64; 3]| Rates { what, rounds: rounds.to_vec() };
        let row = rates("a", [10.0, 40.0, 90.0]).row_against(&rates("b", [10.0, 20.0, 30.0]), 2.5);
        assert_eq!(row, "| a : b | 2.00 | 1.00 – 3.00 | 2.5 | missed |");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([12.0, 1_234.4, 7_654_321.0].map(thousands), ["12", "1,234", "7,654,321"]);
    }
}
