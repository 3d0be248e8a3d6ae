//! The bar of kept runs: a small picture of where they part, and a chip for each.

pub mod store;
mod tree;

use crate::icons::{Icon, icon};
use crate::menu::focus;
use crate::state::{Action, Against, Comparing, Keeping, Kept};
use crate::ui::{say, use_ui};
use std::rc::Rc;
use synod_words::Arg;
use tree::tree;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub list: Rc<Vec<Kept>>,
    /// The lab whose runs are shown.
    pub lab: &'static str,
    /// The run on the page.
    pub own: u32,
}

/// The bar; nothing while there is one run only.
#[component]
pub fn BranchBar(props: &Props) -> Html {
    let ui = use_ui();
    let chips = use_node_ref();
    {
        let chips = chips.clone();
        // The chip of the run on the page is always in view; only the bar is moved for that, not the page.
        use_effect_with((props.own, props.list.len()), move |_| {
            let Some(bar) = chips.cast::<HtmlElement>() else { return };
            let current = bar.query_selector(".chip.current").ok().flatten().and_then(|c| c.dyn_into::<HtmlElement>().ok());
            if let Some(chip) = current {
                let middle = chip.offset_left() - bar.offset_left() + chip.offset_width() / 2;
                bar.set_scroll_left(middle - bar.client_width() / 2);
            }
        });
    }
    let kept: Vec<&Kept> = props.list.iter().filter(|k| k.document.lab == props.lab).collect();
    if kept.len() < 2 {
        return Html::default();
    }
    html! {
        <div class="branches" role="group" aria-label={say!(ui, "Kept runs", "保留的运行")} data-testid="branches">
            { tree(&kept, props.own) }
            <ul class="chips" ref={chips}>
                { for kept.iter().enumerate().map(|(i, k)| {
                    let parent = kept.iter().find(|p| Some(p.id) == k.parent).map(|p| p.label());
                    let from = parent.map(|p| say!(ui, "parted from “{0}” at {1}", "在 {1} 与“{0}”分开", p, Arg::TimeUs(k.parted)));
                    html! { <Chip key={k.id} id={k.id} number={i + 1} label={ui.text(&k.label())} {from} current={k.id == props.own} /> }
                }) }
            </ul>
        </div>
    }
}

#[derive(Properties, PartialEq, Clone)]
struct ChipProps {
    id: u32,
    number: usize,
    label: AttrValue,
    /// Where it parted from which run.
    from: Option<AttrValue>,
    current: bool,
}

/// A run: its name goes to it, and small buttons rename it, compare it and let it go.
#[component]
fn Chip(props: &ChipProps) -> Html {
    let ui = use_ui();
    let ChipProps { id, number, label, from, current } = props.clone();
    let renaming = use_state_eq(|| false);
    let button = use_node_ref();
    let begin = |setter: UseStateSetter<bool>| Callback::from(move |()| setter.set(true));
    let begin = begin(renaming.setter());
    let keys = {
        let begin = begin.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "F2" {
                event.prevent_default();
                begin.emit(());
            }
        })
    };
    if *renaming {
        let (renaming, button) = (renaming.setter(), button.clone());
        let done = Callback::from(move |()| {
            renaming.set(false);
            // The button is back only after the next drawing.
            let button = button.clone();
            gloo::timers::callback::Timeout::new(0, move || focus(button.cast::<Element>())).forget();
        });
        return html! { <li class="chip renaming"><Rename {id} {label} {done} /></li> };
    }
    let title = from.map_or_else(|| label.to_string(), |from| format!("{label}, {from}"));
    html! {
        <li class={classes!("chip", current.then_some("current"))}>
            <button type="button" class="chip-name" ref={button} aria-current={current.then_some("true")} {title} onkeydown={keys}
                ondblclick={begin.reform(|_| ())} onclick={ui.on(Action::Keep(Keeping::Switch(id)))} data-testid={format!("branch-{id}")}>
                <span class="chip-number">{ number }</span><span class="chip-label">{ &label }</span>
            </button>
            <button type="button" class="bare chip-tool" onclick={begin.reform(|_| ())} data-testid={format!("rename-{id}")}
                aria-label={say!(ui, "Rename “{0}” (F2)", "重命名“{0}”（F2）", label.as_str())} title={say!(ui, "Rename (F2)", "重命名（F2）")}>
                { icon(Icon::Pencil) }
            </button>
            if !current {
                <button type="button" class="bare chip-tool" onclick={ui.on(Action::Compare(Comparing::With(Against::Kept(id))))}
                    data-testid={format!("compare-branch-{id}")} aria-label={say!(ui, "Compare with “{0}”", "与“{0}”比较", label.as_str())}
                    title={say!(ui, "Compare with the run shown", "与当前运行比较")}>
                    { icon(Icon::Compare) }
                </button>
            }
            <button type="button" class="bare chip-tool" onclick={ui.on(Action::Keep(Keeping::Remove(id)))} data-testid={format!("remove-{id}")}
                aria-label={say!(ui, "Let “{0}” go", "移除“{0}”", label.as_str())} title={say!(ui, "Let this run go", "移除此运行")}>
                { icon(Icon::Close) }
            </button>
        </li>
    }
}

#[derive(Properties, PartialEq, Clone)]
struct RenameProps {
    id: u32,
    label: AttrValue,
    done: Callback<()>,
}

/// The field for another name: Enter takes it, Escape leaves the old one.
#[component]
fn Rename(props: &RenameProps) -> Html {
    let ui = use_ui();
    let field = use_node_ref();
    use_effect_with(field.clone(), |field| {
        focus(field.cast::<Element>());
        if let Some(input) = field.cast::<HtmlInputElement>() {
            input.select();
        }
    });
    let keys = {
        let (ui, id, done) = (ui.clone(), props.id, props.done.clone());
        Callback::from(move |event: KeyboardEvent| {
            // The Enter that ends a word of an input method is not the Enter that takes the name.
            let enter = event.key() == "Enter" && !event.is_composing();
            if enter && let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) {
                ui.tell(Action::Keep(Keeping::Rename(id, input.value())));
            }
            if enter || event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                done.emit(());
            }
        })
    };
    let leave = {
        let done = props.done.clone();
        Callback::from(move |_: FocusEvent| done.emit(()))
    };
    html! {
        <input class="chip-field" ref={field} value={props.label.clone()} maxlength="60" onkeydown={keys} onblur={leave}
            data-testid="branch-name" aria-label={say!(ui, "Name of the run; Enter takes it, Escape leaves it", "运行的名称；回车确认，Esc 取消")} />
    }
}
