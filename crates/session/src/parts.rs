//! What each of several systems that run side by side costs: messages, and how many of them come one after the other.

use crate::frame::Measure;
use std::collections::BTreeMap;
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
    /// The steps in which processes decided, and the longest chain of its messages that led there from the last request.
    decided: Vec<(u32, u32)>,
}

impl Parts {
    /// Works out the cost of each system of all that is known of a run.
    pub fn of(lab: &Erased, timeline: &Timeline<Erased>) -> Parts {
        let mut costs: Vec<Cost> =
            lab.parts().into_iter().map(|part| Cost { part, sent: Vec::new(), decided: Vec::new() }).collect();
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
        // The longest chain that has reached a process, by system; and with which each message set out.
        let mut depth: BTreeMap<(Pid, u8), u32> = BTreeMap::new();
        let mut set_out: Vec<u32> = vec![0; lives.len()];
        let (mut next_sent, mut next_fact) = (0, 0);
        for (number, step) in (1_u32..).zip(timeline.steps()) {
            if matches!(step.event.action, Action::Request(..)) {
                depth.clear();
            }
            if let Some((message, part)) = arrivals.get(&number).and_then(|m| Some((*m, part_of[*m]?))) {
                let reached = depth.entry((lives[message].id.to, part)).or_default();
                *reached = (*reached).max(set_out[message] + 1);
            }
            while let Some(life) = lives.get(next_sent).filter(|life| life.sent.0 <= number) {
                if let Some(part) = part_of[next_sent] {
                    set_out[next_sent] = depth.get(&(life.id.from, part)).copied().unwrap_or(0);
                    if let Some(cost) = costs.get_mut(usize::from(part)) {
                        cost.sent.push(life.sent.0);
                    }
                }
                next_sent += 1;
            }
            while let Some(life) = chronicle.facts().get(next_fact).filter(|life| life.when.0 <= number) {
                if let Fact::In(part, fact) = &life.fact
                    && matches!(**fact, Fact::Decided { .. })
                    && let Some(cost) = costs.get_mut(usize::from(*part))
                {
                    cost.decided.push((number, depth.get(&(life.process, *part)).copied().unwrap_or(0)));
                }
                next_fact += 1;
            }
        }
        Parts(costs)
    }

    /// What was measured of each up to a step.
    pub fn measures(&self, step: u32) -> Vec<Measure> {
        let mut measures = Vec::new();
        for Cost { part, sent, decided } in &self.0 {
            let messages = sent.partition_point(|s| *s <= step);
            let [messages_id, delays_id] = part.measures;
            measures.push(Measure {
                id: messages_id,
                name: phrase!("{0}: messages", "{0}：消息数", part.name.clone()),
                value: phrase!("{0}", "{0}", messages),
                number: i64::try_from(messages).ok(),
            });
            let delays = decided.iter().take_while(|(s, _)| *s <= step).map(|(_, depth)| *depth).max();
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
