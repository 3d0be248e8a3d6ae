//! The table of all: what ends violated in a shipped scenario is looked for, what ends kept is confirmed.

use super::{ALL, Bound, Rows, Searched, search};
use crate::failure::Failure;
use crate::page::Page;
use crate::report::{FINE, Report};
use std::io::{self, Write};
use std::time::{Duration, Instant};
use synod_session::doc::Act;
use synod_session::quest::{Finding, Order, Quest, QuestBudget, QuestProgress, questable};
use synod_session::{ScenarioInfo, labs};
use synod_words::{Lang, Phrase, phrase};

/// A scenario may have many faults; a search with all of them would get nowhere.
const FAULTS_MAX: u8 = 2;
/// Time-outs, from few to as many as a coordinator's outbox needs, which sends again at each.
const TIMEOUTS: [u8; 3] = [2, 4, 8];
/// Time-outs of a run in which a log is written by timers, and several coordinators have their turn.
const TIMEOUTS_OF_A_RUN: u8 = 24;

/// A search that is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Attempt {
    budget: QuestBudget,
    order: Order,
}

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
    let is_row = |is_broken: bool| bound.only.is_none_or(|only| (only == Rows::Violated) == is_broken);
    for (promise, is_broken) in broken.chain(kept).filter(|(promise, is_broken)| is_meant(promise) && is_row(*is_broken)) {
        let expected = if is_broken { '✗' } else { '✓' };
        let cells = if !can.contains(&promise) {
            format!(" | {} | | | |", page.say(&phrase!("– speaks of the end of a run", "– 关乎运行的终局")))
        } else if is_broken {
            let (tried, searched) = first_found(scenario, promise, bound, lang)?;
            cells(page, tried, &found(&searched), &searched)
        } else {
            let (tried, searched, wider) = confirmed(scenario, promise, bound, lang)?;
            cells(page, tried, &kept_within(&searched, wider), &searched)
        };
        page.line(format!("| {lab}/{} | {promise} | {expected} | {cells} |", scenario.id));
    }
    Ok(())
}

/// Tries one search after the other until the promise breaks, each for its part of the time that is left; the last one that was tried and
/// what it came to.
fn first_found(scenario: &ScenarioInfo, promise: &str, bound: &Bound, lang: Lang) -> Result<(Attempt, Searched), Failure> {
    let begun = Instant::now();
    let attempts = widening(scenario, bound);
    let mut left = attempts.len() as u32;
    let mut last = None;
    for attempt in attempts {
        let time = bound.limit().saturating_sub(begun.elapsed()) / left;
        left -= 1;
        let searched = tried(scenario, promise, attempt, time, lang)?;
        let is_broken = matches!(searched.finding, Some(Finding::Broken { .. }));
        last = Some((attempt, Searched { took: begun.elapsed(), ..searched }));
        if is_broken {
            break;
        }
    }
    Ok(last.expect("there is an attempt for every order"))
}

/// Confirms with few time-outs, and with more of them while the time lasts: the widest budget within which the promise holds, or the first one
/// and how far it came. Apart from them, with how many time-outs it breaks after all.
fn confirmed(
    scenario: &ScenarioInfo,
    promise: &str,
    bound: &Bound,
    lang: Lang,
) -> Result<(Attempt, Searched, Option<u8>), Failure> {
    let begun = Instant::now();
    let mut best: Option<(Attempt, Searched)> = None;
    for timeouts in TIMEOUTS {
        let attempt = Attempt { budget: bound.budget(faults_of(scenario, timeouts)), order: bound.order.unwrap_or_default() };
        if best.as_ref().is_some_and(|(before, _)| *before == attempt) {
            break;
        }
        let searched = tried(scenario, promise, attempt, bound.limit().saturating_sub(begun.elapsed()), lang)?;
        match (best, &searched.finding) {
            (_, Some(Finding::Holds { .. })) => best = Some((attempt, searched)),
            (None, _) => return Ok((attempt, searched, None)),
            (Some((before, held)), found) => {
                let wider = matches!(found, Some(Finding::Broken { .. })).then_some(attempt.budget.timeouts);
                return Ok((before, held, wider));
            }
        }
    }
    let (attempt, searched) = best.expect("the first attempt ends it or is kept");
    Ok((attempt, searched, None))
}

/// Searches for so long at most.
fn tried(scenario: &ScenarioInfo, promise: &str, attempt: Attempt, time: Duration, lang: Lang) -> Result<Searched, Failure> {
    let ask = Quest { document: scenario.document.clone(), promise: promise.to_owned(), budget: attempt.budget };
    let searched = search(&ask, attempt.order, time, lang)?;
    let _ = writeln!(io::stderr(), "{}: {promise}: {}", scenario.id, searched.progress.words.text(lang));
    Ok(searched)
}

/// What came of looking for a broken promise.
fn found(searched: &Searched) -> Phrase {
    match (&searched.finding, searched.deviations) {
        (Some(Finding::Broken { .. }), None) => phrase!("✗ broken", "✗ 被违反"),
        (Some(Finding::Broken { .. }), Some(deviations)) => {
            phrase!("✗ broken, deviations: {0}", "✗ 被违反，偏离 {0} 处", deviations)
        }
        (Some(Finding::Holds { .. }), _) => phrase!("✓ holds", "✓ 成立"),
        (Some(Finding::Open { words }), _) => phrase!("? {0}", "? {0}", words.clone()),
        (None, _) => phrase!("? time is up: {0}", "? 时间已到：{0}", searched.progress.words.clone()),
    }
}

/// What came of confirming one: as far as it was looked, it is kept.
fn kept_within(searched: &Searched, wider: Option<u8>) -> Phrase {
    match (&searched.finding, wider) {
        (Some(Finding::Holds { .. }), Some(timeouts)) => {
            phrase!("✓ holds; broken with {0} time-outs", "✓ 成立；{0} 次超时则被违反", timeouts)
        }
        (None, _) => phrase!("✓ as far as it was looked: {0}", "✓ 就已搜索的范围而言：{0}", searched.progress.words.clone()),
        _ => found(searched),
    }
}

/// What came out, and what it cost, as cells.
fn cells(page: &Page, tried: Attempt, found: &Phrase, searched: &Searched) -> String {
    let steps = match &searched.finding {
        Some(Finding::Broken { steps, .. }) => steps.to_string(),
        _ => String::new(),
    };
    let QuestBudget { crashes, drops, duplicates, partitions, timeouts, .. } = tried.budget;
    let faults = format!("{crashes}, {drops}, {duplicates}, {partitions}, {timeouts}");
    let QuestProgress { states, depth, .. } = searched.progress;
    format!("{faults} | {} | {steps} | {states} | {depth} | {:.1}", page.say(found), searched.took.as_secs_f64())
}

/// Searches for a break, from few faults to many: with few, a search comes far. By steps first, for the shortest; then by deviations, which
/// need room for all time-outs of a long run.
fn widening(scenario: &ScenarioInfo, bound: &Bound) -> Vec<Attempt> {
    let none = QuestBudget { crashes: 0, drops: 0, duplicates: 0, partitions: 0, ..QuestBudget::DEFAULT };
    let calm = |timeouts: u8| QuestBudget { timeouts, ..none };
    let faulty = |timeouts: u8| faults_of(scenario, timeouts);
    let [few, some, many] = TIMEOUTS;
    let by_steps = [calm(0), calm(few), faulty(few), faulty(some), faulty(many)].map(|budget| (Order::Steps, budget));
    let wide = vec![faulty(0), faulty(many), faulty(TIMEOUTS_OF_A_RUN)];
    let by_deviations = [vec![calm(some), calm(many)], one_by_one(faulty(0)), one_by_one(faulty(few)), wide];
    let by_deviations = by_deviations.into_iter().flatten().map(|budget| (Order::Deviations, budget));
    let all = by_steps.into_iter().chain(by_deviations).filter(|(order, _)| bound.order.is_none_or(|wanted| wanted == *order));
    let mut attempts: Vec<Attempt> = all.map(|(order, usual)| Attempt { budget: bound.budget(usual), order }).collect();
    attempts.dedup();
    attempts
}

/// Each kind of fault of this budget by itself.
fn one_by_one(all: QuestBudget) -> Vec<QuestBudget> {
    let QuestBudget { crashes, drops, duplicates, partitions, .. } = all;
    let none = QuestBudget { crashes: 0, drops: 0, duplicates: 0, partitions: 0, ..all };
    let each = [
        QuestBudget { crashes, ..none },
        QuestBudget { drops, ..none },
        QuestBudget { duplicates, ..none },
        QuestBudget { partitions, ..none },
    ];
    each.into_iter().filter(|one| *one != none).collect()
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
