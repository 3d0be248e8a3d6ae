//! A sweep as a table for programs: a line a figure.

use super::Whole;
use crate::failure::Failure;
use csv::Writer;
use synod_session::doc::Atom;
use synod_session::sweep::{Row, summary};
use synod_words::Lang;

/// The columns behind the varied parameters.
pub const COLUMNS: [&str; 6] = ["subject", "measure", "value", "low", "high", "of"];

/// The figures of all combinations: the values of the parameters with each. Of one that the lab refuses there is a line with the measure
/// `skipped`, and the reason is its subject.
pub fn rows(whole: &Whole) -> Vec<(usize, Row)> {
    let mut rows = Vec::new();
    for cell in 0..whole.part.cells.len() {
        match whole.refused.iter().find(|(refused, _)| *refused == cell) {
            Some((_, why)) => {
                let (subject, measure) = (why.text(Lang::En), "skipped".to_owned());
                rows.push((cell, Row { subject, measure, value: None, low: None, high: None, of: 0 }));
            }
            None => rows.extend(summary(&whole.part.cells[cell].tally).into_iter().map(|row| (cell, row))),
        }
    }
    rows
}

/// The table as CSV (RFC 4180).
pub fn csv(whole: &Whole) -> Result<String, Failure> {
    let lost = |error: &dyn std::error::Error| Failure::Unwritable { file: "csv".to_owned(), error: error.to_string() };
    let mut out = Writer::from_writer(Vec::new());
    let plan = &whole.part.plan;
    let head = plan.vary.iter().map(|axis| axis.param.as_str()).chain(COLUMNS);
    out.write_record(head).map_err(|error| lost(&error))?;
    for (cell, row) in rows(whole) {
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let mut record: Vec<String> = plan.values(cell).into_iter().map(plain).collect();
        record.extend([row.subject, row.measure, number(row.value), number(row.low), number(row.high), row.of.to_string()]);
        out.write_record(record).map_err(|error| lost(&error))?;
    }
    let bytes = out.into_inner().map_err(|error| lost(&error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The value of a parameter as it is typed.
pub fn plain(value: &Atom) -> String {
    match value {
        Atom::Null => String::new(),
        Atom::Bool(on) => on.to_string(),
        Atom::Int(i) => i.to_string(),
        Atom::Text(text) => text.clone(),
    }
}
