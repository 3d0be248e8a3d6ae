//! A process that learns of slots which it misses asks others for them (van Renesse & Altinbuken 2015, § 4.3).

use super::{Log, Msg, Out, Timer};
use synod_kernel::Pid;

/// How often it asks each of the others at most, before it waits for further news.
const ROUNDS: usize = 2;

/// What it misses, as far as it knows.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct CatchUp {
    /// Slots up to this one are known to be in use.
    known: u32,
    /// Who said so.
    informant: Option<Pid>,
    /// How often it has asked; none while there is nothing to ask for.
    asked: Option<u16>,
}

impl CatchUp {
    /// News of slots up to `upto`. Chosen commands that are merely late get a moment to arrive.
    pub(super) fn heard(&mut self, upto: u32, from: Pid, log: &Log, out: &mut Out<'_>) {
        self.known = self.known.max(upto).max(log.last());
        if !self.misses(log) {
            if self.asked.take().is_some() {
                out.disarm(Timer::CatchUp);
            }
        } else if self.asked.is_none() {
            self.asked = Some(0);
            self.informant = Some(from);
            out.arm(Timer::CatchUp, out.lab.election_ms * 250);
        }
    }

    fn misses(&self, log: &Log) -> bool {
        log.first_unchosen() <= self.known
    }

    /// Nothing has arrived: it asks whoever told it, then the others in turn.
    pub(super) fn ask(&mut self, log: &Log, out: &mut Out<'_>) {
        let keepers = out.lab.log_keepers(out.me);
        let Some(asked) = self.asked.map(usize::from) else { return };
        if !self.misses(log) || asked >= ROUNDS * keepers.len() {
            self.asked = None;
            return;
        }
        let first = keepers.iter().position(|keeper| Some(*keeper) == self.informant).unwrap_or(0);
        if let Some(keeper) = keepers.get((first + asked) % keepers.len()) {
            out.send(*keeper, Msg::Missing { from: log.first_unchosen() });
        }
        self.asked = self.asked.map(|asked| asked + 1);
        out.arm(Timer::CatchUp, out.lab.election_ms * 1_000);
    }
}
