//! The scenarios of the lab, in the order of the paper.

mod cast;
mod clients;
mod elections;
mod logs;
mod members;

use crate::Scenario;

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![
        logs::replication(),
        elections::leader_crashes(),
        elections::split_vote(),
        elections::same_time_outs(),
        elections::forgotten_vote(),
        logs::figure_7(),
        logs::vote_for_any(),
        logs::figure_8(),
        logs::figure_8_counting(),
        members::one_at_a_time(),
        members::catch_up(),
        members::no_catch_up(),
        members::joint(),
        members::direct(),
        logs::snapshot(),
        clients::sessions(),
        clients::no_sessions(),
        clients::session_expires(),
        clients::session_forgotten(),
        clients::deposed_local(),
        clients::deposed_read_index(),
        clients::lease(),
        clients::lease_drift(),
        clients::leader_lease(),
        clients::leader_lease_drift(),
        elections::transfer(),
        elections::disruptive(),
        elections::pre_vote(),
    ]
}
