//! Scenario documents: what a human decided, and nothing that follows from it.
//!
//! A document holds the lab, the parameters that differ from the default, the seed, the decisions with their place in the run,
//! and the number of the engine that it was made with. [`Document`] is version 1: frozen, unknown fields refused.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the document format.
pub const VERSION: u32 = 1;

/// A scenario document, version 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The version of this format: [`VERSION`].
    pub synod: u32,
    /// The engine that it was made with: [`crate::ENGINE`] of that day.
    pub engine: u32,
    /// The lab's id.
    pub lab: String,
    /// The scenario of the lab that it began as; only for the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Parameters that differ from the lab's default.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, Atom>,
    /// The seed of every random draw.
    #[serde(default)]
    pub seed: u64,
    /// What was decided, in the order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// Until when the run is followed at least, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
    /// Where the cursor stands: after how many steps. The end where it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<u32>,
}

/// A plain value: of a parameter, or an argument of an operation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Atom {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
}

/// A decision and its place in the run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// When, in microseconds.
    pub at: u64,
    /// After how many other steps of that very microsecond.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub nth: u32,
    /// What.
    #[serde(rename = "do")]
    pub act: Act,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// What can be decided. Processes go by their names (`n1`, `C2`), messages by `from>to#nth`, counted from 1, and `+copy` for a duplicate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// A client asks for an operation: client, verb, arguments.
    Request(String, String, Vec<Atom>),
    /// A process crashes.
    Crash(String),
    /// A process restarts.
    Restart(String),
    /// A process pauses.
    Pause(String),
    /// A process goes on.
    Resume(String),
    /// One direction of a link is cut.
    Cut(String, String),
    /// One direction of a link is mended.
    Mend(String, String),
    /// One direction of a link takes so many times as long.
    Slow(String, String, u16),
    /// Groups that cannot reach each other.
    Partition(Vec<Vec<String>>),
    /// All links are as new.
    Heal,
    /// A message is lost.
    Drop(String),
    /// A message is duplicated.
    Duplicate(String),
    /// A message takes so many microseconds longer.
    Delay(String, u64),
    /// A message arrives now.
    Deliver(String),
    /// A timer runs out now: process, timer.
    Fire(String, String),
    /// A random choice is made: process, choice, value.
    Choose(String, String, u32),
    /// The loss rate from now on: numerator, denominator.
    Loss(u32, u32),
    /// The duplication rate from now on: numerator, denominator.
    Duplication(u32, u32),
    /// A clock jumps by so many microseconds.
    ShiftClock(String, i64),
    /// A clock runs fast by so many parts per million from now on.
    Drift(String, i32),
}
