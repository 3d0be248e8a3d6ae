//! The operations up to the cursor.

use super::{Props, table as with_head};
use crate::state::Action;
use crate::ui::{Ui, say};
use synod_session::{OperationBar, Outcome};
use synod_words::time_text;
use yew::prelude::*;

/// How many operations are shown: the newest.
const SHOWN: usize = 100;

/// One row an operation, the newest first.
pub fn table(ui: &Ui, props: &Props) -> Html {
    let step = props.frame.step;
    let count = props.chart.operations.partition_point(|op| op.called.0 <= step);
    let caption = say!(ui, "Operations so far", "至此的操作");
    if count == 0 {
        return html! { <p class="facts-none"><b>{ caption }</b>{ " " }{ say!(ui, "none yet", "尚无") }</p> };
    }
    let columns = [
        say!(ui, "client", "客户端"),
        say!(ui, "asked", "请求"),
        say!(ui, "came out", "结果"),
        say!(ui, "called", "发起"),
        say!(ui, "returned", "返回"),
        say!(ui, "message delays", "消息延迟次数"),
        say!(ui, "reason", "原因"),
    ];
    let shown = &props.chart.operations[count.saturating_sub(SHOWN)..count];
    let rows = shown.iter().rev().map(|op| row(ui, op, step)).collect();
    html! {
        <>
            { with_head(caption, &columns, rows) }
            if count > SHOWN {
                <p class="facts-none">{ say!(ui, "and {0} before these", "此前还有 {0} 个", count - SHOWN) }</p>
            }
        </>
    }
}

fn row(ui: &Ui, op: &OperationBar, step: u32) -> Html {
    let returned = op.returned.filter(|r| r.0 <= step);
    let outcome = match (returned, op.outcome) {
        (None, _) => say!(ui, "… open", "… 未返回"),
        (Some(_), Some(Outcome::Answered)) => match &op.answer {
            Some(answer) => say!(ui, "✓ {0}", "✓ {0}", answer.clone()),
            None => say!(ui, "✓ done", "✓ 完成"),
        },
        (Some(_), Some(Outcome::Refused)) => match &op.answer {
            Some(answer) => say!(ui, "✗ {0}", "✗ {0}", answer.clone()),
            None => say!(ui, "✗ refused", "✗ 被拒绝"),
        },
        (Some(_), Some(Outcome::Failed)) => say!(ui, "✗ failed", "✗ 失败"),
        (Some(_), Some(Outcome::Unknown) | None) => say!(ui, "? no answer", "? 无应答"),
    };
    let last = returned.map_or(op.called.0, |r| r.0);
    let asked = ui.text(&op.label);
    html! {
        <tr key={op.called.0} data-testid="row-operation">
            <th scope="row">{ &op.client }</th>
            <td>{ asked.clone() }</td>
            <td>{ outcome }</td>
            <td class="facts-time">{ time_text(op.called.1) }</td>
            <td class="facts-time">{ returned.map_or_else(|| "–".to_owned(), |r| time_text(r.1)) }</td>
            <td class="facts-time">{ op.delays.filter(|_| returned.is_some()).map_or_else(|| "–".to_owned(), |n| n.to_string()) }</td>
            <td class="facts-open">
                <button type="button" class="link event-why" onclick={ui.on(Action::Pick(Some(last)))}
                    aria-label={say!(ui, "Why did {0} of {1} come out so?", "为什么？{1} 的 {0}", asked.as_str(), op.client.as_str())}>
                    { say!(ui, "why?", "为什么？") }
                </button>
            </td>
        </tr>
    }
}
