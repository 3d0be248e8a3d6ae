//! One control for each kind of parameter: a slider, a switch, a list.

use crate::geometry::text;
use crate::icons::{Icon, icon};
use crate::state::Action;
use crate::ui::use_ui;
use synod_session::{ParamKind, ParamSpec, ParamValue};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// How wide name and choice may be together to stand in one line, in letters' sizes.
const ROOM: f64 = 12.5;
/// How wide the name of a number may be to stand beside its slider.
const NAME: f64 = 6.2;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub spec: ParamSpec,
    pub value: ParamValue,
}

/// The control of a parameter.
#[component]
pub fn Control(props: &Props) -> Html {
    let ui = use_ui();
    let Props { spec, value } = props;
    let id: AttrValue = format!("param-{}", spec.id).into();
    let (name, help) = (ui.text(&spec.name), ui.text(&spec.help));
    match (&spec.kind, value) {
        (ParamKind::Int { min, max, unit }, ParamValue::Int(value)) => {
            html! { <Slider {id} param={spec.id} {name} {help} range={(*min, *max)} {unit} value={*value} /> }
        }
        (ParamKind::Switch, ParamValue::Switch(on)) => {
            let set = Action::Param(spec.id.to_owned(), ParamValue::Switch(!on));
            html! {
                <div class="param param-switch" title={help.clone()}>
                    <span class="param-name" aria-hidden="true">{ &name }</span>
                    <button type="button" class="switch" role="switch" aria-checked={on.to_string()} aria-label={name} aria-description={help}
                        data-testid={id} onclick={ui.on(set)}><span class="switch-knob" /></button>
                </div>
            }
        }
        (ParamKind::Pick(choices), ParamValue::Pick(picked)) => {
            let (param, ids): (&str, Vec<&str>) = (spec.id, choices.iter().map(|c| c.0).collect());
            let change = ui.with(move |event: Event| {
                let select = event.target()?.dyn_into::<HtmlSelectElement>().ok()?;
                let id = ids.get(usize::try_from(select.selected_index()).ok()?)?;
                Some(Action::Param(param.to_owned(), ParamValue::Pick((*id).to_owned())))
            });
            let widest = choices.iter().map(|c| text::em(&ui.text(&c.1))).fold(0.0, f64::max);
            let tall = text::em(&name) + widest > ROOM;
            html! {
                <label class={classes!("param", "param-pick", tall.then_some("tall"))} title={help.clone()}>
                    <span class="param-name">{ name }</span>
                    <span class="select">
                        <select data-testid={id} onchange={change} aria-description={help}>
                            { for choices.iter().map(|(id, name)| html! { <option value={*id} selected={id == picked}>{ ui.text(name) }</option> }) }
                        </select>
                        { icon(Icon::Down) }
                    </span>
                </label>
            }
        }
        _ => Html::default(),
    }
}

#[derive(Properties, PartialEq, Clone)]
struct SliderProps {
    id: AttrValue,
    param: &'static str,
    name: AttrValue,
    help: AttrValue,
    range: (i64, i64),
    unit: &'static str,
    value: i64,
}

/// A number. While it is dragged only its own value moves; the run is opened anew when it is let go.
#[component]
fn Slider(props: &SliderProps) -> Html {
    let ui = use_ui();
    let dragged = use_state_eq(|| None::<i64>);
    let input = use_node_ref();
    let (min, max) = props.range;
    let shown = dragged.unwrap_or(props.value);
    {
        let input = input.clone();
        use_effect_with((shown, props.range), move |(shown, (min, max))| {
            let share = (*shown - *min) as f64 / (*max - *min).max(1) as f64;
            if let Some(input) = input.cast::<HtmlElement>() {
                drop(input.style().set_property("--share", &format!("{share:.4}")));
            }
        });
    }
    let number = |event: &Event| -> Option<i64> { event.target()?.dyn_into::<HtmlInputElement>().ok()?.value().parse().ok() };
    let oninput = {
        let dragged = dragged.setter();
        Callback::from(move |event: InputEvent| dragged.set(number(&event)))
    };
    let onchange = {
        let (dragged, param, value) = (dragged.setter(), props.param, props.value);
        ui.with(move |event: Event| {
            dragged.set(None);
            let wanted = number(&event).filter(|wanted| *wanted != value)?;
            Some(Action::Param(param.to_owned(), ParamValue::Int(wanted)))
        })
    };
    let (tall, short) = (text::em(&props.name) > NAME, props.name.len() <= 2);
    let text = if props.unit.is_empty() { shown.to_string() } else { format!("{shown} {}", props.unit) };
    html! {
        <label class={classes!("param", "param-int", tall.then_some("tall"), short.then_some("symbol"))} title={props.help.clone()}>
            <span class="param-name">{ &props.name }</span>
            <input type="range" ref={input} min={min.to_string()} max={max.to_string()} value={shown.to_string()} {oninput} {onchange}
                data-testid={&props.id} aria-description={&props.help} aria-valuetext={text.clone()} />
            <output class="param-value">{ text }</output>
        </label>
    }
}
