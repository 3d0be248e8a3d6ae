//! What can be wrong with the way `synod` is called.

use crate::verb::Verb;
use synod_check::Model;
use synod_words::{Phrase, phrase};

/// Arguments that ask for nothing that `synod` does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Misuse {
    /// No subcommand.
    NoVerb,
    /// A subcommand that does not exist.
    UnknownVerb(String),
    /// The subcommand needs something to work on.
    NoOperand {
        /// The subcommand.
        verb: Verb,
        /// What it needs.
        operand: &'static str,
    },
    /// One argument too many.
    TooMany(String),
    /// An option that the subcommand does not take.
    UnknownOption(String),
    /// An option without the value that it needs.
    NoValue(String),
    /// An option with a value that it does not take.
    StrayValue(String),
    /// A language without words.
    UnknownLanguage(String),
    /// A model without judge.
    UnknownModel(String),
    /// A budget that is no number.
    BadBudget(String),
    /// A number of runs, or of a run, that is none.
    BadCount(String),
    /// One word of several, and it is none of them.
    BadChoice {
        /// What was given.
        given: String,
        /// What there is.
        known: Vec<&'static str>,
    },
    /// A number outside its range.
    OutOfRange {
        /// The option.
        option: &'static str,
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// Seeds that are no range.
    BadSeeds(String),
    /// A delay that is none.
    BadDelay(String),
    /// One answer in several forms.
    SeveralForms,
    /// An argument that is not UTF-8.
    NotText(String),
}

impl Misuse {
    /// What is wrong and what to do.
    pub fn phrase(&self) -> Phrase {
        match self {
            Misuse::NoVerb => phrase!("say what to do: {0}", "请给出要做的事：{0}", verbs()),
            Misuse::UnknownVerb(verb) => {
                phrase!("there is no command {0}; there are: {1}", "没有命令 {0}；现有：{1}", verb.as_str(), verbs())
            }
            Misuse::NoOperand { verb, operand } => {
                phrase!(
                    "synod {0} needs {1}; see synod {0} --help",
                    "synod {0} 需要 {1}；见 synod {0} --help",
                    verb.id(),
                    *operand
                )
            }
            Misuse::TooMany(argument) => {
                phrase!("{0} is one argument too many; see --help", "多余的参数 {0}；见 --help", argument.as_str())
            }
            Misuse::UnknownOption(option) => {
                phrase!("there is no option {0} here; see --help", "此处没有选项 {0}；见 --help", option.as_str())
            }
            Misuse::NoValue(option) => phrase!("{0} needs a value; see --help", "{0} 需要一个值；见 --help", option.as_str()),
            Misuse::StrayValue(option) => phrase!("{0} takes no value", "{0} 不带值", option.as_str()),
            Misuse::UnknownLanguage(tag) => {
                phrase!("there are no words in {0}; --lang takes en or zh", "没有语言 {0}；--lang 取 en 或 zh", tag.as_str())
            }
            Misuse::UnknownModel(id) => {
                phrase!("there is no model {0}; there are: {1}", "没有模型 {0}；现有：{1}", id.as_str(), Model::spellings())
            }
            Misuse::BadBudget(text) => phrase!(
                "--budget takes a whole number of steps, and {0} is none",
                "--budget 取整数步数，而 {0} 不是",
                text.as_str()
            ),
            Misuse::BadCount(text) => {
                phrase!("a whole number is needed, and {0} is none", "需要整数，而 {0} 不是", text.as_str())
            }
            Misuse::BadChoice { given, known } => {
                phrase!("{0} is none of: {1}", "{0} 不是下列之一：{1}", given.as_str(), known.clone())
            }
            Misuse::OutOfRange { option, min, max } => {
                let number = |n: &u64| i64::try_from(*n).unwrap_or(i64::MAX);
                phrase!(
                    "{0} takes a whole number from {1} to {2}",
                    "{0} 取 {1} 到 {2} 之间的整数",
                    *option,
                    number(min),
                    number(max)
                )
            }
            Misuse::BadSeeds(text) => phrase!(
                "--seeds takes the first seed and the one behind the last, as in 0..1000, and {0} is no such range",
                "--seeds 取首个种子与末尾之后的种子，例如 0..1000，而 {0} 不是这样的范围",
                text.as_str()
            ),
            Misuse::BadDelay(text) => phrase!(
                "--delay takes the least and the most milliseconds of a message, as in 5..15 or 10.., and {0} is no such range",
                "--delay 取消息的最短与最长毫秒数，例如 5..15 或 10..，而 {0} 不是这样的范围",
                text.as_str()
            ),
            Misuse::SeveralForms => {
                phrase!("choose one of --json, --csv and --parquet", "--json、--csv、--parquet 三者只选其一")
            }
            Misuse::NotText(argument) => phrase!("{0} is not UTF-8 text", "{0} 不是 UTF-8 文本", argument.as_str()),
        }
    }
}

fn verbs() -> Vec<&'static str> {
    Verb::ALL.into_iter().map(Verb::id).collect()
}

impl From<lexopt::Error> for Misuse {
    fn from(error: lexopt::Error) -> Self {
        match error {
            lexopt::Error::MissingValue { option } => Misuse::NoValue(option.unwrap_or_default()),
            lexopt::Error::UnexpectedOption(option) => Misuse::UnknownOption(option),
            lexopt::Error::UnexpectedValue { option, .. } => Misuse::StrayValue(option),
            lexopt::Error::UnexpectedArgument(argument) => Misuse::TooMany(argument.to_string_lossy().into_owned()),
            lexopt::Error::NonUnicodeValue(argument) => Misuse::NotText(argument.to_string_lossy().into_owned()),
            other => Misuse::UnknownOption(other.to_string()),
        }
    }
}
