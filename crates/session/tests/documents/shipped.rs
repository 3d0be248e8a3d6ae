//! The scenarios that are shipped, as documents and links.

use synod_session::doc::Document;
use synod_session::{labs, link, open};

#[test]
fn every_shipped_scenario_survives_its_file_and_its_link() {
    for scenario in labs().into_iter().flat_map(|lab| lab.scenarios) {
        let document = scenario.document;
        assert_eq!(Document::from_json(&document.to_json()).as_ref(), Ok(&document), "{}", scenario.id);
        assert_eq!(link::decode(&link::encode(&document)).as_ref(), Ok(&document), "{}", scenario.id);
    }
}

#[test]
fn what_a_session_exports_is_the_same_run_again() {
    for scenario in labs().into_iter().flat_map(|lab| lab.scenarios) {
        let first = open(&scenario.document).ok().unwrap().session;
        let exported = link::decode(&link::encode(&first.export())).unwrap();
        let second = open(&exported).ok().unwrap().session;
        assert_eq!((first.steps(), first.digest()), (second.steps(), second.digest()), "{}", scenario.id);
    }
}
