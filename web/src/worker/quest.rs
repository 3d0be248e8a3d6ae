//! A worker's search for a run that breaks a promise.

use super::News;
use super::serve::{NEWS, refuse, tell};
use synod_session::quest::{Quest, Search};
use web_sys::DedicatedWorkerGlobalScope;

/// How many states are expanded between two looks at the clock.
const SLICE: u32 = 64;

/// Does a search.
pub fn quest(scope: &DedicatedWorkerGlobalScope, asked: &Quest) {
    match synod_session::quest::quest(asked) {
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
