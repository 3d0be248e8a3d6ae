//! What a search says.

use super::setting::Setting;
use super::{Quest, QuestBudget};
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
            footing(order)
        ),
        _ => phrase!(
            "It holds for every schedule with {0}: {1} states, none is left. {2}",
            "在 {0} 的每个调度中都成立：共 {1} 个状态，已全部检查。{2}",
            bound,
            states,
            footing(order)
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
        footing(order)
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
    phrase!(
        "{0}, at most {1} crashes (each with a restart), {2} lost, {3} duplicated messages, {4} partitions, {5} time-outs",
        "{0}、至多 {1} 次宕机（各可重启一次）、{2} 条消息丢失、{3} 条消息重复、{4} 次分区、{5} 次超时",
        asked(setting),
        budget.crashes,
        budget.drops,
        budget.duplicates,
        budget.partitions,
        budget.timeouts
    )
}

/// On what footing it is said: what was left out because something equivalent was looked at, and how states are told apart.
fn footing(order: Order) -> Phrase {
    match order {
        Order::Steps => phrase!(
            "Messages take any time and overtake each other; clocks stand still. Left out as equivalent: the same message twice on one link, and \
             messages that would be ignored. States are told apart by 128-bit fingerprints.",
            "消息可延迟任意久并互相超越；时钟静止不动。视为等价而略去：同一链路上的相同消息，以及会被忽略的消息。状态以 128 位指纹区分。"
        ),
        Order::Deviations => phrase!(
            "Ordinarily messages arrive in the order in which they were sent; when nothing is under way, clients ask and timers run out, the \
             shortest first. A deviation: a message is held back and arrives at any later moment; a client asks, a timer runs out, a process \
             restarts or links mend while something is under way; a timer runs out before a shorter one; a crash, a loss, a copy, a partition. \
             Random choices are made at once; clocks stand still. States are told apart by 128-bit fingerprints.",
            "通常消息按发送顺序到达；没有消息在途时，客户端才提出请求、定时器才到时，时长最短的在先。以下各算一处偏离：一条消息被扣住，可在其后任意时刻到达；\
             有消息在途时客户端提出请求、定时器到时、进程重启或链路恢复；定时器先于更短的定时器到时；一次宕机、丢失、重复或分区。随机选择立即做出；\
             时钟静止不动。状态以 128 位指纹区分。"
        ),
    }
}

/// A whole number with a comma after each thousand.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let comma = |i: usize| i > 0 && (digits.len() - i).is_multiple_of(3);
    digits.char_indices().flat_map(|(i, digit)| comma(i).then_some(',').into_iter().chain([digit])).collect()
}
