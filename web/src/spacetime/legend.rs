//! A line of words about the picked event: how much led to it, and how much it led to.

use crate::icons::{Icon, icon};
use crate::state::Action;
use crate::ui::{say, use_ui};
use synod_session::Time;
use synod_words::Arg;
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    /// How many events led to it, came of it, and did neither.
    pub counts: [u32; 3],
    /// Its time.
    pub at: Time,
}

/// The line.
#[component]
pub fn Legend(props: &Props) -> Html {
    let ui = use_ui();
    let [past, future, neither] = props.counts;
    let sign = |class: &'static str| {
        html! {
            <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true" focusable="false">
                <path {class} d="M1 5H21" /><circle class={class} cx="21" cy="5" r="3" />
            </svg>
        }
    };
    html! {
        <p class="legend" role="status" data-testid="cone">
            <span class="legend-at">{ say!(ui, "Event at {0}", "{0} 处的事件", Arg::TimeUs(props.at)) }</span>
            <span>{ sign("sign-past") }{ say!(ui, "before it: {0}", "在其之前：{0}", past) }</span>
            <span>{ sign("sign-future") }{ say!(ui, "after it: {0}", "在其之后：{0}", future) }</span>
            <span>{ sign("sign-dim") }{ say!(ui, "concurrent: {0}", "并发：{0}", neither) }</span>
            <button type="button" class="bare" onclick={ui.on(Action::Pick(None))} data-testid="unpick"
                aria-label={say!(ui, "Show all alike", "取消选取")} title={say!(ui, "Show all alike (Esc)", "取消选取（Esc）")}>{ icon(Icon::Close) }</button>
        </p>
    }
}
