//! What each of several systems that run side by side costs: messages, and how many of them come one after the other.

use crate::frame::Measure;
use std::collections::{BTreeMap, BTreeSet};
use synod_check::Fact;
use synod_kernel::{Action, Ended, Pid, Timeline};
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
    applied: BTreeSet<u32>,
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
    /// A process that acts on a message goes on with the chain that this message ends, so that heartbeats and late answers, which nobody
    /// waited for, do not count. One that acts on a timer goes on with the longest chain that has reached it.
    pub fn of(lab: &Erased, timeline: &Timeline<Erased>) -> Parts {
        let cost = |part| Cost { part, sent: Vec::new(), decided: Vec::new(), applied: BTreeSet::new() };
        let mut costs: Vec<Cost> = lab.parts().into_iter().map(cost).collect();
        if costs.is_empty() {
            return Parts(costs);
        }
        let chronicle = timeline.chronicle();
        let lives = chronicle.messages();
        let part_of: Vec<Option<u8>> = lives.iter().map(|life| lab.part_of(&life.msg)).collect();
        let arrival = |(i, life): (usize, &synod_kernel::MessageLife<Datum>)| match life.end {
            Some(((step, _), Ended::Delivered)) => Some((step, i)),
            _ => None,
        };
        let arrivals: BTreeMap<u32, usize> = synod_order::map(lives.iter().enumerate().filter_map(arrival));
        // The longest chain since the last request that has reached a process, by system; and with which each message set out.
        let mut depth: BTreeMap<(Pid, u8), u32> = BTreeMap::new();
        let mut set_out: Vec<u32> = vec![0; lives.len()];
        let (mut next_sent, mut next_fact, mut asked) = (0, 0, 0);
        for (number, step) in (1_u32..).zip(timeline.steps()) {
            if matches!(step.event.action, Action::Request(..)) {
                depth.clear();
                asked = number;
            }
            let since = arrivals.get(&number).filter(|message| lives[**message].sent.0 >= asked);
            let arrived = since.and_then(|message| Some(((lives[*message].id.to, part_of[*message]?), set_out[*message] + 1)));
            if let Some((at, chain)) = arrived {
                let reached = depth.entry(at).or_default();
                *reached = (*reached).max(chain);
            }
            let chain = |at: (Pid, u8)| match arrived {
                Some((arrived_at, chain)) if arrived_at == at => chain,
                _ => depth.get(&at).copied().unwrap_or(0),
            };
            while let Some(life) = lives.get(next_sent).filter(|life| life.sent.0 <= number) {
                if let Some(part) = part_of[next_sent] {
                    set_out[next_sent] = chain((life.id.from, part));
                    if let Some(cost) = costs.get_mut(usize::from(part)) {
                        cost.sent.push(life.sent.0);
                    }
                }
                next_sent += 1;
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
