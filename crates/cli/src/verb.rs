//! The subcommands by name, and what each takes.

use synod_words::{Phrase, phrase};

/// A subcommand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verb {
    /// Lists the labs.
    Labs,
    /// Runs a scenario.
    Run,
    /// Makes a run smallest.
    Shrink,
    /// Holds a run against what was asked for.
    Verify,
    /// Lists the challenges.
    Challenges,
    /// Puts scenarios through storms of random faults.
    Storm,
    /// Searches every schedule within a bound for one that breaks a promise.
    Explore,
    /// Runs a scenario with many parameters and seeds.
    Sweep,
    /// Puts the parts of a sweep together.
    Merge,
    /// Spreads an update among many nodes.
    Gossip,
    /// Compares failure detectors.
    Detection,
    /// Measures how long Raft is without a leader.
    Elections,
    /// Judges a history.
    Check,
    /// Makes a link of a document.
    Link,
    /// Makes a document of a link.
    Unlink,
}

/// An option that only some subcommands take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flag {
    /// `--json`
    Json,
    /// `--model`
    Model,
    /// `--budget`
    Budget,
    /// `--runs`
    Runs,
    /// `--seed`
    Seed,
    /// `--base`
    Base,
    /// `--mode`
    Mode,
    /// `--kind`
    Kind,
    /// `--rule`
    Rule,
    /// `--feedback`
    Feedback,
    /// `--blind`
    Blind,
    /// `--k`
    Patience,
    /// `--nodes`
    Nodes,
    /// `--loss`
    Loss,
    /// `--promise`
    Promise,
    /// `--challenge`
    Challenge,
    /// `--violates`
    Violates,
    /// `--faults`
    Faults,
    /// `--like`
    Like,
    /// `--crashes`
    Crashes,
    /// `--drops`
    Drops,
    /// `--duplicates`
    Duplicates,
    /// `--partitions`
    Partitions,
    /// `--timeouts`
    Timeouts,
    /// `--depth`
    Depth,
    /// `--states`
    States,
    /// `--seconds`
    Seconds,
    /// `--timed`
    Timed,
    /// `--pauses`
    Pauses,
    /// `--for-good`
    ForGood,
    /// `--late`
    Late,
    /// `--clocks`
    Clocks,
    /// `--drift`
    Drift,
    /// `--delay`
    Delay,
    /// `--grain`
    Grain,
    /// `--horizon`
    Horizon,
    /// `--order`
    Order,
    /// `--only`
    Only,
    /// `--vary`
    Vary,
    /// `--seeds`
    Seeds,
    /// `--back-to-back`
    BackToBack,
    /// `--jobs`
    Jobs,
    /// `--part`
    Part,
    /// `--csv`
    Csv,
    /// `--parquet`
    Parquet,
}

impl Verb {
    /// All of them, in the order of the help.
    pub const ALL: [Verb; 15] = [
        Verb::Labs,
        Verb::Run,
        Verb::Shrink,
        Verb::Verify,
        Verb::Challenges,
        Verb::Storm,
        Verb::Explore,
        Verb::Sweep,
        Verb::Merge,
        Verb::Gossip,
        Verb::Detection,
        Verb::Elections,
        Verb::Check,
        Verb::Link,
        Verb::Unlink,
    ];

    /// As it is typed.
    pub fn id(self) -> &'static str {
        match self {
            Verb::Labs => "labs",
            Verb::Run => "run",
            Verb::Shrink => "shrink",
            Verb::Verify => "verify",
            Verb::Challenges => "challenges",
            Verb::Storm => "storm",
            Verb::Explore => "explore",
            Verb::Sweep => "sweep",
            Verb::Merge => "merge",
            Verb::Gossip => "gossip",
            Verb::Detection => "detection",
            Verb::Elections => "elections",
            Verb::Check => "check",
            Verb::Link => "link",
            Verb::Unlink => "unlink",
        }
    }

    /// The subcommand that is typed so.
    pub fn from_id(id: &str) -> Option<Verb> {
        Verb::ALL.into_iter().find(|verb| verb.id() == id)
    }

    /// What it works on; none for a subcommand that needs nothing.
    pub fn operand(self) -> Option<&'static str> {
        match self {
            Verb::Labs | Verb::Challenges | Verb::Gossip | Verb::Detection | Verb::Elections => None,
            Verb::Run | Verb::Shrink | Verb::Verify | Verb::Sweep => Some("FILE|LINK|LAB/SCENARIO"),
            Verb::Merge => Some("PART…"),
            Verb::Storm => Some("all|LAB|LAB/SCENARIO"),
            Verb::Explore => Some("all|LAB|LAB/SCENARIO|LINK|FILE"),
            Verb::Check | Verb::Link => Some("FILE"),
            Verb::Unlink => Some("LINK"),
        }
    }

    /// Whether it works on several at once.
    pub fn takes_many(self) -> bool {
        self == Verb::Merge
    }

    /// Its options beside `--lang` and `--help`.
    pub fn flags(self) -> &'static [Flag] {
        match self {
            Verb::Labs | Verb::Challenges | Verb::Run => &[Flag::Json],
            Verb::Shrink => &[Flag::Promise, Flag::Json],
            Verb::Verify => &[Flag::Challenge, Flag::Violates, Flag::Faults, Flag::Like, Flag::Json],
            Verb::Storm | Verb::Elections => &[Flag::Runs, Flag::Seed, Flag::Json],
            Verb::Explore => &[
                Flag::Promise,
                Flag::Crashes,
                Flag::Drops,
                Flag::Duplicates,
                Flag::Partitions,
                Flag::Timeouts,
                Flag::Timed,
                Flag::Horizon,
                Flag::Pauses,
                Flag::ForGood,
                Flag::Late,
                Flag::Clocks,
                Flag::Drift,
                Flag::Delay,
                Flag::Grain,
                Flag::Depth,
                Flag::States,
                Flag::Seconds,
                Flag::Order,
                Flag::Only,
                Flag::Json,
            ],
            Verb::Sweep => {
                &[Flag::Vary, Flag::Seeds, Flag::BackToBack, Flag::Jobs, Flag::Part, Flag::Csv, Flag::Json, Flag::Parquet]
            }
            Verb::Merge => &[Flag::Part, Flag::Csv, Flag::Json, Flag::Parquet],
            Verb::Gossip => &[
                Flag::Mode,
                Flag::Kind,
                Flag::Rule,
                Flag::Feedback,
                Flag::Blind,
                Flag::Patience,
                Flag::Nodes,
                Flag::Runs,
                Flag::Seed,
                Flag::Json,
            ],
            Verb::Detection => &[Flag::Loss, Flag::Runs, Flag::Seed, Flag::Json],
            Verb::Check => &[Flag::Model, Flag::Budget, Flag::Json],
            Verb::Link => &[Flag::Base],
            Verb::Unlink => &[],
        }
    }

    /// What it does, in a line.
    pub fn about(self) -> Phrase {
        match self {
            Verb::Labs => phrase!(
                "lists the labs with their parameters, operations, promises and scenarios",
                "列出各实验及其参数、操作、承诺与场景"
            ),
            Verb::Run => phrase!(
                "runs a scenario: what happens, which promises break and why, what was measured",
                "运行一个场景：发生了什么、哪些承诺被违反及其原因、测得了什么"
            ),
            Verb::Shrink => phrase!(
                "makes a run as small as it goes while the promise stays broken, and explains it",
                "在仍违反该承诺的前提下把运行缩到不能再减，并加以解释"
            ),
            Verb::Verify => phrase!(
                "replays a run that was handed in: its verdicts, its faults, and whether that was asked for",
                "重放提交的运行：判定结果、用了哪些故障、是否符合要求"
            ),
            Verb::Challenges => {
                phrase!("lists the challenges: promises to break with few faults", "列出各项挑战：用很少的故障打破承诺")
            }
            Verb::Storm => phrase!(
                "runs scenarios under random faults, as many as they claim to withstand",
                "在随机故障下反复运行场景，故障不超过其声明可承受的范围"
            ),
            Verb::Explore => phrase!(
                "searches every schedule within a bound for the shortest one that breaks a promise",
                "在给定界限内搜索所有调度，找出违反承诺的最短调度"
            ),
            Verb::Sweep => phrase!(
                "runs a scenario with many parameters and seeds: rates, latency, staleness, with intervals",
                "以多组参数与种子运行一个场景：比率、延迟、陈旧度及其置信区间"
            ),
            Verb::Merge => phrase!("puts the parts of a sweep together, exactly", "把扫描的各部分精确合并"),
            Verb::Gossip => phrase!(
                "spreads an update by gossip among many nodes, in cycles: who hears of it, when, and at what cost",
                "在大量节点间按周期以 gossip 传播一个更新：谁得知、何时得知、代价多大"
            ),
            Verb::Detection => phrase!(
                "compares failure detectors: false suspicions against the time until a crash is noticed",
                "比较各种故障检测器：误疑的多少与发现宕机的快慢"
            ),
            Verb::Elections => phrase!(
                "crashes Raft's leader again and again: how long until there is another, by the range of election time-outs",
                "反复使 Raft 的领导者宕机：多久之后有新的领导者，按选举超时的范围"
            ),
            Verb::Check => phrase!("judges a recorded history (JSON lines)", "判定一份记录下来的历史（JSON 行）"),
            Verb::Link => phrase!("makes a link of a scenario document", "由场景文档生成链接"),
            Verb::Unlink => phrase!("makes a scenario document of a link", "由链接还原场景文档"),
        }
    }
}

impl Flag {
    /// As it is typed, with what follows it.
    pub fn usage(self) -> &'static str {
        match self {
            Flag::Json => "--json",
            Flag::Model => "--model MODEL",
            Flag::Budget => "--budget STEPS",
            Flag::Runs => "--runs N",
            Flag::Seed => "--seed N",
            Flag::Base => "--base URL",
            Flag::Mode => "--mode MODE",
            Flag::Kind => "--kind KIND",
            Flag::Rule => "--rule RULE",
            Flag::Feedback => "--feedback",
            Flag::Blind => "--blind",
            Flag::Patience => "--k N",
            Flag::Nodes => "--nodes N",
            Flag::Loss => "--loss PERCENT",
            Flag::Promise => "--promise ID",
            Flag::Challenge => "--challenge ID",
            Flag::Violates => "--violates ID",
            Flag::Faults => "--faults N",
            Flag::Like => "--like SCENARIO",
            Flag::Crashes => "--crashes N",
            Flag::Drops => "--drops N",
            Flag::Duplicates => "--duplicates N",
            Flag::Partitions => "--partitions N",
            Flag::Timeouts => "--timeouts N",
            Flag::Depth => "--depth N",
            Flag::States => "--states N",
            Flag::Seconds => "--seconds N",
            Flag::Timed => "--timed",
            Flag::Pauses => "--pauses N",
            Flag::ForGood => "--for-good",
            Flag::Late => "--late N",
            Flag::Clocks => "--clocks N",
            Flag::Drift => "--drift PERCENT",
            Flag::Delay => "--delay MS..MS",
            Flag::Grain => "--grain MS",
            Flag::Horizon => "--horizon MS",
            Flag::Order => "--order ORDER",
            Flag::Only => "--only ROWS",
            Flag::Vary => "--vary W=1..3",
            Flag::Seeds => "--seeds A..B",
            Flag::BackToBack => "--back-to-back",
            Flag::Jobs => "--jobs N",
            Flag::Part => "--part FILE",
            Flag::Csv => "--csv",
            Flag::Parquet => "--parquet FILE",
        }
    }

    /// What it does, in a line.
    #[allow(clippy::too_many_lines, reason = "every flag has its own words, and nothing else is here")]
    pub fn about(self) -> Phrase {
        match self {
            Flag::Json => phrase!("prints one JSON object, for programs", "输出一个 JSON 对象，供程序使用"),
            Flag::Model => phrase!("judges by this model only; may be told several times", "只按此模型判定；可多次给出"),
            Flag::Budget => {
                phrase!("gives up on a model after so many steps, and says so", "某个模型的判定超过这么多步后放弃，并如实说明")
            }
            Flag::Runs => phrase!(
                "how many runs; unless told, 1000 of a scenario or of elections, 200 of an epidemic or of failure detectors",
                "运行多少次；默认每个场景或选举 1000 次，流行病与故障检测 200 次"
            ),
            Flag::Seed => phrase!("the seed of the first run; 1 unless told", "第一次运行的种子；默认为 1"),
            Flag::Base => phrase!("prints the whole address of a page at this URL", "输出以此 URL 为页面的完整地址"),
            Flag::Mode => phrase!("push, pull or push-pull; push unless told", "push、pull 或 push-pull；默认 push"),
            Flag::Kind => {
                phrase!("rumour or anti-entropy; rumour unless told", "rumour（谣言传播）或 anti-entropy（反熵）；默认 rumour")
            }
            Flag::Rule => phrase!(
                "counter: k contacts in a row that count end a node's interest; coin: each with probability 1/k. counter unless told",
                "counter：连续 k 次计数的接触后失去兴趣；coin：每次以 1/k 的概率失去兴趣。默认 counter"
            ),
            Flag::Feedback => {
                phrase!(
                    "only contacts with nodes that knew already count; so unless told",
                    "只有对方早已知道的接触才计数；默认如此"
                )
            }
            Flag::Blind => phrase!("every contact counts", "每次接触都计数"),
            Flag::Patience => {
                phrase!("how patient a spreader is, from 1 to 255; 1 unless told", "传播者的耐心，1 到 255；默认 1")
            }
            Flag::Loss => {
                phrase!("how many messages in a hundred get lost, up to 90; 0 unless told", "每百条消息丢失几条，至多 90；默认 0")
            }
            Flag::Promise => phrase!(
                "the promise; unless told, shrink takes the first that is broken, explore the strongest",
                "承诺；未指定时，shrink 取第一个被违反的，explore 取最强的"
            ),
            Flag::Challenge => phrase!(
                "asks for what this challenge asks for; unless anything is asked, for that of the challenge which the link names",
                "按此挑战的要求检查；未给出任何要求时，按链接所带的挑战检查"
            ),
            Flag::Violates => {
                phrase!("asks for this promise to be violated; may be told several times", "要求违反此承诺；可多次给出")
            }
            Flag::Faults => phrase!("asks for at most so many faults", "要求故障不超过这么多次"),
            Flag::Like => {
                phrase!(
                    "asks for the lab and the parameters of this scenario, file or link",
                    "要求实验与参数同此场景、文件或链接"
                )
            }
            Flag::Crashes => phrase!("how many crashes, each with a restart", "宕机次数，每次之后可重启"),
            Flag::Drops => phrase!("how many messages get lost", "丢失的消息数"),
            Flag::Duplicates => phrase!("how many messages arrive twice", "重复到达的消息数"),
            Flag::Partitions => phrase!("how many partitions, each of which may heal", "分区次数，每次之后可恢复"),
            Flag::Timeouts => phrase!("how many timers run out", "到时的定时器数"),
            Flag::Depth => phrase!("how many steps a schedule has at most", "一个调度至多多少步"),
            Flag::States => phrase!("gives up after so many distinct states", "搜索过这么多不同状态后放弃"),
            Flag::Seconds => {
                phrase!("gives up on a promise after so many seconds; 60 unless told", "每个承诺搜索这么多秒后放弃；默认 60")
            }
            Flag::Timed => phrase!(
                "lets time pass: timers run out when they are due (--timeouts says nothing then), messages keep to their times; any of the following does so too",
                "让时间流逝：定时器到期才触发（此时 --timeouts 不起作用），消息遵守时限；给出以下任一选项亦然"
            ),
            Flag::Horizon => {
                phrase!("nothing is searched after so many milliseconds; 500 unless told", "只搜索前这么多毫秒；默认 500")
            }
            Flag::Pauses => phrase!("how many pauses, each of which may end", "暂停次数，每次之后可恢复"),
            Flag::ForGood => phrase!("crashed processes stay down", "宕机的进程不再重启"),
            Flag::Late => {
                phrase!("how many messages take any time, while the others keep to theirs", "可延迟任意久的消息数，其余消息守时")
            }
            Flag::Clocks => phrase!(
                "how many clocks are wrong from the start, by as much as in the scenario, or by --drift",
                "自始不准的时钟数；偏差与场景中的相同，场景中没有则由 --drift 给出"
            ),
            Flag::Drift => {
                phrase!("how fast or slow a wrong clock runs; 10 unless told", "不准的时钟走快或走慢的百分比；默认 10")
            }
            Flag::Delay => phrase!(
                "how long a message takes at least and at most; 10.. for 10 ms or any longer time; as the scenario's network unless told",
                "消息的最短与最长延迟；10.. 表示 10 毫秒或任意更久；默认按场景的网络"
            ),
            Flag::Grain => phrase!(
                "messages arrive in steps of so many milliseconds, and when something else is due; only the latter unless told",
                "消息到达时刻的步长（毫秒），另加其他事件到期的时刻；默认只取后者"
            ),
            Flag::Order => phrase!(
                "steps: the shortest schedule first; deviations: the one that deviates least from the ordinary one. steps unless told; a table tries both",
                "steps：最短的调度在先；deviations：与通常调度偏离最少的在先。默认 steps；表格两者都试"
            ),
            Flag::Only => phrase!(
                "of a table, only the rows of what ends violated, or only those of what is kept: violated or kept",
                "表格只列以违反告终的行，或只列保持的行：violated 或 kept"
            ),
            Flag::Vary => phrase!(
                "a parameter with its values, W=1..3 (both included) or delay=ymmr,wan; several times for several parameters",
                "参数及其取值，如 W=1..3（含两端）或 delay=ymmr,wan；多个参数则多次给出"
            ),
            Flag::Seeds => {
                phrase!(
                    "the seeds from A up to, not including, B; 0..1000 unless told",
                    "从 A 到 B（不含 B）的种子；默认 0..1000"
                )
            }
            Flag::BackToBack => phrase!(
                "each operation of the scenario is asked for as soon as the one before it is answered",
                "场景中的每个操作在前一个得到应答后立即提出"
            ),
            Flag::Jobs => phrase!("how many threads; as many as processors unless told", "线程数；默认与处理器数相同"),
            Flag::Part => phrase!(
                "keeps the exact counts in FILE; the same command goes on where it was broken off",
                "把精确计数存入 FILE；中断后重复同一命令即可继续"
            ),
            Flag::Csv => phrase!("prints a table, for programs", "输出表格（CSV），供程序使用"),
            Flag::Parquet => phrase!("writes the same table to FILE", "把同一表格写入 FILE"),
            Flag::Nodes => phrase!("how many nodes, from 2 to a million; 1000 unless told", "节点数，2 到一百万；默认 1000"),
        }
    }
}
