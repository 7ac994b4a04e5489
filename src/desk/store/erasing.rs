//! Erasing: everything of a resident goes out of a row, its name and digest stay, and a line without anybody in it says so.
//!
//! 1. What has a card goes when an outcome is set, no call is planned and the term is over; an appointment when its time is past and
//!    the term is over; what only passed by (a call, a check-in, a rating) a term after it came. An open card never goes by itself.
//!    The term of each is the smallest that held since it was left (`retention`).
//! 2. One transaction takes the seal, the columns, the card with its acts, what was said, and what other systems have
//!    ([`connect::erase`]). The numbers of an ended card are counted in it (`patterns`).
//! 3. A kiosk that sends it again finds its digest and gets its receipt. Where the row itself was lost, the line says that it was
//!    erased (`again`).

use super::entries::{self, moment};
use super::retention::{DAYS, Term};
use super::schema::{booking, card, entry, erasure, hall_call, recording_piece, unmatched};
use super::{Conn, StoreError, patterns};
use crate::desk::connect;
use crate::entry::EntryId;
use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};

/// The most things erased in one transaction: about 20 ms, which a kiosk's entry that comes meanwhile does not notice.
pub const AT_ONCE: i64 = 100;

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// Seconds of a minute: appointments are named by minutes.
const MINUTE: i64 = 60;

/// What stands in the place of a language: ISO 639 calls it undetermined.
const NO_LANGUAGE: &str = "und";

/// What the log calls an appointment that a worker made, which has no entry.
const BY_PHONE: &str = "phone-booking";

/// Why something was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its term was over.
    Term,
    /// The resident asked, and a worker looked who it was.
    Request,
}

impl Why {
    fn word(self) -> &'static str {
        match self {
            Why::Term => "term",
            Why::Request => "request",
        }
    }
}

/// A line of the log: no name, no number, no worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was erased.
    pub entry: EntryId,
    /// The word of its kind.
    pub kind: String,
    /// True where a worker pressed the button, false where it went by itself.
    pub by_worker: bool,
    /// True where the resident asked.
    pub asked: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// Erases everything about an entry. False where there is no such entry, or where it was erased before.
///
/// # Errors
/// Where the store fails.
pub fn erase(conn: &mut Conn, id: EntryId, why: Why, now: i64) -> Result<bool, StoreError> {
    let key = id.as_bytes().as_slice();
    let kind: Option<String> =
        entry::table.find(key).filter(entry::erased_at.is_null()).select(entry::kind).first(conn).optional()?;
    let Some(kind) = kind else { return Ok(false) };
    patterns::count_one(conn, id, moment(now)?)?;
    empty(conn, id, now)?;
    note(conn, id, &kind, why, now)?;
    Ok(true)
}

/// Takes out all that there is of it, whatever there is.
fn empty(conn: &mut Conn, id: EntryId, now: i64) -> Result<(), StoreError> {
    let key = id.as_bytes().as_slice();
    connect::erase(conn, id, now)?;
    // Its acts and who put it aside go with it.
    diesel::delete(card::table.find(key)).execute(conn)?;
    diesel::delete(recording_piece::table.filter(recording_piece::entry.eq(key))).execute(conn)?;
    diesel::delete(hall_call::table.find(key)).execute(conn)?;
    diesel::delete(unmatched::table.find(key)).execute(conn)?;
    // An appointment that is told by this entry's number has nobody to tell any more.
    let told = (booking::message.eq(None::<&str>), booking::message_entry.eq(None::<&[u8]>));
    diesel::update(booking::table.filter(booking::message_entry.eq(key))).set(told).execute(conn)?;
    empty_bookings(conn, booking::entry.eq(key), now)?;
    let none: Option<&str> = None;
    diesel::update(entry::table.find(key))
        .set((
            entry::envelope.eq([].as_slice()),
            entry::waited.eq(0),
            entry::left_at.eq(0),
            entry::left_trusted.eq(false),
            entry::teken.eq(None::<i32>),
            entry::topic.eq(none),
            entry::need.eq(none),
            entry::language.eq(NO_LANGUAGE),
            entry::contact.eq(none),
            entry::reaches.eq(false),
            entry::raised.eq(false),
            entry::pieces.eq(0),
            entry::erased_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Leaves of these appointments the time, with whom, and how they stood: the slot's own history.
fn empty_bookings<P>(conn: &mut Conn, those: P, now: i64) -> Result<(), StoreError>
where
    P: Expression<SqlType = diesel::sql_types::Nullable<diesel::sql_types::Bool>>
        + diesel::expression::NonAggregate
        + diesel::query_builder::QueryFragment<diesel::sqlite::Sqlite>
        + diesel::query_builder::QueryId
        + diesel::expression::AppearsOnTable<booking::table>,
{
    let none: Option<&str> = None;
    diesel::update(booking::table.filter(those))
        .set((
            booking::teken.eq(None::<i32>),
            booking::recognition.eq(None::<&[u8]>),
            booking::language.eq(NO_LANGUAGE),
            booking::contact.eq(none),
            booking::reaches.eq(false),
            booking::left_at.eq(0),
            booking::checked_in_at.eq(None::<i64>),
            booking::note.eq(None::<&[u8]>),
            booking::made_by.eq(None::<i32>),
            booking::message.eq(none),
            booking::message_entry.eq(None::<&[u8]>),
            booking::message_told.eq(None::<i64>),
            booking::seen_at.eq(now),
            booking::erased_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Erases an appointment, those that it took the place of, and what was left with them, because the resident asked. One that stands
/// is cancelled first: its time is free, and calendars and mailboxes are told by what follows from that. False where there is none.
///
/// # Errors
/// Where the store fails.
pub fn erase_appointment(conn: &mut Conn, id: EntryId, now: i64) -> Result<bool, StoreError> {
    type Row = (Option<Vec<u8>>, Option<Vec<u8>>);
    let read = |key: &[u8]| EntryId::from_bytes(key).map_err(|_| StoreError::Odd("booking"));
    let (mut open, mut any) = (vec![id.as_bytes().to_vec()], false);
    while let Some(key) = open.pop() {
        let own = booking::table.find(&key).filter(booking::erased_at.is_null());
        let row: Option<Row> = own.select((booking::entry, booking::message_entry)).first(conn).optional()?;
        // A chain that bites its tail ends here: what is erased is not met again.
        let Some((left, told_by)) = row else { continue };
        open.extend(booking::table.filter(booking::moved_to.eq(&key)).select(booking::id).load::<Vec<u8>>(conn)?);
        let one = read(&key)?;
        super::appointing::cancel(conn, one, true, now)?;
        empty_bookings(conn, booking::id.eq(&key).nullable(), now)?;
        if left.is_none() {
            note(conn, one, BY_PHONE, Why::Request, now)?;
        }
        for entry in [left, told_by].into_iter().flatten() {
            erase(conn, read(&entry)?, Why::Request, now)?;
        }
        any = true;
    }
    Ok(any)
}

fn note(conn: &mut Conn, id: EntryId, kind: &str, why: Why, now: i64) -> Result<(), StoreError> {
    let row = (
        erasure::entry.eq(id.as_bytes().as_slice()),
        erasure::kind.eq(kind),
        erasure::why.eq(why.word()),
        erasure::by_worker.eq(why == Why::Request),
        erasure::at.eq(now),
    );
    diesel::insert_into(erasure::table).values(row).on_conflict_do_nothing().execute(conn)?;
    Ok(())
}

/// An entry came that the log knows as erased: all of it but its name and digest goes at once. False where the log knows nothing.
///
/// # Errors
/// Where the store fails.
pub(super) fn again(conn: &mut Conn, id: EntryId) -> Result<bool, StoreError> {
    let at: Option<i64> = erasure::table.find(id.as_bytes().as_slice()).select(erasure::at).first(conn).optional()?;
    let Some(at) = at else { return Ok(false) };
    empty(conn, id, at)?;
    Ok(true)
}

/// Whether the entry is here, and was erased.
///
/// # Errors
/// Where the store fails.
pub fn is_erased(conn: &mut Conn, id: EntryId) -> Result<bool, StoreError> {
    let row = entry::table.find(id.as_bytes().as_slice()).filter(entry::erased_at.is_not_null());
    Ok(diesel::select(exists(row)).get_result(conn)?)
}

/// Erases whatever has been over for its term at the second `now`, at most [`AT_ONCE`] things of a sort. How many it were; ask again
/// while it is not 0.
///
/// # Errors
/// Where the store fails.
pub fn sweep(conn: &mut Conn, terms: &[Term], now: i64) -> Result<usize, StoreError> {
    let mut erased = 0;
    for term in terms {
        let mut over = ended(conn, term, now, AT_ONCE)?;
        over.extend(passed(conn, term, now, AT_ONCE)?);
        for id in &over {
            let id = EntryId::from_bytes(id).map_err(|_| StoreError::Odd("entry"))?;
            erased += usize::from(erase(conn, id, Why::Term, now)?);
        }
        let rows = past(conn, term, now, AT_ONCE)?;
        erased += sweep_bookings(conn, &rows, now)?;
    }
    Ok(erased + sweep_told(conn, now)?)
}

/// How many things [`sweep`] would erase, all in all.
///
/// # Errors
/// Where the store fails.
pub fn due(conn: &mut Conn, terms: &[Term], now: i64) -> Result<usize, StoreError> {
    let mut many = 0;
    for term in terms {
        many += ended(conn, term, now, i64::MAX)?.len() + passed(conn, term, now, i64::MAX)?.len();
        many += past(conn, term, now, i64::MAX)?.len();
    }
    Ok(many)
}

/// Nothing that ended after this second is over for its term, whatever that is: what an index can tell.
fn at_the_latest(now: i64) -> i64 {
    now - i64::from(*DAYS.start()) * DAY
}

/// Cards of this stretch that ended a term ago.
fn ended(conn: &mut Conn, term: &Term, now: i64, most: i64) -> Result<Vec<Vec<u8>>, StoreError> {
    let promised = sql::<Nullable<Bool>>("card.closed_at + entry.promised_days * 86400 < ").bind::<BigInt, _>(now);
    Ok(card::table
        .inner_join(entry::table.on(entry::id.eq(card::entry)))
        .filter(sql::<Bool>("card.stage = 'closed'"))
        .filter(card::closed_at.lt(at_the_latest(now)))
        .filter(entry::received_at.ge(term.from))
        .filter(entry::received_at.lt(term.until))
        .filter(card::closed_at.lt(term.over_before(now)).or(promised))
        .order(card::closed_at.asc())
        .limit(most)
        .select(card::entry)
        .load(conn)?)
}

/// Calls, check-ins, what was asked of appointments, and ratings of this stretch: a term after they came.
fn passed(conn: &mut Conn, term: &Term, now: i64, most: i64) -> Result<Vec<Vec<u8>>, StoreError> {
    // A change is an appointment of its own, and goes with it; one that met no appointment passes by.
    let is_booking = booking::table.filter(booking::entry.eq(entry::id.nullable()));
    let kinds = "entry.erased_at IS NULL AND entry.kind IN ('call', 'change', 'cancel', 'checkin', 'rating')";
    let promised = sql::<Nullable<Bool>>("entry.received_at + entry.promised_days * 86400 < ").bind::<BigInt, _>(now);
    Ok(entry::table
        .filter(sql::<Bool>(kinds))
        .filter(entry::received_at.lt(at_the_latest(now).min(term.until)))
        .filter(entry::received_at.ge(term.from))
        .filter(entry::received_at.lt(term.over_before(now)).nullable().or(promised))
        .filter(not(exists(is_booking)))
        .order(entry::received_at.asc())
        .limit(most)
        .select(entry::id)
        .load(conn)?)
}

/// An appointment's name, and that of the entry that it was left with.
type Past = (Vec<u8>, Option<Vec<u8>>);

/// Appointments of this stretch whose time is past, and wishes that came to nothing: a term ago. A wish that somebody has to call
/// about stands.
fn past(conn: &mut Conn, term: &Term, now: i64, most: i64) -> Result<Vec<Past>, StoreError> {
    // One that took another's place keeps what was promised with that one.
    let left_with = || sql::<Bool>("entry.id = coalesce(booking.entry, booking.message_entry)");
    let promised = |end: &'static str| sql::<Nullable<Bool>>(end).bind::<BigInt, _>(now);
    let past = booking::table
        .left_join(entry::table.on(left_with()))
        .filter(booking::erased_at.is_null())
        .filter(booking::minute.lt(at_the_latest(now).div_euclid(MINUTE)))
        .filter(booking::received_at.ge(term.from))
        .filter(booking::received_at.lt(term.until))
        .filter(
            booking::minute
                .lt(term.over_before(now).div_euclid(MINUTE))
                .or(promised("(booking.minute + 1) * 60 + entry.promised_days * 86400 <= ")),
        )
        .order(booking::minute.asc());
    let mut rows: Vec<Past> = past.limit(most).select((booking::id, booking::entry)).load(conn)?;
    let nothing = booking::table
        .left_join(entry::table.on(left_with()))
        .filter(booking::erased_at.is_null())
        .filter(booking::minute.is_null())
        .filter(booking::state.eq_any(["cancelled", "moved"]))
        .filter(booking::received_at.lt(at_the_latest(now).min(term.until)))
        .filter(booking::received_at.ge(term.from))
        .filter(
            booking::received_at
                .lt(term.over_before(now))
                .nullable()
                .or(promised("booking.received_at + entry.promised_days * 86400 < ")),
        );
    rows.extend(nothing.limit(most).select((booking::id, booking::entry)).load::<Past>(conn)?);
    Ok(rows)
}

fn sweep_bookings(conn: &mut Conn, rows: &[Past], now: i64) -> Result<usize, StoreError> {
    let odd = || StoreError::Odd("booking");
    for (id, left) in rows {
        empty_bookings(conn, booking::id.eq(id).nullable(), now)?;
        match left {
            None => note(conn, EntryId::from_bytes(id).map_err(|_| odd())?, BY_PHONE, Why::Term, now)?,
            Some(left) => {
                // A later appointment may still be told by the number that was left with this one.
                let needed = booking::table.filter(booking::message_entry.eq(left)).filter(booking::erased_at.is_null());
                if !diesel::select(exists(needed)).get_result::<bool>(conn)? {
                    erase(conn, EntryId::from_bytes(left).map_err(|_| odd())?, Why::Term, now)?;
                }
            }
        }
    }
    Ok(rows.len())
}

/// Entries that outlived their appointment for a later one's sake, which is over now.
fn sweep_told(conn: &mut Conn, now: i64) -> Result<usize, StoreError> {
    let kept = booking::table.filter(booking::entry.eq(entry::id.nullable())).filter(booking::erased_at.is_null());
    let told = booking::table.filter(booking::message_entry.eq(entry::id.nullable()));
    let over: Vec<Vec<u8>> = entry::table
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("entry.erased_at IS NULL AND entry.kind IN ('booking', 'change')"))
        .filter(exists(booking::table.filter(booking::entry.eq(entry::id.nullable()))))
        .filter(not(exists(kept)))
        .filter(not(exists(told)))
        .limit(AT_ONCE)
        .select(entry::id)
        .load(conn)?;
    for id in &over {
        erase(conn, EntryId::from_bytes(id).map_err(|_| StoreError::Odd("entry"))?, Why::Term, now)?;
    }
    Ok(over.len())
}

/// Erases once more what another store of this desk erased, in a store that came out of a backup from before. How many were here.
///
/// # Errors
/// Where the store fails.
pub(super) fn erase_as(conn: &mut Conn, lines: &[Line]) -> Result<usize, StoreError> {
    let mut here = 0;
    for line in lines {
        let why = if line.asked { Why::Request } else { Why::Term };
        let at = line.at.timestamp();
        if !erase(conn, line.entry, why, at)? {
            // Not here yet: a kiosk may still send it again.
            note(conn, line.entry, &line.kind, why, at)?;
            let key = line.entry.as_bytes().as_slice();
            empty_bookings(conn, booking::id.eq(key).nullable(), at)?;
            continue;
        }
        here += 1;
    }
    Ok(here)
}

/// What was erased since the second `since`, the latest first, at most `most`.
///
/// # Errors
/// Where the store fails.
pub fn log(conn: &mut Conn, since: i64, most: i64) -> Result<Vec<Line>, StoreError> {
    let rows: Vec<(Vec<u8>, String, String, bool, i64)> = erasure::table
        .filter(erasure::at.ge(since))
        .order((erasure::at.desc(), erasure::entry.desc()))
        .limit(most)
        .select((erasure::entry, erasure::kind, erasure::why, erasure::by_worker, erasure::at))
        .load(conn)?;
    let read = |(id, kind, why, by_worker, at): (Vec<u8>, String, String, bool, i64)| {
        let entry = EntryId::from_bytes(&id).map_err(|_| StoreError::Odd("erasure"))?;
        Ok(Line { entry, kind, by_worker, asked: why == Why::Request.word(), at: entries::moment(at)? })
    };
    rows.into_iter().map(read).collect()
}
