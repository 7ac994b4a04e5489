//! `PUT entries/{id}`: opened, kept, and only then receipted.

use super::answer::{Answer, No};
use super::hearing::Known;
use super::{DeskState, Intake};
use crate::desk::connect::{self, Sort};
use crate::desk::listing;
use crate::desk::store::bookings::{self, Ask, Wanted};
use crate::desk::store::entries::{self, Arrival, Listed};
use crate::desk::store::ratings::{self, Week};
use crate::desk::store::{News, calls, kiosks};
use crate::entry::{BadEnvelope, Body, Booking, CallReason, EntryId, Envelope, Rating, Recognition, v1};
use crate::seal::{self, NotOpened};
use crate::wire::{self, Receipt, Refusal};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What the desk learned by opening, and the sealed bytes it keeps.
struct Looked {
    envelope: Envelope,
    digest: String,
    listed: Listed,
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
    let looked = tokio::task::spawn_blocking(move || look(&desk, &known)).await;
    let looked = looked.map_err(|error| {
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
    let kept = intake.desk.store.write(news, move |conn| {
        // The kiosk may have been written off since its signature was checked.
        if !kiosks::still_speaks(conn, kiosk.id, kiosk.epoch)? {
            return Ok(None);
        }
        let arrival = entries::arrive(conn, &looked.envelope, &looked.digest, &looked.listed)?;
        if arrival == Arrival::New {
            let came_at = waiting_since(&looked.listed);
            let came = came_at.timestamp();
            if let Some(sort) = looked.sort {
                connect::enqueue(conn, &connect, sort, id, now)?;
            }
            match &looked.does {
                Does::Nothing => {}
                Does::Call(reason) => drop(calls::arrive(conn, id, kiosk.id, *reason, came, now)?),
                Does::Count(given) => ratings::count(conn, &Week::of(came_at), given)?,
                Does::Appointment(ask) => bookings::arrive(conn, &looked.listed, looked.recognition, ask, came, now)?,
            }
        }
        Ok(Some(arrival))
    });
    let (status, before) = match kept.await? {
        None => return Err(Refusal::Revoked.into()),
        Some(Arrival::OtherBody) => return Err(Refusal::OtherBody.into()),
        Some(Arrival::New) => (201, promised),
        Some(Arrival::Known(promised) | Arrival::Erased(promised)) => (200, promised),
    };
    tracing::debug!(entry = %id, status, "an entry is kept");
    Ok(Answer::of(status, &Receipt { v: wire::VERSION, id, digest, before }))
}

/// Opens the entry and checks everything it says of itself. No error holds a word of it.
fn look(desk: &DeskState, known: &Known) -> Result<Looked, Refusal> {
    let id: EntryId = known.last_of_path().parse().map_err(|_| Refusal::Malformed)?;
    let envelope = Envelope::parse(&known.body).map_err(|error| match error {
        BadEnvelope::TooLong => Refusal::TooLong,
        BadEnvelope::Newer(_) => Refusal::Newer,
        BadEnvelope::Malformed => Refusal::Malformed,
    })?;
    // One envelope, one spelling: then the bytes that were signed, kept and compared are the same.
    if envelope.to_bytes() != known.body {
        return Err(Refusal::Malformed);
    }
    let header = envelope.header();
    if header.id != id || header.kiosk != known.kiosk.id || header.epoch > known.kiosk.epoch {
        return Err(Refusal::OtherKiosk);
    }
    let entry = seal::open(&envelope, &desk.keys.team).map_err(|error| match error {
        NotOpened::Entry(v1::NotRead::Newer(_)) => Refusal::Newer,
        NotOpened::Entry(v1::NotRead::Malformed { .. }) => Refusal::Malformed,
        NotOpened::OtherHeader => Refusal::OtherHeader,
        NotOpened::NotOurs | NotOpened::OtherSize | NotOpened::NotAKey => Refusal::NotOurs,
    })?;
    let listed = listing::list(&entry, &desk.keys, known.kiosk.epoch, known.claim.waited, desk.clock.stamp().at);
    let (does, sort) = (Does::of(&entry.draft.body), Sort::of(&entry.draft.body));
    Ok(Looked { envelope, digest: wire::signature::digest(&known.body), listed, does, sort, recognition: entry.recognition })
}

/// Since when somebody waits in the hall: the earlier of what the waiting and a trusted clock say, never in the future.
fn waiting_since(listed: &Listed) -> DateTime<Utc> {
    let waited = i64::try_from(listed.waited.as_secs()).unwrap_or(i64::MAX);
    let kept = listed.received_at.timestamp().saturating_sub(waited).max(0);
    let kept = DateTime::from_timestamp(kept, 0).unwrap_or(listed.received_at);
    if listed.left_at.trusted { kept.min(listed.left_at.at) } else { kept }
}
