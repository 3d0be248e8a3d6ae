//! The smallest run that still breaks a promise.
//!
//! From a run that breaks it, whether somebody played it or a storm found it, decisions are taken out by delta debugging, what chance did is
//! decided by hand or left out, and parameters, decisions, times and the seed are made simpler, until nothing of that can be done any more.
//! Every attempt is a document that is opened and followed like any other; one in which the promise is still broken at the end, and which
//! is smaller, is taken up. In the result no decision can be left out: it is *1-minimal*. That is a smallest run, not the smallest of all.
//!
//! ```
//! use synod_session::{lab, shrink};
//!
//! let stale = lab("nwr").expect("a lab").scenarios.swap_remove(0);
//! let shrunk = shrink(&stale.document, Some("linearizable")).expect("it breaks there");
//! assert!(shrunk.after.decisions < shrunk.before.decisions);
//! ```

mod by_hand;
mod ddmin;
mod explain;
mod params;
mod simpler;
mod size;

use crate::doc::Document;
use crate::{OpenError, PromiseView, Session, Standing, catalogue, open};
use by_hand::ByHand;
use ddmin::Ddmin;
use explain::then;
use size::{Size, size};
use std::collections::VecDeque;
use synod_order::Set;
use synod_protocols::Kind;
use synod_words::{Phrase, phrase};

/// What is counted of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    /// The decisions.
    pub decisions: u32,
    /// The faults among them, as [`Toll`](crate::Toll) counts them.
    pub faults: u32,
    /// The processes.
    pub processes: u32,
    /// The steps until the promise breaks.
    pub steps: u32,
}

/// A smallest run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shrunk {
    /// The run, with the cursor where the promise breaks.
    pub document: Document,
    /// The promise.
    pub promise: &'static str,
    /// Its name.
    pub name: Phrase,
    /// The run that it was made of.
    pub before: Counts,
    /// The run as it is now.
    pub after: Counts,
    /// Whether anything could be made smaller.
    pub smaller: bool,
    /// How many runs were tried.
    pub tries: u32,
    /// What happens in it, and that nothing of it can be left out.
    pub story: Phrase,
    /// The same with the reason why that breaks the promise: a paragraph.
    pub explanation: Phrase,
}

/// How far a search is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// How many runs were tried.
    pub tries: u32,
    /// How many decisions the run had.
    pub before: u32,
    /// How many the smallest has so far.
    pub now: u32,
}

/// Makes a run smallest, in one go.
///
/// # Errors
/// As [`Shrinker::new`].
pub fn shrink(document: &Document, promise: Option<&str>) -> Result<Shrunk, OpenError> {
    Shrinker::new(document, promise).map(Shrinker::finish)
}

/// The search for the smallest run, a few attempts at a time.
pub struct Shrinker {
    kind: &'static dyn Kind,
    promise: &'static str,
    /// The document that it began with, as the search would write it.
    given: Document,
    before: Counts,
    best: Best,
    stage: Stage,
    search: Search,
    /// Whether the stage has found anything.
    found: bool,
    /// What was tried.
    tried: Set<String>,
    tries: u32,
}

/// The smallest run so far.
struct Best {
    document: Document,
    session: Box<dyn Session>,
    size: Size,
    broken: Broken,
}

/// A promise that is broken at the end of a run.
struct Broken {
    promise: &'static str,
    name: Phrase,
    sentence: Phrase,
    since: u32,
}

/// What is made smaller, in the order in which it is done. After a stage that found something the first one comes again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Remove,
    Chance,
    Params,
    Decisions,
    Times,
    Seed,
    Done,
}

/// What a stage has still to try.
enum Search {
    Remove(Ddmin),
    Chance(Option<Box<ByHand>>),
    List(VecDeque<Document>),
}

impl Shrinker {
    /// The search in the run of a document, for a promise that is broken at its end; for the first such promise where none is named.
    ///
    /// # Errors
    /// [`OpenError`] where the document cannot be opened, there is no such promise, or it is not broken.
    pub fn new(document: &Document, promise: Option<&str>) -> Result<Shrinker, OpenError> {
        let kind = catalogue::kind(&document.lab)?;
        let refuse = |why: Phrase| OpenError { why, lab: Some(kind.id()) };
        let session = open(&Document { cursor: None, ..document.clone() })?.session;
        let promises = session.promises();
        let broken = promises.iter().filter_map(Broken::of).find(|b| promise.is_none_or(|wanted| wanted == b.promise));
        let broken = broken.ok_or_else(|| refuse(not_broken(&promises, promise)))?;
        let given = Document { cursor: None, ..session.export() };
        // Without some decision the run is followed as far as with it.
        let followed = Document { until: Some(session.time_of(session.steps())).max(given.until), ..given.clone() };
        let unknown = || refuse(phrase!("its parameters make no lab", "其参数不构成实验"));
        let size = size(kind, &followed).ok_or_else(unknown)?;
        let (promise, before) = (broken.promise, counts(session.as_ref(), size, &broken));
        let search = Search::Remove(Ddmin::new(followed.decisions.clone()));
        let best = Best { document: followed, session, size, broken };
        Ok(Shrinker {
            kind,
            promise,
            given,
            before,
            best,
            stage: Stage::Remove,
            search,
            found: false,
            tried: Set::new(),
            tries: 0,
        })
    }

    /// Makes at most so many attempts, each a run that is followed to its end; whether there is more to try.
    pub fn advance(&mut self, attempts: u32) -> bool {
        (0..attempts).all(|_| self.attempt()) && self.stage != Stage::Done
    }

    /// How far the search is.
    pub fn progress(&self) -> Progress {
        Progress { tries: self.tries, before: self.before.decisions, now: self.best.size.decisions }
    }

    /// Searches to the end, and tells what was found.
    pub fn finish(mut self) -> Shrunk {
        while self.advance(1) {}
        let Best { document, mut session, size, broken } = self.best;
        let after = counts(session.as_ref(), size, &broken);
        session.seek(broken.since);
        let story = explain::story(self.kind, session.as_ref());
        let why = phrase!("{0}: broken. {1}", "{0}：不成立。{1}", broken.name.clone(), broken.sentence);
        let needed = explain::needed(after.decisions);
        Shrunk {
            smaller: document != self.given,
            document: Document { cursor: session.export().cursor, ..document },
            promise: broken.promise,
            name: broken.name,
            before: self.before,
            after,
            tries: self.tries,
            explanation: then(then(story.clone(), Some(why)), needed.clone()),
            story: then(story, needed),
        }
    }

    /// The next attempt; false where there is none left.
    fn attempt(&mut self) -> bool {
        loop {
            let Some(document) = self.candidate() else {
                if self.stage == Stage::Done {
                    return false;
                }
                self.turn();
                continue;
            };
            let chance = matches!(self.search, Search::Chance(_));
            let size = size(self.kind, &document).filter(|size| chance || *size < self.best.size);
            let Some(size) = size.filter(|_| chance || self.tried.insert(document.to_compact_json())) else {
                self.tell(None, false);
                continue;
            };
            self.tries += 1;
            let session = open(&document).ok().map(|opened| opened.session);
            let broken =
                session.as_ref().and_then(|s| s.promises().iter().filter_map(Broken::of).find(|b| b.promise == self.promise));
            match (session, broken) {
                (Some(session), Some(broken)) if size < self.best.size => {
                    let document = Document { cursor: None, ..session.export() };
                    self.best = Best { document, session, size, broken };
                    self.found = true;
                    self.tell(None, true);
                }
                (session, _) => self.tell(session.as_deref(), false),
            }
            return true;
        }
    }

    fn candidate(&mut self) -> Option<Document> {
        match &mut self.search {
            Search::Remove(search) => {
                let decisions = search.candidate()?;
                Some(Document { decisions, ..self.best.document.clone() })
            }
            Search::Chance(by_hand) => by_hand.as_ref().map(|by_hand| by_hand.document().clone()),
            Search::List(list) => list.pop_front(),
        }
    }

    /// Takes up how an attempt went: the session where it ran without breaking the promise.
    fn tell(&mut self, session: Option<&dyn Session>, broken: bool) {
        match &mut self.search {
            Search::Remove(search) => search.tell(broken),
            Search::Chance(by_hand) => {
                let more = session.zip(by_hand.as_mut()).is_some_and(|(session, by_hand)| by_hand.go_on(session));
                if !more {
                    *by_hand = None;
                }
            }
            // What was proposed was proposed for another document.
            Search::List(_) if broken => self.begin(self.stage),
            Search::List(_) => {}
        }
    }

    /// The next stage, or the first one again.
    fn turn(&mut self) {
        let next = match self.stage {
            _ if self.found => Stage::Remove,
            Stage::Remove => Stage::Chance,
            Stage::Chance => Stage::Params,
            Stage::Params => Stage::Decisions,
            Stage::Decisions => Stage::Times,
            Stage::Times => Stage::Seed,
            Stage::Seed | Stage::Done => Stage::Done,
        };
        self.found = false;
        self.begin(next);
    }

    fn begin(&mut self, stage: Stage) {
        let Best { document, session, broken, .. } = &self.best;
        self.stage = stage;
        self.search = match stage {
            Stage::Remove => Search::Remove(Ddmin::new(document.decisions.clone())),
            Stage::Chance => Search::Chance(ByHand::of(self.kind, document, session.as_ref()).map(Box::new)),
            Stage::Params => Search::List(params::simpler(self.kind, document).into()),
            Stage::Decisions => Search::List(simpler::decisions(document).into()),
            Stage::Times => Search::List(simpler::times(document, session.time_of(broken.since)).into()),
            Stage::Seed => Search::List(simpler::seeds(document).into()),
            Stage::Done => Search::List(VecDeque::new()),
        };
    }
}

impl Broken {
    fn of(promise: &PromiseView) -> Option<Broken> {
        let Standing::Violated { sentence, since, .. } = &promise.standing else { return None };
        Some(Broken { promise: promise.id, name: promise.name.clone(), sentence: sentence.clone(), since: *since })
    }
}

fn counts(session: &dyn Session, size: Size, broken: &Broken) -> Counts {
    Counts { decisions: size.decisions, faults: session.toll().faults(), processes: size.processes, steps: broken.since }
}

fn not_broken(promises: &[PromiseView], wanted: Option<&str>) -> Phrase {
    let known: Vec<&str> = promises.iter().map(|p| p.id).collect();
    match wanted {
        Some(id) if !known.contains(&id) => {
            phrase!("there is no promise {0} here; there are: {1}", "此处没有承诺 {0}；现有：{1}", id, known)
        }
        Some(id) => phrase!("{0} is not broken at the end of this run", "在该运行结束时，{0} 没有被打破", id),
        None => phrase!("no promise is broken at the end of this run", "在该运行结束时，没有承诺被打破"),
    }
}
