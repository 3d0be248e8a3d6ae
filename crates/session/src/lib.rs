//! What the outside sees of Synod: the catalogue of labs, scenario documents and their links, and [`Session`], an object-safe
//! facade over a run. The command line and the page reach everything through here.

mod accusations;
mod acts;
mod agreement;
mod catalogue;
mod cause;
pub mod challenge;
mod chart;
mod compare;
mod deeds;
pub mod doc;
mod events;
mod facade;
mod faults;
mod frame;
pub mod link;
mod metrics;
mod models;
mod names;
mod open;
mod parts;
pub mod quest;
mod run;
mod shrink;
mod staleness;
#[cfg(feature = "storm")]
mod storm;
pub mod study;
pub mod sweep;
mod tally;
mod toll;
mod trace;
mod verdicts;

pub use catalogue::{LabInfo, ScenarioInfo, lab, labs};
pub use cause::{Cone, Reason};
pub use compare::{Difference, Parting, compare};
pub use facade::{Acted, Edit, Refusal, Session};
pub use frame::{
    Becomes, Chart, ClientOffers, EventLine, FaultKind, FaultLane, Frame, LinkView, Measure, MessageLine, NodeFrame, Offer,
    OperationBar, PromiseView, Row, Standing, StandingChange, TimerView, Transit, Window,
};
pub use models::{MapEdge, MapNode, MapOperation, ModelMap, is_on_the_map, models_map};
pub use open::{OpenError, Opened, open, reopen};
pub use shrink::{Counts, Progress, Shrinker, Shrunk, shrink};
#[cfg(feature = "storm")]
pub use storm::{Breach, Weathered, storm};
pub use synod_kernel::{Life, Loss, Time};
pub use synod_order as order;
pub use synod_protocols::{
    Consequence, Field, Guide, LogCell, MessageKind, Outcome, ParamKind, ParamSpec, ParamValue, Params, Rule, Stop, Tone,
};
pub use tally::{Tally, Who};
pub use toll::Toll;

/// The version of everything that decides how a run goes: raised whenever a published link would replay differently.
pub const ENGINE: u32 = 1;
