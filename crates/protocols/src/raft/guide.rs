//! The paper's two hardest figures told step for step (Raft, figures 7 and 8).

use crate::{Guide, Stop};
use synod_kernel::Time;
use synod_words::{Phrase, phrase};

/// The guide through a scenario of the figures.
pub(super) fn through(scenario: &str) -> Option<Guide> {
    match scenario {
        "figure-7" => Some(guide(figure_7(), None)),
        "figure-8" => Some(guide(figure_8(), Some("figure-8-counting"))),
        "figure-8-counting" => Some(guide(figure_8_counting(), None)),
        _ => None,
    }
}

fn guide(stops: Vec<(Time, Phrase)>, next: Option<&'static str>) -> Guide {
    Guide { stops: stops.into_iter().map(|(at_ms, words)| Stop { at: at_ms * 1_000, words }).collect(), next }
}

fn figure_7() -> Vec<(Time, Phrase)> {
    vec![
        (
            20,
            phrase!(
                "S1 campaigns for term 8. Its last entry is number 10, of term 6. Who will vote for it? Look at the last entry of each log: (a) S2, (b) S3, (c) S4, (d) S5, (e) S6, (f) S7.",
                "S1 竞选任期 8。它的最后条目是第 10 条，属于任期 6。谁会投票给它？看每份日志的最后条目：(a) S2、(b) S3、(c) S4、(d) S5、(e) S6、(f) S7。"
            ),
        ),
        (
            30,
            phrase!(
                "S4 has an eleventh entry of term 6, S5 entries of term 7: their logs are more up to date, and they refuse. S7's log is longer than S1's, but ends in term 3: the later term counts first, so S7 votes.",
                "S4 多一条任期 6 的条目，S5 有任期 7 的条目：它们的日志更新，拒绝投票。S7 的日志虽比 S1 长，却止于任期 3：先比任期，因此 S7 投票。"
            ),
        ),
        (
            40,
            phrase!(
                "Four votes of seven are enough. S1 appends a no-op of term 8 as entry 11 and sends it to all, with the entry before it: number 10, term 6.",
                "七票中得四票即可。S1 追加任期 8 的空操作作为第 11 条，连同前一条（第 10 条，任期 6）的位置发给所有服务器。"
            ),
        ),
        (
            50,
            phrase!(
                "S4 and S5 have that entry 10: they remove what follows it and take entry 11. The four others do not, refuse, and say from where the leader should try.",
                "S4、S5 有这个第 10 条：删除其后的条目，接受第 11 条。另外四台没有，于是拒绝，并告知领导者应从哪里重试。"
            ),
        ),
        (
            80,
            phrase!(
                "Each refusal takes the leader back by a whole term of the follower's log. S2 and S3 match now; S6 and S7 have refused again and need one more step, to entry 4.",
                "每次拒绝使领导者按跟随者的日志后退一整个任期。S2、S3 已一致；S6、S7 再次拒绝，还要退到第 4 条。"
            ),
        ),
        (
            100,
            phrase!(
                "All seven logs are the same. Nothing that was removed had been committed: a majority never had it.",
                "七份日志完全相同。被删除的条目都不曾提交：多数派从未拥有过它们。"
            ),
        ),
    ]
}

fn figure_8() -> Vec<(Time, Phrase)> {
    vec![
        (
            5,
            phrase!(
                "Part (b) of the figure: S1 had led term 2 and brought its entry 2 to S2 only. S5 has led term 3, took another entry at index 2, and now crashes.",
                "图中的 (b)：S1 曾领导任期 2，其条目 2 只到达 S2。S5 领导过任期 3，在索引 2 写入了另一个条目，现在宕机。"
            ),
        ),
        (
            80,
            phrase!(
                "Part (c): S1 leads term 4 and has brought entry 2 to S3. S1, S2 and S3 are a majority. Is the entry committed? Its term is 2, not 4, so S1 does not count.",
                "图中的 (c)：S1 领导任期 4，已把条目 2 复制到 S3。S1、S2、S3 构成多数派。它提交了吗？它属于任期 2 而非 4，因此 S1 不计数。"
            ),
        ),
        (
            190,
            phrase!(
                "S1 has crashed. S5's last entry is of term 3, S2's and S3's of term 2: S5 is more up to date, and they elect it in term 5.",
                "S1 已宕机。S5 的最后条目属于任期 3，S2、S3 的属于任期 2：S5 更新，于是在任期 5 当选。"
            ),
        ),
        (
            220,
            phrase!(
                "Part (d): S5 overwrites entry 2 at S2 and S3. It was right not to call it committed.",
                "图中的 (d)：S5 覆盖了 S2、S3 的条目 2。先前没有把它算作已提交，是对的。"
            ),
        ),
    ]
}

fn figure_8_counting() -> Vec<(Time, Phrase)> {
    vec![
        (
            80,
            phrase!(
                "Three of five have entry 2. Without the rule S1 takes it for committed and applies it.",
                "五台中的三台有条目 2。没有该规则，S1 便认为它已提交并执行。"
            ),
        ),
        (
            190,
            phrase!(
                "S5 is elected all the same: votes compare the last terms, 3 against 2. Its log lacks what S1 committed: leader completeness is lost.",
                "S5 照样当选：投票比较的是最后条目的任期，3 对 2。它的日志缺少 S1 已提交的条目：领导者完整性被破坏。"
            ),
        ),
        (
            310,
            phrase!(
                "With an entry of its own term S5 commits index 2 as well, with another command. S1 and S5 have applied different things.",
                "S5 借本任期的条目也提交了索引 2，内容却是另一个命令。S1 与 S5 执行了不同的命令。"
            ),
        ),
    ]
}
