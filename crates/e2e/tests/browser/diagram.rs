//! The space-time diagram as an instrument: a window on the run, faults that are dragged, an event with its past and its future.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use synod_e2e::{Page, Window};
use thirtyfour::{By, Key, WebElement};

/// How long the page may take to show what was asked for.
const PATIENCE: Duration = Duration::from_secs(20);

/// The scenario with a partition that lasts from 52 ms on: it keeps the news of a write from the replicas that are read.
const STALE: &str = "?lang=en#nwr/stale-read";

#[tokio::test]
async fn the_diagram_is_zoomed_panned_and_fitted() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    until(&page, ".tick", true).await?;
    assert!(!page.exists("[data-testid=overview]").await?, "the whole run needs no overview");
    let whole = count(&page, ".tick").await?;
    find(&page, "zoom-in").await?.click().await?;
    key(&page, "+").await?;
    find(&page, "overview").await?;
    let before = view(&page).await?;
    assert!(count(&page, ".tick").await? >= whole / 2, "the axis has marks of its own");

    // The strip moves the window, by hand and by keys; by hand it no longer follows.
    let thumb = page.driver.find(By::Css("[data-testid=overview-thumb] rect")).await?.rect().await?;
    let (x, y) = ((thumb.x + thumb.width / 2.0) as i64, (thumb.y + thumb.height / 2.0) as i64);
    drag(&page, (x, y), -120).await?;
    let moved = view(&page).await?;
    assert_ne!(before, moved);
    assert_eq!(find(&page, "follow").await?.attr("aria-pressed").await?.as_deref(), Some("false"));
    find(&page, "overview-thumb").await?.send_keys(Key::Home + "").await?;
    assert!(view(&page).await?.starts_with("0 ms to"), "{}", view(&page).await?);

    // The wheel pans sideways; up and down it leaves to the page.
    let wheel = "const e = new WheelEvent('wheel', {deltaX: arguments[0], deltaY: arguments[1], bubbles: true, cancelable: true}); \
                 document.querySelector('[data-testid=spacetime]').dispatchEvent(e); return e.defaultPrevented";
    let turn =
        async |x: i32, y: i32| -> Result<bool> { Ok(page.driver.execute(wheel, vec![x.into(), y.into()]).await?.convert()?) };
    assert!(turn(80, 0).await? && !turn(0, 80).await?);
    assert!(!view(&page).await?.starts_with("0 ms to"));

    // What is out of view is brought into it.
    find(&page, "start").await?.click().await?;
    assert!(view(&page).await?.starts_with("0 ms to"));
    key(&page, "0").await?;
    gone(&page, "[data-testid=overview]").await?;
    page.assert_quiet().await
}

#[tokio::test]
async fn a_fault_is_dragged_and_the_verdict_follows() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    assert_eq!(standing(&page).await?, "violated");
    // The news has arrived everywhere when the partition begins later.
    find(&page, "lane-0").await?;
    let words = page.driver.find(By::Css(".lane-room.whole")).await?.rect().await?;
    drag(&page, (words.x as i64 + 60, words.y as i64 + 8), 160).await?;
    becomes(&page, "holds").await?;
    assert!(lane(&page, "data-from").await?.context("it is still there")?.parse::<u64>()? > 60_000);
    find(&page, "undo").await?.click().await?;
    becomes(&page, "violated").await?;
    assert_eq!(lane(&page, "data-from").await?.as_deref(), Some("52000"));

    // It lasts; dragging its end heals it.
    assert_eq!(lane(&page, "data-to").await?, None);
    let end = page.driver.find(By::Css(".lane-room.to")).await?.rect().await?;
    drag(&page, ((end.x + end.width / 2.0) as i64, (end.y + 8.0) as i64), -180).await?;
    becomes(&page, "holds").await?;
    let healed: u64 = lane(&page, "data-to").await?.context("it ends")?.parse()?;
    assert!((60_000..90_000).contains(&healed), "{healed}");
    page.assert_quiet().await
}

#[tokio::test]
async fn a_fault_is_moved_and_removed_by_keys() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    let keys = async |keys: &str| -> Result<()> {
        // The same element all along: the focus stays on it while the run is replayed.
        Ok(page.driver.action_chain().send_keys(keys).perform().await?)
    };
    find(&page, "lane-0").await?;
    page.driver.execute("document.querySelector('[data-testid=lane-0]').focus()", Vec::new()).await?;
    let right = char::from(Key::Right).to_string();
    keys(&right.repeat(3)).await?;
    let from: u64 = lane(&page, "data-from").await?.context("it is still there")?.parse()?;
    assert!((54_000..58_000).contains(&from), "three hundredths of the run: {from}");
    let left = char::from(Key::Left).to_string();
    page.driver.action_chain().key_down(Key::Shift).send_keys(left).key_up(Key::Shift).perform().await?;
    assert!(lane(&page, "data-to").await?.is_some(), "it is ended");

    keys(&char::from(Key::Enter).to_string()).await?;
    find(&page, "lane-menu").await?;
    keys(&char::from(Key::Escape).to_string()).await?;
    gone(&page, "[data-testid=lane-menu]").await?;
    keys(&char::from(Key::Delete).to_string()).await?;
    gone(&page, "[data-testid=lane-0]").await?;
    becomes(&page, "holds").await?;
    find(&page, "undo").await?;
    page.assert_quiet().await
}

#[tokio::test]
async fn an_event_shows_what_led_to_it_and_what_came_of_it() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    // The messages of the reason stand out.
    until(&page, ".line.proof", true).await?;
    assert!(count(&page, ".line.dim").await? > 0);

    // The first message that C1's first write sent: one event led to its arrival.
    // Messages that look alike share a path: each of its circles begins at its left.
    let at = "const dots = [...document.querySelectorAll('.line .mark')].flatMap(m => [...m.getAttribute('d').matchAll(/M(\\S+) (\\S+)a/g)] \
              .map(([, x, y]) => new DOMPoint(Number(x) + 3.2, Number(y)).matrixTransform(m.getScreenCTM()))).sort((a, b) => a.x - b.x); \
              return [Math.round(dots[0].x), Math.round(dots[0].y)]";
    let at: (i64, i64) = page.driver.execute(at, Vec::new()).await?.convert()?;
    page.driver.action_chain().move_to(at.0, at.1).click().perform().await?;
    let words = find(&page, "cone").await?.text().await?;
    assert!(words.contains("before it: 1"), "{words}");
    find(&page, "picked").await?;
    assert_eq!(count(&page, ".line.past").await?, 1);
    assert!(count(&page, ".line.future").await? > 0 && count(&page, ".line.dim").await? > 0);
    assert!(count(&page, ".row-past").await? == 2 && count(&page, ".row-future").await? > 1);

    key(&page, &char::from(Key::Escape).to_string()).await?;
    gone(&page, "[data-testid=cone]").await?;
    assert_eq!(count(&page, ".line.past, .line.future").await?, 0);
    key(&page, "w").await?;
    find(&page, "cone").await?;
    page.assert_quiet().await
}

#[tokio::test]
async fn a_long_run_opens_on_a_part_that_can_be_read() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    // A link to a run of nearly a thousand operations, as the session packs it: JSON, deflated, in base64url.
    let link = "const done = arguments[arguments.length - 1]; \
        const decisions = Array.from({length: 920}, (_, i) => ({at: 20000 * i, do: {request: \
            i % 3 ? ['C' + (1 + i % 2), 'read', ['x']] : ['C' + (1 + i % 2), 'write', ['x', i + 1]]}})); \
        const text = JSON.stringify({synod: 1, engine: 1, lab: 'nwr', params: {n: 5}, decisions}); \
        const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate')); \
        new Response(packed).arrayBuffer().then(b => done('#s=1.' + btoa(String.fromCharCode(...new Uint8Array(b))) \
            .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')))";
    let link: String = page.driver.execute_async(link, Vec::new()).await?.convert()?;
    page.goto(&format!("?lang=en{link}")).await?;
    let clock = find(&page, "clock").await?.text().await?;
    let events: u32 = clock.rsplit(' ').next().and_then(|n| n.parse().ok()).context("the clock counts events")?;
    assert!(events >= 10_000, "{clock}");

    find(&page, "overview").await?;
    let drawn = count(&page, "[data-testid=spacetime-svg] *").await?;
    assert!((100..2_500).contains(&drawn), "{drawn} elements");
    find(&page, "overview-thumb").await?.send_keys(Key::Home + "").await?;
    assert!(count(&page, "[data-testid=spacetime-svg] *").await? < 2_500);
    // All of it at once is a picture, and says so.
    find(&page, "zoom-fit").await?.click().await?;
    find(&page, "crowd").await?;
    let drawn = count(&page, "[data-testid=spacetime-svg] *").await?;
    assert!(drawn < 2_500, "{drawn} elements");
    page.assert_quiet().await
}

async fn find(page: &Page, id: &str) -> Result<WebElement> {
    let css = format!("[data-testid='{id}']");
    until(page, &css, true).await?;
    Ok(page.driver.find(By::Css(&css)).await?)
}

async fn gone(page: &Page, css: &str) -> Result<()> {
    until(page, css, false).await
}

async fn until(page: &Page, css: &str, there: bool) -> Result<()> {
    let start = Instant::now();
    while page.exists(css).await? != there {
        ensure!(start.elapsed() < PATIENCE, "{css} is {} in the page", if there { "not" } else { "still" });
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    Ok(())
}

async fn count(page: &Page, css: &str) -> Result<u64> {
    let script = "return document.querySelectorAll(arguments[0]).length";
    Ok(page.driver.execute(script, vec![css.into()]).await?.convert()?)
}

/// A key for the whole page.
async fn key(page: &Page, key: &str) -> Result<()> {
    Ok(page.driver.action_chain().send_keys(key).perform().await?)
}

/// Drags sideways, in several moves, as a hand does.
async fn drag(page: &Page, from: (i64, i64), by: i64) -> Result<()> {
    let actions = page.driver.action_chain().move_to(from.0, from.1).click_and_hold();
    Ok(actions.move_by_offset(by / 4, 0).move_by_offset(by / 4, 0).move_by_offset(by - by / 4 * 2, 0).release().perform().await?)
}

/// The part of the run that is in view, in words.
async fn view(page: &Page) -> Result<String> {
    find(page, "overview-thumb").await?.attr("aria-valuetext").await?.context("the strip says where it is")
}

async fn lane(page: &Page, attribute: &str) -> Result<Option<String>> {
    Ok(find(page, "lane-0").await?.attr(attribute).await?)
}

async fn standing(page: &Page) -> Result<String> {
    find(page, "promise-linearizable").await?.attr("data-standing").await?.context("a promise stands somehow")
}

async fn becomes(page: &Page, expected: &str) -> Result<()> {
    until(page, &format!("[data-testid=promise-linearizable][data-standing={expected}]"), true).await
}
