//! PRAM consistency (pipelined random access memory): everybody sees the writes of one client in the order in which it made them.
//!
//! Source: Lipton & Sandberg, *PRAM: a scalable shared memory* (1988); also called FIFO consistency. For each client there is one
//! order of all writes and of its own answers that explains the answers and keeps what each client did in its order. It is what the
//! three promises to one client about its own reads and writes come to over all keys together: monotonic reads, monotonic writes
//! and read your writes (Brzezinski, Sobaniec & Wawrzyniak 2004). What a writer had read before does not count: that is
//! [`causal`](crate::causal).
//!
//! Times, the store's own order, compare-and-sets, writes without answer and siblings count as they do there.
//!
//! Cost: where every value is written once, polynomial: [saturation](crate::web) for each client, about O(operations · clients²) in
//! practice, O(operations³ · clients) at worst. Where values are written several times the problem is NP-complete (Wei, De Biasio,
//! Huang, Cao & Lu, *Verifying PRAM consistency over read/write traces of data replicas*, TPDS 2016), and the ways to say where
//! answers came from are searched; see [`explain`].

use synod_words::phrase;

use crate::causal::{each_client, lines, shown};
use crate::explain::{self, Conflict, Reading};
use crate::verdict::{Meter, Spent};
use crate::web::Web;
use crate::{History, Verdict};

pub(crate) fn judge(history: &History, meter: &mut Meter) -> Verdict {
    explain::judge(history, meter, &look)
}

fn look(reading: &Reading, meter: &mut Meter) -> Result<Option<Conflict>, Spent> {
    let shown = shown(reading);
    let lines = lines(reading.story, &shown, meter)?;
    let base = Web::new(&lines, meter)?;
    let judge = |web: &mut Web, point, meter: &mut Meter| {
        web.sees(point, meter)?;
        web.judge(point, meter)
    };
    each_client(&base, meter, judge, |client, reasons| {
        phrase!(
            "No order that keeps what each client did in its order explains what {0} was answered: {1}.",
            "不存在保持各客户端自身次序、又能解释 {0} 所得应答的顺序：{1}。",
            client,
            reasons
        )
    })
}
