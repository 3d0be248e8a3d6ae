//! The kept runs outlive a reload of the tab: each as a line of its few words and its link.

use crate::state::{Branches, Kept, Made, Place};
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use std::rc::Rc;
use synod_session::doc::Document;
use synod_session::link;
use synod_words::{Lang, Phrase};
use yew::prelude::*;

/// Under which name the tab keeps them.
const KEY: &str = "synod.runs";
/// Stands between the parts of a line; no name has it, for it is a control character.
const SEPARATOR: char = '\u{1f}';
/// How long to wait for the next change before they are written, in milliseconds.
const PATIENCE: u32 = 300;

/// What an earlier visit of this tab left; nothing where the browser keeps nothing.
pub fn load() -> Vec<Kept> {
    let storage = window().session_storage().ok().flatten();
    let text = storage.and_then(|s| s.get_item(KEY).ok().flatten()).unwrap_or_default();
    text.lines().filter_map(read).collect()
}

/// Keeps what is kept current; the run on the page as it is now.
#[hook]
pub fn use_store(branches: &Branches, revision: u32, now: impl Fn() -> Document + 'static) {
    let (list, own) = (branches.list.clone(), branches.own.id);
    use_effect_with((list, own, revision), move |(list, own, _)| {
        let (list, own) = (list.clone(), *own);
        let timeout = Timeout::new(PATIENCE, move || {
            let fresh = |k: &Kept| if k.id == own { Kept { document: Rc::new(now()), ..k.clone() } } else { k.clone() };
            let lines: Vec<String> = list.iter().map(|k| write(&fresh(k))).collect();
            if let Ok(Some(storage)) = window().session_storage() {
                // A full or forbidden storage keeps nothing; the page goes on.
                drop(storage.set_item(KEY, &lines.join("\n")));
            }
        });
        move || drop(timeout)
    });
}

fn write(kept: &Kept) -> String {
    let made = match &kept.made {
        Made::Opened => "opened".to_owned(),
        Made::Acted => "acted".to_owned(),
        Made::Revised => "revised".to_owned(),
        Made::Param(id) => format!("param {id}"),
        Made::Seed => "seed".to_owned(),
        Made::Found => "found".to_owned(),
        Made::Shrunk => "shrunk".to_owned(),
    };
    let place = match &kept.place {
        Place::Shipped(lab, scenario) => format!("{lab}/{scenario}"),
        Place::Own => String::new(),
    };
    let parts = [
        kept.id.to_string(),
        kept.name.clone().unwrap_or_default(),
        kept.words.text(Lang::En),
        kept.words.text(Lang::Zh),
        made,
        kept.parent.map(|p| p.to_string()).unwrap_or_default(),
        kept.parted.to_string(),
        place,
        link::encode(&kept.document),
    ];
    parts.join(&SEPARATOR.to_string())
}

fn read(line: &str) -> Option<Kept> {
    let parts: Vec<&str> = line.split(SEPARATOR).collect();
    let [id, name, en, zh, made, parent, parted, place, link] = parts.try_into().ok()?;
    Some(Kept {
        id: id.parse().ok()?,
        name: (!name.is_empty()).then(|| name.to_owned()),
        words: Phrase::kept(en, zh),
        made: match made.split_once(' ') {
            Some(("param", id)) => Made::Param(id.to_owned()),
            _ => match made {
                "acted" => Made::Acted,
                "revised" => Made::Revised,
                "seed" => Made::Seed,
                "found" => Made::Found,
                "shrunk" => Made::Shrunk,
                _ => Made::Opened,
            },
        },
        parent: parent.parse().ok(),
        parted: parted.parse().ok()?,
        place: place.split_once('/').map_or(Place::Own, |(lab, scenario)| Place::Shipped(lab.to_owned(), scenario.to_owned())),
        document: Rc::new(link::decode(link).ok()?),
        earlier: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_run_is_read_back_as_it_was_written() {
        let document = synod_session::labs()[0].scenarios[0].document.clone();
        let kept = Kept {
            id: 7,
            name: Some("my run".into()),
            words: Phrase::kept("n3 crashes", "n3 崩溃"),
            made: Made::Param("w".into()),
            parent: Some(3),
            parted: 40_000,
            place: Place::Own,
            document: Rc::new(document),
            earlier: Vec::new(),
        };
        assert_eq!(read(&write(&kept)), Some(kept));
        assert_eq!(read("nonsense"), None);
    }
}
