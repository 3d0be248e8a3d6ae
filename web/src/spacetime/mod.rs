//! The history as a space-time diagram: one row a process, time to the right. The scrubber on top of it is the playhead.

mod body;
mod operations;
mod scale;

use crate::geometry::px;
use crate::run::micros;
use crate::size::use_size;
use crate::state::{Action, Lit};
use crate::ui::{say, use_ui};
use body::Body;
use operations::{Bars, Labels, seen_of};
use scale::Scale;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use synod_session::{Chart, PromiseView, StandingChange, Time};
use synod_words::{Arg, Phrase, phrase};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub chart: Rc<Chart>,
    pub breaks: Rc<Vec<StandingChange>>,
    pub promises: Rc<Vec<PromiseView>>,
    /// The time that is shown, in microseconds.
    pub playhead: f64,
    /// Until when the run was seen.
    pub seen: f64,
    /// The operations that show why a promise is broken.
    pub lit: Rc<Lit>,
    pub cursor: u32,
    pub steps: u32,
    /// Moments that are marked through all rows.
    #[prop_or_default]
    pub marks: Rc<Vec<Mark>>,
    /// Whether there is little room for the rows.
    #[prop_or_default]
    pub dense: bool,
}

/// A moment that is marked through all rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// When.
    pub at: Time,
    /// What happens there, in a word or two.
    pub label: Phrase,
}

/// Numbers for the names inside a picture: two pictures on one page share no name.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// The diagram.
#[component]
pub fn Spacetime(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, breaks, promises, playhead, seen, lit, cursor, steps, marks, dense } = props.clone();
    let clip = use_memo((), |()| format!("seen-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    let within: AttrValue = format!("url(#{clip})").into();
    let panel = use_node_ref();
    let (width, _) = use_size(&panel);
    let scale = use_memo((chart.clone(), width.to_bits(), ui.lang, dense), |(chart, width, lang, dense)| {
        let scale = Scale::new(chart, f64::from_bits(*width), *lang);
        if *dense { scale.dense() } else { scale }
    });
    let dragging = use_mut_ref(|| false);
    let svg = use_node_ref();
    let time_at = {
        let (svg, scale) = (svg.clone(), scale.clone());
        move |event: &PointerEvent| {
            let left = svg.cast::<Element>().map_or(0.0, |e| e.get_bounding_client_rect().left());
            scale.time(f64::from(event.client_x()) - left)
        }
    };
    let down = {
        let (dragging, time_at, svg) = (dragging.clone(), time_at.clone(), svg.clone());
        ui.with(move |event: PointerEvent| {
            if event.button() != 0 {
                return None;
            }
            *dragging.borrow_mut() = true;
            if let Some(svg) = svg.cast::<Element>() {
                drop(svg.set_pointer_capture(event.pointer_id()));
            }
            Some(Action::Scrub(time_at(&event)))
        })
    };
    let moved = {
        let dragging = dragging.clone();
        ui.with(move |event: PointerEvent| dragging.borrow().then(|| Action::Scrub(time_at(&event))))
    };
    let up = Callback::from(move |_: PointerEvent| *dragging.borrow_mut() = false);
    let slide = ui.with(|event: InputEvent| {
        let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
        input.value().parse().ok().map(Action::Scrub)
    });
    // The arrow keys go by events, as everywhere on the page; a pixel of the slider is no unit of a run.
    let keys = ui.with(|event: KeyboardEvent| {
        let action = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => Action::Step(-1),
            "ArrowRight" | "ArrowUp" => Action::Step(1),
            "PageDown" => Action::Step(-10),
            "PageUp" => Action::Step(10),
            "Home" => Action::ToStart,
            "End" => Action::ToEnd,
            _ => return None,
        };
        event.prevent_default();
        Some(action)
    });
    let now = phrase!("{0}, event {1} of {2}", "{0}，事件 {1} / {2}", Arg::TimeUs(micros(playhead)), cursor, steps);
    let shown = seen_of(&chart, seen.max(playhead), playhead);
    let (x, seen_x) = (scale.x(playhead), scale.x(seen.max(playhead)));
    html! {
        <div class="spacetime" ref={panel} data-testid="spacetime">
            <input type="range" class="scrubber" min="0" max={chart.end.max(1).to_string()} step="any" value={playhead.round().to_string()}
                oninput={slide} onkeydown={keys} data-testid="scrubber" aria-label={say!(ui, "Moment of the run", "运行的时刻")}
                aria-valuetext={ui.text(&now)} />
            if width > 0.0 {
                <svg class="spacetime-svg" ref={svg} viewBox={format!("0 0 {} {}", px(width), px(scale.height()))} width={px(width)}
                    height={px(scale.height())} role="img" aria-label={say!(ui, "Space-time diagram; the events are listed under “Events”", "时空图；各事件列于“事件”中")}
                    onpointerdown={down} onpointermove={moved} onpointerup={up.clone()} onpointercancel={up}>
                    <clipPath id={(*clip).clone()}><rect x="0" y="0" width={px(seen_x + 0.5)} height={px(scale.height())} /></clipPath>
                    <Body chart={chart.clone()} scale={scale.clone()} within={within.clone()} />
                    <Bars chart={chart.clone()} scale={scale.clone()} lit={lit.clone()} seen={shown.clone()} {within} />
                    // What was seen beyond the playhead is there, but faint.
                    <rect class="veil" x={px(x)} y="0" width={px((scale.right() - x).max(0.0) + 2.0)} height={px(scale.bottom())} />
                    <Labels seen={shown} {chart} scale={scale.clone()} {lit} />
                    { for breaks.iter().filter(|b| b.at as f64 <= seen.max(playhead)).filter_map(|b| {
                        Some(body::broken(&ui, b, &promises.get(b.promise as usize)?.name, &scale))
                    }) }
                    { for marks.iter().map(|m| body::marked(&ui, m, &scale)) }
                    <path class="playhead" d={format!("M{} {}V{}", px(x), px(scale::KNOB), px(scale.bottom() + 4.0))} />
                    <circle class="playhead-knob" cx={px(x)} cy={px(scale::KNOB)} r="5.5" />
                </svg>
            }
        </div>
    }
}
