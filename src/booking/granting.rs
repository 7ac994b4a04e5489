//! How much of a host's time a kiosk holds by itself, so that it can book while the network is down.
//!
//! Little, as long as nobody asks; more where residents book there; never more than a third, so that the desk and the other
//! kiosks have times to give too; spread over the days, because residents choose a day first.

use crate::entry::{GrantId, SlotId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A kiosk holds at most one in so many of a host's times that nobody has booked.
pub const ONE_IN: usize = 3;

/// What a kiosk holds of a host whom nobody books there: enough for an afternoon without network, one for each of four days.
pub const SMALL_BLOCK: usize = 4;

/// How many days of bookings a kiosk's own times should last: a weekend and the day it takes to come and look.
pub const DAYS_TO_LAST: usize = 3;

/// How many days back the demand is counted: a spreekuur is weekly.
pub const DEMAND_DAYS: usize = 7;

/// How many times of all hosts one kiosk holds at most: an answer that names them takes 20 KB.
pub const MOST_HELD: usize = 400;

/// A time, with the day it falls on at the post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Which.
    pub slot: SlotId,
    /// The local day.
    pub day: NaiveDate,
}

/// One host's times of the coming days, as one kiosk sees them.
#[derive(Clone, Debug, Default)]
pub struct Stock {
    /// With the desk.
    pub free: Vec<Time>,
    /// Held by this kiosk, and not booked as far as the desk knows.
    pub held: Vec<(GrantId, Time)>,
    /// How many other kiosks hold, or may hold.
    pub elsewhere: usize,
    /// How many bookings of this host this kiosk made in the last [`DEMAND_DAYS`] days.
    pub demand: usize,
}

impl Stock {
    /// The most that this kiosk may hold: a third of what nobody has booked.
    pub fn share(&self) -> usize {
        (self.free.len() + self.held.len() + self.elsewhere) / ONE_IN
    }

    /// How much it should hold: what residents book there in [`DAYS_TO_LAST`] days, at least a [`SMALL_BLOCK`], at most its
    /// [`Stock::share`].
    pub fn target(&self) -> usize {
        (self.demand * DAYS_TO_LAST).div_ceil(DEMAND_DAYS).max(SMALL_BLOCK).min(self.share())
    }

    /// The slots to give this kiosk now, in this order; at most `room` of them ([`MOST_HELD`] less what it holds of all hosts).
    pub fn to_grant(&self, room: usize) -> Vec<SlotId> {
        let wanted = self.target().saturating_sub(self.held.len()).min(room);
        let mut held = self.held_by_day();
        let mut free: BTreeMap<NaiveDate, Vec<SlotId>> = BTreeMap::new();
        for time in &self.free {
            free.entry(time.day).or_default().push(time.slot);
        }
        let mut given = Vec::with_capacity(wanted);
        while given.len() < wanted {
            // The day on which it holds least; of those the first.
            let Some((&day, slots)) = free.iter_mut().min_by_key(|(day, _)| (held.get(day).copied().unwrap_or(0), **day)) else {
                break;
            };
            slots.sort_unstable();
            // From the middle, so that early and late times are left to others as well.
            given.push(slots.remove(slots.len() / 2));
            *held.entry(day).or_default() += 1;
            if slots.is_empty() {
                free.remove(&day);
            }
        }
        given
    }

    /// What to ask back: whatever is above its share now that others have booked; and what is above its target where the desk
    /// has less to give than the kiosk holds. From the fullest days first, the last time of the day first.
    pub fn to_ask_back(&self) -> Vec<GrantId> {
        let most = if self.free.len() < self.held.len() { self.target() } else { self.share() };
        let mut by_day = self.held_by_day();
        let mut left = self.held.clone();
        let mut back = Vec::new();
        while left.len() > most {
            let fullest = |(_, time): &(GrantId, Time)| (by_day.get(&time.day).copied().unwrap_or(0), time.slot);
            let Some(place) = (0..left.len()).max_by_key(|place| fullest(&left[*place])) else { break };
            let (grant, time) = left.swap_remove(place);
            by_day.entry(time.day).and_modify(|held| *held -= 1);
            back.push(grant);
        }
        back
    }

    fn held_by_day(&self) -> BTreeMap<NaiveDate, usize> {
        let mut held = BTreeMap::new();
        for (_, time) in &self.held {
            *held.entry(time.day).or_default() += 1;
        }
        held
    }
}
