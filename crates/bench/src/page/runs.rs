//! The runs that the page is measured on, as links.

use synod_session::doc::{Act, Atom, Decision, Document, VERSION};
use synod_session::{ENGINE, link};

/// Replicas of both runs.
const REPLICAS: i64 = 15;
/// Clients of both runs.
const CLIENTS: u64 = 4;
/// How often every client of the crowd asks.
const ROUNDS: u64 = 6;

/// A study of ten thousand nodes.
pub const FIELD: &str = "#study=epidemic&nodes=10000&runs=1";

/// Twenty processes, and for two seconds more than two hundred messages under way: clients that give up soon and ask again, over slow links.
/// The cursor stands where the last of them has asked.
pub fn crowd() -> String {
    let mut decisions = Vec::new();
    for client in 1..=CLIENTS {
        for replica in 1..=REPLICAS {
            decisions.push(Decision { at: 0, nth: 0, act: Act::Slow(format!("C{client}"), format!("n{replica}"), 400) });
        }
    }
    for round in 0..ROUNDS {
        for client in 1..=CLIENTS {
            decisions.push(request(1_000 + round * 12_000 + client, client, round));
        }
    }
    // Between the rounds, every client gives up once.
    let asked = decisions.len() as u64 + (ROUNDS - 1) * CLIENTS;
    link_of(&[("timeout", 10)], decisions, Some(8_000_000), Some(asked as u32))
}

/// More than ten thousand events: every operation asks fifteen replicas, and all of them answer.
pub fn long() -> String {
    let mut decisions = Vec::new();
    for round in 0..84 {
        for client in 1..=CLIENTS {
            decisions.push(request(1_000 + round * 40_000 + client * 9_000, client, round));
        }
    }
    link_of(&[], decisions, None, None)
}

/// Every fourth one writes, each time another value; the others read.
fn request(at: u64, client: u64, round: u64) -> Decision {
    let key = Atom::Text("x".to_owned());
    let client_name = format!("C{client}");
    let act = if (round + client).is_multiple_of(4) {
        let value = Atom::Int((round * CLIENTS + client).cast_signed());
        Act::Request(client_name, "write".to_owned(), vec![key, value])
    } else {
        Act::Request(client_name, "read".to_owned(), vec![key])
    };
    Decision { at, nth: 0, act }
}

fn link_of(params: &[(&str, i64)], decisions: Vec<Decision>, until: Option<u64>, cursor: Option<u32>) -> String {
    let usual = [("n", REPLICAS), ("w", 8), ("r", 8), ("clients", CLIENTS.cast_signed())];
    let mut all: synod_session::order::Map<String, Atom> =
        usual.iter().chain(params).map(|(id, value)| ((*id).to_owned(), Atom::Int(*value))).collect();
    all.insert("delay".to_owned(), Atom::Text("uniform".to_owned()));
    link::encode(&Document {
        synod: VERSION,
        engine: ENGINE,
        lab: "nwr".to_owned(),
        scenario: None,
        params: all,
        seed: 1,
        decisions,
        until,
        cursor,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(link: &str) -> Box<dyn synod_session::Session> {
        let document = link::decode(link).unwrap();
        let opened = synod_session::open(&document).ok().unwrap();
        assert!(opened.dropped.is_empty(), "{:?}", opened.dropped);
        opened.session
    }

    #[test]
    fn the_crowd_is_two_hundred_messages_among_fifteen_nodes_for_two_seconds() {
        let mut session = opened(&crowd());
        let begin = session.frame();
        assert!(begin.nodes.len() > 15 && begin.messages.len() >= 200, "{} messages", begin.messages.len());
        session.seek(session.step_at(begin.at + 1_900_000));
        assert!(session.frame().messages.len() >= 200);
    }

    #[test]
    fn the_long_run_has_ten_thousand_events() {
        assert!(opened(&long()).steps() >= 10_000);
    }
}
