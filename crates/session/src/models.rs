//! The map of consistency models: where each stands, which implies which, and what tells two of them apart.

use crate::Time;
use crate::frame::{PromiseView, Standing};
use synod_check::strength::{self, Edge};
use synod_check::{Answer, Call, Model, Operation, Value};
use synod_words::{Phrase, phrase};

/// The map. It is the same for every run; how a run stands with the models is [`Session::models`](crate::Session::models).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ModelMap {
    /// The models, strongest first.
    pub nodes: Vec<MapNode>,
    /// What implies what, where nothing lies between the two.
    pub edges: Vec<MapEdge>,
}

/// A model on the map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MapNode {
    /// The id of the model, as of a promise.
    pub id: &'static str,
    /// Its row: 0 is the top. What is weaker stands lower.
    pub row: u8,
    /// The middle of its place in the row, in hundredths of the width. Places of a row are at least 25 apart.
    pub place: u8,
    /// Whether it asks what a store at rest holds: nothing implies it, and it implies nothing.
    pub at_rest: bool,
}

/// A step down the map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MapEdge {
    /// The id of the stronger model.
    pub stronger: &'static str,
    /// The id of the weaker one.
    pub weaker: &'static str,
    /// The names of both.
    pub names: [Phrase; 2],
    /// Why the operations keep the weaker and break the stronger.
    pub sentence: Phrase,
    /// A history that does, in the order of the calls.
    pub operations: Vec<MapOperation>,
}

/// An operation of such a history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MapOperation {
    /// The client.
    pub client: String,
    /// What was asked and answered: `write x = 1`, `read x → 1`.
    pub label: Phrase,
    /// The same where there is little room: `w(x)1`, `r(x)∅`, as the literature writes it.
    pub short: String,
    /// Whether it writes.
    pub writes: bool,
    /// When it was called, in microseconds.
    pub called: Time,
    /// When it was answered.
    pub returned: Time,
}

/// The models of the map. Those at rest stand by themselves at the end.
pub(crate) fn on_the_map() -> impl Iterator<Item = Model> {
    strength::ORDERED.into_iter().chain(AT_REST)
}

const AT_REST: [Model; 2] = [Model::NoLostWrites, Model::Eventual];

/// Whether the promise of this id is on the map.
pub fn is_on_the_map(id: &str) -> bool {
    on_the_map().any(|model| model.id() == id)
}

/// The map.
pub fn models_map() -> ModelMap {
    let node = |model: Model| {
        let (row, place) = place(model);
        MapNode { id: model.id(), row, place, at_rest: AT_REST.contains(&model) }
    };
    ModelMap { nodes: on_the_map().map(node).collect(), edges: strength::edges().into_iter().map(edge).collect() }
}

/// Row and place: single-copy models to the left, bounded staleness to the right, promises to one client below them. No line runs through
/// a model.
fn place(model: Model) -> (u8, u8) {
    match model {
        Model::Linearizable => (0, 50),
        Model::Sequential => (1, 25),
        Model::Regular => (1, 75),
        Model::ConsistentPrefix => (2, 12),
        Model::Causal => (2, 37),
        Model::KStaleness(_) => (2, 62),
        Model::TStaleness(_) => (2, 88),
        Model::WritesFollowReads => (3, 12),
        Model::Pram => (3, 37),
        Model::MonotonicWrites => (4, 12),
        Model::MonotonicReads => (4, 37),
        Model::ReadYourWrites => (4, 75),
        Model::NoLostWrites => (5, 25),
        Model::Eventual => (5, 75),
    }
}

fn edge(edge: Edge) -> MapEdge {
    let Edge { stronger, weaker, history, sentence } = edge;
    let operations = history.operations.iter().map(operation).collect();
    MapEdge { stronger: stronger.id(), weaker: weaker.id(), names: [stronger.name(), weaker.name()], sentence, operations }
}

fn operation(operation: &Operation) -> MapOperation {
    let key = operation.key.as_str();
    let found = match &operation.returned {
        Some((_, Answer::Read(value))) => plain(value),
        _ => String::new(),
    };
    let (label, short) = match &operation.call {
        Call::Write(value) | Call::Cas { value, .. } => {
            let value = plain(value);
            (phrase!("write {0} = {1}", "写 {0} = {1}", key, value.as_str()), format!("w({key}){value}"))
        }
        Call::Append(text) => (phrase!("append {1} to {0}", "向 {0} 追加 {1}", key, text.as_str()), format!("a({key}){text}")),
        Call::Read => (phrase!("read {0} → {1}", "读 {0} → {1}", key, found.as_str()), format!("r({key}){found}")),
    };
    let returned = operation.returned.as_ref().map_or(operation.called, |(at, _)| *at);
    MapOperation {
        client: operation.client.clone(),
        label,
        short,
        writes: operation.call != Call::Read,
        called: operation.called.unsigned_abs(),
        returned: returned.unsigned_abs(),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "∅".to_owned(),
        Value::Text(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Says of a broken promise to one client why a stronger model may hold all the same.
pub(crate) fn explain_by_the_store(views: &mut [PromiseView]) {
    let models: Vec<Model> = on_the_map().collect();
    let holds = synod_order::set(views.iter().filter(|view| matches!(view.standing, Standing::Holds { .. })).map(|view| view.id));
    for view in views {
        let Some(model) = models.iter().find(|model| model.id() == view.id) else { continue };
        let stronger =
            models.iter().find(|above| *above != model && holds.contains(above.id()) && strength::implies(**above, *model));
        if let (Standing::Violated { sentence, .. }, Some(above)) = (&mut view.standing, stronger) {
            *sentence = phrase!(
                "{0} This is judged by the order in which the store itself put the writes. “{1}” asks only whether there is some order, and there is one.",
                "{0} 这是按存储自身排定的写次序判定的。“{1}”只问是否存在某个次序，而这样的次序存在。",
                sentence.clone(),
                above.name()
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_weaker_stands_lower_and_no_two_share_a_place() {
        let map = models_map();
        let at = |id: &str| map.nodes.iter().find(|node| node.id == id).unwrap_or_else(|| panic!("{id}"));
        for edge in &map.edges {
            assert!(at(edge.stronger).row < at(edge.weaker).row, "{} {}", edge.stronger, edge.weaker);
        }
        for (i, one) in map.nodes.iter().enumerate() {
            assert!(
                map.nodes[..i].iter().all(|other| other.row != one.row || other.place.abs_diff(one.place) >= 25),
                "{}",
                one.id
            );
        }
    }

    #[test]
    fn no_line_runs_through_a_model() {
        let map = models_map();
        let at = |id: &str| map.nodes.iter().find(|node| node.id == id).unwrap_or_else(|| panic!("{id}"));
        for edge in &map.edges {
            let (from, to) = (at(edge.stronger), at(edge.weaker));
            for node in map.nodes.iter().filter(|node| from.row < node.row && node.row < to.row) {
                let (across, down) = (i32::from(to.place) - i32::from(from.place), i32::from(to.row - from.row));
                let x = i32::from(from.place) * down + across * i32::from(node.row - from.row);
                assert!(
                    (x - i32::from(node.place) * down).abs() > 11 * down,
                    "{} {} over {}",
                    edge.stronger,
                    edge.weaker,
                    node.id
                );
            }
        }
    }

    #[test]
    fn an_operation_reads_as_in_the_literature() {
        let map = models_map();
        let edge = map.edges.iter().find(|edge| edge.stronger == "linearizable" && edge.weaker == "sequential");
        let shorts: Vec<&str> =
            edge.into_iter().flat_map(|edge| &edge.operations).map(|operation| operation.short.as_str()).collect();
        assert_eq!(shorts, ["w(x)1", "r(x)∅"]);
    }
}
