//! What each of several systems that run side by side costs: messages, and how many of them come one after the other.

use crate::frame::Measure;
use synod_check::Fact;
use synod_kernel::{Action, Ended, Pid, Timeline};
use synod_order::{Map, Set};
use synod_protocols::{Datum, Erased, Part};
use synod_words::{Phrase, phrase};

/// The cost of each system of a run.
#[derive(Debug, Default)]
pub(crate) struct Parts(Vec<Cost>);

#[derive(Debug)]
struct Cost {
    part: Part,
    /// The steps in which it sent messages, ascending.
    sent: Vec<u32>,
    /// The steps in which something was decided, ascending.
    decided: Vec<Decided>,
    /// The slots of its log that some process has applied.
    applied: Set<u32>,
}

#[derive(Debug)]
struct Decided {
    step: u32,
    /// The step of the last request before it.
    asked: u32,
    /// The chain of messages that led there from that request.
    chain: u32,
}

impl Cost {
    /// Whether a fact is a decision: a process decides a transaction, or is the first to apply a slot of the log.
    fn is_decision(&mut self, fact: &Fact) -> bool {
        match fact {
            Fact::Decided { .. } => true,
            Fact::Applied { instance, .. } => self.applied.insert(*instance),
            _ => false,
        }
    }
}

impl Parts {
    /// Works out the cost of each system of all that is known of a run.
    ///
    /// A chain of messages goes on in the step that a message sets off, and in the step of a timer that was armed in such a step. So what
    /// nobody waited for, such as heartbeats and late answers, makes no chain longer. A process that starts again goes on with the longest
    /// chain that had reached it.
    pub fn of(lab: &Erased, timeline: &Timeline<Erased>) -> Parts {
        let cost = |part| Cost { part, sent: Vec::new(), decided: Vec::new(), applied: Set::new() };
        let mut costs: Vec<Cost> = lab.parts().into_iter().map(cost).collect();
        if costs.is_empty() {
            return Parts(costs);
        }
        let chronicle = timeline.chronicle();
        let lives = chronicle.messages();
        let arrival = |(i, life): (usize, &synod_kernel::MessageLife<Datum>)| match life.end {
            Some(((step, _), Ended::Delivered)) => Some((step, i)),
            _ => None,
        };
        let arrivals: Map<u32, usize> = synod_order::map(lives.iter().enumerate().filter_map(arrival));
        // How many messages since the last request came before each message and each timer, and before what each process knows of a system.
        let mut set_out: Vec<u32> = vec![0; lives.len()];
        let mut armed: Map<(Pid, &Datum), u32> = Map::new();
        let mut reached: Map<(Pid, u8), u32> = Map::new();
        let (mut next_sent, mut next_timer, mut next_fact, mut asked) = (0, 0, 0, 0);
        for (number, step) in (1_u32..).zip(timeline.steps()) {
            let set_off = match &step.event.action {
                Action::Request(..) => {
                    armed.clear();
                    reached.clear();
                    asked = number;
                    Some(0)
                }
                Action::Fire(pid, timer) => Some(armed.remove(&(*pid, timer)).unwrap_or(0)),
                Action::Deliver(_) => {
                    let since = arrivals.get(&number).filter(|message| lives[**message].sent.0 >= asked);
                    since.map(|message| {
                        let chain = set_out[*message] + 1;
                        if let Some(part) = lab.part_of(&lives[*message].msg) {
                            let known = reached.entry((lives[*message].id.to, part)).or_default();
                            *known = (*known).max(chain);
                        }
                        chain
                    })
                }
                _ => None,
            };
            let chain = |at: (Pid, u8)| set_off.unwrap_or_else(|| reached.get(&at).copied().unwrap_or(0));
            while let Some(life) = lives.get(next_sent).filter(|life| life.sent.0 <= number) {
                if let Some(part) = lab.part_of(&life.msg) {
                    set_out[next_sent] = chain((life.id.from, part));
                    if let Some(cost) = costs.get_mut(usize::from(part)) {
                        cost.sent.push(life.sent.0);
                    }
                }
                next_sent += 1;
            }
            while let Some(life) = chronicle.timers().get(next_timer).filter(|life| life.armed.0 <= number) {
                let longest = (0..costs.len() as u8).map(|part| chain((life.process, part))).max();
                armed.insert((life.process, &life.timer), longest.unwrap_or(0));
                next_timer += 1;
            }
            while let Some(life) = chronicle.facts().get(next_fact).filter(|life| life.when.0 <= number) {
                if let Fact::In(part, fact) = &life.fact
                    && let Some(cost) = costs.get_mut(usize::from(*part))
                    && cost.is_decision(fact)
                {
                    cost.decided.push(Decided { step: number, asked, chain: chain((life.process, *part)) });
                }
                next_fact += 1;
            }
        }
        Parts(costs)
    }

    /// What was measured of each up to a step.
    pub fn measures(&self, step: u32) -> Vec<Measure> {
        let mut measures = Vec::new();
        for Cost { part, sent, decided, .. } in &self.0 {
            let messages = sent.partition_point(|s| *s <= step);
            let [messages_id, delays_id] = part.measures;
            measures.push(Measure {
                id: messages_id,
                name: phrase!("{0}: messages", "{0}：消息数", part.name.clone()),
                value: phrase!("{0}", "{0}", messages),
                number: i64::try_from(messages).ok(),
            });
            // Of what the last request led to, if it has led to anything.
            let so_far = &decided[..decided.partition_point(|decision| decision.step <= step)];
            let last = so_far.last().map(|decision| decision.asked);
            let delays = so_far.iter().filter(|decision| Some(decision.asked) == last).map(|decision| decision.chain).max();
            measures.push(Measure {
                id: delays_id,
                name: phrase!("{0}: message delays", "{0}：消息延迟数", part.name.clone()),
                value: delays.map_or_else(|| Phrase::verbatim("–"), |delays| phrase!("{0}", "{0}", delays)),
                number: delays.map(i64::from),
            });
        }
        measures
    }
}
