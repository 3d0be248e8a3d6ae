//! What a search for a promise of the end says.

use crate::quest::setting::Setting;
use crate::quest::words::{asked, thousands};
use crate::quest::{Quest, QuestBudget};
use synod_explore::{Calm, End, Progress};
use synod_words::{Phrase, phrase};

/// How far it is.
pub(in crate::quest) fn progress(progress: &Progress) -> Phrase {
    phrase!(
        "{0} states searched, with all schedules of {1} steps",
        "已搜索 {0} 个状态，包括 {1} 步以内的全部调度",
        thousands(progress.expanded.into()),
        progress.depth.saturating_sub(1)
    )
}

/// Why a block is one.
pub(super) fn block(missing: Option<Phrase>, followed: u32, calm: Calm, is_nearest: bool, confirmed: Option<Phrase>) -> Phrase {
    let repairs = if calm.repairs {
        phrase!("even if all failures are repaired", "即使所有故障都已修复")
    } else {
        phrase!("unless a failure is repaired", "除非有故障被修复")
    };
    let claim = if followed > 1 {
        phrase!(
            "From here on, {0}, that stays so: if nothing more fails, {1} states can follow, and in none of them has it come about.",
            "由此开始，{0}，一直如此：若不再发生故障，之后可能出现的状态共 {1} 个，没有一个能够达成。",
            repairs,
            thousands(followed.into())
        )
    } else {
        phrase!("That stays so, {0}: nothing more can happen.", "{0}，也一直如此：之后不会再发生任何事。", repairs)
    };
    let claim = match missing {
        Some(missing) => phrase!("{0}. {1}", "{0}。{1}", missing, claim),
        None => claim,
    };
    let claim = if is_nearest {
        phrase!("{0} No state nearer to the start is like that.", "{0}离起点更近的状态都不是这样。", claim)
    } else {
        claim
    };
    match confirmed {
        Some(sentence) => phrase!("{0} In the run: {1}", "{0}运行中可见：{1}", claim, sentence),
        None => phrase!(
            "{0} The run goes on by itself, so its own verdict stays open; this is what the search has shown.",
            "{0}这次运行本身不会停下，所以运行中的判定仍未定；以上结论由搜索得出。",
            claim
        ),
    }
}

/// Why a livelock is one.
pub(super) fn livelock(missing: Option<Phrase>, round: usize, states: u32) -> Phrase {
    let claim = phrase!(
        "Livelock: the last {0} steps lead back to where they began, and can be taken again and again. Every message under way arrives, every timer that stays armed runs out, and still nothing changes. ({1} states)",
        "活锁：最后 {0} 步回到出发时的状态，可以无限重复。其间在途消息都会送达，一直在计时的定时器都会到期，却毫无进展。（共 {1} 个状态）",
        round,
        thousands(states.into())
    );
    match missing {
        Some(missing) => phrase!("{0}. {1}", "{0}。{1}", missing, claim),
        None => claim,
    }
}

/// What may be said when there is neither a block nor a livelock.
pub(super) fn holds(setting: &Setting, ask: &Quest, calm: Calm, progress: &Progress) -> Phrase {
    phrase!(
        "It holds: whatever happens with {0}, from each of the {1} states what is promised can still come about, and no fair schedule misses it for ever. {2}",
        "成立：在 {0} 的条件下，无论发生什么，从全部 {1} 个状态出发都仍能达成所承诺的结果，且没有任何公平的调度会永远错过。{2}",
        bound(setting, ask.budget, calm),
        thousands(progress.states.into()),
        footing()
    )
}

/// What may be said when there is no block within the bound on steps.
pub(super) fn holds_so_far(setting: &Setting, ask: &Quest, calm: Calm, progress: &Progress) -> Phrase {
    phrase!(
        "No block: whatever happens in the first {0} steps with {1}, from each of the {2} states what is promised can still come about. Whether it can be missed for ever (a livelock) is not known: runs go on beyond the bound on steps. {3}",
        "没有阻塞：在 {1} 的条件下，无论前 {0} 步发生什么，从全部 {2} 个状态出发都仍能达成所承诺的结果。运行超出了步数上限，因此不知道是否可能永远错过（活锁）。{3}",
        progress.depth.saturating_sub(1),
        bound(setting, ask.budget, calm),
        thousands(progress.expanded.into()),
        footing()
    )
}

/// What may be said when the search stopped before it knew.
pub(super) fn open(setting: &Setting, ask: &Quest, calm: Calm, progress: &Progress, unknown: u32) -> Phrase {
    let why = match progress.end {
        Some(End::Bytes) => phrase!("memory is used up", "内存已达上限"),
        Some(End::Depth) => phrase!("runs go on beyond the bound on steps", "运行超出了步数上限"),
        _ => phrase!("that is the bound on states", "已达状态数上限"),
    };
    let known = if unknown == 0 {
        phrase!("each", "全部")
    } else {
        phrase!(
            "all but {0}, after which too much can follow to say,",
            "除 {0} 个（其后续太多，无法判定）以外",
            thousands(unknown.into())
        )
    };
    phrase!(
        "Open: from {0} of the first {1} states what is promised can still come about, with {2}; {3}. Whether it can be missed for ever is not known. {4}",
        "未定：在 {2} 的条件下，前 {1} 个状态中，{0}都仍能达成所承诺的结果；{3}。是否可能永远错过也不知道。{4}",
        known,
        thousands(progress.expanded.into()),
        bound(setting, ask.budget, calm),
        why,
        footing()
    )
}

/// What may happen, and what can be counted on, spelled out.
fn bound(setting: &Setting, budget: QuestBudget, calm: Calm) -> Phrase {
    let repairs = if calm.repairs {
        phrase!("all of which are repaired in the end", "最终都会修复")
    } else {
        phrase!("which need not be repaired", "不必修复")
    };
    phrase!(
        "{0}, at most {1} crashes and {2} partitions ({3}), {4} lost, {5} duplicated messages, and {6} time-outs that come too early",
        "{0}、至多 {1} 次宕机和 {2} 次分区（{3}）、{4} 条消息丢失、{5} 条消息重复、{6} 次过早的超时",
        asked(setting),
        budget.crashes,
        budget.partitions,
        repairs,
        budget.drops,
        budget.duplicates,
        budget.timeouts
    )
}

/// On what footing it is said.
fn footing() -> Phrase {
    phrase!(
        "A time-out is too early while any message is under way; the others are not counted, and come in any order. Fair: what is under way arrives, a timer that stays armed runs out, chance does not avoid an outcome for ever. Clocks stand still. Of messages that say the same on one link, one stands for all; states are told apart by 128-bit fingerprints.",
        "只要还有消息在途，超时就算过早；其余超时不计次数，先后任意。公平：在途消息终会送达，一直在计时的定时器终会到期，随机选择不会永远避开某个结果。时钟静止不动。同一链路上的相同消息以一条代表；状态以 128 位指纹区分。"
    )
}
