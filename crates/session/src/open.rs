//! From a document to a session, and from a session to the same decisions under other parameters.

use crate::acts::{to_action, without_strangers};
use crate::doc::{Atom, Document};
use crate::names::Names;
use crate::run::{Beginning, Run};
use crate::{ParamSpec, ParamValue, Params, Session, catalogue};
use synod_kernel::Decision;
use synod_protocols::{Erased, Kind};
use synod_words::{Phrase, phrase};

/// Why a document cannot be opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenError {
    /// What is wrong, where, and what to do.
    pub why: Phrase,
    /// The lab that was meant, where that much can be said: its default can be offered instead.
    pub lab: Option<&'static str>,
}

/// A session, and what could not be kept of what it was opened from.
pub struct Opened {
    /// The session, run to its end, with the cursor where the document says.
    pub session: Box<dyn Session>,
    /// Decisions that no longer make sense, each in a sentence with the reason.
    pub dropped: Vec<Phrase>,
}

/// Opens a document.
///
/// # Errors
/// [`OpenError`] for an unknown lab, a parameter out of range, a process or an operation that does not exist.
pub fn open(document: &Document) -> Result<Opened, OpenError> {
    open_lab(catalogue::kind(&document.lab)?, document, Strictness::Refuse)
}

/// The same seed and decisions under other parameters; decisions that make no sense there are dropped and named.
///
/// # Errors
/// [`OpenError`] for a parameter that is unknown or out of range.
pub fn reopen(session: &dyn Session, params: &Params) -> Result<Opened, OpenError> {
    let mut document = session.export();
    document.params = synod_order::map(params.iter().map(|(id, value)| (id.clone(), to_atom(value))));
    open_lab(catalogue::kind(session.lab())?, &document, Strictness::Drop)
}

/// What to do with parameters that do not fit together and decisions that make no sense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Strictness {
    /// Refuse the document: it was made by hand, or damaged.
    Refuse,
    /// Make it fit: somebody is playing with the parameters.
    Drop,
}

/// Opens a document of this lab.
fn open_lab(kind: &dyn Kind, document: &Document, strictness: Strictness) -> Result<Opened, OpenError> {
    let refuse = |why: Phrase| OpenError { why, lab: Some(kind.id()) };
    let mut params = read_params(&kind.params(), document).map_err(refuse)?;
    if strictness == Strictness::Drop {
        kind.fit(&mut params);
    }
    let lab = kind.with(&params).map_err(|bad| refuse(bad.why))?;
    let names = Names::of_all(&lab.cluster().processes);
    let (script, dropped) = read_script(kind, &names, document, strictness).map_err(refuse)?;
    let beginning = Beginning {
        lab,
        params,
        scenario: document.scenario.clone(),
        seed: document.seed,
        script,
        until: document.until,
        cursor: document.cursor,
        dropped,
    };
    let session = Run::begin(beginning).map_err(refuse)?;
    let dropped = session.dropped();
    Ok(Opened { session: Box::new(session), dropped })
}

/// Every parameter at its default.
pub(crate) fn default_params(specs: &[ParamSpec]) -> Params {
    synod_order::map(specs.iter().map(|spec| (spec.id.to_owned(), spec.default.clone())))
}

/// A parameter value as a document holds it.
pub(crate) fn to_atom(value: &ParamValue) -> Atom {
    match value {
        ParamValue::Int(i) => Atom::Int(*i),
        ParamValue::Switch(on) => Atom::Bool(*on),
        ParamValue::Pick(id) => Atom::Text(id.clone()),
    }
}

/// The defaults, and over them what the document says.
pub(crate) fn read_params(specs: &[ParamSpec], document: &Document) -> Result<Params, Phrase> {
    let mut params = default_params(specs);
    for (id, atom) in &document.params {
        let value = match atom {
            Atom::Int(i) => ParamValue::Int(*i),
            Atom::Bool(on) => ParamValue::Switch(*on),
            Atom::Text(text) => ParamValue::Pick(text.clone()),
            Atom::Null => return Err(phrase!("parameter {0} has no value", "参数 {0} 没有值", id)),
        };
        let Some(spec) = specs.iter().find(|spec| spec.id == id) else {
            let known: Vec<&str> = specs.iter().map(|spec| spec.id).collect();
            return Err(phrase!("there is no parameter {0}; there are: {1}", "没有参数 {0}；现有：{1}", id, known));
        };
        spec.check(&value).map_err(|bad| phrase!("parameter out of range: {0}", "参数超出范围：{0}", bad.why))?;
        params.insert(id.clone(), value);
    }
    Ok(params)
}

/// The decisions, and in words those that make no sense with these processes.
pub(crate) fn read_script(
    kind: &dyn Kind,
    names: &Names,
    document: &Document,
    strictness: Strictness,
) -> Result<(Vec<Decision<Erased>>, Vec<Phrase>), Phrase> {
    let (mut script, mut dropped) = (Vec::new(), Vec::new());
    for (i, decision) in document.decisions.iter().enumerate() {
        let act = match strictness {
            Strictness::Refuse => decision.act.clone(),
            Strictness::Drop => without_strangers(names, &decision.act),
        };
        match to_action(kind, names, &act) {
            Ok(action) => script.push(Decision { at: decision.at, nth: decision.nth, action }),
            Err(why) => {
                let why = phrase!("decision {0}: {1}", "第 {0} 项决定：{1}", i + 1, why);
                match strictness {
                    Strictness::Refuse => return Err(why),
                    Strictness::Drop => dropped.push(why),
                }
            }
        }
    }
    Ok((script, dropped))
}
