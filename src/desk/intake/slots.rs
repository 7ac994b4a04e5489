//! What a kiosk asks about times that can be booked, and about who comes today.

use super::Intake;
use super::answer::{Answer, No};
use super::hearing::Known;
use crate::desk::store::{News, bookings, grants, kiosks, posts};
use crate::wire::{Refusal, SyncRequest, Take, VERSION};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The most grants of each sort that a kiosk names at once: the bookings of a week (the outbox keeps them for so long) of one
/// every four minutes, nine hours a day. It may hold far fewer. Much more would not fit in [`crate::wire::MAX_MESSAGE`].
const MOST_NAMED: usize = 1_000;

/// A body of today's version.
fn read<T: DeserializeOwned>(known: &Known, version: impl FnOnce(&T) -> u32) -> Result<T, Refusal> {
    let read: T = serde_json::from_slice(&known.body).map_err(|_| Refusal::Malformed)?;
    if version(&read) == VERSION { Ok(read) } else { Err(Refusal::Newer) }
}

/// `POST slots/sync`.
pub(super) async fn sync(intake: Arc<Intake>, known: Known) -> Result<Answer, No> {
    let request: SyncRequest = read(&known, |request: &SyncRequest| request.v)?;
    if request.returned.len().max(request.holding.len()).max(request.booked.len()) > MOST_NAMED {
        return Err(Refusal::TooLong.into());
    }
    let (id, epoch, now) = (known.kiosk.id, known.kiosk.epoch, intake.desk.now());
    let said = intake.desk.store.write(News::Pages, move |conn| {
        // The kiosk may have been written off since its signature was checked: what it holds is blocked then.
        if !kiosks::still_speaks(conn, id, epoch)? {
            return Ok(None);
        }
        grants::sync(conn, id, epoch, &request, now).map(Some)
    });
    Ok(Answer::of(200, &said.await?.ok_or(Refusal::Revoked)?))
}

/// `POST slots/take`.
pub(super) async fn take(intake: Arc<Intake>, known: Known) -> Result<Answer, No> {
    let request: Take = read(&known, |request: &Take| request.v)?;
    let (id, epoch, now) = (known.kiosk.id, known.kiosk.epoch, intake.desk.now());
    // Where the host has a calendar of their own, it comes first; what it says is looked at in the transaction below.
    if intake.desk.store.read(move |conn| grants::is_of_its_post(conn, id, request.slot)).await? {
        intake.desk.calendars.claim(&intake.desk, request.slot).await?;
    }
    let said = intake.desk.store.write(News::Pages, move |conn| {
        if !kiosks::still_speaks(conn, id, epoch)? {
            return Ok(None);
        }
        grants::take(conn, id, epoch, request.slot, now).map(Some)
    });
    Ok(Answer::of(200, &said.await?.ok_or(Refusal::Revoked)?))
}

/// `GET today`.
pub(super) async fn today(intake: Arc<Intake>, known: Known) -> Result<Answer, No> {
    let (kiosk, now) = (known.kiosk.id, intake.desk.clock.stamp().at);
    let read = intake.desk.store.read(move |conn| {
        let post = posts::of_kiosk(conn, kiosk)?;
        bookings::today(conn, post, now)
    });
    Ok(Answer::of(200, &read.await?))
}
