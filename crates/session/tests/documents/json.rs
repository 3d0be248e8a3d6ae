//! Documents as JSON: what they look like, and what is refused at which place.

use crate::strategies::document;
use proptest::prelude::*;
use synod_session::ENGINE;
use synod_session::doc::{Act, BYTES_MAX, DocFault, Document, Expected, Fault, Place, Problem, Shape};
use synod_words::Lang;

proptest! {
    #[test]
    fn a_document_is_read_as_it_was_written(document in document()) {
        prop_assert_eq!(Document::from_json(&document.to_json()), Ok(document));
    }
}

const EXAMPLE: &str = r#"{
  "synod": 1,
  "engine": 1,
  "lab": "nwr",
  "scenario": "stale-read",
  "params": {
    "n": 3,
    "sloppy": true
  },
  "seed": 18446744073709551615,
  "decisions": [
    {"at": 0, "do": {"request": ["C1", "write", ["x", 1]]}},
    {"at": 12000, "nth": 2, "do": {"partition": [["n1", "C1"], ["n2", "n3"]]}},
    {"at": 90000, "do": "heal"}
  ],
  "until": 1000000
}
"#;

#[test]
fn a_document_has_a_line_a_decision() {
    let document = Document::from_json(EXAMPLE).unwrap();
    assert_eq!(document.seed, u64::MAX);
    assert_eq!(document.decisions[2].act, Act::Heal);
    assert_eq!(document.to_json(), EXAMPLE);
}

#[test]
fn what_may_be_missing_has_a_plain_meaning() {
    let document = Document::from_json(r#"{"synod": 1, "engine": 0, "lab": "nwr"}"#).unwrap();
    assert_eq!((document.seed, document.decisions.len(), document.until), (0, 0, None));
    assert_eq!(
        document.engine_notice().unwrap().text(Lang::En),
        format!("This was made with engine 0, and this is engine {ENGINE}: the run may differ from the one that was shared.")
    );
}

fn fault_of(text: &str) -> DocFault {
    match Document::from_json(text).expect_err("no document").fault.as_ref() {
        Fault::Document(fault) => fault.clone(),
        Fault::Link(fault) => panic!("{fault:?}"),
    }
}

fn wrong(decision: Option<u32>, field: &str, problem: Problem) -> DocFault {
    DocFault::Wrong { place: Place { decision, field: field.into() }, problem }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let with = |from: &str, to: &str| {
        assert!(EXAMPLE.contains(from), "{from}");
        EXAMPLE.replacen(from, to, 1)
    };
    let must_be = |decision, field: &str, expected| wrong(decision, field, Problem::MustBe(expected));
    let time = Expected::Int { min: 0, max: 864_000_000_000 };
    let cases = [
        (String::new(), DocFault::Unfinished { line: 1, column: 1 }),
        ("[]".into(), DocFault::NotAnObject),
        ("{}".into(), wrong(None, "synod", Problem::Missing)),
        (EXAMPLE.split("446744").next().unwrap().into(), DocFault::Unfinished { line: 10, column: 12 }),
        (with("true", "True"), DocFault::Syntax { line: 8, column: 15 }),
        (format!("{EXAMPLE}{{}}"), DocFault::Syntax { line: 18, column: 1 }),
        (" ".repeat(BYTES_MAX + 1), DocFault::TooLong { bytes: BYTES_MAX + 1 }),
        (with("\"synod\": 1", "\"synod\": 2, \"new\": {}"), DocFault::NewerFormat { version: 2 }),
        (with("\"engine\": 1", "\"engine\": 99"), DocFault::NewerEngine { engine: 99 }),
        (with("\"seed\"", "\"sead\""), wrong(None, "sead", Problem::Unknown)),
        (with("\"n\": 3", "\"n\": 3.5"), must_be(None, "params.n", Expected::Atom)),
        (with("\"lab\": \"nwr\"", "\"lab\": 7"), must_be(None, "lab", Expected::Text { max: 64 })),
        (with("12000", "-12000"), must_be(Some(2), "at", time.clone())),
        (with("12000", "1e400"), DocFault::Syntax { line: 13, column: 16 }),
        (with("90000", "864000000001"), must_be(Some(3), "at", time)),
        (with("\"nth\"", "\"mth\""), wrong(Some(2), "mth", Problem::Unknown)),
        (with("\"do\": \"heal\"", "\"nth\": 1"), wrong(Some(3), "do", Problem::Missing)),
        (with("\"heal\"", "\"hea1\""), must_be(Some(3), "do", Expected::Act)),
        (with("\"heal\"", "{\"explode\": \"n1\"}"), wrong(Some(3), "do.explode", Problem::UnknownAct)),
        (with("\"heal\"", "{\"cut\": [\"n1\"]}"), must_be(Some(3), "do.cut", Expected::ListOf { len: 2 })),
        (with("\"heal\"", "{\"loss\": [2, 1]}"), must_be(Some(3), "do.loss", Expected::Int { min: 0, max: 1 })),
        (with("[\"x\", 1]", "[1,2,3,4,5,6,7,8,9]"), must_be(Some(1), "do.request", Expected::List { max: 8 })),
    ];
    for (text, fault) in cases {
        assert_eq!(fault_of(&text), fault, "{}", &text.chars().take(400).collect::<String>());
    }
}

#[test]
fn what_no_document_holds_is_refused_while_it_is_read() {
    let shape = |text: &str| match fault_of(text) {
        DocFault::Shape { shape, .. } => shape,
        other => panic!("{other:?}"),
    };
    assert_eq!(shape(&"[".repeat(100_000)), Shape::TooDeep);
    assert_eq!(shape(&format!("[{}0]", "0,".repeat(10_000))), Shape::TooManyItems);
    let fields: Vec<String> = (0..65).map(|i| format!("\"p{i}\":0")).collect();
    assert_eq!(shape(&format!("{{{}}}", fields.join(","))), Shape::TooManyFields);
    assert_eq!(shape(&format!("{{\"lab\": \"{}\"}}", "界".repeat(257))), Shape::TextTooLong);
    assert_eq!(shape(r#"{"synod": 1, "synod": 2}"#), Shape::FieldTwice("synod".into()));
}

#[test]
fn ten_thousand_decisions_are_read_and_one_more_is_not() {
    let with = |count: usize| {
        let decisions = vec![r#"{"at": 1, "do": "heal"}"#; count].join(",");
        format!(r#"{{"synod": 1, "engine": 1, "lab": "nwr", "decisions": [{decisions}]}}"#)
    };
    let document = Document::from_json(&with(10_000)).unwrap();
    assert_eq!(Document::from_json(&document.to_json()), Ok(document));
    assert!(matches!(fault_of(&with(10_001)), DocFault::Shape { shape: Shape::TooManyItems, .. }));
}

#[test]
fn a_sentence_shows_nothing_that_commands_a_terminal() {
    let bad = Document::from_json("{\"synod\": 1, \"engine\": 1, \"lab\": \"nwr\", \"\\u001b[2J\": 1}").unwrap_err();
    assert_eq!(bad.to_string(), "Field \u{fffd}[2J: no such field is known; remove it.");
}
