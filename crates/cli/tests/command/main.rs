//! The program as a user calls it: what it prints, and the number it exits with.

mod challenges;
mod check;
mod detection;
mod elections;
mod explore;
mod gossip;
mod labs;
mod links;
mod misuse;
mod run;
mod shrink;
mod storm;
mod sweep;
mod synod;
mod verify;
