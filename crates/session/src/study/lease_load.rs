//! What leases cost their server: its load against the term, measured and by the formula (Gray & Cheriton 1989, § 3.1).

use super::report::{Axis, Claim, Curve, Figure, Hue, Measure, Plot, Point, Report, Style, number};
use super::{Field, Progress, Study, StudyInfo};
use crate::{ParamSpec, ParamValue, Params};
use synod_gossip::Estimate;
use synod_protocols::lease::{Leases, formula, load};
use synod_protocols::{Knobs, Lab};
use synod_words::{Phrase, phrase};

/// Its id.
pub const ID: &str = "lease-load";

/// The terms that are tried, in milliseconds; of a shorter one nothing is left when it arrives, and who waits asks again and again.
const TERMS_MS: [u16; 10] = [50, 100, 200, 500, 1_000, 2_000, 3_000, 5_000, 7_000, 10_000];
/// How often the client uses the lease in a run, at least.
const USES: u64 = 500;

/// What is offered.
pub fn info() -> StudyInfo {
    StudyInfo {
        id: ID,
        lab: "lease",
        name: phrase!("The server's load by the term", "服务器负载与租期"),
        about: phrase!(
            "A client uses the lease at random moments; only the first use in a term costs the server two messages. With a longer term the load \
             falls, steeply at first: a few seconds are nearly as good as for ever, and a crashed holder blocks the others for no longer. The formula leaves out the time \
             in which a request is under way, which shows where uses are frequent and terms short.",
            "客户端在随机时刻使用租约；每个租期内只有第一次使用要花服务器两条消息。租期越长负载越低，起初下降很快：几秒的租期已几乎与无限长一样好，而持有者宕机最多阻塞他人这么久。公式不计请求在路上的时间，使用频繁而租期短时会看出差别。"
        ),
        source: "Gray & Cheriton, Leases, SOSP 1989, § 3.1 and figure 1",
        params: specs(),
        has_field: false,
    }
}

fn specs() -> Vec<ParamSpec> {
    let runs = ["5", "20", "50"].map(|runs| (runs, Phrase::verbatim(runs)));
    vec![
        ParamSpec::int(
            "rate",
            phrase!("Uses R", "使用频率 R"),
            phrase!("How often the client uses the lease, on average", "客户端平均多久使用一次租约"),
            (1, 1, 20),
            "/s",
        ),
        ParamSpec {
            default: ParamValue::Pick("20".to_owned()),
            ..ParamSpec::pick(
                "runs",
                phrase!("Runs", "运行次数"),
                phrase!("Runs of 500 uses or more for each term", "每个租期的运行次数，每次至少 500 次使用"),
                runs.into(),
            )
        },
    ]
}

/// A term: the lab with it, what the formulas say, and what was measured so far, in messages a second.
struct Tried {
    term_ms: u16,
    lab: Leases,
    effective_ms: f64,
    formula: f64,
    measured: Vec<f64>,
}

/// The study under way.
pub struct LeaseLoad {
    rate: u64,
    runs: usize,
    seed: u64,
    terms: Vec<Tried>,
}

impl LeaseLoad {
    /// The beginning.
    ///
    /// # Errors
    /// Why the lab cannot be had with one of the terms.
    pub fn new(params: &Params, seed: u64) -> Result<LeaseLoad, Phrase> {
        let knobs = Knobs(params);
        let rate: u64 = knobs.int("rate");
        let terms = TERMS_MS.into_iter().map(|term_ms| tried(term_ms, rate));
        Ok(LeaseLoad { rate, runs: knobs.pick("runs").parse().unwrap_or(1), seed, terms: terms.collect::<Result<_, _>>()? })
    }

    fn done(&self) -> usize {
        self.terms.iter().map(|tried| tried.measured.len()).sum()
    }
}

fn tried(term_ms: u16, rate: u64) -> Result<Tried, Phrase> {
    let mut params = synod_order::map(Leases::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)));
    params.insert("term".to_owned(), ParamValue::Int(term_ms.into()));
    let lab = Leases::with(&params).map_err(|bad| bad.why)?;
    let (effective_us, load) = formula(&lab, rate * 1_000).unwrap_or_default();
    Ok(Tried { term_ms, lab, effective_ms: effective_us as f64 / 1e3, formula: load as f64 / 1e3, measured: Vec::new() })
}

impl Study for LeaseLoad {
    /// One run with one term.
    fn advance(&mut self) -> bool {
        let nth = self.done();
        if let Some(next) = self.terms.get_mut(nth / self.runs.max(1)) {
            let seconds = (USES / self.rate.max(1)).max(u64::from(next.term_ms) / 50);
            // The network of the lab can be drawn from; a run that could not be would count as one without messages.
            let messages = load(&next.lab, self.rate * 1_000, seconds, self.seed.wrapping_add(nth as u64)).unwrap_or_default();
            next.measured.push(messages as f64 / 1e3);
        }
        self.done() < self.terms.len() * self.runs
    }

    fn progress(&self) -> Progress {
        let (done, of) = (self.done() as u32, (self.terms.len() * self.runs) as u32);
        Progress { done, of, words: phrase!("{0} of {1} runs done", "已完成 {0} / {1} 次运行", done, of) }
    }

    fn report(&self) -> Report {
        let tried: Vec<&Tried> = self.terms.iter().filter(|tried| !tried.measured.is_empty()).collect();
        if tried.is_empty() {
            return Report::default();
        }
        Report { plots: vec![self.plot(&tried)], figures: tried.iter().map(|tried| figure(tried)).collect(), remarks: Vec::new() }
    }

    fn field(&self) -> Option<&Field> {
        None
    }
}

impl LeaseLoad {
    fn plot(&self, tried: &[&Tried]) -> Plot {
        let at = |tried: &Tried, Estimate { mean, within }: Estimate| Point {
            x: f64::from(tried.term_ms) / 1e3,
            y: mean,
            low: (mean - within).max(0.0),
            high: mean + within,
        };
        let exact = |tried: &Tried| at(tried, Estimate { mean: tried.formula, within: 0.0 });
        let measured: Vec<Point> = tried.iter().map(|tried| at(tried, Estimate::of(tried.measured.iter().copied()))).collect();
        let highest = measured.iter().map(|point| point.high).fold(2.0 * self.rate as f64, f64::max);
        Plot {
            name: phrase!("The server's load by the term", "服务器负载与租期"),
            x: Axis { name: phrase!("term (s)", "租期（秒）"), measure: Measure::Number, from: 0.0, to: 10.0 },
            y: Axis {
                name: phrase!("messages per second at the server", "服务器每秒的消息数"),
                measure: Measure::Number,
                from: 0.0,
                to: highest,
            },
            curves: vec![
                Curve {
                    name: phrase!("2R / (1 + R t_C) (Gray & Cheriton, § 3.1)", "2R / (1 + R t_C)（Gray 与 Cheriton，§ 3.1）"),
                    hue: Hue::First,
                    style: Style::Theory,
                    points: self.terms.iter().map(exact).collect(),
                },
                Curve { name: phrase!("measured", "实测"), hue: Hue::First, style: Style::Measured, points: measured },
            ],
            settings: None,
        }
    }
}

fn figure(tried: &Tried) -> Figure {
    let found = Estimate::of(tried.measured.iter().copied());
    Figure {
        id: format!("term-{}", tried.term_ms),
        name: phrase!("term {0} ms", "租期 {0} 毫秒", tried.term_ms),
        meaning: phrase!(
            "Messages per second at the server; the effective term is {0} ms.",
            "服务器每秒的消息数；有效租期为 {0} 毫秒。",
            number(tried.effective_ms)
        ),
        value: number(found.mean),
        within: Some(number(found.within)),
        claims: vec![Claim { by: phrase!("formula (§ 3.1)", "公式（§ 3.1）"), value: number(tried.formula) }],
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Task, start};

    #[test]
    fn what_is_measured_lies_on_the_curve_of_the_paper() {
        let task = Task::read("study=lease-load&runs=20&rate=2").expect("a study").expect("a task");
        let mut study = start(&task).expect("it begins");
        while study.advance() {}
        let report = study.report();
        let [theory, measured] = &report.plots[0].curves[..] else { panic!("{report:?}") };
        assert_eq!((theory.points.len(), measured.points.len(), report.figures.len()), (10, 10, 10));
        for (exact, found) in theory.points.iter().zip(&measured.points) {
            let off = (exact.y - found.y).abs();
            assert!(off <= exact.y * 0.05, "{exact:?} {found:?}");
        }
        assert!(measured.points.is_sorted_by(|a, b| a.y > b.y), "a longer term costs less: {measured:?}");
        assert_eq!(study.progress().done, study.progress().of);
    }
}
