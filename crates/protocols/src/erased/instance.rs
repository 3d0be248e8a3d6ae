//! What can be asked of a lab with its parameters.

use super::{Datum, Erased, ErasedNode, Kind};
use crate::{
    Cause, Cluster, Consequence, Gauge, MessageView, NodeView, Nodes, OperationView, Part, Past, Promise, Rule, Suggestion,
};
use synod_check::History;
use synod_kernel::{Cx, Effects, Input, OperationId, Pid};

/// A lab with its parameters, without its type: what [`Lab`](crate::Lab) and [`Protocol`](synod_kernel::Protocol) ask of `self`.
pub trait Instance {
    /// The lab without its parameters.
    fn kind(&self) -> &'static dyn Kind;
    /// The lab itself, as data.
    fn lab(&self) -> &Datum;

    /// [`Protocol::boot`](synod_kernel::Protocol::boot).
    fn boot(&self, cx: Cx, disk: &Datum, fx: &mut Effects<Erased>) -> ErasedNode;
    /// [`Protocol::step`](synod_kernel::Protocol::step).
    fn step(&self, cx: Cx, node: &mut ErasedNode, input: Input<Erased>, fx: &mut Effects<Erased>);
    /// [`Protocol::delay_class`](synod_kernel::Protocol::delay_class).
    fn delay_class(&self, msg: &Datum) -> u8;

    /// [`Lab::consequences`](crate::Lab::consequences).
    fn consequences(&self) -> Vec<Consequence>;
    /// [`Lab::cluster`](crate::Lab::cluster).
    fn cluster(&self) -> Cluster;
    /// [`Lab::promises`](crate::Lab::promises).
    fn promises(&self) -> Vec<Promise>;
    /// [`Lab::suggestions`](crate::Lab::suggestions).
    fn suggestions(&self, client: Pid, asked: &[Datum]) -> Vec<Suggestion<Datum>>;
    /// [`Lab::rule`](crate::Lab::rule).
    fn rule(&self, pid: Pid, cause: Cause<'_, Erased>) -> Rule;
    /// [`Lab::history`](crate::Lab::history).
    fn history(&self, past: &Past<'_, Erased>) -> History;
    /// [`Lab::measures`](crate::Lab::measures).
    fn measures(&self, past: &Past<'_, Erased>) -> Vec<Gauge>;
    /// [`Lab::parts`](crate::Lab::parts).
    fn parts(&self) -> Vec<Part>;
    /// [`Lab::part_of`](crate::Lab::part_of).
    fn part_of(&self, msg: &Datum) -> Option<u8>;

    /// [`Lab::show_node`](crate::Lab::show_node).
    fn show_node(&self, pid: Pid, world: &dyn Nodes<Erased>) -> NodeView;
    /// [`Lab::show_message`](crate::Lab::show_message).
    fn show_message(&self, msg: &Datum) -> MessageView;
    /// [`Lab::show_operation`](crate::Lab::show_operation).
    fn show_operation(&self, id: OperationId, op: &Datum, ret: Option<&Datum>) -> OperationView;
}
