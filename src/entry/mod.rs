//! What a resident leaves: pure data, parsed once, with a frozen form on the wire.
//!
//! A [`Draft`] is what the visit gathers. The keeper gives it a [`Header`], a moment, a teken and a secret, and so makes an
//! [`Entry`]. [`v1`] is the entry's form inside the seal, [`Envelope`] the form that travels.

mod answers;
mod envelope;
mod ids;
pub mod pieces;
mod recording;
mod slots;
mod teken;
mod text;
mod unarrived;
pub mod v1;

pub use answers::{
    About, Booking, CallReason, Cancel, Change, CheckIn, Contact, Deed, Face, Free, Goal, Mark, Need, NotAMark, Offering,
    Question, Rating, Sign, Topic, When, Whom, Worry,
};
pub use envelope::{BadEnvelope, Envelope, MAX_ENVELOPE};
pub use ids::{BadId, EntryId, Epoch, Hint, KioskId, Recognition, Secret, Sequence};
pub use recording::{LONGEST_RECORDING, MAX_RECORDING, NotARecording, RECORDING_RATE, Recording, Spoken};
pub use slots::{Grant, GrantId, SlotId, SpreekuurId};
pub use teken::{Picture, TEKENS, Teken, TekenBlock};
pub use text::{
    EmailAddress, Language, NotAPhoneNumber, NotAnEmailAddress, PhoneNumber, TooLong, Words, find_bsn, looks_like_bsn,
    may_be_shown,
};
pub use unarrived::Unarrived;

use crate::clock::Stamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a kiosk keeps an entry after the desk's receipt, so that a desk restored from a backup can ask for it again: 7 days is
/// how old the last good backup may be.
pub const KEPT_AFTER_RECEIPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The part of an entry that travels in the clear, and once more inside the seal. Nothing else about an entry is readable
/// between the glass and the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The entry's name.
    pub id: EntryId,
    /// Which kiosk.
    pub kiosk: KioskId,
    /// Which enrolment of that kiosk.
    pub epoch: Epoch,
    /// Its place in the kiosk's own count.
    #[serde(rename = "seq")]
    pub sequence: Sequence,
}

/// What a resident has answered. Every field may be empty.
#[derive(Debug)]
pub enum Body {
    /// "Ik heb een vraag".
    Question(Question),
    /// Somebody is wanted in the hall, now.
    Call(CallReason),
    /// "Ik wil een afspraak".
    Booking(Booking),
    /// "Andere tijd".
    Change(Change),
    /// "Ik kom niet".
    Cancel(Cancel),
    /// "Ik ben er".
    CheckIn(CheckIn),
    /// "Ik maak me zorgen om iemand".
    Worry(Worry),
    /// "Ik wil iets doen voor de buurt".
    Offering(Offering),
    /// "Hoe was het?"
    Rating(Rating),
}

impl Body {
    /// The name of the kind, as on the wire and in texts.
    pub fn kind(&self) -> Kind {
        match self {
            Body::Question(_) => Kind::Question,
            Body::Call(_) => Kind::Call,
            Body::Booking(_) => Kind::Booking,
            Body::Change(_) => Kind::Change,
            Body::Cancel(_) => Kind::Cancel,
            Body::CheckIn(_) => Kind::CheckIn,
            Body::Worry(_) => Kind::Worry,
            Body::Offering(_) => Kind::Offering,
            Body::Rating(_) => Kind::Rating,
        }
    }
}

/// What sort of thing was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Kind {
    Question,
    Call,
    Booking,
    Change,
    Cancel,
    CheckIn,
    Worry,
    Offering,
    Rating,
}

/// What a visit hands in.
#[derive(Debug)]
pub struct Draft {
    /// The language of the glass when it was handed in.
    pub language: Language,
    /// The answers.
    pub body: Body,
    /// What was said instead of typed. It travels beside the entry: one that was read from the wire has none, only
    /// [`Question::spoken`].
    pub recording: Option<Recording>,
}

/// Something was said where only a question can tell of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a recording beside an entry that cannot tell of it")]
pub struct Untold;

impl Draft {
    /// Makes the answers tell of the recording that is here, and of no other.
    ///
    /// # Errors
    /// [`Untold`]; sent on, its sound would belong to nothing.
    pub fn tell_of_recording(&mut self) -> Result<(), Untold> {
        match (&mut self.body, &self.recording) {
            (Body::Question(question), recording) => {
                question.spoken = recording.as_ref().map(Recording::spoken);
                Ok(())
            }
            (_, None) => Ok(()),
            (_, Some(_)) => Err(Untold),
        }
    }

    /// What the answers tell of a recording.
    pub fn spoken(&self) -> Option<Spoken> {
        match &self.body {
            Body::Question(question) => question.spoken,
            _ => None,
        }
    }
}

/// One thing a resident left, complete.
#[derive(Debug)]
pub struct Entry {
    /// Also outside the seal.
    pub header: Header,
    /// When it was handed in, by the kiosk's clock.
    pub left_at: Stamp,
    /// What the resident was given to be found and called by; none where the kiosk had none left to give.
    pub teken: Option<Teken>,
    /// Recognises the resident's QR code; none where nothing was given out.
    pub recognition: Option<Recognition>,
    /// The answers.
    pub draft: Draft,
}
