//! The promises and the measured values of both runs, in one table each.

use crate::run::Run;
use crate::state::{Action, Why};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{Measure, PromiseView, Standing};
use synod_words::Phrase;
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    /// The promises of both.
    pub promises: [Rc<Vec<PromiseView>>; 2],
    /// What was measured in both.
    pub measures: [Rc<Vec<Measure>>; 2],
    /// Which broken promise of each is explained.
    pub why: [Why; 2],
}

impl Props {
    /// What the panel shows of two runs.
    pub fn of(here: (&Run, Why), there: (&Run, Why)) -> Props {
        Props {
            promises: [here.0.promises.clone(), there.0.promises.clone()],
            measures: [here.0.measures.clone(), there.0.measures.clone()],
            why: [here.1, there.1],
        }
    }
}

/// The panel on the right.
#[component]
pub fn Ladders(props: &Props) -> Html {
    let ui = use_ui();
    let uis = [ui.clone(), ui.across()];
    let [here, there] = &props.promises;
    let explained = [0, 1].map(|i| props.why[i].of(&props.promises[i]).and_then(|n| props.promises[i].get(n)));
    let names = union(here.iter().map(|p| (p.id, &p.name)), there.iter().map(|p| (p.id, &p.name)));
    let measured = union(props.measures[0].iter().map(|m| (m.id, &m.name)), props.measures[1].iter().map(|m| (m.id, &m.name)));
    html! {
        <aside class="panel promises ladders" aria-label={say!(ui, "Promises", "承诺")}>
            <h2 class="caption" id="ladders">{ say!(ui, "What the clients can rely on", "客户端可以依赖什么") }</h2>
            <table class="both" aria-labelledby="ladders">
                { head(say!(ui, "Promise", "承诺")) }
                <tbody>
                    { for names.into_iter().map(|(id, name)| {
                        let both = [here, there].map(|list| list.iter().find(|p| p.id == id));
                        let ids = both.map(|p| p.map(|p| standing(&ui, &p.standing).0));
                        let cell = |i: usize| cell(&uis[i], i, both[i], explained[i].is_some_and(|e| e.id == id));
                        html! {
                            <tr class={classes!((ids[0] != ids[1]).then_some("differs"))} data-testid={format!("both-{id}")} key={id}>
                                <th scope="row">{ differs(&ui, ids[0] != ids[1]) }{ ui.text(name) }</th>
                                { cell(0) }{ cell(1) }
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
            { for [0, 1].map(|i| witness(&uis[i], i, explained[i])) }
            <h2 class="caption" id="both-measured">{ say!(ui, "Measured so far", "目前测得") }</h2>
            <table class="both" aria-labelledby="both-measured">
                { head(say!(ui, "Value", "量")) }
                <tbody>
                    { for measured.into_iter().map(|(id, name)| {
                        let values = [0, 1].map(|i| props.measures[i].iter().find(|m| m.id == id).map(|m| ui.text(&m.value)));
                        let other = values[0] != values[1];
                        html! {
                            <tr class={classes!(other.then_some("differs"))} data-testid={format!("both-measure-{id}")} key={id}>
                                <th scope="row">{ differs(&ui, other) }{ ui.text(name) }</th>
                                { for values.into_iter().map(|v| html! { <td class="number">{ v.unwrap_or("–".into()) }</td> }) }
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
        </aside>
    }
}

/// What either of the two has, in the order of the first.
fn union<'a>(
    here: impl Iterator<Item = (&'static str, &'a Phrase)>,
    there: impl Iterator<Item = (&'static str, &'a Phrase)>,
) -> Vec<(&'static str, &'a Phrase)> {
    let mut all: Vec<(&'static str, &'a Phrase)> = here.collect();
    for one in there {
        if !all.iter().any(|known| known.0 == one.0) {
            all.push(one);
        }
    }
    all
}

fn head(first: AttrValue) -> Html {
    html! {
        <thead><tr>
            <th scope="col"><span class="aside-text">{ first }</span></th>
            <th scope="col"><span class="side-letter">{ "A" }</span></th>
            <th scope="col"><span class="side-letter">{ "B" }</span></th>
        </tr></thead>
    }
}

/// The sign of a row in which the two differ.
fn differs(ui: &Ui, differs: bool) -> Html {
    if !differs {
        return Html::default();
    }
    html! {
        <span class="differs-sign" title={say!(ui, "The two differ here", "两者在此不同")}>
            <span aria-hidden="true">{ "≠" }</span><span class="aside-text">{ say!(ui, "differs: ", "不同：") }</span>
        </span>
    }
}

fn standing(ui: &Ui, standing: &Standing) -> (&'static str, &'static str, AttrValue) {
    match standing {
        Standing::Holds { .. } => ("holds", "✓", say!(ui, "holds", "成立")),
        Standing::Violated { .. } => ("violated", "✗", say!(ui, "broken", "不成立")),
        Standing::Undecided { .. } => ("undecided", "…", say!(ui, "not decided", "未定")),
    }
}

fn cell(ui: &Ui, side: usize, promise: Option<&PromiseView>, explained: bool) -> Html {
    let Some(promise) = promise else { return html! { <td class="muted">{ "–" }</td> } };
    let (id, glyph, said) = standing(ui, &promise.standing);
    let letter = ["a", "b"][side];
    let note = match &promise.standing {
        Standing::Undecided { why } => Some(ui.text(why)),
        _ => None,
    };
    let next = if explained { Why::None } else { Why::Of(promise.id) };
    html! {
        <td class={id} data-testid={format!("promise-{letter}-{}", promise.id)} data-standing={id} title={note}>
            <span class="glyph" aria-hidden="true">{ glyph }</span><span class="aside-text">{ said }</span>
            if id == "violated" {
                <button type="button" class="link" data-testid={format!("why-{letter}-{}", promise.id)} aria-expanded={explained.to_string()}
                    onclick={ui.on(Action::Why(next))}>{ say!(ui, "why?", "为什么？") }</button>
            }
        </td>
    }
}

fn witness(ui: &Ui, side: usize, promise: Option<&PromiseView>) -> Html {
    let Some(promise) = promise else { return Html::default() };
    let Standing::Violated { sentence, .. } = &promise.standing else { return Html::default() };
    let (letter, id) = [("A", "witness-a"), ("B", "witness-b")][side];
    html! {
        <section class="witness" data-testid={id} aria-label={say!(ui, "Why it is broken in {0}", "{0} 中为何不成立", letter)}>
            <p>
                <span class="side-letter">{ letter }</span>
                <b class="broken-text">{ say!(ui, "{0}: broken.", "{0}：不成立。", promise.name.clone()) }</b>{ " " }
                { ui.text(sentence) }{ " " }
                <button type="button" class="link" data-testid={format!("show-{}", letter.to_ascii_lowercase())}
                    onclick={ui.on(Action::Show(promise.id))}>{ say!(ui, "Show it", "在图上看") }</button>
            </p>
        </section>
    }
}
