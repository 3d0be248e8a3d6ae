//! Plain data of any type: a message, a timer, a choice, an operation, an answer, a disk.

use std::any::Any;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use synod_kernel::Data;

/// What [`Data`] can do, without the type.
trait Plain: Any {
    fn same(&self, other: &dyn Plain) -> bool;
    fn order(&self, other: &dyn Plain) -> Ordering;
    fn feed(&self, hasher: &mut dyn Hasher);
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: Data> Plain for T {
    fn same(&self, other: &dyn Plain) -> bool {
        (other as &dyn Any).downcast_ref::<T>() == Some(self)
    }

    fn order(&self, other: &dyn Plain) -> Ordering {
        match (other as &dyn Any).downcast_ref::<T>() {
            Some(other) => self.cmp(other),
            // Never in one world: whatever stands in it side by side comes from one lab.
            None => self.type_id().cmp(&(other as &dyn Any).type_id()),
        }
    }

    fn feed(&self, mut hasher: &mut dyn Hasher) {
        self.hash(&mut hasher);
    }

    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print(self, f)
    }
}

/// Prints a value for whoever debugs. A program that nobody debugs need not carry the code.
pub(super) fn print(value: &impl fmt::Debug, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if cfg!(debug_assertions) { value.fmt(f) } else { f.write_str("…") }
}

/// Plain data of a type that only its lab knows. It does not change, so copies share it. It is equal, ordered and hashed as the value
/// itself is.
#[derive(Clone)]
pub struct Datum(Rc<dyn Plain>);

/// What stands on a disk that nothing was ever written to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct Blank;

impl Datum {
    /// A value without its type.
    pub fn new<T: Data>(value: T) -> Self {
        Datum(Rc::new(value))
    }

    /// The value, where it is of this type.
    pub fn get<T: Data>(&self) -> Option<&T> {
        (&*self.0 as &dyn Any).downcast_ref()
    }

    /// The value, which is known to be of this type.
    ///
    /// # Panics
    /// Where it is not: it came from another lab.
    pub(super) fn known<T: Data>(&self) -> &T {
        self.get().unwrap_or_else(|| stranger())
    }

    /// As [`Datum::known`], taken out where nobody else shares it, and copied otherwise.
    pub(super) fn take<T: Data>(self) -> T {
        let any: Rc<dyn Any> = self.0;
        Rc::unwrap_or_clone(any.downcast().unwrap_or_else(|_| stranger()))
    }
}

/// Somebody mixed up two labs.
#[cold]
pub(super) fn stranger() -> ! {
    panic!("a value of another lab")
}

impl Default for Datum {
    /// A blank disk.
    fn default() -> Self {
        Datum::new(Blank)
    }
}

impl PartialEq for Datum {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0.same(&*other.0)
    }
}

impl Eq for Datum {}

impl PartialOrd for Datum {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Datum {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&*other.0)
    }
}

impl Hash for Datum {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.feed(state);
    }
}

impl fmt::Debug for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.print(f)
    }
}
