//! Answers what is asked: help here, everything else in the file of its subcommand.

use crate::arguments::Asked;
use crate::failure::Failure;
use crate::page::Page;
use crate::report::Report;
use crate::table::left;
use crate::verb::{Flag, Verb};
use crate::{
    challenges, check, detection, elections, explore, gossip, labs, link, merge, run, shrink, storm, sweep, unlink, verify,
};
use synod_words::{Lang, Phrase, phrase};

/// Answers in `lang`.
pub fn answer(asked: Asked, lang: Lang) -> Result<Report, Failure> {
    match asked {
        Asked::Help(None) => Ok(Report::fine(general(lang))),
        Asked::Help(Some(verb)) => Ok(Report::fine(of(verb, lang))),
        Asked::Version => Ok(Report::fine(format!("synod {}\n", env!("CARGO_PKG_VERSION")))),
        Asked::Do(Verb::Labs, arguments) => Ok(labs::answer(&arguments, lang)),
        Asked::Do(Verb::Run, arguments) => run::answer(&arguments, lang),
        Asked::Do(Verb::Shrink, arguments) => shrink::answer(&arguments, lang),
        Asked::Do(Verb::Verify, arguments) => verify::answer(&arguments, lang),
        Asked::Do(Verb::Challenges, arguments) => Ok(challenges::answer(&arguments, lang)),
        Asked::Do(Verb::Storm, arguments) => storm::answer(&arguments, lang),
        Asked::Do(Verb::Explore, arguments) => explore::answer(&arguments, lang),
        Asked::Do(Verb::Sweep, arguments) => sweep::answer(&arguments, lang),
        Asked::Do(Verb::Merge, arguments) => merge::answer(&arguments, lang),
        Asked::Do(Verb::Detection, arguments) => detection::answer(&arguments, lang),
        Asked::Do(Verb::Elections, arguments) => elections::answer(&arguments, lang),
        Asked::Do(Verb::Gossip, arguments) => gossip::answer(&arguments, lang),
        Asked::Do(Verb::Check, arguments) => check::answer(&arguments, lang),
        Asked::Do(Verb::Link, arguments) => link::answer(&arguments),
        Asked::Do(Verb::Unlink, arguments) => unlink::answer(&arguments),
    }
}

/// How wide the column of commands and options is.
const COLUMN: usize = 18;

fn general(lang: Lang) -> String {
    let mut page = Page::new(lang);
    page.phrase(&phrase!(
        "Synod: a playground for distributed consistency, on the command line.",
        "Synod：分布式一致性的实验场（命令行）。"
    ));
    page.paragraph(&usage("synod COMMAND"));
    for verb in Verb::ALL {
        row(&mut page, verb.id(), &verb.about());
    }
    page.line("");
    common_options(&mut page);
    row(&mut page, "--version", &phrase!("prints the version", "输出版本"));
    page.paragraph(&phrase!("synod COMMAND --help tells more about a command.", "synod COMMAND --help 给出命令的详细说明。"));
    page.into_text()
}

fn of(verb: Verb, lang: Lang) -> String {
    let mut page = Page::new(lang);
    page.line(format!("synod {}: {}", verb.id(), page.say(&verb.about())));
    let flags = verb.flags().iter().map(|flag| {
        let again = if matches!(flag, Flag::Model | Flag::Vary) { "…" } else { "" };
        format!("[{}]{again}", flag.usage())
    });
    let words = ["synod", verb.id()].into_iter().chain(verb.operand()).map(str::to_owned);
    page.paragraph(&usage(&words.chain(flags).collect::<Vec<_>>().join(" ")));
    for flag in verb.flags() {
        row(&mut page, flag.usage(), &flag.about());
    }
    common_options(&mut page);
    for paragraph in details(verb) {
        page.paragraph(&paragraph);
    }
    page.into_text()
}

fn usage(synopsis: &str) -> Phrase {
    phrase!("Usage: {0}", "用法：{0}", synopsis)
}

fn common_options(page: &mut Page) {
    row(page, "--lang en|zh", &phrase!("the language; that of the terminal unless told", "语言；默认为终端的语言"));
    row(page, "--help", &phrase!("prints this help", "输出此说明"));
}

fn row(page: &mut Page, what: &str, about: &Phrase) {
    page.line(format!("  {}{}", left(what, COLUMN), page.say(about)));
}

/// What does not fit into a line.
fn details(verb: Verb) -> Vec<Phrase> {
    match verb {
        Verb::Labs => Vec::new(),
        Verb::Challenges => vec![phrase!(
            "Each begins at the page’s address followed by #challenge=ID. Whoever solved it copies the result link there; synod verify LINK checks it.",
            "每项挑战从页面地址加 #challenge=ID 开始。解出之后在页面上复制结果链接，用 synod verify LINK 检查。"
        )],
        Verb::Run => vec![
            phrase!(
                "FILE is a scenario document (- for the standard input), LINK a link #s=1.… or a whole address, and LAB/SCENARIO one of synod labs.",
                "FILE 为场景文档（- 表示标准输入），LINK 为链接 #s=1.… 或完整地址，LAB/SCENARIO 见 synod labs。"
            ),
            phrase!("In the transcript, > marks what somebody decided.", "在运行记录中，> 标出人为的决定。"),
            exit_codes(&phrase!("0 it ran, 2 bad input", "0 已运行，2 输入有误")),
        ],
        Verb::Shrink => vec![
            phrase!(
                "Decisions are taken out by delta debugging, chance is replaced by decisions or left out, and parameters, times and the seed are made simpler, as long as the promise is still broken at the end. In the result no decision can be left out.",
                "用 delta 调试去掉决定，以明确的决定替代随机性（或去掉随机性），并简化参数、时刻与种子，只要结束时该承诺仍被违反。所得结果中没有一项决定可以去掉。"
            ),
            phrase!(
                "Source: Zeller & Hildebrandt, Simplifying and Isolating Failure-Inducing Input, IEEE TSE 28(2), 2002.",
                "来源：Zeller、Hildebrandt，Simplifying and Isolating Failure-Inducing Input，IEEE TSE 28(2)，2002。"
            ),
            exit_codes(&phrase!(
                "0 a smallest run, 2 bad input, or no such promise is broken",
                "0 已求得，2 输入有误或没有这样的承诺被违反"
            )),
        ],
        Verb::Verify => of_verify(),
        Verb::Storm => vec![
            phrase!(
                "Every run adds other faults at random moments: crashes, cuts, losses, duplicates, pauses, delays, requests, each as far as the scenario claims to withstand them. A run that breaks a promise ends the storm and is given as a link.",
                "每次运行都在随机时刻加入不同的故障：宕机、断链、丢包、重复、暂停、延迟、请求，均不超过场景声明可承受的范围。一旦某次运行违反承诺，即停止并给出该次运行的链接。"
            ),
            exit_codes(&phrase!(
                "0 every claim stands, 1 one is refuted, 2 bad input",
                "0 声明均成立，1 有声明被推翻，2 输入有误"
            )),
        ],
        Verb::Explore => of_explore(),
        Verb::Sweep => of_sweep(),
        Verb::Merge => of_merge(),
        Verb::Check => vec![
            phrase!(
                "FILE (- for the standard input) has an operation a line, times as integers, return null where there was no answer:",
                "FILE（- 表示标准输入）每行一个操作，时间为整数，未得到应答时 return 为 null："
            ),
            Phrase::verbatim(
                "  {\"client\":\"a\",\"call\":1,\"return\":3,\"op\":\"write\",\"key\":\"x\",\"value\":1}\n\
                 \x20 {\"client\":\"b\",\"call\":4,\"return\":5,\"op\":\"read\",\"key\":\"x\",\"value\":1}\n\
                 \x20 {\"client\":\"b\",\"call\":6,\"return\":9,\"op\":\"cas\",\"key\":\"x\",\"expect\":1,\"value\":2,\"ok\":true}\n\
                 \x20 {\"client\":\"a\",\"call\":7,\"return\":null,\"op\":\"append\",\"key\":\"log\",\"value\":\"entry\"}",
            ),
            phrase!(
                "Models: {0}. Without --model: all that the file tells enough for.",
                "模型：{0}。不给 --model 时：文件信息足以判定的所有模型。",
                synod_check::Model::spellings()
            ),
            phrase!(
                "k-staleness-2: no read is older than the newest 2 versions. t-staleness-50: none misses what was acknowledged more than 50 before it, in the time of the file. Without --model the smallest such bounds are measured.",
                "k-staleness-2：读不旧于最新的 2 个版本。t-staleness-50：读不会错过在它开始 50 之前（以文件的时间单位计）就已确认的写。不给 --model 时，测出最小的界限。"
            ),
            exit_codes(&phrase!(
                "0 all hold, 1 some violated, 2 bad input, 3 undecided",
                "0 全部成立，1 有违反，2 输入有误，3 无法判定"
            )),
        ],
        Verb::Detection => vec![phrase!(
            "The same heartbeats for a fixed time-out and for φ-accrual; for SWIM, the probability of a false suspicion.",
            "固定超时与 φ 累积检测使用相同的心跳；SWIM 给出误疑的概率。"
        )],
        Verb::Elections => of_elections(),
        Verb::Gossip => of_gossip(),
        Verb::Link => {
            vec![phrase!("FILE is a scenario document (- for the standard input).", "FILE 为场景文档（- 表示标准输入）。")]
        }
        Verb::Unlink => vec![phrase!(
            "LINK is a link #s=1.… or a whole address; - reads it from the standard input.",
            "LINK 为链接 #s=1.… 或完整地址；- 表示从标准输入读取。"
        )],
    }
}

/// What `synod verify` needs to be told in more words.
fn of_verify() -> Vec<Phrase> {
    vec![
        phrase!(
            "Faults are crashes, pauses, cuts and partitions, lost, doubled, slower or faster messages and links, timers that somebody lets run out, and clocks. Both directions of a link cut at one moment are one fault. Requests, restarts and repairs are none.",
            "故障包括：宕机、暂停、断链与分区、消息或链路的丢失、重复、变慢或变快、强制到时的定时器、时钟。同一时刻切断一条链路的两个方向算一次。请求、重启与修复不算。"
        ),
        phrase!(
            "As in: synod verify LINK --violates monotonic-reads --faults 1 --like nwr/stale-read",
            "例如：synod verify LINK --violates monotonic-reads --faults 1 --like nwr/stale-read"
        ),
        phrase!(
            "A challenge of synod challenges asks for all of these at once, and for the seed: synod verify LINK --challenge paid-twice. A result link names its challenge (&challenge=ID).",
            "synod challenges 中的挑战一次提出所有这些要求，并要求种子相同：synod verify LINK --challenge paid-twice。结果链接自带挑战（&challenge=ID）。"
        ),
        exit_codes(&phrase!("0 it is what was asked for, 1 it is not, 2 bad input", "0 符合要求，1 不符合，2 输入有误")),
    ]
}

/// The same for `synod explore`.
fn of_explore() -> Vec<Phrase> {
    vec![
        phrase!(
            "Clients ask for what the scenario has them ask for; everything else that may happen comes out of the bounds. The witness is a run like any other, given as a link.",
            "客户端按场景提出请求；其余可能发生的一切都在界限之内。反例与其他运行一样，以链接给出。"
        ),
        phrase!(
            "Unless time passes, a timer may run out at any moment and a message takes any time, while clocks stand still: what clocks keep (leases), or a network that keeps to its times, is searched with --timed and the options after it.",
            "若不计时，定时器随时可能触发，消息可延迟任意久，而时钟静止：依靠时钟（租约）或依靠网络守时的承诺，须用 --timed 及其后的选项搜索。"
        ),
        phrase!(
            "all and LAB go through shipped scenarios: what ends violated is looked for, what ends kept is confirmed, with the faults of the scenario unless told otherwise; promises of the end are searched as well where they merely hold in the scenario's own run (○). The answer is a table in Markdown. A promise that ends violated is looked for with few faults first, by steps and then by deviations; one that is kept is confirmed with as many time-outs as the time allows.",
            "all 与 LAB 遍历自带场景：对以违反告终的承诺寻找反例，对保持的承诺加以确认；故障默认取自场景；关乎终局的承诺，即使只在场景自身的运行中成立（○），也会搜索。结果为 Markdown 表格。寻找反例时先少后多地加入故障，先按步数、再按偏离数搜索；确认时在时间允许的范围内逐步增加超时次数。"
        ),
        phrase!(
            "Ordinarily messages arrive in the order in which they were sent; when nothing is under way, clients ask and timers run out, the shortest first. A deviation is a message that is held back, a request, a time-out, a restart or a mending in between, a time-out before a shorter one, a crash, a loss, a copy, a partition. By deviations, --depth says nothing.",
            "通常消息按发送顺序到达；没有消息在途时，客户端才提出请求、定时器才到时，时长最短的在先。一条消息被扣住、其间提出请求、到时、重启或恢复链路、先于更短的定时器到时、一次宕机、丢失、重复或分区，各算一处偏离。按偏离数搜索时，--depth 不起作用。"
        ),
        exit_codes(&phrase!(
            "0 it holds within the bound, 1 broken, 2 bad input, 3 open",
            "0 在界限内成立，1 被违反，2 输入有误，3 未定"
        )),
    ]
}

/// The same for `synod gossip`.
fn of_gossip() -> Vec<Phrase> {
    vec![
        phrase!(
            "One node has an update at first. In every cycle a node that has it, or wants it, or both, talks to another at random. A rumour is spread until its spreaders lose interest; the residue s is the share of nodes that never hear of it, the traffic m what is sent per node. With anti-entropy nobody stops, and --rule, --feedback, --blind and --k say nothing.",
            "起初一个节点有更新。每个周期，已有更新的节点、想要更新的节点或两者，各随机与另一节点通信。谣言传播到传播者失去兴趣为止；残留 s 为始终未得知的节点比例，流量 m 为平均每个节点的发送次数。反熵从不停止，此时 --rule、--feedback、--blind、--k 不起作用。"
        ),
        phrase!(
            "The theory beside the curve is the mean field of the same rule: what would be if chance evened out at once.",
            "曲线旁的理论值为同一规则的平均场：假如偶然性立即相互抵消时的结果。"
        ),
        phrase!(
            "Source: Demers et al., Epidemic Algorithms for Replicated Database Maintenance, PODC 1987, § 1.3 and 1.4.",
            "来源：Demers 等，Epidemic Algorithms for Replicated Database Maintenance，PODC 1987，§ 1.3、§ 1.4。"
        ),
        exit_codes(&phrase!("0 it ran, 2 bad input", "0 已运行，2 输入有误")),
    ]
}

/// The same for `synod elections`.
fn of_elections() -> Vec<Phrase> {
    vec![
        phrase!(
            "Five servers with logs of different lengths; heartbeats are half the shortest time-out apart, and the leader crashes at a random moment between two. A message takes 2.5 ms, the disk 10 ms before an answer, either give or take a tenth. The paper measured real machines with a broadcast time of about 15 ms: a median of 287 ms with 150–155 ms, 513 ms at worst with 150–200 ms, 35 ms on average and 152 ms at worst with 12–24 ms.",
            "五台服务器，日志长短不一；心跳间隔为最短超时的一半，领导者在两次心跳之间的随机时刻宕机。一条消息 2.5 毫秒，应答之前写盘 10 毫秒，均上下浮动一成。论文在真实机器上测量，广播时间约 15 毫秒：150–155 毫秒时中位数 287 毫秒，150–200 毫秒时最长 513 毫秒，12–24 毫秒时平均 35 毫秒、最长 152 毫秒。"
        ),
        phrase!(
            "Source: Ongaro & Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014, § 9.3.",
            "来源：Ongaro、Ousterhout，In Search of an Understandable Consensus Algorithm，USENIX ATC 2014，§ 9.3。"
        ),
    ]
}

/// The same for `synod sweep`.
fn of_sweep() -> Vec<Phrase> {
    vec![
        phrase!(
            "Every combination of the varied parameters is run with every seed. Told are the shares of runs that violate a promise or leave it undecided, latency and staleness; latencies are kept to 12 binary digits. Intervals cover 95 %: of shares after Wilson, of quantiles by order statistics.",
            "被改变参数的每种组合都以每个种子各运行一次。给出违反承诺、无法判定的运行比率，以及延迟与陈旧度；延迟保留 12 位二进制有效数字。区间的置信度为 95 %：比率用 Wilson 区间，分位数用次序统计量。"
        ),
        phrase!(
            "Several machines: give each another range of seeds and a --part, and put the parts together with synod merge. The result is the same to the last digit.",
            "多台机器：各给一段种子与一个 --part，再用 synod merge 合并。结果与一次运行完全一致。"
        ),
        phrase!(
            "A table for programs has a line a figure: the varied parameters, subject (promise or operation), measure, value, low, high, of.",
            "供程序使用的表格每行一个数值：被改变的参数、subject（承诺或操作）、measure、value、low、high、of。"
        ),
        exit_codes(&phrase!("0 it ran, 2 bad input", "0 已运行，2 输入有误")),
    ]
}

/// The same for `synod merge`.
fn of_merge() -> Vec<Phrase> {
    vec![
        phrase!(
            "PART… are files that synod sweep --part wrote. They must be of the same scenario, engine and varied values, and have no seed in common; seeds that none of them has are told.",
            "PART… 为 synod sweep --part 写出的文件，须有相同的场景、引擎与取值，且种子互不重复；缺少的种子会列出。"
        ),
        exit_codes(&phrase!(
            "0 complete, 2 bad input or parts that do not belong together, 3 seeds are missing",
            "0 完整，2 输入有误或各部分不属于同一扫描，3 缺少种子"
        )),
    ]
}

fn exit_codes(codes: &Phrase) -> Phrase {
    phrase!("Exit: {0}.", "退出码：{0}。", codes.clone())
}
