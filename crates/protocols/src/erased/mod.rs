//! A lab without its type.
//!
//! Everything outside the labs works on [`Erased`], which is a [`Protocol`] like any other: its messages, timers, operations, answers and
//! disks are [`Datum`]s, its nodes are [`ErasedNode`]s. So the kernel, the session and whatever explores runs are compiled once, and a lab
//! costs a page only its own code. A world of it takes the same steps and has the same fingerprints as the lab's own world, because what is
//! hashed, compared and ordered is the typed value.
//!
//! The outside may hand an [`Erased`] only what came from the same lab; anything else is a fault of the program, and it panics.

mod adapter;
mod datum;
mod instance;
mod kind;
mod node;

pub use datum::Datum;
pub use instance::Instance;
pub use kind::Kind;
pub use node::ErasedNode;

use crate::Lab;
use adapter::Typed;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::rc::Rc;
use synod_check::Fact;
use synod_kernel::{Cx, Effects, Input, Protocol};

/// A lab with its parameters, without its type. What can be asked of it is [`Instance`].
#[derive(Clone)]
pub struct Erased(Rc<dyn Instance>);

impl Erased {
    /// A lab, as the outside sees it.
    pub fn new<L: Lab>(lab: L) -> Self {
        Erased(Rc::new(Typed::new(lab)))
    }

    /// The lab, where it is of this type.
    pub fn get<L: Lab>(&self) -> Option<&L> {
        self.0.lab().get()
    }
}

impl Deref for Erased {
    type Target = dyn Instance;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl Protocol for Erased {
    type Msg = Datum;
    type Timer = Datum;
    type Choice = Datum;
    type Op = Datum;
    type Ret = Datum;
    type Fact = Fact;
    type Durable = Datum;
    type Node = ErasedNode;

    fn boot(&self, cx: Cx, disk: &Datum, fx: &mut Effects<Self>) -> ErasedNode {
        self.0.boot(cx, disk, fx)
    }

    fn step(&self, cx: Cx, node: &mut ErasedNode, input: Input<Self>, fx: &mut Effects<Self>) {
        self.0.step(cx, node, input, fx);
    }

    fn delay_class(&self, msg: &Datum) -> u8 {
        self.0.delay_class(msg)
    }
}

impl PartialEq for Erased {
    fn eq(&self, other: &Self) -> bool {
        self.0.lab() == other.0.lab()
    }
}

impl Eq for Erased {}

impl PartialOrd for Erased {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Erased {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.kind().id().cmp(other.0.kind().id()).then_with(|| self.0.lab().cmp(other.0.lab()))
    }
}

impl Hash for Erased {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.lab().hash(state);
    }
}

impl fmt::Debug for Erased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(self.0.kind().id()).field(self.0.lab()).finish()
    }
}
