//! The histories that tell two models apart, as small as they come, and a sentence for each.

use synod_words::{Phrase, phrase};

use crate::{Answer, Call, History, Model, Operation, Value};

/// What a client does: its name, the key, what it asks, and from when to when, in milliseconds.
type Line = (&'static str, &'static str, Does, [i64; 2]);

#[derive(Clone, Copy)]
enum Does {
    Writes(i64),
    Reads(i64),
    ReadsNothing,
    Appends(&'static str),
    ReadsText(&'static str),
}
use Does::{Appends, Reads, ReadsNothing, ReadsText, Writes};

/// The history that keeps `weaker` and breaks `stronger`, and why.
pub(super) fn between(stronger: Model, weaker: Model) -> (History, Phrase) {
    let (lines, sentence): (&[Line], Phrase) = match (stronger, weaker) {
        (Model::Linearizable, Model::Regular) => (&INVERSION, inversion()),
        (Model::Linearizable, _) => (&LATE, late()),
        (Model::Sequential, Model::Causal) => (&TWO_ORDERS, two_orders()),
        (Model::Sequential, _) => (&SHORTER, shorter()),
        (Model::Causal, Model::Pram) => (&NO_QUESTION, no_question()),
        (Model::Causal, _) => (&OWN_MISSING, own_missing_after_all()),
        (Model::Pram, Model::MonotonicReads) => (&OWN_MISSING, own_missing()),
        (Model::Pram, Model::MonotonicWrites) => (&LED_BACK, led_back()),
        (Model::Pram, _) => (&SWAPPED, swapped()),
        (_, Model::KStaleness(_)) => (&ONE_BEHIND, one_behind()),
        (_, Model::TStaleness(_)) => (&NOT_YET, not_yet()),
        _ => (&LATE, late_to_others()),
    };
    (History { operations: lines.iter().map(operation).collect(), ..History::default() }, sentence)
}

fn operation((client, key, does, [from, to]): &Line) -> Operation {
    let text = |text: &str| Value::Text(text.to_owned());
    let (call, answer) = match *does {
        Writes(value) => (Call::Write(Value::Int(value)), Answer::Done),
        Reads(value) => (Call::Read, Answer::Read(Value::Int(value))),
        ReadsNothing => (Call::Read, Answer::Read(Value::Null)),
        Appends(more) => (Call::Append(more.to_owned()), Answer::Done),
        ReadsText(found) => (Call::Read, Answer::Read(text(found))),
    };
    let (client, key) = ((*client).to_owned(), (*key).to_owned());
    Operation { client, key, call, called: from * 1_000, returned: Some((to * 1_000, answer)) }
}

const INVERSION: [Line; 4] = [
    ("A", "x", Writes(1), [0, 16]),
    ("A", "x", Writes(2), [20, 96]),
    ("B", "x", Reads(2), [26, 48]),
    ("C", "x", Reads(1), [62, 84]),
];

fn inversion() -> Phrase {
    phrase!(
        "While x = 2 is being written, B reads the new value and C, later, the old one. Each may, for the write overlaps both reads; but no instant at which it took effect explains both.",
        "写 x = 2 尚未完成时，B 读到新值，随后 C 读到旧值。写与两次读都重叠，各自都允许；但没有哪个生效的瞬间能同时解释两者。"
    )
}

const LATE: [Line; 2] = [("A", "x", Writes(1), [0, 20]), ("B", "x", ReadsNothing, [40, 60])];

fn late() -> Phrase {
    phrase!(
        "A's write is acknowledged, and B, after that, reads nothing. One order explains it: B's read first. Sequential consistency keeps only each client's own order, not that of the clock.",
        "A 的写已确认，之后 B 却读到空。有一个顺序可以解释：B 的读在前。顺序一致只保持每个客户端自身的次序，不管时钟的先后。"
    )
}

fn late_to_others() -> Phrase {
    phrase!(
        "A's write is acknowledged, and B, after that, reads nothing: too old for a regular register. B has written nothing itself, so nobody misses an own write.",
        "A 的写已确认，之后 B 却读到空：对正则寄存器来说太旧。B 自己没有写过，所以没有人错过自己的写。"
    )
}

const TWO_ORDERS: [Line; 6] = [
    ("A", "x", Writes(1), [0, 20]),
    ("B", "x", Writes(2), [0, 20]),
    ("C", "x", Reads(1), [30, 50]),
    ("D", "x", Reads(2), [30, 50]),
    ("C", "x", Reads(2), [60, 80]),
    ("D", "x", Reads(1), [60, 80]),
];

fn two_orders() -> Phrase {
    phrase!(
        "Neither write knew of the other. C sees 1 before 2, and D sees 2 before 1. Causal consistency lets everybody have an order of their own for such writes; sequential consistency asks for one order for all.",
        "两个写互不知情。C 先看到 1 后看到 2，D 先看到 2 后看到 1。因果一致允许各人对这样的写有自己的次序；顺序一致要求所有人同一个顺序。"
    )
}

const SHORTER: [Line; 4] = [
    ("A", "log", Appends("a"), [0, 20]),
    ("B", "log", Appends("b"), [24, 44]),
    ("C", "log", ReadsText("ab"), [52, 74]),
    ("C", "log", ReadsText("a"), [80, 102]),
];

fn shorter() -> Phrase {
    phrase!(
        "C reads “ab” and then “a”. Each is a beginning of the one order a, b, without a gap, and an old beginning is allowed. But no order in which C's reads follow each other explains both.",
        "C 先读到“ab”，再读到“a”。两者都是同一顺序 a、b 的前缀，中间没有缺失，较旧的前缀也允许。但保持 C 两次读先后的顺序解释不了。"
    )
}

const NO_QUESTION: [Line; 5] = [
    ("A", "x", Writes(1), [0, 18]),
    ("B", "x", Reads(1), [21, 39]),
    ("B", "y", Writes(2), [43, 61]),
    ("C", "y", Reads(2), [64, 82]),
    ("C", "x", ReadsNothing, [86, 104]),
];

fn no_question() -> Phrase {
    phrase!(
        "B read x = 1 before writing y = 2, so the one may have caused the other. C sees y = 2, and not x = 1. PRAM orders only the writes of one client, and these are of two.",
        "B 先读到 x = 1 再写 y = 2，前者可能是后者的原因。C 看到 y = 2，却看不到 x = 1。PRAM 只约束同一客户端的写，而这两个写出自两个客户端。"
    )
}

const OWN_MISSING: [Line; 2] = [("A", "x", Writes(1), [0, 20]), ("A", "x", ReadsNothing, [40, 60])];

fn own_missing_after_all() -> Phrase {
    phrase!(
        "A writes x = 1 and then reads nothing: its own write is missing, and what one client did comes in its order in any causal history. No write followed a read, so that promise is kept.",
        "A 写 x = 1 之后读到空：自己的写不见了，而因果历史要保持每个客户端自身的次序。没有“先读后写”，所以读后写保住了。"
    )
}

fn own_missing() -> Phrase {
    phrase!(
        "A writes x = 1 and then reads nothing. It was never led back from a newer value to an older one, for it had read none; but its own write is missing, which PRAM does not allow.",
        "A 写 x = 1 之后读到空。它此前没有读过更新的值，谈不上倒退；但它自己的写不见了，PRAM 不允许。"
    )
}

const LED_BACK: [Line; 3] = [("A", "x", Writes(1), [0, 20]), ("B", "x", Reads(1), [30, 50]), ("B", "x", ReadsNothing, [60, 80])];

fn led_back() -> Phrase {
    phrase!(
        "B reads x = 1 and then nothing: it is led back. There is only one write, so no two writes appear in the wrong order.",
        "B 先读到 x = 1，再读到空：倒退了。写只有一个，所以没有哪两个写次序颠倒。"
    )
}

const SWAPPED: [Line; 4] = [
    ("A", "x", Writes(1), [0, 20]),
    ("A", "x", Writes(2), [24, 44]),
    ("B", "x", Reads(2), [52, 72]),
    ("B", "x", Reads(1), [78, 98]),
];

fn swapped() -> Phrase {
    phrase!(
        "A writes 1 and then 2; B reads 2 and then 1, the writes in the wrong order. Nobody misses an own write: A reads nothing, and B writes nothing.",
        "A 先写 1 再写 2；B 先读到 2 再读到 1，写的次序颠倒了。没有人错过自己的写：A 没有读，B 没有写。"
    )
}

const ONE_BEHIND: [Line; 3] = [("A", "x", Writes(1), [0, 20]), ("A", "x", Writes(2), [24, 44]), ("B", "x", Reads(1), [56, 76])];

fn one_behind() -> Phrase {
    phrase!(
        "x = 2 is acknowledged, and B, after that, reads x = 1. A regular register does not allow that; 1 is among the 2 newest versions, so with k = 2 it is new enough.",
        "x = 2 已确认，之后 B 读到 x = 1。正则寄存器不允许；但 1 在最新的 2 个版本之中，k = 2 时足够新。"
    )
}

const NOT_YET: [Line; 3] = [("A", "x", Writes(1), [0, 20]), ("A", "x", Writes(2), [24, 44]), ("B", "x", Reads(1), [94, 114])];

fn not_yet() -> Phrase {
    phrase!(
        "B's read begins 50 ms after x = 2 was acknowledged, and misses it. A regular register does not allow that; where a read may miss what is at most 100 ms old, it is allowed.",
        "B 的读在 x = 2 确认 50 毫秒后开始，却错过了它。正则寄存器不允许；若允许错过 100 毫秒之内的写，则没有违反。"
    )
}
