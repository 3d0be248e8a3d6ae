//! Membership and failure detection: who belongs to a group, and which of its members have failed.
//!
//! Three detectors of the same group: heartbeats to all with a fixed time-out; φ-accrual, whose time-out follows what the network is like
//! (Hayashibara et al., *The φ Accrual Failure Detector*, SRDS 2004); and SWIM, where each member pings one other in a period and what it
//! finds spreads on the back of these messages (Das, Gupta & Motivala, *SWIM*, DSN 2002).

mod admin;
mod beats;
mod lab;
mod member;
mod news;
mod params;
mod phi;
mod roster;
mod rules;
mod scenarios;
mod show;
mod swim;

use admin::Admin;
use member::Member;
pub use params::{Detector, Membership, Targets};
pub use phi::Z_MILLI;
pub use roster::{Status, Update};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Input, OperationId, Pid, Protocol};
use synod_order::Set;

/// What the administrator asks for: of which process.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// It joins the group, or joins it anew.
    Join(Pid),
    /// It leaves the group.
    Leave(Pid),
}

impl Op {
    /// The process that it is about.
    pub fn process(self) -> Pid {
        match self {
            Op::Join(pid) | Op::Leave(pid) => pid,
        }
    }
}

/// What the administrator is answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// It is done.
    Done,
    /// No answer came in time.
    NoAnswer,
}

/// What processes send each other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Msg {
    /// Administrator to member: please.
    Ask {
        /// The operation.
        op: OperationId,
        /// What it asks for.
        body: Op,
    },
    /// Member to administrator: done.
    Done {
        /// The operation.
        op: OperationId,
    },
    /// I am alive.
    Beat {
        /// The sender's incarnation.
        incarnation: u32,
    },
    /// May I join?
    Join {
        /// The sender's incarnation.
        incarnation: u32,
    },
    /// Yes; these are the members, the sender among them.
    Members {
        /// What the sender holds of each.
        list: Vec<Update>,
    },
    /// I leave.
    Leave {
        /// The sender's incarnation.
        incarnation: u32,
    },
    /// SWIM: are you alive?
    Ping {
        /// The number of the probe.
        seq: u32,
        /// Whose probe it is: the sender's own, or that of a member who asked it to ping.
        asker: Pid,
        /// What spreads with it.
        news: Vec<Update>,
    },
    /// SWIM: please ping this one for me.
    PingReq {
        /// The number of the probe.
        seq: u32,
        /// Whom.
        target: Pid,
        /// What spreads with it.
        news: Vec<Update>,
    },
    /// SWIM: the target is alive.
    Ack {
        /// The number of the probe.
        seq: u32,
        /// Whose probe it is.
        asker: Pid,
        /// Who is alive.
        target: Pid,
        /// What spreads with it.
        news: Vec<Update>,
    },
}

/// Timers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// The next heartbeat.
    Beat,
    /// Heartbeats: nothing was heard of this member for too long.
    Silence(Pid),
    /// SWIM: the next protocol period.
    Period,
    /// SWIM: no acknowledgement came directly.
    Ack,
    /// SWIM: nobody has refuted the suspicion of this member.
    Suspicion(Pid),
    /// Nobody has let the process join yet.
    Join,
    /// The administrator stops waiting.
    GiveUp(OperationId),
}

/// What is left to chance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Choice {
    /// Whom a member pings.
    Target,
    /// Whom it asks to ping for it: the first, the second, the third.
    Helper(u8),
    /// Whom a process asks to let it join.
    Contact,
}

/// What survives a crash.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// Whether the process has started before.
    started: bool,
    /// Its incarnation.
    incarnation: u32,
    /// Whether it belongs to the group.
    inside: bool,
    /// The members that it has known and that have not left.
    known: Set<Pid>,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node(Role);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Role {
    Member(Member),
    Admin(Admin),
}

impl Protocol for Membership {
    type Msg = Msg;
    type Timer = Timer;
    type Choice = Choice;
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, fx: &mut Effects<Self>) -> Node {
        Node(if self.is_admin(cx.me) { Role::Admin(Admin::default()) } else { Role::Member(Member::boot(self, cx, disk, fx)) })
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (&mut node.0, input) {
            (Role::Admin(admin), Input::Request { op, body }) => admin.request(self, op, body, fx),
            (Role::Admin(admin), Input::Message { msg: Msg::Done { op }, .. }) => admin.answered(op, fx),
            (Role::Admin(admin), Input::Timeout(Timer::GiveUp(op))) => admin.give_up(op, fx),
            (Role::Member(member), Input::Message { from, msg }) => member.receive(self, cx, from, msg, fx),
            (Role::Member(member), Input::Timeout(timer)) => member.timeout(self, cx, timer, fx),
            (Role::Member(member), Input::Chosen(choice, drawn)) => member.chosen(self, cx, choice, drawn, fx),
            (Role::Admin(_), _) | (Role::Member(_), Input::Request { .. }) => {}
        }
    }
}
