//! All browser tests, in one binary: a file a subject. `cargo xtask test page` builds the page and runs them.
//!
//! To add one, write an `async fn` with `#[tokio::test]` into the file of its subject, or a new file and its `mod` here.

mod access;
mod beside;
mod challenge;
mod diagram;
mod embedding;
mod guide;
mod insight;
mod labs;
mod loading;
mod map;
mod quest;
mod saving;
mod shrinking;
mod steps;
mod story;
mod studies;
mod sweep;
