//! The buttons beside the rows: closer, further, all of it; and whether the window follows.

use crate::menu::focus;
use crate::state::{Action, Zooming};
use crate::ui::{say, use_ui};
use web_sys::Element;
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub zoomed: bool,
    pub follow: bool,
}

/// The buttons.
#[component]
pub fn Controls(props: &Props) -> Html {
    let ui = use_ui();
    let group = use_node_ref();
    let pressed = use_mut_ref(|| false);
    {
        let (group, pressed) = (group.clone(), pressed.clone());
        // The button that was pressed is gone with the window; the focus goes to the one that stays.
        use_effect_with(props.zoomed, move |zoomed| {
            if !zoomed && pressed.replace(false) {
                focus(group.cast::<Element>().and_then(|g| g.first_element_child()));
            }
        });
    }
    let button = |id: &'static str, by: Zooming, label: AttrValue, title: AttrValue, follows: Option<bool>, d: &'static str| {
        let (ui, pressed) = (ui.clone(), pressed.clone());
        let press = Callback::from(move |_: MouseEvent| {
            pressed.replace(matches!(by, Zooming::Out | Zooming::Fit));
            ui.tell(Action::Zoom(by));
        });
        html! {
            <button type="button" class="zoom-button" data-testid={id} aria-label={label} {title} onclick={press}
                aria-pressed={follows.map(|f| f.to_string())}>
                <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false"><path {d} /></svg>
            </button>
        }
    };
    html! {
        <div class="zoom" ref={group} role="group" aria-label={say!(ui, "Part of the run", "显示范围")}>
            { button("zoom-in", Zooming::In, say!(ui, "Zoom in", "放大"), say!(ui, "Zoom in (+)", "放大（+）"), None, "M8 3v10M3 8h10") }
            if props.zoomed {
                { button("zoom-out", Zooming::Out, say!(ui, "Zoom out", "缩小"), say!(ui, "Zoom out (-)", "缩小（-）"), None, "M3 8h10") }
                { button("zoom-fit", Zooming::Fit, say!(ui, "Show the whole run", "显示全程"), say!(ui, "Show the whole run (0)", "显示全程（0）"), None,
                    "M2 3v10M14 3v10M4.5 8h7M6.5 5.8 4.3 8l2.2 2.2M9.5 5.8 11.7 8l-2.2 2.2") }
                { button("follow", Zooming::Follow(!props.follow), say!(ui, "Follow the playhead", "跟随播放位置"),
                    say!(ui, "The view moves with the playhead", "视图随播放位置移动"), Some(props.follow), "M10.5 2v12M2 8h5.5M5.3 5.5 7.8 8l-2.5 2.5") }
            }
        </div>
    }
}
