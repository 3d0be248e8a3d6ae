//! The table of all: what ends violated in a shipped scenario is looked for, what ends kept is confirmed.

use super::{ALL, Bound, Searched, search};
use crate::failure::Failure;
use crate::page::Page;
use crate::report::{FINE, Report};
use synod_session::doc::Act;
use synod_session::quest::{Finding, Quest, QuestBudget, QuestProgress, questable};
use synod_session::{ScenarioInfo, labs};
use synod_words::{Lang, Phrase, phrase};

/// A scenario may have many faults; a search with all of them would get nowhere.
const FAULTS_MAX: u8 = 2;

/// The table of a lab, or of all.
pub fn answer(target: &str, promise: Option<&str>, bound: &Bound, lang: Lang) -> Result<Report, Failure> {
    let mut page = Page::new(lang);
    page.phrase(&phrase!(
        "| Scenario | Promise | Expected | Crashes, lost, duplicated, partitions, time-outs | Found | Steps | States | Depth | Seconds |",
        "| 场景 | 承诺 | 预期 | 宕机、丢失、重复、分区、超时 | 结果 | 步数 | 状态数 | 深度 | 秒 |"
    ));
    page.line("|---|---|---|---|---|--:|--:|--:|--:|");
    for lab in labs().into_iter().filter(|lab| target == ALL || target == lab.id) {
        for scenario in &lab.scenarios {
            survey(&mut page, (lab.id, scenario), promise, bound, lang)?;
        }
    }
    Ok(Report { text: page.into_text(), exit: FINE })
}

/// The rows of a scenario.
fn survey(
    page: &mut Page,
    (lab, scenario): (&str, &ScenarioInfo),
    wanted: Option<&str>,
    bound: &Bound,
    lang: Lang,
) -> Result<(), Failure> {
    let can = questable(&scenario.document);
    let budget = bound.budget(faults_of(scenario));
    let QuestBudget { crashes, drops, duplicates, partitions, timeouts, .. } = budget;
    let faults = format!("{crashes}, {drops}, {duplicates}, {partitions}, {timeouts}");
    let is_kept = |id: &&'static str| scenario.keeps.contains(id) || scenario.holds.contains(id);
    let kept = can.iter().copied().filter(|id| is_kept(id) && !scenario.violated.contains(id));
    let all = scenario.violated.iter().map(|id| (*id, '✗')).chain(kept.map(|id| (id, '✓')));
    for (promise, expected) in all.filter(|(promise, _)| wanted.is_none_or(|wanted| wanted == *promise)) {
        let row = if can.contains(&promise) {
            let ask = Quest { document: scenario.document.clone(), promise: promise.to_owned(), budget };
            outcome(page, &search(&ask, bound, lang)?)
        } else {
            format!("{} | | | |", page.say(&phrase!("– speaks of the end of a run", "– 关乎运行的终局")))
        };
        page.line(format!("| {lab}/{} | {promise} | {expected} | {faults} | {row} |", scenario.id));
    }
    Ok(())
}

/// What came out, and what it cost, as cells.
fn outcome(page: &Page, searched: &Searched) -> String {
    let (found, steps): (Phrase, String) = match &searched.finding {
        Some(Finding::Broken { steps, .. }) => (phrase!("✗ broken", "✗ 被违反"), steps.to_string()),
        Some(Finding::Holds { .. }) => (phrase!("✓ holds", "✓ 成立"), String::new()),
        Some(Finding::Open { words }) => (phrase!("? {0}", "? {0}", words.clone()), String::new()),
        None => (phrase!("? time is up, no violation so far", "? 时间已到，至此没有违反"), String::new()),
    };
    let QuestProgress { states, depth, .. } = searched.progress;
    format!("{} | {steps} | {states} | {depth} | {:.1}", page.say(&found), searched.took.as_secs_f64())
}

/// As many faults of each kind as the scenario itself has, but not too many, and two time-outs.
fn faults_of(scenario: &ScenarioInfo) -> QuestBudget {
    let mut budget = QuestBudget { crashes: 0, drops: 0, duplicates: 0, partitions: 0, ..QuestBudget::DEFAULT };
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
