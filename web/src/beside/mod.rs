//! Two runs side by side under one cursor: two clusters, two diagrams with one scale, and where the runs part.

pub mod choose;
pub mod ladder;
mod parting;

use crate::cluster::Cluster;
use crate::events::Events;
use crate::run::Run;
use crate::spacetime::{Mark, Spacetime};
use crate::state::{Beside, Kept, Lit, State, Target, View, Why, differing};
use crate::transport::Transport;
use crate::ui::{Ui, say};
use parting::{PartingBar, moment};
use std::rc::Rc;
use synod_session::{Chart, PromiseView, StandingChange, Time};
use synod_words::{Phrase, phrase};
use yew::prelude::*;

/// What one side of the comparison shows.
struct Side<'a> {
    /// Its letter.
    letter: &'static str,
    run: &'a Run,
    kept: Option<&'a Kept>,
    open: Option<Target>,
    why: Why,
    /// What its parameters are, where the other's are others.
    params: Vec<Phrase>,
    ui: Ui,
}

/// The stage with both runs.
pub fn stage(state: &State, beside: &Beside, ui: &Ui) -> Html {
    let (ours, theirs) = differing(&state.run, &beside.run).into_iter().unzip();
    let here = Side {
        letter: "A",
        run: &state.run,
        kept: state.branches.get(state.branches.own.id),
        open: state.open.clone(),
        why: state.why,
        params: ours,
        ui: ui.clone(),
    };
    let there = Side {
        letter: "B",
        run: &beside.run,
        kept: state.branches.get(beside.own.id),
        open: beside.open.clone(),
        why: beside.why,
        params: theirs,
        ui: ui.across(),
    };
    let steps = beside.parting.event.as_ref().map_or((0, 0), |event| event.steps);
    let moments = (state.run.time_of(steps.0), beside.run.time_of(steps.1));
    let labs = here.run.lab.id != there.run.lab.id;
    let marks = Rc::new(marks(beside));
    let diagram = |side: &Side| diagram(state, side, &marks);
    html! {
        <div class="stage compared" data-testid="compared">
            <PartingBar parting={beside.parting.clone()} {moments} both={state.same_processes().then_some(beside.both)} back={beside.can_go_back()} />
            <div class="pair">
                { for [&here, &there].map(|side| cluster(state, side, labs)) }
                <div class="pair-transport">
                    // One step is a step of either: there is one to take as long as either has one.
                    <Transport playing={state.playing} speed={state.speed} at={state.playhead}
                        cursor={state.run.cursor() + beside.run.cursor()} steps={state.run.steps + beside.run.steps} view={state.view}
                        stride={state.stride} />
                </div>
                { for [&here, &there].map(diagram) }
            </div>
        </div>
    }
}

/// The name of a side, for people who cannot see where it stands.
fn label(ui: &Ui, letter: &'static str, kept: Option<&Kept>) -> AttrValue {
    let name = kept.map_or_else(|| phrase!("Own run", "自定义运行"), Kept::label);
    say!(ui, "{0}: {1}", "{0}：{1}", letter, name)
}

fn cluster(state: &State, side: &Side, labs: bool) -> Html {
    let Side { letter, run, kept, params, ui, why, .. } = side;
    let lit = Rc::new(Lit::of(&run.promises, why.of(&run.promises)));
    let name = kept.map_or_else(|| phrase!("Own run", "自定义运行"), Kept::label);
    // A run that is named after its one other parameter need not tell it twice.
    let told = params.len() == 1 && ui.text(&params[0]) == ui.text(&name);
    html! {
        <section class={format!("side side-{}", letter.to_ascii_lowercase())} aria-label={label(ui, letter, *kept)}
            data-testid={format!("side-{}", letter.to_ascii_lowercase())}>
            <h2 class="side-title">
                <span class="side-letter">{ *letter }</span>
                <span class="side-name" title={ui.text(&name)}>
                    if labs { <span class="muted">{ ui.text(&run.lab.name) }{ " / " }</span> }
                    { ui.text(&name) }
                </span>
                if !params.is_empty() && !told {
                    <span class="side-params" data-testid={format!("side-params-{}", letter.to_ascii_lowercase())}>
                        { for params.iter().map(|p| html! { <span class="side-param">{ ui.text(p) }</span> }) }
                    </span>
                }
                <span class="side-count">{ say!(ui, "event {0} of {1}", "事件 {0} / {1}", run.cursor(), run.steps) }</span>
            </h2>
            <ContextProvider<Ui> context={ui.clone()}>
                <Cluster frame={run.frame.clone()} chart={run.chart.clone()} playhead={state.playhead} tool={state.tool}
                    open={side.open.clone()} offers={run.offers.clone()} {lit} table={state.table} />
            </ContextProvider<Ui>>
        </section>
    }
}

fn diagram(state: &State, side: &Side, marks: &Rc<Vec<Mark>>) -> Html {
    let Side { letter, run, kept, why, ui, .. } = side;
    let lit = Lit::of(&run.promises, why.of(&run.promises));
    html! {
        <section class="side-history" aria-label={say!(ui, "History of {0}", "{0} 的历史", label(ui, letter, *kept).as_str())}
            data-testid={format!("history-{}", letter.to_ascii_lowercase())}>
            <span class="side-letter" aria-hidden="true">{ *letter }</span>
            <ContextProvider<Ui> context={ui.clone()}>
                if state.view == View::Diagram {
                    <Diagram chart={run.chart.clone()} end={state.end()} breaks={run.breaks.clone()} promises={run.promises.clone()}
                        playhead={state.playhead} seen={state.seen} {lit} at={(run.cursor(), run.steps)} marks={marks.clone()} />
                } else {
                    <Events session={run.session.clone()} revision={run.revision} steps={run.steps} cursor={run.cursor()}
                        chart={run.chart.clone()} lit={Rc::new(lit)} />
                }
            </ContextProvider<Ui>>
        </section>
    }
}

/// Where the two part, as it is marked in both diagrams.
fn marks(beside: &Beside) -> Vec<Mark> {
    let at = moment(&beside.parting);
    at.map(|at| Mark { at, label: phrase!("part here", "在此分开") }).into_iter().collect()
}

#[derive(Properties, PartialEq, Clone)]
struct DiagramProps {
    chart: Rc<Chart>,
    /// When the longer of the two runs ends.
    end: Time,
    breaks: Rc<Vec<StandingChange>>,
    promises: Rc<Vec<PromiseView>>,
    playhead: f64,
    seen: f64,
    lit: Lit,
    /// The cursor, and how many steps there are.
    at: (u32, u32),
    marks: Rc<Vec<Mark>>,
}

/// A diagram that goes on until the longer of the two runs ends, so that one place is one moment in both.
#[component]
fn Diagram(props: &DiagramProps) -> Html {
    let DiagramProps { chart, end, breaks, promises, playhead, seen, lit, at, marks } = props.clone();
    let chart = use_memo((chart, end), |(chart, end)| Chart { end: *end, ..(**chart).clone() });
    let lit = use_memo(lit, Clone::clone);
    let marks = use_memo(marks, |marks| (**marks).clone());
    html! {
        <Spacetime {chart} {breaks} {promises} {playhead} {seen} {lit} cursor={at.0} steps={at.1} {marks} />
    }
}
