//! What the pointer does in the diagram: it scrubs, takes hold of the time axis, picks an event; two fingers zoom and pan; so does
//! the wheel, but only sideways or with a key, because a page must go on scrolling under it.

use super::hit::{Hit, hit};
use super::lane::{self, Part};
use super::lanes::{Ghost, revised};
use super::scale::Scale;
use super::window::Drawn;
use crate::geometry::Point;
use crate::state::{Action, Zoom, Zooming};
use crate::ui::Ui;
use gloo::events::{EventListener, EventListenerOptions};
use std::rc::Rc;
use synod_session::Chart;
use wasm_bindgen::JsCast;
use web_sys::{Element, WheelEvent};
use yew::prelude::*;

/// How far a pointer moves before it drags.
const SLACK: f64 = 4.0;
/// Two fingers closer than this turn too little into too much.
const APART: f64 = 24.0;
/// How high a line of text is, for wheels that count in lines.
const LINE: f64 = 16.0;

/// What the pointers on the diagram are about.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
enum Mode {
    #[default]
    Idle,
    /// On an event, or a finger that may still scroll the page.
    Press(Option<Hit>),
    /// Moves the playhead.
    Scrub,
    /// Moves the window.
    Pan,
    /// On a lane, at this time; it is moved once the pointer is.
    Lane(u32, Part, f64),
}

/// The pointers on the diagram.
#[derive(Default)]
pub struct Hand {
    held: Vec<(i32, Point)>,
    start: Point,
    mode: Mode,
}

/// What the pointer meets.
#[derive(Clone)]
pub struct Ground {
    pub svg: NodeRef,
    pub chart: Rc<Chart>,
    pub drawn: Rc<Drawn>,
    pub scale: Rc<Scale>,
    pub window: Zoom,
    pub zoomed: bool,
    /// Until when the run was seen.
    pub seen: f64,
    /// Whether events can be picked and faults moved.
    pub hands_on: bool,
    /// The lane that follows the hand.
    pub ghost: UseStateHandle<Option<Ghost>>,
    /// Opens what can be done to a fault; or closes it.
    pub open: Callback<Option<u32>>,
}

impl Ground {
    /// The place of a pointer in the window.
    pub fn place(&self, event: &PointerEvent) -> Point {
        let corner = self.svg.cast::<Element>().map(|e| e.get_bounding_client_rect());
        let (left, top) = corner.map_or((0.0, 0.0), |c| (c.left(), c.top()));
        Point::new(f64::from(event.client_x()) - left, f64::from(event.client_y()) - top)
    }

    /// The time at a place of the window, no further out than it reaches.
    pub fn time(&self, at: Point) -> f64 {
        let time = self.scale.time(at.x - self.scale.shift(self.window));
        if self.zoomed { time.clamp(self.window.from, self.window.to()) } else { time }
    }

    fn hit(&self, at: Point) -> Option<Hit> {
        hit(&self.chart, &self.drawn, &self.scale, Point::new(at.x - self.scale.shift(self.window), at.y), self.seen)
    }

    fn share(&self, x: f64) -> f64 {
        (x - self.scale.left()) / (self.scale.right() - self.scale.left())
    }
}

impl Hand {
    fn down(&mut self, event: &PointerEvent, on: &Ground) -> Option<Action> {
        let at = on.place(event);
        self.held.retain(|(id, _)| *id != event.pointer_id());
        self.held.push((event.pointer_id(), at));
        if self.held.len() > 1 && on.hands_on {
            self.mode = Mode::Pan;
            return None;
        }
        self.start = at;
        if on.zoomed && at.y > on.scale.bottom() {
            self.mode = Mode::Pan;
            return None;
        }
        if let Some((fault, part)) = lane_at(event) {
            self.mode = Mode::Lane(fault, part, on.time(at));
            return None;
        }
        on.open.emit(None);
        let hit = on.hit(at).filter(|_| on.hands_on);
        if hit.is_some() || event.pointer_type() == "touch" {
            self.mode = Mode::Press(hit);
            return None;
        }
        self.mode = Mode::Scrub;
        Some(Action::Scrub(on.time(at)))
    }

    fn moved(&mut self, event: &PointerEvent, on: &Ground) -> Option<Action> {
        let at = on.place(event);
        let held = self.held.iter().position(|(id, _)| *id == event.pointer_id())?;
        let before = std::mem::replace(&mut self.held[held].1, at);
        if let (Some(other), true) =
            (self.held.iter().find(|(id, _)| *id != event.pointer_id()), self.held.len() > 1 && on.hands_on)
        {
            let (was, is) = (before.towards(other.1, 0.5), at.towards(other.1, 0.5));
            let times = before.to(other.1).length().max(APART) / at.to(other.1).length().max(APART);
            return Some(Action::Zoom(Zooming::Hand { at: on.share(was.x), to: on.share(is.x), times }));
        }
        match self.mode {
            Mode::Press(_) if self.start.to(at).length() <= SLACK => None,
            Mode::Press(_) | Mode::Scrub => {
                self.mode = Mode::Scrub;
                Some(Action::Scrub(on.time(at)))
            }
            Mode::Pan => Some(Action::Zoom(Zooming::Hand { at: on.share(before.x), to: on.share(at.x), times: 1.0 })),
            Mode::Lane(fault, part, since) if on.ghost.is_some() || self.start.to(at).length() > SLACK => {
                let span = on.chart.faults.get(fault as usize).map(|f| {
                    let unit = lane::unit(on.window.span);
                    lane::shifted(lane::span(f), part, on.time(at) - since, unit, on.chart.end)
                })?;
                on.ghost.set(Some(Ghost { fault, span }));
                None
            }
            Mode::Lane(..) | Mode::Idle => None,
        }
    }

    fn up(&mut self, event: &PointerEvent, on: &Ground) -> Option<Action> {
        self.held.retain(|(id, _)| *id != event.pointer_id());
        if !self.held.is_empty() {
            return None;
        }
        match std::mem::take(&mut self.mode) {
            Mode::Press(None) => Some(Action::Scrub(on.time(on.place(event)))),
            Mode::Press(Some(hit)) => Some(Action::Pick(Some(hit.step))),
            Mode::Lane(fault, ..) => {
                if let Some(ghost) = *on.ghost {
                    on.ghost.set(None);
                    return revised(on.chart.faults.get(fault as usize)?, ghost.span);
                }
                // A dot on a lane is still a dot.
                if let Some(hit) = on.hit(on.place(event)) {
                    return Some(Action::Pick(Some(hit.step)));
                }
                on.open.emit(Some(fault));
                None
            }
            Mode::Scrub | Mode::Pan | Mode::Idle => None,
        }
    }

    /// The browser took the pointer, to scroll the page.
    fn lost(&mut self, on: &Ground) {
        *self = Hand::default();
        on.ghost.set(None);
    }
}

/// The part of a lane that the pointer went down on.
fn lane_at(event: &PointerEvent) -> Option<(u32, Part)> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let part = match element.get_attribute("data-part")?.as_str() {
        "from" => Part::From,
        "to" => Part::To,
        _ => Part::Whole,
    };
    Some((element.get_attribute("data-lane")?.parse().ok()?, part))
}

/// The handlers for the pointer: down, move, up, and taken away by the browser.
pub struct Handlers {
    pub down: Callback<PointerEvent>,
    pub moved: Callback<PointerEvent>,
    pub up: Callback<PointerEvent>,
    pub lost: Callback<PointerEvent>,
    pub left: Callback<PointerEvent>,
    /// What the pointer is over.
    pub over: Option<Hit>,
}

/// Listens to the pointer in the diagram.
#[hook]
pub fn use_pointer(ui: &Ui, ground: Ground) -> Handlers {
    let hand = use_mut_ref(Hand::default);
    let over = use_state_eq(|| None::<Hit>);
    let ground = Rc::new(ground);
    let down = {
        let (hand, ground) = (hand.clone(), ground.clone());
        ui.with(move |event: PointerEvent| {
            if event.button() != 0 {
                return None;
            }
            if let Some(svg) = ground.svg.cast::<Element>() {
                // A pointer that is gone already needs no capture.
                drop(svg.set_pointer_capture(event.pointer_id()));
            }
            hand.borrow_mut().down(&event, &ground)
        })
    };
    let moved = {
        let (hand, ground, over) = (hand.clone(), ground.clone(), over.setter());
        ui.with(move |event: PointerEvent| {
            let idle = hand.borrow().held.is_empty();
            over.set(if idle && event.pointer_type() != "touch" { ground.hit(ground.place(&event)) } else { None });
            hand.borrow_mut().moved(&event, &ground)
        })
    };
    let up = {
        let (hand, ground) = (hand.clone(), ground.clone());
        ui.with(move |event: PointerEvent| hand.borrow_mut().up(&event, &ground))
    };
    let lost = Callback::from(move |_| hand.borrow_mut().lost(&ground));
    let left = {
        let over = over.setter();
        Callback::from(move |_| over.set(None))
    };
    Handlers { down, moved, up, lost, left, over: *over }
}

/// Listens to the wheel on `panel`, where the `rows` reach from here to there; whether the diagram is zoomed, if it can be.
#[hook]
pub fn use_wheel(ui: &Ui, panel: &NodeRef, rows: (f64, f64), zoomed: Option<bool>) {
    let (ui, (left, right)) = (ui.clone(), rows);
    use_effect_with((panel.clone(), left.to_bits(), right.to_bits(), zoomed), move |(panel, ..)| {
        let listener = panel.cast::<Element>().zip(zoomed).map(|(element, zoomed)| {
            let corner = element.clone();
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&element, "wheel", options, move |event| {
                let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
                let x = f64::from(event.client_x()) - corner.get_bounding_client_rect().left();
                if let Some(by) = wheel(event, (x - left) / (right - left), right - left, zoomed) {
                    event.prevent_default();
                    ui.tell(Action::Zoom(by));
                }
            })
        });
        move || drop(listener)
    });
}

/// What a turn of the wheel does at the share `at` of the window; nothing where the page is to scroll.
fn wheel(event: &WheelEvent, at: f64, width: f64, zoomed: bool) -> Option<Zooming> {
    let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { LINE } else { 1.0 };
    let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
    if event.ctrl_key() || event.meta_key() {
        let at = at.clamp(0.0, 1.0);
        return Some(Zooming::Hand { at, to: at, times: (0.008 * dy).clamp(-0.5, 0.5).exp() });
    }
    let along = if event.shift_key() && dx.abs() < dy.abs() { dy } else { dx };
    let sideways = event.shift_key() || dx.abs() > dy.abs();
    (zoomed && sideways && along.abs() > 0.0).then(|| Zooming::Hand { at: 0.0, to: -along / width, times: 1.0 })
}
