//! `synod gossip`.

use crate::synod::synod;

#[test]
fn a_rumour_is_told_with_its_figures_and_its_curve() {
    let told = synod(&["gossip", "--runs", "50", "--json"]);
    assert_eq!(told.exit, 0);
    let json = told.json();
    let mean = |figure: &str| json[figure]["mean"].as_f64().expect("a number");
    assert!((mean("s") - 0.18).abs() < 0.02 && (mean("m") - 1.7).abs() < 0.1, "{json}");
    assert!(json["s"]["within"].as_f64().is_some_and(|within| within > 0.0 && within < 0.02));
    assert_eq!((&json["nodes"], &json["rumour"]["rule"]), (&1_000.into(), &"counter".into()));
    let text = synod(&["gossip", "--runs", "50"]).out;
    assert!(text.starts_with("push rumour counter feedback k=1: 50 runs of 1000 nodes"), "{text}");
    assert!(text.contains("residue s") && text.contains("theory"), "{text}");
    assert!(synod(&["gossip", "--runs", "5", "--lang", "zh"]).out.contains("残留 s"));
}

#[test]
fn anti_entropy_reaches_everybody() {
    let json = synod(&["gossip", "--mode", "push-pull", "--kind", "anti-entropy", "--runs", "20", "--json"]).json();
    assert_eq!((&json["complete"], &json["rumour"]), (&1.0.into(), &serde_json::Value::Null));
    assert!((json["t_last"]["mean"].as_f64().expect("a number") - 9.2).abs() < 0.5, "{json}");
}

#[test]
fn the_same_call_tells_the_same() {
    let call = || synod(&["gossip", "--mode", "pull", "--rule", "coin", "--blind", "--k=2", "--nodes", "60", "--seed", "7"]).out;
    assert_eq!(call(), call());
}

#[test]
fn what_would_take_too_long_is_refused() {
    let refused = synod(&["gossip", "--nodes", "1000000", "--runs", "1000"]);
    assert_eq!(refused.refusal(), "--runs takes a whole number from 1 to 200");
    assert_eq!(synod(&["gossip", "--nodes", "1"]).refusal(), "--nodes takes a whole number from 2 to 1000000");
    assert_eq!(synod(&["gossip", "--kind", "talk"]).refusal(), "talk is none of: rumour, anti-entropy");
}
