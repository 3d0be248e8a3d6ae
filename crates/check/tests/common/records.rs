//! Records as text: one event a line, `12ms p1 voted 1 yes`.
//!
//! The first word is the time, the second the process, the third what it does, or what befalls it: `begins 1 p1 p2`, `voted 1 yes`,
//! `decided 1 commit`, `blocked 1 c`, `locked 1 x`, `unlocked 1 x`, `suspected 1`, `proposed 1 X`, `tried 1 7`, `learned 1 X`,
//! `applied 1 X`, `asked 1`, `executed 1` (`executed 1 idle` where it changed nothing), `forgot 1`, `answered 1 done`,
//! `answered 1 no`, `gave-up 1`, `unserved C1 read-x no-majority`, `knows m2 m3`, `trusts m2`,
//! `suspects m2`, `confirms m2`, `dismisses m2`, `leaves`; `failed`, `recovered`, `disturbed`. The last line is `end`, `end quiet` or `end quiet whole`. Processes are numbered
//! in the order in which they are named.

use synod_check::{End, Event, Fact, Record, Value, What};
use synod_words::Phrase;

/// Reads a record; lines that start with `#` are passed over.
pub fn read(text: &str) -> Record {
    let mut record = Record::default();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let words: Vec<&str> = line.split(' ').collect();
        if let ["end", how @ ..] = words.as_slice() {
            let at = record.events.last().map_or(0, |event| event.at);
            record.end = End { at, quiet: how.contains(&"quiet"), whole: how.contains(&"whole") };
            continue;
        }
        let [time, process, does @ ..] = words.as_slice() else { panic!("{line}") };
        let ms: Option<u64> = time.strip_suffix("ms").and_then(|ms| ms.parse().ok());
        let at = ms.unwrap_or_else(|| panic!("{line}")) * 1_000;
        let process = number(&mut record, process);
        let what = what(&mut record, does).unwrap_or_else(|| panic!("{line}"));
        record.events.push(Event { at, process, what });
    }
    record
}

/// The number of a process; a new one if it has not been named yet.
fn number(record: &mut Record, name: &str) -> u16 {
    let place = record.processes.iter().position(|process| process == name).unwrap_or_else(|| {
        record.processes.push(name.to_owned());
        record.processes.len() - 1
    });
    place as u16
}

fn what(record: &mut Record, words: &[&str]) -> Option<What> {
    let value = |text: &str| text.parse().map_or_else(|_| Value::from(text), Value::Int);
    let (verb, rest) = words.split_first()?;
    let which = rest.first().and_then(|which| which.parse::<u32>().ok());
    let fact = match (*verb, which, rest.get(1..).unwrap_or_default()) {
        ("failed", None, []) => return Some(What::Failed),
        ("recovered", None, []) => return Some(What::Recovered),
        ("disturbed", None, []) => return Some(What::Disturbed),
        ("holds", _, _) => Fact::Holds { state: rest.join(" ") },
        ("begins", Some(transaction), voters) => {
            Fact::Begun { transaction, voters: voters.iter().map(|voter| number(record, voter)).collect() }
        }
        ("voted", Some(transaction), ["yes"]) => Fact::Voted { transaction, yes: true },
        ("voted", Some(transaction), ["no"]) => Fact::Voted { transaction, yes: false },
        ("decided", Some(transaction), ["commit"]) => Fact::Decided { transaction, commit: true },
        ("decided", Some(transaction), ["abort"]) => Fact::Decided { transaction, commit: false },
        ("blocked", Some(transaction), on) => {
            Fact::Blocked { transaction, on: on.iter().map(|process| number(record, process)).collect() }
        }
        ("locked", Some(transaction), [item]) => Fact::Locked { transaction, item: (*item).to_owned() },
        ("unlocked", Some(transaction), [item]) => Fact::Unlocked { transaction, item: (*item).to_owned() },
        ("suspected", Some(transaction), []) => Fact::Suspected { transaction },
        ("proposed", Some(instance), [text]) => Fact::Proposed { instance, value: value(text) },
        ("tried", Some(instance), [round]) => Fact::Tried { instance, round: round.parse().ok()? },
        ("learned", Some(instance), [text]) => Fact::Learned { instance, value: value(text) },
        ("applied", Some(instance), [text]) => Fact::Applied { instance, value: value(text) },
        ("asked", Some(request), []) => Fact::Asked { request },
        ("executed", Some(request), []) => Fact::Executed { request, changed: true },
        ("executed", Some(request), ["idle"]) => Fact::Executed { request, changed: false },
        ("forgot", Some(request), []) => Fact::Forgotten { request },
        ("answered", Some(request), ["done"]) => Fact::Answered { request, done: true },
        ("answered", Some(request), ["no"]) => Fact::Answered { request, done: false },
        ("gave-up", Some(request), []) => Fact::GaveUp { request },
        ("unserved", None, [request, why]) => {
            let said = |words: &str| Phrase::verbatim(words.replace('-', " "));
            Fact::Unserved { client: number(record, rest[0]), request: said(request), why: said(why) }
        }
        ("knows", None, _) => Fact::Knows { members: rest.iter().map(|member| number(record, member)).collect() },
        ("trusts", None, []) => Fact::Trusts { process: number(record, rest[0]) },
        ("suspects", None, []) => Fact::Suspects { process: number(record, rest[0]) },
        ("confirms", None, []) => Fact::Confirms { process: number(record, rest[0]) },
        ("dismisses", None, []) => Fact::Dismisses { process: number(record, rest[0]) },
        ("leaves", None, []) => Fact::Leaves,
        _ => return None,
    };
    Some(What::Did(fact))
}
