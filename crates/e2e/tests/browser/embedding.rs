//! A course page on another host with three figures of Synod in it: what it loads, hears, and may ask for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use synod_e2e::{Page, Site, Window};

/// How long a figure may take to come and to answer.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_course_page_of_another_host_plays_a_figure_and_hears_its_verdicts() -> Result<()> {
    course("/").await
}

#[tokio::test]
async fn figures_work_where_synod_lies_under_a_path() -> Result<()> {
    course("/courses/ds/").await
}

/// The sample course page, on a host of its own, with Synod under `path` of another.
async fn course(path: &str) -> Result<()> {
    let synod = Site::under(path)?;
    let course = Arc::new(Site::course(synod.address())?);
    ensure!(course.address() != synod.address(), "two origins");
    let page = Page::blank(&course).await?;
    page.resize(Window::DESK).await?;
    page.prefer_dark(false).await?;
    page.visit("course.html").await?;
    // Every event of every figure, as the page would hear them.
    run(
        &page,
        "window.heard = []; for (const type of ['ready', 'verdict', 'moved', 'ended', 'error']) \
         addEventListener(`synod-${type}`, (e) => heard.push({ figure: e.target.id, ...e.detail }))",
    )
    .await?;

    until(&page, "the first figure is there", "return document.getElementById('miss').ready").await?;
    let there = "return document.getElementById('old-again').shadowRoot.querySelector('iframe') !== null";
    ensure!(!holds(&page, there).await?, "what nobody sees is not loaded");

    // Played by its methods, from the start: the promise holds, and then breaks.
    let said = |words: &str| format!("return document.getElementById('miss-said').textContent.includes('{words}')");
    until(&page, "the page says that it is broken", &said("Not linearizable")).await?;
    run(&page, "document.getElementById('miss').seek(0)").await?;
    until(&page, "it holds at the start", &said("so far")).await?;
    until(&page, "the cursor is told", "return document.getElementById('miss').step === 0").await?;
    run(&page, "heard.length = 0; document.querySelector('[data-figure=miss][data-do=play]').click()").await?;
    let moved = "return heard.some((m) => m.type === 'moved' && m.step > 2 && m.step < m.steps)";
    until(&page, "it plays", moved).await?;
    run(&page, "document.getElementById('miss').pause(); document.getElementById('miss').seek({ at: 40000 })").await?;
    until(&page, "it goes to a time", "return heard.at(-1).type === 'moved' && heard.at(-1).at <= 40000").await?;
    run(&page, "document.getElementById('miss').seek({ end: true })").await?;
    until(&page, "it is broken again", &said("Not linearizable")).await?;
    let sentence = "return document.getElementById('miss').verdicts.linearizable.sentence.includes('C2')";
    ensure!(holds(&page, sentence).await?, "the verdict says why");

    // What cannot be understood is answered, and nothing is lost by it.
    run(
        &page,
        "heard.length = 0; const f = document.getElementById('miss').shadowRoot.querySelector('iframe').contentWindow; \
        f.postMessage({ synod: 1, type: 'explode' }, '*'); f.postMessage({ synod: 7 }, '*'); f.postMessage('hello', '*'); \
        document.getElementById('miss').load({ link: 's=1.nonsense' })",
    )
    .await?;
    until(&page, "three errors come", "return heard.filter((m) => m.type === 'error').length >= 3").await?;
    ensure!(holds(&page, "return !heard.some((m) => m.type === 'ready' || m.type === 'verdict')").await?, "nothing else changes");
    let kept =
        "const l = document.getElementById('miss'); return l.step === l.steps && l.verdicts.linearizable.standing === 'violated'";
    until(&page, "the run stays", kept).await?;

    // The page ticks the task off when its promise breaks in the second figure.
    run(&page, "document.getElementById('break').scrollIntoView()").await?;
    until(&page, "the second figure is there", "return document.getElementById('break').ready").await?;
    ensure!(!holds(&page, "return document.getElementById('task').classList.contains('solved')").await?, "not solved yet");
    run(&page, "document.getElementById('break').load({ scenario: 'nwr/read-your-writes' })").await?;
    until(&page, "the task is ticked off", "return document.getElementById('task').classList.contains('solved')").await?;

    // The third is in the language of its section, and another one without loading anew.
    run(&page, "document.getElementById('old-again').scrollIntoView()").await?;
    until(&page, "the third figure is there", "return document.getElementById('old-again').ready").await?;
    let name = "return heard.findLast((m) => m.figure === 'old-again' && m.type === 'ready').name";
    let chinese: String = page.driver.execute(name, Vec::new()).await?.convert()?;
    ensure!(!chinese.is_ascii(), "the section is Chinese, and so is its figure: {chinese}");
    let title = "return document.getElementById('old-again').shadowRoot.querySelector('iframe').title.startsWith('Synod：')";
    ensure!(holds(&page, title).await?, "the frame has a title");
    run(
        &page,
        "heard.length = 0; const l = document.getElementById('old-again'); l.lang = 'en'; l.load({ scenario: 'nwr/write-back' })",
    )
    .await?;
    let english = "return heard.some((m) => m.type === 'verdict' && m.id === 'linearizable' && m.standing === 'holds' && /^Lin/.test(m.name))";
    until(&page, "the figure speaks English", english).await?;
    ensure!(
        holds(&page, "return location.hash === '' && history.length <= 3").await?,
        "the figures leave the page's history alone"
    );
    page.assert_quiet().await
}

#[tokio::test]
async fn a_figure_without_controls_has_no_button_and_plays_by_itself() -> Result<()> {
    let page = Page::blank(&Arc::new(Site::under("/")?)).await?;
    page.resize(Window { width: 720, height: 480 }).await?;
    page.prefer_dark(false).await?;
    page.goto("?embed=1&lang=en&controls=none&autoplay=1#nwr/stale-read").await?;
    ensure!(!page.exists("button:not([inert] *)").await?, "there is nothing to press");
    ensure!(page.exists("[role=img][aria-label] > [inert] .cluster").await?, "the cluster is a picture");
    let end = "return document.querySelector('[data-testid=promise-linearizable]').dataset.standing === 'violated'";
    ensure!(holds(&page, end).await?, "with reduced motion it stands at its end");

    page.prefer_motion().await?;
    page.goto("?embed=1&lang=en&controls=none&autoplay=1#nwr/stale-read").await?;
    ensure!(!holds(&page, end).await?, "it plays from its start");
    until(&page, "it comes to the end", end).await?;

    page.goto("?embed=1&lang=en&controls=play#nwr/stale-read").await?;
    ensure!(holds(&page, end).await?, "without autoplay it stands still, at its end");
    ensure!(page.exists("[data-testid=play]").await? && !page.exists(".head").await?, "a transport, and no menu");
    let fits = "return document.documentElement.scrollHeight <= innerHeight && document.querySelector('.figure-side').scrollHeight <= innerHeight";
    ensure!(holds(&page, fits).await?, "no scrollbar");
    let href = "return document.querySelector('[data-testid=open]').href";
    let href: String = page.driver.execute(href, Vec::new()).await?.convert()?;
    ensure!(href.ends_with("/?lang=en#nwr/stale-read"), "{href}");
    page.assert_quiet().await
}

#[tokio::test]
async fn the_embed_dialog_gives_the_line_of_html() -> Result<()> {
    let page = Page::open("?lang=en#nwr/stale-read", Window::DESK, false).await?;
    run(&page, "document.querySelector('[data-testid=embed]').click()").await?;
    let html = "return document.querySelector('[data-testid=embed-html]').value";
    until(&page, "the dialog is open", "return document.querySelector('[data-testid=embed-html]') !== null").await?;
    let line: String = page.driver.execute(html, Vec::new()).await?.convert()?;
    ensure!(line.contains("/embed.js\"></script>\n<synod-lab scenario=\"nwr/stale-read\"></synod-lab>"), "{line}");
    run(
        &page,
        "const s = document.querySelector('[data-testid=embed-controls]'); s.value = 'play'; \
        s.dispatchEvent(new Event('change', { bubbles: true }))",
    )
    .await?;
    until(&page, "the choice is in the line", &format!("{html}.includes(' controls=\"play\"')")).await?;
    page.assert_quiet().await
}

async fn run(page: &Page, script: &str) -> Result<()> {
    page.driver.execute(script, Vec::new()).await.with_context(|| format!("could not run {script}")).map(drop)
}

async fn holds(page: &Page, script: &str) -> Result<bool> {
    Ok(page.driver.execute(script, Vec::new()).await?.convert()?)
}

/// Waits until a script says true.
async fn until(page: &Page, what: &str, script: &str) -> Result<()> {
    let start = Instant::now();
    while !holds(page, script).await? {
        let heard = "return JSON.stringify(window.heard?.slice(-6) ?? null)";
        ensure!(
            start.elapsed() < PATIENCE,
            "waited in vain until {what}; heard: {:?}",
            page.driver.execute(heard, Vec::new()).await?.json()
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}
