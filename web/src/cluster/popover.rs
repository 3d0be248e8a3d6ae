//! What opens at a click on something in the cluster: what can be done to it, and all that it holds.

use super::links::words;
use super::messages::kind_words;
use super::nodes::life_words;
use super::scene::{Condition, Scene, condition, conditions};
use crate::geometry::{Point, Rect, place};
use crate::icons::{Icon, icon};
use crate::menu::focus;
use crate::setup::clients;
use crate::state::{Action, Target};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::doc::Act;
use synod_session::{ClientOffers, Field, Frame, Life, NodeFrame, Transit};
use synod_words::{Arg, Phrase, phrase};
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

/// How far the popover stands from the border.
const BORDER: f64 = 12.0;
/// How many times slower a link gets.
const SLOWER: u16 = 10;
/// By how many microseconds a clock is set on or back.
const SHIFT: i64 = 50_000;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub target: Target,
    pub frame: Rc<Frame>,
    pub scene: Rc<Scene>,
    pub offers: Rc<Vec<ClientOffers>>,
    /// Where that stands, and its radius.
    pub anchor: (Point, f64),
}

/// The popover.
#[component]
pub fn Popover(props: &Props) -> Html {
    let ui = use_ui();
    let Props { target, frame, scene, offers, anchor } = props;
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((*anchor, target.clone(), scene.clone(), frame.clone()), move |((at, reach), _, scene, _)| {
            if let Some(element) = node.cast::<HtmlElement>() {
                put(&element, *at, *reach, scene);
            }
        });
    }
    {
        let node = node.clone();
        // The focus goes in when it opens, and back to where it was when it closes.
        use_effect_with(target.clone(), move |_| {
            let before = gloo::utils::document().active_element();
            focus(node.cast::<Element>());
            move || {
                let own = node.cast::<Node>();
                let inside = |e: &Element| own.as_ref().is_some_and(|own| own.contains(Some(e)));
                if gloo::utils::document().active_element().is_none_or(|e| e.tag_name() == "BODY" || inside(&e)) {
                    focus(before);
                }
            }
        });
    }
    let (title, body) = match target {
        Target::Node(name) => {
            let Some(found) = frame.nodes.iter().find(|n| n.name == *name) else { return Html::default() };
            (node_title(&ui, found), of_node(&ui, found, frame, scene, offers))
        }
        Target::Link(a, b) => {
            let condition = condition(&conditions(&frame.links), a, b);
            let title = format!("{a} – {b} · {}", ui.text(&words(condition, a, b)));
            (title, of_link(&ui, a, b, condition))
        }
        Target::Message(id) => {
            let Some(found) = frame.messages.iter().find(|m| m.id == *id) else { return Html::default() };
            (format!("{} {} → {}", ui.text(&kind_words(found.kind)), found.from, found.to), of_message(&ui, found))
        }
    };
    html! {
        <div class="popover" role="dialog" aria-label={title.clone()} ref={node} tabindex="-1" data-testid="popover">
            <div class="popover-head">
                <h3>{ title }</h3>
                <button type="button" class="bare" onclick={ui.on(Action::Close)} aria-label={say!(ui, "Close", "关闭")}>{ icon(Icon::Close) }</button>
            </div>
            { body }
        </div>
    }
}

/// Puts the popover beside its anchor, within the picture, where it covers the least.
fn put(element: &HtmlElement, at: Point, reach: f64, scene: &Scene) {
    let own = (f64::from(element.offset_width()), f64::from(element.offset_height()));
    let page = Rect { x: BORDER, y: BORDER, w: scene.size.0 - 2.0 * BORDER, h: scene.size.1 - 2.0 * BORDER };
    let obstacles: Vec<Rect> = scene.places.iter().map(|p| p.spot.bounds(2.0)).collect();
    let Point { x, y } = place::beside(at, reach, own, &page, &obstacles);
    drop(element.style().set_property("left", &format!("{x:.0}px")));
    drop(element.style().set_property("top", &format!("{y:.0}px")));
}

fn node_title(ui: &Ui, node: &NodeFrame) -> String {
    format!("{} · {} · {}", node.name, ui.text(&node.role), ui.text(&life_words(node.life)))
}

fn of_node(ui: &Ui, node: &NodeFrame, frame: &Frame, scene: &Scene, offers: &[ClientOffers]) -> Html {
    let name = || node.name.clone();
    let crash = || press(ui, "crash", &phrase!("Crash", "宕机"), vec![Act::Crash(name())], true);
    let life = match node.life {
        Life::Up => html! { <>{ crash() }{ press(ui, "pause", &phrase!("Pause", "暂停"), vec![Act::Pause(name())], false) }</> },
        Life::Paused => {
            html! { <>{ press(ui, "resume", &phrase!("Let it go on", "继续运行"), vec![Act::Resume(name())], true) }{ crash() }</> }
        }
        Life::Crashed => press(ui, "restart", &phrase!("Restart", "重启"), vec![Act::Restart(name())], true),
    };
    let asks = offers.iter().find(|o| o.client == node.name);
    let clock = |by: i64, sign: &'static str| {
        let label = phrase!("clock {0}{1}", "时钟 {0}{1}", sign, Arg::TimeUs(by.unsigned_abs()));
        press(ui, if by > 0 { "clock-on" } else { "clock-back" }, &label, vec![Act::ShiftClock(name(), by)], false)
    };
    html! {
        <>
            if let Some(asks) = asks { <div class="popover-row">{ clients::buttons(ui, asks, frame, "ask") }</div> }
            <div class="popover-row">{ life }</div>
            if node.life == Life::Up && !node.timers.is_empty() {
                <div class="popover-row">
                    { for node.timers.iter().map(|timer| {
                        let label = phrase!("Fire “{0}” now (due {1})", "立即触发“{0}”（应于 {1}）", timer.name.clone(), Arg::TimeUs(timer.due));
                        press(ui, &format!("fire-{}", timer.id), &label, vec![Act::Fire(name(), timer.id.clone())], false)
                    }) }
                </div>
            }
            { fields(ui, &node.fields, node.lock.as_ref()) }
            <details class="popover-more">
                <summary>{ say!(ui, "Links and clock", "链路与时钟") }</summary>
                <ul class="popover-links">{ for scene.places.iter().filter(|p| p.name != node.name && !(p.client && node.client))
                    .map(|p| link_row(ui, frame, &node.name, &p.name)) }</ul>
                <p class="muted small">{ clock_words(ui, node.clock_ahead_us) }</p>
                <div class="popover-row">{ clock(-SHIFT, "−") }{ clock(SHIFT, "+") }</div>
            </details>
        </>
    }
}

fn clock_words(ui: &Ui, ahead: i64) -> AttrValue {
    let by = Arg::TimeUs(ahead.unsigned_abs());
    match ahead {
        0 => say!(ui, "Its clock is right.", "时钟准确。"),
        1.. => say!(ui, "Its clock is {0} ahead.", "时钟快 {0}。", by),
        _ => say!(ui, "Its clock is {0} behind.", "时钟慢 {0}。", by),
    }
}

fn link_row(ui: &Ui, frame: &Frame, a: &str, b: &str) -> Html {
    let condition = condition(&conditions(&frame.links), a, b);
    html! {
        <li>
            <button type="button" class="link" data-testid={format!("open-link-{a}-{b}")}
                onclick={ui.on(Action::Press(Target::Link(a.into(), b.into())))}>{ format!("{a} – {b}") }</button>
            <span class="muted">{ ui.text(&words(condition, a, b)) }</span>
        </li>
    }
}

fn of_link(ui: &Ui, a: &str, b: &str, now: Condition) -> Html {
    let both = |act: fn(String, String) -> Act| vec![act(a.into(), b.into()), act(b.into(), a.into())];
    let one = |act: fn(String, String) -> Act, x: &str, y: &str| vec![act(x.into(), y.into())];
    let slow = |times: u16| vec![Act::Slow(a.into(), b.into(), times), Act::Slow(b.into(), a.into(), times)];
    let cut = now.forth_cut || now.back_cut;
    html! {
        <>
            <div class="popover-row">
                if cut { { press(ui, "mend", &phrase!("Mend", "接通"), both(Act::Mend), true) } }
                if !now.severed() { { press(ui, "cut", &phrase!("Cut both ways", "双向切断"), both(Act::Cut), !cut) } }
            </div>
            <div class="popover-row">
                if !now.forth_cut { { press(ui, "cut-forth", &phrase!("Cut {0} → {1}", "切断 {0} → {1}", a, b), one(Act::Cut, a, b), false) } }
                if !now.back_cut { { press(ui, "cut-back", &phrase!("Cut {0} → {1}", "切断 {0} → {1}", b, a), one(Act::Cut, b, a), false) } }
            </div>
            <div class="popover-row">
                if now.times > 1 {
                    { press(ui, "fast", &phrase!("Usual speed", "恢复正常速度"), slow(1), false) }
                } else {
                    { press(ui, "slow", &phrase!("{0} times slower", "慢 {0} 倍", SLOWER), slow(SLOWER), false) }
                }
            </div>
        </>
    }
}

fn of_message(ui: &Ui, message: &Transit) -> Html {
    let id = || message.id.clone();
    let delay = |us: u64| {
        let label = phrase!("Delay by {0}", "延迟 {0}", Arg::TimeUs(us));
        press(ui, &format!("delay-{}", us / 1000), &label, vec![Act::Delay(id(), us)], false)
    };
    html! {
        <>
            <p class="popover-lead"><b>{ ui.text(&message.label) }</b>
                <span class="muted">{ say!(ui, "sent {0}, due {1}", "发于 {0}，应到 {1}", Arg::TimeUs(message.sent), Arg::TimeUs(message.due)) }</span>
            </p>
            <div class="popover-row">
                { press(ui, "drop", &phrase!("Drop", "丢弃"), vec![Act::Drop(id())], true) }
                { press(ui, "deliver", &phrase!("Deliver now", "立即送达"), vec![Act::Deliver(id())], false) }
                { press(ui, "duplicate", &phrase!("Duplicate", "复制一份"), vec![Act::Duplicate(id())], false) }
            </div>
            <div class="popover-row">{ delay(10_000) }{ delay(50_000) }</div>
            { fields(ui, &message.fields, None) }
        </>
    }
}

fn press(ui: &Ui, id: &str, label: &Phrase, acts: Vec<Act>, first: bool) -> Html {
    html! {
        <button type="button" class={classes!("btn", "small", first.then_some("strong"))} data-testid={format!("do-{id}")}
            onclick={ui.on(Action::Act(acts))}>{ ui.text(label) }</button>
    }
}

fn fields(ui: &Ui, fields: &[Field], lock: Option<&Phrase>) -> Html {
    if fields.is_empty() && lock.is_none() {
        return Html::default();
    }
    html! {
        <dl class="fields">
            if let Some(lock) = lock { <dt>{ say!(ui, "locked", "锁定") }</dt><dd>{ ui.text(lock) }</dd> }
            { for fields.iter().map(|f| html! { <><dt>{ ui.text(&f.name) }</dt><dd>{ ui.text(&f.value) }</dd></> }) }
        </dl>
    }
}
