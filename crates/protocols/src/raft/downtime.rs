//! How long a cluster is without a leader after the old one has crashed: the experiment of Raft, § 9.3.
//!
//! Five servers with logs of different lengths, so that the two shortest cannot win; nothing that the leader appends reaches anybody, and they
//! stay as they are. The last heartbeats leave together, and the leader crashes at a random moment before its next ones would.

use super::{Logs, Msg, Raft, Timer};
use std::rc::Rc;
use synod_check::Fact;
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Delay, Event, Happening, MessageId, Network, Pid, Rejected, Time, Watch, World};

const SERVERS: u16 = 5;
/// Who leads at first: the server with the longest log.
const FIRST: Pid = Pid(SERVERS - 1);
/// A leader that has sent as many rounds of heartbeats is one that all follow.
const SETTLED: u32 = 4;
/// With short time-outs a first leader is often deposed before all follow it. So many clusters are tried.
const CLUSTERS: u64 = 1_000;

/// The experiment with one range of election time-outs.
pub struct DownTime {
    raft: Rc<Raft>,
    network: Network,
    heartbeat_us: Time,
}

impl DownTime {
    /// Election time-outs from `shortest_ms` to `longest_ms`; heartbeats are half the shortest apart, in whole milliseconds. A message takes
    /// `way_us`, and who answers writes its disk before, which takes `disk_us`; either, give or take a tenth.
    pub fn new((shortest_ms, longest_ms): (u64, u64), (way_us, disk_us): (u64, u64)) -> DownTime {
        let heartbeat_ms = shortest_ms / 2;
        let usual =
            Raft::from_params(&synod_order::map(Raft::specs().into_iter().map(|spec| (spec.id.to_owned(), spec.default))));
        let raft = Raft {
            n: SERVERS,
            clients: 0,
            logs: Logs::Uneven,
            // Its entry would be lost like all others, and with it the first heartbeats.
            begins_with_no_op: false,
            election_ms: shortest_ms,
            spread_ms: longest_ms.saturating_sub(shortest_ms),
            heartbeat_ms,
            ..usual
        };
        let around = |us: u64| Delay::Uniform { low_us: us - us / 10, high_us: us + us / 10 };
        let network = Network { delays: vec![around(way_us), around(way_us + disk_us)], ..Network::uniform(around(way_us)) };
        DownTime { raft: Rc::new(raft), network, heartbeat_us: heartbeat_ms * 1_000 }
    }

    /// One trial: from the crash of the leader to the next election that somebody wins, in microseconds. None where nobody has won after
    /// `patience_us`, or where no cluster gets a leader whom all follow.
    ///
    /// # Errors
    /// [`Rejected::OutOfRange`] where messages take too long for any network.
    pub fn measure(&self, seed: u64, patience_us: Time) -> Result<Option<Time>, Rejected> {
        for seed in (0..CLUSTERS).map(|nth| seed.wrapping_mul(CLUSTERS).wrapping_add(nth)) {
            let mut trial = Trial::begin(self, seed)?;
            let wait = Draw::new(seed, Purpose::Workload, (0, 0)).between(0, self.heartbeat_us);
            if let Some(crash) = trial.settle(wait)? {
                return trial.crash(crash, patience_us);
            }
        }
        Ok(None)
    }
}

/// A trial under way.
struct Trial {
    world: World<Raft>,
    seen: Seen,
}

/// What is looked at.
#[derive(Default)]
struct Seen {
    /// Whether somebody else was elected, or somebody has stepped down.
    changed: bool,
    /// Messages with entries that have just been sent.
    entries: Vec<MessageId>,
}

impl Watch<Raft> for Seen {
    fn see(&mut self, _: Time, what: Happening<'_, Raft>) {
        match what {
            Happening::Told(pid, Fact::Elected { .. }) => self.changed |= pid != FIRST,
            Happening::Told(_, Fact::Follows) => self.changed = true,
            Happening::Sent { id, msg: Msg::Append { entries, .. }, .. } if !entries.is_empty() => self.entries.push(id),
            _ => {}
        }
    }
}

impl Trial {
    /// [`FIRST`] campaigns at once, so that there is a leader even where time-outs are not random.
    fn begin(setup: &DownTime, seed: u64) -> Result<Trial, Rejected> {
        let mut seen = Seen::default();
        let mut world = World::new(Rc::clone(&setup.raft), SERVERS, setup.network.clone(), seed, &mut seen)?;
        world.apply(&Event { at: 0, action: Action::Fire(FIRST, Timer::Election) }, &mut seen)?;
        Ok(Trial { world, seen })
    }

    /// Goes on until [`FIRST`] leads, all follow it, and it has sent heartbeats `wait_us` ago: when that is, if it comes to it.
    fn settle(&mut self, wait_us: Time) -> Result<Option<Time>, Rejected> {
        let (mut beats, mut until) = (0, Time::MAX);
        while !self.seen.changed {
            let beat = self.world.scheduled().is_some_and(|event| matches!(event.action, Action::Fire(_, Timer::Heartbeat)));
            if !self.step(until)? {
                return Ok(Some(until));
            }
            self.keep_logs()?;
            beats += u32::from(beat);
            if beat && beats == SETTLED {
                until = self.world.now() + wait_us;
            }
        }
        Ok(None)
    }

    /// The leader crashes; how long it takes until there is another one.
    fn crash(mut self, at: Time, patience_us: Time) -> Result<Option<Time>, Rejected> {
        self.world.apply(&Event { at, action: Action::Crash(FIRST) }, &mut self.seen)?;
        while !self.seen.changed {
            if !self.step(at + patience_us)? {
                return Ok(None);
            }
        }
        Ok(Some(self.world.now() - at))
    }

    /// What happens next before `until`, if anything does.
    fn step(&mut self, until: Time) -> Result<bool, Rejected> {
        let Some(event) = self.world.scheduled().filter(|event| event.at < until) else { return Ok(false) };
        self.world.apply(&event, &mut self.seen)?;
        Ok(true)
    }

    /// Entries that were sent just now get lost.
    fn keep_logs(&mut self) -> Result<(), Rejected> {
        let at = self.world.now();
        for id in std::mem::take(&mut self.seen.entries) {
            self.world.apply(&Event { at, action: Action::Drop(id) }, &mut self.seen)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_elected_before_half_of_the_shortest_time_out() {
        let setup = DownTime::new((150, 300), (3_000, 9_000));
        for seed in 0..50 {
            let down = setup.measure(seed, 10_000_000).expect("it runs").expect("somebody is elected");
            // The last heartbeats are under way for at least as long as the broadcast takes less a tenth, and the votes twice as long.
            assert!((75_000 + 3 * 6_750..600_000).contains(&down), "seed {seed}: {down}");
        }
    }

    #[test]
    fn without_randomness_votes_are_split_for_ever() {
        let setup = DownTime::new((150, 150), (3_000, 9_000));
        for seed in 0..10 {
            assert_eq!(setup.measure(seed, 10_000_000), Ok(None), "seed {seed}");
        }
    }
}
