//! Who opened or changed what: lines that are only ever added, each with a keyed hash over itself and the one before.
//!
//! Whoever can write the database can change a line, but not so that the chain still fits: the key is not in it. `meta` holds the
//! newest line's number under a hash of its own, so that lines that are missing at the end are noticed too, by whoever looks and by
//! the desk itself before it adds the next. What cannot be noticed from inside is a database that was wholly put back to what it was
//! on an earlier day: for that somebody keeps a line's number and hash elsewhere, and asks for it with [`find_hash`].

mod what;

pub use what::What;

use super::schema::{audit, worker};
use super::{Conn, StoreError, appointments, entries, meta};
use crate::desk::keys::{self, DeskKeys};
use crate::entry::{EntryId, Teken};
use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use zeroize::Zeroizing;

/// How long lines are kept. NEN 7513 asks that logging outlives the question of who looked, and names five years as the least where
/// nothing else is laid down.
pub const KEPT_FOR: TimeDelta = TimeDelta::days(5 * 365 + 1);

/// Lines read at once while the chain is followed: a few hundred kilobytes.
const AT_ONCE: i64 = 1000;

/// What the first line of all follows.
const NOTHING: [u8; 32] = [0; 32];

const HEAD: &str = "audit-head";
const FIRST: &str = "audit-first";
const GAP: &str = "audit-gap";

/// Makes the hashes. Not in the store.
#[derive(Clone)]
pub struct AuditKey(Zeroizing<[u8; 32]>);

impl AuditKey {
    /// The one of these keys.
    pub fn of(keys: &DeskKeys) -> Self {
        AuditKey(keys.derived("audit log"))
    }

    fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        keys::mac(&*self.0, parts)
    }
}

impl std::fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuditKey(..)")
    }
}

/// One line to write.
#[derive(Clone, Debug)]
pub struct Line {
    /// Who; none from the command line.
    pub worker: Option<i32>,
    /// What.
    pub what: What,
    /// Which entry, appointment, worker, team or kiosk.
    pub about: String,
    /// By which the resident was called.
    pub teken: Option<Teken>,
    /// When they left it.
    pub day: Option<NaiveDate>,
    /// More: words of ours, numbers and days.
    pub detail: String,
}

impl Line {
    /// About something that no resident left.
    pub fn of(worker: impl Into<Option<i32>>, what: What, about: impl Into<String>, detail: impl Into<String>) -> Self {
        Line { worker: worker.into(), what, about: about.into(), teken: None, day: None, detail: detail.into() }
    }

    /// About an entry or an appointment.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn about_entry(
        conn: &mut Conn,
        worker: i32,
        what: What,
        id: EntryId,
        detail: impl Into<String>,
    ) -> Result<Self, StoreError> {
        let (teken, left) = match entries::listed(conn, id)? {
            Some(listed) => (listed.teken, Some(listed.left_at.at)),
            None => match appointments::find(conn, id)? {
                Some(one) => (one.teken, chrono::DateTime::from_timestamp(one.left_at, 0)),
                None => (None, None),
            },
        };
        let day = left.map(crate::desk::calendar::day_of);
        Ok(Line { worker: Some(worker), what, about: id.to_string(), teken, day, detail: detail.into() })
    }
}

#[derive(Clone, Queryable, Insertable)]
#[diesel(table_name = audit)]
struct Row {
    number: i64,
    at: i64,
    worker: Option<i32>,
    what: String,
    about: String,
    teken: Option<i32>,
    day: Option<String>,
    detail: String,
    hash: Vec<u8>,
}

impl Row {
    fn hash_after(&self, key: &AuditKey, before: &[u8]) -> [u8; 32] {
        let fields =
            serde_json::json!([self.number, self.at, self.worker, self.what, self.about, self.teken, self.day, self.detail]);
        key.hash(&[b"inloop audit line 1\n", before, fields.to_string().as_bytes()])
    }
}

/// A number and a hash in `meta` that only the key can make.
fn signed(key: &AuditKey, name: &str, number: i64, hash: &[u8]) -> String {
    let mac = key.hash(&[name.as_bytes(), b"\n", number.to_string().as_bytes(), b"\n", hash]);
    format!("{number}:{}:{}", hex(hash), hex(&mac))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() {
        return None;
    }
    (0..text.len() / 2).map(|i| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()).collect()
}

/// A line's number and hash.
type Mark = (i64, Vec<u8>);

/// What `meta` says under `name`: none where nothing stands there, an error where the key did not make it.
fn read_signed(conn: &mut Conn, key: &AuditKey, name: &str) -> Result<Option<Result<Mark, ()>>, StoreError> {
    let Some(text) = meta::get(conn, name)? else { return Ok(None) };
    let mut parts = text.split(':');
    let number = parts.next().and_then(|number| number.parse().ok());
    let hash = parts.next().and_then(unhex);
    Ok(Some(match number.zip(hash) {
        Some((number, hash)) if signed(key, name, number, &hash) == text => Ok((number, hash)),
        _ => Err(()),
    }))
}

fn last(conn: &mut Conn) -> Result<Option<Row>, StoreError> {
    Ok(audit::table.order(audit::number.desc()).first(conn).optional()?)
}

/// Adds a line. Where this store came out of a backup since, or its last lines are not those that the desk wrote, it says that first.
///
/// # Errors
/// Where the store fails: then what the line is about may not be shown or done.
pub fn note(conn: &mut Conn, key: &AuditKey, line: &Line, now: i64) -> Result<i64, StoreError> {
    if let Some(at) = meta::get(conn, GAP)? {
        meta::take_away(conn, GAP)?;
        append(conn, key, &Line::of(None, What::Restored, "", at), now)?;
    }
    append(conn, key, line, now)
}

fn append(conn: &mut Conn, key: &AuditKey, line: &Line, now: i64) -> Result<i64, StoreError> {
    let before = last(conn)?;
    let found = before.as_ref().map(|row| (row.number, row.hash.clone()));
    let head = read_signed(conn, key, HEAD)?;
    if head != found.clone().map(Ok) {
        tracing::error!("the end of the audit log is not what this desk wrote");
        let told = match head {
            Some(Ok((number, _))) => number.to_string(),
            _ => String::from("?"),
        };
        add_after(conn, key, found, &Line::of(None, What::Broken, "", told), now)?;
        let found = last(conn)?.map(|row| (row.number, row.hash));
        return add_after(conn, key, found, line, now);
    }
    add_after(conn, key, found, line, now)
}

fn add_after(conn: &mut Conn, key: &AuditKey, before: Option<(i64, Vec<u8>)>, line: &Line, now: i64) -> Result<i64, StoreError> {
    let (number, before) = before.map_or((1, NOTHING.to_vec()), |(number, hash)| (number + 1, hash));
    let mut row = Row {
        number,
        at: now,
        worker: line.worker,
        what: line.what.word().to_owned(),
        about: line.about.clone(),
        teken: line.teken.map(|teken| i32::from(teken.index())),
        day: line.day.map(|day| day.to_string()),
        detail: line.detail.clone(),
        hash: Vec::new(),
    };
    row.hash = row.hash_after(key, &before).to_vec();
    let head = signed(key, HEAD, number, &row.hash);
    diesel::insert_into(audit::table).values(row).execute(conn)?;
    meta::set(conn, HEAD, &head)?;
    Ok(number)
}

/// Whether this worker opened this since the second `since`: then a page that draws itself again adds no line.
///
/// # Errors
/// Where the store fails.
pub fn opened_since(conn: &mut Conn, worker: i32, what: What, about: &str, since: i64) -> Result<bool, StoreError> {
    let same = audit::table.filter(audit::about.eq(about)).filter(audit::worker.eq(worker)).filter(audit::what.eq(what.word()));
    Ok(diesel::select(diesel::dsl::exists(same.filter(audit::at.ge(since)))).get_result(conn)?)
}

/// Whether somebody ever took this entry along in a file.
///
/// # Errors
/// Where the store fails.
pub fn was_exported(conn: &mut Conn, id: EntryId) -> Result<bool, StoreError> {
    let taken = audit::table.filter(audit::about.eq(id.to_string())).filter(audit::what.eq(What::Export.word()));
    Ok(diesel::select(diesel::dsl::exists(taken)).get_result(conn)?)
}

/// Whether there is any line yet.
///
/// # Errors
/// Where the store fails.
pub fn is_begun(conn: &mut Conn) -> Result<bool, StoreError> {
    Ok(diesel::select(diesel::dsl::exists(audit::table.select(audit::number))).get_result(conn)?)
}

/// This store came out of a backup: the next line says so, and from when the backup is (empty where it does not say).
pub(super) fn leave_a_gap(conn: &mut Conn, made_at: Option<i64>) -> Result<(), StoreError> {
    meta::set(conn, GAP, &made_at.map(|at| at.to_string()).unwrap_or_default())
}

/// Why the chain is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This line is not what was written, or was put in.
    Changed(i64),
    /// After this line some are missing.
    MissingAfter(i64),
    /// Lines are missing at the end, after this one, or the end was tampered with.
    End(i64),
    /// The desk itself found this when it wrote this line.
    Noticed(i64),
}

/// What became of following the chain from its first line to its last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many lines there are.
    pub lines: u64,
    /// When the first and the last were written, in seconds since 1970.
    pub span: Option<(i64, i64)>,
    /// After which restores what was done between is not in it: when each was noted, and from when its backup was.
    pub gaps: Vec<(i64, Option<i64>)>,
    /// The first thing that is wrong; none where the chain is whole.
    pub fault: Option<Fault>,
    /// The newest line's number, and the beginning of its hash, to be kept elsewhere.
    pub newest: Option<(i64, String)>,
}

/// Letters of a hash that people keep: 64 bits.
const SHORT: usize = 16;

/// Follows the chain.
///
/// # Errors
/// Where the store fails.
pub fn verify(conn: &mut Conn, key: &AuditKey) -> Result<Verdict, StoreError> {
    let mut verdict = Verdict::default();
    let fault = |verdict: &mut Verdict, fault| verdict.fault = verdict.fault.or(Some(fault));
    let (mut next, mut before) = match read_signed(conn, key, FIRST)? {
        None => (1, NOTHING.to_vec()),
        Some(Ok(first)) => first,
        Some(Err(())) => {
            fault(&mut verdict, Fault::MissingAfter(0));
            (1, NOTHING.to_vec())
        }
    };
    let (mut read, mut first) = (i64::MIN, true);
    loop {
        let rows: Vec<Row> = audit::table.filter(audit::number.gt(read)).order(audit::number.asc()).limit(AT_ONCE).load(conn)?;
        let Some(end) = rows.last().map(|row| row.number) else { break };
        read = end;
        for row in rows {
            if row.number > next {
                fault(&mut verdict, Fault::MissingAfter(next - 1));
            } else if row.number < next || row.hash_after(key, &before).as_slice() != row.hash {
                fault(&mut verdict, Fault::Changed(row.number));
            }
            match row.what.as_str() {
                "restored" => verdict.gaps.push((row.at, row.detail.parse().ok())),
                "broken" => fault(&mut verdict, Fault::Noticed(row.number)),
                _ => {}
            }
            let began = if first { row.at } else { verdict.span.map_or(row.at, |span| span.0) };
            first = false;
            verdict.span = Some((began, row.at));
            verdict.lines += 1;
            (next, before) = (row.number + 1, row.hash);
        }
    }
    let found = (verdict.lines > 0).then(|| (next - 1, before.clone()));
    if read_signed(conn, key, HEAD)? != found.clone().map(Ok) {
        fault(&mut verdict, Fault::End(next - 1));
    }
    verdict.newest = found.map(|(number, hash)| (number, hex(&hash).chars().take(SHORT).collect()));
    Ok(verdict)
}

/// The beginning of the hash of the line `number`; none where there is no such line (any more).
///
/// # Errors
/// Where the store fails.
pub fn find_hash(conn: &mut Conn, number: i64) -> Result<Option<String>, StoreError> {
    let hash: Option<Vec<u8>> = audit::table.find(number).select(audit::hash).first(conn).optional()?;
    Ok(hash.map(|hash| hex(&hash).chars().take(SHORT).collect()))
}

/// Takes away the lines from before the second `before`, but never the last, and says so in a line. How many.
///
/// # Errors
/// Where the store fails.
pub fn forget(conn: &mut Conn, key: &AuditKey, before: i64, now: i64) -> Result<usize, StoreError> {
    let kept: Option<i64> =
        audit::table.filter(audit::at.ge(before)).order(audit::number.asc()).select(audit::number).first(conn).optional()?;
    let kept = match kept {
        Some(kept) => kept,
        None => last(conn)?.map_or(0, |row| row.number),
    };
    let old = audit::table.filter(audit::number.lt(kept));
    let Some(gone) = old.order(audit::number.desc()).select((audit::number, audit::hash)).first(conn).optional()? else {
        return Ok(0);
    };
    let (number, hash): (i64, Vec<u8>) = gone;
    note(conn, key, &Line::of(None, What::Forgotten, "", number.to_string()), now)?;
    meta::set(conn, FIRST, &signed(key, FIRST, number + 1, &hash))?;
    Ok(diesel::delete(audit::table.filter(audit::number.le(number))).execute(conn)?)
}

/// A line, as whoever looks back reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When, in seconds since 1970.
    pub at: i64,
    /// Who; none where nobody was logged in.
    pub worker: Option<String>,
    /// The word of what.
    pub what: String,
    /// About what.
    pub about: String,
    /// By which the resident was called.
    pub teken: Option<Teken>,
    /// More.
    pub detail: String,
}

type Found = (i64, Option<String>, String, String, Option<i32>, String);

fn seen((at, worker, what, about, teken, detail): Found) -> Seen {
    let teken = teken.and_then(|index| Teken::from_index(u16::try_from(index).ok()?).ok());
    Seen { at, worker, what, about, teken, detail }
}

macro_rules! lines {
    () => {
        audit::table.left_join(worker::table.on(audit::worker.eq(worker::id.nullable()))).select((
            audit::at,
            worker::name.nullable(),
            audit::what,
            audit::about,
            audit::teken,
            audit::detail,
        ))
    };
}

/// All lines about an entry or appointment, the newest first, at most `most`.
///
/// # Errors
/// Where the store fails.
pub fn of_entry(conn: &mut Conn, id: EntryId, most: i64) -> Result<Vec<Seen>, StoreError> {
    let those = lines!().filter(audit::about.eq(id.to_string())).order(audit::number.desc()).limit(most);
    Ok(those.load::<Found>(conn)?.into_iter().map(seen).collect())
}

/// All lines about what somebody with this teken left on this day, the newest first, at most `most`.
///
/// # Errors
/// Where the store fails.
pub fn of_teken(conn: &mut Conn, teken: Teken, day: NaiveDate, most: i64) -> Result<Vec<Seen>, StoreError> {
    let those = lines!().filter(audit::teken.eq(i32::from(teken.index()))).filter(audit::day.eq(day.to_string()));
    Ok(those.order(audit::number.desc()).limit(most).load::<Found>(conn)?.into_iter().map(seen).collect())
}

/// What changed in how the desk is set up, the newest first, at most `most`: about no entry.
///
/// # Errors
/// Where the store fails.
pub fn of_setup(conn: &mut Conn, most: i64) -> Result<Vec<Seen>, StoreError> {
    let opening = [What::Card, What::Recording, What::Appointment, What::Message, What::Export, What::Looked].map(What::word);
    let those = lines!().filter(audit::what.ne_all(opening)).order(audit::number.desc()).limit(most);
    Ok(those.load::<Found>(conn)?.into_iter().map(seen).collect())
}
