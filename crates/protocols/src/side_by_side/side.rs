//! A commit protocol as one of several on the same processes.

use crate::commit::{Journal, Op, Ret};
use crate::paxos_commit::{self, PaxosCommit};
use crate::three_phase::ThreePhase;
use crate::two_phase::TwoPhase;
use crate::{Cause, Lab, MessageView, Rule};
use synod_check::Fact;
use synod_kernel::{Pid, Protocol};
use synod_words::Phrase;

/// What makes a process act in one of the protocols.
#[derive(Clone, Copy, Debug)]
pub(super) enum Why<'a, S: Side> {
    Message(&'a S::Msg),
    Timeout(&'a S::Timer),
    Request(&'a Op),
    Restart,
}

/// A commit protocol of the bank.
pub(super) trait Side: Protocol<Choice = (), Op = Op, Ret = Ret, Fact = Fact> {
    /// The log on a disk.
    fn journal(disk: &Self::Durable) -> &Journal;
    /// How a message is shown.
    fn show(&self, msg: &Self::Msg) -> MessageView;
    /// The rule by which a process acts.
    fn why(&self, pid: Pid, why: Why<'_, Self>) -> Rule;
    /// A timer's name in documents.
    fn id_of(timer: &Self::Timer) -> String;
    /// The timer of that id.
    fn timer(id: &str) -> Option<Self::Timer>;
    /// A timer's name for people.
    fn name_of(timer: &Self::Timer) -> Phrase;
}

/// A protocol with a lab of its own has all of that.
macro_rules! side_of_a_lab {
    ($lab:ty) => {
        impl Side for $lab {
            fn journal(disk: &Journal) -> &Journal {
                disk
            }
            fn show(&self, msg: &Self::Msg) -> MessageView {
                self.show_message(msg)
            }
            fn why(&self, pid: Pid, why: Why<'_, Self>) -> Rule {
                let cause = match why {
                    Why::Message(msg) => Cause::Message(msg),
                    Why::Timeout(timer) => Cause::Timeout(timer),
                    Why::Request(op) => Cause::Request(op),
                    Why::Restart => Cause::Restart,
                };
                self.rule(pid, cause)
            }
            fn id_of(timer: &Self::Timer) -> String {
                <$lab as Lab>::timer_id(timer)
            }
            fn timer(id: &str) -> Option<Self::Timer> {
                <$lab as Lab>::timer_of(id)
            }
            fn name_of(timer: &Self::Timer) -> Phrase {
                <$lab as Lab>::timer_name(timer)
            }
        }
    };
}

side_of_a_lab!(TwoPhase);
side_of_a_lab!(ThreePhase);

impl Side for PaxosCommit {
    fn journal(disk: &paxos_commit::Disk) -> &Journal {
        disk.journal()
    }
    fn show(&self, msg: &paxos_commit::Msg) -> MessageView {
        PaxosCommit::message_view(msg)
    }
    fn why(&self, _pid: Pid, why: Why<'_, Self>) -> Rule {
        match why {
            Why::Message(msg) => PaxosCommit::rule_of_message(msg),
            Why::Timeout(timer) => PaxosCommit::rule_of_timer(*timer),
            Why::Request(op) => op.rule(),
            Why::Restart => PaxosCommit::rule_of_restart(),
        }
    }
    fn id_of(timer: &paxos_commit::Timer) -> String {
        PaxosCommit::timer_id(*timer)
    }
    fn timer(id: &str) -> Option<paxos_commit::Timer> {
        PaxosCommit::timer_of(id)
    }
    fn name_of(timer: &paxos_commit::Timer) -> Phrase {
        PaxosCommit::timer_name(*timer)
    }
}
