//! What a person does with a run: look, step back, decide, change the parameters.

use synod_session::doc::{Act, Atom, Document};
use synod_session::{Frame, ParamValue, PromiseView, Session, Standing, lab, labs, open, reopen};
use synod_words::Lang;

fn scenario(id: &str) -> Box<dyn Session> {
    let found = lab("nwr").and_then(|lab| lab.scenarios.into_iter().find(|scenario| scenario.id == id));
    open(&found.expect("the scenario is shipped").document).expect("what is shipped opens").session
}

fn standing(session: &dyn Session, promise: &str) -> Standing {
    let found: Option<PromiseView> = session.promises().into_iter().find(|view| view.id == promise);
    found.expect("the lab promises it").standing
}

fn document() -> Document {
    lab("nwr").expect("the lab is there").scenarios.remove(0).document
}

fn refused(document: &Document) -> String {
    open(document).err().expect("it should be refused").why.text(Lang::En)
}

#[test]
fn going_back_shows_exactly_what_was_there() {
    let mut session = scenario("stale-read");
    let mut frames: Vec<Frame> = Vec::new();
    for step in 0..=session.steps() {
        session.seek(step);
        frames.push(session.frame());
    }
    for step in (0..=session.steps()).rev() {
        session.seek(step);
        assert_eq!(session.frame(), frames[step as usize], "step {step}");
    }
}

#[test]
fn a_promise_holds_until_the_very_step_that_breaks_it() {
    let mut session = scenario("stale-read");
    let broken = session.changes();
    let first = broken.first().expect("a stale read breaks something");
    session.seek(first.step - 1);
    assert_eq!(standing(&*session, "linearizable"), Standing::Holds { at_rest: false });
    session.seek(first.step);
    assert!(matches!(standing(&*session, "linearizable"), Standing::Violated { since, .. } if since == first.step));
}

#[test]
fn mending_the_link_in_the_past_saves_the_promise() {
    let mut session = scenario("stale-read");
    let partition = session.events(1, 100).into_iter().find(|e| e.phrase.text(Lang::En).starts_with("partition")).unwrap();
    session.seek(partition.step);
    let acted = session.act(partition.at + 1_000, &Act::Heal).unwrap();
    assert!(acted.branched, "the end had been seen");
    assert_eq!(session.cursor(), partition.step + 1);
    session.seek(u32::MAX);
    let reads = session.chart().operations.into_iter().filter(|bar| bar.label.text(Lang::En) == "read x").count();
    assert_eq!(reads, 1, "the later decisions are kept");
}

#[test]
fn deciding_at_the_end_is_no_branch() {
    let mut session = scenario("stale-read");
    let end = session.time_of(u32::MAX);
    let offer = session.offers()[0].offers[1].clone();
    assert_eq!(offer.label.text(Lang::En), "read x");
    assert!(!session.act(end, &offer.act).unwrap().branched);
}

#[test]
fn what_cannot_be_done_is_refused_in_words_and_changes_nothing() {
    let mut session = scenario("stale-read");
    let before = session.digest();
    let now = session.time_of(u32::MAX);
    for (act, why) in [
        (Act::Restart("n1".into()), "n1 has not crashed"),
        (Act::Crash("n77".into()), "there is no process n77; there are n1, n2, n3, n4, n5, C1, C2"),
        (Act::Drop("C1>n1#99".into()), "message 99 from C1 to n1 is not under way"),
        (Act::Request("C1".into(), "increment".into(), vec![]), "there is no operation increment: try read, write or delete"),
        (Act::Fire("n1".into(), "alarm".into()), "there is no timer alarm"),
    ] {
        assert_eq!(session.act(now, &act).unwrap_err().why.text(Lang::En), why);
    }
    assert_eq!(session.act(0, &Act::Heal).unwrap_err().why.text(Lang::En), "it would change the past");
    assert_eq!(session.digest(), before);
}

#[test]
fn another_n_keeps_the_decisions_that_make_sense_and_names_the_others() {
    let mut session = scenario("stale-read");
    let end = session.time_of(u32::MAX);
    session.act(end, &Act::Crash("n5".into())).unwrap();
    let mut params = session.params();
    params.insert("n".into(), ParamValue::Int(3));
    let smaller = reopen(&*session, &params).unwrap();
    let dropped: Vec<String> = smaller.dropped.iter().map(|phrase| phrase.text(Lang::En)).collect();
    assert_eq!(dropped, ["decision 5: there is no process n5; there are n1, n2, n3, C1, C2"]);
    assert_eq!(smaller.session.params()["w"], ParamValue::Int(2));
    assert_eq!(smaller.session.export().decisions.len(), 4);
}

#[test]
fn w_follows_n_down_when_somebody_plays_but_a_document_must_fit() {
    let session = scenario("write-all");
    let mut params = session.params();
    params.insert("n".into(), ParamValue::Int(2));
    assert_eq!(reopen(&*session, &params).unwrap().session.params()["w"], ParamValue::Int(2));
    let mut document = document();
    document.params.insert("w".into(), Atom::Int(6));
    assert_eq!(refused(&document), "w is 6, but there are only N = 5 copies");
}

#[test]
fn a_document_that_makes_no_sense_is_refused_with_what_and_where() {
    let mut unknown_lab = document();
    unknown_lab.lab = "abacus".into();
    let known: Vec<&str> = labs().iter().map(|lab| lab.id).collect();
    assert_eq!(refused(&unknown_lab), format!("there is no lab abacus; there are: {}", known.join(", ")));
    let mut out_of_range = document();
    out_of_range.params.insert("n".into(), Atom::Int(16));
    assert_eq!(refused(&out_of_range), "parameter out of range: n takes a whole number from 1 to 15");
    let mut unknown_param = document();
    unknown_param.params.insert("q".into(), Atom::Int(1));
    assert!(refused(&unknown_param).starts_with("there is no parameter q; there are: n, w, r"));
    let mut stranger = document();
    stranger.decisions[2].act = Act::Crash("n9".into());
    assert!(refused(&stranger).starts_with("decision 3: there is no process n9"));
}

#[test]
fn the_cursor_of_a_document_is_where_it_opens() {
    let mut session = scenario("stale-read");
    session.seek(7);
    assert_eq!(open(&session.export()).unwrap().session.cursor(), 7);
}

#[test]
fn a_run_that_does_not_rest_can_be_followed_on() {
    let mut session = scenario("sloppy-quorum");
    // Without the handoff's other end the spares try for ever.
    session.seek(0);
    session.act(0, &Act::Crash("n1".into())).unwrap();
    let known = session.steps();
    assert!(!session.at_rest());
    assert!(session.extend(500_000));
    assert!(session.steps() > known);
}
