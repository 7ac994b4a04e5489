//! An opened card, as it shows what was said, how to reach the resident, and what to mind when doing so.

use super::say::Say;
use crate::desk::messages::Message;
use crate::entry::{Body, Contact, Entry, Goal, Language, Offering, Question, Spoken, When, Words, Worry};
use crate::followup::Wanted;

/// What was inside the seal. Lives for one answer; the words are wiped with it.
#[derive(Debug)]
pub(crate) struct Open {
    left: Left,
    contact: Option<Contact>,
    name: Option<Words<40>>,
    say: Say,
    /// For the `lang` attribute of what the resident wrote.
    pub(crate) language_code: String,
    /// The language's name.
    pub(crate) language: String,
    /// What to mind, first things first.
    pub(crate) warnings: Vec<Mark>,
    /// What else is known about reaching the resident.
    pub(crate) facts: Vec<Fact>,
}

/// What was left, without name and contact, which are taken out of it.
#[derive(Debug)]
enum Left {
    Question(Question),
    Worry(Worry),
    Offering(Offering),
    /// An appointment: nothing but name and contact.
    Nothing,
}

/// A warning: a picture and a key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) icon: &'static str,
    pub(crate) key: &'static str,
}

/// A line of the contact block.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) icon: String,
    pub(crate) text: String,
}

/// The link that reaches the resident.
pub(crate) struct Reach {
    pub(crate) href: String,
    pub(crate) icon: &'static str,
    pub(crate) text: String,
}

/// One answer.
pub(crate) struct Told<'a> {
    /// The key of what was asked.
    pub(crate) key: &'static str,
    pub(crate) value: Value<'a>,
    /// Whether to mind it.
    pub(crate) look: bool,
}

/// What was answered.
pub(crate) enum Value<'a> {
    /// A tile, or that it was not said.
    Said(String),
    /// In own words.
    Own(&'a str),
}

impl Open {
    /// Of a question, a worry or an offer; none where the entry is something else.
    pub(crate) fn of(entry: Entry, say: Say) -> Option<Self> {
        let (left, contact, name) = match entry.draft.body {
            Body::Question(mut it) => {
                let (contact, name) = (it.contact.take(), it.name.take());
                (Left::Question(it), contact, name)
            }
            Body::Worry(mut it) => {
                let (contact, name) = (it.contact.take(), it.name.take());
                (Left::Worry(it), contact, name)
            }
            Body::Offering(mut it) => {
                let (contact, name) = (it.contact.take(), it.name.take());
                (Left::Offering(it), contact, name)
            }
            _ => return None,
        };
        Some(Self::with(left, contact, name, entry.draft.language, say))
    }

    /// Of an appointment: only how to reach the resident, and by what name.
    pub(crate) fn reaching(contact: Option<Contact>, name: Option<Words<40>>, language: Language, say: Say) -> Self {
        Self::with(Left::Nothing, contact, name, language, say)
    }

    fn with(left: Left, contact: Option<Contact>, name: Option<Words<40>>, language: Language, say: Say) -> Self {
        let mut open = Open {
            left,
            contact,
            name,
            say,
            language_code: language.code().to_owned(),
            language: say.language(language),
            warnings: Vec::new(),
            facts: Vec::new(),
        };
        open.mind();
        open
    }

    /// The tile that was chosen for what the resident wants to reach.
    pub(crate) fn wanted(&self) -> Option<Wanted> {
        match &self.left {
            Left::Question(Question { goal: Some(goal), .. }) => Some(Wanted::from_word(goal.word()).unwrap_or(Wanted::Other)),
            _ => None,
        }
    }

    /// What to say where own words were asked for and there are none; none where they were not asked for.
    pub(crate) fn without_words(&self) -> Option<&'static str> {
        match self.left {
            Left::Question(_) => Some("card-no-words"),
            Left::Worry(_) => Some("worry-no-words"),
            Left::Offering(_) | Left::Nothing => None,
        }
    }

    /// What was told in own words.
    pub(crate) fn words(&self) -> Option<&str> {
        let words = match &self.left {
            Left::Question(question) => question.words.as_ref(),
            Left::Worry(worry) => worry.words.as_ref(),
            Left::Offering(_) | Left::Nothing => None,
        };
        words.filter(|words| !words.is_empty()).map(|words| words.reveal())
    }

    /// What was said instead, or beside it.
    pub(crate) fn spoken(&self) -> Option<Spoken> {
        match &self.left {
            Left::Question(question) => question.spoken,
            Left::Worry(_) | Left::Offering(_) | Left::Nothing => None,
        }
    }

    /// How the resident wants to be called.
    pub(crate) fn called(&self) -> Option<&str> {
        self.name.as_ref().filter(|name| !name.is_empty()).map(|name| name.reveal())
    }

    /// What was asked and answered beside that, in the order of the glass.
    pub(crate) fn told(&self) -> Vec<Told<'_>> {
        match &self.left {
            Left::Question(Question { need, goal, .. }) => {
                let goal = match goal {
                    Some(Goal::Own(words)) => Value::Own(words.reveal()),
                    goal => self.said("goal-", goal.as_ref().map(Goal::word)),
                };
                vec![told("card-need", self.said("need-", need.map(|need| need.word()))), told("card-goal", goal)]
            }
            Left::Worry(Worry { about, sign, knows, .. }) => {
                let knows = knows.map(|knows| if knows { "yes" } else { "no" });
                vec![
                    told("worry-about", self.said("about-", about.map(|about| about.word()))),
                    told("worry-sign", self.said("sign-", sign.map(|sign| sign.word()))),
                    // Whoever calls must not give away what the other does not know.
                    Told { look: knows != Some("yes"), ..told("worry-knows", self.said("knows-", knows)) },
                ]
            }
            Left::Offering(Offering { deeds, free, .. }) => {
                let deeds: Vec<String> = deeds.iter().map(|deed| self.say.choice("deed-", deed.word())).collect();
                let deeds = if deeds.is_empty() { self.say.get("card-not-said") } else { deeds.join(", ") };
                vec![
                    told("offer-deeds", Value::Said(deeds)),
                    told("offer-free", self.said("free-", free.map(|free| free.word()))),
                ]
            }
            Left::Nothing => Vec::new(),
        }
    }

    fn said(&self, prefix: &str, word: Option<&str>) -> Value<'static> {
        Value::Said(word.map_or_else(|| self.say.get("card-not-said"), |word| self.say.choice(prefix, word)))
    }

    /// How to reach the resident from this page.
    pub(crate) fn reach(&self) -> Option<Reach> {
        let call = |number: &str| Reach {
            href: format!("tel:{number}"),
            icon: "phone",
            text: self.say.with("card-call-number", "number", spaced(number)),
        };
        match self.contact.as_ref()? {
            Contact::Call { number, .. } | Contact::VisitHome { number, .. } => {
                number.as_ref().map(|number| call(number.reveal()))
            }
            Contact::Sms { number, .. } => number.as_ref().map(|number| Reach {
                href: format!("sms:{}", number.reveal()),
                icon: "contact-sms",
                text: self.say.with("card-sms-number", "number", spaced(number.reveal())),
            }),
            Contact::Email { address } => address.as_ref().map(|address| Reach {
                href: mailto(address.reveal()),
                icon: "mail",
                text: self.say.with("card-mail", "address", address.reveal()),
            }),
            Contact::VisitUs | Contact::Wait => None,
        }
    }

    /// The link that opens a ready message to the resident; none where what was left reaches nobody by a message.
    pub(crate) fn writes(&self, message: &Message) -> Option<Reach> {
        let body = encoded(&message.text);
        match self.contact.as_ref()? {
            Contact::Sms { number, .. } => number.as_ref().map(|number| Reach {
                // "?&" is what both sorts of telephone read: one wants the first sign, one the second.
                href: format!("sms:{}?&body={body}", number.reveal()),
                icon: "contact-sms",
                text: self.say.with("card-sms-number", "number", spaced(number.reveal())),
            }),
            Contact::Email { address } => address.as_ref().map(|address| Reach {
                href: format!("{}?subject={}&body={body}", mailto(address.reveal()), encoded(&message.subject)),
                icon: "mail",
                text: self.say.with("card-mail", "address", address.reveal()),
            }),
            Contact::Call { .. } | Contact::VisitHome { .. } | Contact::VisitUs | Contact::Wait => None,
        }
    }

    fn mind(&mut self) {
        // Taken out for a moment, so that what it says can be written beside it.
        let contact = self.contact.take();
        match &contact {
            None => self.fact("contact-call", "card-not-said"),
            Some(Contact::Call { number, when, voicemail, safe }) => {
                self.mind_phone(number.is_some(), *when, Some(*voicemail), *safe)
            }
            Some(Contact::VisitHome { number, when, voicemail, safe }) => {
                self.fact("contact-visit-home", "card-home-first");
                self.mind_phone(number.is_some(), *when, Some(*voicemail), *safe);
            }
            Some(Contact::Sms { number, safe }) => {
                self.mind_phone(number.is_some(), None, None, *safe);
                if number.is_some() {
                    self.fact("contact-sms", "card-sms-by-hand");
                }
            }
            Some(Contact::Email { address: None }) => self.fact("contact-email", "card-no-address"),
            Some(Contact::Email { address: Some(_) }) => {}
            Some(Contact::VisitUs) => self.fact("contact-visit-us", "card-comes-by"),
            Some(Contact::Wait) => self.fact("contact-wait", "card-waits-here"),
        }
        self.contact = contact;
    }

    fn mind_phone(&mut self, number: bool, when: Option<When>, voicemail: Option<bool>, safe: Option<bool>) {
        if !number {
            self.fact("phone", "card-no-number");
            return;
        }
        match safe {
            Some(false) => self.warnings.push(Mark { icon: "safe", key: "card-warn-safe-no" }),
            None => self.warnings.push(Mark { icon: "safe", key: "card-warn-safe-unknown" }),
            Some(true) => self.fact("safe", "card-ok-safe"),
        }
        match voicemail {
            Some(false) => self.warnings.push(Mark { icon: "voicemail", key: "card-warn-voicemail-no" }),
            // A voice message on a number that is not known to be safe may be heard by somebody else.
            Some(true) if safe == Some(true) => self.fact("voicemail", "card-ok-voicemail"),
            Some(true) | None => {}
        }
        if let Some(when) = when {
            let text = format!("{}: {}", self.say.get("card-when"), self.say.choice("when-", when.word()));
            self.facts.push(Fact { icon: "clock".into(), text });
        }
    }

    fn fact(&mut self, icon: &str, key: &str) {
        self.facts.push(Fact { icon: icon.to_owned(), text: self.say.get(key) });
    }
}

fn told<'a>(key: &'static str, value: Value<'a>) -> Told<'a> {
    Told { key, value, look: false }
}

/// A Dutch mobile number as people say it; any other as it is dialled.
fn spaced(number: &str) -> String {
    match number.as_bytes() {
        [b'0', b'6', rest @ ..] if rest.len() == 8 => {
            let pairs: Vec<&str> = (0..5).map(|pair| &number[2 * pair..2 * pair + 2]).collect();
            pairs.join(" ")
        }
        _ => number.to_owned(),
    }
}

/// The address with everything encoded that could end it and begin a subject, a copy or another address.
fn mailto(address: &str) -> String {
    format!("mailto:{}", encoded(address))
}

/// As it may stand in an address of any kind.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'@' => encoded.push(char::from(byte)),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Stamp;
    use crate::entry::{Draft, EmailAddress, EntryId, Epoch, Header, KioskId, Language, PhoneNumber, Sequence};

    fn opened(contact: Contact) -> Open {
        let header = Header {
            id: EntryId::new(1_800_000_000_000, [1; 10]),
            kiosk: KioskId::new(1).unwrap(),
            epoch: Epoch::FIRST,
            sequence: Sequence::new(1).unwrap(),
        };
        let left_at = Stamp { at: chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap(), trusted: true };
        let body = Body::Question(Question { contact: Some(contact), ..Question::default() });
        Open::of(
            Entry {
                header,
                left_at,
                teken: None,
                recognition: None,
                draft: Draft { language: Language::NL, body, recording: None },
            },
            Say::Dutch,
        )
        .unwrap()
    }

    fn call(voicemail: bool, safe: Option<bool>) -> Open {
        opened(Contact::Call { number: PhoneNumber::parse("06 12345678").ok(), when: Some(When::Morning), voicemail, safe })
    }

    fn warnings(open: &Open) -> Vec<&str> {
        open.warnings.iter().map(|mark| mark.key).collect()
    }

    #[test]
    fn a_number_that_is_not_safe_warns_before_anything_else() {
        assert_eq!(warnings(&call(false, Some(false))), ["card-warn-safe-no", "card-warn-voicemail-no"]);
        assert_eq!(warnings(&call(false, None)), ["card-warn-safe-unknown", "card-warn-voicemail-no"]);
        assert!(warnings(&call(true, Some(true))).is_empty());
    }

    #[test]
    fn a_voicemail_is_never_encouraged_on_a_number_that_may_not_be_safe() {
        let may = Say::Dutch.get("card-ok-voicemail");
        assert!(call(true, Some(true)).facts.iter().any(|fact| fact.text == may));
        for safe in [None, Some(false)] {
            assert!(!call(true, safe).facts.iter().any(|fact| fact.text == may), "{safe:?}");
        }
    }

    #[test]
    fn a_number_is_called_as_it_is_dialled_and_read_as_it_is_said() {
        let reach = call(false, None).reach().unwrap();
        assert_eq!(reach.href, "tel:0612345678");
        assert_eq!(reach.text, "Bel 06 12 34 56 78");
    }

    #[test]
    fn an_address_cannot_add_a_copy_or_a_subject_to_the_mail() {
        let open = opened(Contact::Email { address: EmailAddress::parse("jan?bcc=eva@example.nl").ok() });
        assert_eq!(open.reach().unwrap().href, "mailto:jan%3Fbcc%3Deva@example.nl");
    }

    #[test]
    fn an_opened_question_prints_none_of_its_words() {
        let shown = format!("{:?}", call(false, None));
        assert!(!shown.contains("0612345678"), "{shown}");
    }
}
