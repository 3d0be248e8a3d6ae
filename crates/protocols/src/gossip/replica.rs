//! A node: what it holds, what is hot, and its rounds.

use super::store::{digest, is_behind, newer_than, state_text};
use super::{Choice, Digest, Disk, Disks, Gossip, Item, Items, Kind, Msg, Op, Ret, Timer, Version};
use synod_check::Fact;
use synod_gossip::{After, Counts, Rule, Rumour};
use synod_kernel::{Cx, Effects, OperationId, Pid};
use synod_order::Map;
use synod_words::phrase;

/// How often a node that has started again asks for news, as long as nobody answers.
const JOINS_MAX: u8 = 10;

/// A node.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Replica {
    items: Items,
    served: Map<Pid, (OperationId, Version)>,
    /// The keys whose newest update it spreads (infective).
    hot: Map<String, Heat>,
    /// Whether a round of rumours is due.
    rumouring: bool,
    /// How often it still asks for news after a restart.
    joins_left: u8,
}

/// How much a node is interested in spreading a key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
struct Heat {
    /// Contacts in a row that counted.
    counted: u8,
    /// Whether somebody was met since the last round, and whether somebody did not know.
    met: Option<bool>,
}

impl Replica {
    pub fn boot(gossip: &Gossip, disk: &Disk, fx: &mut Effects<Gossip>) -> Replica {
        let mut replica =
            Replica { items: disk.items.clone(), served: disk.served.clone(), hot: Map::new(), rumouring: false, joins_left: 0 };
        fx.tell(Fact::Holds { state: state_text(&replica.items) });
        if disk.started && gossip.joins {
            replica.joins_left = JOINS_MAX;
            replica.join(gossip, fx);
        }
        if !disk.started {
            fx.persist(Disk { started: true, ..Disk::default() });
        }
        replica.keep_rumouring(gossip, fx);
        if gossip.kind != Kind::Rumour {
            fx.arm_between(Timer::Compare, gossip.comparing_us());
        }
        replica
    }

    pub fn items(&self) -> &Items {
        &self.items
    }

    pub fn is_hot(&self, key: &str) -> bool {
        self.hot.contains_key(key)
    }

    /// Contacts in a row that counted, of a key that it spreads.
    pub fn counted(&self, key: &str) -> Option<u8> {
        self.hot.get(key).map(|heat| heat.counted)
    }

    pub fn receive(&mut self, gossip: &Gossip, cx: Cx, from: Pid, msg: Msg, fx: &mut Effects<Gossip>) {
        match msg {
            Msg::Ask { op, body } => self.serve(gossip, cx, from, op, body, fx),
            Msg::Spread { items, have } => self.hear_rumours(gossip, from, &items, have, fx),
            Msg::Return { items, heard } => {
                self.take_up(gossip, &items, fx);
                for (key, (version, news)) in heard {
                    if self.items.get(&key).is_some_and(|item| item.version == version) {
                        self.meet(&key, news);
                    }
                }
            }
            Msg::Compare { items, have } => {
                self.take_up(gossip, &items, fx);
                if let Some(have) = have {
                    self.resolve(from, &have, gossip.mode.pushes(), false, fx);
                }
            }
            Msg::Join { have } => self.resolve(from, &have, true, true, fx),
            Msg::Newer { items, have } => {
                self.joins_left = 0;
                fx.disarm(Timer::Join);
                self.take_up(gossip, &items, fx);
                let lacking = have.map(|have| newer_than(&self.items, &have)).filter(|lacking| !lacking.is_empty());
                if let Some(items) = lacking {
                    fx.send(from, Msg::Newer { items, have: None });
                }
            }
            Msg::Answer { .. } => {}
        }
    }

    pub fn timeout(&mut self, gossip: &Gossip, timer: &Timer, fx: &mut Effects<Gossip>) {
        match timer {
            Timer::Rumour => {
                self.rumouring = false;
                self.lose_interest(gossip, fx);
                // Dice are thrown before the partner is picked, so what lost is not told again.
                if gossip.mode.pulls() || !self.hot.is_empty() {
                    fx.choose(Choice::Partner, gossip.others());
                }
            }
            Timer::Compare => {
                fx.choose(Choice::Peer, gossip.others());
                fx.arm_between(Timer::Compare, gossip.comparing_us());
            }
            Timer::Join => self.join(gossip, fx),
            Timer::GiveUp(_) => {}
        }
    }

    pub fn chosen(&mut self, gossip: &Gossip, cx: Cx, choice: Choice, drawn: u32, fx: &mut Effects<Gossip>) {
        let other = gossip.other(cx.me, drawn);
        match choice {
            Choice::Partner => self.tell_rumours(gossip, other, fx),
            Choice::Peer => self.compare(gossip, other, fx),
            Choice::Sponsor => fx.send(other, Msg::Join { have: digest(&self.items) }),
            Choice::Interest(key) => {
                if Rule::removes(drawn) {
                    self.cool(&key, fx);
                }
            }
        }
    }

    /// A client asks. A write gets a version above all that the node knows of the key; the same request is never taken twice, nor one that
    /// a later one of the same client has overtaken.
    fn serve(&mut self, gossip: &Gossip, cx: Cx, client: Pid, op: OperationId, body: Op, fx: &mut Effects<Gossip>) {
        let (key, value) = match body {
            Op::Read(key) => {
                let ret = Ret::Found(self.items.get(&key).cloned());
                return fx.send(client, Msg::Answer { op, ret });
            }
            Op::Write(key, value) => (key, value),
        };
        let last = self.served.get(&client).copied();
        let version = match last {
            Some((served, _)) if served > op => return,
            Some((served, version)) if served == op => version,
            _ => {
                let known = self.items.get(&key).map_or(0, |item| item.version.0 + 1);
                let version = Version(cx.clock.max(known), op);
                self.served.insert(client, (op, version));
                self.take_up(gossip, &synod_order::map([(key, Item { value, version })]), fx);
                version
            }
        };
        fx.send(client, Msg::Answer { op, ret: Ret::Written(version) });
    }

    /// Keeps what is newer, and spreads it from its next round on. Says for each whether it was.
    fn take_up(&mut self, gossip: &Gossip, items: &Items, fx: &mut Effects<Gossip>) -> Map<String, (Version, bool)> {
        let news = newer_than(items, &digest(&self.items));
        let heard = synod_order::map(items.iter().map(|(key, item)| (key.clone(), (item.version, news.contains_key(key)))));
        if news.is_empty() {
            return heard;
        }
        if gossip.kind != Kind::AntiEntropy {
            for key in news.keys() {
                self.hot.insert(key.clone(), Heat::default());
            }
        }
        self.items.extend(news);
        let kept = gossip.disks == Disks::Kept;
        fx.persist(Disk {
            started: true,
            items: if kept { self.items.clone() } else { Items::new() },
            served: if kept { self.served.clone() } else { Map::new() },
        });
        fx.tell(Fact::Holds { state: state_text(&self.items) });
        self.keep_rumouring(gossip, fx);
        heard
    }

    /// Arms the next round where there is something to do in it: to spread what is hot, or to ask.
    fn keep_rumouring(&mut self, gossip: &Gossip, fx: &mut Effects<Gossip>) {
        let has_to = gossip.kind != Kind::AntiEntropy && (gossip.mode.pulls() || !self.hot.is_empty());
        if has_to && !self.rumouring {
            self.rumouring = true;
            fx.arm_between(Timer::Rumour, gossip.rumouring_us());
        }
    }

    /// The round begins with what the last one came to (Demers et al. 1987, § 1.4).
    fn lose_interest(&mut self, gossip: &Gossip, fx: &mut Effects<Gossip>) {
        let mut lost = Vec::new();
        for (key, heat) in &mut self.hot {
            let Some(useful) = heat.met.take() else { continue };
            match Rule::Rumour(gossip.rumour).after(heat.counted, useful) {
                After::Stays(counted) => heat.counted = counted,
                After::Throws(sides) => fx.choose(Choice::Interest(key.clone()), sides.into()),
                After::Removed => lost.push(key.clone()),
            }
        }
        for key in lost {
            self.cool(&key, fx);
        }
    }

    /// It keeps the update and spreads it no more.
    fn cool(&mut self, key: &str, fx: &mut Effects<Gossip>) {
        if self.hot.remove(key).is_some() {
            fx.note(phrase!("loses interest in {0}", "不再传播 {0}", key));
        }
    }

    /// Somebody was met who did or did not know; of several in a round, one who did not is enough.
    fn meet(&mut self, key: &str, news: bool) {
        if let Some(heat) = self.hot.get_mut(key) {
            heat.met = Some(news || heat.met == Some(true));
        }
    }

    fn hot_items(&self) -> Items {
        let hot = self.items.iter().filter(|(key, _)| self.hot.contains_key(*key));
        synod_order::map(hot.map(|(key, item)| (key.clone(), item.clone())))
    }

    /// A round: what is hot is pushed, or what is hot elsewhere is asked for, or both.
    fn tell_rumours(&mut self, gossip: &Gossip, partner: Pid, fx: &mut Effects<Gossip>) {
        let items = if gossip.mode.pushes() { self.hot_items() } else { Items::new() };
        let have = gossip.mode.pulls().then(|| digest(&self.items));
        if gossip.rumour.counts == Counts::Blind {
            for key in items.keys() {
                self.meet(key, false);
            }
        }
        if have.is_some() || !items.is_empty() {
            fx.send(partner, Msg::Spread { items, have });
        }
        self.keep_rumouring(gossip, fx);
    }

    fn hear_rumours(&mut self, gossip: &Gossip, from: Pid, items: &Items, have: Option<Digest>, fx: &mut Effects<Gossip>) {
        // Whom to answer with what is judged by what was known before.
        let hot = self.hot_items();
        let heard = self.take_up(gossip, items, fx);
        let Rumour { counts, .. } = gossip.rumour;
        let mut answer = Items::new();
        if let Some(have) = have {
            answer = newer_than(&hot, &have);
            for key in hot.keys() {
                self.meet(key, answer.contains_key(key));
            }
        }
        let heard = if counts == Counts::Feedback { heard } else { Map::new() };
        if !answer.is_empty() || !heard.is_empty() {
            fx.send(from, Msg::Return { items: answer, heard });
        }
    }

    /// A round of anti-entropy (§ 1.3): all data, or the versions of all data.
    fn compare(&self, gossip: &Gossip, peer: Pid, fx: &mut Effects<Gossip>) {
        if gossip.mode.pulls() {
            fx.send(peer, Msg::Compare { items: Items::new(), have: Some(digest(&self.items)) });
        } else if !self.items.is_empty() {
            fx.send(peer, Msg::Compare { items: self.items.clone(), have: None });
        }
    }

    /// Sends what the other lacks, and asks for what this node lacks, where updates travel both ways.
    fn resolve(&self, with: Pid, have: &Digest, both_ways: bool, always: bool, fx: &mut Effects<Gossip>) {
        let items = newer_than(&self.items, have);
        let mine = (both_ways && is_behind(&self.items, have)).then(|| digest(&self.items));
        if always || !items.is_empty() || mine.is_some() {
            fx.send(with, Msg::Newer { items, have: mine });
        }
    }

    /// A node that has started again asks somebody for all that it missed.
    fn join(&mut self, gossip: &Gossip, fx: &mut Effects<Gossip>) {
        let Some(left) = self.joins_left.checked_sub(1) else { return };
        self.joins_left = left;
        fx.choose(Choice::Sponsor, gossip.others());
        fx.arm_between(Timer::Join, gossip.rumouring_us());
    }
}
