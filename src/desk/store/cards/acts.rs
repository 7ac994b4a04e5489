//! What a worker does with a card, kept with what it adds up to.

use super::lists::most_waiting;
use crate::desk::calendar;
use crate::desk::store::entries::{self, Listed};
use crate::desk::store::posts::PostId;
use crate::desk::store::schema::{card, card_act, card_pass};
use crate::desk::store::{Conn, StoreError, kiosks};
use crate::entry::{EntryId, Kind};
use crate::followup::{Act, Card, Event, No, Opened, TeamId, WorkerId};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

const ODD: StoreError = StoreError::Odd("card");

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is written down, and the card is now so.
    Yes(Box<Card>),
    /// It cannot be done now.
    No(No),
    /// There is no such card in these teams.
    NotThere,
}

/// Makes the card of a question, worry or offer that arrived. `caller` is the keyed hash of the number that was left.
///
/// # Errors
/// Where the store fails.
pub fn open(conn: &mut Conn, listed: &Listed, caller: Option<&[u8]>) -> Result<(), StoreError> {
    let left = listed.left();
    let team = kiosks::team(conn, listed.kiosk)?;
    let (amber, due) = calendar::in_touch(left).ok_or(ODD)?;
    let due = listed.promised_before.unwrap_or(due);
    let known_by = match caller {
        Some(caller) => known_by(conn, caller, team)?,
        None => None,
    };
    let opened = Opened { team, at: left, due, amber: amber.min(due), waits: listed.contact.as_deref() == Some("wait") };
    diesel::insert_into(card::table)
        .values((
            (
                card::entry.eq(listed.id.as_bytes().as_slice()),
                card::first_team.eq(team),
                card::opened_at.eq(opened.at.timestamp()),
                card::due.eq(opened.due.to_string()),
                card::amber.eq(opened.amber.to_string()),
                card::waits.eq(opened.waits),
                card::offer.eq(listed.kind == Kind::Offering),
                card::caller.eq(caller),
                card::known_by.eq(known_by),
            ),
            Sum::of(&Card::fold(opened, &[])),
        ))
        .execute(conn)?;
    Ok(())
}

/// Another number was left with this card.
pub(in crate::desk::store) fn called_by(conn: &mut Conn, id: EntryId, caller: Option<&[u8]>) -> Result<(), StoreError> {
    diesel::update(card::table.find(id.as_bytes().as_slice())).set(card::caller.eq(caller)).execute(conn)?;
    Ok(())
}

/// Who had the last card of this number, in this team.
fn known_by(conn: &mut Conn, caller: &[u8], team: TeamId) -> Result<Option<WorkerId>, StoreError> {
    let before = card::table.filter(card::caller.eq(caller)).filter(card::team.eq(team)).filter(card::first.is_not_null());
    let last: Option<Option<WorkerId>> = before.order(card::opened_at.desc()).select(card::first).first(conn).optional()?;
    Ok(last.flatten())
}

/// One of `teams`' workers does something, at `now`.
///
/// # Errors
/// Where the store fails; of two processes that act at once, one fails, and trying again meets the other's act.
pub fn act(
    conn: &mut Conn,
    id: EntryId,
    teams: &[TeamId],
    worker: WorkerId,
    act: Act,
    now: DateTime<Utc>,
) -> Result<Done, StoreError> {
    let Some((opened, mut events)) = life(conn, id)? else { return Ok(Done::NotThere) };
    let was = Card::fold(opened, &events);
    // Who handed it over can take that back.
    let takes_back = act == Act::Undo && was.can_be_undone(worker, now).is_some();
    if !teams.contains(&was.opened.team) && !takes_back {
        return Ok(Done::NotThere);
    }
    if let Err(no) = was.may(&act, worker, now, calendar::day_of(now)) {
        return Ok(Done::No(no));
    }
    let written = serde_json::to_string(&act).map_err(|_| ODD)?;
    events.push(Event { worker, at: now, act });
    let is = Card::fold(opened, &events);
    let key = id.as_bytes().as_slice();
    diesel::insert_into(card_act::table)
        .values((
            card_act::entry.eq(key),
            card_act::number.eq(events.len() as i32),
            card_act::worker.eq(worker),
            card_act::at.eq(now.timestamp()),
            card_act::act.eq(written),
        ))
        .execute(conn)?;
    diesel::update(card::table.find(key)).set(Sum::of(&is)).execute(conn)?;
    // What one of the team puts aside is still to be looked at by the others.
    if !matches!(events.last().map(|event| &event.act), Some(Act::Pass | Act::Undo)) {
        diesel::update(card::table.find(key)).set(card::nudged_by.eq(None::<WorkerId>)).execute(conn)?;
    }
    if was.passed != is.passed {
        diesel::delete(card_pass::table.filter(card_pass::entry.eq(key))).execute(conn)?;
        let rows: Vec<_> = is.passed.iter().map(|worker| (card_pass::entry.eq(key), card_pass::worker.eq(*worker))).collect();
        diesel::insert_into(card_pass::table).values(rows).execute(conn)?;
    }
    Ok(Done::Yes(Box::new(is)))
}

/// A coordinator asks that an open card is looked at first. False where it is not open. Nothing is assigned.
///
/// # Errors
/// Where the store fails.
pub fn nudge(conn: &mut Conn, id: EntryId, by: WorkerId) -> Result<bool, StoreError> {
    let open = card::table.find(id.as_bytes().as_slice()).filter(card::stage.eq("open"));
    Ok(diesel::update(open).set(card::nudged_by.eq(Some(by))).execute(conn)? == 1)
}

/// "Roep volgende": calls whoever has waited longest in the hall of this post, or of any, and was not called, to `place`.
///
/// # Errors
/// Where the store fails.
pub fn call_next(
    conn: &mut Conn,
    (teams, post): (&[TeamId], Option<PostId>),
    worker: WorkerId,
    place: &str,
    now: DateTime<Utc>,
) -> Result<Option<EntryId>, StoreError> {
    for id in most_waiting(conn, teams, post, now)? {
        if let Done::Yes(_) = act(conn, id, teams, worker, Act::Call(place.to_owned()), now)? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// What a card began with and what was done since; none where there is no such card.
pub(in crate::desk::store) fn life(conn: &mut Conn, id: EntryId) -> Result<Option<(Opened, Vec<Event>)>, StoreError> {
    let key = id.as_bytes().as_slice();
    let began: Option<(i32, i64, String, String, bool)> = card::table
        .find(key)
        .select((card::first_team, card::opened_at, card::due, card::amber, card::waits))
        .first(conn)
        .optional()?;
    let Some((team, at, due, amber, waits)) = began else { return Ok(None) };
    let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| ODD);
    let opened = Opened { team, at: entries::moment(at)?, due: day(&due)?, amber: day(&amber)?, waits };
    let rows: Vec<(i32, i64, String)> = card_act::table
        .filter(card_act::entry.eq(key))
        .order(card_act::number.asc())
        .select((card_act::worker, card_act::at, card_act::act))
        .load(conn)?;
    let read = |(worker, at, act): (i32, i64, String)| {
        Ok::<_, StoreError>(Event { worker, at: entries::moment(at)?, act: serde_json::from_str(&act).map_err(|_| ODD)? })
    };
    Ok(Some((opened, rows.into_iter().map(read).collect::<Result<_, _>>()?)))
}

/// Everything that was done with a card, the first first; nothing where there is no such card.
///
/// # Errors
/// Where the store fails.
pub fn events(conn: &mut Conn, id: EntryId) -> Result<Vec<Event>, StoreError> {
    Ok(life(conn, id)?.map(|(_, events)| events).unwrap_or_default())
}

/// Whether who left the same number again would be known by it.
///
/// # Errors
/// Where the store fails.
pub fn is_known_again(conn: &mut Conn, id: EntryId) -> Result<bool, StoreError> {
    let caller: Option<Option<Vec<u8>>> =
        card::table.find(id.as_bytes().as_slice()).select(card::caller).first(conn).optional()?;
    Ok(caller.flatten().is_some())
}

/// What a card adds up to, as lists read it.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = card, treat_none_as_null = true)]
struct Sum {
    team: i32,
    stage: &'static str,
    first: Option<i32>,
    second: Option<i32>,
    acts: i32,
    asked: Option<i32>,
    asked_by: Option<i32>,
    called_at: Option<i64>,
    called_place: Option<String>,
    contact_at: Option<i64>,
    plan: Option<&'static str>,
    plan_day: Option<String>,
    call_day: Option<String>,
    call_worker: Option<i32>,
    closed_at: Option<i64>,
}

impl Sum {
    fn of(card: &Card) -> Self {
        Sum {
            team: card.opened.team,
            stage: card.stage().word(),
            first: card.holders[0],
            second: card.holders[1],
            acts: card.acts as i32,
            asked: card.asked.map(|(colleague, _)| colleague),
            asked_by: card.asked.map(|(_, by)| by),
            called_at: card.called.as_ref().map(|called| called.at.timestamp()),
            called_place: card.called.as_ref().map(|called| called.place.clone()),
            contact_at: card.first_contact.map(|at| at.timestamp()),
            plan: card.plan.map(|plan| plan.way.word()),
            plan_day: card.plan.map(|plan| plan.day.to_string()),
            call_day: card.call_back.map(|call| call.day.to_string()),
            call_worker: card.call_back.map(|call| call.worker),
            closed_at: card.closed.map(|closed| closed.at.timestamp()),
        }
    }
}
