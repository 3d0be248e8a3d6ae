//! A button that opens a list to choose from, with a few words about each entry.

use crate::icons::{Icon, icon};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, Node};
use yew::prelude::*;

/// An entry of a [`Menu`].
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// Its id for tests.
    pub id: AttrValue,
    /// Its name.
    pub name: AttrValue,
    /// What it is.
    pub about: AttrValue,
    /// How it ends, where that is known.
    pub mark: Option<Mark>,
    /// The heading that it stands under, together with those after it that have the same.
    pub group: Option<AttrValue>,
    /// Whether it is the present one.
    pub current: bool,
    /// What choosing it does.
    pub choose: Callback<()>,
}

/// How something ends: a sign for the eye, and words for whoever hears the page.
#[derive(Clone, PartialEq)]
pub struct Mark {
    /// The class that gives it its colour.
    pub class: &'static str,
    /// The sign.
    pub glyph: &'static str,
    /// The words.
    pub said: AttrValue,
}

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub id: AttrValue,
    pub label: AttrValue,
    /// What a screen reader says of the button, beside its label.
    pub hint: AttrValue,
    pub entries: Vec<Entry>,
    #[prop_or_default]
    pub class: Classes,
}

/// The button with its list.
#[component]
pub fn Menu(props: &Props) -> Html {
    let open = use_state_eq(|| false);
    let list = use_node_ref();
    let button = use_node_ref();
    {
        let list = list.clone();
        use_effect_with(*open, move |open| {
            if *open {
                let find = |what: &str| list.cast::<Element>().and_then(|l| l.query_selector(what).ok().flatten());
                focus(find("[aria-current]").or_else(|| find("[role=menuitem]")));
            }
        });
    }
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let leave = {
        let (open, list, button) = (open.setter(), list.clone(), button.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|t| t.dyn_into::<Node>().ok());
            let within = |node: &NodeRef| node.cast::<Node>().is_some_and(|n| n.contains(to.as_ref()));
            if !within(&list) && !within(&button) {
                open.set(false);
            }
        })
    };
    let keys = {
        let (open, list, button) = (open.setter(), list.clone(), button.clone());
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "Escape" => {
                    event.stop_propagation();
                    open.set(false);
                    focus(button.cast::<Element>());
                    return;
                }
                "ArrowDown" => To::By(1),
                "ArrowUp" => To::By(-1),
                "Home" => To::First,
                "End" => To::Last,
                _ => return,
            };
            event.prevent_default();
            move_focus(&list, to);
        })
    };
    html! {
        <span class={classes!("menu", props.class.clone())} onfocusout={leave}>
            <button type="button" class="menu-button" ref={button} onclick={toggle} aria-haspopup="menu"
                aria-expanded={open.to_string()} data-testid={&props.id} title={&props.hint}>
                <span class="menu-label">{ &props.label }</span>{ icon(Icon::Down) }
            </button>
            if *open {
                <div class="menu-list" role="menu" aria-label={&props.hint} ref={list} onkeydown={keys}>
                    { for props.entries.chunk_by(|a, b| a.group == b.group).map(|entries| group(entries, &open.setter())) }
                </div>
            }
        </span>
    }
}

/// Entries that stand together, under their heading where they have one.
fn group(entries: &[Entry], open: &UseStateSetter<bool>) -> Html {
    let heading = entries.first().and_then(|first| first.group.clone());
    let entries = entries.iter().map(|one| entry(one, open.clone()));
    match heading {
        None => entries.collect(),
        Some(heading) => html! {
            <div role="group" class="menu-group" aria-label={&heading}>
                <p class="menu-heading" aria-hidden="true">{ heading }</p>
                { for entries }
            </div>
        },
    }
}

fn entry(entry: &Entry, open: UseStateSetter<bool>) -> Html {
    let choose = entry.choose.clone();
    let choose = Callback::from(move |_: MouseEvent| {
        open.set(false);
        choose.emit(());
    });
    html! {
        <button type="button" role="menuitem" class="menu-entry" onclick={choose} data-testid={&entry.id}
            aria-current={entry.current.then_some("true")}>
            <span class="menu-name">
                { for entry.mark.as_ref().map(sign) }{ &entry.name }{ for entry.mark.as_ref().map(words) }
            </span>
            <span class="menu-about">{ &entry.about }</span>
        </button>
    }
}

fn sign(mark: &Mark) -> Html {
    html! { <span class={classes!("menu-mark", mark.class)} aria-hidden="true" title={&mark.said}>{ mark.glyph }</span> }
}

fn words(mark: &Mark) -> Html {
    html! { <span class="aside-text">{ format!(": {}", mark.said) }</span> }
}

/// Where the focus goes within the list.
#[derive(Clone, Copy)]
enum To {
    /// So many entries on, and around.
    By(i32),
    First,
    Last,
}

fn move_focus(list: &NodeRef, to: To) {
    let Some(list) = list.cast::<Element>() else { return };
    let Ok(items) = list.query_selector_all("[role=menuitem]") else { return };
    let count = items.length().cast_signed();
    let active = gloo::utils::document().active_element();
    let here = (0..count).find(|i| {
        let item = items.get(i.cast_unsigned()).and_then(|n| n.dyn_into::<Element>().ok());
        item.is_some() && item == active
    });
    let next = match to {
        To::By(by) => here.map_or(0, |i| (i + by).rem_euclid(count.max(1))),
        To::First => 0,
        To::Last => (count - 1).max(0),
    };
    focus(items.get(next.cast_unsigned()).and_then(|n| n.dyn_into::<Element>().ok()));
}

/// Gives the focus to an element, where there is one that takes it.
pub fn focus(element: Option<Element>) {
    let Some(element) = element else { return };
    // An element that is gone takes no focus; then the focus stays.
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        drop(element.focus());
    } else if let Some(element) = element.dyn_ref::<web_sys::SvgElement>() {
        drop(element.focus());
    }
}
