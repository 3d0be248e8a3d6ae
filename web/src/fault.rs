//! Faults of the program itself: a panic is told to `boot.js`, which shows a page with Rust's message and a way to go on.

use wasm_bindgen::JsValue;

/// The event that `boot.js` listens for; its detail is the text to show.
const EVENT: &str = "synod:fault";

/// From here on a panic ends in the fault page, and in the console.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        show(&info.to_string());
    }));
}

/// Replaces the page by the fault page with `detail` as its small print.
pub fn show(detail: &str) {
    let init = web_sys::CustomEventInit::new();
    init.set_detail(&JsValue::from_str(detail));
    if let Ok(event) = web_sys::CustomEvent::new_with_event_init_dict(EVENT, &init) {
        // An event that nobody hears changes nothing: the console has the message already.
        drop(gloo::utils::window().dispatch_event(&event));
    }
}
