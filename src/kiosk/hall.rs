//! What the glass may say about the hall: composed from what the desk told and from how the kiosk is doing.
//!
//! Nothing here is a guess. What staff said holds while the desk can be heard; opening hours say "open" only with a clock that
//! is believed; a way of contact is offered only where the desk says that somebody performs it.

use crate::clock::Stamp;
use crate::entry::{EntryId, Grant, GrantId, Hint, Language, Recognition, SlotId, Teken, Topic, Whom};
use crate::outbox::Promised;
use crate::visit::{Appointment, Elsewhen, Helper, Offer, OpenHours, Presence, Readers, SiteView, Way, When};
use crate::wire::{self, CalledNow, OpeningHours, Site, Slots, Today};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Weekday};
use chrono_tz::Europe::Amsterdam;
use std::cmp::Ordering;

/// A time that begins sooner is not given any more: the resident has to walk there, and whoever sits there to know of it.
pub const NO_SOONER_THAN: TimeDelta = TimeDelta::minutes(5);

/// What is known at this moment.
#[derive(Clone, Debug)]
pub struct Hall {
    /// The desk's last word about the post; none before the first.
    pub site: Option<Site>,
    /// What staff said last.
    pub presence: wire::Presence,
    /// True while the desk answers.
    pub online: bool,
    /// A printer that answers, with paper.
    pub printer_ready: bool,
    /// A scanner that reads residents' codes.
    pub scanner: bool,
    /// A microphone that works.
    pub microphone: bool,
    /// Room on the disk for what it hears.
    pub room_for_sound: bool,
    /// A handset beside the glass.
    pub handset: bool,
    /// The languages that this machine can speak.
    pub voices: Vec<Language>,
    /// The languages this kiosk has texts for.
    pub languages: Vec<Language>,
    /// The languages to offer until the desk has told which, in the order of the menu.
    pub configured: Vec<Language>,
    /// Who the desk says is called from the hall.
    pub called: Vec<CalledNow>,
    /// The desk's last word about times that can be booked; none before the first.
    pub slots: Option<Slots>,
    /// The times that this kiosk may give by itself.
    pub held: Vec<Grant>,
    /// The times that were booked here: their residents may come back before the desk has been heard about them.
    pub promised: Vec<Promised>,
    /// The desk's last word about who is expected, on whatever day that was.
    pub today: Option<Today>,
}

impl Hall {
    /// The post as a visit may speak of it, at the moment `stamp`.
    pub fn view(&self, stamp: Stamp) -> SiteView {
        let mut view = SiteView::unknown();
        view.online = self.online;
        view.clock_trusted = stamp.trusted;
        view.printer_ready = self.printer_ready;
        view.scanner = self.scanner;
        view.may_speak = self.microphone && self.room_for_sound;
        view.handset = self.handset;
        view.voices.clone_from(&self.voices);
        view.presence = match (self.online, self.presence) {
            (false, _) | (true, wire::Presence::Unknown) => Presence::Unknown,
            (true, wire::Presence::Present) => Presence::Somebody,
            (true, wire::Presence::Nobody) => Presence::Nobody,
        };
        // What is no longer heard of is no longer true.
        if self.online {
            view.called = self.called.iter().map(|called| (called.teken, called.place.clone())).collect();
        }
        let Some(site) = &self.site else {
            view.languages = self.with_texts(self.configured.iter().copied());
            return view;
        };
        view.name.clone_from(&site.name);
        view.phone.clone_from(&site.phone);
        view.hours = site.hours.iter().filter_map(line).collect();
        view.open_now = open_at(&site.hours, stamp);
        view.readers = if site.readers.is_empty() { Readers::OurTeam } else { Readers::Organisations(site.readers.clone()) };
        view.ways = Way::ALL.into_iter().filter(|way| site.contact.iter().any(|word| word == way.word())).collect();
        view.languages = self.with_texts(site.languages.iter().filter_map(|code| code.parse().ok()));
        view.messages = Way::ALL.into_iter().filter(|way| site.messages.iter().any(|word| word == way.word())).collect();
        view.topics = site.topics.iter().filter_map(|word| Topic::from_word(word)).collect();
        view.helpers = site.helpers.iter().map(helper).collect();
        view.erased_after_days = site.erased_after_days;
        view.whoms = self.whoms();
        if stamp.trusted {
            view.earliest = Some(earliest(stamp));
            view.offers = self.offers(stamp);
            view.expected = self.expected(stamp);
            view.elsewhen = self.elsewhen(stamp);
        }
        view
    }

    /// With whom there are spreekuren, in the order in which the glass offers them.
    fn whoms(&self) -> Vec<Whom> {
        let spreekuren = self.slots.iter().flat_map(|slots| &slots.spreekuren);
        let known: Vec<Whom> = spreekuren.map(|spreekuur| spreekuur.whom).collect();
        Whom::ALL.iter().copied().filter(|whom| known.contains(whom)).collect()
    }

    /// A time as the glass offers it; none of a spreekuur that the desk does not name any more.
    pub fn offer(&self, slot: SlotId, held: Option<GrantId>) -> Option<Offer> {
        let spreekuur = self.slots.as_ref()?.spreekuren.iter().find(|spreekuur| spreekuur.id == slot.spreekuur())?;
        Some(Offer { slot, whom: spreekuur.whom, start: local(slot), minutes: spreekuur.minutes, held })
    }

    /// Times that this kiosk holds and, while the desk answers, those that it has free.
    fn offers(&self, stamp: Stamp) -> Vec<Offer> {
        let held = self.held.iter().map(|right| (right.slot, Some(right.grant)));
        let free = self.slots.iter().filter(|_| self.online).flat_map(|slots| &slots.free).map(|slot| (*slot, None));
        let not_held = |slot: SlotId| !self.held.iter().any(|right| right.slot == slot);
        held.chain(free.filter(|(slot, _)| not_held(*slot)))
            .filter(|(slot, _)| slot.start() >= stamp.at + NO_SOONER_THAN)
            .filter_map(|(slot, held)| self.offer(slot, held))
            .collect()
    }

    /// Who may check in today: the list may be yesterday's, and tomorrow's time is not today's. What was booked here counts
    /// where the desk's list cannot know it, because it does not have the entry or has not been heard.
    fn expected(&self, stamp: Stamp) -> Vec<Appointment> {
        let today = stamp.at.with_timezone(&Amsterdam).date_naive();
        let listed = self.today.as_ref().map_or(&[][..], |today| &today.expected);
        let known = listed.iter().map(|expected| {
            let recognition = expected.recognition.as_deref().and_then(recognition);
            self.appointment(expected.id, expected.slot, expected.teken, recognition)
        });
        let own = self.promised.iter().filter(|own| !(self.online && own.delivered));
        let own = own.filter(|own| listed.iter().all(|expected| expected.id != own.id));
        let own = own.map(|own| self.appointment(own.id, own.slot, own.teken, own.recognition));
        known.chain(own).filter(|appointment| appointment.start.date() == today).collect()
    }

    /// Those of other days, so that their codes are no wrong ones: as the desk told, and what was booked here. What the desk has,
    /// and does not name while it answers, may be cancelled: of that no day is said.
    fn elsewhen(&self, stamp: Stamp) -> Vec<Elsewhen> {
        let today = stamp.at.with_timezone(&Amsterdam).date_naive();
        let when = |day: NaiveDate| match day.cmp(&today) {
            Ordering::Greater => When::On(day),
            Ordering::Less => When::NotToday,
            Ordering::Equal => When::Today,
        };
        let told = self.today.iter().flat_map(|today| &today.others).flat_map(|other| {
            let codes = other.codes.iter().filter_map(|text| hint(text));
            codes.map(move |code| Elsewhen { code: Some(code), teken: None, when: when(other.day) })
        });
        let mut all: Vec<Elsewhen> = told.collect();
        // Whoever is of today by this list is expected, and found before this is looked at.
        let listed = self.today.iter().flat_map(|today| &today.expected).filter(|expected| local(expected.slot).date() != today);
        all.extend(listed.map(|expected| Elsewhen {
            code: expected.recognition.as_deref().and_then(recognition).map(|it| it.hint()),
            teken: None,
            when: when(local(expected.slot).date()),
        }));
        for own in &self.promised {
            let (day, code) = (local(own.slot).date(), own.recognition.map(|it| it.hint()));
            let named = all.iter().find(|known| code.is_some() && known.code == code).map(|known| known.when);
            let when = match named {
                Some(named) => named,
                None if day == today => continue,
                None if self.online && own.delivered => When::NotToday,
                None => when(day),
            };
            all.push(Elsewhen { code, teken: own.teken, when });
        }
        all
    }

    fn appointment(&self, id: EntryId, slot: SlotId, teken: Option<Teken>, recognition: Option<Recognition>) -> Appointment {
        let whom = self.offer(slot, None).map(|offer| offer.whom);
        Appointment { id, whom, start: local(slot), teken, recognition }
    }

    /// Those of `wanted` that this kiosk has texts for; Dutch where it has for none.
    fn with_texts(&self, wanted: impl Iterator<Item = Language>) -> Vec<Language> {
        let languages: Vec<Language> = wanted.filter(|language| self.languages.contains(language)).collect();
        if languages.is_empty() { vec![Language::NL] } else { languages }
    }
}

/// No more of it than stands on the glass.
fn helper(helper: &wire::Helper) -> Helper {
    let wire::Helper { name, offers, place, phone, page } = helper.clone();
    Helper { name, offers, place, phone, page }
}

/// When a slot begins, in the time of the post.
fn local(slot: SlotId) -> NaiveDateTime {
    slot.start().with_timezone(&Amsterdam).naive_local()
}

/// [`NO_SOONER_THAN`] from now, in the time of the post; up to the minute, at which times begin.
fn earliest(stamp: Stamp) -> NaiveDateTime {
    let soonest = stamp.at.with_timezone(&Amsterdam).naive_local() + NO_SOONER_THAN;
    let minute = soonest.with_second(0).and_then(|minute| minute.with_nanosecond(0)).unwrap_or(soonest);
    if minute < soonest { minute + TimeDelta::minutes(1) } else { minute }
}

fn recognition(text: &str) -> Option<Recognition> {
    STANDARD.decode(text).ok()?.try_into().ok().map(Recognition::new)
}

fn hint(text: &str) -> Option<Hint> {
    STANDARD.decode(text).ok()?.try_into().ok().map(Hint::new)
}

/// A line for people; none where the desk's numbers are no times of a week.
fn line(hours: &OpeningHours) -> Option<OpenHours> {
    let day = hours.weekday.checked_sub(1).and_then(|day| Weekday::try_from(day).ok())?;
    let sound = hours.from < hours.until && hours.until <= 24 * 60;
    sound.then_some(OpenHours { day, from: hours.from, until: hours.until })
}

/// Whether the post is open at `stamp`, in its own time; none without hours or a believed clock.
fn open_at(hours: &[OpeningHours], stamp: Stamp) -> Option<bool> {
    if hours.is_empty() || !stamp.trusted {
        return None;
    }
    let local = stamp.at.with_timezone(&Amsterdam);
    let (day, minute) = (local.weekday(), (local.hour() * 60 + local.minute()) as u16);
    Some(hours.iter().filter_map(line).any(|line| line.day == day && (line.from..line.until).contains(&minute)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::SpreekuurId;
    use crate::wire::{Expected, Spreekuur};
    use chrono::{DateTime, TimeZone, Utc};

    fn site() -> Site {
        Site {
            v: 1,
            name: "De Schakel".into(),
            phone: Some("0320 123 456".into()),
            hours: vec![OpeningHours { weekday: 1, from: 9 * 60, until: 17 * 60 }],
            presence: wire::Presence::Present,
            readers: vec![],
            contact: vec!["call".into(), "wait".into(), "pigeon".into()],
            topics: vec!["money".into(), "else".into(), "moon".into()],
            messages: vec!["sms".into()],
            helpers: vec![],
            erased_after_days: Some(30),
            languages: vec!["nl".into(), "xx".into(), "en".into()],
            texts: vec![],
            tekens: vec![],
            team: String::new(),
            recovery: String::new(),
            store: String::new(),
        }
    }

    fn hall() -> Hall {
        Hall {
            site: Some(site()),
            presence: wire::Presence::Present,
            online: true,
            printer_ready: false,
            scanner: false,
            microphone: false,
            room_for_sound: true,
            handset: false,
            voices: vec![Language::NL],
            languages: vec![Language::NL, Language::EN],
            configured: vec![Language::EN, Language::NL],
            called: Vec::new(),
            slots: None,
            held: Vec::new(),
            promised: Vec::new(),
            today: None,
        }
    }

    fn moment(at: DateTime<Utc>, trusted: bool) -> Stamp {
        Stamp { at, trusted }
    }

    /// Monday 23 November 2026; Amsterdam is one hour ahead in winter and two in summer.
    fn monday(hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 23, hour, minute, 0).unwrap()
    }

    #[test]
    fn open_means_open_in_the_time_of_the_post() {
        let open = |at, trusted| hall().view(moment(at, trusted)).open_now;
        assert_eq!(open(monday(7, 59), true), Some(false));
        assert_eq!(open(monday(8, 0), true), Some(true));
        assert_eq!(open(monday(15, 59), true), Some(true));
        assert_eq!(open(monday(16, 0), true), Some(false));
        assert_eq!(open(Utc.with_ymd_and_hms(2026, 7, 6, 7, 0, 0).unwrap(), true), Some(true));
        assert_eq!(open(monday(9, 0), false), None);
    }

    #[test]
    fn what_staff_said_does_not_outlive_the_line() {
        let mut hall = hall();
        assert_eq!(hall.view(moment(monday(9, 0), true)).presence, Presence::Somebody);
        hall.online = false;
        assert_eq!(hall.view(moment(monday(9, 0), true)).presence, Presence::Unknown);
    }

    #[test]
    fn only_what_somebody_performs_and_what_we_can_speak_is_offered() {
        let view = hall().view(moment(monday(9, 0), true));
        assert_eq!(view.ways, vec![Way::Call, Way::Wait]);
        assert_eq!(view.languages, vec![Language::NL, Language::EN]);
    }

    #[test]
    fn before_the_first_word_of_the_desk_nothing_is_promised() {
        let hall = Hall { site: None, online: false, ..hall() };
        let view = hall.view(moment(monday(9, 0), true));
        assert_eq!((view.open_now, view.phone, view.presence), (None, None, Presence::Unknown));
        assert_eq!(view.languages, vec![Language::EN, Language::NL], "as the kiosk's own configuration has them");
        let unknown = Hall { configured: vec!["xx".parse().unwrap()], site: None, ..hall };
        assert_eq!(unknown.view(moment(monday(9, 0), true)).languages, vec![Language::NL], "there are texts for no other");
    }

    #[test]
    fn nobody_is_asked_to_speak_without_a_microphone_and_room_for_it() {
        for (microphone, room_for_sound) in [(true, true), (true, false), (false, true)] {
            let view = Hall { microphone, room_for_sound, ..hall() }.view(moment(monday(9, 0), true));
            assert_eq!(view.may_speak, microphone && room_for_sound);
        }
    }

    #[test]
    fn who_is_called_is_shown_as_long_as_the_desk_is_heard() {
        let teken = Teken::from_index(324).unwrap();
        let called = vec![CalledNow { teken, place: "Kamer 2".into(), at: 7 }];
        let hall = Hall { called, ..hall() };
        let stamp = moment(monday(9, 0), true);
        assert_eq!(hall.view(stamp).called, vec![(teken, "Kamer 2".to_owned())]);
        assert!(Hall { online: false, ..hall }.view(stamp).called.is_empty(), "it may be long over");
    }

    #[test]
    fn hours_that_are_none_are_not_shown() {
        let mut hall = hall();
        let odd = [(0, 1, 2), (8, 1, 2), (1, 600, 600), (1, 0, 2000)];
        let site = hall.site.as_mut().unwrap();
        site.hours = odd.map(|(weekday, from, until)| OpeningHours { weekday, from, until }).to_vec();
        assert!(hall.view(moment(monday(9, 0), true)).hours.is_empty());
    }

    fn slot(hour: u32) -> SlotId {
        SlotId::at(SpreekuurId::new(7).unwrap(), monday(hour, 0)).unwrap()
    }

    fn with_slots() -> Hall {
        let id = |number| SpreekuurId::new(number).unwrap();
        let spreekuur = |number, whom| Spreekuur { id: id(number), whom, minutes: 20 };
        let spreekuren = vec![spreekuur(7, Whom::Police), spreekuur(8, Whom::Team), spreekuur(9, Whom::Police)];
        let unknown = SlotId::at(id(99), monday(10, 0)).unwrap();
        let free = vec![slot(8), slot(9), slot(10), unknown];
        let slots = Slots { v: 1, store: "store".into(), version: 1, spreekuren, held: vec![], free, wanted_back: vec![] };
        let held = vec![Grant { grant: GrantId::new(5).unwrap(), slot: slot(9) }];
        Hall { slots: Some(slots), held, ..hall() }
    }

    #[test]
    fn what_is_held_is_offered_always_and_what_is_free_while_the_desk_answers() {
        let starts = |hall: &Hall, at, trusted| -> Vec<(u32, bool)> {
            let view = hall.view(moment(at, trusted));
            view.offers.iter().map(|offer| (offer.start.hour(), offer.held.is_some())).collect()
        };
        let mut hall = with_slots();
        assert_eq!(hall.view(moment(monday(7, 0), true)).whoms, [Whom::Team, Whom::Police]);
        assert_eq!(starts(&hall, monday(7, 0), true), [(10, true), (9, false), (11, false)], "an hour ahead in winter");
        assert_eq!(starts(&hall, monday(8, 56), true), [(11, false)], "too soon");
        assert!(starts(&hall, monday(7, 0), false).is_empty(), "no time without a clock");
        hall.online = false;
        assert_eq!(starts(&hall, monday(7, 0), true), [(10, true)]);
    }

    #[test]
    fn what_is_offered_is_what_may_still_be_had_and_the_visit_is_told_up_to_when() {
        for (at, earliest) in
            [(monday(8, 0), "2026-11-23T09:05:00"), (monday(8, 0) + TimeDelta::seconds(1), "2026-11-23T09:06:00")]
        {
            let view = with_slots().view(moment(at, true));
            assert_eq!(view.earliest, Some(earliest.parse().unwrap()));
            let sooner = |minutes| with_slots().view(moment(monday(9, 0) - TimeDelta::minutes(minutes), true));
            assert!(sooner(4).offers.iter().all(|offer| Some(offer.start) >= sooner(4).earliest));
            assert_eq!((sooner(5).offers.len(), sooner(4).offers.len()), (2, 1), "ten o'clock, until five minutes before");
        }
        assert_eq!(with_slots().view(moment(monday(8, 0), false)).earliest, None);
    }

    #[test]
    fn only_today_checks_in() {
        let id = EntryId::new(1, [1; 10]);
        let recognition = Some(STANDARD.encode([3; 32]));
        let expected = vec![Expected { id, slot: slot(9), teken: None, recognition }];
        let hall = Hall { today: Some(Today { v: 1, version: 1, expected, others: vec![] }), ..with_slots() };
        let seen = hall.view(moment(monday(23, 30) - TimeDelta::days(1), true)).expected;
        assert_eq!(seen.len(), 1, "half past midnight on the day itself");
        assert_eq!((seen[0].start.hour(), seen[0].recognition), (10, Some(Recognition::new([3; 32]))));
        assert!(hall.view(moment(monday(22, 30) - TimeDelta::days(1), true)).expected.is_empty());
        assert!(hall.view(moment(monday(9, 0), false)).expected.is_empty());
    }

    #[test]
    fn who_booked_here_checks_in_before_the_desk_has_been_heard() {
        let promised = |seed: u8, hour, delivered| Promised {
            id: EntryId::new(1, [seed; 10]),
            slot: slot(hour),
            teken: Teken::from_index(u16::from(seed)).ok(),
            recognition: Some(Recognition::new([seed; 32])),
            delivered,
        };
        let listed = Expected { id: EntryId::new(1, [1; 10]), slot: slot(9), teken: None, recognition: None };
        let today = Some(Today { v: 1, version: 1, expected: vec![listed], others: vec![] });
        let promised = vec![promised(1, 9, true), promised(2, 10, true), promised(3, 11, false)];
        let mut hall = Hall { today, promised, ..with_slots() };
        let starts = |hall: &Hall, at| -> Vec<u32> {
            hall.view(moment(at, true)).expected.iter().map(|appointment| appointment.start.hour()).collect()
        };
        assert_eq!(starts(&hall, monday(7, 0)), [10, 12], "the desk has the other, and does not name it: it is cancelled");
        hall.online = false;
        assert_eq!(starts(&hall, monday(7, 0)), [10, 11, 12]);
        assert!(starts(&hall, monday(7, 0) - TimeDelta::days(1)).is_empty());
        let view = hall.view(moment(monday(7, 0), true));
        assert_eq!((view.expected[1].whom, view.expected[1].teken), (Some(Whom::Police), Teken::from_index(2).ok()));
        assert_eq!(view.expected[1].recognition, Some(Recognition::new([2; 32])));
    }

    #[test]
    fn the_glass_says_after_how_many_days_all_is_erased_as_the_desk_does() {
        let stamp = Stamp { at: chrono::DateTime::UNIX_EPOCH, trusted: false };
        assert_eq!(hall().view(stamp).erased_after_days, Some(30));
        assert_eq!(hall().view(stamp).topics, [Topic::Money, Topic::Else], "of a word that it does not know it asks nothing");
        let silent = Hall { site: Some(Site { erased_after_days: None, ..site() }), ..hall() };
        assert_eq!(silent.view(stamp).erased_after_days, None, "an older desk promises nothing");
    }

    #[test]
    fn what_is_known_of_other_days_is_told_as_far_as_it_is_sure() {
        let code = |seed: u8| Some(Recognition::new([seed; 32]).hint());
        let told = |seed: u8| STANDARD.encode([seed; 8]);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let others = vec![
            wire::OtherDay { day: day("2026-11-20"), codes: vec![told(1)] },
            wire::OtherDay { day: day("2026-11-30"), codes: vec![told(2), "?".into(), told(3)] },
        ];
        let own = |seed: u8, hour, delivered| Promised {
            id: EntryId::new(1, [seed; 10]),
            slot: slot(hour),
            teken: Teken::from_index(u16::from(seed)).ok(),
            recognition: Some(Recognition::new([seed; 32])),
            delivered,
        };
        let promised = vec![own(3, 9, true), own(4, 9, true), own(5, 9, false)];
        let today = Some(Today { v: 1, version: 1, expected: vec![], others });
        let mut hall = Hall { today, promised, ..with_slots() };
        let of = |hall: &Hall, at, seed: u8| -> Vec<(bool, When)> {
            let view = hall.view(moment(at, true));
            let those = view.elsewhen.iter().filter(|other| other.code == code(seed));
            those.map(|other| (other.teken.is_some(), other.when)).collect()
        };
        let sunday = monday(9, 0) - TimeDelta::days(1);
        assert_eq!(of(&hall, sunday, 1), [(false, When::NotToday)]);
        assert_eq!(of(&hall, sunday, 2), [(false, When::On(day("2026-11-30")))]);
        assert_eq!(of(&hall, sunday, 3), [(false, When::On(day("2026-11-30"))), (true, When::On(day("2026-11-30")))], "as moved");
        assert_eq!(of(&hall, sunday, 4), [(true, When::NotToday)], "the desk has it, and does not name it");
        assert_eq!(of(&hall, sunday, 5), [(true, When::On(day("2026-11-23")))]);
        assert_eq!(of(&hall, monday(9, 0), 5), [], "today it is expected");
        assert_eq!(of(&hall, monday(9, 0) + TimeDelta::days(7), 2), [(false, When::Today)], "the list is a week old");
        hall.online = false;
        assert_eq!(of(&hall, sunday, 4), [(true, When::On(day("2026-11-23")))]);
        assert!(hall.view(moment(sunday, false)).elsewhen.is_empty(), "no day without a clock");
    }
}
