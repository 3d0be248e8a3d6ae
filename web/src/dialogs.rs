//! The dialogs: the list of keys, the groups of a partition, a link to be copied by hand.

use crate::embed::Embed;
use crate::icons::{Icon, icon};
use crate::keys;
use crate::state::{Action, Dialog};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::Frame;
use synod_session::doc::Act;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub dialog: Option<Dialog>,
    pub frame: Rc<Frame>,
}

/// The dialog that is open, if any.
#[component]
pub fn Dialogs(props: &Props) -> Html {
    let ui = use_ui();
    let Some(dialog) = &props.dialog else { return Html::default() };
    let (title, body) = match dialog {
        Dialog::Keys => (say!(ui, "Keys", "快捷键"), key_list(&ui)),
        Dialog::Partition => (
            say!(ui, "Partition the cluster", "划分集群"),
            html! { <Groups names={props.frame.nodes.iter().map(|n| n.name.clone()).collect::<Vec<_>>()} /> },
        ),
        // They stand in the page by themselves, for they need the runs.
        Dialog::Compare | Dialog::Models => return Html::default(),
        Dialog::Link(href) => (say!(ui, "The link to this run", "此次运行的链接"), link(&ui, href)),
        Dialog::Embed(run) => (say!(ui, "Put this run into a page", "把此次运行放进网页"), html! { <Embed run={run.clone()} /> }),
    };
    html! { <Modal {title}>{ body }</Modal> }
}

#[derive(Properties, PartialEq, Clone)]
pub struct ModalProps {
    pub title: AttrValue,
    /// Whether it takes the room that a picture needs.
    #[prop_or_default]
    pub wide: bool,
    pub children: Html,
}

/// The frame of a dialog.
#[component]
pub fn Modal(props: &ModalProps) -> Html {
    let ui = use_ui();
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        if let Some(dialog) = node.cast::<HtmlDialogElement>() {
            // Refused only where it is open already.
            drop(dialog.show_modal());
        }
    });
    html! {
        <dialog class={classes!("dialog", props.wide.then_some("wide"))} ref={node} aria-label={&props.title} onclose={ui.on(Action::Dialog(None))} data-testid="dialog">
            <div class="dialog-head">
                <h2>{ &props.title }</h2>
                <button type="button" class="bare" onclick={ui.on(Action::Dialog(None))} aria-label={say!(ui, "Close", "关闭")}>
                    { icon(Icon::Close) }
                </button>
            </div>
            { props.children.clone() }
        </dialog>
    }
}

fn key_list(ui: &Ui) -> Html {
    html! {
        <dl class="keys">
            { for keys::list().iter().map(|(key, what)| html! {
                <div>
                    <dt>{ for key.split(' ').map(|k| html! { <kbd>{ k }</kbd> }) }</dt>
                    <dd>{ ui.text(what) }</dd>
                </div>
            }) }
        </dl>
    }
}

#[derive(Properties, PartialEq, Clone)]
struct GroupsProps {
    names: Vec<String>,
}

/// The partition by keyboard: whoever is ticked is on one side, all others on the other.
#[component]
fn Groups(props: &GroupsProps) -> Html {
    let ui = use_ui();
    let chosen = use_state_eq(Vec::<String>::new);
    let toggle = |name: &str| {
        let (chosen, name) = (chosen.clone(), name.to_owned());
        Callback::from(move |event: Event| {
            let on = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()).is_some_and(|i| i.checked());
            let mut next: Vec<String> = chosen.iter().filter(|n| **n != name).cloned().collect();
            next.extend(on.then(|| name.clone()));
            chosen.set(next);
        })
    };
    let (one, other): (Vec<String>, Vec<String>) = props.names.iter().cloned().partition(|n| chosen.contains(n));
    let complete = !one.is_empty() && !other.is_empty();
    let show = |group: &[String]| if group.is_empty() { "—".to_owned() } else { group.join(" ") };
    let divide = {
        let (ui, groups) = (ui.clone(), vec![one.clone(), other.clone()]);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            ui.tell(Action::Dialog(None));
            ui.tell(Action::Arm(None));
            ui.tell(Action::Act(vec![Act::Partition(groups.clone())]));
        })
    };
    html! {
        <form onsubmit={divide}>
            <p class="muted">{ say!(ui, "Tick who stands on one side. The two sides cannot reach each other until the links are healed.",
                "勾选位于同一侧的进程。两侧互不可达，直到链路恢复。") }</p>
            <fieldset class="checks">
                <legend class="aside-text">{ say!(ui, "One side", "其中一侧") }</legend>
                { for props.names.iter().map(|name| html! {
                    <label class="check"><input type="checkbox" onchange={toggle(name)} data-testid={format!("side-{name}")} />{ name }</label>
                }) }
            </fieldset>
            <p class="sides">{ show(&one) }<span class="sides-cut" aria-hidden="true">{ "¦" }</span>{ show(&other) }</p>
            <button type="submit" class="btn strong" disabled={!complete} data-testid="partition-apply">{ say!(ui, "Partition", "划分") }</button>
        </form>
    }
}

fn link(ui: &Ui, href: &str) -> Html {
    let select = Callback::from(|event: FocusEvent| {
        if let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) {
            input.select();
        }
    });
    html! {
        <>
            <p class="muted">{ say!(ui, "The browser did not let it be copied. Copy it from here:", "浏览器不允许自动复制，请从此处复制：") }</p>
            <input class="link-text" readonly=true value={href.to_owned()} onfocus={select} data-testid="link-text"
                aria-label={say!(ui, "Link", "链接")} />
        </>
    }
}
