//! The page comes up wherever it lies, and says so readably when it cannot.

use std::sync::Arc;

use anyhow::{Context, Result};
use synod_e2e::{Page, Site, Window};

#[tokio::test]
async fn the_page_loads_at_the_root_of_a_host_with_a_quiet_console() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    assert!(page.exists("#app > *").await?, "the program draws into #app");
    page.assert_quiet().await
}

#[tokio::test]
async fn the_page_loads_under_a_path_of_a_host_with_a_quiet_console() -> Result<()> {
    let site = Arc::new(Site::under("/courses/ds/")?);
    let page = Page::open_on(&site, "", Window::PHONE, true).await?;
    assert!(page.exists("#app > *").await?, "the program draws into #app");
    page.assert_quiet().await
}

#[tokio::test]
async fn the_policy_is_in_force() -> Result<()> {
    let page = Page::open("", Window::DESK, false).await?;
    let script = "const s = document.createElement('script'); s.textContent = 'window.ran = true'; \
                  document.head.append(s); return window.ran === true";
    let ran: bool = page.driver.execute(script, Vec::new()).await?.convert()?;
    assert!(!ran, "an inline script ran, so the policy of index.html is not in force");
    let console = page.console().await?;
    assert!(console.iter().any(|entry| entry.message.contains("Content Security Policy")), "{console:#?}");
    Ok(())
}

#[tokio::test]
async fn the_address_chooses_language_and_theme_before_anything_is_drawn() -> Result<()> {
    let page = Page::open("?lang=zh&theme=dark", Window::DESK, false).await?;
    assert!(page.exists(":root[lang=zh-CN][data-theme=dark]").await?);
    assert_eq!(ground(&page).await?, "rgb(21, 24, 29)");
    page.goto("?lang=en&theme=light").await?;
    assert!(page.exists(":root[lang=en][data-theme=light]").await?);
    assert_eq!(ground(&page).await?, "rgb(247, 246, 242)");
    Ok(())
}

#[tokio::test]
async fn without_a_choice_the_theme_is_the_systems() -> Result<()> {
    let page = Page::open("", Window::DESK, true).await?;
    assert_eq!(ground(&page).await?, "rgb(21, 24, 29)");
    page.prefer_dark(false).await?;
    assert_eq!(ground(&page).await?, "rgb(247, 246, 242)");
    Ok(())
}

#[tokio::test]
async fn a_program_that_does_not_arrive_is_explained_in_both_languages() -> Result<()> {
    for missing in [".wasm".to_owned(), glue().await?] {
        let page = Page::blank(&Arc::new(Site::without(&missing)?)).await?;
        page.visit("?lang=zh").await?;
        let fault = waited_fault(&page).await?;
        assert!(fault.contains("Synod 未能载入") && fault.contains("Synod could not be loaded"), "{fault}");
        assert!(fault.find("未能载入") < fault.find("could not be loaded"), "the reader's language comes first: {fault}");
        assert!(page.exists("#fault button").await?, "there is a way to try again");
    }
    Ok(())
}

#[tokio::test]
async fn a_program_that_stops_is_explained_in_both_languages() -> Result<()> {
    let page = Page::open("?lang=en", Window::DESK, false).await?;
    let script = "dispatchEvent(new CustomEvent('synod:fault', { detail: 'panicked at the disco' }))";
    page.driver.execute(script, Vec::new()).await?;
    let fault = waited_fault(&page).await?;
    assert!(fault.contains("Synod has stopped") && fault.contains("已停止运行"), "{fault}");
    assert!(fault.contains("panicked at the disco"), "Rust's own message is there: {fault}");

    page.driver.find(thirtyfour::By::Css("#fault button")).await?.click().await?;
    page.ready().await
}

#[tokio::test]
async fn a_run_that_stops_the_program_can_be_kept_and_left() -> Result<()> {
    let page = Page::open("?lang=en#nwr/write-back", Window::DESK, false).await?;
    page.driver.execute("dispatchEvent(new CustomEvent('synod:fault', { detail: 'again' }))", Vec::new()).await?;
    waited_fault(&page).await?;
    let links = page.driver.find_all(thirtyfour::By::Css("#fault a")).await?;
    let [anew, run] = &links[..] else { anyhow::bail!("two links, not {}", links.len()) };
    let kept = run.attr("href").await?.unwrap_or_default();
    anyhow::ensure!(kept.contains('#'), "the run is in the link: {kept}");
    anew.click().await?;
    page.ready().await
}

/// The colour behind everything.
async fn ground(page: &Page) -> Result<String> {
    let script = "return getComputedStyle(document.body).backgroundColor";
    Ok(page.driver.execute(script, Vec::new()).await?.convert()?)
}

/// The file name of the program's glue.
async fn glue() -> Result<String> {
    let page = Page::open("", Window::DESK, false).await?;
    let script = "return document.querySelector('script[data-js]').dataset.js";
    let name: String = page.driver.execute(script, Vec::new()).await?.convert()?;
    Ok(name.trim_start_matches("./").to_owned())
}

/// The text of the fault page, once it stands there.
async fn waited_fault(page: &Page) -> Result<String> {
    for _ in 0..200 {
        if let Some(fault) = page.fault().await? {
            return Ok(fault);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    page.fault().await?.context("no fault page came up in ten seconds")
}
