//! What residents left: the sealed envelope, and in the clear what lists need.

use super::schema::entry;
use super::{Conn, StoreError, cards, erasing, retention};
use crate::clock::Stamp;
use crate::entry::{EntryId, Envelope, Epoch, Kind, KioskId, Language, Need, Teken, Topic};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use std::time::Duration;

/// What is kept of an entry beside its envelope; made by the intake, which opened it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its name.
    pub id: EntryId,
    /// Which kiosk.
    pub kiosk: KioskId,
    /// The enrolment it was kept under.
    pub epoch: Epoch,
    /// True where that enrolment is over.
    pub late: bool,
    /// What sort of thing.
    pub kind: Kind,
    /// When the desk got it.
    pub received_at: DateTime<Utc>,
    /// How long it had waited on the kiosk by then.
    pub waited: Duration,
    /// When it was left, by the kiosk's clock.
    pub left_at: Stamp,
    /// The day named to the resident.
    pub promised_before: Option<NaiveDate>,
    /// What the resident is found and called by.
    pub teken: Option<Teken>,
    /// What it is about.
    pub topic: Option<Topic>,
    /// What is needed.
    pub need: Option<Need>,
    /// The language of the glass.
    pub language: Language,
    /// The word of the way of contact.
    pub contact: Option<String>,
    /// Whether the resident can be reached by what was given.
    pub reaches: bool,
    /// How many pieces of sound belong to it; 0 where nothing was said.
    pub pieces: u8,
    /// Whether a resident who worries said that there is danger now.
    pub raised: bool,
    /// A keyed hash of the number that was left; only what arrives has one.
    pub caller: Option<[u8; 32]>,
}

impl Listed {
    /// True where workers open it and pick it up.
    pub fn is_card(&self) -> bool {
        matches!(self.kind, Kind::Question | Kind::Worry | Kind::Offering)
    }

    /// When it was left, by the desk's clock: its own moment where the kiosk's cannot be believed.
    pub fn left(&self) -> DateTime<Utc> {
        self.received_at - TimeDelta::from_std(self.waited).unwrap_or_default()
    }
}

/// What an arriving entry met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is new, and kept.
    New,
    /// The same bytes came before; with the day that was named then.
    Known(Option<NaiveDate>),
    /// Other bytes came before under this name.
    OtherBody,
    /// It was erased before it came again: nothing of it is kept but its name. With the day that it names now.
    Erased(Option<NaiveDate>),
}

#[derive(Insertable)]
#[diesel(table_name = entry)]
struct NewRow<'a> {
    id: &'a [u8],
    kiosk: i32,
    epoch: i32,
    seq: i64,
    envelope: &'a [u8],
    digest: &'a str,
    received_at: i64,
    waited: i64,
    late: bool,
    kind: &'a str,
    left_at: i64,
    left_trusted: bool,
    promised_before: Option<String>,
    teken: Option<i32>,
    topic: Option<&'a str>,
    need: Option<&'a str>,
    language: &'a str,
    contact: Option<&'a str>,
    reaches: bool,
    raised: bool,
    pieces: i32,
    promised_days: Option<i32>,
}

/// Everything but the envelope, in the order of the columns.
#[derive(Queryable, Selectable)]
#[diesel(table_name = entry)]
pub(super) struct Row {
    id: Vec<u8>,
    kiosk: i32,
    epoch: i32,
    received_at: i64,
    waited: i64,
    late: bool,
    kind: String,
    left_at: i64,
    left_trusted: bool,
    promised_before: Option<String>,
    teken: Option<i32>,
    topic: Option<String>,
    need: Option<String>,
    language: String,
    contact: Option<String>,
    reaches: bool,
    raised: bool,
    pieces: i32,
}

impl TryFrom<Row> for Listed {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let odd = || StoreError::Odd("entry");
        let known = |text: Option<String>| text.map(|text| text.parse::<NaiveDate>().map_err(|_| odd())).transpose();
        Ok(Listed {
            id: EntryId::from_bytes(&row.id).map_err(|_| odd())?,
            kiosk: super::kiosks::id_from(row.kiosk)?,
            epoch: Epoch::new(row.epoch as u32),
            late: row.late,
            kind: kind_from(&row.kind).ok_or_else(odd)?,
            received_at: moment(row.received_at)?,
            waited: Duration::from_secs(row.waited.max(0) as u64),
            left_at: Stamp { at: moment(row.left_at)?, trusted: row.left_trusted },
            promised_before: known(row.promised_before)?,
            teken: row
                .teken
                .map(|index| u16::try_from(index).ok().and_then(|i| Teken::from_index(i).ok()).ok_or_else(odd))
                .transpose()?,
            topic: row.topic.map(|word| Topic::from_word(&word).ok_or_else(odd)).transpose()?,
            need: row.need.map(|word| Need::from_word(&word).ok_or_else(odd)).transpose()?,
            language: row.language.parse().map_err(|_| odd())?,
            contact: row.contact,
            reaches: row.reaches,
            raised: row.raised,
            caller: None,
            pieces: u8::try_from(row.pieces).map_err(|_| odd())?,
        })
    }
}

/// A moment from its seconds since 1970.
pub(super) fn moment(seconds: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp(seconds, 0).ok_or(StoreError::Odd("a time"))
}

pub(super) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Question => "question",
        Kind::Call => "call",
        Kind::Booking => "booking",
        Kind::Change => "change",
        Kind::Cancel => "cancel",
        Kind::CheckIn => "checkin",
        Kind::Worry => "worry",
        Kind::Offering => "offering",
        Kind::Rating => "rating",
    }
}

const KINDS: [Kind; 9] = [
    Kind::Question,
    Kind::Call,
    Kind::Booking,
    Kind::Change,
    Kind::Cancel,
    Kind::CheckIn,
    Kind::Worry,
    Kind::Offering,
    Kind::Rating,
];

fn kind_from(word: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| kind_word(*kind) == word)
}

/// Keeps an entry that arrived, unless it was here before.
///
/// # Errors
/// Where the store fails. Two desks on one database that get the same entry at once: one of them fails, and the kiosk's next
/// try finds it.
pub fn arrive(conn: &mut Conn, envelope: &Envelope, digest: &str, listed: &Listed) -> Result<Arrival, StoreError> {
    let known: Option<(String, Option<String>)> = entry::table
        .find(listed.id.as_bytes().as_slice())
        .select((entry::digest, entry::promised_before))
        .first(conn)
        .optional()?;
    if let Some((kept, promised)) = known {
        if kept != digest {
            return Ok(Arrival::OtherBody);
        }
        let day = promised.map(|text| text.parse().map_err(|_| StoreError::Odd("entry"))).transpose()?;
        return Ok(Arrival::Known(day));
    }
    let header = envelope.header();
    // A rating is counted and never opened again. Its envelope would tell which kiosk it was given at, and when.
    let kept = if listed.kind == Kind::Rating { Vec::new() } else { envelope.to_bytes() };
    let row = NewRow {
        id: listed.id.as_bytes(),
        kiosk: listed.kiosk.get() as i32,
        epoch: listed.epoch.get() as i32,
        seq: header.sequence.get() as i64,
        envelope: &kept,
        digest,
        received_at: listed.received_at.timestamp(),
        waited: i64::try_from(listed.waited.as_secs()).unwrap_or(i64::MAX),
        late: listed.late,
        kind: kind_word(listed.kind),
        left_at: listed.left_at.at.timestamp(),
        left_trusted: listed.left_at.trusted,
        promised_before: listed.promised_before.map(|day| day.to_string()),
        teken: listed.teken.map(|teken| i32::from(teken.index())),
        topic: listed.topic.map(Topic::word),
        need: listed.need.map(Need::word),
        language: listed.language.code(),
        contact: listed.contact.as_deref(),
        reaches: listed.reaches,
        raised: listed.raised,
        pieces: i32::from(listed.pieces),
        promised_days: retention::promised(conn, listed)?,
    };
    diesel::insert_into(entry::table).values(row).execute(conn)?;
    if erasing::again(conn, listed.id)? {
        // Erased before by a desk whose store has been lost since: its kiosk is told that it is here, and nothing of it comes back.
        return Ok(Arrival::Erased(listed.promised_before));
    }
    if listed.is_card() {
        cards::open(conn, listed, listed.caller.as_ref().map(<[u8; 32]>::as_slice))?;
    }
    Ok(Arrival::New)
}

/// Whether this entry ever came in, also where it has been erased since.
///
/// # Errors
/// Where the store fails.
pub fn is_there(conn: &mut Conn, id: EntryId) -> Result<bool, StoreError> {
    Ok(diesel::select(diesel::dsl::exists(entry::table.find(id.as_bytes().as_slice()))).get_result(conn)?)
}

/// What lists show of one entry.
///
/// # Errors
/// Where the store fails.
pub fn listed(conn: &mut Conn, id: EntryId) -> Result<Option<Listed>, StoreError> {
    let row = entry::table.find(id.as_bytes().as_slice()).select(Row::as_select()).first(conn).optional()?;
    row.map(Listed::try_from).transpose()
}

/// The sealed entry; none where there is no such entry, where it was erased, and of a rating, which is only counted.
///
/// # Errors
/// Where the store fails.
pub fn envelope(conn: &mut Conn, id: EntryId) -> Result<Option<Envelope>, StoreError> {
    let bytes: Option<Vec<u8>> = entry::table.find(id.as_bytes().as_slice()).select(entry::envelope).first(conn).optional()?;
    let bytes = bytes.filter(|bytes| !bytes.is_empty());
    bytes.map(|bytes| Envelope::parse(&bytes).map_err(|_| StoreError::Odd("entry"))).transpose()
}

/// The same words under another seal: a resident's contact changed. What the kiosk sent stays known by its digest.
///
/// # Errors
/// Where the store fails.
pub fn reseal(
    conn: &mut Conn,
    envelope: &Envelope,
    contact: &str,
    reaches: bool,
    caller: Option<[u8; 32]>,
) -> Result<(), StoreError> {
    let id = envelope.header().id;
    let own = entry::table.find(id.as_bytes().as_slice()).filter(entry::erased_at.is_null());
    let row = (entry::envelope.eq(envelope.to_bytes()), entry::contact.eq(contact), entry::reaches.eq(reaches));
    if diesel::update(own).set(row).execute(conn)? > 0 {
        cards::called_by(conn, id, caller.as_ref().map(<[u8; 32]>::as_slice))?;
    }
    Ok(())
}

/// How many entries there are, of every kind.
///
/// # Errors
/// Where the store fails.
pub fn count(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(entry::table.count().get_result(conn)?)
}
