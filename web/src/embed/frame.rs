//! How a figure talks with the page around it: `postMessage`, in both directions.
//!
//! Objects are read and written field by field (`Reflect`): the messages are few and flat, and serde's bridge to JavaScript would
//! cost every visitor of the page more than all of this.

use super::messages::{self, Fields, Request, VERSION};
use crate::prefs;
use crate::state::{Action, Place, State, Topic};
use crate::ui::{Ui, use_ui};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use js_sys::{Object, Reflect};
use synod_session::Standing;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Window};
use yew::prelude::*;

/// The least time between two messages about where the cursor stands, in milliseconds.
const MOVES: u32 = 120;

/// Hears what the page around the figure asks for, and tells it what happens.
#[hook]
pub fn use_frame(state: &State) {
    let ui = use_ui();
    use_requests(&ui);
    use_loaded(state, &ui);
    use_verdicts(state, &ui);
    use_moves(state);
    use_ended(state);
    use_errors(state, &ui);
}

#[hook]
fn use_requests(ui: &Ui) {
    let ui = ui.clone();
    // The words of an answer are in the language of now.
    let latest = use_mut_ref(|| ui.clone());
    latest.replace(ui);
    use_effect_with((), move |()| {
        let listener = around().map(|parent| {
            EventListener::new(&window(), "message", move |event| {
                let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
                // Only the page around the figure is heard, not its other frames.
                if event.source().map(JsValue::from).as_ref() != Some(parent.as_ref()) {
                    return;
                }
                let ui = latest.borrow().clone();
                match fields(&event.data()).map(|fields| messages::request(&fields)) {
                    // A message without `synod` is meant for somebody else.
                    None => {}
                    Some(Ok(request)) => obey(request, &ui),
                    Some(Err(why)) => post("error", &[("why", ui.text(&why).as_str().into())]),
                }
            })
        });
        move || drop(listener)
    });
}

fn obey(request: Request, ui: &Ui) {
    match request {
        Request::Load(asked) => ui.tell(Action::Follow(asked)),
        Request::Play(on) => ui.tell(Action::Play(on)),
        Request::Step(step) => ui.tell(Action::Seek(step)),
        Request::At(at) => ui.tell(Action::Scrub(at)),
        Request::End => ui.tell(Action::ToEnd),
        Request::Lang(lang) => {
            prefs::show_lang(lang);
            ui.tell(Action::Lang(lang));
        }
        Request::Theme(theme) => prefs::show_theme(theme),
    }
}

/// `ready`, whenever another run is there.
#[hook]
fn use_loaded(state: &State, ui: &Ui) {
    let run = &state.run;
    let scenario = match &state.place {
        Place::Shipped(lab, scenario) => format!("{lab}/{scenario}").into(),
        Place::Own => JsValue::NULL,
    };
    let told = [
        ("engine", synod_session::ENGINE.into()),
        ("lab", run.lab.id.into()),
        ("scenario", scenario),
        ("name", ui.text(state.name()).as_str().into()),
        ("steps", run.steps.into()),
        ("end", (run.end() as f64).into()),
    ];
    use_effect_with(run.session.clone(), move |_| post("ready", &told));
}

/// `verdict`, for every promise of another run, and then whenever one stands otherwise at the cursor.
#[hook]
fn use_verdicts(state: &State, ui: &Ui) {
    let last = use_mut_ref(|| (None, Vec::<(&'static str, &'static str)>::new()));
    let (ui, session, step, at) = (ui.clone(), state.run.session.clone(), state.run.cursor(), state.run.frame.at as f64);
    use_effect_with((session, state.run.promises.clone()), move |(session, promises)| {
        let (known, before) = &mut *last.borrow_mut();
        if known.as_ref() != Some(session) {
            before.clear();
            *known = Some(session.clone());
        }
        for i in messages::changed(before, promises) {
            let promise = &promises[i];
            let mut told = vec![
                ("id", JsValue::from(promise.id)),
                ("name", ui.text(&promise.name).as_str().into()),
                ("standing", messages::standing(promise).into()),
                ("step", step.into()),
                ("at", at.into()),
            ];
            if let Standing::Violated { sentence: words, .. } | Standing::Undecided { why: words } = &promise.standing {
                told.push(("sentence", ui.text(words).as_str().into()));
            }
            post("verdict", &told);
        }
        *before = promises.iter().map(|p| (p.id, messages::standing(p))).collect();
    });
}

/// `moved`, a few times a second at most; the last place is always told.
#[hook]
fn use_moves(state: &State) {
    let last = use_mut_ref(|| f64::MIN);
    let run = &state.run;
    let place = (run.session.clone(), run.cursor(), run.frame.at, run.steps);
    use_effect_with(place, move |(_, step, at, steps)| {
        let told = [("step", (*step).into()), ("at", (*at as f64).into()), ("steps", (*steps).into())];
        let tell = {
            let last = last.clone();
            move || {
                last.replace(js_sys::Date::now());
                post("moved", &told);
            }
        };
        let since = js_sys::Date::now() - *last.borrow();
        let later = if (0.0..f64::from(MOVES)).contains(&since) {
            Some(Timeout::new(MOVES, tell))
        } else {
            tell();
            None
        };
        move || drop(later)
    });
}

/// `ended`, when playing came to the end.
#[hook]
fn use_ended(state: &State) {
    let at_end = state.run.cursor() == state.run.steps;
    let played = use_mut_ref(|| false);
    use_effect_with(state.playing, move |playing| {
        if played.replace(*playing) && !playing && at_end {
            post("ended", &[]);
        }
    });
}

/// `error`, when a run could not be loaded: the reader sees the same words.
#[hook]
fn use_errors(state: &State, ui: &Ui) {
    let wrong = state.notices.iter().find(|n| n.topic == Topic::Address).cloned();
    let ui = ui.clone();
    use_effect_with(wrong, move |wrong| {
        if let Some(notice) = wrong {
            post("error", &[("why", ui.text(&notice.phrase).as_str().into())]);
        }
    });
}

/// The page around the figure; none where the figure stands alone.
fn around() -> Option<Window> {
    let own = window();
    own.parent().ok().flatten().filter(|parent| parent != &own)
}

/// Tells the page around the figure something. Whoever it is may hear it ("*"): there is nothing secret in a run, and a figure does
/// not know where it stands.
fn post(kind: &str, told: &[(&str, JsValue)]) {
    let Some(parent) = around() else { return };
    let message = Object::new();
    let head = [("synod", JsValue::from(VERSION)), ("type", kind.into())];
    for (name, value) in head.iter().chain(told) {
        // Refused only by an object that is frozen.
        drop(Reflect::set(&message, &JsValue::from_str(name), value));
    }
    // Refused only where a value cannot be copied; these can.
    drop(parent.post_message(&message, "*"));
}

/// The fields of a message, if it is one of this interface at all.
fn fields(data: &JsValue) -> Option<Fields> {
    let get = |name: &str| Reflect::get(data, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    if !data.is_object() || get("synod").is_undefined() {
        return None;
    }
    Some(Fields {
        synod: get("synod").as_f64(),
        kind: get("type").as_string(),
        scenario: get("scenario").as_string(),
        link: get("link").as_string(),
        step: get("step").as_f64(),
        at: get("at").as_f64(),
        end: get("end").as_bool().unwrap_or_default(),
        lang: get("lang").as_string(),
        theme: get("theme").as_string(),
    })
}
