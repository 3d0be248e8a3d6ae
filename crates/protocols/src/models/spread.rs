//! How writes spread: the replica that accepted a write tells the others; who stays behind is told again, by whoever knows.

use super::params::retry_ms;
use super::replica::Replica;
use super::write::{Dot, Vector, Write, add, contains, covers, join};
use super::{Level, Models, Msg, Timer};
use synod_kernel::{Effects, Pid};
use synod_words::phrase;

impl Replica {
    /// Back from a crash, a replica asks what it has missed, and makes sure that the others have what it knows.
    pub fn rejoin(&mut self, lab: &Models, fx: &mut Effects<Models>) {
        if lab.level == Level::Linearizable {
            self.offer_again(lab, fx);
        } else if !self.disk.log.is_empty() {
            for peer in lab.peers(self.me) {
                fx.send(peer, Msg::Pull { have: self.have() });
            }
            self.watch(lab, fx);
        }
    }

    /// A write was accepted: the others are told after the propagation delay; a sequencer tells them at once.
    pub fn spread_soon(&mut self, lab: &Models, fx: &mut Effects<Models>) {
        if lab.lag_ms() == 0 {
            self.push(lab, fx);
        } else {
            self.arm(Timer::Push, lab.lag_ms(), fx);
        }
        self.watch(lab, fx);
    }

    /// Tells the others what it has accepted itself and they are not known to have.
    pub fn push(&mut self, lab: &Models, fx: &mut Effects<Models>) {
        for peer in lab.peers(self.me) {
            let writes: Vec<Write> =
                self.lacking(&self.known_of(peer)).filter(|write| write.dot.origin == self.me).cloned().collect();
            if !writes.is_empty() {
                fx.send(peer, Msg::Update { writes, have: self.have() });
            }
        }
    }

    /// Tells those again who are not known to have everything, whoever accepted it (anti-entropy: Terry et al. 1995, § 3).
    pub fn resend(&mut self, lab: &Models, fx: &mut Effects<Models>) {
        for peer in lab.peers(self.me) {
            let writes: Vec<Write> = self.lacking(&self.known_of(peer)).cloned().collect();
            if !writes.is_empty() {
                fx.send(peer, Msg::Update { writes, have: self.have() });
            }
        }
        self.tries += 1;
        self.watch(lab, fx);
    }

    /// Another replica tells what is new. A write is applied once all that its replica accepted before it, and all that it depends on, is there
    /// (Ahamad et al. 1995, § 4.1); until then it is kept.
    pub fn update(&mut self, lab: &Models, from: Pid, writes: Vec<Write>, have: &Vector, fx: &mut Effects<Models>) {
        let told = !writes.is_empty();
        let mut mine = self.have();
        self.early.extend(writes.into_iter().filter(|write| !contains(&mine, write.dot)).map(|write| (write.dot, write)));
        let mut applied = false;
        while let Some(dot) = self.early.values().find(|write| may_follow(&mine, write)).map(|write| write.dot) {
            if let Some(write) = self.early.remove(&dot) {
                self.apply(write);
            }
            mine = self.have();
            applied = true;
        }
        if applied {
            fx.persist(self.disk.clone());
            fx.tell(self.holds());
            for peer in lab.peers(self.me) {
                fx.send(peer, Msg::Have { have: mine.clone() });
            }
        } else if told {
            fx.send(from, Msg::Have { have: mine });
        }
        if let Some(write) = self.early.values().next().filter(|_| told) {
            fx.note(phrase!(
                "holds back {0} = {1}: it follows a write that is not here yet",
                "暂缓 {0} = {1}：它所依赖的写尚未到达",
                &*write.key,
                write.value.to_string()
            ));
        }
        self.learn(lab, from, have, fx);
        self.serve_waiting(lab, fx);
    }

    /// Another replica says what it has.
    pub fn learn(&mut self, lab: &Models, from: Pid, have: &Vector, fx: &mut Effects<Models>) {
        let known = self.known.entry(from).or_default();
        if !covers(known, have) {
            join(known, have);
            self.tries = 0;
        }
        self.watch(lab, fx);
    }

    /// Another replica asks for what it lacks; if it has more itself, it is asked in turn.
    pub fn pulled(&mut self, lab: &Models, from: Pid, have: &Vector, fx: &mut Effects<Models>) {
        let writes: Vec<Write> = self.lacking(have).cloned().collect();
        let mine = self.have();
        let in_turn = !covers(&mine, have);
        if !writes.is_empty() || !in_turn {
            fx.send(from, Msg::Update { writes, have: mine.clone() });
        }
        if in_turn {
            fx.send(from, Msg::Pull { have: mine });
        }
        self.learn(lab, from, have, fx);
    }

    /// Writes that this set lacks.
    fn lacking<'a>(&'a self, known: &Vector) -> impl Iterator<Item = &'a Write> + use<'a> {
        let known = known.clone();
        self.disk.log.values().filter(move |write| !contains(&known, write.dot))
    }

    /// What another replica is known to have: what it said, and what it accepted itself.
    fn known_of(&self, peer: Pid) -> Vector {
        let mut known = self.known.get(&peer).cloned().unwrap_or_default();
        if let Some(&seq) = self.have().get(&peer) {
            add(&mut known, Dot { origin: peer, seq });
        }
        known
    }

    /// Whether every replica is known to have this write.
    pub fn is_everywhere(&self, lab: &Models, dot: Dot) -> bool {
        lab.peers(self.me).all(|peer| contains(&self.known_of(peer), dot))
    }

    /// Runs a timer as long as some replica is not known to have everything.
    fn watch(&mut self, lab: &Models, fx: &mut Effects<Models>) {
        let have = self.have();
        if lab.peers(self.me).all(|peer| covers(&self.known_of(peer), &have)) {
            self.tries = 0;
            self.disarm(Timer::Resend, fx);
            self.disarm(Timer::Push, fx);
        } else {
            self.arm(Timer::Resend, lab.lag_ms() + retry_ms(self.tries), fx);
        }
    }
}

/// Whether a write comes next after these: in the order of the replica that accepted it, and after all that it depends on.
fn may_follow(have: &Vector, write: &Write) -> bool {
    let Dot { origin, seq } = write.dot;
    have.get(&origin).copied().unwrap_or(0) + 1 == seq && covers(have, &write.deps)
}
