//! `synod labs`.

use crate::synod::synod;
use synod_session::labs;

#[test]
fn programs_get_every_lab_with_all_that_it_has() {
    let told = synod(&["labs", "--json"]).json();
    let told = told["labs"].as_array().unwrap();
    assert_eq!(told.len(), labs().len());
    for (told, lab) in told.iter().zip(labs()) {
        assert_eq!(told["id"], lab.id);
        for (part, count) in [
            ("params", lab.params.len()),
            ("operations", lab.operations.len()),
            ("promises", lab.promises.len()),
            ("scenarios", lab.scenarios.len()),
        ] {
            assert_eq!(told[part].as_array().map(Vec::len), Some(count), "{part}");
        }
    }
}

#[test]
fn people_get_every_scenario_in_their_language() {
    let (english, chinese) = (synod(&["labs"]).out, synod(&["labs", "--lang", "zh"]).out);
    for lab in labs() {
        for scenario in lab.scenarios {
            assert!(english.contains(&format!("{}/{}", lab.id, scenario.id)));
            assert!(english.contains(&scenario.story.text(synod_words::Lang::En)));
            assert!(chinese.contains(&scenario.story.text(synod_words::Lang::Zh)));
        }
    }
}
