//! Two servers, of which one leads and the other stands by: the leader answers once the stand-by has its new state, and the stand-by takes
//! over when the leader is silent (Alsberg & Day, *A Principle for Resilient Sharing of Distributed Resources*, 1976).
//!
//! That is right as long as silence means death: servers crash, and the network neither breaks nor dawdles. Where it does, both may
//! lead; the lab says so, and shows it.

use super::books::{Books, Ledger};
use super::server::{Doing, Job, Server};
use super::{Body, Out, RequestReply, Timer};
use synod_kernel::Pid;
use synod_words::phrase;

impl Server {
    /// A server starts. One that led alone goes on; any other that comes back cannot know what it missed, and asks first.
    pub fn boot(lab: &RequestReply, ledger: &Ledger, out: &mut Out<'_>) -> Server {
        let mut server = Server { ledger: ledger.clone(), queue: Vec::new(), held: Vec::new(), doing: Doing::Ready };
        let other = lab.other_server(out.me());
        match (other, ledger.epoch) {
            (_, 0) => {
                let leads = out.me() == Pid(0);
                server.ledger =
                    Ledger { epoch: 1, leads, alone: false, version: 0, books: Books::default(), ..Ledger::default() };
            }
            (None, _) => {}
            (Some(other), _) if ledger.leads && ledger.alone => out.send(other, Body::Copy(ledger.clone())),
            (Some(other), _) => {
                server.doing = Doing::CatchingUp;
                out.send(other, Body::CatchUp);
            }
        }
        server
    }

    /// A client asks a server that does not lead, or that does not know yet what it missed.
    pub(super) fn asked_out_of_turn(&mut self, lab: &RequestReply, job: Job, out: &mut Out<'_>) {
        let Some(other) = lab.other_server(out.me()) else { return };
        if self.doing == Doing::CatchingUp {
            out.note(phrase!("must first learn what it missed", "必须先了解自己错过了什么"));
            out.send(other, Body::CatchUp);
            return;
        }
        if !self.queue.iter().any(|known| known.op == job.op) {
            self.queue.push(job);
        }
        if self.doing != Doing::Probing {
            self.doing = Doing::Probing;
            out.send(other, Body::Probe);
            out.arm(Timer::Probe, lab.takeover_us);
        }
    }

    /// The leader is alive: clients are sent to it.
    pub fn leader_is_alive(&mut self, out: &mut Out<'_>) {
        if self.doing != Doing::Probing {
            return;
        }
        self.doing = Doing::Ready;
        out.disarm(Timer::Probe);
        for job in std::mem::take(&mut self.queue) {
            out.send(job.client, Body::Elsewhere { op: job.op });
        }
    }

    /// The leader is silent: the stand-by takes its place, and serves who has asked.
    pub fn take_over(&mut self, lab: &RequestReply, out: &mut Out<'_>) {
        let Some(other) = lab.other_server(out.me()) else { return };
        if self.doing != Doing::Probing {
            return;
        }
        out.note(phrase!("hears nothing from {0} and takes over", "没有收到 {0} 的应答，接管服务", lab.name_of(other)));
        self.doing = Doing::Ready;
        self.ledger = Ledger { epoch: self.ledger.epoch + 1, leads: true, alone: true, ..std::mem::take(&mut self.ledger) };
        out.send(other, Body::Copy(self.ledger.clone()));
        for job in std::mem::take(&mut self.queue) {
            self.asked(lab, job, out);
        }
    }

    /// The stand-by is silent: the leader goes on without it.
    pub fn go_on_alone(&mut self, lab: &RequestReply, out: &mut Out<'_>) {
        let Some(other) = lab.other_server(out.me()) else { return };
        if self.held.is_empty() {
            return;
        }
        out.note(phrase!("hears nothing from {0} and goes on alone", "没有收到 {0} 的确认，独自继续服务", lab.name_of(other)));
        self.ledger.alone = true;
        self.release(lab, u32::MAX, out);
    }

    /// Sends the answers that tell of nothing newer than this version, and waits anew for the others.
    fn release(&mut self, lab: &RequestReply, version: u32, out: &mut Out<'_>) {
        for held in std::mem::take(&mut self.held) {
            if held.version <= version {
                out.send(held.client, Body::Answer { op: held.op, ret: held.ret });
            } else {
                self.held.push(held);
            }
        }
        if self.held.is_empty() {
            out.disarm(Timer::Copy);
        } else {
            out.arm(Timer::Copy, lab.takeover_us);
        }
    }

    /// The other server asks what it missed. From now on the leader waits for it again; only once that is on its disk does it say so.
    pub fn catch_up(&mut self, lab: &RequestReply, from: Pid, out: &mut Out<'_>) {
        self.ledger.alone = false;
        out.send(from, Body::Copy(self.ledger.clone()));
        if !self.held.is_empty() {
            out.arm(Timer::Copy, lab.takeover_us);
        }
    }

    /// The other server's state arrives: from the leader, to be kept, or from the stand-by, to a leader that has restarted.
    pub fn copy(&mut self, from: Pid, other: Ledger, out: &mut Out<'_>) {
        let own = self.ledger.epoch;
        if other.epoch < own || (other.epoch == own && self.ledger.leads && self.doing != Doing::CatchingUp) {
            if other.epoch < own && self.ledger.leads {
                out.send(from, Body::Copy(self.ledger.clone()));
            }
            return;
        }
        if other.epoch == own && self.ledger.leads {
            self.doing = Doing::Ready;
            if other.version > self.ledger.version {
                self.adopt(other.books, other.replies, other.version, out);
            }
            out.send(from, Body::Copy(self.ledger.clone()));
            return;
        }
        if other.epoch > own {
            self.step_down(other.epoch, out);
            self.adopt(other.books, other.replies, other.version, out);
        } else if other.version > self.ledger.version {
            self.adopt(other.books, other.replies, other.version, out);
        }
        self.leader_is_alive(out);
        if other.alone {
            // The leader does not wait for this server, which must not take over from it.
            self.doing = Doing::CatchingUp;
            out.send(from, Body::CatchUp);
        } else {
            self.doing = Doing::Ready;
            out.send(from, Body::Copied { epoch: other.epoch, version: other.version });
        }
    }

    /// Somebody else has taken over: this server stands by from now on.
    fn step_down(&mut self, epoch: u32, out: &mut Out<'_>) {
        if self.ledger.leads {
            out.note(phrase!("learns that the other server has taken over", "得知另一台服务器已接管，转为备用"));
            self.queue.clear();
            self.held.clear();
            out.disarm(Timer::Work);
            out.disarm(Timer::Copy);
        }
        self.ledger = Ledger { epoch, leads: false, alone: false, ..std::mem::take(&mut self.ledger) };
    }

    /// The stand-by has everything up to this version.
    pub fn copied(&mut self, lab: &RequestReply, epoch: u32, version: u32, out: &mut Out<'_>) {
        if !self.ledger.leads || epoch != self.ledger.epoch {
            return;
        }
        self.release(lab, version, out);
        if version == self.ledger.version {
            self.doing = Doing::Ready;
        }
    }
}
