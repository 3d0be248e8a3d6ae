//! Faults moved in time: what becomes of a lane when a hand or a key moves it, and which decisions change for that.

use crate::run::micros;
use synod_session::{Chart, Edit, FaultLane, Time};

/// What of a lane is moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// All of it.
    Whole,
    /// Where it begins.
    From,
    /// Where it ends.
    To,
}

/// From when to when a lane lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// Its begin.
    pub from: Time,
    /// Its end; none while it lasts.
    pub to: Option<Time>,
}

/// When the lane lasts.
pub fn span(fault: &FaultLane) -> Span {
    Span { from: fault.from.1, to: fault.to.map(|t| t.1) }
}

/// Whether somebody decided it, so that it can be decided otherwise.
pub fn is_decided(fault: &FaultLane) -> bool {
    !fault.begun_by.is_empty()
}

/// Whether its end can be moved: it was decided, or it can be.
pub fn has_end(fault: &FaultLane) -> bool {
    if fault.to.is_some() { !fault.ended_by.is_empty() } else { !fault.remedy.is_empty() }
}

/// The shortest time that means anything where `span` microseconds are in view.
pub fn unit(span: f64) -> Time {
    10_u64.pow(micros(span).max(1).ilog10().saturating_sub(3))
}

/// The lane after a part of it was moved `by` so many microseconds, to times without the digits that mean nothing; one that lasts
/// ends at `end`.
pub fn shifted(lane: Span, part: Part, by: f64, unit: Time, end: Time) -> Span {
    let plain = |time: Time, by: f64| micros(time as f64 + by).saturating_add(unit / 2) / unit * unit;
    let to = lane.to.unwrap_or(end);
    match part {
        Part::Whole => {
            let from = plain(lane.from, by);
            // What begins in full units and lasts in full units ends in them.
            Span { from, to: lane.to.map(|to| from + (to - lane.from)) }
        }
        Part::From => Span { from: plain(lane.from, by).min(to.saturating_sub(unit)), ..lane },
        Part::To => Span { to: Some(plain(to, by).max(lane.from + unit)), ..lane },
    }
}

/// The changes by which the fault lasts from here to there.
pub fn edits(fault: &FaultLane, new: Span) -> Vec<Edit> {
    let old = span(fault);
    let moved = |which: &[u32], at: Time| which.iter().map(|d| Edit::Move { decision: *d, at }).collect::<Vec<_>>();
    let mut edits = if new.from == old.from { Vec::new() } else { moved(&fault.begun_by, new.from) };
    match (old.to, new.to) {
        (Some(old), Some(new)) if old != new => edits.extend(moved(&fault.ended_by, new)),
        (None, Some(at)) => edits.extend(fault.remedy.iter().map(|act| Edit::Add { at, act: act.clone() })),
        _ => {}
    }
    edits
}

/// The changes by which the fault never was. A decision that also ended another one stays.
pub fn removal(chart: &Chart, fault: usize) -> Vec<Edit> {
    let Some(lane) = chart.faults.get(fault) else { return Vec::new() };
    let others = || chart.faults.iter().enumerate().filter(|(i, _)| *i != fault).map(|(_, f)| f);
    let own = |d: &&u32| !others().any(|f| f.ended_by.contains(d) || f.begun_by.contains(d));
    let ends = lane.ended_by.iter().filter(own);
    lane.begun_by.iter().chain(ends).map(|d| Edit::Remove { decision: *d }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_session::FaultKind;
    use synod_session::doc::Act;
    use synod_words::Phrase;

    fn fault(to: Option<(u32, Time)>, ended_by: &[u32]) -> FaultLane {
        FaultLane {
            label: Phrase::verbatim("partition"),
            kind: FaultKind::Partition,
            rows: Vec::new(),
            from: (3, 50_000),
            to,
            begun_by: vec![1],
            ended_by: ended_by.to_vec(),
            remedy: if to.is_none() { vec![Act::Heal] } else { Vec::new() },
        }
    }

    #[test]
    fn a_lane_is_moved_by_its_middle_and_by_its_ends() {
        let lane = Span { from: 50_000, to: Some(90_000) };
        let at = |part, by| shifted(lane, part, by, 100, 120_000);
        assert_eq!(at(Part::Whole, 1_234.5), Span { from: 51_200, to: Some(91_200) });
        assert_eq!(at(Part::Whole, -60_000.0), Span { from: 0, to: Some(40_000) }, "no time is before the start");
        assert_eq!(at(Part::From, 60_000.0), Span { from: 89_900, to: Some(90_000) }, "it still begins before it ends");
        assert_eq!(at(Part::To, -60_000.0), Span { from: 50_000, to: Some(50_100) });
        let open = Span { from: 50_000, to: None };
        assert_eq!(shifted(open, Part::To, -20_000.0, 100, 120_000).to, Some(100_000), "it is ended");
        assert_eq!(shifted(open, Part::Whole, 5_000.0, 100, 120_000), Span { from: 55_000, to: None });
    }

    #[test]
    fn only_the_decisions_that_change_are_changed() {
        let closed = fault(Some((9, 90_000)), &[4]);
        let move_of = |decision, at| Edit::Move { decision, at };
        assert_eq!(edits(&closed, Span { from: 60_000, to: Some(90_000) }), [move_of(1, 60_000)]);
        assert_eq!(edits(&closed, Span { from: 60_000, to: Some(95_000) }), [move_of(1, 60_000), move_of(4, 95_000)]);
        assert!(edits(&closed, span(&closed)).is_empty());
        let open = fault(None, &[]);
        assert_eq!(edits(&open, Span { from: 50_000, to: Some(80_000) }), [Edit::Add { at: 80_000, act: Act::Heal }]);
    }

    #[test]
    fn what_ended_another_fault_too_stays() {
        let mut chart = Chart { faults: vec![fault(Some((9, 90_000)), &[4])], end: 100_000, ..Chart::default() };
        let removed = |d| Edit::Remove { decision: d };
        assert_eq!(removal(&chart, 0), [removed(1), removed(4)]);
        chart.faults.push(FaultLane { begun_by: vec![2], ..fault(Some((9, 90_000)), &[4]) });
        assert_eq!(removal(&chart, 0), [removed(1)]);
    }

    #[test]
    fn the_unit_goes_by_what_is_in_view() {
        assert_eq!([107_000.0, 9_000.0, 500.0, 0.0].map(unit), [100, 1, 1, 1]);
    }
}
