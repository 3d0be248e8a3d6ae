//! The rules by which processes act, in words, each with its source.

use super::{Msg, State, ThreePhase, TimeoutRule, Timer};
use crate::commit::{COORDINATOR, Client, Op, Talk};
use crate::{Cause, Rule};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

const PROTOCOL: &str = "Skeen, Nonblocking Commit Protocols, SIGMOD 1981; Bernstein, Hadzilacos & Goodman 1987, § 7.5";
const TERMINATION: &str = "Bernstein, Hadzilacos & Goodman 1987, § 7.5: termination protocol";
const ELECTION: &str = "Bernstein, Hadzilacos & Goodman 1987, § 7.5: election";
const RECOVERY: &str = "Bernstein, Hadzilacos & Goodman 1987, § 7.5: recovery, total failure";
const POPULAR: &str = "the popular telling of three-phase commit; against Bernstein, Hadzilacos & Goodman 1987, § 7.5";

impl ThreePhase {
    pub(super) fn rule_of(&self, pid: Pid, cause: &Cause<'_, ThreePhase>) -> Rule {
        match cause {
            Cause::Message(msg) => ThreePhase::on_message(pid, msg),
            Cause::Timeout(timer) => self.on_timeout(pid, **timer),
            Cause::Request(op) => op.rule(),
            Cause::Chosen(()) => rule(phrase!("Nothing in this protocol is left to chance.", "本协议没有随机选择。"), PROTOCOL),
            Cause::Restart => self.on_restart(pid),
        }
    }

    fn on_message(pid: Pid, msg: &Msg) -> Rule {
        match msg {
            Msg::Talk(Talk::Ask(_, Op::Transfer(_))) => rule(
                phrase!(
                    "CanCommit: the coordinator writes that the transaction begins, asks every participant whether it could commit, and waits.",
                    "CanCommit，事务询问：协调者写下事务开始，询问所有参与者是否可以执行提交，并等待响应。"
                ),
                PROTOCOL,
            ),
            Msg::Talk(talk) => talk.rule(),
            Msg::CanCommit(..) => rule(
                phrase!(
                    "A participant that can do its part locks its account, writes undo and redo, and votes yes when they are on disk; else it votes no and aborts at once. (The popular telling has it write them only at preCommit: then a crash could take back its yes.)",
                    "能够执行的参与者锁住账户，写 Undo/Redo 日志，写到磁盘之后反馈 Yes；否则反馈 No 并立即回滚。（通行讲法是在 PreCommit 时才写 Undo/Redo：那样宕机会使 Yes 落空。）"
                ),
                PROTOCOL,
            ),
            Msg::Vote(..) => rule(
                phrase!(
                    "If all vote yes the coordinator does not commit yet: it first tells everybody, with preCommit, that all voted yes. At the first no it aborts.",
                    "全部反馈 Yes 时协调者还不提交，而是先发 PreCommit，让每个参与者知道全部反馈了 Yes。收到第一个 No 就中断事务。"
                ),
                PROTOCOL,
            ),
            Msg::PreCommit(_) => rule(
                phrase!(
                    "The participant now knows that all voted yes. It writes that and acknowledges. What a coordinator says in whose place another has come is ignored.",
                    "参与者由此得知全部反馈了 Yes：写下日志并反馈 Ack。已被取代的协调者发来的消息不予理会。"
                ),
                PROTOCOL,
            ),
            Msg::PreAck(_) => rule(
                phrase!(
                    "Once all have acknowledged preCommit, nobody who works is uncertain any more, and the coordinator decides to commit.",
                    "收到全部 Ack 后，正常运行的进程都已知道可以提交，协调者决定提交。"
                ),
                PROTOCOL,
            ),
            Msg::Decision(_, true) => rule(
                phrase!(
                    "DoCommit: a participant commits, releases its lock, and acknowledges to the coordinator.",
                    "DoCommit，事务提交：参与者正式提交，释放锁，并向协调者反馈 Ack。"
                ),
                PROTOCOL,
            ),
            Msg::Decision(_, false) => rule(
                phrase!(
                    "A participant that is told to abort restores what its log says was before (undo), releases its lock, and acknowledges.",
                    "中断事务：参与者利用 Undo 信息回滚，释放锁，并反馈 Ack。"
                ),
                PROTOCOL,
            ),
            Msg::Ack(_) => rule(
                phrase!("Once everybody has acknowledged, the transaction is over.", "收到所有参与者的 Ack 后，事务完成。"),
                PROTOCOL,
            ),
            Msg::Elect(_) | Msg::StateRequest(_) | Msg::State(..) | Msg::Inquiry(_) | Msg::Undecided(..) => {
                ThreePhase::on_termination(pid, msg)
            }
        }
    }

    /// What the search for a decision consists of, once the coordinator is silent or somebody is back.
    fn on_termination(pid: Pid, msg: &Msg) -> Rule {
        match msg {
            Msg::Elect(_) => rule(
                phrase!(
                    "All processes before this one are silent, so it is the new coordinator: it asks all that work how far they are. If it has decided, it just tells.",
                    "排在前面的进程都没有响应，于是由它担任新协调者：询问所有正常进程的状态。若已有决定，直接告知。"
                ),
                ELECTION,
            ),
            Msg::StateRequest(_) => rule(
                phrase!(
                    "The process tells the new coordinator how far it is, and follows it from now on. One that has not voted aborts; one that was down takes no part.",
                    "向新协调者报告自己的状态，此后听从它。尚未表决者回滚；曾宕机者不参与。"
                ),
                TERMINATION,
            ),
            Msg::State(_, State::Aborted | State::Committed) => rule(
                phrase!(
                    "Somebody has decided, so the one that asked decides likewise; as a new coordinator it then tells all others (TR1, TR2).",
                    "对方已有决定，询问者作出同样的决定；若是新协调者，随后通知其余进程（TR1、TR2）。"
                ),
                TERMINATION,
            ),
            Msg::State(..) => rule(
                phrase!(
                    "The new coordinator decides. TR1: somebody aborted, abort. TR2: somebody committed, commit. TR3: all uncertain, abort. TR4: somebody has preCommit, so all get it first, then commit.",
                    "新协调者按规则决定。TR1：有进程已回滚，则回滚。TR2：有进程已提交，则提交。TR3：都未收到 PreCommit，则回滚。TR4：有进程已收到 PreCommit，则先让其余进程也收到，再提交。"
                ),
                TERMINATION,
            ),
            Msg::Inquiry(_) => rule(
                phrase!(
                    "Asked by one that was down, whoever has decided tells; one that has not voted aborts and tells that; others say that they do not know.",
                    "曾宕机者询问决定：已决定者如实告知；尚未表决者自行回滚并告知；其余回答尚未决定。"
                ),
                RECOVERY,
            ),
            Msg::Undecided(..) if pid == COORDINATOR => rule(
                phrase!(
                    "Whoever was down waits for those that were not. If all were down and all are back, they decide together from their logs.",
                    "曾宕机者等待一直正常的进程作决定。若所有进程都曾宕机且都已恢复，则依据各自日志一起决定。"
                ),
                RECOVERY,
            ),
            _ => rule(
                phrase!(
                    "Whoever was down waits for those that were not: they will decide.",
                    "曾宕机者等待一直正常的进程作决定。"
                ),
                RECOVERY,
            ),
        }
    }

    fn on_timeout(&self, pid: Pid, timer: Timer) -> Rule {
        match timer {
            Timer::GiveUp(_) => Client::rule_of_giving_up(),
            Timer::Next => rule(
                phrase!(
                    "A coordinator sends to one participant after the other, and may crash in between.",
                    "协调者逐个发送，可能在中途宕机。"
                ),
                PROTOCOL,
            ),
            Timer::Forced(_) if pid == COORDINATOR => rule(
                phrase!(
                    "What the coordinator wrote is on disk, so the messages that rely on it leave: preCommit, or the decision.",
                    "协调者写的日志已到磁盘，可以发出依赖它的消息：PreCommit 或决定。"
                ),
                PROTOCOL,
            ),
            Timer::Forced(_) => rule(
                phrase!(
                    "What the participant wrote is on disk, so the message that relies on it leaves: its yes, its ack, or what it decided as the new coordinator.",
                    "参与者写的日志已到磁盘，可以发出依赖它的消息：Yes、Ack，或它作为新协调者的决定。"
                ),
                PROTOCOL,
            ),
            Timer::Votes(_) => rule(
                phrase!(
                    "Votes are missing after the time-out: the coordinator decides to abort.",
                    "等待超时仍未收到所有反馈：协调者中断事务。"
                ),
                PROTOCOL,
            ),
            Timer::PreAcks(_) => self.on_missing_acks(),
            Timer::Resend(_) => rule(
                phrase!(
                    "Acknowledgements are missing: the coordinator tells its decision again, for those that were down.",
                    "Ack 不齐：协调者重发决定，供曾宕机的参与者得知。"
                ),
                PROTOCOL,
            ),
            Timer::Silent(_) => self.on_silence(),
            Timer::States(_) => rule(
                phrase!(
                    "Whoever has not told its state is taken for crashed: the new coordinator decides from the states that it knows.",
                    "未报告状态者视为宕机：新协调者依据已知状态作出决定。"
                ),
                TERMINATION,
            ),
            Timer::Inquire(_) => rule(
                phrase!(
                    "Whoever was down asks again, until somebody knows. It is blocked if nobody answers that was up all the time.",
                    "曾宕机者反复询问，直到有人知道决定。若没有一直正常的进程应答，则被阻塞。"
                ),
                RECOVERY,
            ),
        }
    }

    fn on_missing_acks(&self) -> Rule {
        match self.rule {
            TimeoutRule::Skeen => rule(
                phrase!(
                    "Whoever does not acknowledge preCommit is taken for crashed. All that work have it, so it is safe to commit: nobody is left who could abort.",
                    "未反馈 Ack 者视为宕机。正常运行的进程都已收到 PreCommit，没有谁还会回滚，可以提交。"
                ),
                PROTOCOL,
            ),
            TimeoutRule::Course => rule(
                phrase!(
                    "Without an ack the coordinator aborts. But who has preCommit and misses the abort will commit.",
                    "没有收到 Ack，协调者中断事务。但已收到 PreCommit 而收不到 Abort 的参与者将会提交。"
                ),
                POPULAR,
            ),
        }
    }

    fn on_silence(&self) -> Rule {
        match self.rule {
            TimeoutRule::Skeen => rule(
                phrase!(
                    "A coordinator that is silent is taken for crashed. The next process in order becomes the new one: p1, then p2, and so on.",
                    "没有响应的协调者视为宕机，由排在其后的进程接任：先 p1，再 p2，依次类推。"
                ),
                ELECTION,
            ),
            TimeoutRule::Course => rule(
                phrase!(
                    "The coordinator is silent, and the participant decides alone: it commits if it has preCommit, and aborts if not. Others may have got more, or less.",
                    "协调者没有响应，参与者自行决定：已收到 PreCommit 则提交，否则回滚。而别的参与者收到的可能不同。"
                ),
                POPULAR,
            ),
        }
    }

    fn on_restart(&self, pid: Pid) -> Rule {
        if pid == COORDINATOR {
            rule(
                phrase!(
                    "The coordinator reads its log. A decision it tells again; what was begun without preCommit it aborts; with preCommit and no decision, it asks, for the others may have decided without it.",
                    "协调者读日志：已有决定则重新通知；未到 PreCommit 则回滚；已 PreCommit 而无决定则询问，因为其余进程可能已自行决定。"
                ),
                RECOVERY,
            )
        } else if self.bank.cast.is_participant(pid) {
            rule(
                phrase!(
                    "A participant reads its log: what is prepared and not decided is locked again, and it asks for the decision. It takes no part in making it, for the others may have decided without it. What it has not prepared it has not voted on.",
                    "参与者读日志：已准备而未决定的事务重新加锁，并询问决定；它不再参与决定，因为其余进程可能已自行决定。未准备的就是没有表决过的。"
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
