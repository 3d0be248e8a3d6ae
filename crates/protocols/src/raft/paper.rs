//! Logs with which the paper begins its figures: servers boot with them on their disks.

use super::{Command, Disk, Entry, Log, Logs, Raft};
use synod_kernel::Pid;

/// Raft, figure 7: the log of the server that leads term 8, S1, and the logs (a) to (f).
const FIGURE_7: [&[u32]; 7] = [
    &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6],
    &[1, 1, 1, 4, 4, 5, 5, 6, 6],
    &[1, 1, 1, 4],
    &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
    &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
    &[1, 1, 1, 4, 4, 4, 4],
    &[1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
];

/// Raft, figure 8, at (b): S1 had led term 2, and S5 leads term 3.
const FIGURE_8: [&[u32]; 5] = [&[1, 2], &[1, 2], &[1], &[1], &[1, 3]];

/// Raft, § 9.3: logs of different lengths. The last server led term 1 and has sent each of the others another part of its log.
const UNEVEN: [&[u32]; 7] =
    [&[1], &[1, 1], &[1, 1, 1], &[1, 1, 1, 1], &[1, 1, 1, 1, 1], &[1, 1, 1, 1, 1, 1], &[1, 1, 1, 1, 1, 1, 1]];

/// The disk with which a server boots for the first time.
pub(super) fn disk(raft: &Raft, server: Pid) -> Disk {
    let all: &[&[u32]] = match raft.logs {
        Logs::Empty => &[],
        Logs::Figure7 => &FIGURE_7,
        Logs::Figure8 => &FIGURE_8,
        Logs::Uneven => &UNEVEN,
    };
    let Some(terms) = all.get(server.index()) else { return Disk::default() };
    let mut log = Log::default();
    for term in *terms {
        log.push(Entry { term: *term, command: Command::NoOp });
    }
    // All have heard of the latest term in the figure, and a majority has elected its leader, so that nobody else can lead that term. In
    // figure 8 S1 was down then, and S2 refused.
    let (term, leader) = match raft.logs {
        Logs::Empty => (0, None),
        Logs::Figure7 => (7, Some(Pid(4))),
        Logs::Figure8 => (3, Some(Pid(4)).filter(|_| server.index() >= 2)),
        Logs::Uneven => (1, raft.n.checked_sub(1).map(Pid)),
    };
    Disk { term, voted: leader, log }
}
