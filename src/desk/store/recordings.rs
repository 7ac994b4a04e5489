//! What residents said: sealed pieces, each under its entry and in its place.

use super::schema::{entry, recording_piece};
use super::{Conn, StoreError};
use crate::entry::{EntryId, Envelope, Header, KioskId};
use diesel::prelude::*;

/// What the desk knows of an entry that sound belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Whose.
    pub kiosk: KioskId,
    /// As it stands inside the seal of every piece.
    pub header: Header,
    /// How many pieces belong to it.
    pub pieces: u8,
}

/// What an arriving piece met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is new, and kept.
    New,
    /// The same bytes came before.
    Known,
    /// Other bytes came before to this place.
    OtherBody,
    /// Its entry is not here (any more).
    NoEntry,
}

/// What belongs to this entry; none where it is not here, or is not kept in its seal.
///
/// # Errors
/// Where the store fails.
pub fn expected(conn: &mut Conn, id: EntryId) -> Result<Option<Expected>, StoreError> {
    let row: Option<(i32, i32, Vec<u8>)> = entry::table
        .find(id.as_bytes().as_slice())
        .select((entry::kiosk, entry::pieces, entry::envelope))
        .first(conn)
        .optional()?;
    let Some((kiosk, pieces, envelope)) = row.filter(|(_, _, envelope)| !envelope.is_empty()) else { return Ok(None) };
    let odd = || StoreError::Odd("entry");
    let header = Envelope::parse(&envelope).map_err(|_| odd())?.header();
    let pieces = u8::try_from(pieces).map_err(|_| odd())?;
    Ok(Some(Expected { kiosk: super::kiosks::id_from(kiosk)?, header, pieces }))
}

/// Keeps a piece that arrived, unless it was here before.
///
/// # Errors
/// Where the store fails.
pub fn arrive(conn: &mut Conn, id: EntryId, n: u8, digest: &str, sealed: &[u8], now: i64) -> Result<Arrival, StoreError> {
    let key = (id.as_bytes().as_slice(), i32::from(n));
    let erased: Option<Option<i64>> = entry::table.find(key.0).select(entry::erased_at).first(conn).optional()?;
    match erased {
        None => return Ok(Arrival::NoEntry),
        // It was erased while this was looked at: nothing is kept, and the kiosk may forget it too.
        Some(Some(_)) => return Ok(Arrival::Known),
        Some(None) => {}
    }
    let known: Option<String> = recording_piece::table.find(key).select(recording_piece::digest).first(conn).optional()?;
    match known {
        Some(known) if known == digest => return Ok(Arrival::Known),
        Some(_) => return Ok(Arrival::OtherBody),
        None => {}
    }
    let row = (
        recording_piece::entry.eq(key.0),
        recording_piece::n.eq(key.1),
        recording_piece::digest.eq(digest),
        recording_piece::received_at.eq(now),
        recording_piece::sealed.eq(sealed),
    );
    diesel::insert_into(recording_piece::table).values(row).execute(conn)?;
    Ok(Arrival::New)
}

/// Whether it belongs to an entry of this kiosk that was erased.
///
/// # Errors
/// Where the store fails.
pub fn is_erased(conn: &mut Conn, id: EntryId, kiosk: KioskId) -> Result<bool, StoreError> {
    let of: Option<i32> = entry::table
        .find(id.as_bytes().as_slice())
        .filter(entry::erased_at.is_not_null())
        .select(entry::kiosk)
        .first(conn)
        .optional()?;
    Ok(of == Some(kiosk.get() as i32))
}

/// How many pieces of this entry are here.
///
/// # Errors
/// Where the store fails.
pub fn count(conn: &mut Conn, id: EntryId) -> Result<u8, StoreError> {
    let of = recording_piece::table.filter(recording_piece::entry.eq(id.as_bytes().as_slice()));
    let many: i64 = of.count().get_result(conn)?;
    u8::try_from(many).map_err(|_| StoreError::Odd("recording_piece"))
}

/// The sealed pieces that are here, in their order, each with its place.
///
/// # Errors
/// Where the store fails.
pub fn sealed(conn: &mut Conn, id: EntryId) -> Result<Vec<(u8, Vec<u8>)>, StoreError> {
    let rows: Vec<(i32, Vec<u8>)> = recording_piece::table
        .filter(recording_piece::entry.eq(id.as_bytes().as_slice()))
        .order(recording_piece::n.asc())
        .select((recording_piece::n, recording_piece::sealed))
        .load(conn)?;
    let place = |n| u8::try_from(n).map_err(|_| StoreError::Odd("recording_piece"));
    rows.into_iter().map(|(n, sealed)| Ok((place(n)?, sealed))).collect()
}
