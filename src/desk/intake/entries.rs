//! `PUT entries/{id}`: opened, kept, and only then receipted. What is carried by hand comes the same way: see `desk/carried.rs`.

use super::Intake;
use super::answer::{Answer, No};
use super::hearing::Known;
use crate::desk::connect::{self, ConnectConfig, Sort};
use crate::desk::store::bookings::{self, Ask, Wanted};
use crate::desk::store::entries::{self, Arrival, Listed};
use crate::desk::store::ratings::{self, Week};
use crate::desk::store::{Conn, News, StoreError, calls, kiosks};
use crate::desk::{DeskKeys, listing};
use crate::entry::{BadEnvelope, Body, Booking, CallReason, EntryId, Envelope, Epoch, KioskId, Rating, Recognition, v1};
use crate::seal::{self, NotOpened};
use crate::wire::{self, Receipt, Refusal};
use chrono::{DateTime, Utc};
use std::sync::Arc;
use std::time::Duration;

/// Who brings an entry.
#[derive(Clone, Copy, Debug)]
pub(in crate::desk) struct From {
    /// A kiosk of ours.
    pub(in crate::desk) kiosk: KioskId,
    /// Its enrolment now.
    pub(in crate::desk) epoch: Epoch,
    /// How long the entry has waited, as far as anyone knows.
    pub(in crate::desk) waited: Duration,
}

/// What the desk learned by opening, and the sealed bytes it keeps.
pub(in crate::desk) struct Looked {
    envelope: Envelope,
    digest: String,
    pub(in crate::desk) listed: Listed,
    does: Does,
    /// As what it may go to other systems.
    sort: Option<Sort>,
    recognition: Option<Recognition>,
}

/// What follows from an entry, beside being shown.
enum Does {
    Nothing,
    Call(CallReason),
    Appointment(Ask),
    Count(Rating),
}

impl Does {
    fn of(body: &Body) -> Self {
        let wanted = |booking: &Booking| Wanted { whom: booking.whom, time: booking.time };
        Does::Appointment(match body {
            Body::Question(_) | Body::Worry(_) | Body::Offering(_) => return Does::Nothing,
            Body::Rating(Rating { face, mark }) => return Does::Count(Rating { face: *face, mark: *mark }),
            Body::Call(reason) => return Does::Call(*reason),
            Body::Booking(booking) => Ask::Book(wanted(booking)),
            Body::Change(change) => Ask::Change(change.code.recognition(), wanted(&change.to)),
            Body::Cancel(cancel) => Ask::Cancel(cancel.code.recognition()),
            Body::CheckIn(check_in) => Ask::CheckIn(check_in.booking, check_in.teken),
        })
    }
}

pub(super) async fn put(intake: Arc<Intake>, known: Known) -> Result<Answer, No> {
    let (desk, kiosk) = (intake.desk.clone(), known.kiosk.clone());
    let looked = tokio::task::spawn_blocking(move || {
        let id: EntryId = known.last_of_path().parse().map_err(|_| Refusal::Malformed)?;
        let from = From { kiosk: known.kiosk.id, epoch: known.kiosk.epoch, waited: known.claim.waited };
        let looked = look(&desk.keys, from, &known.body, desk.clock.stamp().at)?;
        if looked.listed.id == id { Ok(looked) } else { Err(Refusal::OtherKiosk) }
    });
    let looked = looked.await.map_err(|error| {
        tracing::error!(%error, "an entry could not be looked at");
        Refusal::Later
    })?;
    let looked = looked.inspect_err(|refusal| tracing::warn!(kiosk = kiosk.id.get(), ?refusal, "an entry was refused"))?;
    let (id, digest, promised) = (looked.listed.id, looked.digest.clone(), looked.listed.promised_before);
    let news = match looked.does {
        Does::Call(_) => News::Hall,
        // A line that moved at once would tell what the last one gave.
        Does::Count(_) => News::Silent,
        Does::Nothing | Does::Appointment(_) => News::Pages,
    };
    let (now, connect) = (intake.desk.now(), Arc::clone(&intake.desk.connect));
    let kept = intake.desk.store.write(news, move |conn| take_in(conn, &connect, (kiosk.id, kiosk.epoch), &looked, now));
    let (status, before) = match kept.await? {
        None => return Err(Refusal::Revoked.into()),
        Some(Arrival::OtherBody) => return Err(Refusal::OtherBody.into()),
        Some(Arrival::New) => (201, promised),
        Some(Arrival::Known(promised) | Arrival::Erased(promised)) => (200, promised),
    };
    tracing::debug!(entry = %id, status, "an entry is kept");
    Ok(Answer::of(status, &Receipt { v: wire::VERSION, id, digest, before }))
}

/// Keeps an entry with all that follows from it, in the transaction that this is called in; none where its kiosk may not speak.
pub(in crate::desk) fn take_in(
    conn: &mut Conn,
    connect: &ConnectConfig,
    (kiosk, epoch): (KioskId, Epoch),
    looked: &Looked,
    now: i64,
) -> Result<Option<Arrival>, StoreError> {
    // The kiosk may have been written off since its signature was checked.
    if !kiosks::still_speaks(conn, kiosk, epoch)? {
        return Ok(None);
    }
    let arrival = entries::arrive(conn, &looked.envelope, &looked.digest, &looked.listed)?;
    if arrival == Arrival::New {
        let came_at = waiting_since(&looked.listed);
        let came = came_at.timestamp();
        if let Some(sort) = looked.sort {
            connect::enqueue(conn, connect, sort, looked.listed.id, now)?;
        }
        match &looked.does {
            Does::Nothing => {}
            Does::Call(reason) => drop(calls::arrive(conn, looked.listed.id, kiosk, *reason, came, now)?),
            Does::Count(given) => ratings::count(conn, &Week::of(came_at), given)?,
            Does::Appointment(ask) => bookings::arrive(conn, &looked.listed, looked.recognition, ask, came, now)?,
        }
    }
    Ok(Some(arrival))
}

/// Opens the entry and checks everything it says of itself. No error holds a word of it.
pub(in crate::desk) fn look(keys: &DeskKeys, from: From, body: &[u8], now: DateTime<Utc>) -> Result<Looked, Refusal> {
    let envelope = Envelope::parse(body).map_err(|error| match error {
        BadEnvelope::TooLong => Refusal::TooLong,
        BadEnvelope::Newer(_) => Refusal::Newer,
        BadEnvelope::Malformed => Refusal::Malformed,
    })?;
    // One envelope, one spelling: then the bytes that were signed, kept and compared are the same.
    if envelope.to_bytes() != body {
        return Err(Refusal::Malformed);
    }
    let header = envelope.header();
    if header.kiosk != from.kiosk || header.epoch > from.epoch {
        return Err(Refusal::OtherKiosk);
    }
    let entry = seal::open(&envelope, &keys.team).map_err(|error| match error {
        NotOpened::Entry(v1::NotRead::Newer(_)) => Refusal::Newer,
        NotOpened::Entry(v1::NotRead::Malformed { .. }) => Refusal::Malformed,
        NotOpened::OtherHeader => Refusal::OtherHeader,
        NotOpened::NotOurs | NotOpened::OtherSize | NotOpened::NotAKey => Refusal::NotOurs,
    })?;
    let listed = listing::list(&entry, keys, from.epoch, from.waited, now);
    let (does, sort) = (Does::of(&entry.draft.body), Sort::of(&entry.draft.body));
    Ok(Looked { envelope, digest: wire::signature::digest(body), listed, does, sort, recognition: entry.recognition })
}

/// Since when somebody waits in the hall: the earlier of what the waiting and a trusted clock say, never in the future.
fn waiting_since(listed: &Listed) -> DateTime<Utc> {
    let waited = i64::try_from(listed.waited.as_secs()).unwrap_or(i64::MAX);
    let kept = listed.received_at.timestamp().saturating_sub(waited).max(0);
    let kept = DateTime::from_timestamp(kept, 0).unwrap_or(listed.received_at);
    if listed.left_at.trusted { kept.min(listed.left_at.at) } else { kept }
}
