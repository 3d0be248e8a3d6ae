//! `synod explore`: every schedule within a bound, the shortest witness first, or the one that deviates least from the ordinary schedule.

mod survey;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::page::Page;
use crate::pair::pair;
use crate::report::{FINE, Report, UNDECIDED, VIOLATED};
use crate::scenario;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::time::{Duration, Instant};
use synod_session::quest::{Finding, Order, Quest, QuestBudget, QuestProgress, Timing, quest_in, questable};
use synod_session::{lab, link};
use synod_words::{Lang, Phrase, phrase};

/// The word for all labs.
const ALL: &str = "all";
/// How long a promise is searched, unless told.
const SECONDS: u32 = 60;
/// States between two looks at the clock.
const SLICE: u32 = 500;
/// So many bytes for what a search keeps, as far as it knows of them.
const BYTES_MAX: u64 = 4 << 30;
/// So many states, unless told: memory is used up before.
const STATES: u32 = 1_000_000_000;

/// The orders of a search, as they are typed.
pub const ORDERS: [(&str, Order); 2] = [("steps", Order::Steps), ("deviations", Order::Deviations)];
/// The rows of the table, as they are typed.
pub const ROWS: [(&str, Rows); 2] = [("violated", Rows::Violated), ("kept", Rows::Kept)];

/// Rows of the table of scenarios.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rows {
    /// What ends violated.
    Violated,
    /// What is claimed to be kept.
    Kept,
}

/// How far somebody wants to search; what was not told is chosen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bound {
    /// Crashes.
    pub crashes: Option<u8>,
    /// Lost messages.
    pub drops: Option<u8>,
    /// Messages that arrive twice.
    pub duplicates: Option<u8>,
    /// Partitions.
    pub partitions: Option<u8>,
    /// Timers that run out.
    pub timeouts: Option<u8>,
    /// Steps.
    pub depth: Option<u16>,
    /// Distinct states.
    pub states: Option<u32>,
    /// Seconds for one promise.
    pub seconds: Option<u32>,
    /// Whether time passes; one of the following says so too.
    pub timed: bool,
    /// Pauses.
    pub pauses: Option<u8>,
    /// Whether crashed processes stay down.
    pub for_good: bool,
    /// Messages that take any time.
    pub late: Option<u8>,
    /// Wrong clocks.
    pub clocks: Option<u8>,
    /// By how many parts in a hundred.
    pub drift_percent: Option<u8>,
    /// Milliseconds of a message, at least and at most.
    pub delay_ms: Option<(u32, Option<u32>)>,
    /// Milliseconds between two moments of arrival.
    pub grain_ms: Option<u32>,
    /// Milliseconds until the end.
    pub horizon_ms: Option<u32>,
    /// Which schedules come first.
    pub order: Option<Order>,
    /// Which rows of the table; both unless told.
    pub only: Option<Rows>,
}

impl Bound {
    /// The budget, with `usual` for what was not told.
    fn budget(&self, usual: QuestBudget) -> QuestBudget {
        QuestBudget {
            crashes: self.crashes.unwrap_or(usual.crashes),
            drops: self.drops.unwrap_or(usual.drops),
            duplicates: self.duplicates.unwrap_or(usual.duplicates),
            partitions: self.partitions.unwrap_or(usual.partitions),
            timeouts: self.timeouts.unwrap_or(usual.timeouts),
            depth: self.depth.unwrap_or(usual.depth),
            states: self.states.unwrap_or(STATES),
            timing: self.timing(usual.timing),
        }
    }

    /// How long a promise is searched.
    fn limit(&self) -> Duration {
        Duration::from_secs(self.seconds.unwrap_or(SECONDS).into())
    }

    /// How time passes, where it does.
    fn timing(&self, usual: Option<Timing>) -> Option<Timing> {
        let told = self.timed
            || self.for_good
            || self.pauses.or(self.late).or(self.clocks).or(self.drift_percent).is_some()
            || self.delay_ms.is_some()
            || self.grain_ms.or(self.horizon_ms).is_some();
        let usual = usual.or(told.then_some(Timing::DEFAULT))?;
        Some(Timing {
            pauses: self.pauses.unwrap_or(usual.pauses),
            restarts: usual.restarts && !self.for_good,
            late: self.late.unwrap_or(usual.late),
            clocks: self.clocks.unwrap_or(usual.clocks),
            drift_percent: self.drift_percent.unwrap_or(usual.drift_percent),
            delay_ms: self.delay_ms.or(usual.delay_ms),
            grain_ms: self.grain_ms.unwrap_or(usual.grain_ms),
            horizon_ms: self.horizon_ms.unwrap_or(usual.horizon_ms),
        })
    }
}

/// What a search came to, and what it cost.
struct Searched {
    /// None where the time was up before.
    finding: Option<Finding>,
    /// With how many deviations it was broken, where that was the order.
    deviations: Option<u32>,
    progress: QuestProgress,
    took: Duration,
}

/// A finding for one promise, or a table of all.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let target = arguments.operand.to_string_lossy();
    if target == ALL || lab(&target).is_some() {
        return survey::answer(&target, arguments.promise.as_deref(), &arguments.search, lang);
    }
    let document = scenario::find(&arguments.operand)?;
    let strongest = || questable(&document).first().map_or_else(String::new, |id| (*id).to_owned());
    let promise = arguments.promise.clone().unwrap_or_else(strongest);
    let ask = Quest { document, promise, budget: arguments.search.budget(QuestBudget::DEFAULT) };
    let order = arguments.search.order.unwrap_or_default();
    let searched = search(&ask, order, arguments.search.limit(), lang)?;
    let exit = match searched.finding {
        Some(Finding::Broken { .. }) => VIOLATED,
        Some(Finding::Holds { .. }) => FINE,
        Some(Finding::Open { .. }) | None => UNDECIDED,
    };
    Ok(if arguments.json {
        Report::json(&object(&ask, &searched), exit)
    } else {
        Report { text: told(&ask, &searched, lang), exit }
    })
}

/// Searches until the end, or until the time is up, and says on the standard error how far it is.
fn search(ask: &Quest, order: Order, limit: Duration, lang: Lang) -> Result<Searched, Failure> {
    let begun = Instant::now();
    let mut said = 0;
    let mut search = quest_in(ask, order, BYTES_MAX)?;
    while search.advance(SLICE) && begun.elapsed() < limit {
        if begun.elapsed().as_secs() > said {
            said = begun.elapsed().as_secs();
            let _ = writeln!(io::stderr(), "{}: {}", ask.promise, search.progress().words.text(lang));
        }
    }
    Ok(Searched {
        finding: search.finding(),
        deviations: search.deviations(),
        progress: search.progress(),
        took: begun.elapsed(),
    })
}

fn told(ask: &Quest, searched: &Searched, lang: Lang) -> String {
    let mut page = Page::new(lang);
    let promise = ask.promise.as_str();
    match &searched.finding {
        Some(Finding::Broken { document, steps, shortest, sentence, .. }) => {
            page.phrase(&match searched.deviations {
                None => {
                    let fewer = if *shortest { phrase!(", and in no fewer", "，且不能更少") } else { Phrase::verbatim("") };
                    phrase!(
                        "✗ {0} is broken in {1} steps{2}. {3}",
                        "✗ {0} 在 {1} 步内被违反{2}。{3}",
                        promise,
                        *steps,
                        fewer,
                        sentence.clone()
                    )
                }
                Some(deviations) => phrase!(
                    "✗ {0} is broken; deviations from the ordinary schedule: {1}, and no fewer will do; steps: {2}. {3}",
                    "✗ {0} 在与通常调度偏离 {1} 处时被违反，且偏离不能更少；此处共 {2} 步。{3}",
                    promise,
                    deviations,
                    *steps,
                    sentence.clone()
                ),
            });
            page.line(link::encode(document));
        }
        Some(Finding::Holds { words }) => page.phrase(&phrase!("✓ {0}: {1}", "✓ {0}：{1}", promise, words.clone())),
        Some(Finding::Open { words }) => page.phrase(&phrase!("? {0}: {1}", "? {0}：{1}", promise, words.clone())),
        None => page.phrase(&phrase!(
            "? {0}: the time is up; no violation so far: {1}",
            "? {0}：时间已到；至此没有违反：{1}",
            promise,
            searched.progress.words.clone()
        )),
    }
    page.into_text()
}

fn object(ask: &Quest, searched: &Searched) -> Value {
    let finding = match &searched.finding {
        Some(Finding::Broken { document, steps, shortest, decisions, sentence }) => json!({
            "is": "broken",
            "steps": steps,
            "deviations": searched.deviations,
            "shortest": shortest,
            "decisions": decisions,
            "sentence": pair(sentence),
            "document": document,
            "link": link::encode(document),
        }),
        Some(Finding::Holds { words }) => json!({"is": "holds", "words": pair(words)}),
        Some(Finding::Open { words }) => json!({"is": "open", "words": pair(words)}),
        None => json!({"is": "open", "words": pair(&searched.progress.words)}),
    };
    let QuestProgress { states, steps, depth, waiting, bytes, .. } = searched.progress;
    json!({
        "promise": ask.promise,
        "budget": ask.budget,
        "finding": finding,
        "progress": {"states": states, "steps": steps, "depth": depth, "waiting": waiting, "bytes": bytes},
    })
}
