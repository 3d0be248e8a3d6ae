//! Fingerprints of packed states: fast, and the same bits on every machine.
//!
//! Two lanes of 64 bits take each word in by an exclusive or (the one) or a sum (the other), a multiplication by an odd number and a shift
//! that brings high bits down; both are bijections of the lane. At the end each lane goes through the finalizer of `SplitMix64` (Steele,
//! Lea & Flood 2014, with the constants of Stafford's variant 13) and into the other. So different states of one word never share a
//! fingerprint, and of several words as seldom as random numbers would. It has no key: it is made against chance, not against malice.

const ONE: u64 = 0x9E37_79B9_7F4A_7C15;
const TWO: u64 = 0xD6E8_FEB8_6659_FD93;

/// The fingerprint of a state that is packed into words. States of one model have the same number of words.
#[inline]
pub fn mix(words: &[u64]) -> u128 {
    let (mut a, mut b) = (ONE, TWO);
    for &word in words {
        a = (a ^ word).wrapping_mul(TWO);
        a ^= a >> 32;
        b = (b.rotate_left(23).wrapping_add(word)).wrapping_mul(ONE);
        b ^= b >> 29;
    }
    let a = finish(a);
    let b = finish(b ^ a);
    u128::from(a.wrapping_add(b)) << 64 | u128::from(b)
}

#[inline]
fn finish(mut lane: u64) -> u64 {
    lane = (lane ^ (lane >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    lane = (lane ^ (lane >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    lane ^ (lane >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_value_has_the_same_fingerprint_on_every_machine() {
        assert_eq!(format!("{:032x}", mix(&[1, 2, 3])), "4c7d5f1510d4fc528b9afbb7c5175710");
    }

    #[test]
    fn one_bit_more_or_less_turns_half_of_the_others() {
        let words = [0x0123_4567_89AB_CDEF, 42, 0];
        for bit in 0..192 {
            let mut other = words;
            other[bit / 64] ^= 1 << (bit % 64);
            let turned = (mix(&words) ^ mix(&other)).count_ones();
            assert!((36..=92).contains(&turned), "bit {bit} turns {turned}");
        }
    }

    #[test]
    fn small_numbers_in_several_words_do_not_collide_even_in_half_of_the_bits() {
        let mut halves: Vec<u64> =
            (0..64_u64).flat_map(|a| (0..64).flat_map(move |b| (0..64).map(move |c| mix(&[a, b, c]) as u64))).collect();
        halves.sort_unstable();
        assert!(halves.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
