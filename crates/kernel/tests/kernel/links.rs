//! Links: cut, mended, slow, partitioned, healed.

use crate::pings::{A, Ask, B, C, MS, Played};
use synod_kernel::{Action, Ended, LinkState, Loss, Pid, Rejected};

const CUT: Option<Ended> = Some(Ended::Lost(Loss::Cut));

#[test]
fn a_cut_loses_what_is_under_way_and_what_is_sent_later() {
    let mut played = Played::three();
    played.ping(A, B).now(Action::Cut(A, B));
    assert_eq!(played.ends(), [CUT]);
    played.now(Action::Crash(A)).now(Action::Restart(A)).ping(A, B);
    assert_eq!(played.ends(), [CUT, CUT]);
    assert_eq!(played.world.in_flight().count(), 0);
}

#[test]
fn a_cut_is_one_way() {
    let mut played = Played::three();
    played.now(Action::Cut(A, B)).ping(B, A).step();
    assert_eq!(played.ends(), [Some(Ended::Delivered), CUT], "the ping arrives, its echo is lost");
}

#[test]
fn a_mended_link_carries_again_but_brings_nothing_back() {
    let mut played = Played::three();
    played.ping(A, B).now(Action::Cut(A, B)).now(Action::Mend(A, B)).settle();
    assert_eq!(played.ends(), [CUT]);
    played.ping(C, B).settle();
    assert_eq!(played.answers(), [None, Some(2)]);
}

#[test]
fn a_partition_cuts_between_groups_both_ways_and_not_within_them() {
    let mut played = Played::new(4, synod_kernel::Delay::constant_ms(10), 1);
    let outsider = Pid(3);
    played.now(Action::Partition(vec![vec![A], vec![B, C]]));
    let cut = |played: &Played, from, to| played.world.link(from, to).unwrap().cut;
    for (from, to) in [(A, B), (B, A), (A, C), (C, A)] {
        assert!(cut(&played, from, to), "{from} {to}");
    }
    for (from, to) in [(B, C), (C, B), (outsider, A), (A, outsider), (outsider, B)] {
        assert!(!cut(&played, from, to), "{from} {to}");
    }
}

#[test]
fn a_partition_loses_what_is_under_way_between_groups_only() {
    let mut played = Played::three();
    played.ping(A, B).ping(B, C).now(Action::Partition(vec![vec![A], vec![B, C]]));
    assert_eq!(played.ends(), [CUT, None]);
}

#[test]
fn a_second_partition_comes_on_top_of_the_first() {
    let mut played = Played::three();
    played.now(Action::Partition(vec![vec![A], vec![B, C]])).now(Action::Partition(vec![vec![B], vec![C]]));
    assert!(played.world.link(A, B).unwrap().cut && played.world.link(C, B).unwrap().cut);
}

#[test]
fn healing_mends_all_links_and_gives_them_their_speed_back() {
    let mut played = Played::three();
    played.now(Action::Partition(vec![vec![A], vec![B, C]])).now(Action::Slow(B, C, 5)).now(Action::Heal);
    for from in [A, B, C] {
        for to in [A, B, C] {
            assert_eq!(played.world.link(from, to), Some(LinkState::default()));
        }
    }
    played.ping(A, B).settle();
    assert_eq!(played.answered_at(), Some(20 * MS));
}

#[test]
fn a_partition_of_one_group_or_with_a_process_in_two_is_refused() {
    let mut played = Played::three();
    for groups in [vec![], vec![vec![A, B]], vec![vec![A], vec![]], vec![vec![A, B], vec![B, C]], vec![vec![A, A], vec![B]]] {
        assert_eq!(played.try_at(0, Action::Partition(groups)), Err(Rejected::BadGroups));
    }
    let stranger = Pid(9);
    assert_eq!(played.try_at(0, Action::Partition(vec![vec![A], vec![stranger]])), Err(Rejected::NoProcess(stranger)));
}

#[test]
fn a_slow_link_takes_so_many_times_as_long_for_what_is_sent_from_now_on() {
    let mut played = Played::three();
    played.ping(A, B).now(Action::Slow(A, B, 4)).settle();
    assert_eq!(played.answered_at(), Some(20 * MS), "what was under way keeps its time");
    played.ping(A, B).settle();
    assert_eq!(played.answered_at(), Some(70 * MS), "four times ten one way, ten back");
    assert_eq!(played.try_at(70 * MS, Action::Slow(A, B, 0)), Err(Rejected::OutOfRange));
    assert_eq!(played.try_at(70 * MS, Action::Slow(A, B, 1_001)), Err(Rejected::OutOfRange));
}

#[test]
fn a_link_has_two_ends() {
    let mut played = Played::three();
    assert_eq!(played.try_at(0, Action::Cut(A, A)), Err(Rejected::NoLink(A)));
    assert_eq!(played.try_at(0, Action::Mend(A, Pid(3))), Err(Rejected::NoProcess(Pid(3))));
}

#[test]
fn one_more_fault_leaves_the_delays_on_other_links_as_they_were() {
    let due = |fault: Option<Action<_>>| {
        let mut played = Played::new(3, crate::pings::SOME_MS, 5);
        if let Some(action) = fault {
            played.now(action);
        }
        played.now(Action::Request(A, Ask::Flood(B, 20))).now(Action::Request(B, Ask::Flood(C, 20)));
        let mut all: Vec<_> = played.world.in_flight().filter(|f| f.id.from == B).map(|f| (f.id, f.due)).collect();
        all.sort_unstable();
        all
    };
    let undisturbed = due(None);
    assert_eq!(undisturbed.len(), 20);
    assert_eq!(due(Some(Action::Cut(A, B))), undisturbed);
    assert_eq!(due(Some(Action::Loss(synod_kernel::Ratio::ZERO))), undisturbed);
    assert_eq!(due(Some(Action::Slow(A, C, 9))), undisturbed);
    assert_eq!(due(Some(Action::Request(C, Ask::Ping(A)))), undisturbed);
}
