//! The deterministic world in which every protocol of Synod runs.
//!
//! A protocol is a pure state machine ([`Protocol`]): given its node and one [`Input`], it changes the node and asks for
//! [`Effect`]s. A [`World`] holds the nodes, their disks, the messages in flight, the timers and the links, and
//! [`World::apply`] is the only function that changes it. Playing, clicking, stepping back, replaying a link, exploring and
//! sweeping are callers of that one function; a [`Timeline`] is the start, a script of human decisions and the log of what
//! followed.
//!
//! Deliberately absent: any protocol, any browser, any clock of the machine, any hidden randomness. Time is an integer of
//! microseconds, randomness is drawn from the seed by the name of what it is drawn for ([`rng`]), and nothing here iterates over
//! anything that is not ordered.

mod action;
mod chronicle;
mod delay;
mod hash;
mod ids;
mod in_time;
mod limits;
mod network;
mod process;
mod protocol;
mod queue;
mod ratio;
pub mod rng;
mod timeline;
mod world;

pub use action::{Action, Event, Rejected};
pub use chronicle::{Chronicle, Ended, FactLife, MessageLife, NoteLife, OperationLife, TimerLife};
pub use delay::{BadDelay, Delay};
pub use hash::{Fingerprint, Hasher128, fingerprint_of};
pub use ids::{MessageId, OperationId, Pid, Time};
pub use limits::Limits;
pub use network::{LinkState, Loss, Network};
pub use process::{Clock, Life, Process};
pub use protocol::{Cx, Data, Effect, Effects, Input, Protocol};
pub use ratio::{BadRatio, Ratio};
pub use timeline::{Decision, Dropped, Step, Timeline};
pub use world::{Flight, Happening, Watch, World};
