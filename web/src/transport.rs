//! Moving through time: play, step, speed, and where the cursor stands.

use crate::icons::{Icon, icon};
use crate::speed::{SPEEDS, Speed};
use crate::state::{Action, Stride, View};
use crate::ui::{say, use_ui};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub playing: bool,
    pub speed: Speed,
    /// The playhead, in microseconds.
    pub at: f64,
    pub cursor: u32,
    pub steps: u32,
    pub view: View,
    /// What a step leads to.
    pub stride: Stride,
}

/// The bar above the history.
#[component]
pub fn Transport(props: &Props) -> Html {
    let ui = use_ui();
    let Props { playing, speed, at, cursor, steps, view, stride } = props.clone();
    html! {
        <div class="transport">
            <Playback {playing} {speed} {stride} at_start={cursor == 0 && at <= 0.0} at_end={cursor == steps} />
            <p class="clock" data-testid="clock">
                { clock(at) }
                <span class="clock-dot" aria-hidden="true">{ "•" }</span>
                <span class="clock-count">{ say!(ui, "event {0} of {1}", "事件 {0} / {1}", cursor, steps) }</span>
            </p>
            <Tabs {view} />
        </div>
    }
}

/// What does not change with every frame of a run that plays.
#[derive(Properties, PartialEq, Clone)]
struct PlaybackProps {
    playing: bool,
    speed: Speed,
    stride: Stride,
    at_start: bool,
    at_end: bool,
}

#[component]
fn Playback(props: &PlaybackProps) -> Html {
    let ui = use_ui();
    let PlaybackProps { playing, speed, stride, at_start, at_end } = props.clone();
    let pick_speed = ui.with(|event: Event| {
        let select = event.target()?.dyn_into::<HtmlSelectElement>().ok()?;
        SPEEDS.get(usize::try_from(select.selected_index()).ok()?).map(|s| Action::Speed(*s))
    });
    let pick_stride = ui.with(|event: Event| {
        let select = event.target()?.dyn_into::<HtmlSelectElement>().ok()?;
        Stride::ALL.get(usize::try_from(select.selected_index()).ok()?).map(|s| Action::Stride(*s))
    });
    let (back, on) = match stride {
        Stride::Event => (say!(ui, "One event back (←)", "后退一个事件（←）"), say!(ui, "One event on (→)", "前进一个事件（→）")),
        Stride::Operation => (
            say!(ui, "To the operation before (←)", "到上一个操作（←）"),
            say!(ui, "To the next operation (→)", "到下一个操作（→）"),
        ),
        Stride::Promise => (
            say!(ui, "To the promise change before (←)", "到上一次承诺变化（←）"),
            say!(ui, "To the next promise change (→)", "到下一次承诺变化（→）"),
        ),
    };
    html! {
        <div class="transport-keys" role="group" aria-label={say!(ui, "Playback", "播放控制")}>
            <button type="button" class="btn square" data-testid="start" disabled={at_start} onclick={ui.on(Action::ToStart)}
                aria-label={say!(ui, "To the start", "回到开头")} title={say!(ui, "To the start (Home)", "回到开头（Home）")}>
                { icon(Icon::Start) }
            </button>
            <button type="button" class="btn" data-testid="back" disabled={at_start} onclick={ui.on(Action::Step(-1))}
                aria-label={say!(ui, "Step back", "单步后退")} title={back}>
                { icon(Icon::Back) }<span class="btn-word">{ say!(ui, "step", "单步") }</span>
            </button>
            <button type="button" class="btn strong play" data-testid="play" onclick={ui.on(Action::TogglePlay)}
                aria-label={if playing { say!(ui, "Pause", "暂停") } else { say!(ui, "Play", "播放") }}
                title={say!(ui, "Play or pause (space)", "播放或暂停（空格）")}>
                if playing {
                    { icon(Icon::Pause) }<span>{ say!(ui, "pause", "暂停") }</span>
                } else {
                    { icon(Icon::Play) }<span>{ say!(ui, "play", "播放") }</span>
                }
            </button>
            <button type="button" class="btn" data-testid="step" disabled={at_end} onclick={ui.on(Action::Step(1))}
                aria-label={say!(ui, "Step on", "单步前进")} title={on}>
                <span class="btn-word">{ say!(ui, "step", "单步") }</span>{ icon(Icon::On) }
            </button>
            <button type="button" class="btn square" data-testid="end" disabled={at_end} onclick={ui.on(Action::ToEnd)}
                aria-label={say!(ui, "To the end", "跳到结尾")} title={say!(ui, "To the end (End)", "跳到结尾（End）")}>
                { icon(Icon::End) }
            </button>
            <span class="select stride">
                <select data-testid="stride" onchange={pick_stride} aria-label={say!(ui, "Step by", "单步单位")}
                    title={say!(ui, "What a step leads to", "每一步到哪里")}>
                    { for Stride::ALL.iter().map(|s| html! { <option selected={*s == stride}>{ say!(ui, "by {0}", "按{0}", s.name()) }</option> }) }
                </select>
                { icon(Icon::Down) }
            </span>
            <span class="select">
                <select data-testid="speed" onchange={pick_speed} aria-label={say!(ui, "Speed", "速度")}
                    title={say!(ui, "Simulated time over real time", "模拟时间与真实时间之比")}>
                    { for SPEEDS.iter().map(|s| html! { <option selected={*s == speed}>{ s.label() }</option> }) }
                </select>
                { icon(Icon::Down) }
            </span>
        </div>
    }
}

#[derive(Properties, PartialEq, Clone)]
struct TabsProps {
    view: View,
}

#[component]
fn Tabs(props: &TabsProps) -> Html {
    let ui = use_ui();
    let view = props.view;
    let tab = |which: View, id: &'static str, label: AttrValue| {
        html! {
            <button type="button" class="tab" aria-pressed={(view == which).to_string()} data-testid={id}
                onclick={ui.on(Action::View(which))}>{ label }</button>
        }
    };
    html! {
        <div class="tabs" role="group" aria-label={say!(ui, "Show the history as", "历史的显示方式")}>
            { tab(View::Diagram, "view-diagram", say!(ui, "Diagram", "时空图")) }
            { tab(View::Events, "view-events", say!(ui, "Events", "事件")) }
        </div>
    }
}

/// The time as a clock shows it: always to the tenth of a millisecond, so that the digits stand still.
fn clock(us: f64) -> String {
    if us < 10e6 { format!("t = {:.1} ms", us / 1e3) } else { format!("t = {:.3} s", us / 1e6) }
}
