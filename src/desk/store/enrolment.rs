//! How a kiosk becomes ours: staff make a code, the kiosk offers its key with it, two people compare four words, staff confirm.

use super::posts::{self, PostId};
use super::schema::enrolment;
use super::{Conn, StoreError, kiosks};
use crate::clock::Luck;
use crate::entry::{Epoch, KioskId};
use crate::wire::{EnrolCode, EnrolState, KioskPublicKey, Sort};
use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// How long a code lives, and how long staff may take to compare the words.
pub const CODE_LIVES: Duration = Duration::minutes(10);

/// Wrong codes before an open code is closed. A wrong code costs every open code one try: nobody can say which was meant.
pub const TRIES: i32 = 5;

/// A kiosk may ask how its enrolment went for this long.
const ASKED_FOR: Duration = Duration::hours(24);

/// Keys that are tried against a question that names none: more offers at once than a post has kiosks.
const MOST_OFFERS: i64 = 16;

const OPEN: &str = "open";
const OFFERED: &str = "offered";
const ENROLLED: &str = "enrolled";
const REFUSED: &str = "refused";

/// A kiosk that waits for staff to compare the words.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The enrolment's number.
    pub id: i32,
    /// The key it offers; with the desk's answer it makes the four words.
    pub key: KioskPublicKey,
    /// The kiosk program's version.
    pub software: String,
    /// For which post the code was made.
    pub post: PostId,
    /// What it says that it is.
    pub sort: Sort,
    /// After this it is refused.
    pub expires_at: DateTime<Utc>,
}

/// What became of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Staff can compare the words now.
    Taken,
    /// No open code is this one.
    BadCode,
}

/// What became of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The kiosk is taken in.
    Enrolled(KioskId, Epoch),
    /// It is over, or was decided already.
    TooLate,
    /// All tekens of the post are given out: write a kiosk off first.
    NoTekens,
    /// The kiosk that it was before stands in another post: it is a new one here.
    OtherPost,
    /// A display is no kiosk, and a kiosk no display: it is a new one.
    OtherSort,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = enrolment)]
struct Row {
    id: i32,
    salt: Vec<u8>,
    code_hash: Vec<u8>,
    expires_at: i64,
    state: String,
    offered_key: Option<Vec<u8>>,
    software: Option<String>,
    kiosk: Option<i32>,
    epoch: Option<i32>,
    post: i32,
    display: bool,
}

impl Row {
    fn sort(&self) -> Sort {
        if self.display { Sort::Display } else { Sort::Kiosk }
    }
}

/// Forty bits that live for ten minutes and open nothing by themselves need no slow hash.
fn hash(salt: &[u8], code: &EnrolCode) -> Vec<u8> {
    Sha256::new().chain_update(salt).chain_update(code.reveal()).finalize().to_vec()
}

/// Makes a code for a kiosk of the first post.
///
/// # Errors
/// As [`new_code_in`].
pub fn new_code(conn: &mut Conn, luck: &dyn Luck, now: i64) -> Result<EnrolCode, StoreError> {
    new_code_in(conn, posts::FIRST, luck, now)
}

/// Makes a code for a kiosk of this post, to be shown once and read to whoever stands at it.
///
/// # Errors
/// Where the store fails or there is no randomness.
pub fn new_code_in(conn: &mut Conn, post: PostId, luck: &dyn Luck, now: i64) -> Result<EnrolCode, StoreError> {
    let (mut random, mut salt) = ([0; 8], [0; 16]);
    luck.fill(&mut random)?;
    luck.fill(&mut salt)?;
    let code = EnrolCode::new(random);
    let last: Option<i32> = enrolment::table.select(diesel::dsl::max(enrolment::id)).first(conn)?;
    diesel::insert_into(enrolment::table)
        .values((
            enrolment::id.eq(last.unwrap_or(0) + 1),
            enrolment::salt.eq(salt.as_slice()),
            enrolment::code_hash.eq(hash(&salt, &code)),
            enrolment::made_at.eq(now),
            enrolment::expires_at.eq(now + CODE_LIVES.num_seconds()),
            enrolment::tries_left.eq(TRIES),
            enrolment::state.eq(OPEN),
            enrolment::post.eq(post),
        ))
        .execute(conn)?;
    tracing::info!("a code for a new kiosk was made");
    Ok(code)
}

/// A kiosk offers its key with a code. The same offer again (its answer was lost) is taken again.
///
/// # Errors
/// Where the store fails.
pub fn offer(conn: &mut Conn, code: &EnrolCode, key: &KioskPublicKey, software: &str, now: i64) -> Result<Offer, StoreError> {
    offer_as(conn, Sort::Kiosk, code, key, software, now)
}

/// The same of something that says what it is.
///
/// # Errors
/// Where the store fails.
pub fn offer_as(
    conn: &mut Conn,
    sort: Sort,
    code: &EnrolCode,
    key: &KioskPublicKey,
    software: &str,
    now: i64,
) -> Result<Offer, StoreError> {
    let rows: Vec<Row> = enrolment::table
        .filter(enrolment::expires_at.gt(now))
        .filter(enrolment::state.eq_any([OPEN, OFFERED]))
        .filter(enrolment::tries_left.gt(0))
        .select(Row::as_select())
        .load(conn)?;
    // Every hash is compared, whichever fits.
    let mut meant = None;
    for row in rows {
        if bool::from(hash(&row.salt, code).ct_eq(&row.code_hash)) {
            meant = Some(row);
        }
    }
    let Some(row) = meant else {
        let open = enrolment::table.filter(enrolment::state.eq(OPEN)).filter(enrolment::expires_at.gt(now));
        diesel::update(open.filter(enrolment::tries_left.gt(0)))
            .set(enrolment::tries_left.eq(enrolment::tries_left - 1))
            .execute(conn)?;
        tracing::warn!("a kiosk was offered with a wrong code");
        return Ok(Offer::BadCode);
    };
    if row.state == OFFERED {
        let same = row.offered_key.as_deref() == Some(key.as_bytes().as_slice());
        return Ok(if same { Offer::Taken } else { Offer::BadCode });
    }
    diesel::update(enrolment::table.find(row.id))
        .set((
            enrolment::state.eq(OFFERED),
            enrolment::offered_key.eq(Some(key.as_bytes().as_slice())),
            enrolment::software.eq(Some(kiosks::shown(software))),
            enrolment::display.eq(sort == Sort::Display),
            enrolment::expires_at.eq(now + CODE_LIVES.num_seconds()),
        ))
        .execute(conn)?;
    tracing::info!(enrolment = row.id, "a kiosk was offered and waits for its words to be compared");
    Ok(Offer::Taken)
}

/// The kiosks that wait for staff.
///
/// # Errors
/// Where the store fails.
pub fn pending(conn: &mut Conn, now: i64) -> Result<Vec<Pending>, StoreError> {
    let rows: Vec<Row> = enrolment::table
        .filter(enrolment::state.eq(OFFERED))
        .filter(enrolment::expires_at.gt(now))
        .order(enrolment::id.asc())
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            let key = row.offered_key.as_deref().ok_or(StoreError::Odd("enrolment"))?;
            Ok(Pending {
                id: row.id,
                sort: row.sort(),
                key: kiosks::key_from(key)?,
                software: row.software.unwrap_or_default(),
                post: row.post,
                expires_at: super::entries::moment(row.expires_at)?,
            })
        })
        .collect()
}

/// Staff compared the words and they are the same. `again` names the kiosk where this is the same device enrolled anew: it
/// keeps its number, and what waits on it still arrives.
///
/// # Errors
/// Where the store fails.
pub fn confirm(conn: &mut Conn, id: i32, name: &str, again: Option<KioskId>, now: i64) -> Result<Confirmed, StoreError> {
    let row: Option<Row> = enrolment::table
        .find(id)
        .filter(enrolment::state.eq(OFFERED))
        .filter(enrolment::expires_at.gt(now))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let Some(row) = row else { return Ok(Confirmed::TooLate) };
    let key = row.offered_key.as_deref().ok_or(StoreError::Odd("enrolment"))?;
    let software = row.software.as_deref().unwrap_or_default();
    let known = again.map(|known| kiosks::find(conn, known)).transpose()?.flatten();
    let taken_in = match again {
        Some(_) if known.as_ref().is_some_and(|known| known.post != row.post) => return Ok(Confirmed::OtherPost),
        Some(_) if known.is_some_and(|known| known.sort != row.sort()) => return Ok(Confirmed::OtherSort),
        Some(known) => kiosks::renew(conn, known, name, key, software, now)?,
        None => kiosks::add(conn, (row.post, row.sort()), name, key, software, now)?,
    };
    let Some((kiosk, epoch)) = taken_in else { return Ok(Confirmed::NoTekens) };
    diesel::update(enrolment::table.find(id))
        .set((
            enrolment::state.eq(ENROLLED),
            enrolment::kiosk.eq(Some(kiosk.get() as i32)),
            enrolment::epoch.eq(Some(epoch.get() as i32)),
        ))
        .execute(conn)?;
    tracing::info!(enrolment = id, kiosk = kiosk.get(), epoch = epoch.get(), "a kiosk was taken in");
    Ok(Confirmed::Enrolled(kiosk, epoch))
}

/// Whether there is, or was, a request of that number.
///
/// # Errors
/// Where the store fails.
pub fn is_known(conn: &mut Conn, id: i32) -> Result<bool, StoreError> {
    Ok(diesel::select(diesel::dsl::exists(enrolment::table.find(id))).get_result(conn)?)
}

/// Staff say that the words differ. True where it was still waiting.
///
/// # Errors
/// Where the store fails.
pub fn refuse(conn: &mut Conn, id: i32) -> Result<bool, StoreError> {
    let waiting = enrolment::table.find(id).filter(enrolment::state.eq(OFFERED));
    let done = diesel::update(waiting).set(enrolment::state.eq(REFUSED)).execute(conn)? == 1;
    if done {
        tracing::warn!(enrolment = id, "a kiosk was refused: its words were not the same");
    }
    Ok(done)
}

/// The offers of the last day, newest first, each with how far it is: a question about one names no key, so each is tried.
pub(in crate::desk) fn offers(conn: &mut Conn, now: i64) -> Result<Vec<(KioskPublicKey, EnrolState)>, StoreError> {
    let rows: Vec<Row> = enrolment::table
        .filter(enrolment::offered_key.is_not_null())
        .filter(enrolment::made_at.gt(now - ASKED_FOR.num_seconds()))
        .order(enrolment::id.desc())
        .limit(MOST_OFFERS)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            let odd = || StoreError::Odd("enrolment");
            let state = match (row.state.as_str(), row.kiosk, row.epoch) {
                (OFFERED, ..) if row.expires_at > now => EnrolState::Waiting,
                (ENROLLED, Some(kiosk), Some(epoch)) => EnrolState::Enrolled {
                    kiosk: kiosks::id_from(kiosk)?,
                    epoch: Epoch::new(u32::try_from(epoch).map_err(|_| odd())?),
                },
                _ => EnrolState::Refused,
            };
            Ok((kiosks::key_from(&row.offered_key.ok_or_else(odd)?)?, state))
        })
        .collect()
}
