//! The cluster at the playhead: processes, links, messages on their way; and everything one can do to them by hand.

pub mod actions;
pub mod emphasis;
pub mod links;
mod mark;
pub mod messages;
pub mod nodes;
mod picture;
mod popover;
pub mod scene;
pub mod shapes;
mod stroke;
mod traffic;

use crate::inspector::Insight;
use crate::prefs;
use crate::setup::hint;
use crate::state::{Action, Dialog, Lit, Target, Tool};
use crate::study;
use crate::table::Table;
use crate::ui::{Ui, say, use_ui};
use emphasis::Emphasis;
use picture::Picture;
use std::rc::Rc;
use synod_session::{Chart, ClientOffers, Frame};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub frame: Rc<Frame>,
    pub chart: Rc<Chart>,
    /// The time that is shown, in microseconds.
    pub playhead: f64,
    pub tool: Option<Tool>,
    pub open: Option<Target>,
    pub offers: Rc<Vec<ClientOffers>>,
    /// What shows why a promise is broken.
    pub lit: Rc<Lit>,
    /// The event that is looked into.
    #[prop_or_default]
    pub insight: Option<Rc<Insight>>,
    /// Whether it is shown as tables.
    pub table: bool,
    /// The lab whose studies are offered beside the views, where they are.
    #[prop_or_default]
    pub studies_of: Option<&'static str>,
}

/// The cluster in the middle, as a picture or as tables.
#[component]
pub fn Cluster(props: &Props) -> Html {
    let ui = use_ui();
    let Props { frame, chart, playhead, tool, open, offers, lit, insight, table, studies_of } = props;
    let emphasis = use_memo((chart.clone(), lit.clone(), insight.clone()), |(chart, lit, insight)| {
        Emphasis::new(chart, lit, insight.as_deref())
    });

    let legend = (!emphasis.is_empty()).then(|| legend(&ui, &emphasis));
    let class = classes!("cluster", tool.map(|t| if t == Tool::Partition { "armed drawing" } else { "armed" }));
    html! {
        <section {class} aria-label={say!(ui, "Cluster", "集群")} data-testid="cluster">
            { views(&ui, *table, *studies_of) }
            if *table {
                <Table frame={frame.clone()} chart={chart.clone()} offers={offers.clone()} open={open.clone()} emphasis={emphasis.clone()} />
            } else {
                <Picture frame={frame.clone()} chart={chart.clone()} playhead={*playhead} tool={*tool} open={open.clone()} offers={offers.clone()}
                    {emphasis} />
            }
            <div class="hint">
                if let Some(tool) = tool {
                    <span data-testid="hint">{ ui.text(&hint(*tool)) }</span>
                    if *tool == Tool::Partition {
                        <button type="button" class="link" data-testid="choose-groups" onclick={ui.on(Action::Dialog(Some(Dialog::Partition)))}>
                            { say!(ui, "Choose the groups instead", "改为选择分组") }
                        </button>
                    }
                    <button type="button" class="link" onclick={ui.on(Action::Arm(None))}>{ say!(ui, "Cancel (Esc)", "取消（Esc）") }</button>
                } else if let Some(legend) = legend {
                    { legend }
                } else if *table {
                    <span data-testid="hint">{ say!(ui, "Open a row to act on it.", "展开一行即可操作。") }</span>
                } else {
                    <span data-testid="hint">{ say!(ui, "Click a node, a link or a message to break it. Drag across links to partition.",
                        "单击节点、链路或消息即可制造故障；划过链路即可分区。") }</span>
                }
            </div>
        </section>
    }
}

/// The choice between the picture and the tables.
fn views(ui: &Ui, table: bool, studies_of: Option<&str>) -> Html {
    let tab = |to: bool, id: &'static str, label: AttrValue| {
        let choose = ui.with(move |_: MouseEvent| {
            prefs::set_table(to);
            Some(Action::Table(to))
        });
        html! { <button type="button" class="tab" aria-pressed={(table == to).to_string()} data-testid={id} onclick={choose}>{ label }</button> }
    };
    html! {
        <div class="tabs cluster-tabs" role="group" aria-label={say!(ui, "Show the cluster as", "集群的显示方式")}>
            { tab(false, "view-picture", say!(ui, "Picture", "图")) }
            { tab(true, "view-table", say!(ui, "Table", "表格")) }
            { for studies_of.map(|lab| study::tabs(ui, lab, None)) }
        </div>
    }
}

/// What the marks in the picture mean.
fn legend(ui: &Ui, emphasis: &Emphasis) -> Html {
    let words = if emphasis.is_of_event() {
        say!(ui, "here: the event · before: led to it · after: follows from it", "此处：该事件 · 之前：导致了它 · 之后：由它而来")
    } else if emphasis.nodes.values().all(|mark| mark.operations.is_empty()) {
        say!(ui, "Ringed: who took part in the reason", "圈出者：原因中的参与者")
    } else {
        say!(ui, "1, 2 …: who asked and who answered that operation of the reason", "1、2……：原因中该操作的发起者与应答者")
    };
    html! { <span data-testid="legend">{ words }</span> }
}
