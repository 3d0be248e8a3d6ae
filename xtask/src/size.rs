//! `cargo xtask size`: what a visitor downloads, as it is and compressed the way a host would send it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use walkdir::WalkDir;

/// Builds the page in release and prints the bytes of each of its files.
pub fn run() -> Result<()> {
    let site = crate::page::build(true)?;
    println!("{:>10} {:>10}  file", "raw", "brotli");
    let (mut raw_all, mut small_all) = (0, 0);
    for entry in WalkDir::new(&site).sort_by_file_name() {
        let entry = entry.context("could not list the built page")?;
        if entry.file_type().is_file() {
            let (raw, small) = weigh(entry.path())?;
            println!("{raw:>10} {small:>10}  {}", entry.path().strip_prefix(&site)?.display());
            raw_all += raw;
            small_all += small;
        }
    }
    println!("{raw_all:>10} {small_all:>10}  all");
    Ok(())
}

fn weigh(file: &Path) -> Result<(usize, usize)> {
    let bytes = fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut small, &params)
        .with_context(|| format!("could not compress {}", file.display()))?;
    Ok((bytes.len(), small.len()))
}
