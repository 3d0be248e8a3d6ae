//! *Break it for me*: which promise, with which faults, and what the search for such a run came to.

mod budget;
mod outcome;

use crate::dialogs::Modal;
use crate::icons::{Icon, icon};
use crate::state::{Action, Dialog, Questing, Seeking, Stand};
use crate::ui::{Ui, say, use_ui};
use crate::worker::{Heard, Job};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The button that opens the dialog.
pub fn opener(ui: &Ui) -> Html {
    html! {
        <button type="button" class="btn strong break-it" data-testid="break" aria-haspopup="dialog" onclick={ui.on(Action::Quest(Seeking::Open))}>
            <b>{ say!(ui, "Break it for me", "替我打破它") }</b>
            <span>{ say!(ui, "search for the shortest run that violates…", "搜索违反承诺的最短运行……") }</span>
        </button>
    }
}

/// What the worker is to look for now.
pub fn job(dialog: Option<&Dialog>) -> Option<(u32, Job)> {
    let Some(Dialog::Quest(questing)) = dialog else { return None };
    Some((questing.job, Job::Quest(questing.sought()?)))
}

/// What the worker tells, for the reducer.
pub fn heard(job: u32, heard: Heard) -> Action {
    Action::Quest(Seeking::Heard(job, heard))
}

/// The dialog; nothing while another one is open, or none.
pub fn dialog(dialog: Option<&Dialog>) -> Html {
    let Some(Dialog::Quest(questing)) = dialog else { return Html::default() };
    html! { <Quest questing={(**questing).clone()} /> }
}

#[derive(Properties, PartialEq, Clone)]
struct Props {
    questing: Questing,
}

#[component]
fn Quest(props: &Props) -> Html {
    let ui = use_ui();
    let questing = &props.questing;
    html! {
        <Modal title={say!(ui, "Break it for me", "替我打破它")}>
            if questing.promises.is_empty() {
                <p>{ say!(ui, "No promise of this lab can be searched for yet: they are about runs without end, or about all processes at once.",
                    "此实验的承诺暂不支持搜索：它们涉及无尽的运行。") }</p>
            } else {
                { form(&ui, questing) }
                { outcome::outcome(&ui, questing) }
            }
        </Modal>
    }
}

fn form(ui: &Ui, questing: &Questing) -> Html {
    let searching = matches!(questing.stand, Stand::Searching(_));
    let choose = ui.with(|event: Event| {
        let select = event.target()?.dyn_into::<HtmlSelectElement>().ok()?;
        Some(Action::Quest(Seeking::Promise(usize::try_from(select.selected_index()).ok()?)))
    });
    let submit = {
        let (ui, next) = (ui.clone(), if searching { Seeking::Cancel } else { Seeking::Search });
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            ui.tell(Action::Quest(next.clone()));
        })
    };
    html! {
        <form class="quest" onsubmit={submit}>
            <p class="muted small">{ say!(ui, "Searches all schedules of the clients' requests in this run, shortest first, with as many faults as you allow.",
                "在所允许的故障次数内，从最短的开始，搜索本次运行中客户端请求的所有调度。") }</p>
            <fieldset disabled={searching}>
                <legend class="aside-text">{ say!(ui, "What to look for", "搜索内容") }</legend>
                <label class="quest-promise">
                    <span>{ say!(ui, "Promise to break", "要打破的承诺") }</span>
                    <span class="select boxed">
                        <select data-testid="quest-promise" onchange={choose} disabled={searching}>
                            { for questing.promises.iter().enumerate().map(|(i, (id, name))| html! {
                                <option value={*id} selected={i == questing.chosen}>{ ui.text(name) }</option>
                            }) }
                        </select>
                        { icon(Icon::Down) }
                    </span>
                </label>
                { budget::budget(ui, questing.budget) }
            </fieldset>
            // One button all the time, so that it keeps the focus.
            <button type="submit" class={classes!("btn", "quest-go", (!searching).then_some("strong"))} data-testid="quest-go">
                if searching { { icon(Icon::Close) }{ say!(ui, "Cancel", "取消") } } else { { say!(ui, "Search", "搜索") } }
            </button>
        </form>
    }
}
