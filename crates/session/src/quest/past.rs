//! What a judge of a store remembers of the way to a state.

use std::hash::Hash;
use std::rc::Rc;
use synod_check::{Answer, Budget, History, Model, Monitor, Operation, Step, Verdict, judge};
use synod_kernel::{Happening, Hasher128, MessageId, OperationId, OperationLife, Pid, World, fingerprint_of};
use synod_order::Set;
use synod_protocols::{Datum, Erased, Lives, Past, Sent};

/// What a judge may spend on one state.
const BUDGET: Budget = Budget { steps: 200_000 };

type Life = OperationLife<Datum, Datum>;

/// How what clients see is read: by the lab's own history.
pub(super) struct Reading {
    pub lab: Erased,
    pub names: Vec<String>,
    /// The world at the beginning; a history that is not at rest asks it for no more than its protocol.
    pub world: World<Erased>,
    pub model: Model,
}

impl Reading {
    fn history(&self, chronicle: &dyn Lives<Erased>) -> History {
        let past = Past { chronicle, step: u32::MAX, world: &self.world, quiet: false, names: &self.names };
        self.lab.history(&past)
    }

    /// One operation as a judge sees it.
    fn operation(&self, life: &Life) -> Option<Operation> {
        self.history(&Only(life)).operations.pop()
    }
}

/// A run of one operation.
struct Only<'a>(&'a Life);

impl Lives<Erased> for Only<'_> {
    fn message(&self, _: usize) -> Option<Sent<'_, Erased>> {
        None
    }
    fn operation(&self, nth: usize) -> Option<OperationLife<&Datum, &Datum>> {
        (nth == 0).then(|| borrowed(self.0))
    }
}

fn borrowed(life: &Life) -> OperationLife<&Datum, &Datum> {
    let OperationLife { id, client, body, called, returned } = life;
    OperationLife { id: *id, client: *client, body, called: *called, returned: returned.as_ref().map(|(when, ret)| (*when, ret)) }
}

/// A judge that is told operation by operation.
#[derive(Clone)]
pub(super) struct Clients {
    reading: Rc<Reading>,
    monitor: Box<dyn Monitor<Step>>,
    /// The operations under way, and the names under which the monitor knows them.
    open: Vec<(u64, Life)>,
    /// How many operations each client has called.
    called: Vec<u32>,
}

impl Clients {
    pub fn new(reading: Rc<Reading>, monitor: Box<dyn Monitor<Step>>) -> Self {
        let called = vec![0; reading.names.len()];
        Clients { reading, monitor, open: Vec::new(), called }
    }

    pub fn see(&mut self, what: &Happening<'_, Erased>) {
        match what {
            Happening::Called(id, client, body) => self.call(*id, *client, body),
            Happening::Returned(id, ret) => self.answer(*id, ret),
            _ => {}
        }
    }

    fn call(&mut self, id: OperationId, client: Pid, body: &Datum) {
        let nth = &mut self.called[client.index()];
        *nth += 1;
        let name = u64::from(client.0) << 32 | u64::from(*nth);
        let life = Life { id, client, body: body.clone(), called: (0, 0), returned: None };
        if let Some(Operation { key, call, .. }) = self.reading.operation(&life) {
            self.monitor.see(&Step::Called { operation: name, key, call });
            self.open.push((name, life));
        }
    }

    fn answer(&mut self, id: OperationId, ret: &Datum) {
        let Some(place) = self.open.iter().position(|(_, life)| life.id == id) else { return };
        let (operation, life) = self.open.remove(place);
        let life = Life { returned: Some(((1, 1), ret.clone())), ..life };
        let answer: Option<Answer> = self.reading.operation(&life).and_then(|told| told.returned).map(|(_, answer)| answer);
        if let Some(answer) = answer {
            self.monitor.see(&Step::Returned { operation, answer });
        }
    }

    pub fn is_broken(&self) -> bool {
        self.monitor.is_broken()
    }

    pub fn fingerprint(&self) -> u128 {
        let mut hasher = Hasher128::default();
        self.monitor.digest(&mut hasher);
        // Operations that are open are numbered by the world; their names are how many came before.
        self.called.hash(&mut hasher);
        hasher.fingerprint().0
    }
}

/// A judge that looks at the whole history each time it has grown.
#[derive(Clone)]
pub(super) struct Whole {
    reading: Rc<Reading>,
    step: u32,
    operations: Vec<Life>,
    /// The messages that said something new, from which a store's order may be told. Shared with the states before.
    messages: Rc<Vec<(MessageId, Datum)>>,
    said: Rc<Set<u128>>,
    /// The names of all that was said, added up.
    all_said: u128,
    /// Whether something that the verdict may depend on happened in the last step.
    grown: bool,
}

impl Whole {
    pub fn new(reading: Rc<Reading>) -> Self {
        Whole {
            reading,
            step: 0,
            operations: Vec::new(),
            messages: Rc::default(),
            said: Rc::default(),
            all_said: 0,
            grown: false,
        }
    }

    pub fn next_step(&mut self) {
        self.step += 1;
        self.grown = false;
    }

    pub fn see(&mut self, what: &Happening<'_, Erased>) {
        let now = (self.step, u64::from(self.step));
        match what {
            Happening::Called(id, client, body) => {
                let body = (*body).clone();
                self.operations.push(Life { id: *id, client: *client, body, called: now, returned: None });
            }
            Happening::Returned(id, ret) => {
                if let Some(life) = self.operations.get_mut(id.index()).filter(|life| life.returned.is_none()) {
                    life.returned = Some((now, (*ret).clone()));
                    self.grown = true;
                }
            }
            Happening::Sent { id, msg, .. } => {
                let name = fingerprint_of(msg).0;
                if !self.said.contains(&name) {
                    Rc::make_mut(&mut self.said).insert(name);
                    Rc::make_mut(&mut self.messages).push((*id, (*msg).clone()));
                    self.all_said = self.all_said.wrapping_add(name);
                    self.grown = true;
                }
            }
            _ => {}
        }
    }

    /// Looks again where the history has grown; before that it was looked at in an earlier state.
    pub fn is_broken(&self) -> bool {
        let answered = || self.operations.iter().any(|life| life.returned.is_some());
        let verdict = || judge(&self.reading.history(self), self.reading.model, BUDGET).verdict;
        self.grown && answered() && matches!(verdict(), Verdict::Violated(_))
    }

    /// The operations with their answers, which came before which, and what was said: not when.
    pub fn fingerprint(&self) -> u128 {
        let mut hasher = Hasher128::default();
        self.all_said.hash(&mut hasher);
        for (i, life) in self.operations.iter().enumerate() {
            (life.client, &life.body, life.returned.as_ref().map(|(_, ret)| ret)).hash(&mut hasher);
            for earlier in &self.operations[..i] {
                let before = earlier.returned.as_ref().is_some_and(|(when, _)| when.0 < life.called.0);
                before.hash(&mut hasher);
            }
        }
        hasher.fingerprint().0
    }
}

impl Lives<Erased> for Whole {
    fn message(&self, nth: usize) -> Option<Sent<'_, Erased>> {
        self.messages.get(nth).map(|(id, msg)| Sent { id: *id, msg, sent: (0, 0) })
    }
    fn operation(&self, nth: usize) -> Option<OperationLife<&Datum, &Datum>> {
        self.operations.get(nth).map(borrowed)
    }
}
