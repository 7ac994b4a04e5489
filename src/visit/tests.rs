//! What a visit promises. Here is the hall in which the tests play: a glass that can only do what it shows, a keeper whose
//! disk can be full, a desk, and a clock.

mod booking;
mod days_and_times;
mod finding;
mod late;
mod locking;
mod others;
mod promises;
mod question;
mod seeing;
mod shown;
mod speaking;
mod tickets;
mod walk;
mod words;

use super::*;
use crate::clock::{BenchClock, Clock, NO_EARLIER_THAN};
use crate::entry::{Body, Draft, EntryId, Grant, GrantId, Question, Secret, SlotId, SpreekuurId, TEKENS, Teken, Whom};
use crate::texts::{Library, Text};
use chrono::{NaiveDateTime, Weekday};
use shown::{icons_of, texts_of, tiles_of};
use std::sync::LazyLock;
use zeroize::Zeroizing;

pub(super) static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let files = [
        ("nl", include_str!("../../ui/lang/nl.ftl")),
        ("en", include_str!("../../ui/lang/en.ftl")),
        ("ar", include_str!("../../ui/lang/ar.ftl")),
        ("tr", include_str!("../../ui/lang/tr.ftl")),
        ("pl", include_str!("../../ui/lang/pl.ftl")),
        ("uk", include_str!("../../ui/lang/uk.ftl")),
        ("ti", include_str!("../../ui/lang/ti.ftl")),
        ("fa", include_str!("../../ui/lang/fa.ftl")),
    ];
    Library::parse(files).expect("the texts are Fluent")
});

#[test]
fn walking_away_leaves_nothing_on_the_glass() {
    let mut hall = Hall::open();
    hall.at_the_words().types("mijn verwarming");
    assert!(!hall.visit.holds_no_words());
    hall.waits(LEFT_ALONE_AT_KEYS_AFTER);
    assert!(hall.visit.view().still_there.is_some());
    hall.waits(COUNTDOWN);
    assert!(hall.is_at_rest());
    assert!(hall.visit.holds_no_words());
    assert_eq!((hall.warned, hall.forgotten), (1, 1));
}

#[test]
fn the_glass_rests_in_the_first_language_of_the_site_and_comes_back_to_it() {
    let languages = vec![Language::EN, Language::NL];
    let mut hall = Hall::at(SiteView { languages, ..site() });
    assert!(hall.reads("Welcome. Touch the screen."));
    hall.does(Event::Touch).does(Event::Languages).chooses("nl");
    assert!(hall.reads("Wat wilt u doen?"));
    hall.does(Event::Site(SiteView { name: "Wijkpost Noord".into(), ..hall.visit.site.clone() }));
    assert!(hall.reads("Wat wilt u doen?"), "news of the post changes no resident's language");
    hall.does(Event::Stop);
    assert!(hall.reads("Welcome. Touch the screen."));
}

#[test]
fn who_is_called_stands_on_the_resting_glass_and_on_no_other() {
    let teken = |index| Teken::from_index(index).unwrap();
    let called = vec![(teken(324), "Kamer 2".to_owned()), (teken(1), "Balie".to_owned()), (teken(2), "Balie".to_owned())];
    let mut hall = Hall::at(SiteView { called, ..site() });
    assert!(hall.reads("Boom 27: Kamer 2") && hall.reads("Vis 00: Balie"));
    assert!(!hall.reads("Zon 00: Balie"), "there is room for two");
    hall.does(Event::Touch);
    assert!(!hall.reads("Boom 27: Kamer 2"), "it is another resident's glass now");
}

/// A post with everything.
pub(super) fn site() -> SiteView {
    SiteView {
        name: "Wijkpost Zuid".to_owned(),
        phone: Some("020 123 45 67".to_owned()),
        hours: [Weekday::Mon, Weekday::Tue, Weekday::Fri].map(|day| OpenHours { day, from: 9 * 60, until: 17 * 60 }).to_vec(),
        open_now: Some(true),
        presence: Presence::Somebody,
        readers: Readers::OurTeam,
        ways: Way::ALL.to_vec(),
        erased_after_days: Some(30),
        languages: vec![Language::NL, Language::EN],
        online: true,
        clock_trusted: true,
        printer_ready: true,
        scanner: true,
        may_speak: true,
        handset: true,
        voices: vec![Language::NL],
        helpers: vec![Helper {
            name: "Buurthuis".to_owned(),
            offers: vec!["Koffie en samen eten".to_owned()],
            place: Some("Grote zaal".to_owned()),
            phone: Some("020 765 43 21".to_owned()),
            page: Some("https://example.nl/buurthuis".to_owned()),
        }],
        whoms: vec![Whom::Team, Whom::Police, Whom::Housing],
        offers: offers(),
        messages: vec![Way::Sms, Way::Email],
        expected: vec![expected(1, 14 * 12 + 1, "2026-11-23T10:00"), expected(2, 7, "2026-11-23T14:30")],
        elsewhen: vec![
            elsewhen(50, None, When::On("2026-11-30".parse().expect("a day"))),
            elsewhen(51, Teken::from_index(60 * 12).ok(), When::On("2026-11-30".parse().expect("a day"))),
            elsewhen(52, None, When::NotToday),
            elsewhen(53, None, When::Today),
        ],
        ..SiteView::unknown()
    }
}

/// A week from Monday 23 November 2026: the team has eight times a day, of which the desk holds most; the police come on
/// Monday and Tuesday; nobody is free for housing.
fn offers() -> Vec<Offer> {
    let mut offers = Vec::new();
    for day in 23..=30_u64 {
        for hour in 9..=16_u64 {
            let held = (hour == 10 || hour == 15).then_some(hour + 100 * day);
            offers.push(offer(Whom::Team, &format!("2026-11-{day}T{hour:02}:00"), held));
        }
    }
    offers.push(offer(Whom::Police, "2026-11-24T11:15", None));
    offers.push(offer(Whom::Police, "2026-11-23T10:30", Some(7)));
    offers.push(offer(Whom::Police, "2026-11-23T10:00", Some(8)));
    offers
}

pub(super) fn offer(whom: Whom, start: &str, held: Option<u64>) -> Offer {
    let start: NaiveDateTime = format!("{start}:00").parse().expect("a time");
    let minute = u32::try_from(start.and_utc().timestamp() / 60).expect("after 1970");
    let slot = SlotId::new(SpreekuurId::new(whom as u32 + 1).expect("not 0"), minute);
    Offer { slot, whom, start, minutes: 30, held: held.map(|number| GrantId::new(number).expect("small")) }
}

/// The QR code of the resident of this number.
pub(super) fn code_of(number: u8) -> String {
    Secret::new([number; 16]).to_code().to_string()
}

/// The resident of this number comes another day.
fn elsewhen(number: u8, teken: Option<Teken>, when: When) -> Elsewhen {
    Elsewhen { code: Some(Secret::new([number; 16]).recognition().hint()), teken, when }
}

fn expected(number: u8, teken: u16, start: &str) -> Appointment {
    Appointment {
        id: EntryId::new(1_790_000_000_000, [number; 10]),
        whom: Some(Whom::Police),
        start: format!("{start}:00").parse().expect("a time"),
        teken: Teken::from_index(teken).ok(),
        recognition: Some(Secret::new([number; 16]).recognition()),
    }
}

pub(super) struct Hall {
    pub(super) visit: Visit,
    clock: BenchClock,
    pub(super) held: Vec<(HandIn, Draft)>,
    pub(super) kept: Vec<EntryId>,
    pub(super) questions: Vec<Question>,
    /// What was kept of appointments.
    pub(super) appointments: Vec<Body>,
    /// What was kept of worries, offers and ratings.
    pub(super) others: Vec<Body>,
    /// What the desk is asked for.
    pub(super) taking: Vec<(HandIn, SlotId)>,
    pub(super) rung: usize,
    /// Tickets that the printer was given.
    pub(super) printed: Vec<TicketOrder>,
    pub(super) leaflets: Vec<LeafletOrder>,
    /// The tape for which the microphone is on now.
    pub(super) microphone: Option<Tape>,
    /// The last one that was begun.
    pub(super) tape: Option<Tape>,
    /// What sounds in the handset now.
    pub(super) plays: Option<Tape>,
    pub(super) tones: usize,
    /// What was kept beside the questions, as its bytes.
    pub(super) recordings: Vec<Vec<u8>>,
    pub(super) warned: usize,
    pub(super) read_aloud: usize,
    pub(super) forgotten: usize,
    pub(super) touches: usize,
}

impl Hall {
    pub(super) fn open() -> Self {
        Hall::at(site())
    }

    pub(super) fn at(site: SiteView) -> Self {
        let clock = BenchClock::at(NO_EARLIER_THAN, true);
        let (held, kept, questions, printed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (appointments, others, taking) = (Vec::new(), Vec::new(), Vec::new());
        let visit = Visit::at_rest(site);
        Hall {
            visit,
            clock,
            held,
            kept,
            questions,
            appointments,
            others,
            taking,
            rung: 0,
            printed,
            leaflets: Vec::new(),
            microphone: None,
            tape: None,
            plays: None,
            tones: 0,
            recordings: Vec::new(),
            warned: 0,
            read_aloud: 0,
            forgotten: 0,
            touches: 0,
        }
    }

    pub(super) fn does(&mut self, event: Event) -> &mut Self {
        for effect in self.visit.handle(event, self.clock.now()) {
            match effect {
                Effect::Keep(hand_in, draft) => self.held.push((hand_in, draft)),
                Effect::Take(hand_in, slot) => self.taking.push((hand_in, slot)),
                Effect::RingChime => self.rung += 1,
                Effect::PrintTicket(order) => {
                    assert!(self.kept.contains(&order.entry), "a ticket of something that is not kept");
                    assert!(self.printed.iter().all(|before| before.entry != order.entry), "twice");
                    self.printed.push(order);
                }
                Effect::PrintLeaflet(order) => self.leaflets.push(order),
                Effect::Record(tape) => {
                    assert_eq!(self.microphone, None, "it is on already");
                    self.microphone = Some(tape);
                    self.tape = Some(tape);
                }
                Effect::Halt(tape) => assert_eq!(self.microphone.take(), Some(tape)),
                Effect::MaySpeak => self.tones += 1,
                Effect::PlayBack(tape) => {
                    assert!(self.visit.recording().is_some(), "there is nothing to play");
                    self.plays = Some(tape);
                }
                Effect::Discard => (self.microphone, self.plays) = (None, None),
                Effect::ReadAloud => self.read_aloud += 1,
                Effect::WarnOfTheEnd => self.warned += 1,
                Effect::ForgetEverything => {
                    self.forgotten += 1;
                    assert_eq!((self.microphone, self.plays), (None, None), "somebody is heard who has gone");
                    assert!(self.visit.holds_no_words());
                }
            }
        }
        self
    }

    pub(super) fn touches(&mut self, event: Event) -> &mut Self {
        self.touches += 1;
        self.does(event)
    }

    /// Touches a tile that is on the glass.
    pub(super) fn chooses(&mut self, id: &str) -> &mut Self {
        let shown = tiles_of(&self.visit.view());
        assert!(shown.iter().any(|tile| tile == id), "{id} is not among {shown:?}");
        self.touches(Event::Choose(id.to_owned()))
    }

    pub(super) fn goes_on(&mut self) -> &mut Self {
        assert!(self.visit.view().bar.next.is_some(), "no way on from {:?}", self.visit.view().screen);
        self.touches(Event::Next)
    }

    pub(super) fn types(&mut self, words: &str) -> &mut Self {
        for c in words.chars() {
            self.touches(Event::Typed(c.into()));
        }
        self
    }

    /// Time passes; whoever drives the visit wakes it when it asked to be woken.
    pub(super) fn waits(&mut self, time: Duration) -> &mut Self {
        let until = self.clock.now() + time;
        while let Some((at, _)) = self.visit.wake_at()
            && at <= until
        {
            self.clock.advance(at.saturating_duration_since(self.clock.now()));
            self.does(Event::Tick);
        }
        self.clock.advance(until.saturating_duration_since(self.clock.now()));
        self
    }

    /// Time passes and nobody wakes the visit.
    pub(super) fn sleeps(&mut self, time: Duration) -> &mut Self {
        self.clock.advance(time);
        self
    }

    /// The keeper commits all it was given.
    pub(super) fn keeps(&mut self) -> &mut Self {
        for (hand_in, draft) in std::mem::take(&mut self.held) {
            let number = self.kept.len() as u16;
            let entry = EntryId::new(1_800_000_000_000 + u64::from(number), [7; 10]);
            self.kept.push(entry);
            if let Some(recording) = &draft.recording {
                assert!(matches!(&draft.body, Body::Question(question) if question.spoken == Some(recording.spoken())));
                self.recordings.push(recording.flac().to_vec());
            }
            let qr = match draft.body {
                Body::Question(question) => {
                    self.questions.push(question);
                    Some(Zeroizing::new("0123456789ABCDEFGHJKMNPQRS".to_owned()))
                }
                body @ (Body::Worry(_) | Body::Offering(_)) => {
                    self.others.push(body);
                    Some(Zeroizing::new("0123456789ABCDEFGHJKMNPQRS".to_owned()))
                }
                body @ Body::Rating(_) => {
                    self.others.push(body);
                    None
                }
                Body::Call(_) => None,
                body @ (Body::Cancel(_) | Body::CheckIn(_)) => {
                    self.appointments.push(body);
                    None
                }
                body @ (Body::Booking(_) | Body::Change(_)) => {
                    self.appointments.push(body);
                    Some(Zeroizing::new("0123456789ABCDEFGHJKMNPQRS".to_owned()))
                }
            };
            let teken = Teken::from_index((324 + number) % TEKENS).ok();
            self.does(Event::Kept(hand_in, KeptReceipt { entry, teken, qr }));
        }
        self
    }

    /// What has a ticket, or was to have one.
    pub(super) fn printed_of(&self) -> Vec<EntryId> {
        self.printed.iter().map(|order| order.entry).collect()
    }

    /// The disk is full.
    pub(super) fn cannot_keep(&mut self) -> &mut Self {
        for (hand_in, draft) in std::mem::take(&mut self.held) {
            self.does(Event::NotKept(hand_in, draft));
        }
        self
    }

    /// The desk gives what it was asked for.
    pub(super) fn gives(&mut self) -> &mut Self {
        for (number, (hand_in, slot)) in std::mem::take(&mut self.taking).into_iter().enumerate() {
            let grant = GrantId::new(9_000 + number as u64).expect("small");
            self.does(Event::Taken(hand_in, Grant { grant, slot }));
        }
        self
    }

    /// Somebody else was faster; these are free.
    pub(super) fn loses(&mut self, instead: &[Offer]) -> &mut Self {
        for (hand_in, _) in std::mem::take(&mut self.taking) {
            self.does(Event::Lost(hand_in, instead.to_vec()));
        }
        self
    }

    /// The desk does not answer.
    pub(super) fn cannot_take(&mut self) -> &mut Self {
        for (hand_in, _) in std::mem::take(&mut self.taking) {
            self.does(Event::NotTaken(hand_in));
        }
        self
    }

    /// The rights to what was handed in are gone.
    pub(super) fn holds_nothing(&mut self) -> &mut Self {
        for (hand_in, draft) in std::mem::take(&mut self.held) {
            self.does(Event::NotHeld(hand_in, draft));
        }
        self
    }

    pub(super) fn scans(&mut self, read: &str) -> &mut Self {
        self.touches(Event::Scanned(Scan::from(read)))
    }

    pub(super) fn last_kept(&self) -> EntryId {
        *self.kept.last().expect("something is kept")
    }

    pub(super) fn at_the_words(&mut self) -> &mut Self {
        self.touches(Event::Touch).chooses("question").chooses("topic-money").chooses("need-explain").chooses("tell-type")
    }

    pub(super) fn at_the_contact(&mut self) -> &mut Self {
        self.touches(Event::Touch).chooses("question").chooses("topic-money").chooses("need-explain").chooses("tell-later")
    }

    /// The shortest way to an overview.
    pub(super) fn at_the_overview(&mut self) -> &mut Self {
        self.at_the_contact().chooses("contact-visit-us").chooses("goal-rest")
    }

    pub(super) fn is_at_rest(&self) -> bool {
        matches!(self.visit.view().screen, Screen::Rest { .. })
    }

    pub(super) fn reads(&self, words: &str) -> bool {
        self.all_read().iter().any(|text| text == words)
    }

    pub(super) fn all_read(&self) -> Vec<String> {
        let view = self.visit.view();
        texts_of(&view).iter().map(|text| LIBRARY.say(view.language, text)).collect()
    }
}
