//! Consistent prefix: every answer shows a beginning of one order of all writes, however old.
//!
//! Sources: Terry, *Replicated data consistency explained through baseball* (CACM 2013): "see initial sequence of writes"; as
//! predicates Viotti & Vukolić, *Consistency in non-transactional distributed storage systems* (ACM CSUR 2016): a single order, and
//! monotonic writes. There is one order of the writes to all keys that keeps each client's, and every answer is what some beginning of
//! it leaves. From one answer to the next a client may be led back: that is monotonic reads. So an answer that shows one plain value
//! asks only that somebody wrote it; what can break the promise is an answer that shows several writes, a text of appends, or ties
//! two together, a compare-and-set that succeeded. Causal consistency does not imply it, for different clients may have different
//! orders there; sequential consistency does.
//!
//! Times and the store's own order do not count. A compare-and-set that failed demands nothing; of siblings each must have been
//! written. An answer never shows what its own client called only afterwards; where it may come from several writes, that is not
//! looked into.
//!
//! Cost: O(operations · log operations) where nobody appends or compares. Otherwise as [`sequential`](crate::sequential), with one
//! line for each client and for each different text.

use crate::sequential::{Kept, by_one_order};
use crate::verdict::Meter;
use crate::{History, Verdict};

pub(crate) fn judge(history: &History, meter: &mut Meter) -> Verdict {
    by_one_order(history, Kept::Writes, meter)
}
