//! The order of strength between the models: which promise implies which, and for each step down a small history that keeps the
//! weaker promise and breaks the stronger.
//!
//! Sources: Viotti & Vukolić, *Consistency in non-transactional distributed storage systems* (ACM CSUR 2016), whose partial order this
//! is for the models that are judged here; Brzeziński, Sobaniec & Wawrzyniak, *From session causality to causal consistency* (PDP
//! 2004), for the promises to one client under causal consistency and PRAM.
//!
//! The order is that of histories alone. Where a lab tells the order in which its store put the writes
//! ([`History::store_order`]), the promises to one client are judged by that order too, and one of them may be
//! broken although a stronger model finds some other order that explains every answer.
//!
//! [`Model::Eventual`] and [`Model::NoLostWrites`] stand alone: they ask what a store at rest holds, and no answer tells that.
//! [`Model::ConsistentPrefix`] is implied by sequential consistency only: causal stores may show different clients different orders.
//! With 1 version, or without any delay, bounded staleness is [`Model::Regular`] itself.

mod shown;

use crate::{History, Model};
use synod_words::Phrase;

/// A step down the order: nothing lies between the two.
#[derive(Clone, Debug)]
pub struct Edge {
    /// What implies the other.
    pub stronger: Model,
    /// What is implied.
    pub weaker: Model,
    /// A history that keeps the weaker promise and breaks the stronger; its times are those of a lab.
    pub history: History,
    /// Why it does, in words.
    pub sentence: Phrase,
}

/// The steps down from a model. Of the promises with a bound only those that any bound beyond
/// [`Model::Regular`] keeps are here; see [`implies`].
pub fn weaker(model: Model) -> &'static [Model] {
    match model {
        Model::Linearizable => &[Model::Regular, Model::Sequential],
        Model::Sequential => &[Model::Causal, Model::ConsistentPrefix],
        Model::Causal => &[Model::Pram, Model::WritesFollowReads],
        Model::Pram => &[Model::MonotonicReads, Model::MonotonicWrites, Model::ReadYourWrites],
        Model::Regular => &[K, T, Model::ReadYourWrites],
        _ => &[],
    }
}

/// The bounds for which histories are shown.
const K: Model = Model::KStaleness(2);
const T: Model = Model::TStaleness(100_000);

/// The models of the order with the bounds of the [`edges`], strongest first.
pub const ORDERED: [Model; 12] = [
    Model::Linearizable,
    Model::Regular,
    Model::Sequential,
    Model::Causal,
    Model::Pram,
    Model::ConsistentPrefix,
    K,
    T,
    Model::WritesFollowReads,
    Model::MonotonicWrites,
    Model::MonotonicReads,
    Model::ReadYourWrites,
];

/// All steps down, from the strongest on.
pub fn edges() -> Vec<Edge> {
    let below = |stronger: Model| {
        weaker(stronger).iter().map(move |weaker| {
            let (history, sentence) = shown::between(stronger, *weaker);
            Edge { stronger, weaker: *weaker, history, sentence }
        })
    };
    ORDERED.into_iter().flat_map(below).collect()
}

/// Whether every history that keeps `stronger` keeps `weaker`, as far as the answers of clients tell.
pub fn implies(stronger: Model, weaker: Model) -> bool {
    match (stronger, weaker) {
        (Model::KStaleness(one), Model::KStaleness(other)) => one <= other || other == 0 && one == 1,
        (Model::TStaleness(one), Model::TStaleness(other)) => one <= other,
        (Model::KStaleness(0 | 1) | Model::TStaleness(0), _) => implies(Model::Regular, weaker),
        (_, Model::KStaleness(_)) => stronger == Model::Regular || above(stronger, K),
        (_, Model::TStaleness(_)) => stronger == Model::Regular || above(stronger, T),
        (_, Model::Regular) => stronger == Model::Regular || above(stronger, Model::Regular),
        _ => stronger == weaker || above(stronger, weaker),
    }
}

fn above(stronger: Model, weaker: Model) -> bool {
    self::weaker(stronger).iter().any(|below| *below == weaker || above(*below, weaker))
}
