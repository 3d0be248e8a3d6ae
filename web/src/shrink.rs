//! *Shrink it*: looks for a smallest run that still breaks the promise, between the frames of the page.

use crate::run::Handle;
use crate::state::{Action, Topic};
use crate::ui::{Ui, say, use_ui};
use gloo::render::{AnimationFrame, request_animation_frame};
use std::cell::RefCell;
use std::rc::Rc;
use synod_session::{Progress, Shrinker};
use yew::prelude::*;

/// How long the search may go on within one frame, in milliseconds: the page stays fluent beside it.
const SLICE_MS: f64 = 8.0;

type Pending = Rc<RefCell<Option<AnimationFrame>>>;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub session: Handle,
    /// Another number for every other course of events.
    pub revision: u32,
    /// The broken promise.
    pub promise: &'static str,
}

/// The button that begins and stops the search, and how far it is. It is the same button all the time, so that it keeps the focus.
#[component]
pub fn ShrinkIt(props: &Props) -> Html {
    let ui = use_ui();
    let progress = use_state_eq(|| None::<Progress>);
    let pending = use_mut_ref(|| None::<AnimationFrame>);
    {
        let (pending, progress) = (pending.clone(), progress.setter());
        // What is looked for in another run is not looked for any longer.
        use_effect_with((props.session.clone(), props.revision, props.promise), move |_| {
            move || {
                pending.take();
                progress.set(None);
            }
        });
    }
    let press = {
        let (ui, props, pending, progress) = (ui.clone(), props.clone(), pending.clone(), progress.clone());
        Callback::from(move |_: MouseEvent| {
            if pending.take().is_some() {
                progress.set(None);
                return;
            }
            match props.session.shrinker(props.promise) {
                Ok(search) => {
                    progress.set(Some(search.progress()));
                    next(&pending, search, progress.setter(), ui.clone());
                }
                Err(error) => ui.tell(Action::Tell(Topic::Refused, error.why)),
            }
        })
    };
    let searching = *progress;
    html! {
        <>
            <button type="button" class="link" data-testid="shrink" onclick={press}>
                if searching.is_some() { { say!(ui, "Stop", "停止") } } else { { say!(ui, "Shrink it", "最小化") } }
            </button>
            { " " }
            <span class="muted small" role="status">
                if searching.is_some() { { say!(ui, "Looking for a smaller run that still breaks it.", "正在寻找仍打破它的更小运行。") } }
            </span>
            if let Some(Progress { tries, before, now }) = searching {
                <span class="muted small" aria-hidden="true" data-testid="shrinking">
                    { " " }{ say!(ui, "Runs tried: {0}; decisions: {1} → {2}.", "已试 {0} 次运行；决定 {1} → {2}。", tries, before, now) }
                </span>
            }
        </>
    }
}

fn next(pending: &Pending, mut search: Shrinker, progress: UseStateSetter<Option<Progress>>, ui: Ui) {
    let own = pending.clone();
    let frame = request_animation_frame(move |_| {
        let begun = js_sys::Date::now();
        while js_sys::Date::now() - begun < SLICE_MS {
            if !search.advance(1) {
                own.take();
                progress.set(None);
                ui.tell(Action::Shrunk(Rc::new(search.finish())));
                return;
            }
        }
        progress.set(Some(search.progress()));
        next(&own, search, progress, ui);
    });
    *pending.borrow_mut() = Some(frame);
}
