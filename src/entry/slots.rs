//! Names of times that can be booked, and of the right to book one.

use super::BadId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// The number the desk gave a *spreekuur*: one host at one place with weekly hours; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpreekuurId(NonZeroU32);

impl SpreekuurId {
    /// From the desk's numbering, which starts at 1.
    ///
    /// # Errors
    /// For 0.
    pub fn new(number: u32) -> Result<Self, BadId> {
        NonZeroU32::new(number).map(SpreekuurId).ok_or(BadId)
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

/// A time of a spreekuur: which one, and its first minute. Made of these two alone, so that it has the same name on every
/// machine, after every restore, and in a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SlotId {
    spreekuur: SpreekuurId,
    minute: u32,
}

impl SlotId {
    /// `minute` counts whole minutes since 1970, UTC; it lasts until the year 10136.
    pub fn new(spreekuur: SpreekuurId, minute: u32) -> Self {
        SlotId { spreekuur, minute }
    }

    /// The slot that begins at `start`.
    ///
    /// # Errors
    /// For a moment that is no whole minute, or before 1970.
    pub fn at(spreekuur: SpreekuurId, start: DateTime<Utc>) -> Result<Self, BadId> {
        let seconds = start.timestamp();
        if seconds % 60 != 0 || start.timestamp_subsec_nanos() != 0 {
            return Err(BadId);
        }
        Ok(SlotId { spreekuur, minute: u32::try_from(seconds / 60).map_err(|_| BadId)? })
    }

    /// Whose time it is.
    pub fn spreekuur(self) -> SpreekuurId {
        self.spreekuur
    }

    /// Minutes since 1970, UTC.
    pub fn minute(self) -> u32 {
        self.minute
    }

    /// When it begins.
    pub fn start(self) -> DateTime<Utc> {
        DateTime::from_timestamp(i64::from(self.minute) * 60, 0).unwrap_or_default()
    }
}

impl fmt::Display for SlotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.spreekuur.get(), self.minute)
    }
}

impl FromStr for SlotId {
    type Err = BadId;
    /// Only the spelling of `Display`: one name, one spelling.
    fn from_str(text: &str) -> Result<Self, BadId> {
        let (spreekuur, minute) = text.split_once('-').ok_or(BadId)?;
        let spreekuur = spreekuur.parse().map_err(|_| BadId).and_then(SpreekuurId::new)?;
        let slot = SlotId { spreekuur, minute: minute.parse().map_err(|_| BadId)? };
        if slot.to_string() == text { Ok(slot) } else { Err(BadId) }
    }
}

impl TryFrom<String> for SlotId {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<SlotId> for String {
    fn from(slot: SlotId) -> String {
        slot.to_string()
    }
}

/// The right to book one slot, given by the desk to one kiosk, once. Numbers only go up, also over restores of the desk, so
/// that a right which was given back can never come to life again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct GrantId(u64);

impl TryFrom<u64> for GrantId {
    type Error = BadId;
    fn try_from(number: u64) -> Result<Self, BadId> {
        GrantId::new(number)
    }
}

impl From<GrantId> for u64 {
    fn from(grant: GrantId) -> u64 {
        grant.0
    }
}

impl GrantId {
    /// Above every grant there will ever be.
    pub const LAST: GrantId = GrantId(i64::MAX as u64);

    /// From the desk's count.
    ///
    /// # Errors
    /// Above what a database's signed integer holds.
    pub fn new(number: u64) -> Result<Self, BadId> {
        if i64::try_from(number).is_ok() { Ok(GrantId(number)) } else { Err(BadId) }
    }

    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }
}

/// A slot, with the right to book it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The right.
    pub grant: GrantId,
    /// To what.
    pub slot: SlotId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_has_one_name() {
        let slot = SlotId::at(SpreekuurId::new(7).unwrap(), "2027-03-28T01:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(slot.to_string(), "7-30103260");
        assert_eq!("7-30103260".parse(), Ok(slot));
        assert_eq!(slot.start().to_rfc3339(), "2027-03-28T01:00:00+00:00");
        for bad in ["", "7", "0-1", "07-1", "7-01", "7--1", "7-+1", "7-1-1", "7-4294967296", "é-1"] {
            assert_eq!(bad.parse::<SlotId>(), Err(BadId), "{bad}");
        }
        assert_eq!(SlotId::at(SpreekuurId::new(7).unwrap(), "2027-03-28T01:00:30Z".parse().unwrap()), Err(BadId));
    }

    #[test]
    fn a_grant_fits_a_database() {
        assert_eq!(GrantId::new(u64::MAX), Err(BadId));
        assert_eq!(GrantId::new(3).map(GrantId::get), Ok(3));
        assert!(serde_json::from_str::<GrantId>(&u64::MAX.to_string()).is_err());
    }
}
