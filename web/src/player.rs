//! The clock of the page: while a run is played, every frame of the browser moves the playhead.

use crate::state::Action;
use crate::ui::Ui;
use gloo::render::{AnimationFrame, request_animation_frame};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// The longest step between two frames in milliseconds: after a tab was hidden, the run goes on where it was.
const LONGEST: f64 = 100.0;

type Pending = Rc<RefCell<Option<AnimationFrame>>>;

/// Ticks while `playing`.
#[hook]
pub fn use_player(playing: bool, ui: &Ui) {
    let ui = ui.clone();
    use_effect_with(playing, move |playing| {
        let pending = Pending::default();
        if *playing {
            next(&pending, None, ui);
        }
        move || drop(pending.take())
    });
}

fn next(pending: &Pending, last: Option<f64>, ui: Ui) {
    let own = pending.clone();
    let frame = request_animation_frame(move |now| {
        if let Some(last) = last {
            ui.tell(Action::Tick((now - last).clamp(0.0, LONGEST)));
        }
        next(&own, Some(now), ui);
    });
    *pending.borrow_mut() = Some(frame);
}
