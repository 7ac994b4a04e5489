//! The life of a card at the desk: who picked it up, what was looked at first, what was planned, how it ended, and when somebody
//! calls again.
//!
//! - What workers do is written down as [`Act`]s and never changed; a [`Card`] is what they add up to. So a card always says what
//!   is true, whoever asks, and taking something back is one more act.
//! - [`Card::may`] says whether an act is possible now, and if not, why, for the worker to read. Two who act at once are told apart
//!   by who comes first: the second meets the card as the first left it.
//! - Nothing here counts what a worker did, and nobody can assign: a colleague can be asked, and can say no.
//!
//! Days are the post's own local days; which of them are working days is the caller's to know. No act holds a word of a resident.

mod card;
mod rules;

pub use card::{CallBack, Called, Card, Closed, Opened, Pace, Stage};
pub use rules::No;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A worker's number at the desk.
pub type WorkerId = i32;
/// A team's number at the desk.
pub type TeamId = i32;

/// Workers who may be on one card: the one who picks it up, and one who comes along.
pub const PLACES: usize = 2;
/// What stays in the desk can be taken back for so long: time to see that it was the wrong button.
pub const UNDO_WITHIN: Duration = Duration::from_secs(30);
/// Nothing is planned further ahead: what is later is a call-back.
pub const PLANNED_WITHIN_DAYS: i64 = 60;

/// What one worker did at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Who.
    pub worker: WorkerId,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
    /// What.
    pub act: Act,
}

/// What a worker can do with a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// "Ik pak dit op", or "Ik ga mee": the first free place.
    Claim,
    /// Gives the place back to all.
    Release,
    /// "Niet voor mij": it leaves this worker's lists, and nobody else's.
    Pass,
    /// "Vraag collega": it stands first on that colleague's page. Nothing is assigned.
    Ask(WorkerId),
    /// Calls a resident who waits in the hall to a place in the house. It cannot be taken back: it was heard.
    Call(String),
    /// "Eerst even kijken": what was found out.
    Look(Looked),
    /// What will be done, and when.
    Plan(Plan),
    /// "Gesproken": the first contact.
    Spoke,
    /// "Afronden".
    Close(Closing),
    /// "Hoe gaat het nu?", after calling again.
    Followed(Followed),
    /// Open again, for the same workers.
    Reopen,
    /// To another team, whose card it is from then on.
    HandOver(TeamId),
    /// Takes back the worker's own last act.
    Undo,
}

/// "Eerst even kijken": ticks, none of which has to be set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// "Is er al hulp?"
    pub help: Option<Help>,
    /// "Wie heeft de leiding?"
    pub lead: Option<Lead>,
    /// "Is een tolk nodig?"
    pub interpreter: Option<bool>,
    /// Of a worry: "Herkent u dit?" was asked of whoever it is about.
    pub recognised: Option<bool>,
}

/// An enum of words: how it stands in forms, texts and the store.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$of])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// All, in the order in which they are shown.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in forms, texts and the store.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// From that word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

words! {
    /// "Is er al hulp?"
    Help {
        /// Nobody helps yet.
        None = "none",
        /// A professional does.
        Professional = "professional",
        /// Family, a neighbour, a volunteer.
        Own = "own",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// "Wie heeft de leiding?"
    Lead {
        /// This team.
        Us = "us",
        /// Whoever helps already.
        Other = "other",
        /// The resident.
        Resident = "resident",
    }
}

words! {
    /// How the team gets in touch.
    Way {
        /// By phone.
        Call = "call",
        /// Here.
        Appointment = "appointment",
        /// At the resident's home: with two, or with a reason.
        Visit = "visit",
    }
}

words! {
    /// Why somebody goes alone.
    Alone {
        /// "De bewoner kent mij en wil het zo."
        Known = "known",
        /// "Iemand van een andere organisatie gaat mee."
        Partner = "partner",
        /// "Wij spreken af bij de voordeur of buiten."
        Outside = "outside",
    }
}

words! {
    /// How it ended.
    Outcome {
        /// "Beantwoord".
        Answered = "answered",
        /// "Samen opgepakt".
        Together = "together",
        /// "Warm doorverwezen".
        Referred = "referred",
        /// "Naar Jeugd en Gezin".
        Youth = "youth",
        /// "Niet bereikt".
        NotReached = "not-reached",
        /// "Wil niet verder".
        Stopped = "stopped",
    }
}

words! {
    /// "Wat wilde de bewoner?": the tiles of the glass.
    Wanted {
        /// "Rust".
        Rest = "rest",
        /// "Overzicht".
        Overview = "overview",
        /// "Geld op orde".
        Money = "money",
        /// "Een fijn huis".
        Home = "home",
        /// "Mensen om mij heen".
        People = "people",
        /// Something else, or it is not known.
        Other = "other",
    }
}

words! {
    /// "Gelukt?"
    Reached {
        /// "Ja".
        Yes = "yes",
        /// "Een beetje".
        Partly = "partly",
        /// "Nog niet".
        NotYet = "not-yet",
    }
}

words! {
    /// When to call again.
    Again {
        /// "Niet nodig".
        Never = "never",
        /// "2 weken".
        TwoWeeks = "two-weeks",
        /// "6 weken".
        SixWeeks = "six-weeks",
        /// "3 maanden".
        ThreeMonths = "three-months",
    }
}

impl Again {
    /// In how many days; none where nobody calls again.
    pub fn days(self) -> Option<u64> {
        match self {
            Again::Never => None,
            Again::TwoWeeks => Some(14),
            Again::SixWeeks => Some(42),
            Again::ThreeMonths => Some(91),
        }
    }
}

/// What will be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// How.
    pub way: Way,
    /// On which day.
    pub day: NaiveDate,
    /// Why one goes alone; a home visit by two has none.
    pub alone: Option<Alone>,
}

/// "Afronden".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// How it ended.
    pub outcome: Outcome,
    /// What the resident wanted.
    pub wanted: Option<Wanted>,
    /// Whether that was reached.
    pub reached: Option<Reached>,
    /// The working day on which somebody calls to ask how it is; none where nobody does.
    pub call_on: Option<NaiveDate>,
}

/// "Hoe gaat het nu?"
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Followed {
    /// "Gaat goed, stoppen".
    Well(Option<Reached>),
    /// "Nog een keer", on this working day.
    Again(NaiveDate),
    /// "Weer open", for the same workers.
    Open,
}

#[cfg(test)]
mod tests;
