//! The transcript of every shipped scenario, as `synod run` prints it, beside the protocol that it teaches:
//! `crates/protocols/testdata/LAB/SCENARIO.txt`. They read like the course, and a change of behaviour shows as a change of text.
//!
//! After a change that is meant: `SYNOD_UPDATE=1 cargo test -p synod-cli --test transcripts`, and read the difference.

use std::path::Path;
use std::process::Command;
use synod_session::labs;

#[test]
fn every_scenario_runs_as_its_transcript_says() {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocols/testdata");
    let update = std::env::var_os("SYNOD_UPDATE").is_some();
    let mut differing = Vec::new();
    for lab in labs() {
        for scenario in lab.scenarios {
            let name = format!("{}/{}", lab.id, scenario.id);
            let run = Command::new(env!("CARGO_BIN_EXE_synod")).args(["run", &name, "--lang", "en"]).output().unwrap();
            assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stderr));
            let printed = String::from_utf8(run.stdout).unwrap();
            let file = testdata.join(&name).with_extension("txt");
            if update {
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(&file, &printed).unwrap();
            }
            let told = std::fs::read_to_string(&file).unwrap_or_default();
            if let Some(line) = first_difference(&told, &printed) {
                differing.push(format!("{name}.txt, line {line}"));
            }
        }
    }
    assert!(differing.is_empty(), "these transcripts are not what runs: {differing:#?}");
}

/// The number of the first line in which two texts differ.
fn first_difference(a: &str, b: &str) -> Option<usize> {
    let (mut a, mut b) = (a.lines(), b.lines());
    (1..).find_map(|number| match (a.next(), b.next()) {
        (None, None) => Some(None),
        (one, other) if one == other => None,
        _ => Some(Some(number)),
    })?
}
