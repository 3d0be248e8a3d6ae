//! k-staleness: a read answers with one of the k newest versions that were acknowledged before it began, or with a write that
//! overlaps it.
//!
//! Sources: Aiyer, Alvisi & Bazzi, *On the availability of non-strict quorum systems* (DISC 2005), k-regular; Viotti & Vukolić (ACM
//! CSUR 2016); Bailis et al., *Probabilistically bounded staleness* (VLDB 2012). Each read is judged by itself: it is too old when
//! the value that it returned had been replaced for certain by at least k writes, each of which lies wholly between that value's
//! write and the read. With k = 1 this is [`regular`](crate::regular). k-atomicity (Golab, Li & Shah 2011) asks more, one order for
//! all reads, and no polynomial judge of it is known for k > 2.
//!
//! Cost: as [`regular`](crate::regular), O(k) more a read.

use synod_words::phrase;

use crate::explain::Reading;
use crate::staleness;
use crate::verdict::Meter;
use crate::{History, Verdict};

pub(crate) fn judge(history: &History, bound: u32, meter: &mut Meter) -> Verdict {
    let most = bound.max(1) as usize;
    staleness::judge(history, (most, 0), meter, &|reading: &Reading, read, newer| {
        let history = reading.story.history;
        let newer: Vec<_> = newer.iter().map(|write| history.who(*write)).collect();
        phrase!(
            "{0} began at {1} and returned {2}. Newer versions had been acknowledged by then, {3} of them at least: {4}.",
            "{0} 始于 {1}，返回 {2}。当时已确认的更新版本至少有 {3} 个：{4}。",
            history.who(read),
            history.called(read),
            history.found(read),
            newer.len(),
            newer
        )
    })
}
