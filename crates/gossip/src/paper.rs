//! The figures that papers give for an epidemic, to be held against the measured ones.

use crate::epidemic::Setup;
use crate::rule::{Counts, Mode, Rule, Rumour, Stop};

/// How many nodes the tables are about.
pub const NODES: u32 = 1_000;

/// A line of a table.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Line {
    /// The number of the table.
    pub table: u8,
    /// Residue: the share of nodes that the update never reached.
    pub residue: f64,
    /// Traffic: updates sent, per node.
    pub traffic: f64,
    /// The cycle of the last arrival.
    pub t_last: f64,
}

/// Push, feedback, counter (Demers et al. 1987, table 1), for k = 1 to 5: residue, traffic, last arrival.
const TABLE_1: [[f64; 3]; 5] =
    [[0.18, 1.7, 16.8], [0.037, 3.3, 16.9], [0.011, 4.5, 17.4], [0.0036, 5.6, 17.5], [0.0012, 6.7, 17.7]];

/// Push, blind, coin (table 2), for k = 1 to 5.
const TABLE_2: [[f64; 3]; 5] =
    [[0.96, 0.04, 38.0], [0.20, 1.6, 33.0], [0.060, 2.8, 32.0], [0.021, 3.9, 32.0], [0.008, 4.9, 32.0]];

/// Pull, feedback, counter (table 3), for k = 1 and 2.
const TABLE_3: [[f64; 3]; 2] = [[0.031, 2.7, 17.6], [5.8e-4, 4.49, 15.4]];

/// What Demers et al. found for this very setup, where it is one of theirs (*Epidemic Algorithms for Replicated Database Maintenance*,
/// PODC 1987, tables 1 to 3). Their average arrival is left out: over which nodes they took it is not said.
pub fn demers(setup: Setup) -> Option<Line> {
    let Rule::Rumour(Rumour { stop, counts, k }) = setup.rule() else { return None };
    let (table, lines): (u8, &[[f64; 3]]) = match (setup.mode(), counts, stop) {
        (Mode::Push, Counts::Feedback, Stop::Counter) => (1, &TABLE_1),
        (Mode::Push, Counts::Blind, Stop::Coin) => (2, &TABLE_2),
        (Mode::Pull, Counts::Feedback, Stop::Counter) => (3, &TABLE_3),
        _ => return None,
    };
    let [residue, traffic, t_last] = *lines.get(usize::from(k).checked_sub(1)?)?;
    (setup.nodes() == NODES).then_some(Line { table, residue, traffic, t_last })
}
