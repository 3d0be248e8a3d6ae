//! The parameters of the lab, and what they mean for a client.

use crate::{Ballot, Cluster, Conditions, Consequence, Knobs, ParamSpec, Params, ProcessSpec, Tone};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Chief {
    /// Whose word counts.
    pub rule: Rule,
    /// Coordinators that are there where the rule knows of several.
    pub asked_coordinators: u16,
    /// Participants.
    pub participants: u16,
    /// Clients.
    pub clients: u16,
    /// How long a client waits before it asks the next coordinator, in milliseconds.
    pub timeout_ms: u64,
    /// How long a coordinator waits for the chief at first, in milliseconds.
    pub patience_ms: u64,
    /// The network.
    pub conditions: Conditions,
}

/// Whose word counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    /// There is one coordinator, as in 2PC (Gray & Lamport 2006, § 3).
    One,
    /// There are several, and a participant obeys the first order that it gets.
    Many,
    /// The order of one of them, the chief, is the only one.
    Chief,
    /// The next one takes over when the chief is silent.
    Takeover,
    /// Whoever takes over asks a majority first, and a majority decides (Paxos Made Simple, § 2.2).
    Majority,
}

impl Rule {
    /// Whether a coordinator makes itself chief when the chief is silent.
    pub fn takes_over(self) -> bool {
        matches!(self, Rule::Takeover | Rule::Majority)
    }
}

/// What a process is, and which one of its kind, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// It orders.
    Coordinator(u16),
    /// It obeys.
    Participant(u16),
    /// It asks.
    Client(u16),
}

impl Chief {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let mut specs = vec![
            Chief::rule_spec(),
            ParamSpec::int(
                "coordinators",
                phrase!("Coordinators", "协调者数"),
                phrase!("How many coordinators, where the rule has several", "协调者的数量（规则允许多个时）"),
                (1, 2, 3),
                "",
            ),
            ParamSpec::int(
                "participants",
                phrase!("Participants", "参与者数"),
                phrase!("How many participants", "参与者的数量"),
                (2, 3, 5),
                "",
            ),
            ParamSpec::int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 2, 3), ""),
            ParamSpec::int(
                "timeout",
                phrase!("Client's time-out", "客户端超时"),
                phrase!("How long a client waits before it asks the next coordinator", "客户端等待多久后转向下一个协调者"),
                (20, 300, 10_000),
                "ms",
            ),
            ParamSpec::int(
                "patience",
                phrase!("Chief's time-out", "主协调者超时"),
                phrase!("How long a coordinator waits for the chief before it acts", "协调者等待主协调者多久后采取行动"),
                (20, 100, 10_000),
                "ms",
            ),
        ];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    fn rule_spec() -> ParamSpec {
        ParamSpec::pick(
            "rule",
            phrase!("Whose word counts", "以谁的命令为准"),
            phrase!("How many coordinators give orders, and when an order is final", "由几个协调者下命令，命令何时算数"),
            vec![
                ("one", phrase!("one coordinator, as in 2PC", "单个协调者（同 2PC）")),
                ("many", phrase!("several coordinators (unsafe)", "多个协调者（不安全）")),
                ("chief", phrase!("a chief coordinator", "主协调者")),
                ("takeover", phrase!("the next chief takes over (unsafe)", "主协调者失效则接任（不安全）")),
                ("majority", phrase!("ballots and majorities (Paxos)", "编号与多数派（Paxos）")),
            ],
        )
    }

    pub(super) fn from_params(params: &Params) -> Chief {
        let knobs = Knobs(params);
        let int = |id: &str| knobs.int::<u16>(id);
        Chief {
            rule: match knobs.pick("rule") {
                "many" => Rule::Many,
                "chief" => Rule::Chief,
                "takeover" => Rule::Takeover,
                "majority" => Rule::Majority,
                _ => Rule::One,
            },
            asked_coordinators: int("coordinators"),
            participants: int("participants"),
            clients: int("clients"),
            timeout_ms: u64::from(int("timeout")),
            patience_ms: u64::from(int("patience")),
            conditions: Conditions::with(knobs),
        }
    }

    /// Coordinators, then participants, then clients.
    pub(super) fn processes(&self) -> Cluster {
        let all = self.coordinators() + self.participants + self.clients;
        let sites = (0..all).map(|pid| self.site(Pid(pid))).collect();
        Cluster { processes: (0..all).map(|pid| self.process(Pid(pid))).collect(), network: self.conditions.network(sites) }
    }

    fn process(&self, pid: Pid) -> ProcessSpec {
        let who = self.who(pid);
        let role = match who {
            Who::Coordinator(_) => phrase!("coordinator", "协调者"),
            Who::Participant(_) => phrase!("participant", "参与者"),
            Who::Client(_) => phrase!("client", "客户端"),
        };
        ProcessSpec { name: self.name_of(pid), role, client: matches!(who, Who::Client(_)) }
    }

    /// In the model with several data centres, the i-th of each kind share one.
    fn site(&self, pid: Pid) -> u8 {
        let (Who::Coordinator(i) | Who::Participant(i) | Who::Client(i)) = self.who(pid);
        u8::try_from(i).unwrap_or_default()
    }

    /// How many coordinators there are.
    pub(super) fn coordinators(&self) -> u16 {
        if self.rule == Rule::One { 1 } else { self.asked_coordinators.max(1) }
    }

    /// All of them.
    pub(super) fn all_coordinators(&self) -> impl Iterator<Item = Pid> + use<> {
        (0..self.coordinators()).map(Pid)
    }

    /// What a process is.
    pub(super) fn who(&self, pid: Pid) -> Who {
        let coordinators = self.coordinators();
        match pid.0 {
            i if i < coordinators => Who::Coordinator(i),
            i if i < coordinators + self.participants => Who::Participant(i - coordinators),
            i => Who::Client(i - coordinators - self.participants),
        }
    }

    /// The name of a process: the only names that protocol texts use.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        match self.who(pid) {
            Who::Coordinator(i) => format!("c{}", i + 1),
            Who::Participant(i) => format!("p{}", i + 1),
            Who::Client(i) => format!("C{}", i + 1),
        }
    }

    /// The participant of this number, counted from 0 and around.
    pub(super) fn participant(&self, i: u16) -> Pid {
        Pid(self.coordinators() + i % self.participants.max(1))
    }

    /// The coordinator that a client asks: the first client the first one and so on, and the next one each time it asks again.
    pub(super) fn coordinator_for(&self, client: Pid, asked: u16) -> Pid {
        Pid((client.0 - self.coordinators() - self.participants + asked) % self.coordinators())
    }

    /// Whose a ballot is.
    pub(super) fn owner(&self, ballot: Ballot) -> Pid {
        let owner = ballot.owner(self.coordinators()).unwrap_or_default();
        Pid(u16::try_from(owner).unwrap_or_default())
    }

    /// The ballot of the coordinator that this one takes for the chief at first: the first one, or, where there is no chief, itself.
    pub(super) fn first_chief(&self, me: Pid) -> Ballot {
        let chief = if self.rule == Rule::Many { me.0 } else { 0 };
        Ballot::NONE.next_of(chief, self.coordinators())
    }

    /// How many participants are a majority.
    pub(super) fn majority(&self) -> u16 {
        self.participants / 2 + 1
    }

    /// How long a coordinator waits for the chief at first, in microseconds.
    pub(super) fn patience_us(&self) -> u64 {
        self.patience_ms * 1_000
    }

    /// After how long silent participants are told again, in microseconds: half of that.
    pub(super) fn resend_us(&self) -> u64 {
        self.patience_us() / 2
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let (tone, phrase) = self.whose_word();
        let mut all = vec![Consequence { tone, phrase }];
        if self.rule == Rule::Majority {
            let down = self.participants - self.majority();
            all.push(Consequence {
                tone: if down == 0 { Tone::Unsafe } else { Tone::Fine },
                phrase: phrase!("{0} of the participants may be down.", "允许 {0} 个参与者宕机。", down),
            });
        } else {
            all.push(Consequence {
                tone: Tone::Unsafe,
                phrase: phrase!(
                    "A client is answered once every participant has obeyed: one that is down keeps it waiting.",
                    "全部参与者都执行后才应答客户端：只要一个宕机，客户端就要等待。"
                ),
            });
        }
        if self.rule != Rule::One && self.coordinators() == 1 {
            all.push(Consequence {
                tone: Tone::Unsafe,
                phrase: phrase!(
                    "With a single coordinator there is nobody to take its place.",
                    "只有一个协调者，没有谁能接替它。"
                ),
            });
        }
        all
    }

    /// What the rule means.
    fn whose_word(&self) -> (Tone, Phrase) {
        match self.rule {
            Rule::One => (
                Tone::Unsafe,
                phrase!(
                    "One coordinator decides. Nobody can contradict it, and nobody can replace it: when it fails, nothing is decided.",
                    "由单个协调者决定。没有谁会与它冲突，也没有谁能代替它：它一旦宕机，就作不出决定。"
                ),
            ),
            Rule::Many => (
                Tone::Unsafe,
                phrase!(
                    "Every coordinator gives orders, and a participant obeys the first that arrives. Two orders that cross split the participants.",
                    "每个协调者都下命令，参与者执行最先到达的命令。两个命令交错到达，参与者就不一致。"
                ),
            ),
            Rule::Chief => (
                Tone::Unsafe,
                phrase!(
                    "Only the chief c1 gives orders, so there is one decision. When c1 fails, the other coordinators can only wait.",
                    "只有主协调者 c1 下命令，所以决定只有一个。c1 一旦宕机，其他协调者只能等待。"
                ),
            ),
            Rule::Takeover => (
                Tone::Unsafe,
                phrase!(
                    "After {0} ms of silence the next coordinator gives orders itself. Silent is not dead: the old chief's order may already be obeyed.",
                    "主协调者沉默 {0} 毫秒后，由下一个协调者下命令。沉默不等于宕机：旧主协调者的命令可能已被执行。",
                    self.patience_ms.to_string()
                ),
            ),
            Rule::Majority => (
                Tone::Fine,
                phrase!(
                    "{0} of {1} participants decide. Two majorities always share a participant, so the next chief learns of what may have been decided.",
                    "{1} 个参与者中 {0} 个即可决定。任意两个多数派必有公共成员，所以下一个主协调者总能得知可能已作出的决定。",
                    self.majority(),
                    self.participants
                ),
            ),
        }
    }
}
