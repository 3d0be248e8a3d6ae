//! The field of nodes: every node a sign on a canvas, and beside it in words how many are in which state.

use super::palette::{self, use_look};
use super::raster::{Grid, Raster};
use crate::size::use_size;
use crate::ui::{Ui, say, use_ui};
use gloo::utils::window;
use std::rc::Rc;
use synod_session::study::{Field, Mark, Shot};
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, ImageData};
use yew::prelude::*;

#[derive(Properties, Clone)]
pub struct Props {
    pub field: Rc<Field>,
    /// The moment that is shown, by its place in the film.
    pub shot: usize,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.field, &other.field) && self.shot == other.shot
    }
}

/// The picture with its legend.
#[component]
pub fn FieldOfNodes(props: &Props) -> Html {
    let ui = use_ui();
    let Props { field, shot } = props.clone();
    let (room, canvas) = (use_node_ref(), use_node_ref());
    let size = use_size(&room);
    let look = use_look();
    // The picture is kept as long as field, room and look are the same: then only what changed is painted.
    let kept = use_mut_ref(|| None::<(*const Field, (f64, f64), u32, Raster)>);
    {
        let (field, room, canvas) = (field.clone(), room.clone(), canvas.clone());
        use_effect_with((Rc::as_ptr(&field), shot, size, look), move |(pointer, shot, size, look)| {
            let (Some(room), Some(canvas)) = (room.cast::<Element>(), canvas.cast::<HtmlCanvasElement>()) else { return };
            if size.0 < 1.0 || size.1 < 1.0 {
                return;
            }
            let mut kept = kept.borrow_mut();
            if !kept.as_ref().is_some_and(|k| (k.0, k.1, k.2) == (*pointer, *size, *look)) {
                *kept = begin(&field, &room, &canvas, *size).map(|raster| (*pointer, *size, *look, raster));
            }
            if let (Some((.., raster)), Some(moment)) = (kept.as_mut(), field.film.shots().get(*shot)) {
                raster.paint(moment.states());
                show(raster, &canvas);
            }
        });
    }
    let moment = field.film.shots().get(shot);
    html! {
        <div class="field">
            <div class="field-room" ref={room}>
                { for field.states.iter().map(|state| html! { <i class={palette::class(state.hue)} data-state="" hidden=true /> }) }
                <canvas ref={canvas} class="field-canvas" role="img" data-testid="field"
                    aria-label={moment.map(|moment| words(&ui, &field, moment))} />
            </div>
            { for moment.map(|moment| legend(&ui, &field, moment)) }
        </div>
    }
}

/// An empty picture that fits the room, and the canvas made as large.
fn begin(field: &Field, room: &Element, canvas: &HtmlCanvasElement, size: (f64, f64)) -> Option<Raster> {
    let (_, ground) = palette::colours(room)?;
    let swatches = room.query_selector_all("[data-state]").ok()?;
    let colour = |i: usize| {
        let swatch = swatches.get(i as u32)?.dyn_into::<Element>().ok()?;
        palette::colours(&swatch).map(|(colour, _)| colour)
    };
    let states: Vec<_> =
        field.states.iter().enumerate().filter_map(|(i, state)| colour(i).map(|colour| (state.mark, colour))).collect();
    let density = window().device_pixel_ratio().clamp(1.0, 3.0);
    let grid = Grid::fit(field.film.nodes, size, density);
    let (width, height) = grid.size();
    canvas.set_width(width);
    canvas.set_height(height);
    let fit = (size.0 * density / f64::from(width)).min(size.1 * density / f64::from(height));
    let scale = if grid.cell > 1 { fit.min(1.0) } else { fit };
    let pixels = |length: u32| format!("{}px", f64::from(length) * scale / density);
    // Refused only for a property that is none.
    drop(canvas.style().set_property("width", &pixels(width)));
    drop(canvas.style().set_property("height", &pixels(height)));
    // Larger, a pixel stays a square; smaller, none is left out.
    drop(canvas.style().set_property("image-rendering", if scale > 1.0 { "pixelated" } else { "auto" }));
    Some(Raster::new(field.film.nodes, grid, &states, ground))
}

fn show(raster: &Raster, canvas: &HtmlCanvasElement) {
    let context = canvas.get_context("2d").ok().flatten().and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(raster.pixels()), canvas.width(), canvas.height());
    if let (Some(context), Ok(image)) = (context, image) {
        // A canvas that is gone shows nothing; the words beside it still say all.
        drop(context.put_image_data(&image, 0.0, 0.0));
    }
}

/// The moment in words.
fn words(ui: &Ui, field: &Field, moment: &Shot) -> AttrValue {
    let census = moment.census(field.film.nodes);
    let counts: Vec<_> = field
        .states
        .iter()
        .zip(census)
        .map(|(state, n)| synod_words::phrase!("{0} {1}", "{1} 个{0}", state.name.clone(), n))
        .collect();
    say!(ui, "{0} nodes, {1} {2}: {3}", "{0} 个节点，{1} {2}：{3}", field.film.nodes, field.moment.clone(), moment.at, counts)
}

/// What each sign means, and how many there are of it.
fn legend(ui: &Ui, field: &Field, moment: &Shot) -> Html {
    let all = f64::from(field.film.nodes.max(1));
    html! {
        <ul class="field-legend" data-testid="census">
            { for field.states.iter().zip(moment.census(field.film.nodes)).enumerate().map(|(i, (state, n))| html! {
                <li>
                    <span class={palette::class(state.hue)}>{ sign(state.mark) }</span>
                    <span>{ ui.text(&state.name) }</span>
                    <b data-testid={format!("census-{i}")}>{ grouped(n) }</b>
                    <span class="muted">{ format!("{:.1} %", f64::from(n) / all * 100.0) }</span>
                </li>
            }) }
        </ul>
    }
}

/// The sign of a state, as it is painted.
pub fn sign(mark: Mark) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
            { match mark {
                Mark::Dot => html! { <circle cx="8" cy="8" r="2.8" fill="currentColor" /> },
                Mark::Disc => html! { <circle cx="8" cy="8" r="6.6" fill="currentColor" /> },
                Mark::Ring => html! { <circle cx="8" cy="8" r="4.8" fill="none" stroke="currentColor" stroke-width="3.2" /> },
            } }
        </svg>
    }
}

/// A number with a thin space between its thousands.
pub fn grouped(n: u32) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}
