//! `synod detection`.

use crate::synod::synod;

#[test]
fn the_curves_of_the_detectors() {
    let told = synod(&["detection", "--runs", "20", "--loss", "10", "--json"]).json();
    let swim = told["swim"].as_array().expect("rows");
    assert_eq!(swim.len(), 4);
    // Of two messages one is lost: 1 − 0.9².
    assert!((swim[0]["theory"].as_f64().expect("a number") - 0.19).abs() < 1e-9);
    assert_eq!(told["heartbeats"].as_array().expect("rows").len(), 16);
    let text = synod(&["detection", "--runs", "5"]).out;
    assert!(text.contains("φ = 8") && text.contains("k = 3"), "{text}");
    assert!(synod(&["detection", "--runs", "5", "--lang", "zh"]).out.contains("误疑"));
}

#[test]
fn what_cannot_be_is_refused() {
    assert_eq!(synod(&["detection", "--loss", "100"]).refusal(), "--loss takes a whole number from 0 to 90");
}
