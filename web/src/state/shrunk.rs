//! The smallest run that still breaks a promise comes onto the page, beside the run that it was made of.

use super::{Made, Place, State, Topic, Why};
use std::rc::Rc;
use synod_session::Shrunk;
use synod_words::{Phrase, phrase};

/// That a run is the smallest that still breaks a promise.
#[derive(Clone, PartialEq, Debug)]
pub struct Smallest {
    /// The run.
    revision: u32,
    promise: &'static str,
    /// What happens in it.
    story: Phrase,
}

impl State {
    /// What happens in the run on the page, where it is the smallest that breaks the promise that is explained.
    pub fn story(&self) -> Option<Phrase> {
        let explained = self.run.promises.get(self.explained()?)?.id;
        let smallest = self.smallest.as_ref().filter(|s| s.revision == self.run.revision && s.promise == explained)?;
        Some(smallest.story.clone())
    }

    /// Keeps the smallest run and shows where it breaks; says so where the run on the page is that already.
    pub(super) fn shrunk(&mut self, shrunk: &Shrunk) {
        if shrunk.smaller {
            let before = Rc::new(self.run.export());
            if !self.put(&shrunk.document, Place::Own, 0) {
                return;
            }
            self.playing = false;
            self.resume = false;
            self.zoom_afresh();
            self.why = Why::Of(shrunk.promise);
            let words = phrase!("shrunk: {0}", "最小化：{0}", shrunk.name.clone());
            self.keep(before.clone(), (Made::Shrunk, words), 0, true);
            let (were, are) = (shrunk.before.decisions, shrunk.after.decisions);
            let words = phrase!(
                "Shrunk: the same promise is still broken, and no decision can be left out. Decisions: {0} → {1}. The earlier run is kept.",
                "已最小化：同一承诺仍被打破，且没有一项决定可以去掉。决定：{0} → {1}。先前的运行仍保留。",
                were,
                are
            );
            self.notice(Topic::Branch, words, Some(before));
        } else {
            self.said = Some(phrase!("Nothing can be left out of this run.", "这次运行已无可去掉之处。"));
        }
        self.smallest = Some(Smallest { revision: self.run.revision, promise: shrunk.promise, story: shrunk.story.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Action, Keeping};
    use super::*;
    use crate::run::Run;
    use synod_session::shrink;
    use synod_words::Lang;

    #[test]
    fn the_smallest_run_is_kept_beside_the_one_it_was_made_of_and_is_itself_the_smallest() {
        let scenario = synod_session::labs().swap_remove(0).scenarios.swap_remove(0);
        let (run, _) = Run::open(&scenario.document, 1).expect("a shipped scenario opens");
        let mut state = State::new(Lang::En, run);
        state.opened();
        let small = |state: &State| Rc::new(shrink(&state.run.export(), Some("regular")).expect("it ends violated"));
        state.apply(Action::Shrunk(small(&state)));
        let labels: Vec<String> = state.branches.list.iter().map(|k| k.label().text(Lang::En)).collect();
        assert_eq!(labels.last().map(String::as_str), Some("shrunk: Regular register"));
        let explained = state.explained().and_then(|i| state.run.promises.get(i)).map(|p| p.id);
        assert_eq!((state.run.export().decisions.len(), explained), (3, Some("regular")), "it stands where the promise breaks");

        state.apply(Action::Shrunk(small(&state)));
        assert_eq!(state.branches.list.len(), labels.len());
        let said = state.said.as_ref().map(|said| said.text(Lang::En));
        assert_eq!(said.as_deref(), Some("Nothing can be left out of this run."));
        assert!(state.story().is_some_and(|story| story.text(Lang::En).starts_with("With N = 2, W = 1, R = 1: ")));
        state.apply(Action::Keep(Keeping::Back));
        assert_eq!((state.run.export().decisions, state.story()), (scenario.document.decisions, None));
    }
}
