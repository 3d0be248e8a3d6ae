//! The state machine: a store, and what each client was answered last.

use super::{Command, Op, Ret};
use std::collections::BTreeMap;
use synod_check::Value;
use synod_kernel::{OperationId, Pid};

/// The state after a prefix of the log: the same on every server that has applied as much.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Machine {
    applied: u32,
    store: BTreeMap<String, Value>,
    /// The session of each client: its latest operation and the answer (dissertation, § 6.3). A client waits for one operation at a time.
    sessions: BTreeMap<Pid, (OperationId, Ret)>,
}

impl Machine {
    /// The index of the last entry that was applied.
    pub fn applied(&self) -> u32 {
        self.applied
    }

    /// The keys with their values.
    pub fn store(&self) -> &BTreeMap<String, Value> {
        &self.store
    }

    /// The sessions.
    pub fn sessions(&self) -> &BTreeMap<Pid, (OperationId, Ret)> {
        &self.sessions
    }

    /// The value of a key.
    pub fn read(&self, key: &str) -> Value {
        self.store.get(key).cloned().unwrap_or_default()
    }

    /// What a client was answered, if this is its latest operation.
    pub fn answered(&self, client: Pid, op: OperationId) -> Option<&Ret> {
        self.sessions.get(&client).filter(|(latest, _)| *latest == op).map(|(_, ret)| ret)
    }

    /// Applies the next entry. Returns whom to answer and what; nothing where a client has gone on since. With `sessions` an operation that
    /// was applied before is only answered again.
    pub fn apply(&mut self, index: u32, command: &Command, sessions: bool) -> Option<(Pid, OperationId, Ret)> {
        self.applied = index;
        let (op, client) = match command {
            Command::Client { op, client, .. } | Command::Members { op, client, .. } => (*op, *client),
            Command::NoOp => return None,
        };
        match self.sessions.get(&client) {
            Some((latest, _)) if sessions && *latest > op => return None,
            Some((latest, ret)) if sessions && *latest == op => return Some((client, op, ret.clone())),
            _ => {}
        }
        let ret = match command {
            Command::Client { body: Op::Read(key), .. } => Ret::Found(self.read(key)),
            Command::Client { body: Op::Write(key, value), .. } => {
                self.store.insert(key.clone(), value.clone());
                Ret::Done
            }
            // Half of a change of members is no answer yet.
            Command::Members { members, .. } if members.next.is_some() => return None,
            _ => Ret::Done,
        };
        self.sessions.insert(client, (op, ret.clone()));
        Some((client, op, ret))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(op: u32, value: i64) -> Command {
        Command::Client { op: OperationId(op), client: Pid(3), body: Op::Write("x".into(), Value::Int(value)) }
    }

    #[test]
    fn a_command_that_stands_in_the_log_twice_takes_effect_once() {
        let twice = |sessions: bool| {
            let mut machine = Machine::default();
            for (index, command) in (1..).zip([write(0, 1), write(1, 2), write(0, 1)]) {
                machine.apply(index, &command, sessions);
            }
            machine.read("x")
        };
        assert_eq!(twice(true), Value::Int(2));
        assert_eq!(twice(false), Value::Int(1), "without sessions an old write comes back");
    }
}
