//! The words that the judges share: an operation, a time, the list of what cannot be explained.

use synod_words::{Arg, Phrase, phrase};

use crate::{Answer, Call, History, Source, Value};

impl History {
    /// `41 ms`, or `time 41`.
    pub(crate) fn time(&self, at: i64) -> Phrase {
        if let (Source::Lab, Ok(us)) = (self.source, u64::try_from(at)) {
            return phrase!("{0}", "{0}", Arg::TimeUs(us));
        }
        phrase!("time {0}", "时刻 {0}", at)
    }

    /// `41 ms`, or `41`: so long.
    pub(crate) fn span(&self, length: i64) -> Phrase {
        match self.source {
            Source::Lab => self.time(length),
            Source::File => Phrase::verbatim(length.to_string()),
        }
    }

    /// When the operation was called.
    pub(crate) fn called(&self, id: u32) -> Phrase {
        self.time(self.op(id).called)
    }

    /// When the operation was answered; for one without answer, when it was called.
    pub(crate) fn answered(&self, id: u32) -> Phrase {
        let operation = self.op(id);
        self.time(operation.answered_at().unwrap_or(operation.called))
    }

    /// `C1's write x=2`: who and what, without the answer.
    pub(crate) fn who(&self, id: u32) -> Phrase {
        let operation = self.op(id);
        let (client, key) = (operation.client.clone(), operation.key.clone());
        match &operation.call {
            Call::Read => phrase!("{0}'s read of {1}", "{0} 对 {1} 的读", client, key),
            Call::Write(Value::Null) => phrase!("{0}'s delete of {1}", "{0} 对 {1} 的删除", client, key),
            Call::Write(value) => phrase!("{0}'s write {1}={2}", "{0} 的写 {1}={2}", client, key, value.to_string()),
            Call::Cas { expect, value } => phrase!(
                "{0}'s compare-and-set of {1} from {2} to {3}",
                "{0} 对 {1} 的比较并置换（{2} → {3}）",
                client,
                key,
                expect.to_string(),
                value.to_string()
            ),
            Call::Append(text) => {
                phrase!(
                    "{0}'s append of {2} to {1}",
                    "{0} 对 {1} 的追加 {2}",
                    client,
                    key,
                    Value::from(text.as_str()).to_string()
                )
            }
        }
    }

    /// `read of x`: what, where the sentence has said who.
    pub(crate) fn what(&self, id: u32) -> Phrase {
        let operation = self.op(id);
        let key = operation.key.clone();
        match &operation.call {
            Call::Read => phrase!("read of {0}", "读 {0}", key),
            Call::Write(_) => phrase!("write of {0}", "写 {0}", key),
            Call::Cas { .. } => phrase!("compare-and-set of {0}", "比较并置换 {0}", key),
            Call::Append(_) => phrase!("append to {0}", "追加 {0}", key),
        }
    }

    /// The value that a read returned or a compare-and-set found.
    pub(crate) fn found(&self, id: u32) -> String {
        self.op(id).observed().unwrap_or_default().to_string()
    }

    /// `C1's write x=2 (12 ms to 41 ms)`, with the answer where there is something to tell.
    pub(crate) fn in_full(&self, id: u32) -> Phrase {
        let who = self.who(id);
        let called = self.called(id);
        let Some((at, answer)) = &self.op(id).returned else {
            return phrase!("{0} (from {1}, never answered)", "{0}（{1} 起，未获应答）", who, called);
        };
        let at = self.time(*at);
        match answer {
            Answer::Read(_) => {
                phrase!("{0} → {1} ({2} to {3})", "{0} → {1}（{2} 至 {3}）", who, self.found(id), called, at)
            }
            Answer::Done => phrase!("{0} ({1} to {2})", "{0}（{1} 至 {2}）", who, called, at),
            Answer::Failed => phrase!("{0} → failed ({1} to {2})", "{0} → 失败（{1} 至 {2}）", who, called, at),
            Answer::Cas { ok: true } => phrase!("{0} → done ({1} to {2})", "{0} → 成功（{1} 至 {2}）", who, called, at),
            Answer::Cas { ok: false } => phrase!("{0} → refused ({1} to {2})", "{0} → 失败（{1} 至 {2}）", who, called, at),
        }
    }

    /// All of them in full.
    pub(crate) fn all_in_full(&self, ids: &[u32]) -> Vec<Phrase> {
        ids.iter().map(|id| self.in_full(*id)).collect()
    }

    /// The sentence for a value that no operation can have left there.
    pub(crate) fn unwritten(&self, id: u32) -> Phrase {
        if let Call::Cas { .. } = self.op(id).call {
            return phrase!(
                "{0} succeeded at {1}, but nobody had written the value that it expects.",
                "{0} 在 {1} 成功，但没有人写过它所期望的值。",
                self.who(id),
                self.answered(id)
            );
        }
        phrase!(
            "{0} returned {1} at {2}, which nobody had written.",
            "{0} 在 {2} 返回 {1}，而没有人写过这个值。",
            self.who(id),
            self.found(id),
            self.answered(id)
        )
    }
}
