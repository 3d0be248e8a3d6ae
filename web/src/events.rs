//! The history as a list of events in words. Only the lines in view are made.

use crate::run::Handle;
use crate::state::{Action, Lit};
use crate::ui::{say, use_ui};
use std::rc::Rc;
use synod_session::{Chart, EventLine};
use synod_words::time_text;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// The height of a line, as in the style sheet.
const LINE: i32 = 30;
/// How many lines are made at once: more than any screen shows.
const AT_ONCE: u32 = 60;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub session: Handle,
    /// Another number for every other course of events.
    pub revision: u32,
    pub steps: u32,
    pub cursor: u32,
    pub chart: Rc<Chart>,
    /// The operations that show why a promise is broken.
    pub lit: Rc<Lit>,
}

/// The list of events.
#[component]
pub fn Events(props: &Props) -> Html {
    let ui = use_ui();
    let first = use_state_eq(|| 1_u32);
    let scroller = use_node_ref();
    let rail = use_node_ref();
    let scroll = {
        let (first, scroller) = (first.setter(), scroller.clone());
        Callback::from(move |_: Event| {
            let top = scroller.cast::<HtmlElement>().map_or(0, |e| e.scroll_top());
            // In tens, so that a little scrolling makes no new lines.
            let line = u32::try_from(top / LINE).unwrap_or(0);
            first.set(line.saturating_sub(15) / 10 * 10 + 1);
        })
    };
    {
        // The style policy of the page allows no style attribute; a property set by the program it does.
        let rail = rail.clone();
        use_effect_with((props.steps, *first), move |(steps, first)| {
            let Some(rail) = rail.cast::<HtmlElement>() else { return };
            let lines = |count: u32| format!("{}px", i64::from(count) * i64::from(LINE));
            drop(rail.style().set_property("height", &lines(*steps)));
            drop(rail.style().set_property("padding-top", &lines(first - 1)));
        });
    }
    {
        let scroller = scroller.clone();
        use_effect_with((props.cursor, props.revision), move |(cursor, _)| {
            let Some(scroller) = scroller.cast::<HtmlElement>() else { return };
            let top = (cursor.cast_signed() - 1) * LINE;
            if top < scroller.scroll_top() || top + LINE > scroller.scroll_top() + scroller.client_height() {
                scroller.set_scroll_top(top - scroller.client_height() / 2);
            }
        });
    }
    let lines = use_memo((props.session.clone(), props.revision, *first), |(session, _, first)| session.events(*first, AT_ONCE));
    let lit_steps: Vec<u32> = props
        .lit
        .operations
        .iter()
        .filter_map(|i| props.chart.operations.get(*i as usize))
        .flat_map(|op| std::iter::once(op.called.0).chain(op.returned.map(|r| r.0)))
        .collect();
    let pick = ui.with(|event: MouseEvent| {
        let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        let step = target.closest("[data-step]").ok()??.get_attribute("data-step")?;
        let asked = target.closest("[data-why]").ok()?.is_some();
        step.parse().ok().map(|step| if asked { Action::Pick(Some(step)) } else { Action::Seek(step) })
    });
    let enter = {
        let cursor = props.cursor;
        ui.with(move |event: KeyboardEvent| {
            let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
            let current = format!("[data-step='{cursor}'] .event-step");
            (event.key() == "Enter" && target.matches(&current).ok()?).then(|| {
                event.prevent_default();
                Action::Pick(Some(cursor))
            })
        })
    };
    html! {
        <div class="events" ref={scroller} onscroll={scroll} data-testid="events">
            <ol class="events-rail" ref={rail} onclick={pick} onkeydown={enter} aria-label={say!(ui, "Events", "事件")}>
                { for lines.iter().map(|line| {
                    let state = (line.step == props.cursor, line.step > props.cursor, lit_steps.contains(&line.step));
                    html! { <Line key={line.step} line={line.clone()} {state} /> }
                }) }
            </ol>
        </div>
    }
}

#[derive(Properties, PartialEq, Clone)]
struct LineProps {
    line: EventLine,
    /// Whether it is the current one, whether it is still to come, whether it is lit up.
    state: (bool, bool, bool),
}

#[component]
fn Line(props: &LineProps) -> Html {
    let ui = use_ui();
    let line = &props.line;
    let (current, later, lit) = props.state;
    let words = ui.text(&line.phrase);
    let notes = line.notes.iter().map(|n| n.text(ui.lang)).collect::<Vec<_>>().join(" · ");
    html! {
        <li class={classes!("event", current.then_some("current"), later.then_some("later"), lit.then_some("lit"))}
            data-testid={format!("event-{}", line.step)} data-step={line.step.to_string()} aria-current={current.then_some("step")}>
            <button type="button" class="event-step">{ line.step }</button>
            <span class="event-time">{ time_text(line.at) }</span>
            <span class="event-words" title={words.clone()}>
                if line.decided { <span class="decided" title={say!(ui, "Somebody decided this; it did not follow by itself", "由人决定，并非自行发生")}>{ say!(ui, "by hand", "人为") }</span> }
                { words }
                if !notes.is_empty() { <span class="muted">{ format!(" · {notes}") }</span> }
            </span>
            if current {
                <button type="button" class="link event-why" data-why="true" data-testid="event-why"
                    aria-label={say!(ui, "why? event {0}", "为什么？事件 {0}", line.step)}>{ say!(ui, "why?", "为什么？") }</button>
            }
        </li>
    }
}
