//! A scenario that is told step for step: the proof that consistency, availability and tolerance of partitions cannot be had together.

use anyhow::Result;
use synod_e2e::{Page, Window};
use thirtyfour::By;

use crate::steps::{attribute, press, standing, text, wait};

#[tokio::test]
async fn the_proof_is_told_step_for_step() -> Result<()> {
    let page = Page::open("?lang=en#cap/synchronised", Window::DESK, true).await?;
    assert!(text(&page, "guide-words").await?.contains("1 / 6"), "it begins at the first stop");
    assert!(text(&page, "node-G2").await?.contains("v0"));

    // The way to the next stop is played, and ends there by itself.
    press(&page, "guide-next").await?;
    wait(&page, "the second stop", "return document.querySelector('[data-testid=guide-words]').textContent.includes('2 / 6')")
        .await?;
    wait(&page, "it stands", "return document.querySelector('[data-testid=play]').getAttribute('aria-label') === 'Play'").await?;
    assert!(text(&page, "clock").await?.contains("110"), "{}", text(&page, "clock").await?);
    press(&page, "guide-back").await?;
    assert!(text(&page, "guide-words").await?.contains("1 / 6"));

    // The story goes on from scenario to scenario, to the two answers to a partition.
    page.goto("?lang=en#cap/proof-1-partition").await?;
    press(&page, "end").await?;
    press(&page, "guide-on").await?;
    wait(&page, "the next scenario", "return location.hash === '#cap/proof-available'").await?;
    press(&page, "end").await?;
    assert_eq!(standing(&page, "linearizable").await?, "violated");
    press(&page, "guide-on").await?;
    press(&page, "end").await?;
    assert_eq!(standing(&page, "available").await?, "violated");
    let onward = page.driver.find_all(By::Css("[data-testid=guide-on], [data-testid=guide-next]")).await?;
    assert!(onward.is_empty(), "the proof ends here");

    // What the reader changes is no longer what the guide speaks of.
    press(&page, "node-G1").await?;
    press(&page, "do-crash").await?;
    assert_eq!(attribute(&page, "node-G1", "data-life").await?, "crashed");
    assert!(page.driver.find_all(By::Css("[data-testid=guide]")).await?.is_empty());
    page.assert_quiet().await
}
