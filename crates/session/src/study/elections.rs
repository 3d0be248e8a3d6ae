//! How long a cluster of Raft is without a leader after a crash, by the range of its election time-outs (Ongaro & Ousterhout 2014, § 9.3).

use super::report::{Axis, Claim, Curve, Figure, Hue, Measure, Plot, Point, Report, Style};
use super::{Field, Progress, Study, StudyInfo};
use crate::sweep::{nearest_rank, rate};
use crate::{ParamSpec, ParamValue, Params};
use synod_kernel::Time;
use synod_protocols::Knobs;
use synod_protocols::raft::DownTime;
use synod_words::{Phrase, phrase};

/// Its id.
pub const ID: &str = "elections";

/// The ranges of the paper's two graphs, in milliseconds, the first graph before the second, which ends with the first one's last.
const RANGES: [(u64, u64); 10] =
    [(150, 150), (150, 151), (150, 155), (150, 175), (150, 200), (150, 300), (12, 24), (25, 50), (50, 100), (100, 200)];
/// By place in [`RANGES`]: more and more randomness, and longer and longer time-outs.
const GRAPHS: [&[usize]; 2] = [&[0, 1, 2, 3, 4, 5], &[6, 7, 8, 9, 5]];
/// Whoever waits longer for a leader is not waited for.
const PATIENCE_US: Time = 10_000_000;
/// The paper's broadcast time: a message there, what is written to a disk, and a message back.
const BROADCAST_US: Time = 15_000;
/// Trials in a piece of work.
const PIECE: usize = 20;
/// Steps along the axis of a plot.
const STEPS: u32 = 125;

/// What is offered.
pub fn info() -> StudyInfo {
    StudyInfo {
        id: ID,
        lab: "raft",
        name: phrase!("Down time by time-out", "停机时间与选举超时"),
        about: phrase!(
            "The leader of five servers crashes at a random moment between two heartbeats; how long until another one is elected? Heartbeats are half \
             the shortest time-out apart, and logs differ in length, so that two of the four others cannot win. A little randomness is enough to end \
             split votes, and shorter time-outs find the crash sooner, until messages take too long for them. The paper measured real machines with a \
             broadcast time of about 15 ms. Here a message, and the disk that is written before an answer, take what is set, give or take a tenth, and \
             nothing else takes time. How the 15 ms divide there is not told: that decides how often votes are split.",
            "五台服务器的领导者在两次心跳之间的随机时刻宕机；多久之后选出新的领导者？心跳间隔为最短超时的一半；各服务器的日志长短不一，因此其余四台中有两台不可能当选。少许随机性就足以结束选票瓜分；超时越短，发现宕机越早，直到相对消息延迟而言过短。论文在真实机器上测量，广播时间约 15 毫秒。这里每条消息、以及应答之前的写盘，耗时如参数所设（上下浮动一成），其余不耗时。论文没有说明那 15 毫秒如何构成，而这决定了选票被瓜分的频率。"
        ),
        source: "Ongaro & Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014, § 9.3 and figure 16",
        params: specs(),
        has_field: false,
    }
}

fn specs() -> Vec<ParamSpec> {
    let runs = ["100", "1000", "5000"].map(|runs| (runs, Phrase::verbatim(runs)));
    let ways = vec![
        ("1000", phrase!("1 ms, disk 13 ms", "1 毫秒，写盘 13 毫秒")),
        ("2500", phrase!("2.5 ms, disk 10 ms", "2.5 毫秒，写盘 10 毫秒")),
        ("5000", phrase!("5 ms, disk 5 ms", "5 毫秒，写盘 5 毫秒")),
        ("7500", phrase!("7.5 ms, no disk", "7.5 毫秒，不写盘")),
    ];
    let usual = |id: &str, spec: ParamSpec| ParamSpec { default: ParamValue::Pick(id.to_owned()), ..spec };
    vec![
        usual(
            "2500",
            ParamSpec::pick(
                "way",
                phrase!("A message takes", "消息耗时"),
                phrase!(
                    "How a broadcast time of 15 ms divides: there, the disk, and back",
                    "15 毫秒的广播时间如何构成：去程、写盘、回程"
                ),
                ways,
            ),
        ),
        usual(
            "1000",
            ParamSpec::pick(
                "runs",
                phrase!("Runs", "运行次数"),
                phrase!("Crashes with each range; a tenth where nothing is random", "每个范围的宕机次数；无随机性时取十分之一"),
                runs.into(),
            ),
        ),
    ]
}

/// The trials with one range of election time-outs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trials {
    /// The shortest and the longest time-out, in milliseconds.
    pub range_ms: (u64, u64),
    /// The down times, in microseconds, the shortest first; [`Time::MAX`] where nobody was elected for ten seconds.
    pub down_us: Vec<Time>,
}

impl Trials {
    /// The nearest rank of a quantile, `part` of `of`; none where nobody was elected in time, or there were no trials.
    pub fn quantile_us(&self, part: u64, of: u64) -> Option<Time> {
        let rank = nearest_rank(self.down_us.len() as u64, (part, of));
        self.down_us.get(rank as usize - 1).copied().filter(|down| *down < Time::MAX)
    }

    /// The mean; none where somebody waited for more than ten seconds.
    pub fn mean_us(&self) -> Option<Time> {
        self.quantile_us(1, 1)?;
        Some(self.down_us.iter().sum::<Time>() / self.down_us.len() as u64)
    }

    /// In how many nobody was elected for ten seconds.
    pub fn unfinished(&self) -> usize {
        self.down_us.iter().rev().take_while(|down| **down == Time::MAX).count()
    }

    /// What the paper says of this range, as far as it says so in words.
    fn claims(&self) -> Vec<Claim> {
        let claim = |by: Phrase, value: &str| Claim { by, value: value.to_owned() };
        match self.range_ms {
            (150, 150) => vec![claim(phrase!("paper: consistently", "论文：总是"), "> 10 s")],
            (150, 155) => vec![claim(phrase!("paper: median", "论文：中位数"), "287 ms")],
            (150, 200) => vec![claim(phrase!("paper: longest of 1000", "论文：1000 次中最长"), "513 ms")],
            (12, 24) => vec![
                claim(phrase!("paper: mean", "论文：平均"), "35 ms"),
                claim(phrase!("paper: longest of 1000", "论文：1000 次中最长"), "152 ms"),
            ],
            _ => Vec::new(),
        }
    }
}

/// The study under way.
pub struct Elections {
    runs: usize,
    seed: u64,
    setups: Vec<DownTime>,
    trials: Vec<Trials>,
}

impl Elections {
    /// The beginning, by the parameters of the study.
    pub fn new(params: &Params, seed: u64) -> Elections {
        let number = |id: &str| Knobs(params).pick(id).parse().unwrap_or(1);
        Elections::of(number("way"), number("runs") as usize, seed)
    }

    /// The beginning: a message takes `way_us`, and each range has so many runs.
    pub fn of(way_us: Time, runs: usize, seed: u64) -> Elections {
        let times = (way_us, BROADCAST_US.saturating_sub(2 * way_us));
        let trials = RANGES.map(|range_ms| Trials { range_ms, down_us: Vec::new() });
        let setups = RANGES.into_iter().map(|range| DownTime::new(range, times)).collect();
        Elections { runs, seed, setups, trials: trials.into() }
    }

    /// What was measured so far.
    pub fn trials(&self) -> &[Trials] {
        &self.trials
    }

    /// How many trials a range has: fewer where each lasts ten seconds, as in the paper.
    fn runs_of(&self, (shortest, longest): (u64, u64)) -> usize {
        if shortest == longest { self.runs.div_ceil(10) } else { self.runs }
    }

    fn done(&self) -> usize {
        self.trials.iter().map(|trials| trials.down_us.len()).sum()
    }

    fn all(&self) -> usize {
        RANGES.into_iter().map(|range| self.runs_of(range)).sum()
    }
}

impl Study for Elections {
    /// Some trials of one range.
    fn advance(&mut self) -> bool {
        let next = self.trials.iter().position(|trials| trials.down_us.len() < self.runs_of(trials.range_ms));
        let Some(nth) = next else { return false };
        let of = self.runs_of(RANGES[nth]);
        let (setup, trials) = (&self.setups[nth], &mut self.trials[nth]);
        for trial in trials.down_us.len()..of.min(trials.down_us.len() + PIECE) {
            // Its network can be drawn from; a trial that could not be run would count as one without an end.
            let down = setup.measure(self.seed.wrapping_add(trial as u64), PATIENCE_US).unwrap_or_default();
            trials.down_us.push(down.unwrap_or(Time::MAX));
        }
        synod_order::sort(&mut trials.down_us);
        self.done() < self.all()
    }

    fn progress(&self) -> Progress {
        let (done, of) = (self.done() as u32, self.all() as u32);
        Progress { done, of, words: phrase!("{0} of {1} crashes done", "已完成 {0} / {1} 次宕机", done, of) }
    }

    fn report(&self) -> Report {
        let begun = |nth: &&usize| !self.trials[**nth].down_us.is_empty();
        let names = [
            (phrase!("More and more randomness", "随机性由小到大"), 1_000),
            (phrase!("Longer and longer time-outs", "超时由短到长"), 500),
        ];
        let plots = GRAPHS.into_iter().zip(names).filter_map(|(ranges, (name, to_ms))| {
            let shown: Vec<&Trials> = ranges.iter().filter(begun).map(|nth| &self.trials[*nth]).collect();
            (!shown.is_empty()).then(|| plot(name, to_ms, &shown))
        });
        let figures = self.trials.iter().filter(|trials| !trials.down_us.is_empty()).map(figure);
        Report { plots: plots.collect(), figures: figures.collect(), remarks: Vec::new() }
    }

    fn field(&self) -> Option<&Field> {
        None
    }
}

/// The share of crashes after which there was a leader again, by time.
fn plot(name: Phrase, to_ms: u32, shown: &[&Trials]) -> Plot {
    let hues = [Hue::First, Hue::Second, Hue::Third, Hue::Fourth, Hue::Fifth, Hue::Quiet];
    let point = |trials: &Trials, step: u32| {
        let ms = f64::from(to_ms) * f64::from(step) / f64::from(STEPS);
        let within = trials.down_us.partition_point(|down| *down as f64 <= ms * 1e3);
        let share = rate(within as u64, trials.down_us.len() as u64)?;
        Some(Point { x: ms, y: share.value, low: share.low, high: share.high })
    };
    let curve = |(trials, hue): (&&Trials, Hue)| Curve {
        name: of(trials.range_ms),
        hue,
        style: Style::Measured,
        points: (0..=STEPS).filter_map(|step| point(trials, step)).collect(),
    };
    Plot {
        name,
        x: Axis {
            name: phrase!("down time (ms)", "停机时间（毫秒）"), measure: Measure::Number, from: 0.0, to: to_ms.into()
        },
        y: Axis {
            name: phrase!("share of crashes with a leader again", "已有新领导者的比例"),
            measure: Measure::Share,
            from: 0.0,
            to: 1.0,
        },
        curves: shown.iter().zip(hues).map(curve).collect(),
        settings: None,
    }
}

fn of((shortest, longest): (u64, u64)) -> Phrase {
    phrase!("{0} ms", "{0} 毫秒", format!("{shortest}–{longest}"))
}

fn figure(trials: &Trials) -> Figure {
    let (shortest, longest) = trials.range_ms;
    let claim = |by: Phrase, down: Option<Time>| Claim { by, value: written(down) };
    let mut claims = vec![
        claim(phrase!("mean", "平均"), trials.mean_us()),
        claim(phrase!("95 % within", "95 % 不超过"), trials.quantile_us(95, 100)),
        claim(phrase!("99 % within", "99 % 不超过"), trials.quantile_us(99, 100)),
        claim(phrase!("longest", "最长"), trials.quantile_us(1, 1)),
    ];
    claims.extend(trials.claims());
    Figure {
        id: format!("{shortest}-{longest}"),
        name: of(trials.range_ms),
        meaning: phrase!(
            "Median of {0} crashes; {1} had no leader after 10 s.",
            "{0} 次宕机的中位数；其中 {1} 次过了 10 秒仍无领导者。",
            trials.down_us.len().to_string(),
            trials.unfinished().to_string()
        ),
        value: written(trials.quantile_us(1, 2)),
        within: None,
        claims,
    }
}

/// In whole milliseconds.
fn written(down_us: Option<Time>) -> String {
    down_us.map_or_else(|| "> 10 s".to_owned(), |us| format!("{} ms", (us + 500) / 1_000))
}

#[cfg(test)]
mod tests {
    use super::super::{Study as _, Task};
    use super::*;

    fn trials(link: &str) -> Vec<Trials> {
        let task = Task::read(link).expect("a study").expect("a task");
        let mut study = Elections::new(&task.params, task.seed);
        while study.advance() {}
        assert_eq!(study.progress().done, study.progress().of);
        assert_eq!((study.report().plots.len(), study.report().figures.len()), (2, RANGES.len()));
        study.trials().to_vec()
    }

    /// What the paper says of its two graphs, within what another division of the broadcast time may change.
    #[test]
    fn down_times_are_as_the_paper_measured_them() {
        let all = trials("study=elections");
        let of = |range: (u64, u64)| all.iter().find(|trials| trials.range_ms == range).expect("it is tried");
        let within = |down: Option<Time>, (low, high): (u64, u64)| {
            let ms = down.expect("somebody was elected") / 1_000;
            assert!((low..=high).contains(&ms), "{ms} ms, not {low} to {high}");
        };
        assert_eq!((of((150, 150)).down_us.len(), of((150, 150)).unfinished()), (100, 100));
        within(of((150, 155)).quantile_us(1, 2), (230, 340));
        within(of((150, 200)).quantile_us(1, 1), (300, 700));
        within(of((12, 24)).mean_us(), (30, 50));
        within(of((12, 24)).quantile_us(1, 1), (80, 350));
        let medians = [6, 7, 8, 9, 5].map(|nth: usize| all[nth].quantile_us(1, 2));
        assert!(medians.is_sorted(), "a longer time-out finds a crash later: {medians:?}");
    }

    #[test]
    fn the_sooner_a_candidate_is_heard_the_fewer_votes_are_split() {
        let median = |way: u32| trials(&format!("study=elections&runs=100&way={way}"))[2].quantile_us(1, 2).expect("elected");
        let medians = [1_000, 2_500, 5_000, 7_500].map(median);
        assert!(medians.is_sorted(), "{medians:?}");
    }
}
