//! The line of a challenge that is under way: what is to be done, with how many faults, and how far it is.

use crate::address;
use crate::header::copy;
use crate::icons::{Icon, icon};
use crate::menu::focus;
use crate::run::Handle;
use crate::state::{Action, State, Trying};
use crate::ui::{Ui, say, use_ui};
use synod_session::link;
use yew::prelude::*;

/// The line; nothing where no challenge is under way.
pub fn challenge(state: &State) -> Html {
    state.trying.as_ref().map_or_else(Html::default, |trying| {
        html! { <Line key={trying.challenge.id} trying={trying.clone()} session={state.run.session.clone()} /> }
    })
}

#[derive(Properties, PartialEq, Clone)]
struct Props {
    trying: Trying,
    session: Handle,
}

#[component]
fn Line(props: &Props) -> Html {
    let ui = use_ui();
    let hinted = use_state_eq(|| false);
    let Props { trying, session } = props.clone();
    let challenge = trying.challenge;
    let hint = {
        let hinted = hinted.clone();
        Callback::from(move |_: MouseEvent| hinted.set(!*hinted))
    };
    let hand_in = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| copy(&ui, format!("{}{}", address::home(), session.result(challenge))))
    };
    let again = Action::Follow(address::asked(&link::to_challenge(challenge.id)));
    let leave = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| {
            // The button goes with the line; the next thing to do is below it.
            focus(gloo::utils::document().query_selector("[data-testid=play]").ok().flatten());
            ui.tell(Action::LeaveChallenge);
        })
    };
    html! {
        <section class={classes!("guide", "challenge", trying.solved.then_some("solved"))} aria-label={say!(ui, "Challenge", "挑战")} data-testid="challenge">
            <div class="challenge-words">
                <p><b>{ ui.text(&challenge.name) }</b>{ " " }<span data-testid="challenge-goal">{ ui.text(&challenge.goal) }</span></p>
                <p class="challenge-stand">
                    <span data-testid="challenge-faults">{ ui.text(&challenge.counted(trying.attempt.faults)) }</span>
                    { stand(&ui, &trying) }
                </p>
                if *hinted { <p data-testid="challenge-hint"><b>{ say!(ui, "Hint.", "提示。") }</b>{ " " }{ ui.text(&challenge.hint) }</p> }
                if trying.solved { <p data-testid="challenge-lesson">{ ui.text(&challenge.lesson) }</p> }
            </div>
            <div class="challenge-buttons">
                if trying.solved {
                    <button type="button" class="btn strong" data-testid="challenge-link" onclick={hand_in}
                        title={say!(ui, "Whoever has it can check it with synod verify", "收到链接的人可用 synod verify 检查")}>
                        { say!(ui, "Copy result link", "复制结果链接") }
                    </button>
                }
                <button type="button" class="btn" data-testid="challenge-hinted" aria-expanded={hinted.to_string()} onclick={hint}>
                    { say!(ui, "Hint", "提示") }
                </button>
                <button type="button" class="btn" data-testid="challenge-again" onclick={ui.on(again)}>{ say!(ui, "Start over", "重新开始") }</button>
                <button type="button" class="btn square" data-testid="challenge-leave" onclick={leave}
                    aria-label={say!(ui, "Leave the challenge", "退出挑战")} title={say!(ui, "Leave the challenge", "退出挑战")}>{ icon(Icon::Close) }</button>
            </div>
        </section>
    }
}

/// How far it is: a sign and words.
fn stand(ui: &Ui, trying: &Trying) -> Html {
    let attempt = &trying.attempt;
    let (id, glyph, words) = if trying.solved {
        ("solved", "✓", say!(ui, "Solved", "已完成"))
    } else if !attempt.changed.is_empty() {
        ("missed", "!", say!(ui, "The set-up was changed: {0}", "设置已改动：{0}", attempt.changed.clone()))
    } else if !trying.broken {
        ("open", "…", say!(ui, "not broken yet", "尚未打破"))
    } else if attempt.strays.is_empty() {
        ("missed", "!", say!(ui, "broken, but with too many faults", "已打破，但故障过多"))
    } else {
        ("missed", "!", say!(ui, "broken, but also with: {0}", "已打破，但还用了：{0}", attempt.strays.clone()))
    };
    html! {
        <span class={classes!("challenge-standing", id)} data-testid="challenge-standing" data-standing={id}>
            <span aria-hidden="true">{ glyph }{ " " }</span>{ words }
        </span>
    }
}
