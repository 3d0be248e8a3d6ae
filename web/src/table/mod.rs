//! The cluster in words: processes, messages, operations and links as tables. All that can be done in the picture can be done here.

mod links;
mod messages;
mod nodes;
mod operations;

use crate::cluster::actions;
use crate::cluster::emphasis::Emphasis;
use crate::focus::use_focus_back;
use crate::state::{Action, Target};
use crate::ui::{Ui, say, use_ui};
use std::rc::Rc;
use synod_session::{Chart, ClientOffers, Frame};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct Props {
    pub frame: Rc<Frame>,
    pub chart: Rc<Chart>,
    pub offers: Rc<Vec<ClientOffers>>,
    pub open: Option<Target>,
    pub emphasis: Rc<Emphasis>,
}

/// The tables.
#[component]
pub fn Table(props: &Props) -> Html {
    let ui = use_ui();
    html! {
        <div class="tables" role="region" aria-label={say!(ui, "The cluster now", "此刻的集群")} tabindex="0" data-testid="tables">
            { nodes::table(&ui, props) }
            { messages::table(&ui, props) }
            { operations::table(&ui, props) }
            { links::table(&ui, props) }
        </div>
    }
}

/// A table with its caption and the names of its columns. The last column is for a button, where there is one.
fn table(caption: AttrValue, columns: &[AttrValue], rows: Vec<Html>) -> Html {
    html! {
        <table class="facts">
            <caption>{ caption }</caption>
            <thead><tr>{ for columns.iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
            <tbody>{ rows }</tbody>
        </table>
    }
}

/// The button that opens a row, to act on what it shows.
fn opener(ui: &Ui, target: &Target, open: bool, name: &str, id: String) -> Html {
    let label = if open { say!(ui, "Close {0}", "收起 {0}", name) } else { say!(ui, "Open {0}", "展开 {0}", name) };
    html! {
        <td class="facts-open">
            <button type="button" class="btn small" data-testid={id} aria-expanded={open.to_string()} aria-label={label}
                onclick={ui.on(Action::Press(target.clone()))}>
                { if open { say!(ui, "Close", "收起") } else { say!(ui, "Open", "展开") } }
            </button>
        </td>
    }
}

/// What stands below a row that is open: what can be done, and all that it holds.
fn opened(ui: &Ui, props: &Props, target: &Target, columns: usize) -> Html {
    if props.open.as_ref() != Some(target) {
        return Html::default();
    }
    let Some((title, body)) = actions::body(ui, target, &props.frame, &props.chart, &props.offers) else {
        return Html::default();
    };
    html! { <Opened {title} columns={columns.to_string()}>{ body }</Opened> }
}

#[derive(Properties, PartialEq, Clone)]
struct OpenedProps {
    title: String,
    columns: String,
    children: Html,
}

#[component]
fn Opened(props: &OpenedProps) -> Html {
    let row = use_node_ref();
    use_focus_back(&row, ());
    html! {
        <tr class="facts-body" ref={row}>
            <td colspan={props.columns.clone()}>
                <div class="facts-actions" role="group" aria-label={props.title.clone()} data-testid="opened">{ props.children.clone() }</div>
            </td>
        </tr>
    }
}
