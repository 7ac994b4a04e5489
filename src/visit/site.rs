//! What a visit may know about the post. All of it is handed in; the visit asks nobody.

use crate::entry::{EntryId, GrantId, Hint, Language, Recognition, SlotId, Teken, Topic, Whom};
use crate::texts::{Arg, Text, times};
use chrono::{NaiveDate, NaiveDateTime, Weekday};

/// A way of contact, without what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Way {
    Call,
    Sms,
    Email,
    VisitUs,
    VisitHome,
    Wait,
}

impl Way {
    /// All, in the order in which the glass offers them.
    pub const ALL: [Way; 6] = [Way::Call, Way::Sms, Way::Email, Way::VisitUs, Way::VisitHome, Way::Wait];

    /// The word on the wire, as [`crate::entry::Contact::word`] says it.
    pub fn word(self) -> &'static str {
        match self {
            Way::Call => "call",
            Way::Sms => "sms",
            Way::Email => "email",
            Way::VisitUs => "visit-us",
            Way::VisitHome => "visit-home",
            Way::Wait => "wait",
        }
    }

    /// The key in texts and the name of the icon.
    pub fn key(self) -> &'static str {
        match self {
            Way::Call => "contact-call",
            Way::Sms => "contact-sms",
            Way::Email => "contact-email",
            Way::VisitUs => "contact-visit-us",
            Way::VisitHome => "contact-visit-home",
            Way::Wait => "contact-wait",
        }
    }

    /// True where a phone number is asked.
    pub fn needs_number(self) -> bool {
        matches!(self, Way::Call | Way::Sms | Way::VisitHome)
    }
}

/// What staff said about the hall. Older than they can vouch for is [`Presence::Unknown`]: never a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Staff pressed "Aanwezig".
    Somebody,
    /// Staff pressed "Niemand".
    Nobody,
    /// Nobody said, or it was too long ago, or the desk cannot be heard.
    Unknown,
}

/// Who reads what is left here: composed from the site's organisations and connectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readers {
    /// The post's own team and nobody else.
    OurTeam,
    /// These organisations, by the names residents know.
    Organisations(Vec<String>),
}

/// When the post is open on one day, in its own time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenHours {
    /// The day.
    pub day: Weekday,
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after midnight, later than `from`.
    pub until: u16,
}

impl OpenHours {
    /// One line for each run of days with the same hours: "maandag t/m vrijdag: 9:00 - 17:00".
    pub(super) fn lines(week: &[OpenHours]) -> Vec<Text> {
        let clock = |minutes: u16| Arg::Plain(format!("{}:{:02}", minutes / 60, minutes % 60));
        let day = |day| Arg::Text(times::weekday(day));
        let mut runs: Vec<(OpenHours, Weekday)> = Vec::new();
        for hours in week {
            match runs.last_mut() {
                Some((first, last)) if last.succ() == hours.day && (first.from, first.until) == (hours.from, hours.until) => {
                    *last = hours.day;
                }
                _ => runs.push((*hours, hours.day)),
            }
        }
        let line = |(first, last): (OpenHours, Weekday)| {
            let text = if first.day == last {
                Text::key("hours-day").with("day", day(last))
            } else {
                Text::key("hours-days").with("first", day(first.day)).with("last", day(last))
            };
            text.with("from", clock(first.from)).with("until", clock(first.until))
        };
        runs.into_iter().map(line).collect()
    }
}

/// A time that can be booked, or perhaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its name.
    pub slot: SlotId,
    /// With whom.
    pub whom: Whom,
    /// When it begins, in the time of the post.
    pub start: NaiveDateTime,
    /// How long it is.
    pub minutes: u16,
    /// The right to book it, where this kiosk has one; else the desk is asked first, which takes a desk that answers.
    pub held: Option<GrantId>,
}

/// Somebody who is expected today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// The entry that booked it.
    pub id: EntryId,
    /// With whom: only to find another time. Never on the glass, where the teken is enough to see the rest.
    pub whom: Option<Whom>,
    /// When it begins, in the time of the post.
    pub start: NaiveDateTime,
    /// What the resident is called by.
    pub teken: Option<Teken>,
    /// Recognises the resident's QR code.
    pub recognition: Option<Recognition>,
}

/// When an appointment is that nobody is expected for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On that day, which is to come.
    On(NaiveDate),
    /// On another day: which one is past, or not known for sure.
    NotToday,
    /// Today, though today's list does not name it: the list is older.
    Today,
}

/// An appointment that is not expected today, as far as a code or a teken is recognised by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhen {
    /// The beginning of what recognises its code.
    pub code: Option<Hint>,
    /// What the resident is called by; only of those that were booked here.
    pub teken: Option<Teken>,
    /// When.
    pub when: When,
}

/// Somebody who can help: one of the *koppelkaart*, in the site's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helper {
    /// Who: short, it stands on a tile.
    pub name: String,
    /// What they do for residents, a short line each.
    pub offers: Vec<String>,
    /// Where and when.
    pub place: Option<String>,
    /// As it is said to people.
    pub phone: Option<String>,
    /// The address of a page with more, for a resident's own phone.
    pub page: Option<String>,
}

impl Helper {
    /// With what, where and when, by which phone.
    pub(super) fn lines(&self) -> Vec<Text> {
        let phone = self.phone.clone().map(|phone| Text::key("who-helps-phone").with("phone", Arg::Plain(phone)));
        self.offers.iter().chain(&self.place).map(Text::verbatim).chain(phone).collect()
    }
}

/// The post as the glass may speak of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteView {
    /// The post's own name.
    pub name: String,
    /// The phone number residents may call, as it is read aloud.
    pub phone: Option<String>,
    /// Opening hours, in the order of the week.
    pub hours: Vec<OpenHours>,
    /// Whether those hours say the post is open; none without hours or a trusted clock.
    pub open_now: Option<bool>,
    /// What staff said.
    pub presence: Presence,
    /// Who reads.
    pub readers: Readers,
    /// The ways of contact that somebody here performs. [`Way::Wait`] is offered only while staff said somebody is there.
    pub ways: Vec<Way>,
    /// What a question here may be about; [`Topic::Else`] always is.
    pub topics: Vec<Topic>,
    /// How many days after the end of a question everything about it is erased; none where the desk has not said.
    pub erased_after_days: Option<u16>,
    /// The languages the site turned on, in the order of the menu. The glass rests in the first.
    pub languages: Vec<Language>,
    /// True while the desk answers.
    pub online: bool,
    /// Whether a day may be named.
    pub clock_trusted: bool,
    /// A time that begins sooner is not given any more: what the clock says, and the minutes it takes to walk there. To the
    /// minute, in the time of the post; none without a clock that is trusted.
    pub earliest: Option<NaiveDateTime>,
    /// A printer that answers, with paper.
    pub printer_ready: bool,
    /// A scanner that reads residents' codes.
    pub scanner: bool,
    /// A microphone that works, and room for what it hears.
    pub may_speak: bool,
    /// A handset, in which one resident hears what is nobody else's.
    pub handset: bool,
    /// The languages that this machine can speak.
    pub voices: Vec<Language>,
    /// Who is called from the hall, and to where in the house, the latest first.
    pub called: Vec<(Teken, String)>,
    /// Who can help, in the order in which the site names them: the *koppelkaart*.
    pub helpers: Vec<Helper>,
    /// With whom there are spreekuren here. Empty: nothing is said of appointments.
    pub whoms: Vec<Whom>,
    /// Times of the coming days that have not begun, in any order: those this kiosk may give, and those the desk has free.
    pub offers: Vec<Offer>,
    /// How somebody here sends word of an appointment: [`Way::Sms`] and [`Way::Email`] mean something.
    pub messages: Vec<Way>,
    /// Who may check in: today's, as far as is known. Empty where the list is of another day.
    pub expected: Vec<Appointment>,
    /// Those of other days, as far as is known.
    pub elsewhen: Vec<Elsewhen>,
}

impl SiteView {
    /// A post of which nothing is known yet: everything that needs somebody's word is absent.
    pub fn unknown() -> Self {
        SiteView {
            name: String::new(),
            phone: None,
            hours: Vec::new(),
            open_now: None,
            presence: Presence::Unknown,
            readers: Readers::Organisations(Vec::new()),
            ways: vec![Way::Call, Way::VisitUs],
            topics: Topic::ALL.to_vec(),
            erased_after_days: None,
            languages: vec![Language::NL, Language::EN],
            online: false,
            clock_trusted: false,
            earliest: None,
            printer_ready: false,
            scanner: false,
            may_speak: false,
            handset: false,
            voices: Vec::new(),
            called: Vec::new(),
            helpers: Vec::new(),
            whoms: Vec::new(),
            offers: Vec::new(),
            messages: Vec::new(),
            expected: Vec::new(),
            elsewhen: Vec::new(),
        }
    }

    /// The one that the glass rests in.
    pub(super) fn first_language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::NL)
    }

    /// True where staff said nobody is there, or the hours say closed and staff did not say otherwise.
    pub fn nobody_here(&self) -> bool {
        match self.presence {
            Presence::Somebody => false,
            Presence::Nobody => true,
            Presence::Unknown => self.open_now == Some(false),
        }
    }

    /// It is too late for this time.
    pub(super) fn is_too_late_for(&self, offer: &Offer) -> bool {
        self.earliest.is_some_and(|earliest| offer.start < earliest)
    }

    /// Whether a question here may be about this: whatever a site leaves out, there is always something else.
    pub(super) fn offers_topic(&self, topic: Topic) -> bool {
        topic == Topic::Else || self.topics.contains(&topic)
    }

    /// What a question here may be about, in the order of the glass.
    pub(super) fn offered_topics(&self) -> impl Iterator<Item = Topic> {
        Topic::ALL.iter().copied().filter(|topic| self.offers_topic(*topic))
    }

    pub(super) fn offered_ways(&self) -> Vec<Way> {
        let here = self.presence == Presence::Somebody && self.online;
        Way::ALL.into_iter().filter(|way| self.ways.contains(way) && (*way != Way::Wait || here)).collect()
    }
}
