//! Studies: long work beside the page, its field of nodes, its curves and figures, and the link to it.

use std::sync::Arc;

use anyhow::{Result, ensure};
use synod_e2e::{Page, Site, Window};
use thirtyfour::{By, Key};

use crate::access::serious;
use crate::steps::{attribute, find, key, press, tab_to, text, wait};

/// Ten thousand nodes of which everybody hears in the end.
const EVERYBODY: &str = "#study=epidemic&nodes=10000&runs=10&kind=anti-entropy&mode=push-pull&seed=5";
/// Minutes of work.
const LONG: &str = "#study=epidemic&nodes=100000&runs=1000";

/// A script that says whether the work stands so.
fn stands(outcome: &str) -> String {
    format!("return document.querySelector('[data-testid=work]')?.dataset.outcome === '{outcome}'")
}

/// Chooses an entry of a list.
async fn choose(page: &Page, list: &str, entry: &str) -> Result<()> {
    find(page, list).await?;
    Ok(page.driver.find(By::Css(format!("[data-testid='{list}'] option[value='{entry}']"))).await?.click().await?)
}

/// A count as the page writes it, with or without spaces.
async fn census(page: &Page, state: u32) -> Result<u32> {
    let digits: String = text(page, &format!("census-{state}")).await?.chars().filter(char::is_ascii_digit).collect();
    Ok(digits.parse()?)
}

#[tokio::test]
async fn a_study_is_opened_set_up_run_and_read() -> Result<()> {
    let page = Page::open("?lang=en#gossip", Window::DESK, false).await?;
    press(&page, "study-epidemic").await?;
    wait(&page, "the study is done", &stands("done")).await?;
    for (list, entry) in [("param-kind", "anti-entropy"), ("param-mode", "push-pull"), ("param-nodes", "10000")] {
        choose(&page, list, entry).await?;
    }
    let everybody = "return document.querySelector('[data-testid=work]').dataset.outcome === 'done' \
        && document.querySelector('[data-testid=census-1]')?.textContent.replace(/\\D/g, '') === '10000'";
    wait(&page, "everybody has heard", everybody).await?;
    ensure!(census(&page, 0).await? == 0, "nobody is left");
    press(&page, "start").await?;
    ensure!((census(&page, 0).await?, census(&page, 1).await?) == (9_999, 1), "one node has it at first");
    press(&page, "step").await?;
    ensure!(text(&page, "moment").await?.starts_with("cycle 1 of "), "a step is a cycle");

    let lines: u32 = page.ask("document.querySelectorAll('[data-testid=plot] .plot-line').length").await?;
    let theory: u32 = page.ask("document.querySelectorAll('[data-testid=plot] .plot-theory').length").await?;
    ensure!((lines, theory) == (3, 3), "three curves, each over its theory: {lines} and {theory}");
    let residue = text(&page, "figure-residue").await?;
    ensure!(residue.contains('0') && residue.contains("theory"), "{residue}");
    wait(
        &page,
        "the address names it",
        "return location.hash === '#study=epidemic&nodes=10000&kind=anti-entropy&mode=push-pull'",
    )
    .await?;

    press(&page, "study-close").await?;
    find(&page, "view-picture").await?;
    page.assert_quiet().await
}

#[tokio::test]
async fn long_work_leaves_the_page_free_and_is_cancelled() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    page.before_load(
        "window.ended = 0; const Native = Worker; \
         window.Worker = class extends Native { terminate() { window.ended += 1; super.terminate(); } }",
    )
    .await?;
    page.goto(&format!("?lang=en{LONG}")).await?;
    wait(&page, "some runs are done", "return document.querySelector('[data-testid=progress]')?.value > 1").await?;
    find(&page, "field").await?;
    let painted = "document.querySelector('[data-testid=field]').toDataURL()";
    let light: String = page.ask(painted).await?;
    press(&page, "theme").await?;
    ensure!(page.ask::<String>("document.documentElement.dataset.theme").await? == "dark", "the page answers");
    page.settled().await?;
    ensure!(page.ask::<String>(painted).await? != light, "the field takes the new look");
    press(&page, "lang").await?;
    ensure!(text(&page, "cancel").await?.contains("取消"), "and the other language");
    ensure!(page.driver.execute(stands("running"), Vec::new()).await?.convert::<bool>()?, "all the while it works");

    press(&page, "cancel").await?;
    ensure!(attribute(&page, "work", "data-outcome").await? == "cancelled");
    wait(&page, "its worker is ended", "return window.ended === 1").await?;
    let done = attribute(&page, "progress", "value").await?;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    ensure!(attribute(&page, "progress", "value").await? == done, "nothing goes on");
    press(&page, "run").await?;
    wait(&page, "it works again", &stands("running")).await?;
    page.assert_quiet().await
}

#[tokio::test]
async fn a_link_leads_to_the_same_study_under_a_path_and_in_a_figure() -> Result<()> {
    let mut seen = Vec::new();
    for (site, query) in [("/", "?lang=en"), ("/courses/ds/", "?lang=en"), ("/courses/ds/", "?embed=1&lang=en")] {
        let page = Page::open_on(&Arc::new(Site::under(site)?), &format!("{query}{EVERYBODY}"), Window::DESK, false).await?;
        wait(&page, "the study is done", &stands("done")).await?;
        press(&page, "start").await?;
        for _ in 0..6 {
            press(&page, "step").await?;
        }
        seen.push((
            census(&page, 0).await?,
            census(&page, 1).await?,
            text(&page, "figure-traffic").await?.lines().nth(1).map(str::to_owned),
        ));
        page.assert_quiet().await?;
    }
    ensure!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    ensure!(seen[0].1 > 1 && seen[0].0 > 0, "{seen:?}");
    Ok(())
}

#[tokio::test]
async fn an_old_worker_beside_a_new_page_is_refused() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    page.before_load(
        "window.Worker = class { constructor() { setTimeout(() => this.onmessage({ data: new Uint8Array([0, 0]) })) } \
         postMessage() { window.asked = true; } terminate() {} }",
    )
    .await?;
    page.goto(&format!("?lang=en{EVERYBODY}")).await?;
    wait(&page, "it is refused", &stands("failed")).await?;
    let why = text(&page, "progress-words").await?;
    ensure!(why.contains("different versions") && why.contains("again"), "{why}");
    ensure!(page.ask::<bool>("window.asked === undefined").await?, "it is given no work");
    Ok(())
}

#[tokio::test]
async fn a_worker_that_does_not_come_is_told() -> Result<()> {
    let site = Arc::new(Site::without("worker_loader.js")?);
    let page = Page::open_on(&site, &format!("?lang=en{EVERYBODY}"), Window::DESK, false).await?;
    wait(&page, "it is told", &stands("failed")).await?;
    ensure!(text(&page, "progress-words").await?.contains("did not start"));
    Ok(())
}

#[tokio::test]
async fn a_study_is_for_everybody() -> Result<()> {
    let page = Page::open("?lang=en#gossip", Window::DESK, false).await?;
    tab_to(&page, "study-epidemic").await?;
    key(&page, Key::Enter, false).await?;
    wait(&page, "the study is done", &stands("done")).await?;
    for control in ["param-nodes", "param-k", "new-seed", "run", "study-close", "play", "moment-scrubber"] {
        tab_to(&page, control).await?;
    }
    tab_to(&page, "run").await?;
    key(&page, Key::Home, false).await?;
    ensure!(text(&page, "moment").await?.starts_with("cycle 0 "), "Home leads to the start");
    key(&page, Key::Right, false).await?;
    ensure!(text(&page, "moment").await?.starts_with("cycle 1 "), "an arrow is a step");
    for (window, theme, lang) in [
        (Window::DESK, "light", "en"),
        (Window::TABLET, "dark", "zh"),
        (Window::PHONE, "light", "zh"),
        (Window::PHONE, "dark", "en"),
    ] {
        page.resize(window).await?;
        page.goto(&format!("?lang={lang}&theme={theme}{EVERYBODY}")).await?;
        wait(&page, "the study is done", &stands("done")).await?;
        page.settled().await?;
        let wide: bool = page.ask("document.documentElement.scrollWidth <= window.innerWidth").await?;
        ensure!(wide, "{lang}: the page is wider than its window of {}", window.width);
        let found = serious(&page).await?;
        ensure!(found.is_empty(), "{} {theme} {lang}: {found:#?}", window.width);
    }
    page.assert_quiet().await
}
