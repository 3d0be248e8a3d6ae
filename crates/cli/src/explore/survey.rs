//! The table of all: what ends violated in a shipped scenario is looked for, what ends kept is confirmed.

use super::{ALL, Bound, Searched, search};
use crate::failure::Failure;
use crate::page::Page;
use crate::report::{FINE, Report};
use std::io::{self, Write};
use synod_session::doc::Act;
use synod_session::quest::{Finding, Quest, QuestBudget, QuestProgress, awaiting, questable};
use synod_session::{ScenarioInfo, labs};
use synod_words::{Lang, Phrase, phrase};

/// A scenario may have many faults; a search with all of them would get nowhere.
const FAULTS_MAX: u8 = 2;
/// Time-outs, where nothing else is said.
const TIMEOUTS: u8 = 2;

/// The table of a lab, or of all.
pub fn answer(target: &str, wanted: Option<&str>, bound: &Bound, lang: Lang) -> Result<Report, Failure> {
    let mut page = Page::new(lang);
    page.phrase(&phrase!(
        "| Scenario | Promise | Expected | Crashes, lost, duplicated, partitions, time-outs | Found | Steps | States | Depth | Seconds |",
        "| 场景 | 承诺 | 预期 | 宕机、丢失、重复、分区、超时 | 结果 | 步数 | 状态数 | 深度 | 秒 |"
    ));
    page.line("|---|---|---|---|---|--:|--:|--:|--:|");
    for lab in labs().into_iter().filter(|lab| target == ALL || target == lab.id) {
        for scenario in &lab.scenarios {
            survey(&mut page, (lab.id, scenario), wanted, bound, lang)?;
        }
    }
    Ok(Report { text: page.into_text(), exit: FINE })
}

/// What is expected of a promise.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// It ends violated in the scenario.
    Broken,
    /// The scenario claims to keep it, whatever happens.
    Kept,
    /// It speaks of the end, and holds in the scenario's own run. Nothing is claimed of others.
    Holding,
}

/// The rows of a scenario. What it claims to keep whatever happens is confirmed; what merely holds in its own run may break in others, and is
/// searched where it speaks of the end, because no scenario claims that for others.
fn survey(
    page: &mut Page,
    (lab, scenario): (&str, &ScenarioInfo),
    wanted: Option<&str>,
    bound: &Bound,
    lang: Lang,
) -> Result<(), Failure> {
    let can = questable(&scenario.document);
    let broken = scenario.violated.iter().map(|id| (*id, Expected::Broken));
    let kept = can.iter().copied().filter(|id| scenario.keeps.contains(id)).map(|id| (id, Expected::Kept));
    let is_holding = |id: &&str| scenario.holds.contains(id) && !scenario.keeps.contains(id);
    let awaiting = awaiting(&scenario.document).into_iter().filter(is_holding);
    let holding = awaiting.map(|id| (id, Expected::Holding));
    let is_meant = |promise: &str| wanted.is_none_or(|wanted| wanted == promise);
    for (promise, expects) in broken.chain(kept).chain(holding).filter(|(promise, _)| is_meant(promise)) {
        let (expected, budgets) = match expects {
            Expected::Broken => ('✗', widening(scenario)),
            Expected::Kept => ('✓', vec![faults_of(scenario, TIMEOUTS)]),
            Expected::Holding => ('○', vec![faults_of(scenario, 0)]),
        };
        let cells = if can.contains(&promise) {
            let (budget, searched) = first_found(scenario, promise, &budgets, bound, lang)?;
            outcome(page, budget, &searched)
        } else {
            format!(" | {} | | | |", page.say(&phrase!("– of a store at rest, or of time", "– 关乎静止的存储或时间")))
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
    let QuestBudget { crashes, drops, duplicates, partitions, timeouts, .. } = budget;
    let faults = format!("{crashes}, {drops}, {duplicates}, {partitions}, {timeouts}");
    let QuestProgress { states, depth, .. } = searched.progress;
    format!("{faults} | {} | {steps} | {states} | {depth} | {:.1}", page.say(&found), searched.took.as_secs_f64())
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
