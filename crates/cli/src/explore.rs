//! `synod explore`: every schedule within a bound, the shortest witness first.

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
use synod_session::quest::{Finding, Quest, QuestBudget, QuestProgress, Timing, quest, questable};
use synod_session::{lab, link};
use synod_words::{Lang, phrase};

/// The word for all labs.
const ALL: &str = "all";
/// How long a promise is searched, unless told.
const SECONDS: u32 = 60;
/// States between two looks at the clock.
const SLICE: u32 = 500;

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
            states: self.states.unwrap_or(usual.states),
            timing: self.timing(usual.timing),
        }
    }

    /// How time passes, where it does.
    fn timing(&self, usual: Option<Timing>) -> Option<Timing> {
        let told = self.timed
            || self.pauses.or(self.late).or(self.clocks).or(self.drift_percent).is_some()
            || self.delay_ms.is_some()
            || self.grain_ms.or(self.horizon_ms).is_some();
        let usual = usual.or(told.then_some(Timing::DEFAULT))?;
        Some(Timing {
            pauses: self.pauses.unwrap_or(usual.pauses),
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
    let searched = search(&ask, &arguments.search, lang)?;
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
fn search(ask: &Quest, bound: &Bound, lang: Lang) -> Result<Searched, Failure> {
    let begun = Instant::now();
    let limit = Duration::from_secs(bound.seconds.unwrap_or(SECONDS).into());
    let mut said = 0;
    let mut search = quest(ask)?;
    while search.advance(SLICE) && begun.elapsed() < limit {
        if begun.elapsed().as_secs() > said {
            said = begun.elapsed().as_secs();
            let _ = writeln!(io::stderr(), "{}: {}", ask.promise, search.progress().words.text(lang));
        }
    }
    Ok(Searched { finding: search.finding(), progress: search.progress(), took: begun.elapsed() })
}

fn told(ask: &Quest, searched: &Searched, lang: Lang) -> String {
    let mut page = Page::new(lang);
    let promise = ask.promise.as_str();
    match &searched.finding {
        Some(Finding::Broken { document, steps, sentence, .. }) => {
            page.phrase(&phrase!(
                "✗ {0} is broken in {1} steps, and in no fewer. {2}",
                "✗ {0} 在 {1} 步内被违反，且不能更少。{2}",
                promise,
                *steps,
                sentence.clone()
            ));
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
        Some(Finding::Broken { document, steps, decisions, sentence }) => json!({
            "is": "broken",
            "steps": steps,
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
