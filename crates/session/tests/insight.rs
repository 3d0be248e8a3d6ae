//! What a person asks about a run: why something happened, what it led to, what if it had been decided otherwise, where two runs part.

use synod_session::doc::{Act, Document};
use synod_session::{Edit, FaultKind, MessageKind, ParamValue, Session, Standing, Who, compare, lab, open, reopen};
use synod_words::Lang;

fn document(scenario: &str) -> Document {
    let found = lab("nwr").and_then(|lab| lab.scenarios.into_iter().find(|s| s.id == scenario));
    found.expect("the scenario is shipped").document
}

fn run(scenario: &str) -> Box<dyn Session> {
    open(&document(scenario)).expect("what is shipped opens").session
}

fn standing(session: &dyn Session, promise: &str) -> Standing {
    session.promises().into_iter().find(|view| view.id == promise).expect("the lab promises it").standing
}

fn broken(session: &dyn Session, promise: &str) -> bool {
    matches!(standing(session, promise), Standing::Violated { .. })
}

#[test]
fn the_causes_of_an_answer_lead_back_to_the_request() {
    let session = run("stale-read");
    let first = &session.chart().operations[0];
    let answered = first.returned.expect("the first write is answered").0;
    let chain = session.why(answered, 20);
    assert_eq!(chain[0].line.step, answered);
    assert_eq!(chain[0].process.as_deref(), Some("C1"), "the client that coordinates took the last acknowledgement");
    assert!(chain.iter().all(|reason| reason.rule.is_some()), "each of them acted by a rule");
    assert_eq!(chain.last().map(|reason| reason.line.step), Some(first.called.0), "in the end somebody asked");
    assert!(chain.windows(2).all(|pair| pair[1].line.step < pair[0].line.step));
    assert_eq!(session.why(answered, 2).len(), 2, "no more than asked for");
    assert!(session.why(0, 5).is_empty() && session.why(u32::MAX, 5).is_empty());
}

#[test]
fn a_timer_is_caused_by_its_arming() {
    let session = run("failed-write-spreads");
    let events = session.events(1, u32::MAX);
    let fired = events.iter().find(|e| e.phrase.text(Lang::En).starts_with("timer")).expect("a client gives up");
    let chain = session.why(fired.step, 5);
    assert!(chain[0].rule.as_ref().is_some_and(|rule| rule.words.text(Lang::En).contains("stops waiting")));
    assert!(chain[1].line.phrase.text(Lang::En).contains("asks"), "it was armed at the request");
}

#[test]
fn happened_before_is_an_order() {
    let session = run("stale-read");
    for step in 1..=session.steps() {
        let cone = session.cone(step);
        assert!(cone.past.iter().all(|p| *p < step) && cone.future.iter().all(|f| *f > step));
        for earlier in &cone.past {
            assert!(session.cone(*earlier).future.contains(&step), "{earlier} before {step}, seen from both");
            let further = session.cone(*earlier).past;
            assert!(further.iter().all(|f| cone.past.contains(f)), "what led to {earlier} led to {step}");
        }
    }
}

#[test]
fn the_answer_of_a_write_came_by_its_quorum() {
    let session = run("stale-read");
    let chart = session.chart();
    let write =
        chart.operations.iter().position(|bar| bar.label.text(Lang::En) == "write x = 1").expect("there is a write") as u32;
    let messages = session.messages_of(write);
    let kinds = |kind| messages.iter().filter(|m| chart.messages[**m as usize].kind == kind).count();
    assert_eq!(kinds(MessageKind::Yes), 2, "W acknowledgements");
    assert_eq!(kinds(MessageKind::Request), 2, "of those to whom it was sent");
    assert_eq!(chart.operations[write as usize].delays, Some(2), "there and back");
}

#[test]
fn a_witness_names_the_messages_of_its_operations() {
    let session = run("stale-read");
    let Standing::Violated { operations, messages, .. } = standing(&*session, "linearizable") else {
        panic!("a stale read is not linearizable")
    };
    let mut expected: Vec<u32> = operations.iter().flat_map(|o| session.messages_of(*o)).collect();
    expected.sort_unstable();
    assert_eq!(messages, expected);
    assert!(!messages.is_empty());
}

#[test]
fn a_fault_can_be_moved_in_time() {
    let mut session = run("stale-read");
    let lane = session.chart().faults.into_iter().find(|f| f.kind == FaultKind::Partition).expect("there is a partition");
    assert_eq!((lane.begun_by.len(), lane.to, lane.remedy), (1, None, vec![Act::Heal]));
    let (before, lane_from, end) = (session.digest(), lane.from.1, session.chart().end);

    session.revise(&[Edit::Move { decision: lane.begun_by[0], at: end * 10 }]).unwrap();
    assert!(!broken(&*session, "linearizable"), "a partition after everything harms nobody");
    let lane = session.chart().faults.remove(0);
    session.revise(&[Edit::Move { decision: lane.begun_by[0], at: lane_from }]).unwrap();
    assert!(broken(&*session, "linearizable"));
    assert_eq!(session.digest(), before, "moved back, it is the run that it was");

    let lane = session.chart().faults.remove(0);
    session.revise(&[Edit::Remove { decision: lane.begun_by[0] }]).unwrap();
    assert!(session.chart().faults.is_empty() && !broken(&*session, "linearizable"));
}

#[test]
fn a_fault_that_lasts_is_ended_by_its_remedy() {
    let mut session = run("stale-read");
    let lane = session.chart().faults.remove(0);
    let add = |at: u64| lane.remedy.iter().map(|act| Edit::Add { at, act: act.clone() }).collect::<Vec<_>>();
    session.revise(&add(70_000)).unwrap();
    let healed = session.chart().faults.remove(0);
    assert_eq!(healed.to.map(|to| to.1), Some(70_000));
    assert_eq!(healed.ended_by.len(), 1);
    assert!(healed.remedy.is_empty());
}

#[test]
fn both_directions_of_a_link_are_one_lane() {
    let mut session = run("write-back");
    let cut = |a: &str, b: &str, at| Edit::Add { at, act: Act::Cut(a.into(), b.into()) };
    let mend = |a: &str, b: &str, at| Edit::Add { at, act: Act::Mend(a.into(), b.into()) };
    session.revise(&[cut("n1", "n2", 5), cut("n2", "n1", 5), mend("n1", "n2", 10), mend("n2", "n1", 20)]).unwrap();
    let faults = session.chart().faults;
    let lanes: Vec<_> = faults.iter().filter(|f| f.kind == FaultKind::Cut && f.from.1 == 5).collect();
    assert_eq!(lanes.len(), 1);
    assert_eq!((lanes[0].begun_by.len(), lanes[0].ended_by.len()), (2, 2));
    assert_eq!(lanes[0].to.map(|to| to.1), Some(20), "it lasts until both are mended");
}

#[test]
fn a_revision_that_cannot_be_changes_nothing() {
    let mut session = run("stale-read");
    let before = session.digest();
    let refusal = session.revise(&[Edit::Move { decision: 0, at: 1 }, Edit::Remove { decision: 99 }]).unwrap_err();
    assert_eq!(refusal.why.text(Lang::En), "there is no decision 100");
    assert!(session.revise(&[Edit::Add { at: 1, act: Act::Crash("n77".into()) }]).is_err());
    assert_eq!(session.digest(), before);
}

#[test]
fn the_cursor_keeps_its_time_through_a_revision() {
    let mut session = run("stale-read");
    session.seek(10);
    let at = session.time_of(10);
    session.revise(&[Edit::Remove { decision: session.export().decisions.len() as u32 - 1 }]).unwrap();
    assert!(session.time_of(session.cursor()) <= at && session.cursor() > 0);
}

#[test]
fn a_client_on_the_smaller_side_is_not_answered() {
    let run = run("stale-read");
    let mut params = run.params();
    params.extend([("w".into(), ParamValue::Int(3)), ("r".into(), ParamValue::Int(3))]);
    let mut session = reopen(&*run, &params).expect("majorities are allowed").session;
    let ask = session.offers()[0].offers[1].act.clone();
    session.act(session.time_of(u32::MAX), &ask).unwrap();
    session.seek(u32::MAX);
    let tallies = session.tallies();
    let sides: Vec<_> = tallies.iter().filter(|t| matches!(t.who, Who::Side(_))).collect();
    assert_eq!(sides.len(), 2);
    assert_eq!((sides[0].answered, sides[0].failed), (1, 0), "{}", sides[0].name.text(Lang::En));
    assert_eq!((sides[1].answered, sides[1].failed), (0, 1), "{}", sides[1].name.text(Lang::En));
    let all =
        |of: fn(&synod_session::Tally) -> u32| tallies.iter().filter(|t| matches!(t.who, Who::Client(_))).map(of).sum::<u32>();
    assert_eq!(all(|t| t.answered + t.failed + t.unknown + t.open) as usize, session.chart().operations.len());
}

#[test]
fn two_runs_part_where_one_was_decided_otherwise() {
    let (here, mut there) = (run("stale-read"), run("stale-read"));
    let same = compare(&*here, &*there);
    assert!(same.event.is_none() && same.answer.is_none());

    let partition = here.chart().faults[0].clone();
    there.revise(&[Edit::Remove { decision: partition.begun_by[0] }]).unwrap();
    let parting = compare(&*here, &*there);
    let event = parting.event.expect("one of them has a partition");
    assert_eq!((event.steps, event.at), ((partition.from.0, partition.from.0), partition.from.1));
    let answer = parting.answer.expect("the read tells");
    assert!(answer.at >= event.at);
    assert_eq!(answer.here.map(|p| p.text(Lang::En)).as_deref(), Some("C2: read x → 1"));
    assert_eq!(answer.there.map(|p| p.text(Lang::En)).as_deref(), Some("C2: read x → 2"));
}

#[test]
fn a_client_that_never_gets_its_answer_notices_when_the_other_has_it() {
    let (here, mut there) = (run("stale-read"), run("stale-read"));
    there.revise(&[Edit::Add { at: 95_000, act: Act::Crash("C2".into()) }]).unwrap();
    let answer = compare(&*here, &*there).answer.expect("a client that is down gets no answer");
    assert_eq!(answer.there.map(|p| p.text(Lang::En)).as_deref(), Some("C2: read x, open"));
    assert_eq!(answer.at, 107_574, "not when it asked: then both were open");
}

#[test]
fn two_parameter_sets_part_in_what_the_clients_are_told() {
    let here = run("stale-read");
    let mut params = here.params();
    params.insert("r".into(), ParamValue::Int(4));
    let there = reopen(&*here, &params).expect("R can be 4").session;
    let parting = compare(&*here, &*there);
    assert!(parting.event.is_some());
    assert!(parting.answer.is_some(), "with W + R > N the stale answer is not given");
}
