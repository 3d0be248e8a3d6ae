//! What can be done to something in the cluster, and all that it holds: the same in the picture and in the tables.

use super::emphasis::last_at;
use super::links::words;
use super::messages::kind_words;
use super::nodes::life_words;
use super::scene::{Condition, condition, conditions};
use crate::setup::clients;
use crate::state::{Action, Target};
use crate::ui::{Ui, say};
use synod_session::doc::Act;
use synod_session::{Chart, ClientOffers, Field, Frame, Life, NodeFrame, Transit};
use synod_words::{Arg, Phrase, phrase};
use yew::prelude::*;

/// How many times slower a link gets.
const SLOWER: u16 = 10;
/// By how many microseconds a clock is set on or back.
const SHIFT: i64 = 50_000;

/// Title and body for a target; none where it is gone.
pub fn body(ui: &Ui, target: &Target, frame: &Frame, chart: &Chart, offers: &[ClientOffers]) -> Option<(String, Html)> {
    Some(match target {
        Target::Node(name) => {
            let found = frame.nodes.iter().find(|n| n.name == *name)?;
            (node_title(ui, found), of_node(ui, found, frame, chart, offers))
        }
        Target::Link(a, b) => {
            let condition = condition(&conditions(&frame.links), a, b);
            (format!("{a} – {b} · {}", ui.text(&words(condition, a, b))), of_link(ui, a, b, condition))
        }
        Target::Message(id) => {
            let found = frame.messages.iter().find(|m| m.id == *id)?;
            (format!("{} {} → {}", ui.text(&kind_words(found.kind)), found.from, found.to), of_message(ui, found, chart))
        }
    })
}

/// Leads to why something is as it is.
fn why(ui: &Ui, step: Option<u32>, words: AttrValue) -> Html {
    let Some(step) = step else { return Html::default() };
    html! {
        <p class="popover-why"><button type="button" class="link" data-testid="do-why" onclick={ui.on(Action::Pick(Some(step)))}>{ words }</button></p>
    }
}

fn node_title(ui: &Ui, node: &NodeFrame) -> String {
    format!("{} · {} · {}", node.name, ui.text(&node.role), ui.text(&life_words(node.life)))
}

fn of_node(ui: &Ui, node: &NodeFrame, frame: &Frame, chart: &Chart, offers: &[ClientOffers]) -> Html {
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
            { why(ui, last_at(chart, &node.name, frame.step), say!(ui, "Why is it so? The last event here", "为何如此？此处的最近事件")) }
            { fields(ui, &node.fields, node.lock.as_ref()) }
            <details class="popover-more">
                <summary>{ say!(ui, "Links and clock", "链路与时钟") }</summary>
                <ul class="popover-links">{ for frame.nodes.iter().filter(|p| p.name != node.name && !(p.client && node.client))
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

fn of_message(ui: &Ui, message: &Transit, chart: &Chart) -> Html {
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
            { why(ui, chart.messages.get(message.line as usize).map(|line| line.sent.0), say!(ui, "Why was it sent?", "为何发出？")) }
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
