//! The rules by which processes act, in words, each with its source.

use super::{Body, Op, RequestReply, Resend, Timer};
use crate::{Cause, Rule};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

const CALL: &str = "Birrell & Nelson, Implementing Remote Procedure Calls, 1984, § 3.2";
const SEMANTICS: &str =
    "Spector, Performing Remote Operations Efficiently on a Local Computer Network, 1982: maybe, at least once, at most once";
const END_TO_END: &str = "Saltzer, Reed & Clark, End-to-End Arguments in System Design, 1984, § 3";
const STANDBY: &str = "Alsberg & Day, A Principle for Resilient Sharing of Distributed Resources, 1976";

impl RequestReply {
    pub(super) fn rule_of(&self, pid: Pid, cause: &Cause<'_, RequestReply>) -> Rule {
        match cause {
            Cause::Message(msg) => self.on_message(&msg.body),
            Cause::Timeout(timer) => self.on_timeout(**timer),
            Cause::Request(op) => on_request(op),
            Cause::Chosen(()) => rule(phrase!("Nothing in this protocol is left to chance.", "本协议没有随机选择。"), CALL),
            Cause::Restart => self.on_restart(pid),
        }
    }

    fn on_message(&self, body: &Body) -> Rule {
        match body {
            Body::Ask { what: Op::Look, .. } => rule(
                phrase!("A look changes nothing: it may be repeated at will.", "查询不改变任何东西，可以任意重复。"),
                SEMANTICS,
            ),
            Body::Ask { .. } => self.on_ask(),
            Body::Answer { .. } => rule(
                phrase!(
                    "The client takes the answer to the request that it waits for, and throws away every other one.",
                    "客户端只接受当前请求的应答，其余一律丢弃。"
                ),
                CALL,
            ),
            Body::Elsewhere { .. } => rule(
                phrase!("The other server leads: the client sends its request there.", "主服务器是另一台：客户端把请求发给它。"),
                STANDBY,
            ),
            Body::Copy(_) => rule(
                phrase!(
                    "A stand-by keeps the leader's state and confirms. A server that learns of a later leader stands by.",
                    "备用服务器保存主服务器的状态并确认。得知有更新的主服务器者转为备用。"
                ),
                STANDBY,
            ),
            Body::Copied { .. } => rule(
                phrase!(
                    "Once the stand-by has the new state, the leader answers the client: a crash of either loses nothing.",
                    "备用服务器保存了新状态之后，主服务器才应答客户端：任一台宕机都不会丢失。"
                ),
                STANDBY,
            ),
            Body::CatchUp => {
                rule(phrase!("A server tells the one that has restarted what it has.", "把现有状态告诉刚重启的服务器。"), STANDBY)
            }
            Body::Probe => rule(phrase!("A server that is alive says so.", "活着的服务器予以回应。"), STANDBY),
            Body::Alive => rule(
                phrase!(
                    "The leader is alive: the stand-by sends the clients to it.",
                    "主服务器还活着：备用服务器让客户端去找它。"
                ),
                STANDBY,
            ),
        }
    }

    fn on_ask(&self) -> Rule {
        match self.resend {
            Resend::Never | Resend::AtLeastOnce => rule(
                phrase!(
                    "The server executes every request that arrives and answers. It does not know whether it has seen it before.",
                    "服务器执行每个到达的请求并应答。它不知道这个请求是否来过。"
                ),
                SEMANTICS,
            ),
            Resend::AtMostOnce => rule(
                phrase!(
                    "A new request is executed, and its reply is kept with its number. The same number again: the kept reply is sent. An older number: it is passed over.",
                    "新请求：执行，并按编号保存应答。相同编号再来：发送保存的应答。更旧的编号：忽略。"
                ),
                CALL,
            ),
        }
    }

    fn on_timeout(&self, timer: Timer) -> Rule {
        match (timer, self.resend) {
            (Timer::TimeOut, Resend::Never) => rule(
                phrase!(
                    "No answer in time: the client gives up. Request lost, reply lost, server slow or dead: it cannot tell.",
                    "超时无应答：客户端放弃。请求丢失、应答丢失、服务器慢、服务器宕机，它无从分辨。"
                ),
                SEMANTICS,
            ),
            (Timer::TimeOut, Resend::AtLeastOnce | Resend::AtMostOnce) => rule(
                phrase!(
                    "No answer in time: the same request is sent again, up to {0} times in all; then the client gives up.",
                    "超时无应答：重发同一请求，总共最多 {0} 次；之后放弃。",
                    self.tries
                ),
                CALL,
            ),
            (Timer::Work, _) => rule(
                phrase!("The server has worked on the request: it takes effect and is answered.", "请求处理完毕：生效并应答。"),
                CALL,
            ),
            (Timer::Copy, _) => rule(
                phrase!(
                    "The stand-by does not confirm: the leader takes it for dead and answers without it.",
                    "备用服务器没有确认：主服务器认为它已宕机，不再等它就应答。"
                ),
                STANDBY,
            ),
            (Timer::Probe, _) => rule(
                phrase!(
                    "The leader does not answer: the stand-by takes it for dead, leads from now on, and serves the client.",
                    "主服务器没有回应：备用服务器认为它已宕机，从此接管并服务客户端。"
                ),
                STANDBY,
            ),
        }
    }

    fn on_restart(&self, pid: Pid) -> Rule {
        if self.is_client(pid) {
            return rule(
                phrase!(
                    "A client that restarts has forgotten what it waited for. Its next request has a new number.",
                    "客户端重启后忘记了自己在等什么；下一个请求使用新编号。"
                ),
                CALL,
            );
        }
        if self.servers == 2 {
            return rule(
                phrase!(
                    "A server that restarts asks the other what it missed before it serves anybody, unless it led alone.",
                    "服务器重启后先问另一台自己错过了什么，再提供服务；除非它此前独自工作。"
                ),
                STANDBY,
            );
        }
        rule(
            phrase!("A server that restarts has what was on its disk, and nothing else.", "服务器重启后只保有磁盘上的内容。"),
            CALL,
        )
    }
}

fn on_request(op: &Op) -> Rule {
    match op {
        Op::Look | Op::SetStock(_) => rule(
            phrase!(
                "The client sends its request with a number of its own and waits. This one is idempotent: twice is as good as once.",
                "客户端给请求编上唯一的号，发出并等待。此请求是幂等的：执行两次与一次效果相同。"
            ),
            CALL,
        ),
        Op::Pay(_) | Op::Submit(_) => rule(
            phrase!(
                "The client sends its request with a number of its own and waits. A user who asks again after a time-out makes another request, with another number.",
                "客户端给请求编上唯一的号，发出并等待。用户超时后再点一次，就是另一个请求，编号也不同。"
            ),
            END_TO_END,
        ),
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
