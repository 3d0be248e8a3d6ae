//! How large a document may be: every text that is read was written by a stranger.

/// Bytes of a document as text.
pub const BYTES_MAX: usize = 1 << 20;
/// Characters of the name of a lab, a parameter, a process or a verb.
pub const NAME_MAX: usize = 64;
/// Characters of any other text: an argument, the name of a message or a timer.
pub const TEXT_MAX: usize = 256;
/// Arguments of one operation.
pub const ARGUMENTS_MAX: usize = 8;
/// Parameters that are told.
pub const PARAMS_MAX: usize = 64;
/// Groups of one partition.
pub const GROUPS_MAX: usize = 64;

/// Lists and objects inside each other: document, decisions, decision, act, groups, group.
pub(super) const DEPTH_MAX: u8 = 6;
/// Fields of one object; the parameters are the largest.
pub(super) const FIELDS_MAX: usize = PARAMS_MAX;
