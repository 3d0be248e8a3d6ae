//! The parameters of the lab, and what they mean.

use crate::{Cluster, Conditions, Consequence, Knobs, ParamSpec, Params, ProcessSpec, Tone};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RequestReply {
    /// One server, or one that leads and one that stands by.
    pub servers: u16,
    /// How many clients.
    pub clients: u16,
    /// What is done about time-outs.
    pub resend: Resend,
    /// How often a request is sent at most.
    pub tries: u16,
    /// Whether the reply cache survives a crash.
    pub cache: Cache,
    /// Whether a form is ordered once, however many requests submit it.
    pub forms_are_keys: bool,
    /// How long a client waits for an answer, in microseconds.
    pub timeout_us: u64,
    /// How long a server works on a request, in microseconds.
    pub processing_us: u64,
    /// After how much silence one server takes the other for dead, in microseconds.
    pub takeover_us: u64,
    /// Which logical clock is shown.
    pub shown: Shown,
    /// The network.
    pub conditions: Conditions,
}

/// What is done about time-outs (Spector 1982).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Resend {
    /// A request is sent once: *maybe*.
    Never,
    /// It is sent again, and executed as often as it comes.
    AtLeastOnce,
    /// It is sent again, and the server knows it again.
    AtMostOnce,
}

/// Where the reply cache is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Cache {
    /// On disk, written together with the state.
    Kept,
    /// In memory: a crash empties it, while the state stays.
    Lost,
}

/// Which logical clock is shown; all are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Shown {
    /// None.
    Nothing,
    /// The Lamport counter.
    Lamport,
    /// The vector.
    Vector,
}

impl RequestReply {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let mut all = Self::request_specs();
        all.extend(Self::surroundings_specs());
        all
    }

    fn request_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::pick(
                "resend",
                phrase!("After a time-out", "超时之后"),
                phrase!(
                    "What a client does when no answer comes, and how a server treats a request that comes again",
                    "收不到应答时客户端怎么办，服务器又如何对待重复到达的请求"
                ),
                vec![
                    ("never", phrase!("give up (maybe)", "放弃（也许）")),
                    ("at-least-once", phrase!("resend: at least once", "重发：至少一次")),
                    ("at-most-once", phrase!("resend, number and cache: at most once", "重发＋编号与缓存：至多一次")),
                ],
            ),
            ParamSpec::int(
                "tries",
                phrase!("Tries", "最多发送次数"),
                phrase!("How often a request is sent at most before the client gives up", "客户端放弃之前最多发送几次"),
                (1, 3, 10),
                "",
            ),
            ParamSpec::pick(
                "cache",
                phrase!("Reply cache", "应答缓存"),
                phrase!("Where the server keeps its replies to recognise a request by", "服务器用来识别重复请求的应答保存在哪里"),
                vec![
                    ("kept", phrase!("on disk, with the state", "与状态一起写盘")),
                    ("lost", phrase!("in memory, lost on a crash (unsafe)", "仅在内存，宕机即失（不安全）")),
                ],
            ),
            ParamSpec::switch(
                "form-key",
                phrase!("A form is its own key", "表单自带唯一标识"),
                phrase!(
                    "A form that was ordered is not ordered again, whichever request submits it",
                    "已下单的表单不再重复下单，无论由哪个请求提交"
                ),
            ),
            ParamSpec::int(
                "timeout",
                phrase!("Time-out", "超时"),
                phrase!("How long a client waits for an answer", "客户端等待应答的时间"),
                (10, 50, 10_000),
                "ms",
            ),
            ParamSpec::int(
                "processing",
                phrase!("Processing", "处理时间"),
                phrase!("How long a server works on a request", "服务器处理一个请求的时间"),
                (0, 0, 10_000),
                "ms",
            ),
        ]
    }

    fn surroundings_specs() -> Vec<ParamSpec> {
        let mut specs = vec![
            ParamSpec::int(
                "servers",
                phrase!("Servers", "服务器数"),
                phrase!("One, or one that leads and one that stands by", "一台，或一主一备"),
                (1, 1, 2),
                "",
            ),
            ParamSpec::int(
                "takeover",
                phrase!("Taken for dead after", "判定宕机的时限"),
                phrase!(
                    "After how much silence one server takes the other for dead",
                    "一台服务器多久没有响应，另一台就认为它已宕机"
                ),
                (5, 25, 10_000),
                "ms",
            ),
            ParamSpec::int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 2, 3), ""),
            ParamSpec::pick(
                "clocks",
                phrase!("Logical clock shown", "显示的逻辑时钟"),
                phrase!("Every process keeps them; they change nothing", "每个进程都维护；不影响任何行为"),
                vec![
                    ("none", phrase!("none", "不显示")),
                    ("lamport", phrase!("Lamport counter", "Lamport 时钟")),
                    ("vector", phrase!("vector clock", "向量时钟")),
                ],
            ),
        ];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    pub(super) fn from_params(params: &Params) -> RequestReply {
        let knobs = Knobs(params);
        let us = |id: &str| knobs.int::<u64>(id) * 1_000;
        RequestReply {
            servers: knobs.int("servers"),
            clients: knobs.int("clients"),
            resend: match knobs.pick("resend") {
                "at-least-once" => Resend::AtLeastOnce,
                "at-most-once" => Resend::AtMostOnce,
                _ => Resend::Never,
            },
            tries: knobs.int("tries"),
            cache: if knobs.pick("cache") == "lost" { Cache::Lost } else { Cache::Kept },
            forms_are_keys: knobs.on("form-key"),
            timeout_us: us("timeout"),
            processing_us: us("processing"),
            takeover_us: us("takeover"),
            shown: match knobs.pick("clocks") {
                "lamport" => Shown::Lamport,
                "vector" => Shown::Vector,
                _ => Shown::Nothing,
            },
            conditions: Conditions::with(knobs),
        }
    }

    /// Servers, then clients.
    pub(super) fn cluster_of(&self) -> Cluster {
        let role = |pid: Pid| match (self.is_client(pid), pid.0) {
            (true, _) => phrase!("client", "客户端"),
            (false, 0) => phrase!("server", "服务器"),
            (false, _) => phrase!("stand-by", "备用服务器"),
        };
        let processes = (0..self.processes()).map(Pid);
        let spec = |pid: Pid| ProcessSpec { name: self.name_of(pid), role: role(pid), client: self.is_client(pid) };
        // In the model with several data centres, the first server and the clients share one, and the second server has its own.
        let sites = (0..self.processes()).map(|i| u8::from(self.servers == 2 && i == 1)).collect();
        Cluster { processes: processes.map(spec).collect(), network: self.conditions.network(sites) }
    }

    /// How many processes there are.
    pub(super) fn processes(&self) -> u16 {
        self.servers + self.clients
    }

    /// Whether this process is a client.
    pub(super) fn is_client(&self, pid: Pid) -> bool {
        pid.0 >= self.servers
    }

    /// The server beside this one, where there are two.
    pub(super) fn other_server(&self, me: Pid) -> Option<Pid> {
        (self.servers == 2 && me.0 < 2).then_some(Pid(1 - me.0.min(1)))
    }

    /// The name of a process: the only names that protocol texts use.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        if self.is_client(pid) { format!("C{}", pid.0 + 1 - self.servers) } else { format!("S{}", pid.0 + 1) }
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let mut all = vec![self.about_resending()];
        if self.resend == Resend::AtMostOnce && self.cache == Cache::Lost {
            all.push(warn(phrase!(
                "A crash empties the reply cache but not the state: a request that was executed before it is executed again.",
                "宕机会清空应答缓存，状态却还在：宕机前执行过的请求会再执行一次。"
            )));
        }
        if self.resend == Resend::Never && self.conditions.duplication_percent > 0 {
            all.push(warn(phrase!(
                "The network sends some requests twice, and the server does not notice.",
                "网络会让某些请求到达两次，服务器察觉不到。"
            )));
        }
        if self.forms_are_keys {
            all.push(fine(phrase!(
                "Submitting a form is idempotent: even a user who submits it again gets the same order.",
                "提交表单是幂等的：即使用户自己再提交一次，得到的也是同一个订单。"
            )));
        }
        if self.timeout_us <= self.processing_us {
            all.push(warn(phrase!(
                "The server needs longer than a client waits: every request times out, though it is executed.",
                "服务器的处理时间比客户端的超时还长：每个请求都会超时，却都执行了。"
            )));
        }
        all.push(self.about_servers());
        all
    }

    fn about_resending(&self) -> Consequence {
        match self.resend {
            Resend::Never => fine(phrase!(
                "A request is sent once. After a time-out it was executed once or not at all, and the client cannot know which.",
                "请求只发一次。超时意味着执行了一次或根本没有执行，客户端无从得知。"
            )),
            Resend::AtLeastOnce => warn(phrase!(
                "A request is sent up to {0} times and executed each time that it arrives: safe only if it is idempotent.",
                "请求最多发送 {0} 次，每次到达都会执行：只有幂等的请求才安全。",
                self.tries
            )),
            Resend::AtMostOnce => fine(phrase!(
                "A request is sent up to {0} times with the same number; the server executes it once and repeats its reply.",
                "请求带同一编号最多发送 {0} 次；服务器只执行一次，之后重复原来的应答。",
                self.tries
            )),
        }
    }

    fn about_servers(&self) -> Consequence {
        if self.servers == 1 {
            return warn(phrase!(
                "One server is a single point of failure: while it is down, nobody is served.",
                "只有一台服务器，即单点：它宕机时谁也得不到服务。"
            ));
        }
        warn(phrase!(
            "A crash of either server is survived. But silence counts as death: if only the link between them is cut, both serve, and one of them loses what it did.",
            "任一台服务器宕机都不影响服务。但“没有响应”被当成“宕机”：若只是两者之间的链路断开，两台都会提供服务，其中一台所做的将丢失。"
        ))
    }
}

fn fine(phrase: Phrase) -> Consequence {
    Consequence { tone: Tone::Fine, phrase }
}

fn warn(phrase: Phrase) -> Consequence {
    Consequence { tone: Tone::Unsafe, phrase }
}
