//! What systems promise of their processes, by name. A new property is a variant here and a file beside the others.

use crate::availability::Available;
use crate::commit::{ac1::Ac1, ac2::Ac2, ac3::Ac3, ac4::Ac4, ac5::Decided, locks_released::Unlocked};
use crate::commit::{non_blocking::Certain, non_blocking::Unblocked};
use crate::consensus::primary_integrity::PrimaryIntegrity;
use crate::consensus::primary_order::PrimaryOrder;
use crate::consensus::progress::Chosen;
use crate::consensus::{agreement::Agreement, integrity::Integrity, same_log::SameLog, validity::Validity};
use crate::consensus::{
    election_safety::ElectionSafety, leader_append_only::LeaderAppendOnly, leader_completeness::LeaderCompleteness,
    log_matching::LogMatching,
};
use crate::convergence::Alike;
use crate::lease::{guarded_writes::GuardedWrites, one_holder::OneHolder};
use crate::membership::{accurate::Accurate, confirmed::Confirmed};
use crate::requests::{answered::AnsweredExecuted, at_most_once::AtMostOnce, effect_once::EffectOnce, served::Attended};
use crate::{Goal, Monitor, Record, Unfolding, commit, consensus, convergence, goal, membership, monitor, requests};
use synod_words::{Phrase, phrase};

/// A property that a [`Record`] is judged by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Property {
    /// See [`ac1`](crate::commit::ac1).
    Ac1,
    /// See [`ac2`](crate::commit::ac2).
    Ac2,
    /// See [`ac3`](crate::commit::ac3).
    Ac3,
    /// See [`ac4`](crate::commit::ac4).
    Ac4,
    /// See [`ac5`](crate::commit::ac5).
    Ac5,
    /// See [`non_blocking`](crate::commit::non_blocking).
    NonBlocking,
    /// See [`locks_released`](crate::commit::locks_released).
    LocksReleased,
    /// See [`agreement`](crate::consensus::agreement).
    Agreement,
    /// See [`validity`](crate::consensus::validity).
    Validity,
    /// See [`integrity`](crate::consensus::integrity).
    Integrity,
    /// See [`same_log`](crate::consensus::same_log).
    SameLog,
    /// See [`primary_order`](crate::consensus::primary_order).
    PrimaryOrder,
    /// See [`primary_integrity`](crate::consensus::primary_integrity).
    PrimaryIntegrity,
    /// See [`election_safety`](crate::consensus::election_safety).
    ElectionSafety,
    /// See [`leader_append_only`](crate::consensus::leader_append_only).
    LeaderAppendOnly,
    /// See [`log_matching`](crate::consensus::log_matching).
    LogMatching,
    /// See [`leader_completeness`](crate::consensus::leader_completeness).
    LeaderCompleteness,
    /// See [`progress`](crate::consensus::progress).
    Progress,
    /// See [`convergence`](crate::convergence).
    Converges,
    /// See [`at_most_once`](crate::requests::at_most_once).
    AtMostOnce,
    /// See [`effect_once`](crate::requests::effect_once).
    EffectOnce,
    /// See [`answered`](crate::requests::answered).
    AnsweredExecuted,
    /// See [`served`](crate::requests::served).
    Served,
    /// See [`availability`](crate::availability).
    Available,
    /// See [`complete`](crate::membership::complete).
    Complete,
    /// See [`accurate`](crate::membership::accurate).
    Accurate,
    /// See [`confirmed`](crate::membership::confirmed).
    Confirmed,
    /// See [`eventually_accurate`](crate::membership::eventually_accurate).
    EventuallyAccurate,
    /// See [`one_holder`](crate::lease::one_holder).
    OneHolder,
    /// See [`guarded_writes`](crate::lease::guarded_writes).
    GuardedWrites,
}

/// Judges `record` by `property`, at every moment of it.
pub fn unfold(record: &Record, property: Property) -> Unfolding {
    match property {
        Property::Ac1 => monitor::unfold::<Ac1>(record),
        Property::Ac2 => monitor::unfold::<Ac2>(record),
        Property::Ac3 => monitor::unfold::<Ac3>(record),
        Property::Ac4 => monitor::unfold::<Ac4>(record),
        Property::Ac5 => commit::ac5::unfold(record),
        Property::NonBlocking => commit::non_blocking::unfold(record),
        Property::LocksReleased => commit::locks_released::unfold(record),
        Property::Agreement => monitor::unfold::<Agreement>(record),
        Property::Validity => monitor::unfold::<Validity>(record),
        Property::Integrity => monitor::unfold::<Integrity>(record),
        Property::SameLog => monitor::unfold::<SameLog>(record),
        Property::PrimaryOrder => monitor::unfold::<PrimaryOrder>(record),
        Property::PrimaryIntegrity => monitor::unfold::<PrimaryIntegrity>(record),
        Property::ElectionSafety => monitor::unfold::<ElectionSafety>(record),
        Property::LeaderAppendOnly => monitor::unfold::<LeaderAppendOnly>(record),
        Property::LogMatching => monitor::unfold::<LogMatching>(record),
        Property::LeaderCompleteness => monitor::unfold::<LeaderCompleteness>(record),
        Property::Progress => consensus::progress::unfold(record),
        Property::Converges => convergence::unfold(record),
        Property::AtMostOnce => monitor::unfold::<AtMostOnce>(record),
        Property::EffectOnce => monitor::unfold::<EffectOnce>(record),
        Property::AnsweredExecuted => monitor::unfold::<AnsweredExecuted>(record),
        Property::Served => requests::served::unfold(record),
        Property::Available => monitor::unfold::<Available>(record),
        Property::Complete => membership::complete::unfold(record),
        Property::Accurate => monitor::unfold::<Accurate>(record),
        Property::Confirmed => monitor::unfold::<Confirmed>(record),
        Property::EventuallyAccurate => membership::eventually_accurate::unfold(record),
        Property::OneHolder => monitor::unfold::<OneHolder>(record),
        Property::GuardedWrites => monitor::unfold::<GuardedWrites>(record),
    }
}

impl Property {
    /// All of them.
    pub const ALL: [Property; 30] = [
        Property::Ac1,
        Property::Ac2,
        Property::Ac3,
        Property::Ac4,
        Property::Ac5,
        Property::NonBlocking,
        Property::LocksReleased,
        Property::Agreement,
        Property::Validity,
        Property::Integrity,
        Property::SameLog,
        Property::PrimaryOrder,
        Property::PrimaryIntegrity,
        Property::ElectionSafety,
        Property::LeaderAppendOnly,
        Property::LogMatching,
        Property::LeaderCompleteness,
        Property::Progress,
        Property::Converges,
        Property::AtMostOnce,
        Property::EffectOnce,
        Property::AnsweredExecuted,
        Property::Served,
        Property::Available,
        Property::Complete,
        Property::Accurate,
        Property::Confirmed,
        Property::EventuallyAccurate,
        Property::OneHolder,
        Property::GuardedWrites,
    ];

    /// The name in documents and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Property::Ac1 => "ac1",
            Property::Ac2 => "ac2",
            Property::Ac3 => "ac3",
            Property::Ac4 => "ac4",
            Property::Ac5 => "ac5",
            Property::NonBlocking => "non-blocking",
            Property::LocksReleased => "locks-released",
            Property::Agreement => "agreement",
            Property::Validity => "validity",
            Property::Integrity => "integrity",
            Property::SameLog => "same-log",
            Property::PrimaryOrder => "primary-order",
            Property::PrimaryIntegrity => "primary-integrity",
            Property::ElectionSafety => "election-safety",
            Property::LeaderAppendOnly => "leader-append-only",
            Property::LogMatching => "log-matching",
            Property::LeaderCompleteness => "leader-completeness",
            Property::Progress => "progress",
            Property::Converges => "converges",
            Property::AtMostOnce => "executed-once",
            Property::EffectOnce => "effect-once",
            Property::AnsweredExecuted => "answered-executed",
            Property::Served => "served",
            Property::Available => "available",
            Property::Complete => "complete",
            Property::Accurate => "accurate",
            Property::Confirmed => "confirmed",
            Property::EventuallyAccurate => "eventually-accurate",
            Property::OneHolder => "one-holder",
            Property::GuardedWrites => "guarded-writes",
        }
    }

    /// The name that people read.
    pub fn name(self) -> Phrase {
        match self {
            Property::Ac1 => phrase!("AC1: one decision", "AC1：决定一致"),
            Property::Ac2 => phrase!("AC2: a decision stands", "AC2：决定不变"),
            Property::Ac3 => phrase!("AC3: commit needs all yes", "AC3：全部同意才提交"),
            Property::Ac4 => phrase!("AC4: all yes commits", "AC4：全部同意则提交"),
            Property::Ac5 => phrase!("AC5: all decide", "AC5：最终都有决定"),
            Property::NonBlocking => phrase!("Nobody is blocked", "无阻塞"),
            Property::LocksReleased => phrase!("Locks are released", "锁得到释放"),
            Property::Agreement => phrase!("Agreement", "一致性（唯一值）"),
            Property::Validity => phrase!("Validity", "合法性"),
            Property::Integrity => phrase!("Integrity", "完整性"),
            Property::SameLog => phrase!("One log", "日志一致"),
            Property::PrimaryOrder => phrase!("Primary order", "主进程顺序"),
            Property::PrimaryIntegrity => phrase!("Primary integrity", "主进程完整性"),
            Property::ElectionSafety => phrase!("Election safety", "选举安全"),
            Property::LeaderAppendOnly => phrase!("Leader append-only", "领导者只追加"),
            Property::LogMatching => phrase!("Log matching", "日志匹配"),
            Property::LeaderCompleteness => phrase!("Leader completeness", "领导者完整"),
            Property::Progress => phrase!("Progress", "进展（活性）"),
            Property::Converges => phrase!("Convergence", "收敛"),
            Property::AtMostOnce => phrase!("Executed at most once", "至多执行一次"),
            Property::EffectOnce => phrase!("Takes effect once", "只生效一次（幂等）"),
            Property::AnsweredExecuted => phrase!("Answered means executed", "应答成功即已执行"),
            Property::Served => phrase!("Everybody is answered", "有求必应"),
            Property::Available => phrase!("Available", "可用性"),
            Property::Complete => phrase!("Strong completeness", "强完全性"),
            Property::Accurate => phrase!("Strong accuracy", "强准确性"),
            Property::Confirmed => phrase!("Only the failed are removed", "只除名故障成员"),
            Property::EventuallyAccurate => phrase!("Eventual strong accuracy", "最终强准确性"),
            Property::OneHolder => phrase!("One holder", "唯一持有者"),
            Property::GuardedWrites => phrase!("Writes follow the leases", "写入不倒退"),
        }
    }

    /// What it promises, in one sentence for a student.
    pub fn meaning(self) -> Phrase {
        match self {
            Property::Ac1 => {
                phrase!("No two processes decide the same transaction differently.", "任何两个进程对同一事务的决定都相同。")
            }
            Property::Ac2 => phrase!("A process that has decided never decides otherwise.", "进程一旦作出决定，就不再改变。"),
            Property::Ac3 => {
                phrase!("Commit is decided only if every participant voted yes.", "只有所有参与者都投同意票，才会决定提交。")
            }
            Property::Ac4 => phrase!(
                "If nothing fails and every participant votes yes, the decision is commit.",
                "没有故障且所有参与者都投同意票时，决定必为提交。"
            ),
            Property::Ac5 => phrase!(
                "Once all failures are repaired for long enough, every process decides.",
                "所有故障修复足够长时间之后，每个进程都作出决定。"
            ),
            Property::NonBlocking => {
                phrase!("No working process has to wait for a failed one to come back.", "正常运行的进程不必等待故障进程恢复。")
            }
            Property::LocksReleased => phrase!("What a transaction locked is released in the end.", "事务占用的锁最终都会释放。"),
            Property::Agreement => {
                phrase!("No two processes learn different values of one instance.", "任何两个进程学到的同一实例的值都相同。")
            }
            Property::Validity => phrase!("Only a value that was proposed is chosen.", "被选定的值必定是有人提出过的。"),
            Property::Integrity => phrase!(
                "A process that has learned a value never learns another in its place.",
                "进程学到一个值之后，不会再学到另一个值。"
            ),
            Property::SameLog => phrase!(
                "All servers apply the same commands in the same order, without a gap.",
                "所有服务器按相同的顺序执行相同的命令，中间没有空缺。"
            ),
            Property::PrimaryOrder => phrase!(
                "No change is delivered without those that its primary broadcast before it, and none after one of a later primary.",
                "交付一个变更之前，必已交付同一主进程在它之前广播的所有变更；也不会在后任主进程的变更之后交付。"
            ),
            Property::PrimaryIntegrity => phrase!(
                "A primary has delivered all changes of earlier primaries that are ever delivered before it broadcasts its own.",
                "主进程开始广播之前，已交付前任主进程所有会被交付的变更。"
            ),
            Property::ElectionSafety => phrase!("There is at most one leader a term.", "每个任期至多有一个领导者。"),
            Property::LeaderAppendOnly => phrase!(
                "A leader never overwrites or deletes entries of its log; it only appends.",
                "领导者从不覆盖或删除自己日志中的条目，只在末尾追加。"
            ),
            Property::LogMatching => phrase!(
                "Two logs with an entry of the same index and term are identical up to it.",
                "两份日志中若有索引和任期都相同的条目，则到该条目为止完全相同。"
            ),
            Property::LeaderCompleteness => phrase!(
                "What is committed in a term is in the logs of the leaders of all later terms.",
                "在某个任期中已提交的条目，出现在此后所有任期的领导者的日志中。"
            ),
            Property::Progress => phrase!(
                "What was proposed is decided in the end, once the network behaves.",
                "网络恢复正常之后，所提的议案终会有结果。"
            ),
            Property::Converges => phrase!(
                "Once nothing new is written, all working replicas come to hold the same.",
                "不再有新的写入之后，所有正常运行的副本终将持有相同的内容。"
            ),
            Property::AtMostOnce => {
                phrase!("No request is executed twice, however often it is sent.", "无论重发多少次，任何请求都不会执行两次。")
            }
            Property::EffectOnce => phrase!(
                "Executing a request again changes nothing: the effect is that of one execution.",
                "重复执行同一请求不再改变任何东西：效果与执行一次相同。"
            ),
            Property::AnsweredExecuted => phrase!(
                "What a client was told is done has been executed, and is not lost.",
                "告知客户端成功的请求都已执行，且不会丢失。"
            ),
            Property::Served => {
                phrase!("Every request is answered in the end, with yes or no.", "每个请求最终都得到应答：成功或失败。")
            }
            Property::Available => phrase!(
                "Every request that a working node receives gets an answer that is not an error.",
                "正常节点收到的每个请求都能得到非错误的应答。"
            ),
            Property::Complete => phrase!(
                "In the end every failed member is suspected by every working one.",
                "最终，每个故障成员都被所有正常成员怀疑。"
            ),
            Property::Accurate => phrase!("No member is suspected while it works.", "正常运行的成员从不被怀疑。"),
            Property::Confirmed => {
                phrase!("No member is declared failed while it works.", "正常运行的成员从不被宣告故障。")
            }
            Property::EventuallyAccurate => {
                phrase!("In the end no working member is suspected by any working one.", "最终，正常成员不再被任何正常成员怀疑。")
            }
            Property::OneHolder => phrase!(
                "Never do two working processes believe to hold the lease at the same time.",
                "任何时刻，都不会有两个正常运行的进程同时认为自己持有租约。"
            ),
            Property::GuardedWrites => phrase!(
                "Once a later holder has written, no write of an earlier one takes effect.",
                "后任持有者写入之后，前任的写入不再生效。"
            ),
        }
    }

    /// A judge that goes along with a run, before anything happened. There is one exactly where the promise is one of
    /// [safety](Self::is_safety): the others speak of an end, which no event announces.
    pub fn monitor(self) -> Option<Box<dyn Monitor>> {
        Some(match self {
            Property::Ac1 => monitor::monitor::<Ac1>(),
            Property::Ac2 => monitor::monitor::<Ac2>(),
            Property::Ac3 => monitor::monitor::<Ac3>(),
            Property::Ac4 => monitor::monitor::<Ac4>(),
            Property::NonBlocking => monitor::monitor::<Unblocked>(),
            Property::Agreement => monitor::monitor::<Agreement>(),
            Property::Validity => monitor::monitor::<Validity>(),
            Property::Integrity => monitor::monitor::<Integrity>(),
            Property::SameLog => monitor::monitor::<SameLog>(),
            Property::PrimaryOrder => monitor::monitor::<PrimaryOrder>(),
            Property::PrimaryIntegrity => monitor::monitor::<PrimaryIntegrity>(),
            Property::ElectionSafety => monitor::monitor::<ElectionSafety>(),
            Property::LeaderAppendOnly => monitor::monitor::<LeaderAppendOnly>(),
            Property::LogMatching => monitor::monitor::<LogMatching>(),
            Property::LeaderCompleteness => monitor::monitor::<LeaderCompleteness>(),
            Property::AtMostOnce => monitor::monitor::<AtMostOnce>(),
            Property::EffectOnce => monitor::monitor::<EffectOnce>(),
            Property::AnsweredExecuted => monitor::monitor::<AnsweredExecuted>(),
            Property::Available => monitor::monitor::<Available>(),
            Property::Accurate => monitor::monitor::<Accurate>(),
            Property::Confirmed => monitor::monitor::<Confirmed>(),
            Property::OneHolder => monitor::monitor::<OneHolder>(),
            Property::GuardedWrites => monitor::monitor::<GuardedWrites>(),
            Property::Ac5
            | Property::LocksReleased
            | Property::Progress
            | Property::Converges
            | Property::Served
            | Property::Complete
            | Property::EventuallyAccurate => return None,
        })
    }

    /// What it waits for, before anything happened; none where it waits for nothing, or for something that never comes to rest. That nobody is
    /// blocked can be asked both ways: whether a process declares it, and whether one that is uncertain can still decide.
    pub fn goal(self) -> Option<Box<dyn Goal>> {
        Some(match self {
            Property::Ac5 => goal::goal::<Decided>(),
            Property::NonBlocking => goal::goal::<Certain>(),
            Property::LocksReleased => goal::goal::<Unlocked>(),
            Property::Progress => goal::goal::<Chosen>(),
            Property::Converges => goal::goal::<Alike>(),
            Property::Served => goal::goal::<Attended>(),
            _ => return None,
        })
    }

    /// Whether it promises something only once all that failed is repaired. The others that have a [goal](Self::goal) speak of those that work,
    /// whoever else is down.
    pub fn waits_for_repairs(self) -> bool {
        matches!(self, Property::Ac5 | Property::Progress | Property::Converges)
    }

    /// Whether it is about what has happened so far, so that it stays broken once it is broken. The others speak of the end.
    pub fn is_safety(self) -> bool {
        !matches!(
            self,
            Property::Ac5
                | Property::LocksReleased
                | Property::Progress
                | Property::Converges
                | Property::Served
                | Property::Complete
                | Property::EventuallyAccurate
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_properties_share_an_id() {
        for (i, property) in Property::ALL.into_iter().enumerate() {
            assert!(Property::ALL[..i].iter().all(|other| other.id() != property.id()));
        }
    }
}
