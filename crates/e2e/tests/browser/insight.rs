//! Why something happened: the inspector, the reason of a promise in both pictures, strides, and the table view.

use anyhow::{Result, ensure};
use synod_e2e::{Page, Window};
use thirtyfour::{By, Key};

use crate::steps::{attribute, event, find, key, press, standing, tab_to, text, wait};

/// The page with the scenario at its end, in English.
const STALE: &str = "?lang=en#nwr/stale-read";

#[tokio::test]
async fn the_event_at_the_cursor_is_explained_with_its_rule_and_its_causes() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    let end = event(&page).await?;
    key(&page, 'w', false).await?;
    assert_eq!(attribute(&page, "inspector", "data-picked").await?, end.to_string());
    let rule = text(&page, "inspector-rule").await?;
    assert!(rule.contains("Dynamo"), "the rule names its source: {rule}");
    assert!(text(&page, "inspector-delays").await?.contains("2 message delays"));
    assert!(text(&page, "inspector-cone").await?.contains("led to it"));
    assert_eq!(focused(&page).await?, "inspector");

    let cause = page.driver.find(By::Css("[data-testid=causes] button")).await?;
    let step = cause.attr("data-testid").await?.unwrap_or_default().trim_start_matches("cause-").to_owned();
    cause.click().await?;
    assert_eq!(attribute(&page, "inspector", "data-picked").await?, step);
    assert_eq!(event(&page).await?.to_string(), step, "a cause leads to its own moment");
    key(&page, Key::Escape, false).await?;
    assert!(!page.exists("[data-testid=inspector]").await?);
    page.assert_quiet().await
}

#[tokio::test]
async fn two_events_are_ordered_or_concurrent() -> Result<()> {
    let page = Page::open("?lang=en#request/concurrent", Window::DESK, false).await?;
    let pick = async |step: u32| {
        press(&page, &format!("event-{step}")).await?;
        press(&page, "event-why").await
    };
    press(&page, "view-events").await?;
    // C2 submits form B, C1 submits form A, and each form arrives at S1.
    pick(4).await?;
    tab_to(&page, "inspector-compare").await?;
    key(&page, Key::Enter, false).await?;
    assert_eq!(attribute(&page, "inspector-compare", "aria-pressed").await?, "true");
    assert!(text(&page, "inspector-order").await?.contains("pick the other"));
    pick(6).await?;
    let order = text(&page, "inspector-order").await?;
    assert!(order.starts_with("“C2 asks") && order.contains("happened before"), "{order}");
    pick(5).await?;
    assert!(text(&page, "inspector-order").await?.contains("concurrent"));
    press(&page, "inspector-compare").await?;
    assert!(!page.exists("[data-testid=inspector-order]").await?);
    page.assert_quiet().await
}

#[tokio::test]
async fn a_line_of_the_list_a_node_and_a_message_lead_to_their_reasons() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    press(&page, "view-events").await?;
    press(&page, "event-why").await?;
    let picked = attribute(&page, "inspector", "data-picked").await?;
    assert_eq!(picked, event(&page).await?.to_string());
    press(&page, "inspector-close").await?;

    press(&page, "node-n5").await?;
    press(&page, "do-why").await?;
    assert!(text(&page, "inspector-event").await?.contains("n5"));
    let here = attribute(&page, "node-n5", "aria-label").await?;
    assert!(here.contains("the event is here"), "{here}");
    key(&page, Key::Escape, false).await?;

    press(&page, "start").await?;
    for _ in 0..6 {
        press(&page, "step").await?;
        if page.exists("[data-testid=message]").await? {
            break;
        }
    }
    press(&page, "message").await?;
    press(&page, "do-why").await?;
    assert!(!text(&page, "inspector-event").await?.is_empty());
    page.assert_quiet().await
}

#[tokio::test]
async fn the_reason_of_a_promise_is_lit_in_both_pictures() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    press(&page, "show").await?;
    find(&page, "operation").await?;
    let named = page.driver.find_all(By::Css("[data-testid=witness-operation]")).await?.len();
    let lit = page.driver.find_all(By::Css("[data-testid=operation][data-lit=true]")).await?.len();
    ensure!(named > 0 && lit == named, "{named} operations are named, {lit} lit");
    // The read was answered by the side that does not know the second write.
    let reader = text(&page, "witness").await?;
    assert!(reader.contains("C2 read x → 1 · answered by n4, n5"), "{reader}");
    for (node, part) in [("n4", true), ("n5", true), ("C1", true), ("C2", true), ("n1", false)] {
        let marked = page.exists(&format!("[data-testid=node-{node}][data-part=true]")).await?;
        assert_eq!(marked, part, "{node}");
    }
    press(&page, "why-linearizable").await?;
    assert!(!page.exists("[data-testid=cluster] [data-part]").await?, "nothing stands out once it is closed");
    page.assert_quiet().await
}

#[tokio::test]
async fn steps_go_by_event_by_operation_and_by_promise() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    let broken = event(&page).await?;
    key(&page, Key::Home, false).await?;
    key(&page, Key::Right, false).await?;
    assert_eq!(event(&page).await?, 1);
    assert!(text(&page, "said").await?.contains("C1"), "a step is told in a sentence");

    key(&page, ']', false).await?;
    assert_eq!(event(&page).await?, broken, "the only change is where it breaks");
    assert_eq!(standing(&page, "linearizable").await?, "violated");
    assert!(text(&page, "said").await?.contains("breaks here"));
    assert_eq!(text(&page, "when-linearizable").await?, "breaks here");
    key(&page, Key::Left, true).await?;
    let called = event(&page).await?;
    press(&page, "view-events").await?;
    assert!(text(&page, &format!("event-{called}")).await?.contains("C2 asks"), "the operation before is the read");
    assert!(text(&page, "when-linearizable").await?.starts_with("breaks at"), "what was seen is told");

    let options = find(&page, "stride").await?;
    options.click().await?;
    options.send_keys("op").await?;
    options.send_keys(Key::Enter + "").await?;
    press(&page, "back").await?;
    let before = event(&page).await?;
    ensure!(before < called, "a step back by operation");
    press(&page, "step").await?;
    assert_eq!(event(&page).await?, called);
    page.assert_quiet().await
}

#[tokio::test]
async fn the_cluster_is_read_and_broken_in_the_table() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    press(&page, "view-table").await?;
    for node in ["n1", "n2", "n3", "n4", "n5", "C1", "C2"] {
        assert!(page.exists(&format!("[data-testid=row-{node}]")).await?, "{node}");
    }
    assert!(page.exists("[data-testid=row-link-n1-n5]").await?, "a cut link has its row");
    tab_to(&page, "open-n5").await?;
    key(&page, Key::Enter, false).await?;
    tab_to(&page, "do-crash").await?;
    key(&page, Key::Enter, false).await?;
    wait(&page, "n5 is down", "return document.querySelector('[data-testid=row-n5]').textContent.includes('crashed')").await?;
    assert_eq!(focused(&page).await?, "open-n5", "the focus is not lost");

    page.goto(STALE).await?;
    assert!(page.exists("[data-testid=tables]").await?, "the choice is remembered");
    press(&page, "view-picture").await?;
    find(&page, "node-n1").await?;
    page.assert_quiet().await
}

#[tokio::test]
async fn the_whole_story_is_told_by_keyboard_alone() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    key(&page, Key::Home, false).await?;
    key(&page, ' ', false).await?;
    wait(&page, "the run plays", "return !/event [01] /.test(document.querySelector('[data-testid=clock]').textContent)").await?;
    key(&page, ' ', false).await?;
    let paused = event(&page).await?;
    key(&page, Key::Right, false).await?;
    assert_eq!(event(&page).await?, paused + 1);
    key(&page, Key::End, false).await?;

    tab_to(&page, "why-linearizable").await?;
    key(&page, Key::Enter, false).await?;
    assert!(!page.exists("[data-testid=witness]").await?);
    key(&page, Key::Enter, false).await?;
    tab_to(&page, "show").await?;
    key(&page, Key::Enter, false).await?;
    find(&page, "operation").await?;
    assert!(page.exists("[data-testid=operation][data-lit=true]").await?);

    tab_to(&page, "node-n5").await?;
    key(&page, Key::Enter, false).await?;
    tab_to(&page, "do-crash").await?;
    key(&page, Key::Enter, false).await?;
    assert_eq!(attribute(&page, "node-n5", "data-life").await?, "crashed");

    let at = |id: &'static str| format!("return document.querySelector('[data-testid=\"{id}\"]')");
    tab_to(&page, "param-w").await?;
    key(&page, Key::Right, false).await?;
    wait(&page, "W is 3", &format!("{}.value === '3'", at("param-w"))).await?;
    tab_to(&page, "param-read-repair").await?;
    key(&page, ' ', false).await?;
    wait(&page, "read repair is on", &format!("{}.getAttribute('aria-checked') === 'true'", at("param-read-repair"))).await?;

    tab_to(&page, "scenarios").await?;
    key(&page, Key::Enter, false).await?;
    key(&page, Key::Down, false).await?;
    key(&page, Key::Enter, false).await?;
    wait(&page, "another scenario", "return !location.hash.endsWith('/stale-read') && !location.hash.startsWith('#s=')").await?;
    page.assert_quiet().await
}

/// The test id of what has the focus.
async fn focused(page: &Page) -> Result<String> {
    Ok(page.driver.execute("return document.activeElement?.dataset.testid ?? ''", Vec::new()).await?.convert()?)
}
