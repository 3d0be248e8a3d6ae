//! Leases: a lock that ends by itself (Gray & Cheriton, *Leases: An Efficient Fault-Tolerant Mechanism for Distributed File Cache
//! Consistency*, SOSP 1989).
//!
//! A server gives one holder at a time the lease on a store, for a term; the holder stops when the term is over by its own clock, so
//! whoever waits need not know whether it has crashed. Each lease has a number, and a store that checks numbers refuses what an earlier
//! holder sends after a later one has written: a *fencing token* (Burrows, *Chubby*, OSDI 2006, § 2.4: sequencers).
//!
//! In the paper several clients may hold a read lease on the same file, and the server asks them before a write. Here a lease excludes all
//! others, which is how elections and locks use it.

mod guide;
mod holder;
mod lab;
mod measures;
mod params;
mod rules;
mod scenarios;
mod server;
mod show;
mod store;

use holder::Holder;
pub use measures::{formula, load};
pub use params::{Leases, Recovery, Rule as Counting};
use server::{Granted, Server};
use store::{Content, Store};
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Input, OperationId, Pid, Protocol, Time};

/// What a holder's user asks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Op {
    /// Get the lease.
    Acquire,
    /// Give it back before it ends.
    Release,
    /// Put a value into the store; only for who holds the lease.
    Write(i64),
}

/// What is answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ret {
    /// The process holds the lease of that number.
    Holds(u32),
    /// It holds it no more.
    Released,
    /// The store has the value.
    Written,
    /// The process does not hold the lease; nothing was done.
    NotHolder,
    /// The store has seen a later lease of that number, and refuses.
    Fenced(u32),
    /// The lease was not to be had in time; the process wants it no more.
    GaveUp,
    /// The store did not answer in time.
    NoAnswer,
}

/// What processes send each other. `ask` numbers the requests of a holder, `lease` the leases of the server.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the same few fields in every message, told above and in each message's own words")]
pub enum Msg {
    /// Holder to server: may I have the lease?
    Acquire { ask: u32 },
    /// Holder to server: may I keep it longer?
    Extend { ask: u32, lease: u32 },
    /// Server to holder: yes, until then by the server's clock.
    Grant { ask: u32, lease: u32, until: Time },
    /// Server to holder: another has it, or the server has restarted; for so many microseconds, unless it becomes free before.
    Busy { rest_us: u64 },
    /// Server to holder: that lease is over, and cannot be extended.
    Over { lease: u32 },
    /// Server to those who wait: it is free.
    Free,
    /// Holder to server: I need it no more, and take back all that I asked for up to this.
    Release { ask: u32 },
    /// Holder to store: write this.
    Write { op: OperationId, lease: u32, value: i64 },
    /// Store to holder: done.
    Written { op: OperationId },
    /// Store to holder: no, I have seen that later lease.
    Fenced { op: OperationId, lease: u32 },
}

/// Timers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// At the server: the term is over.
    Term,
    /// At a server that has restarted: every lease that it may have granted before is over.
    Recovered,
    /// At a holder: its lease is over by its own clock.
    Expiry,
    /// At a holder: time to extend.
    Extend,
    /// At a holder that waits: ask again.
    Retry,
    /// At a holder: what it was about to write is ready.
    Work,
    /// At a holder: stop waiting.
    GiveUp,
}

/// What survives a crash.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Disk {
    /// At the server: the number of the last lease.
    lease: u32,
    /// At a server that keeps a table: who holds it.
    granted: Option<Granted>,
    /// At a holder: how often it has asked, so that no old answer is taken for a new one.
    asks: u32,
    /// At the store: all of it.
    content: Content,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node(Part);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Part {
    Server(Server),
    Store(Store),
    Holder(Holder),
}

impl Protocol for Leases {
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
        Node(match cx.me {
            Leases::SERVER => Part::Server(Server::boot(self, cx, disk, fx)),
            Leases::STORE => Part::Store(Store::boot(disk)),
            _ => Part::Holder(Holder::boot(disk, fx)),
        })
    }

    fn step(&self, cx: Cx, node: &mut Node, input: Input<Self>, fx: &mut Effects<Self>) {
        match (&mut node.0, input) {
            (Part::Server(server), Input::Message { from, msg }) => server.receive(self, cx, from, msg, fx),
            (Part::Server(server), Input::Timeout(timer)) => server.timeout(self, timer, fx),
            (Part::Store(store), Input::Message { from, msg: Msg::Write { op, lease, value } }) => {
                store.write(self, from, op, lease, value, fx);
            }
            (Part::Holder(holder), Input::Request { op, body }) => holder.request(self, cx, op, body, fx),
            (Part::Holder(holder), Input::Message { msg, .. }) => holder.receive(self, cx, msg, fx),
            (Part::Holder(holder), Input::Timeout(timer)) => holder.timeout(self, cx, timer, fx),
            _ => {}
        }
    }
}

impl Leases {
    /// The lease server.
    pub(crate) const SERVER: Pid = Pid(0);
    /// The store that the lease guards.
    pub(crate) const STORE: Pid = Pid(1);
    /// The first of those who may hold the lease.
    pub(crate) const FIRST_HOLDER: Pid = Pid(2);
}
