//! The cluster at the playhead: processes, links, messages on their way; and everything one can do to them by hand.

mod links;
mod mark;
mod messages;
mod nodes;
mod popover;
mod scene;
pub mod shapes;
mod stroke;

use crate::geometry::px;
use crate::setup::hint;
use crate::size::use_size;
use crate::state::{Action, Dialog, Target, Tool};
use crate::ui::{say, use_ui};
use links::Links;
use nodes::Nodes;
use popover::Popover;
use scene::Scene;
use std::collections::HashMap;
use std::rc::Rc;
use stroke::use_stroke;
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
}

/// The picture in the middle.
#[component]
pub fn Cluster(props: &Props) -> Html {
    let ui = use_ui();
    let Props { frame, chart, playhead, tool, open, offers } = props;
    let panel = use_node_ref();
    let svg = use_node_ref();
    let size = use_size(&panel);
    let processes: Vec<(String, bool)> = frame.nodes.iter().map(|n| (n.name.clone(), n.client)).collect();
    let scene = use_memo((size, processes), |(size, processes)| Scene::new(*size, processes));
    let last_places = use_mut_ref(HashMap::<String, usize>::new);
    // Between two events only the messages move: what the links show is read once.
    let links = use_memo(frame.clone(), |frame| frame.links.clone());
    let since = *use_memo((frame.clone(), chart.clone()), |(frame, chart)| scene::split_since(frame, chart));
    let stroke = use_stroke(&svg, &scene);

    let drawn = size.0 > 0.0 && size.1 > 0.0;
    let view_box = format!("0 0 {} {}", px(size.0), px(size.1));
    let class = classes!("cluster", tool.map(|t| if t == Tool::Partition { "armed drawing" } else { "armed" }));
    html! {
        <section {class} aria-label={say!(ui, "Cluster", "集群")} data-testid="cluster">
            <div class="canvas" ref={panel}>
            <svg class="cluster-svg" ref={svg} viewBox={view_box} width={px(size.0)} height={px(size.1)} role="group"
                aria-label={say!(ui, "The cluster now", "此刻的集群")} onpointerdown={stroke.down} onpointermove={stroke.moved}
                onpointerup={stroke.up} onpointercancel={stroke.cancel}>
                if drawn {
                    <Links scene={scene.clone()} {links} {since} tool={*tool}
                        open={link_of(open.as_ref())} />
                    { messages::trails(&scene, frame, *playhead) }
                    <Nodes scene={scene.clone()} frame={frame.clone()} chart={chart.clone()} open={node_of(open.as_ref())} />
                    { nodes::timers(&scene, frame, *playhead) }
                    { messages::messages(&ui, &scene, frame, *playhead, open.as_ref(), &mut last_places.borrow_mut()) }
                    if !stroke.line.is_empty() { <path class="stroke" d={stroke.line} /> }
                }
            </svg>
            if let (true, Some(target)) = (drawn, open) {
                <Popover target={target.clone()} frame={frame.clone()} scene={scene.clone()} offers={offers.clone()}
                    anchor={scene.anchor(target, frame, *playhead)} />
            }
            </div>
            <div class="hint">
                if let Some(tool) = tool {
                    <span data-testid="hint">{ ui.text(&hint(*tool)) }</span>
                    if *tool == Tool::Partition {
                        <button type="button" class="link" data-testid="choose-groups" onclick={ui.on(Action::Dialog(Some(Dialog::Partition)))}>
                            { say!(ui, "Choose the groups instead", "改为选择分组") }
                        </button>
                    }
                    <button type="button" class="link" onclick={ui.on(Action::Arm(None))}>{ say!(ui, "Cancel (Esc)", "取消（Esc）") }</button>
                } else {
                    <span data-testid="hint">{ say!(ui, "Click a node, a link or a message to break it. Drag across links to partition.",
                        "单击节点、链路或消息即可制造故障；划过链路即可分区。") }</span>
                }
            </div>
        </section>
    }
}

fn link_of(open: Option<&Target>) -> Option<(String, String)> {
    match open {
        Some(Target::Link(a, b)) => Some((a.clone(), b.clone())),
        _ => None,
    }
}

fn node_of(open: Option<&Target>) -> Option<String> {
    match open {
        Some(Target::Node(name)) => Some(name.clone()),
        _ => None,
    }
}
