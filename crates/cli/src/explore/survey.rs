//! The table of all: what ends violated in a shipped scenario is looked for, what ends kept is confirmed.

use super::{ALL, Bound, Searched, search};
use crate::failure::Failure;
use crate::page::Page;
use crate::report::{FINE, Report};
use std::io::{self, Write};
use synod_session::doc::Act;
use synod_session::quest::{Finding, Quest, QuestBudget, QuestProgress, Timing, questable, rests_on_clocks};
use synod_session::{ScenarioInfo, labs};
use synod_words::{Lang, Phrase, phrase};

/// A scenario may have many faults; a search with all of them would get nowhere.
const FAULTS_MAX: u8 = 2;
/// Time-outs, where nothing else is said.
const TIMEOUTS: u8 = 2;
/// A schedule with time has many steps, most of which nobody decides: it ends by its time.
const DEPTH_TIMED: u16 = 1_000;
/// How long a claim is confirmed at least, and how long a scenario is followed after its last decision, in milliseconds.
const HORIZON_MS: u32 = 500;
const AFTERMATH_MS: u32 = 1_000;
/// What a message takes where nothing holds it up: as in most scenarios.
const USUAL_MS: u32 = 10;

/// The table of a lab, or of all.
pub fn answer(target: &str, wanted: Option<&str>, bound: &Bound, lang: Lang) -> Result<Report, Failure> {
    let mut page = Page::new(lang);
    page.phrase(&phrase!(
        "| Scenario | Promise | Expected | Crashes, lost, duplicated, partitions, time-outs; with time: pauses, late messages, wrong clocks, ms | Found | Steps | States | Depth | Seconds |",
        "| 场景 | 承诺 | 预期 | 宕机、丢失、重复、分区、超时；计时：暂停、迟到的消息、不准的时钟、毫秒 | 结果 | 步数 | 状态数 | 深度 | 秒 |"
    ));
    page.line("|---|---|---|---|---|--:|--:|--:|--:|");
    for lab in labs().into_iter().filter(|lab| target == ALL || target == lab.id) {
        for scenario in &lab.scenarios {
            survey(&mut page, (lab.id, scenario), wanted, bound, lang)?;
        }
    }
    Ok(Report { text: page.into_text(), exit: FINE })
}

/// The rows of a scenario. What it claims to keep whatever happens is confirmed; what merely holds in its own run may break in others.
fn survey(
    page: &mut Page,
    (lab, scenario): (&str, &ScenarioInfo),
    wanted: Option<&str>,
    bound: &Bound,
    lang: Lang,
) -> Result<(), Failure> {
    let can = questable(&scenario.document);
    let broken = scenario.violated.iter().map(|id| (*id, true));
    let kept = can.iter().copied().filter(|id| scenario.keeps.contains(id)).map(|id| (id, false));
    let is_meant = |promise: &str| wanted.is_none_or(|wanted| wanted == promise);
    for (promise, is_broken) in broken.chain(kept).filter(|(promise, _)| is_meant(promise)) {
        let expected = if is_broken { '✗' } else { '✓' };
        let cells = if can.contains(&promise) {
            let budgets = budgets(scenario, promise, is_broken);
            let (budget, searched) = first_found(scenario, promise, &budgets, bound, lang)?;
            outcome(page, budget, &searched)
        } else {
            format!(" | {} | | | |", page.say(&phrase!("– speaks of the end of a run", "– 关乎运行的终局")))
        };
        page.line(format!("| {lab}/{} | {promise} | {expected} | {cells} |", scenario.id));
    }
    Ok(())
}

/// Searches with one budget after the other until the promise breaks; the last one that was tried and what it came to.
fn first_found(
    scenario: &ScenarioInfo,
    promise: &str,
    budgets: &[QuestBudget],
    bound: &Bound,
    lang: Lang,
) -> Result<(QuestBudget, Searched), Failure> {
    let mut budgets = budgets.iter().map(|usual| bound.budget(*usual)).peekable();
    loop {
        let budget = budgets.next().unwrap_or(QuestBudget::DEFAULT);
        let ask = Quest { document: scenario.document.clone(), promise: promise.to_owned(), budget };
        let searched = search(&ask, bound, lang)?;
        let is_broken = matches!(searched.finding, Some(Finding::Broken { .. }));
        let _ = writeln!(io::stderr(), "{}: {promise}: {}", scenario.id, searched.progress.words.text(lang));
        if is_broken || budgets.peek().is_none() {
            return Ok((budget, searched));
        }
    }
}

/// What came out, and what it cost, as cells.
fn outcome(page: &Page, budget: QuestBudget, searched: &Searched) -> String {
    let (found, steps): (Phrase, String) = match &searched.finding {
        Some(Finding::Broken { steps, .. }) => (phrase!("✗ broken", "✗ 被违反"), steps.to_string()),
        Some(Finding::Holds { .. }) => (phrase!("✓ holds", "✓ 成立"), String::new()),
        Some(Finding::Open { words }) => (phrase!("? {0}", "? {0}", words.clone()), String::new()),
        None => (phrase!("? time is up, no violation so far", "? 时间已到，至此没有违反"), String::new()),
    };
    let QuestBudget { crashes, drops, duplicates, partitions, timeouts, timing, .. } = budget;
    let faults = match timing {
        None => format!("{crashes}, {drops}, {duplicates}, {partitions}, {timeouts}"),
        Some(Timing { pauses, late, clocks, horizon_ms, .. }) => {
            format!("{crashes}, {drops}, {duplicates}, {partitions}; {pauses}, {late}, {clocks}, {horizon_ms} ms")
        }
    };
    let QuestProgress { states, depth, .. } = searched.progress;
    format!("{faults} | {} | {steps} | {states} | {depth} | {:.1}", page.say(&found), searched.took.as_secs_f64())
}

/// What a promise is searched with: one budget to confirm it, several from few faults to many to look for a break.
///
/// Time passes where the scenario sets clocks or pauses somebody, where the promise is one that clocks keep, and where the claim rests on a
/// network that keeps to its times.
fn budgets(scenario: &ScenarioInfo, promise: &str, is_broken: bool) -> Vec<QuestBudget> {
    let faults = faults_of(scenario, TIMEOUTS);
    let (clocks, pauses) = (count(scenario, is_of_clocks), count(scenario, |act| matches!(act, Act::Pause(_))));
    let late = count(scenario, |act| matches!(act, Act::Delay(..)));
    let last = scenario.document.decisions.iter().map(|decision| decision.at).max().unwrap_or(0);
    let last_ms = u32::try_from(last / 1_000).unwrap_or(u32::MAX);
    let horizon_ms = if is_broken { last_ms.saturating_add(AFTERMATH_MS) } else { last_ms.max(HORIZON_MS) };
    let timed = |delay_ms| {
        let timing = Timing { pauses, late, clocks, delay_ms, horizon_ms, ..Timing::DEFAULT };
        let crashes = count(scenario, |act| matches!(act, Act::Crash(_)));
        QuestBudget { crashes, depth: DEPTH_TIMED, timing: Some(timing), ..faults }
    };
    let by_clocks = clocks > 0 || rests_on_clocks(&scenario.document, promise);
    if is_broken && (by_clocks || pauses > 0) {
        [Some((USUAL_MS, Some(USUAL_MS))), Some((USUAL_MS, None))].map(timed).into()
    } else if is_broken {
        widening(scenario)
    } else if by_clocks || scenario.in_time {
        vec![timed(None)]
    } else {
        vec![faults]
    }
}

fn is_of_clocks(act: &Act) -> bool {
    matches!(act, Act::ShiftClock(..) | Act::Drift(..))
}

/// How many decisions of a kind the scenario has, but not too many.
fn count(scenario: &ScenarioInfo, of: impl Fn(&Act) -> bool) -> u8 {
    let many = scenario.document.decisions.iter().filter(|decision| of(&decision.act)).count();
    u8::try_from(many).unwrap_or(FAULTS_MAX).min(FAULTS_MAX)
}

/// Budgets to look for a break with, from few faults to many: with few, a search comes far.
fn widening(scenario: &ScenarioInfo) -> Vec<QuestBudget> {
    let calm = QuestBudget { crashes: 0, drops: 0, duplicates: 0, partitions: 0, ..QuestBudget::DEFAULT };
    let calm = [0, TIMEOUTS].map(|timeouts| QuestBudget { timeouts, ..calm });
    let faulty = [TIMEOUTS, 2 * TIMEOUTS, 4 * TIMEOUTS].map(|timeouts| faults_of(scenario, timeouts));
    let mut budgets: Vec<QuestBudget> = calm.into_iter().chain(faulty).collect();
    budgets.dedup();
    budgets
}

/// As many faults of each kind as the scenario itself has, but not too many.
fn faults_of(scenario: &ScenarioInfo, timeouts: u8) -> QuestBudget {
    let mut budget = QuestBudget { crashes: 0, drops: 0, duplicates: 0, partitions: 0, timeouts, ..QuestBudget::DEFAULT };
    for decision in &scenario.document.decisions {
        let kind = match &decision.act {
            Act::Crash(_) | Act::Pause(_) => &mut budget.crashes,
            Act::Drop(_) => &mut budget.drops,
            Act::Duplicate(_) => &mut budget.duplicates,
            Act::Partition(_) | Act::Cut(..) => &mut budget.partitions,
            _ => continue,
        };
        *kind = (*kind + 1).min(FAULTS_MAX);
    }
    budget
}
