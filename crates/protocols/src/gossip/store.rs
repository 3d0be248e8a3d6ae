//! What a node keeps: for each key the newest value that it has heard of, and what it tells others about it.

use synod_check::Value;
use synod_kernel::{OperationId, Time};
use synod_order::Map;
use synod_words::time_text;

/// When a value was written, by the clock of the node that took the write; the operation breaks ties. The later one wins (Demers et al.
/// 1987, § 1.1: timestamps that are unique among all sites).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Version(pub Time, pub OperationId);

/// What a write left of a key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Item {
    /// Its value.
    pub value: Value,
    /// Its version.
    pub version: Version,
}

/// Several keys, each with a value and its version: what a push carries.
pub type Items = Map<String, Item>;

/// Several keys, each with its version only: what a pull carries.
pub type Digest = Map<String, Version>;

/// The versions of these items.
pub(super) fn digest(items: &Items) -> Digest {
    synod_order::map(items.iter().map(|(key, item)| (key.clone(), item.version)))
}

/// Those of the items that are newer than what a digest tells, or missing in it.
pub(super) fn newer_than(items: &Items, known: &Digest) -> Items {
    let newer = items.iter().filter(|(key, item)| known.get(*key).is_none_or(|version| *version < item.version));
    synod_order::map(newer.map(|(key, item)| (key.clone(), item.clone())))
}

/// Whether a digest tells of something newer than the items.
pub(super) fn is_behind(items: &Items, known: &Digest) -> bool {
    known.iter().any(|(key, version)| items.get(key).is_none_or(|item| item.version < *version))
}

/// Items as people read them: `x=2, y=1`; a dash for none.
pub(super) fn text(items: &Items) -> String {
    listed(items.iter().map(|(key, item)| format!("{key}={}", item.value)))
}

/// A digest as people read it: `x@4 ms`; a dash for none.
pub(super) fn digest_text(digest: &Digest) -> String {
    listed(digest.iter().map(|(key, version)| format!("{key}@{}", time_text(version.0))))
}

/// Items with their versions: `x=2@4 ms`; nothing for none. The same exactly for the same items.
pub(super) fn state_text(items: &Items) -> String {
    let each: Vec<String> =
        items.iter().map(|(key, item)| format!("{key}={}@{}", item.value, time_text(item.version.0))).collect();
    each.join(", ")
}

fn listed(each: impl Iterator<Item = String>) -> String {
    let each: Vec<String> = each.collect();
    if each.is_empty() { "–".to_owned() } else { each.join(", ") }
}
