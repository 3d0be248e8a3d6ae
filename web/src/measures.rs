//! What was measured up to the cursor: of the whole run, for each client, and for each side of a partition.

use crate::ui::{Ui, say};
use synod_session::{Measure, Tally, Time, Who};
use synod_words::time_text;
use yew::prelude::*;

/// Figures as cards, and two small tables.
pub fn measures(ui: &Ui, measures: &[Measure], tallies: &[Tally]) -> Html {
    let is_client = |tally: &&Tally| matches!(tally.who, Who::Client(_));
    let (clients, sides): (Vec<&Tally>, Vec<&Tally>) = tallies.iter().partition(is_client);
    html! {
        <>
            <dl class="measures">
                { for measures.iter().map(|m| html! {
                    <div class="measure" data-testid={format!("measure-{}", m.id)}>
                        <dt>{ ui.text(&m.name) }</dt><dd>{ ui.text(&m.value) }</dd>
                    </div>
                }) }
            </dl>
            { table(ui, &clients, say!(ui, "By client", "按客户端")) }
            { table(ui, &sides, say!(ui, "By side of the partition", "按分区两侧")) }
        </>
    }
}

fn table(ui: &Ui, tallies: &[&Tally], caption: AttrValue) -> Html {
    if tallies.is_empty() {
        return Html::default();
    }
    let head = |sign: &'static str, words: AttrValue| {
        html! { <th scope="col" title={words.clone()}><span aria-hidden="true">{ sign }</span><span class="aside-text">{ words }</span></th> }
    };
    html! {
        <table class="tally">
            <caption>{ caption }</caption>
            <thead>
                <tr>
                    <td></td>
                    { head("✓", say!(ui, "answered", "已应答")) }
                    { head("✗", say!(ui, "failed", "失败")) }
                    { head("?", say!(ui, "outcome unknown", "结果未知")) }
                    { head("…", say!(ui, "still open", "仍未返回")) }
                    { head("p50", say!(ui, "median latency", "延迟中位数")) }
                    { head("p99", say!(ui, "99th percentile of the latency", "延迟的第 99 百分位")) }
                    { head("↓", say!(ui, "writes that the stalest read was behind", "最旧的读落后多少次写")) }
                </tr>
            </thead>
            <tbody>{ for tallies.iter().enumerate().map(|(i, tally)| row(ui, i, tally)) }</tbody>
        </table>
    }
}

fn row(ui: &Ui, place: usize, tally: &Tally) -> Html {
    let (id, name) = match &tally.who {
        Who::Client(name) => (format!("tally-{name}"), AttrValue::from(name.clone())),
        Who::Side(members) => (format!("tally-side-{place}"), AttrValue::from(members.join(" "))),
    };
    // A zero says nothing; the eye should find what is there.
    let count = |n: u32, class: &'static str| {
        html! { <td class={classes!((n > 0).then_some(class), (n == 0).then_some("none"))}>{ n }</td> }
    };
    html! {
        <tr data-testid={id} key={place}>
            <th scope="row" title={ui.text(&tally.name)}>{ name }</th>
            { count(tally.answered, "good") }
            { count(tally.failed, "bad") }
            { count(tally.unknown, "bad") }
            { count(tally.open, "some") }
            <td>{ span(tally.latency_p50_us) }</td>
            <td>{ span(tally.latency_p99_us) }</td>
            <td>{ tally.staleness.map_or_else(|| "–".to_owned(), |n| n.to_string()) }</td>
        </tr>
    }
}

/// A span of time, short enough for a small table.
fn span(us: Option<Time>) -> String {
    match us {
        None => "–".to_owned(),
        Some(us) => brief(us).trim_end_matches(" ms").to_owned(),
    }
}

/// A time to the tenth of a millisecond: as the clock shows it.
pub fn brief(us: Time) -> String {
    if (1_000..10_000_000).contains(&us) { format!("{:.1} ms", us as f64 / 1e3) } else { time_text(us) }
}
