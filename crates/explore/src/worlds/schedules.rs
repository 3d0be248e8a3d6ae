//! Models of the schedules of a world, whatever their states are made of.

use super::{Observer, Worlds};
use crate::{Model, Witness};
use std::hash::Hash;
use synod_kernel::{Action, Protocol};

/// A model whose steps are those of a world.
pub trait Schedules<P: Protocol, O>: Model + Sized {
    /// The schedules over whole worlds.
    fn worlds(&self) -> &Worlds<P, O>;

    /// The steps of a witness as they happen in the world that the exploration begins with. `None` where they do not: a state was taken for
    /// another one of the same fingerprint.
    fn unfolded(&self, witness: &Witness<Self>) -> Option<Vec<Action<P>>>;
}

impl<P: Protocol, O: Observer<P>> Schedules<P, O> for Worlds<P, O>
where
    Action<P>: Hash,
{
    fn worlds(&self) -> &Worlds<P, O> {
        self
    }

    fn unfolded(&self, witness: &Witness<Self>) -> Option<Vec<Action<P>>> {
        Some(witness.actions.clone())
    }
}
