//! The parameters of the lab, and what they mean for a client.

use super::Part;
use crate::{BadParam, Cluster, Conditions, Consequence, Knobs, ParamSpec, Params, ProcessSpec, Tone};
use synod_kernel::Pid;
use synod_words::phrase;

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BasicPaxos {
    /// Clients.
    pub clients: u16,
    /// Proposers.
    pub proposers: u16,
    /// Acceptors.
    pub acceptors: u16,
    /// Learners.
    pub learners: u16,
    /// How many acceptors are enough; a majority of them unless it is told otherwise.
    pub quorum: u16,
    /// The longest random wait of a proposer before it tries again, in milliseconds; 0 for none.
    pub wait_ms: u64,
    /// How long a proposer waits for enough answers, in milliseconds.
    pub round_ms: u64,
    /// When a client that hears nothing turns to the next proposer, in milliseconds; 0 for never.
    pub failover_ms: u64,
    /// How long a client waits for an answer, in milliseconds.
    pub timeout_ms: u64,
    /// Whether acceptors forget everything when they crash.
    pub forgetful: bool,
    /// Whether proposers put forth their own value whatever they are told.
    pub own_value: bool,
    /// The network.
    pub conditions: Conditions,
}

impl BasicPaxos {
    pub(super) fn specs() -> Vec<ParamSpec> {
        BasicPaxos::role_specs().into_iter().chain(BasicPaxos::time_specs()).chain(BasicPaxos::fault_specs()).collect()
    }

    fn role_specs() -> Vec<ParamSpec> {
        let count = |id, name, help, range| ParamSpec::int(id, name, help, range, "");
        vec![
            count("clients", phrase!("Clients", "客户端"), phrase!("How many clients", "客户端的数量"), (1, 2, 2)),
            count(
                "proposers",
                phrase!("Proposers", "提案者"),
                phrase!("How many proposers; each client asks its own first", "提案者的数量；每个客户端先找自己的那个"),
                (1, 2, 3),
            ),
            count(
                "acceptors",
                phrase!("Acceptors", "决策者"),
                phrase!("How many acceptors vote", "参与投票的决策者数量"),
                (1, 3, 7),
            ),
            count(
                "learners",
                phrase!("Learners", "学习者"),
                phrase!("How many learners count the votes", "统计投票的学习者数量"),
                (1, 1, 2),
            ),
            count(
                "quorum",
                phrase!("Quorum", "仲裁人数"),
                phrase!(
                    "How many acceptors are enough; 0: a majority, less than a majority is unsafe",
                    "多少个决策者同意即可；0 表示多数派，少于多数派不安全"
                ),
                (0, 0, 7),
            ),
        ]
    }

    fn time_specs() -> Vec<ParamSpec> {
        let span = |id, name, help, range| ParamSpec::int(id, name, help, range, "ms");
        vec![
            span(
                "random-wait",
                phrase!("Random wait", "随机等待"),
                phrase!(
                    "A refused proposer waits up to this long, at random, before it tries again; 0: at once",
                    "被拒绝的提案者再次提案前随机等待的上限；0 表示立即重试"
                ),
                (0, 100, 1_000),
            ),
            span(
                "round",
                phrase!("Round time-out", "轮次超时"),
                phrase!(
                    "How long a proposer waits for enough answers before it tries a higher ballot",
                    "提案者等待足够应答的时间，超时则换用更大的编号"
                ),
                (20, 200, 5_000),
            ),
            span(
                "failover",
                phrase!("Turn to the next", "转向下一个"),
                phrase!(
                    "When a client that hears nothing asks the next proposer; 0: never",
                    "客户端多久没有应答就转向下一个提案者；0 表示从不"
                ),
                (0, 400, 5_000),
            ),
            span(
                "timeout",
                phrase!("Client time-out", "客户端超时"),
                phrase!("How long a client waits before it gives up", "客户端放弃之前等待的时间"),
                (20, 1_000, 10_000),
            ),
        ]
    }

    fn fault_specs() -> Vec<ParamSpec> {
        let mut specs = vec![
            ParamSpec::switch(
                "forgetful",
                phrase!("Forgetful acceptors (unsafe)", "健忘的决策者（不安全）"),
                phrase!(
                    "Acceptors keep nothing on disk: a crash makes them forget what they promised and accepted",
                    "决策者不写磁盘：宕机后忘记自己的承诺和已接受的提案"
                ),
            ),
            ParamSpec::switch(
                "own-value",
                phrase!("Always the own value (unsafe)", "只提自己的值（不安全）"),
                phrase!(
                    "Proposers put forth their own value whatever the promises say",
                    "无论 promise 里带回什么，提案者都提出自己的值"
                ),
            ),
        ];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    pub(super) fn from_params(params: &Params) -> Result<BasicPaxos, BadParam> {
        let knobs = Knobs(params);
        let int = |id: &str| knobs.int::<u16>(id);
        let (acceptors, quorum) = (int("acceptors"), int("quorum"));
        if quorum > acceptors {
            let why = phrase!(
                "a quorum of {0} is more than there are acceptors: {1}",
                "仲裁人数为 {0}，多于决策者的数量 {1}",
                quorum,
                acceptors
            );
            return Err(BadParam { id: "quorum".to_owned(), why });
        }
        Ok(BasicPaxos {
            clients: int("clients"),
            proposers: int("proposers"),
            acceptors,
            learners: int("learners"),
            quorum: if quorum == 0 { acceptors / 2 + 1 } else { quorum },
            wait_ms: knobs.int("random-wait"),
            round_ms: knobs.int("round"),
            failover_ms: knobs.int("failover"),
            timeout_ms: knobs.int("timeout"),
            forgetful: knobs.on("forgetful"),
            own_value: knobs.on("own-value"),
            conditions: Conditions::with(knobs),
        })
    }

    /// A quorum cannot be larger than the acceptors are many: it follows them down.
    pub(super) fn fit_params(params: &mut Params) {
        let Some(acceptors) = params.get("acceptors").cloned() else { return };
        if let Some(quorum) = params.get_mut("quorum") {
            *quorum = acceptors.min(quorum.clone());
        }
    }

    /// In the order in which a value passes through them: clients, proposers, acceptors, learners.
    pub(super) fn processes(&self) -> Cluster {
        let spec = |pid: Pid| {
            let (role, client) = match self.part_of(pid) {
                Part::Client => (phrase!("client", "客户端"), true),
                Part::Proposer => (phrase!("proposer", "提案者"), false),
                Part::Acceptor => (phrase!("acceptor", "决策者"), false),
                Part::Learner => (phrase!("learner", "学习者"), false),
            };
            ProcessSpec { name: self.name_of(pid), role, client }
        };
        // In the model with several data centres, the i-th of each role share one, and a client is where its proposer is.
        let site = |pid: Pid| match self.part_of(pid) {
            Part::Client => self.place_of(self.proposer_for(pid, 0)) as u8,
            _ => self.place_of(pid) as u8,
        };
        Cluster { processes: self.pids().map(spec).collect(), network: self.conditions.network(self.pids().map(site).collect()) }
    }

    fn pids(&self) -> impl Iterator<Item = Pid> + use<> {
        (0..self.clients + self.proposers + self.acceptors + self.learners).map(Pid)
    }

    /// The clients.
    pub(super) fn client_pids(&self) -> impl Iterator<Item = Pid> + use<> {
        (0..self.clients).map(Pid)
    }

    /// The proposers.
    pub(super) fn proposer_pids(&self) -> impl Iterator<Item = Pid> + use<> {
        (self.clients..self.clients + self.proposers).map(Pid)
    }

    /// The acceptors.
    pub(super) fn acceptor_pids(&self) -> impl Iterator<Item = Pid> + use<> {
        let first = self.clients + self.proposers;
        (first..first + self.acceptors).map(Pid)
    }

    /// The learners.
    pub(super) fn learner_pids(&self) -> impl Iterator<Item = Pid> + use<> {
        let first = self.clients + self.proposers + self.acceptors;
        (first..first + self.learners).map(Pid)
    }

    /// The role of a process.
    pub(super) fn part_of(&self, pid: Pid) -> Part {
        self.part_and_place(pid).0
    }

    /// Which of its role it is, counted from 0.
    fn place_of(&self, pid: Pid) -> u16 {
        self.part_and_place(pid).1
    }

    fn part_and_place(&self, pid: Pid) -> (Part, u16) {
        let mut place = pid.0;
        for (part, count) in [(Part::Client, self.clients), (Part::Proposer, self.proposers), (Part::Acceptor, self.acceptors)] {
            match place.checked_sub(count) {
                Some(rest) => place = rest,
                None => return (part, place),
            }
        }
        (Part::Learner, place)
    }

    /// The name of a process: the only names that protocol texts use.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        let (part, place) = self.part_and_place(pid);
        let letter = match part {
            Part::Client => 'C',
            Part::Proposer => 'P',
            Part::Acceptor => 'A',
            Part::Learner => 'L',
        };
        format!("{letter}{}", place + 1)
    }

    /// Which of the proposers it is, counted from 0: the numbers of its ballots and its colour come from that.
    pub(super) fn index_of_proposer(&self, pid: Pid) -> u16 {
        pid.0 - self.clients
    }

    /// The proposer that a client asks: the first client the first one and so on, and the next one after each turn.
    pub(super) fn proposer_for(&self, client: Pid, turns: u16) -> Pid {
        Pid(self.clients + (client.0 + turns) % self.proposers)
    }

    /// The shortest and the longest time for a phase. With the random wait, proposers do not try again in step after a time-out either.
    pub(super) fn round_us(&self) -> (u64, u64) {
        (self.round_ms * 1_000, (self.round_ms + self.wait_ms) * 1_000)
    }

    /// Whether any two quorums share an acceptor.
    fn quorums_meet(&self) -> bool {
        2 * self.quorum > self.acceptors
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let mut all = Vec::new();
        let mut say = |tone, phrase| all.push(Consequence { tone, phrase });
        let (acceptors, quorum) = (self.acceptors, self.quorum);
        if !self.quorums_meet() {
            say(
                Tone::Unsafe,
                phrase!(
                    "{0} of {1} acceptors are enough: two quorums need not share an acceptor, so two values can be chosen.",
                    "{1} 个决策者中 {0} 个同意即可：两组之间可能没有交集，可能选定两个值。",
                    quorum,
                    acceptors
                ),
            );
        } else if acceptors == quorum {
            say(
                Tone::Unsafe,
                phrase!(
                    "Every acceptor is needed, {0} of {0}: while one is down, nothing is chosen.",
                    "需要全部 {0} 个决策者：只要一个宕机，就选不出值。",
                    acceptors
                ),
            );
        } else {
            say(
                Tone::Fine,
                phrase!(
                    "{0} of {1} acceptors are enough: any two such groups share one, and up to {2} may fail.",
                    "{1} 个决策者中 {0} 个同意即可：任意两组必有交集，最多可有 {2} 个失效。",
                    quorum,
                    acceptors,
                    acceptors - quorum
                ),
            );
        }
        if self.forgetful {
            say(
                Tone::Unsafe,
                phrase!(
                    "An acceptor that crashes forgets its promise and what it accepted: a second value can be chosen.",
                    "决策者宕机后忘记承诺和已接受的提案：可能再选定另一个值。"
                ),
            );
        }
        if self.own_value {
            say(
                Tone::Unsafe,
                phrase!(
                    "Proposers ignore what was accepted before: a later ballot can choose another value.",
                    "提案者不理会先前已接受的提案：更大的编号可能选定另一个值。"
                ),
            );
        }
        if self.proposers == 1 {
            say(
                Tone::Unsafe,
                phrase!(
                    "There is one proposer: while it is down, nothing is decided.",
                    "只有一个提案者：它宕机期间，无法作出决定。"
                ),
            );
        } else if self.wait_ms == 0 {
            say(
                Tone::Unsafe,
                phrase!(
                    "No random wait: two proposers can refuse each other for ever (livelock). No value is wrong, but none is chosen.",
                    "没有随机等待：两个提案者可能永远互相打断（活锁）。不会选错值，但也选不出值。"
                ),
            );
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ParamValue;

    fn defaults() -> Params {
        BasicPaxos::specs().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect()
    }

    #[test]
    fn a_quorum_follows_the_acceptors_down_and_is_refused_above_them() {
        let mut params = defaults();
        assert_eq!(BasicPaxos::from_params(&params).unwrap().quorum, 2);
        params.insert("quorum".into(), ParamValue::Int(5));
        assert_eq!(BasicPaxos::from_params(&params).unwrap_err().id, "quorum");
        BasicPaxos::fit_params(&mut params);
        assert_eq!(BasicPaxos::from_params(&params).unwrap().quorum, 3);
    }

    #[test]
    fn every_process_has_its_name() {
        let lab = BasicPaxos::from_params(&defaults()).unwrap();
        let names: Vec<String> = lab.processes().processes.into_iter().map(|process| process.name).collect();
        assert_eq!(names, ["C1", "C2", "P1", "P2", "A1", "A2", "A3", "L1"]);
    }
}
