//! What processes send each other, and what they wait for.

use super::{Entry, Op, Position, Ret, Snapshot};
use synod_kernel::{OperationId, Pid};

/// What processes send each other: Raft, figures 2 and 13; dissertation, figures 6.1, 9.6 and § 3.10.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Msg {
    /// Client to server: the operation keeps its name when it is sent again.
    Request {
        /// Its name, and its number in the client's session.
        op: OperationId,
        /// The session; none where clients do not register.
        session: Option<u32>,
        /// What it asks for.
        body: Op,
    },
    /// Client to server: a session, please, for this operation and those to come.
    Register {
        /// The operation.
        op: OperationId,
    },
    /// Leader to client.
    Answer {
        /// To which operation.
        op: OperationId,
        /// What came of it.
        ret: Ret,
    },
    /// Server to client: another one leads.
    Redirect {
        /// Which operation was not taken.
        op: OperationId,
        /// The leader, where one is known.
        leader: Option<Pid>,
    },
    /// A candidate asks for a vote.
    RequestVote {
        /// The term in which it wants to lead.
        term: u32,
        /// The last entry of its log.
        last: Position,
        /// On which occasion.
        campaign: Campaign,
    },
    /// The answer.
    Vote {
        /// The term that was asked about where the vote is granted, else the voter's.
        term: u32,
        /// Yes or no.
        granted: bool,
        /// Whether it answers a pre-vote.
        trial: bool,
    },
    /// A leader replicates entries, or says that it is alive.
    Append {
        /// The leader's term.
        term: u32,
        /// The entry before them.
        prev: Position,
        /// The entries; none in a heartbeat.
        entries: Vec<Entry>,
        /// The leader's commit index.
        commit: u32,
        /// The leader's round of messages that this one belongs to.
        round: u32,
    },
    /// The answer.
    Appended {
        /// The follower's term.
        term: u32,
        /// Up to which index the logs match; else from which index the leader is to try.
        index: Result<u32, u32>,
        /// The round that it answers.
        round: u32,
    },
    /// A leader sends its snapshot to a server that needs entries which are compacted away.
    Install {
        /// The leader's term.
        term: u32,
        /// The snapshot.
        snapshot: Snapshot,
        /// The leader's round.
        round: u32,
    },
    /// A leader hands over: campaign at once.
    TimeoutNow {
        /// The leader's term.
        term: u32,
    },
}

/// On which occasion a vote is asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Campaign {
    /// Would you vote for me? Nothing is bound by it (dissertation, § 9.6).
    Trial,
    /// After a time-out.
    Real,
    /// The leader has asked for it (dissertation, § 3.10).
    HandedOver,
}

/// Timers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: turn to another server.
    Retry,
    /// At a client: stop waiting for an answer.
    GiveUp,
    /// At a server that does not lead: begin an election.
    Election,
    /// At a leader: say that it is alive.
    Heartbeat,
}
