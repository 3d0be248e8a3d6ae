//! Failure detectors: how often each is wrong, against how long it takes where it is right (Chen, Toueg & Aguilera 2002; Hayashibara et al.
//! 2004; Das, Gupta & Motivala 2002).

use super::report::{Axis, Claim, Curve, Figure, Hue, Measure, Plot, Point, Report, Style, number};
use super::{Field, Progress, Study, StudyInfo};
use crate::{ParamSpec, ParamValue, Params};
use synod_gossip::Estimate;
use synod_gossip::detectors::{self, Stream, Wait, curve, swim_mistake, swim_probes, usual_waits};
use synod_words::{Phrase, phrase};

/// Its id.
pub const ID: &str = "detection";

/// Probes of SWIM in a run.
const PROBES: u32 = 200;
/// SWIM is tried with up to so many indirect probes.
const INDIRECT_MAX: u32 = 3;

/// What is offered.
pub fn info() -> StudyInfo {
    StudyInfo {
        id: ID,
        lab: "membership",
        name: phrase!("Mistakes against time", "误疑与检测时间"),
        about: phrase!(
            "A detector that waits longer accuses fewer members that work, and finds those that have crashed later. Each point is one time-out, \
             or one threshold of φ, over the same heartbeats. Below: how often SWIM gets no answer from a member that works, with and without \
             indirect probes.",
            "检测器等得越久，误疑正常成员越少，发现宕机也越晚。每个点是一个超时值或一个 φ 阈值，面对同样的心跳。下图：有无间接探测时，SWIM 多常得不到正常成员的应答。"
        ),
        source: "Chen, Toueg & Aguilera, IEEE Trans. Computers 51(5), 2002, § 2; Hayashibara et al., SRDS 2004; Das, Gupta & Motivala, DSN \
                 2002, § 3.1",
        params: specs(),
        has_field: false,
    }
}

fn specs() -> Vec<ParamSpec> {
    let runs = ["10", "50", "200", "500"].map(|runs| (runs, Phrase::verbatim(runs)));
    vec![
        ParamSpec::int("loss", phrase!("Loss", "丢包率"), phrase!("How many messages get lost", "丢失多少消息"), (0, 5, 50), "%"),
        ParamSpec {
            default: ParamValue::Pick("50".to_owned()),
            ..ParamSpec::pick(
                "runs",
                phrase!("Runs", "运行次数"),
                phrase!("Runs of 200 heartbeats each", "每次 200 个心跳"),
                runs.into(),
            )
        },
    ]
}

/// The study under way.
pub struct Detection {
    loss_percent: u32,
    runs: u32,
    seed: u64,
    stream: Stream,
    waits: Vec<Wait>,
    points: Vec<detectors::Point>,
    swim: Vec<Estimate>,
}

impl Detection {
    /// The beginning.
    pub fn new(params: &Params, seed: u64) -> Detection {
        let loss_percent = match params.get("loss") {
            Some(ParamValue::Int(loss)) => u32::try_from(*loss).unwrap_or_default(),
            _ => 0,
        };
        let runs = match params.get("runs") {
            Some(ParamValue::Pick(runs)) => runs.parse().unwrap_or(1),
            _ => 1,
        };
        let stream = Stream::usual(loss_percent);
        let waits = usual_waits(&stream);
        Detection { loss_percent, runs, seed, stream, waits, points: Vec::new(), swim: Vec::new() }
    }

    fn loss(&self) -> f64 {
        f64::from(self.loss_percent) / 100.0
    }

    /// How many detectors are tried.
    fn pieces(&self) -> usize {
        self.waits.len() + INDIRECT_MAX as usize + 1
    }
}

impl Study for Detection {
    /// One detector over all runs.
    fn advance(&mut self) -> bool {
        if let Some(wait) = self.waits.get(self.points.len()) {
            self.points.extend(curve(&self.stream, &[*wait], self.seed, self.runs));
        } else if self.points.len() + self.swim.len() < self.pieces() {
            self.swim.push(swim_probes(self.loss_percent, self.swim.len() as u32, self.seed, self.runs * PROBES));
        }
        self.points.len() + self.swim.len() < self.pieces()
    }

    fn progress(&self) -> Progress {
        let (done, of) = ((self.points.len() + self.swim.len()) as u32, self.pieces() as u32);
        Progress { done, of, words: phrase!("{0} of {1} detectors tried", "已试 {0} / {1} 个检测器", done, of) }
    }

    fn report(&self) -> Report {
        if self.points.is_empty() {
            return Report::default();
        }
        let mut report =
            Report { plots: vec![trade(&self.points)], figures: self.points.iter().map(figure).collect(), remarks: Vec::new() };
        if !self.swim.is_empty() {
            report.plots.push(probes(&self.swim, self.loss()));
            report.figures.extend(self.swim.iter().enumerate().map(|(k, found)| probe(k as u32, *found, self.loss())));
        }
        report
    }

    fn field(&self) -> Option<&Field> {
        None
    }
}

/// False suspicions against the time to detect, a curve for each kind of detector.
fn trade(points: &[detectors::Point]) -> Plot {
    let line = |name: Phrase, hue: Hue, fixed: bool| {
        let of_kind = points.iter().filter(|point| matches!(point.wait, Wait::Fixed(_)) == fixed);
        let mut drawn: Vec<Point> = of_kind.map(|point| at(point.detection_us.mean / 1e3, point.mistakes)).collect();
        synod_order::sort_by(&mut drawn, |a, b| a.x.total_cmp(&b.x));
        Curve { name, hue, style: Style::Measured, points: drawn }
    };
    let curves = vec![
        line(phrase!("fixed time-out", "固定超时"), Hue::First, true),
        line(phrase!("φ-accrual", "φ 累积检测"), Hue::Second, false),
    ];
    Plot {
        name: phrase!("False suspicions against detection time", "误疑率与检测时间"),
        x: Axis {
            name: phrase!("time to detect a crash (ms)", "检测宕机所需时间（毫秒）"),
            measure: Measure::Number,
            from: 0.0,
            to: points.iter().map(|point| point.detection_us.mean / 1e3).fold(1.0, f64::max),
        },
        y: Axis {
            name: phrase!("false suspicions per heartbeat", "每个心跳的误疑次数"),
            measure: Measure::Share,
            from: 0.0,
            to: points.iter().map(|point| point.mistakes.mean + point.mistakes.within).fold(0.001, f64::max),
        },
        curves: curves.into_iter().filter(|curve| !curve.points.is_empty()).collect(),
        settings: None,
    }
}

/// How often SWIM gets no answer from a member that works, by the number of indirect probes.
fn probes(found: &[Estimate], loss: f64) -> Plot {
    let measured: Vec<Point> = found.iter().enumerate().map(|(k, share)| at(k as f64, *share)).collect();
    let exact = |k: u32| at(k.into(), Estimate { mean: swim_mistake(loss, k), within: 0.0 });
    let highest = measured.iter().map(|point| point.high).fold(swim_mistake(loss, 0), f64::max);
    Plot {
        name: phrase!("SWIM: no answer from a member that works", "SWIM：正常成员未能应答"),
        x: Axis {
            name: phrase!("indirect probes k", "间接探测数 k"),
            measure: Measure::Number,
            from: 0.0,
            to: f64::from(INDIRECT_MAX),
        },
        y: Axis { name: phrase!("share of periods", "周期占比"), measure: Measure::Share, from: 0.0, to: highest.max(0.001) },
        curves: vec![
            Curve {
                name: phrase!("theory (SWIM, § 3.1)", "理论（SWIM，§ 3.1）"),
                hue: Hue::First,
                style: Style::Theory,
                points: (0..=INDIRECT_MAX).map(exact).collect(),
            },
            Curve { name: phrase!("measured", "实测"), hue: Hue::First, style: Style::Measured, points: measured },
        ],
        settings: None,
    }
}

fn at(x: f64, Estimate { mean, within }: Estimate) -> Point {
    Point { x, y: mean, low: (mean - within).max(0.0), high: mean + within }
}

fn figure(point: &detectors::Point) -> Figure {
    let (id, name) = match point.wait {
        Wait::Fixed(us) => {
            (format!("timeout-{}", us / 1_000), phrase!("time-out {0} ms", "超时 {0} 毫秒", (us / 1_000).to_string()))
        }
        Wait::Phi(level) => (format!("phi-{level}"), phrase!("φ = {0}", "φ = {0}", level.to_string())),
    };
    let detected = number(point.detection_us.mean / 1e3);
    Figure {
        id,
        name,
        meaning: phrase!(
            "False suspicions per heartbeat, and when a crash is detected.",
            "每个心跳的误疑次数，以及检测到宕机的时间。"
        ),
        value: percent(point.mistakes.mean),
        within: Some(percent(point.mistakes.within)),
        claims: vec![Claim { by: phrase!("detects a crash after (ms)", "检测宕机用时（毫秒）"), value: detected }],
    }
}

fn probe(k: u32, found: Estimate, loss: f64) -> Figure {
    Figure {
        id: format!("swim-{k}"),
        name: phrase!("SWIM, k = {0}", "SWIM，k = {0}", k),
        meaning: phrase!("In how many periods a member that works does not answer.", "正常成员在多少周期内未能应答。"),
        value: percent(found.mean),
        within: Some(percent(found.within)),
        claims: vec![Claim {
            by: phrase!("theory (SWIM, § 3.1)", "理论（SWIM，§ 3.1）"), value: percent(swim_mistake(loss, k))
        }],
    }
}

fn percent(share: f64) -> String {
    format!("{} %", number(share * 100.0))
}

#[cfg(test)]
mod tests {
    use super::super::{Task, start};

    #[test]
    fn who_waits_longer_is_wrong_less_often_and_later() {
        let task = Task::read("study=detection&runs=10&loss=10").expect("a study").expect("a task");
        let mut study = start(&task).expect("it begins");
        while study.advance() {}
        let report = study.report();
        assert_eq!((report.plots.len(), report.figures.len()), (2, 20));
        for curve in &report.plots[0].curves {
            let (first, last) = (curve.points.first().expect("points"), curve.points.last().expect("points"));
            assert!(first.x < last.x && first.y > last.y, "{curve:?}");
        }
        let swim = &report.plots[1].curves[1].points;
        assert!(swim.is_sorted_by(|a, b| a.y > b.y), "each further probe helps: {swim:?}");
        assert_eq!(study.progress().done, study.progress().of);
    }
}
