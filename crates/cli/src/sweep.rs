//! `synod sweep`: a scenario with many parameters and many seeds.

mod crew;
mod kept;
mod object;
#[cfg(feature = "parquet")]
mod parquet;
mod table;
mod words;

pub use kept::{keep, read};

use crate::arguments::{Arguments, Sweep};
use crate::failure::Failure;
use crate::report::{FINE, Report};
use crate::scenario;
use std::ffi::OsStr;
use std::ops::Range;
use std::path::Path;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};
use synod_session::sweep::{Part, Plan, Ranges};
use synod_words::{Lang, Phrase, phrase};

/// The seeds, unless told.
const SEEDS: Range<u64> = 0..1_000;
/// How often the counts are kept while they grow.
const KEPT_EVERY: Duration = Duration::from_secs(2);

/// What a sweep comes to.
pub fn answer(arguments: &Arguments, lang: Lang) -> Result<Report, Failure> {
    let Sweep { vary, seeds, back_to_back, jobs, part: file, .. } = &arguments.sweep;
    let document = scenario::find(&arguments.operand)?;
    let plan = Plan::new(document, vary, *back_to_back)?;
    let fresh = Part::new(plan, seeds.clone().unwrap_or(SEEDS));
    let mut part = match file.as_deref().filter(|file| Path::new(file).exists()) {
        Some(file) => go_on(fresh, file)?,
        None => fresh,
    };
    let (taken, refused) = part.sorted_out();
    let jobs = jobs.map_or_else(|| available_parallelism().map_or(1, usize::from), usize::from);
    let mut last = Instant::now();
    crew::finish(&mut part, &taken, jobs, &mut |part| match file {
        Some(file) if last.elapsed() >= KEPT_EVERY => {
            last = Instant::now();
            keep(part, file)
        }
        _ => Ok(()),
    })?;
    if let Some(file) = file {
        keep(&part, file)?;
    }
    told(&Whole { gaps: Vec::new(), part, taken, refused }, arguments, lang, FINE)
}

/// What was counted, and all that is to be said about it.
pub struct Whole {
    /// The counts.
    pub part: Part,
    /// The combinations that the lab takes.
    pub taken: Vec<usize>,
    /// The others, with the reason.
    pub refused: Vec<(usize, Phrase)>,
    /// The seeds that are missing.
    pub gaps: Vec<(usize, Ranges)>,
}

/// The answer in the form that was asked for.
pub fn told(whole: &Whole, arguments: &Arguments, lang: Lang, exit: u8) -> Result<Report, Failure> {
    let Sweep { csv, parquet, .. } = &arguments.sweep;
    if let Some(file) = parquet {
        return write_parquet(whole, file, lang, exit);
    }
    let text = if *csv {
        table::csv(whole)?
    } else if arguments.json {
        return Ok(Report::json(&object::of(whole), exit));
    } else {
        words::lines(whole, lang)
    };
    Ok(Report { text, exit })
}

#[cfg(feature = "parquet")]
fn write_parquet(whole: &Whole, file: &OsStr, lang: Lang, exit: u8) -> Result<Report, Failure> {
    let rows = parquet::write(whole, file)?;
    let said = phrase!("{0}: {1} rows", "{0}：{1} 行", file.to_string_lossy().into_owned(), rows);
    Ok(Report { text: said.text(lang) + "\n", exit })
}

#[cfg(not(feature = "parquet"))]
fn write_parquet(_: &Whole, _: &OsStr, _: Lang, _: u8) -> Result<Report, Failure> {
    Err(Failure::NoParquet)
}

/// What a file has of this sweep already.
fn go_on(fresh: Part, file: &OsStr) -> Result<Part, Failure> {
    let mut kept = read(file)?;
    let refuse = |why: Phrase| Failure::BadPart { file: file.to_string_lossy().into_owned(), why };
    kept.belongs_with(&fresh).map_err(|unlike| {
        refuse(phrase!(
            "this file is of another sweep ({0}); name another file",
            "该文件属于另一次扫描（{0}）；请换一个文件名",
            unlike.0
        ))
    })?;
    let done = kept.cells.iter().fold(Ranges::default(), |done, cell| done.union(&cell.done));
    let beyond = done.without(&fresh.asked);
    if !beyond.is_empty() {
        return Err(refuse(phrase!(
            "this file has seeds that are not asked for ({0}); name another file, or ask for them too",
            "该文件含有未要求的种子（{0}）；请换一个文件名，或把它们包括在内",
            beyond.to_string()
        )));
    }
    kept.asked = fresh.asked;
    Ok(kept)
}
