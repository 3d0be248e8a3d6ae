//! What systems promise of their processes, by name. A new property is a variant here and a file beside the others.

use crate::{Record, Unfolding, availability, commit, consensus};
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
    /// See [`progress`](crate::consensus::progress).
    Progress,
    /// See [`availability`](crate::availability).
    Available,
}

/// Judges `record` by `property`, at every moment of it.
pub fn unfold(record: &Record, property: Property) -> Unfolding {
    match property {
        Property::Ac1 => Unfolding::of_safety(commit::ac1::broken(record)),
        Property::Ac2 => Unfolding::of_safety(commit::ac2::broken(record)),
        Property::Ac3 => Unfolding::of_safety(commit::ac3::broken(record)),
        Property::Ac4 => Unfolding::of_safety(commit::ac4::broken(record)),
        Property::Ac5 => commit::ac5::unfold(record),
        Property::NonBlocking => commit::non_blocking::unfold(record),
        Property::LocksReleased => commit::locks_released::unfold(record),
        Property::Agreement => Unfolding::of_safety(consensus::agreement::broken(record)),
        Property::Validity => Unfolding::of_safety(consensus::validity::broken(record)),
        Property::Integrity => Unfolding::of_safety(consensus::integrity::broken(record)),
        Property::SameLog => Unfolding::of_safety(consensus::same_log::broken(record)),
        Property::Progress => consensus::progress::unfold(record),
        Property::Available => Unfolding::of_safety(availability::broken(record)),
    }
}

impl Property {
    /// All of them.
    pub const ALL: [Property; 13] = [
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
        Property::Progress,
        Property::Available,
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
            Property::Progress => "progress",
            Property::Available => "available",
        }
    }

    /// The name that people read.
    pub fn name(self) -> Phrase {
        match self {
            Property::Ac1 => phrase!("AC1: one decision", "AC1：决定一致"),
            Property::Ac2 => phrase!("AC2: a decision stands", "AC2：决定不变"),
            Property::Ac3 => phrase!("AC3: commit only if all said yes", "AC3：全部同意才提交"),
            Property::Ac4 => phrase!("AC4: all yes, no failure: commit", "AC4：全部同意且无故障则提交"),
            Property::Ac5 => phrase!("AC5: all decide in the end", "AC5：最终都作出决定"),
            Property::NonBlocking => phrase!("Nobody is blocked", "无阻塞"),
            Property::LocksReleased => phrase!("Locks are released", "锁得到释放"),
            Property::Agreement => phrase!("Agreement", "一致性（至多选定一个值）"),
            Property::Validity => phrase!("Validity", "合法性"),
            Property::Integrity => phrase!("Integrity", "完整性"),
            Property::SameLog => phrase!("One log", "日志一致"),
            Property::Progress => phrase!("Progress", "进展（活性）"),
            Property::Available => phrase!("Available", "可用性"),
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
            Property::Progress => phrase!(
                "What was proposed is decided in the end, once the network behaves.",
                "网络恢复正常之后，所提的议案终会有结果。"
            ),
            Property::Available => phrase!(
                "Every request that a working node receives gets an answer that is not an error.",
                "正常节点收到的每个请求都能得到非错误的应答。"
            ),
        }
    }

    /// Whether it is about what has happened so far, so that it stays broken once it is broken. The others speak of the end.
    pub fn is_safety(self) -> bool {
        !matches!(self, Property::Ac5 | Property::LocksReleased | Property::Progress)
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
