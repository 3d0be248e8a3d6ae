//! The parameters of the lab, and the processes that they make.

use crate::{BadParam, Ballot, Cluster, Conditions, Knobs, ParamSpec, Params, ProcessSpec};
use synod_kernel::Pid;
use synod_words::phrase;

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MultiPaxos {
    /// Whether roles are processes of their own.
    pub roles: Roles,
    /// Acceptors; with merged roles, servers.
    pub n: u16,
    /// Proposers, where roles are apart.
    pub proposers: u16,
    /// Learners, where roles are apart.
    pub learners: u16,
    /// Clients.
    pub clients: u16,
    /// Promises that a leader needs; 0 for a majority.
    pub q1: u16,
    /// Acceptors that must accept; 0 for a majority.
    pub q2: u16,
    /// When the leader is suspected.
    pub detector: Detector,
    /// What a new leader does with holes.
    pub holes: Holes,
    /// How long a server waits before it repeats itself, in milliseconds; the leader is suspected after one to two times that.
    pub election_ms: u64,
    /// How long a client waits before it asks another server, in milliseconds.
    pub retry_ms: u64,
    /// How long a client waits in all, in milliseconds.
    pub give_up_ms: u64,
    /// The network.
    pub conditions: Conditions,
}

/// Whether roles are processes of their own (course 3.5.5) or merged into servers (3.5.6).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Roles {
    /// Every server is proposer, acceptor and learner.
    Merged,
    /// Proposers, acceptors and learners.
    Apart,
}

/// When a server takes the leader for dead.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Detector {
    /// When a request that it handed on comes to nothing.
    OnDemand,
    /// When it hears no heartbeat.
    Heartbeats,
}

/// What becomes of slots for which a new leader finds nothing, below slots for which it finds something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Holes {
    /// They are filled with no-ops, and the log is applied without a gap.
    NoOp,
    /// They are left open, and replicas apply whatever they learn.
    Skip,
}

impl MultiPaxos {
    pub(super) fn specs() -> Vec<ParamSpec> {
        MultiPaxos::role_specs().into_iter().chain(MultiPaxos::rule_specs()).chain(MultiPaxos::fault_specs()).collect()
    }

    fn role_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::pick(
                "roles",
                phrase!("Roles", "角色"),
                phrase!(
                    "Whether proposers, acceptors and learners are merged into servers or are processes of their own",
                    "提案者、决策者、学习者合并为服务器，还是各自成为独立进程"
                ),
                vec![("merged", phrase!("merged", "合并")), ("apart", phrase!("apart", "分开"))],
            ),
            ParamSpec::int(
                "n",
                phrase!("N", "N"),
                phrase!("Acceptors; with merged roles, servers", "决策者的数量；角色合并时即服务器的数量"),
                (1, 3, 7),
                "",
            ),
            ParamSpec::int(
                "proposers",
                phrase!("Proposers", "提案者数"),
                phrase!("How many proposers, where roles are apart", "角色分开时提案者的数量"),
                (1, 2, 3),
                "",
            ),
            ParamSpec::int(
                "learners",
                phrase!("Learners", "学习者数"),
                phrase!("How many learners, where roles are apart", "角色分开时学习者的数量"),
                (1, 2, 3),
                "",
            ),
            ParamSpec::int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 2, 4), ""),
        ]
    }

    fn rule_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::int(
                "q1",
                phrase!("Q1", "Q1"),
                phrase!(
                    "Promises that a leader needs (phase 1); 0: a majority",
                    "成为领导者所需的承诺数（阶段一）；0 表示多数派"
                ),
                (0, 0, 7),
                "",
            ),
            ParamSpec::int(
                "q2",
                phrase!("Q2", "Q2"),
                phrase!(
                    "Acceptors that must accept a command (phase 2); 0: a majority",
                    "选定命令所需的接受数（阶段二）；0 表示多数派"
                ),
                (0, 0, 7),
                "",
            ),
            ParamSpec::pick(
                "detector",
                phrase!("Failure detector", "故障检测"),
                phrase!("When a server takes the leader for dead", "服务器何时认为领导者已失效"),
                vec![("on-demand", phrase!("on demand", "按需")), ("heartbeats", phrase!("heartbeats", "心跳"))],
            ),
            ParamSpec::pick(
                "holes",
                phrase!("Holes in the log", "日志空洞"),
                phrase!("What a new leader does with a slot for which it finds nothing", "新领导者如何处理没有发现任何命令的槽"),
                vec![
                    ("no-op", phrase!("fill with no-ops", "用空操作填补")),
                    ("skip", phrase!("apply past them (unsafe)", "跳过空洞继续执行（不安全）")),
                ],
            ),
        ]
    }

    fn fault_specs() -> Vec<ParamSpec> {
        let mut specs = vec![
            ParamSpec::int(
                "election",
                phrase!("Server time-out", "服务器超时"),
                phrase!(
                    "A server repeats itself after this time, and suspects the leader after one to two times as long",
                    "服务器等待这么久后重发；等待一至两倍时间后怀疑领导者失效"
                ),
                (20, 100, 5_000),
                "ms",
            ),
            ParamSpec::int(
                "retry",
                phrase!("Client retries", "客户端重试"),
                phrase!("A client asks another server after this time", "客户端等待这么久后改问另一台服务器"),
                (20, 300, 5_000),
                "ms",
            ),
            ParamSpec::int(
                "give-up",
                phrase!("Client gives up", "客户端放弃"),
                phrase!("How long a client waits for an answer in all", "客户端等待应答的总时间"),
                (50, 1_000, 10_000),
                "ms",
            ),
        ];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    pub(super) fn from_params(params: &Params) -> Result<MultiPaxos, BadParam> {
        let knobs = Knobs(params);
        let int = |id: &str| knobs.int::<u16>(id);
        let n = int("n");
        for id in ["q1", "q2"] {
            if int(id) > n {
                let why = phrase!(
                    "{0} is {1}, but there are only N = {2} acceptors",
                    "{0} 为 {1}，但只有 N = {2} 个决策者",
                    id,
                    int(id),
                    n
                );
                return Err(BadParam { id: id.to_owned(), why });
            }
        }
        Ok(MultiPaxos {
            roles: if knobs.pick("roles") == "apart" { Roles::Apart } else { Roles::Merged },
            n,
            proposers: int("proposers"),
            learners: int("learners"),
            clients: int("clients"),
            q1: int("q1"),
            q2: int("q2"),
            detector: if knobs.pick("detector") == "heartbeats" { Detector::Heartbeats } else { Detector::OnDemand },
            holes: if knobs.pick("holes") == "skip" { Holes::Skip } else { Holes::NoOp },
            election_ms: u64::from(int("election")),
            retry_ms: u64::from(int("retry")),
            give_up_ms: u64::from(int("give-up")),
            conditions: Conditions::with(knobs),
        })
    }

    /// Q1 and Q2 cannot exceed N: they follow it down.
    pub(super) fn fit_params(params: &mut Params) {
        let Some(n) = params.get("n").cloned() else { return };
        for id in ["q1", "q2"] {
            if let Some(value) = params.get_mut(id) {
                *value = n.clone().min(value.clone());
            }
        }
    }

    /// Servers, or proposers, acceptors and learners; then clients.
    pub(super) fn processes(&self) -> Cluster {
        let servers = self.first_client();
        let process = |i: u16| {
            let role = match self.kind(Pid(i)) {
                'S' => phrase!("server", "服务器"),
                'P' => phrase!("proposer", "提案者"),
                'A' => phrase!("acceptor", "决策者"),
                'L' => phrase!("learner", "学习者"),
                _ => phrase!("client", "客户端"),
            };
            ProcessSpec { name: self.name_of(Pid(i)), role, client: i >= servers }
        };
        // In the model with several data centres every server has its own, and clients share the first server's.
        let sites = (0..servers).map(|i| i as u8).chain((0..self.clients).map(|_| 0)).collect();
        Cluster { processes: (0..servers + self.clients).map(process).collect(), network: self.conditions.network(sites) }
    }

    fn first_acceptor(&self) -> u16 {
        if self.roles == Roles::Merged { 0 } else { self.proposers }
    }

    fn first_learner(&self) -> u16 {
        if self.roles == Roles::Merged { 0 } else { self.proposers + self.n }
    }

    fn first_client(&self) -> u16 {
        if self.roles == Roles::Merged { self.n } else { self.proposers + self.n + self.learners }
    }

    /// How many proposers there are.
    pub(super) fn proposers(&self) -> u16 {
        if self.roles == Roles::Merged { self.n } else { self.proposers }
    }

    /// All acceptors.
    pub(super) fn acceptors(&self) -> impl Iterator<Item = Pid> + use<> {
        (self.first_acceptor()..self.first_acceptor() + self.n).map(Pid)
    }

    /// All learners.
    pub(super) fn learners(&self) -> impl Iterator<Item = Pid> + use<> {
        let count = if self.roles == Roles::Merged { self.n } else { self.learners };
        (self.first_learner()..self.first_learner() + count).map(Pid)
    }

    /// The proposers beside this process.
    pub(super) fn other_proposers(&self, me: Pid) -> impl Iterator<Item = Pid> + use<> {
        (0..self.proposers()).map(Pid).filter(move |pid| *pid != me)
    }

    /// Whom a leader's heartbeats reach: all who keep a log.
    pub(super) fn audience(&self, me: Pid) -> Vec<Pid> {
        let learners = self.learners().filter(|_| self.roles == Roles::Apart);
        self.other_proposers(me).chain(learners).collect()
    }

    /// Whom a process asks what is chosen: proposers first.
    pub(super) fn log_keepers(&self, me: Pid) -> Vec<Pid> {
        let learners = self.learners().filter(|pid| self.roles == Roles::Apart && *pid != me && self.learns(me));
        self.other_proposers(me).filter(|_| self.keeps_log(me)).chain(learners).collect()
    }

    /// Whether this process is a client.
    pub(super) fn is_client(&self, pid: Pid) -> bool {
        pid.0 >= self.first_client()
    }

    /// Whether it is a proposer.
    pub(super) fn proposes(&self, pid: Pid) -> bool {
        pid.0 < self.proposers()
    }

    /// Whether it is an acceptor.
    pub(super) fn accepts(&self, pid: Pid) -> bool {
        matches!(self.kind(pid), 'S' | 'A')
    }

    /// Whether it is a learner.
    pub(super) fn learns(&self, pid: Pid) -> bool {
        matches!(self.kind(pid), 'S' | 'L')
    }

    /// Whether it keeps a log.
    pub(super) fn keeps_log(&self, pid: Pid) -> bool {
        self.proposes(pid) || self.learns(pid)
    }

    /// The promises that a leader needs.
    pub(super) fn q1(&self) -> usize {
        usize::from(if self.q1 == 0 { self.majority() } else { self.q1 })
    }

    /// The acceptors that must accept.
    pub(super) fn q2(&self) -> usize {
        usize::from(if self.q2 == 0 { self.majority() } else { self.q2 })
    }

    fn majority(&self) -> u16 {
        self.n / 2 + 1
    }

    /// The proposer of a ballot.
    pub(super) fn owner(&self, ballot: Ballot) -> Option<Pid> {
        Some(Pid(u16::try_from(ballot.owner(self.proposers())?).ok()?))
    }

    /// The server that a client asks first, counted from 0: with merged roles the first client the first one, the second the second.
    pub(super) fn first_server_of(&self, client: Pid) -> u16 {
        if self.roles == Roles::Merged { (client.0 - self.first_client()) % self.n } else { 0 }
    }

    /// The letter of a process's name.
    fn kind(&self, pid: Pid) -> char {
        match (self.roles, pid.0) {
            (_, i) if i >= self.first_client() => 'C',
            (Roles::Merged, _) => 'S',
            (_, i) if i >= self.first_learner() => 'L',
            (_, i) if i >= self.first_acceptor() => 'A',
            _ => 'P',
        }
    }

    /// The name of a process: the only names that protocol texts use.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        let kind = self.kind(pid);
        let before = match kind {
            'C' => self.first_client(),
            'L' => self.first_learner(),
            'A' => self.first_acceptor(),
            _ => 0,
        };
        format!("{kind}{}", pid.0 - before + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ParamValue;

    fn defaults() -> Params {
        MultiPaxos::specs().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect()
    }

    #[test]
    fn quorums_follow_n_down_and_are_refused_above_it() {
        let mut params = defaults();
        params.insert("q2".into(), ParamValue::Int(5));
        assert_eq!(MultiPaxos::from_params(&params).unwrap_err().id, "q2");
        MultiPaxos::fit_params(&mut params);
        assert_eq!(MultiPaxos::from_params(&params).unwrap().q2(), 3);
    }

    #[test]
    fn processes_are_named_by_their_roles() {
        let mut params = defaults();
        params.insert("roles".into(), ParamValue::Pick("apart".into()));
        let names = |params: &Params| {
            let cluster = MultiPaxos::from_params(params).unwrap().processes();
            cluster.processes.into_iter().map(|process| process.name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(&params), "P1 P2 A1 A2 A3 L1 L2 C1 C2");
        assert_eq!(names(&defaults()), "S1 S2 S3 C1 C2");
    }
}
