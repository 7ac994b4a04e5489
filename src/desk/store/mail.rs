//! What leaves by mail: new cards for the team, invitations for the mailbox of a spreekuur, word of an appointment for a resident.
//!
//! 1. What an invitation or a word has to say follows from how the appointment stands ([`plan`]); nothing that changes one has to
//!    remember to send it.
//! 2. What an invitation says is written down before it leaves: what may be in a calendar is taken out of it when it is not true.
//! 3. Mail is at least once: where the answer to a mail is lost it is sent again, under the same name.

use super::appointments::BOOKED;
use super::outgoing::{FAR_AHEAD, HELD_FOR, LEAVES_AFTER};
use super::schema::{booking, mail};
use super::slots::spreekuur_from;
use super::{Conn, StoreError, appointments, messages};
use crate::entry::{EntryId, SlotId, SpreekuurId};
use diesel::prelude::*;
use std::collections::HashSet;

/// The team hears of new cards at most once in so many seconds: a busy hour is four mails.
pub const ONE_MAIL_IN: i64 = 15 * 60;

/// What mail has not done for so long, in seconds, stands on the list for workers: a wait that is no wait between two tries any more.
pub const BY_HAND_AFTER: i64 = 2 * 60 * 60;

/// The name of the road.
pub const MAIL: &str = "mail";

const WAITING: &str = "waiting";
const PARKED: &str = "parked";
const IDLE: &str = "idle";

/// What a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// New cards, for the team.
    Cards,
    /// An appointment, for the mailbox of its spreekuur.
    Invitation,
    /// An appointment, for the resident.
    Word,
}

impl Kind {
    /// As it stands in the store and in texts.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Cards => "cards",
            Kind::Invitation => "invitation",
            Kind::Word => "word",
        }
    }
}

/// One mail to be sent, or that was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Out {
    /// What for.
    pub kind: Kind,
    /// The appointment; none where it is about cards.
    pub about: Option<EntryId>,
    /// What it has to say.
    pub says: String,
    /// Which version of the invitation, or how many cards are new.
    pub number: i64,
    /// How often it was tried.
    pub tries: u32,
    /// Since when it is to be sent: the same at every try.
    pub made_at: i64,
    /// Why the last try did not do it.
    pub why: Option<String>,
    /// Whether somebody has to look.
    pub parked: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = mail)]
struct Row {
    kind: String,
    about: Vec<u8>,
    state: String,
    says: String,
    told: Option<String>,
    sure: bool,
    number: i64,
    tries: i32,
    made_at: i64,
    why: Option<String>,
}

impl TryFrom<&Row> for Out {
    type Error = StoreError;
    fn try_from(row: &Row) -> Result<Self, StoreError> {
        let odd = || StoreError::Odd("mail");
        let kinds = [Kind::Cards, Kind::Invitation, Kind::Word];
        let about = (!row.about.is_empty()).then(|| EntryId::from_bytes(&row.about).map_err(|_| odd())).transpose()?;
        Ok(Out {
            kind: kinds.into_iter().find(|kind| kind.word() == row.kind).ok_or_else(odd)?,
            about,
            says: row.says.clone(),
            number: row.number,
            tries: row.tries.max(0) as u32,
            made_at: row.made_at,
            why: row.why.clone(),
            parked: row.state == PARKED,
        })
    }
}

/// What an invitation says: that somebody comes at this time, or not any more.
pub fn request(slot: SlotId) -> String {
    format!("request {slot}")
}

/// See [`request`].
pub fn cancel(slot: SlotId) -> String {
    format!("cancel {slot}")
}

/// The word of [`request`] or [`cancel`], and the time.
pub fn read_says(says: &str) -> Option<(&str, SlotId)> {
    let (word, slot) = says.split_once(' ')?;
    Some((word, slot.parse().ok()?))
}

fn rows(conn: &mut Conn, kind: Kind) -> Result<Vec<Row>, StoreError> {
    Ok(mail::table.filter(mail::kind.eq(kind.word())).select(Row::as_select()).load(conn)?)
}

macro_rules! one {
    ($kind:expr, $about:expr) => {
        mail::table.find(($kind.word(), $about))
    };
}

/// A card is new; in the transaction that keeps it.
///
/// # Errors
/// Where the store fails.
pub fn card_arrived(conn: &mut Conn, now: i64) -> Result<(), StoreError> {
    let none: &[u8] = &[];
    type Columns = (String, Option<i64>);
    let known: Option<Columns> = one!(Kind::Cards, none).select((mail::state, mail::done_at)).first(conn).optional()?;
    match known {
        None => begin(conn, Kind::Cards, none, "cards", 1, now + LEAVES_AFTER, now),
        Some((state, done_at)) => {
            diesel::update(one!(Kind::Cards, none)).set(mail::number.eq(mail::number + 1)).execute(conn)?;
            if state == IDLE {
                let next = done_at.map_or(0, |at| at.min(now) + ONE_MAIL_IN).max(now + LEAVES_AFTER);
                wait(conn, Kind::Cards, none, "cards", next, now)?;
            }
            Ok(())
        }
    }
}

fn begin(conn: &mut Conn, kind: Kind, about: &[u8], says: &str, number: i64, next_at: i64, now: i64) -> Result<(), StoreError> {
    let row = (
        mail::kind.eq(kind.word()),
        mail::about.eq(about),
        mail::state.eq(WAITING),
        mail::says.eq(says),
        mail::number.eq(number),
        mail::next_at.eq(next_at),
        mail::made_at.eq(now),
    );
    diesel::insert_into(mail::table).values(row).execute(conn)?;
    Ok(())
}

fn wait(conn: &mut Conn, kind: Kind, about: &[u8], says: &str, next_at: i64, now: i64) -> Result<(), StoreError> {
    let none: Option<&str> = None;
    let set = (
        mail::state.eq(WAITING),
        mail::says.eq(says),
        mail::tries.eq(0),
        mail::next_at.eq(next_at),
        mail::made_at.eq(now),
        mail::why.eq(none),
    );
    diesel::update(one!(kind, about)).set(set).execute(conn)?;
    Ok(())
}

/// What the configuration has mail do.
#[derive(Clone, Debug, Default)]
pub struct Wants {
    /// The spreekuren with a mailbox.
    pub mailboxes: HashSet<SpreekuurId>,
    /// Whether residents are sent word.
    pub words: bool,
}

/// Sees what has to be said now that is not said yet. Nothing is written where nothing changed.
///
/// # Errors
/// Where the store fails.
pub fn plan(conn: &mut Conn, wants: &Wants, now: i64) -> Result<(), StoreError> {
    plan_words(conn, wants.words, now)?;
    plan_invitations(conn, &wants.mailboxes, now)
}

fn plan_words(conn: &mut Conn, on: bool, now: i64) -> Result<(), StoreError> {
    let known = rows(conn, Kind::Word)?;
    let due = if on { messages::due(conn, messages::WAYS[1], now)? } else { Vec::new() };
    for one in &due {
        let Some(slot) = one.slot else { continue };
        let says = if one.state == appointments::State::Cancelled { cancel(slot) } else { request(slot) };
        let about = one.id.as_bytes().as_slice();
        match known.iter().find(|row| row.about == about) {
            None => begin(conn, Kind::Word, about, &says, 0, now + LEAVES_AFTER, now)?,
            Some(row) if row.says != says || row.state == IDLE => {
                wait(conn, Kind::Word, about, &says, now + LEAVES_AFTER, now)?;
            }
            Some(_) => {}
        }
    }
    for row in &known {
        let stands = due.iter().any(|one| row.about == one.id.as_bytes().as_slice());
        if !stands && (row.state != IDLE || is_past(&row.says, now)) {
            diesel::delete(one!(Kind::Word, row.about.as_slice())).execute(conn)?;
        }
    }
    Ok(())
}

fn is_past(says: &str, now: i64) -> bool {
    read_says(says).is_none_or(|(_, slot)| slot.start().timestamp() <= now)
}

fn plan_invitations(conn: &mut Conn, mailboxes: &HashSet<SpreekuurId>, now: i64) -> Result<(), StoreError> {
    type Columns = (Vec<u8>, Option<i32>, Option<i64>);
    let ahead = booking::table.filter(booking::state.eq(BOOKED)).filter(booking::minute.gt(now.div_euclid(60)));
    let booked: Vec<Columns> = ahead.select((booking::id, booking::spreekuur, booking::minute)).load(conn)?;
    let mut wanted = Vec::new();
    for (id, spreekuur, minute) in booked {
        let Some((spreekuur, minute)) = spreekuur.zip(minute) else { continue };
        let slot = super::slots::slot_from(spreekuur, minute)?;
        if mailboxes.contains(&spreekuur_from(spreekuur)?) {
            wanted.push((id, slot));
        }
    }
    let known = rows(conn, Kind::Invitation)?;
    for (about, slot) in &wanted {
        match known.iter().find(|row| row.about == *about) {
            None => begin(conn, Kind::Invitation, about, &request(*slot), 0, now + LEAVES_AFTER, now)?,
            Some(row) => {
                // Out of the one calendar before it goes into another.
                let told = row.told.as_deref().and_then(read_says);
                let elsewhere = told.filter(|(word, at)| *word == "request" && at.spreekuur() != slot.spreekuur());
                let says = elsewhere.map_or_else(|| request(*slot), |(_, at)| cancel(at));
                say(conn, row, &says, now)?;
            }
        }
    }
    for row in known.iter().filter(|row| wanted.iter().all(|(about, _)| *about != row.about)) {
        match row.told.as_deref().and_then(read_says) {
            _ if is_past(row.told.as_deref().unwrap_or(&row.says), now) => {
                diesel::delete(one!(Kind::Invitation, row.about.as_slice())).execute(conn)?;
            }
            Some((_, slot)) => say(conn, row, &cancel(slot), now)?,
            // Nothing of it ever left.
            None => drop(diesel::delete(one!(Kind::Invitation, row.about.as_slice())).execute(conn)?),
        }
    }
    Ok(())
}

/// The invitation has to say this, unless it is known that it did.
fn say(conn: &mut Conn, row: &Row, says: &str, now: i64) -> Result<(), StoreError> {
    let is_told = row.sure && row.told.as_deref() == Some(says);
    let is_under_way = row.state != IDLE && row.says == says;
    if is_told && row.state != IDLE {
        diesel::update(one!(Kind::Invitation, row.about.as_slice()))
            .set((mail::state.eq(IDLE), mail::says.eq(says)))
            .execute(conn)?;
    } else if !is_told && !is_under_way {
        wait(conn, Kind::Invitation, &row.about, says, now + LEAVES_AFTER, now)?;
    }
    Ok(())
}

/// Takes what is due, the longest due first; out of sight for others meanwhile. What an invitation says is written down with it.
///
/// # Errors
/// Where the store fails.
pub fn take(conn: &mut Conn, now: i64) -> Result<Option<Out>, StoreError> {
    let due = mail::next_at.le(now).or(mail::next_at.gt(now + FAR_AHEAD));
    let first = mail::table.filter(mail::state.eq(WAITING).and(due)).order((mail::next_at.asc(), mail::about.asc()));
    let Some(row) = first.select(Row::as_select()).first::<Row>(conn).optional()? else { return Ok(None) };
    let mut out = Out::try_from(&row)?;
    out.tries += 1;
    if out.kind == Kind::Invitation && row.told.as_deref() != Some(row.says.as_str()) {
        // Minutes since it was booked: it goes up also where a backup forgot the last one.
        let since: Option<i64> = booking::table.find(&row.about).select(booking::received_at).first(conn).optional()?;
        let minutes = since.map_or(0, |at| (now - at).div_euclid(60)).max(0);
        out.number = if row.told.is_some() { minutes.max(row.number + 1) } else { minutes };
    }
    let told = if out.kind == Kind::Invitation { Some(row.says.as_str()) } else { None };
    let set = (
        mail::next_at.eq(now + HELD_FOR),
        mail::tries.eq(mail::tries + 1),
        mail::told.eq(told),
        mail::sure.eq(false),
        mail::number.eq(out.number),
    );
    diesel::update(one!(out.kind, row.about.as_slice())).set(set).execute(conn)?;
    Ok(Some(out))
}

fn about(out: &Out) -> Vec<u8> {
    out.about.map(|id| id.as_bytes().to_vec()).unwrap_or_default()
}

macro_rules! as_taken {
    ($out:expr) => {
        mail::table
            .filter(mail::kind.eq($out.kind.word()))
            .filter(mail::about.eq(about($out)))
            .filter(mail::says.eq(&$out.says))
            .filter(mail::state.eq(WAITING))
    };
}

/// It left.
///
/// # Errors
/// Where the store fails.
pub fn done(conn: &mut Conn, out: &Out, now: i64) -> Result<(), StoreError> {
    let none: Option<&str> = None;
    let set = (mail::state.eq(IDLE), mail::done_at.eq(now), mail::why.eq(none), mail::tries.eq(0), mail::sure.eq(true));
    match (out.kind, out.about) {
        (Kind::Cards, _) => {
            diesel::update(as_taken!(out)).set((set, mail::number.eq(mail::number - out.number))).execute(conn)?;
            let more = mail::table.filter(mail::kind.eq(Kind::Cards.word())).filter(mail::number.gt(0));
            if more.count().get_result::<i64>(conn)? > 0 {
                wait(conn, Kind::Cards, &[], "cards", now + ONE_MAIL_IN, now)?;
            }
        }
        (Kind::Word, Some(id)) => {
            diesel::update(as_taken!(out)).set(set).execute(conn)?;
            if let Some((word, slot)) = read_says(&out.says) {
                let cancelled = word == "cancel";
                let state = if cancelled { appointments::State::Cancelled } else { appointments::State::Booked };
                messages::sent(conn, id, state, slot.minute(), now)?;
            }
        }
        (Kind::Invitation, _) | (Kind::Word, None) => drop(diesel::update(as_taken!(out)).set(set).execute(conn)?),
    }
    Ok(())
}

/// It is tried again at `next_at`.
///
/// # Errors
/// Where the store fails.
pub fn later(conn: &mut Conn, out: &Out, why: &str, next_at: i64) -> Result<(), StoreError> {
    diesel::update(as_taken!(out)).set((mail::why.eq(why), mail::next_at.eq(next_at))).execute(conn)?;
    Ok(())
}

/// It is set apart until somebody has looked; a word to a resident stands on the list for workers from now on.
///
/// # Errors
/// Where the store fails.
pub fn park(conn: &mut Conn, out: &Out, why: &str) -> Result<(), StoreError> {
    diesel::update(as_taken!(out)).set((mail::why.eq(why), mail::state.eq(PARKED))).execute(conn)?;
    Ok(())
}

/// There is nothing to say any more.
///
/// # Errors
/// Where the store fails.
pub fn forget(conn: &mut Conn, out: &Out) -> Result<(), StoreError> {
    diesel::delete(as_taken!(out)).execute(conn)?;
    Ok(())
}

/// A worker wants everything that was set apart tried again.
///
/// # Errors
/// Where the store fails.
pub fn again(conn: &mut Conn, now: i64) -> Result<(), StoreError> {
    let set = (mail::state.eq(WAITING), mail::tries.eq(0), mail::next_at.eq(now + LEAVES_AFTER));
    diesel::update(mail::table.filter(mail::state.eq(PARKED))).set(set).execute(conn)?;
    Ok(())
}

/// Mail is off: what residents are to be told stays to be done by hand.
///
/// # Errors
/// Where the store fails.
pub fn off(conn: &mut Conn) -> Result<(), StoreError> {
    diesel::delete(mail::table.filter(mail::kind.eq(Kind::Word.word())).filter(mail::state.ne(IDLE))).execute(conn)?;
    Ok(())
}

/// The appointments of which mail tells the resident, so that nobody has to.
pub(super) fn does(conn: &mut Conn, now: i64) -> Result<HashSet<EntryId>, StoreError> {
    if super::outgoing::road(conn, MAIL)?.paused.is_some() {
        return Ok(HashSet::new());
    }
    let those = mail::table.filter(mail::kind.eq(Kind::Word.word())).filter(mail::state.eq(WAITING));
    let ids: Vec<Vec<u8>> = those.filter(mail::made_at.gt(now - BY_HAND_AFTER)).select(mail::about).load(conn)?;
    ids.iter().map(|id| EntryId::from_bytes(id).map_err(|_| StoreError::Odd("mail"))).collect()
}

/// How word of an appointment by mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// It leaves by itself.
    Leaving,
    /// What stands was told, at this second.
    Told(i64),
    /// It did not leave: a worker tells them.
    ByHand,
}

/// How word of this appointment by e-mail stands; none where nobody asked for it. `on`: mail sends such words here.
///
/// # Errors
/// Where the store fails.
pub fn word(conn: &mut Conn, id: EntryId, on: bool, now: i64) -> Result<Option<Word>, StoreError> {
    let about = id.as_bytes().as_slice();
    let due = messages::due(conn, messages::WAYS[1], now)?.iter().any(|one| one.id == id);
    type Columns = (String, Option<i64>);
    let row: Option<Columns> = one!(Kind::Word, about).select((mail::state, mail::done_at)).first(conn).optional()?;
    if !due {
        return Ok(row.and_then(|(_, done_at)| done_at).map(Word::Told));
    }
    // What has just become due is planned within seconds.
    let fresh = row.is_none_or(|(state, _)| state == IDLE) && super::outgoing::road(conn, MAIL)?.paused.is_none();
    let leaves = on && (fresh || does(conn, now)?.contains(&id));
    Ok(Some(if leaves { Word::Leaving } else { Word::ByHand }))
}

/// How mail stands, for the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many wait.
    pub waiting: i64,
    /// Since when the oldest of them waits.
    pub oldest: Option<i64>,
    /// When one left last.
    pub last_done: Option<i64>,
    /// What somebody may want to look at: set apart first.
    pub troubled: Vec<Out>,
}

/// How mail stands; at most so many that somebody may want to look at.
///
/// # Errors
/// Where the store fails.
pub fn standing(conn: &mut Conn, most: i64) -> Result<Standing, StoreError> {
    let waiting = || mail::table.filter(mail::state.eq(WAITING));
    let troubled = mail::table.filter(mail::state.eq(PARKED).or(mail::state.eq(WAITING).and(mail::why.is_not_null())));
    let troubled = troubled.order((mail::state.asc(), mail::made_at.asc())).limit(most).select(Row::as_select());
    let troubled: Vec<Row> = troubled.load(conn)?;
    Ok(Standing {
        waiting: waiting().count().get_result(conn)?,
        oldest: waiting().select(diesel::dsl::min(mail::made_at)).first(conn)?,
        last_done: mail::table.select(diesel::dsl::max(mail::done_at)).first(conn)?,
        troubled: troubled.iter().map(Out::try_from).collect::<Result<_, _>>()?,
    })
}
