//! Why something happened: an event in words, the rule that was followed, and the chain of its causes.

mod causes;
mod order;

use crate::focus::use_focus_back;
use crate::icons::{Icon, icon};
use crate::menu::focus;
use crate::run::Run;
use crate::state::Action;
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{Chart, Cone, Reason};
use synod_words::{Arg, time_text};
use web_sys::Element;
use yew::prelude::*;

/// How many causes are told.
const CAUSES: u32 = 12;

/// What is known about a step that is looked into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Insight {
    /// The step.
    pub step: u32,
    /// The step itself first, then what caused it.
    pub reasons: Vec<Reason>,
    /// All that led to it, and all that it led to.
    pub cone: Cone,
}

/// What is known about the picked step; worked out once for each step and run.
#[hook]
pub fn use_insight(run: &Run, picked: Option<u32>) -> Option<Rc<Insight>> {
    let known = use_memo((run.session.clone(), run.revision, picked), |(session, _, picked)| {
        let step = (*picked)?;
        Some(Rc::new(Insight { step, reasons: session.why(step, CAUSES), cone: session.cone(step) }))
    });
    (*known).clone()
}

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub insight: Rc<Insight>,
    pub chart: Rc<Chart>,
    pub cursor: u32,
}

/// The section that explains a step.
#[component]
pub fn Inspector(props: &Props) -> Html {
    let ui = use_ui();
    let Props { insight, chart, cursor } = props;
    let section = use_node_ref();
    let anchor = use_state(|| None);
    let step = insight.step;
    // The focus goes in, so that the reason is read out and the causes are the next things to reach.
    use_focus_back(&section, ());
    {
        let section = section.clone();
        use_effect_with(step, move |_| focus(section.cast::<Element>()));
    }
    let Some(event) = insight.reasons.first() else { return Html::default() };
    let delays = chart.operations.iter().find(|op| op.returned.is_some_and(|r| r.0 == step)).and_then(|op| op.delays);
    let words = ui.text(&event.line.phrase);
    html! {
        <section class="inspector" ref={section} tabindex="-1" data-testid="inspector" data-picked={step.to_string()}
            aria-label={say!(ui, "Why? {0}", "为什么？{0}", words.as_str())}>
            <div class="inspector-head">
                <h2 class="caption">{ say!(ui, "Why did this happen?", "为何发生？") }</h2>
                <button type="button" class="bare" data-testid="inspector-close" onclick={ui.on(Action::Pick(None))}
                    aria-label={say!(ui, "Close", "关闭")}>{ icon(Icon::Close) }</button>
            </div>
            <p class="inspector-event">
                <span class="inspector-when">{ say!(ui, "event {0} · {1}", "事件 {0} · {1}", step, Arg::TimeUs(event.line.at)) }</span>
                <b data-testid="inspector-event">{ words }</b>
                { for event.line.notes.iter().map(|n| html! { <span class="muted">{ ui.text(n) }</span> }) }
                if let Some(delays) = delays {
                    <span class="muted" data-testid="inspector-delays">{ answered_after(&ui, delays) }</span>
                }
                if *cursor != step {
                    <button type="button" class="link" data-testid="inspector-show" onclick={ui.on(Action::Seek(step))}>
                        { say!(ui, "Go there", "转到该处") }
                    </button>
                }
            </p>
            { rule(&ui, event) }
            { causes::list(&ui, &insight.reasons[1..], *cursor) }
            <p class="inspector-cone" data-testid="inspector-cone">
                { say!(ui, "Events that led to it: {0}. Events that follow from it: {1}.", "导致它的事件：{0} 个。由它而来的事件：{1} 个。",
                    insight.cone.past.len(), insight.cone.future.len()) }
            </p>
            { order::compared(&ui, insight, event, &anchor) }
        </section>
    }
}

fn answered_after(ui: &Ui, delays: u32) -> AttrValue {
    if delays == 1 {
        say!(ui, "answered after one message delay", "经过 1 次消息延迟后得到应答")
    } else {
        say!(ui, "answered after {0} message delays, one after the other", "经过 {0} 次先后的消息延迟后得到应答", delays)
    }
}

/// The rule by which the process acted, with its source; or that there is none.
fn rule(ui: &Ui, event: &Reason) -> Html {
    match (&event.rule, event.line.decided) {
        (Some(rule), _) => html! {
            <figure class="rule" data-testid="inspector-rule">
                <blockquote>{ ui.text(&rule.words) }</blockquote>
                <figcaption>{ rule.source }</figcaption>
            </figure>
        },
        (None, true) => html! {
            <p class="rule" data-testid="inspector-rule">{ say!(ui, "Somebody decided this by hand.", "由人决定。") }</p>
        },
        (None, false) => html! {
            <p class="rule" data-testid="inspector-rule">{ say!(ui, "The network did this; no process acted.", "由网络造成，没有进程执行动作。") }</p>
        },
    }
}

/// The time of a cause as it stands in the list.
fn when(reason: &Reason) -> String {
    time_text(reason.line.at)
}
