//! The parameters of the lab, and the processes that they make.

use super::Keeping;
use crate::{Choices, Cluster, Conditions, Knobs, ParamSpec, Params, ProcessSpec};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a rule of its own that can be left out")]
pub struct Raft {
    /// Members at the start.
    pub n: u16,
    /// Servers beside them, for changes of members.
    pub spare: u16,
    /// Clients.
    pub clients: u16,
    /// The logs with which servers start.
    pub logs: Logs,
    /// How reads are served.
    pub reads: Reads,
    /// How members are changed.
    pub change: Change,
    /// After how many applied entries a server compacts its log; 0 for never.
    pub snapshot_after: u32,
    /// Whether a server asks on trial before it campaigns (dissertation, § 9.6).
    pub pre_vote: bool,
    /// Whether a new leader appends a no-op (Raft, § 8).
    pub begins_with_no_op: bool,
    /// Whether only entries of the leader's own term are committed by counting (Raft, § 5.4.2).
    pub own_term_only: bool,
    /// Whether a voter refuses a candidate whose log is less up to date (Raft, § 5.4.1).
    pub compares_logs: bool,
    /// Whether the vote is on disk (Raft, figure 2).
    pub keeps_vote: bool,
    /// How servers recognise an operation that was applied before (dissertation, § 6.3).
    pub sessions: Sessions,
    /// How many sessions are kept; 0 for any number.
    pub session_limit: u32,
    /// Whether new servers get the log before they are members (dissertation, § 4.2.1).
    pub catches_up: bool,
    /// How many entries a message takes; 0 for any number.
    pub batch: u32,
    /// The shortest time until an election, in milliseconds.
    pub election_ms: u64,
    /// How much longer it may take, in milliseconds.
    pub spread_ms: u64,
    /// The time between two heartbeats, in milliseconds.
    pub heartbeat_ms: u64,
    /// How much faster than another one a clock may run, as leases assume, in percent.
    pub drift_percent: u16,
    /// How long a client waits before it asks another server, in milliseconds.
    pub retry_ms: u64,
    /// How long a client waits in all, in milliseconds.
    pub give_up_ms: u64,
    /// The network.
    pub conditions: Conditions,
}

/// The logs with which servers start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Logs {
    /// Empty ones.
    Empty,
    /// Those of Raft, figure 7.
    Figure7,
    /// Those of Raft, figure 8, at (b).
    Figure8,
    /// All of one term and each longer than the one before, as in Raft, § 9.3.
    Uneven,
}

/// How reads are served (dissertation, § 6.4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reads {
    /// As entries of the log.
    Log,
    /// By the leader, once a majority has confirmed that it leads.
    ReadIndex,
    /// By the leader, as long as its lease lasts.
    Lease,
    /// By whoever takes itself for the leader.
    Local,
}

/// How servers keep sessions (dissertation, § 6.3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sessions {
    /// Not at all.
    Off,
    /// A client has one from its first command on, and again from the next one where it was forgotten.
    FirstCommand,
    /// A client registers for one.
    Registered,
}

/// How members are changed (Raft, § 6; dissertation, chapter 4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Change {
    /// By one server at a time.
    OneAtATime,
    /// By any number, with a joint configuration in between.
    Joint,
    /// By any number, from one to the other.
    Direct,
}

/// A rule that is kept, or left out.
fn rule_spec(id: &'static str, name: Phrase, help: Phrase, [kept, left]: [(&'static str, Phrase); 2]) -> ParamSpec {
    ParamSpec::pick(id, name, help, vec![kept, left])
}

impl Raft {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let all = [Raft::cluster_specs(), Raft::feature_specs(), Raft::rule_specs(), Raft::time_specs()];
        all.into_iter().flatten().chain(Conditions::specs("constant")).collect()
    }

    fn cluster_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::int("n", phrase!("Servers", "服务器数"), phrase!("Members at the start", "初始成员的数量"), (1, 3, 7), ""),
            ParamSpec::int(
                "spare",
                phrase!("Spare servers", "备用服务器数"),
                phrase!("Servers that are no members at the start", "初始时不是成员的服务器数量"),
                (0, 0, 3),
                "",
            ),
            ParamSpec::int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 2, 4), ""),
            ParamSpec::pick(
                "logs",
                phrase!("Logs at the start", "初始日志"),
                phrase!("What servers have on their disks when they start", "服务器启动时磁盘上已有的日志"),
                vec![
                    ("empty", phrase!("empty", "空")),
                    ("figure-7", phrase!("figure 7 of the paper", "论文图 7")),
                    ("figure-8", phrase!("figure 8 (b) of the paper", "论文图 8（b）")),
                    ("uneven", phrase!("of different lengths", "长短不一")),
                ],
            ),
        ]
    }

    fn feature_specs() -> Vec<ParamSpec> {
        let reads: Choices = vec![
            ("log", phrase!("through the log", "经由日志")),
            ("read-index", phrase!("ReadIndex", "ReadIndex")),
            ("lease", phrase!("leader lease", "领导者租约")),
            ("local", phrase!("at once (unsafe)", "直接读取（不安全）")),
        ];
        let change: Choices = vec![
            ("one", phrase!("one server at a time", "每次一台")),
            ("joint", phrase!("joint consensus", "联合共识")),
            ("direct", phrase!("at once (unsafe)", "直接切换（不安全）")),
        ];
        vec![
            ParamSpec::pick(
                "reads",
                phrase!("Reads", "读"),
                phrase!("How the leader serves reads", "领导者如何处理读请求"),
                reads,
            ),
            ParamSpec::switch(
                "pre-vote",
                phrase!("Pre-vote", "预投票"),
                phrase!(
                    "A server campaigns only if a majority hears no leader either",
                    "只有多数派也听不到领导者时，服务器才发起选举"
                ),
            ),
            ParamSpec::pick(
                "change",
                phrase!("Change of members", "成员变更"),
                phrase!("How the cluster goes from one set of members to another", "集群如何从一组成员切换到另一组"),
                change,
            ),
            ParamSpec::int(
                "snapshot",
                phrase!("Snapshot after", "快照间隔"),
                phrase!("Applied entries after which a server compacts its log; 0: never", "执行多少条后压缩日志；0 表示从不"),
                (0, 0, 20),
                "",
            ),
            rule_spec(
                "start",
                phrase!("A new leader appends", "新领导者追加"),
                phrase!("With what a new leader begins its term", "新领导者以什么开始任期"),
                [("no-op", phrase!("a no-op", "空操作")), ("nothing", phrase!("nothing", "什么也不追加"))],
            ),
        ]
    }

    fn rule_specs() -> Vec<ParamSpec> {
        vec![
            rule_spec(
                "commit",
                phrase!("Commit rule", "提交规则"),
                phrase!("Which entries the leader commits by counting servers", "领导者通过计数提交哪些条目"),
                [
                    ("own-term", phrase!("entries of its own term", "仅本任期的条目")),
                    ("counting", phrase!("entries of any term (unsafe)", "任何任期的条目（不安全）")),
                ],
            ),
            rule_spec(
                "vote",
                phrase!("Votes for", "投票给"),
                phrase!("Which candidates get a vote", "哪些候选人能得到选票"),
                [
                    ("up-to-date", phrase!("logs up to date", "日志足够新的")),
                    ("any", phrase!("any candidate (unsafe)", "任何候选人（不安全）")),
                ],
            ),
            rule_spec(
                "disk",
                phrase!("On disk", "持久化"),
                phrase!("What a server remembers after a crash", "宕机后服务器还记得什么"),
                [
                    ("all", phrase!("term, vote, log", "任期、选票、日志")),
                    ("no-vote", phrase!("term, log (unsafe)", "任期、日志（不安全）")),
                ],
            ),
            ParamSpec::pick(
                "sessions",
                phrase!("Client sessions", "客户端会话"),
                phrase!("How a request that comes again is recognised", "如何认出重复到来的请求"),
                vec![
                    ("on", phrase!("with the first command", "自首个命令起")),
                    ("registered", phrase!("registered", "先注册")),
                    ("off", phrase!("off (unsafe)", "无（不安全）")),
                ],
            ),
            ParamSpec::int(
                "session-limit",
                phrase!("Sessions kept", "保留会话数"),
                phrase!(
                    "Beyond it the session unused for longest expires; 0: never",
                    "超出时，最久未用的会话过期；0 表示从不过期"
                ),
                (0, 0, 8),
                "",
            ),
            rule_spec(
                "catch-up",
                phrase!("New servers", "新服务器"),
                phrase!("When a new server becomes a member", "新服务器何时成为成员"),
                [("first", phrase!("catch up first", "先追赶日志")), ("none", phrase!("are members at once", "立即成为成员"))],
            ),
            ParamSpec::int(
                "batch",
                phrase!("Entries a message", "每条消息的条目数"),
                phrase!("How many entries a message takes at most; 0: any number", "一条消息最多携带多少条目；0 表示不限"),
                (0, 0, 10),
                "",
            ),
        ]
    }

    fn time_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::int(
                "election",
                phrase!("Election time-out", "选举超时"),
                phrase!("How long a server waits for its leader at least", "服务器至少等待领导者多久"),
                (20, 150, 5_000),
                "ms",
            ),
            ParamSpec::int(
                "spread",
                phrase!("Random spread", "随机范围"),
                phrase!("How much longer it waits at most, at random", "在此基础上最多再随机等待多久"),
                (0, 150, 5_000),
                "ms",
            ),
            ParamSpec::int(
                "heartbeat",
                phrase!("Heartbeat every", "心跳间隔"),
                phrase!("How often a leader says that it is alive", "领导者多久发送一次心跳"),
                (10, 50, 1_000),
                "ms",
            ),
            ParamSpec::int(
                "drift",
                phrase!("Assumed drift", "假定的时钟漂移"),
                phrase!("By how much clocks may differ in speed, as leases assume", "租约所假定的时钟快慢之差的上限"),
                (0, 10, 50),
                "%",
            ),
            ParamSpec::int(
                "retry",
                phrase!("Client retries", "客户端重试"),
                phrase!("A client asks another server after this time", "客户端等待这么久后改问另一台服务器"),
                (20, 200, 5_000),
                "ms",
            ),
            ParamSpec::int(
                "give-up",
                phrase!("Client gives up", "客户端放弃"),
                phrase!("How long a client waits for an answer in all", "客户端等待应答的总时间"),
                (50, 1_000, 10_000),
                "ms",
            ),
        ]
    }

    pub(super) fn from_params(params: &Params) -> Raft {
        let knobs = Knobs(params);
        let ms = |id: &str| knobs.int::<u64>(id);
        Raft {
            n: knobs.int("n"),
            spare: knobs.int("spare"),
            clients: knobs.int("clients"),
            logs: match knobs.pick("logs") {
                "figure-7" => Logs::Figure7,
                "figure-8" => Logs::Figure8,
                "uneven" => Logs::Uneven,
                _ => Logs::Empty,
            },
            reads: match knobs.pick("reads") {
                "read-index" => Reads::ReadIndex,
                "lease" => Reads::Lease,
                "local" => Reads::Local,
                _ => Reads::Log,
            },
            change: match knobs.pick("change") {
                "joint" => Change::Joint,
                "direct" => Change::Direct,
                _ => Change::OneAtATime,
            },
            snapshot_after: knobs.int("snapshot"),
            pre_vote: knobs.on("pre-vote"),
            begins_with_no_op: knobs.pick("start") != "nothing",
            own_term_only: knobs.pick("commit") != "counting",
            compares_logs: knobs.pick("vote") != "any",
            keeps_vote: knobs.pick("disk") != "no-vote",
            sessions: match knobs.pick("sessions") {
                "off" => Sessions::Off,
                "registered" => Sessions::Registered,
                _ => Sessions::FirstCommand,
            },
            session_limit: knobs.int("session-limit"),
            catches_up: knobs.pick("catch-up") != "none",
            batch: knobs.int("batch"),
            election_ms: ms("election"),
            spread_ms: ms("spread"),
            heartbeat_ms: ms("heartbeat"),
            drift_percent: knobs.int("drift"),
            retry_ms: ms("retry"),
            give_up_ms: ms("give-up"),
            conditions: Conditions::with(knobs),
        }
    }

    /// Servers, then clients.
    pub(super) fn processes(&self) -> Cluster {
        let servers = self.servers();
        let process = |i: u16| ProcessSpec {
            name: self.name_of(Pid(i)),
            role: if i < servers { phrase!("server", "服务器") } else { phrase!("client", "客户端") },
            client: i >= servers,
        };
        // In the model with several data centres every server has its own, and clients share the first server's.
        let sites = (0..servers).map(|i| i as u8).chain((0..self.clients).map(|_| 0)).collect();
        Cluster { processes: (0..servers + self.clients).map(process).collect(), network: self.conditions.network(sites) }
    }

    /// How many servers there are.
    pub(super) fn servers(&self) -> u16 {
        self.n + self.spare
    }

    /// The members at the start.
    pub(super) fn founders(&self) -> Vec<Pid> {
        (0..self.n).map(Pid).collect()
    }

    /// Whether this process is a client.
    pub(super) fn is_client(&self, pid: Pid) -> bool {
        pid.0 >= self.servers()
    }

    /// How sessions are kept.
    pub(super) fn keeping(&self) -> Keeping {
        Keeping { sessions: self.sessions, most: self.session_limit }
    }

    /// The shortest time until an election, in microseconds.
    pub(super) fn election_us(&self) -> u64 {
        self.election_ms * 1_000
    }

    /// The longest time until an election, in microseconds.
    pub(super) fn patience_us(&self) -> u64 {
        (self.election_ms + self.spread_ms) * 1_000
    }

    /// How long a leader's lease lasts, in microseconds of its clock: no other server is elected within that time, as long as no clock runs
    /// faster by more than is assumed (dissertation, § 6.4.1).
    pub(super) fn lease_us(&self) -> u64 {
        self.election_us() * 100 / (100 + u64::from(self.drift_percent))
    }

    /// Whether a server that hears from a leader passes over requests for votes.
    pub(super) fn keeps_to_its_leader(&self) -> bool {
        self.pre_vote || self.reads == Reads::Lease
    }

    /// The name of a process: the only names that protocol texts use.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        if self.is_client(pid) { format!("C{}", pid.0 - self.servers() + 1) } else { format!("S{}", pid.0 + 1) }
    }
}

/// The parameters unless told.
#[cfg(test)]
pub(super) fn defaults() -> Params {
    Raft::specs().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ParamValue;

    #[test]
    fn spare_servers_come_after_the_members() {
        let mut params = defaults();
        params.insert("spare".into(), ParamValue::Int(1));
        let raft = Raft::from_params(&params);
        let names: Vec<_> = raft.processes().processes.into_iter().map(|process| process.name).collect();
        assert_eq!(names.join(" "), "S1 S2 S3 S4 C1 C2");
        assert_eq!(raft.founders().len(), 3);
    }

    #[test]
    fn a_lease_ends_before_the_fastest_clock_allows_an_election() {
        let raft = Raft::from_params(&defaults());
        assert!(raft.lease_us() * (100 + u64::from(raft.drift_percent)) <= raft.election_us() * 100);
    }
}
