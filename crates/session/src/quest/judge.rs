//! Who goes along with the search and says when the promise is broken.

use super::past::{Clients, Whole};
use std::rc::Rc;
use synod_check::{Event, Goal, Model, Monitor, Property, What};
use synod_explore::{Calm, Observer};
use synod_kernel::{Action, Happening, Hasher128, Pid, Time, Watch, World};
use synod_protocols::{Erased, Law};
use synod_words::Phrase;

/// Whether there is a judge that can go along with a search by this law.
///
/// A promise of the end (all decide, replicas converge) is not broken by any step; it is searched where it waits for a [goal](waits).
/// A promise cannot be searched that speaks of the time that passes, for in the search it stands still; nor AC4, which asks for runs that
/// nobody meddled with: here the search decides when everything happens; nor promises about a store at rest.
pub(super) fn can_search(law: Law) -> bool {
    match law {
        Law::Property(property) | Law::Part(_, property) => {
            waits(law).is_some() || property != Property::Ac4 && property.monitor().is_some()
        }
        Law::Model(model) => !matches!(model, Model::TStaleness(_) | Model::Eventual | Model::NoLostWrites),
    }
}

/// Whether a search in which time passes can break it: a step that does is looked for, and no end.
pub(super) fn can_search_in_time(law: Law) -> bool {
    match law {
        Law::Property(property) | Law::Part(_, property) => property.monitor().is_some(),
        Law::Model(_) => true,
    }
}

/// Whether the promise is kept by clocks: where they stand still, nothing can be said about it.
pub(super) fn rests_on_clocks(law: Law) -> bool {
    matches!(law, Law::Property(Property::OneHolder | Property::GuardedWrites))
}

/// Whether the promise waits for a goal, and what may be counted on meanwhile; see [`super::live`].
///
/// That nobody is blocked in one of several systems side by side is searched like a promise of safety: whether a process declares it. To
/// see that one system cannot go on, all that the others may still do would have to be followed as well.
pub(super) fn waits(law: Law) -> Option<Calm> {
    match law {
        Law::Part(_, Property::NonBlocking) | Law::Model(_) => None,
        Law::Property(property) | Law::Part(_, property) => {
            property.goal().map(|_| Calm { repairs: property.waits_for_repairs() })
        }
    }
}

/// A judge of one promise: part of the state that it judges.
#[derive(Clone)]
pub(super) enum Judge {
    /// Of what the processes declare, in the part of that number where there are several, and the time.
    Processes(Box<dyn Monitor>, Option<u8>, Time),
    /// Of what the processes declare, and whether that is what the promise waits for.
    Goal(Box<dyn Goal>, Option<u8>),
    /// Of what the clients see, operation by operation.
    Clients(Clients),
    /// Of what the clients see, as a whole.
    Whole(Whole),
}

impl Judge {
    /// A judge by a law that [can be searched](can_search), of whether it waits in vain where that is asked. The world is for labs that look at it to tell what clients saw.
    pub fn new(law: Law, waits: bool, lab: &Erased, names: &[String], world: World<Erased>) -> Judge {
        let processes = |property: Property, part| {
            let goal = property.goal().filter(|_| waits).map(|goal| Judge::Goal(goal, part));
            goal.or_else(|| property.monitor().map(|monitor| Judge::Processes(monitor, part, 0)))
        };
        let judge = match law {
            Law::Property(property) => processes(property, None),
            Law::Part(part, property) => processes(property, Some(part)),
            Law::Model(model) => {
                let reading = Rc::new(super::past::Reading { lab: lab.clone(), names: names.to_vec(), world, model });
                Some(match model.monitor() {
                    Some(monitor) => Judge::Clients(Clients::new(reading, monitor)),
                    None => Judge::Whole(Whole::new(reading)),
                })
            }
        };
        judge.expect("laws without a judge are sorted out before")
    }

    fn notes(&mut self, process: Pid, what: What) {
        let at = if let Judge::Processes(_, _, now) = self { *now } else { 0 };
        let event = Event { at, process: process.0, what };
        let of = |part: &Option<u8>| part.map_or_else(|| event.clone(), |part| event.of_part(part));
        match self {
            Judge::Processes(monitor, part, _) => monitor.see(&of(part)),
            Judge::Goal(goal, part) => goal.see(&of(part)),
            Judge::Clients(_) | Judge::Whole(_) => {}
        }
    }

    /// Who waits for what, where the promise waits for something.
    pub fn missing(&self, names: &[String]) -> Option<Phrase> {
        match self {
            Judge::Goal(goal, _) => Some(goal.missing(names)),
            _ => None,
        }
    }
}

impl Observer<Erased> for Judge {
    fn passes(&mut self, to: Time) {
        if let Judge::Processes(_, _, now) = self {
            *now = to;
        }
    }

    fn befalls(&mut self, action: &Action<Erased>) {
        match (&mut *self, action) {
            (Judge::Processes(..) | Judge::Goal(..), Action::Crash(pid) | Action::Pause(pid)) => self.notes(*pid, What::Failed),
            (Judge::Processes(..) | Judge::Goal(..), Action::Restart(pid) | Action::Resume(pid)) => {
                self.notes(*pid, What::Recovered);
            }
            (Judge::Whole(whole), _) => whole.next_step(),
            _ => {}
        }
    }

    fn see(&mut self, what: &Happening<'_, Erased>) {
        match (self, what) {
            (judge @ (Judge::Processes(..) | Judge::Goal(..)), Happening::Told(pid, fact)) => {
                judge.notes(*pid, What::Did((*fact).clone()));
            }
            (Judge::Clients(clients), what) => clients.see(what),
            (Judge::Whole(whole), what) => whole.see(what),
            _ => {}
        }
    }

    fn heeds(&self, what: &Happening<'_, Erased>) -> bool {
        match self {
            Judge::Processes(..) | Judge::Goal(..) => matches!(what, Happening::Told(..)),
            Judge::Clients(_) => matches!(what, Happening::Called(..) | Happening::Returned(..)),
            Judge::Whole(_) => matches!(what, Happening::Called(..) | Happening::Returned(..) | Happening::Sent { .. }),
        }
    }

    fn heeds_that_befalls(&self, action: &Action<Erased>) -> bool {
        let is_told = matches!(action, Action::Crash(_) | Action::Restart(_) | Action::Pause(_) | Action::Resume(_));
        is_told && matches!(self, Judge::Processes(..) | Judge::Goal(..))
    }

    fn fingerprint(&self) -> u128 {
        match self {
            Judge::Processes(monitor, ..) => digest(|hasher| monitor.digest(hasher)),
            Judge::Goal(goal, _) => digest(|hasher| goal.digest(hasher)),
            Judge::Clients(clients) => clients.fingerprint(),
            Judge::Whole(whole) => whole.fingerprint(),
        }
    }

    fn broken(&self) -> u64 {
        u64::from(match self {
            Judge::Processes(monitor, ..) => monitor.is_broken(),
            Judge::Goal(goal, _) => goal.is_lost(),
            Judge::Clients(clients) => clients.is_broken(),
            Judge::Whole(whole) => whole.is_broken(),
        })
    }

    fn is_goal(&self) -> bool {
        matches!(self, Judge::Goal(goal, _) if goal.is_reached())
    }
}

/// The name of what somebody remembers.
fn digest(of: impl Fn(&mut dyn std::hash::Hasher)) -> u128 {
    let mut hasher = Hasher128::default();
    of(&mut hasher);
    hasher.fingerprint().0
}

/// Passes on to a judge what happens before the search begins.
pub(super) struct Telling<'a>(pub &'a mut Judge);

impl Watch<Erased> for Telling<'_> {
    fn see(&mut self, _: Time, what: Happening<'_, Erased>) {
        self.0.see(&what);
    }
}
