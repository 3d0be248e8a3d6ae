//! What is kept of a reader: language and theme, the shape of the cluster, and the challenges that were solved. `early.js` worked out both before the first paint.

use gloo::utils::{document, document_element, window};
use synod_words::Lang;

/// Under which name the solved challenges are kept.
const SOLVED: &str = "synod.solved";

/// The look of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The one of this name.
    pub fn from_id(id: &str) -> Option<Theme> {
        [Theme::Light, Theme::Dark].into_iter().find(|theme| theme.id() == id)
    }

    /// Its name in an address.
    pub fn id(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// The language that the page was painted in.
pub fn lang() -> Lang {
    document_element().get_attribute("lang").and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default()
}

/// The look of the page now: what was chosen, or the system's, which may change at any time.
fn theme() -> Theme {
    match document_element().get_attribute("data-theme").as_deref() {
        Some("dark") => Theme::Dark,
        None if matches("(prefers-color-scheme: dark)") => Theme::Dark,
        _ => Theme::Light,
    }
}

/// Speaks this language, and keeps nothing.
pub fn show_lang(lang: Lang) {
    set_root("lang", lang.tag());
}

/// Takes this look, or the system's, and keeps nothing.
pub fn show_theme(theme: Option<Theme>) {
    match theme {
        Some(theme) => set_root("data-theme", theme.id()),
        // It may not be there; then all is well.
        None => drop(document_element().remove_attribute("data-theme")),
    }
}

/// Speaks this language from now on.
pub fn set_lang(lang: Lang) {
    show_lang(lang);
    remember("lang", lang.tag().split('-').next().unwrap_or_default());
}

/// Takes the other look from now on.
pub fn change_theme() {
    let theme = match theme() {
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::Light,
    };
    set_root("data-theme", theme.id());
    remember("theme", theme.id());
}

/// Whether the reader prefers tables to the picture of the cluster.
pub fn table() -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item("synod.cluster").ok().flatten()).as_deref() == Some("table")
}

/// Shows the cluster as tables from now on, or as a picture.
pub fn set_table(table: bool) {
    remember("cluster", if table { "table" } else { "picture" });
}

/// The ids of the challenges that were solved in this browser, as far as it keeps anything.
pub fn solved() -> Vec<String> {
    let storage = window().local_storage().ok().flatten();
    let kept = storage.and_then(|storage| storage.get_item(SOLVED).ok().flatten()).unwrap_or_default();
    kept.split_whitespace().map(str::to_owned).collect()
}

/// Keeps them.
pub fn set_solved(ids: &[String]) {
    if let Ok(Some(storage)) = window().local_storage() {
        // Forbidden storage keeps nothing; the page goes on.
        drop(storage.set_item(SOLVED, &ids.join(" ")));
    }
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
