//! Fingerprints that are the same on every machine.
//!
//! The standard library's hashers differ between 64-bit and 32-bit targets, as `usize` has another width there. This one is
//! SipHash-1-3 with 128 bits (Aumasson & Bernstein 2012), every integer fed little-endian and `usize` as eight bytes.

use siphasher::sip128::{Hasher128 as _, SipHasher13};
use std::hash::{Hash, Hasher};

/// 128 bits that name a state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Fingerprint(pub u128);

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A hasher whose result does not depend on the machine.
#[derive(Clone, Debug, Default)]
pub struct Hasher128(SipHasher13);

impl Hasher128 {
    /// The fingerprint of what was written so far.
    pub fn fingerprint(&self) -> Fingerprint {
        let hash = self.0.finish128();
        Fingerprint(u128::from(hash.h1) << 64 | u128::from(hash.h2))
    }
}

/// The fingerprint of one value.
pub fn fingerprint_of(value: &impl Hash) -> Fingerprint {
    let mut hasher = Hasher128::default();
    value.hash(&mut hasher);
    hasher.fingerprint()
}

macro_rules! little_endian {
    ($($method:ident: $int:ty),*) => { $(fn $method(&mut self, i: $int) { self.0.write(&i.to_le_bytes()); })* };
}

impl Hasher for Hasher128 {
    fn finish(&self) -> u64 {
        self.0.finish()
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }
    little_endian!(write_u8: u8, write_u16: u16, write_u32: u32, write_u64: u64, write_u128: u128);
    little_endian!(write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64, write_i128: i128);
    fn write_usize(&mut self, i: usize) {
        self.write_u64(i as u64);
    }
    fn write_isize(&mut self, i: isize) {
        self.write_i64(i as i64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_value_has_the_same_fingerprint_on_every_machine() {
        let value = (7_u8, 300_u16, 70_000_u32, vec![1_u64, 2], "x", 5_usize, Some(-1_i64));
        assert_eq!(fingerprint_of(&value).to_string(), "87cf8a216f04519eb290e1fb3a178b29");
    }
}
