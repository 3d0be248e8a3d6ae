//! A world's state with its times, for whoever explores when things happen and not only in which order.

use crate::{Fingerprint, Flight, Hasher128, Protocol, Time, World, fingerprint_of};
use std::hash::{Hash, Hasher};

impl<P: Protocol> World<P> {
    /// The earliest and the latest moment at which the message may arrive, as the network and its link are now: what it was drawn is one
    /// moment between them. What a process sends to itself arrives when it is sent.
    pub fn arrival(&self, flight: &Flight<P::Msg>) -> (Time, Time) {
        let (from, to) = (flight.id.from, flight.id.to);
        if from == to {
            return (flight.sent, flight.sent);
        }
        let times = self.link(from, to).map_or(1, |link| u64::from(link.times));
        let (shortest, longest) = self.network().spans_us(from, to, self.protocol().delay_class(&flight.msg));
        (flight.sent + shortest * times, flight.sent + longest * times)
    }

    /// A name for this state with all its times: two worlds of one name do the same at the same moments, whatever befalls both of them.
    ///
    /// To what [`World::fingerprint`] names it adds the present, what clocks show, when timers are due, how many timers each process has
    /// armed (by that number those of random length are drawn), and what `arrives` says of the times of each message.
    pub fn fingerprint_in_time<T: Hash>(&self, arrives: impl Fn(&Flight<P::Msg>) -> T) -> Fingerprint {
        let mut hasher = Hasher128::default();
        hasher.write_u128(self.fingerprint().0);
        self.now().hash(&mut hasher);
        for (_, process) in self.processes() {
            (process.clock, process.armings).hash(&mut hasher);
            let mut timers: Vec<(&P::Timer, Time)> = process.timers.iter().map(|t| (&t.timer, t.due)).collect();
            synod_order::sort(&mut timers);
            timers.hash(&mut hasher);
        }
        let in_flight = self.in_flight().map(|f| fingerprint_of(&(f.id.from, f.id.to, &f.msg, arrives(f))).0);
        hasher.write_u128(in_flight.fold(0, u128::wrapping_add));
        hasher.fingerprint()
    }
}
