//! One window on the page.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;
use serde_json::json;
use thirtyfour::cdp::domains::emulation::{MediaFeature, SetEmulatedMedia};
use thirtyfour::{BrowserLogEntry, WebDriver};

use crate::Site;
use crate::chromedriver::Chromedriver;

/// The inner size of a window, in CSS pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

impl Window {
    /// A laptop.
    pub const DESK: Window = Window { width: 1440, height: 900 };
    /// A small laptop, or a tablet held flat.
    pub const LAPTOP: Window = Window { width: 1024, height: 768 };
    /// A tablet held upright.
    pub const TABLET: Window = Window { width: 768, height: 1024 };
    /// A phone held upright.
    pub const PHONE: Window = Window { width: 390, height: 844 };
}

/// How long the program may take to replace the first paint.
const READY: Duration = Duration::from_secs(20);

/// The page, loaded in a browser of its own. Everything ends when this is dropped, also in a test that fails.
pub struct Page {
    /// The browser, to find elements and to act on them.
    pub driver: WebDriver,
    _chromedriver: Chromedriver,
    site: Arc<Site>,
}

impl Page {
    /// Opens the page at the root of a host of its own and waits until the program runs. `place` is what follows the
    /// address: a query, a hash, or nothing.
    ///
    /// # Errors
    /// When something needed is missing, or the page does not come up: then with what it shows instead.
    pub async fn open(place: &str, window: Window, dark: bool) -> Result<Page> {
        Page::open_on(&Arc::new(Site::under("/")?), place, window, dark).await
    }

    /// As [`Page::open`], on a host that stands already.
    ///
    /// # Errors
    /// As [`Page::open`].
    pub async fn open_on(site: &Arc<Site>, place: &str, window: Window, dark: bool) -> Result<Page> {
        let page = Page::blank(site).await?;
        page.resize(window).await?;
        page.prefer_dark(dark).await?;
        page.goto(place).await?;
        Ok(page)
    }

    /// A browser that has loaded nothing yet.
    ///
    /// # Errors
    /// When Chromium or its driver is missing.
    pub async fn blank(site: &Arc<Site>) -> Result<Page> {
        let chromedriver = Chromedriver::start()?;
        let driver = chromedriver.browser().await?;
        Ok(Page { driver, _chromedriver: chromedriver, site: Arc::clone(site) })
    }

    /// Loads the page anew at this place and waits until the program runs.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn goto(&self, place: &str) -> Result<()> {
        self.visit(place).await?;
        self.ready().await
    }

    /// Loads the page anew at this place, and waits for nothing.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn visit(&self, place: &str) -> Result<()> {
        // By way of nowhere: to another hash of the same page alone, a browser would load nothing.
        self.driver.goto("about:blank").await?;
        let address = format!("{}{place}", self.site.address());
        self.driver.goto(&address).await.with_context(|| format!("could not load {address}"))
    }

    /// Waits until the program has taken the place of the first paint.
    ///
    /// # Errors
    /// When it shows the fault page, or nothing new in 20 seconds.
    pub async fn ready(&self) -> Result<()> {
        let start = Instant::now();
        while self.exists("#first").await? {
            ensure!(start.elapsed() < READY, "the first paint still stands; the console says: {:#?}", self.console().await?);
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        if let Some(fault) = self.fault().await? {
            bail!("the page shows a fault: {fault}");
        }
        self.settled().await
    }

    /// Waits until what was just done is drawn: panels learn their sizes in one frame and are drawn to them in the next.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn settled(&self) -> Result<()> {
        let two_frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.ask::<bool>(two_frames).await.map(drop)
    }

    /// The text of the fault page, if that is what stands there.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn fault(&self) -> Result<Option<String>> {
        let script = "return document.getElementById('fault')?.innerText ?? null";
        Ok(self.driver.execute(script, Vec::new()).await?.convert()?)
    }

    /// Whether an element that matches the CSS selector is in the page now.
    ///
    /// # Errors
    /// When the browser is gone, or the selector is none.
    pub async fn exists(&self, css: &str) -> Result<bool> {
        let script = "return document.querySelector(arguments[0]) !== null";
        Ok(self.driver.execute(script, vec![json!(css)]).await?.convert()?)
    }

    /// Lets every script of ours take so long, instead of half a minute.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn patience(&self, longest: Duration) -> Result<()> {
        Ok(self.driver.set_script_timeout(longest).await?)
    }

    /// Runs a script in front of the page's own, at every load from now on.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn before_load(&self, script: &str) -> Result<()> {
        self.driver.cdp().page().add_script_to_evaluate_on_new_document(script).await?;
        Ok(())
    }

    /// The value of an expression in the page; of a promise, what it comes to.
    ///
    /// # Errors
    /// When the expression throws, or its value is something else than expected.
    pub async fn ask<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let answer = self.driver.execute(format!("return ({expression})"), Vec::new()).await;
        let what = || format!("could not evaluate {expression:.120}");
        answer.with_context(what)?.convert().with_context(what)
    }

    /// Gives the window this inner size; also less than the 500 pixels that a real window needs.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn resize(&self, Window { width, height }: Window) -> Result<()> {
        let narrow = width < 500;
        Ok(self.driver.cdp().emulation().set_device_metrics_override(width, height, 1.0, narrow).await?)
    }

    /// Makes the system's colour scheme dark or light. Motion is reduced in either, so that pictures stand still.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn prefer_dark(&self, dark: bool) -> Result<()> {
        let feature = |name: &str, value: &str| MediaFeature { name: name.to_owned(), value: value.to_owned() };
        let scheme = feature("prefers-color-scheme", if dark { "dark" } else { "light" });
        let features = Some(vec![scheme, feature("prefers-reduced-motion", "reduce")]);
        self.driver.cdp().send(SetEmulatedMedia { media: None, features }).await?;
        Ok(())
    }

    /// Makes the system allow motion again, as most do.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn prefer_motion(&self) -> Result<()> {
        let motion = MediaFeature { name: "prefers-reduced-motion".to_owned(), value: "no-preference".to_owned() };
        self.driver.cdp().send(SetEmulatedMedia { media: None, features: Some(vec![motion]) }).await?;
        Ok(())
    }

    /// What the console has said since it was last asked: messages of the page, refused loads, breaches of its policy.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn console(&self) -> Result<Vec<BrowserLogEntry>> {
        Ok(self.driver.browser_log().await?)
    }

    /// Asserts that the console has said nothing of the level warning or worse since it was last asked.
    ///
    /// # Errors
    /// With all that it did say.
    pub async fn assert_quiet(&self) -> Result<()> {
        let loud = |entry: &BrowserLogEntry| matches!(entry.level.as_str(), "WARNING" | "SEVERE");
        let heard: Vec<_> = self.console().await?.into_iter().filter(loud).collect();
        ensure!(heard.is_empty(), "the console should be quiet, but says: {heard:#?}");
        Ok(())
    }

    /// Touches a point of the window and lets go.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn touch(&self, x: f64, y: f64) -> Result<()> {
        let event = |kind: &str, points: serde_json::Value| json!({"type": kind, "touchPoints": points});
        let cdp = self.driver.cdp();
        cdp.send_raw("Input.dispatchTouchEvent", event("touchStart", json!([{"x": x, "y": y}]))).await?;
        cdp.send_raw("Input.dispatchTouchEvent", event("touchEnd", json!([]))).await?;
        self.settled().await
    }

    /// A picture of what the window shows, as PNG.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn screenshot(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        }
        self.driver.screenshot(path).await.with_context(|| format!("could not take {}", path.display()))
    }

    /// A picture of the whole page, as high as it is. The window has its old size again afterwards.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn screenshot_whole(&self, window: Window, path: &Path) -> Result<()> {
        let script = "return document.documentElement.scrollHeight";
        let height: u32 = self.driver.execute(script, Vec::new()).await?.convert()?;
        self.resize(Window { height: height.max(window.height), ..window }).await?;
        self.screenshot(path).await?;
        self.resize(window).await
    }
}
