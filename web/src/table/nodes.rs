//! The processes.

use super::{Props, opened, opener, table as with_head};
use crate::cluster::emphasis::Emphasis;
use crate::cluster::nodes::{doing, life_words};
use crate::state::Target;
use crate::ui::{Ui, say};
use synod_session::{Life, NodeFrame};
use synod_words::{Arg, phrase, time_text};
use yew::prelude::*;

const COLUMNS: usize = 7;

/// One row a process.
pub fn table(ui: &Ui, props: &Props) -> Html {
    let columns = [
        say!(ui, "process", "进程"),
        say!(ui, "role", "角色"),
        say!(ui, "state", "状态"),
        say!(ui, "holds", "内容"),
        say!(ui, "timers", "定时器"),
        say!(ui, "clock", "时钟"),
        say!(ui, "act", "操作"),
    ];
    let rows = props.frame.nodes.iter().map(|node| row(ui, props, node)).collect();
    with_head(say!(ui, "Processes", "进程"), &columns, rows)
}

fn row(ui: &Ui, props: &Props, node: &NodeFrame) -> Html {
    let target = Target::Node(node.name.clone());
    let open = props.open.as_ref() == Some(&target);
    let class = match node.life {
        Life::Up => "",
        Life::Paused | Life::Crashed => "bad",
    };
    html! {
        <key={node.name.clone()}>
            <tr class={classes!(open.then_some("open"))} data-testid={format!("row-{}", node.name)}
                data-part={marked(&props.emphasis, &node.name).then_some("true")}>
                <th scope="row">{ &node.name }{ part(ui, &props.emphasis, &node.name) }</th>
                <td>{ ui.text(&node.role) }</td>
                <td {class}>{ state(ui, node) }</td>
                <td>{ holds(ui, props, node) }</td>
                <td>{ timers(ui, node) }</td>
                <td>{ clock(ui, node.clock_ahead_us) }</td>
                { opener(ui, &target, open, &node.name, format!("open-{}", node.name)) }
            </tr>
            { opened(ui, props, &target, COLUMNS) }
        </>
    }
}

fn marked(emphasis: &Emphasis, name: &str) -> bool {
    emphasis.nodes.contains_key(name)
}

fn part(ui: &Ui, emphasis: &Emphasis, name: &str) -> Html {
    let Some(mark) = emphasis.nodes.get(name) else { return Html::default() };
    html! { <span class="facts-part">{ mark.words(ui) }</span> }
}

fn state(ui: &Ui, node: &NodeFrame) -> String {
    let mut words = vec![ui.text(&life_words(node.life)).to_string()];
    words.extend(node.lock.as_ref().map(|lock| say!(ui, "locked: {0}", "已锁定：{0}", lock.clone()).to_string()));
    words.join(", ")
}

fn holds(ui: &Ui, props: &Props, node: &NodeFrame) -> String {
    if node.client {
        return doing(ui, node, &props.chart, props.frame.step);
    }
    let said = [&node.headline, &node.detail].into_iter().flatten().map(|p| p.text(ui.lang));
    let log = node.log.iter().map(|cell| cell.label.clone()).collect::<Vec<_>>().join(" ");
    let log = (!log.is_empty()).then(|| say!(ui, "log {0}", "日志 {0}", log).to_string());
    said.chain(log).collect::<Vec<_>>().join(" · ")
}

fn timers(ui: &Ui, node: &NodeFrame) -> String {
    if node.life != Life::Up {
        return String::new();
    }
    let one = |timer: &synod_session::TimerView| format!("{} {}", ui.text(&timer.name), time_text(timer.due));
    node.timers.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn clock(ui: &Ui, ahead: i64) -> AttrValue {
    let by = Arg::TimeUs(ahead.unsigned_abs());
    ui.text(&match ahead {
        0 => phrase!("right", "准确"),
        1.. => phrase!("{0} ahead", "快 {0}", by),
        _ => phrase!("{0} behind", "慢 {0}", by),
    })
}
