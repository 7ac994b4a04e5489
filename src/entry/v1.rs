//! An entry inside its seal, version 1: JSON, padded with spaces to 1, 2 or 4 KiB so that its length tells nothing.
//!
//! Frozen at the first release: golden bytes in `tests/fixtures` must read for ever. A new field is a version 2.

use super::{
    Body, Booking, CallReason, Cancel, Change, CheckIn, Draft, Entry, Header, Language, Offering, Question, Rating, Recognition,
    Teken, Worry,
};
use crate::clock::Stamp;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The version this module writes and reads.
pub const VERSION: u32 = 1;

/// What plain entries are padded to, in bytes. The longest possible entry (every field full of four-byte characters) is
/// below 3 KiB.
pub const STEPS: [usize; 3] = [1024, 2048, 4096];

#[derive(Serialize)]
struct Written<'a> {
    v: u32,
    #[serde(flatten)]
    header: Header,
    left_at: String,
    clock_trusted: bool,
    lang: Language,
    teken: Option<Teken>,
    recognition: Option<String>,
    body: WrittenBody<'a>,
}

#[derive(Serialize)]
#[serde(tag = "kind", content = "answers", rename_all = "lowercase")]
enum WrittenBody<'a> {
    Question(&'a Question),
    Call(CallReason),
    Booking(&'a Booking),
    Change(&'a Change),
    Cancel(&'a Cancel),
    CheckIn(&'a CheckIn),
    Worry(&'a Worry),
    Offering(&'a Offering),
    Rating(&'a Rating),
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

#[derive(Deserialize)]
struct Read {
    #[serde(flatten)]
    header: Header,
    left_at: String,
    clock_trusted: bool,
    lang: Language,
    teken: Option<Teken>,
    recognition: Option<String>,
    body: ReadBody,
}

#[derive(Deserialize)]
#[serde(tag = "kind", content = "answers", rename_all = "lowercase", deny_unknown_fields)]
enum ReadBody {
    Question(Question),
    Call(CallReason),
    Booking(Booking),
    Change(Change),
    Cancel(Cancel),
    CheckIn(CheckIn),
    Worry(Worry),
    Offering(Offering),
    Rating(Rating),
}

/// Why an entry could not be written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// Longer than the largest step: a field's limit is wrong.
    #[error("the entry has {0} bytes, more than the largest step")]
    TooLong(usize),
    /// Not JSON: cannot happen with the types here.
    #[error("the entry could not be written")]
    Json(#[source] serde_json::Error),
}

/// Why bytes are not an entry.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// Written by a newer kiosk.
    #[error("version {0} is newer than this desk knows")]
    Newer(u32),
    /// Not an entry of this version. The reason names a place, never a value.
    #[error("not an entry of version 1 (line {line}, column {column})")]
    Malformed {
        /// Line of the JSON.
        line: usize,
        /// Column of the JSON.
        column: usize,
    },
}

impl NotRead {
    fn at(error: &serde_json::Error) -> Self {
        NotRead::Malformed { line: error.line(), column: error.column() }
    }
}

/// The entry as padded bytes; they are wiped when dropped.
///
/// # Errors
/// [`NotWritten`].
pub fn write(entry: &Entry) -> Result<Zeroizing<Vec<u8>>, NotWritten> {
    let written = Written {
        v: VERSION,
        header: entry.header,
        left_at: entry.left_at.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        clock_trusted: entry.left_at.trusted,
        lang: entry.draft.language,
        teken: entry.teken,
        recognition: entry.recognition.map(|r| STANDARD.encode(r.as_bytes())),
        body: match &entry.draft.body {
            Body::Question(question) => WrittenBody::Question(question),
            Body::Call(reason) => WrittenBody::Call(*reason),
            Body::Booking(booking) => WrittenBody::Booking(booking),
            Body::Change(change) => WrittenBody::Change(change),
            Body::Cancel(cancel) => WrittenBody::Cancel(cancel),
            Body::CheckIn(check_in) => WrittenBody::CheckIn(check_in),
            Body::Worry(worry) => WrittenBody::Worry(worry),
            Body::Offering(offering) => WrittenBody::Offering(offering),
            Body::Rating(rating) => WrittenBody::Rating(rating),
        },
    };
    // Room for the largest at once: growing would leave copies of the words behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(2 * STEPS[STEPS.len() - 1]));
    serde_json::to_writer(&mut *bytes, &written).map_err(NotWritten::Json)?;
    let size = STEPS.into_iter().find(|step| bytes.len() <= *step).ok_or(NotWritten::TooLong(bytes.len()))?;
    bytes.resize(size, b' ');
    Ok(bytes)
}

/// The entry from its padded bytes.
///
/// # Errors
/// [`NotRead`]; never with a resident's word in it.
pub fn read(bytes: &[u8]) -> Result<Entry, NotRead> {
    let version: Version = serde_json::from_slice(bytes).map_err(|e| NotRead::at(&e))?;
    if version.v != VERSION {
        return Err(NotRead::Newer(version.v));
    }
    let read: Read = serde_json::from_slice(bytes).map_err(|e| NotRead::at(&e))?;
    let malformed = NotRead::Malformed { line: 0, column: 0 };
    let Ok(at) = DateTime::parse_from_rfc3339(&read.left_at) else { return Err(malformed) };
    let recognition = match read.recognition {
        None => None,
        Some(text) => match STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()) {
            Some(bytes) => Some(Recognition::new(bytes)),
            None => return Err(malformed),
        },
    };
    Ok(Entry {
        header: read.header,
        left_at: Stamp { at: at.with_timezone(&Utc), trusted: read.clock_trusted },
        teken: read.teken,
        recognition,
        draft: Draft {
            language: read.lang,
            body: match read.body {
                ReadBody::Question(question) => Body::Question(question),
                ReadBody::Call(reason) => Body::Call(reason),
                ReadBody::Booking(booking) => Body::Booking(booking),
                ReadBody::Change(change) => Body::Change(change),
                ReadBody::Cancel(cancel) => Body::Cancel(cancel),
                ReadBody::CheckIn(check_in) => Body::CheckIn(check_in),
                ReadBody::Worry(worry) => Body::Worry(worry),
                ReadBody::Offering(offering) => Body::Offering(offering),
                ReadBody::Rating(rating) => Body::Rating(rating),
            },
            recording: None,
        },
    })
}
