//! The network as a lab's parameters set it: how long messages take, how many get lost, and how many arrive twice.

use crate::{DELAY_PARAM, Delays, Knobs, ParamSpec, ParamValue};
use synod_kernel::{Network, Ratio};
use synod_words::phrase;

/// How the network treats messages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Conditions {
    /// How long they take.
    pub delays: Delays,
    /// How many in a hundred are lost.
    pub loss_percent: u16,
    /// How many in a hundred arrive twice.
    pub duplication_percent: u16,
}

impl Conditions {
    /// The parameters, with this delay model unless told.
    pub fn specs(delay: &str) -> [ParamSpec; 3] {
        [
            ParamSpec { default: ParamValue::Pick(delay.to_owned()), ..Delays::param() },
            ParamSpec::int(
                "loss",
                phrase!("Loss", "丢包率"),
                phrase!("Messages that get lost", "丢失的消息比例"),
                (0, 0, 90),
                "%",
            ),
            ParamSpec::int(
                "duplication",
                phrase!("Duplication", "重复率"),
                phrase!("Messages that arrive twice", "重复到达的消息比例"),
                (0, 0, 90),
                "%",
            ),
        ]
    }

    /// What the parameters say.
    pub fn with(knobs: Knobs<'_>) -> Conditions {
        Conditions {
            delays: Delays::from_id(knobs.pick(DELAY_PARAM)).unwrap_or(Delays::Constant),
            loss_percent: knobs.int("loss"),
            duplication_percent: knobs.int("duplication"),
        }
    }

    /// The network; `sites` says where each process is, for the delay model with several data centres.
    pub fn network(self, sites: Vec<u8>) -> Network {
        let percent = |p: u16| Ratio::percent(u32::from(p));
        self.delays.network(sites, percent(self.loss_percent), percent(self.duplication_percent))
    }
}
