//! From the arguments of the command line to what is asked.

use crate::explore::{Bound, ORDERS, ROWS};
use crate::gossip::{Epidemic, KINDS, MODES, STOPS};
use crate::misuse::Misuse;
use crate::verb::{Flag, Verb};
use lexopt::prelude::{Long, Short, Value, ValueExt};
use std::ffi::OsString;
use std::ops::Range;
use synod_check::{Budget, Model};
use synod_gossip::Counts;
use synod_gossip::epidemic::{NODES_MAX, NODES_MIN};
use synod_words::Lang;

/// What somebody asks of `synod`.
#[derive(Clone, PartialEq, Debug)]
pub enum Asked {
    /// How to use it, or one of its subcommands.
    Help(Option<Verb>),
    /// Which version it is.
    Version,
    /// To do something.
    Do(Verb, Box<Arguments>),
}

/// What a subcommand works with.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Arguments {
    /// The file, link or scenario; empty where the subcommand takes none.
    pub operand: OsString,
    /// Whether the answer is for a program.
    pub json: bool,
    /// The models that were named.
    pub models: Vec<Model>,
    /// What a judge may spend.
    pub budget: Budget,
    /// How many runs, where it was told.
    pub runs: Option<u64>,
    /// The seed of the first run.
    pub seed: u64,
    /// The address of the page.
    pub base: Option<String>,
    /// How many messages in a hundred get lost.
    pub loss: u8,
    /// The epidemic.
    pub epidemic: Epidemic,
    /// The promise that is meant, where it was told.
    pub promise: Option<String>,
    /// The challenge that is asked for.
    pub challenge: Option<String>,
    /// The promises that are asked to be violated.
    pub violates: Vec<String>,
    /// How many faults there may be, where it was told.
    pub faults: Option<u64>,
    /// What the lab and the parameters are held against, where it was told.
    pub like: Option<String>,
    /// What is searched.
    pub search: Bound,
    /// What the sweep is.
    pub sweep: Sweep,
    /// Further operands, of a subcommand that takes many.
    pub more: Vec<OsString>,
}

/// What is asked of a sweep.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sweep {
    /// Parameters with their values, as they were typed.
    pub vary: Vec<String>,
    /// The seeds, where they were told.
    pub seeds: Option<Range<u64>>,
    /// Whether operations follow each other's answers.
    pub back_to_back: bool,
    /// How many threads, where it was told.
    pub jobs: Option<u16>,
    /// Where the counts are kept.
    pub part: Option<OsString>,
    /// Whether the answer is a table for programs.
    pub csv: bool,
    /// Where the table goes.
    pub parquet: Option<OsString>,
}

/// So many threads at most.
const JOBS_MAX: u16 = 1_024;

/// The most that a clock may drift, in parts in a hundred.
const DRIFT_MAX: u8 = 50;
/// Ten minutes: the longest delay, and more than a search with time ever sees.
const MS_MAX: u32 = 600_000;

/// Reads the arguments, without the name of the program.
pub fn parse(given: Vec<OsString>) -> Result<Asked, Misuse> {
    let mut parser = lexopt::Parser::from_args(given);
    let mut verb: Option<Verb> = None;
    let mut operand: Option<OsString> = None;
    let mut arguments = Arguments { seed: 1, ..Arguments::default() };
    let (mut help, mut version) = (false, false);
    let takes = |verb: Option<Verb>, flag: Flag| verb.is_some_and(|verb| verb.flags().contains(&flag));
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => help = true,
            Short('V') | Long("version") if verb.is_none() => version = true,
            // Which language it is was found before; here it is only checked.
            Long("lang") => drop(language(parser.value()?.string()?)?),
            Long("json") if takes(verb, Flag::Json) => arguments.json = true,
            Long("model") if takes(verb, Flag::Model) => arguments.models.push(model(parser.value()?.string()?)?),
            Long("budget") if takes(verb, Flag::Budget) => arguments.budget = budget(parser.value()?.string()?)?,
            Long("runs") if takes(verb, Flag::Runs) => arguments.runs = Some(count(parser.value()?.string()?)?),
            Long("seed") if takes(verb, Flag::Seed) => arguments.seed = count(parser.value()?.string()?)?,
            Long("base") if takes(verb, Flag::Base) => arguments.base = Some(parser.value()?.string()?),
            Long("challenge") if takes(verb, Flag::Challenge) => arguments.challenge = Some(parser.value()?.string()?),
            Long("violates") if takes(verb, Flag::Violates) => arguments.violates.push(parser.value()?.string()?),
            Long("faults") if takes(verb, Flag::Faults) => arguments.faults = Some(count(parser.value()?.string()?)?),
            Long("like") if takes(verb, Flag::Like) => arguments.like = Some(parser.value()?.string()?),
            Long("mode") if takes(verb, Flag::Mode) => arguments.epidemic.mode = one_of(&MODES, &parser.value()?.string()?)?,
            Long("kind") if takes(verb, Flag::Kind) => arguments.epidemic.dies = one_of(&KINDS, &parser.value()?.string()?)?,
            Long("rule") if takes(verb, Flag::Rule) => arguments.epidemic.stop = one_of(&STOPS, &parser.value()?.string()?)?,
            Long("feedback") if takes(verb, Flag::Feedback) => arguments.epidemic.counts = Counts::Feedback,
            Long("blind") if takes(verb, Flag::Blind) => arguments.epidemic.counts = Counts::Blind,
            Long("k") if takes(verb, Flag::Patience) => {
                arguments.epidemic.k = within("--k", (1, u8::MAX), parser.value()?.string()?)?;
            }
            Long("vary") if takes(verb, Flag::Vary) => arguments.sweep.vary.push(parser.value()?.string()?),
            Long("seeds") if takes(verb, Flag::Seeds) => arguments.sweep.seeds = Some(seeds(parser.value()?.string()?)?),
            Long("back-to-back") if takes(verb, Flag::BackToBack) => arguments.sweep.back_to_back = true,
            Long("jobs") if takes(verb, Flag::Jobs) => {
                arguments.sweep.jobs = Some(within("--jobs", (1, JOBS_MAX), parser.value()?.string()?)?);
            }
            Long("part") if takes(verb, Flag::Part) => arguments.sweep.part = Some(parser.value()?),
            Long("csv") if takes(verb, Flag::Csv) => arguments.sweep.csv = true,
            Long("parquet") if takes(verb, Flag::Parquet) => arguments.sweep.parquet = Some(parser.value()?),
            Long("loss") if takes(verb, Flag::Loss) => arguments.loss = within("--loss", (0, 90), parser.value()?.string()?)?,
            Long("nodes") if takes(verb, Flag::Nodes) => {
                arguments.epidemic.nodes = within("--nodes", (NODES_MIN, NODES_MAX), parser.value()?.string()?)?;
            }
            Long("promise") if takes(verb, Flag::Promise) => arguments.promise = Some(parser.value()?.string()?),
            Long("crashes") if takes(verb, Flag::Crashes) => {
                arguments.search.crashes = Some(within("--crashes", (0, u8::MAX), parser.value()?.string()?)?);
            }
            Long("drops") if takes(verb, Flag::Drops) => {
                arguments.search.drops = Some(within("--drops", (0, u8::MAX), parser.value()?.string()?)?);
            }
            Long("duplicates") if takes(verb, Flag::Duplicates) => {
                arguments.search.duplicates = Some(within("--duplicates", (0, u8::MAX), parser.value()?.string()?)?);
            }
            Long("partitions") if takes(verb, Flag::Partitions) => {
                arguments.search.partitions = Some(within("--partitions", (0, u8::MAX), parser.value()?.string()?)?);
            }
            Long("timeouts") if takes(verb, Flag::Timeouts) => {
                arguments.search.timeouts = Some(within("--timeouts", (0, u8::MAX), parser.value()?.string()?)?);
            }
            Long("depth") if takes(verb, Flag::Depth) => {
                arguments.search.depth = Some(within("--depth", (1, u16::MAX), parser.value()?.string()?)?);
            }
            Long("states") if takes(verb, Flag::States) => {
                arguments.search.states = Some(within("--states", (1, u32::MAX), parser.value()?.string()?)?);
            }
            Long("seconds") if takes(verb, Flag::Seconds) => {
                arguments.search.seconds = Some(within("--seconds", (1, u32::MAX), parser.value()?.string()?)?);
            }
            Long(option) if verb == Some(Verb::Explore) && OF_TIME.contains(&option) => {
                let option = option.to_owned();
                time(&mut arguments.search, &option, &mut parser)?;
            }
            Long("order") if takes(verb, Flag::Order) => {
                arguments.search.order = Some(one_of(&ORDERS, &parser.value()?.string()?)?);
            }
            Long("only") if takes(verb, Flag::Only) => arguments.search.only = Some(one_of(&ROWS, &parser.value()?.string()?)?),
            Value(word) => match verb {
                None if word == "help" => help = true,
                None => verb = Some(known_verb(word.string()?)?),
                Some(verb) if verb.operand().is_some() && operand.is_none() => operand = Some(word),
                Some(verb) if verb.takes_many() => arguments.more.push(word),
                Some(_) => return Err(lexopt::Error::UnexpectedArgument(word).into()),
            },
            other => return Err(other.unexpected().into()),
        }
    }
    match verb {
        _ if version => Ok(Asked::Version),
        verb if help => Ok(Asked::Help(verb)),
        None => Err(Misuse::NoVerb),
        Some(verb) => {
            if u8::from(arguments.json) + u8::from(arguments.sweep.csv) + u8::from(arguments.sweep.parquet.is_some()) > 1 {
                return Err(Misuse::SeveralForms);
            }
            if let (Some(needed), None) = (verb.operand(), &operand) {
                return Err(Misuse::NoOperand { verb, operand: needed });
            }
            Ok(Asked::Do(verb, Box::new(Arguments { operand: operand.unwrap_or_default(), ..arguments })))
        }
    }
}

/// The options of [`Verb::Explore`] that let time pass.
const OF_TIME: [&str; 9] = ["timed", "for-good", "pauses", "late", "clocks", "drift", "delay", "grain", "horizon"];

/// Reads one of them.
fn time(search: &mut Bound, option: &str, parser: &mut lexopt::Parser) -> Result<(), Misuse> {
    match option {
        "timed" => search.timed = true,
        "for-good" => search.for_good = true,
        "pauses" => search.pauses = Some(within("--pauses", (0, u8::MAX), parser.value()?.string()?)?),
        "late" => search.late = Some(within("--late", (0, u8::MAX), parser.value()?.string()?)?),
        "clocks" => search.clocks = Some(within("--clocks", (0, u8::MAX), parser.value()?.string()?)?),
        "drift" => search.drift_percent = Some(within("--drift", (1, DRIFT_MAX), parser.value()?.string()?)?),
        "delay" => search.delay_ms = Some(delay(parser.value()?.string()?)?),
        "grain" => search.grain_ms = Some(within("--grain", (0, MS_MAX), parser.value()?.string()?)?),
        _ => search.horizon_ms = Some(within("--horizon", (1, MS_MAX), parser.value()?.string()?)?),
    }
    Ok(())
}

fn known_verb(word: String) -> Result<Verb, Misuse> {
    Verb::from_id(&word).ok_or(Misuse::UnknownVerb(word))
}

fn language(tag: String) -> Result<Lang, Misuse> {
    Lang::from_tag(&tag).ok_or(Misuse::UnknownLanguage(tag))
}

fn model(id: String) -> Result<Model, Misuse> {
    Model::from_spelled(&id).ok_or(Misuse::UnknownModel(id))
}

fn count(text: String) -> Result<u64, Misuse> {
    text.parse().map_err(|_| Misuse::BadCount(text))
}

/// `A..B`, with something between.
fn seeds(text: String) -> Result<Range<u64>, Misuse> {
    let ends = text.split_once("..").and_then(|(from, to)| Some(from.parse().ok()?..to.parse().ok()?));
    ends.filter(|range| !range.is_empty()).ok_or(Misuse::BadSeeds(text))
}

/// `A..B` milliseconds, both included; `A..` without a most.
fn delay(text: String) -> Result<(u32, Option<u32>), Misuse> {
    let ms = |text: &str| text.parse().ok().filter(|ms| *ms <= MS_MAX);
    let bounds = text.split_once("..").and_then(|(least, most)| match most {
        "" => Some((ms(least)?, None)),
        most => Some((ms(least)?, Some(ms(most)?))),
    });
    bounds.filter(|(least, most)| most.is_none_or(|most| *least <= most)).ok_or(Misuse::BadDelay(text))
}

fn budget(text: String) -> Result<Budget, Misuse> {
    text.parse().map(|steps| Budget { steps }).map_err(|_| Misuse::BadBudget(text))
}

/// One of several words.
fn one_of<T: Copy>(known: &[(&'static str, T)], given: &str) -> Result<T, Misuse> {
    let found = known.iter().find(|(word, _)| *word == given).map(|(_, meant)| *meant);
    found.ok_or_else(|| Misuse::BadChoice { given: given.to_owned(), known: known.iter().map(|(word, _)| *word).collect() })
}

/// A number in a range.
fn within<N>(option: &'static str, (min, max): (N, N), text: String) -> Result<N, Misuse>
where
    N: TryFrom<u64> + Into<u64> + PartialOrd + Copy,
{
    let number = N::try_from(count(text)?).ok().filter(|n| (min..=max).contains(n));
    number.ok_or_else(|| Misuse::OutOfRange { option, min: min.into(), max: max.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Asked, Misuse> {
        parse(line.split_whitespace().map(OsString::from).collect())
    }

    #[test]
    fn options_may_stand_before_and_behind_what_they_are_for() {
        let expected = Arguments {
            operand: "h.jsonl".into(),
            json: true,
            models: vec![Model::Linearizable, Model::Regular],
            budget: Budget { steps: 9 },
            seed: 1,
            ..Arguments::default()
        };
        let line = "--lang zh check --model linearizable h.jsonl --json --budget=9 --model regular";
        assert_eq!(parsed(line), Ok(Asked::Do(Verb::Check, Box::new(expected))));
    }

    #[test]
    fn help_is_given_in_every_usual_way() {
        for line in ["--help", "-h", "help", "--help --lang en"] {
            assert_eq!(parsed(line), Ok(Asked::Help(None)), "{line}");
        }
        for line in ["help run", "run --help", "run x -h"] {
            assert_eq!(parsed(line), Ok(Asked::Help(Some(Verb::Run))), "{line}");
        }
        assert_eq!(parsed("--version"), Ok(Asked::Version));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert_eq!(parsed(""), Err(Misuse::NoVerb));
        assert_eq!(parsed("explode"), Err(Misuse::UnknownVerb("explode".into())));
        assert_eq!(parsed("run"), Err(Misuse::NoOperand { verb: Verb::Run, operand: "FILE|LINK|LAB/SCENARIO" }));
        assert_eq!(parsed("link a b"), Err(Misuse::TooMany("b".into())));
        assert_eq!(parsed("link a --json"), Err(Misuse::UnknownOption("--json".into())));
        assert_eq!(parsed("check a --model"), Err(Misuse::NoValue("--model".into())));
        assert_eq!(parsed("labs --json=yes"), Err(Misuse::StrayValue("--json".into())));
        assert_eq!(parsed("labs --lang fr"), Err(Misuse::UnknownLanguage("fr".into())));
        assert_eq!(parsed("check a --model strong"), Err(Misuse::UnknownModel("strong".into())));
        assert_eq!(parsed("storm 2pc --runs many"), Err(Misuse::BadCount("many".into())));
        assert_eq!(
            parsed("gossip --mode shout"),
            Err(Misuse::BadChoice { given: "shout".into(), known: vec!["push", "pull", "push-pull"] })
        );
        assert_eq!(parsed("gossip --k 0"), Err(Misuse::OutOfRange { option: "--k", min: 1, max: 255 }));
        for seeds in ["9", "1..", "3..3", "a..b"] {
            assert_eq!(parsed(&format!("sweep x --seeds {seeds}")), Err(Misuse::BadSeeds(seeds.into())));
        }
        for delay in ["9", "..9", "9..5", "a..b", "0..600001"] {
            assert_eq!(parsed(&format!("explore x --delay {delay}")), Err(Misuse::BadDelay(delay.into())));
        }
        assert_eq!(parsed("explore x --drift 51"), Err(Misuse::OutOfRange { option: "--drift", min: 1, max: 50 }));
        assert_eq!(parsed("sweep x --csv --json"), Err(Misuse::SeveralForms));
        assert_eq!(parsed("check a --budget -1"), Err(Misuse::BadBudget("-1".into())));
    }
}
