//! The worker's side: it says that it is there, takes one job, and tells how far it is until it is done.

use super::{Job, News, Said, VERSION, pack, quest, study, unpack};
use js_sys::Uint8Array;
use synod_words::{Phrase, phrase};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// How often it tells how far it is, in milliseconds.
pub(super) const NEWS: f64 = 80.0;

/// Waits for a job and does it. Called once, as a worker starts.
pub fn serve() {
    console_error_panic_hook::set_once();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let own = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        match unpack(&bytes) {
            Some(Job::Study(link)) => study::study(&own, &link),
            Some(Job::Quest(asked)) => quest::quest(&own, &asked),
            None => refuse(&own, &phrase!("The worker did not understand its job.", "后台线程无法识别任务。")),
        }
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // It listens as long as it lives.
    heard.forget();
    tell(&scope, &News::Ready(VERSION));
}

pub(super) fn refuse(scope: &DedicatedWorkerGlobalScope, why: &Phrase) {
    tell(scope, &News::Refused(Said::from(why)));
}

pub(super) fn tell(scope: &DedicatedWorkerGlobalScope, news: &News) {
    let bytes = Uint8Array::from(pack(news).as_slice());
    // A page that is gone hears nothing, and its worker goes with it.
    drop(scope.post_message(&JsValue::from(bytes)));
}
