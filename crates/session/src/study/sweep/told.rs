//! What the counts of a sweep come to: a plot for each subject of what is asked for, and the figures of the present setting.

use super::super::report::{Axis, Curve, Figure, Hue, Measure, Offer, Plot, Point, Remark, Report, Style, number};
use super::Sweep;
use crate::sweep::{PER_OPERATION, Row, summary};
use crate::{ParamKind, ParamValue, catalogue};
use synod_protocols::{DELAY_PARAM, Promise};
use synod_words::{Phrase, phrase};

/// The colours of the curves.
const HUES: [Hue; 5] = [Hue::First, Hue::Second, Hue::Third, Hue::Fourth, Hue::Fifth];
/// An axis of shares reaches this far at least: where nothing happened, the bars should not look like much.
const SHARE_LEAST: f64 = 0.05;
/// The delay model by which nothing is drawn.
const CONSTANT: &str = "constant";

/// Something that can be counted, beside how a promise stands.
struct Counted {
    /// As it stands in a link.
    id: &'static str,
    /// The figure of a cell that it is.
    measure: &'static str,
    /// Its name, with its unit.
    name: Phrase,
    /// How many of the figure's units are one of the name's.
    scale: f64,
}

fn all_counted(store: bool) -> Vec<Counted> {
    let of_store = [
        ("stale", "stale", phrase!("stale reads", "读到旧值的比例"), 1.0),
        ("behind", "staleness_mean_versions", phrase!("versions behind, on average", "平均落后的版本数"), 1.0),
    ];
    let of_all = [
        ("answered", "answered", phrase!("answered operations", "得到应答的操作"), 1.0),
        ("median", "latency_p50_us", phrase!("median latency (ms)", "延迟中位数（毫秒）"), 1e3),
        ("p99", "latency_p99_us", phrase!("p99 latency (ms)", "p99 延迟（毫秒）"), 1e3),
        ("messages", PER_OPERATION, phrase!("messages per operation", "每操作消息数"), 1.0),
    ];
    let counted = |(id, measure, name, scale)| Counted { id, measure, name, scale };
    of_store.into_iter().filter(|_| store).chain(of_all).map(counted).collect()
}

/// What can be asked for: `store` is whether the clients read and write one.
pub(super) fn choices(promises: &[Promise], store: bool) -> Vec<(&'static str, Phrase)> {
    let violated = promises.iter().map(|promise| (promise.id, violated(&promise.name)));
    violated.chain(all_counted(store).into_iter().map(|counted| (counted.id, counted.name))).collect()
}

fn violated(name: &Phrase) -> Phrase {
    phrase!("{0}: violated", "违反：{0}", name.clone())
}

/// A cell that was run, with its figures.
struct Cell {
    curve: usize,
    place: usize,
    rows: Vec<Row>,
}

/// What the runs so far come to.
pub(super) fn report(sweep: &Sweep) -> Report {
    let curves = sweep.grid.curves();
    let cells = sweep.part.cells.iter().enumerate().filter(|(_, portion)| portion.tally.runs > 0);
    let cells: Vec<Cell> =
        cells.map(|(cell, portion)| Cell { curve: cell % curves, place: cell / curves, rows: summary(&portion.tally) }).collect();
    let Ok(kind) = catalogue::kind(&sweep.part.plan.document.lab) else { return Report::default() };
    let Some(promises) = sweep.grid.runners.first().map(|(_, runner)| runner.promises()) else { return Report::default() };
    let counted = all_counted(true);
    let counted = counted.iter().find(|counted| counted.id == sweep.measure);
    let measure = counted.map_or("violated", |counted| counted.measure);
    let mut plots: Vec<Plot> = Vec::new();
    for subject in subjects(&cells, measure, counted.map_or(Some(&sweep.measure), |_| None)) {
        let promise = promises.iter().find(|promise| promise.id == subject);
        let name = match (promise, counted) {
            (Some(promise), _) => phrase!("{0}: violated in so many of the runs", "违反{0}的运行占比", promise.name.clone()),
            (None, Some(counted)) if kind.verbs().iter().any(|(verb, _)| *verb == subject) => {
                phrase!("{0}: {1}", "{0}：{1}", subject, counted.name.clone())
            }
            (None, Some(counted)) => counted.name.clone(),
            (None, None) => Phrase::verbatim(subject),
        };
        let y = counted.map_or_else(|| phrase!("share of the runs", "占全部运行的比例"), |counted| counted.name.clone());
        plots.push(plot(sweep, &cells, (subject, measure), (name, y, counted.map_or(1.0, |counted| counted.scale))));
    }
    let here = sweep.grid.settings.here;
    let present = cells.iter().find(|cell| here == Some((cell.curve as u32, cell.place as u32)));
    let figures =
        present.map_or_else(Vec::new, |cell| cell.rows.iter().filter_map(|row| figure(row, promises, &sweep.measure)).collect());
    let remarks = remarks(sweep, &cells, &plots);
    Report { plots, figures, remarks }
}

/// What the measure is known of, in the order of the rows; or only this one.
fn subjects<'c>(cells: &'c [Cell], measure: &str, only: Option<&'c String>) -> Vec<&'c str> {
    let mut found: Vec<&str> = Vec::new();
    for row in cells.iter().flat_map(|cell| &cell.rows).filter(|row| row.measure == measure) {
        if only.is_none_or(|only| *only == row.subject) && !found.contains(&row.subject.as_str()) {
            found.push(&row.subject);
        }
    }
    found
}

fn plot(sweep: &Sweep, cells: &[Cell], (subject, measure): (&str, &str), (name, y, scale): (Phrase, Phrase, f64)) -> Plot {
    let share = matches!(measure, "violated" | "answered" | "stale");
    let point = |cell: &Cell| {
        let row = cell.rows.iter().find(|row| row.subject == subject && row.measure == measure)?;
        let value = row.value?;
        // A mean has no interval; a quantile may lack an end, and then could be anything on that side.
        let (low, high) = match (row.low, row.high) {
            _ if measure == PER_OPERATION || measure.contains("_mean_") => (value, value),
            (low, high) => (low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY)),
        };
        Some(Point { x: cell.place as f64, y: value / scale, low: low / scale, high: high / scale })
    };
    let curves: Vec<Curve> = (0..sweep.grid.curves())
        .map(|nth| Curve {
            name: sweep.grid.curve(nth).unwrap_or_else(|| name.clone()),
            hue: HUES[nth % HUES.len()],
            style: Style::Measured,
            points: cells.iter().filter(|cell| cell.curve == nth).filter_map(point).collect(),
        })
        .collect();
    let ends =
        curves.iter().flat_map(|curve| &curve.points).map(|point| if point.high.is_finite() { point.high } else { point.y });
    let highest = ends.fold(0.0, f64::max);
    let last = sweep.grid.settings.x.values.len().saturating_sub(1);
    Plot {
        name,
        x: Axis { name: sweep.grid.axis.clone(), measure: Measure::Number, from: 0.0, to: last as f64 },
        y: Axis {
            name: y,
            measure: if share { Measure::Share } else { Measure::Number },
            from: 0.0,
            to: if share { round_up(highest).clamp(SHARE_LEAST, 1.0) } else { round_up(highest) },
        },
        curves,
        settings: Some(sweep.grid.settings.clone()),
    }
}

/// The next number with one digit that ends an axis well.
fn round_up(highest: f64) -> f64 {
    if highest <= 0.0 {
        return 1.0;
    }
    let mut power = 1.0;
    while power > highest {
        power /= 10.0;
    }
    while power * 10.0 <= highest {
        power *= 10.0;
    }
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
        .map(|digit| digit * power)
        .into_iter()
        .find(|end| *end >= highest)
        .unwrap_or(highest)
}

/// A figure of the present setting that is worth telling.
fn figure(row: &Row, promises: &[Promise], asked: &str) -> Option<Figure> {
    let value = row.value?;
    if row.measure == "violated" && value == 0.0 && row.subject != asked {
        return None;
    }
    let subject = promises.iter().find(|promise| promise.id == row.subject);
    let subject = subject.map_or_else(|| Phrase::verbatim(&row.subject), |promise| promise.name.clone());
    let ms = |us: f64| format!("{} ms", number(us / 1e3));
    let between = |say: fn(f64) -> String| match (row.low, row.high) {
        (Some(low), Some(high)) => phrase!("95 %: {0} to {1}", "95 %：{0} 至 {1}", say(low), say(high)),
        (Some(low), None) => {
            phrase!("95 %: at least {0}; too few runs for an upper end", "95 %：不低于 {0}；运行太少，无法给出上端", say(low))
        }
        _ => phrase!("of {0}", "共 {0} 个", row.of.to_string()),
    };
    let (name, value, meaning) = match row.measure.as_str() {
        "violated" => (violated(&subject), percent(value), between(percent)),
        "undecided" if value > 0.0 => (phrase!("{0}: undecided", "未决：{0}", subject), percent(value), between(percent)),
        "answered" => (phrase!("{0}: answered", "{0}：得到应答", subject), percent(value), between(percent)),
        "stale" => (phrase!("{0}: stale", "{0}：读到旧值", subject), percent(value), between(percent)),
        "latency_p50_us" => (phrase!("{0}: median latency", "{0}：延迟中位数", subject), ms(value), between(ms)),
        "latency_p99_us" => (phrase!("{0}: p99 latency", "{0}：p99 延迟", subject), ms(value), between(ms)),
        "staleness_mean_versions" => (
            phrase!("{0}: versions behind, on average", "{0}：平均落后的版本数", subject),
            number(value),
            phrase!("of {0} answered reads", "共 {0} 个得到应答的读", row.of.to_string()),
        ),
        PER_OPERATION => (
            phrase!("messages per operation", "每操作消息数"),
            number(value),
            phrase!("of {0} operations", "共 {0} 个操作", row.of.to_string()),
        ),
        _ => return None,
    };
    let id = format!("{}-{}", row.subject, row.measure);
    Some(Figure { id, name, meaning, value, within: None, claims: Vec::new() })
}

/// A share in percent, with digits enough to tell it from none and from all.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent.min(100.0 - percent) {
        0.0 => format!("{percent:.0} %"),
        edge if edge < 0.1 => format!("{percent:.3} %"),
        _ => format!("{percent:.1} %"),
    }
}

/// What must be said: that nothing is left to chance, what was left out, where nothing could be measured, what is not decided.
fn remarks(sweep: &Sweep, cells: &[Cell], plots: &[Plot]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut say = |words: Phrase, offer: Option<Offer>| remarks.push(Remark { words, offer });
    if sweep.all_alike() {
        match random_delays(sweep) {
            Some(offer) => say(
                phrase!(
                    "Every run of a setting is the same: nothing here is drawn at random. Choose random delays to see what chance does.",
                    "每种设置的各次运行完全相同：这里没有任何随机因素。选择随机延迟，才能看到概率。"
                ),
                Some(offer),
            ),
            None => say(
                phrase!(
                    "All runs of a setting came to the same; more of them tell nothing new.",
                    "每种设置的各次运行结果都相同；增加次数不会有新的信息。"
                ),
                None,
            ),
        }
    }
    if plots.is_empty() && sweep.done > 0 {
        say(phrase!("Nothing of this kind happens in the run.", "该运行中没有可供统计的这类事件。"), None);
    }
    let points = |plot: &Plot| plot.curves.iter().map(|curve| curve.points.len()).sum::<usize>();
    if plots.iter().any(|plot| points(plot) < cells.len()) {
        say(
            phrase!(
                "Where no point stands, nothing was answered that could be measured.",
                "没有点的位置，是因为没有得到应答，无从统计。"
            ),
            None,
        );
    }
    let undecided =
        cells.iter().flat_map(|cell| &cell.rows).filter(|row| row.subject == sweep.measure && row.measure == "undecided");
    let undecided = undecided.filter_map(|row| row.value).fold(0.0, f64::max);
    if undecided > 0.0 {
        say(
            phrase!(
                "In up to {0} of the runs of a setting this is not decided when the run is over; they count as not violated.",
                "某些设置中至多有 {0} 的运行到结束时仍未决；这些运行不计为违反。",
                percent(undecided)
            ),
            None,
        );
    }
    if let Some((example, why, many)) = &sweep.grid.refused {
        say(
            phrase!(
                "Left out, because they cannot be: {0} settings, such as {1} ({2}).",
                "因不可能而略去 {0} 种设置，例如 {1}（{2}）。",
                *many,
                example.clone(),
                why.clone()
            ),
            None,
        );
    }
    remarks
}

/// The way from fixed delays to random ones, where the delays of the lab are fixed and can be chosen.
fn random_delays(sweep: &Sweep) -> Option<Offer> {
    let document = &sweep.part.plan.document;
    let specs = catalogue::kind(&document.lab).ok()?.params();
    let spec = specs.iter().find(|spec| spec.id == DELAY_PARAM)?;
    let present = crate::open::read_params(&specs, document).ok()?;
    let ParamKind::Pick(choices) = &spec.kind else { return None };
    if present.get(DELAY_PARAM) != Some(&ParamValue::Pick(CONSTANT.to_owned())) {
        return None;
    }
    let (id, name) = choices.iter().find(|choice| choice.0 != CONSTANT)?;
    let name = phrase!("Random delays: {0}", "随机延迟：{0}", name.clone());
    Some(Offer { name, param: DELAY_PARAM.to_owned(), value: (*id).to_owned() })
}
