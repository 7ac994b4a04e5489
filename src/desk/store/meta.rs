//! What the store knows of itself.

use super::schema::meta;
use super::{Conn, StoreError};
use crate::booking::desk::{self, Heard};
use crate::clock::{Clock, Luck};
use crate::entry::{GrantId, KEPT_AFTER_RECEIPT};
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

const STORE: &str = "store";
const SITE_VERSION: &str = "site-version";
const SITE_HASH: &str = "site-hash";
const KIOSKS_GIVEN: &str = "kiosks-given";
const SPREEKUREN_GIVEN: &str = "spreekuren-given";
const SLOTS_VERSION: &str = "slots-version";
const LAST_GRANT: &str = "last-grant";
const FIRST_SINCE_RESTORE: &str = "first-grant-since-restore";
const RESTORED_AT: &str = "restored-at";
const BACKED_UP_AT: &str = "backed-up-at";
const RESTORED_FROM: &str = "restored-from";
const LOSS: &str = "loss";
const STRANGERS: &str = "strangers";
const PATTERNS_TOLD: &str = "patterns-told";

/// Versions a second of the slots' counter, as a power of two, so that it goes up over a restore too: a thousand are more than
/// any post changes.
const VERSIONS_A_SECOND: u32 = 10;

/// More changes of a site than anybody makes between a backup and its restore.
const SITE_GAP: u64 = 1_000_000;

pub(super) fn get(conn: &mut Conn, name: &str) -> Result<Option<String>, StoreError> {
    Ok(meta::table.find(name).select(meta::value).first(conn).optional()?)
}

fn number<T: std::str::FromStr>(conn: &mut Conn, name: &str) -> Result<Option<T>, StoreError> {
    get(conn, name)?.map(|text| text.parse().map_err(|_| StoreError::Odd("meta"))).transpose()
}

pub(super) fn set(conn: &mut Conn, name: &str, value: &str) -> Result<(), StoreError> {
    let changed = diesel::update(meta::table.find(name)).set(meta::value.eq(value)).execute(conn)?;
    if changed == 0 {
        diesel::insert_into(meta::table).values((meta::name.eq(name), meta::value.eq(value))).execute(conn)?;
    }
    Ok(())
}

pub(super) fn take_away(conn: &mut Conn, name: &str) -> Result<(), StoreError> {
    diesel::delete(meta::table.find(name)).execute(conn)?;
    Ok(())
}

/// Gives a new store its name.
pub(super) fn begin(conn: &mut Conn, clock: &dyn Clock, luck: &dyn Luck) -> Result<(), StoreError> {
    match get(conn, STORE)? {
        Some(_) => Ok(()),
        None => rename(conn, clock, luck).map(drop),
    }
}

/// Gives the store a new random name, so that every kiosk sends its last days again.
pub(super) fn rename(conn: &mut Conn, clock: &dyn Clock, luck: &dyn Luck) -> Result<Uuid, StoreError> {
    let mut random = [0; 10];
    luck.fill(&mut random)?;
    let millis = clock.stamp().at.timestamp_millis().max(0) as u64;
    let name = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    set(conn, STORE, &name.to_string())?;
    Ok(name)
}

/// The store's name: another after a restore.
///
/// # Errors
/// Where the store fails.
pub fn store_id(conn: &mut Conn) -> Result<String, StoreError> {
    get(conn, STORE)?.ok_or(StoreError::Odd("meta"))
}

/// The version of the site's data.
///
/// # Errors
/// Where the store fails.
pub fn site_version(conn: &mut Conn) -> Result<u64, StoreError> {
    Ok(number(conn, SITE_VERSION)?.unwrap_or(0))
}

/// Raises the site's version where `content`, what kiosks are told, differs from the last time.
///
/// # Errors
/// Where the store fails.
pub fn note_site(conn: &mut Conn, content: &[u8]) -> Result<u64, StoreError> {
    let hash: String = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    let version = site_version(conn)?;
    if get(conn, SITE_HASH)?.as_deref() == Some(hash.as_str()) {
        return Ok(version);
    }
    set(conn, SITE_HASH, &hash)?;
    raise_site_version(conn)
}

/// Tells every kiosk to fetch the site again.
///
/// # Errors
/// Where the store fails.
pub fn raise_site_version(conn: &mut Conn) -> Result<u64, StoreError> {
    let version = site_version(conn)? + 1;
    set(conn, SITE_VERSION, &version.to_string())?;
    Ok(version)
}

/// Leaves room above all that a lost desk may have told kiosks since this store was copied: what is told next is newer to each.
pub(super) fn leave_a_gap_in_site(conn: &mut Conn) -> Result<(), StoreError> {
    let version = site_version(conn)?.saturating_add(SITE_GAP);
    set(conn, SITE_VERSION, &version.to_string())
}

/// The last period of which patterns were told.
pub(super) fn patterns_told(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    get(conn, PATTERNS_TOLD)
}

/// Everything up to this period is told, and does not change any more.
pub(super) fn note_patterns_told(conn: &mut Conn, period: &str) -> Result<(), StoreError> {
    set(conn, PATTERNS_TOLD, period)
}

/// The highest kiosk number that may have been given, also where its row is lost.
pub(super) fn kiosks_given(conn: &mut Conn) -> Result<i32, StoreError> {
    Ok(number(conn, KIOSKS_GIVEN)?.unwrap_or(0))
}

/// Takes every number up to `number` as given.
pub(super) fn note_kiosks_given(conn: &mut Conn, number: i32) -> Result<(), StoreError> {
    set(conn, KIOSKS_GIVEN, &number.to_string())
}

/// The highest number of a spreekuur that may have been given, also where its row is lost.
pub(super) fn spreekuren_given(conn: &mut Conn) -> Result<i32, StoreError> {
    Ok(number(conn, SPREEKUREN_GIVEN)?.unwrap_or(0))
}

/// Takes every number up to `number` as given.
pub(super) fn note_spreekuren_given(conn: &mut Conn, number: i32) -> Result<(), StoreError> {
    set(conn, SPREEKUREN_GIVEN, &number.to_string())
}

/// The version of slots, spreekuren and today's list: it goes up when they change, also over a restore.
///
/// # Errors
/// Where the store fails.
pub fn slots_version(conn: &mut Conn) -> Result<u64, StoreError> {
    Ok(number(conn, SLOTS_VERSION)?.unwrap_or(0))
}

/// Tells every kiosk to ask for slots again; `now` in seconds since 1970.
///
/// # Errors
/// Where the store fails.
pub fn raise_slots_version(conn: &mut Conn, now: i64) -> Result<u64, StoreError> {
    let by_time = (now.max(0) as u64) << VERSIONS_A_SECOND;
    let version = (slots_version(conn)? + 1).max(by_time);
    set(conn, SLOTS_VERSION, &version.to_string())?;
    Ok(version)
}

/// A number for a grant, never given before, higher than all before it, also by a desk whose backup this store came out of.
pub(super) fn next_grant(conn: &mut Conn, now: i64) -> Result<GrantId, StoreError> {
    let next = grant_after(last_grant(conn)?, now)?;
    set(conn, LAST_GRANT, &next.get().to_string())?;
    Ok(next)
}

fn last_grant(conn: &mut Conn) -> Result<Option<GrantId>, StoreError> {
    let last: Option<u64> = number(conn, LAST_GRANT)?;
    last.map(|last| GrantId::new(last).map_err(|_| StoreError::Odd("meta"))).transpose()
}

fn grant_after(last: Option<GrantId>, now: i64) -> Result<GrantId, StoreError> {
    desk::next_grant(last, now.max(0) as u64).ok_or(StoreError::Odd("meta"))
}

/// This store came out of a backup, at the second `now`: leaves a gap above all that the lost desk may have granted, also in
/// this very second.
pub(super) fn note_restored(conn: &mut Conn, now: i64) -> Result<(), StoreError> {
    let first = grant_after(last_grant(conn)?, now.saturating_add(1))?;
    set(conn, LAST_GRANT, &first.get().to_string())?;
    set(conn, FIRST_SINCE_RESTORE, &first.get().to_string())?;
    set(conn, RESTORED_AT, &now.to_string())?;
    note_loss(conn)
}

/// What a store that came out of a backup lacks: written down when it came, for staff to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// When the backup was made, in seconds since 1970; none where it does not say.
    pub made_at: Option<i64>,
    /// When the store came out of it.
    pub restored_at: i64,
}

impl Loss {
    /// False where kiosks send again everything that they delivered since the backup was made: they keep it for
    /// [`KEPT_AFTER_RECEIPT`]. Also true of a backup that does not say when it was made.
    pub fn is_beyond_kiosks(&self) -> bool {
        self.made_at.is_none_or(|made| self.restored_at - made > KEPT_AFTER_RECEIPT.as_secs() as i64)
    }
}

/// Says in a copy of the store that it holds what was known at the second `now`.
pub(super) fn note_backed_up(conn: &mut Conn, now: i64) -> Result<(), StoreError> {
    set(conn, BACKED_UP_AT, &now.to_string())
}

/// What staff have not read yet of an earlier restore stays true: the older of the two moments is kept.
fn note_loss(conn: &mut Conn) -> Result<(), StoreError> {
    let made: Option<i64> = number(conn, BACKED_UP_AT)?;
    // A copy that is made by another hand than ours would say the moment of this one.
    diesel::delete(meta::table.find(BACKED_UP_AT)).execute(conn)?;
    let unread = loss(conn)?.map(|loss| loss.made_at);
    let made = match unread {
        Some(before) => before.zip(made).map(|(before, made)| before.min(made)),
        None => made,
    };
    set(conn, RESTORED_FROM, &made.map(|made| made.to_string()).unwrap_or_default())?;
    set(conn, LOSS, "unread")
}

/// What this store lacks and nobody has read yet; none for one that never came out of a backup.
///
/// # Errors
/// Where the store fails.
pub fn loss(conn: &mut Conn) -> Result<Option<Loss>, StoreError> {
    if get(conn, LOSS)?.as_deref() != Some("unread") {
        return Ok(None);
    }
    let made_at = get(conn, RESTORED_FROM)?.filter(|text| !text.is_empty());
    let made_at = made_at.map(|text| text.parse().map_err(|_| StoreError::Odd("meta"))).transpose()?;
    let restored_at = number(conn, RESTORED_AT)?.ok_or(StoreError::Odd("meta"))?;
    Ok(Some(Loss { made_at, restored_at }))
}

/// Staff have read what this store lacks.
///
/// # Errors
/// Where the store fails.
pub fn read_loss(conn: &mut Conn) -> Result<(), StoreError> {
    if loss(conn)?.is_some() { set(conn, LOSS, "read") } else { Ok(()) }
}

/// What a store that came out of a backup knows of that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Restored {
    /// What it granted since is higher than this, what the lost desk granted is lower.
    pub(super) grants_from: GrantId,
    /// When, in seconds since 1970.
    pub(super) at: i64,
}

/// None for a store that never came out of a backup.
pub(super) fn restored(conn: &mut Conn) -> Result<Option<Restored>, StoreError> {
    let (first, at) = (number::<u64>(conn, FIRST_SINCE_RESTORE)?, number(conn, RESTORED_AT)?);
    let Some((first, at)) = first.zip(at) else { return Ok(None) };
    Ok(Some(Restored { grants_from: GrantId::new(first).map_err(|_| StoreError::Odd("meta"))?, at }))
}

/// What this store knows of the rights of kiosks that it cannot know: enrolled, or enrolled anew, at a desk that has been lost,
/// after the backup was made. None where there are none.
pub(super) fn strangers(conn: &mut Conn) -> Result<Option<Heard>, StoreError> {
    match get(conn, STRANGERS)?.as_deref() {
        None => Ok(None),
        Some("silent") => Ok(Some(Heard::Silent)),
        Some("risk-accepted") => Ok(Some(Heard::RiskAccepted)),
        Some(_) => Err(StoreError::Odd("meta")),
    }
}

/// There may be such kiosks, and nobody has accepted what they may have promised.
pub(super) fn note_strangers(conn: &mut Conn) -> Result<(), StoreError> {
    set(conn, STRANGERS, "silent")
}

/// Staff accept that such kiosks may have promised anything.
pub(super) fn accept_strangers(conn: &mut Conn) -> Result<(), StoreError> {
    set(conn, STRANGERS, "risk-accepted")
}
