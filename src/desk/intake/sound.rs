//! `PUT entries/{id}/attachments/{n}`: a piece of what was said with an entry that is here. Opened, kept, and only then receipted.

use super::Intake;
use super::answer::{Answer, No};
use super::hearing::Known;
use crate::desk::DeskKeys;
use crate::desk::store::recordings::{self, Arrival, Expected};
use crate::desk::store::{Conn, News, StoreError, kiosks};
use crate::entry::pieces::{MAX_SEALED_PIECE, Place};
use crate::entry::v1::NotRead;
use crate::entry::{EntryId, Epoch, KioskId};
use crate::seal::{self, NotOpened};
use crate::wire::{self, PieceReceipt, Refusal, attachment, signature};
use std::sync::Arc;

pub(super) async fn put(intake: Arc<Intake>, known: Known) -> Result<Answer, No> {
    let (desk, kiosk) = (intake.desk.clone(), known.kiosk.clone());
    let from = kiosk.id;
    let body = known.body.clone();
    if let Some((id, n)) = named(&known)
        && intake.desk.store.read(move |conn| recordings::is_erased(conn, id, from)).await?
    {
        // Nobody is to hear it any more: the kiosk may forget it too.
        return Ok(Answer::of(200, &PieceReceipt { v: wire::VERSION, id, n, digest: signature::digest(&body) }));
    }
    let looked = tokio::task::spawn_blocking(move || {
        let (id, n) = named(&known).ok_or(Refusal::Malformed)?;
        let expected = desk.store.read_waiting(|conn| recordings::expected(conn, id))?;
        look(&desk.keys, known.kiosk.id, expected, n, &known.body)?;
        Ok::<_, No>((id, n))
    });
    let looked = looked.await;
    let looked = looked.map_err(|error| {
        tracing::error!(%error, "a piece of sound could not be looked at");
        No::from(Refusal::Later)
    })?;
    let (id, n) = looked.inspect_err(|no| tracing::warn!(kiosk = kiosk.id.get(), ?no, "a piece of sound was refused"))?;
    let (digest, now) = (signature::digest(&body), intake.desk.now());
    let kept_as = digest.clone();
    let kept =
        intake.desk.store.write(News::Pages, move |conn| take_in(conn, (kiosk.id, kiosk.epoch), (id, n), (&kept_as, &body), now));
    let status = match kept.await?.ok_or(Refusal::Revoked)? {
        Arrival::New => 201,
        Arrival::Known => 200,
        Arrival::OtherBody => return Err(Refusal::OtherBody.into()),
        Arrival::NoEntry => return Err(Refusal::TooEarly.into()),
    };
    Ok(Answer::of(status, &PieceReceipt { v: wire::VERSION, id, n, digest }))
}

/// Keeps a piece with its digest, in the transaction that this is called in; none where its kiosk may not speak.
pub(in crate::desk) fn take_in(
    conn: &mut Conn,
    (kiosk, epoch): (KioskId, Epoch),
    (id, n): (EntryId, u8),
    (digest, body): (&str, &[u8]),
    now: i64,
) -> Result<Option<Arrival>, StoreError> {
    // The kiosk may have been written off since its signature was checked.
    if !kiosks::still_speaks(conn, kiosk, epoch)? {
        return Ok(None);
    }
    recordings::arrive(conn, id, n, digest, body, now).map(Some)
}

/// Whether it opens as this very piece of what its entry expects. No error holds anything of it.
pub(in crate::desk) fn look(
    keys: &DeskKeys,
    from: KioskId,
    expected: Option<Expected>,
    n: u8,
    body: &[u8],
) -> Result<(), Refusal> {
    if body.len() > MAX_SEALED_PIECE {
        return Err(Refusal::TooLong);
    }
    let expected = expected.ok_or(Refusal::TooEarly)?;
    if expected.kiosk != from {
        return Err(Refusal::OtherKiosk);
    }
    if n > expected.pieces {
        return Err(Refusal::Malformed);
    }
    let place = Place { n, of: expected.pieces };
    match seal::open_piece(body, expected.header, place, &keys.team) {
        Ok(_) => Ok(()),
        Err(NotOpened::Entry(NotRead::Newer(_))) => Err(Refusal::Newer),
        Err(NotOpened::Entry(NotRead::Malformed { .. })) => Err(Refusal::Malformed),
        Err(NotOpened::OtherHeader) => Err(Refusal::OtherHeader),
        Err(NotOpened::NotOurs | NotOpened::OtherSize | NotOpened::NotAKey) => Err(Refusal::NotOurs),
    }
}

/// The entry and place that the path names, in their one spelling.
fn named(known: &Known) -> Option<(EntryId, u8)> {
    let mut parts = known.path().strip_prefix(wire::ENTRIES)?.strip_prefix('/')?.split('/');
    let (id, n): (EntryId, u8) = (parts.next()?.parse().ok()?, parts.nth(1)?.parse().ok()?);
    (n > 0 && attachment(id, n) == known.path()).then_some((id, n))
}
