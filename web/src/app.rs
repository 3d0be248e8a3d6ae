//! The whole page: one reducer, its effects, and the panels.

use crate::address::{self, use_address};
use crate::beside::{self, choose::Choose, ladder::Ladders};
use crate::branches::{BranchBar, store::use_store};
use crate::challenge::challenge;
use crate::cluster::Cluster;
use crate::dialogs::Dialogs;
use crate::embed::{Figure, Options};
use crate::events::Events;
use crate::guide::guide;
use crate::header::Header;
use crate::inspector::use_insight;
use crate::keys::use_keys;
use crate::map::{self, Models};
use crate::notices::notices;
use crate::player::use_player;
use crate::prefs;
use crate::promises::{Promises, next_changes};
use crate::quest;
use crate::setup::Setup;
use crate::spacetime::Spacetime;
use crate::state::{Dialog, Place, State, Studying, View, others};
use crate::study;
use crate::transport::Transport;
use crate::ui::{Ui, say};
use crate::worker::use_job;
use std::rc::Rc;
use yew::prelude::*;

/// How the page begins.
#[derive(Properties, Clone)]
pub struct Props {
    /// Its first state.
    pub start: Rc<State>,
    /// What it is asked to be, where it is a figure in somebody's page.
    pub embed: Option<Options>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.start, &other.start) && self.embed == other.embed
    }
}

/// The page: state, context, and what is in it.
#[component]
pub fn App(props: &Props) -> Html {
    let start = props.start.clone();
    let state = use_reducer(move || (*start).clone());
    let ui = Ui::new(state.lang, state.dispatcher());
    html! {
        <ContextProvider<Ui> context={ui}>
            { match &props.embed {
                None => html! { <Page state={Shown(Rc::new((*state).clone()))} /> },
                Some(options) => html! { <Figure state={Shown(Rc::new((*state).clone()))} controls={options.controls} /> },
            } }
        </ContextProvider<Ui>>
    }
}

/// The state as a property; another one every time.
#[derive(Clone)]
pub struct Shown(Rc<State>);

impl Shown {
    /// The state.
    pub fn get(&self) -> &State {
        &self.0
    }
}

impl PartialEq for Shown {
    fn eq(&self, other: &Shown) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq, Clone)]
struct PageProps {
    state: Shown,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let state = &*props.state.0;
    let ui = crate::ui::use_ui();
    use_player(state.playing || state.study.as_ref().is_some_and(|study| study.playing), &ui);
    use_job(study::job(state.study.as_ref()), &ui, study::heard);
    use_job(quest::job(state.dialog.as_ref()), &ui, quest::heard);
    use_keys(&ui);
    let beside = state.beside.as_ref().map(|b| (b.run.session.clone(), b.run.revision, b.place.clone()));
    let beside = use_memo(beside, |b| b.as_ref().map_or_else(String::new, |b| address::beside(&b.0, &b.2)));
    let trying = state.trying.as_ref().map(|trying| trying.challenge);
    use_address(
        &state.run,
        &state.place,
        trying.map(|challenge| challenge.id),
        &beside,
        state.study.as_ref().map(Studying::link),
    );
    use_title(state, &ui);
    use_effect_with(state.solved.clone(), |solved| prefs::set_solved(solved));
    let session = state.run.session.clone();
    use_store(&state.branches, state.run.revision, move || session.export());

    let run = &state.run;
    let explained = state.explained();
    let lit = use_memo(state.lit(), Clone::clone);
    let offers = run.offers.clone();
    let insight = use_insight(run, state.picked);
    html! {
        <div class="page">
            <Header lab={run.lab.clone()} scenario={run.scenario.clone()} session={run.session.clone()}
                place={state.place.clone()} view={state.view} {beside} challenge={trying} solved={state.solved.clone()}
                study={state.study.as_ref().map(|study| (study.info.clone(), study.link()))} />
            if let Some(shown) = state.study.as_ref().map(study::Shown::of) {
                <main class="panels studying">
                    <study::Setup study={shown.clone()} />
                    <study::Stage study={shown.clone()} />
                    <study::Figures study={shown} />
                </main>
            } else if let Some(other) = &state.beside {
                <main class="panels comparing">
                    { beside::stage(state, other, &ui) }
                    <Ladders ..beside::ladder::Props::of((run, state.why), (&other.run, other.why)) />
                </main>
            } else {
            <main class="panels">
                <Setup lab={run.lab.clone()} params={run.params.clone()} consequences={run.consequences.clone()} seed={run.seed}
                    offers={offers.clone()} frame={run.frame.clone()} tool={state.tool} />
                <div class="stage">
                    <Cluster frame={run.frame.clone()} chart={run.chart.clone()} playhead={state.playhead} tool={state.tool}
                        open={state.open.clone()} {offers} lit={lit.clone()} insight={insight.clone()} table={state.table}
                        studies_of={Some(run.lab.id)} />
                    <section class="history" aria-label={say!(ui, "History", "历史")}>
                        { challenge(state) }{ guide(state, &ui) }
                        <Transport playing={state.playing} speed={state.speed} at={state.playhead} cursor={run.cursor()}
                            steps={run.steps} view={state.view} stride={state.stride} />
                        <BranchBar list={state.branches.list.clone()} lab={run.lab.id} own={state.branches.own.id} />
                        if state.view == View::Diagram {
                            <Spacetime chart={run.chart.clone()} breaks={run.breaks.clone()} promises={run.promises.clone()}
                                playhead={state.playhead} seen={state.seen} lit={lit.clone()} cursor={run.cursor()} steps={run.steps}
                                zoom={state.zoom} follow={state.follow}
                                session={Some(run.session.clone())} revision={run.revision} picked={state.picked} />
                        } else {
                            <Events session={run.session.clone()} revision={run.revision} steps={run.steps} cursor={run.cursor()}
                                chart={run.chart.clone()} lit={lit.clone()} />
                        }
                    </section>
                </div>
                <Promises story={state.story()} session={run.session.clone()} revision={run.revision} promises={run.promises.clone()} {explained} measures={run.measures.clone()} tallies={run.tallies.clone()}
                    chart={run.chart.clone()} lit={lit.clone()} cursor={run.cursor()} {insight} changes={run.changes.clone()}
                    next={next_changes(run, state.seen)} />
            </main>
            }
            if state.dialog == Some(Dialog::Compare) {
                <Choose lab={run.lab.clone()} params={run.params.clone()} kept={others(&state.branches.list, state.branches.own.id)}
                    scenario={shipped(&state.place)} />
            }
            if state.dialog == Some(Dialog::Models) {
                <Models ..map::Props::of(run) />
            }
            { aside(state, &ui) }
        </div>
    }
}

/// What the page says beside its pictures: notices, the open dialog, and the words for a screen reader.
pub fn aside(state: &State, ui: &Ui) -> Html {
    html! {
        <>
            { notices(&state.notices) }
            <Dialogs dialog={state.dialog.clone()} frame={state.run.frame.clone()} />
            { quest::dialog(state.dialog.as_ref()) }
            <p class="aside-text" role="status" aria-live="polite" data-testid="said">
                { state.said.as_ref().map(|said| ui.text(said)) }
            </p>
        </>
    }
}

fn shipped(place: &Place) -> Option<(String, String)> {
    match place {
        Place::Shipped(lab, scenario) => Some((lab.clone(), scenario.clone())),
        Place::Own => None,
    }
}

/// Keeps the window's title current.
#[hook]
pub fn use_title(state: &State, ui: &Ui) {
    let lab = ui.text(&state.run.lab.name);
    let title = match (state.scenario(), &state.study) {
        (_, None) if state.trying.is_some() => format!("{} · {lab} · Synod", ui.text(state.name())),
        (_, Some(study)) => format!("{} · {lab} · Synod", ui.text(&study.info.name)),
        (Some(scenario), None) => format!("{} · {lab} · Synod", ui.text(&scenario.name)),
        (None, None) => format!("{lab} · Synod"),
    };
    use_effect_with(title, |title| prefs::set_title(title));
}
