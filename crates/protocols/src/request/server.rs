//! A server: it executes requests, one after the other, and answers them.

use super::books::{Books, Ledger};
use super::{Body, Op, Out, RequestReply, Resend, Ret, Stamp, Timer};
use synod_check::Fact;
use synod_kernel::{OperationId, Pid};
use synod_words::phrase;

/// A server.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Server {
    pub ledger: Ledger,
    /// Requests that wait to be executed; the first is being worked on.
    pub queue: Vec<Job>,
    /// Answers that wait until the other server has what they tell of.
    pub held: Vec<Held>,
    pub doing: Doing,
}

/// Whether a server is ready, or waits for the other one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Doing {
    /// It works, or stands by.
    Ready,
    /// It has restarted and does not know what it missed.
    CatchingUp,
    /// Standing by, it was asked by a client, and asks whether the leader is alive.
    Probing,
}

/// A request that waits to be executed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Job {
    pub client: Pid,
    pub op: OperationId,
    pub what: Op,
    pub stamp: Stamp,
}

/// An answer that waits.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Held {
    pub version: u32,
    pub client: Pid,
    pub op: OperationId,
    pub ret: Ret,
}

impl Server {
    /// A request arrives, perhaps not for the first time.
    pub fn asked(&mut self, lab: &RequestReply, job: Job, out: &mut Out<'_>) {
        if !self.ledger.leads || self.doing == Doing::CatchingUp {
            self.asked_out_of_turn(lab, job, out);
            return;
        }
        if lab.resend == Resend::AtMostOnce && self.is_known(&job, out) {
            return;
        }
        if lab.processing_us == 0 {
            self.execute(lab, job, out);
            return;
        }
        self.queue.push(job);
        if self.queue.len() == 1 {
            out.arm(Timer::Work, lab.processing_us);
        }
    }

    /// At most once: a request that was executed is answered from the cache; one that is being worked on, or that is older than the
    /// last of its client, is passed over (Birrell & Nelson 1984, § 3.2).
    fn is_known(&self, job: &Job, out: &mut Out<'_>) -> bool {
        let under_way = self.queue.iter().any(|other| other.op == job.op) || self.held.iter().any(|other| other.op == job.op);
        match self.ledger.replies.get(&job.client) {
            _ if under_way => out.note(phrase!("is at work on this request already", "已在处理这个请求，不重复执行")),
            Some((last, ret)) if *last == job.op => {
                out.note(phrase!(
                    "has executed this request and answers from its cache",
                    "已执行过这个请求，从应答缓存中取出应答"
                ));
                out.send(job.client, Body::Answer { op: job.op, ret: ret.clone() });
            }
            Some((last, _)) if *last > job.op => {
                out.note(phrase!("passes over an old request", "忽略过期的请求"));
            }
            _ => return false,
        }
        true
    }

    /// The first request of the queue has been worked on for long enough.
    pub fn work(&mut self, lab: &RequestReply, out: &mut Out<'_>) {
        if self.queue.is_empty() {
            return;
        }
        let job = self.queue.remove(0);
        self.execute(lab, job, out);
        if !self.queue.is_empty() {
            out.arm(Timer::Work, lab.processing_us);
        }
    }

    fn execute(&mut self, lab: &RequestReply, job: Job, out: &mut Out<'_>) {
        let Job { client, op, what, stamp } = job;
        // A later request of the client may have been executed while this one waited in the queue: two may overtake each other.
        let known = self.ledger.replies.get(&client).map(|(last, _)| *last);
        if lab.resend == Resend::AtMostOnce && known.is_some_and(|last| last > op) {
            out.note(phrase!("passes over an old request", "忽略过期的请求"));
            return;
        }
        let again = self.ledger.books.has(op);
        let (ret, executed) = self.ledger.books.execute(op, &what, stamp, lab.forms_are_keys);
        let keeps_reply = lab.resend == Resend::AtMostOnce && what != Op::Look;
        if keeps_reply {
            self.ledger.replies.insert(client, (op, ret.clone()));
        }
        let news = executed.is_some() || keeps_reply;
        if let Some(changed) = executed {
            out.tell(Fact::Executed { request: op.0 + 1, changed });
            let (number, label) = (op.0 + 1, what.label());
            out.note(if again {
                phrase!("executes request {0} again: {1}", "再次执行请求 {0}：{1}", number, label)
            } else if !self.ledger.books.has(op) {
                phrase!("knows this form: no new order", "认得这份表单：不产生新订单")
            } else {
                phrase!("executes request {0}: {1}", "执行请求 {0}：{1}", number, label)
            });
        } else if what != Op::Look {
            out.note(phrase!("refuses: the account holds too little", "拒绝：余额不足"));
        }
        self.ledger.version += u32::from(news);
        self.answer(lab, Held { version: self.ledger.version, client, op, ret }, news, out);
    }

    /// Answers, once the stand-by has what the answer tells of (Alsberg & Day 1976).
    fn answer(&mut self, lab: &RequestReply, answer: Held, news: bool, out: &mut Out<'_>) {
        let other = lab.other_server(out.me());
        if let (true, Some(other)) = (news, other) {
            out.send(other, Body::Copy(self.ledger.clone()));
        }
        if other.is_none() || self.ledger.alone || (!news && self.held.is_empty()) {
            out.send(answer.client, Body::Answer { op: answer.op, ret: answer.ret });
            return;
        }
        if self.held.is_empty() {
            out.arm(Timer::Copy, lab.takeover_us);
        }
        self.held.push(answer);
    }

    /// Another server's state takes the place of its own. What it had executed and the other does not know of is lost.
    pub fn adopt(&mut self, books: Books, replies: super::books::Replies, version: u32, out: &mut Out<'_>) {
        let mut lost: Vec<OperationId> = self.ledger.books.done.iter().map(|done| done.op).filter(|op| !books.has(*op)).collect();
        lost.dedup();
        for op in lost {
            out.note(phrase!("loses request {0}, which it had executed", "丢失了自己执行过的请求 {0}", op.0 + 1));
            out.tell(Fact::Forgotten { request: op.0 + 1 });
        }
        self.ledger.books = books;
        self.ledger.replies = replies;
        self.ledger.version = version;
    }
}
