//! False positives against detection time: what a failure detector accuses wrongly, and how long it takes where it is right.
//!
//! One member sends a heartbeat every period, each takes a random time and may get lost, and another waits. A shorter wait finds a crash
//! sooner and accuses more often: each detector is a curve of such pairs (Chen, Toueg & Aguilera, *On the Quality of Service of Failure
//! Detectors*, IEEE Trans. Computers 51(5), 2002, § 2: detection time and mistake rate; Hayashibara et al. 2004, figures 8 to 11). For SWIM the
//! pair is a probability: that a member which works is suspected in a period (Das, Gupta & Motivala 2002, § 3.1).

use crate::detection::deviations_until;
use crate::summary::{Estimate, Tally};
use synod_kernel::rng::{Draw, Purpose};
use synod_kernel::{Delay, Time};

/// What heartbeats go through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stream {
    /// The time between two of them, in microseconds.
    pub period_us: Time,
    /// How long one takes.
    pub delay: Delay,
    /// How many in a hundred get lost.
    pub loss_percent: u32,
    /// How many are sent before the sender crashes.
    pub beats: u32,
    /// φ-accrual: over how many of them the network is watched.
    pub window: usize,
}

impl Stream {
    /// Heartbeats every 100 ms with a log-normal delay of 10 ms in the median, 200 before the crash, of which the last 100 are watched.
    pub fn usual(loss_percent: u32) -> Stream {
        let delay = Delay::LogNormal { median_us: 10_000, sigma_milli: 500 };
        Stream { period_us: 100_000, delay, loss_percent, beats: 200, window: 100 }
    }
}

/// When silence is suspicious.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Wait {
    /// So many microseconds after the last heartbeat.
    Fixed(Time),
    /// When φ has reached this level (Hayashibara et al. 2004).
    Phi(f64),
}

/// What a detector makes of a stream: a point of its curve.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// When it suspects.
    pub wait: Wait,
    /// False suspicions for each heartbeat that was sent.
    pub mistakes: Estimate,
    /// From the crash to the suspicion, in microseconds.
    pub detection_us: Estimate,
}

/// The point of each of these detectors, over so many runs; the same heartbeats for all of them.
pub fn curve(stream: &Stream, waits: &[Wait], seed: u64, runs: u32) -> Vec<Point> {
    let point = |wait: &Wait| {
        let rule = match *wait {
            Wait::Fixed(us) => Rule::Fixed(us),
            Wait::Phi(level) => Rule::Deviations(deviations_until(level)),
        };
        let (mut mistakes, mut detection) = (Tally::default(), Tally::default());
        for run in 0..runs {
            let (wrong, after) = watch(stream, rule, seed, run);
            mistakes.add(f64::from(wrong) / f64::from(stream.beats.max(1)));
            detection.add(after as f64);
        }
        Point { wait: *wait, mistakes: mistakes.estimate(), detection_us: detection.estimate() }
    };
    waits.iter().map(point).collect()
}

/// The rows of a figure: fixed time-outs of one period and one to eight quarters of it, and φ at 1 to 8.
pub fn usual_waits(stream: &Stream) -> Vec<Wait> {
    let fixed = (1..=8).map(|quarters| Wait::Fixed(stream.period_us + stream.period_us * quarters / 4));
    fixed.chain((1..=8).map(|level| Wait::Phi(f64::from(level)))).collect()
}

/// One run: how often the watcher was wrong, and how long after the crash it was right.
fn watch(stream: &Stream, rule: Rule, seed: u64, run: u32) -> (u32, Time) {
    let mut draw = Draw::new(seed, Purpose::Workload, (run, 0));
    let lost = |draw: &mut Draw| draw.between(0, 99) < u64::from(stream.loss_percent);
    let mut arrivals: Vec<Time> = Vec::new();
    for beat in 0..u64::from(stream.beats) {
        if !lost(&mut draw) {
            arrivals.push(beat * stream.period_us + stream.delay.draw(&mut draw));
        }
    }
    synod_order::sort(&mut arrivals);
    // The sender crashes somewhere in the period after its last heartbeat.
    let crash = u64::from(stream.beats.saturating_sub(1)) * stream.period_us + draw.between(0, stream.period_us);
    let period = stream.period_us as f64;
    let mut window = Window { gaps: vec![period * 0.75, period * 1.25], size: stream.window.max(2), rule };
    let mut wrong = 0;
    let mut last = 0;
    for arrival in arrivals {
        let deadline = last + window.tolerance();
        // A suspicion before the crash is a mistake; the next heartbeat ends it.
        wrong += u32::from(arrival > deadline && deadline < crash);
        window.add((arrival - last) as f64);
        last = arrival;
    }
    (wrong, (last + window.tolerance()).saturating_sub(crash))
}

/// A [`Wait`] with its level of φ in standard deviations.
#[derive(Clone, Copy)]
enum Rule {
    Fixed(Time),
    Deviations(f64),
}

/// The last times between heartbeats.
struct Window {
    gaps: Vec<f64>,
    size: usize,
    rule: Rule,
}

impl Window {
    fn add(&mut self, gap: f64) {
        self.gaps.push(gap);
        if self.gaps.len() > self.size {
            self.gaps.remove(0);
        }
    }

    /// How long a silence may last, in microseconds.
    fn tolerance(&self) -> Time {
        let deviations = match self.rule {
            Rule::Fixed(us) => return us,
            Rule::Deviations(deviations) => deviations,
        };
        let n = self.gaps.len() as f64;
        let mean = self.gaps.iter().sum::<f64>() / n;
        let variance = self.gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum::<f64>() / n;
        #[allow(clippy::cast_sign_loss, reason = "times are not negative")]
        let tolerance = libm::ceil(mean + deviations * libm::sqrt(variance)) as Time;
        tolerance
    }
}

/// The probability that a probe of a member which works gets no answer in a period, where each message is lost with probability `loss` and `k`
/// others are asked to ping for it: neither the direct way of two messages nor any of the k ways of four (SWIM, § 3.1).
pub fn swim_mistake(loss: f64, k: u32) -> f64 {
    let carried = 1.0 - loss;
    let direct = 1.0 - carried * carried;
    let indirect = 1.0 - carried * carried * carried * carried;
    (0..k).fold(direct, |all, _| all * indirect)
}

/// The same by simulation: the share of so many probes that got no answer.
pub fn swim_probes(loss_percent: u32, k: u32, seed: u64, probes: u32) -> Estimate {
    let mut tally = Tally::default();
    for probe in 0..probes {
        let mut draw = Draw::new(seed, Purpose::Workload, (probe, k));
        let mut passes = |messages: u32| (0..messages).all(|_| draw.between(0, 99) >= u64::from(loss_percent));
        let answered = passes(2) || (0..k).any(|_| passes(4));
        tally.add(f64::from(u8::from(!answered)));
    }
    tally.estimate()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(delay: Delay, loss_percent: u32) -> Stream {
        Stream { period_us: 100_000, delay, loss_percent, beats: 200, window: 100 }
    }

    #[test]
    fn on_a_regular_network_a_time_out_is_never_wrong_and_exactly_so_late() {
        let stream = stream(Delay::constant_ms(10), 0);
        let point = curve(&stream, &[Wait::Fixed(250_000)], 1, 400)[0];
        // The last heartbeat came 10 ms after it was sent, and the crash half a period after that on average.
        assert!(point.mistakes.mean == 0.0 && (point.detection_us.mean - 210_000.0).abs() < 6_000.0, "{point:?}");
    }

    #[test]
    fn a_time_out_of_one_and_a_half_periods_errs_at_each_loss() {
        let point = curve(&stream(Delay::constant_ms(10), 10), &[Wait::Fixed(150_000)], 1, 400)[0];
        // A run of losses is one suspicion: it begins with a loss after a heartbeat that came.
        assert!((point.mistakes.mean - 0.1 * 0.9).abs() < 0.005, "{point:?}");
    }

    #[test]
    fn each_detector_trades_mistakes_for_time() {
        let stream = stream(Delay::Uniform { low_us: 30_000, high_us: 90_000 }, 5);
        let points = curve(&stream, &usual_waits(&stream), 3, 100);
        for two in points.windows(2).filter(|two| matches!(two[0].wait, Wait::Fixed(_)) == matches!(two[1].wait, Wait::Fixed(_)))
        {
            assert!(two[0].mistakes.mean >= two[1].mistakes.mean, "{two:?}");
            assert!(two[0].detection_us.mean < two[1].detection_us.mean, "{two:?}");
        }
    }

    #[test]
    fn swim_errs_as_often_as_the_formula_says() {
        assert!((swim_mistake(0.1, 0) - 0.19).abs() < 1e-12);
        for k in 0..=3 {
            let found = swim_probes(10, k, 7, 40_000);
            assert!((found.mean - swim_mistake(0.1, k)).abs() < 2.0 * found.within + 1e-4, "{k}: {found:?}");
        }
    }
}
