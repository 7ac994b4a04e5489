//! Hearing a request out, and recognising who sent it.

use super::Intake;
use super::answer::No;
use super::numbers::{Taken, Window};
use crate::desk::store::kiosks::{self, Kiosk};
use crate::desk::store::{News, Store, StoreError};
use crate::entry::pieces::MAX_SEALED_PIECE;
use crate::entry::{Epoch, KioskId};
use crate::wire::{self, Claim, KioskKey, KioskPublicKey, Refusal};
use axum::body::Bytes;
use axum::extract::Request;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A sort of body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    /// The most bytes that are read at all. What lies between that and the most that is taken is read, so that a kiosk of ours is
    /// told in a way it can believe that it sent too much.
    most: usize,
    /// How long it may take to come in.
    within: Duration,
}

impl Body {
    /// An entry, which may have an eighth of the bytes, or a message. An entry of 3 KB over the worst mobile link takes a second.
    pub(super) const MESSAGE: Body = Body { most: wire::MAX_MESSAGE, within: Duration::from_secs(20) };
    /// A piece of sound, which may have half of the bytes. It takes a minute over the slowest mobile link (20 kbit/s), and a kiosk
    /// waits two.
    pub(super) const SOUND: Body = Body { most: 2 * MAX_SEALED_PIECE, within: Duration::from_secs(110) };
}

/// "Last seen" is kept this often, so that a draining kiosk does not write a row a request.
const SEEN_EVERY: Duration = Duration::from_secs(30);

/// A request that was read, and that nobody has recognised yet.
pub(super) struct Heard {
    pub(super) claim: Claim,
    pub(super) body: Bytes,
    method: String,
    path: String,
}

/// A request by a kiosk of ours.
pub(super) struct Known {
    pub(super) kiosk: Kiosk,
    pub(super) claim: Claim,
    pub(super) body: Bytes,
    path: String,
}

impl Known {
    /// The path, as it was signed.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// What stands behind the last slash of the path.
    pub(super) fn last_of_path(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

impl Heard {
    /// True where `key` signed exactly this.
    pub(super) fn is_by(&self, key: &KioskPublicKey) -> bool {
        self.claim.check(&self.method, &self.path, &self.body, key).is_ok()
    }
}

/// Reads the headers and a body of this sort.
pub(super) async fn hear(intake: &Intake, request: Request, address: Option<IpAddr>, sort: Body) -> Result<Heard, No> {
    let Body { most, within } = sort;
    if let Some(address) = address {
        intake.limits.may_a_stranger_try(address, intake.desk.clock.now()).map_err(No::busy)?;
    }
    let (head, body) = request.into_parts();
    let claim = Claim::read(|name| {
        let mut values = head.headers.get_all(name).iter();
        let value = values.next().filter(|_| values.next().is_none());
        value.and_then(|value| value.to_str().ok())
    });
    let claim = claim.map_err(|_| Refusal::Unsigned)?;
    // The profile has no queries: what is not signed is not there.
    if head.uri.query().is_some() {
        return Err(Refusal::Unsigned.into());
    }
    let announced =
        head.headers.get(axum::http::header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > most as u64) {
        return Err(Refusal::TooLong.into());
    }
    let body = tokio::time::timeout(within, axum::body::to_bytes(body, most)).await;
    let body = body.map_err(|_| Refusal::Later)?.map_err(|_| Refusal::TooLong)?;
    Ok(Heard { claim, body, method: head.method.as_str().to_owned(), path: head.uri.path().to_owned() })
}

/// Who sent it: signature, enrolment and number are right, and it is not too much at once.
pub(super) async fn recognise(intake: &Arc<Intake>, heard: Heard) -> Result<Known, No> {
    let intake = Arc::clone(intake);
    // Checking a signature and looking in the store take a tenth of a millisecond of a processor.
    match tokio::task::spawn_blocking(move || recognise_now(&intake, heard)).await {
        Ok(known) => known,
        Err(error) => {
            tracing::error!(%error, "a request ended badly");
            Err(Refusal::Later.into())
        }
    }
}

fn recognise_now(intake: &Intake, heard: Heard) -> Result<Known, No> {
    let store = &intake.desk.store;
    let id = heard.claim.kiosk.ok_or(Refusal::Unsigned)?;
    let Some(kiosk) = store.read_waiting(|conn| kiosks::find(conn, id))? else {
        // As much work as for a kiosk we know, so that the time taken does not tell.
        let nobody = KioskKey::from_seed(&zeroize::Zeroizing::new([0; 32])).public();
        let _ = heard.is_by(&nobody);
        return Err(Refusal::Unsigned.into());
    };
    if !heard.is_by(&kiosk.key) {
        tracing::warn!(kiosk = id.get(), "a request was not signed by the kiosk it names");
        return Err(Refusal::Unsigned.into());
    }
    if !kiosk.active || heard.claim.epoch != kiosk.epoch {
        tracing::warn!(kiosk = id.get(), "a kiosk that was written off tried to speak");
        return Err(Refusal::Revoked.into());
    }
    intake.numbers.take(store, &kiosk, heard.claim.number.0)?;
    let now = intake.desk.clock.now();
    intake.limits.may_kiosk(id, now).map_err(No::busy)?;
    if intake.numbers.is_time_to_note(id, now) {
        let at = intake.desk.now();
        store.write_waiting(News::Pages, move |conn| kiosks::saw(conn, id, at))?;
    }
    Ok(Known { kiosk, claim: heard.claim, body: heard.body, path: heard.path })
}

/// Which request numbers each kiosk has used.
#[derive(Default)]
pub(super) struct Numbers {
    windows: Mutex<HashMap<KioskId, Counted>>,
}

struct Counted {
    epoch: Epoch,
    window: Window,
    noted: Option<Instant>,
}

impl Numbers {
    /// Spends a number, durably: after a restart of the desk it is still spent.
    fn take(&self, store: &Store, kiosk: &Kiosk, number: u64) -> Result<(), No> {
        let (id, epoch) = (kiosk.id, kiosk.epoch);
        let reserve = self.with(kiosk, |window| match window.take(number) {
            Taken::Fresh { reserve } => Ok(reserve),
            Taken::Spent { next } => Err(No::replayed(next)),
        })?;
        let Some(up_to) = reserve else { return Ok(()) };
        let reserved: Result<(), StoreError> =
            store.write_waiting(News::Silent, move |conn| kiosks::spend_numbers(conn, id, epoch, up_to));
        reserved?;
        self.with(kiosk, |window| window.reserved_up_to(up_to));
        Ok(())
    }

    fn with<T>(&self, kiosk: &Kiosk, work: impl FnOnce(&mut Window) -> T) -> T {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let begin = || Counted { epoch: kiosk.epoch, window: Window::after(kiosk.spent_numbers), noted: None };
        let counted = windows.entry(kiosk.id).or_insert_with(begin);
        if counted.epoch != kiosk.epoch {
            *counted = begin();
        }
        work(&mut counted.window)
    }

    fn is_time_to_note(&self, id: KioskId, now: Instant) -> bool {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(counted) = windows.get_mut(&id) else { return false };
        let due = counted.noted.is_none_or(|noted| now.saturating_duration_since(noted) >= SEEN_EVERY);
        if due {
            counted.noted = Some(now);
        }
        due
    }
}
