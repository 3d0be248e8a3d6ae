//! "Break it for me": every schedule within a bound, the shortest witness first.
//!
//! A [`Quest`] says which promise of which document is to be broken, and how much may befall the system meanwhile. [`quest`] begins the
//! search, and whoever has begun it calls [`Search::advance`] until it is done, or stops calling. What it came to is a [`Finding`]: a run
//! like any other that breaks the promise, or what may be said when there is none. Nothing here knows a clock, a thread or a page.
//!
//! A promise of the end is not broken by any step; what is searched there says [`live`].
//!
//! Clients ask for what the document has them ask for, each in its order, whenever they are free. All other decisions of the document are
//! no part of the search: faults come out of the budget. Unless a [`Timing`] is given, the network takes as long as it likes and overtakes
//! itself, while clocks stand still.

mod ask;
mod engine;
mod finding;
mod judge;
mod live;
mod past;
mod setting;
mod witness;
mod words;

pub use ask::{Quest, QuestBudget, Timing};
pub use finding::{Finding, QuestProgress};

pub use synod_explore::Order;

use crate::doc::Document;
use crate::open::OpenError;
use engine::{Engine, Timed};
use judge::Judge;
use live::Live;
use setting::Setting;
use synod_explore::{BadSettings, Bounds, Collapsed, Deviating, End, Explorer, Progress, Settings, Worlds};
use synod_protocols::Erased;
use synod_words::phrase;

/// So many bytes for what a search keeps in a page, as far as it knows of them; a page has four gigabytes at most.
const BYTES_MAX: u64 = 1 << 30;

/// The promises of a document's lab that can be searched, in the lab's order: strongest first. None for a document that cannot be opened.
pub fn questable(document: &Document) -> Vec<&'static str> {
    let Ok(setting) = Setting::of(document) else { return Vec::new() };
    let promises = setting.lab.promises().into_iter();
    promises.filter(|promise| judge::can_search(promise.law)).map(|promise| promise.id).collect()
}

/// Those of them that speak of the end: that something comes about. Of these, the time-outs of a budget are those that come while messages
/// are under way.
pub fn awaiting(document: &Document) -> Vec<&'static str> {
    let Ok(setting) = Setting::of(document) else { return Vec::new() };
    let promises = setting.lab.promises().into_iter();
    promises.filter(|promise| judge::waits(promise.law).is_some()).map(|promise| promise.id).collect()
}

/// Whether a promise of a document's lab is one that clocks keep, so that only a search with a [`Timing`] says anything about it.
pub fn rests_on_clocks(document: &Document, promise: &str) -> bool {
    let promises = Setting::of(document).map(|setting| setting.lab.promises()).unwrap_or_default();
    promises.into_iter().any(|known| known.id == promise && judge::rests_on_clocks(known.law))
}

/// Begins a search for the shortest schedule that breaks the promise.
///
/// # Errors
/// [`OpenError`] where the document cannot be opened, or its lab makes no such promise, or makes one that cannot be searched.
pub fn quest(ask: &Quest) -> Result<Search, OpenError> {
    begin(ask, Order::Steps, |worlds| by_steps(worlds, ask, BYTES_MAX))
}

/// Begins a search in this order, which may keep so many bytes. By [`Order::Deviations`] it is for the schedule with the fewest deviations from
/// the ordinary one, and the quest's bound on steps says nothing. Where time passes, there is the order of steps only.
///
/// # Errors
/// As [`quest`].
pub fn quest_in(ask: &Quest, order: Order, bytes: u64) -> Result<Search, OpenError> {
    begin(ask, order, |worlds| match order {
        Order::Steps => by_steps(worlds, ask, bytes),
        Order::Deviations => {
            let bounds = Bounds { states: ask.budget.states, bytes, ..Bounds::NONE };
            Ok(Box::new(Explorer::new(Deviating::new(worlds), Settings { bounds, order, ..Settings::ALL })?))
        }
    })
}

fn by_steps(worlds: Worlds<Erased, Judge>, ask: &Quest, bytes: u64) -> Result<Box<dyn Engine>, BadSettings> {
    let bounds = Bounds { depth: ask.budget.depth.into(), states: ask.budget.states, bytes };
    Ok(Box::new(Explorer::new(Collapsed::new(worlds), Settings { bounds, ..Settings::ALL })?))
}

fn begin(
    ask: &Quest,
    order: Order,
    engine: impl FnOnce(Worlds<Erased, Judge>) -> Result<Box<dyn Engine>, BadSettings>,
) -> Result<Search, OpenError> {
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
    if ask.budget.timing.is_some() && !judge::can_search_in_time(promise.law) {
        return Err(refuse(phrase!(
            "{0} speaks of the end, which no step breaks: search it without time",
            "{0} 关乎终局，没有哪一步会违反它：请不计时地搜索",
            ask.promise.as_str()
        )));
    }
    let worlds = setting.model(promise.law, ask.budget).map_err(refuse)?;
    let order = if ask.budget.timing.is_some() { Order::Steps } else { order };
    let hunt = match (ask.budget.timing, judge::waits(promise.law)) {
        (Some(timing), _) => {
            let bounds = Bounds { depth: ask.budget.depth.into(), states: ask.budget.states, bytes: BYTES_MAX };
            let model = setting.timed(worlds, timing).map_err(refuse)?;
            Explorer::new(model, Settings { bounds, ..Settings::ALL }).map(|explorer| Hunt::Step(Box::new(Timed(explorer))))
        }
        (None, Some(calm)) => {
            let bounds = Bounds { depth: ask.budget.depth.into(), states: ask.budget.states, bytes: BYTES_MAX };
            Explorer::new(worlds, Settings { bounds, graph: true, ..Settings::ALL })
                .map(|explorer| Hunt::End(Live::new(calm), Box::new(explorer)))
        }
        (None, None) => engine(worlds).map(Hunt::Step),
    };
    let hunt = hunt.map_err(|bad| refuse(words::refused(bad)))?;
    let mut search = Search { ask: ask.clone(), order, promise: promise.id, setting, hunt, finding: None, deviations: None };
    search.conclude();
    Ok(search)
}

/// What is looked for.
enum Hunt {
    /// A step that breaks the promise.
    Step(Box<dyn Engine>),
    /// A state from which what the promise waits for is not reached.
    End(Live, Box<Explorer<Worlds<Erased, Judge>>>),
}

impl Hunt {
    fn engine(&self) -> &dyn Engine {
        match self {
            Hunt::Step(engine) => engine.as_ref(),
            Hunt::End(_, explorer) => explorer.as_ref(),
        }
    }

    fn progress(&self) -> Progress {
        self.engine().progress()
    }
}

/// A search under way.
pub struct Search {
    ask: Quest,
    order: Order,
    promise: &'static str,
    setting: Setting,
    hunt: Hunt,
    finding: Option<Finding>,
    deviations: Option<u32>,
}

impl Search {
    /// Follows all steps of so many more states; whether there is more to do. Slices of any size find the same.
    pub fn advance(&mut self, expansions: u32) -> bool {
        if self.finding.is_none() {
            match &mut self.hunt {
                Hunt::Step(engine) => engine.run(expansions),
                Hunt::End(live, explorer) => live.advance(explorer, expansions),
            }
            self.conclude();
        }
        self.finding.is_none()
    }

    /// How far it is.
    pub fn progress(&self) -> QuestProgress {
        let progress = self.hunt.progress();
        let words = match self.hunt {
            Hunt::Step(_) => words::progress(self.order, &progress),
            Hunt::End(..) => live::words::progress(&progress),
        };
        let Progress { states, steps, depth, waiting, bytes, .. } = progress;
        QuestProgress { states, steps, depth, waiting, bytes, words }
    }

    /// What it came to, once it is done. The same quest comes to the same finding, everywhere.
    pub fn finding(&self) -> Option<Finding> {
        self.finding.clone()
    }

    /// With how many deviations the promise was broken, where it was and that was the order: with fewer it cannot be.
    pub fn deviations(&self) -> Option<u32> {
        self.deviations
    }

    /// Says what it came to, if it is at its end.
    fn conclude(&mut self) {
        let progress = self.hunt.progress();
        if let Hunt::End(live, explorer) = &self.hunt
            && progress.end != Some(End::Broken)
        {
            self.finding = live.finding(&self.setting, &self.ask, self.promise, explorer);
            return;
        }
        let Some(end) = progress.end else { return };
        self.finding = Some(match end {
            End::Broken => self.broken(),
            End::Exhausted | End::Depth => {
                Finding::Holds { words: words::holds(&self.setting, &self.ask, self.order, &progress) }
            }
            End::States | End::Bytes => Finding::Open { words: words::open(&self.setting, &self.ask, self.order, &progress) },
        });
    }

    /// The way to the broken promise, as a run.
    fn broken(&mut self) -> Finding {
        let Some((depth, way)) = self.hunt.engine().way() else { return Finding::Open { words: words::not_replayed(0) } };
        let Some(shown) = witness::replay(&self.setting, self.promise, &way) else {
            return Finding::Open { words: words::not_replayed(way.len()) };
        };
        self.deviations = (self.order == Order::Deviations).then_some(depth);
        shown
    }
}
