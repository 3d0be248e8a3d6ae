//! What is swept: a scenario, and the values that some of its parameters take.

use crate::doc::{Atom, Document};
use crate::open::{OpenError, read_params, to_atom};
use crate::{ParamKind, ParamSpec, ParamValue, catalogue};
use synod_words::{Phrase, phrase};

/// How many combinations there may be.
pub const CELLS_MAX: u64 = 10_000;

/// A scenario with the values that some of its parameters take.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// The scenario. Its seed is of no account, and what it says of a varied parameter neither.
    pub document: Document,
    /// The parameters that are varied.
    pub vary: Vec<Axis>,
    /// When the clients ask.
    pub pace: Pace,
}

/// A parameter that is varied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Axis {
    /// Its id.
    pub param: String,
    /// Its values, without repetition.
    pub values: Vec<Atom>,
}

/// When clients ask for the operations of a scenario.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// When the scenario says.
    Scripted,
    /// The first when the scenario says, and each further one a microsecond after the one before it was answered.
    BackToBack,
}

/// Why a sweep makes no sense.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadPlan(pub Phrase);

impl From<OpenError> for BadPlan {
    fn from(error: OpenError) -> Self {
        BadPlan(error.why)
    }
}

impl Plan {
    /// A sweep of this scenario. Each of `vary` names a parameter and its values: `W=1..3` (both included), `delay=constant,ymmr`,
    /// `read-repair=false,true`; small and capital letters are the same.
    ///
    /// # Errors
    /// [`BadPlan`] for an unknown lab or parameter, a value that the parameter cannot take, a parameter varied twice, and more than
    /// [`CELLS_MAX`] combinations.
    pub fn new(document: Document, vary: &[impl AsRef<str>], back_to_back: bool) -> Result<Plan, BadPlan> {
        let specs = catalogue::kind(&document.lab)?.params();
        let axes = vary.iter().map(|text| axis(&specs, text.as_ref())).collect::<Result<Vec<Axis>, BadPlan>>()?;
        let pace = if back_to_back { Pace::BackToBack } else { Pace::Scripted };
        Plan { document: Document { seed: 0, cursor: None, ..document }, vary: axes, pace }.checked(&specs)
    }

    /// The same, after a look at it; for a plan out of a file.
    pub(super) fn checked(self, specs: &[ParamSpec]) -> Result<Plan, BadPlan> {
        for (i, Axis { param, values }) in self.vary.iter().enumerate() {
            let twice = self.vary[..i].iter().any(|other| other.param == *param);
            let again = values.iter().enumerate().any(|(j, value)| values[..j].contains(value));
            if twice || again || values.is_empty() {
                return Err(BadPlan(phrase!(
                    "{0} is varied more than once, or not at all; give each value once",
                    "{0} 被重复改变或没有取值；每个值只给出一次",
                    param
                )));
            }
            for value in values {
                let mut alone = Document { params: synod_order::map([]), ..self.document.clone() };
                alone.params.insert(param.clone(), value.clone());
                read_params(specs, &alone).map_err(BadPlan)?;
            }
        }
        if self.cells() > CELLS_MAX {
            let many = i64::try_from(self.cells()).unwrap_or(i64::MAX);
            return Err(BadPlan(phrase!(
                "{0} combinations are too many; {1} at most",
                "{0} 种组合过多；至多 {1} 种",
                many,
                CELLS_MAX.cast_signed()
            )));
        }
        Ok(self)
    }

    /// How many combinations there are.
    pub fn cells(&self) -> u64 {
        self.vary.iter().fold(1, |cells, axis| cells.saturating_mul(axis.values.len() as u64))
    }

    /// The values of a combination, in the order of the parameters; the last parameter changes fastest.
    pub fn values(&self, cell: usize) -> Vec<&Atom> {
        let mut rest = cell;
        let mut values: Vec<&Atom> = Vec::new();
        for axis in self.vary.iter().rev() {
            values.push(&axis.values[rest % axis.values.len()]);
            rest /= axis.values.len();
        }
        values.reverse();
        values
    }

    /// The scenario with the values of a combination.
    pub fn cell(&self, cell: usize) -> Document {
        let mut document = self.document.clone();
        for (axis, value) in self.vary.iter().zip(self.values(cell)) {
            document.params.insert(axis.param.clone(), value.clone());
        }
        document
    }
}

fn axis(specs: &[ParamSpec], text: &str) -> Result<Axis, BadPlan> {
    let (name, values) = text.split_once('=').ok_or_else(|| {
        BadPlan(phrase!("{0} does not say what values to take; as in W=1..3", "{0} 没有给出取值；例如 W=1..3", text))
    })?;
    let spec = specs.iter().find(|spec| spec.id.eq_ignore_ascii_case(name)).ok_or_else(|| {
        let known: Vec<&str> = specs.iter().map(|spec| spec.id).collect();
        BadPlan(phrase!("there is no parameter {0}; there are: {1}", "没有参数 {0}；现有：{1}", name, known))
    })?;
    let mut all = Vec::new();
    for piece in values.split(',') {
        all.extend(read_values(spec, piece).ok_or_else(|| {
            BadPlan(phrase!(
                "{0} is no value or range of {1}; as in {1}=1..3 or {1}=1,3",
                "{0} 不是 {1} 的取值或范围；例如 {1}=1..3 或 {1}=1,3",
                piece,
                spec.id
            ))
        })?);
    }
    Ok(Axis { param: spec.id.to_owned(), values: all })
}

fn read_values(spec: &ParamSpec, text: &str) -> Option<Vec<Atom>> {
    let value = match (&spec.kind, text.split_once("..")) {
        (ParamKind::Int { min, max, .. }, Some((first, last))) => {
            let (first, last) = (first.parse::<i64>().ok()?, last.parse::<i64>().ok()?);
            let fits = *min <= first && first <= last && last <= *max;
            return fits.then(|| (first..=last).map(Atom::Int).collect());
        }
        (ParamKind::Int { .. }, None) => ParamValue::Int(text.parse().ok()?),
        (ParamKind::Switch, _) => ParamValue::Switch(text.parse().ok()?),
        (ParamKind::Pick(_), _) => ParamValue::Pick(text.to_owned()),
    };
    Some(vec![to_atom(&value)])
}
