//! What the clients' users may ask for.

use crate::state::Action;
use crate::ui::{Ui, say};
use synod_session::{ClientOffers, Frame, Life};
use yew::prelude::*;

/// A row of buttons for each client.
pub fn clients(ui: &Ui, offers: &[ClientOffers], frame: &Frame) -> Html {
    html! {
        <ul class="clients">
            { for offers.iter().map(|c| html! {
                <li class="client" key={c.client.clone()}>
                    <span class="client-name">{ &c.client }</span>
                    <span class="client-offers">{ buttons(ui, c, frame, "offer") }</span>
                </li>
            }) }
        </ul>
    }
}

/// The buttons of a client; where it can be asked for nothing, they say why. `prefix` begins their ids for tests.
pub fn buttons(ui: &Ui, client: &ClientOffers, frame: &Frame, prefix: &str) -> Html {
    let node = frame.nodes.iter().find(|n| n.name == client.client);
    let why = match node {
        Some(node) if node.life == Life::Crashed => Some(say!(ui, "{0} has crashed", "{0} 已宕机", node.name.as_str())),
        Some(node) if node.waits_for.is_some() => {
            Some(say!(ui, "{0} waits for an answer", "{0} 正在等待应答", node.name.as_str()))
        }
        _ => None,
    };
    if client.offers.is_empty() {
        let words = why.unwrap_or_else(|| say!(ui, "nothing to ask for now", "目前没有可请求的操作"));
        return html! { <span class="muted small">{ words }</span> };
    }
    client
        .offers
        .iter()
        .enumerate()
        .map(|(i, offer)| {
            html! {
                <button type="button" class="btn small" data-testid={format!("{prefix}-{}-{i}", client.client)} disabled={why.is_some()}
                    title={why.clone()} onclick={ui.on(Action::Act(vec![offer.act.clone()]))}>{ ui.text(&offer.label) }</button>
            }
        })
        .collect()
}
