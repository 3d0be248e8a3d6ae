//! The same run everywhere: a transcript of fingerprints that must be the same natively, in Node and in a browser.
//!
//! `cargo xtask test parity` prints it natively (`src/main.rs`), then compares with what `tests/wasm.rs` computes as wasm.

use std::fmt::Write as _;

use synod_session::doc::{Atom, Document};
use synod_session::{ENGINE, ParamKind, ParamSpec, labs, open};
use synod_words::Lang;

/// The transcript of every scenario of the catalogue, and of each lab's first one under every choice of every parameter (so
/// every delay model is among them): a line a step, so that the first difference names its place, then what was promised and
/// measured, and the digest over the fingerprints of all states.
pub fn transcript() -> String {
    let mut out = format!("engine {ENGINE}\n");
    for lab in labs() {
        for scenario in &lab.scenarios {
            run(&format!("{}/{}", lab.id, scenario.id), &scenario.document, &mut out);
        }
        let Some(first) = lab.scenarios.first() else { continue };
        for (id, choice) in lab.params.iter().flat_map(choices) {
            let mut document = first.document.clone();
            let name = format!("{}/{} {id}={choice:?}", lab.id, first.id);
            document.params.insert(id.to_owned(), choice);
            run(&name, &document, &mut out);
        }
    }
    out
}

/// The values that a parameter has besides numbers.
fn choices(spec: &ParamSpec) -> Vec<(&'static str, Atom)> {
    match &spec.kind {
        ParamKind::Int { .. } => Vec::new(),
        ParamKind::Switch => vec![(spec.id, Atom::Bool(true))],
        ParamKind::Pick(choices) => choices.iter().map(|(choice, _)| (spec.id, Atom::Text((*choice).to_owned()))).collect(),
    }
}

fn run(name: &str, document: &Document, out: &mut String) {
    // Writing to a string cannot fail.
    let mut line = |text: &dyn std::fmt::Display| _ = writeln!(out, "{name} {text}");
    let mut session = match open(document) {
        Ok(opened) => opened.session,
        Err(error) => return line(&format_args!("does not open: {}", error.why.text(Lang::En))),
    };
    let steps = session.steps();
    for event in session.events(1, steps) {
        line(&format_args!("step {} at {:?}: {}", event.step, event.at, event.phrase.text(Lang::En)));
    }
    session.seek(steps);
    line(&format_args!("frame {:?}", session.frame()));
    line(&format_args!("promises {:?}", session.promises()));
    line(&format_args!("measures {:?}", session.measures()));
    line(&format_args!("digest {}", session.digest()));
}

/// The first line in which two transcripts differ, in words; `None` when they are the same.
pub fn difference(native: &str, here: &str) -> Option<String> {
    let (mut native, mut here) = (native.lines(), here.lines());
    for number in 1.. {
        match (native.next(), here.next()) {
            (None, None) => return None,
            (a, b) if a == b => {}
            (a, b) => {
                let end = "(the end)";
                return Some(format!("line {number}: native {:?}, here {:?}", a.unwrap_or(end), b.unwrap_or(end)));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named_with_its_line() {
        assert_eq!(difference("a 1\nb 2\n", "a 1\nb 2\n"), None);
        assert_eq!(difference("a 1\nb 2\n", "a 1\nb 3\n"), Some(r#"line 2: native "b 2", here "b 3""#.to_owned()));
        assert_eq!(difference("a 1\n", ""), Some(r#"line 1: native "a 1", here "(the end)""#.to_owned()));
    }

    #[test]
    fn two_runs_on_one_machine_are_the_same() {
        assert_eq!(difference(&transcript(), &transcript()), None);
    }
}
