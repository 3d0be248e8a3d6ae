//! A failure answer means: it never took effect. A read that shows what failed breaks every promise about what reads show, for
//! no order of the operations has that value in it.
//!
//! Source: the meaning of the three outcomes of a request, success, failure and time-out; what cannot be promised to have
//! failed must be answered with silence.
//!
//! Cost: O(reads · log writes).

use synod_order::Map;

use synod_words::phrase;

use crate::{Call, History, Model, Operation, Value, Witness};

/// The first read that shows the value of a write that failed, and of no other.
pub(crate) fn seen_after_all(history: &History, model: Model) -> Option<Witness> {
    if matches!(model, Model::Eventual | Model::NoLostWrites) || !history.operations.iter().any(Operation::failed) {
        return None;
    }
    let mut failed: Map<(&str, &Value), u32> = Map::new();
    for (i, operation) in history.operations.iter().enumerate() {
        // Nothing is what every key held before any write.
        if let (Call::Write(value), true) = (&operation.call, operation.failed() && operation.call != Call::Write(Value::Null)) {
            failed.insert((&operation.key, value), i as u32);
        }
    }
    for operation in &history.operations {
        if let Some(value) = operation.written() {
            failed.remove(&(operation.key.as_str(), value));
        }
    }
    // A text may be what others have put together.
    let appends = |operation: &&Operation| matches!(operation.call, Call::Append(_)) && operation.mutates();
    let appended = synod_order::set(history.operations.iter().filter(appends).map(|operation| operation.key.as_str()));
    failed.retain(|(key, value), _| !matches!(value, Value::Text(_)) || !appended.contains(key));
    history.operations.iter().enumerate().find_map(|(i, operation)| {
        let found = operation.observed()?;
        let write = found.members().iter().find_map(|member| failed.get(&(operation.key.as_str(), member)))?;
        let read = i as u32;
        let mut operations = vec![*write, read];
        synod_order::sort(&mut operations);
        let sentence = phrase!(
            "{0} was answered with “failed” at {1}. Yet {2} returned {3} at {4}: it took effect after all.",
            "{0} 在 {1} 得到“失败”的应答，但 {2} 在 {4} 返回 {3}：它终究还是生效了。",
            history.who(*write),
            history.answered(*write),
            history.who(read),
            history.found(read),
            history.answered(read)
        );
        Some(Witness::of_operations(operations, sentence))
    })
}

#[cfg(test)]
mod tests {
    use crate::{Answer, Budget, Call, History, Model, Operation, Value, Verdict, judge};
    use synod_words::Lang;

    fn operation(client: &str, call: Call, called: i64, answer: Answer) -> Operation {
        Operation { client: client.into(), key: "x".into(), call, called, returned: Some((called + 10_000, answer)) }
    }

    #[test]
    fn a_failed_write_that_somebody_reads_breaks_the_promise() {
        let write = operation("C1", Call::Write(Value::Int(2)), 0, Answer::Failed);
        let read = operation("C2", Call::Read, 20_000, Answer::Read(Value::Int(2)));
        let history = History { operations: vec![write, read], ..History::default() };
        let Verdict::Violated(witness) = judge(&history, Model::Linearizable, Budget::default()).verdict else { panic!() };
        assert_eq!(witness.operations, [0, 1]);
        assert_eq!(
            witness.sentence.text(Lang::En),
            "C1's write x=2 was answered with “failed” at 10 ms. Yet C2's read of x returned 2 at 30 ms: it took effect after all."
        );
    }

    #[test]
    fn a_failed_write_that_nobody_reads_is_as_if_it_had_not_been() {
        let write = operation("C1", Call::Write(Value::Int(2)), 0, Answer::Failed);
        let read = operation("C2", Call::Read, 20_000, Answer::Read(Value::Null));
        let history = History { operations: vec![write, read], ..History::default() };
        for model in Model::ALL.into_iter().filter(|model| !matches!(model, Model::Eventual | Model::NoLostWrites)) {
            assert_eq!(judge(&history, model, Budget::default()).verdict, Verdict::Holds, "{}", model.id());
        }
    }

    #[test]
    fn what_others_may_have_left_says_nothing_about_what_failed() {
        let nothing = [
            operation("C1", Call::Write(Value::Null), 0, Answer::Failed),
            operation("C2", Call::Read, 20_000, Answer::Read(Value::Null)),
        ];
        let put_together = [
            operation("C1", Call::Write("ab".into()), 0, Answer::Failed),
            operation("C2", Call::Append("a".into()), 20_000, Answer::Done),
            operation("C2", Call::Append("b".into()), 40_000, Answer::Done),
            operation("C2", Call::Read, 60_000, Answer::Read("ab".into())),
        ];
        for operations in [nothing.to_vec(), put_together.to_vec()] {
            let history = History { operations, ..History::default() };
            assert_eq!(judge(&history, Model::Linearizable, Budget::default()).verdict, Verdict::Holds);
        }
    }
}
