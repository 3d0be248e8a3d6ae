//! A study in place of the run: its field of nodes, its plot, its figures. Nothing here knows which study it is.

mod field;
mod palette;
mod panels;
mod plot;
mod points;
mod raster;
mod table;

pub use panels::{Figures, Setup, figures, work};

use crate::icons::{Icon, icon};
use crate::state::{Action, Doing, Outcome, Studying};
use crate::ui::{Ui, say, use_ui};
use crate::worker::{Heard, Job};
use field::FieldOfNodes;
use plot::PlotOf;
use std::ops::Deref;
use std::rc::Rc;
use synod_session::study::{Report, StudyInfo, Task, studies_of};
use table::TableOf;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A study as a property.
#[derive(Clone, PartialEq)]
pub struct Shown(Rc<Studying>);

impl Shown {
    /// This one.
    pub fn of(study: &Studying) -> Shown {
        Shown(Rc::new(study.clone()))
    }
}

impl Deref for Shown {
    type Target = Studying;

    fn deref(&self) -> &Studying {
        &self.0
    }
}

/// What the worker is to do for it now.
pub fn job(study: Option<&Studying>) -> Option<(u32, Job)> {
    study.filter(|study| study.outcome == Outcome::Running).map(|study| (study.job, Job::Study(study.link())))
}

/// What the worker tells, for the reducer.
pub fn heard(job: u32, heard: Heard) -> Action {
    Action::Study(Doing::Heard(job, heard))
}

/// The button beside the parameters of a run that sweeps them.
pub fn opener(ui: &Ui) -> Html {
    html! {
        <button type="button" class="btn small sweep-it" data-testid="sweep" onclick={ui.on(Action::Study(Doing::Sweep))}
            title={say!(ui, "This run with other values and many seeds: how often promises break, how long clients wait", "用其他取值和许多种子反复运行：承诺多常被违反，客户端等待多久")}>
            { icon(Icon::Plot) }{ say!(ui, "Sweep…", "扫描参数……") }
        </button>
    }
}

/// The buttons that lead to the studies of a lab, beside those for the views of its cluster.
pub fn tabs(ui: &Ui, lab: &str, current: Option<&StudyInfo>) -> Html {
    let tab = |info: StudyInfo| {
        let pressed = current.is_some_and(|current| current.id == info.id);
        let open = ui.on(Action::Study(Doing::Open(Task::of(&info))));
        html! {
            <button type="button" class="tab" aria-pressed={pressed.to_string()} data-testid={format!("study-{}", info.id)} title={ui.text(&info.about)}
                onclick={if pressed { Callback::noop() } else { open }}>{ ui.text(&info.name) }</button>
        }
    };
    // One that no lab offers is of a run: it is there as long as it is shown.
    let studies = studies_of(lab);
    let of_run = current.filter(|current| studies.iter().all(|info| info.id != current.id)).cloned();
    html! { { for studies.into_iter().chain(of_run).map(tab) } }
}

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub study: Shown,
    /// Whether it is in somebody's page, where it has little room.
    #[prop_or_default]
    pub dense: bool,
}

/// The middle of the page: the field, and below it the plot.
#[component]
pub fn Stage(props: &Props) -> Html {
    let ui = use_ui();
    let study = &*props.study;
    let at = study.field.as_ref().and_then(|field| field.film.shots().get(study.shot)).map(|shot| shot.at);
    html! {
        <div class={classes!("stage", "study-stage", study.stale.then_some("stale"), (!study.info.has_field).then_some("plots-only"))}>
            <section class="cluster study-field" aria-label={ui.text(&study.info.name)}>
                if !props.dense {
                    <div class="tabs cluster-tabs" role="group" aria-label={say!(ui, "Show", "显示")}>
                        <button type="button" class="tab" aria-pressed="false" data-testid="study-close" onclick={ui.on(Action::Study(Doing::Close))}>
                            { say!(ui, "Cluster", "集群") }
                        </button>
                        { tabs(&ui, study.info.lab, Some(&study.info)) }
                    </div>
                }
                if let Some(field) = &study.field {
                    <FieldOfNodes field={field.clone()} shot={study.shot} />
                } else if study.info.has_field {
                    <p class="study-wait muted">{ say!(ui, "The field appears after the first run.", "第一次运行结束后显示节点。") }</p>
                }
            </section>
            <section class="history study-history" aria-label={say!(ui, "Course of the study", "研究过程")}>
                if study.info.has_field {
                    { transport(&ui, study, at) }
                }
                if let Some(report) = &study.report {
                    { remarks(&ui, study, report) }
                    { for (0..report.plots.len()).map(|nth| html! {
                        <>
                            <PlotOf report={report.clone()} {nth} {at} />
                            <TableOf report={report.clone()} {nth} />
                        </>
                    }) }
                } else {
                    <div class="plot-room" />
                }
            </section>
        </div>
    }
}

/// What must be said of the plots, and what can be done about it.
fn remarks(ui: &Ui, study: &Studying, report: &Report) -> Html {
    let offered = |offer: &synod_session::study::Offer| {
        let value = study.task.value(&offer.param, &offer.value)?;
        Some(html! {
            <button type="button" class="btn small" data-testid="offer" onclick={ui.on(Action::Param(offer.param.clone(), value))}>{ ui.text(&offer.name) }</button>
        })
    };
    if report.remarks.is_empty() {
        return Html::default();
    }
    html! {
        <div class="study-remarks" data-testid="remarks">
            { for report.remarks.iter().map(|remark| html! {
                <p><span>{ ui.text(&remark.words) }</span>{ for remark.offer.as_ref().and_then(offered) }</p>
            }) }
        </div>
    }
}

/// Moving through the moments of the field.
fn transport(ui: &Ui, study: &Studying, at: Option<u32>) -> Html {
    let last = study.shots().saturating_sub(1);
    let (at_start, at_end) = (study.shot == 0, study.shot >= last);
    let scrub = ui.with(|event: InputEvent| {
        let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
        Some(Action::Study(Doing::Show(input.value().parse().ok()?)))
    });
    let square = |id: &'static str, disabled: bool, action: Action, which: Icon, name: AttrValue| {
        html! {
            <button type="button" class="btn square" data-testid={id} {disabled} onclick={ui.on(action)} aria-label={name.clone()} title={name}>{ icon(which) }</button>
        }
    };
    let end = study.field.as_ref().and_then(|field| field.film.shots().last()).map_or(0, |shot| shot.at);
    let moment =
        study.field.as_ref().map(|field| say!(ui, "{0} {1} of {2}", "{0} {1} / {2}", field.moment.clone(), at.unwrap_or(0), end));
    html! {
        <div class="transport">
            <div class="transport-keys" role="group" aria-label={say!(ui, "Playback", "播放控制")}>
                { square("start", at_start, Action::ToStart, Icon::Start, say!(ui, "To the start", "回到开头")) }
                { square("back", at_start, Action::Step(-1), Icon::Back, say!(ui, "Step back", "单步后退")) }
                <button type="button" class="btn strong play" data-testid="play" disabled={last == 0} onclick={ui.on(Action::TogglePlay)}>
                    if study.playing {
                        { icon(Icon::Pause) }<span>{ say!(ui, "pause", "暂停") }</span>
                    } else {
                        { icon(Icon::Play) }<span>{ say!(ui, "play", "播放") }</span>
                    }
                </button>
                { square("step", at_end, Action::Step(1), Icon::On, say!(ui, "Step on", "单步前进")) }
                { square("end", at_end, Action::ToEnd, Icon::End, say!(ui, "To the end", "跳到结尾")) }
            </div>
            <input type="range" class="study-scrubber" min="0" max={last.to_string()} value={study.shot.to_string()} disabled={last == 0} oninput={scrub}
                data-testid="moment-scrubber" aria-label={say!(ui, "Moment", "时刻")} aria-valuetext={moment.clone()} />
            <p class="clock" data-testid="moment">{ moment.unwrap_or_default() }</p>
        </div>
    }
}
