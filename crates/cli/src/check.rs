//! `synod check`: judges a history that was recorded somewhere.

mod recorded;
mod words;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::report::{FINE, Report, UNDECIDED, VIOLATED};
use recorded::Recorded;
use synod_check::{Judgement, Model, Staleness, Verdict, judge, staleness};
use synod_words::{Lang, Phrase};

/// What the judges say of a file.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let recorded = recorded::read(&arguments.operand)?;
    let findings = Findings::of(&recorded, arguments);
    let exit = findings.exit();
    Ok(if arguments.json {
        Report::json(&words::object(&recorded, &findings), exit)
    } else {
        Report { text: words::lines(&recorded, &findings, lang), exit }
    })
}

/// What the judges say.
struct Findings {
    /// The verdicts.
    judged: Vec<(Model, Judgement)>,
    /// Models that nobody asked for by name, and that the file does not tell enough for: why.
    passed_over: Vec<(Model, Phrase)>,
    /// How old reads are at most, where nobody named a model and any bound holds.
    staleness: Option<Staleness>,
}

impl Findings {
    fn of(recorded: &Recorded, arguments: &Arguments) -> Findings {
        let by_name = !arguments.models.is_empty();
        let models = if by_name { arguments.models.as_slice() } else { &Model::ALL };
        let mut findings = Findings { judged: Vec::new(), passed_over: Vec::new(), staleness: None };
        for &model in models {
            let judgement = judge(&recorded.history, model, arguments.budget);
            match judgement.verdict {
                Verdict::Undecided(why) if !by_name && needs_rest(model) => findings.passed_over.push((model, why)),
                _ => findings.judged.push((model, judgement)),
            }
        }
        if !by_name {
            findings.staleness = staleness(&recorded.history, arguments.budget);
        }
        findings
    }

    /// A violation is certain whatever else cannot be said.
    fn exit(&self) -> u8 {
        let any = |is: fn(&Verdict) -> bool| self.judged.iter().any(|(_, judgement)| is(&judgement.verdict));
        if any(|verdict| matches!(verdict, Verdict::Violated(_))) {
            VIOLATED
        } else if any(|verdict| matches!(verdict, Verdict::Undecided(_))) {
            UNDECIDED
        } else {
            FINE
        }
    }
}

/// Whether the promise speaks of a store at rest, which a file need not show.
fn needs_rest(model: Model) -> bool {
    matches!(model, Model::Eventual | Model::NoLostWrites)
}
