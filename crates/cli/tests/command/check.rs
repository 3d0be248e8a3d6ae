//! `synod check`.

use crate::synod::synod_reading;

const WRITES: &str = r#"{"client":"a","call":1,"return":3,"op":"write","key":"x","value":1}

{"client":"a","call":4,"return":6,"op":"write","key":"x","value":2}
"#;
const STALE: &str = r#"{"client":"b","call":7,"return":9,"op":"read","key":"x","value":1}"#;
const FRESH: &str = r#"{"client":"b","call":7,"return":9,"op":"read","key":"x","value":2}"#;

fn history(read: &str) -> String {
    format!("{WRITES}{read}\n")
}

#[test]
fn a_history_that_keeps_every_promise_exits_with_0() {
    let outcome = synod_reading(&history(FRESH), &["check", "-"]);
    assert_eq!(outcome.exit, 0, "{}", outcome.out);
    assert!(outcome.out.starts_with("stdin: 3 operations\n✓ linearizable "), "{}", outcome.out);
}

#[test]
fn a_violation_exits_with_1_and_is_told_with_its_lines() {
    let outcome = synod_reading(&history(STALE), &["check", "-", "--model", "linearizable"]);
    assert_eq!(outcome.exit, 1);
    assert!(outcome.out.contains("✗ linearizable  violated\n"), "{}", outcome.out);
    for line in [
        "line 1: a write x=1, called 1, returned 3: ok",
        "line 3: a write x=2, called 4, returned 6: ok",
        "line 4: b read x, called 7, returned 9: 1",
    ] {
        assert!(outcome.out.contains(line), "{}", outcome.out);
    }
}

#[test]
fn programs_get_a_word_a_model() {
    let models = ["check", "-", "--json", "--model", "linearizable", "--model", "read-your-writes", "--model", "eventual"];
    let outcome = synod_reading(&history(STALE), &models);
    let told = outcome.json();
    assert_eq!(outcome.exit, 1);
    let expected = serde_json::json!({"linearizable": "violated", "read-your-writes": "holds", "eventual": "undecided"});
    assert_eq!(told["verdicts"], expected);
    assert_eq!(told["witnesses"]["linearizable"]["lines"], serde_json::json!([1, 3, 4]));
    assert!(told["reasons"]["eventual"]["zh"].is_string());
}

#[test]
fn lines_in_any_order_keep_their_numbers() {
    let backwards: Vec<&str> = WRITES.lines().rev().collect();
    let text = format!("{STALE}\n{}", backwards.join("\n"));
    let told = synod_reading(&text, &["check", "-", "--json"]).json();
    assert_eq!(told["witnesses"]["linearizable"]["lines"], serde_json::json!([4, 2, 1]));
}

#[test]
fn a_spent_budget_is_undecided_and_exits_with_3() {
    let outcome = synod_reading(&history(FRESH), &["check", "-", "--model", "linearizable", "--budget", "0"]);
    assert_eq!(outcome.exit, 3);
    assert!(outcome.out.contains("? linearizable  undecided: the budget of 0 steps is spent"), "{}", outcome.out);
}

#[test]
fn what_a_file_does_not_tell_counts_only_where_it_is_asked_for() {
    let unread = synod_reading(WRITES, &["check", "-"]);
    assert_eq!(unread.exit, 0);
    assert!(unread.out.contains("not judged: nobody read x after its last write"), "{}", unread.out);
    assert_eq!(synod_reading(WRITES, &["check", "-", "--model", "eventual"]).exit, 3);
}

#[test]
fn bad_input_exits_with_2_and_names_file_line_and_reason() {
    for (text, said) in [
        (format!("{WRITES}oops\n"), "stdin: Line 4: "),
        (format!("{WRITES}{{\"client\":\"b\"}}\n"), "stdin: Line 4: "),
        (STALE.replace('9', "2"), "stdin: Line 1: "),
        (String::new(), "stdin: There is no operation to judge."),
    ] {
        let outcome = synod_reading(&text, &["check", "-"]);
        assert!(outcome.refusal().starts_with(said), "{text}: {}", outcome.err);
    }
    let missing = synod_reading("", &["check", "no-such-file.jsonl"]);
    assert!(missing.refusal().starts_with("no-such-file.jsonl cannot be read: "));
}

#[test]
fn all_models_go_by_their_names() {
    for (model, word) in [
        ("sequential", "holds"),
        ("causal", "holds"),
        ("pram", "holds"),
        ("consistent-prefix", "holds"),
        ("k-staleness-1", "violated"),
        ("k-staleness-2", "holds"),
        ("t-staleness-0", "violated"),
        ("t-staleness-1", "holds"),
    ] {
        let told = synod_reading(&history(STALE), &["check", "-", "--json", "--model", model]).json();
        assert_eq!(told["verdicts"][model], word, "{model}: {told}");
        assert!(told["staleness"].is_null());
    }
}

#[test]
fn where_no_model_is_named_the_staleness_is_measured() {
    let outcome = synod_reading(&history(STALE), &["check", "-"]);
    assert!(outcome.out.contains("✓ consistent-prefix "), "{}", outcome.out);
    assert!(outcome.out.ends_with("smallest bounds that hold: k-staleness-2, t-staleness-1\n"), "{}", outcome.out);
    let told = synod_reading(&history(STALE), &["check", "-", "--json"]).json();
    assert_eq!(told["staleness"], serde_json::json!({"k": 2, "t": 1}));
}
