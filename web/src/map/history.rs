//! A small history as a picture: a lane a client, an operation a bar.

use crate::geometry::{px, text};
use crate::size::use_size;
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::MapOperation;
use synod_words::time_text;
use yew::prelude::*;

/// The height of a lane.
const LANE: f64 = 34.0;
/// Half the height of a bar.
const HALF: f64 = 11.0;
/// The room for the names of the clients.
const NAMES: f64 = 22.0;
/// The size of the letters.
const LETTERS: f64 = 12.0;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub operations: Rc<Vec<MapOperation>>,
}

/// The history. All of it is told in words too.
#[component]
pub fn History(props: &Props) -> Html {
    let ui = use_ui();
    let node = use_node_ref();
    let (width, _) = use_size(&node);
    let operations = &props.operations;
    let mut clients: Vec<&str> = Vec::new();
    for operation in operations.iter() {
        if !clients.contains(&operation.client.as_str()) {
            clients.push(&operation.client);
        }
    }
    let end = operations.iter().map(|operation| operation.returned).max().unwrap_or(1).max(1) as f64;
    let x = |us: u64| us as f64 / end * (width - NAMES - 3.0) + NAMES;
    let y = |client: &str| clients.iter().position(|c| *c == client).unwrap_or(0) as f64 * LANE + LANE / 2.0;
    let height = px(clients.len() as f64 * LANE);
    let short = operations.iter().any(|o| !fits(&ui.text(&o.label), x(o.returned) - x(o.called)));
    html! {
        <div class="map-history" ref={node}>
            if width > 0.0 {
                <svg viewBox={format!("0 0 {} {height}", px(width))} width={px(width)} {height} role="img" aria-label={spoken(&ui, operations)}
                    data-testid="map-history">
                    { for clients.iter().map(|client| html! {
                        <>
                            <path class="row-line" d={format!("M{} {}H{}", px(NAMES - 4.0), px(y(client)), px(width))} />
                            <text class="row-name" x="0" y={px(y(client) + 4.5)}>{ *client }</text>
                        </>
                    }) }
                    { for operations.iter().map(|o| bar(&ui, o, (x(o.called), x(o.returned)), y(&o.client), short)) }
                </svg>
            }
            if short { <p class="muted small">{ notation(&ui, operations) }</p> }
        </div>
    }
}

fn fits(words: &str, room: f64) -> bool {
    text::em(words) * LETTERS <= room - 6.0
}

fn bar(ui: &Ui, operation: &MapOperation, (from, to): (f64, f64), y: f64, short: bool) -> Html {
    let label = ui.text(&operation.label);
    let shown = if short { AttrValue::from(operation.short.clone()) } else { label.clone() };
    html! {
        <g class={classes!("op", if operation.writes { "o-1" } else { "o-none" }, "answered")}>
            <title>{ format!("{} · {}–{}", label, time_text(operation.called), time_text(operation.returned)) }</title>
            <rect class="op-ground" x={px(from)} y={px(y - HALF)} width={px(to - from)} height={px(2.0 * HALF)} rx="5" />
            <rect class="op-bar" x={px(from)} y={px(y - HALF)} width={px(to - from)} height={px(2.0 * HALF)} rx="5" />
            <text class="op-words" x={px(f64::midpoint(from, to))} y={px(y + 4.2)}>{ shown }</text>
        </g>
    }
}

/// The history in words.
fn spoken(ui: &Ui, operations: &[MapOperation]) -> AttrValue {
    let one =
        |o: &MapOperation| format!("{} {} ({}–{})", o.client, ui.text(&o.label), time_text(o.called), time_text(o.returned));
    let all: Vec<String> = operations.iter().map(one).collect();
    say!(ui, "A history: {0}", "一段历史：{0}", all)
}

/// What the short words on the bars mean.
fn notation(ui: &Ui, operations: &[MapOperation]) -> AttrValue {
    if operations.iter().any(|o| o.short.starts_with('a')) {
        say!(
            ui,
            "a(log)b: appends b to log; r(log)ab: reads log and finds ab",
            "a(log)b：向 log 追加 b；r(log)ab：读 log，读到 ab"
        )
    } else {
        say!(ui, "w(x)1: writes 1 to x; r(x)1: reads x and finds 1; ∅: nothing", "w(x)1：向 x 写 1；r(x)1：读 x，读到 1；∅：空")
    }
}
