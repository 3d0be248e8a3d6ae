//! A server: its history, whom it follows, whether it leads, and what it delivers.

use super::leader::{Leader, Stage};
use super::{Credit, Disk, Msg, Out, Request, Timer, Zxid};
use synod_check::Fact;
use synod_kernel::{OperationId, Pid};
use synod_order::Map;
use synod_words::phrase;

/// A server. A leader follows itself: what it says to all, it hears as well.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Server {
    pub(super) disk: Disk,
    pub(super) follows: Follows,
    pub(super) lead: Option<Leader>,
    /// All up to this slot is known to be committed.
    pub(super) committed: u32,
    /// All up to this slot is delivered. It begins anew after a crash.
    pub(super) delivered: u32,
    /// Requests that are not delivered here.
    pub(super) queue: Map<OperationId, Request>,
    /// How often it has looked for a leader in vain.
    pub(super) looks: u16,
    /// The highest epoch that it has heard of.
    pub(super) seen: u32,
}

/// Whom a server follows.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Follows {
    /// The leader, or who wants to be it.
    pub leader: Option<Pid>,
    /// Whether its history is the leader's: phase 2 is over.
    pub synchronised: bool,
    /// To whom it accepted its present epoch.
    pub epoch_to: Option<Pid>,
    /// What its leader stood with.
    pub credit: Option<(Credit, Pid)>,
    /// Whether somebody else looks for a leader, so that its own may be dead.
    pub doubts: bool,
}

impl Server {
    /// It starts, with what its disk holds; after a crash it looks for a leader.
    pub(super) fn boot(disk: &Disk, out: &mut Out<'_>) -> Self {
        let mut server = Server {
            disk: disk.clone(),
            follows: Follows::default(),
            lead: None,
            committed: 0,
            delivered: 0,
            queue: Map::new(),
            looks: 0,
            seen: disk.accepted,
        };
        if *disk != Disk::default() {
            server.look(out);
        }
        server
    }

    /// How good its history is.
    pub(super) fn credit(&self) -> Credit {
        Credit { current: self.disk.current, last: self.disk.log.last_zxid() }
    }

    /// The epoch that it leads, if phase 3 of it has begun.
    pub(super) fn leads(&self) -> Option<u32> {
        match &self.lead {
            Some(Leader { epoch, stage: Stage::Broadcast(_), .. }) => Some(*epoch),
            _ => None,
        }
    }

    /// A message arrives, perhaps from the process itself.
    pub(super) fn receive(&mut self, from: Pid, msg: Msg, out: &mut Out<'_>) {
        match msg {
            Msg::Request(request) => self.request(from, request, out),
            Msg::Vote { credit, leads } => self.vote(from, credit, leads, out),
            Msg::CEpoch { accepted } => self.follower_came(from, accepted, out),
            Msg::NewEpoch { epoch } => self.new_epoch(from, epoch, out),
            Msg::AckEpoch { epoch, current, log } => self.epoch_accepted(from, epoch, current, log, out),
            Msg::NewLeader { epoch, log } => self.new_leader(from, epoch, log, out),
            Msg::AckLeader { epoch, upto } => self.leader_accepted(from, epoch, upto, out),
            Msg::CommitLeader { epoch, upto } => self.commit_leader(from, epoch, upto, out),
            Msg::Propose { epoch, slot, entry, committed } => {
                self.proposed(from, epoch, slot, entry, out);
                self.commit(epoch, committed, out);
            }
            Msg::Ack { epoch, slot } => self.acked(from, epoch, slot, out),
            Msg::Commit { epoch, upto } => {
                self.commit(epoch, upto, out);
                if epoch == self.disk.current {
                    self.relieved(out);
                }
            }
            Msg::Stale { accepted } => self.stale(accepted, out),
            Msg::Answer { .. } => {}
        }
    }

    /// A timer runs out.
    pub(super) fn timeout(&mut self, timer: &Timer, out: &mut Out<'_>) {
        match timer {
            Timer::Suspect => {
                if let Some(leader) = self.follows.leader {
                    out.note(phrase!(
                        "hears nothing of {0} and takes it for dead",
                        "没有 {0} 的消息，认为它已失效",
                        out.lab.name_of(leader)
                    ));
                }
                self.look(out);
            }
            Timer::Resend => self.resend(out),
            Timer::Retry | Timer::GiveUp => {}
        }
    }

    /// A request. What was delivered is only answered again; the leader broadcasts it, another server hands it on.
    fn request(&mut self, from: Pid, request: Request, out: &mut Out<'_>) {
        if let Some((slot, change)) = self.disk.log.find(request.op)
            && slot <= self.delivered
            && let Some((client, op, ret)) = change.answer()
        {
            out.note(phrase!("has delivered this request before and answers again", "此请求已交付过，再次应答"));
            return out.send(client, Msg::Answer { op, ret });
        }
        let news = self.queue.insert(request.op, request.clone()).is_none();
        if self.leads().is_some() {
            return self.broadcast(request, out);
        }
        if self.lead.is_some() || !(news || out.lab.is_client(from)) {
            return;
        }
        self.looks = 0;
        match self.follows.leader {
            None => self.look(out),
            Some(leader) if self.follows.synchronised => {
                out.note(phrase!("hands the request on to {0}", "把请求转给 {0}", out.lab.name_of(leader)));
                out.send(leader, Msg::Request(request));
                if news && self.queue.len() == 1 {
                    out.arm_suspicion();
                }
            }
            Some(_) => {}
        }
    }

    /// All up to a slot is committed. What was accepted in this epoch up to there is delivered; older entries wait for the leader's word.
    pub(super) fn commit(&mut self, epoch: u32, upto: u32, out: &mut Out<'_>) {
        if epoch != self.disk.accepted {
            return;
        }
        self.committed = self.committed.max(upto);
        while self.delivered < self.committed {
            let slot = self.delivered + 1;
            let Some(entry) = self.disk.log.get(slot).filter(|entry| entry.accepted == epoch).cloned() else { break };
            self.delivered = slot;
            let value = entry.change.value();
            out.tell(Fact::Learned { instance: slot, value: value.clone() });
            out.tell(Fact::Applied { instance: slot, value });
            let Some((client, op, ret)) = entry.change.answer() else { continue };
            let Zxid { epoch, counter } = entry.zxid;
            out.tell(Fact::Delivered { epoch, counter });
            out.note(phrase!("delivers {0}, {1}", "交付 {0}：{1}", entry.zxid.to_string(), entry.change.to_string()));
            if self.queue.remove(&op).is_some() && self.leads().is_some() {
                out.send(client, Msg::Answer { op, ret });
            }
        }
    }

    /// The leader is alive, and whatever was asked of it is done.
    pub(super) fn relieved(&mut self, out: &mut Out<'_>) {
        if self.lead.is_none() && self.follows.synchronised {
            self.follows.doubts = false;
            if self.queue.is_empty() {
                out.disarm(Timer::Suspect);
            } else {
                out.arm_suspicion();
            }
        }
    }
}
