//! What a search says.

use super::setting::{Setting, Wrong};
use super::{Quest, QuestBudget, Timing};
use synod_explore::{BadSettings, End, Order, Progress};
use synod_words::{Phrase, phrase};

/// How far it is.
pub(super) fn progress(order: Order, progress: &Progress) -> Phrase {
    let states = thousands(progress.states.into());
    match order {
        Order::Steps => phrase!(
            "{0} states, every schedule of {1} steps judged",
            "{0} 个状态，{1} 步以内的调度均已判定",
            states,
            progress.depth
        ),
        Order::Deviations if progress.depth == 0 => {
            phrase!("{0} states, those of the ordinary schedule", "{0} 个状态，均属通常的调度", states)
        }
        Order::Deviations => phrase!(
            "{0} states, every schedule with fewer than {1} deviations from the ordinary one judged",
            "{0} 个状态，与通常调度的偏离少于 {1} 处的调度均已判定",
            states,
            progress.depth
        ),
    }
}

/// What may be said when the promise was not broken within the bound.
pub(super) fn holds(setting: &Setting, ask: &Quest, order: Order, progress: &Progress) -> Phrase {
    let bound = bound(setting, ask.budget);
    let states = thousands(progress.states.into());
    match progress.end {
        Some(End::Depth) => phrase!(
            "It holds for every schedule of at most {0} steps with {1}: {2} states. {3}",
            "在至多 {0} 步、{1} 的每个调度中都成立：共 {2} 个状态。{3}",
            progress.depth,
            bound,
            states,
            footing(ask.budget, order)
        ),
        _ => phrase!(
            "It holds for every schedule with {0}: {1} states, none is left. {2}",
            "在 {0} 的每个调度中都成立：共 {1} 个状态，已全部检查。{2}",
            bound,
            states,
            footing(ask.budget, order)
        ),
    }
}

/// What may be said when the search stopped before it knew.
pub(super) fn open(setting: &Setting, ask: &Quest, order: Order, progress: &Progress) -> Phrase {
    let why = match progress.end {
        Some(End::Bytes) => phrase!("memory is used up", "内存已达上限"),
        _ => phrase!("that is the bound on states", "已达状态数上限"),
    };
    let looked = match order {
        Order::Steps => {
            phrase!("all schedules of {0} steps and some longer ones", "{0} 步以内的全部调度及部分更长的调度", progress.depth)
        }
        Order::Deviations => phrase!(
            "all schedules with fewer than {0} deviations from the ordinary one and some with more",
            "与通常调度的偏离少于 {0} 处的全部调度，以及部分偏离更多的调度",
            progress.depth
        ),
    };
    phrase!(
        "No violation in the first {0} states, which are {1}, with {2}; {3}. {4}",
        "前 {0} 个状态中没有违反：其中包括{1}，条件为 {2}；{3}。{4}",
        thousands(progress.states.into()),
        looked,
        bound(setting, ask.budget),
        why,
        footing(ask.budget, order)
    )
}

/// What must be said where a way was found that the simulator does not confirm.
pub(super) fn not_replayed(steps: usize) -> Phrase {
    phrase!(
        "A schedule of {0} steps was found in which it breaks, but the simulator does not confirm it once time passes between the steps; \
         nothing is claimed.",
        "找到一个 {0} 步的调度，其中该承诺被违反；但当各步之间有时间流逝时，模拟器未能重现，因此不作结论。",
        steps
    )
}

/// Why the settings of a search were refused.
pub(super) fn refused(bad: BadSettings) -> Phrase {
    phrase!("the search cannot be begun: {0}", "无法开始搜索：{0}", bad.to_string())
}

/// What the clients ask for.
pub(super) fn asked(setting: &Setting) -> Phrase {
    let requests = setting.requests();
    if setting.suggested {
        phrase!("{0} requests (what each client is offered first)", "{0} 个请求（各客户端的首个建议操作）", requests)
    } else {
        phrase!("the scenario's {0} requests", "场景中的 {0} 个请求", requests)
    }
}

/// What may happen, spelled out.
fn bound(setting: &Setting, budget: QuestBudget) -> Phrase {
    let asked = asked(setting);
    let back = match budget.timing {
        Some(Timing { restarts: false, .. }) => phrase!("for good", "不再重启"),
        _ => phrase!("each with a restart", "各可重启一次"),
    };
    let faults = phrase!(
        "at most {0} crashes ({1}), {2} lost, {3} duplicated messages, {4} partitions",
        "至多 {0} 次宕机（{1}）、{2} 条消息丢失、{3} 条消息重复、{4} 次分区",
        budget.crashes,
        back,
        budget.drops,
        budget.duplicates,
        budget.partitions
    );
    match budget.timing {
        None => phrase!("{0}, {1}, {2} time-outs", "{0}、{1}、{2} 次超时", asked, faults, budget.timeouts),
        Some(timing) => phrase!(
            "{0}, {1}, {2} pauses, {3} late messages, {4}, in the first {5} ms",
            "{0}、{1}、{2} 次暂停、{3} 条迟到的消息、{4}，限于前 {5} 毫秒",
            asked,
            faults,
            timing.pauses,
            timing.late,
            clocks(setting, timing),
            timing.horizon_ms
        ),
    }
}

/// How many clocks are wrong, and how.
fn clocks(setting: &Setting, timing: Timing) -> Phrase {
    if timing.clocks == 0 {
        return phrase!("all clocks right", "时钟全部准确");
    }
    let ways = setting.wrong(timing).into_iter().map(|wrong| match wrong {
        Wrong::Set(by_us) => phrase!("{0} ms ahead or behind", "快或慢 {0} 毫秒", in_thousands(by_us)),
        Wrong::Drifts(ppm) => phrase!("{0} % fast or slow", "走快或走慢 {0}%", in_ten_thousands(ppm)),
    });
    let ways = ways.reduce(|all, next| phrase!("{0}, or {1}", "{0}，或{1}", all, next)).unwrap_or_else(|| Phrase::verbatim(""));
    phrase!("{0} clocks wrong from the start ({1})", "{0} 个时钟自始不准（{1}）", timing.clocks, ways)
}

/// On what footing it is said: what was left out because something equivalent was looked at, and how states are told apart.
fn footing(budget: QuestBudget, order: Order) -> Phrase {
    match (budget.timing, order) {
        (None, Order::Steps) => phrase!(
            "Messages take any time and overtake each other; clocks stand still. Left out as equivalent: the same message twice on one link, and \
             messages that would be ignored. States are told apart by 128-bit fingerprints.",
            "消息可延迟任意久并互相超越；时钟静止不动。视为等价而略去：同一链路上的相同消息，以及会被忽略的消息。状态以 128 位指纹区分。"
        ),
        (None, Order::Deviations) => phrase!(
            "Ordinarily messages arrive in the order in which they were sent; when nothing is under way, clients ask and timers run out, the \
             shortest first. A deviation: a message is held back and arrives at any later moment; a client asks, a timer runs out, a process \
             restarts or links mend while something is under way; a timer runs out before a shorter one; a crash, a loss, a copy, a partition. \
             Random choices are made at once; clocks stand still. States are told apart by 128-bit fingerprints.",
            "通常消息按发送顺序到达；没有消息在途时，客户端才提出请求、定时器才到时，时长最短的在先。以下各算一处偏离：一条消息被扣住，可在其后任意时刻到达；\
             有消息在途时客户端提出请求、定时器到时、进程重启或链路恢复；定时器先于更短的定时器到时；一次宕机、丢失、重复或分区。随机选择立即做出；\
             时钟静止不动。状态以 128 位指纹区分。"
        ),
        (Some(timing), _) => phrase!(
            "{0} Timers run out when they are due; random spans are those of this seed. Left out as equivalent: other orders of steps at one \
             moment that no process and no judge can tell apart. States are told apart by 128-bit fingerprints.",
            "{0}定时器到期即触发；随机时长取自此种子。视为等价而略去：同一时刻各步的其他次序（进程与判定器都无法区分）。状态以 128 位指纹区分。",
            messages(timing)
        ),
    }
}

/// How long messages take, and at which moments they arrive.
fn messages(timing: Timing) -> Phrase {
    let take = match timing.delay_ms {
        None => phrase!("Messages take as long as this network lets them", "消息的延迟由该网络决定"),
        Some((least, Some(most))) if least == most => phrase!("Messages take {0} ms", "消息延迟 {0} 毫秒", least),
        Some((least, Some(most))) => phrase!("Messages take {0}–{1} ms", "消息延迟 {0}–{1} 毫秒", least, most),
        Some((least, None)) => phrase!("Messages take {0} ms or any longer time", "消息延迟 {0} 毫秒或任意更久", least),
    };
    match timing.grain_ms {
        0 => phrase!(
            "{0}; they arrive, and clients ask, at moments at which something else is due or a message may arrive at the earliest or latest.",
            "{0}；到达与请求只取这样的时刻：其他事件到期，或某条消息最早、最晚可到达。",
            take
        ),
        grain => phrase!(
            "{0}; they arrive in steps of {1} ms, and when something else is due; clients ask at such moments.",
            "{0}；到达时刻以 {1} 毫秒为步长，另加其他事件到期的时刻；客户端也在这些时刻请求。",
            take,
            grain
        ),
    }
}

/// Microseconds as milliseconds.
fn in_thousands(us: u64) -> String {
    decimal(us / 1_000, us % 1_000, 3)
}

/// Parts per million as parts in a hundred.
fn in_ten_thousands(ppm: u32) -> String {
    decimal((ppm / 10_000).into(), (ppm % 10_000).into(), 4)
}

/// A number with so many decimals, without zeros at its end.
fn decimal(whole: u64, rest: u64, digits: usize) -> String {
    let text = format!("{whole}.{rest:0digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A whole number with a comma after each thousand.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let comma = |i: usize| i > 0 && (digits.len() - i).is_multiple_of(3);
    digits.char_indices().flat_map(|(i, digit)| comma(i).then_some(',').into_iter().chain([digit])).collect()
}
