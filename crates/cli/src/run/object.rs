//! The outcome of a run as one JSON object.

use crate::labs::param_value;
use crate::pair::pair;
use serde_json::{Map, Value, json};
use synod_session::doc::Document;
use synod_session::{Measure, Opened, OperationBar, Outcome, PromiseView, Standing};

/// `verdicts` maps each promise to one word; `witnesses` and `reasons` tell more of those that are violated or undecided.
/// Times are microseconds, and a text is an object with both languages.
pub fn of(document: &Document, opened: &Opened) -> Value {
    let session = &opened.session;
    let promises = session.promises();
    let params: Map<String, Value> = session.params().iter().map(|(id, value)| (id.clone(), param_value(value))).collect();
    json!({
        "lab": session.lab(),
        "scenario": document.scenario,
        "engine": document.engine,
        "params": params,
        "seed": document.seed,
        "verdicts": by_id(&promises, |promise| Some(json!(word(&promise.standing)))),
        "witnesses": by_id(&promises, |promise| witness(&promise.standing)),
        "reasons": by_id(&promises, |promise| reason(&promise.standing)),
        "operations": session.chart().operations.iter().map(operation).collect::<Vec<_>>(),
        "metrics": session.measures().into_iter().map(|m| (m.id.to_owned(), metric(&m))).collect::<Map<_, _>>(),
        "dropped": opened.dropped.iter().map(pair).collect::<Vec<_>>(),
        "steps": session.steps(),
        "end": session.time_of(session.steps()),
        "at_rest": session.at_rest(),
        "fingerprint": session.digest(),
    })
}

fn by_id(promises: &[PromiseView], tell: impl Fn(&PromiseView) -> Option<Value>) -> Map<String, Value> {
    promises.iter().filter_map(|promise| Some((promise.id.to_owned(), tell(promise)?))).collect()
}

fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Holds { .. } => "holds",
        Standing::Violated { .. } => "violated",
        Standing::Undecided { .. } => "undecided",
    }
}

fn witness(standing: &Standing) -> Option<Value> {
    let Standing::Violated { sentence, operations, steps, processes, messages, since } = standing else { return None };
    Some(
        json!({"sentence": pair(sentence), "operations": operations, "steps": steps, "processes": processes, "messages": messages, "since": since}),
    )
}

fn reason(standing: &Standing) -> Option<Value> {
    let Standing::Undecided { why } = standing else { return None };
    Some(pair(why))
}

fn operation(bar: &OperationBar) -> Value {
    let outcome = match bar.outcome {
        None => "open",
        Some(Outcome::Answered) => "answered",
        Some(Outcome::Refused) => "refused",
        Some(Outcome::Failed) => "failed",
        Some(Outcome::Unknown) => "unknown",
    };
    json!({
        "client": bar.client,
        "label": pair(&bar.label),
        "called": bar.called.1,
        "returned": bar.returned.map(|(_, at)| at),
        "outcome": outcome,
        "answer": bar.answer.as_ref().map(pair),
    })
}

/// The number; the text where there is none.
fn metric(measure: &Measure) -> Value {
    measure.number.map_or_else(|| pair(&measure.value), Value::from)
}
