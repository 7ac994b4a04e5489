//! The kiosks of the post: who they are, how they are doing, and that a stolen one is known no longer.

use super::posts::PostId;
use super::schema::{entry, kiosk};
use super::{Conn, StoreError, copies, grants, machine, meta, slots};
use crate::entry::{Epoch, KioskId, Sequence, TEKENS, TekenBlock};
use crate::followup::TeamId;
use crate::wire::{DiskState, Health, KioskPublicKey, Machine, Sort};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Tekens one kiosk may give out, also offline: more than a hall sees in a day. Twelve kiosks of a post share its 1200.
pub const TEKENS_EACH: u16 = 100;

/// More kiosks than anyone enrols between a backup and its restore.
const GIVEN_SINCE_A_BACKUP: i32 = 100;

/// More often than any kiosk is enrolled anew between a backup and its restore.
const RENEWED_SINCE_A_BACKUP: u32 = 100;

const ACTIVE: &str = "active";
const WRITTEN_OFF: &str = "written-off";

/// One kiosk.
#[derive(Clone, Debug)]
pub struct Kiosk {
    /// Its number, never given twice.
    pub id: KioskId,
    /// What staff call it: "hal", "eerste verdieping".
    pub name: String,
    /// What its requests are signed with.
    pub key: KioskPublicKey,
    /// Goes up when it is written off and when it is enrolled again.
    pub epoch: Epoch,
    /// False once it is written off.
    pub active: bool,
    /// When it was enrolled last.
    pub enrolled_at: DateTime<Utc>,
    /// The kiosk program's version.
    pub software: String,
    /// All request numbers up to and including this one are spent.
    pub spent_numbers: u64,
    /// What it is.
    pub sort: Sort,
    /// The tekens it may give out: no other kiosk of its post has them, and a display has none.
    pub tekens: TekenBlock,
    /// In which post it stands.
    pub post: PostId,
    /// When the desk last heard from it.
    pub last_seen: Option<DateTime<Utc>>,
    /// What it last said of itself.
    pub health: Option<LastHealth>,
    /// Two machines speak as this kiosk, as far as [`all`] knows: see [`super::copies`].
    pub copied: bool,
}

/// What a kiosk last said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastHealth {
    /// When it said so.
    pub at: DateTime<Utc>,
    /// Entries not yet at the desk.
    pub waiting: u64,
    /// Entries the desk refused for good.
    pub parked: u64,
    /// Recordings not yet, or not wholly, at the desk.
    pub sound_waiting: u64,
    /// Recordings of which the desk refused a piece for good.
    pub sound_parked: u64,
    /// Its disk.
    pub disk: DiskState,
    /// Whether it believes its clock.
    pub clock_trusted: bool,
    /// What it refuses of the site's own texts.
    pub texts: Option<String>,
    /// Its machine; none where it never said.
    pub machine: Option<Machine>,
    /// Staff ended the lock of its machine, and it has not said yet that it is open.
    pub opens: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = kiosk)]
struct Row {
    id: i32,
    name: String,
    public_key: Vec<u8>,
    epoch: i32,
    state: String,
    enrolled_at: i64,
    software: String,
    spent_numbers: i64,
    teken_first: i32,
    teken_count: i32,
    post: i32,
    last_seen: Option<i64>,
    waiting: Option<i64>,
    parked: Option<i64>,
    disk: Option<String>,
    clock_trusted: Option<bool>,
    health_at: Option<i64>,
    sound_waiting: Option<i64>,
    sound_parked: Option<i64>,
    texts: Option<String>,
    display: bool,
    #[diesel(embed)]
    machine: machine::Row,
}

const fn odd() -> StoreError {
    StoreError::Odd("kiosk")
}

/// A kiosk's number from its column.
pub(super) fn id_from(column: i32) -> Result<KioskId, StoreError> {
    u32::try_from(column).ok().and_then(|number| KioskId::new(number).ok()).ok_or(odd())
}

/// A public key from its column.
pub(super) fn key_from(bytes: &[u8]) -> Result<KioskPublicKey, StoreError> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    KioskPublicKey::parse(&STANDARD.encode(bytes)).map_err(|_| odd())
}

fn disk_word(disk: DiskState) -> &'static str {
    match disk {
        DiskState::Ok => "ok",
        DiskState::Full => "full",
        DiskState::Broken => "broken",
        DiskState::SetAside => "set-aside",
    }
}

fn disk_from(word: &str) -> Option<DiskState> {
    [DiskState::Ok, DiskState::Full, DiskState::Broken, DiskState::SetAside].into_iter().find(|disk| disk_word(*disk) == word)
}

impl TryFrom<Row> for Kiosk {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let health = match (row.health_at, row.waiting, row.parked, row.disk, row.clock_trusted) {
            (Some(at), Some(waiting), Some(parked), Some(disk), Some(clock_trusted)) => Some(LastHealth {
                at: super::entries::moment(at)?,
                waiting: waiting.max(0) as u64,
                parked: parked.max(0) as u64,
                sound_waiting: row.sound_waiting.unwrap_or(0).max(0) as u64,
                sound_parked: row.sound_parked.unwrap_or(0).max(0) as u64,
                disk: disk_from(&disk).ok_or(odd())?,
                clock_trusted,
                texts: row.texts,
                machine: row.machine.machine(),
                opens: row.machine.opens(),
            }),
            _ => None,
        };
        let small = |column: i32| u16::try_from(column).map_err(|_| odd());
        Ok(Kiosk {
            id: id_from(row.id)?,
            name: row.name,
            key: key_from(&row.public_key)?,
            epoch: Epoch::new(u32::try_from(row.epoch).map_err(|_| odd())?),
            active: row.state == ACTIVE,
            enrolled_at: super::entries::moment(row.enrolled_at)?,
            software: row.software,
            spent_numbers: row.spent_numbers.max(0) as u64,
            sort: if row.display { Sort::Display } else { Sort::Kiosk },
            tekens: TekenBlock { first: small(row.teken_first)?, count: small(row.teken_count)? },
            post: row.post,
            last_seen: row.last_seen.map(super::entries::moment).transpose()?,
            health,
            copied: false,
        })
    }
}

/// The kiosk with this number.
///
/// # Errors
/// Where the store fails.
pub fn find(conn: &mut Conn, id: KioskId) -> Result<Option<Kiosk>, StoreError> {
    let row = kiosk::table.find(id.get() as i32).select(Row::as_select()).first(conn).optional()?;
    row.map(Kiosk::try_from).transpose()
}

/// Whose cards come from this kiosk.
///
/// # Errors
/// Where the store fails, or there is no such kiosk.
pub fn team(conn: &mut Conn, id: KioskId) -> Result<TeamId, StoreError> {
    Ok(kiosk::table.find(id.get() as i32).select(kiosk::team).first(conn)?)
}

/// All kiosks, also those written off, by number.
///
/// # Errors
/// Where the store fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Kiosk>, StoreError> {
    let rows: Vec<Row> = kiosk::table.filter(kiosk::desk.eq(false)).order(kiosk::id.asc()).select(Row::as_select()).load(conn)?;
    let copied = copies::marked(conn)?;
    let known = |kiosk: Kiosk| Kiosk { copied: copied.contains(&(kiosk.id, kiosk.epoch)), ..kiosk };
    rows.into_iter().map(|row| Kiosk::try_from(row).map(known)).collect()
}

/// The desk itself as a source of this team's cards in this post: its number, and its next place in its own count.
///
/// # Errors
/// Where the store fails.
pub fn of_desk(
    conn: &mut Conn,
    (team, post): (TeamId, PostId),
    key: &[u8],
    name: &str,
    now: i64,
) -> Result<(KioskId, Sequence), StoreError> {
    let own = kiosk::table.filter(kiosk::desk.eq(true)).filter(kiosk::team.eq(team)).filter(kiosk::post.eq(post));
    let known: Option<i32> = own.select(kiosk::id).first(conn).optional()?;
    let id = match known {
        Some(id) => id,
        None => {
            let id = last_given(conn)? + 1;
            diesel::insert_into(kiosk::table)
                .values((
                    kiosk::id.eq(id),
                    kiosk::name.eq(name),
                    kiosk::public_key.eq(key),
                    kiosk::epoch.eq(Epoch::FIRST.get() as i32),
                    // Whoever had the key could say nothing with it.
                    kiosk::state.eq(WRITTEN_OFF),
                    kiosk::enrolled_at.eq(now),
                    kiosk::software.eq(""),
                    kiosk::teken_first.eq(0),
                    kiosk::teken_count.eq(0),
                    kiosk::team.eq(team),
                    kiosk::post.eq(post),
                    kiosk::desk.eq(true),
                ))
                .execute(conn)?;
            id
        }
    };
    let last: Option<i64> = entry::table.filter(entry::kiosk.eq(id)).select(diesel::dsl::max(entry::seq)).first(conn)?;
    let next = last.unwrap_or(0).max(0) as u64 + 1;
    Ok((id_from(id)?, Sequence::new(next).map_err(|_| odd())?))
}

/// True where the kiosk may still speak in this epoch: asked once more inside the transaction that keeps what it said.
pub(in crate::desk) fn still_speaks(conn: &mut Conn, id: KioskId, epoch: Epoch) -> Result<bool, StoreError> {
    let row: Option<(i32, String)> =
        kiosk::table.find(id.get() as i32).select((kiosk::epoch, kiosk::state)).first(conn).optional()?;
    Ok(row.is_some_and(|(now, state)| state == ACTIVE && now == epoch.get() as i32))
}

/// Takes a new kiosk in and gives it its number and, where it is no display, tekens. None where all tekens of the post are given out.
pub(super) fn add(
    conn: &mut Conn,
    (post, sort): (PostId, Sort),
    name: &str,
    key: &[u8],
    software: &str,
    now: i64,
) -> Result<Option<(KioskId, Epoch)>, StoreError> {
    let Some((first, count)) = block(conn, post, sort)? else { return Ok(None) };
    let id = last_given(conn)? + 1;
    // A kiosk that is new holds nothing that this store could have forgotten; but it may only be new to this store.
    let store = if meta::strangers(conn)?.is_none() { Some(meta::store_id(conn)?) } else { None };
    diesel::insert_into(kiosk::table)
        .values((
            kiosk::id.eq(id),
            kiosk::name.eq(name),
            kiosk::public_key.eq(key),
            kiosk::epoch.eq(Epoch::FIRST.get() as i32),
            kiosk::state.eq(ACTIVE),
            kiosk::enrolled_at.eq(now),
            kiosk::software.eq(software),
            kiosk::teken_first.eq(i32::from(first)),
            kiosk::teken_count.eq(i32::from(count)),
            kiosk::post.eq(post),
            kiosk::display.eq(sort == Sort::Display),
            kiosk::slots_store.eq(store),
        ))
        .execute(conn)?;
    Ok(Some((id_from(id)?, Epoch::FIRST)))
}

fn last_given(conn: &mut Conn) -> Result<i32, StoreError> {
    let last: Option<i32> = kiosk::table.select(diesel::dsl::max(kiosk::id)).first(conn)?;
    Ok(last.unwrap_or(0).max(meta::kiosks_given(conn)?))
}

/// A store that comes out of a backup does not know which numbers were given since: it leaves a gap.
pub(super) fn leave_a_gap(conn: &mut Conn) -> Result<(), StoreError> {
    let gap = last_given(conn)? + GIVEN_SINCE_A_BACKUP;
    meta::note_kiosks_given(conn, gap)
}

/// Enrols a known kiosk again, with a new key and the next epoch: what waits on it under the old epoch still arrives, as late,
/// and the times it held under that epoch stay blocked.
pub(super) fn renew(
    conn: &mut Conn,
    id: KioskId,
    name: &str,
    key: &[u8],
    software: &str,
    now: i64,
) -> Result<Option<(KioskId, Epoch)>, StoreError> {
    let Some(known) = find(conn, id)? else { return Ok(None) };
    // Its tekens may have gone to another kiosk since it was written off.
    let first =
        if known.active { Some(known.tekens.first) } else { block(conn, known.post, known.sort)?.map(|(first, _)| first) };
    let Some(first) = first else { return Ok(None) };
    slots::written_off(conn, id, now)?;
    grants::enrolled_anew(conn, id)?;
    // Above every epoch that a desk may have given which has been lost: no two keys of a kiosk ever share one.
    let further = if meta::restored(conn)?.is_some() { RENEWED_SINCE_A_BACKUP } else { 1 };
    let epoch = Epoch::new(known.epoch.get() + further);
    diesel::update(kiosk::table.find(id.get() as i32))
        .set((
            kiosk::name.eq(name),
            kiosk::public_key.eq(key),
            kiosk::epoch.eq(epoch.get() as i32),
            kiosk::state.eq(ACTIVE),
            kiosk::enrolled_at.eq(now),
            kiosk::software.eq(software),
            kiosk::teken_first.eq(i32::from(first)),
            kiosk::spent_numbers.eq(0),
        ))
        .execute(conn)?;
    Ok(Some((id, epoch)))
}

/// Where the tekens of one that is new here begin, and how many they are.
fn block(conn: &mut Conn, post: PostId, sort: Sort) -> Result<Option<(u16, u16)>, StoreError> {
    match sort {
        Sort::Display => Ok(Some((0, 0))),
        Sort::Kiosk => Ok(free_tekens(conn, post)?.map(|first| (first, TEKENS_EACH))),
    }
}

/// The first place of a block that no active kiosk of the post holds: one never given out, else the one given back longest ago.
fn free_tekens(conn: &mut Conn, post: PostId) -> Result<Option<u16>, StoreError> {
    // The desk itself and displays give none out.
    let own = kiosk::table.filter(kiosk::post.eq(post)).filter(kiosk::desk.eq(false).and(kiosk::display.eq(false)));
    let given: Vec<(i32, String, Option<i64>)> =
        own.select((kiosk::teken_first, kiosk::state, kiosk::written_off_at)).load(conn)?;
    let blocks = (0..TEKENS).step_by(usize::from(TEKENS_EACH));
    let free = blocks.filter_map(|first| {
        let mut holders = given.iter().filter(|(held, ..)| *held == i32::from(first));
        let last_back = holders.try_fold(0, |latest, (_, state, back)| match (state.as_str(), back) {
            (WRITTEN_OFF, Some(back)) => Some(latest.max(*back)),
            _ => None,
        });
        last_back.map(|back| (back, first))
    });
    Ok(free.min().map(|(_, first)| first))
}

/// Writes a kiosk off: stolen, broken or replaced. From the commit on, nothing it says is taken. Its tekens are free again; the
/// times it held stay blocked until staff accept that two residents may come ([`slots::accept_risk`]). True where it was active.
///
/// # Errors
/// Where the store fails.
pub fn write_off(conn: &mut Conn, id: KioskId, now: i64) -> Result<bool, StoreError> {
    let active = kiosk::table.find(id.get() as i32).filter(kiosk::state.eq(ACTIVE));
    let row = (kiosk::epoch.eq(kiosk::epoch + 1), kiosk::state.eq(WRITTEN_OFF), kiosk::written_off_at.eq(Some(now)));
    let done = diesel::update(active).set(row).execute(conn)? == 1;
    if done {
        slots::written_off(conn, id, now)?;
        tracing::info!(kiosk = id.get(), "a kiosk was written off");
    }
    Ok(done)
}

/// Keeps that all numbers up to `number` are spent. Never goes down.
pub(in crate::desk) fn spend_numbers(conn: &mut Conn, id: KioskId, epoch: Epoch, number: u64) -> Result<(), StoreError> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let lower =
        kiosk::table.find(id.get() as i32).filter(kiosk::epoch.eq(epoch.get() as i32)).filter(kiosk::spent_numbers.lt(number));
    diesel::update(lower).set(kiosk::spent_numbers.eq(number)).execute(conn)?;
    Ok(())
}

/// Keeps when the desk last heard from a kiosk.
pub(in crate::desk) fn saw(conn: &mut Conn, id: KioskId, now: i64) -> Result<(), StoreError> {
    diesel::update(kiosk::table.find(id.get() as i32)).set(kiosk::last_seen.eq(Some(now))).execute(conn)?;
    Ok(())
}

/// Keeps what a kiosk says of itself.
pub fn keep_health(conn: &mut Conn, id: KioskId, health: &Health, now: i64) -> Result<(), StoreError> {
    let whole = |count: u64| Some(i64::try_from(count).unwrap_or(i64::MAX));
    diesel::update(kiosk::table.find(id.get() as i32))
        .set((
            kiosk::waiting.eq(whole(health.waiting)),
            kiosk::parked.eq(whole(health.parked)),
            kiosk::sound_waiting.eq(whole(health.sound_waiting)),
            kiosk::sound_parked.eq(whole(health.sound_parked)),
            kiosk::disk.eq(Some(disk_word(health.disk))),
            kiosk::clock_trusted.eq(Some(health.clock_trusted)),
            kiosk::software.eq(shown(&health.software)),
            kiosk::texts.eq(health.texts.as_deref().map(line)),
            kiosk::health_at.eq(Some(now)),
            kiosk::last_seen.eq(Some(now)),
        ))
        .execute(conn)?;
    machine::keep(conn, id, health.machine.as_ref())
}

/// What is wrong with a site's texts as staff are shown it: one line without controls, not longer than a kiosk of ours says it.
fn line(text: &str) -> String {
    /// Letters.
    const LONGEST: usize = 240;
    text.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

/// A program's version as staff are shown it: at most 40 printable ASCII characters.
pub(super) fn shown(software: &str) -> String {
    software.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(40).collect()
}
