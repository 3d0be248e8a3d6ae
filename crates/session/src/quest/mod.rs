//! "Break it for me": every schedule within a bound, the shortest witness first.
//!
//! A [`Quest`] says which promise of which document is to be broken, and how much may befall the system meanwhile. [`quest`] begins the
//! search, and whoever has begun it calls [`Search::advance`] until it is done, or stops calling. What it came to is a [`Finding`]: a run
//! like any other that breaks the promise, or what may be said when there is none. Nothing here knows a clock, a thread or a page.
//!
//! Clients ask for what the document has them ask for, each in its order, whenever they are free. All other decisions of the document are
//! no part of the search: faults come out of the budget. Unless a [`Timing`] is given, the network takes as long as it likes and overtakes
//! itself, while clocks stand still.

mod ask;
mod engine;
mod finding;
mod judge;
mod past;
mod setting;
mod witness;
mod words;

pub use ask::{Quest, QuestBudget, Timing};
pub use finding::{Finding, QuestProgress};

use crate::doc::Document;
use crate::open::OpenError;
use engine::Engine;
use setting::Setting;
use synod_explore::{Bounds, End, Reductions, Settings};
use synod_words::phrase;

/// So many bytes for what a search keeps, as far as it knows of them; a page has four gigabytes at most.
const BYTES_MAX: u64 = 1 << 30;

/// The promises of a document's lab that can be searched, in the lab's order: strongest first. None for a document that cannot be opened.
pub fn questable(document: &Document) -> Vec<&'static str> {
    let Ok(setting) = Setting::of(document) else { return Vec::new() };
    let promises = setting.lab.promises().into_iter();
    promises.filter(|promise| judge::can_search(promise.law)).map(|promise| promise.id).collect()
}

/// Whether a promise of a document's lab is one that clocks keep, so that only a search with a [`Timing`] says anything about it.
pub fn rests_on_clocks(document: &Document, promise: &str) -> bool {
    let promises = Setting::of(document).map(|setting| setting.lab.promises()).unwrap_or_default();
    promises.into_iter().any(|known| known.id == promise && judge::rests_on_clocks(known.law))
}

/// Begins a search.
///
/// # Errors
/// [`OpenError`] where the document cannot be opened, or its lab makes no such promise, or makes one that cannot be searched.
pub fn quest(ask: &Quest) -> Result<Search, OpenError> {
    let setting = Setting::of(&ask.document)?;
    let refuse = |why| OpenError { why, lab: Some(setting.kind.id()) };
    let promise = setting.lab.promises().into_iter().find(|promise| promise.id == ask.promise && judge::can_search(promise.law));
    let promise = promise.ok_or_else(|| {
        let known = questable(&ask.document);
        refuse(phrase!(
            "{0} is no promise of this lab that can be searched; those that can: {1}",
            "{0} 不是该实验中可以搜索的承诺；可搜索的有：{1}",
            ask.promise.as_str(),
            known
        ))
    })?;
    let worlds = setting.model(promise.law, ask.budget).map_err(refuse)?;
    let bounds = Bounds { depth: ask.budget.depth.into(), states: ask.budget.states, bytes: BYTES_MAX };
    let settings = Settings { bounds, reductions: Reductions::default(), ..Settings::ALL };
    let engine = match ask.budget.timing {
        Some(timing) => Engine::timed(setting.timed(worlds, timing).map_err(refuse)?, settings),
        None => Engine::free(worlds.prune_ignored(), settings),
    };
    let engine = engine.map_err(|bad| refuse(words::refused(bad)))?;
    let mut search = Search { ask: ask.clone(), promise: promise.id, setting, engine, finding: None };
    search.conclude();
    Ok(search)
}

/// A search under way.
pub struct Search {
    ask: Quest,
    promise: &'static str,
    setting: Setting,
    engine: Engine,
    finding: Option<Finding>,
}

impl Search {
    /// Follows all steps of so many more states; whether there is more to do. Slices of any size find the same.
    pub fn advance(&mut self, expansions: u32) -> bool {
        if self.finding.is_none() {
            self.engine.run(expansions);
            self.conclude();
        }
        self.finding.is_none()
    }

    /// How far it is.
    pub fn progress(&self) -> QuestProgress {
        let progress = self.engine.progress();
        let words = words::progress(&progress);
        let synod_explore::Progress { states, steps, depth, waiting, bytes, .. } = progress;
        QuestProgress { states, steps, depth, waiting, bytes, words }
    }

    /// What it came to, once it is done. The same quest comes to the same finding, everywhere.
    pub fn finding(&self) -> Option<Finding> {
        self.finding.clone()
    }

    /// Says what it came to, if it is at its end.
    fn conclude(&mut self) {
        let progress = self.engine.progress();
        let Some(end) = progress.end else { return };
        self.finding = Some(match end {
            End::Broken => self.broken(),
            End::Exhausted | End::Depth => Finding::Holds { words: words::holds(&self.setting, &self.ask, &progress) },
            End::States | End::Bytes => Finding::Open { words: words::open(&self.setting, &self.ask, &progress) },
        });
    }

    /// The way to the broken promise, as a run.
    fn broken(&self) -> Finding {
        let way = self.engine.way();
        let shown = way.as_ref().and_then(|way| witness::replay(&self.setting, self.promise, way));
        shown.unwrap_or_else(|| Finding::Open { words: words::not_replayed(way.map_or(0, |way| way.len())) })
    }
}
