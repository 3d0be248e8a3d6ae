//! `synod sweep` and `synod merge`.

use crate::synod::synod;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const PBS: [&str; 5] = ["sweep", "nwr/pbs", "--vary", "R=1..2", "--back-to-back"];

fn pbs(more: &[&str]) -> crate::synod::Outcome {
    synod(&[&PBS[..], more].concat())
}

#[test]
fn a_sweep_is_told_with_its_intervals() {
    let told = pbs(&["--seeds", "0..200"]);
    assert_eq!(told.exit, 0);
    let expected = "\
nwr/pbs, seeds 0..200, asked back to back

r = 1: 200 runs
  linearizable                 violated 56.50 % (49.57 – 63.18)";
    assert!(told.out.starts_with(expected), "{}", told.out);
    assert!(told.out.contains("  read                         answered 100 % (98.12 – 100) · stale 56.50 % (49.57 – 63.18)\n"));
}

#[test]
fn json_has_the_counts_and_what_they_come_to() {
    let told = synod(&["sweep", "nwr/stale-read", "--vary", "n=3,5", "--vary", "w=1..2", "--seeds", "3..40", "--json"]).json();
    assert_eq!(
        (&told["schema"], &told["version"], &told["seeds"]),
        (&"synod/sweep".into(), &1.into(), &serde_json::json!([[3, 40]]))
    );
    let cell = &told["cells"][0];
    assert_eq!((&cell["params"], &cell["runs"]), (&serde_json::json!({"n": 5, "w": 1}), &37.into()));
    let violated = &cell["counts"]["promises"]["regular"]["violated"];
    let figures = cell["figures"].as_array().expect("figures");
    let figure = figures.iter().find(|f| f["subject"] == "regular" && f["measure"] == "violated").expect("the figure");
    let share = violated.as_u64().expect("a count") as f64 / 37.0;
    assert!(figure["value"] == share && figure["low"].as_f64() < Some(share) && figure["of"] == 37);
    assert_eq!(told["skipped"][0]["params"], serde_json::json!({"n": 3, "w": 1}));
    assert!(told["skipped"][0]["why"]["en"].as_str().is_some_and(|why| why.contains("n4")));
    assert_eq!(told["missing"], serde_json::json!([]));
}

#[test]
fn csv_has_a_line_a_figure() {
    let told = synod(&["sweep", "nwr/pbs", "--vary", "w=1,4", "--seeds", "0..9", "--csv"]);
    let lines: Vec<&str> = told.out.lines().collect();
    assert_eq!(lines[0], "w,subject,measure,value,low,high,of");
    assert!(lines.iter().any(|line| line.starts_with("1,write,answered,1,0.70") && line.ends_with(",1,9")), "{}", told.out);
    assert_eq!(lines.last(), Some(&"4,\"w is 4, but there are only N = 3 copies\",skipped,,,,0"));
}

#[test]
fn parts_are_put_together_and_the_result_does_not_depend_on_the_jobs() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (whole, one, other, both) = (file("whole"), file("one"), file("other"), file("both"));
    for (seeds, jobs, part) in [("0..300", "1", &whole), ("0..70", "3", &one), ("70..300", "2", &other)] {
        assert_eq!(pbs(&["--seeds", seeds, "--jobs", jobs, "--part", part]).exit, 0);
    }
    let merged = synod(&["merge", &other, &one, "--part", &both, "--csv"]);
    assert_eq!((merged.exit, &merged.out), (0, &pbs(&["--seeds", "0..300", "--csv"]).out));
    assert_eq!(fs::read_to_string(&both).unwrap(), fs::read_to_string(&whole).unwrap(), "to the last digit");

    assert!(synod(&["merge", &whole, &one]).refusal().contains("0..70"));
    let gap = file("gap");
    pbs(&["--seeds", "400..410", "--part", &gap]);
    let told = synod(&["merge", &whole, &gap]);
    assert!(
        told.exit == 3 && told.out.contains("Seeds that are missing\n  r = 1: 300..400\n  r = 2: 300..400\n"),
        "{}",
        told.out
    );
}

#[test]
fn what_was_broken_off_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (whole, kept) = (file("whole"), file("kept"));
    pbs(&["--seeds", "0..150", "--part", &whole]);
    pbs(&["--seeds", "0..40", "--part", &kept]);
    pbs(&["--seeds", "0..150", "--part", &kept]);
    assert_eq!(fs::read(&kept).unwrap(), fs::read(&whole).unwrap());
    assert!(pbs(&["--seeds", "0..40", "--part", &kept]).refusal().contains("40..150"));
    assert!(synod(&["sweep", "nwr/pbs", "--seeds", "0..150", "--part", &kept]).refusal().contains("another sweep"));
}

/// What the page draws of a run and what is typed are one computation.
#[test]
fn the_study_of_the_page_counts_the_same() {
    use synod_session::study::{Task, start};
    let lab = synod_session::lab("nwr").expect("there is");
    let document = lab.scenarios.into_iter().find(|scenario| scenario.id == "pbs").expect("there is").document;
    let link = synod_session::link::encode(&document);
    let told = synod(&["sweep", &link, "--vary", "R=1..3", "--vary", "W=1..3", "--seeds", "1..51", "--json"]).json();
    let mut task = Task::of_run(&document, Some("regular")).expect("a sweep");
    task.set("runs", synod_session::ParamValue::Pick("50".to_owned()));
    let mut study = start(&task).expect("it begins");
    while study.advance() {}
    for (w, curve) in study.report().plots[0].curves.iter().enumerate() {
        for (r, point) in curve.points.iter().enumerate() {
            let figures = told["cells"][r * 3 + w]["figures"].as_array().expect("figures");
            let figure = figures.iter().find(|f| f["subject"] == "regular" && f["measure"] == "violated").expect("the figure");
            for (name, ours) in [("value", point.y), ("low", point.low), ("high", point.high)] {
                // Reading JSON may miss the last binary digit.
                let theirs = figure[name].as_f64().expect("a number");
                assert!((theirs - ours).abs() < 1e-15, "{name}, cell {r} {w}: {theirs} {ours}");
            }
        }
    }
}

/// The program is killed while it works: the file is whole at any moment, and the same command goes on with it.
#[test]
fn a_killed_sweep_leaves_a_part_that_can_be_used() {
    let dir = tempfile::tempdir().unwrap();
    let kept = dir.path().join("kept");
    let command = |seeds: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_synod"));
        command.args(PBS).args(["--lang", "en", "--jobs", "1", "--seeds", seeds, "--part"]).arg(&kept).stdout(Stdio::null());
        command
    };
    let mut running = command("0..1000000000").spawn().unwrap();
    while !Path::new(&kept).exists() {
        sleep(Duration::from_millis(20));
    }
    running.kill().unwrap();
    running.wait().unwrap();
    let before = synod(&["merge", kept.to_str().unwrap(), "--json"]);
    let done = before.json()["cells"][0]["seeds"][0][1].as_u64().expect("some seeds are done");
    assert!(before.exit == 3 && done > 0 && done < 1_000_000_000);

    let seeds = format!("0..{}", done + 10);
    assert!(command(&seeds).status().unwrap().success());
    let after = synod(&["merge", kept.to_str().unwrap(), "--json"]).json();
    assert!(after["cells"].as_array().unwrap().iter().all(|cell| cell["runs"] == done + 10));
}

#[test]
fn what_makes_no_sense_is_refused() {
    assert!(pbs(&["--vary", "x=1"]).refusal().contains("there is no parameter x"));
    assert!(pbs(&["--seeds", "5"]).refusal().contains("0..1000"));
    assert!(pbs(&["--json", "--csv"]).refusal().contains("choose one"));
    assert!(synod(&["sweep", "nwr/nothing"]).refusal().contains("no scenario nothing"));
    assert!(synod(&["merge"]).refusal().contains("PART"));
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(&file, "{}\n").unwrap();
    assert!(synod(&["merge", file.path().to_str().unwrap()]).refusal().contains("no part of a sweep"));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_parquet_it_says_how_to_have_it() {
    assert!(pbs(&["--seeds", "0..2", "--parquet", "unused"]).refusal().contains("--features parquet"));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_same_rows_as_csv() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("table.parquet");
    let rows = pbs(&["--seeds", "0..20", "--csv"]).out.lines().count() - 1;
    let told = pbs(&["--seeds", "0..20", "--parquet", file.to_str().unwrap()]);
    assert!(told.exit == 0 && told.out.ends_with(&format!("{rows} rows\n")), "{}", told.out);
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
}
