//! A client: which replica it turns to, and its session.

use super::session::Session;
use super::write::Write;
use super::{Disk, Models, Msg, Op, Ret, Timer, Vector};
use synod_kernel::{Cx, Effects, OperationId};
use synod_words::phrase;

/// A client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Client {
    /// The operation it waits for.
    waiting: Option<(OperationId, Op)>,
    session: Session,
    /// How many operations it has asked for since it started.
    asked: u16,
    /// How many of them were left without an answer.
    silent: u16,
}

impl Client {
    pub fn boot(disk: &Disk) -> Self {
        Client { waiting: None, session: disk.session.clone(), asked: 0, silent: 0 }
    }

    /// What its session remembers.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// How many operations it has asked for, and how many were left without an answer: they decide where it goes next.
    pub fn steps(&self) -> (u16, u16) {
        (self.asked, self.silent)
    }

    /// Its user asks for an operation: it goes to one replica, with what the session demands of that.
    pub fn request(&mut self, lab: &Models, cx: Cx, op: OperationId, body: Op, fx: &mut Effects<Models>) {
        let needs = self.session.needs(lab.guarantees, &body);
        let deps = if matches!(body, Op::Write(..)) { needs.clone() } else { Vector::new() };
        let replica = lab.replica_for(cx.me, self.steps());
        self.asked = self.asked.wrapping_add(1);
        self.waiting = Some((op, body.clone()));
        fx.arm(Timer::GiveUp(op), lab.timeout_ms * 1_000);
        fx.send(replica, Msg::Ask { op, body, needs, deps });
    }

    /// The answer came.
    pub fn answered(&mut self, lab: &Models, op: OperationId, write: Option<Write>, fx: &mut Effects<Models>) {
        let Some((_, body)) = self.waiting.take_if(|(waiting, _)| *waiting == op) else { return };
        fx.disarm(Timer::GiveUp(op));
        if let Some(write) = write.as_ref().filter(|_| lab.has_sessions()) {
            self.session.took(&body, write);
            if lab.keeps_session {
                fx.persist(Disk { session: self.session.clone(), ..Disk::default() });
            }
        }
        let ret = match body {
            Op::Write(..) => Ret::Written,
            Op::Read(_) => Ret::Found(write.map(|write| (write.value, write.op))),
        };
        fx.reply(op, ret);
    }

    /// No answer came in time: the client connects anew, and may lose its session by that.
    pub fn give_up(&mut self, lab: &Models, cx: Cx, op: OperationId, fx: &mut Effects<Models>) {
        if self.waiting.take_if(|(waiting, _)| *waiting == op).is_none() {
            return;
        }
        self.silent = self.silent.wrapping_add(1);
        let next = lab.name_of(lab.replica_for(cx.me, self.steps()));
        if lab.has_sessions() && !lab.keeps_session {
            self.session = Session::default();
            fx.note(phrase!(
                "reconnects to {0} with a new session, which knows nothing",
                "以新会话重连到 {0}，旧会话的记录丢失",
                next
            ));
        } else {
            fx.note(phrase!("got no answer, turns to {0} next", "未得到应答，下次改连 {0}", next));
        }
        fx.reply(op, Ret::NoAnswer);
    }
}
