//! Keeping runs: whoever acts in the past, moves a fault or changes a parameter starts another run beside the earlier one.

use super::branches::{Keeping, Kept, Made, Own, Undone};
use super::{Place, State, Topic};
use crate::run::{Run, micros};
use std::rc::Rc;
use synod_session::Time;
use synod_session::doc::Document;
use synod_words::{Arg, Phrase, phrase};

/// How many runs of a lab are kept.
const MOST: usize = 12;
/// How many earlier states of a run can be gone back to.
const EARLIER: usize = 40;

impl State {
    pub(super) fn keeping(&mut self, what: Keeping) {
        match what {
            Keeping::Switch(id) => self.switch(id),
            Keeping::Rename(id, name) => {
                let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
                let name = Some(name.trim().to_owned()).filter(|n| !n.is_empty());
                self.branches.change(id, |kept| kept.name = name);
            }
            Keeping::Remove(id) => self.remove(id),
            Keeping::Back if self.beside.is_some() => self.back_beside(),
            Keeping::Forward if self.beside.is_some() => self.forward_beside(),
            Keeping::Back => drop(self.back()),
            Keeping::Forward => drop(self.forward()),
        }
    }

    /// A run of which nothing was kept yet.
    pub(super) fn kept_of(run: &Run, place: &Place, words: Phrase, made: Made, parent: Option<(u32, Time)>) -> Kept {
        Kept {
            id: 0,
            name: None,
            words,
            made,
            parent: parent.map(|p| p.0),
            parted: parent.map_or(0, |p| p.1),
            place: place.clone(),
            document: Rc::new(run.export()),
            earlier: Vec::new(),
        }
    }

    /// What an opened run is called.
    pub(super) fn words_of(run: &Run, place: &Place) -> Phrase {
        let scenario = run.lab.scenarios.iter().find(|s| Some(s.id) == run.scenario.as_deref());
        match (scenario, place) {
            (Some(scenario), Place::Shipped(..)) => scenario.name.clone(),
            (Some(scenario), Place::Own) => phrase!("{0} (changed)", "{0}（已修改）", scenario.name.clone()),
            (None, _) => phrase!("Own run", "自定义运行"),
        }
    }

    /// Writes down how the run on the page stands, before another takes its place.
    pub(super) fn leave(&mut self) {
        let (document, place) = (Rc::new(self.run.export()), self.place.clone());
        self.branches.change(self.branches.own.id, |kept| {
            kept.document = document;
            kept.place = place;
        });
    }

    /// After a run was opened that is no branch of the one before: it begins a line of its own. Of the others of its lab, those
    /// stay that somebody made.
    pub(super) fn opened(&mut self) {
        let document = self.run.export();
        let found = self.branches.list.iter().find(|k| k.holds(&document)).map(|k| k.id);
        let id = found.unwrap_or_else(|| {
            let words = State::words_of(&self.run, &self.place);
            self.branches.push(State::kept_of(&self.run, &self.place, words, Made::Opened, None))
        });
        self.branches.own = Own::of(id);
        self.prune();
        self.bound();
    }

    /// Drops the shipped scenarios that were only looked at.
    pub(super) fn prune(&mut self) {
        let list = &self.branches.list;
        let beside = self.beside.as_ref().map(|b| b.own.id);
        let used = |k: &Kept| {
            k.made != Made::Opened
                || k.name.is_some()
                || k.place == Place::Own
                || k.id == self.branches.own.id
                || Some(k.id) == beside
                || list.iter().any(|child| child.parent == Some(k.id))
        };
        if !list.iter().all(used) {
            self.branches.list = Rc::new(list.iter().filter(|k| used(k)).cloned().collect());
        }
    }

    /// At most so many of a lab: the oldest without a name goes first, and the reader is told. Where the run on the page comes from
    /// stays, or there would be no way back.
    pub(super) fn bound(&mut self) {
        let beside = self.beside.as_ref().map(|b| b.own.id);
        let line: Vec<u32> = self.branches.line(self.branches.own.id).into_iter().map(|l| l.0).collect();
        let of_lab: Vec<&Kept> = self.branches.list.iter().filter(|k| k.document.lab == self.run.lab.id).collect();
        if of_lab.len() <= MOST {
            return;
        }
        let free = |k: &&&Kept| !line.contains(&k.id) && Some(k.id) != beside;
        let rest = |k: &&&Kept| Some(k.id) != line.first().copied() && Some(k.id) != beside;
        let oldest = of_lab.iter().filter(free).find(|k| k.name.is_none()).or_else(|| of_lab.iter().find(free));
        if let Some(id) = oldest.or_else(|| of_lab.iter().find(rest)).map(|k| k.id) {
            self.take_out(id, true);
        }
    }

    /// After the run changed: keeps what it was before. With `apart` what follows is a run beside the earlier one, and otherwise the
    /// same run goes on. Whether the earlier one is now beside it.
    pub(super) fn keep(&mut self, before: Rc<Document>, (made, words): (Made, Phrase), parted: Time, apart: bool) -> bool {
        let own = self.branches.own.id;
        self.branches.own.undone.clear();
        if apart {
            self.branches.change(own, |kept| kept.document = before);
            let fresh = State::kept_of(&self.run, &self.place, words, made, Some((own, parted)));
            self.branches.own.id = self.branches.push(fresh);
            self.bound();
        } else {
            let place = self.place.clone();
            let challenge = self.trying.as_ref().map(|trying| trying.challenge.name.clone());
            let changed = challenge.unwrap_or_else(|| State::words_of(&self.run, &place));
            self.branches.change(own, |kept| {
                kept.earlier.push(kept.with(before));
                if kept.earlier.len() > EARLIER {
                    kept.earlier.remove(0);
                }
                kept.place = place;
                if kept.made == made {
                    // A fault that was moved on, a parameter turned further: what the run is called goes with it.
                    if made != Made::Acted {
                        kept.words = words;
                    }
                } else {
                    if kept.made == Made::Opened {
                        kept.words = changed;
                    }
                    kept.made = made;
                }
            });
        }
        apart
    }

    /// Whether a decision here starts another run: where something was seen that will now be different, and where the run is not the
    /// reader's own.
    pub(super) fn parts_here(&self, branched: bool, seen: f64) -> bool {
        let child = self.branches.get(self.branches.own.id).is_some_and(|k| k.parent.is_some());
        branched && (!child || micros(seen) > micros(self.playhead))
    }

    /// Whether another change of this kind only goes on with the latest one.
    pub(super) fn goes_on(&self, made: &Made) -> bool {
        self.branches.get(self.branches.own.id).is_some_and(|k| k.parent.is_some() && k.name.is_none() && k.made == *made)
    }

    /// Puts this run onto the page: at the playhead's time where both runs are still one, otherwise where it was left.
    pub(super) fn put(&mut self, document: &Document, place: Place, same_until: Time) -> bool {
        let at = self.playhead;
        match Run::open(document, self.run.revision + 1) {
            Ok((run, _)) => {
                self.run = run;
                self.open = None;
                self.picked = None;
                self.tool = None;
                self.place = place;
                self.seen = self.run.end() as f64;
                if micros(at) < same_until {
                    self.scrub(at);
                } else {
                    self.go(document.cursor.unwrap_or(self.run.steps));
                }
                true
            }
            Err(error) => {
                self.notice(Topic::Refused, error.why, None);
                false
            }
        }
    }

    fn switch(&mut self, id: u32) {
        if self.move_to(id) {
            self.branches.own.undone.clear();
        }
    }

    /// Puts another kept run onto the page; whether that worked.
    pub(super) fn move_to(&mut self, id: u32) -> bool {
        let Some(kept) = self.branches.get(id).cloned() else { return false };
        let own = self.branches.own.id;
        if own == id {
            return false;
        }
        let (same_until, label) = (self.branches.part(own, id), kept.label());
        self.leave();
        if !self.put(&kept.document, kept.place, same_until) {
            return false;
        }
        self.branches.own.id = id;
        self.notices = Rc::new(self.notices.iter().filter(|n| n.topic != Topic::Branch).cloned().collect());
        self.said = Some(phrase!("Now shown: {0}.", "现在显示：{0}。", label));
        true
    }

    /// Back to before the latest change; whether there was one.
    pub(super) fn back(&mut self) -> bool {
        let own = self.branches.own.id;
        let Some(kept) = self.branches.get(own).cloned() else { return false };
        if let Some(before) = kept.earlier.last() {
            let now = kept.with(Rc::new(self.run.export()));
            if !self.put(&before.document, before.place.clone(), 0) {
                return false;
            }
            self.branches.change(own, |k| {
                k.earlier.pop();
                k.become_again(before.clone());
            });
            self.branches.own.undone.push(Undone { left: own, state: Some(now) });
        } else {
            let Some(parent) = kept.parent else { return false };
            if !self.move_to(parent) {
                return false;
            }
            self.branches.own.undone.push(Undone { left: own, state: None });
        }
        true
    }

    /// Forward again after going back; whether there was anything.
    pub(super) fn forward(&mut self) -> bool {
        let Some(undone) = self.branches.own.undone.pop() else { return false };
        match undone.state {
            None => self.move_to(undone.left),
            Some(state) => {
                let now = Rc::new(self.run.export());
                let put = self.put(&state.document, state.place.clone(), 0);
                if put {
                    self.branches.change(undone.left, |k| {
                        k.earlier.push(k.with(now));
                        k.become_again(state);
                    });
                }
                put
            }
        }
    }

    fn remove(&mut self, id: u32) {
        if id == self.branches.own.id {
            let kept = self.branches.get(id);
            let lab = |k: &&Kept| k.id != id && k.document.lab == self.run.lab.id;
            let other = kept.and_then(|k| k.parent).or_else(|| self.branches.list.iter().find(lab).map(|k| k.id));
            if !other.is_some_and(|other| self.move_to(other)) {
                return;
            }
        }
        self.take_out(id, false);
    }

    fn take_out(&mut self, id: u32, full: bool) {
        let Some(gone) = self.branches.take(id) else { return };
        let words = if full {
            phrase!(
                "{0} runs are kept. “{1}” was let go, the oldest without a name.",
                "最多保留 {0} 次运行。最早且未命名的“{1}”已移除。",
                MOST,
                gone.label()
            )
        } else {
            phrase!("“{0}” is no longer kept.", "“{0}”不再保留。", gone.label())
        };
        // A full list has no room to take it back into.
        let undo = (!full).then(|| gone.document.clone());
        self.branches.removed = Some(gone);
        self.notice(Topic::Removed, words, undo);
    }

    /// What the button of a notice goes back to, where it is a kept run or one that was taken out; whether it was.
    pub(super) fn undo_kept(&mut self, document: &Rc<Document>) -> bool {
        if self.branches.removed.as_ref().is_some_and(|k| Rc::ptr_eq(&k.document, document)) {
            Rc::make_mut(&mut self.branches.list).extend(self.branches.removed.take());
            return true;
        }
        let kept = self.branches.list.iter().find(|k| Rc::ptr_eq(&k.document, document)).map(|k| k.id);
        match kept {
            Some(id) if self.branches.get(self.branches.own.id).is_some_and(|k| k.parent == Some(id)) => self.back_to(id),
            _ => false,
        }
    }

    /// Back to the run that this one parted from, however much was done since.
    fn back_to(&mut self, parent: u32) -> bool {
        let own = self.branches.own.id;
        let moved = self.move_to(parent);
        if moved {
            self.branches.own.undone.push(Undone { left: own, state: None });
        }
        moved
    }
}

/// What was decided just now, in the words of the event that it became.
pub(super) fn words_of_act(run: &Run, at: Time) -> Phrase {
    let lines = run.session.events(run.cursor().saturating_sub(3).max(1), 8);
    let what = lines.into_iter().rev().find(|line| line.decided && line.at == at).map(|line| line.phrase);
    let what = what.unwrap_or_else(|| phrase!("a change", "一处改动"));
    phrase!("{0} at {1}", "{0}（{1}）", what, Arg::TimeUs(at))
}

#[cfg(test)]
mod tests {
    use super::super::{Action, Against, Beside, Comparing, Keeping, Standing};
    use super::*;
    use synod_session::doc::Act;
    use synod_session::{Edit, ParamValue};
    use synod_words::Lang;

    /// The page with the first scenario, at its end.
    fn page() -> State {
        let scenario = synod_session::labs().swap_remove(0).scenarios.swap_remove(0);
        let (run, _) = Run::open(&scenario.document, 1).expect("a shipped scenario opens");
        let place = Place::Shipped(run.lab.id.to_owned(), scenario.id.to_owned());
        let mut state = State::new(Lang::En, run);
        state.place = place;
        state.opened();
        state.apply(Action::ToEnd);
        state
    }

    fn labels(state: &State) -> Vec<String> {
        state.branches.list.iter().map(|k| k.label().text(Lang::En)).collect()
    }

    #[test]
    fn what_is_decided_before_what_was_seen_starts_a_run_and_what_comes_next_goes_on_with_it() {
        let mut state = page();
        let shipped = state.run.export();
        state.apply(Action::Scrub(40_000.0));
        for node in ["n3", "n1"] {
            state.apply(Action::Act(vec![Act::Crash(node.into())]));
        }
        assert_eq!(labels(&state)[1..], ["n3 crashes at 40 ms"], "the second crash changes nothing that was seen");
        state.apply(Action::Scrub(60_000.0));
        state.apply(Action::Scrub(50_000.0));
        state.apply(Action::Act(vec![Act::Crash("n2".into())]));
        assert_eq!(labels(&state)[1..], ["n3 crashes at 40 ms", "n2 crashes at 50 ms"]);

        for decisions in [2, 1, 0] {
            state.apply(Action::Keep(Keeping::Back));
            assert_eq!(state.run.export().decisions.len(), shipped.decisions.len() + decisions);
        }
        assert_eq!(state.place, Place::Shipped(state.run.lab.id.into(), "stale-read".into()), "it is the shipped run again");
        for _ in 0..3 {
            state.apply(Action::Keep(Keeping::Forward));
        }
        assert_eq!(state.run.export().decisions.len(), shipped.decisions.len() + 3);
    }

    #[test]
    fn a_fault_that_is_moved_on_and_on_is_one_run() {
        let mut state = page();
        for at in [55_000, 70_000] {
            state.apply(Action::Revise(vec![Edit::Move { decision: 2, at }]));
        }
        assert_eq!(labels(&state).len(), 2, "{:?}", labels(&state));
        state.apply(Action::Keep(Keeping::Back));
        assert!(state.run.export().decisions.iter().any(|d| d.at == 55_000));
        state.apply(Action::Revise(vec![Edit::Remove { decision: 2 }]));
        assert_eq!(labels(&state).len(), 3, "{:?}", labels(&state));
    }

    #[test]
    fn two_runs_under_one_cursor_are_changed_and_taken_back_together() {
        let mut state = page();
        let other = Against::Param("r".into(), ParamValue::Int(4));
        state.apply(Action::Compare(Comparing::With(other)));
        state.compare_again();
        let broken = |run: &Run| run.promises.iter().filter(|p| matches!(p.standing, Standing::Violated { .. })).count();
        let beside = |state: &State| -> Beside { state.beside.clone().expect("the comparison goes on") };
        assert!(broken(&state.run) > 0 && broken(&beside(&state).run) == 0);
        assert!(state.end() >= beside(&state).run.end() && beside(&state).parting.answer.is_some());

        state.apply(Action::Scrub(60_000.0));
        let count = |state: &State| [state.run.export().decisions.len(), beside(state).run.export().decisions.len()];
        let before = count(&state);
        state.apply(Action::Across(Box::new(Action::Act(vec![Act::Crash("n1".into())]))));
        assert_eq!(count(&state), before.map(|n| n + 1));
        state.apply(Action::Compare(Comparing::Both(false)));
        state.apply(Action::Across(Box::new(Action::Act(vec![Act::Crash("n2".into())]))));
        assert_eq!(count(&state), [before[0] + 1, before[1] + 2]);
        state.apply(Action::Keep(Keeping::Back));
        state.apply(Action::Keep(Keeping::Back));
        assert_eq!(count(&state), before);
        state.apply(Action::Keep(Keeping::Forward));
        assert_eq!(count(&state), before.map(|n| n + 1));
        state.apply(Action::Escape);
        assert!(state.beside.is_none());
    }
}
