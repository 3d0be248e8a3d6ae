//! What the reader chose for the page: language and theme. `early.js` worked out both before the first paint.

use gloo::utils::{document, document_element, window};
use synod_words::Lang;

/// The look of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The other one.
    pub fn other(self) -> Theme {
        match self {
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Light,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// Language and theme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Prefs {
    /// The language of every word.
    pub lang: Lang,
    /// The look.
    pub theme: Theme,
}

impl Prefs {
    /// What the page was painted with.
    pub fn from_page() -> Prefs {
        let root = document_element();
        let lang = root.get_attribute("lang").and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default();
        let theme = match root.get_attribute("data-theme").as_deref() {
            Some("dark") => Theme::Dark,
            Some(_) => Theme::Light,
            None if matches("(prefers-color-scheme: dark)") => Theme::Dark,
            None => Theme::Light,
        };
        Prefs { lang, theme }
    }
}

/// Speaks this language from now on.
pub fn set_lang(lang: Lang) {
    set_root("lang", lang.tag());
    remember("lang", lang.tag().split('-').next().unwrap_or_default());
}

/// Takes this look from now on.
pub fn set_theme(theme: Theme) {
    set_root("data-theme", theme.id());
    remember("theme", theme.id());
}

/// The title of the window.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Whether the reader asked that nothing moves by itself.
pub fn calm() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}

fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

fn set_root(name: &str, value: &str) {
    // Refused only for a name that is none.
    drop(document_element().set_attribute(name, value));
}

/// Keeps a choice for the next visit, and in the address where the address named one: it would win over what is kept.
fn remember(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A page that embeds Synod may forbid storage; then the choice lasts as long as the page.
        drop(storage.set_item(&format!("synod.{name}"), value));
    }
    let Ok(url) = window().location().href().and_then(|href| web_sys::Url::new(&href)) else { return };
    if url.search_params().has(name) {
        url.search_params().set(name, value);
        crate::address::replace(&url.href());
    }
}
