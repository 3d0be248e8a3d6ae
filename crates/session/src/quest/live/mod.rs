//! Promises of the end: that something comes about, once things go well.
//!
//! No step breaks them. Of every state that the budget allows, nearest first, it is asked whether what the promise waits for can still be
//! [reached](reach) from it. Where it cannot, that is a *block*: no schedule leads on, unless something comes that nobody can count on.
//! If all states were searched and there is none, what remains is a *livelock*: a round that can be gone for ever, in which everything that
//! is due is done. If there is none of these either, every fair schedule reaches it, whatever has happened before.
//!
//! What can be counted on goes by the promise ([`waits`](super::judge::waits)). Those that speak of the time when all failures are repaired (AC5,
//! progress, convergence) count on restarts and mended links, as many as are needed. Those that speak of whoever works (nobody is blocked, locks
//! are released, everybody is answered) do not: a restart may come, but nobody may have to wait for it. No promise counts on time-outs that run
//! out while messages are under way, nor on a client to ask for something more.

mod reach;
mod run;
pub(super) mod words;

use super::judge::Judge;
use super::setting::Setting;
use super::{Finding, Quest};
use reach::{Block, Reach, Reached};
use run::Ground;
use synod_explore::{Calm, End, Explorer, Worlds};
use synod_protocols::Erased;

type Search = Explorer<Worlds<Erased, Judge>>;

/// How a search for a promise of the end stands.
pub(super) struct Live {
    calm: Calm,
    reach: Reach,
    /// The first state from which it was found that nothing is reached, by its number.
    block: Option<(u32, Block)>,
    /// Of how many states it could not be said.
    unknown: u32,
}

impl Live {
    /// A search at its beginning, with what the promise counts on.
    pub fn new(calm: Calm) -> Live {
        Live { calm, reach: Reach::default(), block: None, unknown: 0 }
    }

    /// Asks of so many more states, and follows all their steps.
    pub fn advance(&mut self, explorer: &mut Search, expansions: u32) {
        for _ in 0..expansions {
            let Some((number, state)) = explorer.upcoming() else { return };
            match self.reach.from(explorer.model(), state) {
                Reached::Goal => {}
                Reached::Unknown => self.unknown += 1,
                Reached::Nothing(block) => {
                    self.block = Some((number, block));
                    return;
                }
            }
            explorer.run(1);
        }
    }

    /// What it came to, if that can be said by now.
    pub fn finding(&self, setting: &Setting, ask: &Quest, promise: &str, explorer: &Search) -> Option<Finding> {
        let progress = explorer.progress();
        let ground = Ground { setting, promise, explorer, calm: self.calm };
        if let Some((state, block)) = &self.block {
            return Some(ground.block(*state, block, self.unknown));
        }
        let end = progress.end?;
        let graph = explorer.graph().filter(|_| end == End::Exhausted);
        // Where a state was too far from everything to say, the whole graph knows.
        if let Some(state) = graph.as_ref().filter(|_| self.unknown > 0).and_then(|graph| graph.blocks().next()) {
            let followed = graph.as_ref().map_or(0, |graph| graph.followed(state));
            return Some(ground.block(state, &Block { way: Vec::new(), followed }, 0));
        }
        let livelock = graph.as_ref().and_then(synod_explore::Graph::livelock);
        Some(match (livelock, end) {
            (Some(livelock), _) => ground.livelock(&livelock),
            (None, End::Exhausted) => Finding::Holds { words: words::holds(setting, ask, self.calm, &progress) },
            (None, End::Depth) if self.unknown == 0 => {
                Finding::Holds { words: words::holds_so_far(setting, ask, self.calm, &progress) }
            }
            (None, _) => Finding::Open { words: words::open(setting, ask, self.calm, &progress, self.unknown) },
        })
    }
}
