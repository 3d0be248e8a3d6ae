//! *Break it for me*: a search for the shortest run that breaks a promise, what it finds, and the link to that.

use anyhow::{Result, ensure};
use synod_e2e::{Page, Window};
use thirtyfour::{By, Key};

use crate::access::serious;
use crate::steps::{attribute, find, key, press, standing, tab_to, text, wait};

/// A script that says whether the search stands so.
fn stands(stand: &str) -> String {
    format!("return document.querySelector('[data-testid=quest-outcome]')?.dataset.stand === '{stand}'")
}

/// Chooses the promise to break.
async fn choose(page: &Page, promise: &str) -> Result<()> {
    find(page, "quest-promise").await?;
    let entry = format!("[data-testid='quest-promise'] option[value='{promise}']");
    Ok(page.driver.find(By::Css(entry)).await?.click().await?)
}

#[tokio::test]
async fn a_witness_is_found_shown_shared_and_opens_elsewhere_to_the_same_verdict() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    // What is copied is kept where the test can read it.
    page.before_load("if (window.Clipboard) Clipboard.prototype.writeText = async text => { window.copied = text; }").await?;
    page.goto("?lang=en#models/monotonic-reads").await?;
    press(&page, "break").await?;
    choose(&page, "linearizable").await?;
    press(&page, "quest-go").await?;
    wait(&page, "a run is found", &stands("broken")).await?;
    let said = text(&page, "quest-said").await?;
    ensure!(said.starts_with("Broken in ") && said.contains("decisions"), "{said}");
    ensure!(!text(&page, "quest-sentence").await?.is_empty(), "it says why");

    press(&page, "quest-show").await?;
    wait(&page, "the dialog is closed", "return !document.querySelector('dialog')").await?;
    ensure!(standing(&page, "linearizable").await? == "violated", "the page stands where it breaks");
    let kept: u32 = page.ask("document.querySelectorAll('[data-testid^=branch-]').length").await?;
    ensure!(kept >= 2, "the earlier run is kept beside it: {kept}");
    press(&page, "share").await?;
    wait(&page, "the link is copied", "return !!window.copied").await?;
    let link: String = page.ask("window.copied").await?;
    let why = text(&page, "witness-text").await?;
    page.assert_quiet().await?;

    let (_, fragment) = link.split_once('#').unwrap_or_default();
    let fresh = Page::open(&format!("?lang=en#{fragment}"), Window::DESK, false).await?;
    wait(
        &fresh,
        "it is broken there too",
        "return document.querySelector('[data-testid=promise-linearizable]')?.dataset.standing === 'violated'",
    )
    .await?;
    ensure!(text(&fresh, "witness-text").await? == why, "for the same reason");
    fresh.assert_quiet().await
}

#[tokio::test]
async fn what_cannot_be_broken_holds_within_a_bound_that_is_spelled_out() -> Result<()> {
    let page = Page::open("?lang=en#2pc/commit", Window::DESK, false).await?;
    press(&page, "break").await?;
    choose(&page, "ac1").await?;
    press(&page, "quest-timeouts-less").await?;
    ensure!(text(&page, "quest-timeouts").await? == "1");
    press(&page, "quest-go").await?;
    wait(&page, "it holds", &stands("holds")).await?;
    let said = text(&page, "quest-said").await?;
    ensure!(said.contains("1 crashes") && said.contains("1 time-outs"), "the bound is spelled out: {said}");
    page.assert_quiet().await
}

#[tokio::test]
async fn a_search_leaves_the_page_free_and_ends_with_its_dialog() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    // A worker that begins and never comes to an end.
    page.before_load(
        "window.ended = 0; window.Worker = class { constructor(url) { window.asked = String(url); \
           setTimeout(() => this.onmessage({ data: new Uint8Array([0, 3]) })) } \
         postMessage() {} terminate() { window.ended += 1; } }",
    )
    .await?;
    page.goto("?lang=en#models/monotonic-reads").await?;
    press(&page, "break").await?;
    press(&page, "quest-go").await?;
    wait(&page, "it searches", &stands("searching")).await?;
    ensure!(text(&page, "quest-go").await?.contains("Cancel"));
    press(&page, "quest-go").await?;
    wait(&page, "cancelling ends the worker", "return window.ended === 1").await?;
    press(&page, "quest-go").await?;
    wait(&page, "it searches again", &stands("searching")).await?;
    key(&page, Key::Escape, false).await?;
    wait(&page, "so does closing the dialog", "return window.ended === 2 && !document.querySelector('dialog')").await?;
    page.assert_quiet().await
}

#[tokio::test]
async fn the_search_is_for_everybody() -> Result<()> {
    let page = Page::open("?lang=en#models/read-your-writes-lost", Window::DESK, false).await?;
    tab_to(&page, "break").await?;
    key(&page, Key::Enter, false).await?;
    find(&page, "dialog").await?;
    choose(&page, "linearizable").await?;
    for control in ["quest-promise", "quest-crashes-more", "quest-timeouts-less", "quest-more", "quest-go"] {
        tab_to(&page, control).await?;
    }
    key(&page, Key::Enter, false).await?;
    wait(&page, "a run is found", &stands("broken")).await?;
    let focus: bool = page.ask("document.activeElement?.dataset.testid === 'quest-go'").await?;
    ensure!(focus, "the button keeps the focus");
    tab_to(&page, "quest-beside").await?;
    key(&page, Key::Enter, false).await?;
    wait(&page, "the two stand side by side", "return document.querySelectorAll('.side').length === 2").await?;
    for (window, theme, lang) in [(Window::DESK, "light", "en"), (Window::TABLET, "dark", "en"), (Window::PHONE, "dark", "zh")] {
        page.resize(window).await?;
        page.goto(&format!("?lang={lang}&theme={theme}#models/read-your-writes-lost")).await?;
        press(&page, "break").await?;
        choose(&page, "linearizable").await?;
        press(&page, "quest-go").await?;
        wait(&page, "a run is found", &stands("broken")).await?;
        page.settled().await?;
        if let Ok(folder) = std::env::var("SYNOD_SHOTS") {
            page.driver
                .screenshot(std::path::Path::new(&folder).join(format!("quest-{}-{theme}-{lang}.png", window.width)).as_path())
                .await?;
        }
        let wide: bool = page.ask("document.documentElement.scrollWidth <= window.innerWidth").await?;
        ensure!(wide, "{lang}: the page is wider than its window of {}", window.width);
        let found = serious(&page).await?;
        ensure!(found.is_empty(), "{} {theme} {lang}: {found:#?}", window.width);
        ensure!(!attribute(&page, "break", "data-testid").await?.is_empty());
    }
    page.assert_quiet().await
}
