//! A challenge under way: the run on the page held against it, whenever either changes.

use super::{Made, State, Topic};
use crate::address::Asked;
use std::rc::Rc;
use synod_session::challenge::{self, Attempt, Challenge};
use synod_session::link;
use synod_words::phrase;

/// A challenge that somebody has taken up.
#[derive(Clone, PartialEq, Debug)]
pub struct Trying {
    /// The challenge.
    pub challenge: &'static Challenge,
    /// How far the run on the page meets it, as a whole.
    pub attempt: Rc<Attempt>,
    /// Whether its promise is broken, as far as the run was seen.
    pub broken: bool,
    /// Whether it is solved, as far as the run was seen: nothing is given away before its time.
    pub solved: bool,
    /// The revision of the run that was judged.
    judged: u32,
}

impl State {
    /// Takes up the challenge that an address names beside its run, or lays down the present one where it names none. The run is there
    /// already; where there is no such challenge, that is said and the run stays.
    pub(super) fn take_up(&mut self, asked: &Asked) {
        self.trying = None;
        let Asked::Link(link) = asked else { return };
        let Some(id) = link::challenge(link) else { return };
        let Some(challenge) = challenge::of_id(id) else {
            let words = phrase!("{0}. The run is shown without it.", "{0}。仍打开此次运行。", challenge::unknown(id));
            self.notice(Topic::Address, words, None);
            return;
        };
        let attempt = Rc::new(self.run.session.attempt(challenge));
        self.trying = Some(Trying { challenge, attempt, broken: false, solved: false, judged: self.run.revision });
        self.branches.change(self.branches.own.id, |kept| {
            if kept.made == Made::Opened {
                kept.words = challenge.name.clone();
            }
        });
        self.said = Some(phrase!("Challenge. {0} {1}.", "挑战。{0}{1}。", challenge.goal.clone(), challenge.allowance()));
    }

    /// After everything that may change the run or how much of it was seen.
    pub(super) fn judge_attempt(&mut self) {
        let (run, seen) = (&self.run, self.seen);
        let Some(trying) = &mut self.trying else { return };
        if trying.judged != run.revision {
            trying.attempt = Rc::new(run.session.attempt(trying.challenge));
            trying.judged = run.revision;
        }
        let is_seen = |at: u64| at as f64 <= seen;
        trying.broken = trying.attempt.aims.iter().all(|aim| aim.broken.as_ref().is_some_and(|(_, at)| is_seen(*at)));
        let before = std::mem::replace(&mut trying.solved, trying.broken && trying.attempt.met);
        if trying.solved && !before {
            let challenge = trying.challenge;
            let words = phrase!("Challenge solved. {0}", "挑战完成。{0}", challenge.lesson.clone());
            self.said = Some(words);
            if !self.solved.iter().any(|id| id == challenge.id) {
                Rc::make_mut(&mut self.solved).push(challenge.id.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Action, Keeping, Kept};
    use super::*;
    use crate::run::{Run, micros};
    use synod_session::ParamValue;
    use synod_session::doc::{Act, Atom};
    use synod_words::Lang;

    /// The page at the start of a challenge.
    fn page(id: &str) -> State {
        let scenario = synod_session::labs().swap_remove(0).scenarios.swap_remove(0);
        let (run, _) = Run::open(&scenario.document, 1).expect("a shipped scenario opens");
        let mut state = State::new(Lang::En, run);
        state.opened();
        tell(&mut state, Action::Follow(Asked::Link(link::to_challenge(id))));
        state
    }

    fn tell(state: &mut State, action: Action) {
        state.apply(action);
        state.judge_attempt();
    }

    fn act(state: &mut State, at: f64, act: Act) {
        tell(state, Action::Scrub(at));
        // Whether a run that stands at its end plays on is for the browser to say.
        state.playing = true;
        let done = state.decide(micros(at), &[act]);
        assert!(done, "{:?}", state.notices);
        state.judge_attempt();
    }

    fn trying(state: &State) -> &Trying {
        state.trying.as_ref().expect("a challenge is under way")
    }

    /// A payment, whose reply is then lost, so that it is sent again.
    fn pay(state: &mut State) {
        act(state, 0.0, Act::Request("C1".into(), "pay".into(), vec![Atom::Int(30)]));
    }

    #[test]
    fn a_challenge_begins_with_its_set_up_and_nothing_done() {
        let state = page("paid-twice");
        assert_eq!((state.run.lab.id, state.playing, state.run.cursor()), ("request", false, 0));
        assert!(!trying(&state).solved && trying(&state).attempt.changed.is_empty());
        let name = state.branches.get(state.branches.own.id).map(Kept::label);
        assert_eq!(name.as_ref(), Some(&trying(&state).challenge.name), "the kept run is called like it");
        assert!(state.said.is_some(), "a screen reader hears what is to be done");
    }

    #[test]
    fn it_is_solved_where_the_break_is_seen_and_stays_so_when_stepping_back() {
        let mut state = page("paid-twice");
        pay(&mut state);
        act(&mut state, 12_000.0, Act::Drop("S1>C1#1".into()));
        assert!(trying(&state).attempt.met && !trying(&state).solved, "it was not seen yet");
        tell(&mut state, Action::ToEnd);
        assert!(trying(&state).solved);
        assert_eq!(*state.solved, ["paid-twice"]);
        tell(&mut state, Action::ToStart);
        assert!(trying(&state).solved, "going back to look takes nothing away");
        tell(&mut state, Action::Keep(Keeping::Back));
        assert!(!trying(&state).solved && trying(&state).attempt.faults == 0, "the fault was taken back");
        assert_eq!(*state.solved, ["paid-twice"], "it was solved all the same");
        tell(&mut state, Action::Keep(Keeping::Forward));
        assert!(trying(&state).solved);
    }

    #[test]
    fn another_parameter_or_seed_is_another_task() {
        let mut state = page("paid-twice");
        pay(&mut state);
        tell(&mut state, Action::Param("tries".into(), ParamValue::Int(5)));
        assert_eq!(trying(&state).attempt.changed.len(), 1);
        tell(&mut state, Action::Keep(Keeping::Back));
        assert!(trying(&state).attempt.changed.is_empty());
    }

    #[test]
    fn another_scenario_or_giving_up_ends_it() {
        for leave in [Action::Shipped("request".into(), "success".into()), Action::LeaveChallenge] {
            let mut state = page("paid-twice");
            tell(&mut state, leave);
            assert!(state.trying.is_none());
        }
    }

    #[test]
    fn an_unknown_challenge_is_said_and_its_run_is_shown() {
        let mut state = page("paid-twice");
        let fragment = link::for_challenge(&state.run.session.link(false), "luck");
        tell(&mut state, Action::Follow(Asked::Link(fragment)));
        assert_eq!(state.run.lab.id, "request");
        assert!(state.trying.is_none() && state.notices.iter().any(|n| n.topic == Topic::Address));
        tell(&mut state, Action::Follow(Asked::Link(link::to_challenge("luck"))));
        assert!(state.trying.is_none() && state.notices.iter().any(|n| n.topic == Topic::Address));
    }

    #[test]
    fn a_search_is_for_the_promise_of_the_challenge() {
        let mut state = page("paid-twice");
        tell(&mut state, Action::Quest(super::super::Seeking::Open));
        let Some(super::super::Dialog::Quest(questing)) = &state.dialog else { panic!("no search is open") };
        assert_eq!(questing.promise().map(|promise| promise.0), Some("executed-once"));
    }
}
