//! What is asked.

use super::rests_on_clocks;
use crate::doc::{Act, Document};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A promise to break, and how much may befall the system meanwhile. Plain data: a worker is told it, and a link may hold it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Quest {
    /// The lab, its parameters, and what clients ask for.
    #[serde(with = "as_text")]
    pub document: Document,
    /// The promise's id: one of [`questable`](super::questable).
    pub promise: String,
    /// How much may happen.
    pub budget: QuestBudget,
}

/// How much may happen in a search, and how far it goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct QuestBudget {
    /// Crashes, each of which a restart may follow.
    pub crashes: u8,
    /// Messages that are lost.
    pub drops: u8,
    /// Messages that arrive twice.
    pub duplicates: u8,
    /// Partitions, each of which may be mended.
    pub partitions: u8,
    /// Timers that run out; for a promise of the end, those that do while messages are under way.
    pub timeouts: u8,
    /// Steps of a schedule.
    pub depth: u16,
    /// Distinct states.
    pub states: u32,
    /// How time passes; none where clocks stand still, messages take any time, and so many [timers run out](Self::timeouts) at any moment.
    #[serde(default)]
    pub timing: Option<Timing>,
}

/// How time passes in a search: timers run out when they are due, and not before; messages keep to bounds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Timing {
    /// Processes that stand still for a while.
    pub pauses: u8,
    /// Whether crashed processes may start again.
    pub restarts: bool,
    /// Messages that take any time, while all others keep to theirs.
    pub late: u8,
    /// Clocks that are wrong from the start on: by as much as one that is set or drifts in the run, or by [`Self::drift_percent`].
    pub clocks: u8,
    /// By how many parts in a hundred a wrong clock runs fast or slow, where the run itself has none.
    pub drift_percent: u8,
    /// What a message takes at least, in milliseconds, and at most, where there is a most; none where it is as the network of the run has it.
    pub delay_ms: Option<(u32, Option<u32>)>,
    /// Messages arrive at moments at which something else may happen, and in steps of so many milliseconds; 0 for the former only.
    pub grain_ms: u32,
    /// The end of what is looked at, in milliseconds.
    pub horizon_ms: u32,
}

impl Timing {
    /// Messages that take 10 ms, as in most labs; the rest as [`Timing::DEFAULT`].
    pub const PUNCTUAL: Timing = Timing { delay_ms: Some((10, Some(10))), ..Timing::DEFAULT };

    /// The network of the run, right clocks, nobody paused, and half a second: several time-outs of most labs.
    pub const DEFAULT: Timing =
        Timing { pauses: 0, restarts: true, late: 0, clocks: 0, drift_percent: 10, delay_ms: None, grain_ms: 0, horizon_ms: 500 };
}

impl Default for Timing {
    fn default() -> Self {
        Timing::DEFAULT
    }
}

impl QuestBudget {
    /// A fault or two of each kind that most witnesses need, and as many states as a page goes through in a minute or so.
    pub const DEFAULT: QuestBudget = QuestBudget {
        crashes: 1,
        drops: 0,
        duplicates: 0,
        partitions: 0,
        timeouts: 2,
        depth: 40,
        states: 1_000_000,
        timing: None,
    };

    /// A schedule with time has many steps, most of which nobody decides: it ends by its time, not by its steps.
    pub const DEPTH_TIMED: u16 = 1_000;

    /// What is offered first: time passes where the promise rests on clocks, or somebody set one or paused somebody in the run; then with as
    /// many of these faults as the run has.
    pub fn offered(document: &Document, promise: &str) -> QuestBudget {
        let count = |of: fn(&Act) -> bool| document.decisions.iter().filter(|decision| of(&decision.act)).count().min(2) as u8;
        let pauses = count(|act| matches!(act, Act::Pause(_)));
        let clocks = count(|act| matches!(act, Act::ShiftClock(..) | Act::Drift(..)));
        if pauses == 0 && clocks == 0 && !rests_on_clocks(document, promise) {
            return QuestBudget::DEFAULT;
        }
        let last_ms = document.decisions.iter().map(|decision| decision.at).max().unwrap_or(0) / 1_000;
        let horizon_ms = u32::try_from(last_ms).unwrap_or(u32::MAX).max(Timing::DEFAULT.horizon_ms);
        let crashes = count(|act| matches!(act, Act::Crash(_)));
        let timing = Some(Timing { pauses, clocks, horizon_ms, ..Timing::PUNCTUAL });
        QuestBudget { crashes, depth: QuestBudget::DEPTH_TIMED, timing, ..QuestBudget::DEFAULT }
    }
}

/// For `#[serde(with = "…")]`: a document as its own text, which is read as strictly as any other.
pub(super) mod as_text {
    use super::{Deserialize, Deserializer, Document, Error, Serializer};
    use synod_words::Lang;

    pub fn serialize<S: Serializer>(document: &Document, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&document.to_compact_json())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Document, D::Error> {
        let text = String::deserialize(from)?;
        Document::from_json(&text).map_err(|bad| Error::custom(bad.why.text(Lang::En)))
    }
}
