//! The late write of a paused holder told step for step, without and with fencing tokens (Burrows, *Chubby*, OSDI 2006, § 2.4).

use super::scenarios::{FENCED, LATE_WRITE};
use crate::{Guide, Stop};
use synod_kernel::Time;
use synod_words::{Phrase, phrase};

/// The guide through a scenario.
pub(super) fn through(scenario: &str) -> Option<Guide> {
    let (stops, next) = match scenario {
        LATE_WRITE => (late_write(), Some(FENCED)),
        FENCED => (fenced(), None),
        _ => return None,
    };
    Some(Guide { stops: stops.into_iter().map(|(at_ms, words)| Stop { at: at_ms * 1_000, words }).collect(), next })
}

fn late_write() -> Vec<(Time, Phrase)> {
    vec![
        (
            30,
            phrase!(
                "H1 has lease 1. It counts from 10 ms, when it asked, and will stop at 185 ms; the server waits until 220 ms.",
                "H1 拿到租约 1。它从发出请求的 10 毫秒起计时，185 毫秒停止；服务器则等到 220 毫秒。"
            ),
        ),
        (
            100,
            phrase!(
                "H1's user writes. H1 looks: yes, it holds the lease. It begins to prepare the write.",
                "H1 的用户要写入。H1 检查：没错，它持有租约，于是开始准备写入。"
            ),
        ),
        (
            105,
            phrase!(
                "Now H1 stands still: garbage collection, a laptop that is closed, a virtual machine that is moved. Its clock goes on, but it does not look.",
                "这时 H1 停住了：垃圾回收、合上的笔记本、迁移中的虚拟机。时钟仍在走，但它看不到。"
            ),
        ),
        (
            220,
            phrase!(
                "The term is over. The server may give the lease on: H1 promised to have stopped by now.",
                "租期已满。服务器可以把租约转授他人：按约定，H1 此时应已停止。"
            ),
        ),
        (
            250,
            phrase!(
                "H2 has lease 2. There is one holder: H1 does nothing at all.",
                "H2 拿到租约 2。持有者只有一个：H1 什么也没做。"
            ),
        ),
        (280, phrase!("H2's write arrives: x = 2.", "H2 的写入到达：x = 2。")),
        (
            400,
            phrase!(
                "H1 wakes up and goes on where it stopped: it looked at its lease already, so the write goes out. Only then does it notice the time.",
                "H1 醒来，从停下的地方继续：租约早已检查过，于是发出写入。随后才发现时间已过。"
            ),
        ),
        (
            410,
            phrase!(
                "The store applies x = 1 over x = 2. H2's write is lost although nobody broke a rule; no margin could have prevented it. What could?",
                "存储用 x = 1 覆盖了 x = 2。H2 的写入丢失了，而谁也没有违反规则；再大的余量也无济于事。怎样才能避免？"
            ),
        ),
    ]
}

fn fenced() -> Vec<(Time, Phrase)> {
    vec![
        (
            105,
            phrase!(
                "The same beginning: H1 has looked at lease 1, and stands still before it writes.",
                "同样的开头：H1 已检查过租约 1，在写入之前停住了。"
            ),
        ),
        (
            280,
            phrase!(
                "Every write carries the number of its lease. H2's write says lease 2, and the store remembers that number: a fencing token.",
                "每次写入都带上租约编号。H2 的写入带着租约 2，存储记住这个编号：防护令牌。"
            ),
        ),
        (
            410,
            phrase!(
                "H1's late write says lease 1. The store has seen lease 2 and refuses.",
                "H1 迟到的写入带着租约 1。存储已见过租约 2，于是拒绝。"
            ),
        ),
        (
            420,
            phrase!(
                "H1 learns that it is no longer the holder. x is still 2. The lease decides who may write; the token makes sure of it where the writes arrive.",
                "H1 得知自己已不是持有者。x 仍为 2。租约决定谁可以写；令牌在写入到达之处加以保证。"
            ),
        ),
    ]
}
