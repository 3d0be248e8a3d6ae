//! `synod gossip`: an update spreads among many nodes, in synchronous cycles.

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::misuse::Misuse;
use crate::page::Page;
use crate::report::{FINE, Report};
use crate::table::{left, right};
use serde_json::{Value, json};
use synod_gossip::theory::{self, Shares};
use synod_gossip::{Counts, Estimate, Mode, Rule, Rumour, Setup, Stop, Summary};
use synod_words::{Lang, phrase};

/// Runs, unless told.
const RUNS: u64 = 200;
/// Nodes of all runs together: more would take minutes.
const WORK_MAX: u64 = 200_000_000;
/// Cycles that are printed; the curve is flat long before.
const ROWS_MAX: usize = 64;

/// The words of `--mode`.
pub const MODES: [(&str, Mode); 3] = [("push", Mode::Push), ("pull", Mode::Pull), ("push-pull", Mode::PushPull)];
/// The words of `--kind`: whether spreaders lose interest.
pub const KINDS: [(&str, bool); 2] = [("rumour", true), ("anti-entropy", false)];
/// The words of `--rule`.
pub const STOPS: [(&str, Stop); 2] = [("counter", Stop::Counter), ("coin", Stop::Coin)];

/// What was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Epidemic {
    /// Which way the update travels.
    pub mode: Mode,
    /// Whether spreaders lose interest.
    pub dies: bool,
    /// What makes them.
    pub stop: Stop,
    /// Which contacts count.
    pub counts: Counts,
    /// How patient they are.
    pub k: u8,
    /// How many nodes.
    pub nodes: u32,
}

impl Default for Epidemic {
    fn default() -> Self {
        Epidemic { mode: Mode::Push, dies: true, stop: Stop::Counter, counts: Counts::Feedback, k: 1, nodes: 1_000 }
    }
}

impl Epidemic {
    fn rule(self) -> Rule {
        let Epidemic { stop, counts, k, .. } = self;
        if self.dies { Rule::Rumour(Rumour { stop, counts, k }) } else { Rule::AntiEntropy }
    }

    /// In words of the command line: `push rumour counter feedback k=1`.
    fn words(self) -> String {
        let mode = word(&MODES, self.mode);
        let counts = if self.counts == Counts::Feedback { "feedback" } else { "blind" };
        if self.dies {
            format!("{mode} rumour {} {counts} k={}", word(&STOPS, self.stop), self.k)
        } else {
            format!("{mode} anti-entropy")
        }
    }
}

fn word<T: PartialEq + Copy>(known: &[(&'static str, T)], meant: T) -> &'static str {
    known.iter().find(|(_, known)| *known == meant).map_or("", |(word, _)| word)
}

/// How an update spreads.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let epidemic = arguments.epidemic;
    let most = WORK_MAX / u64::from(epidemic.nodes);
    let runs = arguments.runs.unwrap_or(RUNS.min(most));
    let runs_fit = u32::try_from(runs).ok().filter(|runs| (1..=most).contains(&u64::from(*runs)));
    let runs = runs_fit.ok_or(Misuse::OutOfRange { option: "--runs", min: 1, max: most })?;
    let out_of_range = |_| Misuse::OutOfRange { option: "--nodes", min: 2, max: 1_000_000 };
    let setup = Setup::new(epidemic.nodes, epidemic.mode, epidemic.rule()).map_err(out_of_range)?;
    let summary = Summary::of(setup, arguments.seed, runs);
    let expected = theory::cycles(setup, summary.curve.len().saturating_sub(1) as u32);
    Ok(if arguments.json {
        Report::json(&object(epidemic, arguments.seed, &summary, &expected), FINE)
    } else {
        Report::fine(tell(epidemic, &summary, &expected, lang))
    })
}

fn tell(epidemic: Epidemic, summary: &Summary, expected: &[Shares], lang: Lang) -> String {
    let mut page = Page::new(lang);
    page.phrase(&phrase!(
        "{0}: {1} runs of {2} nodes, 95 % confidence",
        "{0}：{1} 次运行，{2} 个节点，95 % 置信区间",
        epidemic.words(),
        summary.runs,
        epidemic.nodes
    ));
    let figures = [
        (phrase!("residue s", "残留 s"), summary.residue),
        (phrase!("traffic m", "流量 m"), summary.traffic),
        (phrase!("contacts per node", "每节点接触次数"), summary.contacts),
        (phrase!("t_avg (cycles)", "t_avg（周期）"), summary.t_avg),
        (phrase!("t_last (cycles)", "t_last（周期）"), summary.t_last),
    ];
    for (name, Estimate { mean, within }) in figures {
        page.line(format!("  {}{} ± {}", left(&page.say(&name), 20), right(&number(mean), 9), number(within)));
    }
    let complete = format!("{:.1} %", summary.complete * 100.0);
    page.line(format!("  {}{}", left(&page.say(&phrase!("everybody reached", "全部得知的运行")), 20), right(&complete, 9)));
    page.line("");
    curve(&mut page, summary, expected);
    page.into_text()
}

/// The curve, cycle by cycle, until it is flat.
fn curve(page: &mut Page, summary: &Summary, expected: &[Shares]) {
    let names = [phrase!("susceptible", "易感"), phrase!("infective", "感染"), phrase!("removed", "愈除")];
    let theory = phrase!("theory", "理论");
    let mut line = right(&page.say(&phrase!("cycle", "周期")), 7);
    for name in names {
        line += &right(&page.say(&name), 13);
        line += &right(&page.say(&theory), 10);
    }
    page.line(line);
    let still = summary.curve.iter().rposition(|[_, infective, _]| *infective >= 0.000_5).map_or(1, |last| last + 2);
    let percent = |share: f64| format!("{:.2} %", share * 100.0);
    for (cycle, (found, expected)) in summary.curve.iter().zip(expected).enumerate().take(still.min(ROWS_MAX)) {
        let mut line = right(&cycle.to_string(), 7);
        for (found, expected) in found.iter().zip(expected) {
            line += &right(&percent(*found), 13);
            line += &right(&percent(*expected), 10);
        }
        page.line(line);
    }
}

/// A figure with as many digits as say something.
fn number(x: f64) -> String {
    match x {
        0.0 => "0".to_owned(),
        x if x < 0.001 => format!("{x:.2e}"),
        x if x < 1.0 => format!("{x:.4}"),
        x => format!("{x:.2}"),
    }
}

fn object(epidemic: Epidemic, seed: u64, summary: &Summary, expected: &[Shares]) -> Value {
    let estimate = |Estimate { mean, within }: Estimate| json!({"mean": mean, "within": within});
    let shares = |curve: &[Shares]| -> Vec<Value> {
        curve.iter().map(|[s, i, r]| json!({"susceptible": s, "infective": i, "removed": r})).collect()
    };
    let rumour = epidemic.dies.then(|| {
        json!({
            "rule": word(&STOPS, epidemic.stop),
            "feedback": epidemic.counts == Counts::Feedback,
            "k": epidemic.k,
        })
    });
    json!({
        "mode": word(&MODES, epidemic.mode),
        "kind": word(&KINDS, epidemic.dies),
        "rumour": rumour,
        "nodes": epidemic.nodes,
        "runs": summary.runs,
        "seed": seed,
        "s": estimate(summary.residue),
        "m": estimate(summary.traffic),
        "contacts": estimate(summary.contacts),
        "t_avg": estimate(summary.t_avg),
        "t_last": estimate(summary.t_last),
        "complete": summary.complete,
        "curve": shares(&summary.curve),
        "theory": shares(expected),
    })
}
