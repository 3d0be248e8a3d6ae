//! The chain of causes, the nearest first.

use super::when;
use crate::state::Action;
use crate::ui::{Ui, say};
use synod_session::Reason;
use yew::prelude::*;

/// The causes; each leads to its own, and says by which rule it came.
pub fn list(ui: &Ui, causes: &[Reason], cursor: u32) -> Html {
    if causes.is_empty() {
        return html! { <p class="inspector-start">{ say!(ui, "Nothing before it led to it.", "此前没有导致它的事件。") }</p> };
    }
    html! {
        <>
            <h3 class="inspector-because">{ say!(ui, "Because", "因为") }</h3>
            <ol class="causes" data-testid="causes">{ for causes.iter().map(|cause| one(ui, cause, cursor)) }</ol>
        </>
    }
}

fn one(ui: &Ui, cause: &Reason, cursor: u32) -> Html {
    let step = cause.line.step;
    let go = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| {
            ui.tell(Action::Pick(Some(step)));
            ui.tell(Action::Seek(step));
        })
    };
    html! {
        <li class="cause" key={step} aria-current={(step == cursor).then_some("step")}>
            <span class="cause-when">{ when(cause) }</span>
            <div>
                <button type="button" class="cause-words" data-testid={format!("cause-{step}")} onclick={go}>
                    if cause.line.decided { <span class="decided">{ say!(ui, "by hand", "人为") }</span> }
                    { ui.text(&cause.line.phrase) }
                </button>
                if let Some(rule) = &cause.rule {
                    <details class="cause-rule">
                        <summary>{ say!(ui, "rule", "规则") }</summary>
                        <p>{ ui.text(&rule.words) }</p><p class="muted">{ rule.source }</p>
                    </details>
                }
            </div>
        </li>
    }
}
