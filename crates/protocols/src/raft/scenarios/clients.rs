//! What clients see: sessions, and reads that bypass the log.

use super::cast::{ALL, Cast, scenario, server};
use crate::{Scenario, int, pick};
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

/// Dissertation, § 6.3: `RegisterClient`, and a session that expires while a request is under way.
pub fn session_expires() -> Scenario {
    let cast = Cast::with_servers(3);
    let c1 = cast.client(1);
    let cast = cast.time_out(10, 1).write(80, 1, 1).cut(135, server(1), c1).read(180, 2).write(300, 2, 2);
    scenario(
        "session-expires",
        (
            phrase!("A session expires", "会话过期"),
            phrase!(
                "Clients register, and one session is kept. x = 1 is applied, and the answer to C1 is lost. When C2 registers, C1's session expires: the log says so, and every server drops the same one. C1 asks again. Nobody knows any more whether that command was done, so it is not done again, and C1 is told that it cannot know. Then it registers anew.",
                "客户端须先注册，且只保留一个会话。x = 1 已执行，给 C1 的应答丢失。C2 注册时 C1 的会话过期：由日志决定，各服务器丢弃的是同一个。C1 重发请求。已无人知道该命令是否执行过，因此不再执行，并告知 C1 结果未知。之后 C1 重新注册。"
            ),
        ),
        vec![pick("sessions", "registered"), int("session-limit", 1)],
        cast.mend(345, server(1), c1).read(420, 2).write(500, 1, 3),
        (&[], ALL),
    )
}

pub fn session_forgotten() -> Scenario {
    scenario(
        "session-forgotten",
        (
            phrase!("A session is forgotten", "会话被遗忘"),
            phrase!(
                "One session is kept, and whoever has none gets one with its next command. C2's read takes the place of C1's session. When C1 asks again, S1 takes it for a new client and applies x = 1 a second time, over C2's x = 2.",
                "只保留一个会话，没有会话的客户端凭下一个命令即得到新会话。C2 的读占用了 C1 会话的位置。C1 重发时，S1 把它当作新客户端，再次执行 x = 1，覆盖了 C2 的 x = 2。"
            ),
        ),
        vec![int("session-limit", 1)],
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

/// S1 leads with a lease that only S3 grants, for S2 hears nothing of it; then S1 is cut off with C1, and S2 campaigns before the lease is over by
/// S1's clock. S3's clock is fast by so much.
fn challenged(ppm: i32) -> Cast {
    let cast = Cast::with_servers(3).late(290);
    let (c1, c2) = (cast.client(1), cast.client(2));
    let cast = cast.act(0, Action::Drift(server(3), ppm)).time_out(10, 1).write(50, 1, 1).cut(71, server(1), server(2));
    let cast = cast.part(205, &[server(1), c1], &[server(2), server(3), c2]);
    cast.time_out(381, 2).write(392, 2, 2).read(435, 1).heal(750).read(810, 1)
}

/// Dissertation, §§ 4.2.3, 6.4.1.
pub fn leader_lease() -> Scenario {
    scenario(
        "leader-lease",
        (
            phrase!("A leader's lease, granted by heartbeats", "领导者租约：由心跳授予"),
            phrase!(
                "Each round of heartbeats that a majority answers is a lease: its voters elect nobody for 300 ms, and S1 counts 272 ms from the moment it sent them. S2 hears nothing of S1 any more and campaigns; S3 has answered S1 so lately that it passes over the request, though its clock is 9 % fast. S1 answers C1 alone until its lease ends; only then is S2 elected. Ten per cent are allowed for.",
                "每一轮得到多数派应答的心跳都是一份租约：应答者在 300 毫秒内不选别人，S1 则从发出心跳起只算 272 毫秒。S2 听不到 S1，于是竞选；S3 刚应答过 S1，不予理会，尽管 S3 的时钟快了 9%。租约结束前 S1 独自应答 C1；之后 S2 才能当选。租约容许百分之十的误差。"
            ),
        ),
        vec![pick("reads", "lease"), int("election", 300)],
        challenged(90_000).time_out(470, 2),
        (&[], ALL),
    )
}

pub fn leader_lease_drift() -> Scenario {
    scenario(
        "leader-lease-drift",
        (
            phrase!("A voter's clock is too fast", "投票者的时钟太快"),
            phrase!(
                "The same run, but S3's clock is fast by half, more than the lease allows for. By its clock 300 ms have passed, and it votes for S2 while S1's lease runs on. C2's x = 2 is committed under S2; S1, still within its lease, answers C1 with 1.",
                "同样的运行，但 S3 的时钟快了一半，超出租约所容许的误差。按它的时钟 300 毫秒已过，于是在 S1 的租约期内投票给 S2。C2 的 x = 2 在 S2 处提交；仍在租约期内的 S1 向 C1 应答 1。"
            ),
        ),
        vec![pick("reads", "lease"), int("election", 300)],
        challenged(500_000),
        (&["linearizable"], BUT_THE_STORE),
    )
}
