//! The scenarios of the lab, in the order of the paper.

mod cast;
mod elections;
mod logs;

use crate::Scenario;

/// All of them; the first is what a newcomer sees.
pub(super) fn all() -> Vec<Scenario> {
    vec![logs::replication(), elections::leader_crashes(), elections::split_vote()]
}
