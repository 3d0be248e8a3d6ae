//! Request and reply: a client asks, a server answers; what a client can know when no answer comes, and what sending again does (Birrell
//! & Nelson, *Implementing Remote Procedure Calls*, 1984; Spector 1982).
//!
//! A request may be sent once, or again after each time-out; the server executes it as often as it comes, or keeps its replies and
//! executes it at most once. A second server may [stand by](standby). Every process keeps [logical clocks](clocks), which change nothing.

mod books;
mod client;
mod clocks;
mod lab;
mod operation;
mod params;
mod rules;
mod scenarios;
mod server;
mod show;
mod standby;

pub use books::{Books, Execution, Ledger, Replies};
use client::Client;
pub use clocks::{Clocks, Stamp};
pub use operation::{Op, Ret};
pub use params::{Cache, RequestReply, Resend, Shown};
use server::{Job, Server};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Input, OperationId, Pid, Protocol};
use synod_words::Phrase;

/// What processes send each other, with what the sender's clocks show.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Msg {
    /// What it says.
    pub body: Body,
    /// The clocks when it was sent.
    pub stamp: Stamp,
}

/// What a message says. `op` names the request that it belongs to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the same few fields in every message, told above and in each message's own words")]
pub enum Body {
    /// Client to server: please do this.
    Ask { op: OperationId, what: Op },
    /// Server to client: done, or refused.
    Answer { op: OperationId, ret: Ret },
    /// Stand-by to client: the other server leads.
    Elsewhere { op: OperationId },
    /// Leader to stand-by: this is my state. Stand-by to a leader that has restarted: this is what I have.
    Copy(Ledger),
    /// Stand-by to leader: I have it.
    Copied { epoch: u32, version: u32 },
    /// A server that may have missed something to the other: what?
    CatchUp,
    /// Stand-by to leader: are you alive?
    Probe,
    /// Leader to stand-by: yes.
    Alive,
}

/// Timers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At a client: no answer.
    TimeOut,
    /// At a server: the request that it works on is done.
    Work,
    /// At a leader: the stand-by has not confirmed.
    Copy,
    /// At a stand-by: the leader does not answer.
    Probe,
}

/// What survives a crash: the clocks of every process, so that they never run backwards, and a server's ledger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    clocks: Clocks,
    ledger: Ledger,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    clocks: Clocks,
    role: Role,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Role {
    Server(Server),
    Client(Client),
}

/// Where a process puts what it wants done; what it sends gets stamped.
#[derive(Debug)]
struct Out<'a> {
    cx: Cx,
    processes: u16,
    clocks: &'a mut Clocks,
    fx: Effects<RequestReply>,
}

impl Out<'_> {
    fn me(&self) -> Pid {
        self.cx.me
    }

    fn send(&mut self, to: Pid, body: Body) {
        self.clocks.tick(self.cx.me, self.processes);
        self.fx.send(to, Msg { body, stamp: Stamp { wall: self.cx.clock, logical: self.clocks.clone() } });
    }

    fn arm(&mut self, timer: Timer, after_us: u64) {
        self.fx.arm(timer, after_us);
    }

    fn disarm(&mut self, timer: Timer) {
        self.fx.disarm(timer);
    }

    fn reply(&mut self, op: OperationId, ret: Ret) {
        self.fx.reply(op, ret);
    }

    fn note(&mut self, phrase: Phrase) {
        self.fx.note(phrase);
    }

    fn tell(&mut self, fact: Fact) {
        self.fx.tell(fact);
    }
}

impl Protocol for RequestReply {
    type Msg = Msg;
    type Timer = Timer;
    /// Nothing is left to chance but the network.
    type Choice = ();
    type Op = Op;
    type Ret = Ret;
    type Fact = Fact;
    type Durable = Disk;
    type Node = Node;

    fn boot(&self, cx: Cx, disk: &Disk, fx: &mut Effects<Self>) -> Node {
        let mut clocks = disk.clocks.clone();
        let mut out = Out { cx, processes: self.processes(), clocks: &mut clocks, fx: Effects::default() };
        let role = if self.is_client(cx.me) {
            Role::Client(Client::default())
        } else {
            Role::Server(Server::boot(self, &disk.ledger, &mut out))
        };
        let asked = out.fx;
        let node = Node { clocks, role };
        self.save(disk, &node, asked, fx);
        node
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        let before = self.disk_of(node);
        if let Input::Message { msg, .. } = &input {
            node.clocks.hear(&msg.stamp.logical);
        }
        node.clocks.tick(cx.me, self.processes());
        let mut out = Out { cx, processes: self.processes(), clocks: &mut node.clocks, fx: Effects::default() };
        match (&mut node.role, input) {
            (Role::Client(client), Input::Request { op, body }) => client.request(self, op, body, &mut out),
            (Role::Client(client), Input::Message { from, msg }) => client_hears(self, client, from, msg, &mut out),
            (Role::Client(client), Input::Timeout(Timer::TimeOut)) => client.time_out(self, &mut out),
            (Role::Server(server), Input::Message { from, msg }) => server_hears(self, server, from, msg, &mut out),
            (Role::Server(server), Input::Timeout(timer)) => match timer {
                Timer::Work => server.work(self, &mut out),
                Timer::Copy => server.go_on_alone(self, &mut out),
                Timer::Probe => server.take_over(self, &mut out),
                Timer::TimeOut => {}
            },
            _ => {}
        }
        let asked = out.fx;
        self.save(&before, node, asked, fx);
    }
}

fn client_hears(lab: &RequestReply, client: &mut Client, from: Pid, msg: Msg, out: &mut Out<'_>) {
    match msg.body {
        Body::Answer { op, ret } => client.answered(op, ret, out),
        Body::Elsewhere { op } => client.elsewhere(lab, op, from, out),
        _ => {}
    }
}

fn server_hears(lab: &RequestReply, server: &mut Server, from: Pid, msg: Msg, out: &mut Out<'_>) {
    match msg.body {
        Body::Ask { op, what } => server.asked(lab, Job { client: from, op, what, stamp: msg.stamp }, out),
        Body::Copy(ledger) => server.copy(from, ledger, out),
        Body::Copied { epoch, version } => server.copied(lab, epoch, version, out),
        Body::CatchUp => server.catch_up(lab, from, out),
        Body::Probe => out.send(from, Body::Alive),
        Body::Alive => server.leader_is_alive(out),
        Body::Answer { .. } | Body::Elsewhere { .. } => {}
    }
}

impl RequestReply {
    /// What a process has on its disk.
    fn disk_of(&self, node: &Node) -> Disk {
        let mut ledger = match &node.role {
            Role::Server(server) => server.ledger.clone(),
            Role::Client(_) => Ledger::default(),
        };
        if self.cache == Cache::Lost {
            ledger.replies.clear();
        }
        Disk { clocks: node.clocks.clone(), ledger }
    }

    /// Everything is on the disk before anything that was asked for happens: no message tells of what a crash could undo.
    fn save(&self, before: &Disk, node: &Node, asked: Effects<Self>, fx: &mut Effects<Self>) {
        let disk = self.disk_of(node);
        if disk != *before {
            fx.persist(disk);
        }
        for effect in asked {
            fx.push(effect);
        }
    }
}
