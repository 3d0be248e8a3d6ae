//! A worker's search for a run that breaks a promise.

use super::serve::{NEWS, not_understood, refuse, tell};
use super::{Job, News};
use synod_session::quest::Search;
use web_sys::DedicatedWorkerGlobalScope;

/// How many states are expanded between two looks at the clock.
const SLICE: u32 = 64;

/// Does the search of a job.
pub fn quest(scope: &DedicatedWorkerGlobalScope, job: Job) {
    let Job::Quest(quest) = job else { return refuse(scope, &not_understood()) };
    match synod_session::quest::quest(&quest) {
        Ok(search) => look(scope, search),
        Err(error) => refuse(scope, &error.why),
    }
}

/// Looks until it is decided. It need not listen meanwhile: who cancels the search ends the worker.
fn look(scope: &DedicatedWorkerGlobalScope, mut search: Search) {
    let mut told = js_sys::Date::now();
    let searched = |search: &Search| News::Searched(search.progress());
    tell(scope, &searched(&search));
    while search.advance(SLICE) {
        let now = js_sys::Date::now();
        if now - told >= NEWS {
            told = now;
            tell(scope, &searched(&search));
        }
    }
    tell(scope, &searched(&search));
    if let Some(finding) = search.finding() {
        tell(scope, &News::Found(finding));
    }
    tell(scope, &News::Done);
}
