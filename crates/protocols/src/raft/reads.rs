//! Reads that bypass the log (Raft, § 8; dissertation, § 6.4).

use super::server::{Role, Server};
use super::{Msg, Out, Reads, Ret};
use synod_kernel::{OperationId, Pid};

/// A read that waits.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PendingRead {
    /// Who asks.
    client: Pid,
    /// In which operation.
    op: OperationId,
    /// For which key.
    key: String,
    /// A majority must have answered a message of this round or a later one: then it was the leader after the read began.
    round: u32,
    /// And the state machine must have come this far: the read index.
    index: u32,
}

impl Server {
    /// A leader is asked for a read, and the log is not to be used.
    pub(super) fn read(&mut self, client: Pid, op: OperationId, key: String, out: &mut Out<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        // Until an entry of its term is committed, a leader does not know what is (dissertation, § 6.4, step 1).
        let index = self.commit.max(leader.first);
        let safe = match out.raft.reads {
            Reads::Local => true,
            Reads::Lease => {
                let expires = leader.confirmed.1 + out.raft.lease_us();
                leader.confirmed.0 > 0 && !leader.challenged && out.now < expires && self.machine.applied() >= index
            }
            Reads::Log | Reads::ReadIndex => false,
        };
        if safe {
            return out.send(client, Msg::Answer { op, ret: Ret::Found(self.machine.read(&key)) });
        }
        leader.reads.retain(|read| read.client != client);
        leader.reads.push(PendingRead { client, op, key, round: leader.round + 1, index });
        self.broadcast(out);
        self.serve_reads(out);
    }

    /// Answers the reads for which both conditions are met.
    pub(super) fn serve_reads(&mut self, out: &mut Out<'_>) {
        let Role::Leader(leader) = &mut self.role else { return };
        let (confirmed, applied) = (leader.confirmed.0, self.machine.applied());
        leader.reads.retain(|read| {
            let waits = read.round > confirmed || read.index > applied;
            if !waits {
                out.send(read.client, Msg::Answer { op: read.op, ret: Ret::Found(self.machine.read(&read.key)) });
            }
            waits
        });
    }
}
