//! The map of consistency models, and the windows of inconsistency in the diagram.

use anyhow::{Result, ensure};
use synod_e2e::{Page, Window};
use thirtyfour::Key;

use crate::access::axe;
use crate::steps::{attribute, event, key, press, standing, tab_to, text};

/// The page with the scenario at its end, in English.
const STALE: &str = "?lang=en#nwr/stale-read";

#[tokio::test]
async fn the_map_shows_what_the_run_has_kept() -> Result<()> {
    let page = Page::open(STALE, Window::DESK, false).await?;
    press(&page, "open-map").await?;
    for promise in ["linearizable", "monotonic-reads", "eventual"] {
        let on_map = attribute(&page, &format!("map-{promise}"), "data-standing").await?;
        assert_eq!(on_map, standing(&page, promise).await?, "{promise}");
    }
    // What the lab does not promise is judged too.
    assert_eq!(attribute(&page, "map-regular", "data-standing").await?, "violated");
    assert_eq!(attribute(&page, "map-causal", "data-standing").await?, "holds");
    press(&page, "map-linearizable").await?;
    assert!(text(&page, "map-why").await?.contains("No order"));
    press(&page, "map-show").await?;
    assert!(!page.exists("[data-testid=map]").await?, "the dialog is closed");
    assert_eq!(standing(&page, "linearizable").await?, "violated");
    assert!(text(&page, "when-linearizable").await?.contains("breaks here"));
    page.assert_quiet().await
}

#[tokio::test]
async fn a_line_tells_by_keyboard_what_two_models_are_apart_in() -> Result<()> {
    for window in [Window::DESK, Window::TABLET, Window::PHONE] {
        let page = Page::open("?lang=en#models/window", window, window == Window::TABLET).await?;
        let here = event(&page).await?;
        press(&page, "open-map").await?;
        axe(&page).await?;
        tab_to(&page, "map-sequential-causal").await?;
        key(&page, Key::Enter, false).await?;
        assert_eq!(attribute(&page, "map-sequential-causal", "aria-pressed").await?, "true");
        assert!(text(&page, "map-apart").await?.contains("Causal consistency without Sequential consistency"));
        let told = attribute(&page, "map-history", "aria-label").await?;
        assert!(told.contains("C read x → 1") && told.contains("D read x → 2"), "{told}");
        let wide: bool =
            page.ask("document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth").await?;
        ensure!(wide, "nothing is cut off at {} px", window.width);
        axe(&page).await?;
        key(&page, Key::Escape, false).await?;
        assert!(!page.exists("[data-testid=map]").await?);
        assert_eq!(event(&page).await?, here, "looking changes nothing");
        page.assert_quiet().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_lab_without_a_store_has_no_map() -> Result<()> {
    let page = Page::open("?lang=en#2pc/commit", Window::DESK, false).await?;
    assert!(!page.exists("[data-testid=open-map]").await?);
    page.assert_quiet().await
}

#[tokio::test]
async fn replicas_that_differ_are_shaded_and_named() -> Result<()> {
    let page = Page::open("?lang=en#base/soft-state", Window::DESK, false).await?;
    let windows: Vec<String> = page.ask("[...document.querySelectorAll('[data-testid=window]')].map(w => w.textContent)").await?;
    assert_eq!(windows.len(), 2, "{windows:?}");
    assert!(windows.iter().all(|words| words.contains("replicas differ")), "{windows:?}");
    assert!(text(&page, "measure-inconsistency_window_us").await?.contains("210 ms"));
    assert!(text(&page, "measure-convergence_us").await?.contains("200 ms"));
    press(&page, "start").await?;
    assert!(text(&page, "measure-convergence_us").await?.contains('–'), "nothing was written yet");
    page.assert_quiet().await
}
