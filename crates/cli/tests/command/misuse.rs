//! Calls that ask for nothing that the program does, and those that ask for help.

use crate::synod::synod;

#[test]
fn help_and_version_are_no_errors() {
    let help = synod(&["--help"]);
    assert_eq!((help.exit, help.err.as_str()), (0, ""));
    for verb in [
        "labs",
        "run",
        "shrink",
        "verify",
        "challenges",
        "storm",
        "explore",
        "sweep",
        "merge",
        "gossip",
        "detection",
        "elections",
        "check",
        "link",
        "unlink",
    ] {
        assert!(help.out.contains(&format!("\n  {verb} ")), "{verb}");
        let own = synod(&[verb, "--help"]);
        assert_eq!(own.exit, 0);
        assert!(own.out.starts_with(&format!("synod {verb}: ")), "{}", own.out);
        assert!(synod(&[verb, "--help", "--lang", "zh"]).out.contains("用法："));
    }
    assert_eq!(synod(&["--version"]).out, format!("synod {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_call_that_makes_no_sense_exits_with_2_in_the_language_of_the_caller() {
    assert_eq!(
        synod(&[]).refusal(),
        "say what to do: labs, run, shrink, verify, challenges, storm, explore, sweep, merge, gossip, detection, elections, check, link, unlink"
    );
    assert_eq!(synod(&["labs", "--fast"]).refusal(), "there is no option --fast here; see --help");
    assert_eq!(synod(&["run", "--lang", "zh"]).refusal(), "synod run 需要 FILE|LINK|LAB/SCENARIO；见 synod run --help");
    assert_eq!(synod(&["labs", "--lang", "fr"]).refusal(), "there are no words in fr; --lang takes en or zh");
}

#[cfg(unix)]
#[test]
fn a_reader_that_stops_early_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_synod"))
        .args(["labs", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
