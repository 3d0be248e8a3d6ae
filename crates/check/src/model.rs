//! The promises, by name. A new one is a variant here and a file beside the others.

use synod_words::{Phrase, phrase};

use crate::linearizable::online::Online;
use crate::{Monitor, Step};

/// A consistency model, or a property of the store, that a history is judged by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Model {
    /// See [`linearizable`](crate::linearizable).
    Linearizable,
    /// See [`regular`](crate::regular).
    Regular,
    /// See [`sequential`](crate::sequential).
    Sequential,
    /// See [`causal`](crate::causal).
    Causal,
    /// See [`pram`](crate::pram).
    Pram,
    /// See [`consistent_prefix`](crate::consistent_prefix).
    ConsistentPrefix,
    /// A read answers with one of so many newest versions; see [`k_staleness`](crate::k_staleness).
    KStaleness(u32),
    /// A read misses only what was acknowledged at most so long before it, in the time of the history; see
    /// [`t_staleness`](crate::t_staleness).
    TStaleness(u32),
    /// See [`monotonic_reads`](crate::monotonic_reads).
    MonotonicReads,
    /// See [`monotonic_writes`](crate::monotonic_writes).
    MonotonicWrites,
    /// See [`read_your_writes`](crate::read_your_writes).
    ReadYourWrites,
    /// See [`writes_follow_reads`](crate::writes_follow_reads).
    WritesFollowReads,
    /// See [`eventual`](crate::eventual).
    Eventual,
    /// See [`no_lost_writes`](crate::no_lost_writes).
    NoLostWrites,
}

impl Model {
    /// All that have no bound to choose: single-copy models first, then the promises to one client, then those of a store at rest.
    pub const ALL: [Model; 12] = [
        Model::Linearizable,
        Model::Regular,
        Model::Sequential,
        Model::Causal,
        Model::Pram,
        Model::ConsistentPrefix,
        Model::MonotonicReads,
        Model::MonotonicWrites,
        Model::ReadYourWrites,
        Model::WritesFollowReads,
        Model::Eventual,
        Model::NoLostWrites,
    ];

    /// The name in documents and in links. A bound is no part of it, for a lab's parameter may set it.
    pub fn id(self) -> &'static str {
        match self {
            Model::Linearizable => "linearizable",
            Model::Regular => "regular",
            Model::Sequential => "sequential",
            Model::Causal => "causal",
            Model::Pram => "pram",
            Model::ConsistentPrefix => "consistent-prefix",
            Model::KStaleness(_) => "k-staleness",
            Model::TStaleness(_) => "t-staleness",
            Model::MonotonicReads => "monotonic-reads",
            Model::MonotonicWrites => "monotonic-writes",
            Model::ReadYourWrites => "read-your-writes",
            Model::WritesFollowReads => "writes-follow-reads",
            Model::Eventual => "eventual",
            Model::NoLostWrites => "acknowledged-writes-survive",
        }
    }

    /// The name on the command line: the [`id`](Self::id), and the bound where there is one, as in `k-staleness-2`.
    pub fn spelled(self) -> String {
        match self {
            Model::KStaleness(bound) | Model::TStaleness(bound) => format!("{}-{bound}", self.id()),
            _ => self.id().to_owned(),
        }
    }

    /// The names that [`from_spelled`](Self::from_spelled) takes, with a letter in place of a bound.
    pub fn spellings() -> Vec<&'static str> {
        Model::ALL.into_iter().map(Model::id).chain(["k-staleness-K", "t-staleness-T"]).collect()
    }

    /// The model [`spelled`](Self::spelled) so. No version is newer than the newest, so the K of `k-staleness-K` is at least 1.
    pub fn from_spelled(spelled: &str) -> Option<Model> {
        if let Some(model) = Model::ALL.into_iter().find(|model| model.id() == spelled) {
            return Some(model);
        }
        let (id, bound) = spelled.rsplit_once('-')?;
        let model = match (id, bound.parse().ok()?) {
            ("k-staleness", bound) if bound > 0 => Model::KStaleness(bound),
            ("t-staleness", bound) => Model::TStaleness(bound),
            _ => return None,
        };
        (model.spelled() == spelled).then_some(model)
    }

    /// The name that people read.
    pub fn name(self) -> Phrase {
        match self {
            Model::Linearizable => phrase!("Linearizable", "可线性化"),
            Model::Regular => phrase!("Regular register", "正则寄存器"),
            Model::Sequential => phrase!("Sequential consistency", "顺序一致"),
            Model::Causal => phrase!("Causal consistency", "因果一致"),
            Model::Pram => phrase!("PRAM (pipelined RAM)", "PRAM（管道随机访问）一致"),
            Model::ConsistentPrefix => phrase!("Consistent prefix", "前缀一致"),
            Model::KStaleness(bound) => phrase!("k-staleness (k = {0})", "k-陈旧度（k = {0}）", bound),
            Model::TStaleness(_) => phrase!("t-staleness", "t-陈旧度"),
            Model::MonotonicReads => phrase!("Monotonic reads", "单调读"),
            Model::MonotonicWrites => phrase!("Monotonic writes", "单调写"),
            Model::ReadYourWrites => phrase!("Read your writes", "读己之写（读已知所写）"),
            Model::WritesFollowReads => phrase!("Writes follow reads", "读后写"),
            Model::Eventual => phrase!("Eventual consistency", "最终一致"),
            Model::NoLostWrites => phrase!("Acknowledged writes survive", "已确认的写不丢失"),
        }
    }

    /// A judge that goes along with a run, before anything happened. There is one of linearizability; the other models are judged only
    /// as whole histories.
    pub fn monitor(self) -> Option<Box<dyn Monitor<Step>>> {
        match self {
            Model::Linearizable => Some(Box::new(Online::default())),
            _ => None,
        }
    }

    /// What it promises, in one sentence for a student.
    pub fn meaning(self) -> Phrase {
        match self {
            Model::Linearizable => phrase!(
                "Every operation takes effect at one instant between its call and its answer, as if there were a single copy.",
                "每个操作都在调用与应答之间的某一瞬间生效，如同只有一份数据。"
            ),
            Model::Regular => phrase!(
                "A read answers with the last write that finished before it began, or with one that overlaps it.",
                "读返回在它开始之前最后完成的写，或与它重叠的某个写。"
            ),
            Model::Sequential => phrase!(
                "One order of all operations explains every answer and keeps what each client did in its order.",
                "存在一个包含所有操作的顺序，它能解释每个应答，并保持每个客户端自身操作的次序。"
            ),
            Model::Causal => phrase!(
                "Everybody sees a write after all that may have caused it; different clients may see concurrent writes in different \
                 orders.",
                "任何人看到某个写之前，都先看到可能导致它的一切；并发的写在不同客户端看来次序可以不同。"
            ),
            Model::Pram => phrase!(
                "Everybody sees the writes of one client in the order in which it made them, over all keys.",
                "任何人看到同一客户端的写（跨所有键），都按其发出的次序。"
            ),
            Model::ConsistentPrefix => phrase!(
                "Every answer shows a beginning of one order of all writes, perhaps an old one, but without gaps.",
                "每个应答都对应同一个写顺序的某个前缀：可能较旧，但中间没有缺失。"
            ),
            Model::KStaleness(bound) => phrase!(
                "A read answers with one of the {0} newest versions acknowledged before it began, or with a write that overlaps it.",
                "读返回在它开始之前已确认的最新 {0} 个版本之一，或与它重叠的某个写。",
                bound
            ),
            Model::TStaleness(_) => phrase!(
                "A read may miss only writes that were acknowledged at most a bounded time before it began.",
                "读最多只会错过在它开始之前、限定时间之内才确认的写。"
            ),
            Model::MonotonicReads => phrase!(
                "Once a client has seen a value, it never sees an older one.",
                "客户端一旦读到某个值，就不会再读到更旧的值。"
            ),
            Model::MonotonicWrites => phrase!(
                "The writes of one client take effect everywhere in the order in which it made them.",
                "同一客户端的写在各处都按其发出的顺序生效。"
            ),
            Model::ReadYourWrites => phrase!(
                "A client that reads a key after writing it sees its own write or a newer one.",
                "客户端写入某个键之后再读，读到的是自己的写或更新的写。"
            ),
            Model::WritesFollowReads => phrase!(
                "Who sees a write also sees what its writer had read before making it.",
                "看到某个写的人，也能看到写者在写之前读到的内容。"
            ),
            Model::Eventual => phrase!(
                "Once the writes stop and the messages have arrived, all replicas hold the same values.",
                "写停止且消息都送达之后，所有副本持有相同的值。"
            ),
            Model::NoLostWrites => phrase!(
                "A write that was acknowledged is still there at the end, unless a later write replaced it.",
                "已确认的写最终仍在，除非被更晚的写覆盖。"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_found_by_its_spelling() {
        for model in Model::ALL.into_iter().chain([Model::KStaleness(2), Model::TStaleness(0)]) {
            assert_eq!(Model::from_spelled(&model.spelled()), Some(model));
        }
        for strange in
            ["strong", "k-staleness", "k-staleness-0", "k-staleness-01", "t-staleness-x", "regular-1", "t-staleness--1"]
        {
            assert_eq!(Model::from_spelled(strange), None, "{strange}");
        }
    }
}
