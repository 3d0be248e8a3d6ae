//! Where everything in the cluster stands, and what the links say about who can reach whom.

use crate::geometry::layout::{Spot, spots};
use crate::geometry::{Point, line};
use crate::state::Target;
use std::collections::HashMap;
use synod_session::{Chart, FaultKind, FaultLane, Frame, LinkView, Time, Transit};

/// Two messages that pass each other on a link keep so many pixels to the right.
const LANE: f64 = 5.0;

/// The places of the processes in a picture of a certain size.
#[derive(Clone, PartialEq, Debug)]
pub struct Scene {
    /// Width and height.
    pub size: (f64, f64),
    /// The processes in the order of their numbers.
    pub places: Vec<Place>,
}

/// A process in the picture.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Whether users ask it for operations.
    pub client: bool,
    /// Where it stands.
    pub spot: Spot,
}

/// A link in both directions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Condition {
    /// Whether the way from the first to the second is cut.
    pub forth_cut: bool,
    /// Whether the way back is cut.
    pub back_cut: bool,
    /// Whether one of the ways is slower than usual: so many times.
    pub times: u16,
}

impl Condition {
    /// Whether nobody gets through.
    pub fn severed(self) -> bool {
        self.forth_cut && self.back_cut
    }

    /// Whether it is as usual.
    pub fn usual(self) -> bool {
        !self.forth_cut && !self.back_cut && self.times <= 1
    }
}

impl Scene {
    /// The places in a picture of this size.
    pub fn new(size: (f64, f64), processes: &[(String, bool)]) -> Scene {
        let clients: Vec<bool> = processes.iter().map(|p| p.1).collect();
        let places = processes
            .iter()
            .zip(spots(size, &clients))
            .map(|((name, client), spot)| Place { name: name.clone(), client: *client, spot })
            .collect();
        Scene { size, places }
    }

    /// Where a process stands.
    pub fn spot(&self, name: &str) -> Option<&Spot> {
        self.places.iter().find(|p| p.name == name).map(|p| &p.spot)
    }

    /// The way of a message, from the sender's outline to the receiver's.
    pub fn way(&self, message: &Transit) -> Option<(Point, Point)> {
        let (from, to) = (self.spot(&message.from)?, self.spot(&message.to)?);
        let aside = from.at.to(to.at).unit().right();
        let (start, end) = (from.edge(to.at, 6.0), to.edge(from.at, 6.0));
        Some((start.plus(aside, LANE), end.plus(aside, LANE)))
    }

    /// Where a message is at the time `at`.
    pub fn message(&self, message: &Transit, at: f64) -> Option<Point> {
        let (start, end) = self.way(message)?;
        Some(start.towards(end, share(message.sent, message.due, at)))
    }

    /// Where what is looked into stands, and how much room it takes.
    pub fn anchor(&self, target: &Target, frame: &Frame, at: f64) -> (Point, f64) {
        let centre = Point::new(self.size.0 / 2.0, self.size.1 / 2.0);
        let found = match target {
            Target::Node(name) => self.spot(name).map(|s| (s.at, s.radius())),
            Target::Link(a, b) => self.spot(a).zip(self.spot(b)).map(|(a, b)| (a.at.towards(b.at, 0.5), 8.0)),
            Target::Message(id) => {
                frame.messages.iter().find(|m| m.id == *id).and_then(|m| self.message(m, at)).map(|p| (p, 8.0))
            }
        };
        found.unwrap_or((centre, 0.0))
    }

    /// The servers in groups that cannot reach each other, each with the clients that reach it alone; one group where all is whole.
    pub fn groups(&self, links: &[LinkView]) -> Vec<Vec<usize>> {
        let conditions = conditions(links);
        let apart = |a: usize, b: usize| condition(&conditions, &self.places[a].name, &self.places[b].name).severed();
        let (clients, mut servers): (Vec<usize>, Vec<usize>) = (0..self.places.len()).partition(|i| self.places[*i].client);
        let mut groups: Vec<Vec<usize>> = Vec::new();
        while let Some(first) = servers.first().copied() {
            let mut group = vec![first];
            servers.retain(|s| *s != first);
            let mut next = 0;
            while next < group.len() {
                let (near, far) = servers.iter().partition(|s| !apart(group[next], **s));
                group.extend::<Vec<usize>>(near);
                servers = far;
                next += 1;
            }
            groups.push(group);
        }
        let homes: Vec<Option<usize>> = clients
            .iter()
            .map(|c| {
                let mut reached = (0..groups.len()).filter(|g| groups[*g].iter().any(|s| !apart(*c, *s)));
                reached.next().filter(|_| reached.next().is_none())
            })
            .collect();
        for (client, home) in clients.iter().zip(homes) {
            if let Some(home) = home {
                groups[home].push(*client);
            }
        }
        groups
    }

    /// Lines that divide the groups of a partition, from border to border.
    pub fn dividing_lines(&self, links: &[LinkView]) -> Vec<(Point, Point)> {
        let groups = self.groups(links);
        let points = |members: &[usize], clients: bool| -> Vec<Point> {
            members.iter().filter(|i| clients || !self.places[**i].client).map(|i| self.places[*i].spot.at).collect()
        };
        // The last of two groups needs no line of its own.
        let lines = if groups.len() == 2 { 1 } else { groups.len() };
        (0..lines)
            .filter(|_| groups.len() > 1)
            .filter_map(|g| {
                let others: Vec<usize> =
                    groups.iter().enumerate().filter(|(i, _)| *i != g).flat_map(|(_, m)| m.clone()).collect();
                let between = |clients| line::between(&points(&groups[g], clients), &points(&others, clients));
                let (at, way) = between(true).or_else(|| between(false))?;
                // The lower border has words of its own.
                line::clip(at, way, (self.size.0, self.size.1 - 34.0))
            })
            .collect()
    }
}

/// Since when the cluster is divided: the begin of the one partition that lasts at the cursor. None where there are
/// several: nobody can say then which of them it was.
pub fn split_since(frame: &Frame, chart: &Chart) -> Option<Time> {
    let lasts =
        |f: &&FaultLane| f.kind == FaultKind::Partition && f.from.0 <= frame.step && f.to.is_none_or(|to| to.0 > frame.step);
    let mut found = chart.faults.iter().filter(lasts);
    found.next().filter(|_| found.next().is_none()).map(|f| f.from.1)
}

/// The links that are not as usual, by their two ends, the one with the lesser name first.
pub fn conditions(links: &[LinkView]) -> HashMap<(&str, &str), Condition> {
    let mut found: HashMap<(&str, &str), Condition> = HashMap::new();
    for link in links {
        let forth = link.from <= link.to;
        let ends = if forth { (link.from.as_str(), link.to.as_str()) } else { (link.to.as_str(), link.from.as_str()) };
        let condition = found.entry(ends).or_default();
        if forth {
            condition.forth_cut |= link.cut;
        } else {
            condition.back_cut |= link.cut;
        }
        condition.times = condition.times.max(link.times);
    }
    found
}

/// The link between two processes, as seen from the first.
pub fn condition(conditions: &HashMap<(&str, &str), Condition>, a: &str, b: &str) -> Condition {
    let ends = if a <= b { (a, b) } else { (b, a) };
    let found = conditions.get(&ends).copied().unwrap_or_default();
    if a <= b { found } else { Condition { forth_cut: found.back_cut, back_cut: found.forth_cut, ..found } }
}

/// How much of the time from `since` to `until` has passed at `at`.
pub fn share(since: Time, until: Time, at: f64) -> f64 {
    let span = until.saturating_sub(since) as f64;
    if span <= 0.0 { 1.0 } else { ((at - since as f64) / span).clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene() -> Scene {
        let processes: Vec<(String, bool)> =
            ["n1", "n2", "n3", "n4", "n5", "C1", "C2"].map(|n| (n.to_owned(), n.starts_with('C'))).into();
        Scene::new((860.0, 530.0), &processes)
    }

    fn cut(pairs: &[(&str, &str)]) -> Vec<LinkView> {
        let way = |a: &str, b: &str| LinkView { from: a.into(), to: b.into(), cut: true, times: 1 };
        pairs.iter().flat_map(|(a, b)| [way(a, b), way(b, a)]).collect()
    }

    #[test]
    fn cut_links_between_two_groups_are_a_partition() {
        let scene = scene();
        let links = cut(&[
            ("n1", "n4"),
            ("n1", "n5"),
            ("n2", "n4"),
            ("n2", "n5"),
            ("n3", "n4"),
            ("n3", "n5"),
            ("C1", "n4"),
            ("C1", "n5"),
        ]);
        assert_eq!(scene.groups(&links), [vec![0, 1, 2, 5], vec![3, 4]]);
        assert_eq!(scene.dividing_lines(&links).len(), 1);
    }

    #[test]
    fn one_cut_link_divides_nobody() {
        let scene = scene();
        let links = cut(&[("n1", "n4")]);
        assert_eq!(scene.groups(&links).len(), 1);
        assert!(scene.dividing_lines(&links).is_empty());
    }

    #[test]
    fn a_condition_is_seen_from_either_end() {
        let links = [LinkView { from: "n2".into(), to: "n1".into(), cut: true, times: 1 }];
        let found = conditions(&links);
        assert!(condition(&found, "n2", "n1").forth_cut && condition(&found, "n1", "n2").back_cut);
        assert!(!condition(&found, "n1", "n2").severed() && condition(&found, "n1", "n3").usual());
    }
}
