//! Faults as tools: taken up here, used with a click in the cluster.

use crate::icons::{Icon, icon};
use crate::state::{Action, Tool};
use crate::ui::{say, use_ui};
use synod_session::doc::Act;
use synod_words::{Phrase, phrase};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub tool: Option<Tool>,
}

/// The tools, and the way back to a whole network.
#[component]
pub fn Faults(props: &Props) -> Html {
    let ui = use_ui();
    html! {
        <div class="tools">
            { for tools().into_iter().map(|(tool, id, name)| {
                let armed = props.tool == Some(tool);
                html! {
                    <button type="button" class="btn tool" data-testid={format!("tool-{id}")} aria-pressed={armed.to_string()}
                        onclick={ui.on(Action::Arm(Some(tool)))} title={ui.text(&hint(tool))}>
                        { icon(Icon::Tool(tool)) }<span>{ ui.text(&name) }</span>
                    </button>
                }
            }) }
            <button type="button" class="btn tool" data-testid="heal" onclick={ui.on(Action::Act(vec![Act::Heal]))}
                title={say!(ui, "All links are as new. Nodes stay as they are.", "所有链路恢复如初，节点状态不变。")}>
                { icon(Icon::Heal) }<span>{ say!(ui, "Heal all", "全部恢复") }</span>
            </button>
        </div>
    }
}

fn tools() -> Vec<(Tool, &'static str, Phrase)> {
    vec![
        (Tool::Crash, "crash", phrase!("Crash", "宕机")),
        (Tool::Pause, "pause", phrase!("Pause", "暂停")),
        (Tool::Cut, "cut", phrase!("Cut link", "切断链路")),
        (Tool::Partition, "partition", phrase!("Partition", "分区")),
        (Tool::Drop, "drop", phrase!("Drop", "丢弃")),
        (Tool::Delay, "delay", phrase!("Delay", "延迟")),
        (Tool::Duplicate, "duplicate", phrase!("Duplicate", "重复")),
    ]
}

/// What to do with a tool in the cluster.
pub fn hint(tool: Tool) -> Phrase {
    match tool {
        Tool::Crash => {
            phrase!("Click a node to crash it, a crashed one to restart it.", "单击节点使其宕机，单击已宕机的节点使其重启。")
        }
        Tool::Pause => {
            phrase!("Click a node to pause it, a paused one to let it go on.", "单击节点使其暂停，单击已暂停的节点使其继续。")
        }
        Tool::Cut => phrase!("Click a link to cut it, a cut one to mend it.", "单击链路将其切断，单击已切断的链路将其接通。"),
        Tool::Partition => phrase!("Draw a line between the nodes to be divided.", "在要分开的节点之间画一条线。"),
        Tool::Drop => phrase!("Click a message on its way to drop it.", "单击途中的消息将其丢弃。"),
        Tool::Delay => phrase!("Click a message on its way: it takes 10 ms longer.", "单击途中的消息，使其晚到 10 ms。"),
        Tool::Duplicate => phrase!("Click a message on its way: it arrives twice.", "单击途中的消息，使其送达两次。"),
    }
}
