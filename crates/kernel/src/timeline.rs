//! A run as history: the start, a script of what a human decided, and the log of everything that followed.
//!
//! A run is a function of its start and its script. Acting at a moment inserts a decision there; the rest follows anew, later
//! decisions included. Going back applies the log again from the nearest checkpoint, so it is exact.

use crate::{Action, Chronicle, Event, Fingerprint, Hasher128, Limits, Protocol, Rejected, Time, Watch, World};
use std::hash::Hasher;

/// What a human decided, and where in the run it belongs.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Decision<P: Protocol> {
    /// When, in microseconds.
    pub at: Time,
    /// After how many of the simulator's own steps of that very microsecond; decisions of one place keep their order.
    pub nth: u32,
    /// What.
    pub action: Action<P>,
}

/// One step of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step<P: Protocol> {
    /// What happened.
    pub event: Event<P>,
    /// The decision it came from; `None` where the simulator picked it.
    pub decision: Option<u32>,
    /// How much of the script was used up after it.
    script_after: u32,
    /// How many steps of its microsecond were the simulator's own, with it.
    own_after: u32,
}

/// A decision that did not make sense when its turn came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dropped {
    /// Which one of the script.
    pub decision: u32,
    /// Why.
    pub why: Rejected,
    /// After how many steps of the run.
    pub step: u32,
}

/// A run that can be played, extended, stepped back and changed.
#[derive(Debug)]
pub struct Timeline<P: Protocol> {
    script: Vec<Decision<P>>,
    steps: Vec<Step<P>>,
    chronicle: Chronicle<P>,
    dropped: Vec<Dropped>,
    /// Worlds after every [`CHECKPOINT_EVERY`] steps, the start first.
    checkpoints: Vec<World<P>>,
    /// The world after all steps.
    tip: World<P>,
    script_used: u32,
    /// The world at the cursor.
    here: World<P>,
    cursor: u32,
}

/// Steps between two kept worlds: going back applies half as many on average.
const CHECKPOINT_EVERY: usize = 256;

/// [`World::apply`] for any watch: compiled once a protocol, and not once more for worlds that nobody watches.
fn apply<P: Protocol>(world: &mut World<P>, event: &Event<P>, watch: &mut dyn Watch<P>) -> Result<(), Rejected> {
    world.apply(event, watch)
}

impl<P: Protocol> Timeline<P> {
    /// A run at its start. `start` is a new world, `chronicle` what it told when it booted. The script is put in order.
    ///
    /// # Errors
    /// [`Rejected::OutOfRange`] for a script longer than [`Limits::DECISIONS_MAX`].
    pub fn new(start: World<P>, chronicle: Chronicle<P>, mut script: Vec<Decision<P>>) -> Result<Self, Rejected> {
        if script.len() > Limits::DECISIONS_MAX {
            return Err(Rejected::OutOfRange);
        }
        synod_order::sort_by_key(&mut script, |d| (d.at, d.nth));
        Ok(Timeline {
            script,
            steps: Vec::new(),
            chronicle,
            dropped: Vec::new(),
            checkpoints: vec![start.clone()],
            tip: start.clone(),
            script_used: 0,
            here: start,
            cursor: 0,
        })
    }

    /// Runs on by one step beyond the last one known. `false` when nothing more happens, or the run is as long as it may be.
    pub fn extend(&mut self) -> bool {
        self.extend_within(Time::MAX)
    }

    /// Runs on until nothing more happens before or at `until`, or the run has `steps_max` steps.
    pub fn extend_until(&mut self, until: Time, steps_max: usize) {
        while self.steps.len() < steps_max && self.extend_within(until) {}
    }

    /// Runs on by one step, unless it would happen after `until`.
    fn extend_within(&mut self, until: Time) -> bool {
        if self.steps.len() >= Limits::STEPS_MAX {
            return false;
        }
        loop {
            let scheduled = self.tip.scheduled();
            let due = self.script.get(self.script_used as usize).filter(|decision| match &scheduled {
                None => true,
                Some(next) => (decision.at, decision.nth) <= (next.at, self.own_steps_at(next.at, self.steps.len())),
            });
            let (event, decision) = match (due, scheduled) {
                (Some(d), _) => (Event { at: d.at.max(self.tip.now()), action: d.action.clone() }, Some(self.script_used)),
                (None, Some(event)) => (event, None),
                (None, None) => return false,
            };
            if event.at > until {
                return false;
            }
            let step = self.steps.len() as u32 + 1;
            self.chronicle.turn_to(step);
            let result = apply(&mut self.tip, &event, &mut self.chronicle);
            self.script_used += u32::from(decision.is_some());
            match (result, decision) {
                (Ok(()), _) => {
                    let own_after = self.own_steps_at(event.at, self.steps.len()) + u32::from(decision.is_none());
                    self.steps.push(Step { event, decision, script_after: self.script_used, own_after });
                    if self.steps.len().is_multiple_of(CHECKPOINT_EVERY) {
                        self.checkpoints.push(self.tip.clone());
                    }
                    return true;
                }
                (Err(why), Some(decision)) => self.dropped.push(Dropped { decision, why, step: step - 1 }),
                (Err(_), None) => return false,
            }
        }
    }

    /// When the next step beyond the last one known happens; `None` when none does.
    pub fn next_at(&self) -> Option<Time> {
        let decision = self.script.get(self.script_used as usize).map(|d| d.at);
        let scheduled = self.tip.scheduled().map(|event| event.at);
        decision.into_iter().chain(scheduled).min()
    }

    /// Moves the cursor: the world [`Self::here`] becomes the one after `step` steps. Beyond the last known step it stays there.
    pub fn seek(&mut self, step: u32) {
        let step = step.min(self.steps.len() as u32);
        let nearest = step as usize / CHECKPOINT_EVERY;
        if step < self.cursor || nearest * CHECKPOINT_EVERY > self.cursor as usize {
            self.here = self.checkpoints[nearest].clone();
            self.cursor = (nearest * CHECKPOINT_EVERY) as u32;
        }
        for done in &self.steps[self.cursor as usize..step as usize] {
            apply(&mut self.here, &done.event, &mut ()).expect("the log holds what was accepted before");
        }
        self.cursor = step;
    }

    /// Decides something at the cursor, at the moment `at`; what was known of the run after the cursor is forgotten and follows anew.
    /// The cursor moves behind the decision.
    ///
    /// # Errors
    /// [`Rejected`], and nothing is changed. [`Rejected::Past`] also where something else happens between the cursor and `at`, and
    /// [`Rejected::OutOfRange`] where the script or the run is as long as it may be.
    pub fn act(&mut self, at: Time, action: Action<P>) -> Result<(), Rejected> {
        let cursor = self.cursor as usize;
        if self.script.len() >= Limits::DECISIONS_MAX || cursor >= Limits::STEPS_MAX {
            return Err(Rejected::OutOfRange);
        }
        let next = self.steps.get(cursor).map_or_else(|| self.next_at(), |step| Some(step.event.at));
        if next.is_some_and(|next| next < at) {
            return Err(Rejected::Past);
        }
        let event = Event { at, action };
        apply(&mut self.here.clone(), &event, &mut ())?;
        self.forget_what_follows();
        self.insert(at, event.action);
        self.extend();
        self.seek(self.cursor + 1);
        Ok(())
    }

    /// Puts another script in place of the present one. What came before the first decision that differs is kept, and the cursor stands
    /// behind that; the rest follows anew.
    ///
    /// # Errors
    /// [`Rejected::OutOfRange`] for a script longer than [`Limits::DECISIONS_MAX`]; nothing is changed.
    pub fn revise(&mut self, mut script: Vec<Decision<P>>) -> Result<(), Rejected> {
        if script.len() > Limits::DECISIONS_MAX {
            return Err(Rejected::OutOfRange);
        }
        synod_order::sort_by_key(&mut script, |d| (d.at, d.nth));
        let same = self.script.iter().zip(&script).take_while(|(old, new)| old == new).count();
        let differs = self.script.get(same).into_iter().chain(script.get(same)).map(|d| d.at).min();
        if let Some(differs) = differs {
            let kept = self.steps.partition_point(|s| s.event.at < differs && s.script_after as usize <= same);
            self.seek(kept as u32);
            self.forget_what_follows();
            self.script = script;
        }
        Ok(())
    }

    /// Forgets all that is known of the run after the cursor.
    fn forget_what_follows(&mut self) {
        self.steps.truncate(self.cursor as usize);
        self.checkpoints.truncate(self.cursor as usize / CHECKPOINT_EVERY + 1);
        self.dropped.retain(|d| d.step < self.cursor);
        self.chronicle.truncate(self.cursor);
        self.tip = self.here.clone();
        self.script_used = self.steps.last().map_or(0, |last| last.script_after);
    }

    /// Puts a decision into the script, behind the last known step, so that the script stays in order.
    fn insert(&mut self, at: Time, action: Action<P>) {
        let nth = self.own_steps_at(at, self.steps.len());
        // Decisions that belong here and were dropped here stay before it: they are tried again first, and dropped again.
        let dropped_here = self.script[self.script_used as usize..].iter().take_while(|d| (d.at, d.nth) < (at, nth)).count();
        let place = self.script_used as usize + dropped_here;
        // An earlier one of this moment that was to wait for steps that never came has not waited for them.
        for earlier in self.script[..place].iter_mut().rev().take_while(|d| d.at == at) {
            earlier.nth = earlier.nth.min(nth);
        }
        self.script.insert(place, Decision { at, nth, action });
    }

    /// How many of the first `before` steps happened at exactly this moment, and not by a decision.
    fn own_steps_at(&self, at: Time, before: usize) -> u32 {
        self.steps[..before].last().filter(|step| step.event.at == at).map_or(0, |step| step.own_after)
    }

    /// The name of the whole run: a chain of the time and the fingerprint of every state in it.
    pub fn digest(&self) -> Fingerprint {
        let mut world = self.checkpoints[0].clone();
        let mut chain = Hasher128::default();
        chain.write_u128(world.fingerprint().0);
        for step in &self.steps {
            apply(&mut world, &step.event, &mut ()).expect("the log holds what was accepted before");
            chain.write_u64(world.now());
            chain.write_u128(world.fingerprint().0);
        }
        chain.fingerprint()
    }

    /// The decisions, in their order.
    pub fn script(&self) -> &[Decision<P>] {
        &self.script
    }
    /// The steps that are known.
    pub fn steps(&self) -> &[Step<P>] {
        &self.steps
    }
    /// What happened in them.
    pub fn chronicle(&self) -> &Chronicle<P> {
        &self.chronicle
    }
    /// The decisions that did not make sense when their turn came.
    pub fn dropped(&self) -> &[Dropped] {
        &self.dropped
    }
    /// The world at the cursor.
    pub fn here(&self) -> &World<P> {
        &self.here
    }
    /// The world after all steps that are known.
    pub fn tip(&self) -> &World<P> {
        &self.tip
    }
    /// The cursor: after how many steps.
    pub fn cursor(&self) -> u32 {
        self.cursor
    }
}
