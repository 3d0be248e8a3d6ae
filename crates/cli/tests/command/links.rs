//! `synod link` and `synod unlink`.

use crate::synod::{synod, synod_reading};
use synod_session::labs;

#[test]
fn a_link_and_back_is_the_same_file() {
    for scenario in labs().into_iter().flat_map(|lab| lab.scenarios) {
        let file = scenario.document.to_json();
        let link = synod_reading(&file, &["link", "-"]).out;
        assert!(link.starts_with("#s=1.") && link.ends_with('\n'), "{link}");
        assert_eq!(synod(&["unlink", link.trim()]).out, file);
        assert_eq!(synod_reading(&link, &["unlink", "-"]).out, file);
    }
}

#[test]
fn a_base_makes_a_whole_address() {
    let file = r#"{"synod": 1, "engine": 1, "lab": "nwr"}"#;
    let link = synod_reading(file, &["link", "-"]).out;
    let address = synod_reading(file, &["link", "-", "--base", "https://synod.example/#s=1.old"]).out;
    assert_eq!(address, format!("https://synod.example/{link}"));
    assert_eq!(synod(&["unlink", address.trim()]).exit, 0);
}

#[test]
fn what_is_no_document_or_no_link_is_refused() {
    assert!(synod_reading("[]", &["link", "-"]).refusal().starts_with("stdin: This is JSON, but not a scenario document"));
    assert!(synod(&["unlink", "hello"]).refusal().starts_with("This link carries no scenario"));
    assert!(synod(&["unlink", "#s=1.eNqr"]).refusal().starts_with("The link is cut off"));
}

#[test]
fn a_document_that_is_too_large_for_a_link_stays_a_file() {
    // Random-looking names, so that deflate finds little to save.
    let name = |i: u32| format!("n{:x}{:x}", i.wrapping_mul(2_654_435_761), i.wrapping_mul(0x9e37_79b1).rotate_left(7));
    let decisions: Vec<String> =
        (0..9_000).map(|i| format!(r#"{{"at": {}, "do": {{"crash": "{}"}}}}"#, i * 7919 % 100_003, name(i))).collect();
    let file = format!(r#"{{"synod": 1, "engine": 1, "lab": "nwr", "decisions": [{}]}}"#, decisions.join(","));
    let outcome = synod_reading(&file, &["link", "-"]);
    assert!(outcome.refusal().ends_with("share the file instead"), "{}", outcome.err);
}
