//! Who goes along with the search and says when the promise is broken.

use super::past::{Clients, Whole};
use std::rc::Rc;
use synod_check::{Event, Model, Monitor, Property, What};
use synod_explore::Observer;
use synod_kernel::{Action, Happening, Hasher128, Pid, Time, Watch, World};
use synod_protocols::{Erased, Law};

/// Whether there is a judge that can go along with a search by this law.
///
/// Promises of the end (all decide, replicas converge) are not broken by any step. Nor can a promise be searched that speaks of the time that
/// passes, for in the search it stands still; nor AC4, which asks for runs that nobody meddled with: here the search decides when
/// everything happens.
pub(super) fn can_search(law: Law) -> bool {
    match law {
        Law::Property(property) | Law::Part(_, property) => property != Property::Ac4 && property.monitor().is_some(),
        Law::Model(model) => !matches!(model, Model::TStaleness(_) | Model::Eventual | Model::NoLostWrites),
    }
}

/// Whether the promise is kept by clocks: where they stand still, nothing can be said about it.
pub(super) fn rests_on_clocks(law: Law) -> bool {
    matches!(law, Law::Property(Property::OneHolder | Property::GuardedWrites))
}

/// A judge of one promise: part of the state that it judges.
#[derive(Clone)]
pub(super) enum Judge {
    /// Of what the processes declare, in the part of that number where there are several, and the time.
    Processes(Box<dyn Monitor>, Option<u8>, Time),
    /// Of what the clients see, operation by operation.
    Clients(Clients),
    /// Of what the clients see, as a whole.
    Whole(Whole),
}

impl Judge {
    /// A judge by a law that [can be searched](can_search). The world is for labs that look at it to tell what clients saw.
    pub fn new(law: Law, lab: &Erased, names: &[String], world: World<Erased>) -> Judge {
        let processes = |property: Property, part| property.monitor().map(|monitor| Judge::Processes(monitor, part, 0));
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
        if let Judge::Processes(monitor, part, now) = self {
            let event = Event { at: *now, process: process.0, what };
            match part {
                Some(part) => monitor.see(&event.of_part(*part)),
                None => monitor.see(&event),
            }
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
            (Judge::Processes(..), Action::Crash(pid) | Action::Pause(pid)) => self.notes(*pid, What::Failed),
            (Judge::Processes(..), Action::Restart(pid) | Action::Resume(pid)) => self.notes(*pid, What::Recovered),
            (Judge::Whole(whole), _) => whole.next_step(),
            _ => {}
        }
    }

    fn see(&mut self, what: &Happening<'_, Erased>) {
        match (self, what) {
            (judge @ Judge::Processes(..), Happening::Told(pid, fact)) => judge.notes(*pid, What::Did((*fact).clone())),
            (Judge::Clients(clients), what) => clients.see(what),
            (Judge::Whole(whole), what) => whole.see(what),
            _ => {}
        }
    }

    fn fingerprint(&self) -> u128 {
        match self {
            Judge::Processes(monitor, ..) => {
                let mut hasher = Hasher128::default();
                monitor.digest(&mut hasher);
                hasher.fingerprint().0
            }
            Judge::Clients(clients) => clients.fingerprint(),
            Judge::Whole(whole) => whole.fingerprint(),
        }
    }

    fn broken(&self) -> u64 {
        u64::from(match self {
            Judge::Processes(monitor, ..) => monitor.is_broken(),
            Judge::Clients(clients) => clients.is_broken(),
            Judge::Whole(whole) => whole.is_broken(),
        })
    }
}

/// Passes on to a judge what happens before the search begins.
pub(super) struct Telling<'a>(pub &'a mut Judge);

impl Watch<Erased> for Telling<'_> {
    fn see(&mut self, _: Time, what: Happening<'_, Erased>) {
        self.0.see(&what);
    }
}
