//! The page's address: what it asks for, and how it is kept current.

use crate::run::{Handle, Run};
use crate::state::{Action, Comparing, Place};
use crate::ui::use_ui;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use std::rc::Rc;
use synod_session::link;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// How long the address waits for the next decision before it is written, in milliseconds.
const PATIENCE: u32 = 300;

/// What stands between a run and the one beside it.
const BESIDE: &str = "&beside=";

/// What an address asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    /// Nothing in particular.
    Nothing,
    /// A lab, and maybe one of its scenarios.
    Shipped(String, Option<String>),
    /// The run that a link holds, and the challenge that it names beside it, or alone.
    Link(String),
    /// The study that a link names.
    Study(String),
}

/// What the fragment of an address, with or without its `#`, asks for.
pub fn asked(fragment: &str) -> Asked {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let fragment = fragment.split_once(BESIDE).map_or(fragment, |(own, _)| own);
    if fragment.is_empty() {
        return Asked::Nothing;
    }
    if fragment.starts_with("s=") || challenge_alone(fragment).is_some() {
        return Asked::Link(fragment.to_owned());
    }
    if fragment.starts_with("study=") {
        return Asked::Study(fragment.to_owned());
    }
    match fragment.split_once('/') {
        Some((lab, scenario)) if !scenario.is_empty() => Asked::Shipped(lab.to_owned(), Some(scenario.to_owned())),
        Some((lab, _)) => Asked::Shipped(lab.to_owned(), None),
        None => Asked::Shipped(fragment.to_owned(), None),
    }
}

/// The id of the challenge where a link names one and holds no run.
pub fn challenge_alone(link: &str) -> Option<&str> {
    let first = link.trim_start_matches('#').split('&').next()?;
    link::challenge(first)
}

/// What the fragment asks to be put beside that, if anything: a scenario, or the code of a link.
pub fn asked_beside(fragment: &str) -> Option<Asked> {
    let (_, other) = fragment.split_once(BESIDE)?;
    let shipped = other.split_once('/').map(|(lab, scenario)| Asked::Shipped(lab.to_owned(), Some(scenario.to_owned())));
    Some(shipped.unwrap_or_else(|| Asked::Link(other.to_owned())))
}

/// The part of a fragment that asks for another run beside the first.
pub fn beside(session: &Handle, place: &Place) -> String {
    match place {
        Place::Shipped(lab, scenario) => format!("{BESIDE}{lab}/{scenario}"),
        Place::Own => format!("{BESIDE}{}", session.link(false).trim_start_matches("#s=")),
    }
}

/// The fragment of the page's address.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// The query of the page's address.
pub fn query() -> String {
    window().location().search().unwrap_or_default()
}

/// The address of the folder that the page lies in: neither query nor fragment, and a slash at its end.
pub fn home() -> String {
    let href = window().location().href().unwrap_or_default();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/"))
}

/// The fragment that leads to a run, with its `#`: the name of a shipped scenario, or the run itself and the challenge that it is for.
pub fn fragment(place: &Place, session: &Handle, with_cursor: bool, challenge: Option<&str>) -> String {
    match (place, challenge) {
        (Place::Shipped(lab, scenario), None) => format!("#{lab}/{scenario}"),
        (Place::Own, None) => session.link(with_cursor),
        (_, Some(id)) => link::for_challenge(&session.link(with_cursor), id),
    }
}

/// The page's address with another fragment.
pub fn with_hash(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let base = href.split('#').next().unwrap_or_default();
    format!("{base}#{}", fragment.trim_start_matches('#'))
}

/// Puts another address in place of the present one, without a new entry in the history.
pub fn replace(href: &str) {
    if let Ok(history) = window().history() {
        // A browser refuses when it is asked too often; the address is then written with the next decision.
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(href)));
    }
}

/// Keeps the address current, and opens what the reader writes into it.
#[hook]
pub fn use_address(run: &Run, place: &Place, challenge: Option<&'static str>, beside: &Rc<String>, study: Option<String>) {
    let ui = use_ui();
    let session = run.session.clone();
    use_effect_with(
        (run.revision, place.clone(), challenge, beside.clone(), study),
        move |(_, place, challenge, beside, study)| {
            let (place, challenge, beside, study) = (place.clone(), *challenge, beside.clone(), study.clone());
            let timeout = Timeout::new(PATIENCE, move || {
                let run = || format!("{}{beside}", fragment(&place, &session, false, challenge));
                replace(&with_hash(&study.unwrap_or_else(run)));
            });
            move || drop(timeout)
        },
    );
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "hashchange", move |_| {
            ui.tell(Action::Follow(asked(&hash())));
            if let Some(other) = asked_beside(&hash()) {
                ui.tell(Action::Compare(Comparing::Asked(other)));
            }
        });
        move || drop(listener)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_a_link_a_scenario_a_lab_or_nothing() {
        assert_eq!(asked(""), Asked::Nothing);
        assert_eq!(asked("#"), Asked::Nothing);
        assert_eq!(asked("#s=1.abc"), Asked::Link("s=1.abc".into()));
        assert_eq!(asked("#s=1.abc&challenge=task&beside=lab/story"), Asked::Link("s=1.abc&challenge=task".into()));
        assert_eq!(asked("#challenge=task"), Asked::Link("challenge=task".into()));
        assert_eq!((challenge_alone("#challenge=task"), challenge_alone("s=1.abc&challenge=task")), (Some("task"), None));
        assert_eq!(asked("#lab/story"), Asked::Shipped("lab".into(), Some("story".into())));
        assert_eq!(asked("#lab/"), Asked::Shipped("lab".into(), None));
        assert_eq!(asked("lab"), Asked::Shipped("lab".into(), None));
        assert_eq!(asked("#study=some&n=3"), Asked::Study("study=some&n=3".into()));
    }

    #[test]
    fn an_address_may_ask_for_another_run_beside_the_first() {
        let story = Asked::Shipped("lab".into(), Some("story".into()));
        assert_eq!((asked("#lab/story"), asked_beside("#lab/story")), (story.clone(), None));
        assert_eq!(asked("#lab/story&beside=lab/other"), story);
        assert_eq!(asked_beside("#s=1.abc&beside=lab/story"), Some(story));
        assert_eq!(asked("#s=1.abc&beside=1.def"), Asked::Link("s=1.abc".into()));
        assert_eq!(asked_beside("#s=1.abc&beside=1.def"), Some(Asked::Link("1.def".into())));
    }
}
