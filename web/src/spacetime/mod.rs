//! The history as a space-time diagram: one row a process, time to the right. The scrubber on top of it is the playhead.
//!
//! The diagram shows a window on the run. What is drawn reaches a little beyond it ([`drawing`]), so that panning only moves a
//! group; and what only moves with the playhead is kept apart from what is drawn anew with the run ([`body`]).

mod body;
mod controls;
mod drawing;
mod hit;
mod labels;
mod lane;
mod lane_menu;
mod lanes;
mod legend;
mod light;
mod messages;
mod operations;
mod overview;
mod pointer;
mod scale;
mod window;
mod windows;

use crate::cluster::shapes::moved;
use crate::geometry::{px, tenths, text};
use crate::run::{Handle, micros};
use crate::size::use_size;
use crate::state::{Action, Lit, Why, Zoom};
use crate::ui::{Ui, say, use_ui};
use body::Body;
use controls::Controls;
use drawing::{Drawing, use_drawing};
use hit::{Hit, What};
use lane_menu::LaneMenu;
use lanes::{Ghost, Lanes};
use legend::Legend;
use light::{Light, Picked};
use operations::{Bars, Labels, Seen, seen_of};
use overview::Overview;
use pointer::{Ground, use_pointer, use_wheel};
use std::cell::Cell;
use std::rc::Rc;
use synod_session::{Chart, FaultLane, PromiseView, Row, StandingChange, Time};
use synod_words::{Arg, Phrase, phrase};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use window::Index;
use yew::prelude::*;

/// A width, as good as any, until it is measured.
const UNMEASURED: f64 = 800.0;

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
    /// The part that is shown.
    #[prop_or_default]
    pub zoom: Option<Zoom>,
    /// Whether that part moves with the playhead.
    #[prop_or_default]
    pub follow: bool,
    /// The session whose events are picked and whose faults are moved; none where the diagram is only looked at, beside another.
    #[prop_or_default]
    pub session: Option<Handle>,
    /// Another number for another course of it.
    #[prop_or_default]
    pub revision: u32,
    /// The step that is looked into.
    #[prop_or_default]
    pub picked: Option<u32>,
}

/// A moment that is marked through all rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// When.
    pub at: Time,
    /// What happens there, in a word or two.
    pub label: Phrase,
}

/// A name for an element of this diagram: several may stand on a page.
#[hook]
fn use_name() -> Rc<String> {
    thread_local! { static COUNT: Cell<u32> = const { Cell::new(0) } }
    use_memo((), |()| {
        COUNT.set(COUNT.get() + 1);
        format!("seen-{}", COUNT.get())
    })
}

/// The diagram.
#[component]
pub fn Spacetime(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, breaks, promises, playhead, seen, lit, cursor, steps, zoom, follow, marks, .. } = props.clone();
    let panel = use_node_ref();
    let (width, _) = use_size(&panel);
    // The rows take their room before it is known how wide they are: nothing below them jumps then.
    let measured = width > 0.0;
    let width = if measured { width } else { UNMEASURED };
    let index = use_memo(chart.clone(), |chart| Index::new(chart));
    let zoom = zoom.and_then(|z| z.within(chart.end as f64));
    let window = zoom.unwrap_or_else(|| Zoom::whole(chart.end as f64));
    let zoomed = zoom.is_some();
    let drawing = use_drawing(&chart, &index, width, ui.lang, window, props.dense);
    let scale = &drawing.scale;
    let picked = use_memo((props.session.clone(), props.revision, props.picked), |(session, _, picked)| {
        picked.zip(session.as_ref()).and_then(|(step, session)| Picked::new(session, &props.chart, step))
    });
    let light = Light { lit, picked };
    let reached = seen.max(playhead);
    let svg = use_node_ref();
    let open = use_state_eq(|| None::<u32>);
    let ground = Ground {
        svg: svg.clone(),
        chart: chart.clone(),
        drawn: drawing.drawn.clone(),
        scale: scale.clone(),
        window,
        zoomed,
        seen: reached,
        hands_on: props.session.is_some(),
        ghost: use_state_eq(|| None::<Ghost>),
        open: {
            let open = open.setter();
            Callback::from(move |fault| open.set(fault))
        },
    };
    let ghost = *ground.ghost;
    {
        // In another run there is another fault at its place.
        let open = open.setter();
        use_effect_with(props.session.clone(), move |_| open.set(None));
    }
    let pointer = use_pointer(&ui, ground);
    let hands_on = props.session.is_some();
    use_wheel(&ui, &panel, (scale.left(), scale.right()), hands_on.then_some(zoomed));
    let name = use_name();
    let slide = ui.with(|event: InputEvent| {
        let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
        Some(Action::Scrub(input.value_as_number()))
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
    let shown = seen_of(&chart, &drawing.drawn.operations, reached, playhead);
    let (x, seen_x) = (scale.x(playhead), scale.x(reached));
    // Lanes change with the playhead where one begins or ends, and every few pixels where one lasts as far as was seen.
    let passed = |at: f64, of: fn(&FaultLane) -> Option<Time>| {
        chart.faults.iter().filter(|f| of(f).is_some_and(|t| t as f64 <= at)).count()
    };
    let stage = (
        (chart.clone(), tenths(seen_x) / 40),
        (passed(reached, |f| Some(f.from.1)), passed(reached, |f| f.to.map(|to| to.1)), passed(playhead, |f| Some(f.from.1))),
    );
    let lanes_at = use_memo(stage, |_| (reached, playhead));
    let (height, clip) = (px(scale.height()), AttrValue::from(format!("url(#{name})")));
    // Nothing of a part of the run is drawn over the names; the whole run needs no border.
    let border = zoomed.then(|| format!("url(#{name}-view)"));
    let far = scale.x(drawing.to).max(scale.right());
    let words = operations::Props {
        chart: chart.clone(),
        index: index.clone(),
        drawing: drawing.clone(),
        window,
        light: light.clone(),
        seen: shown,
        clip: clip.clone(),
    };
    // Bars do not change with the window, and a crowd of them not with the playhead: the clip path alone hides what was not seen.
    let mut bars = operations::Props { window: Zoom::whole(chart.end as f64), ..words.clone() };
    if bars.seen.len() > operations::MANY {
        bars.seen.fill(Seen::All);
    }
    let open_lane = {
        let open = open.setter();
        use_callback((), move |fault, ()| open.set(Some(fault)))
    };
    let close_lane = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    let crowd =
        if drawing.drawn.messages.len() > messages::MANY { index.messages(micros(window.from), micros(window.to())) } else { 0 };
    html! {
        <div class={classes!("spacetime", zoomed.then_some("zoomed"), ghost.is_some().then_some("dragging"))} ref={panel} data-testid="spacetime">
            <input type="range" class="scrubber" min="0" max={chart.end.max(1).to_string()} step="any" value={playhead.round().to_string()}
                oninput={slide} onkeydown={keys} data-testid="scrubber" aria-label={say!(ui, "Moment of the run", "运行的时刻")}
                aria-valuetext={ui.text(&now)} />
            if measured {
                <svg class="spacetime-svg" ref={svg} viewBox={format!("0 0 {} {height}", px(width))} width={px(width)}
                    height={height.clone()} role="group" aria-label={say!(ui, "Space-time diagram; the events are listed under “Events”", "时空图；各事件列于“事件”中")}
                    onpointerdown={pointer.down} onpointermove={pointer.moved} onpointerup={pointer.up} onpointercancel={pointer.lost}
                    onpointerleave={pointer.left} data-testid="spacetime-svg">
                    <clipPath id={name.to_string()}>
                        <rect x={px(scale.x(drawing.from) - width)} y="0" width={px((seen_x + 0.5 - scale.x(drawing.from) + width).max(0.0))} height={height.clone()} />
                    </clipPath>
                    <clipPath id={format!("{name}-view")}>
                        <rect x={px(scale.left() - 8.0)} y="0" width={px(scale.right() - scale.left() + 16.0)} {height} />
                        // The words of the axis may reach below the names.
                        <rect x={px(scale.left() - 24.0)} y={px(scale.bottom() + 6.0)} width={px(width)} height="40" />
                    </clipPath>
                    <Names chart={chart.clone()} drawing={drawing.clone()} />
                    <g clip-path={border}>
                        <g class="spacetime-moved" transform={moved(scale.shift(window), 0.0)}>
                            <Body chart={chart.clone()} drawing={drawing.clone()} light={light.clone()} seen={clip} />
                            <Bars ..bars />
                            // What was seen beyond the playhead is there, but faint.
                            <rect class="veil" x={px(x)} y="0" width={px((far - x).max(0.0) + 2.0)} height={px(scale.bottom())} />
                            <Lanes chart={chart.clone()} drawing={drawing.clone()} {window} seen={lanes_at.0} playhead={lanes_at.1} {ghost} open={open_lane} {hands_on} />
                            { picked_event(&light, &drawing) }
                            <Labels ..words />
                            // Groups of its own for what comes and goes: otherwise a focused element beside them would be made anew.
                            <g>{ for breaks.iter().filter(|b| b.at as f64 <= reached).filter_map(|b| {
                                Some(broken(&ui, b, promises.get(b.promise as usize)?, &drawing, hands_on))
                            }) }</g>
                            <g>{ for marks.iter().map(|m| marked(&ui, m, scale)) }</g>
                            { hovered(&ui, pointer.over, &chart, &drawing) }
                            <path class="playhead" d={format!("M{} {}V{}", px(x), px(scale::KNOB), px(scale.bottom() + 4.0))} />
                            <circle class="playhead-knob" cx={px(x)} cy={px(scale::KNOB)} r="5.5" />
                        </g>
                    </g>
                </svg>
                if hands_on { <Controls {zoomed} {follow} /> }
                if let (Some(fault), Some(lane)) = (*open, open.and_then(|i| chart.faults.get(i as usize))) {
                    <LaneMenu chart={chart.clone()} {fault} {width} close={close_lane}
                        at={(scale.at(lane.from.1) + scale.shift(window), scale.top() + 4.0)} />
                }
                if let Some(picked) = &*light.picked {
                    <Legend counts={picked.counts(steps)} at={picked.at} />
                }
                if crowd > 0 {
                    <p class="spacetime-note" data-testid="crowd">
                        { say!(ui, "{0} messages; zoom in to tell them apart", "{0} 条消息，放大后可逐条分辨", crowd) }
                    </p>
                }
                if zoomed {
                    <Overview {chart} {breaks} scale={scale.clone()} {window} {width} {playhead} {seen} />
                }
            } else {
                <svg class="spacetime-svg" height={height} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq, Clone)]
struct NamesProps {
    chart: Rc<Chart>,
    drawing: Drawing,
}

/// The names of the rows.
#[component]
fn Names(props: &NamesProps) -> Html {
    let scale = &*props.drawing.scale;
    let name = |row: &Row| {
        let y = scale.y(&row.name)? + 4.5;
        Some(html! { <text class="row-name" x="14" y={px(y)}>{ row.name.clone() }</text> })
    };
    props.chart.rows.iter().filter_map(name).collect()
}

/// The picked event, and on each row what led to it and what came of it.
fn picked_event(light: &Light, drawing: &Drawing) -> Option<Html> {
    let picked = light.picked.as_ref().as_ref()?;
    let scale = &*drawing.scale;
    let row = |class: &'static str, process: &str, from: f64, to: f64| {
        let (y, from, to) = (scale.y(process)?, from.max(drawing.from), to.min(drawing.to));
        (from < to).then(|| html! { <path {class} d={format!("M{} {}H{}", px(scale.x(from)), px(y), px(scale.x(to)))} /> })
    };
    let ring = picked.process.as_ref().and_then(|p| scale.y(p)).map(|y| {
        html! { <circle class="picked" cx={px(scale.at(picked.at))} cy={px(y)} r="8" data-testid="picked" /> }
    });
    Some(html! {
        <g class="cone">
            { for picked.pasts.iter().filter_map(|(p, to)| row("row-past", p, 0.0, *to as f64)) }
            { for picked.futures.iter().filter_map(|(p, from)| row("row-future", p, *from as f64, f64::MAX)) }
            { ring }
        </g>
    })
}

/// The place where a promise breaks: a click goes there.
fn broken(ui: &Ui, change: &StandingChange, promise: &PromiseView, drawing: &Drawing, hands_on: bool) -> Html {
    let scale = &*drawing.scale;
    let words = say!(ui, "{0} breaks here", "{0}在此处不再成立", promise.name.clone());
    let go = {
        let (ui, step, at, id) = (ui.clone(), change.step, change.at, promise.id);
        move || {
            if hands_on {
                ui.tell(Action::Seek(step));
                ui.tell(Action::Why(Why::Of(id)));
            } else {
                ui.tell(Action::Scrub(at as f64));
            }
        }
    };
    let keys = {
        let go = go.clone();
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                event.stop_propagation();
                go();
            }
        })
    };
    let click = Callback::from(move |_: MouseEvent| go());
    let hold = Callback::from(|event: PointerEvent| event.stop_propagation());
    html! {
        <g class="break" transform={moved(scale.at(change.at), scale.bottom() + 2.0)} data-testid="break" role="button" tabindex="0"
            aria-label={words.clone()} onclick={click} onkeydown={keys} onpointerdown={hold}>
            <title>{ words }</title>
            <circle class="break-room" r="12" /><circle class="break-ground" r="6.5" /><path d="M-2.7-2.7 2.7 2.7M2.7-2.7-2.7 2.7" />
        </g>
    }
}

/// A moment that is marked through all rows, with its words beside the line where there is room for them.
fn marked(ui: &Ui, moment: &Mark, scale: &scale::Scale) -> Html {
    let x = scale.at(moment.at);
    let words = ui.text(&moment.label);
    let left = x + text::em(&words) * 11.0 + 8.0 > scale.right();
    let (at, class) = if left { (x - 5.0, "mark-words left") } else { (x + 5.0, "mark-words") };
    html! {
        <g class="mark" data-testid="mark">
            <path d={format!("M{} {}V{}", px(x), px(scale::KNOB), px(scale.bottom() + 4.0))} />
            <text {class} x={px(at)} y={px(scale.bottom() + 1.0)}>{ words }</text>
        </g>
    }
}

/// What the pointer is over, drawn once more and named.
fn hovered(ui: &Ui, over: Option<Hit>, chart: &Chart, drawing: &Drawing) -> Option<Html> {
    let What::Message(i) = over?.what else { return None };
    let message = chart.messages.get(i as usize)?;
    let [a, b] = messages::line(message, &drawing.scale)?;
    let d = messages::stroke(a, b);
    Some(html! {
        <g class={classes!("line", "over", crate::cluster::shapes::owner_class(message.owner))}>
            <title>{ format!("{} → {}: {}", message.from, message.to, ui.text(&message.label)) }</title>
            <path class="line-room" d={d.clone()} /><path class="line-stroke" {d} />
        </g>
    })
}
