//! History files: what is written is read back, and whatever does not fit is refused with its line and a reason.
#![allow(clippy::unwrap_used, reason = "a test that fails should fail here")]

mod common;

use common::{Menu, REGISTER, arbitrary};
use proptest::prelude::*;
use synod_check::file::{self, FileError, Problem};
use synod_words::Lang;

const GOOD: &str = r#"{"client":"a","call":1,"return":3,"op":"write","key":"x","value":1}
{"client":"b","call":2,"return":5,"op":"read","key":"x","value":null}

{"client":"b","call":6,"return":9,"op":"cas","key":"x","expect":1,"value":"two","ok":true}
{"client":"c","call":7,"return":null,"op":"append","key":"log","value":"entry"}
{"client":"c","call":8,"return":null,"op":"read","key":"log"}
"#;

fn refused(text: &str) -> (u32, Problem) {
    let FileError { line, problem } = file::parse(text).unwrap_err();
    (line, problem)
}

#[test]
fn a_good_file_is_read_and_written_back() {
    let history = file::parse(GOOD).unwrap();
    assert_eq!(history.operations.len(), 5);
    let written = file::write(&history).unwrap();
    assert_eq!(written, GOOD.replace("\n\n", "\n"));
    assert_eq!(file::parse(&written).unwrap(), history);
}

#[test]
fn what_does_not_fit_is_refused_with_line_and_reason() {
    let first = GOOD.lines().next().unwrap();
    let after = |line: &str| refused(&format!("{first}\n{line}"));
    let table = [
        (r#"{"client":"b","call":2,"op":"read","key":"x","value":1}"#, Problem::Missing("return")),
        (r#"{"client":"b","call":2,"return":3,"op":"read","key":"x"}"#, Problem::Missing("value")),
        (r#"{"client":"b","call":2,"return":null,"op":"read","key":"x","value":1}"#, Problem::AnswerWithoutReturn("value")),
        (r#"{"client":"b","call":2,"return":null,"op":"read","key":"x","value":null}"#, Problem::AnswerWithoutReturn("value")),
        (r#"{"client":"b","call":2,"return":3,"op":"write","key":"x"}"#, Problem::Missing("value")),
        (r#"{"client":"b","call":2,"return":3,"op":"write","key":"x","value":1,"ok":true}"#, Problem::Unexpected("ok")),
        (r#"{"client":"b","call":2,"return":3,"op":"read","key":"x","value":1,"expect":1}"#, Problem::Unexpected("expect")),
        (r#"{"client":"b","call":2,"return":3,"op":"cas","key":"x","value":1,"ok":true}"#, Problem::Missing("expect")),
        (r#"{"client":"b","call":2,"return":3,"op":"cas","key":"x","expect":1,"value":1}"#, Problem::Missing("ok")),
        (
            r#"{"client":"b","call":2,"return":null,"op":"cas","key":"x","expect":1,"value":1,"ok":true}"#,
            Problem::AnswerWithoutReturn("ok"),
        ),
        (r#"{"client":"b","call":2,"return":3,"op":"append","key":"y","value":1}"#, Problem::AppendOfNoText),
        (
            r#"{"client":"b","call":2,"return":3,"op":"append","key":"x","value":"1"}"#,
            Problem::AppendToNumber { key: "x".into() },
        ),
        (r#"{"client":"b","call":4,"return":3,"op":"read","key":"x","value":1}"#, Problem::ReturnBeforeCall),
        (
            r#"{"client":"a","call":2,"return":3,"op":"read","key":"x","value":1}"#,
            Problem::ClientBusy { client: "a".into(), until: 3 },
        ),
    ];
    for (line, problem) in table {
        assert_eq!(after(line), (2, problem), "{line}");
    }
    for line in [
        "{",
        "[]",
        "1",
        "{}",
        r#"{"client":"b","call":2,"return":3,"op":"read","key":"x","value":1,"extra":1}"#,
        r#"{"client":"b","call":2,"return":3,"op":"read","key":"x","value":1.5}"#,
        r#"{"client":"b","call":2,"return":3,"op":"read","key":"x","value":[1]}"#,
        r#"{"client":"b","client":"b","call":2,"return":3,"op":"read","key":"x","value":1}"#,
        r#"{"client":"b","call":2,"return":3,"op":"swap","key":"x","value":1}"#,
        r#"{"client":"b","call":99999999999999999999,"return":3,"op":"read","key":"x","value":1}"#,
    ] {
        assert!(matches!(after(line), (2, Problem::Json(_))), "{line}");
    }
    let long = format!(r#"{{"client":"{}","call":2,"return":3,"op":"read","key":"x","value":1}}"#, "c".repeat(70_000));
    assert_eq!(after(&long), (2, Problem::TooLong("client")));
    assert_eq!(refused("\n  \n"), (0, Problem::Empty));
    assert_eq!(file::parse_bytes(b"\n\xff").unwrap_err(), FileError { line: 2, problem: Problem::NotText });
    assert_eq!(
        file::parse_bytes(&vec![b' '; file::BYTES_MAX + 1]).unwrap_err(),
        FileError { line: 0, problem: Problem::TooLarge }
    );
}

#[test]
fn a_client_may_go_on_after_an_operation_that_is_never_answered() {
    let text = GOOD.replace(
        r#""call":8,"return":null,"op":"read","key":"log""#,
        r#""call":8,"return":8,"op":"read","key":"log","value":"""#,
    );
    assert_eq!(file::parse(&text).unwrap().operations.len(), 5);
}

/// One small change to a good file.
#[derive(Clone, Debug)]
enum Change {
    Drop(prop::sample::Index),
    Put(prop::sample::Index, u8),
    Swap(prop::sample::Index, prop::sample::Index),
    Cut(prop::sample::Index),
    Repeat(prop::sample::Index, prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    let byte = prop_oneof![prop::sample::select(b"{}[]\",:0123456789.-eEntr\\\nu ".to_vec()), any::<u8>()];
    prop_oneof![
        at().prop_map(Change::Drop),
        (at(), byte).prop_map(|(at, byte)| Change::Put(at, byte)),
        (at(), at()).prop_map(|(a, b)| Change::Swap(a, b)),
        at().prop_map(Change::Cut),
        (at(), at()).prop_map(|(a, b)| Change::Repeat(a, b)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes.iter().filter(|_| true) {
        if bytes.is_empty() {
            break;
        }
        let len = bytes.len();
        match change {
            Change::Drop(at) => drop(bytes.remove(at.index(len))),
            Change::Put(at, byte) => bytes[at.index(len)] = *byte,
            Change::Swap(a, b) => bytes.swap(a.index(len), b.index(len)),
            Change::Cut(at) => bytes.truncate(at.index(len)),
            Change::Repeat(a, b) => {
                let (a, b) = (a.index(len).min(b.index(len)), a.index(len).max(b.index(len)));
                let piece = bytes[a..b].to_vec();
                bytes.splice(b..b, piece);
            }
        }
    }
    bytes
}

/// Parsed, or refused with a line of the file and a reason in both languages; what was parsed can be judged.
fn parsed_or_refused(bytes: &[u8]) -> Result<(), TestCaseError> {
    match file::parse_bytes(bytes) {
        Ok(history) => {
            for model in synod_check::Model::ALL {
                common::verdict(&history, model);
            }
            prop_assert_eq!(file::parse(&file::write(&history).unwrap()).unwrap(), history);
        }
        Err(error) => {
            let lines = bytes.split(|byte| *byte == b'\n').count() as u32;
            prop_assert!(error.line <= lines);
            prop_assert!(!error.phrase().text(Lang::En).is_empty() && !error.phrase().text(Lang::Zh).is_empty());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(common::cases(5_000))]

    #[test]
    fn a_damaged_file_is_refused_or_read(changes in prop::collection::vec(change(), 1..4)) {
        parsed_or_refused(&changed(GOOD.as_bytes().to_vec(), &changes))?;
    }

    #[test]
    fn random_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        parsed_or_refused(&bytes)?;
    }

    #[test]
    fn a_file_tells_the_whole_history(history in arbitrary(Menu { cas: true, keys: 2, operations: 12, ..REGISTER })) {
        prop_assert_eq!(file::parse(&file::write(&history).unwrap()).unwrap(), history);
    }
}
