//! The guide through a scenario that is told step for step: what is to be seen where the playhead stands, and the way to the next stop.

use crate::icons::{Icon, icon};
use crate::state::{Action, State};
use crate::ui::{Ui, say};
use synod_session::{Guide, LabInfo, Stop};
use yew::prelude::*;

/// The line with the guide; nothing where the run has none.
pub fn guide(state: &State, ui: &Ui) -> Html {
    let Some(guide) = state.guide() else { return Html::default() };
    let passed = guide.stops.partition_point(|stop| stop.at as f64 <= state.playhead);
    let here = passed.saturating_sub(1);
    let words = guide.stops.get(here).map(|stop| ui.text(&stop.words));
    let back = here.checked_sub(1).and_then(|before| guide.stops.get(before));
    html! {
        <section class="guide" aria-label={say!(ui, "Step for step", "逐步讲解")} data-testid="guide">
            <button type="button" class="btn square" data-testid="guide-back" disabled={back.is_none()}
                onclick={back.map(|stop| ui.on(Action::Scrub(stop.at as f64)))}
                aria-label={say!(ui, "The step before", "上一步")} title={say!(ui, "The step before", "上一步")}>{ icon(Icon::Back) }</button>
            <p class="guide-words" aria-live="polite" data-testid="guide-words">
                <span class="guide-count">{ format!("{} / {}", here + 1, guide.stops.len()) }</span>
                { words }
            </p>
            { onward(ui, guide, guide.stops.get(passed), &state.run.lab) }
        </section>
    }
}

/// The way to the next stop, or, from the last one, to the scenario that goes on with the story.
fn onward(ui: &Ui, guide: &Guide, ahead: Option<&Stop>, lab: &LabInfo) -> Html {
    if let Some(stop) = ahead {
        return html! {
            <button type="button" class="btn strong" data-testid="guide-next" onclick={ui.on(Action::PlayTo(stop.at as f64))}>
                { say!(ui, "Next", "下一步") }{ icon(Icon::On) }
            </button>
        };
    }
    let next = guide.next.and_then(|id| lab.scenarios.iter().find(|scenario| scenario.id == id));
    next.map_or_else(Html::default, |scenario| {
        let go = Action::Shipped(lab.id.to_owned(), scenario.id.to_owned());
        html! {
            <button type="button" class="btn strong guide-on" data-testid="guide-on" onclick={ui.on(go)}>
                { say!(ui, "On to: {0}", "继续：{0}", scenario.name.clone()) }{ icon(Icon::On) }
            </button>
        }
    })
}
