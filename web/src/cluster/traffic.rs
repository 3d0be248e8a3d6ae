//! The messages on their way: a mark for their kind, a trail, and a label that covers nothing.
//!
//! Hundreds of them move in every frame. So what is drawn ([`Marks`]) is drawn anew only when something about it changes, and is moved
//! by hand: [`Movers`] writes the places straight into the document, as numbers, past the comparison of the old tree with the new one.

use super::emphasis::Emphasis;
use super::mark::{Mark, label_width};
use super::messages::{dimmed, wanted};
use super::scene::{Scene, share};
use super::shapes::owner_class;
use crate::geometry::{Point, Rect, place, put, tenths};
use crate::state::Target;
use crate::ui::use_ui;
use std::collections::HashMap;
use std::rc::Rc;
use synod_session::order::Map;
use synod_session::{Frame, Transit};
use wasm_bindgen::JsCast;
use web_sys::{Element, SvgGraphicsElement, SvgTransform};
use yew::prelude::*;

/// Where each message of a frame comes from and goes to; none where it has no way in the picture.
pub type Ways = Vec<Option<(Point, Point)>>;

/// The ways of all messages of a frame.
pub fn ways(scene: &Scene, frame: &Frame) -> Ways {
    frame.messages.iter().map(|message| scene.way(message)).collect()
}

/// Where the messages are at a time, with where each came from.
fn places<'a>(frame: &'a Frame, ways: &'a Ways, at: f64) -> impl Iterator<Item = (&'a Transit, Point, Point)> {
    frame.messages.iter().zip(ways).filter_map(move |(message, way)| {
        let (from, to) = (*way)?;
        Some((message, from, from.towards(to, share(message.sent, message.due, at))))
    })
}

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub scene: Rc<Scene>,
    pub frame: Rc<Frame>,
    pub ways: Rc<Ways>,
    /// The time that is shown, in microseconds.
    pub playhead: f64,
    /// What is looked into.
    pub open: Option<Target>,
    pub emphasis: Rc<Emphasis>,
}

/// The ways that the messages have come: a path for those that look alike.
#[component]
pub fn Trails(props: &Props) -> Html {
    let Props { frame, ways, playhead, emphasis, .. } = props;
    let mut paths: Map<(bool, &str), String> = Map::new();
    for (message, from, to) in places(frame, ways, *playhead) {
        let d = paths.entry((!dimmed(emphasis, message), owner_class(message.owner))).or_default();
        for (sign, value) in [('M', from.x), (' ', from.y), ('L', to.x), (' ', to.y)] {
            d.push(sign);
            put(d, value);
        }
    }
    let paths = paths.into_iter().map(|((plain, owner), d)| {
        html! { <path key={format!("{plain} {owner}")} class={classes!("trail", owner, (!plain).then_some("dim"))} {d} /> }
    });
    html! { <g class="trails" aria-hidden="true">{ for paths }</g> }
}

/// The messages themselves.
#[component]
pub fn Traffic(props: &Props) -> Html {
    let ui = use_ui();
    let Props { scene, frame, ways, playhead, open, emphasis } = props;
    let at: Vec<Point> = places(frame, ways, *playhead).map(|(.., at)| at).collect();
    // Where each label stood last, by the message's name.
    let last = use_mut_ref(HashMap::<String, usize>::new);
    let wanted = use_memo((frame.clone(), ways.clone(), emphasis.clone(), ui.lang), |(frame, ways, emphasis, lang)| {
        let messages: Vec<&Transit> = places(frame, ways, 0.0).map(|(message, ..)| message).collect();
        let width = |i: usize| label_width(&messages[i].label.text(*lang));
        wanted(&messages, emphasis).into_iter().map(|i| (i, messages[i].id.clone(), width(i))).collect::<Vec<_>>()
    });
    let labels = labels(scene, emphasis, &at, &wanted, &mut last.borrow_mut());
    let kept = use_mut_ref(Rc::<Vec<Option<usize>>>::default);
    if **kept.borrow() != labels {
        *kept.borrow_mut() = Rc::new(labels);
    }
    let labels = kept.borrow().clone();
    let group = use_node_ref();
    let movers = use_mut_ref(Movers::default);
    {
        let (movers, group) = (movers.clone(), group.clone());
        use_effect_with((frame.clone(), ways.clone()), move |_| movers.borrow_mut().follow(&group));
    }
    use_effect(move || movers.borrow_mut().move_to(&at));
    let open = match open {
        Some(Target::Message(id)) => Some(id.clone()),
        _ => None,
    };
    html! {
        <g class="messages" ref={group}>
            <Marks frame={frame.clone()} ways={ways.clone()} {labels} {open} emphasis={emphasis.clone()} lang={ui.lang.tag()} />
        </g>
    }
}

#[derive(Properties, PartialEq, Clone)]
struct MarksProps {
    frame: Rc<Frame>,
    ways: Rc<Ways>,
    /// The place of each label, where it has one.
    labels: Rc<Vec<Option<usize>>>,
    open: Option<String>,
    emphasis: Rc<Emphasis>,
    lang: &'static str,
}

/// What the messages look like, each in a group that is moved from outside.
#[component]
fn Marks(props: &MarksProps) -> Html {
    let MarksProps { frame, ways, labels, open, emphasis, lang } = props;
    let shown = frame.messages.iter().enumerate().zip(ways.iter()).filter(|(_, way)| way.is_some());
    let marks = shown.zip(labels.iter()).map(|(((index, message), _), place)| {
        let part = emphasis.messages.get(&message.line).copied();
        html! {
            <g key={message.id.clone()}>
                <Mark frame={frame.clone()} {index} place={*place} open={open.as_ref() == Some(&message.id)} {part}
                    dim={dimmed(emphasis, message)} {lang} />
            </g>
        }
    });
    marks.collect()
}

/// Which of the places around its dot each label takes, if any. `last` remembers where each stood.
fn labels(
    scene: &Scene,
    emphasis: &Emphasis,
    at: &[Point],
    wanted: &[(usize, String, f64)],
    last: &mut HashMap<String, usize>,
) -> Vec<Option<usize>> {
    let mut dots: Vec<place::Dot> = at.iter().map(|at| place::Dot { at: *at, width: 0.0, last: None }).collect();
    for (i, id, width) in wanted {
        (dots[*i].width, dots[*i].last) = (*width, last.get(id).copied());
    }
    let mut obstacles: Vec<Rect> = scene.places.iter().map(|p| p.spot.bounds(3.0)).collect();
    let signs = scene.places.iter().filter(|p| emphasis.nodes.contains_key(&p.name));
    obstacles.extend(signs.map(|p| Rect::around(p.spot.at.plus(Point::new(0.0, -1.0), p.spot.radius() + 4.0), 22.0, 11.0)));
    let page = Rect { x: 2.0, y: 2.0, w: scene.size.0 - 4.0, h: scene.size.1 - 4.0 };
    let order: Vec<usize> = wanted.iter().map(|(i, ..)| *i).collect();
    let placed = place::labels(&dots, &order, &obstacles, &page);
    last.clear();
    last.extend(wanted.iter().filter_map(|(i, id, _)| Some((id.clone(), placed[*i]?.0))));
    placed.into_iter().map(|placed| placed.map(|(place, _)| place)).collect()
}

/// The groups of the messages in the document, in their order.
#[derive(Default)]
struct Movers(Vec<Mover>);

/// One of them.
struct Mover {
    group: Element,
    transform: SvgTransform,
    /// Where it was put last, in tenths of a pixel.
    last: Option<(i32, i32)>,
}

impl Movers {
    /// Follows what became of the groups in this one: with an event, few of them come or go.
    fn follow(&mut self, group: &NodeRef) {
        let mut known = std::mem::take(&mut self.0).into_iter().peekable();
        let mut next = group.cast::<Element>().and_then(|group| group.first_element_child());
        while let Some(group) = next {
            next = group.next_element_sibling();
            // Those that stay keep their order; what is not found is looked up in the document again.
            while known.next_if(|mover| mover.group != group && !mover.group.is_connected()).is_some() {}
            let mover = known.next_if(|mover| mover.group == group);
            self.0.extend(mover.or_else(|| Some(Mover { transform: translation(group.unchecked_ref())?, group, last: None })));
        }
    }

    /// Puts them there.
    fn move_to(&mut self, places: &[Point]) {
        for (mover, at) in self.0.iter_mut().zip(places) {
            let place = (tenths(at.x), tenths(at.y));
            // Many are slow: what would not be seen to move is left where it is.
            if mover.last.replace(place) != Some(place) {
                let [x, y] = [place.0, place.1].map(|tenths| tenths as f32 / 10.0);
                // It fails for a transform that cannot be written, which this one can.
                drop(mover.transform.set_translate(x, y));
            }
        }
    }
}

/// The transform by which a group is moved; made where there is none yet.
fn translation(group: &SvgGraphicsElement) -> Option<SvgTransform> {
    let list = group.transform().base_val();
    if list.number_of_items() > 0 {
        return list.get_item(0).ok();
    }
    let fresh = group.owner_svg_element()?.create_svg_transform();
    list.append_item(&fresh).ok()
}
