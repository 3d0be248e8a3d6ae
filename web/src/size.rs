//! The size of an element, in CSS pixels, as it changes.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// The inner width and height of the element behind `node`; zeros until it is known.
#[hook]
pub fn use_size(node: &NodeRef) -> (f64, f64) {
    let size = use_state_eq(|| (0_i32, 0_i32));
    let set = size.setter();
    use_effect_with(node.clone(), move |node| {
        let watched = node.cast::<Element>().and_then(|element| {
            let measured = element.clone();
            let measure = move || set.set((measured.client_width(), measured.client_height()));
            // At once, too: what one panel draws leaves another less room, and all of that belongs into the first frame.
            measure();
            let measure = Closure::<dyn FnMut()>::new(measure);
            let observer = ResizeObserver::new(measure.as_ref().unchecked_ref()).ok()?;
            observer.observe(&element);
            Some((observer, measure))
        });
        move || {
            if let Some((observer, measure)) = watched {
                observer.disconnect();
                drop(measure);
            }
        }
    });
    (f64::from(size.0), f64::from(size.1))
}
