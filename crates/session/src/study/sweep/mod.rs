//! A sweep of a run: what its parameters do, counted over many seeds, as [`crate::sweep`] counts for the command line.
//!
//! Every setting gets one run after another in turn, so that all points are there early and their intervals narrow together.

mod grid;
mod told;

use super::{Field, Progress, Report, Study, StudyInfo};
use crate::doc::Document;
use crate::open::{read_params, to_atom};
use crate::sweep::{Part, Tally};
use crate::{ParamKind, ParamSpec, ParamValue, Params, catalogue};
use grid::Grid;
use synod_protocols::{DELAY_PARAM, Knobs, Law};
use synod_words::{Phrase, phrase};

/// Its id.
pub(super) const ID: &str = "sweep";
/// What the part of its link begins with that holds the run.
pub(super) const RUN: &str = "s=";
/// Its parameters: what is along the axis, what differs from curve to curve, what is counted, how often, and when clients ask.
const X: &str = "x";
const CURVES: &str = "curves";
pub(super) const MEASURE: &str = "measure";
const RUNS: &str = "runs";
const PACE: &str = "pace";
/// One curve for all.
const NONE: &str = "none";
/// Clients ask as soon as they have an answer.
const BACK_TO_BACK: &str = "back-to-back";

/// A sweep of this run as it is offered.
///
/// # Errors
/// Why there is no such lab, or it cannot be as the document says.
pub(super) fn info(document: &Document) -> Result<StudyInfo, Phrase> {
    let kind = catalogue::kind(&document.lab).map_err(|error| error.why)?;
    let of_lab = kind.params();
    let present = read_params(&of_lab, document)?;
    let promises = kind.with(&present).map_err(|bad| bad.why)?.promises();
    let store = promises.iter().any(|promise| matches!(promise.law, Law::Model(_)));
    let named = |spec: &ParamSpec| (spec.id, spec.name.clone());
    let varies = |spec: &&ParamSpec| !matches!(&spec.kind, ParamKind::Int { min, max, .. } if min == max);
    let usual = kind.swept().first().copied().or_else(|| of_lab.iter().find(varies).map(|spec| spec.id)).unwrap_or_default();
    let mut params = vec![
        pick(
            X,
            phrase!("Along the axis", "横轴"),
            phrase!("The parameter whose values stand side by side", "取值沿横轴排列的参数"),
            of_lab.iter().map(named).collect(),
            usual,
        ),
        pick(
            CURVES,
            phrase!("A curve for each", "每条曲线"),
            phrase!("The parameter that differs from curve to curve", "各条曲线取不同值的参数"),
            [(NONE, phrase!("one curve", "只画一条"))].into_iter().chain(of_lab.iter().map(named)).collect(),
            kind.swept().get(1).copied().unwrap_or(NONE),
        ),
        pick(
            MEASURE,
            phrase!("Counted", "统计"),
            phrase!("What is counted of each run", "对每次运行统计什么"),
            told::choices(&promises, store),
            promises.first().map_or("answered", |promise| promise.id),
        ),
        pick(
            RUNS,
            phrase!("Runs of each", "每点运行次数"),
            phrase!("How many runs of each setting, each with a seed of its own", "每种设置运行多少次，每次种子不同"),
            ["50", "200", "1000"].map(|runs| (runs, Phrase::verbatim(runs))).into(),
            "200",
        ),
        pick(
            PACE,
            phrase!("Clients ask", "客户端请求"),
            phrase!("When the clients of the run ask for their operations", "运行中的客户端何时发出请求"),
            vec![
                ("scripted", phrase!("as in the run", "与该运行相同")),
                (BACK_TO_BACK, phrase!("each after the answer before", "上一个应答后立即")),
            ],
            "scripted",
        ),
    ];
    if let Some(delay) = of_lab.iter().find(|spec| spec.id == DELAY_PARAM) {
        let default = present.get(DELAY_PARAM).unwrap_or(&delay.default).clone();
        params.push(ParamSpec { default, ..delay.clone() });
    }
    Ok(StudyInfo {
        id: ID,
        lab: kind.id(),
        name: phrase!("Sweep of this run", "扫描此次运行"),
        about: phrase!(
            "The run with the same decisions, over and over: with every value of the chosen parameters, and each time with other random draws. \
             Counted is in how many of the runs a promise is violated, how long clients wait, how old their reads are. The bars are 95 % \
             confidence intervals: more runs make them shorter.",
            "用同样的决定反复运行：所选参数逐一取各个值，每次随机数都不同。统计有多少次运行违反承诺、客户端等待多久、读到的值有多旧。竖线为 95 % 置信区间：运行次数越多越短。"
        ),
        source: "Wilson, JASA 22, 1927 (rates); David & Nagaraja, Order Statistics, 2003 (quantiles)",
        params,
        has_field: false,
    })
}

fn pick(id: &'static str, name: Phrase, help: Phrase, choices: Vec<(&'static str, Phrase)>, usual: &str) -> ParamSpec {
    ParamSpec { default: ParamValue::Pick(usual.to_owned()), ..ParamSpec::pick(id, name, help, choices) }
}

/// One parameter cannot be on both axes: after a change, the other one takes the place that is free.
pub(super) fn fit(params: &mut Params, changed: &str, before: Option<ParamValue>) {
    let other = match changed {
        X => CURVES,
        CURVES => X,
        _ => return,
    };
    if params.get(X) == params.get(CURVES)
        && let Some(free) = before
    {
        // Nothing can be along the axis only where one curve is drawn.
        let free = if other == X && free == ParamValue::Pick(NONE.to_owned()) { return } else { free };
        params.insert(other.to_owned(), free);
    }
}

/// The lab's parameters that the study sets itself.
pub(super) fn set_by_study(params: &Params) -> Option<(String, ParamValue)> {
    Some((DELAY_PARAM.to_owned(), params.get(DELAY_PARAM)?.clone()))
}

/// The study under way.
pub(super) struct Sweep {
    grid: Grid,
    part: Part,
    /// How many runs each setting gets.
    each: u64,
    /// How many runs were done.
    done: u64,
    /// Of each setting, what its first run came to, as long as all others came to the same.
    alike: Vec<Option<Tally>>,
    measure: String,
}

impl Sweep {
    /// The beginning. The seeds are `seed` and those after it.
    ///
    /// # Errors
    /// Why not a single setting can be run.
    pub(super) fn new(document: &Document, params: &Params, seed: u64) -> Result<Sweep, Phrase> {
        let knobs = Knobs(params);
        let mut document = document.clone();
        if let Some((id, value)) = set_by_study(params) {
            document.params.insert(id, to_atom(&value));
        }
        let curves = Some(knobs.pick(CURVES)).filter(|curves| *curves != NONE && *curves != knobs.pick(X));
        let grid = Grid::new(&document, knobs.pick(X), curves, knobs.pick(PACE) == BACK_TO_BACK)?;
        let each = knobs.pick(RUNS).parse().unwrap_or(1);
        let part = Part::new(grid.plan.clone(), seed..seed.saturating_add(each));
        let alike = vec![None; part.cells.len()];
        Ok(Sweep { grid, part, each, done: 0, alike, measure: knobs.pick(MEASURE).to_owned() })
    }

    fn all(&self) -> u64 {
        self.grid.runners.len() as u64 * self.each
    }

    /// Whether several runs of each setting were done, and all of them came to the same.
    fn all_alike(&self) -> bool {
        let several = self.done >= 2 * self.grid.runners.len() as u64;
        several && self.grid.runners.iter().all(|(cell, _)| self.alike[*cell].is_some())
    }
}

impl Study for Sweep {
    /// One run.
    fn advance(&mut self) -> bool {
        let settings = self.grid.runners.len() as u64;
        if self.done < self.all()
            && let Some((cell, runner)) = self.grid.runners.get((self.done % settings) as usize)
        {
            let (nth, mut tally) = (self.done / settings, Tally::default());
            let seed = self.part.asked.hull().map_or(0, |seeds| seeds.start).saturating_add(nth);
            // What could begin with one seed can with all.
            if runner.run(seed, &mut tally).is_ok() {
                self.part.add(*cell, seed..seed.saturating_add(1), &tally);
                let alike = &mut self.alike[*cell];
                *alike = if nth == 0 { Some(tally) } else { alike.take().filter(|first| *first == tally) };
            }
            self.done += 1;
        }
        self.done < self.all()
    }

    fn progress(&self) -> Progress {
        let (done, of) = (self.done as u32, self.all() as u32);
        Progress { done, of, words: phrase!("{0} of {1} runs done", "已完成 {0} / {1} 次运行", done, of) }
    }

    fn report(&self) -> Report {
        told::report(self)
    }

    fn field(&self) -> Option<&Field> {
        None
    }
}
