//! What the address of a figure asks for (`?embed=1&controls=play…`), and the line of HTML that asks for it.

use crate::address::Asked;
use crate::prefs::Theme;
use synod_words::Lang;

/// How high a figure is where nobody says it; `embed.js` knows the same number.
pub const HEIGHT: u32 = 480;

/// The heights that make sense, in pixels.
const HEIGHTS: std::ops::RangeInclusive<u32> = 120..=4_000;

/// What a reader can do with a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Controls {
    /// Everything: set it up, break it, play it.
    #[default]
    Full,
    /// Play it, and ask why.
    Play,
    /// Look at it.
    None,
}

impl Controls {
    /// Its name in an address.
    pub fn id(self) -> &'static str {
        match self {
            Controls::Full => "full",
            Controls::Play => "play",
            Controls::None => "none",
        }
    }

    /// The one of this name.
    pub fn from_id(id: &str) -> Option<Controls> {
        [Controls::Full, Controls::Play, Controls::None].into_iter().find(|c| c.id() == id)
    }
}

/// What a figure is asked to be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// Its language; the reader's where none is named.
    pub lang: Option<Lang>,
    /// Its look; the system's where none is named.
    pub theme: Option<Theme>,
    /// What a reader can do with it.
    pub controls: Controls,
    /// Whether it plays by itself.
    pub autoplay: bool,
    /// How high the frame is, in pixels. The figure itself fits whatever frame it is in.
    pub height: Option<u32>,
}

impl Options {
    /// What the query of an address asks for; none where it asks for the whole page. A value that is none is as if it were not there.
    pub fn from_query(query: &str) -> Option<Options> {
        let query = query.strip_prefix('?').unwrap_or(query);
        let value =
            |name: &str| query.split('&').filter_map(|pair| pair.split_once('=')).find(|(n, _)| *n == name).map(|(_, v)| v);
        (value("embed") == Some("1")).then(|| Options {
            lang: value("lang").and_then(lang),
            theme: value("theme").and_then(Theme::from_id),
            controls: value("controls").and_then(Controls::from_id).unwrap_or_default(),
            autoplay: value("autoplay") == Some("1"),
            height: value("height").and_then(|h| h.parse().ok()).filter(|h| HEIGHTS.contains(h)),
        })
    }

    /// The line of HTML that puts the run into a page; `home` is the address of Synod and ends with a slash.
    pub fn html(&self, home: &str, run: &Asked) -> String {
        let mut tag = String::from("<synod-lab");
        let mut attribute = |name: &str, value: &str| tag.push_str(&[" ", name, "=\"", &quoted(value), "\""].concat());
        match run {
            Asked::Shipped(lab, Some(scenario)) => attribute("scenario", &format!("{lab}/{scenario}")),
            Asked::Shipped(lab, None) => attribute("scenario", lab),
            Asked::Link(link) | Asked::Study(link) => attribute("link", link.trim_start_matches('#')),
            Asked::Nothing => {}
        }
        if let Some(lang) = self.lang {
            attribute("lang", lang_id(lang));
        }
        if let Some(theme) = self.theme {
            attribute("theme", theme.id());
        }
        if self.controls != Controls::default() {
            attribute("controls", self.controls.id());
        }
        if self.autoplay {
            attribute("autoplay", "");
        }
        if let Some(height) = self.height.filter(|h| *h != HEIGHT) {
            attribute("height", &height.to_string());
        }
        format!("<script async src=\"{}embed.js\"></script>\n{tag}></synod-lab>", quoted(home))
    }
}

/// A language by its name in an address.
pub fn lang(id: &str) -> Option<Lang> {
    [Lang::En, Lang::Zh].into_iter().find(|lang| lang_id(*lang) == id)
}

/// The name of a language in an address.
pub fn lang_id(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    }
}

fn quoted(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_embed_1_makes_a_figure() {
        assert_eq!(Options::from_query(""), None);
        assert_eq!(Options::from_query("?embed&lang=zh"), None);
        assert_eq!(Options::from_query("?embed=0"), None);
        assert_eq!(Options::from_query("?embed=1"), Some(Options::default()));
    }

    #[test]
    fn every_option_is_read() {
        let asked = Options::from_query("?lang=zh&embed=1&theme=dark&controls=play&autoplay=1&height=600");
        let wanted = Options {
            lang: Some(Lang::Zh),
            theme: Some(Theme::Dark),
            controls: Controls::Play,
            autoplay: true,
            height: Some(600),
        };
        assert_eq!(asked, Some(wanted));
    }

    #[test]
    fn a_wrong_value_is_as_if_it_were_not_there() {
        let query = "?embed=1&lang=fr&theme=auto&controls=some&autoplay=yes&height=9999999999&more&=x";
        assert_eq!(Options::from_query(query), Some(Options::default()));
        assert_eq!(Options::from_query("embed=1&height=-3"), Some(Options::default()));
    }

    #[test]
    fn the_line_of_html_says_what_differs_from_the_defaults() {
        let run = Asked::Shipped("nwr".into(), Some("stale-read".into()));
        assert_eq!(
            Options::default().html("https://a.example/synod/", &run),
            "<script async src=\"https://a.example/synod/embed.js\"></script>\n\
             <synod-lab scenario=\"nwr/stale-read\"></synod-lab>"
        );
        let options = Options::from_query("embed=1&lang=zh&theme=light&controls=none&autoplay=1&height=640").unwrap();
        let html = options.html("./", &Asked::Link("#s=1.a-b_".into()));
        let tag = "<synod-lab link=\"s=1.a-b_\" lang=\"zh\" theme=\"light\" controls=\"none\" autoplay=\"\" height=\"640\">";
        assert!(html.contains(tag), "{html}");
    }

    #[test]
    fn nothing_breaks_out_of_an_attribute() {
        let html = Options::default().html("./", &Asked::Link("\"><script>".into()));
        assert!(html.contains("link=\"&quot;>&lt;script>\""), "{html}");
    }
}
