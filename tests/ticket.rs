//! The *briefje*, from the touch to the dots on paper: a real visit, a real outbox, the printer's thread and its bench twin.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use chrono::{DateTime, NaiveDateTime};
use inloop::clock::{BenchClock, BenchLuck, Clock};
use inloop::entry::*;
use inloop::kiosk::glass::TicketPrinter;
use inloop::kiosk::keeper::{Enrolment, Keeper};
use inloop::kiosk::ticket::{NO_LATER_THAN, NoTicket, PrinterNews, Printing, Proofs, fonts, says, ticket};
use inloop::outbox::Kept;
use inloop::seal::Recipients;
use inloop::texts::Library;
use inloop::visit::{Effect, Event, Helper, KeptReceipt, Offer, SiteView, TicketOrder, Visit, Way};
use inloop_hardware::Bitmap;
use inloop_hardware::printer::{BenchPrinter, Printer, PrinterProblem, PrinterStatus};
use inloop_hardware::ticket::{Direction, Paper, leaflet, render};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Monday 23 November 2026, 8:00 in Lelystad.
const MONDAY: i64 = 1_795_417_200;
const WORDS: [&str; 3] = ["ik slaap slecht", "0612345678", "Fatima"];

#[test]
fn the_ticket_has_picture_number_day_and_code_in_every_language_and_from_the_right_side() {
    for code in ["nl", "en", "ar", "tr", "pl", "uk", "ti", "fa"] {
        let hall = Hall::new(1);
        let (kept, order) = hall.books(code, Whom::Police);
        let language: Language = code.parse().unwrap();
        let drawn = ticket(&kept, &order, &texts()).unwrap();
        let from_the_right = matches!(code, "ar" | "fa");
        assert_eq!(drawn.direction == Direction::RightToLeft, from_the_right, "{code}");
        assert_eq!(drawn.language, code);
        assert!(drawn.teken.contains("02"), "{code}: {}", drawn.teken);
        let moment = drawn.moment.clone().unwrap();
        assert!(moment.contains("23") && !moment.contains(':'), "{code}: the time is in words: {moment}");
        assert!(texts().can_say(language, order.moment.as_ref().unwrap()), "{code}");
        for paper in [Paper::Mm58, Paper::Mm80] {
            let dots = render(&drawn, paper, &fonts().unwrap()).unwrap();
            assert_eq!(codes_on(&dots), [order.code.as_ref().unwrap().as_str()], "{code}");
            look_at(&dots, &format!("{code}-{paper:?}"));
        }
    }
}

#[test]
fn residents_with_nothing_in_common_but_teken_and_code_have_the_same_ticket_dot_for_dot() {
    let dots = |(kept, order): (Kept, TicketOrder)| {
        render(&ticket(&kept, &order, &texts()).unwrap(), Paper::Mm58, &fonts().unwrap()).unwrap()
    };
    let asked = Hall::new(2).asks("topic-feelings", true);
    let said = format!("{:?}", asked.1);
    assert!(WORDS.iter().all(|words| !said.contains(words)));
    assert!(dots(asked) == dots(Hall::new(2).asks("topic-money", false)), "no topic, no words, no name, no number");
    let with = |whom| dots(Hall::new(3).books("nl", whom));
    assert!(with(Whom::Police) == with(Whom::Team), "no host");
    assert!(dots(Hall::new(3).books("nl", Whom::Team)) != dots(Hall::new(4).books("nl", Whom::Team)), "the code is another");
}

#[test]
fn nothing_is_drawn_without_the_proof_that_this_very_entry_is_kept() {
    let hall = Hall::new(5);
    let (kept, order) = hall.asks("topic-money", false);
    let (other, others) = hall.asks("topic-home", false);
    assert!(matches!(ticket(&other, &order, &texts()), Err(NoTicket::NotThatOne)));
    assert!(matches!(ticket(&kept, &others, &texts()), Err(NoTicket::NotThatOne)));

    let mut post = Post::with(|folder| Box::new(BenchPrinter::new(folder.join("tickets"), Paper::Mm58)));
    assert!(matches!(post.printing.print(order), Some(Event::TicketFailed(_))), "its proof was never handed in");
    post.proofs.add(other);
    assert_eq!(post.fate(others), "printed");
    assert_eq!(post.tickets(), 1);
}

#[test]
fn nothing_is_printed_twice_or_after_the_paper_came_back() {
    let mut printers = Vec::new();
    let mut post = Post::with(|folder| {
        let printer = BenchPrinter::new(folder.join("tickets"), Paper::Mm58);
        printers.push(printer.clone());
        Box::new(printer)
    });
    assert_eq!(post.ready(), "ready");
    let hall = Hall::new(6);
    let (kept, order) = hall.asks("topic-money", false);
    printers[0].turn(PrinterStatus::OutOfPaper);
    let id = kept.id();
    post.proofs.add(kept);
    assert_eq!(post.fate(order), "failed");
    assert_eq!(post.ready(), "not ready", "the next resident is offered none");
    printers[0].turn(PrinterStatus::Ready);
    assert!(post.proofs.take(id).is_none(), "no second try");
    let (kept, order) = hall.asks("topic-home", false);
    post.proofs.add(kept);
    assert_eq!(post.fate(order), "printed");
    assert_eq!(post.tickets(), 1, "and the first has not come after all");
}

#[test]
fn a_printer_that_stops_mid_way_is_said_and_what_waits_behind_it_too_long_is_not_printed() {
    let (goes_on, gate) = channel();
    let (begins, begun) = channel();
    let mut post = Post::with(|_| Box::new(Jams { gate, begins, prints: 0 }));
    let hall = Hall::new(7);
    let mut orders = Vec::new();
    for topic in ["topic-money", "topic-home", "topic-work"] {
        let (kept, order) = hall.asks(topic, false);
        post.proofs.add(kept);
        orders.push(order);
    }
    let [first, second, third] = <[TicketOrder; 3]>::try_from(orders).unwrap();
    assert!(post.printing.print(first).is_none());
    begun.recv().unwrap();
    assert!(post.printing.print(second).is_none(), "one may wait");
    assert!(matches!(post.printing.print(third), Some(Event::TicketFailed(_))), "no more than one");
    post.clock.advance(NO_LATER_THAN + Duration::from_secs(1));
    [(), ()].into_iter().for_each(|()| goes_on.send(()).unwrap());
    assert_eq!([post.next(), post.next()], ["failed", "failed"]);
    assert!(begun.try_recv().is_err(), "the second was not begun");
}

#[test]
fn what_is_said_of_a_helper_is_printed_in_the_sites_words_with_the_page_as_a_code() {
    let page = "https://wijkteam.example.nl/waterwijk/koffie-en-samen-eten-in-de-grote-zaal?van=inloop";
    let helper = Helper {
        name: "Buurthuis De Schakel".to_owned(),
        offers: vec!["Koffie en samen eten".to_owned(), "Taalles en computerles".to_owned()],
        place: Some("Grote zaal, elke dag".to_owned()),
        phone: Some("0320 27 85 10".to_owned()),
        page: Some(page.to_owned()),
    };
    let mut post = Post::with(|folder| Box::new(BenchPrinter::new(folder.join("tickets"), Paper::Mm58)));
    for language in ["nl", "ar"] {
        let mut visit = Visit::at_rest(SiteView { helpers: vec![helper.clone()], ..site() });
        let now = BenchClock::at(MONDAY, true).now();
        let touches =
            [Event::Touch, Event::Languages, chosen(language), chosen("who-helps"), chosen("helper-0"), chosen("ticket")];
        let effects: Vec<Effect> = touches.into_iter().flat_map(|touch| visit.handle(touch, now)).collect();
        let [Effect::PrintLeaflet(order)] = &effects[..] else { panic!("{effects:?}") };
        let says = says(order, &texts());
        // In one piece: where words run from right to left, the groups of a number would change places.
        assert!(says.lines.iter().any(|line| line.contains("0320\u{a0}27\u{a0}85\u{a0}10")), "{:?}", says.lines);
        for paper in [Paper::Mm58, Paper::Mm80] {
            let drawn = leaflet(&says, paper, &fonts().unwrap()).unwrap();
            look_at(&drawn, &format!("leaflet-{language}-{}", paper.dots()));
            assert_eq!(codes_on(&drawn), [page]);
        }
        assert!(post.printing.print_leaflet(order.clone()).is_none());
        let printed = std::iter::from_fn(|| post.news.recv().ok()).find_map(|news| match news {
            PrinterNews::Leaflet { printed } => Some(printed),
            _ => None,
        });
        assert_eq!(printed, Some(true));
    }
    assert_eq!(post.tickets(), 2);
}

/// A printer whose paper tears in the middle of the first ticket.
struct Jams {
    gate: Receiver<()>,
    begins: Sender<()>,
    prints: usize,
}

impl Printer for Jams {
    fn paper(&self) -> Paper {
        Paper::Mm58
    }

    fn status(&mut self) -> PrinterStatus {
        PrinterStatus::Ready
    }

    fn print(&mut self, _: &Bitmap) -> Result<(), PrinterProblem> {
        self.prints += 1;
        self.begins.send(()).unwrap();
        self.gate.recv().unwrap();
        Err(PrinterProblem::Write(std::io::ErrorKind::BrokenPipe.into()))
    }
}

/// The printer's thread, and what it says.
struct Post {
    printing: Printing,
    proofs: Arc<Proofs>,
    clock: Arc<BenchClock>,
    news: Receiver<PrinterNews>,
    folder: tempfile::TempDir,
}

impl Post {
    fn with(printer: impl FnOnce(&Path) -> Box<dyn Printer>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (clock, proofs) = (Arc::new(BenchClock::at(MONDAY, true)), Arc::new(Proofs::default()));
        let (tell, news) = channel();
        let drawing = (texts(), fonts().unwrap());
        let printing = Printing::start(printer(folder.path()), drawing, Arc::clone(&proofs), clock.clone(), move |news| {
            drop(tell.send(news))
        })
        .unwrap();
        Post { printing, proofs, clock, news, folder }
    }

    fn fate(&mut self, order: TicketOrder) -> &'static str {
        match self.printing.print(order) {
            Some(_) => "failed at once",
            None => self.next(),
        }
    }

    /// The next answer.
    fn next(&self) -> &'static str {
        loop {
            match self.news.recv().unwrap() {
                PrinterNews::Answer { printed, .. } => return if printed { "printed" } else { "failed" },
                PrinterNews::Is(_) | PrinterNews::Leaflet { .. } => {}
            }
        }
    }

    /// The next word of how the printer is.
    fn ready(&self) -> &'static str {
        match self.news.recv().unwrap() {
            PrinterNews::Is(is) if is.prints() => "ready",
            PrinterNews::Is(_) => "not ready",
            PrinterNews::Answer { .. } | PrinterNews::Leaflet { .. } => "an answer",
        }
    }

    fn tickets(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("tickets")).map_or(0, Iterator::count)
    }
}

/// A disk, and residents who leave something on it.
struct Hall {
    keeper: Keeper,
    _folder: tempfile::TempDir,
}

impl Hall {
    fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(BenchClock::at(MONDAY, true));
        let keeper = Keeper::start(&folder.path().join("outbox.sqlite"), clock, Arc::new(BenchLuck::seeded(seed))).unwrap();
        let handle = keeper.handle();
        handle.enrol(enrolment(), Vec::new()).unwrap();
        handle.grant_tekens(vec![TekenBlock { first: 24, count: 3 }]).unwrap();
        let asked = handle.ask_for_slots().unwrap();
        handle.take_up(asked, [Whom::Team, Whom::Police].map(right).to_vec(), Vec::new()).unwrap();
        Hall { keeper, _folder: folder }
    }

    /// A question, with words or without, and its ticket.
    fn asks(&self, topic: &str, words: bool) -> (Kept, TicketOrder) {
        let mut touches = vec![Event::Touch, chosen("question"), chosen(topic), chosen("need-explain")];
        if words {
            touches.push(chosen("tell-type"));
            touches.extend(typed(WORDS[0]));
            touches.extend([Event::Next, chosen("contact-call")]);
            touches.extend(typed(WORDS[1]));
            touches.extend([Event::Next, Event::Next]);
            touches.extend(typed(WORDS[2]));
            touches.extend([Event::Next, Event::Next]);
        } else {
            touches.extend([chosen("tell-later"), chosen("contact-visit-us"), chosen("goal-rest")]);
        }
        self.leaves(touches)
    }

    /// An appointment in that language, and its ticket.
    fn books(&self, language: &str, whom: Whom) -> (Kept, TicketOrder) {
        let touches = vec![
            Event::Touch,
            Event::Languages,
            chosen(language),
            chosen("appointment"),
            chosen(&format!("whom-{}", whom.word())),
            chosen("day-2026-11-23"),
            chosen(&format!("time-{}", right(whom).slot)),
        ];
        self.leaves(touches)
    }

    /// Up to the last screen, and "Briefje".
    fn leaves(&self, touches: Vec<Event>) -> (Kept, TicketOrder) {
        let now = BenchClock::at(MONDAY, true).now();
        let mut visit = Visit::at_rest(site());
        for touch in touches {
            assert!(visit.handle(touch, now).is_empty());
        }
        assert!(visit.handle(chosen("ticket"), now).is_empty(), "nothing is kept yet");
        let mut effects = visit.handle(Event::Next, now);
        let Some(Effect::Keep(hand_in, draft)) = effects.pop() else { panic!("{effects:?}, at {:?}", visit.view().screen) };
        assert!(visit.handle(chosen("ticket"), now).is_empty(), "nothing is kept yet");
        let (answer, answers) = channel();
        self.keeper.handle().hand_in(draft, move |kept| answer.send(kept).unwrap());
        let (kept, qr) = answers.recv().unwrap().unwrap().into_parts();
        let receipt = KeptReceipt { entry: kept.id(), teken: kept.teken(), qr };
        assert!(visit.handle(Event::Kept(hand_in, receipt), now).is_empty());
        match visit.handle(chosen("ticket"), now).pop() {
            Some(Effect::PrintTicket(order)) => (kept, order),
            other => panic!("{other:?}"),
        }
    }
}

fn chosen(id: &str) -> Event {
    Event::Choose(id.to_owned())
}

fn typed(words: &str) -> Vec<Event> {
    words.chars().map(|c| Event::Typed(c.into())).collect()
}

fn right(whom: Whom) -> Grant {
    let slot = SlotId::at(SpreekuurId::new(whom as u32 + 1).unwrap(), DateTime::from_timestamp(MONDAY + 2 * 3600, 0).unwrap());
    Grant { grant: GrantId::new(10 + whom as u64).unwrap(), slot: slot.unwrap() }
}

fn site() -> SiteView {
    let start: NaiveDateTime = "2026-11-23T10:00:00".parse().unwrap();
    let offer = |whom| Offer { slot: right(whom).slot, whom, start, minutes: 15, held: Some(right(whom).grant) };
    SiteView {
        name: "Wijkpost Waterwijk".to_owned(),
        ways: Way::ALL.to_vec(),
        languages: texts().languages().collect(),
        clock_trusted: true,
        printer_ready: true,
        whoms: vec![Whom::Team, Whom::Police],
        offers: [Whom::Team, Whom::Police].map(offer).to_vec(),
        ..SiteView::unknown()
    }
}

fn texts() -> Library {
    Library::parse(inloop_ui::languages()).unwrap()
}

/// What an independent reader makes of the codes on the ticket.
fn codes_on(drawn: &Bitmap) -> Vec<String> {
    let (width, height) = (drawn.width() as usize, drawn.height() as usize);
    let dot = |x: usize, y: usize| if drawn.get(x as u32, y as u32) { 0 } else { 255 };
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, dot);
    seen.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

/// With `INLOOP_TICKETS=DIR` the tickets of these tests are there to look at.
fn look_at(drawn: &Bitmap, name: &str) {
    let Some(folder) = std::env::var_os("INLOOP_TICKETS").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let png = inloop_hardware::twin::png(drawn, inloop_hardware::twin::Look::Paper, 1).unwrap();
    std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
}

fn enrolment() -> Enrolment {
    // Two public keys whose private halves nobody has.
    let recipients = Recipients::parse(
        "age1dksxp3tpp3k8j7mczn4200g7k0nl6shw0zfr9ngayt39nk6cvc6s7unxz8",
        "age1j82p0kszx6yrnfkv3w7f9fu5gnwy57mxwh8fdywxascvqlf4gd8sxsvhqw",
    );
    Enrolment { kiosk: KioskId::new(7).unwrap(), epoch: Epoch::new(2), recipients: recipients.unwrap() }
}
