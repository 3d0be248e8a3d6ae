//! What clients see: sessions, and reads that bypass the log.

use super::cast::{ALL, Cast, scenario, server};
use crate::{Scenario, pick};
use synod_kernel::Action;
use synod_words::phrase;

/// All promises but that of the store.
const BUT_THE_STORE: &[&str] =
    &["election-safety", "leader-append-only", "log-matching", "leader-completeness", "same-log", "progress"];

/// C1's write is applied, and the answer lost. C2 reads it and overwrites it. Then C1 asks again.
fn repeated() -> Cast {
    let cast = Cast::with_servers(3);
    let c1 = cast.client(1);
    let cast = cast.time_out(10, 1).write(80, 1, 1).cut(95, server(1), c1).read(140, 2).write(220, 2, 2);
    cast.mend(260, server(1), c1).read(400, 2)
}

/// Dissertation, § 6.3.
pub fn sessions() -> Scenario {
    scenario(
        "sessions",
        (
            phrase!("A command that comes twice", "重复到来的命令"),
            phrase!(
                "x = 1 is applied, but the answer to C1 is lost. C2 reads 1 and writes 2. Then C1 asks again with the same number: S1 finds it in C1's session and only answers. x stays 2.",
                "x = 1 已执行，但给 C1 的应答丢失。C2 读到 1，并写入 2。随后 C1 以同一编号重发：S1 在 C1 的会话中找到它，只是再次应答。x 仍为 2。"
            ),
        ),
        vec![],
        repeated(),
        (&[], ALL),
    )
}

pub fn no_sessions() -> Scenario {
    scenario(
        "no-sessions",
        (
            phrase!("The same without sessions", "同样的运行，没有会话"),
            phrase!(
                "Without sessions S1 takes C1's repeated request for a new one and applies it again. C2, which had read 1 and written 2, reads 1 once more.",
                "没有会话时，S1 把 C1 重发的请求当作新请求再次执行。C2 先前读到 1、写入 2，现在却又读到 1。"
            ),
        ),
        vec![pick("sessions", "off")],
        repeated(),
        (&["linearizable"], BUT_THE_STORE),
    )
}

/// S1 leads and is cut off with C1; S2 is elected, and C2 writes x = 2 there. Then C1 reads at S1.
fn deposed() -> Cast {
    let cast = Cast::with_servers(3).late(140);
    let (c1, c2) = (cast.client(1), cast.client(2));
    let cast = cast.time_out(10, 1).write(50, 1, 1).part(155, &[server(1), c1], &[server(2), server(3), c2]);
    cast.time_out(285, 2).write(310, 2, 2).read(360, 1).heal(600)
}

/// Dissertation, § 6.4.
pub fn deposed_local() -> Scenario {
    scenario(
        "deposed-local",
        (
            phrase!("A deposed leader answers by itself", "被取代的领导者自行应答"),
            phrase!(
                "S1 is cut off and does not know that S2 leads term 2. C2's x = 2 is committed there. C1 asks S1, which answers from its own state machine: 1, an old value.",
                "S1 被隔离，不知道 S2 已领导任期 2。C2 的 x = 2 在那里提交。C1 询问 S1，S1 以自己的状态机应答：1，一个旧值。"
            ),
        ),
        vec![pick("reads", "local")],
        deposed(),
        (&["linearizable"], BUT_THE_STORE),
    )
}

pub fn deposed_read_index() -> Scenario {
    scenario(
        "deposed-read-index",
        (
            phrase!("The same with ReadIndex", "同样的运行，使用 ReadIndex"),
            phrase!(
                "Before S1 answers, a majority must confirm that it leads; none does, and S1 steps down. Once the partition is healed, C1 finds S2 and reads 2. A read costs a round of messages, but nothing in the log.",
                "S1 应答之前需要多数派确认它仍是领导者；得不到确认，S1 退位。分区恢复后，C1 找到 S2，读到 2。一次读要多一轮消息，但不写日志。"
            ),
        ),
        vec![pick("reads", "read-index")],
        deposed(),
        (&[], ALL),
    )
}

/// Dissertation, § 6.4.1.
pub fn lease() -> Scenario {
    scenario(
        "lease",
        (
            phrase!("The same with a lease", "同样的运行，使用租约"),
            phrase!(
                "C1's first read comes within the lease, and S1 answers it alone. When S2 is elected, S1's lease has run out: voters that hear from a leader elect nobody for 150 ms, and the lease is shorter. C1's second read waits.",
                "C1 的第一次读在租约期内，S1 独自应答。S2 当选时 S1 的租约已到期：听得到领导者的投票者在 150 毫秒内不选别人，而租约更短。C1 的第二次读只好等待。"
            ),
        ),
        vec![pick("reads", "lease")],
        deposed().read(170, 1),
        (&[], ALL),
    )
}

pub fn lease_drift() -> Scenario {
    scenario(
        "lease-drift",
        (
            phrase!("A lease on a slow clock", "慢时钟上的租约"),
            phrase!(
                "The same again, but S1's clock runs at half speed, and the lease assumes ten per cent at most. When S2 is elected and x = 2 committed, S1 still believes in its lease, and answers C1 with 1.",
                "仍是同样的运行，但 S1 的时钟只有一半快，而租约假定误差至多百分之十。S2 当选、x = 2 已提交时，S1 仍以为租约有效，向 C1 应答 1。"
            ),
        ),
        vec![pick("reads", "lease")],
        deposed().act(0, Action::Drift(server(1), -500_000)),
        (&["linearizable"], BUT_THE_STORE),
    )
}
