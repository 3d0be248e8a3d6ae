//! What the clients can rely on at the cursor, why a promise is broken, and what was measured.

use crate::state::{Action, Why};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{Measure, PromiseView, Standing};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub promises: Rc<Vec<PromiseView>>,
    /// The place of the broken promise that is explained.
    pub explained: Option<usize>,
    pub measures: Rc<Vec<Measure>>,
}

/// The panel on the right.
#[component]
pub fn Promises(props: &Props) -> Html {
    let ui = use_ui();
    let unfolded = use_state_eq(|| None::<&'static str>);
    let explained = props.explained.and_then(|i| props.promises.get(i));
    html! {
        <aside class="panel promises" aria-label={say!(ui, "Promises", "承诺")}>
            <h2 class="caption">{ say!(ui, "What the clients can rely on", "客户端可以依赖什么") }</h2>
            <ul class="ladder">
                { for props.promises.iter().map(|p| {
                    let open = *unfolded == Some(p.id);
                    let fold = {
                        let (unfolded, next) = (unfolded.setter(), (!open).then_some(p.id));
                        Callback::from(move |_: MouseEvent| unfolded.set(next))
                    };
                    row(&ui, p, open, fold, explained.is_some_and(|e| e.id == p.id))
                }) }
            </ul>
            if let Some(promise) = explained { { witness(&ui, promise) } }
            <h2 class="caption">{ say!(ui, "Measured so far", "目前测得") }</h2>
            <dl class="measures">
                { for props.measures.iter().map(|m| html! {
                    <div class="measure" data-testid={format!("measure-{}", m.id)}>
                        <dt>{ ui.text(&m.name) }</dt><dd>{ ui.text(&m.value) }</dd>
                    </div>
                }) }
            </dl>
        </aside>
    }
}

fn row(ui: &Ui, promise: &PromiseView, open: bool, fold: Callback<MouseEvent>, explained: bool) -> Html {
    let (id, glyph, said) = match &promise.standing {
        Standing::Holds { .. } => ("holds", "✓", say!(ui, "holds", "成立")),
        Standing::Violated { .. } => ("violated", "✗", say!(ui, "broken", "不成立")),
        Standing::Undecided { .. } => ("undecided", "…", say!(ui, "not decided", "未定")),
    };
    let aside = match &promise.standing {
        Standing::Holds { at_rest: false } => html! { <span class="muted small">{ say!(ui, "so far", "至此") }</span> },
        Standing::Violated { .. } => {
            let next = if explained { Why::None } else { Why::Of(promise.id) };
            html! {
                <button type="button" class="link" data-testid={format!("why-{}", promise.id)} aria-expanded={explained.to_string()}
                    onclick={ui.on(Action::Why(next))}>{ say!(ui, "why?", "为什么？") }</button>
            }
        }
        _ => Html::default(),
    };
    html! {
        <li class={classes!("rung", id)} key={promise.id} data-testid={format!("promise-{}", promise.id)} data-standing={id}>
            <div class="rung-line">
                <span class="glyph" aria-hidden="true">{ glyph }</span>
                <button type="button" class="rung-name" aria-expanded={open.to_string()} onclick={fold} title={ui.text(&promise.meaning)}>
                    { ui.text(&promise.name) }<span class="aside-text">{ format!(": {said}") }</span>
                </button>
                { aside }
            </div>
            if let Standing::Undecided { why } = &promise.standing { <p class="rung-note">{ ui.text(why) }</p> }
            if open { <p class="rung-note">{ ui.text(&promise.meaning) }</p> }
        </li>
    }
}

fn witness(ui: &Ui, promise: &PromiseView) -> Html {
    let Standing::Violated { sentence, .. } = &promise.standing else { return Html::default() };
    html! {
        <section class="witness" data-testid="witness" aria-label={say!(ui, "Why it is broken", "为何不成立")}>
            <p>
                <b class="broken-text">{ say!(ui, "{0}: broken.", "{0}：不成立。", promise.name.clone()) }</b>{ " " }
                <span data-testid="witness-text">{ ui.text(sentence) }</span>{ " " }
                <button type="button" class="link" data-testid="show" onclick={ui.on(Action::Show(promise.id))}>
                    { say!(ui, "Show it", "在图上看") }
                </button>
            </p>
        </section>
    }
}
