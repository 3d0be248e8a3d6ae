//! The state machine: a store, and what each client was answered last.

use super::{Command, Op, Ret, Sessions};
use synod_check::Value;
use synod_kernel::{OperationId, Pid};
use synod_order::Map;

/// The state after a prefix of the log: the same on every server that has applied as much.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Machine {
    applied: u32,
    store: Map<String, Value>,
    /// By number: the entry that opened it, or the process where clients do not register.
    sessions: Map<u32, Session>,
}

/// The session of a client (dissertation, § 6.3). A client waits for one operation at a time.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Session {
    /// Whose it is.
    pub client: Pid,
    /// The operation that opened it.
    opened: OperationId,
    /// The latest operation and its answer.
    pub latest: Option<(OperationId, Ret)>,
    /// The last entry that came in it.
    used: u32,
}

/// How sessions are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keeping {
    /// How they begin.
    pub sessions: Sessions,
    /// How many there may be; 0 for any number. Beyond it the one that was not used for longest expires. The log decides that, so that it is
    /// the same one on all servers.
    pub most: u32,
}

impl Machine {
    /// The index of the last entry that was applied.
    pub fn applied(&self) -> u32 {
        self.applied
    }

    /// The keys with their values.
    pub fn store(&self) -> &Map<String, Value> {
        &self.store
    }

    /// The sessions.
    pub fn sessions(&self) -> &Map<u32, Session> {
        &self.sessions
    }

    /// The value of a key.
    pub fn read(&self, key: &str) -> Value {
        self.store.get(key).cloned().unwrap_or_default()
    }

    /// What was answered in a session, if this is its latest operation.
    pub fn answered(&self, session: u32, op: OperationId) -> Option<&Ret> {
        let (latest, ret) = self.sessions.get(&session)?.latest.as_ref()?;
        (*latest == op).then_some(ret)
    }

    /// Applies the next entry. Returns whom to answer and what; nothing where a client has gone on since. In a session an operation that
    /// was applied before is only answered again; where clients register, one without a session is not applied.
    pub fn apply(&mut self, index: u32, command: &Command, keeping: Keeping) -> Option<(Pid, OperationId, Ret)> {
        self.applied = index;
        let (client, op) = command.asked()?;
        if let Command::Register { .. } = command {
            return Some((client, op, Ret::Registered(self.register(index, client, op, keeping.most))));
        }
        let number = match (command, keeping.sessions) {
            (Command::Client { session, .. }, Sessions::Registered) => *session,
            (_, Sessions::FirstCommand) => Some(client.0.into()),
            _ => None,
        };
        let session = number.and_then(|number| self.sessions.get_mut(&number));
        if session.is_none() && keeping.sessions == Sessions::Registered && matches!(command, Command::Client { .. }) {
            return Some((client, op, Ret::Expired));
        }
        if let Some(session) = session {
            session.used = index;
            match &session.latest {
                Some((latest, _)) if *latest > op => return None,
                Some((latest, ret)) if *latest == op => return Some((client, op, ret.clone())),
                _ => {}
            }
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
        let Some(number) = number else { return Some((client, op, ret)) };
        if !self.sessions.contains_key(&number) {
            self.open(number, Session { client, opened: op, latest: None, used: index }, keeping.most);
        }
        if let Some(session) = self.sessions.get_mut(&number) {
            session.latest = Some((op, ret.clone()));
        }
        Some((client, op, ret))
    }

    /// A client registers: its session has the number of the entry. If it asks again in the same operation it is told the same session.
    fn register(&mut self, index: u32, client: Pid, op: OperationId, most: u32) -> u32 {
        let again = self.sessions.iter().find(|(_, session)| (session.client, session.opened) == (client, op));
        if let Some((number, _)) = again {
            return *number;
        }
        self.open(index, Session { client, opened: op, latest: None, used: index }, most);
        index
    }

    fn open(&mut self, number: u32, session: Session, most: u32) {
        self.sessions.insert(number, session);
        if most > 0 && self.sessions.len() > most as usize {
            let oldest = self.sessions.iter().min_by_key(|(_, session)| session.used).map(|(number, _)| *number);
            oldest.and_then(|number| self.sessions.remove(&number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(op: u32, session: Option<u32>, value: i64) -> Command {
        let body = Op::Write("x".into(), Value::Int(value));
        Command::Client { op: OperationId(op), client: Pid(3), session, body }
    }

    fn after(commands: &[Command], keeping: Keeping) -> (Machine, Vec<Option<Ret>>) {
        let mut machine = Machine::default();
        let answers =
            (1..).zip(commands).map(|(index, command)| machine.apply(index, command, keeping).map(|(.., ret)| ret)).collect();
        (machine, answers)
    }

    #[test]
    fn a_command_that_stands_in_the_log_twice_takes_effect_once() {
        let twice = |sessions: Sessions| {
            let log = [write(0, None, 1), write(1, None, 2), write(0, None, 1)];
            after(&log, Keeping { sessions, most: 0 }).0.read("x")
        };
        assert_eq!(twice(Sessions::FirstCommand), Value::Int(2));
        assert_eq!(twice(Sessions::Off), Value::Int(1), "without sessions an old write comes back");
    }

    #[test]
    fn the_session_that_was_not_used_for_longest_expires_and_what_comes_in_it_is_not_applied() {
        let register = |op: u32, client: u16| Command::Register { op: OperationId(op), client: Pid(client) };
        let log =
            [register(0, 3), register(1, 4), write(0, Some(1), 1), register(2, 5), write(3, Some(2), 9), write(0, Some(1), 1)];
        let (machine, answers) = after(&log, Keeping { sessions: Sessions::Registered, most: 2 });
        let registered = |entry: u32| Some(Ret::Registered(entry));
        let expected = [registered(1), registered(2), Some(Ret::Done), registered(4), Some(Ret::Expired), Some(Ret::Done)];
        assert_eq!(answers, expected);
        assert_eq!((machine.read("x"), machine.sessions().len()), (Value::Int(1), 2));
    }

    #[test]
    fn whoever_registers_twice_in_one_operation_has_one_session() {
        let register = Command::Register { op: OperationId(7), client: Pid(3) };
        let (machine, answers) = after(&[register.clone(), register], Keeping { sessions: Sessions::Registered, most: 1 });
        assert_eq!((answers, machine.sessions().len()), (vec![Some(Ret::Registered(1)), Some(Ret::Registered(1))], 1));
    }
}
