//! A sweep for people: a paragraph a combination.

use super::Whole;
use super::table::plain;
use crate::page::Page;
use crate::table::{left, widest};
use synod_session::sweep::{Pace, Plan, Row, Tally, summary};
use synod_words::{Lang, phrase};

/// The text.
pub fn lines(whole: &Whole, lang: Lang) -> String {
    let Whole { part, taken, refused, gaps } = whole;
    let mut page = Page::new(lang);
    let document = &part.plan.document;
    let name = [Some(&document.lab), document.scenario.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>().join("/");
    page.phrase(&match part.plan.pace {
        Pace::Scripted => phrase!("{0}, seeds {1}", "{0}，种子 {1}", name, part.asked.to_string()),
        Pace::BackToBack => {
            phrase!("{0}, seeds {1}, asked back to back", "{0}，种子 {1}，连续请求", name, part.asked.to_string())
        }
    });
    for cell in taken {
        let tally = &part.cells[*cell].tally;
        let runs = i64::try_from(tally.runs).unwrap_or(i64::MAX);
        let values = values(&part.plan, *cell);
        page.paragraph(&if values.is_empty() {
            phrase!("{0} runs", "{0} 次运行", runs)
        } else {
            phrase!("{0}: {1} runs", "{0}：{1} 次运行", values, runs)
        });
        figures(&mut page, tally);
    }
    if !refused.is_empty() {
        page.paragraph(&phrase!("Skipped", "跳过"));
        for (cell, why) in refused {
            page.line(format!("  {}: {}", values(&part.plan, *cell), page.say(why)));
        }
    }
    if !gaps.is_empty() {
        page.paragraph(&phrase!("Seeds that are missing", "缺少的种子"));
        for (cell, seeds) in gaps {
            page.line(format!("  {}: {seeds}", values(&part.plan, *cell)));
        }
    }
    page.into_text()
}

fn values(plan: &Plan, cell: usize) -> String {
    let each = plan.vary.iter().zip(plan.values(cell)).map(|(axis, value)| format!("{} = {}", axis.param, plain(value)));
    each.collect::<Vec<_>>().join(", ")
}

/// Promises that always hold take one line together; everything else has its own.
fn figures(page: &mut Page, tally: &Tally) {
    let rows = summary(tally);
    let width = widest(tally.promises.keys().chain(tally.operations.keys()).map(String::as_str)) + 2;
    let kept: Vec<String> =
        tally.promises.iter().filter(|(_, standings)| standings.holds == tally.runs).map(|(id, _)| id.clone()).collect();
    for id in tally.promises.keys().filter(|id| !kept.contains(id)) {
        let told = shares(page, rows.iter().filter(|row| row.subject == *id && row.value != Some(0.0)));
        page.line(format!("  {}{told}", left(id, width)));
    }
    if !kept.is_empty() && tally.runs > 0 {
        page.line(format!("  {}", page.say(&phrase!("always hold: {0}", "始终成立：{0}", kept))));
    }
    for verb in tally.operations.keys() {
        let of_verb: Vec<&Row> = rows.iter().filter(|row| row.subject == *verb).collect();
        let told = shares(page, of_verb.iter().copied());
        page.line(format!("  {}{told}", left(verb, width)));
        let latency = phrase!("latency (ms)", "延迟（毫秒）");
        let staleness = phrase!("versions behind", "落后的版本数");
        for (name, about, unit) in [(latency, "latency_", 1_000.0), (staleness, "staleness_", 1.0)] {
            let told: Vec<String> = of_verb.iter().filter_map(|row| quantile(page, row, about, unit)).collect();
            if !told.is_empty() && of_verb.iter().any(|row| row.measure.starts_with(about) && row.value > Some(0.0)) {
                page.line(format!("  {}{}: {}", left("", width), page.say(&name), told.join(" · ")));
            }
        }
    }
}

/// The shares among these rows, with their intervals.
fn shares<'r>(page: &Page, rows: impl Iterator<Item = &'r Row>) -> String {
    let told = rows.filter_map(|row| {
        let name = match row.measure.as_str() {
            "violated" => phrase!("violated", "违反"),
            "undecided" => phrase!("undecided", "未决"),
            "answered" => phrase!("answered", "得到应答"),
            "stale" => phrase!("stale", "读到旧值"),
            _ => return None,
        };
        let [value, low, high] = [row.value, row.low, row.high].map(|share| share.map_or_else(dash, percent));
        Some(format!("{} {value} % ({low} – {high})", page.say(&name)))
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// A quantile or the mean of what is measured, where this row is one and there is one.
fn quantile(page: &Page, row: &Row, about: &str, unit: f64) -> Option<String> {
    let name = row.measure.strip_prefix(about)?.split('_').next()?;
    let number = |value: f64| if unit > 1.0 { format!("{:.2}", value / unit) } else { format!("{value}") };
    let value = number(row.value?);
    let [low, high] = [row.low, row.high].map(|end| end.map_or_else(dash, number));
    Some(match name {
        "mean" => page.say(&phrase!("mean {0}", "均值 {0}", format!("{:.2}", row.value? / unit))),
        "p999" => format!("p99.9 {value} ({low} – {high})"),
        _ => format!("{name} {value} ({low} – {high})"),
    })
}

/// Where a number cannot be told.
fn dash() -> String {
    "?".to_owned()
}

/// A share in percent, with digits enough to tell it from none and from all.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let edge = percent.min(100.0 - percent);
    match edge {
        0.0 => format!("{percent:.0}"),
        edge if edge < 0.01 => format!("{percent:.4}"),
        _ => format!("{percent:.2}"),
    }
}
