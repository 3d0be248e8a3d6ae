//! What the clients can rely on at the cursor, why a promise is broken, and what was measured.

use crate::cluster::emphasis::answered_by;
use crate::inspector::{Insight, Inspector};
use crate::map::opener;
use crate::measures::{brief, measures};
use crate::run::{Handle, Run, micros};
use crate::shrink::ShrinkIt;
use crate::state::{Action, Lit, Why};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{Becomes, Chart, Measure, PromiseView, Standing, StandingChange, Tally};
use synod_words::{Phrase, phrase};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    /// What happens in the run, where it is the smallest that breaks the explained promise.
    pub story: Option<Phrase>,
    pub session: Handle,
    /// Another number for every other course of events.
    pub revision: u32,
    pub promises: Rc<Vec<PromiseView>>,
    /// The place of the broken promise that is explained.
    pub explained: Option<usize>,
    pub measures: Rc<Vec<Measure>>,
    pub tallies: Rc<Vec<Tally>>,
    pub chart: Rc<Chart>,
    /// What shows why the promise is broken.
    pub lit: Rc<Lit>,
    /// The step of the cursor.
    pub cursor: u32,
    /// The event that is looked into.
    pub insight: Option<Rc<Insight>>,
    /// Where the promises change in the known run.
    pub changes: Rc<Vec<StandingChange>>,
    /// The next change of each promise, where the reader saw it already.
    pub next: Vec<Option<StandingChange>>,
}

/// The next change of each promise after the cursor; none where it was not seen yet, so that nothing is given away.
pub fn next_changes(run: &Run, seen: f64) -> Vec<Option<StandingChange>> {
    let seen = micros(seen);
    let next = |promise: usize| {
        let ahead = run.changes.iter().find(|change| change.promise as usize == promise && change.step > run.cursor())?;
        (ahead.at <= seen).then(|| ahead.clone())
    };
    (0..run.promises.len()).map(next).collect()
}

/// The panel on the right.
#[component]
pub fn Promises(props: &Props) -> Html {
    let ui = use_ui();
    let unfolded = use_state_eq(|| None::<&'static str>);
    let explained = props.explained.and_then(|i| props.promises.get(i));
    html! {
        <aside class="panel promises" aria-label={say!(ui, "Promises", "承诺")}>
            if let Some(insight) = &props.insight {
                <Inspector insight={insight.clone()} chart={props.chart.clone()} cursor={props.cursor} />
            }
            <h2 class="caption">{ say!(ui, "What the clients can rely on", "客户端可以依赖什么") }</h2>
            <ul class="ladder">
                { for props.promises.iter().enumerate().map(|(i, p)| {
                    let open = *unfolded == Some(p.id);
                    let fold = {
                        let (unfolded, next) = (unfolded.setter(), (!open).then_some(p.id));
                        Callback::from(move |_: MouseEvent| unfolded.set(next))
                    };
                    let note = note(props, i);
                    row(&ui, p, open, fold, explained.is_some_and(|e| e.id == p.id), note)
                }) }
            </ul>
            { opener(&ui, &props.promises) }
            if let Some(promise) = explained { { witness(&ui, promise, props) } }
            <h2 class="caption">{ say!(ui, "Measured so far", "目前测得") }</h2>
            { measures(&ui, &props.measures, &props.tallies) }
        </aside>
    }
}

/// When a promise broke, or when it is about to change, as far as that was seen; and whether it is this very step.
fn note(props: &Props, place: usize) -> Option<(Phrase, bool)> {
    if let Standing::Violated { since, .. } = props.promises.get(place)?.standing {
        let own = |change: &&StandingChange| change.step == since && change.promise as usize == place;
        if since == props.cursor {
            return Some((phrase!("breaks here", "在此打破"), true));
        }
        return Some((Phrase::verbatim(brief(props.changes.iter().find(own)?.at)), false));
    }
    let next = props.next.get(place)?.as_ref()?;
    let at = brief(next.at);
    let words = match next.becomes {
        Becomes::Broken => phrase!("breaks at {0}", "{0} 处打破", at),
        Becomes::Holding => phrase!("holds from {0}", "{0} 起成立", at),
    };
    Some((words, false))
}

fn row(
    ui: &Ui,
    promise: &PromiseView,
    open: bool,
    fold: Callback<MouseEvent>,
    explained: bool,
    note: Option<(Phrase, bool)>,
) -> Html {
    let (id, glyph, said) = match &promise.standing {
        Standing::Holds { .. } => ("holds", "✓", say!(ui, "holds", "成立")),
        Standing::Violated { .. } => ("violated", "✗", say!(ui, "broken", "不成立")),
        Standing::Undecided { .. } => ("undecided", "…", say!(ui, "not decided", "未定")),
    };
    let aside = match &promise.standing {
        Standing::Holds { at_rest: false } if note.is_none() => {
            html! { <span class="muted small">{ say!(ui, "so far", "至此") }</span> }
        }
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
                if let Some((words, here)) = note {
                    <span class={if here { "rung-when here" } else { "rung-when" }} data-testid={format!("when-{}", promise.id)}>{ ui.text(&words) }</span>
                }
                { aside }
            </div>
            if let Standing::Undecided { why } = &promise.standing { <p class="rung-note">{ ui.text(why) }</p> }
            if open { <p class="rung-note">{ ui.text(&promise.meaning) }</p> }
        </li>
    }
}

fn witness(ui: &Ui, promise: &PromiseView, props: &Props) -> Html {
    let Props { chart, lit, .. } = props;
    let Standing::Violated { sentence, .. } = &promise.standing else { return Html::default() };
    html! {
        <section class="witness" data-testid="witness" aria-label={say!(ui, "Why it is broken", "为何不成立")}>
            <p>
                <b class="broken-text">{ say!(ui, "{0}: broken.", "{0}：不成立。", promise.name.clone()) }</b>{ " " }
                <span data-testid="witness-text">{ ui.text(sentence) }</span>{ " " }
                <button type="button" class="link" data-testid="show" onclick={ui.on(Action::Show(promise.id))}>
                    { say!(ui, "Show it", "在图上看") }
                </button>
                { " · " }
                <ShrinkIt session={props.session.clone()} revision={props.revision} promise={promise.id} />
            </p>
            if let Some(story) = &props.story {
                <p data-testid="story">
                    <b>{ say!(ui, "Shrunk.", "已最小化。") }</b>{ " " }{ ui.text(story) }
                </p>
            }
            <ol class="witness-operations" aria-label={say!(ui, "The operations of the reason", "原因中的操作")}>
                { for lit.operations.iter().filter_map(|i| chart.operations.get(*i as usize)).map(|op| {
                    let by = answered_by(chart, lit, op);
                    html! {
                        <li data-testid="witness-operation">
                            <b>{ &op.client }</b>{ " " }{ ui.text(&op.label) }
                            if let Some(answer) = &op.answer { { format!(" → {}", ui.text(answer)) } }
                            if !by.is_empty() { <span class="muted">{ say!(ui, " · answered by {0}", " · 由 {0} 应答", by.join(", ")) }</span> }
                        </li>
                    }
                }) }
            </ol>
        </section>
    }
}
