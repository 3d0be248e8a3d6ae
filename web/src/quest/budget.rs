//! How many faults a search may use, and how far it goes.

use crate::icons::{Icon, icon};
use crate::state::{Action, Seeking};
use crate::ui::{Ui, say};
use synod_session::quest::{QuestBudget, Timing};
use synod_words::{Phrase, phrase};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// How many steps a run may have, and how many states are looked at, to choose from.
const DEPTHS: [u16; 6] = [10, 20, 40, 60, 100, 200];
const STATES: [u32; 5] = [10_000, 50_000, 200_000, 500_000, 1_000_000];
/// How long a run may last where time passes, in milliseconds, to choose from; it may have as many steps as that takes.
const HORIZONS: [u32; 5] = [100, 200, 500, 1_000, 2_000];
/// More faults of a kind than anybody needs: the search grows with each.
const MOST: u8 = 6;

/// A kind of fault with its number in a budget.
struct Row {
    id: &'static str,
    name: Phrase,
    of: fn(&mut QuestBudget) -> &mut u8,
}

fn rows(timed: bool) -> Vec<Row> {
    let mut rows = vec![
        Row { id: "crashes", name: phrase!("Crashes", "宕机"), of: |b| &mut b.crashes },
        Row { id: "drops", name: phrase!("Lost messages", "丢失的消息"), of: |b| &mut b.drops },
        Row { id: "duplicates", name: phrase!("Duplicates", "重复的消息"), of: |b| &mut b.duplicates },
        Row { id: "partitions", name: phrase!("Partitions", "分区"), of: |b| &mut b.partitions },
    ];
    if timed {
        rows.push(Row { id: "pauses", name: phrase!("Pauses", "暂停"), of: |b| &mut timing(b).pauses });
        rows.push(Row { id: "late", name: phrase!("Late messages", "迟到的消息"), of: |b| &mut timing(b).late });
        rows.push(Row { id: "clocks", name: phrase!("Wrong clocks", "不准的时钟"), of: |b| &mut timing(b).clocks });
    } else {
        rows.push(Row { id: "timeouts", name: phrase!("Time-outs", "超时"), of: |b| &mut b.timeouts });
    }
    rows
}

fn timing(budget: &mut QuestBudget) -> &mut Timing {
    budget.timing.get_or_insert(Timing::PUNCTUAL)
}

/// The numbers to set.
pub fn budget(ui: &Ui, budget: QuestBudget) -> Html {
    html! {
        <>
            <div class="quest-budget" role="group" aria-label={say!(ui, "At most", "至多")}>
                <span class="quest-caption" aria-hidden="true">{ say!(ui, "With at most", "至多允许") }</span>
                { for rows(budget.timing.is_some()).iter().map(|row| stepper(ui, row, budget)) }
            </div>
            { pace(ui, budget) }
            <details class="quest-more">
                <summary data-testid="quest-more">{ say!(ui, "More", "更多") }</summary>
                { limit(ui, "depth", &phrase!("Steps of a run", "运行的步数"), &DEPTHS, budget.depth, move |depth| QuestBudget { depth, ..budget }) }
                if let Some(timing) = budget.timing {
                    { limit(ui, "horizon", &phrase!("Milliseconds of a run", "运行的毫秒数"), &HORIZONS, timing.horizon_ms,
                        move |horizon_ms| QuestBudget { timing: Some(Timing { horizon_ms, ..timing }), ..budget }) }
                }
                { limit(ui, "states", &phrase!("States to look at", "检查的状态数"), &STATES, budget.states, move |states| QuestBudget { states, ..budget }) }
            </details>
        </>
    }
}

/// Whether time passes.
fn pace(ui: &Ui, budget: QuestBudget) -> Html {
    let other = match budget.timing {
        Some(_) => QuestBudget { timing: None, depth: QuestBudget::DEFAULT.depth, ..budget },
        None => QuestBudget { timing: Some(Timing::PUNCTUAL), depth: QuestBudget::DEPTH_TIMED, ..budget },
    };
    html! {
        <label class="check">
            <input type="checkbox" checked={budget.timing.is_some()} data-testid="quest-timed" onchange={ui.on(Action::Quest(Seeking::Budget(other)))} />
            { say!(ui, "Let time pass: timers run out when they are due, messages take 10 ms", "让时间流逝：定时器到期才触发，消息延迟 10 毫秒") }
        </label>
    }
}

fn stepper(ui: &Ui, row: &Row, mut budget: QuestBudget) -> Html {
    let now = *(row.of)(&mut budget);
    let button = |to: Option<u8>, sign: &'static str, id: String, label: AttrValue| {
        let next = to.filter(|n| *n <= MOST).map(|to| {
            let mut budget = budget;
            *(row.of)(&mut budget) = to;
            budget
        });
        let press = next.map_or_else(Callback::noop, |next| ui.on(Action::Quest(Seeking::Budget(next))));
        // Not disabled at its end: it would lose the focus.
        html! {
            <button type="button" class="btn small square" data-testid={id} aria-label={label} aria-disabled={next.is_none().then_some("true")} onclick={press}>
                { sign }
            </button>
        }
    };
    html! {
        <div class="quest-row" role="group" aria-label={ui.text(&row.name)} key={row.id}>
            <span class="quest-name" aria-hidden="true">{ ui.text(&row.name) }</span>
            { button(now.checked_sub(1), "−", format!("quest-{}-less", row.id), say!(ui, "{0}: fewer", "{0}：减少", row.name.clone())) }
            <output class="quest-count" data-testid={format!("quest-{}", row.id)}>{ now }</output>
            { button(now.checked_add(1), "+", format!("quest-{}-more", row.id), say!(ui, "{0}: more", "{0}：增加", row.name.clone())) }
        </div>
    }
}

/// A limit of the search, to be chosen from some numbers and the one that it is.
fn limit<N: Copy + Ord + ToString + 'static>(
    ui: &Ui,
    id: &str,
    name: &Phrase,
    offered: &[N],
    now: N,
    with: impl Fn(N) -> QuestBudget + 'static,
) -> Html {
    let mut numbers = offered.to_vec();
    if let Err(place) = numbers.binary_search(&now) {
        numbers.insert(place, now);
    }
    let change = {
        let numbers = numbers.clone();
        ui.with(move |event: Event| {
            let select = event.target()?.dyn_into::<HtmlSelectElement>().ok()?;
            let chosen = numbers.get(usize::try_from(select.selected_index()).ok()?)?;
            Some(Action::Quest(Seeking::Budget(with(*chosen))))
        })
    };
    html! {
        <label class="quest-limit">
            <span>{ ui.text(name) }</span>
            <span class="select boxed">
                <select data-testid={format!("quest-{id}")} onchange={change}>
                    { for numbers.iter().map(|n| html! { <option value={n.to_string()} selected={*n == now}>{ n.to_string() }</option> }) }
                </select>
                { icon(Icon::Down) }
            </span>
        </label>
    }
}
