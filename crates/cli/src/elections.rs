//! `synod elections`: how long Raft is without a leader, by the range of election time-outs.

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::misuse::Misuse;
use crate::page::Page;
use crate::report::{FINE, Report};
use crate::table::{left, right};
use serde_json::json;
use synod_session::study::{Elections, Study, Trials};
use synod_words::{Lang, phrase};

/// Runs, unless told: as many as in the paper.
const RUNS: u64 = 1_000;
/// More would take minutes.
const RUNS_MAX: u64 = 100_000;
/// A message takes so long, in microseconds; of a broadcast time of 15 ms the rest is the disk.
const WAY_US: u64 = 2_500;

/// The down times of each range.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let asked = arguments.runs.unwrap_or(RUNS);
    let runs = Some(asked).filter(|runs| (1..=RUNS_MAX).contains(runs));
    let runs = runs.ok_or(Misuse::OutOfRange { option: "--runs", min: 1, max: RUNS_MAX })?;
    let mut study = Elections::of(WAY_US, runs as usize, arguments.seed);
    while study.advance() {}
    if arguments.json {
        let range = |trials: &Trials| {
            let (shortest_ms, longest_ms) = trials.range_ms;
            json!({
                "election_ms": [shortest_ms, longest_ms],
                "runs": trials.down_us.len(),
                "unfinished": trials.unfinished(),
                "mean_us": trials.mean_us(),
                "median_us": trials.quantile_us(1, 2),
                "p95_us": trials.quantile_us(95, 100),
                "p99_us": trials.quantile_us(99, 100),
                "max_us": trials.quantile_us(1, 1),
            })
        };
        let ranges: Vec<_> = study.trials().iter().map(range).collect();
        return Ok(Report::json(&json!({"runs": runs, "seed": arguments.seed, "ranges": ranges}), FINE));
    }
    let mut page = Page::new(lang);
    page.phrase(&phrase!(
        "Five servers of Raft, the leader crashes: down time in milliseconds, {0} runs (a tenth of that where nothing is random)",
        "五台 Raft 服务器，领导者宕机：停机时间（毫秒），{0} 次运行（无随机性时取十分之一）",
        runs as u32
    ));
    let columns = [
        phrase!("mean", "平均"),
        phrase!("median", "中位数"),
        phrase!("95 %", "95 %"),
        phrase!("99 %", "99 %"),
        phrase!("longest", "最长"),
        phrase!("none in 10 s", "10 秒内无"),
    ];
    let row = |name: &str, cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| right(cell, 14)).collect();
        format!("  {}{}", left(name, 12), cells.concat())
    };
    let heads = columns.iter().map(|column| page.say(column)).collect();
    page.line(row("", heads));
    for trials in study.trials() {
        let (shortest, longest) = trials.range_ms;
        let times = [
            trials.mean_us(),
            trials.quantile_us(1, 2),
            trials.quantile_us(95, 100),
            trials.quantile_us(99, 100),
            trials.quantile_us(1, 1),
        ];
        let mut cells: Vec<String> = times.map(milliseconds).into();
        cells.push(trials.unfinished().to_string());
        page.line(row(&format!("{shortest}–{longest} ms"), cells));
    }
    Ok(Report::fine(page.into_text()))
}

/// With a tenth; what is not known lasts for more than ten seconds.
fn milliseconds(us: Option<u64>) -> String {
    us.map_or_else(|| "> 10000".to_owned(), |us| format!("{}.{}", us / 1_000, us / 100 % 10))
}
