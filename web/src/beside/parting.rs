//! Where the two runs part, in words, with ways there; and what is decided where.

use crate::icons::{Icon, icon};
use crate::state::{Action, Comparing, Keeping};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{Difference, Parting};
use synod_words::{Arg, Phrase, phrase};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub parting: Rc<Parting>,
    /// Whether a decision is made in both; none where that is not possible.
    pub both: Option<bool>,
    /// Whether there is a decision to take back.
    pub back: bool,
}

/// The bar above both runs.
#[component]
pub fn PartingBar(props: &Props) -> Html {
    let ui = use_ui();
    let Props { parting, both, back } = props;
    let nothing = || phrase!("nothing happens", "没有事件");
    let event = parting.event.as_ref().map(|d| {
        let words = phrase!("They part at {0}.", "两次运行在 {0} 分开。", Arg::TimeUs(d.at));
        line(&ui, words, d, &nothing(), "go-event")
    });
    let answer = parting.answer.as_ref().map(|d| {
        let words = phrase!("A client notices first at {0}.", "客户端最早在 {0} 察觉。", Arg::TimeUs(d.at));
        line(&ui, words, d, &phrase!("nothing is asked", "没有操作"), "go-answer")
    });
    let alike = event.is_none();
    html! {
        <div class="parting" role="region" aria-label={say!(ui, "Where the two runs part", "两次运行在何处分开")} data-testid="parting">
            <div class="parting-lines">
                if alike { <p>{ say!(ui, "The two runs are alike, event by event.", "两次运行的每个事件都相同。") }</p> }
                { event }
                if !alike && answer.is_none() { <p class="muted">{ say!(ui, "No client notices: all answers are the same.", "客户端察觉不到：所有应答都相同。") }</p> }
                { answer }
            </div>
            <div class="parting-tools">
                if let Some(both) = both {
                    <label class="check" title={say!(ui, "What you do to one run is also done to the other, at the same time", "对一次运行所做的操作，同时也对另一次执行")}>
                        <input type="checkbox" checked={*both} onchange={ui.on(Action::Compare(Comparing::Both(!both)))} data-testid="compare-both" />
                        { say!(ui, "Act on both", "同时操作两者") }
                    </label>
                }
                if *back {
                    <button type="button" class="btn small" onclick={ui.on(Action::Keep(Keeping::Back))} data-testid="compare-back"
                        title={say!(ui, "Take the latest change back (Ctrl+Z)", "撤销最近的改动（Ctrl+Z）")}>{ say!(ui, "Undo", "撤销") }</button>
                }
                <button type="button" class="btn small" onclick={ui.on(Action::Compare(Comparing::Leave))} data-testid="compare-leave"
                    title={say!(ui, "Leave the comparison (Esc)", "退出比较（Esc）")}>
                    { icon(Icon::Close) }{ say!(ui, "Leave comparison", "退出比较") }
                </button>
            </div>
        </div>
    }
}

fn line(ui: &Ui, words: Phrase, difference: &Difference, none: &Phrase, id: &'static str) -> Html {
    let side = |letter: &'static str, words: &Option<Phrase>| {
        html! {
            <span class="parting-side"><span class="side-letter">{ letter }</span>{ ui.text(words.as_ref().unwrap_or(none)) }</span>
        }
    };
    html! {
        <p class="parting-line" data-testid={format!("{id}-words")}>
            <button type="button" class="link" onclick={ui.on(Action::Scrub(difference.at as f64))} data-testid={id}
                title={say!(ui, "Go to this moment", "跳到这一时刻")}>{ ui.text(&words) }</button>
            { side("A", &difference.here) }
            { side("B", &difference.there) }
        </p>
    }
}
