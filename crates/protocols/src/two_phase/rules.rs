//! The rules by which processes act, in words, each with its source.

use super::{Msg, Termination, Timer, TwoPhase};
use crate::commit::{COORDINATOR, Client, Op, Talk};
use crate::{Cause, Rule};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

const PROTOCOL: &str = "Gray, Notes on Data Base Operating Systems, 1978; Bernstein, Hadzilacos & Goodman 1987, § 7.4";
const TERMINATION: &str = "Bernstein, Hadzilacos & Goodman 1987, § 7.4: cooperative termination protocol";
const RECOVERY: &str = "Bernstein, Hadzilacos & Goodman 1987, § 7.4: recovery";
const UNSAFE: &str = "against Bernstein, Hadzilacos & Goodman 1987, § 7.4: whoever has voted yes must not decide alone";

impl TwoPhase {
    pub(super) fn rule_of(&self, pid: Pid, cause: &Cause<'_, TwoPhase>) -> Rule {
        match cause {
            Cause::Message(msg) => TwoPhase::on_message(msg),
            Cause::Timeout(timer) => self.on_timeout(pid, **timer),
            Cause::Request(op) => op.rule(),
            Cause::Chosen(()) => rule(phrase!("Nothing in this protocol is left to chance.", "本协议没有随机选择。"), PROTOCOL),
            Cause::Restart => self.on_restart(pid),
        }
    }

    fn on_message(msg: &Msg) -> Rule {
        match msg {
            Msg::Talk(Talk::Ask(_, Op::Transfer(_))) => rule(
                phrase!(
                    "Phase one: the coordinator writes that the transaction begins, asks every participant for its vote, and waits.",
                    "阶段一，事务询问：协调者写下事务开始，询问所有参与者是否可以提交，并等待响应。"
                ),
                PROTOCOL,
            ),
            Msg::Talk(talk) => talk.rule(),
            Msg::VoteRequest(..) => rule(
                phrase!(
                    "A participant locks its account, executes, and writes undo and redo; only when they are on disk does it vote yes. One that cannot do its part votes no and aborts at once.",
                    "参与者锁住账户，执行事务并写 Undo/Redo 日志；日志写到磁盘之后才反馈 Yes。不能执行的参与者反馈 No，并立即回滚。"
                ),
                PROTOCOL,
            ),
            Msg::Vote(..) => rule(
                phrase!(
                    "If all vote yes the coordinator decides to commit, at the first no to abort. It forces the decision to disk before it tells anybody.",
                    "全部反馈 Yes 则决定提交；收到第一个 No 就决定回滚。决定先强制写到磁盘，再告知任何人。"
                ),
                PROTOCOL,
            ),
            Msg::Decision(_, true) => rule(
                phrase!(
                    "A participant that is told to commit does so, releases its lock, and acknowledges to the coordinator.",
                    "事务提交：参与者提交事务，释放锁，并向协调者反馈 Ack。"
                ),
                PROTOCOL,
            ),
            Msg::Decision(_, false) => rule(
                phrase!(
                    "A participant that is told to abort restores what its log says was before (undo), releases its lock, and acknowledges.",
                    "事务回滚：参与者利用 Undo 信息恢复原值，释放锁，并反馈 Ack。"
                ),
                PROTOCOL,
            ),
            Msg::Ack(_) => rule(
                phrase!(
                    "Once everybody has acknowledged, the transaction is over, and the coordinator may forget it.",
                    "收到所有参与者的 Ack 后，事务完成，协调者可以忘记它。"
                ),
                PROTOCOL,
            ),
            Msg::DecisionRequest(_) => rule(
                phrase!(
                    "Asked for a decision, whoever knows it tells it; a participant that has not voted aborts and says so; whoever is uncertain too cannot help.",
                    "被问到决定时：知道者如实告知；尚未表决的参与者自行回滚并告知；同样不确定者帮不上忙。"
                ),
                TERMINATION,
            ),
            Msg::Undecided(_) => rule(
                phrase!(
                    "Somebody who is alive does not know the decision either: the participant stays uncertain.",
                    "对方正常但也不知道决定：参与者仍处于不确定状态。"
                ),
                TERMINATION,
            ),
        }
    }

    fn on_timeout(&self, pid: Pid, timer: Timer) -> Rule {
        match timer {
            Timer::GiveUp(_) => Client::rule_of_giving_up(),
            Timer::Next => rule(
                phrase!(
                    "The coordinator sends to one participant after the other, and may crash in between.",
                    "协调者逐个发送，可能在中途宕机。"
                ),
                PROTOCOL,
            ),
            Timer::Votes(_) => rule(
                phrase!(
                    "Votes are missing after the time-out: the coordinator decides to abort.",
                    "等待超时仍未收到所有反馈：协调者决定中断事务。"
                ),
                PROTOCOL,
            ),
            Timer::Forced(_) if pid == COORDINATOR => rule(
                phrase!(
                    "The decision is on disk: the client is told, and phase two begins. The coordinator tells one participant after the other.",
                    "决定已写到磁盘：告知客户端，进入阶段二。协调者逐个通知参与者。"
                ),
                PROTOCOL,
            ),
            Timer::Forced(_) => rule(
                phrase!(
                    "Undo and redo are on disk, so the participant can do either, whatever happens: it votes yes, and must not decide alone from now on.",
                    "Undo/Redo 日志已写到磁盘，此后提交与回滚都能做到：参与者反馈 Yes，从此不得单独决定。"
                ),
                PROTOCOL,
            ),
            Timer::Resend(_) => rule(
                phrase!(
                    "Acknowledgements are missing: the coordinator tells its decision again, until everybody has acknowledged.",
                    "Ack 不齐：协调者重发决定，直到全部收到 Ack。"
                ),
                PROTOCOL,
            ),
            Timer::Uncertain(_) => self.on_uncertain(),
        }
    }

    fn on_uncertain(&self) -> Rule {
        match self.termination {
            Termination::Cooperative => rule(
                phrase!(
                    "Uncertain and without a decision, the participant asks the coordinator and all others. If none of them knows and the coordinator is silent, it is blocked.",
                    "处于不确定状态且收不到决定：询问协调者和其他所有参与者。若无人知道且协调者没有响应，则被阻塞。"
                ),
                TERMINATION,
            ),
            Termination::Wait => rule(
                phrase!(
                    "Uncertain and without a decision, the participant asks the coordinator, and waits for it with its lock held.",
                    "处于不确定状态且收不到决定：询问协调者，持锁等待。"
                ),
                PROTOCOL,
            ),
            Termination::Abort => rule(
                phrase!(
                    "Uncertain and without a decision, the participant aborts. That is wrong: others may have committed.",
                    "处于不确定状态且收不到决定：擅自回滚。这是错误的：别的参与者可能已提交。"
                ),
                UNSAFE,
            ),
            Termination::Commit => rule(
                phrase!(
                    "Uncertain and without a decision, the participant commits. That is wrong: others may have aborted.",
                    "处于不确定状态且收不到决定：擅自提交。这是错误的：别的参与者可能已回滚。"
                ),
                UNSAFE,
            ),
        }
    }

    fn on_restart(&self, pid: Pid) -> Rule {
        if pid == COORDINATOR {
            rule(
                phrase!(
                    "The coordinator reads its log: what was begun and not decided it aborts, what was decided it tells again.",
                    "协调者读日志：已开始而未决定的事务一律回滚；已决定的重新通知。"
                ),
                RECOVERY,
            )
        } else if self.bank.cast.is_participant(pid) {
            rule(
                phrase!(
                    "A participant reads its log: what is prepared and not decided is locked again, and it asks for the decision. What it has not prepared it has not voted on.",
                    "参与者读日志：已准备而未决定的事务重新加锁，并询问决定；未准备的就是没有表决过的。"
                ),
                RECOVERY,
            )
        } else {
            rule(phrase!("A client that restarts waits for nothing.", "客户端重启后不再等待任何应答。"), PROTOCOL)
        }
    }
}

fn rule(words: Phrase, source: &'static str) -> Rule {
    Rule { words, source }
}
