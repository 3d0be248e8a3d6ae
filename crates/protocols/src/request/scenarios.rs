//! The scenarios of the lab, in the order of the course: the three outcomes, sending again, idempotent requests, the single point of
//! failure; and clocks.
//!
//! With ten milliseconds a message, a request of 4 ms is executed at 14 ms and answered at 24 ms; it times out at 54 ms.

use super::{Op, RequestReply};
use crate::{Endurance, Faults, ParamValue, Scenario, Script, int, on, pick};
use synod_kernel::{Action, Pid};
use synod_words::{Phrase, phrase};

type Params = Vec<(&'static str, ParamValue)>;
type Run = Script<RequestReply>;

const S1: Pid = Pid(0);
/// The clients of one server.
const C1: Pid = Pid(1);
const C2: Pid = Pid(2);
/// The stand-by, and the clients of two servers.
const S2: Pid = Pid(1);
const PAIR_C1: Pid = Pid(2);
const PAIR_C2: Pid = Pid(3);

const SAFETY: [&str; 3] = ["executed-once", "effect-once", "answered-executed"];

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        success(),
        refused(),
        request_lost(),
        reply_lost(),
        slow_server(),
        dead_server(),
        paid_twice(),
        form_twice(),
        idempotent(),
        late_repetition(),
        reply_cache(),
        form_once(),
        cache_lost(),
        cache_kept(),
        asked_again(),
        form_key(),
        single_point(),
        stand_by(),
        both_lead(),
        wall_clock_lies(),
        concurrent(),
    ]
}

/// A scenario that breaks these promises, keeps the others, and claims nothing beyond.
fn scenario(
    id: &'static str,
    (name, story): (Phrase, Phrase),
    params: Params,
    script: Run,
    violated: &[&'static str],
) -> Scenario {
    let holds = SAFETY.into_iter().chain(["served"]).filter(|promise| !violated.contains(promise)).collect();
    let violated = violated.to_vec();
    Scenario { id, name, story, params, seed: 1, script: script.decisions(), until: None, violated, holds, endures: None }
}

/// A scenario in which every promise holds, and no request is executed twice or lost under these faults.
fn sound(id: &'static str, words: (Phrase, Phrase), params: Params, script: Run, faults: Faults) -> Scenario {
    Scenario { endures: Some(Endurance { faults, keeps: SAFETY.into() }), ..scenario(id, words, params, script, &[]) }
}

/// Who never sends twice is safe from everything but a network that does.
const NO_DUPLICATES: Faults = Faults { duplicates: 0, ..Faults::ASYNCHRONOUS };
/// Two servers survive crashes; that silence means death must be true.
const CRASHES: Faults = Faults { crashes: 4, cuts: 0, losses: 0, duplicates: 2, pauses: 0, delays: false, requests: 4 };

/// C1 asks for something at 4 ms.
fn asks(op: Op) -> Run {
    Script::default().ask(4, C1, op)
}

/// C1 asks for something, and the reply is lost.
fn unheard(op: Op) -> Run {
    asks(op).lose(15, S1, C1, 0)
}

fn at_least_once() -> Params {
    vec![pick("resend", "at-least-once")]
}

fn at_most_once() -> Params {
    vec![pick("resend", "at-most-once")]
}

fn form() -> Op {
    Op::Submit("A".to_owned())
}

fn success() -> Scenario {
    sound(
        "success",
        (
            phrase!("Success", "成功"),
            phrase!(
                "C1 asks S1 to pay 30. S1 takes the amount from the account and answers. C2 looks and sees what is left. This is the first of the three outcomes of a request.",
                "C1 请求 S1 支付 30。S1 扣款并应答。C2 查询到余额。这是请求三态中的第一态：成功。"
            ),
        ),
        vec![],
        asks(Op::Pay(30)).ask(40, C2, Op::Look),
        NO_DUPLICATES,
    )
}

fn refused() -> Scenario {
    sound(
        "refused",
        (
            phrase!("Failure: the server says no", "失败：服务器明确拒绝"),
            phrase!(
                "C1 asks to pay 500, but the account holds 100. The server refuses. A failure is an answer, too: C1 knows that nothing was paid.",
                "C1 请求支付 500，而余额只有 100，服务器拒绝。失败也是应答：C1 知道没有扣款。"
            ),
        ),
        vec![],
        asks(Op::Pay(500)),
        NO_DUPLICATES,
    )
}

fn request_lost() -> Scenario {
    scenario(
        "request-lost",
        (
            phrase!("Time-out 1: the request is lost", "超时之一：请求丢失"),
            phrase!(
                "The request never arrives; nothing was paid. C1 only sees that no answer comes. Compare what C1 sees with the next three scenarios.",
                "请求没有到达，没有扣款。C1 只看到没有应答。请把 C1 看到的与后面三个场景比较。"
            ),
        ),
        vec![],
        asks(Op::Pay(30)).lose(4, C1, S1, 0),
        &["served"],
    )
}

fn reply_lost() -> Scenario {
    scenario(
        "reply-lost",
        (
            phrase!("Time-out 2: the reply is lost", "超时之二：应答丢失"),
            phrase!(
                "S1 pays, but its reply is lost. For C1 this looks exactly as if the request had been lost: the same time-out at the same moment, while the account now holds 70.",
                "S1 已扣款，但应答丢失。在 C1 看来与请求丢失完全一样：同一时刻、同样的超时，而余额已是 70。"
            ),
        ),
        vec![],
        unheard(Op::Pay(30)),
        &["served"],
    )
}

fn slow_server() -> Scenario {
    scenario(
        "slow-server",
        (
            phrase!("Time-out 3: the server is slow", "超时之三：服务器太慢"),
            phrase!(
                "S1 needs 80 ms, C1 waits 50 ms. C1 gives up, then S1 pays, and the reply comes too late. A time-out does not mean that nothing will happen.",
                "S1 处理需要 80 毫秒，C1 只等 50 毫秒。C1 放弃之后 S1 才扣款，应答来得太迟。超时并不意味着什么都不会发生。"
            ),
        ),
        vec![int("processing", 80)],
        asks(Op::Pay(30)),
        &["served"],
    )
}

fn dead_server() -> Scenario {
    scenario(
        "dead-server",
        (
            phrase!("Time-out 4: the server is dead", "超时之四：服务器宕机"),
            phrase!(
                "S1 has crashed. Lost request, lost reply, slow server, dead server: C1 gets the same time-out four times and cannot tell which it was, nor whether it has paid.",
                "S1 已宕机。请求丢失、应答丢失、服务器慢、服务器宕机：C1 四次得到的都是同样的超时，分不清是哪一种，也不知道是否已扣款。"
            ),
        ),
        vec![],
        asks(Op::Pay(30)).crash(10, S1),
        &["served"],
    )
}

fn paid_twice() -> Scenario {
    scenario(
        "paid-twice",
        (
            phrase!("Sent again: paid twice", "重发：扣款两次"),
            phrase!(
                "The reply is lost, so C1 sends the request again, and S1 executes it again. C1 wanted to pay 30 once; the account has lost 60. A payment is not idempotent.",
                "应答丢失，C1 重发请求，S1 又执行一次。C1 只想支付一次 30，账户却少了 60。支付不是幂等的。"
            ),
        ),
        at_least_once(),
        unheard(Op::Pay(30)),
        &["executed-once", "effect-once"],
    )
}

fn form_twice() -> Scenario {
    let params = vec![pick("resend", "at-least-once"), int("processing", 60)];
    scenario(
        "form-twice",
        (
            phrase!("A form is submitted twice", "表单重复提交"),
            phrase!(
                "Nothing is lost here: S1 is only slower than C1's time-out. The form is sent again while the first one is still being worked on, and in the end there are two orders.",
                "这次没有丢失消息：S1 只是比 C1 的超时慢。第一份表单还在处理时又提交了一次，结果产生了两个订单。"
            ),
        ),
        params,
        asks(form()),
        &["executed-once", "effect-once"],
    )
}

fn idempotent() -> Scenario {
    scenario(
        "idempotent",
        (
            phrase!("An idempotent request is sent again", "重发幂等请求"),
            phrase!(
                "The same lost reply, but the request sets the stock to 8. It is executed twice as well, and the second time changes nothing: twice is as good as once.",
                "同样是应答丢失，但请求是“把库存设为 8”。它也执行了两次，第二次什么也没有改变：执行多次与执行一次效果相同。"
            ),
        ),
        at_least_once(),
        unheard(Op::SetStock(8)),
        &["executed-once"],
    )
}

fn late_repetition() -> Scenario {
    scenario(
        "late-repetition",
        (
            phrase!("Idempotent is not always enough", "幂等有时还不够"),
            phrase!(
                "Between the two executions of C1's \"set stock to 8\", C2 sets the stock to 3 and is told so. The repetition overwrites it: two harmless executions, with another one in between, do harm.",
                "C1 的“库存设为 8”两次执行之间，C2 把库存设为 3 并得到成功应答。重复的请求又把它改回 8：中间夹了别的请求，幂等也保不住。"
            ),
        ),
        at_least_once(),
        unheard(Op::SetStock(8)).ask(30, C2, Op::SetStock(3)).ask(90, C2, Op::Look),
        &["executed-once", "effect-once"],
    )
}

fn reply_cache() -> Scenario {
    sound(
        "reply-cache",
        (
            phrase!("Request numbers and a reply cache", "请求编号与应答缓存"),
            phrase!(
                "The script of \"paid twice\" once more. The repeated request has the same number; S1 knows it and sends the reply that it kept. Paid once, answered once.",
                "与“扣款两次”相同的过程。重发的请求编号不变；S1 认得它，只把保存的应答再发一次。只扣款一次，也得到了应答。"
            ),
        ),
        at_most_once(),
        unheard(Op::Pay(30)),
        Faults::ASYNCHRONOUS,
    )
}

fn form_once() -> Scenario {
    sound(
        "form-once",
        (
            phrase!("The form is submitted twice, and ordered once", "表单重复提交，只下一单"),
            phrase!(
                "The script of \"a form is submitted twice\" with request numbers: S1 sees that it is at work on this request already, and passes over the second one.",
                "与“表单重复提交”相同的过程，但带请求编号：S1 发现这个请求正在处理，忽略第二份。"
            ),
        ),
        vec![pick("resend", "at-most-once"), int("processing", 60)],
        asks(form()),
        Faults::ASYNCHRONOUS,
    )
}

/// S1 pays, its reply is lost, and it crashes and comes back before the request is sent again.
fn crash_in_between() -> Run {
    unheard(Op::Pay(30)).crash(30, S1).restart(40, S1)
}

fn cache_lost() -> Scenario {
    scenario(
        "cache-lost",
        (
            phrase!("The cache is lost in a crash", "宕机丢失应答缓存"),
            phrase!(
                "S1 pays, the reply is lost, and S1 crashes. The account is on disk, the reply cache was in memory: when the request comes again, S1 does not know it and pays again.",
                "S1 扣款，应答丢失，随后 S1 宕机。账户在磁盘上，应答缓存只在内存里：请求再来时 S1 不认得它，又扣一次款。"
            ),
        ),
        vec![pick("resend", "at-most-once"), pick("cache", "lost")],
        crash_in_between(),
        &["executed-once", "effect-once"],
    )
}

fn cache_kept() -> Scenario {
    sound(
        "cache-kept",
        (
            phrase!("The cache is kept with the state", "应答缓存与状态一起写盘"),
            phrase!(
                "The same crash, but S1 writes the reply to disk together with the new account. After the restart it still knows the request and answers from the cache.",
                "同样的宕机，但 S1 把应答与新余额一起写盘。重启后仍认得这个请求，从缓存中应答。"
            ),
        ),
        at_most_once(),
        crash_in_between(),
        Faults::ASYNCHRONOUS,
    )
}

fn asked_again() -> Scenario {
    scenario(
        "asked-again",
        (
            phrase!("The user asks again", "用户自己又点了一次"),
            phrase!(
                "C1 gives up, and its user presses the button once more. That is another request with another number: no server can know that the same payment is meant. What makes it one payment must come from the user's end.",
                "C1 放弃等待后，用户又点了一次支付。这是另一个请求，编号不同：服务器无从知道指的是同一笔支付。要保证只付一次，标识必须由用户一端给出。"
            ),
        ),
        vec![pick("resend", "at-most-once"), int("tries", 1)],
        unheard(Op::Pay(30)).ask(60, C1, Op::Pay(30)).ask(100, C1, Op::Look),
        &["served"],
    )
}

fn form_key() -> Scenario {
    scenario(
        "form-key",
        (
            phrase!("A key from the user's end", "由用户一端给出的唯一标识"),
            phrase!(
                "C1 submits form A, hears nothing, gives up, and its user submits the form again. The form itself is the key: S1 finds the order that it has made and answers with its number. One order.",
                "C1 提交表单 A，没有应答而放弃，用户又提交一次。表单自带唯一标识：S1 找到已有的订单，以其编号应答。只有一个订单。"
            ),
        ),
        vec![on("form-key"), int("tries", 1)],
        unheard(form()).ask(60, C1, form()).ask(100, C1, Op::Look),
        &["served"],
    )
}

fn single_point() -> Scenario {
    scenario(
        "single-point",
        (
            phrase!("A single point of failure", "单点故障"),
            phrase!(
                "The only server crashes. Both clients send again and again, in vain: numbers and caches do not help when nobody is there to answer.",
                "唯一的服务器宕机。两个客户端一再重发，都是徒劳：没有人应答时，编号和缓存都无济于事。"
            ),
        ),
        at_most_once(),
        asks(Op::Pay(30)).crash(30, S1).ask(40, C1, Op::Pay(10)).ask(50, C2, Op::Look),
        &["served"],
    )
}

/// Two servers and requests that are executed at most once.
fn pair() -> Params {
    vec![pick("resend", "at-most-once"), int("servers", 2)]
}

fn stand_by() -> Scenario {
    sound(
        "stand-by",
        (
            phrase!("A stand-by takes over", "备用服务器接管"),
            phrase!(
                "S1 sends its new state to S2 before it answers. When S1 has crashed, the clients turn to S2; it asks S1 whether it is alive, hears nothing, takes over, and knows all that was paid. S1 comes back as the stand-by.",
                "S1 先把新状态复制到 S2 再应答。S1 宕机后客户端转向 S2；S2 询问 S1 是否还活着，没有回应，于是接管，而且知道已付的每一笔。S1 恢复后转为备用。"
            ),
        ),
        pair(),
        Script::default()
            .ask(4, PAIR_C1, Op::Pay(30))
            .crash(50, S1)
            .ask(60, PAIR_C1, Op::Pay(10))
            .ask(64, PAIR_C2, Op::Look)
            .restart(200, S1),
        CRASHES,
    )
}

fn both_lead() -> Scenario {
    scenario(
        "both-lead",
        (
            phrase!("Silence is not death: both serve", "没有响应不等于宕机：两台都在服务"),
            phrase!(
                "No server crashes; a partition separates S1 and C1 from S2 and C2. S1 takes S2 for dead and goes on alone, S2 takes S1 for dead and takes over. After the partition S1 learns of it and loses what it did, although C1 was told that it is done.",
                "没有服务器宕机，只是分区把 S1、C1 与 S2、C2 隔开。S1 以为 S2 宕机，独自继续；S2 以为 S1 宕机，接管服务。分区恢复后 S1 得知此事，丢失了自己做过的事，而 C1 早已收到成功的应答。"
            ),
        ),
        pair(),
        Script::default()
            .partition(30, &[S1, PAIR_C1], &[S2, PAIR_C2])
            .ask(40, PAIR_C1, Op::Pay(30))
            .ask(40, PAIR_C2, Op::Pay(20))
            .heal(160)
            .ask(170, PAIR_C1, Op::SetStock(8)),
        &["answered-executed"],
    )
}

fn wall_clock_lies() -> Scenario {
    sound(
        "wall-clock-lies",
        (
            phrase!("The wall clock lies", "物理时钟会说谎"),
            phrase!(
                "C1's clock is 100 ms ahead. C1 submits form A; C2 looks, sees that order, and submits form B because of it. By wall clocks B came first; the Lamport counters and the vectors know that A happened before B. Select S1 at the end.",
                "C1 的时钟快了 100 毫秒。C1 提交表单 A；C2 查询到这个订单，于是提交表单 B。按物理时钟 B 在先；Lamport 时钟和向量时钟知道 A 先于 B。最后请选中 S1 查看。"
            ),
        ),
        vec![pick("clocks", "vector")],
        Script::default().then(2, Action::ShiftClock(C1, 100_000)).ask(4, C1, form()).ask(40, C2, Op::Look).ask(
            70,
            C2,
            Op::Submit("B".to_owned()),
        ),
        NO_DUPLICATES,
    )
}

fn concurrent() -> Scenario {
    sound(
        "concurrent",
        (
            phrase!("Concurrent: only vectors tell", "并发：只有向量时钟看得出"),
            phrase!(
                "C1 and C2 submit forms, and neither knows of the other's. The Lamport counters put A before B, as if one had led to the other; the vectors show that the two are concurrent. Select S1 at the end.",
                "C1 与 C2 各自提交表单，互不知情。Lamport 时钟把 A 排在 B 之前，好像有先后因果；向量时钟表明两者并发。最后请选中 S1 查看。"
            ),
        ),
        vec![pick("clocks", "lamport")],
        Script::default().ask(4, C2, Op::Look).ask(30, C2, Op::Submit("B".to_owned())).ask(36, C1, form()),
        NO_DUPLICATES,
    )
}
