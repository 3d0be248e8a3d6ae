//! Which values are tried, and the settings that the lab takes.

use super::super::{Choice, Settings, Varied};
use crate::doc::{Atom, Document};
use crate::open::{read_params, to_atom};
use crate::sweep::{Plan, Runner};
use crate::{ParamKind, ParamSpec, ParamValue, catalogue};
use synod_words::{Phrase, phrase};

/// So many whole numbers are tried one by one; of more, a few.
const ALL_OF: i64 = 16;
/// How many curves can be told apart.
const CURVES_MAX: usize = 5;

/// The settings of a sweep.
pub(super) struct Grid {
    /// The same as a plan of the command line would be.
    pub plan: Plan,
    /// What can be run, with its place among the cells of the plan.
    pub runners: Vec<(usize, Runner)>,
    /// A setting that the lab refuses, with the reason, and how many there are.
    pub refused: Option<(Phrase, Phrase, u32)>,
    /// How the axis and the curves are called: the names of the parameters with their units, and their values.
    pub settings: Settings,
    /// The name of what is along the axis.
    pub axis: Phrase,
}

impl Grid {
    /// The values of one or two parameters of a run that the lab takes.
    ///
    /// # Errors
    /// Why it takes none.
    pub(super) fn new(document: &Document, x: &str, curves: Option<&str>, back_to_back: bool) -> Result<Grid, Phrase> {
        let specs = catalogue::kind(&document.lab).map_err(|error| error.why)?.params();
        let present = read_params(&specs, document)?;
        let varied = [Some(x), curves].into_iter().flatten();
        let varied: Vec<&ParamSpec> = varied.filter_map(|id| specs.iter().find(|spec| spec.id == id)).collect();
        let value = |spec: &ParamSpec| present.get(spec.id).unwrap_or(&spec.default).clone();
        let mut tried: Vec<Vec<ParamValue>> = varied.iter().map(|spec| values(spec, &value(spec))).collect();

        let all = plan(document, &varied, &tried, back_to_back)?;
        let mut runners: Vec<Result<Runner, Phrase>> = (0..all.cells() as usize).map(|cell| Runner::new(&all, cell)).collect();
        let wide = tried.get(1).map_or(1, Vec::len);
        let keep = |axis: usize, nth: usize| {
            runners.iter().enumerate().any(|(cell, runner)| [cell / wide, cell % wide][axis] == nth && runner.is_ok())
        };
        let mut places: Vec<Vec<usize>> =
            tried.iter().enumerate().map(|(axis, values)| (0..values.len()).filter(|nth| keep(axis, *nth)).collect()).collect();
        if places.iter().any(Vec::is_empty) {
            return Err(runners.into_iter().find_map(Result::err).unwrap_or_else(nothing_varies));
        }
        if let (Some(curves), Some(spec)) = (places.get_mut(1), varied.get(1)) {
            let own = tried[1].iter().position(|one| *one == value(spec));
            *curves = thinned(curves, own);
        }
        for (values, places) in tried.iter_mut().zip(&places) {
            *values = places.iter().map(|nth| values[*nth].clone()).collect();
        }

        let plan = plan(document, &varied, &tried, back_to_back)?;
        let (one, other) = (vec![0], places.get(1));
        let cells = places[0].iter().flat_map(|x| other.unwrap_or(&one).iter().map(move |curve| x * wide + curve));
        let (mut taken, mut refused) = (Vec::new(), None);
        for (cell, at) in cells.enumerate() {
            match std::mem::replace(&mut runners[at], Err(nothing_varies())) {
                Ok(runner) => taken.push((cell, runner)),
                Err(why) => {
                    let many = refused.as_ref().map_or(0, |(_, _, many)| *many);
                    let (example, why) = match refused {
                        Some((example, why, _)) => (example, why),
                        None => (in_words(&varied, &tried, cell), why),
                    };
                    refused = Some((example, why, many + 1));
                }
            }
        }
        let place = |axis: usize| tried.get(axis)?.iter().position(|one| *one == value(varied[axis])).map(|nth| nth as u32);
        let told = |axis: usize| varied.get(axis).map(|spec| told(spec, &tried[axis]));
        let here = place(0).map(|x| (place(1).unwrap_or(0), x));
        let settings = Settings { x: told(0).ok_or_else(nothing_varies)?, curves: told(1), here };
        Ok(Grid { plan, runners: taken, refused, settings, axis: with_unit(varied[0]) })
    }

    /// How many curves there are.
    pub(super) fn curves(&self) -> usize {
        self.settings.curves.as_ref().map_or(1, |varied| varied.values.len())
    }

    /// The name of a curve: `W = 2`.
    pub(super) fn curve(&self, nth: usize) -> Option<Phrase> {
        let varied = self.settings.curves.as_ref()?;
        let specs = catalogue::kind(&self.plan.document.lab).ok()?.params();
        let spec = specs.iter().find(|spec| spec.id == varied.param)?;
        Some(equation(spec, &varied.values.get(nth)?.name))
    }
}

/// A plan as the command line reads it.
fn plan(document: &Document, varied: &[&ParamSpec], values: &[Vec<ParamValue>], back_to_back: bool) -> Result<Plan, Phrase> {
    let text = |(spec, values): (&&ParamSpec, &Vec<ParamValue>)| {
        let values: Vec<String> = values.iter().map(plain).collect();
        format!("{}={}", spec.id, values.join(","))
    };
    let vary: Vec<String> = varied.iter().zip(values).map(text).collect();
    Plan::new(document.clone(), &vary, back_to_back).map_err(|bad| bad.0)
}

/// The values of a parameter that are tried: all of a few, or one, two, five, ten and so on with both ends; the present one in any case.
fn values(spec: &ParamSpec, present: &ParamValue) -> Vec<ParamValue> {
    match &spec.kind {
        ParamKind::Switch => vec![ParamValue::Switch(false), ParamValue::Switch(true)],
        ParamKind::Pick(choices) => choices.iter().map(|(id, _)| ParamValue::Pick((*id).to_owned())).collect(),
        ParamKind::Int { min, max, .. } => {
            let mut all: Vec<i64> = if max - min < ALL_OF {
                (*min..=*max).collect()
            } else {
                let round = (0..18).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i64.pow(power)));
                let round = round.flat_map(|number| [number, -number]).filter(|number| (min..=max).contains(&number));
                round.chain([*min, *max]).collect()
            };
            all.extend(match present {
                ParamValue::Int(present) => Some(*present),
                _ => None,
            });
            synod_order::sort(&mut all);
            all.dedup();
            all.into_iter().map(ParamValue::Int).collect()
        }
    }
}

/// A few of many, the first and the last and `own` among them.
fn thinned(all: &[usize], own: Option<usize>) -> Vec<usize> {
    if all.len() <= CURVES_MAX {
        return all.to_vec();
    }
    let spread = |nth: usize| all[nth * (all.len() - 1) / (CURVES_MAX - 1)];
    let mut few: Vec<usize> = (0..CURVES_MAX).map(spread).collect();
    if let Some(own) = own.filter(|own| all.contains(own) && !few.contains(own)) {
        // In place of its neighbour, unless that is an end.
        let nearest = (1..CURVES_MAX - 1).min_by_key(|nth| few[*nth].abs_diff(own)).unwrap_or(1);
        few[nearest] = own;
    }
    few
}

/// A value as it stands in a link.
fn plain(value: &ParamValue) -> String {
    match to_atom(value) {
        Atom::Null => String::new(),
        Atom::Bool(on) => on.to_string(),
        Atom::Int(i) => i.to_string(),
        Atom::Text(text) => text,
    }
}

fn told(spec: &ParamSpec, values: &[ParamValue]) -> Varied {
    let choice = |value: &ParamValue| Choice { value: plain(value), name: name(spec, value) };
    Varied {
        param: spec.id.to_owned(),
        ordered: matches!(spec.kind, ParamKind::Int { .. }),
        values: values.iter().map(choice).collect(),
    }
}

/// A value in words, without its unit.
fn name(spec: &ParamSpec, value: &ParamValue) -> Phrase {
    match (&spec.kind, value) {
        (_, ParamValue::Switch(true)) => phrase!("on", "开"),
        (_, ParamValue::Switch(false)) => phrase!("off", "关"),
        (ParamKind::Pick(choices), ParamValue::Pick(id)) => {
            choices.iter().find(|choice| choice.0 == id).map_or_else(|| Phrase::verbatim(id), |choice| choice.1.clone())
        }
        (_, value) => Phrase::verbatim(plain(value)),
    }
}

fn unit(spec: &ParamSpec) -> &'static str {
    match spec.kind {
        ParamKind::Int { unit, .. } => unit,
        _ => "",
    }
}

fn with_unit(spec: &ParamSpec) -> Phrase {
    match unit(spec) {
        "" => spec.name.clone(),
        unit => phrase!("{0} ({1})", "{0}（{1}）", spec.name.clone(), unit),
    }
}

fn equation(spec: &ParamSpec, value: &Phrase) -> Phrase {
    match unit(spec) {
        "" => phrase!("{0} = {1}", "{0} = {1}", spec.name.clone(), value.clone()),
        unit => phrase!("{0} = {1} {2}", "{0} = {1} {2}", spec.name.clone(), value.clone(), unit),
    }
}

/// A setting in words: `R = 6, W = 1`.
fn in_words(varied: &[&ParamSpec], tried: &[Vec<ParamValue>], cell: usize) -> Phrase {
    let wide = tried.get(1).map_or(1, Vec::len);
    let nth = [cell / wide, cell % wide];
    let each = varied.iter().zip(tried).zip(nth).map(|((spec, values), nth)| equation(spec, &name(spec, &values[nth])));
    phrase!("{0}", "{0}", each.collect::<Vec<Phrase>>())
}

fn nothing_varies() -> Phrase {
    phrase!("This lab has no parameter that could take other values.", "该实验没有可取其他值的参数。")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_numbers_are_all_tried_and_of_many_the_round_ones() {
        let spec = |range| ParamSpec::int("p", phrase!("P", "P"), phrase!("P", "P"), range, "");
        let ints =
            |range, present| values(&spec(range), &ParamValue::Int(present)).iter().map(plain).collect::<Vec<String>>().join(" ");
        assert_eq!(ints((1, 3, 5), 3), "1 2 3 4 5");
        assert_eq!(ints((10, 300, 10_000), 300), "10 20 50 100 200 300 500 1000 2000 5000 10000");
        assert_eq!(ints((-30, 0, 30), 0), "-30 -20 -10 -5 -2 -1 0 1 2 5 10 20 30");
    }

    #[test]
    fn curves_are_few_and_the_present_one_is_among_them() {
        assert_eq!(thinned(&[0, 1, 2], Some(2)), [0, 1, 2]);
        assert_eq!(thinned(&(0..15).collect::<Vec<_>>(), Some(0)), [0, 3, 7, 10, 14]);
        assert_eq!(thinned(&(0..15).collect::<Vec<_>>(), Some(4)), [0, 4, 7, 10, 14]);
        assert_eq!(thinned(&(0..15).collect::<Vec<_>>(), Some(13)), [0, 3, 7, 13, 14]);
    }
}
