//! Having the participants take a value: told one after the other, told again until they answer, and what their answers mean.

use super::coordinator::Coordinator;
use super::show::plain;
use super::{Chief, Msg, Ordered, Timer};
use crate::Ballot;
use synod_check::Value;
use synod_kernel::{Effects, Pid};
use synod_order::{Map, Set};
use synod_words::phrase;

/// Between two participants, in microseconds: long enough for a coordinator to crash when it has told some of them only.
const PACE_US: u64 = 1_000;

/// How many times as long as at first the wait before telling again becomes at most.
const SLOWEST: u64 = 16;

/// What a coordinator does to have something decided.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Campaign {
    /// Under which number.
    pub ballot: Ballot,
    /// How far it is.
    pub stage: Stage,
    /// How many participants have had their turn.
    turn: u16,
    /// How long it waits before it tells the silent ones again.
    again_us: u64,
}

/// How far a campaign is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Stage {
    /// Orders a value. With each participant that answered, the value that it had obeyed before, if that was another.
    Order { value: Value, answers: Map<Pid, Option<Value>> },
    /// Phase 1: collects promises, and with each what was accepted before.
    Prepare { promises: Map<Pid, Option<Ordered>> },
    /// Phase 2: collects acceptances.
    Accept { value: Value, accepted: Set<Pid> },
    /// It is chosen: tells the participants so.
    Tell { value: Value, knowing: Set<Pid> },
}

impl Stage {
    pub fn order(value: Value) -> Stage {
        Stage::Order { value, answers: Map::new() }
    }

    pub fn prepare() -> Stage {
        Stage::Prepare { promises: Map::new() }
    }

    pub fn accept(value: Value) -> Stage {
        Stage::Accept { value, accepted: Set::new() }
    }

    pub fn tell(value: Value) -> Stage {
        Stage::Tell { value, knowing: Set::new() }
    }

    /// Whether all is decided and only to be told.
    pub fn is_telling(&self) -> bool {
        matches!(self, Stage::Tell { .. })
    }

    fn heard_from(&self, participant: Pid) -> bool {
        match self {
            Stage::Order { answers, .. } => answers.contains_key(&participant),
            Stage::Prepare { promises } => promises.contains_key(&participant),
            Stage::Accept { accepted: heard, .. } | Stage::Tell { knowing: heard, .. } => heard.contains(&participant),
        }
    }

    /// How many participants have answered.
    pub fn heard(&self) -> usize {
        match self {
            Stage::Order { answers, .. } => answers.len(),
            Stage::Prepare { promises } => promises.len(),
            Stage::Accept { accepted: heard, .. } | Stage::Tell { knowing: heard, .. } => heard.len(),
        }
    }
}

impl Campaign {
    pub fn new(lab: &Chief, ballot: Ballot, stage: Stage) -> Self {
        Campaign { ballot, stage, turn: 0, again_us: lab.resend_us() }
    }

    fn message(&self) -> Msg {
        let ballot = self.ballot;
        match &self.stage {
            Stage::Order { value, .. } => Msg::Order { ballot, value: value.clone() },
            Stage::Prepare { .. } => Msg::Prepare { ballot },
            Stage::Accept { value, .. } => Msg::Accept { ballot, value: value.clone() },
            Stage::Tell { value, .. } => Msg::Chosen { ballot, value: value.clone() },
        }
    }
}

impl Coordinator {
    /// Tells the next participant that has not answered; the i-th coordinator begins with the i-th participant.
    pub(super) fn send_next(&mut self, lab: &Chief, fx: &mut Effects<Chief>) {
        let me = self.me.0;
        let Some(campaign) = &mut self.campaign else { return };
        let silent = |turn: &u16| !campaign.stage.heard_from(lab.participant(me + turn));
        let mut turns = (campaign.turn..lab.participants).filter(silent);
        let (now, later) = (turns.next(), turns.next());
        if let Some(turn) = now {
            fx.send(lab.participant(me + turn), campaign.message());
            campaign.turn = turn + 1;
        }
        if later.is_some() {
            fx.arm(Timer::Next, PACE_US);
        } else {
            fx.arm(Timer::Resend, campaign.again_us);
        }
    }

    /// Tells everybody again who has not answered, and waits longer before it does so once more.
    pub(super) fn send_again(&mut self, lab: &Chief, fx: &mut Effects<Chief>) {
        if let Some(campaign) = &mut self.campaign {
            campaign.turn = 0;
            campaign.again_us = (campaign.again_us * 2).min(lab.resend_us() * SLOWEST);
            self.send_next(lab, fx);
        }
    }

    /// A participant answers what the present campaign asked for; anything else is out of date.
    pub(super) fn answered(&mut self, lab: &Chief, from: Pid, answer: Msg, fx: &mut Effects<Chief>) {
        let Some(Campaign { ballot: ours, stage, .. }) = &mut self.campaign else { return };
        let ours = *ours;
        match (stage, answer) {
            (Stage::Order { answers, .. }, Msg::Obeyed { ballot }) if ballot == ours => {
                answers.insert(from, None);
            }
            (Stage::Order { answers, .. }, Msg::Has { ballot, value }) if ballot == ours => {
                answers.insert(from, Some(value));
            }
            (Stage::Prepare { promises }, Msg::Promise { ballot, had }) if ballot == ours => {
                promises.insert(from, had);
            }
            (Stage::Accept { accepted: heard, .. }, Msg::Accepted { ballot })
            | (Stage::Tell { knowing: heard, .. }, Msg::Known { ballot })
                if ballot == ours =>
            {
                heard.insert(from);
            }
            _ => return,
        }
        self.go_on(lab, ours, fx);
    }

    /// Goes on once enough have answered.
    fn go_on(&mut self, lab: &Chief, ballot: Ballot, fx: &mut Effects<Chief>) {
        let Some(campaign) = &self.campaign else { return };
        let heard = campaign.stage.heard();
        let (all, majority) = (usize::from(lab.participants), usize::from(lab.majority()));
        match &campaign.stage {
            Stage::Order { value, answers } if heard == all => {
                let decided = outcome(value, answers);
                self.learn(lab, (ballot, decided), fx);
            }
            Stage::Prepare { promises } if heard >= majority => {
                let value = match highest(promises.values().flatten()) {
                    Some((last, value)) => {
                        fx.note(phrase!(
                            "must order {0}, which was accepted in ballot {1}",
                            "必须沿用 {0}：它已在编号 {1} 中被接受",
                            plain(value),
                            last.to_string()
                        ));
                        value.clone()
                    }
                    None => {
                        let Some(value) = self.disk.wanted.clone() else { return };
                        fx.note(phrase!(
                            "hears of no earlier order from a majority, so it may order {0}",
                            "多数派都没有接受过别的值，可以提出 {0}",
                            plain(&value)
                        ));
                        value
                    }
                };
                self.enter(lab, ballot, Stage::accept(value), fx);
            }
            Stage::Accept { value, .. } if heard >= majority => {
                let value = value.clone();
                fx.note(phrase!("has a majority: {0} is chosen", "得到多数派接受：选定 {0}", plain(&value)));
                self.learn(lab, (ballot, value.clone()), fx);
                self.enter(lab, ballot, Stage::tell(value), fx);
            }
            Stage::Tell { .. } if heard == all => self.stop(fx),
            _ => {}
        }
    }

    fn enter(&mut self, lab: &Chief, ballot: Ballot, stage: Stage, fx: &mut Effects<Chief>) {
        self.stop(fx);
        self.campaign = Some(Campaign::new(lab, ballot, stage));
        self.send_next(lab, fx);
    }
}

/// What an order came to, as far as who gave it can tell: somebody obeyed, so it stands; nobody did, so it was too late.
fn outcome(order: &Value, answers: &Map<Pid, Option<Value>>) -> Value {
    let obeyed = answers.values().any(Option::is_none);
    let earlier = answers.values().flatten().next().filter(|_| !obeyed);
    earlier.unwrap_or(order).clone()
}

/// The value of the highest ballot among what was accepted: the only one that may have been chosen (Paxos Made Simple, § 2.2, P2c).
fn highest<'a>(accepted: impl Iterator<Item = &'a Ordered>) -> Option<&'a Ordered> {
    accepted.max_by_key(|(ballot, _)| *ballot)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Value {
        Value::Text(value.to_owned())
    }

    #[test]
    fn an_order_that_nobody_obeyed_was_too_late() {
        let answers = |second| synod_order::map([(Pid(1), Some(text("X"))), (Pid(2), second)]);
        assert_eq!(outcome(&text("Y"), &answers(Some(text("X")))), text("X"));
        assert_eq!(outcome(&text("Y"), &answers(None)), text("Y"));
    }

    #[test]
    fn the_highest_ballot_is_adopted() {
        let had = [(Ballot(1), text("X")), (Ballot(3), text("Y")), (Ballot(2), text("X"))];
        assert_eq!(highest(had.iter()), Some(&had[1]));
        assert_eq!(highest([].iter()), None);
    }
}
