//! The colours of the page as numbers, for what is painted by pixels; and when they change.

use super::raster::Rgb;
use gloo::events::EventListener;
use gloo::utils::{document_element, window};
use synod_session::study::Hue;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, MutationObserver, MutationObserverInit};
use yew::prelude::*;

/// The class that gives an element a colour.
pub fn class(hue: Hue) -> &'static str {
    match hue {
        Hue::Quiet => "hue-quiet",
        Hue::First => "hue-first",
        Hue::Second => "hue-second",
        Hue::Third => "hue-third",
        Hue::Fourth => "hue-fourth",
        Hue::Fifth => "hue-fifth",
    }
}

/// The colour of an element's text, and of its background, as the browser has worked them out.
pub fn colours(element: &Element) -> Option<(Rgb, Rgb)> {
    let style = window().get_computed_style(element).ok().flatten()?;
    let of = |property: &str| style.get_property_value(property).ok().and_then(|text| rgb(&text));
    Some((of("color")?, of("background-color")?))
}

/// `rgb(1, 2, 3)`, or with an opacity behind it.
#[allow(clippy::cast_sign_loss, reason = "a part of a colour is from 0 to 255")]
fn rgb(text: &str) -> Option<Rgb> {
    let (_, numbers) = text.split_once('(')?;
    let mut numbers = numbers.split([',', ' ', '/', ')']).filter(|part| !part.is_empty()).map(|part| part.parse::<f64>().ok());
    let mut next = || numbers.next().flatten().map(|number| number.round() as u8);
    Some([next()?, next()?, next()?])
}

/// A number that changes whenever the look of the page does.
#[hook]
pub fn use_look() -> u32 {
    let look = use_reducer_eq(Look::default);
    let turn = look.dispatcher();
    use_effect_with((), move |()| {
        let changed = {
            let turn = turn.clone();
            Closure::<dyn FnMut()>::new(move || turn.dispatch(()))
        };
        let observer = MutationObserver::new(changed.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            let what = MutationObserverInit::new();
            what.set_attributes(true);
            what.set_attribute_filter(&js_sys::Array::of1(&"data-theme".into()));
            // Refused only where nothing is asked for.
            drop(observer.observe_with_options(&document_element(), &what));
        }
        let system = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
        let system = system.map(|list| EventListener::new(&list, "change", move |_| turn.dispatch(())));
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop((system, changed));
        }
    });
    look.0
}

/// How often the look has changed.
#[derive(Default, PartialEq)]
struct Look(u32);

impl Reducible for Look {
    type Action = ();

    fn reduce(self: std::rc::Rc<Self>, (): ()) -> std::rc::Rc<Self> {
        Look(self.0.wrapping_add(1)).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_as_browsers_write_it() {
        assert_eq!(rgb("rgb(0, 114, 178)"), Some([0, 114, 178]));
        assert_eq!(rgb("rgba(21, 24, 29, 0.5)"), Some([21, 24, 29]));
        assert_eq!(rgb("rgb(21 24 29 / 50%)"), Some([21, 24, 29]));
        assert_eq!(rgb("none"), None);
    }
}
