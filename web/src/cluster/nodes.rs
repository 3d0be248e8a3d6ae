//! The processes of the cluster: what each shows of itself, and its timers.

use super::emphasis::{Emphasis, Mark, Part};
use super::scene::{Scene, share};
use super::shapes::{moved, owner_class};
use crate::geometry::layout::{Shape, Spot};
use crate::geometry::{px, text};
use crate::state::{Action, Target};
use crate::ui::{Ui, say, use_ui};
use std::f64::consts::TAU;
use std::rc::Rc;
use synod_session::{Chart, Frame, Life, LogCell, NodeFrame, Outcome};
use synod_words::{Phrase, phrase};
use yew::prelude::*;

/// The height of a cell of a log, and its width for one letter.
const CELL: f64 = 14.0;
/// The size of the letters in it, which are bold.
const CELL_LETTER: f64 = 11.0;
/// The radius below which a server shows no more than its name.
const COMPACT: f64 = 17.0;
/// How many cells of a log are shown at most: its end.
const CELLS: usize = 7;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub scene: Rc<Scene>,
    pub frame: Rc<Frame>,
    pub chart: Rc<Chart>,
    /// The process that is looked into.
    pub open: Option<String>,
    pub emphasis: Rc<Emphasis>,
}

/// All processes.
#[component]
pub fn Nodes(props: &Props) -> Html {
    let ui = use_ui();
    let shown = props.frame.nodes.iter().zip(&props.scene.places).map(|(node, place)| {
        let open = props.open.as_deref() == Some(node.name.as_str());
        let doing = node.client.then(|| doing(&ui, node, &props.chart, props.frame.step));
        let mark = props.emphasis.nodes.get(&node.name).cloned();
        html! { <Process key={node.name.clone()} node={node.clone()} spot={place.spot} {open} {doing} {mark} lang={ui.lang.tag()} /> }
    });
    html! { <g class="nodes">{ for shown }</g> }
}

#[derive(Properties, PartialEq, Clone)]
struct ProcessProps {
    node: NodeFrame,
    spot: Spot,
    open: bool,
    /// What a client does.
    doing: Option<String>,
    /// What it has to do with what is explained.
    mark: Option<Mark>,
    lang: &'static str,
}

#[component]
fn Process(props: &ProcessProps) -> Html {
    let ui = use_ui();
    let ProcessProps { node, spot, open, doing, mark, .. } = props;
    let press = Action::Press(Target::Node(node.name.clone()));
    let (life, class) = match node.life {
        Life::Up => ("up", "up"),
        Life::Paused => ("paused", "paused"),
        Life::Crashed => ("crashed", "crashed"),
    };
    let inside = match spot.shape {
        Shape::Circle(r) => server(&ui, node, r),
        Shape::Box(w, h) => client(&ui, node, doing.as_deref().unwrap_or_default(), w, h),
    };
    html! {
        <g class={classes!("node", class, owner_class(node.owner), open.then_some("open"))} transform={moved(spot.at.x, spot.at.y)}
            role="button" tabindex="0" data-testid={format!("node-{}", node.name)} data-life={life} aria-label={label(&ui, node, doing.as_deref(), mark.as_ref())}
            data-part={mark.is_some().then_some("true")}
            onclick={ui.on(press.clone())} onkeydown={ui.on_press(press)}>
            { inside }
            if let Some(mark) = mark { { sign(&ui, mark, spot) } }
            { badges(&ui, node, spot) }
        </g>
    }
}

/// The process for those who do not see it: the words that stand in the picture, in their order, then how it is.
fn label(ui: &Ui, node: &NodeFrame, doing: Option<&str>, mark: Option<&Mark>) -> String {
    let shown =
        [&node.headline, &node.detail].into_iter().flatten().filter(|_| node.life != Life::Crashed).map(|p| p.text(ui.lang));
    let name = if node.client { node.name.clone() } else { format!("{} {}", ui.text(&node.role), node.name) };
    let sign = mark.and_then(Mark::sign).map(|sign| ui.text(&sign).to_string());
    let life = ui.text(&life_words(node.life)).to_string();
    let mut parts = vec![name];
    match doing {
        Some(doing) if node.life == Life::Up => parts.push(doing.to_owned()),
        Some(_) => {}
        None => parts.extend(shown),
    }
    let cells = shown_cells(&node.log).iter().map(|cell| cell.label.clone());
    // Whoever is out shows that in the place of its state.
    let out = node.life == Life::Crashed || (node.client && node.life != Life::Up);
    if out {
        parts.push(life);
        parts.extend(cells);
        parts.extend(sign);
    } else {
        parts.extend(cells);
        parts.extend(sign);
        parts.push(life);
    }
    parts.extend(node.lock.as_ref().map(|lock| say!(ui, "locked: {0}", "已锁定：{0}", lock.clone()).to_string()));
    parts.extend(mark.map(|mark| mark.words(ui).to_string()));
    parts.join(" ")
}

/// A ring around a process that stands out, and on it what it has to do with what is explained.
fn sign(ui: &Ui, mark: &Mark, spot: &Spot) -> Html {
    let class = classes!("ring", (mark.part == Part::After).then_some("after"), (mark.part == Part::Here).then_some("here"));
    let ring = match spot.shape {
        Shape::Circle(r) => html! { <circle {class} r={px(r + 5.0)} /> },
        Shape::Box(w, h) => html! {
            <rect {class} x={px(-w - 4.0)} y={px(-h - 4.0)} width={px(2.0 * w + 8.0)} height={px(2.0 * h + 8.0)} rx="12" />
        },
    };
    let words = mark.sign().map(|sign| ui.text(&sign));
    // A client may stand close to the upper border.
    let up = if matches!(spot.shape, Shape::Circle(_)) { 5.0 } else { 1.0 };
    html! {
        <>
            { ring }
            if let Some(words) = words {
                <g class="sign" transform={moved(0.0, -spot.radius() - up)}>
                    { plate(text::em(&words).mul_add(11.0, 12.0).max(18.0)) }
                    <text y="4">{ format!(" {words}") }</text>
                </g>
            }
        </>
    }
}

fn plate(w: f64) -> Html {
    html! { <rect x={px(-w / 2.0)} y="-9" width={px(w)} height="18" rx="9" /> }
}

/// How a process is, in a word.
pub fn life_words(life: Life) -> Phrase {
    match life {
        Life::Up => phrase!("up", "运行中"),
        Life::Paused => phrase!("paused", "已暂停"),
        Life::Crashed => phrase!("crashed", "已宕机"),
    }
}

fn server(ui: &Ui, node: &NodeFrame, r: f64) -> Html {
    let crashed = node.life == Life::Crashed;
    let headline = if crashed { Some(ui.text(&life_words(node.life))) } else { node.headline.as_ref().map(|p| ui.text(p)) };
    let detail = node.detail.as_ref().filter(|_| !crashed).map(|p| ui.text(p));
    // The role stands beside the name where there is room for both.
    let full = format!("{} {}", ui.text(&node.role), node.name);
    let name = if text::fit(&full, 1.56 * r, 12.0) >= 10.5 { full } else { node.name.clone() };
    let line = |class: &'static str, words: &str, y: f64, room: f64, most: f64| {
        let size = text::fit(words, room * r, most * (r / 30.0).min(1.0));
        html! { <text {class} y={px(y * r)} font-size={px(size)}>{ format!("{words} ") }</text> }
    };
    let alone = headline.is_none() && detail.is_none();
    if r < COMPACT {
        return compact(node, r, headline);
    }
    html! {
        <>
            <circle class="node-focus" r={px(r + 5.0)} />
            <circle class="node-face" r={px(r)} />
            { line("node-name", &name, if alone { 0.12 } else { -0.24 }, 1.56, 12.5) }
            if let Some(headline) = headline { { line("node-headline", &headline, 0.22, 1.5, 16.0) } }
            if let Some(detail) = detail { { line("node-detail", &detail, 0.62, 1.44, 11.5) } }
            { log(&node.log, r) }
        </>
    }
}

/// A server with no room for words: its name beside it, and its state while it is pointed at or has the focus.
fn compact(node: &NodeFrame, r: f64, headline: Option<AttrValue>) -> Html {
    html! {
        <>
            <circle class="node-focus" r={px(r + 4.0)} />
            <circle class="node-face" r={px(r)} />
            <text class="node-name" y="3.5" font-size={px(text::fit(&node.name, 1.7 * r, 10.0))}>{ format!("{} ", node.name) }</text>
            if let Some(words) = headline {
                <g class="node-tip" aria-hidden="true" transform={moved(0.0, r + 12.0)}>
                    { plate(text::em(&words).mul_add(12.0, 14.0)) }
                    <text y="4">{ words }</text>
                </g>
            }
        </>
    }
}

/// What a client says of itself, or what it asked for last and how that stands.
pub fn doing(ui: &Ui, node: &NodeFrame, chart: &Chart, step: u32) -> String {
    if let Some(said) = node.headline.as_ref().or(node.detail.as_ref()) {
        return said.text(ui.lang);
    }
    let Some(last) = chart.operations.iter().rfind(|op| op.client == node.name && op.called.0 <= step) else {
        return say!(ui, "idle", "空闲").to_string();
    };
    let label = ui.text(&last.label);
    if last.returned.is_none_or(|r| r.0 > step) {
        return format!("{label} …");
    }
    match (last.outcome, &last.answer) {
        (Some(Outcome::Failed | Outcome::Refused), _) => format!("{label} ✗"),
        (Some(Outcome::Unknown) | None, _) => format!("{label} ?"),
        (Some(Outcome::Answered), Some(answer)) if text::em(&ui.text(answer)) < 1.1 => format!("{label} → {}", ui.text(answer)),
        (Some(Outcome::Answered), _) => format!("{label} ✓"),
    }
}

fn client(ui: &Ui, node: &NodeFrame, doing: &str, w: f64, h: f64) -> Html {
    let below = match node.life {
        Life::Up => AttrValue::from(doing.to_owned()),
        life => ui.text(&life_words(life)),
    };
    let rect = |class: &'static str, gap: f64| {
        html! {
            <rect {class} x={px(-w - gap)} y={px(-h - gap)} width={px(2.0 * (w + gap))} height={px(2.0 * (h + gap))} rx={px(8.0 + gap)} />
        }
    };
    html! {
        <>
            { rect("node-focus", 4.0) }
            { rect("node-face client-face", 0.0) }
            <text class="client-title" y={if below.is_empty() { "5" } else { "-2" }}>{ format!("{} ", node.name) }</text>
            <text class="client-state" y="14" font-size={px(text::fit(&below, 2.0 * w - 10.0, 12.0))}>{ below.clone() }</text>
        </>
    }
}

fn badges(ui: &Ui, node: &NodeFrame, spot: &Spot) -> Html {
    let (x, y) = match spot.shape {
        Shape::Circle(r) => (0.72 * r, -0.72 * r),
        Shape::Box(w, h) => (w - 2.0, -h + 2.0),
    };
    html! {
        <>
            if node.life == Life::Paused {
                <g class="badge" transform={moved(x, y)}>
                    <title>{ ui.text(&life_words(Life::Paused)) }</title>
                    <circle class="badge-face" r="10" /><path class="badge-sign" d="M-4-4.5h2.8v9H-4zM1.2-4.5H4v9H1.2z" />
                </g>
            }
            if let Some(lock) = &node.lock {
                <g class="lock" transform={moved(x, y)}>
                    <title>{ say!(ui, "locked: {0}", "已锁定：{0}", lock.clone()) }</title>
                    <path class="lock-bow" d="M-4.5-1v-4a4.5 4.5 0 0 1 9 0v4" /><rect class="lock-body" x="-8" y="-2" width="16" height="13" rx="2.5" />
                </g>
            }
        </>
    }
}

/// The cells of a log that are shown: its end.
fn shown_cells(cells: &[LogCell]) -> &[LogCell] {
    &cells[cells.len().saturating_sub(CELLS)..]
}

fn log(cells: &[LogCell], r: f64) -> Html {
    let shown = shown_cells(cells);
    // All cells are as wide as the widest needs to be, so that logs can be compared.
    let wide = shown.iter().map(|cell| text::em(&cell.label).mul_add(CELL_LETTER, 5.0)).fold(CELL, f64::max);
    let left = -(shown.len() as f64) * (wide + 2.0) / 2.0;
    let cells = shown.iter().enumerate().map(|(i, cell)| {
        html! {
            <g class={classes!("cell", owner_class(cell.owner), (!cell.committed).then_some("open-cell"))}
                transform={moved(left + i as f64 * (wide + 2.0), r + 8.0)}>
                <rect width={px(wide)} height={px(CELL)} rx="2.5" /><text x={px(wide / 2.0)} y="10.5">{ format!("{} ", cell.label) }</text>
            </g>
        }
    });
    html! { <g class="log">{ for cells }</g> }
}

/// What is left of every process's next timer: an arc around a server, a line under a client.
pub fn timers(scene: &Scene, frame: &Frame, at: f64) -> Html {
    let arcs = frame.nodes.iter().zip(&scene.places).filter_map(|(node, place)| {
        let timer = node.timers.iter().filter(|_| node.life == Life::Up).min_by_key(|t| t.due)?;
        let left = 1.0 - share(timer.since, timer.due, at);
        let d = match place.spot.shape {
            Shape::Circle(r) => arc(r + 7.0, left),
            Shape::Box(w, h) => format!("M{} {}h{}", px(-w + 8.0), px(h + 6.0), px(left * (2.0 * w - 16.0))),
        };
        Some(html! { <path key={node.name.clone()} class="timer" transform={moved(place.spot.at.x, place.spot.at.y)} {d} /> })
    });
    html! { <g class="timers" aria-hidden="true">{ for arcs }</g> }
}

/// The share of a circle around the origin, clockwise from the top.
fn arc(r: f64, share: f64) -> String {
    let angle = share.min(0.9999) * TAU;
    let large = u8::from(share > 0.5);
    format!("M0 {}A{r} {r} 0 {large} 1 {} {}", px(-r), px(r * angle.sin()), px(-r * angle.cos()), r = px(r))
}
