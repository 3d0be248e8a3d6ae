//! The parameters of the lab, and what they mean for a client.

use crate::{BadParam, Conditions, Consequence, Knobs, ParamSpec, Params, Tone};
use synod_words::phrase;

/// The lab with its parameters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FastPaxos {
    /// Acceptors: N.
    pub acceptors: u16,
    /// Votes that choose a value in a classic round.
    pub classic: u16,
    /// Votes that choose a value in a fast round.
    pub fast: u16,
    /// Whether the first round is fast.
    pub first_fast: bool,
    /// Who recovers from a collision in it.
    pub recovery: Recovery,
    /// Clients.
    pub clients: u16,
    /// Coordinators.
    pub coordinators: u16,
    /// Learners.
    pub learners: u16,
    /// How long a coordinator waits for a round at least, in milliseconds; twice as long at most.
    pub patience_ms: u64,
    /// How long a client waits before it asks again at least, in milliseconds; twice as long at most. A learner waits twice as long as a client.
    pub retry_ms: u64,
    /// The network.
    pub conditions: Conditions,
}

/// Who recovers from a collision (Lamport 2006, § 3.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Recovery {
    /// The coordinator, in a classic round.
    Coordinated,
    /// The acceptors, in another fast round.
    Uncoordinated,
}

/// Most acceptors.
const ACCEPTORS_MAX: i64 = 13;

impl FastPaxos {
    pub(super) fn specs() -> Vec<ParamSpec> {
        FastPaxos::quorum_specs().into_iter().chain(FastPaxos::time_specs()).collect()
    }

    fn quorum_specs() -> Vec<ParamSpec> {
        let int = ParamSpec::int;
        vec![
            int(
                "acceptors",
                phrase!("Acceptors: N", "决策者：N"),
                phrase!("How many acceptors vote", "参与投票的决策者数量"),
                (3, 5, ACCEPTORS_MAX),
                "",
            ),
            int(
                "classic",
                phrase!("Classic quorum", "经典仲裁"),
                phrase!(
                    "Votes that choose a value in a classic round; 0: a majority. Less than a majority is unsafe",
                    "经典轮中选定一个值所需的票数；0 表示多数派。少于多数派不安全"
                ),
                (0, 0, ACCEPTORS_MAX),
                "",
            ),
            int(
                "fast",
                phrase!("Fast quorum", "快速仲裁"),
                phrase!(
                    "Votes that choose a value in a fast round; 0: the fewest that are safe, about three quarters. Fewer are unsafe",
                    "快速轮中选定一个值所需的票数；0 表示安全的最小值，约四分之三。更少则不安全"
                ),
                (0, 0, ACCEPTORS_MAX),
                "",
            ),
            ParamSpec::pick(
                "first-round",
                phrase!("First round", "首轮"),
                phrase!(
                    "Whether clients send to the acceptors themselves, or to the coordinator",
                    "客户端直接发给决策者，还是发给协调者"
                ),
                vec![("fast", phrase!("fast", "快速轮")), ("classic", phrase!("classic", "经典轮"))],
            ),
            ParamSpec::pick(
                "recovery",
                phrase!("Collision recovery", "冲突恢复"),
                phrase!("Who picks a value after a collision", "发生冲突后由谁挑选值"),
                vec![
                    ("coordinated", phrase!("by the coordinator", "由协调者")),
                    ("uncoordinated", phrase!("by the acceptors themselves", "由各决策者自行")),
                ],
            ),
            int("clients", phrase!("Clients", "客户端数"), phrase!("How many clients", "客户端的数量"), (1, 2, 3), ""),
            int(
                "coordinators",
                phrase!("Coordinators", "协调者数"),
                phrase!("How many coordinators may begin rounds", "可以发起轮次的协调者数量"),
                (1, 2, 3),
                "",
            ),
            int(
                "learners",
                phrase!("Learners", "学习者数"),
                phrase!("How many learners count votes", "统计投票的学习者数量"),
                (1, 2, 3),
                "",
            ),
        ]
    }

    fn time_specs() -> Vec<ParamSpec> {
        let int = ParamSpec::int;
        let mut specs = vec![
            int(
                "patience",
                phrase!("Round time-out", "轮次超时"),
                phrase!(
                    "How long a coordinator waits for a round before it begins the next: so long, or up to twice",
                    "协调者等待一轮多久后发起下一轮：此值到其两倍之间"
                ),
                (10, 100, 10_000),
                "ms",
            ),
            int(
                "retry",
                phrase!("Client time-out", "客户端超时"),
                phrase!(
                    "How long a client waits before it asks again: so long, or up to twice; a learner twice as long",
                    "客户端等待多久后再次请求：此值到其两倍之间；学习者等待的时间加倍"
                ),
                (10, 300, 10_000),
                "ms",
            ),
        ];
        specs.extend(Conditions::specs("constant"));
        specs
    }

    pub(super) fn from_params(params: &Params) -> Result<FastPaxos, BadParam> {
        let knobs = Knobs(params);
        let int = |id: &str| knobs.int::<u16>(id);
        let acceptors = int("acceptors");
        for id in ["classic", "fast"] {
            if int(id) > acceptors {
                let why = phrase!(
                    "{0} is {1}, but there are only {2} acceptors",
                    "{0} 为 {1}，但只有 {2} 个决策者",
                    id,
                    int(id),
                    acceptors
                );
                return Err(BadParam { id: id.to_owned(), why });
            }
        }
        let classic = if int("classic") == 0 { acceptors / 2 + 1 } else { int("classic") };
        let fast = if int("fast") == 0 { smallest_fast(acceptors, classic) } else { int("fast") };
        Ok(FastPaxos {
            acceptors,
            classic,
            fast,
            first_fast: knobs.pick("first-round") != "classic",
            recovery: if knobs.pick("recovery") == "uncoordinated" { Recovery::Uncoordinated } else { Recovery::Coordinated },
            clients: int("clients"),
            coordinators: int("coordinators"),
            learners: int("learners"),
            patience_ms: u64::from(int("patience")),
            retry_ms: u64::from(int("retry")),
            conditions: Conditions::with(knobs),
        })
    }

    /// A quorum cannot be larger than the set of all acceptors: it follows N down.
    pub(super) fn fit_params(params: &mut Params) {
        let Some(acceptors) = params.get("acceptors").cloned() else { return };
        for id in ["classic", "fast"] {
            if let Some(value) = params.get_mut(id) {
                *value = acceptors.clone().min(value.clone());
            }
        }
    }

    pub(super) fn patience_us(&self) -> (u64, u64) {
        (self.patience_ms * 1_000, self.patience_ms * 2_000)
    }

    pub(super) fn retry_us(&self) -> (u64, u64) {
        (self.retry_ms * 1_000, self.retry_ms * 2_000)
    }

    pub(super) fn ask_us(&self) -> (u64, u64) {
        (self.retry_ms * 2_000, self.retry_ms * 4_000)
    }

    /// The quorum requirement (Lamport 2006, § 3.3): any two classic quorums meet, and any two fast ones and a classic one have an acceptor in
    /// common. With E and F the failures that fast and classic rounds withstand: N > 2F and N > 2E + F.
    pub(super) fn explain(&self) -> Vec<Consequence> {
        let (n, classic, fast) = (self.acceptors, self.classic, self.fast);
        let (f, e) = (n - classic, n - fast);
        let mut all = Vec::new();
        let mut say = |tone, phrase| all.push(Consequence { tone, phrase });
        if 2 * classic <= n {
            say(
                Tone::Unsafe,
                phrase!(
                    "Two classic quorums of {0} of {1} acceptors need not meet: two values can be chosen.",
                    "{1} 个决策者中，两个大小为 {0} 的经典仲裁可能没有交集：可能选定两个值。",
                    classic,
                    n
                ),
            );
        }
        if self.first_fast && 2 * fast + classic <= 2 * n {
            say(
                Tone::Unsafe,
                phrase!(
                    "Two fast quorums of {0} and a classic one of {1} need not have an acceptor in common (N = {2} is not above 2E + F = {3}): after a collision nobody can tell what was chosen.",
                    "两个大小为 {0} 的快速仲裁与一个大小为 {1} 的经典仲裁可能没有公共的决策者（N = {2} 不大于 2E + F = {3}）：冲突之后无法判断选定了哪个值。",
                    fast,
                    classic,
                    n,
                    2 * e + f
                ),
            );
        }
        if all.is_empty() {
            all.push(Consequence { tone: Tone::Fine, phrase: self.withstands(e, f) });
        }
        all.push(Consequence { tone: Tone::Fine, phrase: self.delays_in_words() });
        all
    }

    /// How many acceptors may fail.
    fn withstands(&self, e: u16, f: u16) -> synod_words::Phrase {
        if self.first_fast {
            phrase!(
                "N = {0}: {1} votes choose in a fast round, {2} in a classic one. Fast with up to E = {3} acceptors down, alive with up to F = {4}: N > 2E + F and N > 2F.",
                "N = {0}：快速轮 {1} 票选定，经典轮 {2} 票选定。至多 E = {3} 个决策者故障时仍可快速决定，至多 F = {4} 个故障时仍可继续：N > 2E + F 且 N > 2F。",
                self.acceptors,
                self.fast,
                self.classic,
                e,
                f
            )
        } else {
            phrase!(
                "N = {0}: {1} votes choose a value. Up to F = {2} acceptors may be down: N > 2F.",
                "N = {0}：{1} 票选定一个值。至多 F = {2} 个决策者可以故障：N > 2F。",
                self.acceptors,
                self.classic,
                f
            )
        }
    }

    /// How long it takes to learn a value.
    fn delays_in_words(&self) -> synod_words::Phrase {
        match (self.first_fast, self.recovery) {
            (false, _) => phrase!(
                "A value is learned after three message delays: client, coordinator, acceptors, learner.",
                "经三次消息延迟学到值：客户端、协调者、决策者、学习者。"
            ),
            (true, Recovery::Coordinated) => phrase!(
                "A value is learned after two message delays: client, acceptors, learner. A collision costs two more: coordinator, acceptors.",
                "经两次消息延迟学到值：客户端、决策者、学习者。发生冲突时再多两次：协调者、决策者。"
            ),
            (true, Recovery::Uncoordinated) => phrase!(
                "A value is learned after two message delays: client, acceptors, learner. A collision costs one more, if all acceptors pick the same value.",
                "经两次消息延迟学到值：客户端、决策者、学习者。发生冲突时，若各决策者挑选的值相同，只多一次。"
            ),
        }
    }
}

/// The smallest fast quorum that is safe beside classic ones of this size: any two of it and a classic one have an acceptor in common
/// (Lamport 2006, § 3.3).
fn smallest_fast(acceptors: u16, classic: u16) -> u16 {
    ((2 * acceptors - classic) / 2 + 1).min(acceptors)
}

#[cfg(test)]
mod tests {
    use super::super::tests::lab;
    use super::*;
    use crate::Lab;
    use crate::ParamValue;

    /// (N, classic, fast) as in Lamport 2006, § 3.3.
    #[test]
    fn the_smallest_safe_quorums_are_those_of_the_paper() {
        for (n, classic, fast) in [(4, 3, 3), (5, 3, 4), (9, 5, 7), (13, 7, 10)] {
            let lab = lab(&[("acceptors", n)]);
            assert_eq!((i64::from(lab.classic), i64::from(lab.fast)), (classic, fast), "N = {n}");
            assert!(lab.explain().iter().all(|c| c.tone == Tone::Fine), "N = {n}");
        }
    }

    #[test]
    fn one_vote_less_is_called_unsafe() {
        for n in 3..=13 {
            let (safe, classic) = (lab(&[("acceptors", n)]), i64::from(lab(&[("acceptors", n)]).classic));
            let unsafe_ones = [
                lab(&[("acceptors", n), ("fast", i64::from(safe.fast) - 1)]),
                lab(&[("acceptors", n), ("classic", classic - 1), ("fast", n)]),
            ];
            for lab in unsafe_ones {
                assert_eq!(lab.explain()[0].tone, Tone::Unsafe, "{lab:?}");
            }
        }
    }

    #[test]
    fn quorums_follow_the_acceptors_down_and_are_refused_above_them() {
        let mut params: Params = FastPaxos::params().into_iter().map(|spec| (spec.id.to_owned(), spec.default)).collect();
        params.insert("fast".into(), ParamValue::Int(9));
        assert_eq!(FastPaxos::with(&params).unwrap_err().id, "fast");
        FastPaxos::fit(&mut params);
        assert_eq!(FastPaxos::with(&params).unwrap().fast, 5);
    }
}
