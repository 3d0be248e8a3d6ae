//! What a small set of operations without an order looks like, in words.

use synod_words::{Phrase, phrase};

use crate::keys::Nature;
use crate::{Answer, Call, History, Value};

/// The sentence for a witness: the shape that a student knows by name, or else all the operations.
pub(crate) fn sentence(history: &History, ids: &[u32]) -> Phrase {
    let nature = Nature::of(ids.iter().map(|id| history.op(*id)));
    let told = Told { history, ids, nature };
    told.alone()
        .or_else(|| told.two_swaps())
        .or_else(|| told.read_too_soon())
        .or_else(|| told.lost_append())
        .or_else(|| told.stale_read())
        .or_else(|| told.new_then_old())
        .unwrap_or_else(|| told.all())
}

struct Told<'h> {
    history: &'h History,
    ids: &'h [u32],
    nature: Nature,
}

impl Told<'_> {
    fn reads(&self) -> impl Iterator<Item = (u32, Value)> {
        let reads = self.ids.iter().filter(|id| self.history.op(**id).call == Call::Read);
        reads.filter_map(|id| Some((*id, self.nature.canonical(self.history.op(*id).observed()?))))
    }

    /// The plain writes and compare-and-sets of `value`.
    fn writers(&self, value: &Value) -> impl Iterator<Item = u32> {
        let same = |id: &&u32| self.history.op(**id).written().is_some_and(|it| self.nature.canonical(it.clone()) == *value);
        self.ids.iter().filter(same).copied()
    }

    fn mutations(&self) -> impl Iterator<Item = u32> {
        self.ids.iter().copied().filter(|id| self.history.op(*id).mutates())
    }

    /// One operation that nothing could explain.
    fn alone(&self) -> Option<Phrase> {
        let [id] = *self.ids else { return None };
        let history = self.history;
        Some(match history.op(id).observed() {
            Some(Value::Siblings(_)) => phrase!(
                "{0} returned {1} at {2}: a single register never answers with several values.",
                "{0} 在 {2} 返回 {1}：单个寄存器绝不会同时返回多个值。",
                history.who(id),
                history.found(id),
                history.answered(id)
            ),
            Some(_) => history.unwritten(id),
            None => phrase!(
                "{0} failed at {1}, but the key held exactly what it expects.",
                "{0} 在 {1} 失败，但该键正好持有它所期望的值。",
                history.who(id),
                history.answered(id)
            ),
        })
    }

    /// Two compare-and-sets that both found the same value.
    fn two_swaps(&self) -> Option<Phrase> {
        let won = |id: &&u32| matches!(self.history.op(**id).returned, Some((_, Answer::Cas { ok: true })));
        let swaps: Vec<u32> = self.ids.iter().filter(won).copied().collect();
        let [first, second] = *swaps else { return None };
        let found = self.history.op(first).observed()?;
        let once = self.writers(&found).count() + usize::from(found == Value::Null) == 1;
        if !once || self.history.op(second).observed()? != found || self.reads().next().is_some() {
            return None;
        }
        Some(phrase!(
            "{0} and {1} both succeeded. Only one of them can have found {2}: the other's update is lost.",
            "{0} 与 {1} 都成功了，但只有一个能遇到 {2}：另一个的更新丢失了。",
            self.history.who(first),
            self.history.who(second),
            found.to_string()
        ))
    }

    /// A read that returned before anybody began to write what it returned.
    fn read_too_soon(&self) -> Option<Phrase> {
        let ([_, _], Some((read, found))) = (self.ids, self.reads().next()) else { return None };
        let write = self.writers(&found).find(|write| self.history.precedes(read, *write))?;
        Some(phrase!(
            "{0} returned {1} at {2}, but {3} was called only at {4}. A read cannot answer with a value before it is written.",
            "{0} 在 {2} 返回 {1}，但 {3} 到 {4} 才被调用。读不可能返回尚未写入的值。",
            self.history.who(read),
            self.history.found(read),
            self.history.answered(read),
            self.history.who(write),
            self.history.called(write)
        ))
    }

    /// A read without the text of an append that was acknowledged before it began.
    fn lost_append(&self) -> Option<Phrase> {
        let (mut reads, history) = (self.reads(), self.history);
        let (Some((read, found)), None) = (reads.next(), reads.next()) else { return None };
        let mut lost = self.mutations().filter(|id| match (&history.op(*id).call, &found) {
            (Call::Append(text), Value::Text(whole)) => !whole.contains(text.as_str()),
            (Call::Append(_), _) => true,
            _ => false,
        });
        let lost = lost.find(|append| history.precedes(*append, read))?;
        if self.mutations().any(|id| history.op(id).written().is_some()) {
            return None;
        }
        Some(phrase!(
            "{0} was acknowledged at {1}. {2} began at {3} and returned {4}, without it: the append is lost.",
            "{0} 于 {1} 得到确认。{2} 始于 {3}，返回 {4}，其中没有它：这次追加丢失了。",
            history.who(lost),
            history.answered(lost),
            history.who(read),
            history.called(read),
            history.found(read)
        ))
    }

    /// A read of an older value after a newer write was acknowledged.
    fn stale_read(&self) -> Option<Phrase> {
        let (mut reads, history) = (self.reads(), self.history);
        let (Some((read, found)), None) = (reads.next(), reads.next()) else { return None };
        let older: Vec<u32> = self.writers(&found).collect();
        let newer = self.mutations().find(|id| {
            let hides = history.op(*id).written().is_some() && !older.contains(id) && history.precedes(*id, read);
            hides && older.iter().all(|old| history.precedes(*old, *id))
        })?;
        Some(match *older {
            [] => phrase!(
                "{0} was acknowledged at {1}. {2} began at {3} and returned {4}. No order of the two explains both answers.",
                "{0} 于 {1} 得到确认。{2} 始于 {3}，返回 {4}。这两个操作无论怎样排序，都无法同时解释两个应答。",
                history.who(newer),
                history.answered(newer),
                history.who(read),
                history.called(read),
                history.found(read)
            ),
            [old, ..] => phrase!(
                "{0} was acknowledged at {1}, and {2}, called after that, at {3}. {4} began at {5} and returned {6}, the older \
                 value. No order of these operations explains all answers.",
                "{0} 于 {1} 得到确认；{2} 在此之后才调用，于 {3} 得到确认。{4} 始于 {5}，却返回旧值 {6}。\
                 这些操作无论怎样排序，都无法解释所有应答。",
                history.who(old),
                history.answered(old),
                history.who(newer),
                history.answered(newer),
                history.who(read),
                history.called(read),
                history.found(read)
            ),
        })
    }

    /// One read saw the new value, a later one the old.
    fn new_then_old(&self) -> Option<Phrase> {
        let history = self.history;
        let reads: Vec<(u32, Value)> = self.reads().collect();
        let [(one, _), (other, _)] = *reads.as_slice() else { return None };
        let (first, second) = if history.precedes(one, other) { (one, other) } else { (other, one) };
        let values = |id| reads.iter().find(|(read, _)| *read == id).map(|(_, value)| value);
        let (new, old) = (values(first)?, values(second)?);
        if !history.precedes(first, second) || new == old {
            return None;
        }
        // The second value is the older one when it was there before anybody began to write the first.
        let is_older = self.writers(new).all(|new| self.writers(old).all(|old| history.precedes(old, new)));
        let other = self.mutations().any(|id| !self.writers(new).chain(self.writers(old)).any(|known| known == id));
        if !is_older || other || self.writers(new).next().is_none() {
            return None;
        }
        Some(phrase!(
            "{0} returned {1} at {2}. {3} began after that, at {4}, and returned {5}, the older value. New, then old: no order of \
             these operations explains both.",
            "{0} 在 {2} 返回 {1}。{3} 在此之后（{4}）才开始，却返回旧值 {5}。先新后旧：这些操作无论怎样排序，都无法同时解释。",
            history.who(first),
            history.found(first),
            history.answered(first),
            history.who(second),
            history.called(second),
            history.found(second)
        ))
    }

    fn all(&self) -> Phrase {
        phrase!(
            "No single order explains the answers of these operations: {0}.",
            "不存在一个顺序能解释这些操作的全部应答：{0}。",
            self.history.all_in_full(self.ids)
        )
    }
}
