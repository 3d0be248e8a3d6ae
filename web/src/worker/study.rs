//! A worker's study.

use super::serve::{NEWS, refuse, tell};
use super::{News, Steps};
use synod_session::study::{Study, Task, start};
use synod_words::phrase;
use web_sys::DedicatedWorkerGlobalScope;

/// How often it tells what it came to so far, in milliseconds.
const REPORTS: f64 = 500.0;

/// Does the study that a link names.
pub fn study(scope: &DedicatedWorkerGlobalScope, link: &str) {
    let task = Task::read(link).unwrap_or_else(|| Err(phrase!("This link names no study.", "该链接不指向任何研究。")));
    match task.and_then(|task| start(&task)) {
        Ok(mut study) => do_study(scope, study.as_mut()),
        Err(why) => refuse(scope, &why),
    }
}

/// Works until it is done. It need not listen meanwhile: who cancels the job ends the worker.
fn do_study(scope: &DedicatedWorkerGlobalScope, study: &mut dyn Study) {
    let (mut told, mut reported) = (js_sys::Date::now(), js_sys::Date::now());
    let mut filmed = false;
    let steps = |study: &dyn Study| News::Progress(Steps::from(study.progress()));
    tell(scope, &steps(study));
    while study.advance() {
        let now = js_sys::Date::now();
        if now - told < NEWS {
            continue;
        }
        told = now;
        if let Some(field) = study.field().filter(|_| !filmed) {
            filmed = true;
            tell(scope, &News::Field(field.clone()));
        }
        tell(scope, &steps(study));
        if now - reported >= REPORTS {
            reported = now;
            tell(scope, &News::Report(study.report()));
        }
    }
    if let Some(field) = study.field().filter(|_| !filmed) {
        tell(scope, &News::Field(field.clone()));
    }
    tell(scope, &steps(study));
    tell(scope, &News::Report(study.report()));
    tell(scope, &News::Done);
}
