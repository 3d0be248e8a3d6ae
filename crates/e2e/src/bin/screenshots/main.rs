//! Pictures of the page: the main view and every lab at a telling moment, for the documents, and any other place, to be looked at. Each in
//! four widths, two themes and two languages; of the labs, the documents get one in each language.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Parser;
use synod_e2e::{Page, Site, Window};
use synod_session::doc::Document;
use synod_session::{LabInfo, labs, link};

/// The first scenario with one more write: at its cursor the cluster is divided, messages are under way, and a promise has just broken.
const MOMENT: &str = include_str!("moment.json");

/// Takes pictures of the built page.
#[derive(Parser)]
struct Args {
    /// The folder for the pictures of the main view.
    #[arg(long, default_value = "docs/screenshots")]
    main: PathBuf,
    /// The folder for all others.
    #[arg(long, default_value = "target/screenshots")]
    out: PathBuf,
    /// Only the lab of this id, instead of all.
    #[arg(long)]
    lab: Option<String>,
    /// The whole page instead of what the window shows of it.
    #[arg(long)]
    whole: bool,
    /// Places to picture instead of the main view, each a query, a hash or both, such as `#nwr`.
    places: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let args = Args::parse();
    let page = Page::blank(&Arc::new(Site::under("/")?)).await?;
    if let Some(id) = &args.lab {
        let lab = labs().into_iter().find(|lab| lab.id == id).context("there is no such lab")?;
        picture_lab(&page, &args, &lab).await?;
    } else if args.places.is_empty() {
        let moment = Document::from_json(MOMENT).ok().context("moment.json is not a document")?;
        picture(&page, &args.main, "", &link::encode(&moment), args.whole).await?;
        picture(&page, &args.out, "start-", "", args.whole).await?;
        for lab in labs() {
            picture_lab(&page, &args, &lab).await?;
        }
    }
    for place in &args.places {
        picture(&page, &args.out, &format!("{}-", slug(place)), place, args.whole).await?;
    }
    page.assert_quiet().await
}

/// All pictures of a place.
async fn picture(page: &Page, folder: &Path, name: &str, place: &str, whole: bool) -> Result<()> {
    for window in [Window::DESK, Window::LAPTOP, Window::TABLET, Window::PHONE] {
        page.resize(window).await?;
        for theme in ["light", "dark"] {
            page.prefer_dark(theme == "dark").await?;
            for lang in ["en", "zh"] {
                page.goto(&with_query(place, &format!("lang={lang}&theme={theme}"))).await?;
                let path = folder.join(format!("{name}{}-{theme}-{lang}.png", window.width));
                if whole {
                    page.screenshot_whole(window, &path).await?;
                } else {
                    page.screenshot(&path).await?;
                }
                println!("{}", path.display());
            }
        }
    }
    Ok(())
}

/// A lab at its most telling moment: in all pictures to be looked at, and in two for the documents.
async fn picture_lab(page: &Page, args: &Args, lab: &LabInfo) -> Result<()> {
    let place = telling(lab).context("a lab without scenarios")?;
    for window in [Window::DESK, Window::LAPTOP, Window::TABLET, Window::PHONE] {
        for (theme, lang) in [("light", "en"), ("light", "zh"), ("dark", "en"), ("dark", "zh")] {
            page.resize(window).await?;
            page.prefer_dark(theme == "dark").await?;
            page.goto(&with_query(&place, &format!("lang={lang}&theme={theme}"))).await?;
            // Where a promise is broken, the page tells which, and this takes it there.
            page.ask::<bool>("(document.querySelector('[data-testid=show]')?.click(), true)").await?;
            page.settled().await?;
            let path = args.out.join(format!("lab-{}-{}-{theme}-{lang}.png", lab.id, window.width));
            if args.whole {
                page.screenshot_whole(window, &path).await?;
            } else {
                page.screenshot(&path).await?;
            }
            println!("{}", path.display());
            if window == Window::DESK && (theme == "light") == (lang == "en") {
                page.screenshot(&args.main.join(format!("labs/{}-{lang}.png", lab.id))).await?;
            }
        }
    }
    Ok(())
}

/// The first scenario that breaks a promise; where none does, the first one.
fn telling(lab: &LabInfo) -> Option<String> {
    let breaking = lab.scenarios.iter().find(|scenario| !scenario.violated.is_empty());
    Some(format!("#{}/{}", lab.id, breaking.or(lab.scenarios.first())?.id))
}

/// The place with more in its query, in front of its hash.
fn with_query(place: &str, query: &str) -> String {
    let (front, hash) = place.split_at(place.find('#').unwrap_or(place.len()));
    let join = if front.contains('?') { '&' } else { '?' };
    format!("{front}{join}{query}{hash}")
}

/// A place as a file name.
fn slug(place: &str) -> String {
    let words = place.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-");
    name.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_session::Standing;

    #[test]
    fn language_and_theme_stand_in_front_of_the_hash() {
        assert_eq!(with_query("", "lang=en"), "?lang=en");
        assert_eq!(with_query("#nwr", "lang=en"), "?lang=en#nwr");
        assert_eq!(with_query("?embed#nwr", "lang=en"), "?embed&lang=en#nwr");
    }

    #[test]
    fn the_moment_is_where_a_promise_breaks_with_messages_under_way_in_a_divided_cluster() {
        let moment = Document::from_json(MOMENT).unwrap();
        let session = synod_session::open(&moment).ok().unwrap().session;
        let breaks_here =
            |standing: &Standing| matches!(standing, Standing::Violated { since, .. } if Some(*since) == moment.cursor);
        assert!(session.promises().iter().any(|promise| breaks_here(&promise.standing)));
        let frame = session.frame();
        assert!(!frame.messages.is_empty() && frame.links.iter().any(|link| link.cut));
    }
}
