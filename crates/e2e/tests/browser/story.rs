//! What a student does with the page: plays a run, breaks it by hand, goes back, and reads why a promise is lost.

use anyhow::Result;
use synod_e2e::{Page, Window};
use thirtyfour::By;

use crate::steps::{attribute, find, press, standing, text, wait};

#[tokio::test]
async fn a_scenario_is_played_broken_by_hand_and_explained() -> Result<()> {
    let page = Page::open("?lang=en#nwr/stale-read", Window::DESK, false).await?;
    assert_eq!(standing(&page, "linearizable").await?, "violated");
    let reason = text(&page, "witness-text").await?;
    assert!(reason.contains("C2") && reason.contains("read"), "the reason names the read: {reason}");

    press(&page, "start").await?;
    assert_eq!(standing(&page, "linearizable").await?, "holds");
    press(&page, "play").await?;
    wait(
        &page,
        "the run plays",
        "return Number(document.querySelector('[data-testid=clock]').textContent.match(/event (\\d+)/)[1]) >= 3",
    )
    .await?;
    press(&page, "play").await?;

    let before = text(&page, "clock").await?;
    press(&page, "link-n1-n2").await?;
    press(&page, "do-cut").await?;
    assert_eq!(attribute(&page, "link-n1-n2", "data-cut").await?, "true");
    press(&page, "back").await?;
    press(&page, "back").await?;
    assert_eq!(attribute(&page, "link-n1-n2", "data-cut").await?, "false", "going back is exact; it was {before}");

    press(&page, "end").await?;
    assert_eq!(standing(&page, "linearizable").await?, "violated");
    press(&page, "show").await?;
    let lit = page.driver.find_all(By::Css("[data-testid=operation][data-lit=true]")).await?;
    assert!(!lit.is_empty(), "the operations of the reason are lit up");
    page.assert_quiet().await
}

#[tokio::test]
async fn the_address_holds_the_run() -> Result<()> {
    let page = Page::open("?lang=en#nwr/stale-read", Window::DESK, false).await?;
    press(&page, "node-n1").await?;
    press(&page, "do-crash").await?;
    wait(&page, "the address becomes a link", "return location.hash.startsWith('#s=')").await?;
    let link: String = page.driver.execute("return location.hash", Vec::new()).await?.convert()?;
    page.goto(&format!("?lang=en{link}")).await?;
    assert_eq!(attribute(&page, "node-n1", "data-life").await?, "crashed");
    page.assert_quiet().await
}

#[tokio::test]
async fn a_bad_link_is_explained_and_something_is_shown_instead() -> Result<()> {
    let page = Page::open("?lang=en#s=1.nonsense", Window::DESK, false).await?;
    let notice = text(&page, "notice").await?;
    assert!(notice.contains("shown instead"), "{notice}");
    press(&page, "dismiss").await?;
    assert!(!page.exists("[data-testid=notice]").await?);
    assert!(page.exists("[data-testid=node-n1]").await?);
    page.assert_quiet().await
}

#[tokio::test]
async fn a_partition_is_drawn_and_chosen() -> Result<()> {
    let page = Page::open("?lang=zh#nwr/stale-read", Window::DESK, true).await?;
    press(&page, "heal").await?;
    press(&page, "end").await?;
    assert_eq!(attribute(&page, "link-n1-n2", "data-cut").await?, "false");
    // From above n1 straight down: n2 and n3 are right of the line.
    let node = find(&page, "node-n1").await?.rect().await?;
    let right = (node.x + node.width + 8.0) as i64;
    let actions = page.driver.action_chain().move_to(right, node.y as i64).click_and_hold();
    let actions = actions.move_by_offset(0, 150).move_by_offset(0, 150).move_by_offset(0, 60).release();
    actions.perform().await?;
    assert_eq!(attribute(&page, "link-n1-n2", "data-cut").await?, "true");
    assert_eq!(attribute(&page, "link-n2-n3", "data-cut").await?, "false");

    press(&page, "heal").await?;
    press(&page, "tool-partition").await?;
    press(&page, "choose-groups").await?;
    press(&page, "side-n5").await?;
    press(&page, "partition-apply").await?;
    assert_eq!(attribute(&page, "link-n1-n5", "data-cut").await?, "true");
    assert_eq!(attribute(&page, "link-n1-n2", "data-cut").await?, "false");
    page.assert_quiet().await
}
