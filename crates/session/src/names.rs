//! Processes and messages by the names that people and documents use.

use synod_kernel::{MessageId, Pid};
use synod_protocols::ProcessSpec;
use synod_words::{Phrase, phrase};

/// The names of a run's processes, by their numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Names(Vec<String>);

impl Names {
    pub fn of_all(processes: &[ProcessSpec]) -> Self {
        Names(processes.iter().map(|process| process.name.clone()).collect())
    }

    pub fn all(&self) -> &[String] {
        &self.0
    }

    /// The name of a process that the run has.
    pub fn of(&self, pid: Pid) -> String {
        self.0.get(pid.index()).cloned().unwrap_or_else(|| pid.to_string())
    }

    /// The process of this name.
    pub fn find(&self, name: &str) -> Result<Pid, Phrase> {
        let place = self.0.iter().position(|known| known == name);
        place.map(|i| Pid(i as u16)).ok_or_else(|| {
            phrase!("there is no process {0}; there are {1}", "没有名为 {0} 的进程；现有 {1}", name, self.0.clone())
        })
    }

    /// A message's name in documents: `n1>n3#4`, and `+1` for its first duplicate.
    pub fn message(&self, id: MessageId) -> String {
        let copy = if id.copy > 0 { format!("+{}", id.copy) } else { String::new() };
        format!("{}>{}#{}{copy}", self.of(id.from), self.of(id.to), u64::from(id.nth) + 1)
    }

    /// The message of this name.
    pub fn find_message(&self, name: &str) -> Result<MessageId, Phrase> {
        let malformed =
            || phrase!("{0} is not the name of a message, such as n1>n3#4", "{0} 不是消息名；消息名形如 n1>n3#4", name);
        let (from, rest) = name.split_once('>').ok_or_else(malformed)?;
        let (to, number) = rest.split_once('#').ok_or_else(malformed)?;
        let (nth, copy) = number.split_once('+').unwrap_or((number, "0"));
        let nth = nth.parse::<u32>().ok().and_then(|n| n.checked_sub(1)).ok_or_else(malformed)?;
        let copy = copy.parse().map_err(|_| malformed())?;
        Ok(MessageId { from: self.find(from)?, to: self.find(to)?, nth, copy })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_found_by_its_name() {
        let names = Names(vec!["n1".into(), "C1".into()]);
        let id = MessageId { from: Pid(1), to: Pid(0), nth: 3, copy: 2 };
        assert_eq!(names.message(id), "C1>n1#4+2");
        assert_eq!(names.find_message("C1>n1#4+2"), Ok(id));
        assert!(names.find_message("C1>n1#0").is_err());
        assert!(names.find_message("C1>n9#1").is_err());
    }
}
