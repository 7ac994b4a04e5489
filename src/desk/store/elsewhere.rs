//! One host with two spreekuren, who cannot be at both at once. Nothing here stops anybody: staff are told, and decide.
//!
//! Who a host is stands nowhere but in what staff typed: the same organisation (however it is spelled) that residents choose under
//! the same name, or one login for both. So two officers of one organisation may be taken for one: that is why it only warns.

use super::appointments::{BOOKED, CONFLICT};
use super::schema::{booking, slot, worker, worker_spreekuur};
use super::spreekuren::{self, LONGEST_NAME, Spreekuur};
use super::{Conn, StoreError, slots};
use crate::entry::{EntryId, SlotId, SpreekuurId};
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// Two spreekuren of one host that are held at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The one.
    pub one: Spreekuur,
    /// The other.
    pub other: Spreekuur,
    /// The first time of `one` that overlaps one of `other`.
    pub first: SlotId,
}

/// Whose each spreekuur is: the logins that see its day list.
struct Logins(HashMap<SpreekuurId, HashSet<i32>>);

impl Logins {
    fn load(conn: &mut Conn) -> Result<Self, StoreError> {
        let active = worker_spreekuur::table
            .inner_join(worker::table.on(worker::id.eq(worker_spreekuur::worker)))
            .filter(worker::active.eq(true));
        let rows: Vec<(i32, i32)> = active.select((worker_spreekuur::spreekuur, worker::id)).load(conn)?;
        let mut logins: HashMap<SpreekuurId, HashSet<i32>> = HashMap::new();
        for (spreekuur, worker) in rows {
            logins.entry(slots::spreekuur_from(spreekuur)?).or_default().insert(worker);
        }
        Ok(Logins(logins))
    }

    fn is_one_host(&self, one: &Spreekuur, other: &Spreekuur) -> bool {
        let typed = same_name(&one.host, &other.host) && one.whom == other.whom;
        let shared = || {
            let both = self.0.get(&one.id).zip(self.0.get(&other.id));
            both.is_some_and(|(one, other)| !one.is_disjoint(other))
        };
        one.id != other.id && (typed || shared())
    }
}

/// Whether two people typed the same, but for capitals and spaces. Nothing typed is nobody.
fn same_name(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let words: Vec<String> = text.split_whitespace().take(LONGEST_NAME).map(str::to_lowercase).collect();
        words.join(" ")
    };
    !plain(one).is_empty() && plain(one) == plain(other)
}

/// Every two spreekuren of one host that are held at the same time, from now on.
///
/// # Errors
/// Where the store fails.
pub fn clashes(conn: &mut Conn, now: i64) -> Result<Vec<Clash>, StoreError> {
    let (all, logins) = (spreekuren::all(conn)?, Logins::load(conn)?);
    let mut clashes = Vec::new();
    for (place, one) in all.iter().enumerate() {
        for other in all.iter().skip(place + 1).filter(|other| logins.is_one_host(one, other)) {
            let (own, others) = (offered(conn, one.id, now)?, offered(conn, other.id, now)?);
            if let Some(minute) = first_of_both((&own, one.minutes), (&others, other.minutes)) {
                let first = slots::slot_from(slots::spreekuur_column(one.id)?, minute)?;
                clashes.push(Clash { one: one.clone(), other: other.clone(), first });
            }
        }
    }
    Ok(clashes)
}

/// The minutes at which times of the weekly hours begin that are still to come, in order.
fn offered(conn: &mut Conn, id: SpreekuurId, now: i64) -> Result<Vec<i64>, StoreError> {
    let own = slot::table.filter(slot::spreekuur.eq(slots::spreekuur_column(id)?)).filter(slot::offered.eq(true));
    Ok(own.filter(slot::minute.gt(now.div_euclid(60))).order(slot::minute.asc()).select(slot::minute).load(conn)?)
}

/// The first of `own` that overlaps one of `others`; both in order.
fn first_of_both((own, long): (&[i64], u16), (others, others_long): (&[i64], u16)) -> Option<i64> {
    let (long, others_long) = (i64::from(long), i64::from(others_long));
    own.iter().copied().find(|start| {
        let after = others.partition_point(|other| other + others_long <= *start);
        others.get(after).is_some_and(|other| *other < start + long)
    })
}

/// When the host of a spreekuur has appointments in another one.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    minutes: u16,
    /// In which, and from which minute until which.
    taken: Vec<(Spreekuur, i64, i64)>,
}

impl Elsewhere {
    /// That of the host of `own`, from now on, beside the appointment `except`, which is about to move.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn of(conn: &mut Conn, own: &Spreekuur, except: Option<EntryId>, now: i64) -> Result<Self, StoreError> {
        let logins = Logins::load(conn)?;
        let except = except.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
        let mut taken = Vec::new();
        for other in spreekuren::all(conn)?.into_iter().filter(|other| logins.is_one_host(own, other)) {
            let long = i64::from(other.minutes);
            let booked: Vec<Option<i64>> = booking::table
                .filter(booking::spreekuur.eq(slots::spreekuur_column(other.id)?))
                .filter(booking::state.eq_any([BOOKED, CONFLICT]))
                .filter(booking::minute.gt(now.div_euclid(60) - long))
                .filter(booking::id.ne(except.as_slice()))
                .select(booking::minute)
                .load(conn)?;
            taken.extend(booked.into_iter().flatten().map(|minute| (other.clone(), minute, minute + long)));
        }
        Ok(Elsewhere { minutes: own.minutes, taken })
    }

    /// Where the host is expected during this time already; none where nowhere.
    pub fn during(&self, slot: SlotId) -> Option<&Spreekuur> {
        let (from, until) = (i64::from(slot.minute()), i64::from(slot.minute()) + i64::from(self.minutes));
        self.taken.iter().find(|(_, begins, ends)| *begins < until && from < *ends).map(|(other, ..)| other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_spelled_and_no_name_is_nobody() {
        assert!(same_name(" Politie  Lelystad ", "politie lelystad"));
        assert!(!same_name("Politie", "Gemeente") && !same_name("", "  "));
    }

    #[test]
    fn times_that_only_touch_do_not_overlap() {
        assert_eq!(first_of_both((&[0, 30, 60], 30), (&[90, 120], 45)), None);
        assert_eq!(first_of_both((&[0, 30, 60], 30), (&[75], 45)), Some(60));
        assert_eq!(first_of_both((&[100], 30), (&[40, 85], 20)), Some(100));
        assert_eq!(first_of_both((&[], 30), (&[85], 20)), None);
    }
}
