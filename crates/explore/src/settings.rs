//! How far to explore, and with which reductions.

use std::fmt;

/// Where an exploration ends at the latest. What belongs to a model (how many crashes, drops …) is the model's own to bound.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Bounds {
    /// States at this depth are found and judged, but not expanded; a start has the depth 0. Depth is counted in steps or in deviations
    /// ([`Order`]).
    pub depth: u32,
    /// So many distinct states; the expansion of a state is always finished.
    pub states: u32,
    /// So many bytes for what is kept: fingerprints, links, waiting states, and the graph where it is asked for.
    pub bytes: u64,
}

impl Bounds {
    /// Nothing but what a 32-bit number of states allows.
    pub const NONE: Bounds = Bounds { depth: u32::MAX, states: u32::MAX - 0x1_0000, bytes: u64::MAX };
}

/// What need not be explored because something equivalent is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Reductions {
    /// One state of each class ([`crate::Model::class`]) stands for all.
    pub symmetry: bool,
    /// Sleep sets (Godefroid 1996, ch. 5): of two independent steps, only one order is followed. All states are found, by fewer steps.
    pub partial_order: bool,
}

/// Which states come first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Order {
    /// Those with the fewest steps from a start.
    #[default]
    Steps,
    /// Those with the fewest steps that deviate ([`crate::Model::deviates`]), whatever the number of the others.
    Deviations,
}

/// An exploration's settings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Settings {
    /// Where it ends at the latest.
    pub bounds: Bounds,
    /// Which states come first.
    pub order: Order,
    /// What it leaves out.
    pub reductions: Reductions,
    /// Whether it ends with the first state that breaks a promise.
    pub stop_at_first: bool,
    /// Whether the steps between states are kept, so that progress can be judged ([`crate::Explorer::graph`]).
    pub graph: bool,
}

impl Settings {
    /// Everything, without reductions, to the first broken promise.
    pub const ALL: Settings = Settings {
        bounds: Bounds::NONE,
        order: Order::Steps,
        reductions: Reductions { symmetry: false, partial_order: false },
        stop_at_first: true,
        graph: false,
    };
}

/// Why settings were refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BadSettings {
    /// Both reductions at once: a step that sleeps in one state would be another step in a state of the same class.
    BothReductions,
    /// Partial order and the graph: it leaves out steps that progress is made of.
    GraphOfPartialOrder,
    /// Deviations first, with partial order or the graph: both count on states that are expanded in the order of their steps.
    DeviationsAndMore,
}

impl fmt::Display for BadSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadSettings::BothReductions => "symmetry and partial order cannot be used together: turn one of them off",
            BadSettings::GraphOfPartialOrder => "progress cannot be judged with partial order: turn one of them off",
            BadSettings::DeviationsAndMore => "by deviations, neither partial order nor progress can be asked for: turn them off",
        })
    }
}

impl std::error::Error for BadSettings {}
