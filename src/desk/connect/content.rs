//! What goes to another system: made from the opened entry by the site's choice, so that no connector can send what was not chosen.

use super::config::{Choice, ConnectConfig};
use crate::desk::pages::Say;
use crate::desk::store::entries::Listed;
use crate::entry::{Body, Change, Contact, Entry, EntryId, Goal, Language, Offering, Question, Teken, When, Words, Worry};
use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

/// What of one entry goes. Lives for one sending; its words, name and contact are wiped with it.
#[derive(Debug)]
pub struct Content {
    /// Its name: what the other system can recognise it by.
    pub id: EntryId,
    /// When it was left: by the kiosk's clock where that can be believed, else counted back from its arrival.
    pub left_at: DateTime<Utc>,
    /// What the resident is called by.
    pub teken: Option<Teken>,
    /// The resident's language.
    pub language: Language,
    /// Where a worker opens the card.
    pub link: String,
    /// How to reach the resident.
    pub contact: Option<Contact>,
    /// How the resident wants to be called.
    pub name: Option<Words<40>>,
    /// What it is about; none where the site did not choose so.
    pub topic: Option<About>,
    /// In own words; none where the site did not choose so.
    pub words: Option<Own>,
}

/// What it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// `question`, `worry`, `offering` or `wish`.
    pub sort: &'static str,
    /// The words of the tiles that were touched.
    pub tiles: Vec<&'static str>,
    /// The same in Dutch.
    pub text: String,
}

/// Own words. They do not print.
pub struct Own(pub Zeroizing<String>);

impl std::fmt::Debug for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Own({} chars)", self.0.chars().count())
    }
}

impl Content {
    /// Of an entry, by the site's choice.
    pub fn of(entry: Entry, listed: &Listed, choice: Choice, config: &ConnectConfig) -> Self {
        let topic = choice.topic.then(|| About::of(&entry.draft.body)).flatten();
        let words = choice.words.then(|| own_words(&entry.draft.body)).flatten();
        let (contact, name, page) = match entry.draft.body {
            Body::Question(it) => (it.contact, it.name, "kaart"),
            Body::Worry(it) => (it.contact, it.name, "kaart"),
            Body::Offering(it) => (it.contact, it.name, "kaart"),
            Body::Booking(it) | Body::Change(Change { to: it, .. }) => (it.contact, None, "afspraak"),
            Body::Call(_) | Body::Cancel(_) | Body::CheckIn(_) | Body::Rating(_) => (None, None, "kaart"),
        };
        Content {
            id: listed.id,
            left_at: left_at(listed),
            teken: listed.teken,
            language: listed.language,
            link: config.link(&format!("/{page}/{}", listed.id)),
            contact,
            name: name.filter(|name| !name.is_empty()),
            topic,
            words,
        }
    }

    /// "Boom 27".
    pub fn called(&self) -> String {
        called(self.teken)
    }

    /// The number and the address that were given.
    pub fn reach(&self) -> (Option<&str>, Option<&str>) {
        match &self.contact {
            Some(Contact::Call { number, .. } | Contact::Sms { number, .. } | Contact::VisitHome { number, .. }) => {
                (number.as_ref().map(|number| number.reveal()), None)
            }
            Some(Contact::Email { address }) => (None, address.as_ref().map(|address| address.reveal())),
            Some(Contact::VisitUs | Contact::Wait) | None => (None, None),
        }
    }

    /// What whoever makes contact must know, in Dutch, first things first: a number that is not safe is never sent without it.
    pub fn advice(&self) -> Vec<String> {
        let say = Say::Dutch;
        let Some(contact) = &self.contact else { return Vec::new() };
        let mut lines = vec![say.choice("contact-", contact.word())];
        let (number, address) = self.reach();
        let (when, voicemail, safe) = match contact {
            Contact::Call { when, voicemail, safe, .. } | Contact::VisitHome { when, voicemail, safe, .. } => {
                (*when, Some(*voicemail), *safe)
            }
            Contact::Sms { safe, .. } => (None, None, *safe),
            Contact::Email { .. } | Contact::VisitUs | Contact::Wait => (None, None, Some(true)),
        };
        if number.is_some() {
            match safe {
                Some(false) => lines.push(say.get("card-warn-safe-no")),
                None => lines.push(say.get("card-warn-safe-unknown")),
                Some(true) => {}
            }
            if voicemail == Some(false) {
                lines.push(say.get("card-warn-voicemail-no"));
            }
            if let Some(when) = when.filter(|when| *when != When::Any) {
                lines.push(format!("{}: {}", say.get("card-when"), say.choice("when-", when.word())));
            }
        } else if address.is_none() && contact.word() != "visit-us" && contact.word() != "wait" {
            lines.push(say.get(if contact.word() == "email" { "card-no-address" } else { "card-no-number" }));
        }
        lines
    }

    /// All of it as lines to be pasted, in Dutch.
    pub fn text(&self) -> Zeroizing<String> {
        let say = Say::Dutch;
        let mut lines: Vec<Zeroizing<String>> = vec![Zeroizing::new(format!("Inloop: {}", self.called()))];
        let mut add = |line: String| lines.push(Zeroizing::new(line));
        if let Some(about) = &self.topic {
            add(about.text.clone());
        }
        if let Some(name) = &self.name {
            add(format!("{}: {}", say.get("card-name"), name.reveal()));
        }
        let (number, address) = self.reach();
        if let Some(reach) = number.or(address) {
            add(reach.to_owned());
        }
        self.advice().into_iter().for_each(&mut add);
        add(format!("{}: {}", say.get("card-language"), say.language(self.language)));
        if let Some(words) = &self.words {
            add(words.0.to_string());
        }
        add(self.link.clone());
        let all: Vec<&str> = lines.iter().map(|line| line.as_str()).collect();
        Zeroizing::new(all.join("\n"))
    }
}

/// "Boom 27" in Dutch: systems of others have one language.
pub fn called(teken: Option<Teken>) -> String {
    let say = Say::Dutch;
    match teken {
        Some(teken) => format!("{} {:02}", say.choice("teken-", teken.picture().word()), teken.number()),
        None => say.get("card-without-teken"),
    }
}

fn left_at(listed: &Listed) -> DateTime<Utc> {
    let waited = chrono::TimeDelta::from_std(listed.waited).unwrap_or_default();
    let counted = listed.received_at.checked_sub_signed(waited).unwrap_or(listed.received_at);
    // Never in the future: hours are counted from it.
    if listed.left_at.trusted { listed.left_at.at.min(listed.received_at) } else { counted }
}

impl About {
    fn of(body: &Body) -> Option<Self> {
        let say = Say::Dutch;
        let about = |sort, text: String, tiles: Vec<&'static str>| Some(About { sort, tiles, text });
        match body {
            Body::Question(Question { topic, need, .. }) => {
                let text = topic.map_or_else(|| say.get("without-topic"), |topic| say.choice("topic-", topic.word()));
                let tiles = topic.map(|topic| topic.word()).into_iter().chain(need.map(|need| need.word()));
                about("question", text, tiles.collect())
            }
            Body::Worry(Worry { about: whom, sign, .. }) => {
                let tiles = whom.map(|whom| whom.word()).into_iter().chain(sign.map(|sign| sign.word()));
                about("worry", say.get("worry-topic"), tiles.collect())
            }
            Body::Offering(Offering { deeds, .. }) => {
                about("offering", say.get("offer-topic"), deeds.iter().map(|deed| deed.word()).collect())
            }
            Body::Booking(_) => about("wish", say.get("appointment-state-wish"), Vec::new()),
            Body::Call(_) | Body::Change(_) | Body::Cancel(_) | Body::CheckIn(_) | Body::Rating(_) => None,
        }
    }
}

fn own_words(body: &Body) -> Option<Own> {
    let (words, goal) = match body {
        Body::Question(Question { words, goal, .. }) => (words.as_ref(), goal.as_ref()),
        Body::Worry(Worry { words, .. }) => (words.as_ref(), None),
        _ => return None,
    };
    let goal = match goal {
        Some(Goal::Own(goal)) => Some(goal.reveal()),
        _ => None,
    };
    let parts: Vec<&str> = words.map(|words| words.reveal()).into_iter().chain(goal).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| Own(Zeroizing::new(parts.join("\n"))))
}
