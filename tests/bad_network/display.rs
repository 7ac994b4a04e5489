//! The display in the hall: what is on the wall when somebody is called, when the line goes, and when it comes back. A real desk over
//! real TLS, with memory in place of a television.

use crate::post::{PATIENCE, Post};
use crate::proxy::{DEADLINE, Weather};
use chrono::DateTime;
use inloop::clock::{MachineClock, MachineLuck};
use inloop::desk::config::{Config, SAMPLE};
use inloop::desk::store::{cards, kiosks, workers};
use inloop::entry::{Body, Contact, EntryId, Language, Question, Teken};
use inloop::kiosk::courier::News;
use inloop::kiosk::display::{Display, Parts};
use inloop::kiosk::enrol::{self, Progress, Way};
use inloop::kiosk::ticket::fonts;
use inloop::texts::{Library, Text};
use inloop::wire::{ENTRIES, SLOTS_SYNC, SLOTS_TAKE, Sort, TODAY};
use inloop_hardware::display::{
    BenchFramebuffer, Call, Canvas, Depth, Framebuffer, FramebufferProblem, Geometry, Panel, Showing, Words, render,
};
use inloop_hardware::ticket::{Direction, Picture, TwoDigits};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// A panel of 10 inches with few pixels, whose rows are longer than what is seen.
const GEOMETRY: Geometry = Geometry { width: 320, height: 200, stride: 704, depth: Depth::Rgb565, offset: (16, 8) };

/// More pictures than come before what a test waits for.
const MOST_PICTURES: usize = 16;

/// One that stays is drawn again twice a minute: whoever sees it so often in a row need wait no longer.
const STAYS: usize = 3;

fn panel() -> Panel {
    Panel::new(217.0, 136.0).unwrap()
}

/// Memory in place of a television, and somebody who looks at it.
struct Looked(BenchFramebuffer, Sender<Canvas>);

impl Framebuffer for Looked {
    fn geometry(&mut self) -> Result<Geometry, FramebufferProblem> {
        self.0.geometry()
    }
    fn show(&mut self, picture: &Canvas, geometry: Geometry) -> Result<(), FramebufferProblem> {
        self.0.show(picture, geometry)?;
        // Nobody looks any more at the end of a test.
        let _ = self.1.send(self.0.picture());
        Ok(())
    }
}

/// A display that was enrolled at this desk.
struct Wall {
    _display: Display,
    seen: Receiver<Canvas>,
}

impl Wall {
    fn before(post: &Post) -> Wall {
        let folder = post.kiosk_folder().with_file_name("display");
        std::fs::create_dir(&folder).unwrap();
        let way = Way { sort: Sort::Display, ..post.way() };
        let offer = enrol::ask(&way, post.code(), Arc::clone(&post.clock), &MachineLuck).unwrap();
        assert_eq!(offer.words(), post.words_at_the_desk());
        let Ok(Progress::Waiting(compared)) = offer.words_are_the_same().look() else { panic!("staff were not asked") };
        post.confirm();
        let Ok(Progress::Enrolled(identity)) = compared.look() else { panic!("the display was not taken in") };
        identity.store(&folder).unwrap();
        let (tell, seen) = channel();
        let parts = Parts {
            folder,
            clock: Arc::clone(&post.clock),
            luck: Arc::new(MachineLuck),
            framebuffer: Box::new(Looked(BenchFramebuffer::new(GEOMETRY), tell)),
            panel: panel(),
            languages: vec![Language::NL],
            texts: None,
            aloud: None,
            proxy: None,
            patience: PATIENCE,
        };
        Wall { _display: Display::start(parts).unwrap(), seen }
    }

    /// Waits until one of these is on the wall; everything that was there before it.
    #[track_caller]
    fn until(&self, what: &str, wanted: &[Canvas]) -> Vec<Canvas> {
        let mut before = Vec::new();
        loop {
            let seen = self.seen.recv_timeout(DEADLINE).unwrap_or_else(|_| panic!("{what} is not on the wall"));
            if wanted.contains(&seen) {
                return before;
            }
            let stays = before.iter().rev().take_while(|one| **one == seen).count() < STAYS;
            assert!(stays, "{what} is not on the wall, and what is there stays");
            before.push(seen);
            assert!(before.len() < MOST_PICTURES, "{what} is not on the wall, but something else again and again");
        }
    }
}

/// As the panel shows it.
fn drawn(showing: &Showing) -> Canvas {
    let picture = render(showing, panel(), (GEOMETRY.width, GEOMETRY.height), &fonts().unwrap()).unwrap();
    GEOMETRY.picture(&GEOMETRY.bytes(&picture))
}

/// What stands there while nobody is called: the post's name, and this in its first two languages.
fn at_rest(key: &'static str) -> Canvas {
    let site = Config::parse(SAMPLE).unwrap().site;
    let texts = Library::parse(inloop_ui::languages()).unwrap();
    let words = |language: &Language, text| {
        let right = texts.reads_from_the_right(*language);
        let direction = if right { Direction::RightToLeft } else { Direction::LeftToRight };
        Words { text, language: language.code().to_owned(), direction }
    };
    let first = &site.languages[..site.languages.len().min(2)];
    let name = Some(words(&first[0], site.name.clone()));
    drawn(&Showing::Rest { name, words: first.iter().map(|code| words(code, texts.say(*code, &Text::key(key)))).collect() })
}

fn call(teken: u16, place: &str) -> Call {
    let teken = Teken::from_index(teken).unwrap();
    let file = inloop_ui::icon_file(&format!("teken-{}", teken.picture().word())).unwrap();
    let number = TwoDigits::new(teken.number()).unwrap();
    Call { picture: Picture::from_svg(file).unwrap(), number, place: place.to_owned() }
}

/// This one large, and those beside it: while it is new, and after that.
fn called(large: &Call, small: &[Call]) -> [Canvas; 2] {
    let direction = Direction::LeftToRight;
    [true, false].map(|fresh| drawn(&Showing::Called { large: large.clone(), fresh, small: small.to_vec(), direction }))
}

/// A kiosk that has tekens to give.
fn post() -> Post {
    let post = Post::open();
    post.until("the site, with tekens", |told| matches!(told, News::Site(_)).then_some(()));
    post
}

fn somebody_waits(post: &Post) -> EntryId {
    let id = post.hand_in(Body::Question(Question { contact: Some(Contact::Wait), ..Question::default() }));
    post.until_delivered(&[id]);
    id
}

/// *Roep volgende*.
fn call_next(post: &Post, place: &'static str) -> Option<EntryId> {
    post.at_desk(move |conn, now| {
        let known = workers::all(conn)?.first().map(|worker| worker.id);
        let worker = known.or(workers::add(conn, "anna", "unused", false, now)?).unwrap();
        cards::call_next(conn, (&[1], None), worker, place, DateTime::from_timestamp(now, 0).unwrap())
    })
}

#[test]
fn who_is_called_at_the_desk_is_on_the_wall_goes_with_the_line_and_comes_back_with_it() {
    let post = post();
    let (first, second) = (somebody_waits(&post), somebody_waits(&post));
    let wall = Wall::before(&post);
    wall.until("that nobody is called", &[at_rest("display-rest")]);

    // Of two who came in one second either may be the first.
    let teken = |id| if id == Some(first) { 0 } else { 1 };
    let one = call(teken(call_next(&post, "Kamer 2")), "Kamer 2");
    wall.until("who is called", &called(&one, &[]));
    let id = call_next(&post, "Balie");
    assert!(id == Some(first) || id == Some(second));
    let other = call(teken(id), "Balie");
    let waiting = called(&one, std::slice::from_ref(&other));
    let turned = called(&other, std::slice::from_ref(&one));
    let both = [waiting, turned.clone()].concat();
    wall.until("the second, beside the first while that is still large", &both);
    wall.until("the second, large after the first", &turned);

    post.proxy.set(Weather::Cut);
    wall.until("that the desk is not heard", &[at_rest("display-offline")]);
    post.proxy.set(Weather::Clear);
    let before = wall.until("those who are still called", &both);
    let honest = [at_rest("display-offline"), at_rest("display-rest")];
    assert!(before.iter().all(|seen| honest.contains(seen)), "nothing that the desk did not confirm was on the wall");
}

#[test]
fn who_is_not_called_any_more_leaves_the_wall_and_an_old_call_does_not_come_back_with_the_line() {
    let post = post();
    let id = somebody_waits(&post);
    let wall = Wall::before(&post);
    assert_eq!(call_next(&post, "Kamer 2"), Some(id));
    let shown = called(&call(0, "Kamer 2"), &[]);
    wall.until("who is called", &shown);
    post.proxy.set(Weather::Cut);
    wall.until("that the desk is not heard", &[at_rest("display-offline")]);
    // Meanwhile they came, and the card was closed.
    post.at_desk(move |conn, now| {
        let worker = workers::all(conn)?[0].id;
        let at = DateTime::from_timestamp(now, 0).unwrap();
        cards::act(conn, id, &[1], worker, inloop::followup::Act::Claim, at)?;
        cards::act(conn, id, &[1], worker, close(), at)
    });
    post.proxy.set(Weather::Clear);
    let before = wall.until("that nobody is called", &[at_rest("display-rest")]);
    assert!(before.iter().all(|seen| !shown.contains(seen)), "it was over");
}

fn close() -> inloop::followup::Act {
    let outcome = inloop::followup::Outcome::Answered;
    inloop::followup::Act::Close(inloop::followup::Closing { outcome, wanted: None, reached: None, call_on: None })
}

#[test]
fn a_display_asks_for_no_times_takes_no_tekens_and_is_known_as_what_it_is() {
    // No kiosk speaks here: whatever is asked, the display asks.
    let post = Post::unenrolled(Arc::new(MachineClock::new()));
    let from = post.proxy.seen();
    let wall = Wall::before(&post);
    wall.until("that nobody is called", &[at_rest("display-rest")]);
    let display = post.at_desk(|conn, _| Ok(kiosks::all(conn)?.pop())).unwrap();
    assert_eq!((display.sort, display.tekens.count), (Sort::Display, 0));
    // It tells how it is, and asks about calls again and again; of the rest, nothing.
    let quiet = |path: &str| ![SLOTS_SYNC, SLOTS_TAKE, TODAY].contains(&path) && !path.starts_with(ENTRIES);
    post.proxy.wait_for("a few questions", from, |seen| seen.len() >= 8);
    post.proxy.wait_for("none of them for times", from, |seen| seen.iter().all(|one| quiet(&one.path)));
}
