//! Drawing a line across the cluster: whoever is on one side of it is parted from the others.

use super::scene::Scene;
use crate::geometry::{Point, line, px};
use crate::state::{Action, Topic};
use crate::ui::{Ui, use_ui};
use std::rc::Rc;
use synod_session::doc::Act;
use synod_words::phrase;
use web_sys::Element;
use yew::prelude::*;

/// How far the pointer goes before a press is a line and no click.
const SLACK: f64 = 10.0;
/// How far apart the points of the line are.
const FINENESS: f64 = 5.0;
/// How long a line must be to part anybody.
const SHORTEST: f64 = 40.0;

/// The handlers of the picture, and the line drawn so far.
pub struct Stroke {
    pub down: Callback<PointerEvent>,
    pub moved: Callback<PointerEvent>,
    pub up: Callback<PointerEvent>,
    pub cancel: Callback<PointerEvent>,
    /// The line as the data of a path; empty while there is none.
    pub line: String,
}

#[derive(Default)]
struct Drawing {
    origin: Option<Point>,
    line: Vec<Point>,
}

/// Follows the pointer over the picture.
#[hook]
pub fn use_stroke(svg: &NodeRef, scene: &Rc<Scene>) -> Stroke {
    let ui = use_ui();
    let drawing = use_mut_ref(Drawing::default);
    let update = use_force_update();
    let place = {
        let svg = svg.clone();
        move |event: &PointerEvent| {
            let corner = svg.cast::<Element>().map(|e| e.get_bounding_client_rect());
            let (x, y) = corner.map_or((0.0, 0.0), |c| (c.left(), c.top()));
            Point::new(f64::from(event.client_x()) - x, f64::from(event.client_y()) - y)
        }
    };
    let down = {
        let (drawing, place) = (drawing.clone(), place.clone());
        Callback::from(move |event: PointerEvent| {
            *drawing.borrow_mut() = Drawing { origin: (event.button() == 0).then(|| place(&event)), line: Vec::new() };
        })
    };
    let moved = {
        let (drawing, update, svg) = (drawing.clone(), update.clone(), svg.clone());
        Callback::from(move |event: PointerEvent| {
            let mut drawing = drawing.borrow_mut();
            let Some(origin) = drawing.origin else { return };
            let here = place(&event);
            let (last, apart) = drawing.line.last().map_or((origin, SLACK), |last| (*last, FINENESS));
            if last.to(here).length() < apart {
                return;
            }
            if drawing.line.is_empty() {
                drawing.line.push(origin);
                // From now on the line goes on wherever the pointer goes, and its end is no click.
                if let Some(svg) = svg.cast::<Element>() {
                    drop(svg.set_pointer_capture(event.pointer_id()));
                }
            }
            drawing.line.push(here);
            update.force_update();
        })
    };
    let up = {
        let (drawing, update, scene) = (drawing.clone(), update.clone(), scene.clone());
        Callback::from(move |_: PointerEvent| {
            let line = std::mem::take(&mut *drawing.borrow_mut()).line;
            if !line.is_empty() {
                divide(&ui, &scene, &line);
                update.force_update();
            }
        })
    };
    let cancel = {
        let (drawing, update) = (drawing.clone(), update.clone());
        Callback::from(move |_: PointerEvent| {
            *drawing.borrow_mut() = Drawing::default();
            update.force_update();
        })
    };
    let line = path(&drawing.borrow().line);
    Stroke { down, moved, up, cancel, line }
}

fn divide(ui: &Ui, scene: &Scene, line: &[Point]) {
    let length: f64 = line.windows(2).map(|ends| ends[0].to(ends[1]).length()).sum();
    if length < SHORTEST {
        return;
    }
    let points: Vec<Point> = scene.places.iter().map(|p| p.spot.at).collect();
    let sides = line::sides(line, &points);
    let on = |side: bool| -> Vec<String> {
        scene.places.iter().zip(&sides).filter(|(_, s)| **s == side).map(|(p, _)| p.name.clone()).collect()
    };
    let groups = vec![on(true), on(false)];
    if groups.iter().any(Vec::is_empty) {
        let words =
            phrase!("The line leaves everybody on one side: nobody is parted.", "这条线没有分开任何进程：所有进程都在同一侧。");
        ui.tell(Action::Tell(Topic::Refused, words));
        return;
    }
    ui.tell(Action::Arm(None));
    ui.tell(Action::Act(vec![Act::Partition(groups)]));
}

fn path(line: &[Point]) -> String {
    let points: Vec<String> = line.iter().map(|p| format!("{} {}", px(p.x), px(p.y))).collect();
    if points.is_empty() { String::new() } else { format!("M{}", points.join("L")) }
}
