//! The devices of the machine in the whole hall: a real desk, a real kiosk, a real glass, and a hand at the bench twins' switches.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod hall;

use hall::{Hall, PATIENCE};
use inloop::clock::MachineLuck;
use inloop::desk::passwords;
use inloop::desk::store::caretaker::{self, Code};
use inloop::desk::store::{Conn, News, StoreError, kiosks, machine, posts};
use inloop::kiosk::machine::watch::Watch;
use inloop::kiosk::machine::{Parts, switches};
use inloop::wire::Machine;
use inloop_hardware::pins::{BenchPins, Edge, Key, PinProblem, Pins, Role, SETTLES, since_start};
use inloop_hardware::watchdog::BenchDog;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Short, so that an idle glass is asked for a turn thirty times a second.
const BITES_AFTER: Duration = Duration::from_millis(120);

/// What the desk knows of the machine, once it is so.
#[track_caller]
fn at_the_desk(hall: &Hall, what: &str, is: fn(&Machine) -> bool) -> Machine {
    hall.at_the_desk(what, move |conn: &mut Conn| {
        let health = kiosks::all(conn)?.remove(0).health;
        Ok::<_, StoreError>(health.and_then(|health| health.machine).filter(is))
    })
}

/// What a test holds of one start: the hand at the switches, and what the watchdog was fed.
type Twins = (Sender<Edge>, Receiver<u64>);

fn devices() -> (impl Fn() -> Parts + Send, Receiver<Twins>) {
    let (give, given) = channel();
    let make = move || {
        let (hand, pins) = BenchPins::new();
        let mut pins = Some(pins);
        let open: switches::Open =
            Box::new(move || pins.take().map(|pins| Box::new(pins) as Box<dyn Pins>).ok_or(PinProblem::Gone));
        let (ear, fed) = channel();
        give.send((hand, fed)).unwrap();
        let watch = Watch { dogs: vec![Box::new(BenchDog(ear))], period: BITES_AFTER, since_start };
        Parts { pins: Some(open), watch: Some(watch), ..Parts::default() }
    };
    (make, given)
}

fn moves(hand: &Sender<Edge>, role: Role, active: bool) {
    hand.send(Edge { role, active, at: since_start() }).unwrap();
}

fn presses(hand: &Sender<Edge>, key: Key) {
    let role = match key {
        Key::Previous => Role::Previous,
        Key::Next => Role::Next,
        Key::Choose => Role::Choose,
    };
    let at = since_start();
    hand.send(Edge { role, active: true, at }).unwrap();
    // Held for longer than a bounce.
    hand.send(Edge { role, active: false, at: at + 2 * SETTLES }).unwrap();
}

#[test]
fn keys_beside_the_glass_an_opened_case_and_a_watchdog_in_a_whole_hall() {
    let (make, given) = devices();
    let mut hall = Hall::with(make);
    let (hand, fed) = given.recv().unwrap();

    // An idle glass feeds; one that hangs does not, however long that lasts; one that comes through does.
    for _ in 0..5 {
        fed.recv_timeout(PATIENCE).unwrap();
    }
    let (hangs, is_hung, wakes) = (channel::<()>(), channel(), ());
    let until = hangs.1;
    slint::invoke_from_event_loop(move || {
        is_hung.0.send(wakes).unwrap();
        let _ = until.recv();
    })
    .unwrap();
    is_hung.1.recv_timeout(PATIENCE).unwrap();
    while fed.try_recv().is_ok() {}
    assert_eq!(fed.recv_timeout(3 * BITES_AFTER), Err(RecvTimeoutError::Timeout), "it is bitten");
    hangs.0.send(()).unwrap();
    fed.recv_timeout(PATIENCE).unwrap();

    // Three keys reach what a finger reaches: the first wakes the glass.
    hall.reads("Welkom. Raak het scherm aan.");
    presses(&hand, Key::Next);
    hall.reads("Wat wilt u doen?");

    // Somebody opens the case while a resident stands there.
    hall.tap("Ik heb een vraag");
    hall.reads("Waar gaat het over?");
    moves(&hand, Role::Case, true);
    hall.reads("Deze zuil is even dicht.");
    let first = at_the_desk(&hall, "the open case", |machine| machine.lock.is_some() && machine.case_open == Some(true));
    moves(&hand, Role::Case, false);
    let shut = at_the_desk(&hall, "the shut case", |machine| machine.case_open == Some(false));
    assert_eq!(shut.lock, first.lock, "shutting it is not looking");

    // Pulling the plug opens nothing.
    hall.take_the_kiosk_away();
    hall.bring_the_kiosk();
    let (hand, _fed) = given.recv().unwrap();
    hall.reads("Deze zuil is even dicht.");
    presses(&hand, Key::Next);
    assert!(!hall.shows("Ik heb een vraag"));

    // Somebody looked, and says so at the desk.
    let lock = first.lock.unwrap();
    let unlock = move |conn: &mut Conn| {
        let kiosk = kiosks::all(conn)?.remove(0).id;
        machine::unlock(conn, kiosk, lock)
    };
    assert!(hall.desk().state().store.write_waiting(News::Hall, unlock).unwrap());
    hall.reads("Welkom. Raak het scherm aan.");
    at_the_desk(&hall, "the end of the lock", |machine| machine.lock.is_none());
    hall.take_the_kiosk_away();
    hall.bring_the_kiosk();
    hall.reads("Welkom. Raak het scherm aan.");

    // Without a line the caretaker ends it at the glass, by digits that the desk called right before.
    let (hand, _fed) = given.recv().unwrap();
    let hash = passwords::hash(DIGITS, &MachineLuck).unwrap();
    let code = Code { which: 7, hash, made_at: chrono::DateTime::UNIX_EPOCH };
    hall.desk().state().store.write_waiting(News::Silent, move |conn| caretaker::keep(conn, posts::FIRST, &code)).unwrap();
    lets_in(&hall);
    hall.tap("Stop");
    hall.reads("Welkom. Raak het scherm aan.");
    hall.take_the_desk_away();
    moves(&hand, Role::Case, true);
    hall.reads("Deze zuil is even dicht.");
    lets_in(&hall);
    hall.tap("Scherm openen");
    hall.reads("De kast is nog open.");
    moves(&hand, Role::Case, false);
    hall.reads("Zit er iets vreemds?");
    hall.tap("Ja");
    hall.reads("Welkom. Raak het scherm aan.");
    hall.bring_the_desk_back();
    at_the_desk(&hall, "the end of that lock", |machine| machine.lock.is_none() && machine.case_open == Some(false));
    hall.take_the_kiosk_away();
    hall.bring_the_kiosk();
    hall.reads("Welkom. Raak het scherm aan.");
}

const DIGITS: &str = "12345678";

/// Opens the caretaker's screen.
fn lets_in(hall: &Hall) {
    hall.corners();
    hall.reads("Toets de acht cijfers.");
    DIGITS.chars().for_each(|digit| hall.tap(&digit.to_string()));
    hall.reads("Zorg voor deze machine");
}
