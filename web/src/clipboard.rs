//! Copying a text, where the browser lets a page do that.

use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

/// Copies a text, and tells whether that worked.
pub fn copy(text: String, done: Callback<bool>) {
    let navigator = gloo::utils::window().navigator();
    // An address without encryption has no clipboard at all.
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    let Some(clipboard) = clipboard.ok().and_then(|c| c.dyn_into::<web_sys::Clipboard>().ok()) else {
        done.emit(false);
        return;
    };
    wasm_bindgen_futures::spawn_local(async move {
        done.emit(wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_ok());
    });
}
