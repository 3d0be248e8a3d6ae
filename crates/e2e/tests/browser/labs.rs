//! Every lab is usable: it opens in both languages and at every width, tells why its promises break, and is broken further by hand, with
//! the pointer, by touch and with the keyboard alone. No lab is named here: what holds of one holds of all.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;
use synod_e2e::{Page, Window};
use synod_session::{LabInfo, ScenarioInfo, Standing, labs, open};
use thirtyfour::Key;

use crate::access::serious;
use crate::steps::{attribute, event, find, key, press, standing, tab_to, text};

/// The first scenario of a lab that breaks a promise; the first of all where none does.
fn telling(lab: &LabInfo) -> &ScenarioInfo {
    lab.scenarios.iter().find(|scenario| !scenario.violated.is_empty()).unwrap_or(&lab.scenarios[0])
}

#[tokio::test]
async fn every_scenario_shows_the_verdicts_that_it_names() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    for lab in labs() {
        for scenario in &lab.scenarios {
            page.goto(&format!("?lang=en#{}/{}", lab.id, scenario.id)).await?;
            to_its_end(&page, scenario).await?;
            for promise in open(&scenario.document).expect("it is shipped").session.promises() {
                let expected = match promise.standing {
                    Standing::Holds { .. } => "holds",
                    Standing::Violated { .. } => "violated",
                    Standing::Undecided { .. } => "undecided",
                };
                let shown = standing(&page, promise.id).await?;
                ensure!(shown == expected, "{}/{}: {} is shown as {shown}", lab.id, scenario.id, promise.id);
            }
        }
    }
    page.assert_quiet().await
}

/// Where nothing moves by itself a run stands at its end, unless it is told step for step.
async fn to_its_end(page: &Page, scenario: &ScenarioInfo) -> Result<()> {
    if scenario.guide.is_some() {
        press(page, "end").await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_lab_tells_why_in_both_languages_and_fits_every_window() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    for lab in labs() {
        let scenario = telling(&lab);
        for (window, theme, lang) in [
            (Window::DESK, "light", "en"),
            (Window::TABLET, "dark", "zh"),
            (Window::PHONE, "light", "zh"),
            (Window::PHONE, "dark", "en"),
        ] {
            page.resize(window).await?;
            page.goto(&format!("?lang={lang}&theme={theme}#{}/{}", lab.id, scenario.id)).await?;
            to_its_end(&page, scenario).await?;
            let wide: bool = page.ask("document.documentElement.scrollWidth <= window.innerWidth").await?;
            ensure!(wide, "{} {lang}: the page is wider than its window of {}", lab.id, window.width);
            if !scenario.violated.is_empty() {
                press(&page, "show").await?;
                ensure!(!text(&page, "witness-text").await?.is_empty());
                let lit: bool = page.ask("document.querySelector('[data-part=true], [data-lit=true]') !== null").await?;
                ensure!(lit, "{} {lang}: nothing in the picture shows why", lab.id);
            }
            let found = serious(&page).await?;
            ensure!(found.is_empty(), "{} {} {theme} {lang}: {found:#?}", lab.id, window.width);
        }
    }
    page.assert_quiet().await
}

#[tokio::test]
async fn every_lab_is_played_and_broken_with_the_keyboard_alone() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    for lab in labs() {
        page.goto(&format!("?lang=en#{}/{}", lab.id, lab.scenarios[0].id)).await?;
        let first: String = page.ask("document.querySelector('.nodes [data-life]').dataset.testid").await?;
        key(&page, Key::Home, false).await?;
        let before = event(&page).await?;
        key(&page, Key::Right, false).await?;
        ensure!(event(&page).await? > before, "{}: an arrow steps", lab.id);
        tab_to(&page, &first).await?;
        key(&page, Key::Enter, false).await?;
        tab_to(&page, "do-crash").await?;
        key(&page, Key::Enter, false).await?;
        ensure!(attribute(&page, &first, "data-life").await? == "crashed", "{}: {first} crashes", lab.id);
    }
    page.assert_quiet().await
}

#[tokio::test]
async fn every_lab_is_asked_and_broken_by_touch() -> Result<()> {
    let page = Page::open("", Window::PHONE, false).await?;
    for lab in labs() {
        page.goto(&format!("?lang=zh#{}/{}", lab.id, lab.scenarios[0].id)).await?;
        let first: String = page.ask("document.querySelector('.nodes [data-life]').dataset.testid").await?;
        tap(&page, "end").await?;
        tap(&page, &first).await?;
        tap(&page, "do-crash").await?;
        ensure!(attribute(&page, &first, "data-life").await? == "crashed", "{}: {first} crashes", lab.id);
        tap(&page, &first).await?;
        tap(&page, "do-restart").await?;
        ensure!(attribute(&page, &first, "data-life").await? == "up", "{}: {first} restarts", lab.id);
    }
    page.assert_quiet().await
}

/// Touches the middle of an element, as a finger does.
async fn tap(page: &Page, id: &str) -> Result<()> {
    find(page, id).await?.scroll_into_view().await?;
    let script = "const box = document.querySelector(`[data-testid='${arguments[0]}']`).getBoundingClientRect(); \
        return [box.x + box.width / 2, box.y + box.height / 2]";
    let (x, y): (f64, f64) = page.driver.execute(script, vec![json!(id)]).await?.convert()?;
    page.touch(x, y).await?;
    // Two touches of one place in quick succession would be one gesture: a browser zooms in.
    tokio::time::sleep(Duration::from_millis(350)).await;
    Ok(())
}
