//! How values and versions of the register are shown.

use super::version::{Item, Version};
use crate::Field;
use synod_check::Value;
use synod_kernel::Pid;
use synod_words::{Phrase, phrase, time_text};

/// A value without quotation marks.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Null => "–".to_owned(),
        other => other.to_string(),
    }
}

/// Values as short as they can be told: `v2`, `v1 ‖ v2`, `–` for none.
pub fn list<'v>(values: impl Iterator<Item = &'v Value>) -> String {
    let each: Vec<String> = values.map(plain).collect();
    if each.is_empty() { "–".to_owned() } else { each.join(" ‖ ") }
}

/// The values of items.
pub fn short(items: &[Item]) -> String {
    list(items.iter().map(|item| &item.value))
}

/// The one thing to see of a copy: `x = v1`, or the siblings alone, for want of room.
pub fn headline(items: &[Item]) -> Phrase {
    Phrase::verbatim(if items.len() > 1 { short(items) } else { format!("x = {}", short(items)) })
}

/// The versions of items; `name` names a process.
pub fn versions(items: &[Item], name: impl Fn(Pid) -> String) -> String {
    let each: Vec<String> = items.iter().map(|item| version(&item.version, &name)).collect();
    each.join(" ‖ ")
}

/// Values with their versions.
pub fn items(items: &[Item], name: impl Fn(Pid) -> String) -> Phrase {
    if items.is_empty() {
        return phrase!("nothing", "无");
    }
    let each = items.iter().map(|item| phrase!("{0} ({1})", "{0}（{1}）", plain(&item.value), version(&item.version, &name)));
    phrase!("{0}", "{0}", each.collect::<Vec<_>>())
}

fn version(version: &Version, name: &impl Fn(Pid) -> String) -> String {
    match version {
        Version::Clock(us, _) => format!("@{}", time_text(*us)),
        Version::Counter(n, _) => format!("#{n}"),
        Version::Vector(vector) => {
            let entries: Vec<String> = vector.iter().map(|(writer, n)| format!("{}:{n}", name(*writer))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// A value is owned by the write that made it.
pub fn owner(items: &[Item]) -> Option<u32> {
    items.last().map(|item| item.write.0)
}

/// A line of the inspector.
pub fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}
