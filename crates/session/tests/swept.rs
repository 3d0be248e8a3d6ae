//! The study that sweeps a run: the counts of the command line, drawn over the values of the lab's parameters.

use synod_session::doc::{Atom, Document};
use synod_session::study::{Plot, Report, Settings, Task, start};
use synod_session::sweep::{Part, Plan, Row, summary};
use synod_session::{ParamValue, lab, labs};
use synod_words::Lang;

fn scenario(lab_id: &str, id: &str) -> Document {
    let found = lab(lab_id).and_then(|lab| lab.scenarios.into_iter().find(|scenario| scenario.id == id));
    found.unwrap_or_else(|| panic!("there is no {lab_id}/{id}")).document
}

fn pick(id: &str) -> ParamValue {
    ParamValue::Pick(id.to_owned())
}

/// A sweep of fifty runs a point, with these values of its parameters.
fn task(document: &Document, params: &[(&str, &str)]) -> Task {
    let mut task = Task::of_run(document, None).expect("a sweep");
    for (id, value) in [("runs", "50")].iter().chain(params) {
        task.set(id, pick(value));
    }
    task
}

fn done(task: &Task) -> Report {
    let mut study = start(task).unwrap_or_else(|why| panic!("{}", why.text(Lang::En)));
    while study.advance() {}
    assert_eq!(study.progress().done, study.progress().of);
    study.report()
}

fn settings(plot: &Plot) -> &Settings {
    plot.settings.as_ref().expect("its points are settings")
}

fn said(report: &Report) -> String {
    report.remarks.iter().map(|remark| remark.words.text(Lang::En)).collect::<Vec<_>>().join("\n")
}

/// By value of R, then of W: what the command line tells of the same seeds.
fn rows(document: Document, vary: &[&str], back_to_back: bool) -> Vec<Vec<Row>> {
    let plan = Plan::new(document, vary, back_to_back).expect("a plan");
    let part = Part::new(plan, 1..51).finish().expect("it runs");
    part.cells.iter().map(|cell| summary(&cell.tally)).collect()
}

#[test]
fn its_points_are_what_the_command_line_counts_with_the_same_seeds() {
    for (measure, subject, figure, scale) in [
        ("linearizable", "linearizable", "violated", 1.0),
        ("stale", "read", "stale", 1.0),
        ("behind", "read", "staleness_mean_versions", 1.0),
        ("median", "write", "latency_p50_us", 1e3),
        ("messages", "run", "messages_per_operation", 1.0),
    ] {
        let report = done(&task(&scenario("nwr", "pbs"), &[("measure", measure), ("pace", "back-to-back")]));
        let counted = rows(scenario("nwr", "pbs"), &["R=1..3", "W=1..3"], true);
        let plot = report.plots.iter().find(|plot| report.plots.len() == 1 || plot.name.text(Lang::En).starts_with(subject));
        let plot = plot.expect("a plot of it");
        assert_eq!(plot.curves.iter().map(|curve| curve.name.text(Lang::En)).collect::<Vec<_>>(), ["W = 1", "W = 2", "W = 3"]);
        for (w, curve) in plot.curves.iter().enumerate() {
            assert_eq!(curve.points.len(), 3, "{measure}");
            for (r, point) in curve.points.iter().enumerate() {
                let row =
                    counted[r * 3 + w].iter().find(|row| row.subject == subject && row.measure == figure).expect("a figure");
                let known = row.low.is_some() && row.high.is_some();
                let counted = [row.value, row.low.filter(|_| known), row.high.filter(|_| known)]
                    .map(|value| value.map(|value| value / scale));
                let drawn = [Some(point.y), Some(point.low).filter(|_| known), Some(point.high).filter(|_| known)];
                assert_eq!(drawn, counted, "{measure}, cell {r} {w}");
                assert!(point.low <= point.y && point.y <= point.high, "{measure}: {point:?}");
            }
        }
    }
}

#[test]
fn a_larger_quorum_reads_fewer_old_values_and_meeting_ones_none() {
    let report = done(&task(&scenario("nwr", "pbs"), &[("pace", "back-to-back")]));
    let curves = &report.plots[0].curves;
    assert!(curves[0].points.is_sorted_by(|a, b| a.y >= b.y) && curves[0].points[0].y > 0.2, "{curves:?}");
    assert!(curves[0].points[2].y == 0.0 && curves[2].points[0].y == 0.0, "R + W > N: {curves:?}");
}

#[test]
fn the_present_setting_is_marked_and_every_point_leads_to_its_own() {
    let task = task(&scenario("nwr", "stale-read"), &[]);
    let report = done(&task);
    let settings = settings(&report.plots[0]);
    assert_eq!((settings.x.values.len(), settings.curves.as_ref().map(|curves| curves.values.len())), (5, Some(5)), "N = 5");
    assert_eq!(settings.here, Some((1, 1)), "W = 2, R = 2");
    let values = task.setting(settings, 3, 0);
    assert!(values.contains(&("w".to_owned(), ParamValue::Int(4))) && values.contains(&("r".to_owned(), ParamValue::Int(1))));
    assert!(report.figures.iter().any(|figure| figure.id == "linearizable-violated" && figure.value == "100 %"), "{report:?}");
}

#[test]
fn where_nothing_is_drawn_it_says_so_and_offers_random_delays() {
    let mut document = scenario("nwr", "pbs");
    document.params.insert("delay".to_owned(), Atom::Text("constant".to_owned()));
    let mut task = task(&document, &[]);
    let report = done(&task);
    assert!(said(&report).contains("nothing here is drawn at random"), "{}", said(&report));
    let offer = report.remarks[0].offer.clone().expect("random delays are offered");
    let value = task.value(&offer.param, &offer.value).expect("a value of the parameter");
    task.set(&offer.param, value);
    let report = done(&task);
    assert!(!said(&report).contains("drawn at random"), "{}", said(&report));
    assert_eq!(task.setting(settings(&report.plots[0]), 0, 0)[0].0, "delay", "the run takes them too");
}

#[test]
fn what_the_lab_refuses_is_left_out_and_told() {
    let report = done(&task(&scenario("nwr", "pbs"), &[("x", "n"), ("curves", "w")]));
    let plot = &report.plots[0];
    assert_eq!(settings(plot).x.values.len(), 15, "N = 1 to 15");
    assert!(plot.curves[4].points[0].x > 0.0, "no W above N: {:?}", plot.curves[4]);
    assert!(said(&report).contains("there are only N = 1 copies"), "{}", said(&report));
}

#[test]
fn reads_without_an_answer_are_no_reads_of_the_new_value() {
    let report = done(&task(&scenario("nwr", "stale-read"), &[("measure", "stale")]));
    let reads: Vec<f64> = report.plots[0].curves[0].points.iter().map(|point| point.x).collect();
    assert_eq!(reads, [0.0, 1.0], "behind the partition there are two copies: R = 1 and R = 2");
    assert!(said(&report).contains("nothing was answered"), "{}", said(&report));
}

#[test]
fn every_scenario_can_be_swept_and_its_link_leads_to_the_same() {
    for lab in labs() {
        for scenario in &lab.scenarios {
            let name = format!("{}/{}", lab.id, scenario.id);
            let mut task = Task::of_run(&scenario.document, scenario.violated.first().copied()).expect("a sweep");
            assert_eq!(Task::read(&task.link()), Some(Ok(task.clone())), "{name}");
            task.seed = 7;
            let info = task.info().expect("it is of a lab");
            let again = Task::read(&task.link()).expect("a study").unwrap_or_else(|why| panic!("{name}: {}", why.text(Lang::En)));
            assert_eq!((info.lab, &again), (lab.id, &task), "{name}");
            let mut study = start(&again).unwrap_or_else(|why| panic!("{name}: {}", why.text(Lang::En)));
            for _ in 0..2 {
                study.advance();
            }
            let report = study.report();
            assert!(report.plots.iter().any(|plot| plot.settings.is_some()), "{name}: {report:?}");
        }
    }
}

#[test]
fn one_parameter_is_never_on_both_axes() {
    let mut task = task(&scenario("nwr", "pbs"), &[("x", "w")]);
    assert_eq!((&task.params["x"], &task.params["curves"]), (&pick("w"), &pick("r")));
    task.set("curves", pick("w"));
    assert_eq!((&task.params["x"], &task.params["curves"]), (&pick("r"), &pick("w")));
    task.set("curves", pick("none"));
    task.set("curves", pick("r"));
    assert_eq!(done(&task).plots[0].curves.len(), 1, "along the axis it stays, and there is one curve");
}

#[test]
fn a_link_without_its_run_is_refused_in_words() {
    let link = task(&scenario("nwr", "pbs"), &[]).link();
    let (cut, _) = link.split_at(link.find("&s=").expect("the run"));
    let x = link.replace("&s=", "&x=nothing&s=");
    for link in [cut, &link[..link.len() - 9], &x] {
        let why = Task::read(link).expect("it asks for a study").expect_err("it makes no sense");
        assert!(!why.text(Lang::En).is_empty());
    }
}
