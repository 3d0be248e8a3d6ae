//! *Shrink it*: from a run that breaks a promise to the smallest one that still does.

use anyhow::{Result, ensure};
use synod_e2e::{Page, Window};
use thirtyfour::Key;

use crate::steps::{attribute, find, key, press, standing, tab_to, text, wait};

/// The page with the scenario at its end, in English.
const STALE: &str = "?lang=en#nwr/stale-read";

#[tokio::test]
async fn the_smallest_run_is_kept_beside_the_one_it_was_made_of() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    ensure!(text(&page, "clock").await?.contains("24"), "the shipped run has 24 events");
    press(&page, "why-regular").await?;
    // By keyboard alone; the button keeps the focus.
    tab_to(&page, "shrink").await?;
    key(&page, Key::Enter, false).await?;
    find(&page, "branch-2").await?;
    ensure!(text(&page, "branch-2").await?.contains("shrunk: Regular register"), "the run says what it is");
    assert_eq!(attribute(&page, "branch-2", "aria-current").await?, "true");
    assert_eq!(standing(&page, "regular").await?, "violated");
    ensure!(text(&page, "notices").await?.contains("Decisions: 4 → 3"), "the notice says what became of it");
    let told = text(&page, "story").await?;
    ensure!(told.contains("With N = 2, W = 1, R = 1: C1 asks: write x = 2") && told.contains("these 3 decisions"), "{told}");
    ensure!(text(&page, "witness").await?.contains("Regular register: broken."), "the same promise is explained");
    ensure!(page.ask::<bool>("document.activeElement?.dataset.testid === 'shrink'").await?, "the focus stays");
    ensure!(!page.exists("[data-testid=node-n3]").await?, "two replicas are enough");

    press(&page, "shrink").await?;
    wait(
        &page,
        "it is said that nothing is left to shrink",
        "return document.querySelector('[data-testid=said]').textContent.includes('Nothing can be left out')",
    )
    .await?;
    ensure!(!page.exists("[data-testid=branch-3]").await?, "nothing new is kept");

    press(&page, "branch-1").await?;
    find(&page, "node-n5").await?;
    page.assert_quiet().await
}

#[tokio::test]
async fn the_search_can_be_stopped() -> Result<()> {
    let page = Page::open("?lang=zh#multi-paxos/past-a-hole", Window::PHONE, false).await?;
    assert_eq!(text(&page, "shrink").await?, "最小化");
    // Both presses before the page draws again.
    page.driver.execute("const b = document.querySelector('[data-testid=shrink]'); b.click(); b.click()", Vec::new()).await?;
    wait(&page, "it stopped", "return document.querySelector('[data-testid=shrink]').innerText === '最小化'").await?;
    ensure!(!page.exists("[data-testid=shrinking]").await? && !page.exists("[data-testid=branches]").await?);
    press(&page, "shrink").await?;
    find(&page, "branch-2").await?;
    ensure!(text(&page, "story").await?.contains("缺一不可"), "it is told in the language of the page");
    page.assert_quiet().await
}
