//! The parameters that the protocols of atomic commitment share: who takes part, who votes no, how long things take.

use super::Cast;
use crate::{Cluster, Conditions, Knobs, ParamSpec};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// The bank and its network.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Bank {
    /// Who takes part.
    pub cast: Cast,
    /// Who votes no, whatever it is asked; none where everybody votes yes who can.
    pub votes_no: Option<Pid>,
    /// How long servers wait for each other, in microseconds.
    pub timeout_us: u64,
    /// How long it takes to force a log to disk before a message that relies on it leaves, in microseconds.
    pub disk_us: u64,
    /// How long a client waits, in microseconds.
    pub patience_us: u64,
    /// The network.
    pub conditions: Conditions,
}

impl Bank {
    /// Parameters: who takes part, and who votes no.
    pub fn cast_specs() -> Vec<ParamSpec> {
        let nobody = ("nobody", phrase!("nobody", "无"));
        let name = |id: &'static str| (id, Phrase::verbatim(id));
        vec![
            ParamSpec::int(
                "participants",
                phrase!("Participants", "参与者数"),
                phrase!("How many participants, each with one account", "参与者的数量，每个参与者有一个账户"),
                (2, 3, 6),
                "",
            ),
            ParamSpec::int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 1, 2), ""),
            ParamSpec::pick(
                "no",
                phrase!("Votes no", "投反对票者"),
                phrase!("The participant that votes no, whatever it is asked", "无论询问什么都反馈 No 的参与者"),
                std::iter::once(nobody).chain(["p1", "p2", "p3", "p4", "p5", "p6"].map(name)).collect(),
            ),
        ]
    }

    /// Parameters: how long things take, and how bad the network is.
    pub fn time_specs() -> Vec<ParamSpec> {
        let mut specs = vec![
            ParamSpec::int(
                "timeout",
                phrase!("Time-out", "超时"),
                phrase!("How long coordinator and participants wait for each other", "协调者与参与者相互等待的时间"),
                (10, 100, 10_000),
                "ms",
            ),
            ParamSpec::int(
                "disk",
                phrase!("Disk", "写盘"),
                phrase!(
                    "How long a forced log takes until the message that relies on it leaves",
                    "强制写日志所需的时间；写完才能发出依赖它的消息"
                ),
                (0, 1, 1_000),
                "ms",
            ),
            ParamSpec::int(
                "patience",
                phrase!("Client's patience", "客户端超时"),
                phrase!("How long a client waits for an answer", "客户端等待应答的时间"),
                (10, 300, 10_000),
                "ms",
            ),
        ];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    /// The bank with these parameters.
    pub fn with(knobs: Knobs<'_>) -> Bank {
        let ms = |id: &str| knobs.int::<u64>(id) * 1_000;
        let no = knobs.pick("no").strip_prefix('p').and_then(|number| number.parse().ok());
        Bank {
            cast: Cast { participants: knobs.int("participants"), clients: knobs.int("clients") },
            votes_no: no.map(Cast::participant),
            timeout_us: ms("timeout"),
            disk_us: ms("disk"),
            patience_us: ms("patience"),
            conditions: Conditions::with(knobs),
        }
    }

    /// Processes and network. Where there are several data centres, the clients and the coordinator share one, and every participant
    /// has its own.
    pub fn cluster(&self) -> Cluster {
        let cast = self.cast;
        let sites = (0..=cast.participants + cast.clients).map(|i| if cast.is_client(Pid(i)) { 0 } else { i as u8 }).collect();
        cast.cluster(self.conditions.network(sites))
    }

    /// Whether a participant can do its part of a transaction: it is willing to, and its account stays above water.
    pub fn votes_yes(&self, participant: Pid, after: i64) -> bool {
        self.votes_no != Some(participant) && after >= 0
    }
}
