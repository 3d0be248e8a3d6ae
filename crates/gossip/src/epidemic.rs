//! The engine: an epidemic in synchronous cycles. A byte a node and counters; a cycle costs as much as there are nodes that act in it.

use crate::rule::{After, Mode, Rule};
use synod_kernel::rng::{Draw, Purpose};

/// Fewest nodes of a run.
pub const NODES_MIN: u32 = 2;
/// Most nodes of a run.
pub const NODES_MAX: u32 = 1_000_000;
/// A run that is longer is ended: anti-entropy of a million nodes takes some forty cycles, patient rumours a few hundred.
pub const CYCLES_MAX: u32 = 10_000;

/// What is run.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Setup {
    nodes: u32,
    mode: Mode,
    rule: Rule,
}

/// A number of nodes that no run can have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadSetup;

impl Setup {
    /// A run with so many nodes.
    ///
    /// # Errors
    /// [`BadSetup`] unless there are from [`NODES_MIN`] to [`NODES_MAX`] nodes.
    pub fn new(nodes: u32, mode: Mode, rule: Rule) -> Result<Setup, BadSetup> {
        if (NODES_MIN..=NODES_MAX).contains(&nodes) { Ok(Setup { nodes, mode, rule }) } else { Err(BadSetup) }
    }

    /// How many nodes.
    pub fn nodes(self) -> u32 {
        self.nodes
    }

    /// Which way updates travel.
    pub fn mode(self) -> Mode {
        self.mode
    }

    /// When nodes stop.
    pub fn rule(self) -> Rule {
        self.rule
    }
}

/// What a node is, as a byte of [`Epidemic::states`].
pub mod state {
    /// It has not heard of the update (susceptible).
    pub const SUSCEPTIBLE: u8 = 0;
    /// It has it and spreads it (infective).
    pub const INFECTIVE: u8 = 1;
    /// It has it and spreads it no more (removed).
    pub const REMOVED: u8 = 2;
    /// It hears of it in this cycle: others see that only in the next.
    pub(super) const FRESH: u8 = 3;
}
use state::{FRESH, INFECTIVE, REMOVED, SUSCEPTIBLE};

/// How many nodes draw their partners before any of them talks.
const BATCH: usize = 128;

/// How a source's contacts of this cycle went.
mod met {
    pub const NOBODY: u8 = 0;
    pub const USELESS: u8 = 1;
    pub const USEFUL: u8 = 2;
}

/// How many nodes are in which state.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Census {
    /// Susceptible.
    pub susceptible: u32,
    /// Infective.
    pub infective: u32,
    /// Removed.
    pub removed: u32,
}

/// An epidemic under way. Node 0 has the update at first.
///
/// A node infected in a cycle first sends in the next; partners are uniform over the other nodes; whether a partner knew is judged by the
/// state at the beginning of the cycle. Every draw is named by cycle and node, so that the order of the work decides nothing.
#[derive(Clone, Debug)]
pub struct Epidemic {
    setup: Setup,
    seed: u64,
    cycle: u32,
    state: Vec<u8>,
    counted: Vec<u8>,
    met: Vec<u8>,
    infective: Vec<u32>,
    fresh: Vec<u32>,
    census: Census,
    updates: u64,
    contacts: u64,
    arrivals: u64,
    last: u32,
}

impl Epidemic {
    /// The beginning: one node has the update.
    pub fn new(setup: Setup, seed: u64) -> Epidemic {
        Epidemic::from_infected(setup, seed, 1)
    }

    /// A beginning at which the first `infected` nodes have the update; at least one does.
    pub fn from_infected(setup: Setup, seed: u64, infected: u32) -> Epidemic {
        let infected = infected.clamp(1, setup.nodes);
        let size = setup.nodes as usize;
        let mut state = vec![SUSCEPTIBLE; size];
        state[..infected as usize].fill(INFECTIVE);
        Epidemic {
            setup,
            seed,
            cycle: 0,
            state,
            counted: vec![0; size],
            met: vec![met::NOBODY; size],
            infective: (0..infected).collect(),
            fresh: Vec::new(),
            census: Census { susceptible: setup.nodes - infected, infective: infected, removed: 0 },
            updates: 0,
            contacts: 0,
            arrivals: 0,
            last: 0,
        }
    }

    /// Whether nothing can change any more: nobody spreads it, or, where nobody ever stops, everybody has it.
    pub fn is_over(&self) -> bool {
        let done = self.setup.rule == Rule::AntiEntropy && self.census.susceptible == 0;
        done || self.infective.is_empty() || self.cycle >= CYCLES_MAX
    }

    /// How many nodes are in which state.
    pub fn census(&self) -> Census {
        self.census
    }

    /// The state of each node: one of [`state`].
    pub fn states(&self) -> &[u8] {
        &self.state
    }

    /// How many cycles have passed.
    pub fn cycle(&self) -> u32 {
        self.cycle
    }

    /// One cycle.
    pub fn step(&mut self) {
        self.cycle += 1;
        // Known to the compiler, what does not apply costs nothing: in anti-entropy nobody keeps a count of contacts.
        match (self.setup.mode, self.setup.rule) {
            (Mode::Push, Rule::AntiEntropy) => self.meet_all::<true, false, false>(),
            (Mode::Push, Rule::Rumour(_)) => self.meet_all::<true, false, true>(),
            (Mode::Pull, Rule::AntiEntropy) => self.meet_all::<false, true, false>(),
            (Mode::Pull, Rule::Rumour(_)) => self.meet_all::<false, true, true>(),
            (Mode::PushPull, Rule::AntiEntropy) => self.meet_all::<true, true, false>(),
            (Mode::PushPull, Rule::Rumour(_)) => self.meet_all::<true, true, true>(),
        }
        self.infect();
    }

    /// Whoever acts in this cycle talks to a partner, and loses interest if the rule says so.
    fn meet_all<const PUSHES: bool, const PULLS: bool, const COUNTS: bool>(&mut self) {
        if PULLS {
            for first in (0..self.setup.nodes).step_by(BATCH) {
                let end = self.setup.nodes.min(first + BATCH as u32);
                self.meet::<PUSHES, PULLS, COUNTS>(first..end);
            }
        } else {
            let infective = std::mem::take(&mut self.infective);
            for batch in infective.chunks(BATCH) {
                self.meet::<PUSHES, PULLS, COUNTS>(batch.iter().copied());
            }
            self.infective = infective;
        }
        if COUNTS {
            self.lose_interest();
        }
    }

    /// Some nodes, at most [`BATCH`], pick partners and talk to them. All of them pick first: the draws wait for no memory, and what
    /// is read of the partners afterwards is asked for all at once.
    #[inline]
    fn meet<const PUSHES: bool, const PULLS: bool, const COUNTS: bool>(
        &mut self,
        nodes: impl ExactSizeIterator<Item = u32> + Clone,
    ) {
        self.contacts += nodes.len() as u64;
        let mut partners = [0; BATCH];
        for (partner, node) in partners.iter_mut().zip(nodes.clone()) {
            *partner = self.partner_of(node);
        }
        for (node, &partner) in nodes.zip(&partners) {
            let (mine, theirs) = (self.state[node as usize], self.state[partner as usize]);
            if !COUNTS && (mine == INFECTIVE) == (theirs == INFECTIVE) {
                continue;
            }
            if PUSHES && mine == INFECTIVE {
                self.tell::<COUNTS>(node, partner, theirs);
            }
            if PULLS && theirs == INFECTIVE {
                self.tell::<COUNTS>(partner, node, mine);
            }
        }
    }

    /// A source sends the update. In anti-entropy the two compare first, and nothing is sent to who has it.
    #[inline]
    fn tell<const COUNTS: bool>(&mut self, source: u32, to: u32, was: u8) {
        // Who hears of it in this cycle did not know at its beginning.
        let needy = was == SUSCEPTIBLE || was == FRESH;
        self.updates += u64::from(COUNTS || needy);
        if COUNTS {
            let met = &mut self.met[source as usize];
            *met = (*met).max(if needy { met::USEFUL } else { met::USELESS });
        }
        if was == SUSCEPTIBLE {
            self.state[to as usize] = FRESH;
            self.fresh.push(to);
        }
    }

    /// Those whose contacts were useless may stop: one needy partner resets the counter, none adds one.
    fn lose_interest(&mut self) {
        let mut infective = std::mem::take(&mut self.infective);
        infective.retain(|&node| {
            let met = std::mem::replace(&mut self.met[node as usize], met::NOBODY);
            met == met::NOBODY || self.stays(node, met == met::USEFUL)
        });
        self.infective = infective;
    }

    fn stays(&mut self, node: u32, useful: bool) -> bool {
        let counted = &mut self.counted[node as usize];
        let removed = match self.setup.rule.after(*counted, useful) {
            After::Stays(now) => {
                *counted = now;
                false
            }
            After::Throws(sides) => Rule::removes(self.thrown_by(node, sides)),
            After::Removed => true,
        };
        if removed {
            self.state[node as usize] = REMOVED;
            self.census.removed += 1;
            self.census.infective -= 1;
        }
        !removed
    }

    /// Those who heard of it will spread it from the next cycle on.
    fn infect(&mut self) {
        let new = self.fresh.len() as u32;
        if new > 0 {
            self.last = self.cycle;
        }
        self.arrivals += u64::from(new) * u64::from(self.cycle);
        self.census.susceptible -= new;
        self.census.infective += new;
        for &node in &self.fresh {
            self.state[node as usize] = INFECTIVE;
        }
        self.infective.append(&mut self.fresh);
    }

    fn draw(&self, node: u32) -> Draw {
        Draw::new(self.seed, Purpose::Choice, (self.cycle, node))
    }

    /// Uniform over all the others.
    #[inline]
    fn partner_of(&self, node: u32) -> u32 {
        let other = self.draw(node).between(0, u64::from(self.setup.nodes) - 2) as u32;
        other + u32::from(other >= node)
    }

    /// The node's second number of this cycle; the first was its partner.
    fn thrown_by(&self, node: u32, sides: u8) -> u32 {
        let mut draw = self.draw(node);
        draw.bits();
        draw.between(0, u64::from(sides) - 1) as u32
    }
}

/// A run under way, which keeps its curve: for whoever wants to look at every cycle, or to stop between two.
#[derive(Clone, Debug)]
pub struct Course {
    epidemic: Epidemic,
    curve: Vec<Census>,
}

impl Course {
    /// The beginning of a run.
    pub fn new(setup: Setup, seed: u64) -> Course {
        let epidemic = Epidemic::new(setup, seed);
        Course { curve: vec![epidemic.census()], epidemic }
    }

    /// One cycle, unless it is over; whether it goes on.
    pub fn step(&mut self) -> bool {
        if !self.epidemic.is_over() {
            self.epidemic.step();
            self.curve.push(self.epidemic.census());
        }
        !self.epidemic.is_over()
    }

    /// How the epidemic stands.
    pub fn epidemic(&self) -> &Epidemic {
        &self.epidemic
    }

    /// The run as far as it went.
    pub fn into_run(self) -> Run {
        let Epidemic { setup, updates, contacts, arrivals, last, .. } = self.epidemic;
        Run { nodes: setup.nodes, curve: self.curve, updates, contacts, arrivals, last }
    }
}

/// A whole run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// How many nodes.
    pub nodes: u32,
    /// The census at the beginning and after each cycle.
    pub curve: Vec<Census>,
    /// Updates that were sent.
    pub updates: u64,
    /// Conversations that were begun, whether an update was sent in them or not.
    pub contacts: u64,
    /// The cycles in which the update arrived, summed over all nodes that it reached.
    pub arrivals: u64,
    /// The cycle of the last arrival.
    pub last: u32,
}

impl Run {
    /// Runs an epidemic to its end.
    pub fn of(setup: Setup, seed: u64) -> Run {
        let mut course = Course::new(setup, seed);
        while course.step() {}
        course.into_run()
    }

    /// Nodes that it never reached.
    pub fn unreached(&self) -> u32 {
        self.curve.last().map_or(0, |census| census.susceptible)
    }
}
