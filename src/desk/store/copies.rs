//! Kiosks of which two speak. Whoever copies a card and runs both has two machines with one key; each counts the entries it keeps on
//! from the same place, so that two different ones come to the desk under one number of one enrolment. No kiosk does that by itself:
//! it reserves its numbers on its own disk before it gives them.

use super::schema::{entry, kiosk, meta};
use super::{Conn, StoreError, kiosks};
use crate::entry::{Epoch, KioskId};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashSet};

/// Names of the marks; behind it the kiosk's number. The value is the enrolment for which it holds.
const MARK: &str = "copied-";

/// Kiosks under whose enrolment of now two different entries have one number. It reads every entry's numbers, so do it seldom.
///
/// # Errors
/// Where the store fails.
pub fn find(conn: &mut Conn) -> Result<BTreeSet<(KioskId, Epoch)>, StoreError> {
    let now = kiosk::table.filter(kiosk::desk.eq(false)).select((kiosk::id, kiosk::epoch)).load::<(i32, i32)>(conn)?;
    let mut found = BTreeSet::new();
    for (id, epoch) in now {
        let own = entry::table.filter(entry::kiosk.eq(id)).filter(entry::epoch.eq(epoch));
        let numbers: Vec<i64> = own.select(entry::seq).load(conn)?;
        let mut once = HashSet::with_capacity(numbers.len());
        if !numbers.into_iter().all(|number| once.insert(number)) {
            found.insert((kiosks::id_from(id)?, Epoch::new(u32::try_from(epoch).map_err(|_| StoreError::Odd("kiosk"))?)));
        }
    }
    Ok(found)
}

/// Marks these for staff; answers those that were not marked before.
///
/// # Errors
/// Where the store fails.
pub fn mark(conn: &mut Conn, found: &BTreeSet<(KioskId, Epoch)>) -> Result<Vec<KioskId>, StoreError> {
    let known = marked(conn)?;
    let fresh: Vec<_> = found.iter().filter(|one| !known.contains(one)).collect();
    for (id, epoch) in &fresh {
        super::meta::set(conn, &format!("{MARK}{id}"), &epoch.get().to_string())?;
    }
    Ok(fresh.into_iter().map(|(id, _)| *id).collect())
}

/// Those that are marked. A mark holds for its enrolment alone: a kiosk that is written off or enrolled anew has lost it.
///
/// # Errors
/// Where the store fails.
pub fn marked(conn: &mut Conn) -> Result<HashSet<(KioskId, Epoch)>, StoreError> {
    let marks = meta::table.filter(meta::name.like(format!("{MARK}%"))).select((meta::name, meta::value));
    let marks: Vec<(String, String)> = marks.load(conn)?;
    let read = |(name, value): (String, String)| {
        let id = name.strip_prefix(MARK).and_then(|id| id.parse().ok());
        let epoch = value.parse().ok().map(Epoch::new);
        id.zip(epoch).ok_or(StoreError::Odd("meta"))
    };
    marks.into_iter().map(read).collect()
}
