//! What the kernel promises, in sentences: one file a promise, all of them with one tiny protocol.

mod clocks;
mod faults;
mod in_time;
mod limits;
mod links;
mod messages;
mod pings;
mod processes;
mod properties;
mod timelines;
