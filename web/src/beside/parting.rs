//! Where the two runs part, in words, with ways there; and what is decided where.

use crate::icons::{Icon, icon};
use crate::state::{Action, Comparing, Keeping};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{Difference, Parting, Time};
use synod_words::{Arg, Phrase, phrase};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub parting: Rc<Parting>,
    /// When the first event that differs is in each of the two.
    pub moments: (Time, Time),
    /// Whether a decision is made in both; none where that is not possible.
    pub both: Option<bool>,
    /// Whether there is a decision to take back.
    pub back: bool,
}

/// When the two part: at the first event that differs, or at the first answer.
pub fn moment(parting: &Parting) -> Option<Time> {
    parting.event.iter().chain(&parting.answer).map(|d| d.at).min()
}

/// Whether a client notices before any event differs.
fn first_is_answer(parting: &Parting) -> bool {
    let before = |answer: &Difference| parting.event.as_ref().is_none_or(|event| answer.at < event.at);
    parting.answer.as_ref().is_some_and(before)
}

/// The bar above both runs.
#[component]
pub fn PartingBar(props: &Props) -> Html {
    let ui = use_ui();
    let Props { parting, moments, both, back } = props;
    // Two runs may have the same events for a while, and a client that takes another answer from them.
    let answer_first = first_is_answer(parting);
    let event = parting.event.as_ref().map(|d| {
        let words = if answer_first {
            phrase!("The first event that differs is at {0}.", "第一个不同的事件在 {0}。", Arg::TimeUs(d.at))
        } else {
            phrase!("They part at {0}.", "两次运行在 {0} 分开。", Arg::TimeUs(d.at))
        };
        // The same event at two times: the times are what differs.
        let timed = |words: &Option<Phrase>, at: Time| {
            words.as_ref().map(|words| phrase!("{0}, at {1}", "{0}（{1}）", words.clone(), Arg::TimeUs(at)))
        };
        let d = if d.here == d.there {
            Difference { here: timed(&d.here, moments.0), there: timed(&d.there, moments.1), ..d.clone() }
        } else {
            d.clone()
        };
        line(&ui, &words, &d, &phrase!("nothing happens", "没有事件"), "go-event")
    });
    let answer = parting.answer.as_ref().map(|d| {
        let words = if answer_first {
            phrase!("They part at {0}, and a client notices.", "两次运行在 {0} 分开，客户端随即察觉。", Arg::TimeUs(d.at))
        } else {
            phrase!("A client notices first at {0}.", "客户端最早在 {0} 察觉。", Arg::TimeUs(d.at))
        };
        line(&ui, &words, d, &phrase!("nothing is asked", "没有操作"), "go-answer")
    });
    let (alike, unnoticed) = (event.is_none() && answer.is_none(), answer.is_none());
    let (first, then) = if answer_first { (answer, event) } else { (event, answer) };
    html! {
        <div class="parting" role="region" aria-label={say!(ui, "Where the two runs part", "两次运行在何处分开")} data-testid="parting">
            <div class="parting-lines">
                if alike { <p>{ say!(ui, "The two runs are alike, event by event.", "两次运行的每个事件都相同。") }</p> }
                { first }
                if !alike && unnoticed { <p class="muted">{ say!(ui, "No client notices: all answers are the same.", "客户端察觉不到：所有应答都相同。") }</p> }
                { then }
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

fn line(ui: &Ui, words: &Phrase, difference: &Difference, none: &Phrase, id: &'static str) -> Html {
    let side = |letter: &'static str, words: &Option<Phrase>| {
        html! {
            <span class="parting-side"><span class="side-letter">{ letter }</span>{ ui.text(words.as_ref().unwrap_or(none)) }</span>
        }
    };
    html! {
        <p class="parting-line" data-testid={format!("{id}-words")}>
            <button type="button" class="link" onclick={ui.on(Action::Scrub(difference.at as f64))} data-testid={id}
                title={say!(ui, "Go to this moment", "跳到这一时刻")}>{ ui.text(words) }</button>
            { side("A", &difference.here) }
            { side("B", &difference.there) }
        </p>
    }
}
