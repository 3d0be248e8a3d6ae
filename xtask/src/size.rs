//! `cargo xtask size`: what a visitor downloads, as it is and compressed the way a host would send it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use walkdir::WalkDir;

/// Builds the page in release and prints the bytes of each of its files.
pub fn run() -> Result<()> {
    let site = crate::page::build(true)?;
    let (mut page, mut worker) = (Sum::default(), Sum::default());
    for entry in WalkDir::new(&site).sort_by_file_name() {
        let entry = entry.context("could not list the built page")?;
        if entry.file_type().is_file() {
            let place = entry.path().strip_prefix(&site)?.display().to_string();
            let sum = match place.split(['.', '_']).next() {
                Some("worker") => &mut worker,
                _ => &mut page,
            };
            sum.add(&place, weigh(entry.path())?);
        }
    }
    page.print("the page");
    println!();
    worker.print("the worker, loaded when a study or a search begins");
    Ok(())
}

/// Files that are loaded together.
#[derive(Default)]
struct Sum {
    lines: Vec<String>,
    raw: usize,
    small: usize,
}

impl Sum {
    fn add(&mut self, place: &str, (raw, small): (usize, usize)) {
        self.lines.push(format!("{raw:>10} {small:>10}  {place}"));
        self.raw += raw;
        self.small += small;
    }

    fn print(&self, name: &str) {
        println!("{:>10} {:>10}  file", "raw", "brotli");
        self.lines.iter().for_each(|line| println!("{line}"));
        println!("{:>10} {:>10}  {name}", self.raw, self.small);
    }
}

fn weigh(file: &Path) -> Result<(usize, usize)> {
    let bytes = fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut small, &params)
        .with_context(|| format!("could not compress {}", file.display()))?;
    Ok((bytes.len(), small.len()))
}
