//! The map as a picture: models as boxes, steps down as lines with a sign on each.

use super::layout::{Layout, lines};
use super::{Chosen, place, standing, step_name};
use crate::cluster::shapes::moved;
use crate::geometry::{Point, Rect, px};
use crate::ui::{Ui, say};
use synod_session::{MapEdge, ModelMap, PromiseView, Standing};
use yew::prelude::*;

/// The size of the letters.
const LETTERS: f64 = 12.0;
/// From one line of a name to the next.
const LINE: f64 = 14.5;

/// The picture.
pub fn picture(
    ui: &Ui,
    map: &ModelMap,
    models: &[PromiseView],
    layout: &Layout,
    chosen: Option<Chosen>,
    choose: &Callback<Chosen>,
) -> Html {
    let Layout { width, height, rest, .. } = layout;
    let lines = map.edges.iter().zip(&layout.steps).map(|(edge, ends)| {
        let bound = parts(map, models, edge).then_some("bound");
        html! { <path class={classes!("map-line", bound)} d={arrow(*ends)} /> }
    });
    // A model, and after it the signs on the lines down from it: the order of the keys.
    let things = map.nodes.iter().enumerate().map(|(i, node)| {
        let below = map.edges.iter().enumerate().filter(|(_, edge)| edge.stronger == node.id);
        html! {
            <>
                { models.get(i).zip(layout.models.get(i)).map(|(model, rect)| {
                    let what = Chosen::Model(i);
                    one(ui, model, rect, chosen == Some(what), pressed(choose, what))
                }) }
                { for below.filter_map(|(n, edge)| {
                    let what = Chosen::Step(n);
                    Some(sign(ui, edge, *layout.steps.get(n)?, chosen == Some(what), pressed(choose, what)))
                }) }
            </>
        }
    });
    html! {
        <svg viewBox={format!("0 0 {} {}", px(*width), px(*height))} width={px(*width)} height={px(*height)} role="group"
            aria-label={say!(ui, "Map of consistency models, strongest first", "一致性模型图，由强到弱")} data-testid="map">
            <path class="map-rest" d={format!("M0 {}H{}", px(*rest), px(*width))} />
            <text class="map-words" x={px(width / 2.0)} y={px(rest + 15.0)}>{ say!(ui, "of a store at rest", "针对静止后的存储") }</text>
            <g aria-hidden="true">{ for lines }</g>
            { for things }
        </svg>
    }
}

/// Whether the run parts these two: it keeps the weaker and broke the stronger.
fn parts(map: &ModelMap, models: &[PromiseView], edge: &MapEdge) -> bool {
    let of = |id: &str| place(map, id).and_then(|i| models.get(i)).map(|model| &model.standing);
    matches!((of(edge.stronger), of(edge.weaker)), (Some(Standing::Violated { .. }), Some(Standing::Holds { .. })))
}

fn arrow([from, to]: [Point; 2]) -> String {
    let way = from.to(to).unit();
    let (tip, neck) = (to.plus(way, -3.0), to.plus(way, -10.0));
    let side = way.right();
    let (one, other) = (neck.plus(side, 3.5), neck.plus(side, -3.5));
    let at = |p: Point| format!("{} {}", px(p.x), px(p.y));
    format!("M{}L{}M{}L{}L{}", at(from.plus(way, 2.0)), at(tip), at(one), at(tip), at(other))
}

/// What a click or a key on something does.
fn pressed(choose: &Callback<Chosen>, what: Chosen) -> (Callback<MouseEvent>, Callback<KeyboardEvent>) {
    let (by_click, by_key) = (choose.clone(), choose.clone());
    let click = Callback::from(move |_: MouseEvent| by_click.emit(what));
    let key = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            by_key.emit(what);
        }
    });
    (click, key)
}

fn one(
    ui: &Ui,
    model: &PromiseView,
    rect: &Rect,
    chosen: bool,
    (click, key): (Callback<MouseEvent>, Callback<KeyboardEvent>),
) -> Html {
    let (id, glyph, said) = standing(ui, &model.standing);
    let name = ui.text(&model.name);
    // Bold letters, as of what is kept, are wider.
    let lines = lines(&name, rect.w - 8.0, 1.13 * LETTERS);
    let (x, first) = (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0 + 4.3 - (lines.len() - 1) as f64 * LINE / 2.0);
    let label = format!("{name}: {said}");
    html! {
        <g class={classes!("map-model", id, chosen.then_some("chosen"))} role="button" tabindex="0" aria-pressed={chosen.to_string()}
            aria-label={label.clone()} onclick={click} onkeydown={key} data-testid={format!("map-{}", model.id)} data-standing={id}>
            <title>{ label }</title>
            <rect x={px(rect.x)} y={px(rect.y)} width={px(rect.w)} height={px(rect.h)} rx="8" />
            { for lines.into_iter().enumerate().map(|(i, line)| html! {
                <text class="map-name" x={px(x)} y={px((i as f64).mul_add(LINE, first))}>{ line }</text>
            }) }
            <g transform={moved(rect.x + 4.0, rect.y - 1.0)} aria-hidden="true">
                <circle r="8.5" class="map-glyph-ground" /><text class="map-glyph" y="4.2">{ glyph }</text>
            </g>
        </g>
    }
}

fn sign(
    ui: &Ui,
    edge: &MapEdge,
    [from, to]: [Point; 2],
    chosen: bool,
    (click, key): (Callback<MouseEvent>, Callback<KeyboardEvent>),
) -> Html {
    let name = step_name(ui, edge);
    let at = from.towards(to, 0.46);
    html! {
        <g class={classes!("map-step", chosen.then_some("chosen"))} transform={moved(at.x, at.y)} role="button" tabindex="0"
            aria-pressed={chosen.to_string()} aria-label={name.clone()} onclick={click} onkeydown={key}
            data-testid={format!("map-{}-{}", edge.stronger, edge.weaker)}>
            <title>{ name }</title>
            <circle r="14" class="map-step-room" /><circle r="9" class="map-step-ground" /><text y="4.2">{ "≠" }</text>
        </g>
    }
}
