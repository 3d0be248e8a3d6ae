//! The panels beside a study: what is computed, and what it came to.

use super::Shown;
use crate::icons::{Icon, icon};
use crate::setup::{Control, Seed};
use crate::state::{Action, Doing, Outcome, Studying};
use crate::ui::{Ui, say, use_ui};
use synod_session::study::Figure;
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub study: Shown,
}

/// The parameters, and the way to begin and to stop.
#[component]
pub fn Setup(props: &Props) -> Html {
    let ui = use_ui();
    let study = &*props.study;
    html! {
        <aside class="panel setup" aria-label={say!(ui, "Setup", "设置")}>
            <section>
                <h2 class="caption">{ say!(ui, "Study", "研究") }</h2>
                <div class="params">
                    { for study.info.params.iter().map(|spec| {
                        let value = study.task.params.get(spec.id).unwrap_or(&spec.default).clone();
                        html! { <Control key={spec.id} spec={spec.clone()} {value} /> }
                    }) }
                    <Seed seed={study.task.seed} />
                </div>
            </section>
            <section>{ work(&ui, study) }</section>
        </aside>
    }
}

/// How far it is, with the button to stop it or to begin anew.
pub fn work(ui: &Ui, study: &Studying) -> Html {
    let running = study.outcome == Outcome::Running;
    let (done, of) = study.steps.as_ref().map_or((0, 1), |steps| (steps.done, steps.of.max(1)));
    let words = match &study.outcome {
        Outcome::Failed(why) => ui.text(why),
        Outcome::Cancelled => match &study.steps {
            Some(steps) => say!(ui, "Cancelled at: {0}", "已取消，停在：{0}", steps.words.clone().phrase()),
            None => say!(ui, "Cancelled.", "已取消。"),
        },
        _ => study
            .steps
            .as_ref()
            .map_or_else(|| say!(ui, "Starting…", "正在启动……"), |steps| ui.text(&steps.words.clone().phrase())),
    };
    let outcome = match study.outcome {
        Outcome::Running => "running",
        Outcome::Done => "done",
        Outcome::Cancelled => "cancelled",
        Outcome::Failed(_) => "failed",
    };
    html! {
        <div class={classes!("work", outcome)} data-testid="work" data-outcome={outcome}>
            if running {
                <button type="button" class="btn" data-testid="cancel" onclick={ui.on(Action::Study(Doing::Cancel))}>
                    { icon(Icon::Close) }{ say!(ui, "Cancel", "取消") }
                </button>
            } else {
                <button type="button" class="btn strong" data-testid="run" onclick={ui.on(Action::Study(Doing::Run))}>
                    { icon(Icon::Play) }{ say!(ui, "Run again", "重新运行") }
                </button>
            }
            <progress class="work-bar" max={of.to_string()} value={done.to_string()} data-testid="progress"
                aria-label={say!(ui, "Progress of the study", "研究进度")} />
            <p class="work-words" data-testid="progress-words">{ words }</p>
        </div>
    }
}

/// The figures beside what is said of them elsewhere, and where all of it comes from.
#[component]
pub fn Figures(props: &Props) -> Html {
    let ui = use_ui();
    let study = &*props.study;
    // It scrolls and has no control in it, so the keyboard needs to reach it as a whole.
    html! {
        <aside class="panel promises" tabindex="0" aria-label={say!(ui, "Results", "结果")}>
            <h2 class="caption">{ say!(ui, "Measured", "实测结果") }</h2>
            { figures(&ui, study) }
            <h2 class="caption study-about">{ ui.text(&study.info.name) }</h2>
            <p class="small">{ ui.text(&study.info.about) }</p>
            <p class="small muted study-source">{ say!(ui, "Source: {0}", "出处：{0}", study.info.source) }</p>
        </aside>
    }
}

/// The figures.
pub fn figures(ui: &Ui, study: &Studying) -> Html {
    let Some(report) = &study.report else {
        return html! { <p class="small muted">{ say!(ui, "After the first run the figures stand here.", "第一次运行结束后，结果显示在这里。") }</p> };
    };
    html! { <dl class="study-figures" data-testid="figures">{ for report.figures.iter().map(|one| figure(ui, one)) }</dl> }
}

fn figure(ui: &Ui, figure: &Figure) -> Html {
    html! {
        <div class="study-figure" data-testid={format!("figure-{}", figure.id)}>
            <dt>{ ui.text(&figure.name) }</dt>
            <dd>
                <b>{ &figure.value }</b>
                if let Some(within) = &figure.within { <span class="muted">{ format!(" ± {within}") }</span> }
                <span class="study-meaning">{ ui.text(&figure.meaning) }</span>
                { for figure.claims.iter().map(|claim| html! {
                    <span class="study-claim"><span>{ ui.text(&claim.by) }</span><b>{ &claim.value }</b></span>
                }) }
            </dd>
        </div>
    }
}
