//! A set whose members lie in order in one vector.

use crate::map::place;
use std::borrow::Borrow;
use std::ops::RangeBounds;

/// A set with the interface of [`std::collections::BTreeSet`], as far as it is used here; see [`Map`](crate::Map) for when to use it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Set<T>(Vec<T>);

impl<T> Set<T> {
    /// Without members.
    pub const fn new() -> Self {
        Set(Vec::new())
    }

    /// How many members.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no member.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes all members out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The members, ascending.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The least member.
    pub fn first(&self) -> Option<&T> {
        self.0.first()
    }

    /// The greatest member.
    pub fn last(&self) -> Option<&T> {
        self.0.last()
    }

    /// Takes out the least member.
    pub fn pop_first(&mut self) -> Option<T> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    /// Takes out the greatest member.
    pub fn pop_last(&mut self) -> Option<T> {
        self.0.pop()
    }

    /// Takes out the members of which `keep` says no.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.0.retain(keep);
    }
}

impl<T: Ord> Set<T> {
    fn place<Q: Ord + ?Sized>(&self, member: &Q) -> Result<usize, usize>
    where
        T: Borrow<Q>,
    {
        place(self.0.len(), |i| self.0[i].borrow().cmp(member))
    }

    /// Whether it is a member.
    pub fn contains<Q: Ord + ?Sized>(&self, member: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.place(member).is_ok()
    }

    /// Makes it a member; whether it was none before.
    pub fn insert(&mut self, member: T) -> bool {
        match self.place(&member) {
            Ok(_) => false,
            Err(place) => {
                self.0.insert(place, member);
                true
            }
        }
    }

    /// Takes it out; whether it was a member.
    pub fn remove<Q: Ord + ?Sized>(&mut self, member: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.place(member).map(|place| self.0.remove(place)).is_ok()
    }

    /// The members in the range, ascending.
    pub fn range<Q: Ord + ?Sized>(&self, range: impl RangeBounds<Q>) -> std::slice::Iter<'_, T>
    where
        T: Borrow<Q>,
    {
        let (from, to) = crate::ends(&range, |member| self.place(member));
        let to = to.unwrap_or(self.0.len());
        self.0[from.min(to)..to].iter()
    }

    /// Takes out the members from this one on.
    #[must_use]
    pub fn split_off<Q: Ord + ?Sized>(&mut self, member: &Q) -> Self
    where
        T: Borrow<Q>,
    {
        let (Ok(at) | Err(at)) = self.place(member);
        Set(self.0.split_off(at))
    }

    /// Takes all members of `other`.
    pub fn append(&mut self, other: &mut Self) {
        self.extend(std::mem::take(&mut other.0));
    }

    /// Whether all members are also members of `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.iter().all(|member| other.contains(member))
    }

    /// Whether all members of `other` are members.
    pub fn is_superset(&self, other: &Self) -> bool {
        other.is_subset(self)
    }

    /// Whether no member is a member of `other`.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        !self.iter().any(|member| other.contains(member))
    }

    /// The members that `other` lacks, ascending.
    pub fn difference<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> + Clone {
        self.iter().filter(|member| !other.contains(*member))
    }

    /// The members of both, ascending.
    pub fn intersection<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> + Clone {
        self.iter().filter(|member| other.contains(*member))
    }

    /// The members of either, ascending.
    pub fn union<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> {
        let mut all = Set::new();
        all.extend(self.iter().chain(other.iter()));
        all.into_iter()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Set::new()
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Set<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self).finish()
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T: Ord> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, members: I) {
        members.into_iter().for_each(|member| _ = self.insert(member));
    }
}

impl<'a, T: Ord + Copy + 'a> Extend<&'a T> for Set<T> {
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, members: I) {
        members.into_iter().for_each(|member| _ = self.insert(*member));
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        let mut set = Set::new();
        set.extend(members);
        set
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for Set<T> {
    fn from(members: [T; N]) -> Self {
        members.into_iter().collect()
    }
}
