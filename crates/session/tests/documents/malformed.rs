//! Ten thousand malformed links and as many malformed documents: no panic, no hang, each refused with a reason or a document.

use crate::strategies::document;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use synod_session::doc::Document;
use synod_session::link::{BadDocument, decode, encode};
use synod_words::Lang;

/// One thing that happens to a text on its way.
#[derive(Clone, Debug)]
enum Damage {
    Cut(Index),
    Lose(Index),
    Change(Index, char),
    Add(Index, char),
    Repeat(Index, Index),
    Number(Index, i128),
}

fn damage() -> impl Strategy<Value = Damage> {
    // What means something in a link or in JSON, and now and then anything.
    let character =
        || prop_oneof![4 => "[-_A-Za-z0-9.#=&{}\\[\\]\",:]".prop_map(|c| c.chars().next().unwrap_or('0')), 1 => any::<char>()];
    prop_oneof![
        any::<Index>().prop_map(Damage::Cut),
        any::<Index>().prop_map(Damage::Lose),
        (any::<Index>(), character()).prop_map(|(at, to)| Damage::Change(at, to)),
        (any::<Index>(), character()).prop_map(|(at, what)| Damage::Add(at, what)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Damage::Repeat(from, to)),
        (any::<Index>(), any::<i128>()).prop_map(|(at, number)| Damage::Number(at, number)),
    ]
}

fn damaged(text: &str, damages: &[Damage]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for damage in damages {
        let at = |index: &Index| index.index(text.len().max(1)).min(text.len());
        match damage {
            Damage::Cut(end) => text.truncate(at(end)),
            Damage::Lose(index) if !text.is_empty() => drop(text.remove(at(index))),
            Damage::Change(index, to) if !text.is_empty() => {
                let at = at(index);
                text[at] = *to;
            }
            Damage::Lose(_) | Damage::Change(..) => {}
            Damage::Add(index, what) => text.insert(at(index), *what),
            Damage::Repeat(a, b) => {
                let (from, to) = (at(a).min(at(b)), at(a).max(at(b)));
                let piece: Vec<char> = text[from..to].to_vec();
                text.splice(to..to, piece);
            }
            Damage::Number(index, number) => {
                let at = at(index);
                text.splice(at..at, number.to_string().chars());
            }
        }
    }
    text.into_iter().collect()
}

/// A document that can be written and read again, or a reason in both languages.
fn is_document_or_reason(result: Result<Document, BadDocument>) {
    match result {
        Ok(document) => assert_eq!(Document::from_json(&document.to_json()), Ok(document)),
        Err(bad) => {
            for lang in [Lang::En, Lang::Zh] {
                assert!(bad.why.text(lang).chars().count() > 8, "{bad:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_malformed_link_is_refused_with_a_reason(document in document(), damages in vec(damage(), 1..4)) {
        is_document_or_reason(decode(&damaged(&encode(&document), &damages)));
    }

    #[test]
    fn a_malformed_document_is_refused_with_a_reason(document in document(), damages in vec(damage(), 1..4)) {
        is_document_or_reason(Document::from_json(&damaged(&document.to_json(), &damages)));
    }

    #[test]
    fn any_text_is_refused_with_a_reason(text in "\\PC{0,200}", bytes in vec(any::<u8>(), 0..200)) {
        is_document_or_reason(decode(&text));
        is_document_or_reason(decode(&format!("#s=1.{text}")));
        is_document_or_reason(Document::from_json(&text));
        is_document_or_reason(decode(&crate::links::link_of(&bytes)));
        is_document_or_reason(decode(&crate::links::link_of(&miniz_oxide::deflate::compress_to_vec_zlib(&bytes, 6))));
    }
}
