//! What the tests do to the page, by the test ids of its elements: with the pointer, and with the keyboard alone.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use synod_e2e::Page;
use thirtyfour::{By, Key, WebElement};

/// How long the page may take to show what was asked for.
const PATIENCE: Duration = Duration::from_secs(20);
/// More presses of Tab than any page has controls.
const CONTROLS: usize = 300;

/// Presses a key, with shift held or not, wherever the focus is.
pub async fn key(page: &Page, key: impl Into<char>, shift: bool) -> Result<()> {
    let key = key.into();
    let actions = page.driver.action_chain();
    let actions = if shift {
        actions.key_down(Key::Shift).key_down(key).key_up(key).key_up(Key::Shift)
    } else {
        actions.key_down(key).key_up(key)
    };
    Ok(actions.perform().await?)
}

/// Presses Tab until the element has the focus.
pub async fn tab_to(page: &Page, id: &str) -> Result<()> {
    let script = "return document.activeElement?.dataset.testid === arguments[0]";
    for _ in 0..CONTROLS {
        if page.driver.execute(script, vec![json!(id)]).await?.convert()? {
            return Ok(());
        }
        key(page, Key::Tab, false).await?;
    }
    bail!("{id} is not reached by Tab")
}

/// At which event the cursor stands.
pub async fn event(page: &Page) -> Result<u32> {
    let script = "return Number(document.querySelector('[data-testid=clock]').textContent.match(/(?:event|事件) (\\d+)/)[1])";
    Ok(page.driver.execute(script, Vec::new()).await?.convert()?)
}

/// An element by its test id, once it is there.
pub async fn find(page: &Page, id: &str) -> Result<WebElement> {
    let css = format!("[data-testid='{id}']");
    let start = Instant::now();
    while !page.exists(&css).await? {
        ensure!(start.elapsed() < PATIENCE, "{id} is not in the page");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    Ok(page.driver.find(By::Css(&css)).await?)
}

/// Clicks it.
pub async fn press(page: &Page, id: &str) -> Result<()> {
    find(page, id).await?.click().await.with_context(|| format!("could not press {id}"))
}

/// Its text.
pub async fn text(page: &Page, id: &str) -> Result<String> {
    Ok(find(page, id).await?.text().await?)
}

/// One of its attributes.
pub async fn attribute(page: &Page, id: &str, name: &str) -> Result<String> {
    find(page, id).await?.attr(name).await?.with_context(|| format!("{id} has no {name}"))
}

/// How a promise stands, as the ladder shows it.
pub async fn standing(page: &Page, promise: &str) -> Result<String> {
    attribute(page, &format!("promise-{promise}"), "data-standing").await
}

/// Waits until a script says true.
pub async fn wait(page: &Page, what: &str, script: &str) -> Result<()> {
    let start = Instant::now();
    while !page.driver.execute(script, Vec::new()).await?.convert::<bool>()? {
        ensure!(start.elapsed() < PATIENCE, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}
