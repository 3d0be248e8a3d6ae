//! What a process knows, without its type.

use super::datum::{print, stranger};
use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use synod_kernel::fingerprint_of;

/// What a node can do, without the type.
trait Mind: Any {
    fn feed(&self, hasher: &mut dyn Hasher);
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn copy(&self) -> Rc<dyn Mind>;
}

impl<N: Clone + Eq + Hash + fmt::Debug + 'static> Mind for N {
    fn feed(&self, mut hasher: &mut dyn Hasher) {
        self.hash(&mut hasher);
    }

    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print(self, f)
    }

    fn copy(&self) -> Rc<dyn Mind> {
        Rc::new(self.clone())
    }
}

/// A process's node of a type that only its lab knows. Copies of a world share it until one of them changes it. Nodes are equal where their
/// fingerprints are, as states are anywhere else.
#[derive(Clone)]
pub struct ErasedNode(Rc<dyn Mind>);

impl ErasedNode {
    pub(super) fn new<N: Clone + Eq + Hash + fmt::Debug + 'static>(node: N) -> Self {
        ErasedNode(Rc::new(node))
    }

    /// The node, where it is of this type.
    pub fn get<N: 'static>(&self) -> Option<&N> {
        (&*self.0 as &dyn Any).downcast_ref()
    }

    /// The node, to be changed. It is known to be of this type.
    ///
    /// # Panics
    /// Where it is not: it came from another lab.
    pub(super) fn known_mut<N: 'static>(&mut self) -> &mut N {
        if Rc::get_mut(&mut self.0).is_none() {
            self.0 = self.0.copy();
        }
        let own = Rc::get_mut(&mut self.0).map(|mind| mind as &mut dyn Any);
        own.and_then(|mind| mind.downcast_mut()).unwrap_or_else(|| stranger())
    }
}

impl PartialEq for ErasedNode {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || fingerprint_of(self) == fingerprint_of(other)
    }
}

impl Eq for ErasedNode {}

impl Hash for ErasedNode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.feed(state);
    }
}

impl fmt::Debug for ErasedNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.print(f)
    }
}
