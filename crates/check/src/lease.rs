//! Leases: whether one process at a time holds the lease, and whether a store that it guards follows the order of leases.
//!
//! Source: Gray & Cheriton, *Leases* (SOSP 1989), section 2: a leaseholder may rely on its lease until the term is over; Burrows, *Chubby* (OSDI
//! 2006), section 2.4: a store that is shown the numbers of leases keeps what an earlier holder sends too late from taking effect.
//!
//! A process holds the lease from when it [declares](crate::Fact::Acquired) so to when it [declares](crate::Fact::Relinquished) the end, be it
//! that it gave the lease back or that its own clock says so. Both judges take O(events · log processes).

pub mod guarded_writes;
pub mod one_holder;
