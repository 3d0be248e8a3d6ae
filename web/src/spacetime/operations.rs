//! The operations: bars, and the words on them. The words stand above the veil and are not cut off at the playhead: an answer is read
//! at the very moment at which it comes, also where its bar is too short for it.

use super::scale::{LETTERS, Scale};
use crate::cluster::shapes::owner_class;
use crate::geometry::{px, text};
use crate::state::Lit;
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{Chart, OperationBar, Outcome};
use yew::prelude::*;

/// How much of an operation was seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    /// Nothing.
    No,
    /// Its call.
    Call,
    /// How it came out; the playhead stands behind that.
    All,
    /// How it came out; the playhead stands before that again.
    Later,
}

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub chart: Rc<Chart>,
    pub scale: Rc<Scale>,
    pub lit: Rc<Lit>,
    /// How much of each operation was seen.
    pub seen: Vec<Seen>,
    /// The clip path of what was seen.
    #[prop_or_default]
    pub within: AttrValue,
}

/// How much of each operation was seen at `seen`, with the playhead at `at`.
pub fn seen_of(chart: &Chart, seen: f64, at: f64) -> Vec<Seen> {
    let of = |op: &OperationBar| {
        let returned = op.returned.map_or(chart.end, |r| r.1) as f64;
        if op.called.1 as f64 > seen {
            Seen::No
        } else if returned > seen {
            Seen::Call
        } else if returned > at {
            Seen::Later
        } else {
            Seen::All
        }
    };
    chart.operations.iter().map(of).collect()
}

/// The words on all operations that were seen.
#[component]
pub fn Labels(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, scale, lit, seen, .. } = props;
    let labels = chart.operations.iter().zip(seen).enumerate().filter_map(|(i, (op, seen))| {
        let is_lit = u32::try_from(i).is_ok_and(|i| lit.operations.contains(&i));
        let last = is_lit && op.returned.is_some_and(|r| r.0 == lit.since);
        let next = chart.operations[i + 1..].iter().find(|o| o.client == op.client);
        let free = next.map_or(scale.right() + 20.0, |o| scale.at(o.called.1));
        label(&words(&ui, op, last), op, chart, scale, *seen, free)
    });
    html! { <g class="labels" aria-hidden="true">{ for labels }</g> }
}

/// The bars of all operations that were seen.
#[component]
pub fn Bars(props: &Props) -> Html {
    let ui = use_ui();
    let Props { chart, scale, lit, seen, within } = props;
    let bars = chart.operations.iter().zip(seen).enumerate().filter(|(_, (_, seen))| **seen != Seen::No).filter_map(
        |(i, (op, seen))| {
            let is_lit = u32::try_from(i).is_ok_and(|i| lit.operations.contains(&i));
            bar(&ui, op, chart, scale, *seen, (is_lit, is_lit && op.returned.is_some_and(|r| r.0 == lit.since)))
        },
    );
    html! { <g clip-path={within.clone()}>{ for bars }</g> }
}

fn bar(ui: &Ui, op: &OperationBar, chart: &Chart, scale: &Scale, seen: Seen, (lit, last): (bool, bool)) -> Option<Html> {
    let y = scale.y(&op.client)?;
    let (from, to) = (scale.at(op.called.1), scale.at(op.returned.map_or(chart.end, |r| r.1)));
    let half = (scale.row() / 2.0 - 4.0).min(11.0);
    let width = (to - from).max(4.0);
    // How it comes out is not shown before it does.
    let outcome = match op.outcome.filter(|_| matches!(seen, Seen::All | Seen::Later)) {
        Some(Outcome::Answered) => "answered",
        Some(Outcome::Failed) => "failed",
        Some(Outcome::Unknown) => "unknown",
        None => "open",
    };
    // An operation without an answer has no right end.
    let outline = if op.returned.is_some() {
        format!(
            "M{x} {y}h{w}a5 5 0 0 1 5 5v{h}a5 5 0 0 1-5 5h-{w}a5 5 0 0 1-5-5v-{h}a5 5 0 0 1 5-5z",
            x = px(from + 5.0),
            y = px(y - half),
            w = px((width - 10.0).max(0.0)),
            h = px(2.0 * half - 10.0)
        )
    } else {
        format!(
            "M{x} {y}h-{w}a5 5 0 0 0-5 5v{h}a5 5 0 0 0 5 5h{w}",
            x = px(to),
            y = px(y - half),
            w = px((width - 5.0).max(0.0)),
            h = px(2.0 * half - 10.0)
        )
    };
    Some(html! {
        <g class={classes!("op", owner_class(op.owner), outcome, lit.then_some("lit"), last.then_some("last"))} data-testid="operation" data-lit={lit.to_string()}>
            <title>{ ui.text(&op.label) }</title>
            <path class="op-ground" d={outline.clone()} />
            <path class="op-bar" d={outline} />
        </g>
    })
}

/// The words on one operation: in its bar, or behind it where the client does nothing else until `free`.
fn label(words: &[String; 3], op: &OperationBar, chart: &Chart, scale: &Scale, seen: Seen, free: f64) -> Option<Html> {
    let y = scale.y(&op.client)? + 4.2;
    let (from, to) = (scale.at(op.called.1), scale.at(op.returned.map_or(chart.end, |r| r.1)));
    let (inside, behind) = (to - from - 8.0, free - to - 18.0);
    let fits = |words: &&String, room: f64| text::em(words) * LETTERS <= room;
    let open = format!("{} …", words[2]);
    let (x, class, shown) = match seen {
        Seen::No => return None,
        Seen::Call => (from + 7.0, "op-words behind", text::shorten(&open, inside.max(behind + inside), LETTERS)?),
        Seen::All | Seen::Later => {
            let middle = f64::midpoint(from, to);
            if fits(&&words[0], inside) {
                (middle, "op-words", words[0].clone())
            } else if fits(&&words[0], behind) {
                (to + 9.0, "op-words behind", words[0].clone())
            } else {
                let shorter = |room: f64| words[1..].iter().find(|w| fits(w, room)).cloned();
                match (shorter(inside), shorter(behind)) {
                    (Some(words), _) => (middle, "op-words", words),
                    (None, Some(words)) => (to + 9.0, "op-words behind", words),
                    (None, None) => (middle, "op-words", text::shorten(&words[2], inside, LETTERS)?),
                }
            }
        }
    };
    Some(html! { <text class={classes!(class, (seen == Seen::Later).then_some("later"))} x={px(x)} y={px(y)}>{ shown }</text> })
}

/// An operation and how it came out, in full and shorter. `last`: with its answer a promise broke.
fn words(ui: &Ui, op: &OperationBar, last: bool) -> [String; 3] {
    let label = ui.text(&op.label);
    let answer = op.answer.as_ref().map(|a| format!(" → {}", ui.text(a))).unwrap_or_default();
    let [full, short] = match op.outcome {
        Some(Outcome::Answered) => {
            let sign = if last { '✗' } else { '✓' };
            [format!("{label}{answer} {sign}"), format!("{label} {sign}")]
        }
        Some(Outcome::Failed) => [format!("{label} ✗ {}", say!(ui, "failed", "失败")), format!("{label} ✗")],
        Some(Outcome::Unknown) => {
            [format!("{label}: {}", say!(ui, "no answer: may take effect", "无应答：可能生效")), format!("{label} ?")]
        }
        None => [format!("{label}: {}", say!(ui, "no answer yet", "尚无应答")), format!("{label} …")],
    };
    [full, short, label.to_string()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_words::Phrase;

    #[test]
    fn an_operation_is_seen_when_it_is_called_and_wholly_when_it_has_come_out() {
        let op = OperationBar {
            client: "c".into(),
            label: Phrase::verbatim("read"),
            answer: None,
            outcome: Some(Outcome::Answered),
            owner: None,
            delays: None,
            called: (1, 10),
            returned: Some((2, 20)),
        };
        let chart = Chart { operations: vec![op], end: 30, ..Chart::default() };
        let at = |seen, at| seen_of(&chart, seen, at)[0];
        assert_eq!(
            [at(9.0, 9.0), at(15.0, 15.0), at(20.0, 20.0), at(25.0, 12.0)],
            [Seen::No, Seen::Call, Seen::All, Seen::Later]
        );
    }
}
