//! The sweep of a run: what its sliders do, counted over many seeds, drawn, tabled, and passed on as a link.

use anyhow::{Result, ensure};
use synod_e2e::{Page, Window};
use thirtyfour::{By, Key};

use crate::access::serious;
use crate::steps::{attribute, find, key, press, tab_to, text, wait};

/// A write to one of three replicas and a read of one, with drawn delays.
const PBS: &str = "?lang=en#nwr/pbs";

/// A script that says whether the work stands so.
fn stands(outcome: &str) -> String {
    format!("return document.querySelector('[data-testid=work]')?.dataset.outcome === '{outcome}'")
}

async fn choose(page: &Page, list: &str, entry: &str) -> Result<()> {
    find(page, list).await?;
    Ok(page.driver.find(By::Css(format!("[data-testid='{list}'] option[value='{entry}']"))).await?.click().await?)
}

/// What a control is set to.
async fn value(page: &Page, id: &str) -> Result<String> {
    find(page, id).await?;
    page.ask(&format!("document.querySelector('[data-testid={id}]').value")).await
}

/// The sweep of the run on the page, opened and done.
async fn swept(page: &Page) -> Result<()> {
    press(page, "sweep").await?;
    wait(page, "the sweep is done", &stands("done")).await
}

/// All figures of the tables.
async fn figures(page: &Page) -> Result<String> {
    page.ask("[...document.querySelectorAll('.plot-table tbody tr')].map(row => row.textContent).join('|')").await
}

#[tokio::test]
async fn the_sliders_are_swept_and_a_link_leads_to_the_same_figures() -> Result<()> {
    let page = Page::open(PBS, Window::DESK, false).await?;
    swept(&page).await?;
    ensure!(text(&page, "cell-0-0").await?.contains('%'), "R = 1, W = 1");
    ensure!(text(&page, "cell-2-2").await?.starts_with("0.0 %"), "R + W > N");
    let points: u32 = page.ask("document.querySelectorAll('[data-testid=plot] .plot-sign').length").await?;
    ensure!(points == 9, "R and W from 1 to N = 3: {points}");
    ensure!(page.ask::<u32>("document.querySelectorAll('.plot-svg .plot-ring').length").await? == 1, "this run is marked");

    for (list, entry) in [("param-measure", "stale"), ("param-runs", "50"), ("param-pace", "back-to-back")] {
        choose(&page, list, entry).await?;
    }
    wait(
        &page,
        "fifty runs of nine settings are done",
        "return document.querySelector('[data-testid=work]').dataset.outcome === 'done' \
            && document.querySelector('[data-testid=progress]').max === 450",
    )
    .await?;
    wait(&page, "the address names it", "return location.hash.includes('measure=stale')").await?;
    let (counted, link): (String, String) = (figures(&page).await?, page.ask("location.hash").await?);
    ensure!(link.starts_with("#study=sweep&") && counted.contains('%'), "{link} {counted}");
    page.assert_quiet().await?;

    let fresh = Page::open(&format!("?lang=en{link}"), Window::DESK, false).await?;
    wait(&fresh, "the sweep is done", &stands("done")).await?;
    ensure!(figures(&fresh).await? == counted, "the same figures");
    press(&fresh, "study-close").await?;
    ensure!(value(&fresh, "param-r").await? == "1", "behind it is its run");
    fresh.assert_quiet().await
}

#[tokio::test]
async fn a_point_leads_to_its_run_and_so_does_its_figure() -> Result<()> {
    let page = Page::open(PBS, Window::DESK, false).await?;
    swept(&page).await?;
    find(&page, "point-1-2").await?;
    page.driver.find(By::Css("[data-testid='point-1-2'] .plot-sign")).await?.click().await?;
    ensure!((value(&page, "param-w").await?, value(&page, "param-r").await?) == ("2".into(), "3".into()));
    swept(&page).await?;
    tab_to(&page, "cell-0-1").await?;
    key(&page, Key::Enter, false).await?;
    find(&page, "sweep").await?;
    ensure!((value(&page, "param-w").await?, value(&page, "param-r").await?) == ("1".into(), "2".into()));
    page.assert_quiet().await
}

#[tokio::test]
async fn without_chance_it_says_so_and_random_delays_are_a_button_away() -> Result<()> {
    let page = Page::open(PBS, Window::DESK, false).await?;
    choose(&page, "param-delay", "constant").await?;
    swept(&page).await?;
    ensure!(text(&page, "remarks").await?.contains("nothing here is drawn at random"));
    press(&page, "offer").await?;
    wait(
        &page,
        "the delays are drawn",
        "return document.querySelector('[data-testid=work]').dataset.outcome === 'done' && !document.querySelector('[data-testid=offer]')",
    )
    .await?;
    ensure!(value(&page, "param-delay").await? != "constant");
    page.assert_quiet().await
}

#[tokio::test]
async fn a_long_sweep_grows_and_is_cancelled() -> Result<()> {
    let page = Page::open("?lang=en#nwr/stale-read", Window::DESK, false).await?;
    swept(&page).await?;
    choose(&page, "param-runs", "1000").await?;
    choose(&page, "param-x", "timeout").await?;
    wait(&page, "some points are there", "return document.querySelectorAll('.plot-table [data-testid^=cell-4]').length > 8")
        .await?;
    ensure!(page.driver.execute(stands("running"), Vec::new()).await?.convert::<bool>()?, "and it goes on");
    press(&page, "cancel").await?;
    ensure!(attribute(&page, "work", "data-outcome").await? == "cancelled");
    let done = attribute(&page, "progress", "value").await?;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    ensure!(attribute(&page, "progress", "value").await? == done, "nothing goes on");
    page.assert_quiet().await
}

#[tokio::test]
async fn every_lab_can_be_swept_by_everybody() -> Result<()> {
    let page = Page::open(PBS, Window::DESK, false).await?;
    tab_to(&page, "sweep").await?;
    key(&page, Key::Enter, false).await?;
    wait(&page, "the sweep is done", &stands("done")).await?;
    for control in ["study-close", "param-x", "param-curves", "param-measure", "param-runs", "new-seed", "cell-0-0", "cell-2-2"] {
        tab_to(&page, control).await?;
    }
    wait(&page, "the address names it", "return location.hash.startsWith('#study=sweep')").await?;
    let link: String = page.ask("location.hash").await?;
    for (window, theme, lang) in [
        (Window::DESK, "light", "en"),
        (Window::TABLET, "dark", "zh"),
        (Window::PHONE, "light", "zh"),
        (Window::PHONE, "dark", "en"),
    ] {
        page.resize(window).await?;
        page.goto(&format!("?lang={lang}&theme={theme}{link}")).await?;
        wait(&page, "the sweep is done", &stands("done")).await?;
        page.settled().await?;
        let wide: bool = page.ask("document.documentElement.scrollWidth <= window.innerWidth").await?;
        ensure!(wide, "{lang}: the page is wider than its window of {}", window.width);
        let found = serious(&page).await?;
        ensure!(found.is_empty(), "{} {theme} {lang}: {found:#?}", window.width);
    }
    page.resize(Window::DESK).await?;
    for lab in ["two-phase", "raft", "lease"] {
        page.goto(&format!("?lang=en#{lab}")).await?;
        swept(&page).await?;
        find(&page, "plot-table").await?;
    }
    page.assert_quiet().await
}
