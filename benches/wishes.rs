//! What residents get at a kiosk that has lost its network: a time, or only the promise of a call about one.
//! `cargo bench --bench wishes --no-default-features`.
//!
//! One post with ten hosts, each there every weekday morning with slots of twenty minutes, and a kiosk at which five residents
//! an hour ask for one of them, eight hours a day. For a week it is on line and the desk follows the demand; then the line goes,
//! on a Monday at nine. A resident takes the first time that this kiosk may give with the host that was chosen.
//!
//! No desk runs here: the real one gives by the same functions, also to kiosks that share hosts, which `tests/slots/granted.rs`
//! holds it to, answer by answer.
#![allow(clippy::unwrap_used, reason = "this is a measurement")]

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use inloop::booking::granting::{MOST_HELD, Stock, Time};
use inloop::clock::{BenchLuck, Luck};
use inloop::entry::{GrantId, SlotId, SpreekuurId};

const HOSTS: u32 = 10;
const AN_HOUR: u32 = 5;
const OPENS: u32 = 9;
const HOURS_A_DAY: u32 = 8;
/// Slots of a morning, 9:00 to 12:00.
const A_MORNING: u32 = 9;
const MINUTES: u32 = 20;
/// How far ahead times are held: as at the desk.
const AHEAD: u64 = 14;
/// How many lost weeks are averaged.
const RUNS: u64 = 200;

#[derive(Clone, Copy, PartialEq)]
enum Holder {
    Desk,
    Kiosk(GrantId),
    Booked,
}

struct Host {
    slots: Vec<(Time, Holder)>,
    demand: Vec<NaiveDate>,
}

struct Post {
    hosts: Vec<Host>,
    luck: BenchLuck,
    next_grant: u64,
}

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 16).unwrap()
}

fn minute(day: NaiveDate, hour: u32, minutes: u32) -> u32 {
    let start = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap()).and_utc().timestamp() / 60;
    u32::try_from(start).unwrap() + minutes
}

fn is_open(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

impl Post {
    fn new(seed: u64) -> Self {
        let host = |number| {
            let spreekuur = SpreekuurId::new(number).unwrap();
            let days = monday().iter_days().take(40).filter(|day| is_open(*day));
            let morning = days.flat_map(|day| (0..A_MORNING).map(move |n| (day, minute(day, OPENS, n * MINUTES))));
            let slots = morning.map(|(day, at)| (Time { slot: SlotId::new(spreekuur, at), day }, Holder::Desk));
            Host { slots: slots.collect(), demand: Vec::new() }
        };
        Post { hosts: (1..=HOSTS).map(host).collect(), luck: BenchLuck::seeded(seed), next_grant: 1 }
    }

    /// The desk's answer to a sync: asks back and gives, as `granting` says.
    fn sync(&mut self, today: NaiveDate, now: u32) {
        let mut room = MOST_HELD - self.hosts.iter().flat_map(|host| &host.slots).filter(|(_, h)| is_held(*h)).count();
        for host in &mut self.hosts {
            let near = |time: &Time| time.slot.minute() > now && time.day < today + Days::new(AHEAD);
            let mut stock =
                Stock { demand: host.demand.iter().filter(|day| **day + Days::new(7) > today).count(), ..Stock::default() };
            for (time, holder) in host.slots.iter().filter(|(time, _)| near(time)) {
                match holder {
                    Holder::Desk => stock.free.push(*time),
                    Holder::Kiosk(grant) => stock.held.push((*grant, *time)),
                    Holder::Booked => {}
                }
            }
            let back = stock.to_ask_back();
            let given = stock.to_grant(room);
            room = (room + back.len()).saturating_sub(given.len());
            for (time, holder) in &mut host.slots {
                if matches!(holder, Holder::Kiosk(grant) if back.contains(grant)) {
                    *holder = Holder::Desk;
                } else if given.contains(&time.slot) {
                    *holder = Holder::Kiosk(GrantId::new(self.next_grant).unwrap());
                    self.next_grant += 1;
                }
            }
        }
    }

    /// One resident; true where it became a booking.
    fn asks(&mut self, today: NaiveDate, now: u32, online: bool) -> bool {
        let chosen = self.luck.below(u64::from(HOSTS)).unwrap() as usize;
        let host = &mut self.hosts[chosen];
        let may = |holder: Holder| is_held(holder) || (online && holder == Holder::Desk);
        match host.slots.iter_mut().find(|(time, holder)| time.slot.minute() > now && may(*holder)) {
            Some((_, holder)) => {
                *holder = Holder::Booked;
                host.demand.push(today);
                true
            }
            None => false,
        }
    }
}

fn is_held(holder: Holder) -> bool {
    matches!(holder, Holder::Kiosk(_))
}

/// Residents who asked, and who got only a wish, while the line was down for `hours` by the clock on the wall.
fn lost(seed: u64, hours: u32) -> (u32, u32) {
    let mut post = Post::new(seed);
    let goes = monday() + Days::new(7);
    let mut counts = (0, 0);
    for day in monday().iter_days().take(14).filter(|day| is_open(*day)) {
        for hour in 0..HOURS_A_DAY {
            let now = minute(day, OPENS + hour, 0);
            let since = i64::from(now) - i64::from(minute(goes, OPENS, 0));
            let offline = since >= 0;
            if offline && since >= i64::from(hours) * 60 {
                return counts;
            }
            if !offline {
                post.sync(day, now);
            }
            for nth in 0..AN_HOUR {
                let booked = post.asks(day, now + nth * 60 / AN_HOUR, !offline);
                if offline {
                    counts.0 += 1;
                    counts.1 += u32::from(!booked);
                } else {
                    post.sync(day, now);
                }
            }
        }
    }
    counts
}

fn main() {
    for hours in [1, 8, 72] {
        let (asked, wishes) = (0..RUNS).map(|seed| lost(seed, hours)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let share = f64::from(wishes) / f64::from(asked);
        println!("{hours:>3} h without network: {:>3} residents each time, {share:.3} of them got a wish", asked / RUNS as u32);
    }
}
