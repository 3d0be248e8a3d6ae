//! Who takes part in a commit protocol: one coordinator, participants, clients.

use crate::{Cluster, ProcessSpec};
use synod_kernel::{Network, Pid};
use synod_words::phrase;

/// The coordinator.
pub const COORDINATOR: Pid = Pid(0);

/// Who takes part, by number: the coordinator `c`, the participants `p1` …, the clients `C1` ….
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Cast {
    /// How many participants.
    pub participants: u16,
    /// How many clients.
    pub clients: u16,
}

impl Cast {
    /// The i-th participant, counted from 1.
    pub fn participant(i: u16) -> Pid {
        Pid(i)
    }

    /// The participants, in order.
    pub fn participants(self) -> impl Iterator<Item = Pid> + Clone {
        (1..=self.participants).map(Pid)
    }

    /// The i-th client, counted from 1.
    pub fn client(self, i: u16) -> Pid {
        Pid(self.participants + i)
    }

    /// Whether a process is a participant.
    pub fn is_participant(self, pid: Pid) -> bool {
        (1..=self.participants).contains(&pid.0)
    }

    /// Whether a process is a client.
    pub fn is_client(self, pid: Pid) -> bool {
        pid.0 > self.participants
    }

    /// What a transfer of `amount` does to the account of a participant: the first pays, the others receive.
    pub fn change(self, participant: Pid, amount: i64) -> i64 {
        if participant == Cast::participant(1) { -amount * (i64::from(self.participants) - 1) } else { amount }
    }

    /// The name of the i-th participant.
    pub fn participant_name(i: u16) -> String {
        format!("p{i}")
    }

    /// The name of a process.
    pub fn name_of(self, pid: Pid) -> String {
        if pid == COORDINATOR {
            "c".to_owned()
        } else if self.is_participant(pid) {
            Cast::participant_name(pid.0)
        } else {
            format!("C{}", pid.0 - self.participants)
        }
    }

    /// Processes and network.
    pub fn cluster(self, network: Network) -> Cluster {
        let process = |pid: Pid| {
            let role = if pid == COORDINATOR {
                phrase!("coordinator", "协调者")
            } else if self.is_participant(pid) {
                phrase!("participant", "参与者")
            } else {
                phrase!("client", "客户端")
            };
            ProcessSpec { name: self.name_of(pid), role, client: self.is_client(pid) }
        };
        Cluster { processes: (0..=self.participants + self.clients).map(|i| process(Pid(i))).collect(), network }
    }
}
