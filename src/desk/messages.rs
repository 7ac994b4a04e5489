//! What a worker, or mail, sends a resident about an appointment: day and time in words, in the resident's language, and what they are
//! called by. Never a topic, a name, an organisation or with whom: somebody else may read it.
//!
//! The words are those of the glass, so that a resident reads what they have read before.

use crate::desk::store::appointments::State;
use crate::desk::store::messages::Due;
use crate::entry::{Body, Booking, Change, Entry, Language, SlotId, Teken};
use crate::texts::{Arg, Library, Text, times};
use chrono_tz::Europe::Amsterdam;

/// What has to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// It stands, at the time that was chosen.
    Booked,
    /// It stands, at another time than the resident knows.
    Moved,
    /// It is cancelled.
    Cancelled,
}

/// A message, ready to send. Does not print: it says when somebody comes.
#[derive(PartialEq, Eq)]
pub struct Message {
    /// The first sentence, which is the subject of an e-mail.
    pub subject: String,
    /// All of it.
    pub text: String,
    /// The language it is in: Dutch where there are no texts in the resident's.
    pub language: Language,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Message({} chars)", self.text.chars().count())
    }
}

/// What was asked for at the glass, with the number or address.
pub fn asked_by(entry: Entry) -> Option<Booking> {
    match entry.draft.body {
        Body::Booking(booking) | Body::Change(Change { to: booking, .. }) => Some(booking),
        _ => None,
    }
}

/// What has to be told of an appointment, and about which time; `chosen` is the minute that was chosen at the glass.
pub fn telling(due: &Due, chosen: Option<i64>) -> Option<(Tells, SlotId)> {
    let slot = due.one.slot?;
    // What the resident knows: what they were sent last, else what they chose.
    let knows = due.told.or(chosen).unwrap_or(i64::from(slot.minute()));
    Some(match due.one.state {
        // Of the time that they would come at.
        State::Cancelled => (Tells::Cancelled, u32::try_from(knows).map_or(slot, |minute| SlotId::new(slot.spreekuur(), minute))),
        _ if knows == i64::from(slot.minute()) => (Tells::Booked, slot),
        _ => (Tells::Moved, slot),
    })
}

/// The message in `language`, with these texts of the glass, about the time `slot`.
pub fn write(texts: &Library, language: Language, tells: Tells, slot: SlotId, teken: Option<Teken>) -> Message {
    let language = if texts.languages().any(|known| known == language) { language } else { Language::NL };
    let start = slot.start().with_timezone(&Amsterdam).naive_local();
    let when = Text::key("booked-when")
        .with("date", Arg::Text(times::start(times::date(start.date()))))
        .with("time", Arg::Text(times::time(start.time())));
    let subject = Text::key(match tells {
        Tells::Booked => "booked-title",
        Tells::Moved => "changed-title",
        Tells::Cancelled => "cancelled-by-us",
    });
    let called = teken.filter(|_| tells != Tells::Cancelled).map(|teken| {
        let name = Text::key(format!("teken-{}", teken.picture().word()));
        let name = name.with("number", Arg::Plain(format!("{:02}", teken.number())));
        Text::key("receipt-teken").with("teken", Arg::Text(name))
    });
    let old = (tells == Tells::Moved).then(|| Text::key("changed-old"));
    let all: Vec<Text> = [subject.clone(), when].into_iter().chain(old).chain(called).collect();
    // A space that holds number and month together on the glass would make a longer message of every sms.
    let say = |text: &Text| texts.say(language, text).replace('\u{a0}', " ");
    Message { subject: say(&subject), text: all.iter().map(say).collect::<Vec<_>>().join(" "), language }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::wording;
    use crate::entry::SpreekuurId;
    use std::collections::BTreeMap;

    /// Monday 30 November 2026, 10:30 in Lelystad.
    fn slot() -> SlotId {
        SlotId::at(SpreekuurId::new(7).unwrap(), "2026-11-30T09:30:00Z".parse().unwrap()).unwrap()
    }

    fn said(language: &str, tells: Tells, teken: Option<Teken>) -> Message {
        let language = language.parse().unwrap();
        write(&wording::library(&[language], &BTreeMap::new()).unwrap(), language, tells, slot(), teken)
    }

    fn text(language: &str, tells: Tells) -> String {
        said(language, tells, Teken::from_index(324).ok()).text
    }

    #[test]
    fn a_message_says_day_and_time_in_words() {
        assert_eq!(text("nl", Tells::Booked), "Uw afspraak staat vast. Maandag 30 november, half elf. Uw teken is Boom 27.");
        assert_eq!(
            text("nl", Tells::Moved),
            "Uw nieuwe tijd staat vast. Maandag 30 november, half elf. Kom niet meer op de oude tijd. Uw teken is Boom 27."
        );
        assert_eq!(text("nl", Tells::Cancelled), "Uw afspraak gaat niet door. Maandag 30 november, half elf.");
        assert_eq!(
            text("en", Tells::Booked),
            "Your appointment is fixed. Monday 30 November, half past ten. Your sign is Tree 27."
        );
    }

    #[test]
    fn every_language_of_the_glass_has_its_own_message_and_any_other_gets_dutch() {
        for tells in [Tells::Booked, Tells::Moved, Tells::Cancelled] {
            for language in ["en", "ar", "tr", "pl", "uk", "ti", "fa"] {
                let (said, dutch) = (said(language, tells, None), text("nl", tells));
                assert_eq!(said.language.code(), language);
                assert!(
                    !said.text.contains(&dutch[..12]) && !said.text.contains('-'),
                    "{language}: a key or Dutch: {}",
                    said.text
                );
            }
            assert_eq!(said("so", tells, None).language, Language::NL);
        }
    }

    #[test]
    fn a_message_does_not_print() {
        let said = said("nl", Tells::Booked, None);
        assert!(!format!("{said:?}").contains("november"));
    }
}
