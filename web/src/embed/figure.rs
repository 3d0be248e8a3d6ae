//! The page as a figure: the same pictures in little room, with a line above that leads to the whole of it.

use super::frame::use_frame;
use super::ladder::Ladder;
use super::options::{Controls, lang_id};
use crate::address;
use crate::app::{Shown, aside, use_title};
use crate::challenge::challenge;
use crate::cluster::Cluster;
use crate::guide::guide;
use crate::keys::use_keys;
use crate::player::use_player;
use crate::quest;
use crate::setup::Setup;
use crate::size::use_size;
use crate::spacetime::Spacetime;
use crate::state::{Studying, View, Why};
use crate::study;
use crate::transport::Transport;
use crate::ui::{say, use_ui};
use crate::worker::use_job;
use std::rc::Rc;
use yew::prelude::*;

/// Below this width everything stands in one column; the same number is in `embed.css`.
const NARROW: f64 = 560.0;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub state: Shown,
    pub controls: Controls,
}

/// The figure.
#[component]
pub fn Figure(props: &Props) -> Html {
    let state = props.state.get();
    let controls = props.controls;
    let ui = use_ui();
    use_player(state.playing || state.study.as_ref().is_some_and(|study| study.playing), &ui);
    use_job(study::job(state.study.as_ref()), &ui, study::heard);
    use_job(quest::job(state.dialog.as_ref()), &ui, quest::heard);
    use_frame(state);
    use_title(state, &ui);
    let node = use_node_ref();
    let narrow = (1.0..NARROW).contains(&use_size(&node).0);
    let setting_up = use_state_eq(|| false);

    let run = &state.run;
    // In one column the reason would push the ladder out of the frame: it is shown when it is asked for.
    let instead = narrow && controls == Controls::Play;
    let explained = state.explained().filter(|_| !instead || state.why != Why::First);
    let lit = use_memo(state.lit(), Clone::clone);
    if let Some(shown) = &state.study {
        return html! {
            <div class={classes!("figure", "studying", controls.id(), narrow.then_some("narrow"))} ref={node} data-testid="figure">
                <Head state={props.state.clone()} />
                { picture(controls != Controls::None, "figure-study", ui.text(&shown.info.name), html! {
                    <study::Stage study={study::Shown::of(shown)} dense=true />
                }) }
                <div class="figure-side">
                    if controls != Controls::None { <Keys />{ study::work(&ui, shown) } }
                    { study::figures(&ui, shown) }
                </div>
                { aside(state, &ui) }
            </div>
        };
    }
    let side = |which: bool, id: &'static str, label: AttrValue| {
        let choose = {
            let setting_up = setting_up.setter();
            Callback::from(move |_: MouseEvent| setting_up.set(which))
        };
        html! {
            <button type="button" class="tab" aria-pressed={(*setting_up == which).to_string()} data-testid={id} onclick={choose}>{ label }</button>
        }
    };
    let hands_on = controls == Controls::Full;
    let both = narrow && hands_on;
    html! {
        <div class={classes!("figure", controls.id(), narrow.then_some("narrow"))} ref={node} data-testid="figure">
            <Head state={props.state.clone()} />
            { picture(hands_on, "figure-cluster", say!(ui, "The cluster now", "此刻的集群"), html! {
                <Cluster frame={run.frame.clone()} chart={run.chart.clone()} playhead={state.playhead} tool={state.tool}
                    open={state.open.clone()} offers={run.offers.clone()} lit={lit.clone()} table={hands_on && state.table} />
            }) }
            <section class="history" aria-label={say!(ui, "History", "历史")}>
                if controls != Controls::None {
                    <Keys />
                    { challenge(state) }{ guide(state, &ui) }
                    <Transport playing={state.playing} speed={state.speed} at={state.playhead} cursor={run.cursor()}
                        steps={run.steps} view={View::Diagram} stride={state.stride} />
                }
                { picture(controls != Controls::None, "figure-spacetime", say!(ui, "Space-time diagram", "时空图"), html! {
                    <Spacetime chart={run.chart.clone()} breaks={run.breaks.clone()} promises={run.promises.clone()} dense=true
                        playhead={state.playhead} seen={state.seen} {lit} cursor={run.cursor()} steps={run.steps} zoom={state.zoom}
                        follow={state.follow} session={hands_on.then(|| run.session.clone())} revision={run.revision} picked={state.picked} />
                }) }
            </section>
            <div class="figure-side">
                if hands_on && !both {
                    <div class="tabs" role="group" aria-label={say!(ui, "Show beside the picture", "图旁显示")}>
                        { side(false, "side-promises", say!(ui, "Promises", "承诺")) }
                        { side(true, "side-setup", say!(ui, "Setup", "设置")) }
                    </div>
                }
                if both || !*setting_up {
                    <Ladder promises={run.promises.clone()} {explained} still={controls == Controls::None} {instead} />
                }
                if both || *setting_up {
                    <Setup lab={run.lab.clone()} params={run.params.clone()} consequences={run.consequences.clone()} seed={run.seed}
                        offers={run.offers.clone()} frame={run.frame.clone()} tool={state.tool} />
                }
            </div>
            { aside(state, &ui) }
        </div>
    }
}

/// A picture that can be worked in, or one to look at: then nothing in it takes a click, a key or the focus.
fn picture(works: bool, class: &'static str, label: AttrValue, inner: Html) -> Html {
    if works {
        html! { <div {class}>{ inner }</div> }
    } else {
        html! { <div {class} role="img" aria-label={label}><div class="figure-inert" inert=true>{ inner }</div></div> }
    }
}

/// The keys of the page, while the figure has the focus.
#[component]
fn Keys() -> Html {
    let ui = use_ui();
    use_keys(&ui);
    Html::default()
}

#[derive(Properties, PartialEq, Clone)]
struct HeadProps {
    state: Shown,
}

/// What is shown, and the way to the whole page with this very run.
#[component]
fn Head(props: &HeadProps) -> Html {
    let ui = use_ui();
    let state = props.state.get();
    let run = &state.run;
    // A link is dear to make: while the run plays, it keeps leading to the place where it began to.
    let kept = use_mut_ref(|| 0_u32);
    if !state.playing {
        kept.replace(run.cursor());
    }
    let cursor = *kept.borrow();
    let place = (state.place.clone(), state.trying.as_ref().map(|trying| trying.challenge.id));
    let study = state.study.as_ref().map(Studying::link);
    let href =
        use_memo((run.session.clone(), run.revision, place, cursor, ui.lang, study), |(session, _, place, _, lang, study)| {
            let shown = study.clone().unwrap_or_else(|| address::fragment(&place.0, session, true, place.1));
            format!("{}?lang={}{shown}", address::home(), lang_id(*lang))
        });
    html! {
        <header class="figure-head">
            <h1 class="figure-title" data-testid="figure-title" title={ui.text(state.name())}>{ ui.text(state.name()) }</h1>
            <a class="link figure-open" href={Rc::unwrap_or_clone(href)} target="_blank" rel="noopener" data-testid="open">
                { say!(ui, "Open in Synod", "在 Synod 中打开") }<span aria-hidden="true">{ " ↗" }</span>
            </a>
        </header>
    }
}
