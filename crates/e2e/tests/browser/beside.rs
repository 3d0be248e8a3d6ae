//! Kept runs and two runs side by side: acting in the past loses nothing, and one sees where two runs part.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use synod_e2e::{Page, Window};
use thirtyfour::{By, Key};

use crate::steps::{attribute, find, press, text, wait};

#[tokio::test]
async fn acting_in_the_past_keeps_the_earlier_run_as_it_was() -> Result<()> {
    let page = Page::open("?lang=en#nwr/stale-read", Window::DESK, false).await?;
    ensure!(!page.exists("[data-testid=branches]").await?, "one run needs no bar");
    let (clock, ladder) = (text(&page, "clock").await?, ladder(&page).await?);
    step_back(&page, 12).await?;
    press(&page, "node-n3").await?;
    press(&page, "do-crash").await?;
    find(&page, "branches").await?;
    assert_eq!(chips(&page).await?.len(), 2);
    press(&page, "end").await?;
    assert_ne!(self::ladder(&page).await?, ladder, "the crash changes the run");

    // By keyboard: F2, a name, Enter.
    find(&page, "branch-2").await?.send_keys(Key::F2).await?;
    find(&page, "branch-name").await?.send_keys("without n3" + Key::Enter).await?;
    wait(
        &page,
        "the run has its name",
        "return document.querySelector('[data-testid=branch-2]')?.innerText.includes('without n3')",
    )
    .await?;
    find(&page, "branch-2").await?.send_keys(Key::F2).await?;
    find(&page, "branch-name").await?.send_keys("nonsense" + Key::Escape).await?;
    wait(
        &page,
        "Escape leaves the name",
        "return document.querySelector('[data-testid=branch-2]')?.innerText.includes('without n3')",
    )
    .await?;

    press(&page, "branch-1").await?;
    press(&page, "end").await?;
    assert_eq!(text(&page, "clock").await?, clock, "the earlier run has as many events as before");
    assert_eq!(self::ladder(&page).await?, ladder, "and the same verdicts");
    assert_eq!(attribute(&page, "branch-1", "aria-current").await?, "true");

    wait(&page, "both are kept", "return (sessionStorage.getItem('synod.runs') ?? '').includes('without n3')").await?;
    page.driver.refresh().await?;
    page.ready().await?;
    let after = chips(&page).await?;
    ensure!(after.len() == 2 && after[1].contains("without n3"), "a reload keeps both runs: {after:?}");
    page.assert_quiet().await
}

#[tokio::test]
async fn the_keys_for_undo_go_back_and_forward_between_runs() -> Result<()> {
    let page = Page::open("?lang=en#nwr/stale-read", Window::DESK, false).await?;
    step_back(&page, 12).await?;
    press(&page, "node-n3").await?;
    press(&page, "do-crash").await?;
    assert_eq!(attribute(&page, "node-n3", "data-life").await?, "crashed");
    page.driver.active_element().await?.send_keys(Key::Control + "z").await?;
    wait(&page, "the earlier run is back", "return document.querySelector('[data-testid=node-n3]').dataset.life === 'up'")
        .await?;
    assert_eq!(attribute(&page, "branch-1", "aria-current").await?, "true");
    let redo: String = [Key::Shift.value(), Key::Control.value(), 'z'].iter().collect();
    page.driver.active_element().await?.send_keys(redo).await?;
    wait(&page, "forward again", "return document.querySelector('[data-testid=node-n3]').dataset.life === 'crashed'").await?;

    press(&page, "remove-1").await?;
    ensure!(!page.exists("[data-testid=branches]").await?, "one run is left");
    press(&page, "undo").await?;
    assert_eq!(chips(&page).await?.len(), 2, "it can be had back");
    page.assert_quiet().await
}

#[tokio::test]
async fn a_run_is_compared_with_its_branch() -> Result<()> {
    let page = Page::open("?lang=en#nwr/stale-read", Window::DESK, false).await?;
    step_back(&page, 12).await?;
    let at = text(&page, "clock").await?;
    let at = at.split_whitespace().nth(2).context("the clock tells a time")?.trim_end_matches(".0").to_owned();
    press(&page, "node-n3").await?;
    press(&page, "do-crash").await?;
    press(&page, "compare-branch-1").await?;
    for side in ["side-a", "side-b", "history-a", "history-b"] {
        find(&page, side).await?;
    }
    let parting = text(&page, "go-event-words").await?;
    ensure!(parting.contains(&format!("part at {at} ms")) && parting.contains("n3 crashes"), "they part at {at}: {parting}");
    assert_eq!(page.driver.find_all(By::Css("[data-testid=mark]")).await?.len(), 2, "it is marked in both diagrams");

    press(&page, "end").await?;
    press(&page, "go-event").await?;
    ensure!(text(&page, "clock").await?.contains(&format!("t = {at}")), "the jump goes there");
    assert_eq!(attribute_of(&page, "[data-testid=side-a] [data-testid=node-n3]", "data-life").await?, "crashed");
    assert_eq!(attribute_of(&page, "[data-testid=side-b] [data-testid=node-n3]", "data-life").await?, "up");

    // What is done to one is done to both, and taken back in both.
    page.driver.find(By::Css("[data-testid=side-b] [data-testid=node-n1]")).await?.click().await?;
    press(&page, "do-crash").await?;
    for side in ["side-a", "side-b"] {
        let n1 = format!("[data-testid={side}] [data-testid=node-n1]");
        assert_eq!(attribute_of(&page, &n1, "data-life").await?, "crashed", "in {side}");
    }
    press(&page, "compare-back").await?;
    for side in ["side-a", "side-b"] {
        let n1 = format!("[data-testid={side}] [data-testid=node-n1]");
        assert_eq!(attribute_of(&page, &n1, "data-life").await?, "up", "in {side}");
    }

    page.driver.find(By::Css("body")).await?.send_keys(Key::Escape).await?;
    wait(&page, "Escape leaves the comparison", "return document.querySelector('[data-testid=compared]') === null").await?;
    page.assert_quiet().await
}

#[tokio::test]
async fn the_same_decisions_under_another_parameter_by_keyboard() -> Result<()> {
    let page = Page::open("?lang=en#nwr/stale-read", Window::DESK, false).await?;
    find(&page, "compare").await?.send_keys(Key::Enter + "").await?;
    find(&page, "compare-param").await?.send_keys("R").await?;
    find(&page, "compare-param-value").await?.send_keys(Key::Control + "a").await?;
    find(&page, "compare-param-value").await?.send_keys("4" + Key::Enter).await?;
    find(&page, "compared").await?;
    assert_eq!(attribute(&page, "promise-a-linearizable", "data-standing").await?, "violated");
    assert_eq!(attribute(&page, "promise-b-linearizable", "data-standing").await?, "holds");
    ensure!(text(&page, "both-linearizable").await?.contains('≠'), "the row says that the two differ");
    assert_eq!(text(&page, "side-params-a").await?, "R = 2");

    // One cursor: a step back moves one time for both, and both counts.
    let counts = "return ['a', 'b'].map(s => document.querySelector(`[data-testid=side-${s}] .side-count`).innerText)";
    let read = async || -> Result<Vec<String>> { Ok(page.driver.execute(counts, Vec::new()).await?.convert()?) };
    let before = read().await?;
    let slide = "const s = document.querySelector('[data-testid=history-b] [data-testid=scrubber]'); s.value = 60000;
        s.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    page.driver.execute(slide, Vec::new()).await?;
    wait(&page, "the time is shared", "return document.querySelector('[data-testid=clock]').innerText.includes('t = 60.0 ms')")
        .await?;
    let after = read().await?;
    ensure!(before[0] != after[0] && before[1] != after[1], "both move: {before:?}, {after:?}");

    let hash = "return location.hash.includes('&beside=1.')";
    wait(&page, "the address holds both", hash).await?;
    let hash: String = page.driver.execute("return location.hash", Vec::new()).await?.convert()?;
    page.goto(&format!("?lang=en{hash}")).await?;
    press(&page, "end").await?;
    assert_eq!(attribute(&page, "promise-a-linearizable", "data-standing").await?, "violated");
    assert_eq!(attribute(&page, "promise-b-linearizable", "data-standing").await?, "holds");
    press(&page, "compare-leave").await?;
    assert_eq!(chips(&page).await?.len(), 2, "what was compared is kept");
    page.assert_quiet().await
}

#[tokio::test]
async fn two_scenarios_are_compared_on_a_phone() -> Result<()> {
    let page = Page::open("?lang=zh#nwr/stale-read", Window::PHONE, true).await?;
    press(&page, "compare").await?;
    press(&page, "compare-scenario-nwr-quorums-meet").await?;
    find(&page, "side-b").await?;
    let width: u32 = page.driver.execute("return document.documentElement.scrollWidth", Vec::new()).await?.convert()?;
    assert_eq!(width, Window::PHONE.width, "nothing stands out at the side");
    let one_name = "const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return new Set(ids).size === ids.length";
    wait(&page, "every id is given once", one_name).await?;
    page.goto("?lang=en#nwr/stale-read&beside=nwr/nonsense").await?;
    ensure!(text(&page, "notice").await?.contains("Nothing is put beside this run"), "a bad comparison is explained");
    page.assert_quiet().await
}

async fn step_back(page: &Page, count: u32) -> Result<()> {
    for _ in 0..count {
        press(page, "back").await?;
    }
    Ok(())
}

/// What stands on the chips.
async fn chips(page: &Page) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('.chip-name')].map(chip => chip.innerText)";
    Ok(page.driver.execute(script, Vec::new()).await?.convert()?)
}

/// How all promises stand, and what was measured.
async fn ladder(page: &Page) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('.rung, .measure')].map(e => (e.dataset.standing ?? '') + e.innerText)";
    Ok(page.driver.execute(script, Vec::new()).await?.convert()?)
}

async fn attribute_of(page: &Page, css: &str, name: &str) -> Result<String> {
    let script = "return document.querySelector(arguments[0]).getAttribute(arguments[1])";
    Ok(page.driver.execute(script, vec![json!(css), json!(name)]).await?.convert()?)
}
