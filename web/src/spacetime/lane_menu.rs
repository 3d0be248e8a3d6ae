//! What can be done to a fault, beside its lane: its times as numbers, and that it never was.

use super::lane::{self, Span};
use super::lanes::revised;
use crate::icons::{Icon, icon};
use crate::menu::focus;
use crate::state::Action;
use crate::ui::{say, use_ui};
use std::rc::Rc;
use synod_session::{Chart, Time};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub chart: Rc<Chart>,
    /// The place of the fault in the chart.
    pub fault: u32,
    /// Where it stands, in pixels.
    pub at: (f64, f64),
    /// How wide the diagram is.
    pub width: f64,
    pub close: Callback<()>,
}

/// How wide it is.
const WIDE: f64 = 372.0;

/// The menu.
#[component]
pub fn LaneMenu(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, fault, at, width, close } = props.clone();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((at.0.to_bits(), at.1.to_bits(), width.to_bits()), move |_| {
            if let Some(element) = node.cast::<HtmlElement>() {
                let left = at.0.min(width - WIDE - 6.0).max(6.0);
                let style = element.style();
                // A place that a style refuses leaves the menu at the corner.
                drop(style.set_property("left", &format!("{left}px")));
                drop(style.set_property("top", &format!("{}px", at.1)));
            }
        });
    }
    {
        let node = node.clone();
        use_effect_with(fault, move |_| {
            let before = gloo::utils::document().active_element();
            focus(node.cast::<Element>().and_then(|e| e.query_selector("input").ok().flatten()));
            move || focus(before)
        });
    }
    let Some(lane) = chart.faults.get(fault as usize) else { return Html::default() };
    let span = lane::span(lane);
    let field = |id: &'static str, label: AttrValue, value: Option<Time>, set: fn(Span, Time) -> Span| {
        let (lane, shown) = (lane.clone(), value.map(|us| format!("{}", us as f64 / 1e3)));
        let change = ui.with(move |event: Event| {
            let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
            let ms = Some(input.value_as_number()).filter(|ms| *ms >= 0.0)?;
            let new = set(lane::span(&lane), crate::run::micros((ms * 1e3).round()));
            if new.to.is_some_and(|to| to <= new.from) {
                // There is no such time; the field says again what is.
                input.set_value(shown.as_deref().unwrap_or_default());
                return None;
            }
            revised(&lane, new)
        });
        html! {
            <label class="lane-field"><span>{ label }</span>
                <input type="number" min="0" step="any" value={value.map(|us| format!("{}", us as f64 / 1e3))} onchange={change} data-testid={id} />
                <span class="muted">{ "ms" }</span>
            </label>
        }
    };
    let remove = {
        let (chart, close) = (chart.clone(), close.clone());
        ui.with(move |_: MouseEvent| {
            close.emit(());
            Some(Action::Revise(lane::removal(&chart, fault as usize)))
        })
    };
    let shut = close.reform(|_: MouseEvent| ());
    let keys = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            close.emit(());
        }
    });
    html! {
        <div class="lane-menu" ref={node} role="dialog" aria-label={ui.text(&lane.label)} onkeydown={keys} data-testid="lane-menu">
            <div class="lane-menu-head">
                <span>{ ui.text(&lane.label) }</span>
                <button type="button" class="bare" onclick={shut} aria-label={say!(ui, "Close", "关闭")}>{ icon(Icon::Close) }</button>
            </div>
            <div class="lane-menu-row">
                { field("lane-from", say!(ui, "from", "从"), Some(span.from), |s, t| Span { from: t, ..s }) }
                if lane::has_end(lane) { { field("lane-to", say!(ui, "to", "到"), span.to, |s, t| Span { to: Some(t), ..s }) } }
                <button type="button" class="btn" onclick={remove} data-testid="lane-remove">{ say!(ui, "Remove", "删除") }</button>
            </div>
        </div>
    }
}
