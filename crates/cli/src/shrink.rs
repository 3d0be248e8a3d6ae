//! `synod shrink`: a run made as small as it goes while a promise stays broken.

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::page::Page;
use crate::pair::pair;
use crate::report::{FINE, Report};
use crate::scenario;
use serde_json::{Value, json};
use synod_session::{Counts, Shrunk, link, shrink};
use synod_words::{Lang, Phrase, phrase};

/// What is left of a document when nothing more can be left out.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let document = scenario::find(&arguments.operand)?;
    let shrunk = shrink(&document, arguments.promise.as_deref())?;
    if arguments.json {
        return Ok(Report::json(&object(&shrunk), FINE));
    }
    let mut page = Page::new(lang);
    page.phrase(&shrunk.explanation);
    page.paragraph(&told(&shrunk));
    page.line("");
    page.line(link::encode(&shrunk.document));
    Ok(Report::fine(page.into_text()))
}

/// What the search came to, in a line.
pub fn told(shrunk: &Shrunk) -> Phrase {
    let Shrunk { before, after, tries, .. } = shrunk;
    if !shrunk.smaller {
        return phrase!(
            "Nothing can be made smaller: {0} decisions, {1} of them faults. {2} runs were tried.",
            "已无法再缩小：{0} 项决定，其中 {1} 次故障。共试了 {2} 次运行。",
            after.decisions,
            after.faults,
            *tries
        );
    }
    let change = |from: u32, to: u32| Phrase::verbatim(if from == to { to.to_string() } else { format!("{from} → {to}") });
    phrase!(
        "Decisions {0}, faults {1}, processes {2}, steps until it breaks {3}; {4} runs tried.",
        "决定 {0}，故障 {1}，进程 {2}，打破前的步数 {3}；共试了 {4} 次运行。",
        change(before.decisions, after.decisions),
        change(before.faults, after.faults),
        change(before.processes, after.processes),
        change(before.steps, after.steps),
        *tries
    )
}

/// The same for a program.
pub fn object(shrunk: &Shrunk) -> Value {
    let counts = |Counts { decisions, faults, processes, steps }: Counts| json!({"decisions": decisions, "faults": faults, "processes": processes, "steps": steps});
    json!({
        "promise": shrunk.promise,
        "smaller": shrunk.smaller,
        "before": counts(shrunk.before),
        "after": counts(shrunk.after),
        "tries": shrunk.tries,
        "explanation": pair(&shrunk.explanation),
        "document": shrunk.document,
        "link": link::encode(&shrunk.document),
    })
}
