//! The table of all: what ends violated in a shipped scenario is looked for, what ends kept is confirmed.

use super::{ALL, Bound, Rows, Searched, search};
use crate::failure::Failure;
use crate::page::Page;
use crate::report::{FINE, Report};
use std::io::{self, Write};
use std::time::{Duration, Instant};
use synod_session::doc::Act;
use synod_session::quest::{Finding, Order, Quest, QuestBudget, QuestProgress, Timing, awaiting, questable, rests_on_clocks};
use synod_session::{ScenarioInfo, labs};
use synod_words::{Lang, Phrase, phrase};

/// A scenario may have many faults; a search with all of them would get nowhere.
const FAULTS_MAX: u8 = 2;
/// Time-outs, from few to as many as a coordinator's outbox needs, which sends again at each.
const TIMEOUTS: [u8; 3] = [2, 4, 8];
/// Time-outs of a run in which a log is written by timers, and several coordinators have their turn.
const TIMEOUTS_OF_A_RUN: u8 = 24;

/// How long a claim is confirmed at least, and how long a scenario is followed after its last decision, in milliseconds.
const HORIZON_MS: u32 = 500;
const AFTERMATH_MS: u32 = 1_000;
/// What a message takes where nothing holds it up: as in most scenarios.
const USUAL_MS: u32 = 10;

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

impl Expected {
    fn sign(self) -> char {
        match self {
            Expected::Broken => '✗',
            Expected::Kept => '✓',
            Expected::Holding => '○',
        }
    }
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
    let is_row = |expects: Expected| bound.only.is_none_or(|only| (only == Rows::Violated) == (expects == Expected::Broken));
    for (promise, expects) in broken.chain(kept).chain(holding).filter(|(promise, expects)| is_meant(promise) && is_row(*expects))
    {
        let cells = match expects {
            _ if !can.contains(&promise) => {
                format!(" | {} | | | |", page.say(&phrase!("– of a store at rest, or of time", "– 关乎静止的存储或时间")))
            }
            Expected::Broken => {
                let (tried, searched) = first_found(scenario, promise, bound, lang)?;
                cells(page, tried, &found(&searched), &searched)
            }
            Expected::Kept => {
                let (tried, searched, wider) = confirmed(scenario, promise, bound, lang)?;
                cells(page, tried, &kept_within(&searched, wider), &searched)
            }
            Expected::Holding => {
                let attempt = Attempt { budget: bound.budget(faults_of(scenario, 0)), order: Order::Steps };
                let searched = tried(scenario, promise, attempt, bound.limit(), lang)?;
                cells(page, attempt, &found(&searched), &searched)
            }
        };
        page.line(format!("| {lab}/{} | {promise} | {} | {cells} |", scenario.id, expects.sign()));
    }
    Ok(())
}

/// Tries one search after the other until the promise breaks, each for its part of the time that is left; the last one that was tried and
/// what it came to.
fn first_found(scenario: &ScenarioInfo, promise: &str, bound: &Bound, lang: Lang) -> Result<(Attempt, Searched), Failure> {
    let begun = Instant::now();
    let attempts = match timing_of(scenario, promise, true) {
        Some(timing) => {
            let budgets = [Some((USUAL_MS, Some(USUAL_MS))), Some((USUAL_MS, None))];
            budgets.map(|delay_ms| timed(scenario, Timing { delay_ms, ..timing }, bound)).into()
        }
        None => widening(scenario, bound),
    };
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
    if let Some(timing) = timing_of(scenario, promise, false) {
        let attempt = timed(scenario, timing, bound);
        return Ok((attempt, tried(scenario, promise, attempt, bound.limit(), lang)?, None));
    }
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
    let QuestBudget { crashes, drops, duplicates, partitions, timeouts, timing, .. } = tried.budget;
    let faults = match timing {
        None => format!("{crashes}, {drops}, {duplicates}, {partitions}, {timeouts}"),
        Some(Timing { pauses, late, clocks, horizon_ms, .. }) => {
            format!("{crashes}, {drops}, {duplicates}, {partitions}; {pauses}, {late}, {clocks}, {horizon_ms} ms")
        }
    };
    let QuestProgress { states, depth, .. } = searched.progress;
    format!("{faults} | {} | {steps} | {states} | {depth} | {:.1}", page.say(found), searched.took.as_secs_f64())
}

/// How time passes where it must: where the scenario sets clocks, where the promise is one that clocks keep; to look for a break, also where
/// somebody is paused, and to confirm a claim, where it rests on a network that keeps to its times. There are as many pauses, late messages
/// and wrong clocks as in the scenario; who crashes comes back if the scenario or its claim has it so.
fn timing_of(scenario: &ScenarioInfo, promise: &str, is_broken: bool) -> Option<Timing> {
    let (clocks, pauses) = (count(scenario, is_of_clocks), count(scenario, |act| matches!(act, Act::Pause(_))));
    let by_clocks = clocks > 0 || rests_on_clocks(&scenario.document, promise);
    let late = count(scenario, |act| matches!(act, Act::Delay(..)));
    let last = scenario.document.decisions.iter().map(|decision| decision.at).max().unwrap_or(0);
    let last_ms = u32::try_from(last / 1_000).unwrap_or(u32::MAX);
    let horizon_ms = if is_broken { last_ms.saturating_add(AFTERMATH_MS) } else { last_ms.max(HORIZON_MS) };
    let passes = by_clocks || if is_broken { pauses > 0 } else { scenario.in_time };
    let restarts = is_broken || scenario.after_crashes || count(scenario, |act| matches!(act, Act::Restart(_))) > 0;
    passes.then_some(Timing { pauses, restarts, late, clocks, horizon_ms, ..Timing::DEFAULT })
}

/// A search in which time passes like this, with the scenario's other faults.
fn timed(scenario: &ScenarioInfo, timing: Timing, bound: &Bound) -> Attempt {
    let crashes = count(scenario, |act| matches!(act, Act::Crash(_)));
    let usual = QuestBudget { crashes, depth: QuestBudget::DEPTH_TIMED, timing: Some(timing), ..faults_of(scenario, 0) };
    Attempt { budget: bound.budget(usual), order: Order::Steps }
}

fn is_of_clocks(act: &Act) -> bool {
    matches!(act, Act::ShiftClock(..) | Act::Drift(..))
}

/// How many decisions of a kind the scenario has, but not too many.
fn count(scenario: &ScenarioInfo, of: impl Fn(&Act) -> bool) -> u8 {
    let many = scenario.document.decisions.iter().filter(|decision| of(&decision.act)).count();
    u8::try_from(many).unwrap_or(FAULTS_MAX).min(FAULTS_MAX)
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
