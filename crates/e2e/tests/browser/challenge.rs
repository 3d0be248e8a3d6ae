//! A challenge: taken up from the menu, solved by hand, handed in as a link, and judged by whoever gets it.

use anyhow::{Context, Result, ensure};
use synod_e2e::{Page, Window};
use synod_session::{challenge, link, open};
use thirtyfour::Key;

use crate::access::serious;
use crate::steps::{attribute, find, key, press, standing, tab_to, text, wait};

/// A script that says whether the challenge stands so.
fn stands(standing: &str) -> String {
    format!("return document.querySelector('[data-testid=challenge-standing]')?.dataset.standing === '{standing}'")
}

/// Asks for a transfer and crashes the coordinator while it waits for the votes.
async fn block(page: &Page) -> Result<()> {
    press(page, "offer-C1-0").await?;
    // The request, two timers of the coordinator, and three participants that have been asked.
    for _ in 0..6 {
        key(page, Key::Right, false).await?;
    }
    press(page, "node-c").await?;
    press(page, "do-crash").await?;
    ensure!(attribute(page, "node-c", "data-life").await? == "crashed");
    Ok(())
}

#[tokio::test]
async fn a_challenge_is_solved_handed_in_and_verified() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    // What is copied is kept where the test can read it.
    page.before_load("if (window.Clipboard) Clipboard.prototype.writeText = async text => { window.copied = text; }").await?;
    page.goto("?lang=en#2pc/commit").await?;
    press(&page, "scenarios").await?;
    press(&page, "challenge-blocked").await?;
    ensure!(text(&page, "challenge-faults").await? == "Faults used: 0 of 1, only crashes");
    wait(&page, "it is not solved", &stands("open")).await?;
    wait(&page, "the address names it", "return location.hash.endsWith('&challenge=blocked')").await?;

    block(&page).await?;
    ensure!(text(&page, "challenge-faults").await? == "Faults used: 1 of 1, only crashes");
    wait(&page, "what is to come is not given away", &stands("open")).await?;
    key(&page, Key::End, false).await?;
    ensure!(standing(&page, "non-blocking").await? == "violated");
    wait(&page, "it is solved", &stands("solved")).await?;
    ensure!(text(&page, "said").await?.starts_with("Challenge solved."), "a screen reader hears it");
    key(&page, Key::Home, false).await?;
    wait(&page, "stepping back takes nothing away", &stands("solved")).await?;
    press(&page, "challenge-link").await?;
    wait(&page, "the link is copied", "return !!window.copied").await?;
    let copied: String = page.ask("window.copied").await?;

    // The menu remembers it, and taking the crash back takes the solution back.
    press(&page, "scenarios").await?;
    ensure!(text(&page, "challenge-blocked").await?.contains('✓'));
    key(&page, Key::Escape, false).await?;
    page.driver.active_element().await?.send_keys(Key::Control + "z").await?;
    wait(&page, "the crash is taken back", &stands("open")).await?;
    page.assert_quiet().await?;

    // Whoever gets the link holds the same against it, without a page and with one.
    let id = link::challenge(&copied).context("the link names its challenge")?;
    let asked = challenge::of_id(id).context("there is such a challenge")?;
    let document = link::decode(&copied).ok().context("the link holds a run")?;
    let handed_in = open(&document).ok().context("it opens")?;
    let attempt = asked.verdict(handed_in.session.as_ref());
    ensure!(attempt.met && attempt.faults == 1, "{attempt:?}");
    let (_, fragment) = copied.split_once('#').unwrap_or_default();
    let fresh = Page::open(&format!("?lang=en#{fragment}"), Window::DESK, false).await?;
    wait(&fresh, "it is solved there too", &stands("solved")).await?;
    fresh.assert_quiet().await
}

#[tokio::test]
async fn what_misses_the_goal_is_told_apart() -> Result<()> {
    let page = Page::open("?lang=en#challenge=blocked", Window::DESK, false).await?;
    block(&page).await?;
    press(&page, "node-p1").await?;
    press(&page, "do-crash").await?;
    key(&page, Key::End, false).await?;
    wait(&page, "one crash too many", &stands("missed")).await?;
    ensure!(text(&page, "challenge-standing").await?.contains("too many faults"));
    press(&page, "new-seed").await?;
    wait(&page, "the seed is part of the set-up", &stands("missed")).await?;
    ensure!(text(&page, "challenge-standing").await?.contains("set-up was changed: the seed"));
    press(&page, "challenge-again").await?;
    wait(&page, "it begins anew", &stands("open")).await?;
    ensure!(text(&page, "challenge-faults").await?.starts_with("Faults used: 0"));

    // What nobody knows is said, and the run is shown all the same.
    let fragment: String = page.ask("location.hash.replace(/&challenge=.*/, '')").await?;
    page.goto(&format!("?lang=en{fragment}&challenge=luck")).await?;
    ensure!(text(&page, "notice").await?.contains("there is no challenge luck"));
    find(&page, "node-c").await?;
    ensure!(!page.exists("[data-testid=challenge]").await?);
    page.assert_quiet().await
}

#[tokio::test]
async fn a_challenge_is_for_everybody() -> Result<()> {
    let page = Page::open("?lang=en#2pc/commit", Window::DESK, false).await?;
    tab_to(&page, "scenarios").await?;
    key(&page, Key::Enter, false).await?;
    key(&page, Key::End, false).await?;
    key(&page, Key::Enter, false).await?;
    tab_to(&page, "challenge-hinted").await?;
    key(&page, Key::Enter, false).await?;
    ensure!(!text(&page, "challenge-hint").await?.is_empty());
    tab_to(&page, "challenge-leave").await?;
    key(&page, Key::Enter, false).await?;
    wait(&page, "it is left", "return !document.querySelector('[data-testid=challenge]')").await?;
    let focus: bool = page.ask("document.activeElement?.dataset.testid === 'play'").await?;
    ensure!(focus, "the focus is not lost");

    for (window, theme, lang) in [
        (Window::DESK, "light", "en"),
        (Window::TABLET, "dark", "en"),
        (Window::PHONE, "light", "en"),
        (Window::DESK, "dark", "zh"),
        (Window::PHONE, "dark", "zh"),
    ] {
        page.resize(window).await?;
        page.goto(&format!("?lang={lang}&theme={theme}#challenge=blocked")).await?;
        press(&page, "challenge-hinted").await?;
        for moment in ["open", "solved"] {
            if moment == "solved" {
                block(&page).await?;
                key(&page, Key::End, false).await?;
                wait(&page, "it is solved", &stands("solved")).await?;
            }
            page.settled().await?;
            let wide: bool = page.ask("document.documentElement.scrollWidth <= window.innerWidth").await?;
            ensure!(wide, "{lang} {moment}: the page is wider than its window of {}", window.width);
            let found = serious(&page).await?;
            ensure!(found.is_empty(), "{} {theme} {lang} {moment}: {found:#?}", window.width);
        }
        press(&page, "scenarios").await?;
        let found = serious(&page).await?;
        ensure!(found.is_empty(), "{} {theme} {lang} menu: {found:#?}", window.width);
        key(&page, Key::Escape, false).await?;
    }
    page.assert_quiet().await
}

#[tokio::test]
async fn a_figure_may_set_a_challenge() -> Result<()> {
    let page = Page::open("?embed=1&lang=en#challenge=blocked", Window { width: 760, height: 640 }, false).await?;
    ensure!(text(&page, "figure-title").await? == "Block a participant");
    wait(&page, "it is under way", &stands("open")).await?;
    let href = attribute(&page, "open", "href").await?;
    ensure!(href.ends_with("&challenge=blocked"), "the whole page goes on with it: {href}");
    let found = serious(&page).await?;
    ensure!(found.is_empty(), "{found:#?}");
    page.assert_quiet().await
}
