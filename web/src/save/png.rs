//! A picture as pixels, by way of a canvas.

use gloo::events::EventListener;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

/// Pixels of the file for one of the page.
const SCALE: u32 = 2;

/// Draws the picture at the address `url` and hands on the address of its pixels.
pub fn draw(url: &str, done: impl FnOnce(&str) + 'static) {
    let Ok(image) = HtmlImageElement::new() else { return };
    let drawn = image.clone();
    // The listener lives until the picture is there; the picture of an own SVG always comes.
    EventListener::once(&image, "load", move |_| {
        if let Some(png) = pixels(&drawn) {
            done(&png);
        }
    })
    .forget();
    image.set_src(url);
}

fn pixels(image: &HtmlImageElement) -> Option<String> {
    let canvas = document().create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    canvas.set_width(image.width() * SCALE);
    canvas.set_height(image.height() * SCALE);
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    let (w, h) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, w, h).ok()?;
    canvas.to_data_url_with_type("image/png").ok()
}
