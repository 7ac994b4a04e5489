//! The lists that cards stand in.

use super::acts::life;
use crate::desk::store::entries::{self, Listed};
use crate::desk::store::posts::PostId;
use crate::desk::store::schema::{card, card_act, card_pass, entry, kiosk, worker};
use crate::desk::store::{Conn, StoreError};
use crate::entry::{EntryId, Teken};
use crate::followup::{Card, PLACES, Pace, TeamId, WorkerId};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::dsl::{exists, not, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::HashMap;

const ODD: StoreError = StoreError::Odd("card");

/// Who said "Ik wacht hier" this long ago has gone home.
pub const WAITS_AT_MOST: TimeDelta = TimeDelta::hours(2);

/// A call to the hall stands on displays for so long: whoever did not come is called again, or has gone.
const CALLED_FOR: TimeDelta = TimeDelta::minutes(5);

/// The names of workers, those who left among them.
pub type Names = HashMap<WorkerId, String>;

/// A card as lists show it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The entry.
    pub listed: Listed,
    /// What was done.
    pub short: Short,
}

/// What a card adds up to, as far as lists show it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = card)]
pub struct Short {
    /// When it was left, in seconds since 1970.
    pub opened_at: i64,
    due: String,
    amber: String,
    /// "Ik wacht hier".
    pub waits: bool,
    /// Who helped whoever left the same number before.
    pub known_by: Option<WorkerId>,
    /// Whose it is.
    pub team: TeamId,
    stage: String,
    first: Option<WorkerId>,
    second: Option<WorkerId>,
    /// Which colleague was asked.
    pub asked: Option<WorkerId>,
    /// Who asked.
    pub asked_by: Option<WorkerId>,
    called_at: Option<i64>,
    /// To where in the house the resident was called.
    pub called_place: Option<String>,
    contact_at: Option<i64>,
    /// The word of what was planned.
    pub plan: Option<String>,
    plan_day: Option<String>,
    call_day: Option<String>,
    /// Who calls again.
    pub call_worker: Option<WorkerId>,
    /// The coordinator who asks that it is looked at first.
    pub nudged_by: Option<WorkerId>,
}

impl Short {
    /// Who has it, first place first.
    pub fn holders(&self) -> impl Iterator<Item = WorkerId> {
        self.first.into_iter().chain(self.second)
    }

    /// How near the promised day is, on `today`; as [`Card::pace`].
    pub fn pace(&self, today: NaiveDate) -> Pace {
        let on = |day: &str| day.parse().is_ok_and(|day: NaiveDate| today >= day);
        match () {
            () if self.contact_at.is_some() || self.stage != "open" => Pace::Fine,
            () if on(&self.due) => Pace::Late,
            () if on(&self.amber) => Pace::Amber,
            () => Pace::Fine,
        }
    }

    /// Whether there was contact.
    pub fn spoken(&self) -> bool {
        self.contact_at.is_some()
    }

    /// The day before which the team is in touch.
    pub fn due(&self) -> Option<NaiveDate> {
        self.due.parse().ok()
    }

    /// The day of what is planned.
    pub fn plan_day(&self) -> Option<NaiveDate> {
        self.plan_day.as_deref()?.parse().ok()
    }

    /// The day on which somebody calls again.
    pub fn call_day(&self) -> Option<NaiveDate> {
        self.call_day.as_deref()?.parse().ok()
    }

    /// When the resident was called from the hall.
    pub fn called_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.called_at?, 0)
    }
}

type Rows = Vec<(entries::Row, Short)>;

fn lines(rows: Rows) -> Result<Vec<Line>, StoreError> {
    rows.into_iter().map(|(row, short)| Ok(Line { listed: Listed::try_from(row)?, short })).collect()
}

/// As the indexes of lists say it: with the word in the query itself, the store sees that they hold all that is asked for.
fn is_open() -> SqlLiteral<Bool> {
    sql("card.stage = 'open'")
}

/// That nobody has it.
fn is_free() -> SqlLiteral<Bool> {
    sql("card.stage = 'open' AND card.first IS NULL AND card.second IS NULL")
}

/// That somebody has it.
fn is_held() -> SqlLiteral<Bool> {
    sql("card.stage = 'open' AND (card.first IS NOT NULL OR card.second IS NOT NULL)")
}

/// That somebody calls again.
fn is_calling() -> SqlLiteral<Bool> {
    sql("card.stage = 'calling'")
}

macro_rules! cards {
    () => {
        card::table.inner_join(entry::table.on(entry::id.eq(card::entry))).select((entries::Row::as_select(), Short::as_select()))
    };
}

/// Cards that nobody has, and that this worker did not put aside: danger first, then the oldest, at most `most`.
///
/// # Errors
/// Where the store fails.
pub fn unclaimed(conn: &mut Conn, teams: &[TeamId], worker: WorkerId, offer: bool, most: i64) -> Result<Vec<Line>, StoreError> {
    let passed = card_pass::table.filter(card_pass::entry.eq(card::entry)).filter(card_pass::worker.eq(worker));
    let rows: Rows = cards!()
        .filter(is_free())
        .filter(card::team.eq_any(teams))
        .filter(card::offer.eq(offer))
        .filter(not(exists(passed)))
        .order((entry::raised.desc(), card::opened_at.asc(), card::entry.asc()))
        .limit(most)
        .load(conn)?;
    lines(rows)
}

/// Cards that somebody has, the oldest first, at most `most`.
///
/// # Errors
/// Where the store fails.
pub fn held(conn: &mut Conn, teams: &[TeamId], offer: bool, most: i64) -> Result<Vec<Line>, StoreError> {
    let rows: Rows = cards!()
        .filter(is_held())
        .filter(card::team.eq_any(teams))
        .filter(card::offer.eq(offer))
        .order((card::opened_at.asc(), card::entry.asc()))
        .limit(most)
        .load(conn)?;
    lines(rows)
}

/// Cards to call about on `today`, the longest due first, at most `most`.
///
/// # Errors
/// Where the store fails.
pub fn to_call(conn: &mut Conn, teams: &[TeamId], today: NaiveDate, most: i64) -> Result<Vec<Line>, StoreError> {
    let rows: Rows = cards!()
        .filter(is_calling())
        .filter(card::team.eq_any(teams))
        .filter(card::call_day.le(today.to_string()))
        .order((card::call_day.asc(), card::opened_at.asc()))
        .limit(most)
        .load(conn)?;
    lines(rows)
}

/// Open cards that a coordinator asks to look at first, of those that this worker or nobody has; then those that a colleague asked
/// this worker about, and those that nobody has of residents whom this worker knows.
///
/// # Errors
/// Where the store fails.
pub fn for_worker(conn: &mut Conn, teams: &[TeamId], worker: WorkerId, most: i64) -> Result<Vec<Line>, StoreError> {
    let passed = card_pass::table.filter(card_pass::entry.eq(card::entry)).filter(card_pass::worker.eq(worker));
    let nobody = || card::first.is_null().and(card::second.is_null());
    let returns = card::known_by.eq(worker).and(nobody());
    let theirs = card::first.eq(worker).or(card::second.eq(worker));
    let nudged = card::nudged_by.is_not_null().and(nobody().or(theirs.assume_not_null()));
    let rows: Rows = cards!()
        .filter(is_open())
        .filter(card::team.eq_any(teams))
        .filter(nudged.or((card::asked.eq(worker).or(returns.and(not(exists(passed))))).assume_not_null()))
        .order((card::nudged_by.is_null().asc(), card::opened_at.asc(), card::entry.asc()))
        .limit(most)
        .load(conn)?;
    lines(rows)
}

/// For the fortnightly meeting: open cards that nobody has, or that nobody was in touch about on the promised day. Oldest first.
///
/// # Errors
/// Where the store fails.
pub fn late(
    conn: &mut Conn,
    teams: &[TeamId],
    older_than: DateTime<Utc>,
    today: NaiveDate,
    most: i64,
) -> Result<Vec<Line>, StoreError> {
    let nobody = card::first.is_null().and(card::second.is_null()).and(card::opened_at.lt(older_than.timestamp()));
    let no_contact = card::contact_at.is_null().and(card::due.le(today.to_string()));
    let rows: Rows = cards!()
        .filter(is_open())
        .filter(card::team.eq_any(teams))
        .filter(nobody.or(no_contact))
        .order((card::opened_at.asc(), card::entry.asc()))
        .limit(most)
        .load(conn)?;
    lines(rows)
}

/// For the same meeting: cards that have not ended and that nobody has touched since `since`. Nothing of them goes by itself.
///
/// # Errors
/// Where the store fails.
pub fn untouched(conn: &mut Conn, teams: &[TeamId], since: DateTime<Utc>, most: i64) -> Result<Vec<Line>, StoreError> {
    let since_then = card_act::table.filter(card_act::entry.eq(card::entry)).filter(card_act::at.ge(since.timestamp()));
    let own = || cards!().filter(card::team.eq_any(teams)).filter(card::opened_at.lt(since.timestamp()));
    let open: Rows =
        own().filter(is_open()).filter(not(exists(since_then))).order(card::opened_at.asc()).limit(most).load(conn)?;
    let day = crate::desk::calendar::day_of(since).to_string();
    let calling: Rows = own()
        .filter(is_calling())
        .filter(card::call_day.lt(day))
        .filter(not(exists(since_then)))
        .order(card::opened_at.asc())
        .limit(most)
        .load(conn)?;
    lines(open.into_iter().chain(calling).collect())
}

/// Who waits in the hall of this post, or of any, and was not called, the longest first.
///
/// # Errors
/// Where the store fails.
pub(super) fn most_waiting(
    conn: &mut Conn,
    teams: &[TeamId],
    post: Option<PostId>,
    now: DateTime<Utc>,
) -> Result<Vec<EntryId>, StoreError> {
    /// Of so many, one has a place free.
    const LOOKED_AT: i64 = 20;
    let mut those = card::table
        .inner_join(entry::table.on(entry::id.eq(card::entry)))
        .inner_join(kiosk::table.on(kiosk::id.eq(entry::kiosk)))
        .filter(is_open())
        .filter(card::waits.eq(true).and(card::called_at.is_null()))
        .filter(card::team.eq_any(teams))
        .filter(card::contact_at.is_null())
        .filter(card::opened_at.gt((now - WAITS_AT_MOST).timestamp()))
        .order((card::opened_at.asc(), card::entry.asc()))
        .limit(LOOKED_AT)
        .select(card::entry)
        .into_boxed();
    if let Some(post) = post {
        those = those.filter(kiosk::post.eq(post));
    }
    let ids: Vec<Vec<u8>> = those.load(conn)?;
    ids.iter().map(|id| EntryId::from_bytes(id).map_err(|_| ODD)).collect()
}

/// Who is called from the hall now, of this team and in this post, the latest first: teken and place, and nothing else.
///
/// # Errors
/// Where the store fails.
pub fn now_called(
    conn: &mut Conn,
    (team, post): (TeamId, PostId),
    now: DateTime<Utc>,
    most: i64,
) -> Result<Vec<(Teken, String, DateTime<Utc>)>, StoreError> {
    let rows: Vec<(Option<i32>, Option<String>, Option<i64>)> = card::table
        .inner_join(entry::table.on(entry::id.eq(card::entry)))
        .inner_join(kiosk::table.on(kiosk::id.eq(entry::kiosk)))
        .filter(kiosk::post.eq(post))
        .filter(card::called_at.gt((now - CALLED_FOR).timestamp()))
        .filter(card::team.eq(team).and(card::stage.eq("open")))
        // Of those called in the same second whoever came first is called first.
        .order((card::called_at.desc(), card::entry.desc()))
        .limit(most)
        .select((entry::teken, card::called_place, card::called_at))
        .load(conn)?;
    let called = |(teken, place, at): (Option<i32>, Option<String>, Option<i64>)| {
        let teken = teken.and_then(|index| Teken::from_index(index as u16).ok())?;
        Some((teken, place?, DateTime::from_timestamp(at?, 0)?))
    };
    Ok(rows.into_iter().filter_map(called).collect())
}

/// One card with everything that was done; none where there is none in these teams.
///
/// # Errors
/// Where the store fails.
pub fn find(conn: &mut Conn, teams: &[TeamId], id: EntryId) -> Result<Option<(Line, Card)>, StoreError> {
    let Some(line) = line(conn, id)? else { return Ok(None) };
    if !teams.contains(&line.short.team) {
        tracing::warn!(%id, "a card of another team was asked for");
        return Ok(None);
    }
    let life = life(conn, id)?;
    Ok(life.map(|(opened, events)| (line, Card::fold(opened, &events))))
}

/// Whether this worker can take back what was done last with a card, whosever it is now.
///
/// # Errors
/// Where the store fails.
pub fn can_be_undone(conn: &mut Conn, id: EntryId, worker: WorkerId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let life = life(conn, id)?;
    Ok(life.is_some_and(|(opened, events)| Card::fold(opened, &events).can_be_undone(worker, now).is_some()))
}

/// The cards that came from `from` until before `until`, the oldest first, at most `most`.
///
/// # Errors
/// Where the store fails.
pub fn between(conn: &mut Conn, teams: &[TeamId], from: i64, until: i64, most: i64) -> Result<Vec<EntryId>, StoreError> {
    let ids: Vec<Vec<u8>> = card::table
        .inner_join(entry::table.on(entry::id.eq(card::entry)))
        .filter(card::team.eq_any(teams))
        .filter(entry::received_at.ge(from).and(entry::received_at.lt(until)))
        .order((entry::received_at.asc(), entry::id.asc()))
        .limit(most)
        .select(entry::id)
        .load(conn)?;
    ids.iter().map(|id| EntryId::from_bytes(id).map_err(|_| ODD)).collect()
}

/// Whether the card began with one of these teams, whosever it is now.
///
/// # Errors
/// Where the store fails.
pub fn began_with(conn: &mut Conn, teams: &[TeamId], id: EntryId) -> Result<bool, StoreError> {
    let own = card::table.find(id.as_bytes().as_slice()).filter(card::first_team.eq_any(teams));
    Ok(diesel::select(exists(own)).get_result(conn)?)
}

/// Whether it is a card of these teams.
///
/// # Errors
/// Where the store fails.
pub fn is_of(conn: &mut Conn, teams: &[TeamId], id: EntryId) -> Result<bool, StoreError> {
    let of: Option<TeamId> = card::table.find(id.as_bytes().as_slice()).select(card::team).first(conn).optional()?;
    let is = of.is_some_and(|team| teams.contains(&team));
    if of.is_some() && !is {
        tracing::warn!(%id, "a card of another team was asked for");
    }
    Ok(is)
}

/// One card as lists show it.
///
/// # Errors
/// Where the store fails.
pub fn line(conn: &mut Conn, id: EntryId) -> Result<Option<Line>, StoreError> {
    let row = cards!().filter(card::entry.eq(id.as_bytes().as_slice())).first(conn).optional()?;
    let row: Option<(entries::Row, Short)> = row;
    Ok(lines(row.into_iter().collect())?.pop())
}

/// Who has it, by place.
///
/// # Errors
/// Where the store fails.
pub fn holders(conn: &mut Conn, id: EntryId) -> Result<[Option<WorkerId>; PLACES], StoreError> {
    let found: Option<(Option<i32>, Option<i32>)> =
        card::table.find(id.as_bytes().as_slice()).select((card::first, card::second)).first(conn).optional()?;
    Ok(found.map_or([None; PLACES], |(first, second)| [first, second]))
}

/// The names of all workers.
///
/// # Errors
/// Where the store fails.
pub fn names(conn: &mut Conn) -> Result<Names, StoreError> {
    let rows: Vec<(i32, String)> = worker::table.select((worker::id, worker::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}
