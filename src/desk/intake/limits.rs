//! How much at once: token buckets that fill by the desk's own clock, so that tests own the time.

use crate::entry::KioskId;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A kiosk of ours that comes back from a long outage drains its outbox at the speed of the disk; this only holds up one that
/// has gone wild. Twice what the desk takes in from sixteen connections, and room for a whole outbox of 10 000 at once.
const KIOSK: Rate = Rate { a_second: 4_000.0, at_once: 20_000.0 };

/// Requests that no kiosk of ours signed, and wrong codes, by address: a hundred at once for a kiosk whose key went wrong, then
/// one in two seconds. A guesser of signatures or codes gets nowhere at that rate.
const STRANGER: Rate = Rate { a_second: 0.5, at_once: 100.0 };

/// The most addresses or kiosks remembered, about 1 MB.
const MOST_REMEMBERED: usize = 10_000;

/// Digits that are tried at the glass of a kiosk: five at once, then one a minute. To try half of the 10^8 there are takes 95 years.
const CARETAKER: Rate = Rate { a_second: 1.0 / 60.0, at_once: 5.0 };

#[derive(Clone, Copy)]
struct Rate {
    a_second: f64,
    at_once: f64,
}

/// All limits of the intake.
pub(super) struct Limits {
    kiosks: Buckets<KioskId>,
    strangers: Buckets<IpAddr>,
    caretakers: Buckets<KioskId>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { kiosks: Buckets::new(KIOSK), strangers: Buckets::new(STRANGER), caretakers: Buckets::new(CARETAKER) }
    }
}

impl Limits {
    /// One request of a kiosk of ours; else, when to come back.
    pub(super) fn may_kiosk(&self, kiosk: KioskId, now: Instant) -> Result<(), Duration> {
        self.kiosks.take(kiosk, now)
    }

    /// One try at a caretaker's code, right or not; else, when to come back.
    pub(super) fn may_caretaker(&self, kiosk: KioskId, now: Instant) -> Result<(), Duration> {
        self.caretakers.take(kiosk, now)
    }

    /// Whether anything is heard from this address; else, when to come back. Costs nothing by itself.
    pub(super) fn may_a_stranger_try(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        self.strangers.look(whole_network(address), now)
    }

    /// Somebody at this address was not recognised.
    pub(super) fn a_stranger_was_here(&self, address: IpAddr, now: Instant) {
        // Whether it was the last one allowed shows at the next request.
        let _ = self.strangers.take(whole_network(address), now);
    }
}

/// One household or host has a whole /64 of IPv6 addresses.
fn whole_network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

struct Buckets<K> {
    rate: Rate,
    levels: Mutex<HashMap<K, (f64, Instant)>>,
}

impl<K: Eq + Hash> Buckets<K> {
    fn new(rate: Rate) -> Self {
        Buckets { rate, levels: Mutex::new(HashMap::new()) }
    }

    fn level(&self, (level, at): (f64, Instant), now: Instant) -> f64 {
        (level + now.saturating_duration_since(at).as_secs_f64() * self.rate.a_second).min(self.rate.at_once)
    }

    fn enough(&self, level: f64) -> Result<(), Duration> {
        if level >= 1.0 { Ok(()) } else { Err(Duration::from_secs_f64(((1.0 - level) / self.rate.a_second).ceil())) }
    }

    fn look(&self, key: K, now: Instant) -> Result<(), Duration> {
        let levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        levels.get(&key).map_or(Ok(()), |was| self.enough(self.level(*was, now)))
    }

    fn take(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        if levels.len() >= MOST_REMEMBERED && !levels.contains_key(&key) {
            levels.retain(|_, was| self.level(*was, now) < self.rate.at_once);
            if levels.len() >= MOST_REMEMBERED {
                // Whoever has ten thousand addresses is not stopped by remembering them.
                levels.clear();
            }
        }
        let was = levels.get(&key).copied().unwrap_or((self.rate.at_once, now));
        let level = self.level(was, now);
        self.enough(level)?;
        levels.insert(key, (level - 1.0, now));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{BenchClock, Clock};

    #[test]
    fn a_kiosk_drains_a_whole_outbox_and_is_held_up_only_when_wild() {
        let (clock, limits) = (BenchClock::at(0, false), Limits::default());
        let kiosk = KioskId::new(1).unwrap();
        for _ in 0..20_000 {
            limits.may_kiosk(kiosk, clock.now()).unwrap();
        }
        assert_eq!(limits.may_kiosk(kiosk, clock.now()), Err(Duration::from_secs(1)));
        assert!(limits.may_kiosk(KioskId::new(2).unwrap(), clock.now()).is_ok(), "another kiosk is not held up");
        clock.advance(Duration::from_secs(1));
        assert!(limits.may_kiosk(kiosk, clock.now()).is_ok());
    }

    #[test]
    fn strangers_are_heard_again_after_a_while() {
        let (clock, limits) = (BenchClock::at(0, false), Limits::default());
        let (one, same_network) = ("2001:db8::1".parse().unwrap(), "2001:db8::2".parse().unwrap());
        for _ in 0..100 {
            limits.may_a_stranger_try(one, clock.now()).unwrap();
            limits.a_stranger_was_here(one, clock.now());
        }
        assert_eq!(limits.may_a_stranger_try(same_network, clock.now()), Err(Duration::from_secs(2)));
        assert!(limits.may_a_stranger_try("192.0.2.1".parse().unwrap(), clock.now()).is_ok());
        clock.advance(Duration::from_secs(2));
        assert!(limits.may_a_stranger_try(one, clock.now()).is_ok());
    }

    #[test]
    fn ten_thousand_addresses_do_not_fill_the_memory() {
        let (clock, limits) = (BenchClock::at(0, false), Limits::default());
        for number in 0..2 * MOST_REMEMBERED as u32 {
            limits.a_stranger_was_here(IpAddr::from(number.to_be_bytes()), clock.now());
        }
        assert!(limits.strangers.levels.lock().unwrap().len() <= MOST_REMEMBERED);
    }
}
