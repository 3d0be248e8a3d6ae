//! How far a search is, and what it came to.

use crate::state::{Action, Questing, Seeking, Stand};
use crate::ui::{Ui, say};
use synod_session::quest::{Finding, QuestProgress};
use yew::prelude::*;

/// What is told below the form. A screen reader hears that the search began and what it came to; the numbers between are for the eye.
pub fn outcome(ui: &Ui, questing: &Questing) -> Html {
    let (id, said, body) = match &questing.stand {
        Stand::Asked => ("asked", None, Html::default()),
        Stand::Searching(so_far) => ("searching", Some(say!(ui, "Searching…", "正在搜索……")), progress(ui, so_far.as_ref())),
        Stand::Failed(why) => ("failed", Some(ui.text(why)), Html::default()),
        Stand::Found(Finding::Broken { steps, decisions, sentence, .. }) => {
            let said = say!(ui, "Broken in {0} steps, with {1} decisions.", "{0} 步、{1} 个决定即可打破。", *steps, *decisions);
            ("broken", Some(said), broken(ui, ui.text(sentence)))
        }
        Stand::Found(Finding::Holds { words }) => ("holds", Some(ui.text(words)), Html::default()),
        Stand::Found(Finding::Open { words }) => ("open", Some(ui.text(words)), Html::default()),
    };
    let glyph = match id {
        "broken" => "✗",
        "holds" => "✓",
        "open" => "…",
        "failed" => "!",
        _ => "",
    };
    html! {
        <div class={classes!("quest-outcome", id)} data-testid="quest-outcome" data-stand={id}>
            <p class="quest-said" role="status">
                if !glyph.is_empty() { <span class="glyph" aria-hidden="true">{ glyph }</span> }
                <span data-testid="quest-said">{ said }</span>
            </p>
            { body }
        </div>
    }
}

fn progress(ui: &Ui, so_far: Option<&QuestProgress>) -> Html {
    let words = so_far.map(|searched| ui.text(&searched.words));
    html! {
        <>
            <progress class="work-bar" data-testid="quest-progress" aria-label={say!(ui, "The search is going on", "搜索进行中")} />
            <p class="work-words" data-testid="quest-words" data-states={so_far.map(|s| s.states.to_string())} data-depth={so_far.map(|s| s.depth.to_string())}>
                { words }
            </p>
        </>
    }
}

fn broken(ui: &Ui, sentence: AttrValue) -> Html {
    html! {
        <>
            <p data-testid="quest-sentence">{ sentence }</p>
            <div class="quest-buttons">
                <button type="button" class="btn strong" data-testid="quest-show" onclick={ui.on(Action::Quest(Seeking::Show))}>
                    { say!(ui, "Show it", "显示此运行") }
                </button>
                <button type="button" class="btn" data-testid="quest-beside" onclick={ui.on(Action::Quest(Seeking::Beside))}>
                    { say!(ui, "Beside this run", "与当前运行并排") }
                </button>
            </div>
        </>
    }
}
