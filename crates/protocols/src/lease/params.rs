//! The parameters of the lab, and what they mean.

use super::measures::effective_us;
use crate::{Cluster, Conditions, Consequence, Delays, Knobs, ParamSpec, Params, ProcessSpec, Tone};
use synod_kernel::Pid;
use synod_words::{Arg, phrase};

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Leases {
    /// How many processes may hold the lease.
    pub holders: u16,
    /// The server's term, in microseconds: `t_S` in the paper.
    pub term_us: u64,
    /// From when, and with which margin, a holder counts.
    pub rule: Rule,
    /// ρ: by how many parts in a hundred a holder's clock may run slower than the server's.
    pub drift_percent: u64,
    /// ε: what is allowed for clocks that do not show the same, in microseconds.
    pub epsilon_us: u64,
    /// How often a holder extends its lease by itself.
    pub extensions: u16,
    /// After how much of its time it does so, in parts of a hundred.
    pub extend_at_percent: u64,
    /// What the server does after a crash.
    pub recovery: Recovery,
    /// Whether the store refuses writes under an earlier lease than it has seen.
    pub fencing: bool,
    /// How long a holder prepares a write, in microseconds.
    pub work_us: u64,
    /// After how much silence a holder asks again, in microseconds.
    pub retry_us: u64,
    /// How long its user waits, in microseconds.
    pub patience_us: u64,
    /// The network.
    pub conditions: Conditions,
}

/// How long a holder believes in a lease.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    /// T(1−ρ) − ε from when it sent its request, before which the server cannot have granted it.
    Sent,
    /// Until ε before the end that the server named, by the time of day: for clocks that show the same within ε (Gray & Cheriton 1989, § 3.1).
    TimeOfDay,
    /// T(1−ρ) − ε from when the grant arrived, however long that took.
    Arrival,
    /// T from when it sent its request.
    NoMargin,
}

/// What a server that has crashed does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Recovery {
    /// It grants nothing for a term (Gray & Cheriton 1989, § 2).
    Wait,
    /// It has written down who holds the lease.
    Table,
    /// It knows nothing of a lease.
    Forget,
}

impl Leases {
    pub(super) fn specs() -> Vec<ParamSpec> {
        let mut specs = Leases::term_specs();
        specs.extend(Leases::server_specs());
        specs.extend(Conditions::specs("constant"));
        specs
    }

    fn term_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::int(
                "holders",
                phrase!("Holders", "持有者数"),
                phrase!("How many processes may want the lease", "想要租约的进程数量"),
                (2, 2, 5),
                "",
            ),
            ParamSpec::int(
                "term",
                phrase!("Term", "租期"),
                phrase!("How long the server grants the lease for", "服务器每次授予租约的时长"),
                (10, 200, 10_000),
                "ms",
            ),
            ParamSpec::pick(
                "rule",
                phrase!("A holder counts", "持有者计时"),
                phrase!("Until when a holder believes in its lease", "持有者认为自己的租约何时到期"),
                vec![
                    ("sent", phrase!("T(1−ρ) − ε from sending its request", "自发出请求起 T(1−ρ) − ε")),
                    (
                        "time-of-day",
                        phrase!("to the server's end − ε, by the time of day", "按物理时钟，到服务器给的到期时刻 − ε"),
                    ),
                    ("arrival", phrase!("T(1−ρ) − ε from the grant's arrival (unsafe)", "自收到授予起 T(1−ρ) − ε（不安全）")),
                    ("no-margin", phrase!("T from sending, no margin (unsafe)", "自发出请求起 T，不留余量（不安全）")),
                ],
            ),
            ParamSpec::int(
                "drift",
                phrase!("ρ, clock drift", "ρ，时钟漂移"),
                phrase!(
                    "How much slower than the server's a holder's clock is taken to run at most",
                    "假定持有者的时钟最多比服务器的慢多少"
                ),
                (0, 10, 50),
                "%",
            ),
            ParamSpec::int(
                "epsilon",
                phrase!("ε, clock error", "ε，时钟误差"),
                phrase!("How far apart clocks are taken to be at most", "假定时钟之间最多相差多少"),
                (0, 5, 1_000),
                "ms",
            ),
            ParamSpec::int(
                "extensions",
                phrase!("Extensions", "续租次数"),
                phrase!("How often a holder extends its lease by itself", "持有者自动续租的次数"),
                (0, 0, 20),
                "",
            ),
            ParamSpec::int(
                "extend-at",
                phrase!("Extends after", "续租时机"),
                phrase!("After how much of its lease a holder asks for an extension", "租约用去多少之后请求续租"),
                (10, 50, 90),
                "%",
            ),
        ]
    }

    fn server_specs() -> Vec<ParamSpec> {
        vec![
            ParamSpec::pick(
                "recovery",
                phrase!("Server after a crash", "服务器宕机重启后"),
                phrase!("What the server does about leases that it granted before", "如何对待宕机前授予的租约"),
                vec![
                    ("wait", phrase!("grants nothing for one term", "一个租期内不授予")),
                    ("table", phrase!("reads its table of leases", "从磁盘读租约表")),
                    ("forget", phrase!("forgets (unsafe)", "忘记（不安全）")),
                ],
            ),
            ParamSpec::switch(
                "fencing",
                phrase!("Fencing tokens", "防护令牌 (fencing)"),
                phrase!(
                    "The store refuses a write under an earlier lease than it has seen",
                    "存储拒绝租约编号小于已见编号的写入"
                ),
            ),
            ParamSpec::int(
                "work",
                phrase!("Work", "准备写入"),
                phrase!("How long a holder prepares a write", "持有者准备一次写入需要的时间"),
                (0, 10, 1_000),
                "ms",
            ),
            ParamSpec::int(
                "retry",
                phrase!("Asks again after", "重新请求"),
                phrase!("After how much silence a holder asks the server again", "多久没有响应后再次向服务器请求"),
                (10, 100, 10_000),
                "ms",
            ),
            ParamSpec::int(
                "patience",
                phrase!("Patience", "等待上限"),
                phrase!("How long a user waits for the lease or for the store", "用户等待租约或存储的时间"),
                (10, 1_000, 60_000),
                "ms",
            ),
        ]
    }

    pub(super) fn from_params(params: &Params) -> Leases {
        let knobs = Knobs(params);
        let us = |id: &str| knobs.int::<u64>(id) * 1_000;
        Leases {
            holders: knobs.int("holders"),
            term_us: us("term"),
            rule: match knobs.pick("rule") {
                "time-of-day" => Rule::TimeOfDay,
                "arrival" => Rule::Arrival,
                "no-margin" => Rule::NoMargin,
                _ => Rule::Sent,
            },
            drift_percent: knobs.int("drift"),
            epsilon_us: us("epsilon"),
            extensions: knobs.int("extensions"),
            extend_at_percent: knobs.int("extend-at"),
            recovery: match knobs.pick("recovery") {
                "table" => Recovery::Table,
                "forget" => Recovery::Forget,
                _ => Recovery::Wait,
            },
            fencing: knobs.on("fencing"),
            work_us: us("work"),
            retry_us: us("retry"),
            patience_us: us("patience"),
            conditions: Conditions::with(knobs),
        }
    }

    /// T(1−ρ), in microseconds: as much of the term as a slow clock may count.
    pub(super) fn span_us(&self) -> u64 {
        self.term_us * (100 - self.drift_percent) / 100
    }

    /// The server, the store, then those who may hold the lease.
    pub(super) fn processes(&self) -> Cluster {
        let one = |name: &str, role| ProcessSpec { name: name.to_owned(), role, client: false };
        let mut processes = vec![one("S", phrase!("lease server", "租约服务器")), one("D", phrase!("store", "存储"))];
        processes.extend((1..=self.holders).map(|i| ProcessSpec {
            name: format!("H{i}"),
            role: phrase!("holder", "持有者"),
            client: true,
        }));
        // In the model with several data centres, the server and the store share one, and every holder has its own.
        let sites = (0..self.holders + 2).map(|i| i.saturating_sub(1) as u8).collect();
        Cluster { processes, network: self.conditions.network(sites) }
    }

    /// The name of a process: the only names that protocol texts use.
    pub(super) fn name_of(pid: Pid) -> String {
        match pid {
            Leases::SERVER => "S".to_owned(),
            Leases::STORE => "D".to_owned(),
            Pid(i) => format!("H{}", i - 1),
        }
    }

    pub(super) fn explain(&self) -> Vec<Consequence> {
        let mut all = vec![self.about_rule(), self.about_the_term()];
        all.push(if self.fencing {
            fine(phrase!(
                "The store keeps the order of leases: a late write of an earlier holder is refused.",
                "存储按租约的次序写入：前任持有者迟到的写入会被拒绝。"
            ))
        } else {
            warn(phrase!(
                "No fencing: a holder that pauses, or a slow message, can overwrite what a later holder wrote.",
                "没有防护令牌：持有者暂停或消息迟到，都可能覆盖后任持有者的写入。"
            ))
        });
        if self.recovery == Recovery::Forget {
            all.push(warn(phrase!(
                "A crash makes the server forget the lease: it may give it to a second holder at once.",
                "宕机使服务器忘记租约：可能立即把它授予第二个持有者。"
            )));
        }
        all
    }

    fn about_rule(&self) -> Consequence {
        let (term, span) = (Arg::TimeUs(self.term_us), Arg::TimeUs(self.span_us().saturating_sub(self.epsilon_us)));
        match self.rule {
            Rule::Sent => fine(phrase!(
                "The server keeps the lease for {0}; a holder stops {1} after it sent its request. Never two holders while its clock is at most {2} % slower than the server's.",
                "服务器保留租约 {0}；持有者自发出请求起 {1} 后停止。只要它的时钟最多比服务器的慢 {2}%，绝不会有两个持有者。",
                term,
                span,
                self.drift_percent.to_string()
            )),
            Rule::TimeOfDay => fine(phrase!(
                "A holder stops {0} before the server's end. Never two holders while all clocks show the same within {0}.",
                "持有者比服务器的到期时刻早 {0} 停止。只要所有时钟相差不超过 {0}，绝不会有两个持有者。",
                Arg::TimeUs(self.epsilon_us)
            )),
            Rule::Arrival => warn(phrase!(
                "A holder counts {0} from when the grant arrives. If that takes long, the server gives the lease on before it stops.",
                "持有者从收到授予时起计 {0}。若授予在路上耽搁太久，服务器会在它停止之前把租约转授他人。",
                span
            )),
            Rule::NoMargin => warn(phrase!(
                "A holder counts the whole {0}. If its clock is slow, the server gives the lease on before it stops.",
                "持有者计满 {0}。若它的时钟偏慢，服务器会在它停止之前把租约转授他人。",
                term
            )),
        }
    }

    fn about_the_term(&self) -> Consequence {
        match effective_us(self) {
            Some(0) => warn(phrase!(
                "The term is too short: when the grant arrives, nothing is left of it.",
                "租期太短：授予到达时已所剩无几。"
            )),
            Some(effective) => fine(phrase!(
                "The effective term is {0}: how long a lease is good for when it arrives.",
                "有效租期为 {0}：租约到达时还能用多久。",
                Arg::TimeUs(effective)
            )),
            None => fine(phrase!(
                "The effective term is shorter by what messages take, which varies.",
                "有效租期还要减去消息在路上的时间，这个时间不固定。"
            )),
        }
    }

    /// How long a message takes on average, in microseconds, where the delay model is one of ten milliseconds.
    pub(super) fn propagation_us(&self) -> Option<u64> {
        matches!(self.conditions.delays, Delays::Constant | Delays::Uniform | Delays::Exponential).then_some(10_000)
    }
}

fn fine(phrase: synod_words::Phrase) -> Consequence {
    Consequence { tone: Tone::Fine, phrase }
}

fn warn(phrase: synod_words::Phrase) -> Consequence {
    Consequence { tone: Tone::Unsafe, phrase }
}
