//! The rule of rumour mongering: what a contact does to a node that spreads an update (Demers et al. 1987, § 1.4).

/// Which way an update travels when two nodes meet (Demers et al. 1987, § 1.3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mode {
    /// Who has it sends it to a partner.
    Push,
    /// Who wants it asks a partner.
    Pull,
    /// Both ways.
    PushPull,
}

impl Mode {
    /// Whether a node that has the update sends it of its own accord.
    pub fn pushes(self) -> bool {
        self != Mode::Pull
    }

    /// Whether every node asks a partner for news.
    pub fn pulls(self) -> bool {
        self != Mode::Push
    }
}

/// What makes a node lose interest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stop {
    /// The `k`-th contact in a row that counts; one that does not count begins the row anew.
    Counter,
    /// Each contact that counts, with probability 1/`k`.
    Coin,
}

/// Which contacts count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Counts {
    /// Those with a partner that knew already: the partner says so.
    Feedback,
    /// All of them: nobody says anything.
    Blind,
}

/// How a rumour dies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Rumour {
    /// What makes a node lose interest.
    pub stop: Stop,
    /// Which contacts count.
    pub counts: Counts,
    /// How patient a node is, at least 1.
    pub k: u8,
}

/// Whether and how nodes stop spreading.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    /// Never: nodes compare all they have, for ever (anti-entropy, § 1.3).
    AntiEntropy,
    /// They lose interest (rumour mongering, § 1.4).
    Rumour(Rumour),
}

/// What becomes of a node after a contact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum After {
    /// It goes on spreading, with this many contacts in a row that counted.
    Stays(u8),
    /// It throws a die with so many sides, and is removed if [`Rule::removes`] says so.
    Throws(u8),
    /// It is removed: it keeps the update and spreads it no more.
    Removed,
}

impl Rule {
    /// What becomes of a node that has had `counted` contacts in a row that counted, after one more. Useful is a contact with a partner that
    /// did not know yet; of several in one cycle (partners that pull), with at least one such partner (§ 1.4, note to table 3).
    #[inline]
    pub fn after(self, counted: u8, useful: bool) -> After {
        let Rule::Rumour(Rumour { stop, counts, k }) = self else { return After::Stays(0) };
        if useful && counts == Counts::Feedback {
            return After::Stays(0);
        }
        match stop {
            Stop::Coin => After::Throws(k.max(1)),
            Stop::Counter if counted.saturating_add(1) >= k => After::Removed,
            Stop::Counter => After::Stays(counted + 1),
        }
    }

    /// Whether the die that [`After::Throws`] asks for removes the node; `thrown` counts from 0.
    #[inline]
    pub fn removes(thrown: u32) -> bool {
        thrown == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rumour(stop: Stop, counts: Counts, k: u8) -> Rule {
        Rule::Rumour(Rumour { stop, counts, k })
    }

    #[test]
    fn a_useful_contact_resets_the_counter() {
        let rule = rumour(Stop::Counter, Counts::Feedback, 2);
        assert_eq!(rule.after(0, false), After::Stays(1));
        assert_eq!(rule.after(1, true), After::Stays(0));
        assert_eq!(rule.after(1, false), After::Removed);
        assert_eq!(rumour(Stop::Counter, Counts::Feedback, 1).after(0, false), After::Removed);
    }

    #[test]
    fn blind_nodes_count_every_contact() {
        assert_eq!(rumour(Stop::Counter, Counts::Blind, 2).after(1, true), After::Removed);
        assert_eq!(rumour(Stop::Coin, Counts::Blind, 3).after(0, true), After::Throws(3));
        assert_eq!(rumour(Stop::Coin, Counts::Feedback, 3).after(0, true), After::Stays(0));
    }

    #[test]
    fn anti_entropy_never_stops() {
        assert_eq!(Rule::AntiEntropy.after(200, false), After::Stays(0));
    }
}
