//! Why a subcommand has no answer: what is wrong, where, and what to do.

use crate::misuse::Misuse;
use crate::report::BAD_INPUT;
use std::io::{self, Write};
use std::process::ExitCode;
use synod_check::file::FileError;
use synod_session::OpenError;
use synod_session::challenge;
use synod_session::link::{BadDocument, LINK_MAX};
use synod_session::sweep::BadPlan;
use synod_words::{Lang, Phrase, phrase};

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// The arguments make no sense.
    Misuse(Misuse),
    /// The file cannot be read.
    Unreadable {
        /// Its name.
        file: String,
        /// What the system says.
        error: io::Error,
    },
    /// The file is larger than what is read of it.
    TooLarge {
        /// Its name.
        file: String,
        /// In bytes.
        max: usize,
    },
    /// The file is not UTF-8.
    NotText {
        /// Its name.
        file: String,
    },
    /// The file or link holds no document.
    BadDocument {
        /// The name of the file; none for a link.
        file: Option<String>,
        /// What is wrong.
        bad: BadDocument,
    },
    /// The document cannot be opened.
    Unopenable(OpenError),
    /// The lab has no such scenario.
    UnknownScenario {
        /// The lab.
        lab: &'static str,
        /// What was asked for; empty where only the lab was named.
        scenario: String,
        /// What there is.
        known: Vec<&'static str>,
    },
    /// It is no file, no link and no scenario.
    UnknownTarget {
        /// What was given.
        target: String,
        /// The labs that there are.
        labs: Vec<&'static str>,
    },
    /// There is no such challenge.
    UnknownChallenge(String),
    /// The document is too large for a link.
    LinkTooLong {
        /// How long its link would be.
        bytes: usize,
    },
    /// The sweep makes no sense, or cannot be run.
    BadSweep(Phrase),
    /// The file is no part of a sweep, or not of this one.
    BadPart {
        /// Its name.
        file: String,
        /// What is wrong.
        why: Phrase,
    },
    /// The file cannot be written.
    Unwritable {
        /// Its name.
        file: String,
        /// What the system says.
        error: String,
    },
    /// This program was built without the crate that writes Parquet.
    #[cfg(not(feature = "parquet"))]
    NoParquet,
    /// The file holds no history.
    BadHistory {
        /// Its name.
        file: String,
        /// What is wrong.
        error: FileError,
    },
}

impl From<Misuse> for Failure {
    fn from(misuse: Misuse) -> Self {
        Failure::Misuse(misuse)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Failure::Unopenable(error)
    }
}

impl From<BadPlan> for Failure {
    fn from(bad: BadPlan) -> Self {
        Failure::BadSweep(bad.0)
    }
}

impl Failure {
    /// Says it on the standard error, where there may be nobody to hear.
    pub fn print(&self, lang: Lang) -> ExitCode {
        let _ = writeln!(io::stderr(), "synod: {}", self.phrase().text(lang));
        BAD_INPUT.into()
    }

    /// What is wrong, where, and what to do.
    pub fn phrase(&self) -> Phrase {
        match self {
            Failure::Misuse(misuse) => misuse.phrase(),
            Failure::Unreadable { file, error } => {
                phrase!("{0} cannot be read: {1}", "无法读取 {0}：{1}", file.as_str(), error.to_string())
            }
            Failure::TooLarge { file, max } => phrase!(
                "{0} is larger than {1} bytes, which is as much as is read; shorten it",
                "{0} 超过 {1} 字节的读取上限，请缩短",
                file.as_str(),
                *max
            ),
            Failure::NotText { file } => {
                phrase!("{0} is not UTF-8 text; save it as UTF-8", "{0} 不是 UTF-8 文本；请存为 UTF-8", file.as_str())
            }
            Failure::BadDocument { file: Some(file), bad } => phrase!("{0}: {1}", "{0}：{1}", file.as_str(), bad.why.clone()),
            Failure::BadDocument { file: None, bad } => bad.why.clone(),
            Failure::Unopenable(error) => error.why.clone(),
            Failure::UnknownScenario { lab, scenario, known } if scenario.is_empty() => phrase!(
                "say which scenario of {0}, as in {0}/{1}; there are: {2}",
                "请指明 {0} 的场景，例如 {0}/{1}；现有：{2}",
                *lab,
                known.first().copied().unwrap_or_default(),
                known.clone()
            ),
            Failure::UnknownScenario { lab, scenario, known } => phrase!(
                "{0} has no scenario {1}; there are: {2}",
                "{0} 没有场景 {1}；现有：{2}",
                *lab,
                scenario.as_str(),
                known.clone()
            ),
            Failure::UnknownTarget { target, labs } => phrase!(
                "{0} is no file, no link (#s=1.…) and no LAB/SCENARIO; the labs are: {1}. See synod labs",
                "{0} 既不是文件，也不是链接（#s=1.…）或“实验/场景”；现有实验：{1}。见 synod labs",
                target.as_str(),
                labs.clone()
            ),
            Failure::UnknownChallenge(id) => challenge::unknown(id),
            Failure::LinkTooLong { bytes } => phrase!(
                "the link would have {0} characters, and links of more than {1} are not read; share the file instead",
                "链接将有 {0} 个字符，而超过 {1} 个字符的链接不会被读取；请改为分享文件",
                *bytes,
                LINK_MAX
            ),
            Failure::BadSweep(why) => why.clone(),
            Failure::BadPart { file, why } => phrase!("{0}: {1}", "{0}：{1}", file.as_str(), why.clone()),
            Failure::Unwritable { file, error } => {
                phrase!("{0} cannot be written: {1}", "无法写入 {0}：{1}", file.as_str(), error.as_str())
            }
            #[cfg(not(feature = "parquet"))]
            Failure::NoParquet => phrase!(
                "this synod was built without Parquet; build it with: cargo build --release -p synod-cli --features parquet. Or take --csv, which holds the same table",
                "此 synod 未包含 Parquet；请这样构建：cargo build --release -p synod-cli --features parquet。也可用 --csv，表格内容相同"
            ),
            Failure::BadHistory { file, error } => phrase!("{0}: {1}", "{0}：{1}", file.as_str(), error.phrase()),
        }
    }
}
