//! A process with one role or with all of them, and how its roles work together.

use super::catch_up::CatchUp;
use super::{Acceptor, Command, Detector, Disk, Log, Msg, Out, Timer};
use super::{Roles, proposer::Proposer, replica::Replica};
use crate::Ballot;
use synod_check::Fact;
use synod_kernel::Pid;
use synod_order::Map;
use synod_words::phrase;

/// A server: where roles are merged it has all three, where they are apart one.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Server {
    pub(super) proposer: Option<Proposer>,
    pub(super) acceptor: Option<Acceptor>,
    pub(super) replica: Option<Replica>,
    /// What it knows to be chosen. An acceptor alone knows nothing of that.
    pub(super) log: Log,
    catch_up: CatchUp,
}

impl Server {
    /// It starts, with what its disk holds; after a crash it asks what it missed.
    pub(super) fn boot(disk: &Disk, out: &mut Out<'_>) -> Self {
        let mp = out.lab;
        let mut server = Server {
            proposer: mp.proposes(out.me).then(|| Proposer::new(disk.used, disk.acceptor.promised())),
            acceptor: mp.accepts(out.me).then(|| disk.acceptor.clone()),
            replica: mp.learns(out.me).then(Replica::default),
            log: disk.log.clone(),
            catch_up: CatchUp::default(),
        };
        server.apply(false, out);
        if server.proposer.is_some() && mp.detector == Detector::Heartbeats {
            out.arm_suspicion();
        }
        if *disk != Disk::default() {
            let from = server.log.first_unchosen();
            out.send_all(mp.log_keepers(out.me), &Msg::Missing { from });
        }
        server
    }

    /// What is to survive a crash.
    pub(super) fn disk(&self) -> Disk {
        Disk {
            acceptor: self.acceptor.clone().unwrap_or_default(),
            used: self.proposer.as_ref().map_or(Ballot::NONE, Proposer::used),
            log: self.log.clone(),
        }
    }

    /// A message arrives, perhaps from another role of the same process.
    pub(super) fn receive(&mut self, from: Pid, msg: Msg, out: &mut Out<'_>) {
        match msg {
            Msg::Request { command } => self.request(command, out),
            Msg::Prepare { ballot, from: slot } => {
                self.see(ballot, out);
                let Some(acceptor) = &mut self.acceptor else { return };
                let reply = acceptor.prepare(ballot, slot);
                out.save = true;
                reply_to(from, reply, out);
            }
            Msg::Accept { ballot, slot, command, upto } => {
                self.see(ballot, out);
                self.heard(upto, from, out);
                let Some(acceptor) = &mut self.acceptor else { return };
                let reply = acceptor.accept(ballot, slot, command);
                out.save = true;
                reply_to(from, reply, out);
            }
            Msg::Promise { ballot, accepted } => {
                let Some(proposer) = &mut self.proposer else { return };
                proposer.promised(from, ballot, accepted, &self.log, out);
            }
            Msg::Accepted { ballot, slot, command } => self.accepted(from, ballot, slot, &command, out),
            Msg::Nack { promised, .. } => {
                if self.see(promised, out)
                    && let Some(leader) = out.lab.owner(promised)
                    && out.lab.log_keepers(out.me).contains(&leader)
                {
                    out.send(leader, Msg::Missing { from: self.log.first_unchosen() });
                }
            }
            Msg::Chosen { ballot, entries, upto } => self.told(from, ballot, &entries, upto, out),
            Msg::Missing { from: slot } => {
                let entries = self.log.since(slot);
                if !entries.is_empty() {
                    out.send(from, self.chosen(entries));
                }
            }
            Msg::Heartbeat { ballot, upto } => {
                self.see(ballot, out);
                self.heard(upto, from, out);
            }
            Msg::Answer { .. } => {}
        }
    }

    /// A timer runs out.
    pub(super) fn timeout(&mut self, timer: &Timer, out: &mut Out<'_>) {
        if *timer == Timer::CatchUp {
            return self.catch_up.ask(&self.log, out);
        }
        let Some(proposer) = &mut self.proposer else { return };
        match timer {
            Timer::Suspect => proposer.suspect(&self.log, out),
            Timer::Resend => proposer.resend(&self.log, out),
            Timer::Heartbeat => proposer.beat(&self.log, out),
            Timer::CatchUp | Timer::Retry | Timer::GiveUp => {}
        }
    }

    /// A client's request. What was applied already is only answered again.
    fn request(&mut self, command: Command, out: &mut Out<'_>) {
        let Command::Client { op, client, .. } = &command else { return };
        if let Some(ret) = self.replica.as_ref().and_then(|replica| replica.result(*op)) {
            out.note(phrase!("has applied this request before and answers again", "此请求已执行过，再次应答"));
            return out.send(*client, Msg::Answer { op: *op, ret: ret.clone() });
        }
        if out.lab.roles == Roles::Apart
            && let Some(slot) = self.log.slot_of(*op)
        {
            let mut entries = Map::new();
            entries.insert(slot, command);
            return out.send_all(out.lab.learners(), &self.chosen(entries));
        }
        if let Some(proposer) = &mut self.proposer {
            proposer.request(command, &self.log, out);
        }
    }

    /// There is this ballot; returns whether that ends the process's time as leader.
    fn see(&mut self, ballot: Ballot, out: &mut Out<'_>) -> bool {
        self.proposer.as_mut().is_some_and(|proposer| proposer.see(ballot, out))
    }

    /// Slots up to `upto` are chosen. A leader knows better, and an acceptor alone does not care.
    fn heard(&mut self, upto: u32, from: Pid, out: &mut Out<'_>) {
        if out.lab.keeps_log(out.me) && !self.leads() {
            self.catch_up.heard(upto, from, &self.log, out);
        }
    }

    fn leads(&self) -> bool {
        self.proposer.as_ref().is_some_and(Proposer::leads)
    }

    /// An acceptor has accepted: the leader counts, and so does a learner of its own.
    fn accepted(&mut self, from: Pid, ballot: Ballot, slot: u32, command: &Command, out: &mut Out<'_>) {
        if let Some(proposer) = &mut self.proposer {
            if let Some(command) = proposer.accepted(from, ballot, slot, out) {
                let mut entries = Map::new();
                entries.insert(slot, command.clone());
                note_chosen(slot, &command, out);
                self.learn(slot, &command, out);
                out.send_all(out.lab.other_proposers(out.me), &self.chosen(entries));
                self.apply_and_answer(out);
            }
        } else if let Some(replica) = &mut self.replica
            && self.log.get(slot).is_none()
            && replica.vote(out.lab.q2(), from, ballot, slot)
        {
            note_chosen(slot, command, out);
            self.learn(slot, command, out);
            self.apply_and_answer(out);
            self.heard(0, from, out);
        }
    }

    /// Somebody says what is chosen.
    fn told(&mut self, from: Pid, ballot: Ballot, entries: &Map<u32, Command>, upto: u32, out: &mut Out<'_>) {
        self.see(ballot, out);
        for (slot, command) in entries {
            self.learn(*slot, command, out);
        }
        if out.lab.roles == Roles::Apart && entries.len() == 1 {
            self.answer_again(entries, out);
        }
        self.apply_and_answer(out);
        self.heard(upto, from, out);
    }

    /// A learner that is told of one command which it has applied already answers its client once more: a proposer sends that when the
    /// client asks again.
    fn answer_again(&self, entries: &Map<u32, Command>, out: &mut Out<'_>) {
        let Some(replica) = &self.replica else { return };
        for command in entries.values() {
            if let Command::Client { op, client, .. } = command
                && let Some(ret) = replica.result(*op)
            {
                out.send(*client, Msg::Answer { op: *op, ret: ret.clone() });
            }
        }
    }

    /// Takes up what is chosen in a slot.
    fn learn(&mut self, slot: u32, command: &Command, out: &mut Out<'_>) {
        let known = self.log.get(slot);
        if known == Some(command) {
            return;
        }
        out.tell(Fact::Learned { instance: slot, value: command.value() });
        if known.is_some() {
            out.note(phrase!(
                "hears that slot {0} holds {1}, and has another command there",
                "听说槽 {0} 为 {1}，而自己的槽中是另一命令",
                slot,
                command.to_string()
            ));
            return;
        }
        self.log.learn(slot, command);
        out.save = true;
        if let Some(replica) = &mut self.replica {
            replica.settle(slot);
        }
        if let Some(proposer) = &mut self.proposer {
            proposer.settle(slot, command, &self.log, out);
        }
    }

    /// Applies what can be applied. The leader answers the client; where roles are apart, every learner does.
    fn apply_and_answer(&mut self, out: &mut Out<'_>) {
        self.apply(out.lab.roles == Roles::Apart || self.leads(), out);
    }

    fn apply(&mut self, answers: bool, out: &mut Out<'_>) {
        let Some(replica) = &mut self.replica else { return };
        while let Some(slot) = replica.next(out.lab.holes, &self.log) {
            let Some(command) = self.log.get(slot) else { return };
            if let Some((client, op, ret)) = replica.apply(slot, command, out)
                && answers
            {
                out.send(client, Msg::Answer { op, ret });
            }
        }
    }

    fn chosen(&self, entries: Map<u32, Command>) -> Msg {
        let ballot = self.proposer.as_ref().map_or(Ballot::NONE, Proposer::seen);
        Msg::Chosen { ballot, entries, upto: self.log.upto() }
    }
}

/// A quorum of phase 2 has accepted.
fn note_chosen(slot: u32, command: &Command, out: &mut Out<'_>) {
    let (text, q2) = (command.to_string(), out.lab.q2());
    out.note(phrase!(
        "learns that {1} is chosen in slot {0} (accepted by {2})",
        "得知槽 {0} 选定 {1}（{2} 个决策者已接受）",
        slot,
        text,
        q2
    ));
}

/// An acceptor answers the proposer; where roles are apart, learners hear what it accepts.
fn reply_to(proposer: Pid, reply: Msg, out: &mut Out<'_>) {
    if let (Roles::Apart, Msg::Accepted { .. }) = (out.lab.roles, &reply) {
        out.send_all(out.lab.learners(), &reply);
    }
    out.send(proposer, reply);
}
