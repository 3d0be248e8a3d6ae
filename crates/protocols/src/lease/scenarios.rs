//! The scenarios of the lab, in the order of a course: what a lease is, what clocks and pauses do to it, and what the store can do.
//!
//! With ten milliseconds a message and a term of 200, a holder that asks at 10 ms has the lease from 30 ms, stops at 185 ms, and the server
//! gives it on at 220 ms.

use super::{Leases, Op};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, on, pick};
use synod_kernel::{Action, Pid};
use synod_words::{Phrase, phrase};

type Run = Script<Leases>;

const H1: Pid = Pid(2);
const H2: Pid = Pid(3);
const H3: Pid = Pid(4);

const ONE: &str = "one-holder";
const GUARDED: &str = "guarded-writes";
/// The paused holder, and the same with fencing tokens: told step for step in the guide.
pub(super) const LATE_WRITE: &str = "late-write";
pub(super) const FENCED: &str = "fenced";

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        lease(),
        release(),
        holder_crashes(),
        partition(),
        clock_in_bounds(),
        slow_clock(),
        no_margin(),
        slow_grant(),
        from_arrival(),
        clock_set_back(),
        late_write(),
        fenced(),
        late_message(),
        server_waits(),
        server_table(),
        server_forgets(),
        too_short(),
    ]
}

/// A scenario that breaks these promises, keeps the other, and claims nothing beyond.
fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Vec<(&'static str, ParamValue)>,
    script: Run,
    violated: &[&'static str],
) -> Scenario {
    let holds = [ONE, GUARDED].into_iter().filter(|promise| !violated.contains(promise)).collect();
    let violated = violated.to_vec();
    Scenario { id, name, story, params, seed: 1, script: script.decisions(), until: None, violated, holds, endures: None }
}

/// A scenario in which there is one holder whatever the network does and whoever stops, as long as clocks keep to their bounds.
fn sound(id: &'static str, words: (Phrase, Phrase), params: Vec<(&'static str, ParamValue)>, script: Run) -> Scenario {
    let keeps = if params.contains(&on("fencing")) { vec![ONE, GUARDED] } else { vec![ONE] };
    let endures = Some(Endurance { faults: Faults::ASYNCHRONOUS, keeps });
    Scenario { endures, ..scenario(id, words, params, script, &[]) }
}

fn script() -> Run {
    Script::default()
}

/// H1 gets the lease at 30 ms.
fn held_by_h1() -> Run {
    script().ask(10, H1, Op::Acquire)
}

/// The clock of H1 runs slow by so many parts in a hundred.
fn slow(percent: i32, script: Run) -> Run {
    script.then(0, Action::Drift(H1, -10_000 * percent))
}

fn lease() -> Scenario {
    sound(
        "lease",
        (
            phrase!("A lease ends by itself", "租约会自动到期"),
            phrase!(
                "H1 gets the lease, writes, and extends it twice before its time is over; then it lets it run out. H2 has to wait until the server's term is over, and gets the lease without a word from H1. Compare when H1 stops with when the server gives the lease on.",
                "H1 获得租约，写入，并在到期前续租两次，之后任其到期。H2 一直等到服务器的租期满，无须 H1 表态便获得租约。比较 H1 何时停止、服务器何时转授。"
            ),
        ),
        vec![int("extensions", 2)],
        held_by_h1().ask(60, H1, Op::Write(1)).ask(300, H2, Op::Acquire).ask(480, H2, Op::Write(2)),
    )
}

fn release() -> Scenario {
    sound(
        "release",
        (
            phrase!("Given back, passed on at once", "主动归还，立即转授"),
            phrase!(
                "H2 waits for the lease of H1. H1 needs it no more and gives it back: the server does not wait for the end of the term, but tells H2 at once.",
                "H2 等待 H1 的租约。H1 用完后主动归还：服务器不必等到租期满，立即通知 H2。"
            ),
        ),
        vec![],
        held_by_h1().ask(40, H1, Op::Write(1)).ask(45, H2, Op::Acquire).ask(90, H1, Op::Release).ask(150, H2, Op::Write(2)),
    )
}

fn holder_crashes() -> Scenario {
    sound(
        "holder-crashes",
        (
            phrase!("The holder crashes: others wait one term", "持有者宕机：其他人等一个租期"),
            phrase!(
                "H1 crashes while it holds the lease. A lock would stay locked until somebody finds out. The lease ends with its term: H2 and H3 wait for that, and not a moment longer.",
                "H1 持有租约时宕机。若是普通的锁，就会一直锁住，直到有人发现。租约则随租期结束：H2、H3 只需等到那时。"
            ),
        ),
        vec![int("holders", 3)],
        held_by_h1().ask(40, H2, Op::Acquire).crash(60, H1).ask(65, H3, Op::Acquire),
    )
}

fn partition() -> Scenario {
    sound(
        "partition",
        (
            phrase!("Cut off, the holder stops by itself", "被隔离的持有者自行停止"),
            phrase!(
                "A partition separates H1 from everybody else. Its request for an extension is lost. Nobody can tell H1 to stop, and nobody needs to: it stops at 185 ms by its own clock, before the server gives the lease to H2.",
                "分区把 H1 与其他进程隔开，续租请求丢失。没有谁能通知 H1 停止，也无需通知：它按自己的时钟在 185 毫秒停止，早于服务器把租约授予 H2。"
            ),
        ),
        vec![int("extensions", 1)],
        held_by_h1()
            .partition(60, &[H1], &[Leases::SERVER, Leases::STORE, H2])
            .ask(80, H2, Op::Acquire)
            .ask(150, H1, Op::Write(1))
            .ask(260, H2, Op::Write(2)),
    )
}

/// A term of a second, so that a slow clock makes more of a difference than the ways of messages.
fn one_second() -> Vec<(&'static str, ParamValue)> {
    vec![int("term", 1_000), int("patience", 3_000)]
}

fn clock_in_bounds() -> Scenario {
    sound(
        "clock-in-bounds",
        (
            phrase!("A slow clock within the bound", "时钟偏慢，但在界内"),
            phrase!(
                "H1's clock runs 8 % slow; ρ = 10 % is allowed for. It counts 895 ms, which takes it 973: the server's term of 1000 is not over by then.",
                "H1 的时钟慢 8%，允许的 ρ 为 10%。它计时 895 毫秒，实际过了 973 毫秒：服务器 1000 毫秒的租期尚未结束。"
            ),
        ),
        one_second(),
        slow(8, held_by_h1().ask(100, H2, Op::Acquire)),
    )
}

fn slow_clock() -> Scenario {
    scenario(
        "slow-clock",
        (
            phrase!("A clock slower than the bound: two holders", "时钟慢过界限：两个持有者"),
            phrase!(
                "H1's clock runs 40 % slow, more than the 10 % that are allowed for. It believes in its lease until 302 ms; H2 gets it at 250. Both write, and the write of H1 comes last.",
                "H1 的时钟慢 40%，超过允许的 10%。它直到 302 毫秒仍以为持有租约，而 H2 在 250 毫秒已获得。两者都写入，H1 的写入最后到达。"
            ),
        ),
        vec![],
        slow(40, held_by_h1().ask(100, H2, Op::Acquire)).ask(255, H2, Op::Write(2)).ask(280, H1, Op::Write(1)),
        &[ONE, GUARDED],
    )
}

fn no_margin() -> Scenario {
    scenario(
        "no-margin",
        (
            phrase!("No margin for drift", "没有为时钟漂移留余量"),
            phrase!(
                "H1's clock is 8 % slow as before, but H1 counts the whole term: 1000 ms by its clock are 1087. The server gives the lease to H2, which has it at 1050 ms.",
                "H1 的时钟同样慢 8%，但它计满整个租期：它的 1000 毫秒实际是 1087 毫秒。服务器把租约授予 H2，H2 在 1050 毫秒获得。"
            ),
        ),
        [one_second(), vec![pick("rule", "no-margin")]].concat(),
        slow(8, held_by_h1().ask(100, H2, Op::Acquire)),
        &[ONE],
    )
}

/// The grant to H1 takes 160 ms.
fn grant_is_slow() -> Run {
    held_by_h1().delay(20, Leases::SERVER, H1, 0, 150).ask(100, H2, Op::Acquire)
}

fn slow_grant() -> Scenario {
    sound(
        "slow-grant",
        (
            phrase!("A slow grant, counted from the request", "授予迟到，从发出请求起计时"),
            phrase!(
                "The grant takes 160 ms. H1 counts from when it asked: only 5 ms of the lease are left. That is little, but safe, since the server cannot have begun to count before H1 asked.",
                "授予在路上花了 160 毫秒。H1 从发出请求起计时：租约只剩 5 毫秒。虽短但安全，因为服务器不可能在 H1 请求之前开始计时。"
            ),
        ),
        vec![int("retry", 500)],
        grant_is_slow(),
    )
}

fn from_arrival() -> Scenario {
    scenario(
        "from-arrival",
        (
            phrase!("A slow grant, counted from its arrival", "授予迟到，从收到时起计时"),
            phrase!(
                "The same slow grant, but H1 counts 175 ms from when it arrives, until 355 ms. The server has counted since 20 ms: H2 has the lease at 250.",
                "同样迟到的授予，但 H1 从收到时起计 175 毫秒，到 355 毫秒。服务器从 20 毫秒就开始计时：H2 在 250 毫秒获得租约。"
            ),
        ),
        vec![int("retry", 500), pick("rule", "arrival")],
        grant_is_slow(),
        &[ONE],
    )
}

fn clock_set_back() -> Scenario {
    scenario(
        "clock-set-back",
        (
            phrase!("By the time of day, and the clock is wrong", "按物理时钟计时，而时钟不准"),
            phrase!(
                "The server names the end of the lease, 420 ms, and holders stop ε = 5 ms before that. The lease is then good for max(0, t_S − m_prop − ε). But H1's clock is 100 ms behind, far more than ε: it believes in the lease until 515 ms, and H2 has it from 450.",
                "服务器指明租约到期时刻为 420 毫秒，持有者提前 ε = 5 毫秒停止，有效租期为 max(0, t_S − m_prop − ε)。但 H1 的时钟慢了 100 毫秒，远超 ε：它直到 515 毫秒仍以为持有租约，而 H2 在 450 毫秒已获得。"
            ),
        ),
        vec![pick("rule", "time-of-day")],
        script().then(150, Action::ShiftClock(H1, -100_000)).ask(210, H1, Op::Acquire).ask(300, H2, Op::Acquire),
        &[ONE],
    )
}

/// H1 pauses between its look at the lease and its write; H2 gets the lease and writes.
fn paused() -> Run {
    held_by_h1()
        .ask(100, H1, Op::Write(1))
        .then(105, Action::Pause(H1))
        .ask(120, H2, Op::Acquire)
        .ask(260, H2, Op::Write(2))
        .then(400, Action::Resume(H1))
}

fn late_write() -> Scenario {
    scenario(
        LATE_WRITE,
        (
            phrase!("A paused holder writes late", "暂停的持有者迟到的写入"),
            phrase!(
                "H1 looks whether it holds the lease, and pauses before it writes. Meanwhile its lease ends, H2 gets it and writes. H1 goes on and sends its write, which overwrites that of H2. No clock was wrong.",
                "H1 检查过租约，却在写入之前暂停。其间租约到期，H2 获得租约并写入。H1 恢复后发出写入，覆盖了 H2 的。没有任何时钟出错。"
            ),
        ),
        vec![],
        paused(),
        &[GUARDED],
    )
}

fn fenced() -> Scenario {
    sound(
        FENCED,
        (
            phrase!("Fencing tokens: the late write is refused", "防护令牌：迟到的写入被拒绝"),
            phrase!(
                "The same pause. Every write carries the number of its lease, and the store refuses numbers lower than the highest it has seen. The write of H1 under lease 1 comes after lease 2, and is refused.",
                "同样的暂停。每次写入都带上租约编号，存储拒绝小于已见最大编号的写入。H1 在租约 1 下的写入晚于租约 2，被拒绝。"
            ),
        ),
        vec![on("fencing")],
        paused(),
    )
}

fn late_message() -> Scenario {
    scenario(
        "late-message",
        (
            phrase!("Nobody pauses, but the message is late", "无人暂停，消息却迟到"),
            phrase!(
                "H1 writes in time and stops in time, but its write is 240 ms under way. H2 has the lease and has written when it arrives. A holder that looks at its clock once more before sending does not help against this; a fencing token does.",
                "H1 及时写入、及时停止，但写入在路上花了 240 毫秒。到达时 H2 已获得租约并写入。发送前再看一次时钟也无济于事；防护令牌可以。"
            ),
        ),
        vec![],
        held_by_h1().ask(100, H1, Op::Write(1)).delay(111, H1, Leases::STORE, 0, 230).ask(120, H2, Op::Acquire).ask(
            260,
            H2,
            Op::Write(2),
        ),
        &[GUARDED],
    )
}

/// The server crashes while H1 holds the lease.
fn server_crashes() -> Run {
    held_by_h1().crash(60, Leases::SERVER).restart(80, Leases::SERVER).ask(100, H2, Op::Acquire)
}

fn server_waits() -> Scenario {
    sound(
        "server-waits",
        (
            phrase!("The server crashes and waits one term", "服务器宕机后等一个租期"),
            phrase!(
                "The server forgets in a crash who holds the lease. It grants nothing for one term after it has started again: by then whoever held it has stopped. H2 waits until 280 ms.",
                "服务器宕机后不记得谁持有租约。重启后在一个租期内不授予任何租约：到那时，原先的持有者必已停止。H2 等到 280 毫秒。"
            ),
        ),
        vec![],
        server_crashes(),
    )
}

fn server_table() -> Scenario {
    sound(
        "server-table",
        (
            phrase!("The server has a table on disk", "服务器把租约表写盘"),
            phrase!(
                "The server writes every grant to its disk. After the crash it knows that H1 holds the lease, and can extend it: H1 goes on as if nothing had happened. The price is a disk write for each grant.",
                "服务器把每次授予都写盘。宕机重启后仍知道 H1 持有租约，可以续租：H1 若无其事。代价是每次授予都要写盘。"
            ),
        ),
        vec![pick("recovery", "table"), int("extensions", 1)],
        server_crashes(),
    )
}

fn server_forgets() -> Scenario {
    scenario(
        "server-forgets",
        (
            phrase!("The server forgets: two holders", "服务器忘记了：两个持有者"),
            phrase!(
                "The server starts again as if it had never granted a lease, and gives it to H2 at once. H1 still holds it, and every clock is right.",
                "服务器重启后当作从未授予过租约，立即把它授予 H2。H1 仍持有租约，而且时钟都没有错。"
            ),
        ),
        vec![pick("recovery", "forget")],
        server_crashes(),
        &[ONE],
    )
}

fn too_short() -> Scenario {
    sound(
        "too-short",
        (
            phrase!("A term that is too short", "租期太短"),
            phrase!(
                "A term of 25 ms, less 10 % and ε, is over before the answer to a request can arrive after 20 ms. The effective term is 0: H1 asks again and again, the server works, and nobody ever holds the lease.",
                "租期 25 毫秒，减去 10% 与 ε，在 20 毫秒后应答到达之前就已用完。有效租期为 0：H1 一再请求，服务器徒劳，却从来没有谁持有租约。"
            ),
        ),
        vec![int("term", 25), int("patience", 300)],
        held_by_h1(),
    )
}
