//! What the reader must be told, until it was read.

use crate::icons::{Icon, icon};
use crate::state::{Action, Notice, Topic};
use crate::ui::{say, use_ui};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// How long a mere confirmation stays, in milliseconds.
const CONFIRMATION: u32 = 4_000;

/// All notices, below the header.
pub fn notices(notices: &[Notice]) -> Html {
    html! {
        <div class="notices" role="status" data-testid="notices">
            { for notices.iter().map(|n| html! { <Card key={n.id} notice={n.clone()} /> }) }
        </div>
    }
}

#[derive(Properties, PartialEq, Clone)]
struct CardProps {
    notice: Notice,
}

#[component]
fn Card(props: &CardProps) -> Html {
    let ui = use_ui();
    let Notice { id, topic, phrase, undo } = &props.notice;
    {
        let ui = ui.clone();
        use_effect_with((*id, *topic), |(id, topic)| {
            let dismiss = Action::Dismiss(*id);
            let timeout = (*topic == Topic::Copied).then(|| Timeout::new(CONFIRMATION, move || ui.tell(dismiss)));
            move || drop(timeout)
        });
    }
    let class = match topic {
        Topic::Address | Topic::Refused => "notice bad",
        Topic::Branch | Topic::Dropped | Topic::Copied | Topic::Removed => "notice",
    };
    html! {
        <div {class} data-testid="notice">
            <p>{ ui.text(phrase) }</p>
            if undo.is_some() {
                <button type="button" class="link" data-testid="undo" onclick={ui.on(Action::Undo(*id))}>
                    if *topic == Topic::Removed { { say!(ui, "Keep it after all", "仍然保留") } } else { { say!(ui, "Back to the earlier run", "回到先前的运行") } }
                </button>
            }
            <button type="button" class="bare" data-testid="dismiss" onclick={ui.on(Action::Dismiss(*id))}
                aria-label={say!(ui, "Dismiss", "关闭提示")}>{ icon(Icon::Close) }</button>
        </div>
    }
}
