//! What kiosk and desk say to each other over HTTPS, and how each proves who it is. Pure: bytes in, bytes out.
//!
//! 1. Every request of a kiosk is signed with its Ed25519 key and carries a number it never uses again ([`signature`]).
//! 2. Every answer of the desk is signed over its status, body, time and the request's own signature. So an answer cannot be
//!    replayed, a proxy that ends TLS can neither forge a receipt nor make a kiosk forget an entry, and the desk's time can be
//!    believed. An answer without that signature is only weather: the courier waits and tries again.
//! 3. Enrolment trusts nobody until two people have compared four words ([`words`]).
//!
//! Version 1 stands in the path and in every body. It freezes at the first release.

mod caretaker;
pub mod copy;
mod machine;
mod messages;
pub mod signature;
mod slots;
pub mod words;

pub use caretaker::{CARETAKER_DIGITS, CaretakerAnswer, CaretakerCode};
pub use machine::{Machine, Part, PrinterState};
pub use messages::{
    CallState, CalledNow, Calls, DiskState, EnrolAnswer, EnrolCode, EnrolRequest, EnrolState, Health, HealthAnswer, Helper,
    KnownCall, MOST_CALLED, NotACode, OpeningHours, OwnTexts, PieceReceipt, Presence, Problem, Receipt, Refusal, Site, Sort,
    Texts,
};
pub use signature::{AnswerHead, Claim, DeskKey, DeskPublicKey, KioskKey, KioskPublicKey, NotSigned, RequestHead, RequestNumber};
pub use slots::{Expected, OtherDay, Slots, Spreekuur, SyncRequest, Take, Taken, Today};

/// The version of everything here.
pub const VERSION: u32 = 1;

/// `POST` an [`EnrolRequest`], get an [`EnrolAnswer`].
pub const ENROL: &str = "/api/kiosk/v1/enrol";
/// `GET` the [`EnrolState`] of the key that signs.
pub const ENROL_STATE: &str = "/api/kiosk/v1/enrol/state";
/// `PUT` an envelope under `ENTRIES/{id}`, get a [`Receipt`].
pub const ENTRIES: &str = "/api/kiosk/v1/entries";
/// `GET` the [`Site`].
pub const SITE: &str = "/api/kiosk/v1/site";
/// `GET` the [`Texts`] of a language under `TEXTS/{code}`.
pub const TEXTS: &str = "/api/kiosk/v1/texts";
/// `GET` the [`Calls`] newer than `CALLS/{version}`; the desk answers when there is news, at the latest after [`LONG_POLL`].
pub const CALLS: &str = "/api/kiosk/v1/calls";
/// `POST` a [`Health`], get a [`HealthAnswer`].
pub const HEALTH: &str = "/api/kiosk/v1/health";

/// `POST` a [`CaretakerCode`], get a [`CaretakerAnswer`].
pub const CARETAKER: &str = "/api/kiosk/v1/caretaker";

/// `POST` a [`SyncRequest`], get [`Slots`].
pub const SLOTS_SYNC: &str = "/api/kiosk/v1/slots/sync";
/// `POST` a [`Take`], get a [`Taken`].
pub const SLOTS_TAKE: &str = "/api/kiosk/v1/slots/take";
/// `GET` [`Today`].
pub const TODAY: &str = "/api/kiosk/v1/today";

/// `GET` the description of all of these, as OpenAPI 3.1; the only answer that is not signed, and that no kiosk asks for.
pub const OPENAPI: &str = "/api/kiosk/v1/openapi.json";
/// How long the desk may keep a question about calls open: below the 30 s after which common proxies give up.
pub const LONG_POLL: std::time::Duration = std::time::Duration::from_secs(25);

/// The most bytes of a request that is neither an entry nor sound: every message here fits in a tenth of it.
pub const MAX_MESSAGE: usize = 64 * 1024;

/// `PUT` a sealed piece of what was said with an entry, get a [`PieceReceipt`].
pub fn attachment(entry: crate::entry::EntryId, n: u8) -> String {
    format!("{ENTRIES}/{entry}/attachments/{n}")
}
