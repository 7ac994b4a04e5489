//! The answers of the flows. Each enum's wire name and its key in texts and icons are the same word.

use super::recording::Spoken;
use super::text::{EmailAddress, PhoneNumber, Words};
use super::{EntryId, Grant, Secret, Teken};
use serde::{Deserialize, Serialize};

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum $name { $(#[serde(rename = $word)] $variant),+ }

        impl $name {
            /// All, in the order in which the glass offers them.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word on the wire, in texts and of the icon.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// From that word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|answer| answer.word() == word)
            }
        }
    };
}

choices! {
    /// "Waar gaat het over?" One optional choice: asking for life domains is unlawful.
    Topic {
        Money = "money", Letters = "letters", Work = "work", Learning = "learning", Home = "home", Neighbours = "neighbours",
        Relation = "relation", Children = "children", Health = "health", Feelings = "feelings", Meeting = "meeting", Else = "else",
    }
}

choices! {
    /// "Wat heeft u nu nodig?"
    Need { Explain = "explain", Papers = "papers", Talk = "talk", Plan = "plan", Urgent = "urgent", Unsure = "unsure" }
}

choices! {
    /// "Wanneer mogen wij bellen?"
    When { Morning = "morning", Afternoon = "afternoon", Evening = "evening", Any = "any" }
}

choices! {
    /// Why somebody is wanted in the hall now.
    CallReason {
        // The Hulp button: help with the machine, or whatever it is.
        Help = "help",
        // "Ik wil nu iemand spreken."
        TalkNow = "talk-now",
        // "Snel hulp, het kan niet wachten."
        Urgent = "urgent",
        // "Ik wacht hier" at the end of a question.
        Waiting = "waiting",
    }
}

choices! {
    /// "Om wie maakt u zich zorgen?" Never who: no name and no address is asked.
    About { Neighbour = "neighbour", Family = "family", Friend = "friend", Child = "child", Else = "else" }
}

choices! {
    /// "Waar denkt u aan?"
    Sign {
        Alone = "alone", Food = "food", Mess = "mess", Fights = "fights", Money = "money", Confused = "confused", Unsure = "unsure",
    }
}

choices! {
    /// "Wat wilt u doen?" voor de buurt.
    Deed {
        Neighbours = "neighbours", Meal = "meal", Jobs = "jobs", Explain = "explain", Start = "start", Think = "think",
        Unsure = "unsure",
    }
}

choices! {
    /// "Wanneer heeft u tijd?"
    Free { Morning = "morning", Afternoon = "afternoon", Evening = "evening", Weekend = "weekend", Any = "any" }
}

choices! {
    /// "Hoe was het?" The best last: the word is how many of the five.
    Face { One = "1", Two = "2", Three = "3", Four = "4", Five = "5" }
}

choices! {
    /// "Wie wilt u spreken?"
    Whom {
        Team = "team", Police = "police", Municipality = "municipality", Housing = "housing", Street = "street", Unsure = "unsure",
    }
}

/// "Hoe wilt u contact?" What each way needs; a number or address may be skipped.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Contact {
    /// "Bel mij".
    Call {
        /// Where.
        number: Option<PhoneNumber>,
        /// When.
        when: Option<When>,
        /// Whether a message may be left; no, unless chosen.
        voicemail: bool,
        /// "Is dit nummer veilig?" Not answered is not yes.
        safe: Option<bool>,
    },
    /// "Stuur een sms": a worker writes it by hand.
    Sms {
        /// Where.
        number: Option<PhoneNumber>,
        /// "Is dit nummer veilig?"
        safe: Option<bool>,
    },
    /// "Stuur een e-mail".
    Email {
        /// Where.
        address: Option<EmailAddress>,
    },
    /// "Ik kom zelf langs".
    VisitUs,
    /// "Kom bij mij thuis": agreed by phone first; no address is asked.
    VisitHome {
        /// Where to agree it.
        number: Option<PhoneNumber>,
        /// When to call.
        when: Option<When>,
        /// Whether a message may be left.
        voicemail: bool,
        /// "Is dit nummer veilig?"
        safe: Option<bool>,
    },
    /// "Ik wacht hier".
    Wait,
}

impl Contact {
    /// The word of the way, as on the wire, in texts and of the icon.
    pub fn word(&self) -> &'static str {
        match self {
            Contact::Call { .. } => "call",
            Contact::Sms { .. } => "sms",
            Contact::Email { .. } => "email",
            Contact::VisitUs => "visit-us",
            Contact::VisitHome { .. } => "visit-home",
            Contact::Wait => "wait",
        }
    }

    /// The number that was given.
    pub fn number(&self) -> Option<&PhoneNumber> {
        match self {
            Contact::Call { number, .. } | Contact::Sms { number, .. } | Contact::VisitHome { number, .. } => number.as_ref(),
            Contact::Email { .. } | Contact::VisitUs | Contact::Wait => None,
        }
    }

    /// True where somebody of the team can reach the resident by what was given.
    pub fn reaches(&self) -> bool {
        match self {
            Contact::Email { address } => address.is_some(),
            _ => self.number().is_some(),
        }
    }
}

/// "Wat wilt u bereiken?" A tile or own words.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Goal {
    Rest,
    Overview,
    Money,
    Home,
    People,
    Unsure,
    /// In the resident's own words.
    Own(Words<80>),
}

impl Goal {
    /// The word of the tile, as on the wire, in texts and of the icon; `own` for own words.
    pub fn word(&self) -> &'static str {
        match self {
            Goal::Rest => "rest",
            Goal::Overview => "overview",
            Goal::Money => "money",
            Goal::Home => "home",
            Goal::People => "people",
            Goal::Unsure => "unsure",
            Goal::Own(_) => "own",
        }
    }
}

/// "Ik heb een vraag". Nothing in it is required.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What it is about.
    pub topic: Option<Topic>,
    /// What is needed now.
    pub need: Option<Need>,
    /// The question in own words: "Kort is goed", 280 characters.
    pub words: Option<Words<280>>,
    /// The question as it was said; the sound travels beside the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<Spoken>,
    /// How to reach the resident.
    pub contact: Option<Contact>,
    /// "Hoe mogen wij u noemen?" Any name will do.
    pub name: Option<Words<40>>,
    /// What the resident wants to reach.
    pub goal: Option<Goal>,
}

/// "Ik wil een afspraak". No topic is asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// With whom.
    pub whom: Whom,
    /// The time, which this kiosk had the right to give; none for a wish: the team calls to agree on one.
    pub time: Option<Grant>,
    /// "Wilt u een bericht?", or where to agree on a time; none where the ticket is enough.
    pub contact: Option<Contact>,
}

/// "Andere tijd": another time in place of the one that the resident showed the QR code of.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What the resident's QR code held.
    pub code: Secret,
    /// The other time.
    pub to: Booking,
}

/// "Ik kom niet".
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    /// What the resident's QR code held.
    pub code: Secret,
}

/// "Ik ben er".
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckIn {
    /// The appointment, as today's list names it.
    pub booking: EntryId,
    /// By what the glass called the resident: whom staff look for where the desk does not know the appointment.
    pub teken: Option<Teken>,
}

/// "Ik maak me zorgen om iemand". Nothing in it is required, and nothing says who the other is.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worry {
    /// True where the resident said that there is danger now.
    pub danger: Option<bool>,
    /// About whom.
    pub about: Option<About>,
    /// What the resident thinks of.
    pub sign: Option<Sign>,
    /// "Weet deze persoon dat u hier bent?"
    pub knows: Option<bool>,
    /// More in own words: 280 characters.
    pub words: Option<Words<280>>,
    /// How to reach the resident, with whom the team talks first.
    pub contact: Option<Contact>,
    /// "Hoe mogen wij u noemen?"
    pub name: Option<Words<40>>,
}

/// "Ik wil iets doen voor de buurt".
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offering {
    /// What; several.
    pub deeds: Vec<Deed>,
    /// When there is time.
    pub free: Option<Free>,
    /// How to reach the resident.
    pub contact: Option<Contact>,
    /// "Hoe mogen wij u noemen?"
    pub name: Option<Words<40>>,
}

/// "Hoe was het?" Anonymous: tied to no card and no teken.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// One of five faces.
    pub face: Face,
    /// Where it was given.
    pub mark: Option<Mark>,
}

/// A mark of 1 to 10, comparable with the 7.8 that the residents of Utrecht gave their teams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Mark(u8);

/// No mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mark is a number from 1 to 10")]
pub struct NotAMark;

impl Mark {
    /// All, the lowest first.
    pub fn all() -> impl Iterator<Item = Mark> {
        (1..=10).map(Mark)
    }

    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Mark {
    type Error = NotAMark;
    fn try_from(number: u8) -> Result<Self, NotAMark> {
        if (1..=10).contains(&number) { Ok(Mark(number)) } else { Err(NotAMark) }
    }
}

impl From<Mark> for u8 {
    fn from(mark: Mark) -> u8 {
        mark.0
    }
}
