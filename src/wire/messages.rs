//! The bodies of the calls between kiosk and desk: JSON, unknown fields ignored in answers, refused in requests.

use super::machine::Machine;
use crate::entry::{EntryId, Epoch, KioskId, Teken, TekenBlock, Topic};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The one-time code that staff read to whoever sets up a kiosk: 8 characters that cannot be taken for one another.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EnrolCode(String);

/// Not a code of 8 of its letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has 8 letters and digits, without I, L, O, U")]
pub struct NotACode;

impl EnrolCode {
    /// Crockford's base 32: no I, L, O or U.
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// From 8 random bytes: 40 bits of them count.
    pub fn new(random: [u8; 8]) -> Self {
        EnrolCode(random.iter().map(|b| char::from(Self::ALPHABET[usize::from(b & 31)])).collect())
    }

    /// From what somebody typed: small letters, spaces and dashes are forgiven, O is 0, I and L are 1.
    ///
    /// # Errors
    /// [`NotACode`].
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let read = |c: char| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let code: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).take(9).map(read).collect();
        let known = code.len() == 8 && code.bytes().all(|b| Self::ALPHABET.contains(&b));
        if known { Ok(EnrolCode(code)) } else { Err(NotACode) }
    }

    /// The 8 characters.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EnrolCode {
    type Error = NotACode;
    fn try_from(text: String) -> Result<Self, NotACode> {
        EnrolCode::parse(&text)
    }
}

impl From<EnrolCode> for String {
    fn from(code: EnrolCode) -> String {
        code.0
    }
}

impl fmt::Debug for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolCode(..)")
    }
}

/// A kiosk asks to be taken in. The request is signed with the key it names.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// [`super::VERSION`].
    pub v: u32,
    /// What staff read out.
    pub code: EnrolCode,
    /// The kiosk's new public key, base64.
    pub key: String,
    /// The kiosk program's version, for staff.
    pub software: String,
    /// What asks. An older kiosk does not say so.
    #[serde(default, skip_serializing_if = "Sort::is_kiosk")]
    pub sort: Sort,
}

/// What asks to be taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A glass at which residents leave what they leave.
    #[default]
    Kiosk,
    /// A screen that shows who is called: it is given no tekens and no times, and what it would leave is not taken.
    Display,
}

impl Sort {
    fn is_kiosk(&self) -> bool {
        *self == Sort::Kiosk
    }
}

/// What the four words are made of, as the desk sees it. The kiosk believes it after the words were compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolAnswer {
    /// [`super::VERSION`].
    pub v: u32,
    /// The desk's public signing key, base64.
    pub desk_key: String,
    /// The team's age public key.
    pub team: String,
    /// The recovery age public key.
    pub recovery: String,
    /// The desk's own certificate in base64 DER; none where a public authority vouches for the desk.
    pub certificate: Option<String>,
}

/// How far an enrolment is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum EnrolState {
    /// Staff have not compared the words yet.
    Waiting,
    /// Staff said the words differ, or the time is over.
    Refused,
    /// Taken in.
    Enrolled {
        /// The kiosk's number.
        kiosk: KioskId,
        /// Its enrolment.
        epoch: Epoch,
    },
}

/// The desk has an entry, durably. Believed only with the desk's signature on the answer it came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// [`super::VERSION`].
    pub v: u32,
    /// Which entry.
    pub id: EntryId,
    /// The `Content-Digest` of the envelope's bytes.
    pub digest: String,
    /// The working day before which the team will have been in touch; none where that was not promised.
    pub before: Option<NaiveDate>,
}

/// The desk has a piece of sound, durably. Believed only with the desk's signature on the answer it came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceReceipt {
    /// [`super::VERSION`].
    pub v: u32,
    /// Of which entry.
    pub id: EntryId,
    /// Which piece.
    pub n: u8,
    /// The `Content-Digest` of the sealed piece.
    pub digest: String,
}

/// Why the desk refused. The kind decides what the kiosk does; the status is for the proxies between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Not signed as agreed, or by nobody the desk knows. Says no more than that.
    Unsigned,
    /// This kiosk has been written off, or enrolled anew since.
    Revoked,
    /// The request's number was used before; [`Problem::next`] is the lowest that is free.
    Replayed,
    /// The code is wrong, used or too old.
    BadCode,
    /// The body is not what belongs there.
    Malformed,
    /// More bytes than allowed.
    TooLong,
    /// Written by a newer version than this desk.
    Newer,
    /// The entry is another kiosk's, or under another name than its path.
    OtherKiosk,
    /// Not sealed to this team, or altered.
    NotOurs,
    /// Opened, and the header inside is another.
    OtherHeader,
    /// The same id came before with another body.
    OtherBody,
    /// Too much at once: come back after `Retry-After`.
    Busy,
    /// The desk has trouble of its own: come back.
    Later,
    /// Sound whose entry is not here yet: come back with it after that one.
    TooEarly,
    /// There is nothing at this path.
    Nothing,
}

impl Refusal {
    /// The HTTP status it travels under.
    pub fn status(self) -> u16 {
        match self {
            Refusal::Unsigned | Refusal::Replayed => 401,
            Refusal::Revoked | Refusal::BadCode => 403,
            Refusal::Malformed => 400,
            Refusal::TooLong => 413,
            Refusal::Newer | Refusal::OtherKiosk | Refusal::NotOurs | Refusal::OtherHeader => 422,
            Refusal::OtherBody => 409,
            Refusal::Busy => 429,
            Refusal::Later => 503,
            Refusal::TooEarly => 425,
            Refusal::Nothing => 404,
        }
    }

    /// True where sending the same again can never help.
    pub fn is_permanent(self) -> bool {
        match self {
            Refusal::Malformed
            | Refusal::TooLong
            | Refusal::Newer
            | Refusal::OtherKiosk
            | Refusal::NotOurs
            | Refusal::OtherHeader
            | Refusal::OtherBody
            | Refusal::Nothing => true,
            Refusal::Unsigned | Refusal::Revoked | Refusal::Replayed | Refusal::BadCode | Refusal::Busy => false,
            Refusal::Later | Refusal::TooEarly => false,
        }
    }
}

/// The body of every refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// [`super::VERSION`].
    pub v: u32,
    /// Why.
    pub refusal: Refusal,
    /// With [`Refusal::Replayed`]: the lowest request number the desk will take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// Whether staff say that somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// "Aanwezig".
    Present,
    /// "Niemand".
    Nobody,
    /// Nobody has said.
    Unknown,
}

/// One line of opening hours, local time of the post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningHours {
    /// 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// Minutes after midnight at which it opens.
    pub from: u16,
    /// Minutes after midnight at which it closes.
    pub until: u16,
}

/// What a kiosk is told about its post. The last good one is kept on the kiosk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// [`super::VERSION`].
    pub v: u32,
    /// The post's name.
    pub name: String,
    /// The number to call when nobody comes.
    pub phone: Option<String>,
    /// When the post is open; empty where nobody has said.
    pub hours: Vec<OpeningHours>,
    /// Whether somebody is there now.
    pub presence: Presence,
    /// The organisations whose people read what is left; empty where only the team does.
    pub readers: Vec<String>,
    /// The ways of contact that somebody here performs: words of `entry::Contact`.
    pub contact: Vec<String>,
    /// What a question here may be about: words of `entry::Topic`, of which `else` always is. All of them where the desk says nothing.
    #[serde(default = "every_topic")]
    pub topics: Vec<String>,
    /// The ways by which somebody here sends word of an appointment: words of `entry::Contact`.
    #[serde(default)]
    pub messages: Vec<String>,
    /// Who can help residents here: the *koppelkaart*.
    #[serde(default)]
    pub helpers: Vec<Helper>,
    /// How many days after its end everything about a question is erased; none where the desk does not say.
    #[serde(default)]
    pub erased_after_days: Option<u16>,
    /// The languages the site has turned on, by code, in the order of the menu.
    pub languages: Vec<String>,
    /// The languages in which the site says something otherwise than the bundled texts; the words are fetched apart.
    #[serde(default)]
    pub texts: Vec<OwnTexts>,
    /// The tekens this kiosk may give out.
    pub tekens: Vec<TekenBlock>,
    /// The team's age public key.
    pub team: String,
    /// The recovery age public key.
    pub recovery: String,
    /// Names the desk's store: it changes when the desk comes back from a backup, and then everything of the last days is sent
    /// again.
    pub store: String,
}

fn every_topic() -> Vec<String> {
    Topic::ALL.iter().map(|topic| topic.word().to_owned()).collect()
}

/// That a site says something otherwise in a language: what of it is the newest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnTexts {
    /// The language's code.
    pub language: String,
    /// The `Content-Digest` of [`Texts::ftl`].
    pub digest: String,
}

/// What a site says otherwise in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// [`super::VERSION`].
    pub v: u32,
    /// The language's code.
    pub language: String,
    /// A translation file (Fluent) with what differs from the bundled texts, and nothing else.
    pub ftl: String,
}

/// Somebody who can help residents, in the site's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helper {
    /// Who.
    pub name: String,
    /// What they do, a short line each.
    #[serde(default)]
    pub offers: Vec<String>,
    /// Where and when.
    pub place: Option<String>,
    /// As it is said to people.
    pub phone: Option<String>,
    /// The address of a page with more.
    pub page: Option<String>,
}

/// How a call is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallState {
    /// The desk rings.
    Ringing,
    /// A worker pressed "Ik kom".
    Coming,
    /// It came too late, or nobody came.
    Missed,
}

/// One call this kiosk made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownCall {
    /// The entry that made it.
    pub id: EntryId,
    /// How it is doing.
    pub state: CallState,
}

/// The open calls of this kiosk, and who is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calls {
    /// [`super::VERSION`].
    pub v: u32,
    /// Goes up with every change; ask for what is newer.
    pub version: u64,
    /// This kiosk's calls of the last quarter of an hour.
    pub calls: Vec<KnownCall>,
    /// Whether somebody is there now.
    pub presence: Presence,
    /// Who is called from the hall now, the latest first; at most [`MOST_CALLED`].
    #[serde(default)]
    pub called: Vec<CalledNow>,
    /// Staff looked at the machine after it locked itself: the lock of this number ends, as [`Machine::lock`] names it.
    #[serde(default)]
    pub unlock: Option<u64>,
}

/// So many are told at once. A display takes who is not told any more for one who is not called any more, so that all are told who may
/// still wait for their turn to be shown large: in the five minutes that a call stands, 38 have their eight seconds.
pub const MOST_CALLED: usize = 40;

/// Somebody is called from the hall: by their teken, to a place in the house, and nothing else is told of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledNow {
    /// Who.
    pub teken: Teken,
    /// To where.
    pub place: String,
    /// When, in seconds since 1970 by the desk's clock: who is called again is called at another moment.
    pub at: i64,
}

/// How the kiosk's disk is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiskState {
    /// Keeps what it is given.
    Ok,
    /// Full.
    Full,
    /// Cannot be written or read.
    Broken,
    /// A broken file was set aside and a new one begun: somebody has to look at the old one.
    SetAside,
}

/// How the kiosk is doing; no word, topic or teken of anyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// [`super::VERSION`].
    pub v: u32,
    /// Entries not yet at the desk.
    pub waiting: u64,
    /// Entries the desk refused for good, kept for staff.
    pub parked: u64,
    /// Recordings that are not, or not wholly, at the desk.
    #[serde(default)]
    pub sound_waiting: u64,
    /// Recordings of which the desk refused a piece for good.
    #[serde(default)]
    pub sound_parked: u64,
    /// The disk.
    pub disk: DiskState,
    /// Whether the kiosk believes its clock.
    pub clock_trusted: bool,
    /// The kiosk program's version.
    pub software: String,
    /// What is wrong with the site's own texts, by file and line; none where all are used.
    #[serde(default)]
    pub texts: Option<String>,
    /// The machine itself; none from a kiosk that does not say.
    #[serde(default)]
    pub machine: Option<Machine>,
}

/// What the desk answers to that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthAnswer {
    /// [`super::VERSION`].
    pub v: u32,
    /// As [`Site::store`].
    pub store: String,
    /// Goes up when the site's data changes: fetch it again.
    pub site_version: u64,
    /// As [`super::Slots::version`]; 0 from a desk that knows no appointments.
    #[serde(default)]
    pub slots_version: u64,
    /// Which caretaker's code holds at this post; 0 where none does. Another number: what the kiosk knew of a code is over.
    #[serde(default)]
    pub caretaker: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = EnrolCode::new([0, 1, 2, 3, 28, 29, 30, 31]);
        assert_eq!(code.reveal(), "0123WXYZ");
        assert_eq!(EnrolCode::parse("ol23-wxyz"), Ok(code));
        for bad in ["", "0123WXY", "0123WXYZ0", "0123WXY!", "ÖÖÖÖÖÖÖÖ"] {
            assert_eq!(EnrolCode::parse(bad), Err(NotACode), "{bad}");
        }
    }

    #[test]
    fn a_desk_that_says_nothing_of_topics_and_texts_leaves_all_topics_and_no_text() {
        let old = r#"{"v":1,"name":"x","phone":null,"hours":[],"presence":"unknown","readers":[],"contact":[],"languages":["nl"],
            "tekens":[],"team":"","recovery":"","store":"s"}"#;
        let site: Site = serde_json::from_str(old).unwrap();
        assert_eq!((site.topics.len(), site.texts.len(), site.erased_after_days), (Topic::ALL.len(), 0, None));
    }

    #[test]
    fn only_what_can_never_help_is_permanent() {
        assert!(Refusal::TooLong.is_permanent());
        for temporary in
            [Refusal::Busy, Refusal::Later, Refusal::Unsigned, Refusal::Revoked, Refusal::Replayed, Refusal::TooEarly]
        {
            assert!(!temporary.is_permanent(), "{temporary:?}");
        }
    }
}
