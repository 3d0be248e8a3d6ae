//! *Break it for me*: what is looked for, how far that is, and what it came to. It stands in the dialog, so that whatever closes the dialog
//! ends the search.

use super::branches::Made;
use super::{Action, Dialog, Place, State, Topic, Why};
use crate::run::Run;
use crate::worker::{Heard, News};
use std::rc::Rc;
use synod_session::doc::Document;
use synod_session::quest::{Finding, Quest, QuestBudget, QuestProgress, questable};
use synod_words::{Phrase, phrase};

/// A search for a run that breaks a promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Questing {
    /// The run that it begins from; the page may show another one by now.
    pub document: Rc<Document>,
    /// The promises that can be looked into, by id and name.
    pub promises: Rc<Vec<(&'static str, Phrase)>>,
    /// The one to break, by its place in that list.
    pub chosen: usize,
    /// What may happen on the way, and how far the search goes.
    pub budget: QuestBudget,
    /// The number of the job; another one for every search.
    pub job: u32,
    /// How it stands.
    pub stand: Stand,
}

/// How it stands with a search.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stand {
    /// It has not begun.
    Asked,
    /// It is going on.
    Searching(Option<QuestProgress>),
    /// It came to this.
    Found(Finding),
    /// It could not be done.
    Failed(Phrase),
}

/// What can be done with a search.
#[derive(Clone, PartialEq, Debug)]
pub enum Seeking {
    /// Opens the dialog.
    Open,
    /// Another promise, by its place in the list.
    Promise(usize),
    /// Another budget.
    Budget(QuestBudget),
    /// Begins.
    Search,
    /// Stops.
    Cancel,
    /// The worker of this job told something.
    Heard(u32, Heard),
    /// Shows the run that was found.
    Show,
    /// Puts it beside the run on the page.
    Beside,
}

impl Questing {
    /// The promise to break.
    pub fn promise(&self) -> Option<&(&'static str, Phrase)> {
        self.promises.get(self.chosen)
    }

    /// What is looked for, while it is.
    pub fn sought(&self) -> Option<Quest> {
        let promise = self.promise().filter(|_| matches!(self.stand, Stand::Searching(_)))?;
        Some(Quest { document: (*self.document).clone(), promise: promise.0.to_owned(), budget: self.budget })
    }

    /// The run that was found, and the promise that it breaks.
    fn witness(&self) -> Option<(Document, (&'static str, Phrase))> {
        let Stand::Found(Finding::Broken { document, .. }) = &self.stand else { return None };
        Some((document.clone(), self.promise()?.clone()))
    }

    /// The budget that is offered for the promise.
    fn offered(&self) -> QuestBudget {
        self.promise().map_or(QuestBudget::DEFAULT, |(promise, _)| QuestBudget::offered(&self.document, promise))
    }

    fn take(&mut self, what: Seeking) {
        match what {
            Seeking::Promise(place) if place < self.promises.len() => {
                let before = self.offered();
                self.chosen = place;
                self.stand = Stand::Asked;
                // What somebody has set stays.
                if self.budget == before {
                    self.budget = self.offered();
                }
            }
            Seeking::Budget(budget) => {
                self.budget = budget;
                self.stand = Stand::Asked;
            }
            Seeking::Search if self.promise().is_some() => {
                self.job += 1;
                self.stand = Stand::Searching(None);
            }
            Seeking::Cancel => self.stand = Stand::Asked,
            Seeking::Heard(job, heard) if job == self.job => self.hear(heard),
            _ => {}
        }
    }

    fn hear(&mut self, heard: Heard) {
        let Stand::Searching(so_far) = &mut self.stand else { return };
        match heard {
            Ok(News::Searched(searched)) => *so_far = Some(searched),
            Ok(News::Found(found)) => self.stand = Stand::Found(found),
            Ok(News::Refused(why)) => self.stand = Stand::Failed(why.phrase()),
            Ok(_) => {}
            Err(why) => self.stand = Stand::Failed(why),
        }
    }
}

impl State {
    pub(super) fn seek(&mut self, what: Seeking) {
        match what {
            Seeking::Open => self.begin_quest(),
            Seeking::Show => self.show_witness(),
            Seeking::Beside => self.witness_beside(),
            what => {
                if let Some(Dialog::Quest(questing)) = &mut self.dialog {
                    questing.take(what);
                }
            }
        }
    }

    /// Asks which promise to break.
    fn begin_quest(&mut self) {
        let document = Document { cursor: None, ..self.run.export() };
        let known = questable(&document);
        let views = self.run.promises.iter().filter(|p| known.contains(&p.id));
        let promises: Vec<(&'static str, Phrase)> = views.map(|p| (p.id, p.name.clone())).collect();
        let chosen = self.to_be_broken(&promises);
        self.hold();
        let budget = promises.get(chosen).map_or(QuestBudget::DEFAULT, |(promise, _)| QuestBudget::offered(&document, promise));
        self.dialog = Some(Dialog::Quest(Box::new(Questing {
            document: Rc::new(document),
            promises: Rc::new(promises),
            chosen,
            budget,
            job: 0,
            stand: Stand::Asked,
        })));
    }

    /// The promise that a reader most likely wants broken, by its place: that of the challenge; else the first that this run breaks, for a
    /// shorter way; else the first that its scenario breaks; else the first.
    fn to_be_broken(&self, promises: &[(&'static str, Phrase)]) -> usize {
        let of_challenge = self.trying.iter().map(|trying| trying.challenge.promise);
        let breaks = |place: &usize| self.run.breaks.iter().any(|change| change.promise as usize == *place);
        let of_run = (0..self.run.promises.len()).filter(breaks).map(|place| self.run.promises[place].id);
        let of_scenario = self.scenario().into_iter().flat_map(|scenario| scenario.violated.iter().copied());
        let mut likely = of_challenge.chain(of_run).chain(of_scenario);
        likely.find_map(|id| promises.iter().position(|(known, _)| *known == id)).unwrap_or(0)
    }

    /// Takes what was found out of the dialog.
    fn take_witness(&mut self) -> Option<(Box<Questing>, Document, (&'static str, Phrase))> {
        let Some(Dialog::Quest(questing)) = self.dialog.take() else { return None };
        let (document, promise) = questing.witness()?;
        Some((questing, document, promise))
    }

    /// Puts what was found onto the page, as a run beside the one that the search began from, and goes to where the promise breaks.
    fn show_witness(&mut self) {
        let Some((questing, document, (promise, name))) = self.take_witness() else { return };
        self.leave_comparison();
        self.resume = false;
        let before = Rc::new(self.run.export());
        let begun_here = Document { cursor: None, ..(*before).clone() } == *questing.document;
        self.leave();
        if !self.replace(&document, Place::Own) {
            return;
        }
        if begun_here {
            self.keep(before.clone(), (Made::Found, words(&name)), 0, true);
        } else {
            self.opened();
        }
        self.playing = false;
        self.go_to_end();
        self.show(promise);
        let told = phrase!("This run breaks “{0}”. The earlier one is kept.", "此次运行打破“{0}”。先前的运行仍保留。", name);
        self.notice(Topic::Branch, told, Some(before));
    }

    fn witness_beside(&mut self) {
        let Some((questing, document, (promise, name))) = self.take_witness() else { return };
        let begun_from = self.branches.own.id;
        self.compare(|state| {
            let (run, _) = Run::open(&document, 1).map_err(|error| error.why)?;
            let own = run.export();
            let kept = state.branches.list.iter().find(|k| k.holds(&own)).map(|k| k.id);
            let begun_here = state.branches.get(begun_from).is_some_and(|k| k.holds(&questing.document));
            let parent = begun_here.then_some((begun_from, 0));
            let fresh =
                |state: &mut State| state.branches.push(State::kept_of(&run, &Place::Own, words(&name), Made::Found, parent));
            let id = kept.unwrap_or_else(|| fresh(state));
            Ok((run, id))
        });
        self.on_beside(|beside| beside.why = Why::Of(promise));
        self.apply(Action::ToEnd);
    }
}

/// What a run is called that was found.
fn words(promise: &Phrase) -> Phrase {
    phrase!("breaks: {0}", "打破：{0}", promise.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Keeping;
    use synod_words::Lang;

    /// The page with a run that breaks no linearizability yet, and a search for one that does.
    fn page() -> State {
        let lab = synod_session::lab("models").expect("the lab of models");
        let scenario = lab.scenarios.iter().find(|s| s.id == "read-your-writes").expect("a shipped scenario");
        let (run, _) = Run::open(&scenario.document, 1).expect("it opens");
        let mut state = State::new(Lang::En, run);
        state.opened();
        state.apply(Action::Quest(Seeking::Open));
        state
    }

    fn questing(state: &State) -> &Questing {
        match &state.dialog {
            Some(Dialog::Quest(questing)) => questing,
            other => panic!("no search is open: {other:?}"),
        }
    }

    /// What the worker of this job would find: a shipped run that breaks the promise.
    fn found(job: u32) -> Action {
        let lab = synod_session::lab("models").expect("the lab of models");
        let scenario = lab.scenarios.into_iter().find(|s| s.id == "read-your-writes-lost").expect("a shipped scenario");
        let sentence = Phrase::verbatim("why");
        let finding = Finding::Broken { document: scenario.document, steps: 6, shortest: true, decisions: 6, sentence };
        Action::Quest(Seeking::Heard(job, Ok(News::Found(finding))))
    }

    /// The page with what was found for the promise that it breaks.
    fn page_with_witness() -> State {
        let mut state = page();
        let place = questing(&state).promises.iter().position(|p| p.0 == "read-your-writes").expect("it can be searched");
        state.apply(Action::Quest(Seeking::Promise(place)));
        state.apply(Action::Quest(Seeking::Search));
        state.apply(found(1));
        state
    }

    #[test]
    fn what_the_run_breaks_is_chosen_then_what_the_scenario_breaks_then_the_first() {
        let mut state = page();
        let chosen = |state: &mut State| {
            state.apply(Action::Quest(Seeking::Open));
            let questing = questing(state);
            (questing.chosen, questing.promise().expect("a promise").0)
        };
        assert!(state.run.breaks.is_empty(), "nothing is broken, here or by the scenario");
        assert_eq!(chosen(&mut state).0, 0);
        state.apply(Action::Shipped("2pc".into(), "unsafe-commit".into()));
        assert_eq!(chosen(&mut state).1, "ac1");
        state.apply(Action::Shipped("3pc".into(), "total-failure".into()));
        assert_eq!(chosen(&mut state).1, "non-blocking");
        // The scenario without its faults breaks nothing, but it says what it is about.
        let requests = |document: &Document| {
            let asks = |d: &synod_session::doc::Decision| matches!(d.act, synod_session::doc::Act::Request(..));
            Document { decisions: document.decisions.iter().filter(|d| asks(d)).cloned().collect(), ..document.clone() }
        };
        let harmless = requests(&state.run.export());
        assert!(state.replace(&harmless, Place::Own) && state.run.breaks.is_empty());
        assert_eq!(chosen(&mut state).1, "non-blocking");
    }

    #[test]
    fn only_the_present_search_is_heard_and_another_budget_begins_anew() {
        let mut state = page();
        assert!(questing(&state).sought().is_none(), "nothing is looked for yet");
        state.apply(Action::Quest(Seeking::Search));
        assert!(questing(&state).sought().is_some());
        state.apply(Action::Quest(Seeking::Cancel));
        state.apply(Action::Quest(Seeking::Search));
        state.apply(found(1));
        assert!(matches!(questing(&state).stand, Stand::Searching(_)), "the first search was ended");
        state.apply(found(2));
        assert!(matches!(questing(&state).stand, Stand::Found(_)));
        let budget = QuestBudget { crashes: 2, ..questing(&state).budget };
        state.apply(Action::Quest(Seeking::Budget(budget)));
        assert_eq!((&questing(&state).stand, questing(&state).budget), (&Stand::Asked, budget));
        state.apply(Action::Dialog(None));
        state.apply(found(2));
        assert!(state.dialog.is_none(), "a closed dialog hears nothing");
    }

    #[test]
    fn what_was_found_is_kept_beside_the_run_that_the_search_began_from() {
        let mut state = page_with_witness();
        let before = state.run.export();
        state.apply(Action::Quest(Seeking::Show));
        let explained = state.explained().and_then(|i| state.run.promises.get(i)).map(|p| p.id);
        assert_eq!((state.dialog.is_none(), explained), (true, Some("read-your-writes")), "it stands where the promise breaks");
        assert_eq!(state.branches.list.last().map(|k| (k.made.clone(), k.parent.is_some())), Some((Made::Found, true)));
        state.apply(Action::Keep(Keeping::Back));
        assert_eq!(state.run.export().decisions, before.decisions);
    }

    #[test]
    fn a_search_whose_run_has_gone_meanwhile_begins_a_line_of_its_own() {
        let mut state = page_with_witness();
        state.set_seed(77);
        state.apply(Action::Quest(Seeking::Show));
        assert_eq!(state.branches.get(state.branches.own.id).map(|k| k.parent), Some(None));
    }

    #[test]
    fn what_was_found_may_stand_beside_the_run() {
        let mut state = page_with_witness();
        state.apply(Action::Quest(Seeking::Beside));
        let beside = state.beside.as_ref().expect("two runs stand side by side");
        assert_eq!(beside.why, Why::Of("read-your-writes"));
    }
}
