//! The keys that work everywhere on the page.

use crate::state::{Action, Dialog, Keeping, Stride, Zooming};
use crate::ui::Ui;
use gloo::events::EventListener;
use gloo::utils::window;
use synod_words::{Phrase, phrase};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// The keys with what they do, as the help shows them.
pub fn list() -> Vec<(&'static str, Phrase)> {
    vec![
        ("Space", phrase!("Play or pause", "播放或暂停")),
        ("← →", phrase!("One step back or on", "后退或前进一步")),
        ("⇧← ⇧→", phrase!("To the operation before or after", "到上一个或下一个操作")),
        ("[ ]", phrase!("To the promise change before or after", "到上一次或下一次承诺变化")),
        ("W", phrase!("Why did the event at the cursor happen? With what led to it", "光标处的事件为何发生？及其前因后果")),
        ("Home End", phrase!("To the start or to the end", "到开头或结尾")),
        ("+ - 0", phrase!("Diagram: closer, further, the whole run", "时空图：放大、缩小、显示全程")),
        (
            "← → Del",
            phrase!(
                "On a fault in the diagram: move it (with Shift its end, with Alt its begin), remove it",
                "在时空图的故障上：移动（Shift 移终点，Alt 移起点）、删除"
            ),
        ),
        ("Tab", phrase!("To the next control, node or message", "到下一个控件、节点或消息")),
        ("Enter", phrase!("Open the node, link or message", "打开所选节点、链路或消息")),
        ("Esc", phrase!("Close what is open, put the tool away", "关闭弹出内容，放下工具")),
        ("Ctrl/⌘+Z", phrase!("Back to before the latest change", "回到最近一次改动之前")),
        ("Shift+Ctrl/⌘+Z", phrase!("Forward again", "再次前进")),
        ("?", phrase!("This list", "显示此列表")),
    ]
}

/// Listens to the keys of the whole window.
#[hook]
pub fn use_keys(ui: &Ui) {
    let ui = ui.clone();
    use_effect_with((), move |()| {
        let options = gloo::events::EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&window(), "keydown", options, move |event| {
            if let Some(key) = event.dyn_ref::<KeyboardEvent>()
                && let Some(action) = action(key)
            {
                key.prevent_default();
                ui.tell(action);
            }
        });
        move || drop(listener)
    });
}

fn action(event: &KeyboardEvent) -> Option<Action> {
    if let Some(way) = way(event) {
        return Some(way);
    }
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let key = event.key();
    // An open dialog has its keys for itself; fields and lists have the keys with which they are used.
    let inside = |selector: &str| {
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        target.and_then(|t| t.closest(selector).ok().flatten()).is_some()
    };
    if inside("dialog") {
        return None;
    }
    if key == "Escape" {
        return Some(Action::Escape);
    }
    if inside("input:not([type=checkbox]), select, textarea, [role=menu], [role=tablist]") {
        return None;
    }
    match key.as_str() {
        " " if !inside("button, a, summary, [role=button], input") => Some(Action::TogglePlay),
        "ArrowLeft" if event.shift_key() => Some(Action::StepBy(Stride::Operation, -1)),
        "ArrowRight" if event.shift_key() => Some(Action::StepBy(Stride::Operation, 1)),
        "[" => Some(Action::StepBy(Stride::Promise, -1)),
        "]" => Some(Action::StepBy(Stride::Promise, 1)),
        "w" | "W" => Some(Action::PickHere),
        "ArrowLeft" => Some(Action::Step(-1)),
        "ArrowRight" => Some(Action::Step(1)),
        "Home" => Some(Action::ToStart),
        "End" => Some(Action::ToEnd),
        "+" | "=" => Some(Action::Zoom(Zooming::In)),
        "-" | "_" => Some(Action::Zoom(Zooming::Out)),
        "0" => Some(Action::Zoom(Zooming::Fit)),
        "?" => Some(Action::Dialog(Some(Dialog::Keys))),
        _ => None,
    }
}

/// Back to before a change, or forward again; fields have these keys for themselves.
fn way(event: &KeyboardEvent) -> Option<Action> {
    let armed = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.default_prevented();
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let taken = target.and_then(|t| t.closest("dialog, input:not([type=checkbox], [type=range]), textarea").ok().flatten());
    if !armed || taken.is_some() || !event.key().eq_ignore_ascii_case("z") {
        return None;
    }
    Some(Action::Keep(if event.shift_key() { Keeping::Forward } else { Keeping::Back }))
}
