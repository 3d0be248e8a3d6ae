//! What a server keeps: an account, a stock, orders, and the requests that it has executed.

use super::{Op, Ret, Stamp};
use synod_kernel::{OperationId, Pid};
use synod_order::Map;

/// What the account holds at first.
const BALANCE: i64 = 100;
/// What is in stock at first.
const STOCK: i64 = 10;

/// A request that was executed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Execution {
    /// Which.
    pub op: OperationId,
    /// What it asked for.
    pub what: Op,
    /// What the clocks of its client showed when it was sent.
    pub stamp: Stamp,
}

/// The state that requests change.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Books {
    /// The account.
    pub balance: i64,
    /// The stock.
    pub stock: i64,
    /// Every execution of a request, in order; one that was executed twice is there twice.
    pub done: Vec<Execution>,
}

impl Default for Books {
    fn default() -> Self {
        Books { balance: BALANCE, stock: STOCK, done: Vec::new() }
    }
}

impl Books {
    /// Executes a request: the answer, and whether something is different now; none for a request that was not executed, because it only reads
    /// or is refused.
    /// Where a form is its own key, submitting it once more finds the order that it has made (Saltzer, Reed & Clark 1984, § 3: only the
    /// user's end can know that two requests mean the same).
    pub fn execute(&mut self, op: OperationId, what: &Op, stamp: Stamp, forms_are_keys: bool) -> (Ret, Option<bool>) {
        if let (Op::Submit(form), true) = (what, forms_are_keys)
            && let Some(place) = self.orders().position(|order| order.0 == form)
        {
            return (Ret::Ordered { number: place as u32 + 1 }, Some(false));
        }
        let (ret, changed) = match what {
            Op::Look => {
                return (Ret::Seen { balance: self.balance, stock: self.stock, orders: self.orders().count() as u32 }, None);
            }
            Op::Pay(amount) if *amount > self.balance => return (Ret::Refused { balance: self.balance }, None),
            Op::Pay(amount) => {
                self.balance -= amount;
                (Ret::Paid { balance: self.balance }, true)
            }
            Op::SetStock(stock) => {
                let changed = self.stock != *stock;
                self.stock = *stock;
                (Ret::Stocked { stock: *stock }, changed)
            }
            Op::Submit(_) => (Ret::Ordered { number: self.orders().count() as u32 + 1 }, true),
        };
        self.done.push(Execution { op, what: what.clone(), stamp });
        (ret, Some(changed))
    }

    /// The forms that were taken down as orders.
    pub fn orders(&self) -> impl Iterator<Item = (&str, &Execution)> {
        self.done.iter().filter_map(|done| if let Op::Submit(form) = &done.what { Some((form.as_str(), done)) } else { None })
    }

    /// Whether this request has been executed.
    pub fn has(&self, op: OperationId) -> bool {
        self.done.iter().any(|done| done.op == op)
    }
}

/// The last answer to each client, so that a request that comes again need not be executed again (Birrell & Nelson 1984, § 3.2).
pub type Replies = Map<Pid, (OperationId, Ret)>;

/// All that a server must not lose.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Ledger {
    /// How many servers have led so far: each that takes over counts one more. 0 on a disk that was never written.
    pub epoch: u32,
    /// Whether this server leads.
    pub leads: bool,
    /// Whether the leader goes on without the other.
    pub alone: bool,
    /// How many changes it has seen.
    pub version: u32,
    /// The state.
    pub books: Books,
    /// The reply cache; not on disk where the lab says so.
    pub replies: Replies,
}
