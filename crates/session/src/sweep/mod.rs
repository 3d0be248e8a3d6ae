//! Sweeps: one scenario with many parameters and many seeds, counted.
//!
//! A [`Plan`] says which parameters take which values; each combination is a *cell*. A [`Runner`] runs one cell with one seed after another
//! and counts what came of it into a [`Tally`]: whole numbers only, so that a [`Part`], the tallies of some seeds, can be put together with
//! others exactly, in whatever order they were made. Rates, quantiles and their intervals ([`summary`]) are worked out of the whole at the
//! end. Nothing here knows a file, a thread or a clock.
//!
//! ```
//! use synod_session::sweep::{Part, Plan};
//!
//! let scenario = synod_session::lab("nwr").expect("there is").scenarios.remove(0);
//! let plan = Plan::new(scenario.document, &["R=1..2"], false).expect("R is a parameter");
//! let whole = Part::new(plan.clone(), 0..20).finish().expect("the lab takes both");
//! let halves = [Part::new(plan.clone(), 0..10), Part::new(plan, 10..20)].map(|part| part.finish().expect("it does"));
//! let [mut one, other] = halves;
//! one.merge(&other).expect("they belong together");
//! assert_eq!(one, whole);
//! ```

mod estimate;
mod file;
mod histogram;
mod part;
mod plan;
mod ranges;
mod runner;
mod summary;
mod tally;

pub use estimate::{Rate, nearest_rank, ranks, rate};
pub use file::BadPart;
pub use histogram::{DIGITS, Histogram};
pub use part::{Part, Portion, Unlike};
pub use plan::{Axis, BadPlan, CELLS_MAX, Pace, Plan};
pub use ranges::Ranges;
pub use runner::Runner;
pub use summary::{ALL, PER_OPERATION, QUANTILES, Row, summary};
pub use tally::{Operations, Standings, Tally};
