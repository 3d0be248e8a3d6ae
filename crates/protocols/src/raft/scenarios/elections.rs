//! Elections.

use super::cast::{ALL, Cast, scenario};
use crate::{Scenario, int};
use synod_words::phrase;

pub(in super::super) fn leader_crashes() -> Scenario {
    scenario(
        "leader-crashes",
        (
            phrase!("The leader crashes and comes back", "领导者宕机与归来"),
            phrase!(
                "S1 leads term 1, commits x = 1 and crashes. A follower hears no heartbeat, is elected in term 2 and goes on. S1 restarts with its old term, follows at the first message of term 2 and gets what it missed.",
                "S1 领导任期 1，提交 x = 1 后宕机。某个跟随者收不到心跳，在任期 2 当选并继续工作。S1 带着旧任期重启，收到任期 2 的第一条消息便成为跟随者，补上错过的条目。"
            ),
        ),
        vec![],
        (Cast::with_servers(3).time_out(10, 1).write(50, 1, 1).crash(150, 1).write(200, 2, 2).restart(600, 1).read(700, 1), 900),
        (&[], ALL),
    )
}

pub(in super::super) fn split_vote() -> Scenario {
    scenario(
        "split-vote",
        (
            phrase!("A split vote", "选票被瓜分"),
            phrase!(
                "S1 and S2 become candidates at the same moment. Each has its own vote and one more, S3's or S4's; three are needed, so term 1 passes without a leader. The next time-outs are random: one server is first, and leads.",
                "S1 与 S2 同时成为候选人。各得自己的一票和另外一票；需要三票，因此任期 1 没有领导者。之后的超时是随机的：有一台先超时，成为领导者。"
            ),
        ),
        vec![int("n", 4)],
        (Cast::with_servers(4).time_out(20, 1).time_out(20, 2).write(300, 1, 1), 700),
        (&[], ALL),
    )
}
