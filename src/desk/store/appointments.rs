//! Appointments as staff see them: a week of times, a day of visitors, and what somebody has to look at. What a worker changes is
//! in `appointing.rs`.

use super::calendars::Gate;
use super::posts::{self, PostId};
use super::schema::{booking, kiosk, slot, spreekuur, unmatched};
use super::{Conn, StoreError, mail, messages, slots};
use crate::entry::{EntryId, KioskId, Language, SlotId, SpreekuurId, Teken, Whom};
use diesel::prelude::*;
use std::collections::HashSet;

pub(super) const FREE: &str = "free";
pub(super) const BLOCKED: &str = "blocked";
pub(super) const WITHDRAWN: &str = "withdrawn";
pub(super) const BOOKED: &str = "booked";
pub(super) const WISH: &str = "wish";
pub(super) const CONFLICT: &str = "conflict";
pub(super) const CANCELLED: &str = "cancelled";

/// The most lines of one list: more is not a day's work.
pub(super) const MOST: i64 = 100;

const fn odd() -> StoreError {
    StoreError::Odd("booking")
}

/// How an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum State {
    Booked,
    Wish,
    Conflict,
    Cancelled,
    Moved,
}

/// One appointment or wish: nothing here says who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Its name.
    pub id: EntryId,
    /// The entry that a resident left; none where a worker booked.
    pub entry: Option<EntryId>,
    /// Its time; none for a wish.
    pub slot: Option<SlotId>,
    /// With whom.
    pub whom: Whom,
    /// How it stands.
    pub state: State,
    /// What the resident is found and called by.
    pub teken: Option<Teken>,
    /// The language of the glass.
    pub language: Language,
    /// The word of the way of contact.
    pub contact: Option<String>,
    /// Whether the resident can be reached by what was given.
    pub reaches: bool,
    /// From a kiosk's enrolment that is over.
    pub late: bool,
    /// When it was left, in seconds since 1970.
    pub left_at: i64,
    /// When the resident checked in.
    pub checked_in_at: Option<i64>,
    /// What a worker wrote down, sealed.
    pub note: Option<Vec<u8>>,
    /// Whether a worker has seen what was odd about it.
    pub seen: bool,
    /// From which kiosk; none where a worker booked.
    pub kiosk: Option<KioskId>,
    /// Whether everything of its resident was erased.
    pub erased: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = booking)]
pub(super) struct Row {
    id: Vec<u8>,
    entry: Option<Vec<u8>>,
    spreekuur: Option<i32>,
    minute: Option<i64>,
    whom: String,
    state: String,
    teken: Option<i32>,
    language: String,
    contact: Option<String>,
    reaches: bool,
    late: bool,
    left_at: i64,
    checked_in_at: Option<i64>,
    note: Option<Vec<u8>>,
    seen_at: Option<i64>,
    kiosk: Option<i32>,
    erased_at: Option<i64>,
}

impl TryFrom<Row> for Appointment {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let id = |bytes: &[u8]| EntryId::from_bytes(bytes).map_err(|_| odd());
        let teken = |index: i32| u16::try_from(index).ok().and_then(|index| Teken::from_index(index).ok()).ok_or(odd());
        Ok(Appointment {
            id: id(&row.id)?,
            entry: row.entry.as_deref().map(id).transpose()?,
            slot: row.spreekuur.zip(row.minute).map(|(spreekuur, minute)| slots::slot_from(spreekuur, minute)).transpose()?,
            whom: Whom::from_word(&row.whom).ok_or(odd())?,
            state: match row.state.as_str() {
                BOOKED => State::Booked,
                WISH => State::Wish,
                CONFLICT => State::Conflict,
                CANCELLED => State::Cancelled,
                "moved" => State::Moved,
                _ => return Err(odd()),
            },
            teken: row.teken.map(teken).transpose()?,
            language: row.language.parse().map_err(|_| odd())?,
            contact: row.contact,
            reaches: row.reaches,
            late: row.late,
            left_at: row.left_at,
            checked_in_at: row.checked_in_at,
            note: row.note,
            seen: row.seen_at.is_some(),
            kiosk: row.kiosk.map(super::kiosks::id_from).transpose()?,
            erased: row.erased_at.is_some(),
        })
    }
}

pub(super) fn read(rows: Vec<Row>) -> Result<Vec<Appointment>, StoreError> {
    rows.into_iter().map(Appointment::try_from).collect()
}

/// The appointment of this name.
///
/// # Errors
/// Where the store fails.
pub fn find(conn: &mut Conn, id: EntryId) -> Result<Option<Appointment>, StoreError> {
    let row = booking::table.find(id.as_bytes().as_slice()).select(Row::as_select()).first(conn).optional()?;
    row.map(Appointment::try_from).transpose()
}

/// Everybody who may come between the minute `from` and `until`, in order: to the spreekuren `of`, or to all. Also who was promised a
/// time that somebody else has: they stand in the hall as well.
///
/// # Errors
/// Where the store fails.
pub fn expected(
    conn: &mut Conn,
    of: Option<&HashSet<SpreekuurId>>,
    from: i64,
    until: i64,
) -> Result<Vec<Appointment>, StoreError> {
    let mut those = booking::table
        .filter(booking::state.eq_any([BOOKED, CONFLICT]))
        .filter(booking::minute.ge(from))
        .filter(booking::minute.lt(until))
        .into_boxed();
    if let Some(of) = of {
        let columns: Vec<i32> = of.iter().map(|id| slots::spreekuur_column(*id)).collect::<Result<_, _>>()?;
        those = those.filter(booking::spreekuur.eq_any(columns));
    }
    let order = (booking::minute.asc(), booking::spreekuur.asc(), booking::id.asc());
    read(those.order(order).select(Row::as_select()).load(conn)?)
}

/// One time of a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Which.
    pub slot: SlotId,
    /// Whose it is now.
    pub holder: Holder,
    /// False where the weekly hours have it no more.
    pub offered: bool,
}

/// Whose a time is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The desk's: a worker can book it.
    Free,
    /// A kiosk's, by its name: it may have booked it already.
    Kiosk(String),
    /// That of a kiosk, by its name, which was written off and may have booked it.
    Blocked(String),
    /// Booked.
    Booked(Box<Appointment>),
    /// Nobody's.
    Withdrawn,
}

/// The times of a spreekuur that begin from the minute `from` on and before `until`, in order.
///
/// # Errors
/// Where the store fails.
pub fn times(conn: &mut Conn, id: SpreekuurId, from: i64, until: i64) -> Result<Vec<Time>, StoreError> {
    let own = slot::table
        .filter(slot::spreekuur.eq(slots::spreekuur_column(id)?))
        .filter(slot::minute.ge(from))
        .filter(slot::minute.lt(until));
    load_times(conn, own.order(slot::minute.asc()).into_boxed())
}

/// One time; none where there never was such a time.
///
/// # Errors
/// Where the store fails.
pub fn time(conn: &mut Conn, slot: SlotId) -> Result<Option<Time>, StoreError> {
    let minute = i64::from(slot.minute());
    Ok(times(conn, slot.spreekuur(), minute, minute + 1)?.pop())
}

/// The next free times with these people in this post, for a worker who agrees on one, at most `most`; of everybody where the resident
/// did not know with whom, and of every post where it is not known.
///
/// # Errors
/// Where the store fails.
pub fn free_with(conn: &mut Conn, (whom, post): (Whom, Option<PostId>), now: i64, most: i64) -> Result<Vec<SlotId>, StoreError> {
    let mut those = slot::table
        .inner_join(spreekuur::table.on(spreekuur::id.eq(slot::spreekuur)))
        .filter(slot::state.eq(FREE))
        .filter(slot::offered.eq(true))
        .filter(slot::minute.gt(now.div_euclid(60)))
        .into_boxed();
    if whom != Whom::Unsure {
        those = those.filter(spreekuur::whom.eq(whom.word()));
    }
    if let Some(post) = post {
        those = those.filter(spreekuur::post.eq(post));
    }
    let order = (slot::minute.asc(), slot::spreekuur.asc());
    let gate = Gate::load(conn, now)?;
    if gate.is_empty() {
        those = those.limit(most);
    }
    let rows: Vec<(i32, i64)> = those.order(order).select((slot::spreekuur, slot::minute)).load(conn)?;
    let all = rows.into_iter().map(|(spreekuur, minute)| slots::slot_from(spreekuur, minute));
    let open = all.filter(|slot| slot.as_ref().map_or(true, |slot| gate.offers(*slot)));
    open.take(usize::try_from(most).unwrap_or(0)).collect()
}

fn load_times(conn: &mut Conn, query: slot::BoxedQuery<'_, diesel::sqlite::Sqlite>) -> Result<Vec<Time>, StoreError> {
    type Row = (i32, i64, String, Option<i32>, Option<Vec<u8>>, bool);
    let columns = (slot::spreekuur, slot::minute, slot::state, slot::kiosk, slot::booking, slot::offered);
    let rows: Vec<Row> = query.select(columns).load(conn)?;
    let names: Vec<(i32, String)> = kiosk::table.select((kiosk::id, kiosk::name)).load(conn)?;
    let name = |id: Option<i32>| names.iter().find(|(known, _)| Some(*known) == id).map(|(_, name)| name.clone());
    let mut times = Vec::with_capacity(rows.len());
    for (spreekuur, minute, state, kiosk, by, offered) in rows {
        let holder = match state.as_str() {
            FREE => Holder::Free,
            WITHDRAWN => Holder::Withdrawn,
            "granted" => Holder::Kiosk(name(kiosk).unwrap_or_default()),
            BLOCKED => Holder::Blocked(name(kiosk).unwrap_or_default()),
            BOOKED => {
                let id = by.and_then(|id| EntryId::from_bytes(&id).ok()).ok_or(StoreError::Odd("slot"))?;
                Holder::Booked(Box::new(find(conn, id)?.ok_or(StoreError::Odd("slot"))?))
            }
            _ => return Err(StoreError::Odd("slot")),
        };
        times.push(Time { slot: slots::slot_from(spreekuur, minute)?, holder, offered });
    }
    Ok(times)
}

/// What a worker has to look at, first things first.
#[derive(Debug, Default)]
pub struct ToDo {
    /// Somebody was promised a time that somebody else has.
    pub conflicts: Vec<Appointment>,
    /// Booked, and the spreekuur is not there then.
    pub without_host: Vec<Appointment>,
    /// Their day was cancelled, and nobody has told them.
    pub to_tell: Vec<Appointment>,
    /// They asked for word of their appointment, and it is due: by the way it goes ([`messages::WAYS`]).
    pub messages: [(&'static str, Vec<Appointment>); messages::WAYS.len()],
    /// Booked by a kiosk that had been written off.
    pub late: Vec<Appointment>,
    /// They want a time, and a worker calls to agree on one.
    pub wishes: Vec<Appointment>,
    /// A change, cancelling or check-in of an appointment that the desk does not know.
    pub unmatched: Vec<Unmatched>,
}

/// What names an appointment that the desk does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The entry that asks.
    pub id: EntryId,
    /// What it asks: "change", "cancel" or "checkin".
    pub kind: String,
    /// By what the glass called its resident.
    pub teken: Option<Teken>,
    /// From which kiosk.
    pub kiosk: Option<KioskId>,
}

impl ToDo {
    /// How many.
    pub fn len(&self) -> usize {
        let appointments = [&self.conflicts, &self.without_host, &self.to_tell, &self.late, &self.wishes];
        let messages = self.messages.iter().map(|(_, list)| list.len()).sum::<usize>();
        appointments.iter().map(|list| list.len()).sum::<usize>() + messages + self.unmatched.len()
    }

    /// True where nobody has to do anything.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Everything that somebody has to look at.
///
/// # Errors
/// Where the store fails.
pub fn to_do(conn: &mut Conn, now: i64) -> Result<ToDo, StoreError> {
    let minute = now.div_euclid(60);
    let unseen = booking::table.filter(booking::seen_at.is_null());
    let oldest = (booking::received_at.asc(), booking::id.asc());
    let list = |conn: &mut Conn, state: &str| {
        let those = unseen.filter(booking::state.eq(state)).order(oldest).limit(MOST);
        read(those.select(Row::as_select()).load(conn)?)
    };
    let (conflicts, wishes) = (list(conn, CONFLICT)?, list(conn, WISH)?);
    let ahead = booking::table
        .inner_join(slot::table.on(slot::booking.eq(booking::id.nullable())))
        .filter(booking::state.eq(BOOKED))
        .filter(booking::minute.ge(minute))
        .filter(slot::offered.eq(false))
        .order((booking::minute.asc(), booking::id.asc()));
    let without_host = read(ahead.limit(MOST).select(Row::as_select()).load(conn)?)?;
    let late = unseen.filter(booking::state.eq(BOOKED)).filter(booking::late.eq(true)).filter(booking::minute.ge(minute));
    let late = read(late.order(oldest).limit(MOST).select(Row::as_select()).load(conn)?)?;
    let to_tell = booking::table
        .filter(booking::seen_at.is_null())
        .filter(booking::state.eq(CANCELLED))
        .filter(booking::made_by.is_not_null().or(booking::entry.is_not_null()))
        // Who asked for a message is told by it.
        .filter(booking::message.is_null())
        .filter(booking::minute.ge(minute))
        .order((booking::minute.asc(), booking::id.asc()));
    let to_tell = read(to_tell.limit(MOST).select(Row::as_select()).load(conn)?)?;
    let rows: Vec<(Vec<u8>, String, Option<i32>)> = unmatched::table
        .filter(unmatched::seen_at.is_null())
        .order((unmatched::at.asc(), unmatched::entry.asc()))
        .limit(MOST)
        .select((unmatched::entry, unmatched::kind, unmatched::teken))
        .load(conn)?;
    let unmatched = rows
        .into_iter()
        .map(|(id, kind, teken)| {
            let teken = teken.and_then(|index| u16::try_from(index).ok()).and_then(|index| Teken::from_index(index).ok());
            let id = EntryId::from_bytes(&id).map_err(|_| StoreError::Odd("unmatched"))?;
            Ok(Unmatched { id, kind, teken, kiosk: posts::kiosk_of_entry(conn, id)? })
        })
        .collect::<Result<_, StoreError>>()?;
    let [sms, email] = messages::WAYS;
    let by_mail = mail::does(conn, now)?;
    let by_hand = messages::due(conn, email, now)?.into_iter().filter(|one| !by_mail.contains(&one.id)).collect();
    let messages = [(sms, messages::due(conn, sms, now)?), (email, by_hand)];
    Ok(ToDo { conflicts, without_host, to_tell, messages, late, wishes, unmatched })
}
