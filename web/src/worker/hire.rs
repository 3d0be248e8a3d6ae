//! The page's side: a worker that does one job, and ends with the value that holds it.

use super::{Job, News, VERSION, pack, unpack};
use crate::state::Action;
use crate::ui::Ui;
use js_sys::Uint8Array;
use synod_words::{Phrase, phrase};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::prelude::*;

/// The script that loads the worker, beside the page.
const LOADER: &str = "./worker_loader.js";

/// What a job came to, or why there is none.
pub type Heard = Result<News, Phrase>;

/// A worker at its job. Dropping it ends the worker, and with it the job, wherever that is.
pub struct Hired {
    worker: Worker,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(Event)>,
}

impl Hired {
    /// Starts a worker and gives it the job; `hear` hears all that it tells.
    ///
    /// # Errors
    /// Why there can be no worker.
    pub fn start(job: &Job, hear: impl Fn(Heard) + Clone + 'static) -> Result<Hired, Phrase> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(LOADER, &options).map_err(|_| failed())?;
        let heard = {
            let (worker, hear, job) = (worker.clone(), hear.clone(), pack(job));
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                match unpack(&Uint8Array::new(&event.data()).to_vec()) {
                    Some(News::Ready(VERSION)) => {
                        if worker.post_message(&JsValue::from(Uint8Array::from(job.as_slice()))).is_err() {
                            hear(Err(failed()));
                        }
                    }
                    Some(News::Ready(_)) | None => {
                        worker.terminate();
                        hear(Err(other_version()));
                    }
                    Some(news) => hear(Ok(news)),
                }
            })
        };
        let broken = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            // What it says stands in the console already.
            event.prevent_default();
            hear(Err(failed()));
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broken.as_ref().unchecked_ref()));
        Ok(Hired { worker, _heard: heard, _failed: broken })
    }
}

impl Drop for Hired {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Has a job done for as long as it is asked for: `job` is its number with what it is. Another number, or none, ends it. What the worker
/// tells becomes an action.
#[hook]
pub fn use_job(job: Option<(u32, Job)>, ui: &Ui, action: fn(u32, Heard) -> Action) {
    let ui = ui.clone();
    use_effect_with(job, move |job| {
        let hired = job.as_ref().map(|(number, job)| {
            let number = *number;
            let hear = move |heard| ui.tell(action(number, heard));
            let hired = Hired::start(job, hear.clone());
            if let Err(why) = &hired {
                hear(Err(why.clone()));
            }
            hired
        });
        move || drop(hired)
    });
}

fn other_version() -> Phrase {
    phrase!(
        "The page and the part of it that does long work are of different versions. Load the page again.",
        "页面与负责耗时计算的部分版本不一致。请重新载入页面。"
    )
}

fn failed() -> Phrase {
    phrase!(
        "The part of the page that does long work did not start, or has stopped. Check the connection and load the page again.",
        "负责耗时计算的部分未能启动，或已停止。请检查网络连接，然后重新载入页面。"
    )
}
