//! The second workload: an update spreads over many nodes in synchronous cycles; and beside it a loop that only draws the partners.

use synod_gossip::epidemic::{BadSetup, Run, Setup};
use synod_gossip::rule::{Mode, Rule};
use synod_kernel::rng::{Draw, Purpose};

/// Anti-entropy by push and pull, in which every node takes part in every cycle, until everybody has the update. Returns how many
/// node-rounds that took, and a number that stands for the whole run.
///
/// # Errors
/// [`BadSetup`] for fewer nodes than two or more than the engine takes.
pub fn spread(nodes: u32, seed: u64) -> Result<(u64, u64), BadSetup> {
    let run = Run::of(Setup::new(nodes, Mode::PushPull, Rule::AntiEntropy)?, seed);
    Ok((run.contacts, run.arrivals.wrapping_mul(31).wrapping_add(run.updates)))
}

/// Draws so many partners as the engine does, cycle by cycle, and does nothing with them. Returns their sum.
pub fn draw_partners(nodes: u32, seed: u64, node_rounds: u64) -> u64 {
    let mut sum = 0_u64;
    let (mut cycle, mut node) = (1, 0);
    for _ in 0..node_rounds {
        let other = Draw::new(seed, Purpose::Choice, (cycle, node)).between(0, u64::from(nodes) - 2) as u32;
        sum = sum.wrapping_add(u64::from(other + u32::from(other >= node)));
        node += 1;
        if node == nodes {
            (cycle, node) = (cycle + 1, 0);
        }
    }
    sum
}
