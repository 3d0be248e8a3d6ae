//! Random runs of a lab with servers and clients: drops, duplicates, crashes, pauses and partitions, all drawn from a seed.

use std::rc::Rc;
use synod_check::{Budget, Event as Deed, Fact, Model, Property, Record, Verdict, What, judge, unfold};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Action, Chronicle, Event, Happening, Life, Pid, Ratio, Time, Watch, World};
use synod_protocols::{Lab, ParamValue, Params, Past};

/// How runs of a lab are drawn.
pub struct Draws<L: Lab> {
    /// How many events a run has.
    pub events: i64,
    /// One event in so many is drawn; the others are what the world has scheduled.
    pub one_in: u64,
    /// What a client asks for next: its number among the events, and how many servers there are.
    pub request: fn(&mut Draw, i64, u16) -> L::Op,
}

/// A run that is over.
pub struct Run<L: Lab> {
    lab: L,
    world: World<L>,
    names: Vec<String>,
    witness: Witness<L>,
}

/// What the processes declared, beside the chronicle.
struct Witness<L: Lab> {
    chronicle: Chronicle<L>,
    record: Record,
}

impl<L: Lab> Watch<L> for Witness<L> {
    fn see(&mut self, at: Time, what: Happening<'_, L>) {
        if let Happening::Told(pid, fact) = &what {
            self.record.events.push(Deed { at, process: pid.0, what: What::Did((*fact).clone()) });
        }
        self.chronicle.see(at, what);
    }
}

impl<L: Lab> Draws<L> {
    /// The run of a seed, with these parameters in place of the defaults.
    pub fn run(&self, seed: u64, given: &[(&'static str, ParamValue)]) -> Run<L> {
        let mut params: Params = L::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
        params.extend(given.iter().map(|(id, value)| ((*id).to_owned(), value.clone())));
        let lab = L::with(&params).expect("these parameters fit together");
        let cluster = lab.cluster();
        let names: Vec<String> = cluster.processes.iter().map(|process| process.name.clone()).collect();
        let servers = cluster.processes.iter().filter(|process| !process.client).count() as u16;
        let record = Record { processes: names.clone(), ..Record::default() };
        let mut witness = Witness { chronicle: Chronicle::default(), record };
        let mut world =
            World::new(Rc::new(lab.clone()), names.len() as u16, cluster.network, seed, &mut witness).expect("it is small");
        let mut draw = Draw::new(seed, Purpose::Workload, (0, 0));
        for n in 0..self.events {
            let drawn = draw.between(0, self.one_in - 1) == 0;
            let event = match world.scheduled() {
                Some(event) if !drawn => event,
                _ => Event { at: world.now(), action: self.action(&world, servers, names.len() as u16, &mut draw, n) },
            };
            // What makes no sense at the moment, such as crashing a crashed process, is refused and leaves the run as it is.
            let _ = world.apply(&event, &mut witness);
        }
        Run { lab, world, names, witness }
    }

    fn action(&self, world: &World<L>, servers: u16, all: u16, draw: &mut Draw, n: i64) -> Action<L> {
        let server = |draw: &mut Draw| Pid(draw.between(0, u64::from(servers) - 1) as u16);
        let client = Pid(draw.between(u64::from(servers), u64::from(all) - 1) as u16);
        let (one, other) = (server(draw), server(draw));
        let life = world.process(one).expect("it is there").life();
        match draw.between(0, 17) {
            0..=6 => Action::Request(client, (self.request)(draw, n, servers)),
            7..=9 if life == Life::Crashed => Action::Restart(one),
            7..=9 if life == Life::Paused => Action::Resume(one),
            7 | 8 => Action::Crash(one),
            9 => Action::Pause(one),
            10 => Action::Cut(one, other),
            11 => {
                let (left, right) = (0..all).map(Pid).partition(|pid| (draw.between(0, 1) + u64::from(pid.0)).is_multiple_of(2));
                Action::Partition(vec![left, right])
            }
            12 | 13 => Action::Heal,
            14 => Action::Loss(Ratio::percent(draw.between(0, 30) as u32)),
            15 => Action::Duplication(Ratio::percent(draw.between(0, 30) as u32)),
            _ => match world.in_flight().nth(draw.between(0, 3) as usize) {
                Some(flight) => Action::Delay(flight.id, draw.between(1_000, 300_000)),
                None => Action::Heal,
            },
        }
    }
}

impl<L: Lab> Run<L> {
    /// Which of these promises it breaks; in one of several systems that run side by side, where a part is named.
    pub fn breaks(&self, part: Option<u8>, promises: impl IntoIterator<Item = Property>) -> Vec<&'static str> {
        let whole = &self.witness.record;
        let record = part.map_or_else(|| whole.clone(), |part| whole.part(part));
        let broken = promises.into_iter().filter(|property| matches!(unfold(&record, *property).end, Verdict::Violated(_)));
        broken.map(Property::id).collect()
    }

    /// Whether the clients' history is linearizable, as far as the judge finds out.
    #[allow(dead_code, reason = "a lab with parts has no history")]
    pub fn is_linearizable(&self) -> bool {
        let Run { lab, world, names, witness } = self;
        let past = Past { chronicle: &witness.chronicle, step: u32::MAX, world, quiet: false, names };
        !matches!(judge(&lab.history(&past), Model::Linearizable, Budget::default()).verdict, Verdict::Violated(_))
    }

    /// How often a process applied a command.
    pub fn applied(&self) -> usize {
        let is_applied = |fact: &Fact| match fact {
            Fact::In(_, fact) => matches!(**fact, Fact::Applied { .. }),
            fact => matches!(fact, Fact::Applied { .. }),
        };
        self.witness.record.events.iter().filter(|deed| matches!(&deed.what, What::Did(fact) if is_applied(fact))).count()
    }
}
