//! For everybody: every control is reached by Tab and has a name, and axe-core finds nothing serious.

use anyhow::{Context, Result, ensure};

use synod_e2e::{Page, Window};
use thirtyfour::Key;

use crate::steps::{key, press};

/// More presses of Tab than the page has controls.
const CONTROLS: usize = 300;

/// Marks what has the focus; true when it has come round.
const MARK: &str = "const e = document.activeElement; if (!e || e === document.body) return false; \
    if (e.hasAttribute('data-reached')) return true; e.setAttribute('data-reached', ''); return false";

/// What can be used and was not reached: everything visible but what belongs to a group with keys of its own.
const MISSED: &str = "return [...document.querySelectorAll('button:not(:disabled), a[href], select, input, summary, [role=button]')] \
    .filter(e => e.tabIndex >= 0 && !e.hasAttribute('data-reached') && e.checkVisibility()) \
    .map(e => e.dataset.testid ?? e.outerHTML.slice(0, 90))";

/// What was reached and has no name.
const NAMELESS: &str = "axe.setup(document); \
    const found = [...document.querySelectorAll('[data-reached]')].filter(e => !axe.commons.text.accessibleText(e).trim()); \
    axe.teardown(); return found.map(e => e.dataset.testid ?? e.outerHTML.slice(0, 90))";

/// What axe-core calls serious or critical, in a line each.
const SERIOUS: &str = "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations \
    .filter(v => ['serious', 'critical'].includes(v.impact)) \
    .map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`)))";

#[tokio::test]
async fn every_control_is_reached_and_named() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    for lang in ["en", "zh"] {
        for view in ["view-picture", "view-table"] {
            page.goto(&format!("?lang={lang}#nwr/stale-read")).await?;
            axe(&page).await?;
            press(&page, view).await?;
            key(&page, 'w', false).await?;
            page.driver.execute("document.activeElement.blur()", Vec::new()).await?;
            for _ in 0..CONTROLS {
                key(&page, Key::Tab, false).await?;
                if page.driver.execute(MARK, Vec::new()).await?.convert()? {
                    break;
                }
            }
            let missed: Vec<String> = page.driver.execute(MISSED, Vec::new()).await?.convert()?;
            ensure!(missed.is_empty(), "{lang} {view}: not reached by Tab: {missed:#?}");
            let nameless: Vec<String> = page.driver.execute(NAMELESS, Vec::new()).await?.convert()?;
            ensure!(nameless.is_empty(), "{lang} {view}: without a name: {nameless:#?}");
        }
    }
    page.assert_quiet().await
}

#[tokio::test]
async fn axe_finds_nothing_serious() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    for window in [Window::DESK, Window::TABLET, Window::PHONE] {
        page.resize(window).await?;
        for (theme, lang) in [("light", "en"), ("dark", "zh"), ("light", "zh"), ("dark", "en")] {
            page.goto(&format!("?lang={lang}&theme={theme}#nwr/stale-read")).await?;
            axe(&page).await?;
            for view in ["view-picture", "view-table"] {
                press(&page, view).await?;
                key(&page, 'w', false).await?;
                let found: Vec<String> = page.driver.execute_async(SERIOUS, Vec::new()).await?.convert()?;
                ensure!(found.is_empty(), "{} {theme} {lang} {view}: {found:#?}", window.width);
            }
        }
    }
    Ok(())
}

/// What axe-core finds that is serious, in the page as it stands.
pub async fn serious(page: &Page) -> Result<Vec<String>> {
    axe(page).await?;
    Ok(page.driver.execute_async(SERIOUS, Vec::new()).await?.convert()?)
}

/// Puts axe-core into the page.
pub async fn axe(page: &Page) -> Result<()> {
    let path = std::env::var("SYNOD_AXE").context("SYNOD_AXE names no axe.min.js; `cargo xtask test page` provides it")?;
    let source = std::fs::read_to_string(&path).with_context(|| format!("could not read {path}"))?;
    page.driver.execute(source, Vec::new()).await?;
    Ok(())
}
