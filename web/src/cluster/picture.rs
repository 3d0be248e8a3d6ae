//! The cluster as a picture.

use super::emphasis::Emphasis;
use super::links::Links;
use super::nodes::{self, Nodes};
use super::popover::Popover;
use super::scene::{self, Scene};
use super::stroke::use_stroke;
use super::traffic::{self, Traffic, Trails, ways};
use crate::geometry::px;
use crate::size::use_size;
use crate::state::{Target, Tool};
use crate::ui::{say, use_ui};
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
    /// What stands out.
    pub emphasis: Rc<Emphasis>,
}

/// The picture, and what opens in it.
#[component]
pub fn Picture(props: &Props) -> Html {
    let ui = use_ui();
    let Props { frame, chart, playhead, tool, open, offers, emphasis } = props;
    let panel = use_node_ref();
    let svg = use_node_ref();
    let size = use_size(&panel);
    let processes = use_memo(frame.clone(), |frame| frame.nodes.iter().map(|n| (n.name.clone(), n.client)).collect::<Vec<_>>());
    let scene = use_memo((size, processes), |(size, processes)| Scene::new(*size, processes));
    let ways = use_memo((scene.clone(), frame.clone()), |(scene, frame)| ways(scene, frame));
    // Between two events only the messages move: what the links show is read once.
    let links = use_memo(frame.clone(), |frame| frame.links.clone());
    let since = *use_memo((frame.clone(), chart.clone()), |(frame, chart)| scene::split_since(frame, chart));
    let stroke = use_stroke(&svg, &scene);
    let drawn = size.0 > 0.0 && size.1 > 0.0;
    let view_box = format!("0 0 {} {}", px(size.0), px(size.1));
    let traffic = traffic::Props {
        scene: scene.clone(),
        frame: frame.clone(),
        ways,
        playhead: *playhead,
        open: open.clone(),
        emphasis: emphasis.clone(),
    };
    html! {
        <div class="canvas" ref={panel}>
        <svg class="cluster-svg" ref={svg} viewBox={view_box} width={px(size.0)} height={px(size.1)} role="group"
            aria-label={say!(ui, "The cluster now", "此刻的集群")} onpointerdown={stroke.down} onpointermove={stroke.moved}
            onpointerup={stroke.up} onpointercancel={stroke.cancel}>
            if drawn {
                <Links scene={scene.clone()} {links} {since} tool={*tool}
                    open={link_of(open.as_ref())} />
                <Trails ..traffic.clone() />
                <Nodes scene={scene.clone()} frame={frame.clone()} chart={chart.clone()} open={node_of(open.as_ref())}
                    emphasis={emphasis.clone()} />
                { nodes::timers(&scene, frame, *playhead) }
                <Traffic ..traffic />
                if !stroke.line.is_empty() { <path class="stroke" d={stroke.line} /> }
            }
        </svg>
        if let (true, Some(target)) = (drawn, open) {
            <Popover target={target.clone()} frame={frame.clone()} chart={chart.clone()} scene={scene.clone()} offers={offers.clone()}
                anchor={scene.anchor(target, frame, *playhead)} />
        }
        </div>
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
