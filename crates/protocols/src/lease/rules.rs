//! The rules by which processes act, in words, each with its source.

use super::{Counting, Leases, Msg, Op, Recovery, Timer};
use crate::{Cause, Rule};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

const LEASES: &str = "Gray & Cheriton, SOSP 1989, § 2";
const TERM: &str = "Gray & Cheriton, SOSP 1989, § 3.1";
const CLOCKS: &str = "Gray & Cheriton, SOSP 1989, § 5";
const SEQUENCER: &str = "Burrows, Chubby, OSDI 2006, § 2.4";

impl Leases {
    pub(super) fn rule_of(&self, pid: Pid, cause: &Cause<'_, Leases>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(msg),
            Cause::Timeout(timer) => on_timeout(**timer),
            Cause::Chosen(()) => Rule { words: phrase!("Nothing is left to chance.", "没有随机选择。"), source: LEASES },
            Cause::Request(op) => on_request(**op),
            Cause::Restart if pid == Leases::SERVER => self.on_restart(),
            Cause::Restart => rule(
                phrase!(
                    "A holder that starts again holds nothing; the store has everything on its disk.",
                    "持有者重启后不持有任何租约；存储的内容都在磁盘上。"
                ),
                LEASES,
            ),
        }
    }

    fn on_restart(&self) -> Rule {
        match self.recovery {
            Recovery::Wait => rule(
                phrase!(
                    "A server that starts again grants nothing for the longest term: then all leases from before are over.",
                    "服务器重启后，在一个最长租期内不授予任何租约：此后宕机前的租约都已到期。"
                ),
                LEASES,
            ),
            Recovery::Table => {
                rule(phrase!("The server has written down who holds the lease.", "服务器把租约的持有者记在磁盘上。"), LEASES)
            }
            Recovery::Forget => rule(
                phrase!(
                    "(unsafe) The server knows nothing of the leases that it granted.",
                    "（不安全）服务器忘记了自己授予过的租约。"
                ),
                LEASES,
            ),
        }
    }

    fn on_message(&self, msg: &Msg) -> Rule {
        match msg {
            Msg::Acquire { .. } => rule(
                phrase!(
                    "The server grants a lease that is free, for one term; whoever comes later is told how long to wait.",
                    "租约空闲则授予一个租期；后来者被告知需等多久。"
                ),
                LEASES,
            ),
            Msg::Extend { .. } => rule(
                phrase!("A lease that is not over is extended by a new term from now.", "尚未到期的租约，从现在起续一个租期。"),
                LEASES,
            ),
            Msg::Grant { .. } => self.on_grant(),
            Msg::Busy { .. } | Msg::Over { .. } | Msg::Free => rule(
                phrase!(
                    "Who waits asks anew once the lease is free, so that it counts from a young request.",
                    "等待者在租约空闲后重新请求，从新的请求开始计时。"
                ),
                LEASES,
            ),
            Msg::Release { .. } => rule(phrase!("A lease that is given back is free at once.", "归还的租约立即空闲。"), LEASES),
            Msg::Write { .. } if self.fencing => rule(
                phrase!(
                    "The store refuses a write whose lease has a lower number than the highest that it has seen.",
                    "若写入所带的租约编号小于已见过的最大编号，存储就拒绝它。"
                ),
                SEQUENCER,
            ),
            Msg::Write { .. } => rule(phrase!("The store trusts whoever writes.", "存储信任任何写入者。"), SEQUENCER),
            Msg::Written { .. } | Msg::Fenced { .. } => {
                rule(phrase!("The holder learns what became of its write.", "持有者得知写入的结果。"), SEQUENCER)
            }
        }
    }

    fn on_grant(&self) -> Rule {
        match self.rule {
            Counting::Sent => rule(
                phrase!(
                    "The holder counts T(1−ρ) − ε from when it sent its request: the server's term cannot have begun earlier.",
                    "持有者自发出请求起计 T(1−ρ) − ε：服务器的租期不可能更早开始。"
                ),
                CLOCKS,
            ),
            Counting::TimeOfDay => rule(
                phrase!(
                    "The holder stops ε before the end that the server named: max(0, t_S − (m_prop + 2 m_proc) − ε) is left.",
                    "持有者在服务器给的到期时刻前 ε 停止：剩下 max(0, t_S − (m_prop + 2 m_proc) − ε)。"
                ),
                TERM,
            ),
            Counting::Arrival => rule(
                phrase!(
                    "(unsafe) The holder counts from when the grant arrives; the server has counted since it sent it.",
                    "（不安全）持有者从收到授予时开始计时；服务器从发出时就已开始。"
                ),
                TERM,
            ),
            Counting::NoMargin => rule(
                phrase!(
                    "(unsafe) The holder counts the whole term by its own clock.",
                    "（不安全）持有者按自己的时钟计满整个租期。"
                ),
                CLOCKS,
            ),
        }
    }
}

fn on_request(op: Op) -> Rule {
    match op {
        Op::Acquire => rule(
            phrase!("Who wants the lease asks the server, and remembers when.", "想要租约的进程向服务器请求，并记下时间。"),
            LEASES,
        ),
        Op::Release => rule(phrase!("Who needs the lease no more gives it back.", "不再需要租约就归还。"), LEASES),
        Op::Write(_) => rule(
            phrase!(
                "Only who holds the lease writes; it looks, prepares, and sends the lease's number along.",
                "只有持有者才能写：先检查租约，再准备，发送时带上租约编号。"
            ),
            SEQUENCER,
        ),
    }
}

fn on_timeout(timer: Timer) -> Rule {
    match timer {
        Timer::Term => rule(
            phrase!(
                "When the term is over the lease is free, whatever became of its holder.",
                "租期一满，租约即空闲，无论持有者怎样。"
            ),
            LEASES,
        ),
        Timer::Recovered => rule(
            phrase!("After one term no lease from before the crash is left.", "一个租期之后，宕机前的租约都已到期。"),
            LEASES,
        ),
        Timer::Expiry => rule(phrase!("A holder stops by itself when its time is over.", "时间一到，持有者自行停止。"), LEASES),
        Timer::Extend => {
            rule(phrase!("A holder asks for an extension before its lease is over.", "持有者在到期之前请求续租。"), LEASES)
        }
        Timer::Retry => rule(phrase!("Who waits and hears nothing asks again.", "等待者没有收到响应，再次请求。"), LEASES),
        Timer::Work => rule(
            phrase!(
                "The write is sent. The holder looked at its lease before; what happens in between it does not see.",
                "发出写入。此前已检查过租约；其间发生了什么，持有者看不到。"
            ),
            SEQUENCER,
        ),
        Timer::GiveUp => rule(
            phrase!("The user waits no longer; a request for the lease is taken back.", "用户不再等待；撤回对租约的请求。"),
            LEASES,
        ),
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
