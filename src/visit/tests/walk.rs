//! A resident who touches anything, in any order, at any time, while the post changes around them.

use super::late::at_clock;
use super::*;
use crate::visit::handing::What;
use chrono::Weekday;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::{BTreeMap, BTreeSet};

/// What is said only of something that was kept.
const RECEIPTS: [&str; 8] = [
    "booked-title",
    "changed-title",
    "cancelled-title",
    "here-title",
    "wish-title",
    "worry-thanks",
    "offer-thanks",
    "rate-thanks",
];

/// One thing that can happen. Places are taken modulo what there is.
#[derive(Clone, Debug)]
enum Happens {
    Touches(u8),
    Tile(u8),
    Line(u8),
    Types(char),
    Digits,
    Waits(u8),
    Keeps,
    CannotKeep,
    HoldsNothing,
    Gives,
    Loses(bool),
    CannotTake,
    Scans(u8),
    Delivered(u8),
    Comes(u8),
    AtTheDesk(u8, bool),
    /// The printer answers, or fails; perhaps about somebody else's.
    Paper(u8, bool),
    /// The microphone hears somebody, hands over a recording, fails, or what plays ends.
    Hears(u8),
    Changes(u8),
    Fits(u8),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        6 => any::<u8>().prop_map(Happens::Touches),
        12 => any::<u8>().prop_map(Happens::Tile),
        2 => any::<u8>().prop_map(Happens::Line),
        2 => prop_oneof![Just('☃'), Just('1'), Just('@'), Just('\n'), any::<char>()].prop_map(Happens::Types),
        1 => Just(Happens::Digits),
        2 => any::<u8>().prop_map(Happens::Waits),
        3 => Just(Happens::Keeps),
        1 => Just(Happens::CannotKeep),
        1 => Just(Happens::HoldsNothing),
        2 => Just(Happens::Gives),
        1 => any::<bool>().prop_map(Happens::Loses),
        1 => Just(Happens::CannotTake),
        1 => any::<u8>().prop_map(Happens::Scans),
        1 => any::<u8>().prop_map(Happens::Delivered),
        1 => any::<u8>().prop_map(Happens::Comes),
        1 => any::<(u8, bool)>().prop_map(|(which, day)| Happens::AtTheDesk(which, day)),
        1 => any::<(u8, bool)>().prop_map(|(which, printed)| Happens::Paper(which, printed)),
        3 => any::<u8>().prop_map(Happens::Hears),
        1 => any::<u8>().prop_map(Happens::Changes),
        1 => any::<u8>().prop_map(Happens::Fits),
    ]
}

#[derive(Default)]
struct Seen {
    moments: usize,
    comes: BTreeSet<EntryId>,
    named_a_day: BTreeSet<EntryId>,
    /// Whose tickets came out, and whose did not.
    printed: BTreeSet<EntryId>,
    not_printed: BTreeSet<EntryId>,
    texts: BTreeMap<String, Text>,
    /// The same by what stands in their places: days and tekens are texts too.
    said: BTreeMap<String, Text>,
    icons: BTreeSet<String>,
}

impl Hall {
    fn live(&mut self, step: &Happens, seen: &mut Seen) {
        let pick = |place: u8, of: usize| usize::from(place) % of.max(1);
        match *step {
            Happens::Touches(which) => {
                let (stops_before, stops) = (self.forgotten, which % 20 == 0);
                self.does(match which % 20 {
                    16 => Event::Seeing,
                    17 => Event::ReadAloud,
                    18 => Event::Sound(true),
                    19 => Event::Sound(false),
                    0 => Event::Stop,
                    1 => Event::Help,
                    2 => Event::Languages,
                    3 => Event::Size,
                    4 => Event::Cover,
                    5 => Event::Uncover,
                    6 | 7 => Event::Back,
                    8 => Event::Backspace,
                    9 => Event::StillHere,
                    10 => Event::Choose("more".to_owned()),
                    11 => Event::ZeroSix,
                    12 | 13 => Event::Next,
                    _ => Event::Touch,
                });
                if stops {
                    assert!(self.is_at_rest() && self.visit.holds_no_words() && self.visit.wake_at().is_none());
                    assert!(self.forgotten <= stops_before + 2);
                }
            }
            Happens::Tile(which) => {
                let tiles = tiles_of(&self.visit.view());
                match tiles.get(pick(which, tiles.len())) {
                    Some(tile) => self.does(Event::Choose(tile.clone())),
                    None => self.does(Event::Next),
                };
            }
            Happens::Line(which) => {
                let ids: Vec<&str> = match &self.visit.view().screen {
                    Screen::Overview(overview) => overview.lines.iter().map(|line| line.id).collect(),
                    _ => vec!["number"],
                };
                self.does(Event::Edit(ids[pick(which, ids.len())].to_owned()));
            }
            Happens::Types(c) => {
                self.does(Event::Typed(c.into()));
            }
            Happens::Digits => {
                for c in "12345678".chars() {
                    self.does(Event::Typed(c.into()));
                }
            }
            Happens::Waits(seconds) => {
                self.waits(Duration::from_secs(seconds.into()));
            }
            Happens::Keeps => {
                self.keeps();
            }
            Happens::CannotKeep => {
                self.cannot_keep();
            }
            Happens::HoldsNothing => {
                self.holds_nothing();
            }
            Happens::Gives => {
                self.gives();
            }
            Happens::Loses(told) => {
                let instead = [offer(Whom::Police, "2026-11-24T12:45", None), offer(Whom::Team, "2026-11-24T09:45", None)];
                self.loses(if told { &instead } else { &[] });
            }
            Happens::CannotTake => {
                self.cannot_take();
            }
            Happens::Scans(which) => {
                let (step, answers) = (self.visit.step, format!("{:?}", self.visit.answers));
                let busy = self.visit.step.field().is_some_and(|field| field != super::super::answers::Field::Teken);
                self.does(Event::Scanned(Scan::from(match which % 4 {
                    0 => "☃ not a code",
                    which => LazyLock::force(&CODES)[usize::from(which) - 1].as_str(),
                })));
                if busy {
                    assert_eq!((step, answers), (self.visit.step, format!("{:?}", self.visit.answers)), "a scan loses nothing");
                }
            }
            Happens::Delivered(which) if !self.kept.is_empty() => {
                self.does(Event::CallDelivered(self.kept[pick(which, self.kept.len())]));
            }
            Happens::Comes(which) if !self.kept.is_empty() => {
                let entry = self.kept[self.kept.len() - 1 - pick(which, self.kept.len().min(3))];
                seen.comes.insert(entry);
                self.does(Event::SomebodyComes(entry));
            }
            Happens::AtTheDesk(which, day) if !self.kept.is_empty() => {
                let entry = self.kept[self.kept.len() - 1 - pick(which, self.kept.len().min(3))];
                let day = day.then(|| DAYS[pick(which, 7)]);
                seen.named_a_day.extend(day.map(|_| entry));
                self.does(Event::DeskReceipt(entry, day));
            }
            Happens::Paper(which, printed) if !self.kept.is_empty() => {
                let entry = self.kept[self.kept.len() - 1 - pick(which, self.kept.len().min(3))];
                if printed {
                    seen.printed.insert(entry)
                } else {
                    seen.not_printed.insert(entry)
                };
                self.does(if printed { Event::TicketPrinted(entry) } else { Event::TicketFailed(entry) });
            }
            Happens::Delivered(_) | Happens::Comes(_) | Happens::AtTheDesk(..) | Happens::Paper(..) => {}
            Happens::Hears(which) => {
                let (on, plays) = (self.microphone, self.plays);
                match which % 5 {
                    0 if on.is_some() => self.hears(Duration::from_secs((which / 2).into()), which % 13),
                    1 if self.tape.is_some() => self.records(u64::from(which % 120) + 1),
                    2 if self.tape.is_some() => {
                        let until_then = (which % 3 == 0).then(|| speaking::recording(u64::from(which % 120) + 1));
                        self.microphone_fails(until_then)
                    }
                    3 => {
                        self.plays = None;
                        match plays {
                            Some(tape) => self.does(Event::Played(tape)),
                            None => self,
                        }
                    }
                    _ => self,
                };
            }
            Happens::Changes(bits) => {
                let presence = [Presence::Somebody, Presence::Nobody, Presence::Unknown][pick(bits, 3)];
                self.does(Event::Site(SiteView {
                    presence,
                    online: bits & 8 == 0,
                    open_now: (bits & 16 == 0).then_some(bits & 32 == 0),
                    printer_ready: bits & 64 == 0,
                    scanner: bits % 3 != 0,
                    may_speak: bits % 13 != 0,
                    handset: bits % 4 != 0,
                    clock_trusted: bits & 128 == 0,
                    earliest: (bits % 6 == 0 && bits & 128 == 0).then(|| "2026-11-23T12:00:00".parse().expect("a time")),
                    phone: (bits & 4 == 0).then(|| "14020".to_owned()),
                    offers: if bits % 5 == 0 { Vec::new() } else { site().offers },
                    messages: if bits % 7 == 0 { vec![Way::Email] } else { site().messages },
                    ways: if bits % 11 == 0 { vec![Way::VisitUs] } else { site().ways },
                    readers: if bits & 2 == 0 { Readers::OurTeam } else { Readers::Organisations(Vec::new()) },
                    ..site()
                }));
            }
            Happens::Fits(tiles) => {
                self.does(Event::TilesFit(tiles.into())).does(Event::LowIsShort(tiles % 2 == 0));
            }
        }
    }

    fn check(&self, seen: &mut Seen) {
        let view = self.visit.view();
        let rests = self.is_at_rest();
        assert!(view.bar.help, "Hulp is on every screen");
        assert_eq!(view.bar.stop, !rests, "Stop is on every screen but the resting one");
        assert_eq!(self.visit.wake_at().is_some(), !rests, "somebody who walks away is noticed");
        if let Some((at, _)) = self.visit.wake_at() {
            assert!(at > self.clock.now(), "what was due is done");
        }
        if rests {
            assert!(self.visit.holds_no_words());
        }
        let texts = texts_of(&view);
        let said = |start: &str| texts.iter().any(|text| text.key.starts_with(start));
        if matches!(view.screen, Screen::Receipt(_)) && self.visit.step != Step::Helper {
            assert!(self.visit.handed.as_ref().is_some_and(|handed| handed.receipt.is_some()));
        } else {
            assert!(!said("receipt-") && !said("thanks-"), "nothing is promised before it is kept");
        }
        let promised = RECEIPTS.into_iter().find(|key| said(key));
        if let Some(promised) = promised {
            let what = self.visit.handed.as_ref().filter(|handed| handed.receipt.is_some()).map(|handed| handed.what);
            let true_of = match what {
                Some(What::Booking(Some(_))) => "booked-title",
                Some(What::Change(Some(_))) => "changed-title",
                Some(What::Booking(None) | What::Change(None)) => "wish-title",
                Some(What::Cancel) => "cancelled-title",
                Some(What::CheckIn(_)) => "here-title",
                Some(What::Worry) => "worry-thanks",
                Some(What::Offering) => "offer-thanks",
                Some(What::Rating) => "rate-thanks",
                Some(What::Question) | None => "nothing",
            };
            assert_eq!(promised, true_of, "a receipt says what was kept and no more");
        }
        if tiles_of(&view).iter().any(|id| id.starts_with("time-") || id.starts_with("day-2")) {
            assert!(self.visit.site.clock_trusted, "no day and no time without a clock that is believed");
        }
        if said("wish-call") {
            assert!(self.visit.site.ways.contains(&Way::Call) || matches!(view.screen, Screen::Receipt(_)));
        }
        if said("call-coming") {
            assert!(!seen.comes.is_empty(), "nobody said that they come");
        }
        let papers = [("ticket-taken", &seen.printed), ("ticket-failed", &seen.not_printed)];
        for (_, those) in papers.into_iter().filter(|(key, _)| said(key)) {
            assert!(self.printed.iter().any(|order| those.contains(&order.entry)), "nobody said what became of the ticket");
        }
        let shown = matches!(view.screen, Screen::Speaking(ref speaking) if speaking.doing == Doing::Records);
        assert!(self.microphone.is_none() || shown, "the microphone is on, and the glass does not say so");
        if said("receipt-hear-by") {
            assert!(!seen.named_a_day.is_empty() && self.visit.site.clock_trusted);
        }
        seen.moments += 1;
        if seen.moments.is_multiple_of(16) {
            assert!(!format!("{:?} {view:?}", self.visit).contains('☃'));
        }
        seen.icons.extend(icons_of(&view));
        for text in texts {
            seen.said.insert(format!("{:?}", text.args), text.clone());
            seen.texts.insert(text.key.to_string(), text);
        }
    }
}

static CODES: LazyLock<[String; 3]> = LazyLock::new(|| [1, 2, 77].map(code_of));

fn live_through(steps: &[Happens], seen: &mut Seen) {
    let mut hall = Hall::open();
    hall.check(seen);
    for step in steps {
        hall.live(step, seen);
        hall.check(seen);
    }
    // Whatever happened, Hulp is heard and Stop ends it.
    let rung = hall.rung;
    hall.does(Event::Help);
    assert_eq!(hall.rung, rung + 1);
    hall.does(Event::Stop);
    assert!(hall.is_at_rest() && hall.visit.holds_no_words());
    // And whoever comes next can leave a question.
    hall.held.clear();
    hall.taking.clear();
    hall.does(Event::Site(site())).does(Event::TilesFit(6)).at_the_overview().goes_on().keeps();
    assert!(hall.reads("Bedankt. Wij hebben uw vraag."));
    for text in seen.texts.values().chain(seen.said.values()) {
        for language in LIBRARY.languages() {
            assert!(LIBRARY.can_say(language, text), "{} lacks {}", language.code(), text.key);
        }
    }
    for icon in &seen.icons {
        assert!(
            std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/icons")).join(format!("{icon}.svg")).is_file(),
            "{icon}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_touched_there_is_a_way_out_and_no_false_promise(steps in prop::collection::vec(happens(), 300)) {
        live_through(&steps, &mut Seen::default());
    }
}

/// Each key and each pictogram that a visit can show is there, in every language.
#[test]
fn every_text_and_pictogram_of_a_long_day_exists() {
    let mut seen = Seen::default();
    for way in Way::ALL {
        for day in DAYS {
            somebody_is_answered(way, day, &mut seen);
        }
    }
    somebody_comes_for_an_appointment(&mut seen);
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let day = prop::collection::vec(happens(), 12_000).new_tree(&mut runner).expect("a day").current();
    live_through(&day, &mut seen);
    for rare in [
        "receipt-hear-by",
        "call-coming",
        "not-kept-title",
        "bsn-question",
        "number-none",
        "email-none",
        "danger-113",
        "booked-title",
        "changed-title",
        "cancelled-title",
        "here-title",
        "here-at-desk",
        "wish-title",
        "missed-taken",
        "missed-offline",
        "missed-passed",
        "ticket-asked",
        "ticket-taken",
        "ticket-failed",
        "not-today-title",
        "not-found-title",
        "needs-code-title",
        "worker-helps",
    ] {
        assert!(seen.texts.contains_key(rare), "{rare} did not happen in a day of {} texts", seen.texts.len());
    }
}

const DAYS: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Low, in a hurry, with a BSN in the words, on a disk that is full at first.
fn somebody_is_answered(way: Way, day: Weekday, seen: &mut Seen) {
    let mut hall = Hall::open();
    hall.touches(Event::Touch).chooses("question").does(Event::TilesFit(12)).chooses("topic-feelings").chooses("need-urgent");
    hall.check(seen);
    hall.goes_on().chooses("tell-type").types("111222333").goes_on().check(seen);
    hall.chooses("bsn-keep").chooses(way.key());
    if way.needs_number() {
        hall.types("06").goes_on().check(seen);
        hall.chooses("change").types("12345678").goes_on().check(seen);
        hall.goes_on().goes_on();
    } else if way == Way::Email {
        hall.types("jan").goes_on().check(seen);
        hall.chooses("change").types("@example.nl").goes_on().goes_on();
    }
    hall.chooses("goal-unsure").check(seen);
    hall.goes_on().cannot_keep().check(seen);
    hall.chooses("again").keeps().check(seen);
    let entry = hall.last_kept();
    seen.comes.insert(entry);
    seen.named_a_day.insert(entry);
    hall.does(Event::DeskReceipt(entry, Some(day))).does(Event::SomebodyComes(entry)).check(seen);
}

/// Every way through an appointment, one after the other.
fn somebody_comes_for_an_appointment(seen: &mut Seen) {
    let mut hall = Hall::open();
    hall.chooses_a_time("whom-team", "2026-11-23T09:00").check(seen);
    hall.goes_on().check(seen);
    hall.cannot_take().check(seen);
    hall.does(Event::Stop).chooses_a_time("whom-team", "2026-11-23T09:00").goes_on().loses(&[]).check(seen);
    hall.does(Event::Stop).chooses_a_time("whom-police", "2026-11-23T10:00");
    hall.does(Event::Site(at_clock("2026-11-23T10:01"))).check(seen);
    hall.does(Event::Site(site())).does(Event::Stop);
    for event in [Event::TicketPrinted, Event::TicketFailed] {
        hall.chooses_a_time("whom-police", "2026-11-23T10:00").goes_on().keeps().chooses("ticket").check(seen);
        let entry = hall.last_kept();
        seen.printed.insert(entry);
        seen.not_printed.insert(entry);
        hall.does(event(entry)).check(seen);
        hall.does(Event::Stop);
    }
    hall.chooses_a_time("whom-police", "2026-11-23T10:00").goes_on().keeps().check(seen);
    hall.does(Event::Stop).scans(&code_of(1)).check(seen);
    hall.chooses("other-time").chooses("day-2026-11-23").chooses(&super::booking::time_of(Whom::Police, "2026-11-23T10:30"));
    hall.check(seen);
    hall.goes_on().keeps().check(seen);
    hall.does(Event::Stop).scans(&code_of(1)).chooses("not-coming").check(seen);
    hall.chooses("not-coming-yes").keeps().check(seen);
    let entry = hall.last_kept();
    hall.does(Event::DeskReceipt(entry, None)).check(seen);
    hall.does(Event::Stop).scans(&code_of(1)).chooses("here").keeps().check(seen);
    let entry = hall.last_kept();
    hall.does(Event::DeskReceipt(entry, None)).check(seen);
    hall.does(Event::Stop).touches(Event::Touch).chooses("have-appointment").does(Event::TilesFit(12)).check(seen);
    hall.chooses("teken-vis").types("14").check(seen);
    hall.goes_on().chooses("other-time").check(seen);
    for (code, screen) in
        [(code_of(77), "not-today-title"), ("none".to_owned(), "not-found-title"), (code_of(77), "worker-helps")]
    {
        hall.does(Event::Stop).scans(&code).check(seen);
        assert!(texts_of(&hall.visit.view()).iter().any(|text| text.key == screen), "{screen}");
    }
    hall.does(Event::Stop).touches(Event::Touch).chooses("appointment").chooses("whom-housing").check(seen);
    hall.goes_on().goes_on().goes_on().keeps().check(seen);
}
