//! The whole run in one thin strip, with the window on it: shown while the diagram shows a part only.

use super::scale::Scale;
use crate::geometry::px;
use crate::run::micros;
use crate::state::{Action, Zoom, Zooming};
use crate::ui::{say, use_ui};
use std::rc::Rc;
use synod_session::{Chart, StandingChange};
use synod_words::Arg;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// The height of the strip.
const HEIGHT: f64 = 22.0;
/// The bar in it.
const BAR: (f64, f64) = (6.0, 10.0);
/// The window is never drawn narrower than can be taken hold of.
const NARROWEST: f64 = 14.0;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub chart: Rc<Chart>,
    pub breaks: Rc<Vec<StandingChange>>,
    pub scale: Rc<Scale>,
    pub window: Zoom,
    pub width: f64,
    pub playhead: f64,
    pub seen: f64,
}

/// The strip.
#[component]
pub fn Overview(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, breaks, scale, window, width, playhead, seen } = props.clone();
    let (left, room) = (scale.left(), scale.right() - scale.left());
    let whole = Zoom::whole(chart.end as f64);
    let last = Zoom::last(window.span, chart.end as f64).max(1.0);
    let at = |time: f64| (time / whole.span).mul_add(room, left);
    let wide = (window.span / whole.span * room).max(NARROWEST);
    // A window that is drawn wider than it is still goes from end to end.
    let thumb = (window.from / last).mul_add(room - wide, left);
    let held = use_mut_ref(|| None::<f64>);
    let strip = use_node_ref();
    let place = {
        let strip = strip.clone();
        move |event: &PointerEvent| {
            f64::from(event.client_x()) - strip.cast::<Element>().map_or(0.0, |e| e.get_bounding_client_rect().left())
        }
    };
    let to = move |x: f64, grip: f64| {
        let share = (x - grip - left) / (room - wide).max(1.0);
        Action::Zoom(Zooming::From(share * last))
    };
    let down = {
        let (held, place, strip) = (held.clone(), place.clone(), strip.clone());
        ui.with(move |event: PointerEvent| {
            if event.button() != 0 {
                return None;
            }
            if let Some(strip) = strip.cast::<Element>() {
                // A pointer that is gone already needs no capture.
                drop(strip.set_pointer_capture(event.pointer_id()));
            }
            let x = place(&event);
            let on = (thumb..=thumb + wide).contains(&x);
            let grip = if on { x - thumb } else { wide / 2.0 };
            *held.borrow_mut() = Some(grip);
            (!on).then(|| to(x, grip))
        })
    };
    let moved = {
        let held = held.clone();
        ui.with(move |event: PointerEvent| held.borrow().map(|grip| to(place(&event), grip)))
    };
    let up = Callback::from(move |_: PointerEvent| *held.borrow_mut() = None);
    let keys = ui.with(move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -0.1,
            "ArrowRight" | "ArrowUp" => 0.1,
            "PageUp" => -1.0,
            "PageDown" => 1.0,
            "Home" => f64::NEG_INFINITY,
            "End" => f64::INFINITY,
            _ => return None,
        };
        event.prevent_default();
        let from = f64::mul_add(by, window.span, window.from).clamp(0.0, whole.span);
        Some(Action::Zoom(Zooming::From(from)))
    });
    let focus = Callback::from(|event: MouseEvent| {
        // A click on the strip goes on by keys.
        let thumb = event.current_target().and_then(|t| t.dyn_into::<Element>().ok());
        let thumb = thumb.and_then(|t| t.query_selector("[role=slider]").ok().flatten());
        crate::menu::focus(thumb);
    });
    let text = say!(
        ui,
        "{0} to {1} of {2}",
        "{0} 至 {1}，全程 {2}",
        Arg::TimeUs(micros(window.from)),
        Arg::TimeUs(micros(window.to()).min(chart.end)),
        Arg::TimeUs(chart.end)
    );
    let (top, high) = BAR;
    let rect = |class: &'static str, from: f64, to: f64| {
        html! {
            <rect {class} x={px(from)} y={px(top)} width={px((to - from).max(1.0))} height={px(high)} />
        }
    };
    html! {
        <svg class="overview" ref={strip} viewBox={format!("0 0 {} {HEIGHT}", px(width))} width={px(width)} height={px(HEIGHT)}
            onpointerdown={down} onpointermove={moved} onpointerup={up.clone()} onpointercancel={up} onclick={focus} data-testid="overview">
            <rect class="overview-run" x={px(left)} y={px(top)} width={px(room)} height={px(high)} rx="3" />
            { rect("overview-seen", left, at(seen.max(playhead))) }
            { for chart.faults.iter().map(|f| rect("overview-fault", at(f.from.1 as f64), at(f.to.map_or(chart.end, |t| t.1) as f64))) }
            { for breaks.iter().filter(|b| b.at as f64 <= seen).map(|b| {
                let x = at(b.at as f64);
                html! { <path class="overview-break" d={format!("M{} 7.5l7 7m0-7-7 7", px(x - 3.5))} /> }
            }) }
            <path class="overview-now" d={format!("M{} 2V{}", px(at(playhead)), px(HEIGHT - 2.0))} />
            <g class="overview-thumb" role="slider" tabindex="0" aria-label={say!(ui, "Part of the run in view", "当前显示的时段")} aria-valuemin="0"
                aria-valuemax={micros(last).to_string()} aria-valuenow={micros(window.from).to_string()} aria-valuetext={text}
                onkeydown={keys} data-testid="overview-thumb">
                <rect x={px(thumb)} y="3" width={px(wide)} height={px(HEIGHT - 6.0)} rx="4" />
            </g>
        </svg>
    }
}
