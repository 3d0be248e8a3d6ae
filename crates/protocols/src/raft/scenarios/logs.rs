//! Replication, and what becomes of logs.

use super::cast::{ALL, Cast, scenario};
use crate::Scenario;
use synod_words::phrase;

pub(in super::super) fn replication() -> Scenario {
    scenario(
        "replication",
        (
            phrase!("Election and replication", "选举与日志复制"),
            phrase!(
                "The first election time-out to run out makes its server a candidate; with two of three votes it leads term 1. Commands go into its log, to the followers, and are committed once a majority has them. Followers learn that with the next message.",
                "最先超时的服务器成为候选人，得到三票中的两票后领导任期 1。命令写入它的日志，复制给跟随者，多数派拥有后即提交；跟随者从下一条消息得知。"
            ),
        ),
        vec![],
        (Cast::with_servers(3).write(300, 1, 1).write(350, 2, 2).read(420, 1), 600),
        (&[], ALL),
    )
}
