//! A record: what the processes of a system declared to have done, and what befell them.
//!
//! A [`History`](crate::History) is what clients see of a store. Atomic commitment and consensus promise something about what the
//! *processes* do: no two decide differently, nobody waits for a process that has crashed. That is judged on a record.

use synod_order::Set;

use synod_words::{Arg, Phrase, phrase};

use crate::Value;

/// What happened to the processes of a system, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Record {
    /// The names of the processes, by their numbers.
    pub processes: Vec<String>,
    /// What happened, in the order in which it did.
    pub events: Vec<Event>,
    /// How the record ends.
    pub end: End,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// When, in microseconds.
    pub at: u64,
    /// To which process; for a message that got lost, its receiver.
    pub process: u16,
    /// What.
    pub what: What,
}

/// What happened to a process.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum What {
    /// It declares to have done something.
    Did(Fact),
    /// It crashes, or stands still.
    Failed,
    /// It works again.
    Recovered,
    /// A message to it is lost, or somebody meddles with the time of a message, a timer or its clock: something that an asynchronous
    /// network may do, and that counts as a failure wherever "no failure" is asked for.
    Disturbed,
}

/// What a process declares to have done.
///
/// A transaction, an instance of consensus and a request are numbered; instances of one log are its slots, from 1.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Fact {
    /// Atomic commitment: a transaction begins; the processes `voters` vote on it, and they and the declaring process decide it.
    Begun {
        /// Which.
        transaction: u32,
        /// Who votes.
        voters: Vec<u16>,
    },
    /// The process has voted, and cannot take it back.
    Voted {
        /// On which transaction.
        transaction: u32,
        /// Yes or no.
        yes: bool,
    },
    /// The process has decided. A process that reads its decision back from its own log after a crash does not declare it again.
    Decided {
        /// Which transaction.
        transaction: u32,
        /// Commit or abort.
        commit: bool,
    },
    /// The process is uncertain, has waited in vain, and cannot find out: it waits for others to be repaired. Declared once, until it
    /// decides.
    Blocked {
        /// In which transaction.
        transaction: u32,
        /// For whom it waits.
        on: Vec<u16>,
    },
    /// The process locks something for a transaction. Locks of a transaction that is undecided in the log outlast a crash.
    Locked {
        /// For which transaction.
        transaction: u32,
        /// What.
        item: String,
    },
    /// It releases that lock.
    Unlocked {
        /// Of which transaction.
        transaction: u32,
        /// What.
        item: String,
    },
    /// The process acts on a time-out as if somebody had failed.
    Suspected {
        /// In which transaction or instance.
        transaction: u32,
    },
    /// Several systems run side by side, and the process did this in the one of that number. Judges pass over it; see [`Record::part`].
    In(u8, Box<Fact>),
    /// Consensus: a value is put forth and may be chosen from now on. A no-op that fills a hole is put forth like any other value.
    Proposed {
        /// In which instance.
        instance: u32,
        /// The value.
        value: Value,
    },
    /// A proposer (a leader, a coordinator) begins a round.
    Tried {
        /// In which instance; 0 for a round that counts for all.
        instance: u32,
        /// The round's number.
        round: u64,
    },
    /// The process has learned that a value is chosen. Declared for every value that it learns; learning the same again is not declared.
    Learned {
        /// In which instance.
        instance: u32,
        /// The value.
        value: Value,
    },
    /// The process executes a chosen command: it applies the slots of its log in order. A process that comes back from a crash with
    /// nothing applied begins again with slot 1.
    Applied {
        /// Which slot.
        instance: u32,
        /// The command.
        value: Value,
    },
    /// Primary and backups: the primary of an epoch broadcasts a change. Declared once for each change, in the order of the counter.
    Broadcast {
        /// The primary's epoch; of two primaries the later one has the higher.
        epoch: u32,
        /// The change's number in that epoch.
        counter: u32,
        /// The change.
        value: Value,
    },
    /// The process delivers a change. One that comes back from a crash may deliver again what it had delivered. What a snapshot
    /// [brings](Fact::Installed) is not declared: where there are snapshots, nothing can be said of the order.
    Delivered {
        /// The epoch in which it was broadcast.
        epoch: u32,
        /// Its number there.
        counter: u32,
    },
    /// A replica holds this. Declared when it starts, and whenever it changes.
    Holds {
        /// What it holds, in words that are the same exactly for the same state; empty for nothing.
        state: String,
    },
    /// Request and reply: a client asks for something. Sending the same request again is not declared.
    Asked {
        /// Which request.
        request: u32,
    },
    /// A server executes a request, for the first time or again. A request that only reads, or that is refused, is not executed.
    Executed {
        /// Which request.
        request: u32,
        /// Whether that changed the server's state.
        changed: bool,
    },
    /// A server has lost what it had executed, although it works: another server's state took the place of its own.
    Forgotten {
        /// Which request.
        request: u32,
    },
    /// The client has its answer.
    Answered {
        /// To which request.
        request: u32,
        /// Whether it is told that something was done; not for a refusal, nor for a request that only reads.
        done: bool,
    },
    /// The client stops waiting for an answer.
    GaveUp {
        /// To which request.
        request: u32,
    },
    /// The process works, has received a request, and has to leave it without the answer that was asked for.
    Unserved {
        /// Whose request.
        client: u16,
        /// What was asked for: `read x`.
        request: Phrase,
        /// Why; the end of a sentence.
        why: Phrase,
    },
    /// A log with terms, as Raft keeps it: the process leads in this term from now on, with the log that it has.
    Elected {
        /// Which term.
        term: u32,
    },
    /// It leads no more, or comes back from a crash and does not lead.
    Follows,
    /// An entry stands in its log, on the disk, in place of what was there at this index.
    Appended {
        /// Where, from 1.
        index: u32,
        /// The term in which a leader received it first.
        term: u32,
        /// The command.
        value: Value,
    },
    /// It has removed all entries of its log from this index on.
    Truncated {
        /// The first that is removed.
        from: u32,
    },
    /// A snapshot from another process takes the place of its log up to this index, and of all that it had applied. What the process
    /// compacts by itself it does not declare: its log says the same as before.
    Installed {
        /// The last index that the snapshot covers.
        index: u32,
    },
    /// It knows in this term that its log is committed up to this index.
    Committed {
        /// The index.
        index: u32,
        /// The term of the process, not of the entry.
        term: u32,
    },
    /// Membership: the process begins, or joins a group, and takes these for working members. Whatever it held of anybody before is void.
    Knows {
        /// Whom; not itself.
        members: Vec<u16>,
    },
    /// It takes another for working from now on: a new member, one that it suspected, or one that has started again.
    Trusts {
        /// Whom.
        process: u16,
    },
    /// It takes another for failed from now on, and may change its mind.
    Suspects {
        /// Whom.
        process: u16,
    },
    /// It declares another failed: that one is removed from the group, and must join anew.
    Confirms {
        /// Whom.
        process: u16,
    },
    /// It knows that another has left the group, and holds nothing of it any more.
    Dismisses {
        /// Whom.
        process: u16,
    },
    /// It leaves the group of its own accord, until it [`Knows`](Fact::Knows) members again.
    Leaves,
    /// Leases: the process holds the lease from now on. An extension is not declared.
    Acquired {
        /// The number of the lease; a later one has a higher number.
        lease: u32,
    },
    /// It holds the lease no more: it has given it back, or its time is over by the process's own clock. A process that has held one before a
    /// crash declares it when it starts again.
    Relinquished,
    /// A store applies a write that was made under a lease. A copy of a write that it has applied before is not applied again.
    Guarded {
        /// Who wrote.
        holder: u16,
        /// Under which lease.
        lease: u32,
    },
}

/// How a record ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct End {
    /// When, in microseconds.
    pub at: u64,
    /// Whether nothing more will happen unless somebody outside acts.
    pub quiet: bool,
    /// Whether all that failed is repaired: every process works, every link carries, nothing is lost at random.
    pub whole: bool,
}

impl Event {
    /// The event as it is in the record of one of several systems that ran side by side; see [`Record::part`].
    #[must_use]
    pub fn of_part(&self, number: u8) -> Event {
        let what = match &self.what {
            What::Did(Fact::In(part, fact)) if *part == number => What::Did((**fact).clone()),
            other => other.clone(),
        };
        Event { what, ..self.clone() }
    }

    /// What the process declares to have done, if that is what happened.
    pub(crate) fn fact(&self) -> Option<&Fact> {
        match &self.what {
            What::Did(fact) => Some(fact),
            _ => None,
        }
    }
}

impl Record {
    /// The record of one of several systems that ran side by side: its facts, and all failures. Events keep their places.
    #[must_use]
    pub fn part(&self, number: u8) -> Record {
        let events = self.events.iter().map(|event| event.of_part(number));
        Record { processes: self.processes.clone(), events: events.collect(), end: self.end }
    }

    /// The name of a process.
    pub(crate) fn name(&self, process: u16) -> &str {
        self.processes.get(usize::from(process)).map_or("?", String::as_str)
    }

    /// The names of several.
    pub(crate) fn names<'p>(&self, processes: impl IntoIterator<Item = &'p u16>) -> Vec<&str> {
        processes.into_iter().map(|process| self.name(*process)).collect()
    }

    /// The name of the process of an event.
    pub(crate) fn who(&self, event: u32) -> &str {
        self.name(self.events[event as usize].process)
    }

    /// The time of an event, in microseconds.
    pub(crate) fn at(&self, event: u32) -> u64 {
        self.events[event as usize].at
    }

    /// The time of an event, as a sentence shows it.
    pub(crate) fn when(&self, event: u32) -> Arg {
        Arg::TimeUs(self.at(event))
    }

    /// The events with their places.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (u32, &Event)> {
        (0_u32..).zip(&self.events)
    }

    /// What processes declared, with the events' places.
    pub(crate) fn facts(&self) -> impl Iterator<Item = (u32, &Event, &Fact)> {
        self.numbered().filter_map(|(i, event)| match &event.what {
            What::Did(fact) => Some((i, event, fact)),
            _ => None,
        })
    }

    /// Who has failed and not come back by the end.
    pub(crate) fn down(&self) -> Set<u16> {
        let mut down = Set::new();
        for event in &self.events {
            match event.what {
                What::Failed => drop(down.insert(event.process)),
                What::Recovered => drop(down.remove(&event.process)),
                What::Did(_) | What::Disturbed => {}
            }
        }
        down
    }

    /// What is still broken at an end that is not [whole](End::whole).
    pub(crate) fn broken(&self) -> Phrase {
        let down = self.down();
        if down.is_empty() {
            phrase!("links are cut, or messages get lost at random", "有链路被切断，或消息会随机丢失")
        } else {
            phrase!("{0} failed and did not come back", "{0} 故障后尚未恢复", self.names(&down))
        }
    }
}
