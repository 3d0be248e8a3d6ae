//! The page in headless Chromium: what its scripts take in a frame, how long a seek takes, how soon one can play, what is downloaded.
//!
//! Needs the page built in release; `cargo xtask bench --page` builds it. `meter.js` measures from within the page.

mod loading;
mod runs;
mod table;

use anyhow::{Context, Result, ensure};
use std::sync::Arc;
use std::time::Duration;
use synod_e2e::{Page, Site, Window};

use crate::report::{Section, taken_with};
use table::{Table, quantile};

/// What is put into the page before its own scripts.
const METER: &str = include_str!("meter.js");
/// How long one script of ours may take.
const PATIENCE: Duration = Duration::from_mins(2);
/// Frames and seeks of one round.
const FRAMES: usize = 200;
const SEEKS: u32 = 200;
/// Moments of the field of one round.
const MOMENTS: usize = 100;
/// Messages under way in a frame that counts.
const MESSAGES: u32 = 200;

/// Measures, with all that it needs started and stopped.
pub fn run(rounds: u32) -> Result<Section> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("could not make a runtime")?;
    runtime.block_on(measure(rounds))
}

async fn measure(rounds: u32) -> Result<Section> {
    let site = Arc::new(Site::under("/")?);
    let mut table = Table::default();
    frames(&site, rounds, &mut table).await?;
    let loaded = loading::measure(&site, &mut table).await?;
    history(&site, rounds, &mut table).await?;
    field(&site, rounds, &mut table).await?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let others = [("Chromium", loaded.chromium)];
    let taken = taken_with("cargo xtask bench --page", rounds, &others)?;
    let taken = taken.trim_end_matches('.');
    let body = format!(
        "The release build in headless Chromium at 1440 × 900, served plain from this machine, {cores} cores. Script time is that of everything \
         the page hands to the browser (frames, listeners, microtasks, timers) between two frames; a seek is timed from its input event \
         to the end of the frame that shows it, and frames come 60 times a second. The clock has steps of 0.1 ms. Bytes are of what the browser had asked \
         for until one could play, brotli 11.\n\n{table}\n{}\n\n{taken}.\n",
        loaded.notes
    );
    Ok(Section { name: "page", body })
}

/// A browser on this place of the page, with the meter in it.
async fn metered(site: &Arc<Site>, place: &str, window: Window) -> Result<Page> {
    let page = Page::blank(site).await?;
    page.patience(PATIENCE).await?;
    page.resize(window).await?;
    page.before_load(METER).await?;
    page.goto(place).await?;
    Ok(page)
}

/// Frames while playing with many messages under way.
async fn frames(site: &Arc<Site>, rounds: u32, table: &mut Table) -> Result<()> {
    let (mut medians, mut highs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let page = metered(site, &runs::crowd(), Window::DESK).await?;
        let frames: Vec<f64> = page.ask(&format!("synodBench.play({FRAMES}, {MESSAGES})")).await?;
        ensure!(frames.len() * 2 > FRAMES, "only {} frames had {MESSAGES} messages under way", frames.len());
        medians.push(quantile(&frames, 50));
        highs.push(quantile(&frames, 99));
    }
    table.goal("script a frame, playing, 15 replicas and over 200 messages: median", quantile(&medians, 50), "ms", 4.0);
    table.goal("the same: 99th percentile", quantile(&highs, 50), "ms", 12.0);
    Ok(())
}

/// The field of ten thousand nodes while it plays.
async fn field(site: &Arc<Site>, rounds: u32, table: &mut Table) -> Result<()> {
    let (mut medians, mut highs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let page = metered(site, runs::FIELD, Window::DESK).await?;
        let frames: Vec<f64> = page.ask(&format!("synodBench.field({MOMENTS})")).await?;
        medians.push(quantile(&frames, 50));
        highs.push(quantile(&frames, 99));
    }
    table.goal("script a frame that shows another cycle, field of 10,000 nodes: median", quantile(&medians, 50), "ms", 8.0);
    table.figure("the same: 99th percentile", quantile(&highs, 50), "ms");
    Ok(())
}

/// Seeks in a long run, and a pan over its diagram.
async fn history(site: &Arc<Site>, rounds: u32, table: &mut Table) -> Result<()> {
    let (mut seeks, mut pans) = (Vec::new(), Vec::new());
    let mut events = 0;
    for round in 0..rounds {
        let page = metered(site, &runs::long(), Window::DESK).await?;
        events = page.ask::<u32>("synodBench.events()").await?;
        ensure!(events >= 10_000, "the long run has only {events} events");
        // Places without a pattern, the same in every run: the golden ratio, over and over.
        let share = |i: u32| (f64::from(i + round * SEEKS) * 0.618_033_988_75).fract();
        let shares: Vec<f64> = (0..SEEKS).map(share).collect();
        for some in shares.chunks(20) {
            seeks.extend(page.ask::<Vec<f64>>(&format!("synodBench.seek({some:?})")).await?);
        }
        pans.extend(page.ask::<Option<Vec<f64>>>(&format!("synodBench.pan({FRAMES})")).await?.unwrap_or_default());
    }
    table.goal(&format!("seek to any of {events} events: slowest of {}", seeks.len()), quantile(&seeks, 100), "ms", 50.0);
    table.figure("the same: 99th percentile", quantile(&seeks, 99), "ms");
    table.figure("the same: median", quantile(&seeks, 50), "ms");
    if pans.is_empty() {
        table.missing("script a frame, pan over the diagram: median", "not available: the diagram has no zoom");
    } else {
        table.goal(&format!("script a frame, pan over the diagram of {events} events: median"), quantile(&pans, 50), "ms", 8.0);
        table.figure("the same: 99th percentile", quantile(&pans, 99), "ms");
    }
    Ok(())
}
