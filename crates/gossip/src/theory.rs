//! What the theory says of an epidemic among very many nodes.

use crate::epidemic::Setup;
use crate::rule::{Counts, Mode, Rule, Rumour, Stop};

/// Shares of nodes that are susceptible, infective and removed.
pub type Shares = [f64; 3];

/// The expected shares, cycle after cycle, if chance evened out at once: the mean field of the very rule. Susceptible nodes that nobody
/// pushes to are e^(−i) of them, those that pull from somebody else 1 − i (Demers et al. 1987, § 1.3); infective nodes are told apart by how
/// many contacts in a row have counted (§ 1.4).
pub fn cycles(setup: Setup, cycles: u32) -> Vec<Shares> {
    let first = 1.0 / f64::from(setup.nodes());
    let rows = match setup.rule() {
        Rule::Rumour(Rumour { stop: Stop::Counter, k, .. }) => usize::from(k.max(1)),
        _ => 1,
    };
    let (mut susceptible, mut removed) = (1.0 - first, 0.0);
    let mut infective = vec![0.0; rows];
    infective[0] = first;
    let mut curve = vec![[susceptible, first, 0.0]];
    for _ in 0..cycles {
        let all: f64 = infective.iter().sum();
        let missed = spared(setup.mode(), all);
        let (infected, next) = (susceptible * (1.0 - missed), lose_interest(setup, &infective, susceptible));
        removed += all - next.iter().sum::<f64>();
        infective = next;
        infective[0] += infected;
        susceptible *= missed;
        curve.push([susceptible, infective.iter().sum(), removed]);
    }
    curve
}

/// How likely a susceptible node goes through a cycle in which the share `infective` spreads, without hearing.
fn spared(mode: Mode, infective: f64) -> f64 {
    let pushed = if mode.pushes() { libm::exp(-infective) } else { 1.0 };
    let pulled = if mode.pulls() { 1.0 - infective } else { 1.0 };
    pushed * pulled
}

/// The infective nodes that stay so, by contacts in a row that counted.
fn lose_interest(setup: Setup, infective: &[f64], susceptible: f64) -> Vec<f64> {
    let Rule::Rumour(Rumour { stop, counts, k }) = setup.rule() else { return infective.to_vec() };
    // Nobody asks a node with probability 1/e, and nobody needy with e^(−s).
    let (met, unneeded) = match setup.mode() {
        Mode::Push => (1.0, 1.0 - susceptible),
        Mode::Pull => (1.0 - libm::exp(-1.0), libm::exp(-susceptible) - libm::exp(-1.0)),
        Mode::PushPull => (1.0, (1.0 - susceptible) * libm::exp(-susceptible)),
    };
    let counted = if counts == Counts::Feedback { unneeded } else { met };
    let reset = if counts == Counts::Feedback { met - unneeded } else { 0.0 };
    let untouched = 1.0 - met;
    let all: f64 = infective.iter().sum();
    let mut next: Vec<f64> = infective.iter().map(|share| share * untouched).collect();
    next[0] += all * reset;
    match stop {
        Stop::Coin => next[0] += all * counted * (1.0 - 1.0 / f64::from(k.max(1))),
        Stop::Counter => (1..next.len()).for_each(|row| next[row] += infective[row - 1] * counted),
    }
    next
}

/// The differential equations of rumour spreading, ds/dt = −s·i and di/dt = s·i − (1 − s)·i/k (Demers et al. 1987, § 1.4: push, feedback,
/// coin), at t = 0, 1, 2 …, by Runge and Kutta. Where nobody stops, di/dt = s·i: the logistic curve (Pittel 1987).
pub fn flow(setup: Setup, until: u32) -> Vec<Shares> {
    const STEPS: u32 = 32;
    let first = 1.0 / f64::from(setup.nodes());
    let per_useless = match setup.rule() {
        Rule::AntiEntropy => 0.0,
        Rule::Rumour(rumour) => 1.0 / f64::from(rumour.k.max(1)),
    };
    let slope = |[s, i]: [f64; 2]| [-s * i, s * i - per_useless * (1.0 - s) * i];
    let along = |[s, i]: [f64; 2], [ds, di]: [f64; 2], h: f64| [s + ds * h, i + di * h];
    let h = 1.0 / f64::from(STEPS);
    let mut at = [1.0 - first, first];
    let mut curve = vec![[at[0], at[1], 0.0]];
    for _ in 0..until {
        for _ in 0..STEPS {
            let one = slope(at);
            let two = slope(along(at, one, h / 2.0));
            let three = slope(along(at, two, h / 2.0));
            let four = slope(along(at, three, h));
            let mean = [0, 1].map(|x| (one[x] + 2.0 * two[x] + 2.0 * three[x] + four[x]) / 6.0);
            at = along(at, mean, h);
        }
        curve.push([at[0], at[1], 1.0 - at[0] - at[1]]);
    }
    curve
}

/// The share that a rumour never reaches: the root below 1 of s = e^(−(k+1)(1−s)) (Demers et al. 1987, § 1.4).
pub fn residue(k: u8) -> f64 {
    let power = f64::from(k) + 1.0;
    (0..200).fold(0.0, |s, _| libm::exp(-power * (1.0 - s)))
}

/// The cycles until everybody has heard by push, where nobody stops: log₂ n + ln n (Pittel 1987).
pub fn push_cycles(nodes: u32) -> f64 {
    libm::log2(f64::from(nodes)) + libm::log(f64::from(nodes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_residue_is_that_of_the_paper() {
        // § 1.4: "at k = 1 this formula suggests that 20% will miss the rumor, while at k = 2 only 6% will miss it".
        assert!((residue(1) - 0.20).abs() < 0.005 && (residue(2) - 0.06).abs() < 0.001);
    }

    #[test]
    fn the_flow_ends_at_that_residue() {
        let rumour = Rumour { stop: Stop::Coin, counts: Counts::Feedback, k: 1 };
        let setup = Setup::new(1_000_000, Mode::Push, Rule::Rumour(rumour)).unwrap();
        let end = flow(setup, 80)[80];
        assert!((end[0] - residue(1)).abs() < 0.001, "{end:?}");
    }

    #[test]
    fn without_removal_the_flow_is_the_logistic_curve() {
        let setup = Setup::new(1_000, Mode::Push, Rule::AntiEntropy).unwrap();
        for (t, [_, i, _]) in flow(setup, 15).into_iter().enumerate() {
            let logistic = 1.0 / (1.0 + 999.0 * libm::exp(-(t as f64)));
            assert!((i - logistic).abs() < 1e-6, "{t}");
        }
    }
}
