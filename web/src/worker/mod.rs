//! Long work in a worker of its own: what the page and the worker say to each other, and the two sides.
//!
//! A worker does one job and is then let go; a job is cancelled by ending its worker, which stops it wherever it is. Messages are bytes
//! (postcard): a film of a hundred thousand nodes is bytes anyway. One program does every kind of job.

mod hire;
mod quest;
mod serve;
mod study;

pub use hire::{Heard, Hired, use_job};
pub use serve::serve;

use serde::{Deserialize, Serialize};
use synod_session::quest::{Finding, Quest, QuestProgress};
use synod_session::study::{Field, Progress, Report};
use synod_words::{Lang, Phrase};

/// The version of the messages and of what they mean: raised with every change to either. The files of a worker keep their names, so
/// that a browser may hold an old one beside a new page.
pub const VERSION: u32 = 3;

/// What a page asks a worker for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Job {
    /// The study that a link names.
    Study(String),
    /// A run that breaks a promise.
    Quest(Quest),
}

/// What a worker tells. The first message is always `Ready`, and it must stay the first of this list: it is how any two versions
/// recognise each other.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum News {
    /// It is there, and speaks this version.
    Ready(u32),
    /// So far it is.
    Progress(Steps),
    /// What became of each node.
    Field(Field),
    /// What it came to so far.
    Report(Report),
    /// It is done; the last report was the final one.
    Done,
    /// It will not do this job.
    Refused(Said),
    /// How far a search is.
    Searched(QuestProgress),
    /// What a search came to.
    Found(Finding),
}

/// How far a job is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Steps {
    /// Pieces done.
    pub done: u32,
    /// Of so many.
    pub of: u32,
    /// The same in words.
    pub words: Said,
}

/// A phrase on its way, in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Said(String, String);

impl Said {
    /// The phrase again.
    pub fn phrase(self) -> Phrase {
        Phrase::kept(self.0, self.1)
    }
}

impl From<&Phrase> for Said {
    fn from(phrase: &Phrase) -> Said {
        Said(phrase.text(Lang::En), phrase.text(Lang::Zh))
    }
}

impl From<Progress> for Steps {
    fn from(progress: Progress) -> Steps {
        Steps { done: progress.done, of: progress.of, words: Said::from(&progress.words) }
    }
}

/// A message as bytes. None of ours can fail to become them.
fn pack<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).unwrap_or_default()
}

/// The message in some bytes, where they hold one.
fn unpack<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_session::study::{Task, start, studies};

    #[test]
    fn all_that_a_study_tells_arrives_as_it_was() {
        for info in studies() {
            let mut study = start(&Task::of(&info)).expect("it begins");
            while study.advance() {}
            let (report, field) = (study.report(), study.field().cloned());
            let told = unpack::<News>(&pack(&News::Report(report.clone()))).expect("a report");
            let News::Report(told) = told else { panic!("it is a report") };
            // A phrase arrives as its texts.
            assert_eq!(pack(&told), pack(&report));
            if let Some(field) = field {
                let told = unpack::<News>(&pack(&News::Field(field.clone()))).expect("a field");
                assert!(matches!(told, News::Field(told) if told.film == field.film));
            }
        }
    }

    #[test]
    fn any_version_is_recognised_and_noise_is_not() {
        assert_eq!(unpack::<News>(&[0, 7]), Some(News::Ready(7)));
        assert_eq!(unpack::<News>(&[250]), None);
        assert_eq!(unpack::<News>(&[]), None);
    }
}
