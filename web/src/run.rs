//! The run on the page: the session, and what was read from it at the cursor.

use std::cell::RefCell;
use std::rc::Rc;
use synod_session::challenge::{Attempt, Challenge};
use synod_session::doc::{Act, Document};
use synod_session::{
    Acted, Becomes, Chart, ClientOffers, Cone, Consequence, Edit, EventLine, Frame, LabInfo, Measure, OpenError, Opened, Params,
    Parting, PromiseView, Reason, Refusal, Session, Shrinker, StandingChange, Tally, Time,
};
use synod_words::Phrase;

/// A handle on the session; equal to its clones.
#[derive(Clone)]
pub struct Handle(Rc<RefCell<Box<dyn Session>>>);

impl PartialEq for Handle {
    fn eq(&self, other: &Handle) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Handle {
    /// The fragment of a link to the run, with the cursor where it stands if that matters.
    pub fn link(&self, with_cursor: bool) -> String {
        let mut document = self.0.borrow().export();
        if !with_cursor {
            document.cursor = None;
        }
        synod_session::link::encode(&document)
    }

    /// The document of the run.
    pub fn export(&self) -> Document {
        self.0.borrow().export()
    }

    /// The steps in words, from the `from`-th on, at most `count`.
    pub fn events(&self, from: u32, count: u32) -> Vec<EventLine> {
        self.0.borrow().events(from, count)
    }

    /// What led to a step, and what it led to.
    pub fn cone(&self, step: u32) -> Cone {
        self.0.borrow().cone(step)
    }

    /// How the models of the map stand at the cursor.
    pub fn models(&self) -> Vec<PromiseView> {
        self.0.borrow().models()
    }

    /// The search for the smallest run that still breaks this promise. Where it breaks only further on than the document says, the run is
    /// taken as far as it is known.
    ///
    /// # Errors
    /// As [`Shrinker::new`].
    pub fn shrinker(&self, promise: &str) -> Result<Shrinker, OpenError> {
        let session = self.0.borrow();
        let document = session.export();
        let until = Some(session.time_of(session.steps()));
        Shrinker::new(&document, Some(promise)).or_else(|_| Shrinker::new(&Document { until, ..document }, Some(promise)))
    }

    /// How far the run, as far as it is known, meets a challenge.
    pub fn attempt(&self, challenge: &Challenge) -> Attempt {
        challenge.verdict(self.0.borrow().as_ref())
    }

    /// The fragment of the link to hand in for a challenge.
    pub fn result(&self, challenge: &Challenge) -> String {
        let document = challenge.result(self.0.borrow().as_ref());
        synod_session::link::for_challenge(&synod_session::link::encode(&document), challenge.id)
    }

    /// Where this run and another part.
    pub fn compare_with(&self, other: &Handle) -> Parting {
        synod_session::compare(self.0.borrow().as_ref(), other.0.borrow().as_ref())
    }

    /// Why a step happened, at most `count` causes back.
    pub fn why(&self, step: u32, count: u32) -> Vec<Reason> {
        self.0.borrow().why(step, count)
    }
}

/// The run, its whole course, and how everything stands at the cursor.
#[derive(Clone)]
pub struct Run {
    /// The session.
    pub session: Handle,
    /// Another number for every other course of events.
    pub revision: u32,
    /// The lab.
    pub lab: Rc<LabInfo>,
    /// The scenario that the run began as.
    pub scenario: Option<String>,
    /// The seed of its random draws.
    pub seed: u64,
    /// Its parameters.
    pub params: Rc<Params>,
    /// What they mean.
    pub consequences: Rc<Vec<Consequence>>,
    /// The whole known course.
    pub chart: Rc<Chart>,
    /// Where the standing of a promise changes in it.
    pub changes: Rc<Vec<StandingChange>>,
    /// Where promises break in it.
    pub breaks: Rc<Vec<StandingChange>>,
    /// How many steps it has.
    pub steps: u32,
    /// The cluster at the cursor.
    pub frame: Rc<Frame>,
    /// The promises at the cursor.
    pub promises: Rc<Vec<PromiseView>>,
    /// What was measured up to the cursor.
    pub measures: Rc<Vec<Measure>>,
    /// The same for each client, and each side of a partition.
    pub tallies: Rc<Vec<Tally>>,
    /// What may be asked for at the cursor.
    pub offers: Rc<Vec<ClientOffers>>,
}

impl Run {
    /// Opens a document.
    ///
    /// # Errors
    /// As [`synod_session::open`].
    pub fn open(document: &Document, revision: u32) -> Result<(Run, Vec<Phrase>), OpenError> {
        let opened = synod_session::open(document)?;
        Ok((Run::new(opened.session, revision)?, opened.dropped))
    }

    /// The same decisions under other parameters.
    ///
    /// # Errors
    /// As [`synod_session::reopen`].
    pub fn reopen(&self, params: &Params) -> Result<(Run, Vec<Phrase>), OpenError> {
        let Opened { session, dropped } = synod_session::reopen(self.session.0.borrow().as_ref(), params)?;
        Ok((Run::new(session, self.revision + 1)?, dropped))
    }

    fn new(session: Box<dyn Session>, revision: u32) -> Result<Run, OpenError> {
        let lab = synod_session::lab(session.lab()).ok_or_else(|| OpenError {
            why: synod_words::phrase!("there is no lab called {0}", "没有名为 {0} 的实验", session.lab()),
            lab: None,
        })?;
        let document = session.export();
        let changes = session.changes();
        Ok(Run {
            revision,
            lab: Rc::new(lab),
            scenario: document.scenario,
            seed: document.seed,
            params: Rc::new(session.params()),
            consequences: Rc::new(session.consequences()),
            chart: Rc::new(session.chart()),
            breaks: Rc::new(breaks(&changes)),
            changes: Rc::new(changes),
            steps: session.steps(),
            frame: Rc::new(session.frame()),
            promises: Rc::new(session.promises()),
            measures: Rc::new(session.measures()),
            tallies: Rc::new(session.tallies()),
            offers: Rc::new(session.offers()),
            session: Handle(Rc::new(RefCell::new(session))),
        })
    }

    /// After how many steps the cursor stands.
    pub fn cursor(&self) -> u32 {
        self.frame.step
    }

    /// When the known run ends.
    pub fn end(&self) -> Time {
        self.chart.end
    }

    /// The time of a step.
    pub fn time_of(&self, step: u32) -> Time {
        self.session.0.borrow().time_of(step)
    }

    /// The last step at or before a time.
    pub fn step_at(&self, at: Time) -> u32 {
        self.session.0.borrow().step_at(at)
    }

    /// Whether nothing more happens after the last known step.
    pub fn at_rest(&self) -> bool {
        self.session.0.borrow().at_rest()
    }

    /// The document of the run.
    pub fn export(&self) -> Document {
        self.session.0.borrow().export()
    }

    /// Moves the cursor.
    pub fn seek(&mut self, step: u32) {
        if step != self.cursor() {
            self.session.0.borrow_mut().seek(step);
            self.read_cursor();
        }
    }

    /// Decides something at the time `at`.
    ///
    /// # Errors
    /// As [`Session::act`].
    pub fn act(&mut self, at: Time, act: &Act) -> Result<Acted, Refusal> {
        let acted = self.session.0.borrow_mut().act(at, act)?;
        self.read_all();
        Ok(acted)
    }

    /// Changes what was decided.
    ///
    /// # Errors
    /// As [`Session::revise`].
    pub fn revise(&mut self, edits: &[Edit]) -> Result<(), Refusal> {
        self.session.0.borrow_mut().revise(edits)?;
        self.read_all();
        Ok(())
    }

    /// Follows the run on; whether anything more happened.
    pub fn extend(&mut self, us: u64) -> bool {
        let more = self.session.0.borrow_mut().extend(us);
        self.read_all();
        more
    }

    /// What could not be decided when its turn came.
    pub fn dropped(&self) -> Vec<Phrase> {
        self.session.0.borrow().dropped()
    }

    fn read_all(&mut self) {
        self.revision += 1;
        {
            let session = self.session.0.borrow();
            self.chart = Rc::new(session.chart());
            let changes = session.changes();
            self.breaks = Rc::new(breaks(&changes));
            self.changes = Rc::new(changes);
            self.steps = session.steps();
        }
        self.read_cursor();
    }

    fn read_cursor(&mut self) {
        let session = self.session.0.borrow();
        self.frame = Rc::new(session.frame());
        keep(&mut self.promises, session.promises());
        keep(&mut self.measures, session.measures());
        keep(&mut self.tallies, session.tallies());
        keep(&mut self.offers, session.offers());
    }
}

fn breaks(changes: &[StandingChange]) -> Vec<StandingChange> {
    changes.iter().filter(|change| change.becomes == Becomes::Broken).cloned().collect()
}

/// The whole microseconds of a time between two of them.
#[allow(clippy::cast_sign_loss, reason = "no time is before the start")]
pub fn micros(us: f64) -> Time {
    us.max(0.0) as Time
}

/// Takes the new value, unless it is the old one once more: then whoever shows it need not show it again.
fn keep<T: PartialEq>(old: &mut Rc<T>, new: T) {
    if **old != new {
        *old = Rc::new(new);
    }
}
