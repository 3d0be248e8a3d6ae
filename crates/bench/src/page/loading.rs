//! Loading: how soon one can play, what was downloaded until then, and whether anything jumped.

use anyhow::{Context, Result, ensure};
use brotli::enc::BrotliEncoderParams;
use serde::Deserialize;
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;
use std::time::Duration;
use synod_e2e::{Page, Site, Window};

use super::table::{Table, quantile};

/// Fresh browsers, one load each.
const LOADS: usize = 10;

/// What is said beside the table.
pub struct Loaded {
    /// The browser's version.
    pub chromium: String,
    /// What each download weighs.
    pub notes: String,
}

/// What meter.js says of the load.
#[derive(Deserialize)]
struct Seen {
    /// When one could play, in milliseconds from the start of the navigation.
    ready: Option<f64>,
    /// Where the wordmark stood in the first paint: left, top, height.
    first: Option<[f64; 3]>,
    /// And where it stands now.
    mounted: Option<[f64; 3]>,
    shifts: Vec<Shift>,
}

#[derive(Deserialize)]
struct Shift {
    value: f64,
    of: Vec<String>,
}

/// Measures the loads.
pub async fn measure(site: &Arc<Site>, table: &mut Table) -> Result<Loaded> {
    let mut ready = Vec::new();
    let (mut chromium, mut notes) = (String::new(), String::new());
    for load in 0..LOADS {
        let page = super::metered(site, "", Window::DESK).await?;
        ready.push(settled(&page).await?.ready.unwrap_or(f64::NAN));
        if load == 0 {
            chromium = page.ask("/Chrom[a-z]*\\/([0-9.]+)/.exec(navigator.userAgent)[1]").await?;
            notes = bytes(&page, site, table).await?;
        }
    }
    table.goal(
        &format!("from navigation until one can play, slowest of {LOADS} fresh browsers"),
        quantile(&ready, 100),
        "ms",
        1_000.0,
    );
    table.figure("the same: median", quantile(&ready, 50), "ms");
    jumps(site, table).await?;
    Ok(Loaded { chromium, notes })
}

/// What was seen, half a second after one could play.
async fn settled(page: &Page) -> Result<Seen> {
    tokio::time::sleep(Duration::from_millis(500)).await;
    let seen: Seen = page.ask("synodBench.loaded()").await?;
    ensure!(seen.ready.is_some(), "the page stands, but one cannot play");
    Ok(seen)
}

/// Weighs what the browser asked for.
async fn bytes(page: &Page, site: &Site, table: &mut Table) -> Result<String> {
    let addresses: Vec<String> = page.ask("synodBench.resources()").await?;
    let (mut all, mut list) = (0, Vec::new());
    for address in addresses {
        let path = address.strip_prefix(site.address()).with_context(|| format!("{address} is not of this page"))?;
        let path = path.split(['?', '#']).next().filter(|path| !path.is_empty()).unwrap_or("index.html");
        if list.iter().all(|(_, known)| known != path) {
            let small = weigh(&site.folder().join(path))?;
            all += small;
            list.push((small, path.to_owned()));
        }
    }
    list.sort_by(|a, b| b.cmp(a));
    table.goal("bytes over the wire until one can play", all as f64 / 1e3, "kB", 250.0);
    let mut notes = "Downloads, brotli:".to_owned();
    for (i, (small, path)) in list.iter().enumerate() {
        let comma = if i == 0 { "" } else { "," };
        write!(notes, "{comma} {} {:.1} kB", plain(path), *small as f64 / 1e3).context("a string takes what is written")?;
    }
    Ok(notes + ".")
}

/// A file's name without the hash of its content.
fn plain(path: &str) -> String {
    let hash = |part: &&str| part.len() >= 12 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let kept: Vec<&str> = stem.split('-').filter(|part| !hash(part)).collect();
    format!("`{}.{ending}`", kept.join("-"))
}

fn weigh(file: &std::path::Path) -> Result<usize> {
    let bytes = fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut small, &params)
        .with_context(|| format!("could not compress {}", file.display()))?;
    Ok(small.len())
}

/// Whether anything jumps while the program takes the place of the first paint.
async fn jumps(site: &Arc<Site>, table: &mut Table) -> Result<()> {
    for window in [Window::DESK, Window::TABLET, Window::PHONE] {
        let page = super::metered(site, "", window).await?;
        let seen = settled(&page).await?;
        let sum: f64 = seen.shifts.iter().map(|shift| shift.value).sum();
        let of: Vec<&str> = seen.shifts.iter().flat_map(|shift| shift.of.iter().map(String::as_str)).take(4).collect();
        let moved = match (seen.first, seen.mounted) {
            (Some(first), Some(now)) => {
                let by = |i: usize| format!("{:.1}", now[i] - first[i]);
                format!("wordmark moved by {} and {} px", by(0), by(1))
            }
            _ => "wordmark not seen".to_owned(),
        };
        // A sum of nothing is -0.
        let shifted = if of.is_empty() { "0".to_owned() } else { format!("{sum:.3} ({})", of.join(", ")) };
        table.missing(&format!("layout shift over the load at {} px", window.width), &format!("{shifted}; {moved}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_without_its_hash() {
        assert_eq!(plain("web-75f274df314acb81_bg.wasm"), "`web.wasm`");
        assert_eq!(plain("boot.js"), "`boot.js`");
    }
}
