//! Histories and records, and their judges: which promises are lost, and the few operations or events that show it.
//!
//! A [`History`] is what clients called and what they were answered. [`judge`] tells whether it keeps a [`Model`]'s promise:
//! it holds, it is violated (with a [`Witness`]: few operations and a sentence), or nobody can say within the [`Budget`].
//! Nothing here knows a simulator, a protocol or a browser.
//!
//! ```
//! use synod_check::{Answer, Budget, Call, History, Model, Operation, Value, Verdict, judge};
//! use synod_words::Lang;
//!
//! let operation = |client: &str, call, called, returned| Operation {
//!     client: client.into(), key: "x".into(), call, called, returned: Some(returned),
//! };
//! let history = History {
//!     operations: vec![
//!         operation("C1", Call::Write(Value::Int(2)), 12_000, (41_000, Answer::Done)),
//!         operation("C2", Call::Read, 58_000, (60_000, Answer::Read(Value::Null))),
//!     ],
//!     ..History::default()
//! };
//! let Verdict::Violated(witness) = judge(&history, Model::Linearizable, Budget::default()).verdict else { panic!() };
//! assert_eq!(witness.operations, [0, 1]);
//! assert_eq!(
//!     witness.sentence.text(Lang::En),
//!     "C1's write x=2 was acknowledged at 41 ms. C2's read of x began at 58 ms and returned null. \
//!      No order of the two explains both answers."
//! );
//! // C2 has written nothing, and saw nothing older than what it had seen before: the promises to one client are kept.
//! assert_eq!(judge(&history, Model::MonotonicReads, Budget::default()).verdict, Verdict::Holds);
//! ```
//!
//! A [`Record`] is what the processes of a system declared to have done, and what befell them. [`unfold`] tells how it stands with a
//! [`Property`] of atomic commitment, consensus, request and reply or membership, at every moment of the record and at its end.
//!
//! ```
//! use synod_check::{End, Event, Fact, Property, Record, Verdict, What, unfold};
//! use synod_words::Lang;
//!
//! let did = |at, process, fact| Event { at, process, what: What::Did(fact) };
//! let record = Record {
//!     processes: ["c", "p1", "p2"].map(String::from).into(),
//!     events: vec![
//!         did(0, 0, Fact::Begun { transaction: 1, voters: vec![1, 2] }),
//!         did(10_000, 1, Fact::Voted { transaction: 1, yes: true }),
//!         did(11_000, 2, Fact::Voted { transaction: 1, yes: true }),
//!         did(41_000, 1, Fact::Decided { transaction: 1, commit: true }),
//!         did(180_000, 2, Fact::Decided { transaction: 1, commit: false }),
//!     ],
//!     end: End { at: 200_000, quiet: false, whole: true },
//! };
//! let ac1 = unfold(&record, Property::Ac1);
//! assert_eq!(*ac1.after(4), Verdict::Holds);
//! let Verdict::Violated(witness) = ac1.end else { panic!() };
//! assert_eq!(witness.events, [3, 4]);
//! assert_eq!(witness.sentence.text(Lang::En), "p1 committed transaction 1 at 41 ms; p2 aborted it at 180 ms.");
//! // The coordinator has not decided yet; it may still do so.
//! assert!(matches!(unfold(&record, Property::Ac5).end, Verdict::Undecided(_)));
//! ```

pub mod availability;
pub mod causal;
mod chains;
pub mod commit;
pub mod consensus;
pub mod consistent_prefix;
pub mod convergence;
pub mod eventual;
pub mod explain;
pub mod failed;
pub mod file;
mod floor;
mod goal;
mod history;
pub mod k_staleness;
mod keys;
pub mod known;
pub mod lease;
pub mod linearizable;
pub mod membership;
mod model;
mod monitor;
pub mod monotonic_reads;
pub mod monotonic_writes;
pub mod no_lost_writes;
mod part;
pub mod pram;
mod property;
mod prose;
pub mod read_your_writes;
mod record;
pub mod regular;
pub mod requests;
pub mod sequential;
mod shrink;
pub mod staleness;
mod story;
pub mod strength;
pub mod t_staleness;
mod tell;
mod unfolding;
mod value;
mod verdict;
pub mod web;
pub mod writes_follow_reads;

use verdict::Meter;

pub use goal::Goal;
pub use history::{Answer, Call, History, Operation, Quiet, Source};
pub use model::Model;
pub use monitor::{Monitor, Step};
pub use no_lost_writes::acknowledged_survive;
pub use property::{Property, unfold};
pub use record::{End, Event, Fact, Record, What};
pub use staleness::{Staleness, staleness};
pub use unfolding::Unfolding;
pub use value::Value;
pub use verdict::{Budget, Judgement, Verdict, Witness};

/// Judges `history` by `model`.
pub fn judge(history: &History, model: Model, budget: Budget) -> Judgement {
    let mut meter = Meter::new(budget);
    if let Some(witness) = failed::seen_after_all(history, model) {
        return Judgement { verdict: Verdict::Violated(witness), steps: 0 };
    }
    let verdict = match model {
        Model::Linearizable => linearizable::judge(history, &mut meter),
        Model::Regular => regular::judge(history, &mut meter),
        Model::Sequential => sequential::judge(history, &mut meter),
        Model::Causal => causal::judge(history, &mut meter),
        Model::Pram => pram::judge(history, &mut meter),
        Model::ConsistentPrefix => consistent_prefix::judge(history, &mut meter),
        Model::KStaleness(bound) => k_staleness::judge(history, bound, &mut meter),
        Model::TStaleness(bound) => t_staleness::judge(history, bound, &mut meter),
        Model::MonotonicReads => monotonic_reads::judge(history, &mut meter),
        Model::MonotonicWrites => monotonic_writes::judge(history, &mut meter),
        Model::ReadYourWrites => read_your_writes::judge(history, &mut meter),
        Model::WritesFollowReads => writes_follow_reads::judge(history, &mut meter),
        Model::Eventual => eventual::judge(history),
        Model::NoLostWrites => no_lost_writes::judge(history),
    };
    Judgement { verdict, steps: meter.spent() }
}
