//! Which run is on the page: what an address asks for, other parameters, the way back.

use super::study;
use super::{Branches, Comparing, Made, Place, State, Stride, Topic, View, Why, sentence};
use crate::address::{Asked, challenge_alone};
use crate::branches::store;
use crate::prefs::{self, calm};
use crate::run::Run;
use crate::speed::Speed;
use std::rc::Rc;
use synod_session::challenge::{self, Challenge};
use synod_session::doc::Document;
use synod_session::study::{StudyInfo, Task};
use synod_session::{LabInfo, ParamValue, ScenarioInfo};
use synod_words::{Lang, Phrase, phrase};

/// How long a run is about, in microseconds, in which nothing happens yet, once somebody does something in it.
const BLANK_US: u64 = 600_000;

impl State {
    /// The page as an address asks for it, playing if it may, and unless the reader asked for calm.
    ///
    /// # Errors
    /// Why not even the default can be opened.
    pub fn start_with(asked: &Asked, beside: Option<Asked>, lang: Lang, autoplay: bool) -> Result<State, Phrase> {
        let mut state = State::start(asked, lang, autoplay)?;
        if let Some(other) = beside {
            state.comparing(Comparing::Asked(other));
            state.compare_again();
        }
        state.judge_attempt();
        Ok(state)
    }

    /// The page with a run, at its start, with nothing open.
    pub(super) fn new(lang: Lang, run: Run) -> State {
        State {
            lang,
            run,
            place: Place::Own,
            playhead: 0.0,
            seen: 0.0,
            playing: false,
            until: None,
            resume: false,
            speed: Speed(1, 1),
            autoplay: false,
            tool: None,
            open: None,
            picked: None,
            dialog: None,
            branches: Branches::default(),
            beside: None,
            trying: None,
            solved: Rc::default(),
            study: None,
            stride: Stride::Event,
            table: false,
            view: View::Diagram,
            zoom: None,
            follow: true,
            why: Why::First,
            smallest: None,
            notices: Rc::default(),
            said: None,
        }
    }

    fn start(asked: &Asked, lang: Lang, autoplay: bool) -> Result<State, Phrase> {
        let (found, wrong) = match find(asked) {
            Ok(found) => (found, None),
            Err(wrong) => (default_of(wrong.lab.as_deref())?, Some(wrong.why)),
        };
        let (opened, wrong) = match Run::open(&found.document, 1) {
            Ok(opened) => ((opened, found), wrong),
            Err(error) => {
                let instead = default_of(error.lab)?;
                ((Run::open(&instead.document, 1).map_err(|e| e.why)?, instead), Some(error.why))
            }
        };
        let (((run, dropped), found), wrong) = (opened, wrong);
        let mut state = State::new(lang, run);
        state.autoplay = autoplay;
        state.branches = Branches::restored(store::load());
        state.table = prefs::table();
        state.solved = Rc::new(prefs::solved());
        state.begin(found.place, found.document.cursor);
        state.opened();
        let right = wrong.is_none();
        if right {
            state.take_up(asked);
        }
        if let Some(why) = wrong {
            state.notice(Topic::Address, phrase!("{0} This is shown instead.", "{0}已改为打开下面的场景。", sentence(why)), None);
        }
        state.tell_dropped(dropped);
        if let Asked::Study(link) = asked
            && right
        {
            state.open_link(link);
        }
        Ok(state)
    }

    /// After another run was put in place: plays it from its start, or shows what a link or a calm reader asked for. One that is told step
    /// for step stands at its first stop.
    pub(super) fn begin(&mut self, place: Place, cursor: Option<u32>) {
        self.place = place;
        self.open = None;
        self.picked = None;
        self.tool = None;
        self.why = Why::First;
        self.said = None;
        self.seen = 0.0;
        self.speed = Speed::for_span(match self.run.end() {
            0 => BLANK_US,
            end => end,
        });
        let first_stop = self.guide().and_then(|guide| guide.stops.first()).map(|stop| stop.at as f64);
        if let (Some(first), true, None) = (first_stop, self.autoplay, cursor) {
            self.scrub(first);
        } else if !self.autoplay || cursor.is_some() || calm() {
            self.go(cursor.unwrap_or(self.run.steps).min(self.run.steps));
        } else {
            self.go(0);
            self.playing = true;
        }
        self.zoom_afresh();
    }

    pub(super) fn follow(&mut self, asked: &Asked) {
        self.study = None;
        let opened = match find(asked) {
            Ok(found) => self.open_document(&found.document, found.place),
            Err(wrong) => {
                self.keep_because(wrong.why);
                false
            }
        };
        if opened {
            self.take_up(asked);
        }
        if let Asked::Study(link) = asked
            && opened
        {
            self.open_link(link);
        }
    }

    /// Whether that worked.
    fn open_document(&mut self, document: &Document, place: Place) -> bool {
        self.leave_comparison();
        self.leave();
        let opened = self.replace(document, place);
        if opened {
            self.opened();
        }
        opened
    }

    pub(super) fn set_seed(&mut self, seed: u64) {
        let before = Rc::new(self.run.export());
        let document = Document { seed, cursor: None, ..(*before).clone() };
        let turned_on = self.goes_on(&Made::Seed);
        if self.replace(&document, Place::Own) {
            let words = phrase!("seed {0}", "种子 {0}", seed.to_string());
            self.keep(before, (Made::Seed, words), 0, !turned_on);
        }
    }

    /// Puts the run of a document in place of the present one; whether that worked.
    pub(super) fn replace(&mut self, document: &Document, place: Place) -> bool {
        match Run::open(document, self.run.revision + 1) {
            Ok((run, dropped)) => {
                self.run = run;
                self.notices = Rc::default();
                self.begin(place, document.cursor);
                self.tell_dropped(dropped);
                true
            }
            Err(error) => {
                self.keep_because(error.why);
                false
            }
        }
    }

    pub(super) fn keep_because(&mut self, why: Phrase) {
        self.notice(Topic::Address, phrase!("{0} The run stays as it is.", "{0}当前运行保持不变。", sentence(why)), None);
        // The address is written anew.
        self.run.revision += 1;
    }

    pub(super) fn undo(&mut self, id: u32) {
        let Some(document) = self.notices.iter().find(|n| n.id == id).and_then(|n| n.undo.clone()) else { return };
        self.dismiss(id);
        if !self.undo_kept(&document) {
            let place = self.shipped_unchanged(&document).unwrap_or(Place::Own);
            self.put(&document, place, 0);
        }
    }

    /// The place of a document that says no more than a shipped scenario.
    pub(super) fn shipped_unchanged(&self, document: &Document) -> Option<Place> {
        let shipped = |s: &&ScenarioInfo| {
            let own = &s.document;
            (&own.params, own.seed, &own.decisions, own.until)
                == (&document.params, document.seed, &document.decisions, document.until)
        };
        let scenario = self.run.lab.scenarios.iter().find(shipped)?;
        Some(Place::Shipped(self.run.lab.id.to_owned(), scenario.id.to_owned()))
    }

    pub(super) fn set_param(&mut self, id: String, value: ParamValue) {
        self.set_params(vec![(id, value)]);
    }

    /// Gives several parameters other values at once.
    pub(super) fn set_params(&mut self, mut values: Vec<(String, ParamValue)>) {
        values.retain(|(id, value)| self.run.params.get(id) != Some(value));
        if values.is_empty() {
            return;
        }
        let mut params = (*self.run.params).clone();
        let words: Vec<Phrase> = values.iter().map(|(id, value)| self.words_of_param(id, value)).collect();
        let ids: Vec<&str> = values.iter().map(|(id, _)| id.as_str()).collect();
        let (before, made) = (Rc::new(self.run.export()), Made::Param(ids.join(", ")));
        let words = phrase!("{0}", "{0}", words);
        params.extend(values);
        match self.run.reopen(&params) {
            Ok((run, dropped)) => {
                let share = self.playhead / (self.run.end() as f64).max(1.0);
                let (playing, speed) = (self.playing || self.resume, self.speed);
                self.run = run;
                self.open = None;
                self.picked = None;
                self.resume = false;
                self.place = Place::Own;
                self.why = Why::First;
                // The same moment of another run; what comes after it was not seen.
                if share >= 1.0 {
                    self.go(self.run.steps);
                } else {
                    self.seen = 0.0;
                    self.scrub(share * self.run.end() as f64);
                }
                self.seen = self.playhead;
                self.playing = playing;
                self.speed = speed;
                let turned_on = self.goes_on(&made);
                self.keep(before, (made, words), 0, !turned_on);
                self.tell_dropped(dropped);
            }
            Err(error) => self.notice(Topic::Refused, error.why, None),
        }
    }
}

/// What an address leads to.
pub(super) struct Found {
    pub(super) document: Document,
    pub(super) place: Place,
}

/// Why it leads to nothing, and the lab that was meant.
pub(super) struct Wrong {
    pub(super) why: Phrase,
    lab: Option<String>,
}

pub(super) fn find(asked: &Asked) -> Result<Found, Wrong> {
    match asked {
        Asked::Nothing => default_of(None).map_err(|why| Wrong { why, lab: None }),
        Asked::Link(link) => of_link(link),
        // The run behind a study is the one that is swept, or the first of its lab.
        Asked::Study(link) => {
            let found = |(info, task): (StudyInfo, Task)| match task.document {
                Some(document) => Ok(Found { document, place: Place::Own }),
                None => default_of(Some(info.lab)),
            };
            study::read(link).and_then(found).map_err(|why| Wrong { why, lab: None })
        }
        Asked::Shipped(id, scenario) => {
            let lab = synod_session::lab(id).ok_or_else(|| Wrong {
                why: phrase!("There is no lab called “{0}”.", "没有名为“{0}”的实验。", id.as_str()),
                lab: None,
            })?;
            let found = match scenario {
                None => lab.scenarios.first(),
                Some(scenario) => lab.scenarios.iter().find(|s| s.id == scenario),
            };
            let unknown = || Wrong {
                why: phrase!(
                    "This lab has no scenario called “{0}”.",
                    "该实验没有名为“{0}”的场景。",
                    scenario.clone().unwrap_or_default()
                ),
                lab: Some(id.clone()),
            };
            found.map(|s| shipped(&lab, s)).ok_or_else(unknown)
        }
    }
}

/// The run of a link; where it names a challenge and nothing else, that one's start, where it waits for the reader.
fn of_link(link: &str) -> Result<Found, Wrong> {
    let document = match challenge_alone(link) {
        None => synod_session::link::decode(link).map_err(|bad| Wrong { why: bad.why, lab: bad.lab })?,
        Some(id) => {
            let start = challenge::of_id(id).and_then(Challenge::document);
            let start = start.ok_or_else(|| Wrong { why: challenge::unknown(id), lab: None })?;
            Document { cursor: Some(0), ..start }
        }
    };
    Ok(Found { document, place: Place::Own })
}

/// The first scenario of this lab, or of the first one.
fn default_of(lab: Option<&str>) -> Result<Found, Phrase> {
    let labs = synod_session::labs();
    let lab = labs.iter().find(|l| Some(l.id) == lab).or_else(|| labs.first());
    lab.and_then(|lab| lab.scenarios.first().map(|s| shipped(lab, s)))
        .ok_or_else(|| phrase!("There is no lab.", "没有任何实验。"))
}

fn shipped(lab: &LabInfo, scenario: &ScenarioInfo) -> Found {
    Found { document: scenario.document.clone(), place: Place::Shipped(lab.id.to_owned(), scenario.id.to_owned()) }
}
