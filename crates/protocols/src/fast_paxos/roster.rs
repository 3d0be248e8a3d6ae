//! Who takes part: clients, coordinators, acceptors, learners, in this order, as a value travels.

use super::FastPaxos;
use crate::{Cluster, ProcessSpec};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

/// What a process is, with its place among its like, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Client(u16),
    Coordinator(u16),
    Acceptor(u16),
    Learner(u16),
}

impl FastPaxos {
    /// What a process is.
    pub(super) fn part(&self, pid: Pid) -> Part {
        let (coordinators, acceptors, learners) = self.starts();
        match pid.0 {
            i if i < coordinators => Part::Client(i),
            i if i < acceptors => Part::Coordinator(i - coordinators),
            i if i < learners => Part::Acceptor(i - acceptors),
            i => Part::Learner(i - learners),
        }
    }

    /// Where coordinators, acceptors and learners begin.
    fn starts(&self) -> (u16, u16, u16) {
        let acceptors = self.clients + self.coordinators;
        (self.clients, acceptors, acceptors + self.acceptors)
    }

    pub(super) fn clients(&self) -> impl Iterator<Item = Pid> + use<> {
        (0..self.clients).map(Pid)
    }

    /// The coordinator of that place, counted from 0 and round again.
    pub(super) fn coordinator(&self, place: u16) -> Pid {
        Pid(self.clients + place % self.coordinators.max(1))
    }

    pub(super) fn acceptors(&self) -> impl Iterator<Item = Pid> + use<> {
        let (_, from, to) = self.starts();
        (from..to).map(Pid)
    }

    pub(super) fn learners(&self) -> impl Iterator<Item = Pid> + use<> {
        let (.., from) = self.starts();
        (from..from + self.learners).map(Pid)
    }

    /// The name of a process.
    pub(super) fn name_of(&self, pid: Pid) -> String {
        match self.part(pid) {
            Part::Client(i) => format!("C{}", i + 1),
            Part::Coordinator(i) => format!("K{}", i + 1),
            Part::Acceptor(i) => format!("A{}", i + 1),
            Part::Learner(i) => format!("L{}", i + 1),
        }
    }

    /// The processes and their network.
    pub(super) fn processes(&self) -> Cluster {
        let count = self.clients + self.coordinators + self.acceptors + self.learners;
        let spec = |i: u16| {
            let part = self.part(Pid(i));
            ProcessSpec { name: self.name_of(Pid(i)), role: role(part), client: matches!(part, Part::Client(_)) }
        };
        // In the model with several data centres every acceptor has its own; all others are where the first acceptor is.
        let site = |i: u16| if let Part::Acceptor(place) = self.part(Pid(i)) { place as u8 } else { 0 };
        Cluster { processes: (0..count).map(spec).collect(), network: self.conditions.network((0..count).map(site).collect()) }
    }
}

fn role(part: Part) -> Phrase {
    match part {
        Part::Client(_) => phrase!("client", "客户端"),
        Part::Coordinator(_) => phrase!("coordinator", "协调者"),
        Part::Acceptor(_) => phrase!("acceptor", "决策者"),
        Part::Learner(_) => phrase!("learner", "学习者"),
    }
}
