//! What opens at a click on something in the cluster, beside it.

use super::actions;
use super::scene::Scene;
use crate::focus::use_focus_back;
use crate::geometry::{Point, Rect, place};
use crate::icons::{Icon, icon};
use crate::menu::focus;
use crate::state::{Action, Target};
use crate::ui::{say, use_ui};
use std::rc::Rc;
use synod_session::{Chart, ClientOffers, Frame};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// How far the popover stands from the border.
const BORDER: f64 = 12.0;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub target: Target,
    pub frame: Rc<Frame>,
    pub chart: Rc<Chart>,
    pub scene: Rc<Scene>,
    pub offers: Rc<Vec<ClientOffers>>,
    /// Where that stands, and its radius.
    pub anchor: (Point, f64),
}

/// The popover.
#[component]
pub fn Popover(props: &Props) -> Html {
    let ui = use_ui();
    let Props { target, frame, chart, scene, offers, anchor } = props;
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((*anchor, target.clone(), scene.clone(), frame.clone()), move |((at, reach), _, scene, _)| {
            if let Some(element) = node.cast::<HtmlElement>() {
                put(&element, *at, *reach, scene);
            }
        });
    }
    use_focus_back(&node, target.clone());
    {
        let node = node.clone();
        use_effect_with(target.clone(), move |_| focus(node.cast::<Element>()));
    }
    let Some((title, body)) = actions::body(&ui, target, frame, chart, offers) else { return Html::default() };
    html! {
        <div class="popover" role="dialog" aria-label={title.clone()} ref={node} tabindex="-1" data-testid="popover">
            <div class="popover-head">
                <h3>{ title }</h3>
                <button type="button" class="bare" onclick={ui.on(Action::Close)} aria-label={say!(ui, "Close", "关闭")}>{ icon(Icon::Close) }</button>
            </div>
            { body }
        </div>
    }
}

/// Puts the popover beside its anchor, within the picture, where it covers the least.
fn put(element: &HtmlElement, at: Point, reach: f64, scene: &Scene) {
    let own = (f64::from(element.offset_width()), f64::from(element.offset_height()));
    let page = Rect { x: BORDER, y: BORDER, w: scene.size.0 - 2.0 * BORDER, h: scene.size.1 - 2.0 * BORDER };
    let obstacles: Vec<Rect> = scene.places.iter().map(|p| p.spot.bounds(2.0)).collect();
    let Point { x, y } = place::beside(at, reach, own, &page, &obstacles);
    drop(element.style().set_property("left", &format!("{x:.0}px")));
    drop(element.style().set_property("top", &format!("{y:.0}px")));
}
