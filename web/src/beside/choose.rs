//! The dialog in which one chooses what to compare the run with.

use crate::dialogs::Modal;
use crate::icons::{Icon, icon};
use crate::state::{Action, Against, Comparing, Kept};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{LabInfo, ParamKind, ParamSpec, ParamValue, Params};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub lab: Rc<LabInfo>,
    pub params: Rc<Params>,
    /// The other kept runs.
    pub kept: Vec<Kept>,
    /// The scenario on the page, if it is one as it is shipped.
    pub scenario: Option<(String, String)>,
}

/// The dialog.
#[component]
pub fn Choose(props: &Props) -> Html {
    let ui = use_ui();
    let Props { lab, params, kept, scenario } = props;
    html! {
        <Modal title={say!(ui, "Compare this run with …", "将此次运行与……比较")}>
            <div class="choose">
                if !kept.is_empty() {
                    <section>
                        <h3 class="caption">{ say!(ui, "A kept run", "保留的运行") }</h3>
                        <div class="choose-list">
                            { for kept.iter().map(|k| {
                                entry(&ui, &format!("compare-kept-{}", k.id), ui.text(&k.label()), Against::Kept(k.id))
                            }) }
                        </div>
                    </section>
                }
                <section>
                    <h3 class="caption">{ say!(ui, "The same decisions, another parameter", "同样的决定，另一个参数") }</h3>
                    <OtherParam lab={lab.clone()} params={params.clone()} />
                </section>
                <section>
                    <h3 class="caption">{ say!(ui, "Another scenario", "另一个场景") }</h3>
                    <div class="choose-list">{ for scenarios(&ui, lab, scenario.as_ref()) }</div>
                </section>
            </div>
        </Modal>
    }
}

/// The scenarios of all labs, this one first.
fn scenarios(ui: &Ui, own: &LabInfo, current: Option<&(String, String)>) -> Vec<Html> {
    let mut labs = synod_session::labs();
    synod_session::order::sort_by_key(&mut labs, |lab| lab.id != own.id);
    let several = labs.len() > 1;
    let of_lab = |lab: &LabInfo| {
        let other = |s: &&synod_session::ScenarioInfo| current.is_none_or(|(l, id)| (l.as_str(), id.as_str()) != (lab.id, s.id));
        let entries = lab.scenarios.iter().filter(other).map(|s| {
            let against = Against::Scenario(lab.id.to_owned(), s.id.to_owned());
            entry(ui, &format!("compare-scenario-{}-{}", lab.id, s.id), ui.text(&s.name), against)
        });
        html! { <>if several { <h4>{ ui.text(&lab.name) }</h4> }{ for entries }</> }
    };
    labs.iter().map(of_lab).collect()
}

fn entry(ui: &Ui, id: &str, name: AttrValue, against: Against) -> Html {
    html! {
        <button type="button" class="choose-entry" data-testid={id.to_owned()} onclick={ui.on(Action::Compare(Comparing::With(against)))}>
            { name }
        </button>
    }
}

#[derive(Properties, PartialEq, Clone)]
struct OtherProps {
    lab: Rc<LabInfo>,
    params: Rc<Params>,
}

/// Chooses one parameter and another value of it.
#[component]
fn OtherParam(props: &OtherProps) -> Html {
    let ui = use_ui();
    let OtherProps { lab, params } = props;
    let chosen = use_state_eq(|| 0_usize);
    let wanted = use_state_eq(|| None::<ParamValue>);
    let Some(spec) = lab.params.get(*chosen) else { return Html::default() };
    let present = params.get(spec.id).unwrap_or(&spec.default).clone();
    let value = (*wanted).clone().or_else(|| another(spec, &present));
    let choose = {
        let (chosen, wanted) = (chosen.setter(), wanted.setter());
        Callback::from(move |event: Event| {
            if let Some(select) = event.target().and_then(|t| t.dyn_into::<HtmlSelectElement>().ok()) {
                chosen.set(usize::try_from(select.selected_index()).unwrap_or(0));
                wanted.set(None);
            }
        })
    };
    let ready = value.clone().filter(|v| *v != present);
    let submit = {
        let (id, ready) = (spec.id.to_owned(), ready.clone());
        ui.with(move |event: SubmitEvent| {
            event.prevent_default();
            Some(Action::Compare(Comparing::With(Against::Param(id.clone(), ready.clone()?))))
        })
    };
    html! {
        <form class="choose-param" onsubmit={submit}>
            <span class="select boxed">
                <select data-testid="compare-param" onchange={choose} aria-label={say!(ui, "Parameter", "参数")}>
                    { for lab.params.iter().enumerate().map(|(i, s)| html! { <option selected={i == *chosen}>{ ui.text(&s.name) }</option> }) }
                </select>
                { icon(Icon::Down) }
            </span>
            { field(&ui, spec, &present, value.as_ref(), &wanted.setter()) }
            <button type="submit" class="btn strong" disabled={ready.is_none()} data-testid="compare-param-apply">
                { say!(ui, "Compare", "比较") }
            </button>
        </form>
    }
}

/// The first value that is not the present one.
fn another(spec: &ParamSpec, present: &ParamValue) -> Option<ParamValue> {
    match (&spec.kind, present) {
        (ParamKind::Int { max, .. }, ParamValue::Int(n)) => Some(ParamValue::Int(if n < max { n + 1 } else { n - 1 })),
        (ParamKind::Switch, ParamValue::Switch(on)) => Some(ParamValue::Switch(!on)),
        (ParamKind::Pick(choices), ParamValue::Pick(id)) => {
            choices.iter().find(|c| c.0 != id).map(|c| ParamValue::Pick(c.0.to_owned()))
        }
        _ => None,
    }
}

fn field(
    ui: &Ui,
    spec: &ParamSpec,
    present: &ParamValue,
    value: Option<&ParamValue>,
    set: &UseStateSetter<Option<ParamValue>>,
) -> Html {
    let label = say!(ui, "Its value in the other run", "另一次运行中的值");
    match (&spec.kind, value) {
        (ParamKind::Int { min, max, unit }, Some(ParamValue::Int(n))) => {
            let (set, min_value, max_value) = (set.clone(), *min, *max);
            let input = Callback::from(move |event: InputEvent| {
                let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
                let wanted = input.and_then(|i| i.value().parse::<i64>().ok()).filter(|n| (min_value..=max_value).contains(n));
                if let Some(wanted) = wanted {
                    set.set(Some(ParamValue::Int(wanted)));
                }
            });
            html! {
                <>
                    { now(ui, present, unit) }
                    <input type="number" min={min.to_string()} max={max.to_string()} value={n.to_string()} oninput={input}
                        data-testid="compare-param-value" aria-label={label} />
                    <span class="muted">{ *unit }</span>
                </>
            }
        }
        (ParamKind::Switch, Some(ParamValue::Switch(on))) => {
            let words = if *on { say!(ui, "off → on", "关 → 开") } else { say!(ui, "on → off", "开 → 关") };
            html! { <span>{ words }</span> }
        }
        (ParamKind::Pick(choices), Some(ParamValue::Pick(picked))) => {
            let others: Vec<(&str, AttrValue)> =
                choices.iter().filter(|c| *present != ParamValue::Pick(c.0.to_owned())).map(|c| (c.0, ui.text(&c.1))).collect();
            let (set, ids): (_, Vec<&'static str>) = (set.clone(), choices.iter().map(|c| c.0).collect());
            let ids: Vec<&str> = ids.into_iter().filter(|id| others.iter().any(|o| o.0 == *id)).collect();
            let change = Callback::from(move |event: Event| {
                let select = event.target().and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
                let id = select.and_then(|s| usize::try_from(s.selected_index()).ok()).and_then(|i| ids.get(i));
                set.set(id.map(|id| ParamValue::Pick((*id).to_owned())));
            });
            html! {
                <span class="select boxed">
                    <select data-testid="compare-param-value" onchange={change} aria-label={label}>
                        { for others.into_iter().map(|(id, name)| html! { <option selected={id == picked}>{ name }</option> }) }
                    </select>
                    { icon(Icon::Down) }
                </span>
            }
        }
        _ => Html::default(),
    }
}

fn now(ui: &Ui, present: &ParamValue, unit: &str) -> Html {
    let ParamValue::Int(n) = present else { return Html::default() };
    let value = if unit.is_empty() { n.to_string() } else { format!("{n} {unit}") };
    html! { <span class="muted">{ say!(ui, "{0} →", "{0} →", value) }</span> }
}
