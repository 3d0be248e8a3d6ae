//! The worker's side: it says that it is there, takes one job, and tells how far it is until it is done.

use super::{Job, News, Said, Steps, VERSION, pack, unpack};
use js_sys::Uint8Array;
use synod_session::study::{Study, Task, start};
use synod_words::{Phrase, phrase};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// How often it tells how far it is, in milliseconds.
const NEWS: f64 = 80.0;
/// How often it tells what it came to so far.
const REPORTS: f64 = 500.0;

/// Waits for a job. Called once, as a worker starts.
pub fn serve() {
    console_error_panic_hook::set_once();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let own = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        match unpack(&bytes) {
            Some(job) => work(&own, &job),
            None => refuse(&own, &phrase!("The worker did not understand its job.", "后台线程无法识别任务。")),
        }
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // It listens as long as it lives.
    heard.forget();
    tell(&scope, &News::Ready(VERSION));
}

fn work(scope: &DedicatedWorkerGlobalScope, job: &Job) {
    let Job::Study(link) = job;
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

fn refuse(scope: &DedicatedWorkerGlobalScope, why: &Phrase) {
    tell(scope, &News::Refused(Said::from(why)));
}

fn tell(scope: &DedicatedWorkerGlobalScope, news: &News) {
    let bytes = Uint8Array::from(pack(news).as_slice());
    // A page that is gone hears nothing, and its worker goes with it.
    drop(scope.post_message(&JsValue::from(bytes)));
}
