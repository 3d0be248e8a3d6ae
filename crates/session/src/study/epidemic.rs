//! An update spreads among many nodes in synchronous cycles: one run node by node, and many runs beside the theory (Demers et al. 1987).

use super::film::{Field, Film, Mark, State};
use super::report::{Axis, Claim, Curve, Figure, Hue, Measure, Plot, Point, Report, Style, number};
use super::{Progress, Study, StudyInfo};
use crate::{ParamSpec, ParamValue, Params};
use synod_gossip::theory::{self, Shares};
use synod_gossip::{Counts, Course, Estimate, Mode, Rule, Rumour, Sample, Setup, Stop, Summary, paper};
use synod_words::{Phrase, phrase};

/// Its id.
pub const ID: &str = "epidemic";

/// How many nodes one may choose from.
const NODES: [(&str, &str); 9] = [
    ("10", "10"),
    ("30", "30"),
    ("100", "100"),
    ("300", "300"),
    ("1000", "1,000"),
    ("3000", "3,000"),
    ("10000", "10,000"),
    ("30000", "30,000"),
    ("100000", "100,000"),
];
const NODES_USUAL: &str = "1000";
/// How many runs one may choose from.
const RUNS: [(&str, &str); 7] =
    [("1", "1"), ("10", "10"), ("30", "30"), ("100", "100"), ("200", "200"), ("500", "500"), ("1000", "1,000")];
const RUNS_USUAL: &str = "30";

/// What is offered.
pub fn info() -> StudyInfo {
    StudyInfo {
        id: ID,
        lab: "gossip",
        name: phrase!("Field of nodes", "节点全景"),
        about: phrase!(
            "One node has an update. In every cycle nodes meet at random and pass it on, until nobody spreads it any more. Watch one run \
             node by node, and hold many runs against the theory of epidemics.",
            "一个节点有一条更新。每个周期内节点随机会面、相互传递，直到不再有节点传播。逐个节点地观察一次运行，再把多次运行与传染病理论对照。"
        ),
        source: "Demers et al., Epidemic Algorithms for Replicated Database Maintenance, PODC 1987, §§ 1.3, 1.4; Pittel, On Spreading a \
                 Rumor, 1987",
        params: specs(),
        has_field: true,
    }
}

fn specs() -> Vec<ParamSpec> {
    let numbers = |all: &[(&'static str, &'static str)]| all.iter().map(|(id, name)| (*id, Phrase::verbatim(*name))).collect();
    let usually = |spec: ParamSpec, id: &str| ParamSpec { default: ParamValue::Pick(id.to_owned()), ..spec };
    vec![
        usually(
            ParamSpec::pick(
                "nodes",
                phrase!("Nodes", "节点数"),
                phrase!("How many nodes there are", "节点的数量"),
                numbers(&NODES),
            ),
            NODES_USUAL,
        ),
        usually(
            ParamSpec::pick(
                "runs",
                phrase!("Runs", "运行次数"),
                phrase!("How many runs are summarised; the first is shown", "汇总多少次运行；显示其中第一次"),
                numbers(&RUNS),
            ),
            RUNS_USUAL,
        ),
        ParamSpec::pick(
            "kind",
            phrase!("Spreading", "传播方式"),
            phrase!("Whether nodes ever lose interest", "节点是否会停止传播"),
            vec![
                ("rumour", phrase!("rumours: until interest is lost", "谣言传播：直到失去兴趣")),
                ("anti-entropy", phrase!("anti-entropy: for ever", "反熵：永不停止")),
            ],
        ),
        ParamSpec::pick(
            "mode",
            phrase!("Mode", "通信方式"),
            phrase!("Which way an update travels when two nodes meet", "两个节点会面时更新往哪个方向走"),
            vec![
                ("push", phrase!("push", "推送（push）")),
                ("pull", phrase!("pull", "拉取（pull）")),
                ("push-pull", phrase!("push and pull", "推拉（push/pull）")),
            ],
        ),
        ParamSpec::pick(
            "stop",
            phrase!("Losing interest", "何时停止"),
            phrase!("When a node stops spreading a rumour", "节点何时停止传播一条谣言"),
            vec![
                ("counter", phrase!("after k contacts in a row", "连续 k 次接触后")),
                ("coin", phrase!("each time with probability 1/k", "每次以 1/k 的概率")),
            ],
        ),
        ParamSpec::pick(
            "feedback",
            phrase!("Contacts that count", "哪些接触计数"),
            phrase!("Whether a node hears if the other knew already", "对方是否告知自己早已知道"),
            vec![
                ("feedback", phrase!("with those who knew already", "对方早已知道的")),
                ("blind", phrase!("all (blind)", "全部（盲目）")),
            ],
        ),
        ParamSpec::int("k", phrase!("k", "k"), phrase!("How patient a node is", "节点的耐心"), (1, 1, 20), ""),
    ]
}

/// The setup that the parameters say, and how many runs of it.
fn read(params: &Params) -> Result<(Setup, u32), Phrase> {
    let pick = |id: &str| match params.get(id) {
        Some(ParamValue::Pick(picked)) => picked.as_str(),
        _ => "",
    };
    let number = |id: &str| pick(id).parse::<u32>().unwrap_or_default();
    let k = match params.get("k") {
        Some(ParamValue::Int(k)) => u8::try_from(*k).unwrap_or(1),
        _ => 1,
    };
    let mode = match pick("mode") {
        "pull" => Mode::Pull,
        "push-pull" => Mode::PushPull,
        _ => Mode::Push,
    };
    let rule = if pick("kind") == "anti-entropy" {
        Rule::AntiEntropy
    } else {
        Rule::Rumour(Rumour {
            stop: if pick("stop") == "coin" { Stop::Coin } else { Stop::Counter },
            counts: if pick("feedback") == "blind" { Counts::Blind } else { Counts::Feedback },
            k,
        })
    };
    let nodes = number("nodes");
    let bad = |_| phrase!("A run cannot have {0} nodes.", "运行不能有 {0} 个节点。", nodes);
    Ok((Setup::new(nodes, mode, rule).map_err(bad)?, number("runs").max(1)))
}

/// The study under way: the first run is filmed, all are counted.
pub struct Epidemic {
    setup: Setup,
    runs: u32,
    seed: u64,
    course: Option<Course>,
    film: Film,
    field: Option<Field>,
    sample: Sample,
}

impl Epidemic {
    /// The beginning.
    pub fn new(params: &Params, seed: u64) -> Result<Epidemic, Phrase> {
        let (setup, runs) = read(params)?;
        let course = Course::new(setup, seed);
        let mut film = Film::new(setup.nodes());
        film.push(0, course.epidemic().states());
        Ok(Epidemic { setup, runs, seed, course: Some(course), film, field: None, sample: Sample::default() })
    }

    /// After a run: counts it, and begins the next.
    fn finish(&mut self, course: Course) {
        if self.field.is_none() {
            self.field = Some(field(std::mem::replace(&mut self.film, Film::new(0))));
        }
        self.sample.add(&course.into_run());
        let done = self.sample.runs();
        self.course = (done < self.runs).then(|| Course::new(self.setup, self.seed.wrapping_add(u64::from(done))));
    }
}

impl Study for Epidemic {
    /// One cycle of one run.
    fn advance(&mut self) -> bool {
        let Some(mut course) = self.course.take() else { return false };
        let goes_on = course.step();
        if self.field.is_none() {
            self.film.push(course.epidemic().cycle(), course.epidemic().states());
        }
        if goes_on {
            self.course = Some(course);
        } else {
            self.finish(course);
        }
        self.course.is_some()
    }

    fn progress(&self) -> Progress {
        let done = self.sample.runs();
        let words = match &self.course {
            Some(course) => phrase!(
                "run {0} of {1}, cycle {2}",
                "第 {0} / {1} 次运行，第 {2} 周期",
                done + 1,
                self.runs,
                course.epidemic().cycle()
            ),
            None => phrase!("{0} of {1} runs done", "已完成 {0} / {1} 次运行", done, self.runs),
        };
        Progress { done, of: self.runs, words }
    }

    fn report(&self) -> Report {
        if self.sample.runs() == 0 {
            return Report::default();
        }
        let summary = self.sample.summary();
        let cycles = (summary.curve.len() as u32).saturating_sub(1);
        let expected = theory::cycles(self.setup, cycles);
        Report { plots: vec![plot(&summary, &expected)], figures: figures(self.setup, &summary, &expected), remarks: Vec::new() }
    }

    fn field(&self) -> Option<&Field> {
        self.field.as_ref()
    }
}

/// Susceptible, infective, removed: in the order of the engine's numbers.
fn states() -> [(Phrase, Mark, Hue); 3] {
    [
        (phrase!("susceptible", "易感"), Mark::Dot, Hue::Quiet),
        (phrase!("infective", "感染"), Mark::Disc, Hue::Second),
        (phrase!("removed", "愈除"), Mark::Ring, Hue::First),
    ]
}

fn field(film: Film) -> Field {
    let states = states().into_iter().map(|(name, mark, hue)| State { name, mark, hue }).collect();
    Field { states, moment: phrase!("cycle", "周期"), film }
}

fn plot(summary: &Summary, expected: &[Shares]) -> Plot {
    let mut curves = Vec::new();
    for (state, (name, _, hue)) in states().into_iter().enumerate() {
        let exactly = |(x, shares): (usize, &Shares)| {
            let y = shares[state];
            Point { x: x as f64, y, low: y, high: y }
        };
        let measured = |(x, (shares, within)): (usize, (&Shares, &Shares))| {
            let (y, off) = (shares[state], within[state]);
            Point { x: x as f64, y, low: (y - off).max(0.0), high: (y + off).min(1.0) }
        };
        let points = expected.iter().enumerate().map(exactly).collect();
        curves.push(Curve { name: name.clone(), hue, style: Style::Theory, points });
        let points = summary.curve.iter().zip(&summary.within).enumerate().map(measured).collect();
        curves.push(Curve { name, hue, style: Style::Measured, points });
    }
    Plot {
        name: phrase!("Share of the nodes, cycle by cycle", "各周期的节点占比"),
        x: Axis {
            name: phrase!("cycle", "周期"),
            measure: Measure::Number,
            from: 0.0,
            to: summary.curve.len().saturating_sub(1).max(1) as f64,
        },
        y: Axis { name: phrase!("share of the nodes", "节点占比"), measure: Measure::Share, from: 0.0, to: 1.0 },
        curves,
        settings: None,
    }
}

fn figures(setup: Setup, summary: &Summary, expected: &[Shares]) -> Vec<Figure> {
    let line = paper::demers(setup);
    let table = |value: fn(&paper::Line) -> f64| {
        let claim = |line: paper::Line| {
            let by = phrase!("Demers 1987, table {0}", "Demers 1987，表 {0}", line.table);
            // With the digits that the paper gives.
            Claim { by, value: value(&line).to_string() }
        };
        line.map(claim).into_iter().collect::<Vec<Claim>>()
    };
    let figure = |id: &str, (name, meaning): (Phrase, Phrase), estimate: Estimate, claims| Figure {
        id: id.to_owned(),
        name,
        meaning,
        value: number(estimate.mean),
        within: (summary.runs > 1).then(|| number(estimate.within)),
        claims,
    };
    let residue = (
        phrase!("Residue s", "残留 s"),
        phrase!("The share of nodes that the update never reached.", "更新始终没有到达的节点占比。"),
    );
    let traffic = (phrase!("Traffic m", "流量 m"), phrase!("Updates sent, per node.", "平均每个节点发送的更新次数。"));
    let average = (
        phrase!("t_avg (cycles)", "t_avg（周期）"),
        phrase!("When the update arrives, on average over the nodes that it reaches.", "更新到达的时刻，对所到达的节点取平均。"),
    );
    let last =
        (phrase!("t_last (cycles)", "t_last（周期）"), phrase!("When it arrives for the last time.", "更新最后一次到达的时刻。"));
    let complete = (
        phrase!("Runs that reached everybody", "全部得知的运行"),
        phrase!("In how many of the runs no node was left out.", "有多少次运行没有遗漏任何节点。"),
    );
    let share = Estimate { mean: summary.complete, within: 0.0 };
    vec![
        figure("residue", residue, summary.residue, [residue_by_theory(setup, expected), table(|line| line.residue)].concat()),
        figure("traffic", traffic, summary.traffic, table(|line| line.traffic)),
        figure("t-avg", average, summary.t_avg, Vec::new()),
        figure("t-last", last, summary.t_last, [last_by_theory(setup), table(|line| line.t_last)].concat()),
        Figure { value: format!("{:.0} %", share.mean * 100.0), within: None, ..figure("complete", complete, share, Vec::new()) },
    ]
}

/// For push with feedback and a coin, the equation of § 1.4; otherwise where the mean field ends.
fn residue_by_theory(setup: Setup, expected: &[Shares]) -> Vec<Claim> {
    match (setup.mode(), setup.rule()) {
        (Mode::Push, Rule::Rumour(Rumour { stop: Stop::Coin, counts: Counts::Feedback, k })) => {
            vec![Claim {
                by: phrase!("theory: s = e^(−(k+1)(1−s))", "理论：s = e^(−(k+1)(1−s))"),
                value: number(theory::residue(k)),
            }]
        }
        (_, Rule::AntiEntropy) => vec![Claim { by: phrase!("theory", "理论"), value: "0".to_owned() }],
        _ => {
            let end = expected.last().map_or(0.0, |[susceptible, ..]| *susceptible);
            vec![Claim { by: phrase!("theory: mean field", "理论：平均场"), value: number(end) }]
        }
    }
}

/// For push where nobody stops (Pittel 1987).
fn last_by_theory(setup: Setup) -> Vec<Claim> {
    match (setup.mode(), setup.rule()) {
        (Mode::Push, Rule::AntiEntropy) => {
            let by = phrase!("theory: log₂ n + ln n (Pittel 1987)", "理论：log₂ n + ln n（Pittel 1987）");
            vec![Claim { by, value: number(theory::push_cycles(setup.nodes())) }]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Task, start};
    use super::*;

    fn task(link: &str) -> Task {
        Task::read(link).expect("a study").expect("a task")
    }

    fn done(task: &Task) -> (Report, Option<Field>) {
        let mut study = start(task).expect("it begins");
        while study.advance() {}
        (study.report(), study.field().cloned())
    }

    #[test]
    fn a_report_is_a_function_of_the_task() {
        let task = task("study=epidemic&nodes=300&runs=10&seed=3");
        assert_eq!(done(&task), done(&task));
        let other = Task { seed: 4, ..task.clone() };
        assert_ne!(done(&task), done(&other));
    }

    #[test]
    fn the_film_is_the_first_run_and_ends_as_it_does() {
        let (report, field) = done(&task("study=epidemic&nodes=1000&runs=1&kind=anti-entropy&mode=push-pull"));
        let film = field.expect("there is a field").film;
        let census = |shot: usize| film.shots()[shot].census(film.nodes);
        assert_eq!(census(0), [999, 1, 0, 0]);
        assert_eq!(census(film.shots().len() - 1), [0, 1_000, 0, 0], "everybody has heard of it");
        let curve = report.plots[0].curves.iter().find(|curve| curve.style == Style::Measured).expect("a measured curve");
        assert_eq!(curve.points.len(), film.shots().len());
        assert!(curve.points.iter().all(|point| (point.high - point.low).abs() < f64::EPSILON), "a single run has no interval");
    }

    #[test]
    fn a_setup_of_the_paper_stands_beside_its_figures_and_the_measured_one_agrees() {
        let (report, _) = done(&task("study=epidemic&nodes=1000&runs=200"));
        let residue = &report.figures[0];
        let by_paper = residue.claims.iter().find(|claim| claim.value == "0.18").expect("the table is named");
        assert_eq!(by_paper.by.text(synod_words::Lang::En), "Demers 1987, table 1");
        let (found, within) = (residue.value.parse::<f64>(), residue.within.as_deref().map(str::parse::<f64>));
        assert!((found.expect("a number") - 0.18).abs() < 0.015 && within.is_some(), "{residue:?}");
    }

    #[test]
    fn progress_counts_runs() {
        let mut study = start(&task("study=epidemic&nodes=10&runs=10")).expect("it begins");
        assert_eq!((study.progress().done, study.progress().of), (0, 10));
        assert_eq!(study.report(), Report::default(), "nothing is said before a run is done");
        while study.advance() {}
        assert_eq!(study.progress().done, 10);
    }
}
