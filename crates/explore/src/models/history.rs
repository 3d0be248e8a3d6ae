//! Clients that each put one value and then get one: their history in ten bits a client, and whether it is linearizable (Herlihy & Wing
//! 1990).
//!
//! Every put is called at the start, and every get as soon as its client's put returns. So a history is, for each client, how many of its
//! operations have returned, how many of each other's had when its get was called, and what the get returned.

/// Bits of a client: operations returned (2), those of each client when its get was called (2 each), what it got (2).
pub const CLIENT_BITS: u32 = 10;
const CLIENTS: usize = 3;

fn of(word: u64, client: usize) -> u64 {
    word >> (CLIENT_BITS * client as u32) & ((1 << CLIENT_BITS) - 1)
}

fn returned(word: u64, client: usize) -> u64 {
    of(word, client) & 3
}

fn returned_before(word: u64, client: usize, other: usize) -> u64 {
    of(word, client) >> (2 + 2 * other) & 3
}

/// A client's put returns, and its get is called. `false` where it has returned before.
pub fn put_returns(word: &mut u64, client: usize) -> bool {
    let before = (0..CLIENTS).filter(|other| *other != client).map(|other| returned(*word, other) << (2 + 2 * other));
    let now = 1 | before.sum::<u64>();
    let first = returned(*word, client) == 0;
    *word |= now << (CLIENT_BITS * client as u32);
    first
}

/// A client's get returns this value. `false` where none is open.
pub fn get_returns(word: &mut u64, client: usize, value: u64) -> bool {
    let open = returned(*word, client) == 1;
    // One returned operation becomes two.
    *word ^= (3 | value << 8) << (CLIENT_BITS * client as u32);
    open
}

/// Whether a client's get has returned.
pub fn has_got(word: u64, client: usize) -> bool {
    returned(word, client) == 2
}

/// Whether there is an order of all operations that have returned, and of any that have not, in which each get returns what was last put,
/// and which keeps the order of what did not overlap.
pub fn is_linearizable(word: u64) -> bool {
    // Puts alone fit into any order.
    !(0..CLIENTS).any(|client| has_got(word, client)) || goes_on(word, [0; CLIENTS], 0)
}

/// Whether the order can go on when so many operations of each client are in it and `value` was last put.
fn goes_on(word: u64, placed: [u64; CLIENTS], value: u64) -> bool {
    if (0..CLIENTS).all(|client| placed[client] >= returned(word, client)) {
        return true;
    }
    (0..CLIENTS).any(|client| {
        let mut more = placed;
        more[client] += 1;
        match placed[client] {
            0 => goes_on(word, more, client as u64 + 1),
            1 if has_got(word, client) => {
                let in_time = |other| placed[other] >= returned_before(word, client, other);
                of(word, client) >> 8 == value && (0..CLIENTS).all(in_time) && goes_on(word, more, value)
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_was_overwritten_before_the_get_was_called_is_not_got() {
        let mut word = 0;
        assert!(put_returns(&mut word, 0));
        assert!(get_returns(&mut word, 0, 1));
        assert!(put_returns(&mut word, 1));
        // Client 1 gets its own value, or that of an open put or of an older one that may have come after its own.
        let mut later = word;
        assert!(get_returns(&mut later, 1, 1));
        assert!(is_linearizable(later));
        // But client 2, whose put returned after that get, does not get what came before it and was overwritten.
        assert!(put_returns(&mut later, 2));
        let mut stale = later;
        assert!(get_returns(&mut stale, 2, 2));
        assert!(!is_linearizable(stale));
        assert!(get_returns(&mut later, 2, 1) && is_linearizable(later));
    }
}
