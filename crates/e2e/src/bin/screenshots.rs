//! Pictures of the page, to be looked at: every place in three widths, two themes and two languages.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use clap::Parser;
use synod_e2e::{Page, Site, Window};

/// What is pictured when no place is named: a name for the files, and what follows the address.
const PLACES: [(&str, &str); 1] = [("start", "")];

/// Takes pictures of the built page.
#[derive(Parser)]
struct Args {
    /// The folder for the pictures.
    #[arg(long, default_value = "target/screenshots")]
    out: PathBuf,
    /// The whole page instead of what the window shows of it.
    #[arg(long)]
    whole: bool,
    /// Places to picture, each a query, a hash or both, such as `#nwr`; the usual ones when none is named.
    places: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let args = Args::parse();
    let page = Page::blank(&Arc::new(Site::under("/")?)).await?;
    let mut places: Vec<_> = args.places.iter().map(|place| (slug(place), place.as_str())).collect();
    if places.is_empty() {
        places = PLACES.map(|(name, place)| (name.to_owned(), place)).into();
    }
    for (name, place) in places {
        for window in [Window::DESK, Window::TABLET, Window::PHONE] {
            page.resize(window).await?;
            for theme in ["light", "dark"] {
                page.prefer_dark(theme == "dark").await?;
                for lang in ["en", "zh"] {
                    page.goto(&with_query(place, &format!("lang={lang}&theme={theme}"))).await?;
                    let path = args.out.join(format!("{name}-{}-{theme}-{lang}.png", window.width));
                    if args.whole {
                        page.screenshot_whole(window, &path).await?;
                    } else {
                        page.screenshot(&path).await?;
                    }
                    println!("{}", path.display());
                }
            }
        }
    }
    page.assert_quiet().await
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

    #[test]
    fn language_and_theme_stand_in_front_of_the_hash() {
        assert_eq!(with_query("", "lang=en"), "?lang=en");
        assert_eq!(with_query("#nwr", "lang=en"), "?lang=en#nwr");
        assert_eq!(with_query("?embed#nwr", "lang=en"), "?embed&lang=en#nwr");
    }
}
