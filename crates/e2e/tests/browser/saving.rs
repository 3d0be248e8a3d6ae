//! The diagram as a file: well-formed, by itself, and leading back to the run.

use std::path::Path;

use anyhow::{Result, ensure};
use std::time::{Duration, Instant};
use synod_e2e::{Page, Window};

#[tokio::test]
async fn the_diagram_is_saved_as_svg_and_as_png() -> Result<()> {
    let page = Page::open("?lang=en&theme=light#nwr/stale-read", Window::DESK, false).await?;
    // A download is a click on a link that holds the file; here the file is kept instead.
    let keep = "HTMLAnchorElement.prototype.click = function () { window.saved = { href: this.href, file: this.download }; }";
    page.driver.execute(keep, Vec::new()).await?;

    let svg = saved(&page, "save-svg").await?;
    ensure!(svg.file == "synod-a-stale-read-when-w-r-n.svg", "{}", svg.file);
    let check = "const text = decodeURIComponent(window.saved.href.split(',').slice(1).join(',')); \
        const doc = new DOMParser().parseFromString(text, 'image/svg+xml'); \
        const plain = (s) => !/class=|style=|data-|var\\(|onclick/.test(s); \
        return [doc.querySelector('parsererror')?.textContent ?? '', doc.documentElement.localName, \
            doc.querySelector('title').textContent, doc.querySelector('metadata').textContent, \
            String(plain(text)), String(doc.querySelectorAll('path[stroke]').length > 5), String(/fill=\"rgb/.test(text))]";
    let [fault, root, title, link, plain, strokes, fills]: [String; 7] =
        page.driver.execute(check, Vec::new()).await?.convert()?;
    ensure!(fault.is_empty() && root == "svg", "well-formed: {fault}");
    ensure!(title == "A stale read when W + R ≤ N" && link.ends_with("/#nwr/stale-read"), "{title} {link}");
    ensure!([plain, strokes, fills].iter().all(|yes| yes == "true"), "the styles are in it, and nothing of the page");

    let png = saved(&page, "save-png").await?;
    ensure!(png.href.starts_with("data:image/png;base64,") && png.href.len() > 5_000, "{} bytes", png.href.len());
    ensure!(Path::new(&png.file).extension().is_some_and(|kind| kind == "png"), "{}", png.file);
    page.assert_quiet().await
}

struct Saved {
    href: String,
    file: String,
}

/// What choosing an entry of the list saves.
async fn saved(page: &Page, entry: &str) -> Result<Saved> {
    let press = format!(
        "window.saved = null; document.querySelector('[data-testid=save]').click(); \
         setTimeout(() => document.querySelector('[data-testid={entry}]').click(), 200)"
    );
    page.driver.execute(press, Vec::new()).await?;
    let start = Instant::now();
    loop {
        let got = page.driver.execute("return window.saved ? [saved.href, saved.file] : []", Vec::new()).await?;
        if let [href, file] = &got.convert::<Vec<String>>()?[..] {
            return Ok(Saved { href: href.clone(), file: file.clone() });
        }
        ensure!(start.elapsed() < Duration::from_secs(20), "nothing was saved by {entry}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
