//! The challenges, in the order of the course. Each has a run that solves it in `testdata/challenges`, and a test that holds both to it.

use super::Challenge;
use synod_words::phrase;

pub(super) static CHALLENGES: [Challenge; 15] = [
    Challenge {
        id: "stale-without-faults",
        lab: "nwr",
        scenario: "pbs",
        promise: "regular",
        faults: 0,
        only: None,
        name: phrase!("Stale without a fault", "没有故障也读到旧值"),
        goal: phrase!(
            "W = R = 1 of N = 3, and nothing fails. Break the regular register: let a read miss a write that was answered before it began.",
            "N = 3、W = R = 1，没有任何故障。打破正则寄存器：让一次读错过在它开始之前就已应答的写。"
        ),
        hint: phrase!(
            "One replica is enough for a write to be answered. Look at when the other two take it up, and read before that, from another client. Chance has its say: write and read again if need be.",
            "一个副本确认，写就得到应答。看另外两个副本何时写入，并在此之前由另一个客户端去读。这里有偶然性：不成就再写、再读。"
        ),
        lesson: phrase!(
            "With W + R ≤ N the replicas written and the replicas read need not meet. No failure is needed, only a quick reader; how often it is stale is a matter of chance.",
            "W + R ≤ N 时，写到的副本与读到的副本不一定有交集。不需要故障，只要读得够快；读到旧值的频率取决于概率。"
        ),
    },
    Challenge {
        id: "write-under-way",
        lab: "nwr",
        scenario: "new-then-old",
        promise: "linearizable",
        faults: 1,
        only: None,
        name: phrase!("Quorums that meet, and still new, then old", "仲裁有交集，仍先新后旧"),
        goal: phrase!(
            "W + R > N: with N = 3 and W = R = 2 every read meets every finished write. Break linearizability all the same.",
            "W + R > N：N = 3、W = R = 2，每次读都与每次完成的写有交集。仍请打破可线性化。"
        ),
        hint: phrase!(
            "Think of a write that is not finished. Let it reach one replica only; afterwards two clients read, and each is answered by the two replicas that are quickest.",
            "想想尚未完成的写。让它只到达一个副本；之后由两个客户端先后读，各由最快的两个副本应答。"
        ),
        lesson: phrase!(
            "Meeting quorums find every finished write. One that is under way may be found by one reader and missed by a later one. A reader that writes back what it read (ABD) mends that.",
            "有交集的仲裁能找到每个已完成的写。进行中的写可能被先读者读到、被后读者错过。读者把读到的值写回（ABD）即可弥补。"
        ),
    },
    Challenge {
        id: "paid-twice",
        lab: "request",
        scenario: "paid-twice",
        promise: "executed-once",
        faults: 1,
        only: None,
        name: phrase!("Pay twice", "付款两次"),
        goal: phrase!(
            "A client that gets no answer sends its request again. Let the server execute one request twice.",
            "客户端得不到应答就重发请求。让服务器把同一请求执行两次。"
        ),
        hint: phrase!(
            "For the client a lost reply looks exactly like a lost request. For the server it does not.",
            "对客户端而言，应答丢失与请求丢失看起来完全一样；对服务器则不然。"
        ),
        lesson: phrase!(
            "Sending again gives “at least once”. It is safe where executing twice does no harm, or where the server recognises the request by its number.",
            "重发得到的是“至少一次”。只有重复执行无害（幂等），或服务器能凭请求编号认出它时，重发才安全。"
        ),
    },
    Challenge {
        id: "no-answer",
        lab: "cap",
        scenario: "proof-consistent",
        promise: "available",
        faults: 1,
        only: None,
        name: phrase!("Consistent, and silent", "一致，但不应答"),
        goal: phrase!(
            "This store has chosen consistency. Break availability: leave a request unanswered although its node works.",
            "此存储选择了一致性。打破可用性：节点正常，请求却得不到应答。"
        ),
        hint: phrase!("A node that must not be wrong has to ask the other one first.", "不能出错的节点，必须先询问另一个节点。"),
        lesson: phrase!(
            "Under a partition a store can be wrong or silent. This one is silent: that is what CP means.",
            "发生分区时，存储要么出错，要么不应答。它选择不应答：这就是 CP。"
        ),
    },
    Challenge {
        id: "new-then-old",
        lab: "models",
        scenario: "converges",
        promise: "monotonic-reads",
        faults: 1,
        only: None,
        name: phrase!("Back in time", "时光倒流"),
        goal: phrase!(
            "Every client stays with one replica. Break monotonic reads: let a client see a value, and an older one after it.",
            "每个客户端固定访问一个副本。打破单调读：让一个客户端先读到某个值，再读到更旧的值。"
        ),
        hint: phrase!(
            "A client stays with its replica for as long as that one answers. Which replicas learn of a write late?",
            "只要原来的副本还应答，客户端就不换。哪些副本较晚才得知写入？"
        ),
        lesson: phrase!(
            "Staying with one replica gives monotonic reads only while that replica works. A guarantee has to remember what was seen, wherever the client goes.",
            "固定访问一个副本，只在该副本正常时才有单调读。真正的保证必须记住客户端读到过什么，无论它换到哪里。"
        ),
    },
    Challenge {
        id: "blocked",
        lab: "2pc",
        scenario: "coordinator-crash",
        promise: "non-blocking",
        faults: 1,
        only: Some("crashes"),
        name: phrase!("Block a participant", "阻塞参与者"),
        goal: phrase!(
            "Two-phase commit. Crash one process so that another one that works can neither commit nor abort.",
            "两阶段提交。使一个进程宕机，让另一个正常的进程既不能提交也不能回滚。"
        ),
        hint: phrase!(
            "There is a time in which a participant has given its word and does not know what the others said.",
            "有一段时间，参与者已经表态，却不知道别人的表态。"
        ),
        lesson: phrase!(
            "Who has voted Yes must wait for the decision, and only the coordinator knows it. No termination protocol helps while all who know are down.",
            "投了同意票就必须等待决定，而只有协调者知道决定。知情者全部宕机时，任何终止协议都无济于事。"
        ),
    },
    Challenge {
        id: "split-by-partition",
        lab: "3pc",
        scenario: "partition-split",
        promise: "ac1",
        faults: 1,
        only: Some("cuts"),
        name: phrase!("Split three-phase commit", "使三阶段提交分裂"),
        goal: phrase!(
            "Three-phase commit blocks nobody. Let one participant commit and another abort, and crash nobody.",
            "三阶段提交不会阻塞。不用宕机，让一个参与者提交、另一个回滚。"
        ),
        hint: phrase!(
            "Both sides of a partition take the other for crashed, and go on. When do they know different things?",
            "分区的两侧都以为对方宕机，于是各自继续。何时两侧所知不同？"
        ),
        lesson: phrase!(
            "Three-phase commit takes silence for a crash. A partition looks the same, and the two sides decide each by what they know.",
            "三阶段提交把沉默当作宕机。分区看起来也一样，两侧便各按所知作出决定。"
        ),
    },
    Challenge {
        id: "two-decisions",
        lab: "chief",
        scenario: "takeover-after-telling-one",
        promise: "agreement",
        faults: 1,
        only: Some("crashes"),
        name: phrase!("The chief has told one", "主协调者只通知了一个"),
        goal: phrase!(
            "A chief decides, and a successor takes over when it is silent. Crash one process so that two different values are decided.",
            "由主协调者作决定，它沉默时由下一个接任。使一个进程宕机，让两个不同的值都被决定。"
        ),
        hint: phrase!("The commands of a chief leave one after the other.", "主协调者的命令是一条接一条发出的。"),
        lesson: phrase!(
            "A successor that does not ask what was decided may decide otherwise. Paxos makes it ask a majority first.",
            "接任者若不先问已经决定了什么，就可能另作决定。Paxos 要求它先询问多数派。"
        ),
    },
    Challenge {
        id: "forgetful-acceptor",
        lab: "basic-paxos",
        scenario: "forgetful-acceptor",
        promise: "agreement",
        faults: 2,
        only: None,
        name: phrase!("An acceptor that forgets", "健忘的决策者"),
        goal: phrase!(
            "Here a crash makes an acceptor forget what it promised and accepted. Let two different values be learned.",
            "在这里，宕机会使决策者忘记承诺过和接受过的内容。让两个不同的值被学到。"
        ),
        hint: phrase!(
            "X is chosen by two acceptors of three. The next proposer must meet one that never heard of it, and one that has forgotten; it must begin before it is told the result.",
            "X 由三个决策者中的两个选定。下一个提案者须遇到一个从未得知 X 的和一个已经忘记的；它还必须在得知结果之前就开始。"
        ),
        lesson: phrase!(
            "Two majorities meet in one acceptor, and all hangs on its memory. That is why acceptors write to disk before they answer.",
            "任何两个多数派都有共同的决策者，一切取决于它的记忆。所以决策者必须先写磁盘、再应答。"
        ),
    },
    Challenge {
        id: "two-leaders",
        lab: "raft",
        scenario: "forgotten-vote",
        promise: "election-safety",
        faults: 1,
        only: None,
        name: phrase!("Two leaders in one term", "同一任期的两个领导者"),
        goal: phrase!(
            "Here a server forgets in a crash for whom it voted. Let a term have two leaders.",
            "在这里，服务器宕机后会忘记投票给了谁。让同一任期出现两个领导者。"
        ),
        hint: phrase!(
            "S3 and S1 begin their elections almost at the same moment, and S2 has one vote.",
            "S3 与 S1 几乎同时发起选举，而 S2 只有一票。"
        ),
        lesson: phrase!(
            "A vote that is forgotten can be given twice. In Raft term and vote are on disk before a server answers.",
            "忘掉的选票可以再投一次。Raft 中，服务器应答之前，任期与投票已写入磁盘。"
        ),
    },
    Challenge {
        id: "old-leader-reads",
        lab: "raft",
        scenario: "deposed-local",
        promise: "linearizable",
        faults: 1,
        only: None,
        name: phrase!("The old leader still answers", "旧领导者仍在应答"),
        goal: phrase!(
            "A leader answers reads from its own state at once. Break linearizability.",
            "领导者直接以自己的状态应答读请求。打破可线性化。"
        ),
        hint: phrase!(
            "A leader that is cut off does not know that it has been replaced. Which client is on its side, and who has written since?",
            "被隔开的领导者不知道自己已被取代。哪个客户端与它同侧？之后又有谁写入过？"
        ),
        lesson: phrase!(
            "To be leader is a belief about the past. Before it answers a read, a leader has to hear from a majority (ReadIndex), or to hold a lease.",
            "“我是领导者”只是关于过去的认识。应答读之前，领导者须得到多数派的确认（ReadIndex），或持有租约。"
        ),
    },
    Challenge {
        id: "primary-order",
        lab: "zab",
        scenario: "paxos-schedule",
        promise: "primary-order",
        faults: 2,
        only: None,
        name: phrase!("A change without the one before it", "缺了前一个变更"),
        goal: phrase!(
            "Multi-Paxos with several proposals under way. Break the primary order: let a change of one leader be delivered without the one that it was based on.",
            "Multi-Paxos，允许多个提案同时进行。打破主进程顺序：让某个领导者的变更被交付，而它所依赖的前一个变更没有。"
        ),
        hint: phrase!(
            "A leader that is cut off proposes two changes. Another one has its own change chosen in the first of their slots; then the first leader comes back, and the other one fails.",
            "被隔开的领导者提出两个变更。另一个领导者在其中第一个槽里选定了自己的变更；随后第一个领导者回来，另一个宕机。"
        ),
        lesson: phrase!(
            "Paxos decides each slot by itself, so what two leaders proposed can be mixed. ZAB lets a new leader synchronise whole histories, epoch by epoch.",
            "Paxos 逐槽决定，因而可能混杂两个领导者的提案。ZAB 的新领导者按 epoch 同步完整的历史。"
        ),
    },
    Challenge {
        id: "falsely-declared",
        lab: "membership",
        scenario: "partition",
        promise: "confirmed",
        faults: 1,
        only: None,
        name: phrase!("Declared failed, alive and well", "正常运行却被宣告故障"),
        goal: phrase!(
            "SWIM with indirect probes and a time for suspicion. Let a member be declared failed although it works.",
            "带间接探测与怀疑期的 SWIM。让一个正常运行的成员被宣告故障。"
        ),
        hint: phrase!(
            "Others can ping in its place, and a suspect may refute. What takes away both?",
            "别人可以代为探测，被怀疑者也可以反驳。怎样使二者都落空？"
        ),
        lesson: phrase!(
            "No detector can tell a failed process from one that cannot be reached. Indirect probes and suspicion make mistakes rarer; they do not end them.",
            "没有检测器能区分故障的进程与无法到达的进程。间接探测与怀疑期使误判变少，但不能杜绝。"
        ),
    },
    Challenge {
        id: "two-holders",
        lab: "lease",
        scenario: "slow-clock",
        promise: "one-holder",
        faults: 1,
        only: None,
        name: phrase!("Two holders of one lease", "同一租约的两个持有者"),
        goal: phrase!("Let two processes believe at the same time to hold the lease.", "让两个进程同时认为自己持有租约。"),
        hint: phrase!(
            "A holder believes its own clock. The margin allows for a drift of 10 %, which counts from the next grant.",
            "持有者相信自己的时钟。余量只容许 10 % 的漂移；漂移从下一次授予起算。"
        ),
        lesson: phrase!(
            "A lease is only as good as the bound on the clocks. Beyond it nobody notices that two hold it.",
            "租约的可靠性取决于对时钟误差的界限。一旦超出，谁也察觉不到有两个持有者。"
        ),
    },
    Challenge {
        id: "late-write",
        lab: "lease",
        scenario: "late-write",
        promise: "guarded-writes",
        faults: 1,
        only: Some("pauses"),
        name: phrase!("A write that comes late", "迟到的写"),
        goal: phrase!(
            "All clocks are right. Let a write of an earlier holder take effect after a later holder has written; you may only pause.",
            "所有时钟都准确。让先前持有者的写在后来的持有者写入之后才生效；只能使用暂停。"
        ),
        hint: phrase!(
            "A holder looks whether it holds the lease, and then it works on its write.",
            "持有者先看自己是否持有租约，然后才准备写入。"
        ),
        lesson: phrase!(
            "Between looking and writing any time may pass. Only the store can refuse what comes late: fencing tokens.",
            "从查看到写入之间可能经过任意长的时间。只有存储端能拒绝迟到的写：防护令牌（fencing）。"
        ),
    },
];
