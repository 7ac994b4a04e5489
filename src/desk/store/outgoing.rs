//! What leaves the desk for other systems: a queue that outlives restarts. How the road to each system is stands in [`super::roads`].
//!
//! 1. One row for each system and entry. It is made in the transaction that keeps the entry, so that neither is there without
//!    the other.
//! 2. A row that is taken is out of sight for [`HELD_FOR`]: after a crash it comes back by itself, with all that was noted.
//! 3. Whoever took it changes it only while it still is what was taken: a worker's "not this one", or an erasure, wins.
//! 4. Nothing is sent twice knowingly, and what may have been sent is erased there before it is forgotten here.

pub use super::roads::{Queue, Road, keep_road, queue, road};
use super::schema::{entry, outgoing, worker};
use super::{Conn, StoreError};
use crate::entry::{EntryId, KioskId, Teken};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// What leaves the desk waits this long first, in seconds: so long a worker can still say no (product: 30 s).
pub const LEAVES_AFTER: i64 = 30;

/// How long a row is out of sight for others once it is taken, in seconds: ten requests of 20 s each, and half as much again.
pub const HELD_FOR: i64 = 300;

/// A time that is further ahead than this, in seconds, was written under a clock that has been set back since, and is due: twice
/// the longest wait there is.
pub(super) const FAR_AHEAD: i64 = 2 * 60 * 60;

/// The name under which a worker's own handing over stands.
pub const BY_HAND: &str = "hand";

/// What is to be done there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Hand over.
    Send,
    /// Change the contact of what was handed over.
    Change,
    /// Take away what was handed over.
    Erase,
}

impl Work {
    fn word(self) -> &'static str {
        match self {
            // What was handed over and is to be changed there: `changed` says so beside it.
            Work::Send | Work::Change => "send",
            Work::Erase => "erase",
        }
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is tried until it is done.
    Waiting,
    /// The other system does not take it: somebody has to look.
    Parked,
    /// It is there.
    Done,
    /// A worker said that it does not go there.
    Dropped,
}

impl State {
    pub(super) fn word(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Parked => "parked",
            State::Done => "done",
            State::Dropped => "dropped",
        }
    }
}

/// One line of the queue.
#[derive(Clone, Debug)]
pub struct Out {
    /// Which system.
    pub connector: String,
    /// Which entry.
    pub entry: EntryId,
    /// What is to be done.
    pub work: Work,
    /// How far it is.
    pub state: State,
    /// How often it was tried.
    pub tries: u32,
    /// What the connector noted, as JSON.
    pub progress: Option<String>,
    /// Why the last try did not do it.
    pub why: Option<String>,
    /// Since when it is here.
    pub made_at: DateTime<Utc>,
    /// Since when it is done.
    pub done_at: Option<DateTime<Utc>>,
    /// What the other system calls it.
    pub number: Option<String>,
    /// Which worker handed it over by hand.
    pub worker: Option<i32>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = outgoing)]
struct Row {
    connector: String,
    entry: Vec<u8>,
    work: String,
    state: String,
    tries: i32,
    progress: Option<String>,
    why: Option<String>,
    made_at: i64,
    done_at: Option<i64>,
    number: Option<String>,
    worker: Option<i32>,
    changed: bool,
}

impl TryFrom<Row> for Out {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let odd = || StoreError::Odd("outgoing");
        let states = [State::Waiting, State::Parked, State::Done, State::Dropped];
        Ok(Out {
            entry: EntryId::from_bytes(&row.entry).map_err(|_| odd())?,
            work: match (row.work.as_str(), row.changed) {
                ("send", false) => Work::Send,
                ("send", true) => Work::Change,
                ("erase", _) => Work::Erase,
                _ => return Err(odd()),
            },
            state: states.into_iter().find(|state| state.word() == row.state).ok_or_else(odd)?,
            connector: row.connector,
            tries: row.tries.max(0) as u32,
            progress: row.progress,
            why: row.why,
            made_at: super::entries::moment(row.made_at)?,
            done_at: row.done_at.map(super::entries::moment).transpose()?,
            number: row.number,
            worker: row.worker,
        })
    }
}

/// The entry goes to `name`, once it has waited; nothing where it is known there already.
///
/// # Errors
/// Where the store fails.
pub fn enqueue(conn: &mut Conn, name: &str, id: EntryId, now: i64) -> Result<(), StoreError> {
    let row = (
        outgoing::connector.eq(name),
        outgoing::entry.eq(id.as_bytes().as_slice()),
        outgoing::work.eq(Work::Send.word()),
        outgoing::state.eq(State::Waiting.word()),
        outgoing::next_at.eq(now + LEAVES_AFTER),
        outgoing::made_at.eq(now),
    );
    diesel::insert_into(outgoing::table).values(row).on_conflict_do_nothing().execute(conn)?;
    Ok(())
}

/// Takes what is due for `name`, the longest due first; out of sight for others meanwhile.
///
/// # Errors
/// Where the store fails.
pub fn take(conn: &mut Conn, name: &str, now: i64) -> Result<Option<Out>, StoreError> {
    let due = outgoing::next_at.le(now).or(outgoing::next_at.gt(now + FAR_AHEAD));
    let first: Option<Row> = outgoing::table
        .filter(outgoing::connector.eq(name).and(outgoing::state.eq(State::Waiting.word())).and(due))
        .order((outgoing::next_at.asc(), outgoing::made_at.asc(), outgoing::entry.asc()))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let Some(row) = first else { return Ok(None) };
    let out = Out::try_from(row)?;
    diesel::update(outgoing::table.find((name, out.entry.as_bytes().as_slice())))
        .set((outgoing::next_at.eq(now + HELD_FOR), outgoing::tries.eq(outgoing::tries + 1), outgoing::begun.eq(true)))
        .execute(conn)?;
    Ok(Some(Out { tries: out.tries + 1, ..out }))
}

/// Whether there is anything to take: a look costs no write.
///
/// # Errors
/// Where the store fails.
pub fn any_due(conn: &mut Conn, name: &str, now: i64) -> Result<bool, StoreError> {
    let due = outgoing::next_at.le(now).or(outgoing::next_at.gt(now + FAR_AHEAD));
    let waiting = outgoing::connector.eq(name).and(outgoing::state.eq(State::Waiting.word()));
    Ok(diesel::select(diesel::dsl::exists(outgoing::table.filter(waiting.and(due)))).get_result(conn)?)
}

/// When the next of `name` is due; none where nothing waits.
///
/// # Errors
/// Where the store fails.
pub fn next_due(conn: &mut Conn, name: &str) -> Result<Option<i64>, StoreError> {
    let waiting = outgoing::connector.eq(name).and(outgoing::state.eq(State::Waiting.word()));
    Ok(outgoing::table.filter(waiting).select(diesel::dsl::min(outgoing::next_at)).first(conn)?)
}

/// The row waits as one that is new.
macro_rules! anew {
    ($now:expr) => {
        (
            outgoing::state.eq(State::Waiting.word()),
            outgoing::tries.eq(0),
            outgoing::next_at.eq($now + LEAVES_AFTER),
            outgoing::made_at.eq($now),
            outgoing::why.eq(None::<&str>),
        )
    };
}

/// The row as it was taken, if it still is: nobody noted anything else, dropped it or wants it erased.
macro_rules! as_taken {
    ($out:expr) => {
        outgoing::table
            .filter(outgoing::connector.eq(&$out.connector))
            .filter(outgoing::entry.eq($out.entry.as_bytes().as_slice()))
            .filter(outgoing::work.eq($out.work.word()))
            .filter(outgoing::changed.eq($out.work == Work::Change))
            .filter(outgoing::state.eq(State::Waiting.word()))
    };
}

/// Notes how far it is. False where it is not what was taken any more: then whoever took it stops.
///
/// # Errors
/// Where the store fails.
pub fn note(conn: &mut Conn, out: &Out, progress: &str, now: i64) -> Result<bool, StoreError> {
    let set = (outgoing::progress.eq(progress), outgoing::next_at.eq(now + HELD_FOR));
    let changed = match &out.progress {
        Some(before) => diesel::update(as_taken!(out).filter(outgoing::progress.eq(before))).set(set).execute(conn)?,
        None => diesel::update(as_taken!(out).filter(outgoing::progress.is_null())).set(set).execute(conn)?,
    };
    Ok(changed > 0)
}

/// It is there, under this number; what was to be erased is gone there, and forgotten here.
///
/// # Errors
/// Where the store fails.
pub fn done(conn: &mut Conn, out: &Out, number: Option<&str>, now: i64) -> Result<(), StoreError> {
    let none: Option<&str> = None;
    match out.work {
        Work::Send => {
            let set = (
                outgoing::state.eq(State::Done.word()),
                outgoing::done_at.eq(now),
                outgoing::number.eq(number),
                outgoing::why.eq(none),
            );
            diesel::update(as_taken!(out)).set(set).execute(conn)?;
        }
        // Where the contact changed once more meanwhile, it was not this one that it has to be.
        Work::Change => {
            let set = (outgoing::state.eq(State::Done.word()), outgoing::changed.eq(false), outgoing::why.eq(none));
            let known = (outgoing::done_at.eq(now), outgoing::number.eq(number));
            let own = as_taken!(out).filter(outgoing::tries.eq(out.tries as i32));
            diesel::update(own).set((set, known)).execute(conn)?;
        }
        Work::Erase => drop(diesel::delete(as_taken!(out)).execute(conn)?),
    }
    Ok(())
}

/// It is tried again at `next_at`.
///
/// # Errors
/// Where the store fails.
pub fn later(conn: &mut Conn, out: &Out, why: &str, next_at: i64) -> Result<(), StoreError> {
    diesel::update(as_taken!(out)).set((outgoing::why.eq(why), outgoing::next_at.eq(next_at))).execute(conn)?;
    Ok(())
}

/// It is set apart until somebody has looked.
///
/// # Errors
/// Where the store fails.
pub fn park(conn: &mut Conn, out: &Out, why: &str) -> Result<(), StoreError> {
    diesel::update(as_taken!(out)).set((outgoing::why.eq(why), outgoing::state.eq(State::Parked.word()))).execute(conn)?;
    Ok(())
}

/// There is nothing to send any more: the entry is gone here, and nothing of it ever left.
///
/// # Errors
/// Where the store fails.
pub fn forget(conn: &mut Conn, out: &Out) -> Result<(), StoreError> {
    diesel::delete(as_taken!(out)).execute(conn)?;
    Ok(())
}

/// A worker wants it tried again: what was parked, dropped or waits. False where there is no such thing.
///
/// # Errors
/// Where the store fails.
pub fn again(conn: &mut Conn, name: &str, id: EntryId, now: i64) -> Result<bool, StoreError> {
    let row = outgoing::table.find((name, id.as_bytes().as_slice())).filter(outgoing::state.ne(State::Done.word()));
    let set = (outgoing::state.eq(State::Waiting.word()), outgoing::next_at.eq(now + LEAVES_AFTER), outgoing::tries.eq(0));
    Ok(diesel::update(row).set(set).execute(conn)? > 0)
}

/// The contact changed: what may have reached another system is to be changed there. What has not left yet goes with the new one by
/// itself. Of what a worker took over by hand it is kept that they have to; true where there is such. Meant for the transaction that
/// changes it here.
///
/// # Errors
/// Where the store fails.
pub fn change(conn: &mut Conn, id: EntryId, now: i64) -> Result<bool, StoreError> {
    let sent = || {
        let own = outgoing::table.filter(outgoing::entry.eq(id.as_bytes().as_slice()));
        own.filter(outgoing::work.eq(Work::Send.word())).filter(outgoing::state.ne(State::Dropped.word()))
    };
    let set = (outgoing::changed.eq(true), anew!(now));
    diesel::update(sent().filter(outgoing::connector.ne(BY_HAND)).filter(outgoing::begun.eq(true))).set(set).execute(conn)?;
    Ok(diesel::update(sent().filter(outgoing::connector.eq(BY_HAND))).set(outgoing::changed.eq(true)).execute(conn)? > 0)
}

/// A worker says that it does not go there, or that it is changed or erased there by hand. False where it is not under way.
///
/// # Errors
/// Where the store fails.
pub fn leave(conn: &mut Conn, name: &str, id: EntryId) -> Result<bool, StoreError> {
    let open = [State::Waiting.word(), State::Parked.word()];
    let row = || outgoing::table.find((name, id.as_bytes().as_slice())).filter(outgoing::state.eq_any(open));
    let erased = diesel::delete(row().filter(outgoing::work.eq(Work::Erase.word()))).execute(conn)?;
    // Changed there by hand: it is there as before.
    let there = (outgoing::state.eq(State::Done.word()), outgoing::changed.eq(false));
    let changed = diesel::update(row().filter(outgoing::changed.eq(true))).set(there).execute(conn)?;
    let dropped = diesel::update(row()).set(outgoing::state.eq(State::Dropped.word())).execute(conn)?;
    Ok(erased + changed + dropped > 0)
}

/// A worker has taken it over by hand into a system of their own. False where a colleague did before.
///
/// # Errors
/// Where the store fails.
pub fn by_hand(conn: &mut Conn, id: EntryId, number: Option<&str>, by: i32, now: i64) -> Result<bool, StoreError> {
    let row = (
        outgoing::connector.eq(BY_HAND),
        outgoing::entry.eq(id.as_bytes().as_slice()),
        outgoing::work.eq(Work::Send.word()),
        outgoing::state.eq(State::Done.word()),
        outgoing::next_at.eq(now),
        outgoing::made_at.eq(now),
        outgoing::done_at.eq(now),
        outgoing::number.eq(number),
        outgoing::worker.eq(by),
    );
    let new = diesel::insert_into(outgoing::table).values(row).on_conflict_do_nothing().execute(conn)?;
    // Or has changed there what changed here since.
    let own = outgoing::table.find((BY_HAND, id.as_bytes().as_slice())).filter(outgoing::changed.eq(true));
    Ok(new + diesel::update(own).set(outgoing::changed.eq(false)).execute(conn)? > 0)
}

/// A worker was mistaken about that. True where there was something to take back.
///
/// # Errors
/// Where the store fails.
pub fn not_by_hand(conn: &mut Conn, id: EntryId) -> Result<bool, StoreError> {
    Ok(diesel::delete(outgoing::table.find((BY_HAND, id.as_bytes().as_slice()))).execute(conn)? > 0)
}

/// The entry is to be forgotten: what may have reached another system is erased there, everything else is forgotten here. Safe to
/// ask twice; meant for the transaction that erases the entry.
///
/// # Errors
/// Where the store fails.
pub fn erase(conn: &mut Conn, id: EntryId, now: i64) -> Result<(), StoreError> {
    let own = || outgoing::table.filter(outgoing::entry.eq(id.as_bytes().as_slice()));
    diesel::delete(own().filter(outgoing::connector.eq(BY_HAND).or(outgoing::begun.eq(false)))).execute(conn)?;
    let set = (outgoing::work.eq(Work::Erase.word()), outgoing::changed.eq(false), outgoing::done_at.eq(None::<i64>), anew!(now));
    diesel::update(own().filter(outgoing::work.eq(Work::Send.word()))).set(set).execute(conn)?;
    Ok(())
}

/// What became of an entry elsewhere, by the system's name.
///
/// # Errors
/// Where the store fails.
pub fn of(conn: &mut Conn, id: EntryId) -> Result<Vec<(Out, Option<String>)>, StoreError> {
    let rows: Vec<(Row, Option<String>)> = outgoing::table
        .left_join(worker::table.on(outgoing::worker.eq(worker::id.nullable())))
        .filter(outgoing::entry.eq(id.as_bytes().as_slice()))
        .order(outgoing::connector.asc())
        .select((Row::as_select(), worker::name.nullable()))
        .load(conn)?;
    rows.into_iter().map(|(row, name)| Ok((Out::try_from(row)?, name))).collect()
}

/// What somebody may want to look at, with what is known of its entry here.
#[derive(Clone, Debug)]
pub struct Stuck {
    /// The line of the queue.
    pub out: Out,
    /// What the resident is called by.
    pub teken: Option<Teken>,
    /// The word of the entry's kind; none where it is not here any more.
    pub kind: Option<String>,
    /// From which kiosk it came.
    pub kiosk: Option<KioskId>,
}

/// What somebody may want to look at: parked first, then what was tried without success, the oldest first, at most `most`.
///
/// # Errors
/// Where the store fails.
pub fn troubled(conn: &mut Conn, name: &str, most: i64) -> Result<Vec<Stuck>, StoreError> {
    let tried = outgoing::state.eq(State::Waiting.word()).and(outgoing::why.is_not_null());
    type Found = (Row, Option<i32>, Option<String>, Option<i32>);
    let rows: Vec<Found> = outgoing::table
        .left_join(entry::table.on(entry::id.eq(outgoing::entry)))
        .filter(outgoing::connector.eq(name))
        .filter(outgoing::state.eq(State::Parked.word()).or(tried))
        // "parked" stands before "waiting".
        .order((outgoing::state.asc(), outgoing::made_at.asc(), outgoing::entry.asc()))
        .limit(most)
        .select((Row::as_select(), entry::teken.nullable(), entry::kind.nullable(), entry::kiosk.nullable()))
        .load(conn)?;
    let teken = |index: Option<i32>| index.and_then(|index| u16::try_from(index).ok()).and_then(|i| Teken::from_index(i).ok());
    let stuck = |(row, index, kind, kiosk): Found| {
        let kiosk = kiosk.map(super::kiosks::id_from).transpose()?;
        Ok(Stuck { out: row.try_into()?, teken: teken(index), kind, kiosk })
    };
    rows.into_iter().map(stuck).collect()
}
