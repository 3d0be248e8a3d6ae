//! The map of consistency models: what implies what, and which of them the run has kept so far.

mod history;
mod layout;
mod picture;

use crate::dialogs::Modal;
use crate::run::Run;
use crate::size::use_size;
use crate::state::{Action, Dialog};
use crate::ui::{Ui, say, use_ui};
use history::History;
use layout::Layout;
use std::rc::Rc;
use synod_session::{MapEdge, ModelMap, PromiseView, Standing, is_on_the_map, models_map};
use yew::prelude::*;

/// The button that opens the map; nothing where the run promises nothing of a store.
pub fn opener(ui: &Ui, promises: &[PromiseView]) -> Html {
    if !promises.iter().any(|promise| is_on_the_map(promise.id)) {
        return Html::default();
    }
    html! {
        <button type="button" class="link map-opener" data-testid="open-map" onclick={ui.on(Action::Dialog(Some(Dialog::Models)))}>
            { say!(ui, "Map of models", "一致性模型图") }
        </button>
    }
}

/// What the dialog shows.
#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    /// How the run stands with each model of the map, in its order.
    pub models: Rc<Vec<PromiseView>>,
    /// The ids of those that the lab promises: the page can show why one of them is broken.
    pub promised: Vec<&'static str>,
}

impl Props {
    /// Of a run at its cursor.
    pub fn of(run: &Run) -> Props {
        Props { models: Rc::new(run.session.models()), promised: run.promises.iter().map(|promise| promise.id).collect() }
    }
}

/// What is looked into: a model or a step down, by its place on the map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Chosen {
    /// A model.
    Model(usize),
    /// What tells two models apart.
    Step(usize),
}

/// How a model stands: an id, a sign, and a word.
pub fn standing(ui: &Ui, standing: &Standing) -> (&'static str, &'static str, AttrValue) {
    match standing {
        Standing::Holds { .. } => ("holds", "✓", say!(ui, "kept so far", "至此保住")),
        Standing::Violated { .. } => ("violated", "✗", say!(ui, "broken", "已打破")),
        Standing::Undecided { .. } => ("undecided", "…", say!(ui, "not decided", "未定")),
    }
}

/// The dialog.
#[component]
pub fn Models(props: &Props) -> Html {
    let ui = use_ui();
    let map = use_memo((), |()| models_map());
    let chosen = use_state_eq(|| None::<Chosen>);
    let choose = {
        let chosen = chosen.setter();
        use_callback((), move |what: Chosen, ()| chosen.set(Some(what)))
    };
    let panel = use_node_ref();
    let (width, _) = use_size(&panel);
    let layout = (width > 0.0).then(|| Layout::new(&map, width));
    html! {
        <Modal title={say!(ui, "Map of consistency models", "一致性模型图")} wide=true>
            <p class="muted">{ say!(ui,
                "A line leads down from the stronger to the weaker: whoever keeps the upper one keeps the lower one. Lit is what the run has kept up to the cursor. Choose a model or a line.",
                "连线自上而下，由强到弱：保住上面的，也就保住下面的。点亮的是此次运行到光标处为止保住的模型。可选择一个模型或一条连线。") }</p>
            <div class="map">
                <div class="map-picture" ref={panel}>
                    if let Some(layout) = layout {
                        { picture::picture(&ui, &map, &props.models, &layout, *chosen, &choose) }
                    }
                </div>
                <div class="map-aside" aria-live="polite" data-testid="map-aside">
                    { match *chosen {
                        None => legend(&ui),
                        Some(Chosen::Model(i)) => props.models.get(i).map(|model| about(&ui, model, &props.promised)).unwrap_or_default(),
                        Some(Chosen::Step(i)) => map.edges.get(i).map(|edge| apart(&ui, edge)).unwrap_or_default(),
                    } }
                </div>
            </div>
        </Modal>
    }
}

fn legend(ui: &Ui) -> Html {
    let line = |id: &'static str, glyph: &'static str, words: AttrValue| {
        html! { <li class={id}><span class="glyph" aria-hidden="true">{ glyph }</span>{ words }</li> }
    };
    html! {
        <ul class="map-legend">
            { line("holds", "✓", say!(ui, "kept so far", "至此保住")) }
            { line("violated", "✗", say!(ui, "broken", "已打破")) }
            { line("undecided", "…", say!(ui, "cannot be said yet", "尚不能判定")) }
            <li><span class="glyph map-sign" aria-hidden="true">{ "≠" }</span>{ say!(ui, "on a line: a history that tells the two apart", "连线上：一段能区分两者的历史") }</li>
        </ul>
    }
}

/// A model, and how the run stands with it.
fn about(ui: &Ui, model: &PromiseView, promised: &[&'static str]) -> Html {
    let (id, glyph, said) = standing(ui, &model.standing);
    let why = match &model.standing {
        Standing::Holds { .. } => Html::default(),
        Standing::Undecided { why } => html! { <p class="muted">{ ui.text(why) }</p> },
        Standing::Violated { sentence, since, .. } => {
            let go = if promised.contains(&model.id) { Action::Show(model.id) } else { Action::Seek(*since) };
            let ui_go = ui.clone();
            let show = Callback::from(move |_: MouseEvent| {
                ui_go.tell(Action::Dialog(None));
                ui_go.tell(go.clone());
            });
            html! {
                <p class="witness">
                    <span data-testid="map-why">{ ui.text(sentence) }</span>{ " " }
                    <button type="button" class="link" onclick={show} data-testid="map-show">{ say!(ui, "Go there", "到该处") }</button>
                </p>
            }
        }
    };
    html! {
        <section class={id}>
            <h3><span class="glyph" aria-hidden="true">{ glyph }</span>{ ui.text(&model.name) }<span class="muted">{ format!(" · {said}") }</span></h3>
            <p>{ ui.text(&model.meaning) }</p>
            { why }
        </section>
    }
}

/// What tells two models apart.
fn apart(ui: &Ui, edge: &MapEdge) -> Html {
    let [stronger, weaker] = &edge.names;
    html! {
        <section data-testid="map-apart">
            <h3>{ say!(ui, "{0} without {1}", "有{0}而无{1}", weaker.clone(), stronger.clone()) }</h3>
            <History operations={Rc::new(edge.operations.clone())} />
            <p>{ ui.text(&edge.sentence) }</p>
        </section>
    }
}

/// The names of both ends of a step, for who cannot see the line.
fn step_name(ui: &Ui, edge: &MapEdge) -> AttrValue {
    let [stronger, weaker] = &edge.names;
    say!(ui, "What tells {0} from {1}", "{0}与{1}的区别", stronger.clone(), weaker.clone())
}

/// The place of a model on the map.
fn place(map: &ModelMap, id: &str) -> Option<usize> {
    map.nodes.iter().position(|node| node.id == id)
}
