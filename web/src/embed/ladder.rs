//! The promises of a figure, in little room: how each stands, and why one is broken.

use super::messages::standing;
use crate::icons::{Icon, icon};
use crate::state::{Action, Why};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{PromiseView, Standing};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub promises: Rc<Vec<PromiseView>>,
    /// The place of the broken promise that is explained.
    pub explained: Option<usize>,
    /// Whether there is nothing to press.
    pub still: bool,
    /// Whether the reason takes the place of the ladder, because there is no room for both.
    pub instead: bool,
}

/// The ladder.
#[component]
pub fn Ladder(props: &Props) -> Html {
    let ui = use_ui();
    let explained = props.explained.and_then(|i| props.promises.get(i));
    html! {
        <section class="figure-ladder" aria-label={say!(ui, "What the clients can rely on", "客户端可以依赖什么")}>
            <ul class={classes!("ladder", (props.instead && explained.is_some()).then_some("aside-text"))}>
                { for props.promises.iter().map(|p| rung(&ui, p, explained.is_some_and(|e| e.id == p.id), props.still)) }
            </ul>
            if let Some(promise) = explained { { reason(&ui, promise, props.instead) } }
        </section>
    }
}

fn rung(ui: &Ui, promise: &PromiseView, explained: bool, still: bool) -> Html {
    let (glyph, said) = match &promise.standing {
        Standing::Holds { .. } => ("✓", say!(ui, "holds", "成立")),
        Standing::Violated { .. } => ("✗", say!(ui, "broken", "不成立")),
        Standing::Undecided { .. } => ("…", say!(ui, "not decided", "未定")),
    };
    let id = standing(promise);
    let hint = match &promise.standing {
        Standing::Undecided { why } => ui.text(why),
        _ => ui.text(&promise.meaning),
    };
    html! {
        <li class={classes!("rung", id)} key={promise.id} title={hint} data-testid={format!("promise-{}", promise.id)} data-standing={id}>
            <span class="glyph" aria-hidden="true">{ glyph }</span>
            <span class="figure-promise">{ ui.text(&promise.name) }<span class="aside-text">{ format!(": {said}") }</span></span>
            if !still && id == "violated" {
                <button type="button" class="link" data-testid={format!("why-{}", promise.id)} aria-expanded={explained.to_string()}
                    onclick={ui.on(Action::Why(if explained { Why::None } else { Why::Of(promise.id) }))}>
                    { say!(ui, "why?", "为什么？") }
                </button>
            }
        </li>
    }
}

fn reason(ui: &Ui, promise: &PromiseView, closes: bool) -> Html {
    let Standing::Violated { sentence, .. } = &promise.standing else { return Html::default() };
    html! {
        <div class="witness" data-testid="witness">
            <p>
                <b class="broken-text">{ say!(ui, "{0}: broken.", "{0}：不成立。", promise.name.clone()) }</b>{ " " }
                <span data-testid="witness-text">{ ui.text(sentence) }</span>
            </p>
            if closes {
                <button type="button" class="bare" data-testid="why-close" onclick={ui.on(Action::Why(Why::None))}
                    aria-label={say!(ui, "Close", "关闭")}>{ icon(Icon::Close) }</button>
            }
        </div>
    }
}
