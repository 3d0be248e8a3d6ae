//! Where the focus goes when what had it is gone.

use crate::menu::focus;
use web_sys::{Element, Node};
use yew::prelude::*;

/// Gives the focus back to what had it before `node` opened, once `node` is gone and nothing else has taken it. Another `about` opens it anew.
#[hook]
pub fn use_focus_back<T: PartialEq + 'static>(node: &NodeRef, about: T) {
    let node = node.clone();
    use_effect_with(about, move |_| {
        let before = gloo::utils::document().active_element();
        let own = node.cast::<Node>();
        move || {
            let inside = |e: &Element| own.as_ref().is_some_and(|own| own.contains(Some(e)));
            if gloo::utils::document().active_element().is_none_or(|e| e.tag_name() == "BODY" || inside(&e)) {
                focus(before);
            }
        }
    });
}
