//! The screens of the flows and the order between them.

use super::answers::{Answers, Field};
use super::site::{SiteView, Way};
use crate::entry::{Need, Topic};

/// Where the resident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Rest,
    Home,
    Topic,
    Need,
    /// What was set going by "Snel hulp", and the numbers for danger.
    Urgent,
    Tell,
    Typing,
    /// "Ja, ik wil spreken".
    Speaking,
    Contact,
    Number,
    Email,
    When,
    Safe,
    Name,
    Goal,
    GoalWords,
    Overview,
    /// Handed in, not yet on the disk.
    Keeping,
    NotKept,
    Receipt,
    TalkNow,
    NobodyHere,
    /// "Wie wilt u spreken?"
    Whom,
    Day,
    Time,
    /// The chosen time cannot be had; others are offered.
    Missed,
    /// No time: "Wij bellen u voor een tijd."
    Wish,
    /// "Wilt u een bericht?"
    Message,
    /// The desk is asked for the right to the time.
    Taking,
    /// The pictures of the teken, or the code.
    Find,
    FindNumber,
    /// "Ik heb een code": where to hold it.
    ScanHere,
    IsItYou,
    /// More than one of today's has this teken.
    WhichTime,
    /// A code that is not on today's list.
    NotToday,
    NotFound,
    /// Found by the teken, which is not enough to change anything.
    NeedsCode,
    /// Tried too often.
    AskWorker,
    /// "Ik kom niet": sure?
    NotComing,
    /// "Is er nu gevaar?"
    WorryDanger,
    /// There is: the numbers to call, and the call that was rung.
    Danger,
    WorryAbout,
    WorrySign,
    WorryKnows,
    /// "Mogen wij u bellen?"
    WorryCall,
    OfferDeeds,
    OfferFree,
    /// Five faces.
    Rate,
    /// 1 to 10, where the resident likes.
    RateMark,
    /// The *koppelkaart*.
    WhoHelps,
    /// One of it.
    Helper,
}

impl Step {
    /// The field that is typed into here.
    pub(super) fn field(self) -> Option<Field> {
        match self {
            Step::Typing => Some(Field::Words),
            Step::Number => Some(Field::Number),
            Step::Email => Some(Field::Email),
            Step::Name => Some(Field::Name),
            Step::GoalWords => Some(Field::Goal),
            Step::Rest | Step::Home | Step::Topic | Step::Need | Step::Urgent | Step::Tell | Step::Contact | Step::When => None,
            Step::Safe | Step::Goal | Step::Overview | Step::Keeping | Step::NotKept | Step::Receipt | Step::TalkNow => None,
            Step::Speaking => None,
            Step::NobodyHere | Step::Whom | Step::Day | Step::Time | Step::Missed | Step::Wish | Step::Message => None,
            Step::FindNumber => Some(Field::Teken),
            Step::Taking | Step::Find | Step::IsItYou | Step::NotToday | Step::NotFound | Step::NeedsCode => None,
            Step::ScanHere => None,
            Step::AskWorker | Step::NotComing | Step::WhichTime => None,
            Step::WorryDanger | Step::Danger | Step::WorryAbout | Step::WorrySign | Step::WorryKnows | Step::WorryCall => None,
            Step::OfferDeeds | Step::OfferFree | Step::Rate | Step::RateMark | Step::WhoHelps | Step::Helper => None,
        }
    }

    /// Own words of the resident stand here and can be covered. Of what was spoken only its length is ever shown.
    pub(super) fn shows_own_words(self) -> bool {
        self == Step::Overview || self.field().is_some_and(|field| field != Field::Teken)
    }

    /// Nothing is left to answer: it goes by itself.
    pub(super) fn is_last(self) -> bool {
        matches!(self, Step::Receipt | Step::TalkNow)
    }
}

/// Something that stands over a step until it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    Languages,
    /// "Aa".
    Seeing,
    /// Nobody can read this language aloud yet.
    NoVoice,
    Help,
    Privacy,
    Bsn(Field),
    NotANumber,
    NotAnAddress,
}

/// Which way through the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Path {
    /// Every step in turn.
    Whole,
    /// "Laat uw nummer achter": contact and no more.
    OnlyContact,
    /// One line of the overview is changed; then back to it.
    ChangeOne,
    /// The way of contact is changed, with what it needs; then back to the overview.
    ChangeContact,
    /// "Ik wil een afspraak".
    Booking,
    /// "Ik heb een afspraak": not found yet, or nothing chosen.
    Finding,
    /// "Andere tijd".
    OtherTime,
    /// "Ik ben er".
    CheckingIn,
    /// "Ik kom niet".
    Cancelling,
    /// "Ik maak me zorgen om iemand".
    Worrying,
    /// "Ik wil iets doen voor de buurt".
    Offering,
    /// "Hoe was het?"
    Rating,
}

impl Path {
    /// A question is put.
    pub(super) fn asks(self) -> bool {
        matches!(self, Path::Whole | Path::OnlyContact | Path::ChangeOne | Path::ChangeContact)
    }

    /// A time is looked for.
    pub(super) fn books(self) -> bool {
        matches!(self, Path::Booking | Path::OtherTime)
    }
}

/// The step of the question after `step`, once it is answered or skipped; those of an appointment are told by
/// [`super::Visit::after_times`], those of a worry or an offer by [`super::Visit::after_others`].
pub(super) fn after(step: Step, path: Path, answers: &Answers, site: &SiteView) -> Step {
    let urgent_and_low = answers.need == Some(Need::Urgent) && answers.topic == Some(Topic::Feelings);
    match (step, path) {
        (Step::Topic, Path::ChangeOne) if urgent_and_low => Step::Urgent,
        (Step::Need, _) if answers.need == Some(Need::Urgent) => Step::Urgent,
        (_, Path::ChangeOne) => Step::Overview,
        (Step::Topic, _) => Step::Need,
        (Step::Need | Step::Urgent, _) => Step::Tell,
        (Step::Tell | Step::Typing | Step::Speaking, _) if site.offered_ways().is_empty() => after_contact(path, answers),
        (Step::Tell | Step::Typing | Step::Speaking, _) => Step::Contact,
        (Step::Contact, _) => match answers.way {
            Some(way) if way.needs_number() => Step::Number,
            Some(Way::Email) => Step::Email,
            _ => after_contact(path, answers),
        },
        (Step::Number, _) if answers.is_empty(Field::Number) => name_or_on(path),
        (Step::Number, _) if answers.way == Some(Way::Sms) => Step::Safe,
        (Step::Number, _) => Step::When,
        (Step::Email | Step::When | Step::Safe, _) => name_or_on(path),
        (Step::Name, _) => after_contact(path, answers),
        (Step::Goal | Step::GoalWords, _) => Step::Overview,
        (Step::Overview, _) => Step::Keeping,
        (Step::Rest | Step::Home | Step::Keeping | Step::NotKept | Step::Receipt | Step::TalkNow | Step::NobodyHere, _) => step,
        (Step::Whom | Step::Day | Step::Time | Step::Missed | Step::Wish | Step::Message | Step::Taking, _) => step,
        (Step::Find | Step::FindNumber | Step::IsItYou | Step::NotToday | Step::NotFound | Step::NeedsCode, _) => step,
        (Step::AskWorker | Step::NotComing | Step::ScanHere | Step::WhichTime, _) => step,
        (Step::WorryDanger | Step::Danger | Step::WorryAbout | Step::WorrySign | Step::WorryKnows | Step::WorryCall, _) => step,
        (Step::OfferDeeds | Step::OfferFree | Step::Rate | Step::RateMark | Step::WhoHelps | Step::Helper, _) => step,
    }
}

fn name_or_on(path: Path) -> Step {
    match path {
        Path::Whole | Path::OnlyContact | Path::Offering => Step::Name,
        Path::Worrying | Path::Rating => Step::Overview,
        Path::ChangeOne | Path::ChangeContact | Path::Booking | Path::OtherTime => Step::Overview,
        Path::Finding | Path::CheckingIn | Path::Cancelling => Step::Overview,
    }
}

fn after_contact(path: Path, answers: &Answers) -> Step {
    match path {
        // Whoever spoke has said what for; the overview asks once more.
        Path::Whole if answers.recording.is_some() => Step::Overview,
        Path::Whole => Step::Goal,
        Path::Worrying | Path::Offering | Path::Rating => Step::Overview,
        Path::OnlyContact | Path::ChangeOne | Path::ChangeContact | Path::Booking | Path::OtherTime => Step::Overview,
        Path::Finding | Path::CheckingIn | Path::Cancelling => Step::Overview,
    }
}
