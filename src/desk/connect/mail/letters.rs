//! What stands in each mail. Never a topic, a name, or with whom; a teken only in what its own resident is sent.

use crate::desk::messages::Message;
use crate::desk::pages::Say;
use crate::desk::store::mail::{Kind, Out, read_says};
use crate::entry::SlotId;
use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message as Letter};

/// Why a mail cannot be written: an address or a header that lettre does not take. Holds neither.
#[derive(Debug, thiserror::Error)]
#[error("a mail could not be written")]
pub(super) struct NotWritten;

/// An address without a name.
pub(super) fn mailbox(address: &str) -> Result<Mailbox, NotWritten> {
    Ok(Mailbox::new(None, address.parse::<Address>().map_err(|_| NotWritten)?))
}

/// Says to machines that no answer is waited for.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".into())
    }
}

/// The name of a mail: the same at every try, and another for every new thing it says.
pub(super) fn name(out: &Out, from: &Mailbox) -> String {
    let about = out.about.map(|id| format!(".{id}")).unwrap_or_default();
    format!("<{}{about}.{}.{}@{}>", out.kind.word(), out.made_at, out.number_of_name(), from.email.domain())
}

impl Out {
    /// How many cards are new may change between two tries; which version an invitation is may not.
    fn number_of_name(&self) -> i64 {
        if self.kind == Kind::Invitation { self.number } else { 0 }
    }
}

fn letter(from: &Mailbox, to: Mailbox, subject: String, name: String, now: DateTime<Utc>) -> lettre::message::MessageBuilder {
    Letter::builder().from(from.clone()).to(to).subject(subject).message_id(Some(name)).date(now.into()).header(AutoSubmitted)
}

/// "Er is een nieuwe kaart", with the link to the desk.
pub(super) fn cards(from: &Mailbox, to: Mailbox, out: &Out, link: &str, now: DateTime<Utc>) -> Result<Letter, NotWritten> {
    let subject = match out.number {
        ..=1 => Say::Dutch.get("mail-card"),
        many => Say::Dutch.with("mail-cards", "count", many),
    };
    let text = format!("{subject}: {link}\r\n");
    plain(letter(from, to, subject, name(out, from), now), text)
}

/// What a resident is told.
pub(super) fn word(from: &Mailbox, to: Mailbox, out: &Out, message: &Message, now: DateTime<Utc>) -> Result<Letter, NotWritten> {
    plain(letter(from, to, message.subject.clone(), name(out, from), now), format!("{}\r\n", message.text))
}

fn plain(letter: lettre::message::MessageBuilder, text: String) -> Result<Letter, NotWritten> {
    letter.header(ContentType::TEXT_PLAIN).body(text).map_err(|_| NotWritten)
}

/// An invitation, or that it is not true any more (iTIP, RFC 5546).
pub(super) fn invitation(from: &Mailbox, to: Mailbox, out: &Out, minutes: u16, now: DateTime<Utc>) -> Result<Letter, NotWritten> {
    let (word, slot) = read_says(&out.says).ok_or(NotWritten)?;
    let id = out.about.ok_or(NotWritten)?;
    let cancelled = word == "cancel";
    let say = Say::Dutch;
    let subject = say.get(if cancelled { "mail-cancelled" } else { "mail-invited" });
    let calendar = calendar(&id.to_string(), slot, minutes, out.number, cancelled, (from, &to), now);
    let method = if cancelled { "CANCEL" } else { "REQUEST" };
    let kind = ContentType::parse(&format!("text/calendar; charset=utf-8; method={method}")).map_err(|_| NotWritten)?;
    let parts = MultiPart::alternative()
        .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(say.get("mail-invitation-text")))
        .singlepart(SinglePart::builder().header(kind).body(calendar));
    letter(from, to, subject, name(out, from), now).multipart(parts).map_err(|_| NotWritten)
}

fn calendar(
    id: &str,
    slot: SlotId,
    minutes: u16,
    sequence: i64,
    cancelled: bool,
    (from, to): (&Mailbox, &Mailbox),
    now: DateTime<Utc>,
) -> String {
    let stamp = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let end = slot.start() + chrono::TimeDelta::minutes(i64::from(minutes));
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Inloop//Spreekuur//NL".to_owned(),
        format!("METHOD:{}", if cancelled { "CANCEL" } else { "REQUEST" }),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{id}@inloop"),
        format!("SEQUENCE:{sequence}"),
        format!("DTSTAMP:{}", stamp(now)),
        format!("DTSTART:{}", stamp(slot.start())),
        format!("DTEND:{}", stamp(end)),
        "SUMMARY:Inloop".to_owned(),
        "CLASS:PRIVATE".to_owned(),
        format!("STATUS:{}", if cancelled { "CANCELLED" } else { "CONFIRMED" }),
        "TRANSP:OPAQUE".to_owned(),
        format!("ORGANIZER:mailto:{}", from.email),
        // The mailbox itself: an invitation needs somebody who is invited.
        format!("ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{}", to.email),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| fold(line) + "\r\n").collect()
}

/// Lines of a calendar are at most 75 bytes; all of ours are ASCII.
fn fold(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    chars.chunks(70).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("\r\n ")
}
