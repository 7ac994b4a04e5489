//! What the resident has answered so far. Own words stand here and nowhere else, and move out whole.

use super::find::TEKEN_DIGITS;
use super::site::Way;
use crate::entry::{
    About, Contact, Deed, EmailAddress, Face, Free, Goal, Mark, Need, Offering, PhoneNumber, Question, Recording, Sign, Topic,
    When, Words, Worry, find_bsn, looks_like_bsn,
};

/// A field of own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Words,
    Number,
    Email,
    Name,
    Goal,
    /// The two digits of a teken.
    Teken,
}

impl Field {
    pub(super) const ALL: [Field; 6] = [Field::Words, Field::Number, Field::Email, Field::Name, Field::Goal, Field::Teken];
}

/// The tiles of "Wat wilt u bereiken?"; own words are a field of their own.
pub(super) const GOALS: [&str; 6] = ["rest", "overview", "money", "home", "people", "unsure"];

/// The longest phone number: + and 15 digits.
const NUMBER_MAX: usize = 16;

#[derive(Debug)]
pub(super) struct Answers {
    pub(super) topic: Option<Topic>,
    pub(super) need: Option<Need>,
    pub(super) way: Option<Way>,
    pub(super) when: Option<When>,
    pub(super) voicemail: Option<bool>,
    pub(super) safe: Option<bool>,
    /// One of [`GOALS`].
    pub(super) goal: Option<&'static str>,
    pub(super) danger: Option<bool>,
    pub(super) about: Option<About>,
    pub(super) sign: Option<Sign>,
    pub(super) knows: Option<bool>,
    /// "Mogen wij u bellen?"
    pub(super) may_call: Option<bool>,
    /// In the order in which they were chosen.
    pub(super) deeds: Vec<Deed>,
    pub(super) free: Option<Free>,
    pub(super) face: Option<Face>,
    pub(super) mark: Option<Mark>,
    /// The question as it was said.
    pub(super) recording: Option<Recording>,
    words: Words<280>,
    number: Words<NUMBER_MAX>,
    email: Words<{ EmailAddress::MAX }>,
    name: Words<40>,
    goal_words: Words<80>,
    teken: Words<TEKEN_DIGITS>,
    /// Fields of which the resident said "Laat staan" since they were last changed.
    left_standing: [bool; 6],
}

impl Answers {
    pub(super) fn none() -> Self {
        Answers {
            topic: None,
            need: None,
            way: None,
            when: None,
            voicemail: None,
            safe: None,
            goal: None,
            danger: None,
            about: None,
            sign: None,
            knows: None,
            may_call: None,
            deeds: Vec::new(),
            free: None,
            face: None,
            mark: None,
            recording: None,
            words: Words::empty(),
            number: Words::empty(),
            email: Words::empty(),
            name: Words::empty(),
            goal_words: Words::empty(),
            teken: Words::empty(),
            left_standing: [false; 6],
        }
    }

    pub(super) fn own(&self, field: Field) -> &str {
        match field {
            Field::Words => self.words.reveal(),
            Field::Number => self.number.reveal(),
            Field::Email => self.email.reveal(),
            Field::Name => self.name.reveal(),
            Field::Goal => self.goal_words.reveal(),
            Field::Teken => self.teken.reveal(),
        }
    }

    pub(super) fn is_empty(&self, field: Field) -> bool {
        self.own(field).trim().is_empty()
    }

    /// Characters in the field, and the most it takes.
    pub(super) fn room(&self, field: Field) -> (usize, usize) {
        match field {
            Field::Words => (self.words.count(), Words::<280>::MAX),
            Field::Number => (self.number.count(), NUMBER_MAX),
            Field::Email => (self.email.count(), EmailAddress::MAX),
            Field::Name => (self.name.count(), Words::<40>::MAX),
            Field::Goal => (self.goal_words.count(), Words::<80>::MAX),
            Field::Teken => (self.teken.count(), TEKEN_DIGITS),
        }
    }

    /// A full field, or one that has no place for such a character, stays as it is: the counter shows why.
    pub(super) fn push(&mut self, field: Field, c: char) {
        self.left_standing[field as usize] = false;
        let _full = match field {
            Field::Words => self.words.push(c),
            Field::Number if c.is_ascii_digit() || (c == '+' && self.number.count() == 0) => self.number.push(c),
            Field::Email if c.is_ascii_graphic() => self.email.push(c),
            Field::Name if c != '\n' => self.name.push(c),
            Field::Goal if c != '\n' => self.goal_words.push(c),
            Field::Teken if c.is_ascii_digit() => self.teken.push(c),
            Field::Number | Field::Email | Field::Name | Field::Goal | Field::Teken => Ok(()),
        };
    }

    pub(super) fn pop(&mut self, field: Field) {
        self.left_standing[field as usize] = false;
        match field {
            Field::Words => self.words.pop(),
            Field::Number => self.number.pop(),
            Field::Email => self.email.pop(),
            Field::Name => self.name.pop(),
            Field::Goal => self.goal_words.pop(),
            Field::Teken => self.teken.pop(),
        }
    }

    pub(super) fn clear(&mut self, field: Field) {
        self.left_standing[field as usize] = false;
        match field {
            Field::Words => self.words = Words::empty(),
            Field::Number => self.number = Words::empty(),
            Field::Email => self.email = Words::empty(),
            Field::Name => self.name = Words::empty(),
            Field::Goal => self.goal_words = Words::empty(),
            Field::Teken => self.teken = Words::empty(),
        }
    }

    pub(super) fn number_is_none(&self) -> bool {
        !self.is_empty(Field::Number) && PhoneNumber::parse(self.number.reveal()).is_err()
    }

    pub(super) fn email_is_none(&self) -> bool {
        !self.is_empty(Field::Email) && EmailAddress::parse(self.email.reveal()).is_err()
    }

    /// True where the team could reach the resident by what has been answered.
    pub(super) fn reaches(&self) -> bool {
        match self.way {
            Some(Way::Call | Way::Sms | Way::VisitHome) => PhoneNumber::parse(self.number.reveal()).is_ok(),
            Some(Way::Email) => EmailAddress::parse(self.email.reveal()).is_ok(),
            Some(Way::VisitUs | Way::Wait) | None => false,
        }
    }

    /// A field that would be handed in, looks like a BSN, and has not been left standing. A phone number has never nine digits.
    pub(super) fn asks_about_bsn(&self) -> Option<Field> {
        Field::ALL.into_iter().find(|field| self.field_asks_about_bsn(*field))
    }

    pub(super) fn field_asks_about_bsn(&self, field: Field) -> bool {
        let handed_in = match field {
            Field::Words | Field::Name | Field::Goal => true,
            Field::Number | Field::Teken => false,
            Field::Email => self.way == Some(Way::Email),
        };
        handed_in && !self.left_standing[field as usize] && looks_like_bsn(self.own(field))
    }

    pub(super) fn leave_standing(&mut self, field: Field) {
        self.left_standing[field as usize] = true;
    }

    pub(super) fn take_bsn_away(&mut self, field: Field) {
        match field {
            Field::Words => take_bsn_from(&mut self.words),
            Field::Number => take_bsn_from(&mut self.number),
            Field::Email => take_bsn_from(&mut self.email),
            Field::Name => take_bsn_from(&mut self.name),
            Field::Goal => take_bsn_from(&mut self.goal_words),
            Field::Teken => take_bsn_from(&mut self.teken),
        }
    }

    pub(super) fn hold_no_words(&self) -> bool {
        self.recording.is_none() && Field::ALL.into_iter().all(|field| self.own(field).is_empty())
    }

    /// The way of contact with what it needs.
    fn contact(&self) -> Option<Contact> {
        let number = || PhoneNumber::parse(self.number.reveal()).ok();
        let (when, voicemail, safe) = (self.when, self.voicemail == Some(true), self.safe);
        self.way.map(|way| match way {
            Way::Call => Contact::Call { number: number(), when, voicemail, safe },
            Way::Sms => Contact::Sms { number: number(), safe },
            Way::Email => Contact::Email { address: EmailAddress::parse(self.email.reveal()).ok() },
            Way::VisitUs => Contact::VisitUs,
            Way::VisitHome => Contact::VisitHome { number: number(), when, voicemail, safe },
            Way::Wait => Contact::Wait,
        })
    }

    /// What an appointment asks; a briefje is enough where none was chosen.
    pub(super) fn into_contact(self) -> Option<Contact> {
        self.contact()
    }

    /// What was said goes beside the question.
    pub(super) fn into_question(self) -> (Question, Option<Recording>) {
        let some = |empty: bool| !empty;
        let contact = self.contact();
        let goal = match self.goal {
            None if self.goal_words.is_empty() => None,
            None => Some(Goal::Own(self.goal_words)),
            Some("rest") => Some(Goal::Rest),
            Some("overview") => Some(Goal::Overview),
            Some("money") => Some(Goal::Money),
            Some("home") => Some(Goal::Home),
            Some("people") => Some(Goal::People),
            Some(_) => Some(Goal::Unsure),
        };
        let question = Question {
            topic: self.topic,
            need: self.need,
            words: some(self.words.is_empty()).then_some(self.words),
            spoken: self.recording.as_ref().map(Recording::spoken),
            contact,
            name: some(self.name.is_empty()).then_some(self.name),
            goal,
        };
        (question, self.recording)
    }

    pub(super) fn into_worry(self) -> Worry {
        let contact = self.contact();
        let Answers { danger, about, sign, knows, words, name, .. } = self;
        let words = (!words.is_empty()).then_some(words);
        let name = (!name.is_empty()).then_some(name);
        Worry { danger, about, sign, knows, words, contact, name }
    }

    pub(super) fn into_offering(self) -> Offering {
        let contact = self.contact();
        let Answers { deeds, free, name, .. } = self;
        Offering { deeds, free, contact, name: (!name.is_empty()).then_some(name) }
    }

    /// The answers of a worry that could not be kept.
    pub(super) fn back_from_worry(worry: Worry) -> Self {
        let Worry { danger, about, sign, knows, words, contact, name } = worry;
        let answers = Answers::back_from_contact(contact);
        Answers {
            danger,
            about,
            sign,
            knows,
            may_call: answers.way.map(|_| true),
            words: words.unwrap_or_else(Words::empty),
            name: name.unwrap_or_else(Words::empty),
            ..answers
        }
    }

    /// The answers of an offer that could not be kept.
    pub(super) fn back_from_offering(offering: Offering) -> Self {
        let Offering { deeds, free, contact, name } = offering;
        let answers = Answers::back_from_contact(contact);
        Answers { deeds, free, name: name.unwrap_or_else(Words::empty), ..answers }
    }

    /// The same of an appointment that could not be kept.
    pub(super) fn back_from_contact(contact: Option<Contact>) -> Self {
        let mut answers = Answers::none();
        let mut number_back = |number: Option<PhoneNumber>| {
            for c in number.iter().flat_map(|number| number.reveal().chars()) {
                answers.push(Field::Number, c);
            }
        };
        match contact {
            None => {}
            Some(Contact::Call { number, when, voicemail, safe }) => {
                number_back(number);
                (answers.way, answers.when, answers.voicemail, answers.safe) = (Some(Way::Call), when, Some(voicemail), safe);
            }
            Some(Contact::Sms { number, safe }) => {
                number_back(number);
                (answers.way, answers.safe) = (Some(Way::Sms), safe);
            }
            Some(Contact::Email { address }) => {
                answers.way = Some(Way::Email);
                for c in address.iter().flat_map(|address| address.reveal().chars()) {
                    answers.push(Field::Email, c);
                }
            }
            Some(Contact::VisitUs) => answers.way = Some(Way::VisitUs),
            Some(Contact::VisitHome { number, when, voicemail, safe }) => {
                number_back(number);
                (answers.way, answers.when, answers.voicemail, answers.safe) =
                    (Some(Way::VisitHome), when, Some(voicemail), safe);
            }
            Some(Contact::Wait) => answers.way = Some(Way::Wait),
        }
        // The resident has been asked already; asking again would look like a second fault.
        answers.left_standing = [true; 6];
        answers
    }

    /// The answers of a question that could not be kept.
    pub(super) fn back_from(question: Question, recording: Option<Recording>) -> Self {
        let mut answers = Answers { recording, ..Answers::back_from_contact(question.contact) };
        (answers.topic, answers.need) = (question.topic, question.need);
        match question.goal {
            None => {}
            Some(Goal::Own(words)) => answers.goal_words = words,
            Some(tile) => answers.goal = GOALS.into_iter().find(|goal| *goal == tile.word()),
        }
        if let Some(words) = question.words {
            answers.words = words;
        }
        if let Some(name) = question.name {
            answers.name = name;
        }
        answers
    }
}

/// Takes the digits of every number away that passes the elfproef; see [`find_bsn`].
fn take_bsn_from<const MAX: usize>(words: &mut Words<MAX>) {
    // What stands around one may be one when it is gone.
    while let Some(bsn) = find_bsn(words.reveal()) {
        let mut kept = Words::empty();
        for (at, c) in words.reveal().char_indices() {
            if !bsn.contains(&at) || !c.is_ascii_digit() {
                // Shorter than what fitted before.
                let _fits = kept.push(c);
            }
        }
        *words = kept;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn without_bsn(words: &str) -> String {
        let mut words = Words::<280>::new(words).unwrap();
        take_bsn_from(&mut words);
        words.reveal().to_owned()
    }

    #[test]
    fn only_the_number_is_taken_away() {
        let words = "Ik heb 2 kinderen. Mijn nummer is 1234 56 782, bel 0612345678";
        assert_eq!(without_bsn(words), "Ik heb 2 kinderen. Mijn nummer is   , bel 0612345678");
        assert_eq!(without_bsn("huis 12 123456782, 06-12345678"), "huis 12 , 06-12345678");
    }

    proptest! {
        #[test]
        fn nothing_that_passes_the_elfproef_is_left(text in "[0-9a ,.-]{0,60}") {
            prop_assert!(!looks_like_bsn(&without_bsn(&text)));
        }
    }
}
