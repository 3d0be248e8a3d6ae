//! t-staleness: a read misses only writes that were acknowledged at most t before it began.
//!
//! Sources: Golab, Li & Shah, *Analyzing consistency properties for fun and profit* (PODC 2011), whose Δ this is, read by read; Viotti
//! & Vukolić (ACM CSUR 2016), timed visibility; Terry (CACM 2013), bounded staleness; Bailis et al. (VLDB 2012), t-visibility. A read
//! is too old when some write that lies wholly between the write of its value and the read had been acknowledged for more than t
//! when the read began. With t = 0 this is [`regular`](crate::regular). Δ-atomicity asks more, one order for all reads.
//!
//! Times are those of the history: microseconds in a lab, whatever a file counts in a file. The clocks of clients must agree to well
//! below t.
//!
//! Cost: as [`regular`](crate::regular).

use synod_words::phrase;

use crate::explain::Reading;
use crate::staleness;
use crate::verdict::Meter;
use crate::{History, Verdict};

pub(crate) fn judge(history: &History, bound: u32, meter: &mut Meter) -> Verdict {
    let since = i64::from(bound);
    staleness::judge(history, (1, since), meter, &|reading: &Reading, read, newer| {
        let (history, newer) = (reading.story.history, newer[0]);
        phrase!(
            "{0} began at {1} and returned {2}. {3}, which replaced that, was acknowledged at {4}, more than {5} before.",
            "{0} 始于 {1}，返回 {2}。而覆盖它的 {3} 早在 {4} 就已确认，早了不止 {5}。",
            history.who(read),
            history.called(read),
            history.found(read),
            history.who(newer),
            history.answered(newer),
            history.span(since)
        )
    })
}
