//! Everything that can happen to a world: one vocabulary for scripts, links, clicks, the simulator and the explorer.

use crate::{Limits, MessageId, Pid, Protocol, Ratio, Time};
use synod_words::{Arg, Phrase, phrase};

/// An action and the moment at which it happens.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Event<P: Protocol> {
    /// When, in microseconds; never before the world's own time.
    pub at: Time,
    /// What.
    pub action: Action<P>,
}

/// One thing that can happen.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Action<P: Protocol> {
    /// A message in flight arrives, now, whether it was due or not.
    Deliver(MessageId),
    /// A message in flight is lost.
    Drop(MessageId),
    /// A copy of a message in flight sets out; it takes its own time.
    Duplicate(MessageId),
    /// A message in flight takes so many microseconds longer.
    Delay(MessageId, u64),
    /// An armed timer runs out, now, whether it was due or not.
    Fire(Pid, P::Timer),
    /// A pending choice is made.
    Choose(Pid, P::Choice, u32),
    /// A client's user asks for an operation.
    Request(Pid, P::Op),
    /// A process loses everything but its disk.
    Crash(Pid),
    /// A crashed process starts again from its disk.
    Restart(Pid),
    /// A process stops working and keeps everything; what is due to it waits.
    Pause(Pid),
    /// A paused process goes on.
    Resume(Pid),
    /// What the first sends to the second is lost, also what is under way.
    Cut(Pid, Pid),
    /// The first reaches the second again.
    Mend(Pid, Pid),
    /// What the first sends to the second takes so many times as long, from now on.
    Slow(Pid, Pid, u16),
    /// Links between processes of different groups are cut, both ways. A process in no group keeps its links.
    Partition(Vec<Vec<Pid>>),
    /// Every link is mended and runs at its usual speed.
    Heal,
    /// Every message is lost with this probability, from now on.
    Loss(Ratio),
    /// Every message is duplicated with this probability, from now on.
    Duplication(Ratio),
    /// A process's clock jumps by so many microseconds.
    ShiftClock(Pid, i64),
    /// A process's clock runs fast or slow by so many parts per million, from now on.
    Drift(Pid, i32),
}

/// Why an action was refused. Nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rejected {
    /// It would happen before the present of the world.
    Past,
    /// It lies beyond [`Limits::TIME_US_MAX`].
    TooLate,
    /// There is no such process.
    NoProcess(Pid),
    /// No such message is in flight.
    NoMessage(MessageId),
    /// The timer is not armed.
    NoTimer(Pid),
    /// No such choice is pending, or not with so many possibilities.
    NoChoice(Pid),
    /// The client still waits for its last answer.
    Busy(Pid),
    /// The process has crashed.
    Crashed(Pid),
    /// The process has not crashed, so it cannot restart.
    NotCrashed(Pid),
    /// The process is paused.
    Paused(Pid),
    /// The process is not paused, so it cannot go on.
    NotPaused(Pid),
    /// A link needs two different ends.
    NoLink(Pid),
    /// A process stands in two groups of a partition, or there are fewer than two groups.
    BadGroups,
    /// The message has as many copies as it may have.
    TooManyCopies(MessageId),
    /// The number is out of its range: what is allowed stands in [`Limits`].
    OutOfRange,
    /// Too much is in flight already.
    Full,
}

impl Rejected {
    /// The reason in words, with processes called by the names that `name` gives them.
    pub fn phrase(&self, name: impl Fn(Pid) -> String) -> Phrase {
        let message = |m: &MessageId| -> Arg {
            phrase!("message {2} from {0} to {1}", "{0} 发给 {1} 的第 {2} 条消息", name(m.from), name(m.to), m.nth + 1).into()
        };
        match self {
            Rejected::Past => phrase!("it would change the past", "不能改变过去"),
            Rejected::TooLate => phrase!("a run ends after ten simulated days", "模拟时间最长为十天"),
            Rejected::NoProcess(p) => phrase!("there is no process number {0}", "没有编号为 {0} 的进程", p.0),
            Rejected::NoMessage(m) => phrase!("{0} is not under way", "{0}不在途中", message(m)),
            Rejected::NoTimer(p) => phrase!("{0} has no such timer running", "{0} 没有正在运行的这个定时器", name(*p)),
            Rejected::NoChoice(p) => phrase!("{0} has no such choice to make", "{0} 没有待定的这个随机选择", name(*p)),
            Rejected::Busy(p) => phrase!("{0} still waits for an answer", "{0} 仍在等待应答", name(*p)),
            Rejected::Crashed(p) => phrase!("{0} has crashed", "{0} 已宕机", name(*p)),
            Rejected::NotCrashed(p) => phrase!("{0} has not crashed", "{0} 没有宕机", name(*p)),
            Rejected::Paused(p) => phrase!("{0} is paused", "{0} 已暂停", name(*p)),
            Rejected::NotPaused(p) => phrase!("{0} is not paused", "{0} 没有暂停", name(*p)),
            Rejected::NoLink(p) => phrase!("a link from {0} to itself cannot fail", "{0} 到自身的链路不会出故障", name(*p)),
            Rejected::BadGroups => {
                phrase!(
                    "a partition needs two groups or more, and no process in two of them",
                    "分区至少需要两组，且一个进程不能同属两组"
                )
            }
            Rejected::TooManyCopies(m) => {
                phrase!("{0} already has {1} copies", "{0}已有 {1} 个副本", message(m), Limits::COPIES_MAX)
            }
            Rejected::OutOfRange => phrase!("the number is out of range", "数值超出范围"),
            Rejected::Full => {
                phrase!("more than {0} messages would be in flight", "在途消息会超过 {0} 条", Limits::IN_FLIGHT_MAX)
            }
        }
    }
}
