//! Links: how long they get, what they are found in, and the sentence for each that is refused.

use crate::strategies::document;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use miniz_oxide::deflate::compress_to_vec_zlib;
use proptest::prelude::*;
use synod_order::Map;
use synod_session::doc::{Act, Atom, BYTES_MAX, Decision, DocFault, Document, Fault};
use synod_session::link::{LINK_MAX, LinkFault, challenge, decode, encode, for_challenge, to_challenge};
use synod_session::{ENGINE, doc};
use synod_words::Lang;

proptest! {
    #[test]
    fn a_link_leads_to_the_document_it_was_made_of(document in document()) {
        prop_assert_eq!(decode(&encode(&document)), Ok(document));
    }
}

/// A class exercise: requests, and twenty faults of every kind at times as a hand on a mouse gives them.
fn twenty_faults() -> Document {
    let name = |n: u32| format!("n{}", 1 + n % 5);
    let faults = (0..20u32).map(|i| match i % 8 {
        0 => Act::Crash(name(i)),
        1 => Act::Cut(name(i), name(i * 3 + 1)),
        2 => Act::Drop(format!("{}>{}#{}", name(i), name(i + 2), 1 + i * 7 % 13)),
        3 => Act::Partition(vec![vec![name(i), name(i + 1)], vec![name(i + 2), name(i + 3), name(i + 4)]]),
        4 => Act::Delay(format!("{}>{}#{}", name(i), name(i + 1), 1 + i * 5 % 11), 41_000 + u64::from(i) * 977),
        5 => Act::Restart(name(i)),
        6 => Act::Slow(name(i), name(i + 3), 20),
        _ => Act::Heal,
    });
    let requests = (0..6i64).map(|i| {
        let client = format!("C{}", 1 + i % 2);
        let written = vec![Atom::Text("x".into()), Atom::Int(i)];
        let (verb, arguments) = if i % 2 == 0 { ("write", written) } else { ("read", written[..1].to_vec()) };
        Act::Request(client, verb.into(), arguments)
    });
    let mut at = 0;
    let decisions = requests.chain(faults).enumerate().map(|(i, act)| {
        at += 3_137 + 7_919 * (i as u64 * 31 % 17);
        Decision { at, nth: 0, act }
    });
    Document {
        synod: doc::VERSION,
        engine: ENGINE,
        lab: "nwr".into(),
        scenario: Some("stale-read-after-handoff".into()),
        params: Map::from([
            ("n".into(), Atom::Int(5)),
            ("r".into(), Atom::Int(2)),
            ("w".into(), Atom::Int(2)),
            ("sloppy".into(), Atom::Bool(true)),
            ("delays".into(), Atom::Text("lnkd-disk".into())),
        ]),
        seed: 0x1234_5678_9abc_def0,
        decisions: decisions.collect(),
        until: Some(9_000_000),
        cursor: Some(117),
    }
}

#[test]
fn twenty_faults_fit_into_eight_hundred_characters() {
    let link = encode(&twenty_faults());
    assert!(link.len() < 800, "{} characters", link.len());
}

#[test]
fn a_link_may_name_a_challenge_beside_its_document() {
    let document = twenty_faults();
    let plain = encode(&document);
    let link = for_challenge(&plain, "some-task");
    assert_eq!((challenge(&plain), challenge(&link)), (None, Some("some-task")));
    assert_eq!(decode(&link), Ok(document), "the challenge is no part of the document");
    let address = format!("https://synod.example/play/?lang=zh{link}&beside=lab/story\n");
    assert_eq!(challenge(&address), Some("some-task"));
    assert_eq!(challenge(&to_challenge("some-task")), Some("some-task"));
}

#[test]
fn a_link_is_found_in_an_address_and_in_its_parts() {
    let document = twenty_faults();
    let fragment = encode(&document);
    let bare = fragment.strip_prefix('#').unwrap();
    let text = bare.strip_prefix("s=").unwrap();
    let forms = [
        fragment.clone(),
        bare.into(),
        text.into(),
        format!("https://synod.example/play/?lang=zh{fragment}"),
        format!("  http://127.0.0.1:8080/#lang=zh&{bare}&tour=1\n"),
    ];
    for form in forms {
        assert_eq!(decode(&form).as_ref(), Ok(&document), "{form}");
    }
}

fn fault_of(link: &str) -> LinkFault {
    match decode(link).expect_err("no link").fault.as_ref() {
        Fault::Link(fault) => fault.clone(),
        Fault::Document(fault) => panic!("{fault:?}"),
    }
}

/// A link that carries these bytes.
pub fn link_of(packed: &[u8]) -> String {
    format!("#s=1.{}", BASE64_URL_SAFE_NO_PAD.encode(packed))
}

#[test]
fn each_kind_of_bad_link_has_its_own_sentence() {
    let good = encode(&twenty_faults());
    let json = br#"{"synod": 1, "engine": 1, "lab": "nwr"}"#;
    let followed = [compress_to_vec_zlib(json, 6), b"more".to_vec()].concat();
    let mut changed = BASE64_URL_SAFE_NO_PAD.decode(&good[5..]).unwrap();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let bomb = compress_to_vec_zlib(&vec![b' '; 8 * BYTES_MAX], 10);

    let cases = [
        (String::new(), LinkFault::NoScenario),
        ("https://synod.example/".into(), LinkFault::NoScenario),
        ("#s=one.abc".into(), LinkFault::NoScenario),
        (format!("#s=1.{}", "A".repeat(LINK_MAX)), LinkFault::TooLong { bytes: LINK_MAX + 5 }),
        (good.replace("#s=1.", "#s=2."), LinkFault::UnknownVersion { version: 2 }),
        (format!("{good}."), LinkFault::NotBase64 { found: '.' }),
        (good.replace("#s=1.", "#s=1.界"), LinkFault::NotBase64 { found: '界' }),
        (good[..good.len() / 2].into(), LinkFault::CutOff),
        (good[..good.len() - 1].into(), LinkFault::CutOff),
        ("#s=1.".into(), LinkFault::CutOff),
        (link_of(&changed), LinkFault::Damaged),
        (link_of(b"not deflated at all"), LinkFault::Damaged),
        (link_of(&compress_to_vec_zlib(&[0xff; 9], 6)), LinkFault::Damaged),
        (link_of(&bomb), LinkFault::TooBig),
        (link_of(&followed), LinkFault::TrailingData { bytes: 4 }),
    ];
    for (link, fault) in cases {
        assert_eq!(fault_of(&link), fault, "{}", &link.chars().take(60).collect::<String>());
    }
}

#[test]
fn every_shorter_link_is_refused() {
    let good = encode(&twenty_faults());
    for len in 0..good.len() {
        let bad = decode(&good[..len]).unwrap_err();
        assert!(matches!(*bad.fault, Fault::Link(LinkFault::NoScenario | LinkFault::CutOff)), "{len}: {:?}", bad.fault);
    }
}

#[test]
fn a_cut_off_link_still_tells_which_lab_was_meant() {
    let good = encode(&twenty_faults());
    assert_eq!(decode(&good[..good.len() - 20]).unwrap_err().lab.as_deref(), Some("nwr"));
}

#[test]
fn what_is_wrong_inside_a_link_is_said_as_for_a_file() {
    let bad = decode(&link_of(&compress_to_vec_zlib(br#"{"synod": 2, "lab": "nwr"}"#, 6))).unwrap_err();
    assert_eq!(*bad.fault, Fault::Document(DocFault::NewerFormat { version: 2 }));
    assert_eq!(bad.lab.as_deref(), Some("nwr"));
    assert!(bad.why.text(Lang::Zh).starts_with("此文档由更新的 Synod 生成"));
}

#[test]
fn the_largest_text_is_read_and_one_byte_more_is_not() {
    let json = r#"{"synod": 1, "engine": 1, "lab": "nwr"}"#;
    let padded = format!("{json}{}", " ".repeat(BYTES_MAX - json.len()));
    assert!(decode(&link_of(&compress_to_vec_zlib(padded.as_bytes(), 10))).is_ok());
    assert_eq!(fault_of(&link_of(&compress_to_vec_zlib((padded + " ").as_bytes(), 10))), LinkFault::TooBig);
}
