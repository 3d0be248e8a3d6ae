//! Synod as a figure in somebody else's page: what it is asked to show, how it looks, and how the two pages talk.

mod dialog;
mod figure;
mod frame;
mod ladder;
mod messages;
mod options;

pub use dialog::Embed;
pub use figure::Figure;
pub use options::Options;
