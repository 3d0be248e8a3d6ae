//! Scenario documents and their links: what is written is read again, and what is malformed is refused with a reason.

mod json;
mod links;
mod malformed;
mod opened;
mod shipped;
mod strategies;
