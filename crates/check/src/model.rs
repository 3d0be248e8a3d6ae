//! The promises, by name. A new one is a variant here and a file beside the others.

use synod_words::{Phrase, phrase};

/// A consistency model, or a property of the store, that a history is judged by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Model {
    /// See [`linearizable`](crate::linearizable).
    Linearizable,
    /// See [`regular`](crate::regular).
    Regular,
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
    /// All of them: single-copy models first, then the promises to one client, then those of a store at rest.
    pub const ALL: [Model; 8] = [
        Model::Linearizable,
        Model::Regular,
        Model::MonotonicReads,
        Model::MonotonicWrites,
        Model::ReadYourWrites,
        Model::WritesFollowReads,
        Model::Eventual,
        Model::NoLostWrites,
    ];

    /// The name in documents and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Model::Linearizable => "linearizable",
            Model::Regular => "regular",
            Model::MonotonicReads => "monotonic-reads",
            Model::MonotonicWrites => "monotonic-writes",
            Model::ReadYourWrites => "read-your-writes",
            Model::WritesFollowReads => "writes-follow-reads",
            Model::Eventual => "eventual",
            Model::NoLostWrites => "acknowledged-writes-survive",
        }
    }

    /// The model of that [`id`](Self::id).
    pub fn from_id(id: &str) -> Option<Model> {
        Model::ALL.into_iter().find(|model| model.id() == id)
    }

    /// The name that people read.
    pub fn name(self) -> Phrase {
        match self {
            Model::Linearizable => phrase!("Linearizable", "可线性化"),
            Model::Regular => phrase!("Regular register", "正则寄存器"),
            Model::MonotonicReads => phrase!("Monotonic reads", "单调读"),
            Model::MonotonicWrites => phrase!("Monotonic writes", "单调写"),
            Model::ReadYourWrites => phrase!("Read your writes", "读己之写（读已知所写）"),
            Model::WritesFollowReads => phrase!("Writes follow reads", "读后写"),
            Model::Eventual => phrase!("Eventual consistency", "最终一致"),
            Model::NoLostWrites => phrase!("Acknowledged writes survive", "已确认的写不丢失"),
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
    fn a_model_is_found_by_its_id() {
        for model in Model::ALL {
            assert_eq!(Model::from_id(model.id()), Some(model));
        }
        assert_eq!(Model::from_id("strong"), None);
    }
}
