//! The messages under way.

use super::{Props, opened, opener, table as with_head};
use crate::cluster::messages::kind_words;
use crate::cluster::shapes::{mark, owner_class};
use crate::state::Target;
use crate::ui::{Ui, say};
use synod_session::Transit;
use synod_words::time_text;
use yew::prelude::*;

const COLUMNS: usize = 7;

/// One row a message, the first to arrive first.
pub fn table(ui: &Ui, props: &Props) -> Html {
    let caption = say!(ui, "Messages under way", "在途消息");
    if props.frame.messages.is_empty() {
        return html! { <p class="facts-none"><b>{ caption }</b>{ " " }{ say!(ui, "none now", "目前没有") }</p> };
    }
    let columns = [
        say!(ui, "from", "发送方"),
        say!(ui, "to", "接收方"),
        say!(ui, "kind", "类别"),
        say!(ui, "says", "内容"),
        say!(ui, "sent", "发出"),
        say!(ui, "due", "应到"),
        say!(ui, "act", "操作"),
    ];
    let mut messages: Vec<&Transit> = props.frame.messages.iter().collect();
    synod_session::order::sort_by_key(&mut messages, |m| m.due);
    let rows = messages.into_iter().map(|message| row(ui, props, message)).collect();
    with_head(caption, &columns, rows)
}

fn row(ui: &Ui, props: &Props, message: &Transit) -> Html {
    let target = Target::Message(message.id.clone());
    let open = props.open.as_ref() == Some(&target);
    let part = props.emphasis.messages.get(&message.line).copied();
    let name = format!("{} {} → {}", ui.text(&message.label), message.from, message.to);
    html! {
        <key={message.id.clone()}>
            <tr class={classes!(open.then_some("open"))} data-testid="row-message" data-message={message.id.clone()}
                data-part={part.is_some().then_some("true")}>
                <th scope="row">{ &message.from }</th>
                <td>{ &message.to }</td>
                <td>
                    <svg class={classes!("facts-mark", owner_class(message.owner))} viewBox="-9 -9 18 18" width="15" height="15" aria-hidden="true">
                        { mark(message.kind, 6.5) }
                    </svg>
                    { ui.text(&kind_words(message.kind)) }
                </td>
                <td>
                    { ui.text(&message.label) }
                    if let Some(part) = part { <span class="facts-part">{ part.words(ui) }</span> }
                </td>
                <td class="facts-time">{ time_text(message.sent) }</td>
                <td class="facts-time">{ time_text(message.due) }</td>
                { opener(ui, &target, open, &name, format!("open-{}", message.id)) }
            </tr>
            { opened(ui, props, &target, COLUMNS) }
        </>
    }
}
