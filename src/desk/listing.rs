//! What the desk keeps of an entry in the clear: what lists need, and nothing else of it.

use super::calendar;
use super::keys::DeskKeys;
use super::store::entries::Listed;
use crate::entry::{Body, Change, Contact, Entry, Epoch};
use chrono::{DateTime, Utc};
use std::time::Duration;

/// Of an entry that came at `now`, after it had waited on its kiosk for so long; `epoch` is that kiosk's enrolment now.
pub fn list(entry: &Entry, keys: &DeskKeys, epoch: Epoch, waited: Duration, now: DateTime<Utc>) -> Listed {
    let question = match &entry.draft.body {
        Body::Question(question) => Some(question),
        Body::Call(_) | Body::Booking(_) | Body::Change(_) | Body::Cancel(_) | Body::CheckIn(_) => None,
        Body::Worry(_) | Body::Offering(_) | Body::Rating(_) => None,
    };
    let contact = match &entry.draft.body {
        Body::Question(question) => question.contact.as_ref(),
        Body::Booking(booking) | Body::Change(Change { to: booking, .. }) => booking.contact.as_ref(),
        Body::Worry(worry) => worry.contact.as_ref(),
        Body::Offering(offering) => offering.contact.as_ref(),
        Body::Call(_) | Body::Cancel(_) | Body::CheckIn(_) | Body::Rating(_) => None,
    };
    // Whoever worries is called first: where nobody can, no day is named.
    let hears = match &entry.draft.body {
        Body::Question(_) => true,
        Body::Worry(_) => contact.is_some_and(Contact::reaches),
        _ => false,
    };
    let may_promise = hears && entry.left_at.trusted && !calendar::is_ahead(entry.left_at.at, now);
    Listed {
        id: entry.header.id,
        kiosk: entry.header.kiosk,
        epoch: entry.header.epoch,
        late: entry.header.epoch < epoch,
        kind: entry.draft.body.kind(),
        received_at: now,
        waited,
        left_at: entry.left_at,
        promised_before: may_promise.then(|| calendar::promised_before(entry.left_at.at)).flatten(),
        teken: entry.teken,
        topic: question.and_then(|question| question.topic),
        need: question.and_then(|question| question.need),
        language: entry.draft.language,
        contact: contact.map(|contact| contact.word().to_owned()),
        reaches: contact.is_some_and(Contact::reaches),
        raised: matches!(&entry.draft.body, Body::Worry(worry) if worry.danger == Some(true)),
        caller: contact.and_then(Contact::number).map(|number| keys.caller(number)),
        pieces: entry.draft.spoken().map_or(0, |spoken| spoken.pieces()),
    }
}
