//! A client: it sends a request, waits, and on a time-out sends it again or gives up.

use super::{Body, Op, Out, RequestReply, Resend, Ret, Timer};
use synod_check::Fact;
use synod_kernel::{OperationId, Pid};
use synod_words::phrase;

/// A client.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Client {
    waiting: Option<Waiting>,
    /// The server that it asks, counted from 0.
    server: u16,
}

/// A request without an answer yet.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Waiting {
    pub op: OperationId,
    pub body: Op,
    /// How often it was sent.
    pub tries: u16,
}

impl Client {
    pub fn waiting(&self) -> Option<&Waiting> {
        self.waiting.as_ref()
    }

    /// The server that it asks.
    pub fn server(&self) -> Pid {
        Pid(self.server)
    }

    /// Its user asks for an operation. Its number is the request's identifier, never used again, and the same whenever it is sent (Birrell
    /// & Nelson 1984, § 3.2: call identifiers).
    pub fn request(&mut self, lab: &RequestReply, op: OperationId, body: Op, out: &mut Out<'_>) {
        out.tell(Fact::Asked { request: op.0 + 1 });
        self.waiting = Some(Waiting { op, body, tries: 1 });
        self.send(lab, out);
    }

    fn send(&self, lab: &RequestReply, out: &mut Out<'_>) {
        let Some(waiting) = &self.waiting else { return };
        out.send(self.server(), Body::Ask { op: waiting.op, what: waiting.body.clone() });
        out.arm(Timer::TimeOut, lab.timeout_us);
    }

    /// The answer came; one to a request that it no longer waits for is thrown away.
    pub fn answered(&mut self, op: OperationId, ret: Ret, out: &mut Out<'_>) {
        if self.waiting.take_if(|waiting| waiting.op == op).is_none() {
            out.note(phrase!("no longer waits for this answer", "已不再等待这个应答"));
            return;
        }
        out.disarm(Timer::TimeOut);
        out.tell(Fact::Answered { request: op.0 + 1, done: ret.is_done() });
        out.reply(op, ret);
    }

    /// No answer came in time: lost request, lost reply, slow server and dead server look the same from here.
    pub fn time_out(&mut self, lab: &RequestReply, out: &mut Out<'_>) {
        let Some(waiting) = &mut self.waiting else { return };
        let last = lab.resend == Resend::Never || waiting.tries >= lab.tries;
        let op = waiting.op;
        waiting.tries += 1;
        self.server = (self.server + 1) % lab.servers;
        if !last {
            let server = lab.name_of(self.server());
            out.note(phrase!("hears nothing and sends the request again, to {0}", "没有收到应答，向 {0} 重发请求", server));
            self.send(lab, out);
            return;
        }
        self.waiting = None;
        out.note(phrase!("gives up: executed or not, it cannot tell", "放弃等待：是否执行过，无从得知"));
        out.tell(Fact::GaveUp { request: op.0 + 1 });
        out.reply(op, Ret::NoAnswer);
    }

    /// The server that it asked does not lead.
    pub fn elsewhere(&mut self, lab: &RequestReply, op: OperationId, from: Pid, out: &mut Out<'_>) {
        if self.waiting.as_ref().is_some_and(|waiting| waiting.op == op) && from == self.server() {
            self.server = (self.server + 1) % lab.servers;
            self.send(lab, out);
        }
    }
}
