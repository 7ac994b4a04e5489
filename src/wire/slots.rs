//! What kiosk and desk say to each other about times that can be booked, and about who comes today.

use crate::entry::{EntryId, Grant, GrantId, SlotId, SpreekuurId, Teken, Whom};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One spreekuur, as residents may know it: with whom and how long, never a host's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spreekuur {
    /// Its number.
    pub id: SpreekuurId,
    /// With whom.
    pub whom: Whom,
    /// How long a slot is, in minutes.
    pub minutes: u16,
}

/// `POST slots/sync`: the kiosk says what it holds and what it gives up for good. Saying it twice changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SyncRequest {
    /// [`super::VERSION`].
    pub v: u32,
    /// The desk's store that this was asked of, as the last answer named it; none before the first. A desk that came back from
    /// a backup takes only what names its new store for the kiosk's first word: a question that was on its way since before
    /// does not say what the kiosk has been given meanwhile.
    pub store: Option<String>,
    /// The kiosk will never book by these again.
    pub returned: Vec<GrantId>,
    /// It may book by these; a desk that came back from a backup learns them again.
    pub holding: Vec<Grant>,
    /// It has booked by these, and the desk has not confirmed the booking yet.
    pub booked: Vec<Grant>,
}

/// What the desk answers to that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slots {
    /// [`super::VERSION`].
    pub v: u32,
    /// The store that answers. A kiosk that asked another one asks again.
    pub store: String,
    /// Goes up when slots or spreekuren change: sync again.
    pub version: u64,
    /// All of the post.
    pub spreekuren: Vec<Spreekuur>,
    /// What this kiosk may book by itself. A right that it does not know and that is newer than any it knew is its from now on.
    pub held: Vec<Grant>,
    /// What the desk could give it now ([`Take`]).
    pub free: Vec<SlotId>,
    /// The desk asks for these back; the kiosk gives up what it has not booked.
    pub wanted_back: Vec<GrantId>,
}

/// `POST slots/take`: one slot, now, for the resident at the glass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Take {
    /// [`super::VERSION`].
    pub v: u32,
    /// Which.
    pub slot: SlotId,
}

/// What the desk answers to that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// [`super::VERSION`].
    pub v: u32,
    /// The right to book it; none where somebody else was faster. Asking twice gives the same.
    pub grant: Option<GrantId>,
    /// Then: the nearest that are free with the same people, at most three.
    pub instead: Vec<SlotId>,
}

/// One appointment of today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// The entry that booked it.
    pub id: EntryId,
    /// Its slot.
    pub slot: SlotId,
    /// What the resident is called by.
    pub teken: Option<Teken>,
    /// The SHA-256 of the QR code's secret, in base64.
    pub recognition: Option<String>,
}

/// `GET today`: who may check in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// [`super::VERSION`].
    pub v: u32,
    /// As [`Slots::version`].
    pub version: u64,
    /// All of today's that are not cancelled, in order.
    pub expected: Vec<Expected>,
    /// Those of other days, by day: so that whoever shows a code on the wrong day hears which is the right one.
    pub others: Vec<OtherDay>,
}

/// The appointments of another day, by nothing but the beginning of what recognises their codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherDay {
    /// Which day.
    pub day: NaiveDate,
    /// A [`crate::entry::Hint`] each, in base64.
    pub codes: Vec<String>,
}
