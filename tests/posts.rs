//! Two posts in one desk: each kiosk knows its own, and nothing of the other's.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

#[allow(dead_code, reason = "shared with other tests")]
mod appointing;
mod by_hand;

use appointing::*;
use by_hand::*;
use inloop::booking::desk::Holder;
use inloop::clock::Clock;
use inloop::desk::config::SiteConfig;
use inloop::desk::store::appointing::{self as phone, Booked, ByPhone};
use inloop::desk::store::posts::{self, Added, Changed, PostId};
use inloop::desk::store::{appointments, cards, kiosks, workers};
use inloop::entry::*;
use inloop::seal::seal;
use inloop::wire::*;
use inloop_hardware::display::{LARGE_FOR, Queue, Told};
use std::collections::BTreeSet;
use std::time::Duration;

/// Kiosks of one post: each has a hundred of its 1200 tekens.
const ROOM: u8 = 12;

const ONE: PostId = posts::FIRST;

/// A second post, which is otherwise than the first in everything.
fn noord(bench: &Bench) -> PostId {
    let mut site = bench.config.site.clone();
    (site.name, site.phone, site.hours) = ("Post Noord".into(), None, Vec::new());
    (site.contact, site.messages) = (vec!["wait".into()], vec!["sms".into()]);
    site.helpers = vec![Helper { name: "Ans".into(), offers: vec!["Geld".into()], place: None, phone: None, page: None }];
    site.languages = vec![Language::EN];
    let now = bench.now();
    match bench.write(move |conn| posts::add(conn, &site, now)) {
        Added::Yes(post) => post,
        other => panic!("{other:?}"),
    }
}

/// Two kiosks in each of two posts.
fn town(bench: &Bench) -> (PostId, [Kiosk; 2], [Kiosk; 2]) {
    let two = noord(bench);
    let in_post = |post, seeds: [u8; 2]| seeds.map(|seed| bench.enrolled_in(post, seed).unwrap());
    (two, in_post(ONE, [1, 2]), in_post(two, [3, 4]))
}

fn site(bench: &Bench, kiosk: &Kiosk) -> Site {
    let said = bench.ask(kiosk.get(SITE));
    assert!(said.signed && said.status == 200, "{said:?}");
    said.json()
}

fn healthy(bench: &Bench, kiosk: &Kiosk) -> HealthAnswer {
    let health = Health {
        v: 1,
        waiting: 0,
        parked: 0,
        sound_waiting: 0,
        sound_parked: 0,
        disk: DiskState::Ok,
        clock_trusted: true,
        software: "0.1.0".into(),
        texts: None,
        machine: None,
    };
    bench.ask(kiosk.sign("POST", HEALTH, &serde_json::to_vec(&health).unwrap(), Duration::ZERO)).json()
}

fn calls(bench: &Bench, kiosk: &Kiosk) -> Calls {
    bench.ask(kiosk.get(&format!("{CALLS}/0"))).json()
}

/// Everything that a sync says of times.
fn slots_of(told: &Slots) -> BTreeSet<SlotId> {
    told.held.iter().map(|right| right.slot).chain(told.free.iter().copied()).collect()
}

#[test]
fn each_kiosk_is_told_of_its_own_post_and_hears_when_that_changes() {
    let bench =
        Bench::connected("[connect]\npages = \"https://inloop.example.nl\"\n[connect.by_hand]\nreader = \"De gemeente\"\n");
    let (two, ours, theirs) = town(&bench);
    for kiosk in &ours {
        let told = site(&bench, kiosk);
        assert_eq!((told.name.as_str(), told.phone.as_deref(), told.hours.len()), ("Huis van de Wijk", Some("0320 123456"), 5));
        assert_eq!((told.languages, told.helpers.len(), told.messages.len()), (vec!["nl".into(), "en".into()], 0, 0));
    }
    for kiosk in &theirs {
        let told = site(&bench, kiosk);
        assert_eq!((told.name.as_str(), told.phone, told.hours.len()), ("Post Noord", None, 0));
        assert_eq!((told.contact, told.messages), (vec!["wait".into()], vec!["sms".into()]));
        assert_eq!((told.languages, told.helpers.len()), (vec!["en".into()], 1));
        assert_eq!(told.readers, ["Het wijkteam", "De gemeente"], "who reads is the configuration's, in every post");
    }
    let before = healthy(&bench, &theirs[0]).site_version;
    let hall = *bench.state.store.hall_news().borrow();
    let changed = bench.write(move |conn| {
        let post = posts::find(conn, two)?.unwrap();
        let site = SiteConfig { name: "Post Zuid".into(), readers: vec!["Niemand".into()], ..post.site };
        posts::change(conn, two, post.version, &site)
    });
    assert_eq!(changed, Changed::Yes);
    assert!(healthy(&bench, &theirs[0]).site_version > before, "the site is to be fetched again");
    assert!(*bench.state.store.hall_news().borrow() > hall);
    let told = site(&bench, &theirs[1]);
    assert_eq!((told.name.as_str(), told.readers.len()), ("Post Zuid", 2));
    assert_eq!(site(&bench, &ours[0]).name, "Huis van de Wijk");
}

#[test]
fn of_two_who_change_a_post_at_once_the_second_is_told_and_no_name_is_there_twice() {
    let bench = Bench::new();
    let two = noord(&bench);
    let change = |version, name: &'static str| {
        bench.write(move |conn| {
            let post = posts::find(conn, two)?.unwrap();
            posts::change(conn, two, version, &SiteConfig { name: name.into(), ..post.site })
        })
    };
    assert_eq!(change(1, "Post Noord"), Changed::Same);
    assert_eq!(change(1, "Post Zuid"), Changed::Yes);
    assert_eq!(change(1, "Post West"), Changed::Meanwhile);
    assert_eq!(change(2, "Huis van de Wijk"), Changed::NameTaken);
    let (site, now) = (bench.config.site.clone(), bench.now());
    assert_eq!(bench.write(move |conn| posts::add(conn, &site, now)), Added::NameTaken);
    let names: Vec<String> = bench.read(posts::all).into_iter().map(|post| post.site.name).collect();
    assert_eq!(names, ["Huis van de Wijk", "Post Zuid"]);
}

#[test]
fn a_kiosk_knows_and_takes_the_times_of_its_own_post_alone() {
    let bench = Bench::new();
    let (two, ours, theirs) = town(&bench);
    let here = spreekuur_in(&bench, ONE, Whom::Team, &hours(1..=9));
    let there = spreekuur_in(&bench, two, Whom::Team, &hours(1..=9));
    for (kiosks, own) in [(&ours, here), (&theirs, there)] {
        for kiosk in kiosks {
            let told = sync(&bench, kiosk);
            assert_eq!(told.spreekuren.iter().map(|one| one.id).collect::<Vec<_>>(), [own]);
            assert!(!told.held.is_empty() && !told.free.is_empty());
            assert!(slots_of(&told).iter().all(|slot| slot.spreekuur() == own), "{told:?}");
        }
    }
    // Somebody else's is as one that is not there: no right, and nothing near it.
    let foreign = sync(&bench, &theirs[0]).free[0];
    let nowhere = SlotId::new(SpreekuurId::new(99).unwrap(), foreign.minute());
    let refused = take(&bench, &ours[0], foreign);
    assert_eq!(refused, take(&bench, &ours[0], nowhere));
    assert_eq!((refused.grant, refused.instead), (None, Vec::new()));
    assert_eq!(holder(&bench, foreign), Holder::Desk);
    assert!(take(&bench, &theirs[0], foreign).grant.is_some());
    // What is near a lost time is of the same post.
    let lost = take(&bench, &theirs[1], foreign);
    assert!(lost.grant.is_none() && !lost.instead.is_empty() && lost.instead.iter().all(|slot| slot.spreekuur() == there));
}

#[test]
fn one_teken_in_two_posts_finds_the_appointment_of_its_own_post_and_checks_in_to_that() {
    let bench = Bench::new();
    let (two, ours, theirs) = town(&bench);
    spreekuur_in(&bench, ONE, Whom::Team, &hours(1..=9));
    spreekuur_in(&bench, two, Whom::Team, &hours(1..=9));
    // A kiosk that is worked by hand gives every resident the same teken.
    let book = |kiosk: &Kiosk, seed| {
        let right = sync(&bench, kiosk).held[0];
        let envelope = booking(&bench, kiosk, 1, Some(right), seed);
        bench.ask(kiosk.put(&envelope)).receipt();
        envelope.header().id
    };
    let (mine, yours) = (book(&ours[0], 1), book(&theirs[0], 2));
    // One of tomorrow is known by its code where it is held, and nowhere else.
    let tomorrow = spreekuur_in(&bench, two, Whom::Police, &[NOON + DAY, NOON + DAY + HOUR, NOON + DAY + 2 * HOUR]);
    let right = sync(&bench, &theirs[1]).held.into_iter().find(|right| right.slot.spreekuur() == tomorrow).unwrap();
    bench.ask(theirs[1].put(&booking(&bench, &theirs[1], 2, Some(right), 3))).receipt();
    for (kiosks, own, others) in [(&ours, mine, 0), (&theirs, yours, 1)] {
        for kiosk in kiosks {
            let told = today(&bench, kiosk);
            let those: Vec<_> = told.expected.iter().map(|one| (one.id, one.teken)).collect();
            assert_eq!(those, [(own, Teken::from_index(27).ok())], "each post finds its own");
            assert_eq!(told.others.len(), others);
        }
    }
    let found = today(&bench, &theirs[1]).expected[0].id;
    ask_for(&bench, &theirs[1], 9, Body::CheckIn(CheckIn { booking: found, teken: Teken::from_index(27).ok() }));
    let there = |id| bench.read(move |conn| appointments::find(conn, id)).unwrap().checked_in_at.is_some();
    assert_eq!((there(mine), there(yours)), (false, true));
}

#[test]
fn twelve_kiosks_of_a_post_share_its_tekens_and_a_thirteenth_finds_room_in_another_post_only() {
    let bench = Bench::new();
    let two = noord(&bench);
    let here: Vec<Kiosk> = (1..=ROOM).map(|seed| bench.enrolled_in(ONE, seed).unwrap()).collect();
    let refused = bench.enrolled_in(ONE, 50).err();
    assert_eq!(refused, Some(inloop::desk::store::enrolment::Confirmed::NoTekens));
    let there: Vec<Kiosk> = (1..=ROOM).map(|seed| bench.enrolled_in(two, 100 + seed).unwrap()).collect();
    assert!(bench.enrolled_in(two, 51).is_err());
    let blocks = |kiosks: &[Kiosk]| -> BTreeSet<u16> {
        kiosks.iter().flat_map(|kiosk| site(&bench, kiosk).tekens).flat_map(|block| block.tekens().map(Teken::index)).collect()
    };
    let all: BTreeSet<u16> = (0..TEKENS).collect();
    assert!(blocks(&here) == all && blocks(&there) == all, "all of them in each post, and none twice");
    // Where one goes, its tekens are free in its own post.
    write_off(&bench, &there[4]);
    assert!(bench.enrolled_in(ONE, 52).is_err());
    let again = bench.enrolled_in(two, 53).unwrap();
    assert_eq!(site(&bench, &again).tekens[0].first, 4 * kiosks::TEKENS_EACH);
}

#[test]
fn a_display_takes_no_tekens_and_no_times_and_nothing_that_it_would_leave() {
    let bench = Bench::new();
    spreekuur_in(&bench, ONE, Whom::Team, &hours(1..=9));
    let displays: Vec<Kiosk> = (101..=103).map(|seed| bench.enrolled_as(Sort::Display, ONE, seed).unwrap()).collect();
    let here: Vec<Kiosk> = (1..=ROOM).map(|seed| bench.enrolled_in(ONE, seed).unwrap()).collect();
    assert!(bench.enrolled_in(ONE, 50).is_err(), "twelve kiosks have all tekens");
    let late = bench.enrolled_as(Sort::Display, ONE, 104).unwrap();
    for display in displays.iter().chain([&late]) {
        let told = site(&bench, display);
        assert_eq!((told.name.as_str(), told.tekens), ("Huis van de Wijk", vec![]));
        assert!(healthy(&bench, display).v == VERSION && calls(&bench, display).called.is_empty());
        let question = seal(&display.entry(1, bench.clock.stamp(), Body::Question(Question::default())), &bench.recipients());
        let path = |path: &str| path.to_owned();
        for refused in [
            bench.ask(display.put(question.unwrap().envelope())),
            bench.ask(display.sign("POST", SLOTS_SYNC, b"{}", Duration::ZERO)),
            bench.ask(display.sign("POST", SLOTS_TAKE, b"{}", Duration::ZERO)),
            bench.ask(display.get(&path(TODAY))),
        ] {
            assert_eq!((refused.status, refused.signed, refused.json::<Problem>().refusal), (404, true, Refusal::Nothing));
        }
    }
    assert!(!sync(&bench, &here[0]).held.is_empty());
    assert_eq!(bench.read(inloop::desk::store::entries::count), 0);
    let known = bench.read(kiosks::all);
    assert_eq!(known.iter().filter(|kiosk| kiosk.sort == Sort::Display && kiosk.tekens.count == 0).count(), 4);
    // A desk out of a backup waits for nobody who cannot have promised anything.
    assert_eq!(bench.read(inloop::desk::store::grants::heard).len(), usize::from(ROOM));
}

#[test]
fn a_display_is_not_taken_for_a_kiosk_that_was_there_nor_a_kiosk_for_a_display() {
    let bench = Bench::new();
    let (kiosk, display) = (bench.enrol(1), bench.enrolled_as(Sort::Display, ONE, 2).unwrap());
    let confirm = |sort, seed: u8, id| {
        let key = KioskKey::from_seed(&zeroize::Zeroizing::new([seed; 32]));
        assert_eq!(bench.offer_as(sort, &key, &bench.new_code(), 1).status, 200);
        let now = bench.now();
        bench.write(move |conn| {
            let waiting = inloop::desk::store::enrolment::pending(conn, now)?.pop().unwrap();
            assert_eq!(waiting.sort, sort);
            inloop::desk::store::enrolment::confirm(conn, waiting.id, "hal", Some(id), now)
        })
    };
    use inloop::desk::store::enrolment::Confirmed;
    assert_eq!(confirm(Sort::Display, 3, kiosk.id), Confirmed::OtherSort);
    assert_eq!(confirm(Sort::Kiosk, 4, display.id), Confirmed::OtherSort);
    assert!(matches!(confirm(Sort::Display, 5, display.id), Confirmed::Enrolled(id, _) if id == display.id));
    write_off(&bench, &kiosk);
    assert!(matches!(confirm(Sort::Kiosk, 6, kiosk.id), Confirmed::Enrolled(id, _) if id == kiosk.id));
    let (of_kiosk, of_display) = (kiosk.id, display.id);
    let tekens = |id| bench.read(move |conn| kiosks::find(conn, id)).unwrap().tekens.count;
    assert_eq!((tekens(of_kiosk), tekens(of_display)), (kiosks::TEKENS_EACH, 0));
}

#[test]
fn a_kiosk_stays_in_the_post_that_its_code_was_made_for() {
    let bench = Bench::new();
    let (two, ours, theirs) = town(&bench);
    let post = |kiosk: &Kiosk| {
        let id = kiosk.id;
        bench.read(move |conn| posts::of_kiosk(conn, id))
    };
    assert_eq!((post(&ours[1]), post(&theirs[1])), (ONE, two));
    // The same device with a code for another post is not taken for what it was.
    let key = KioskKey::from_seed(&zeroize::Zeroizing::new([60; 32]));
    bench.offer(&key, &bench.new_code_in(two), 1);
    let (now, id) = (bench.now(), ours[0].id);
    let confirmed = bench.write(move |conn| {
        let waiting = inloop::desk::store::enrolment::pending(conn, now)?.pop().unwrap();
        assert_eq!(waiting.post, two);
        inloop::desk::store::enrolment::confirm(conn, waiting.id, "hal", Some(id), now)
    });
    assert_eq!(confirmed, inloop::desk::store::enrolment::Confirmed::OtherPost);
    assert_eq!(post(&ours[0]), ONE);
    assert_eq!(site(&bench, &ours[0]).name, "Huis van de Wijk", "and it goes on as it was");
    // In its own post it is, with the same tekens.
    let before = site(&bench, &theirs[0]).tekens;
    let now = bench.now();
    let id = theirs[0].id;
    let key = KioskKey::from_seed(&zeroize::Zeroizing::new([61; 32]));
    bench.offer(&key, &bench.new_code_in(two), 1);
    let confirmed = bench.write(move |conn| {
        let waiting = inloop::desk::store::enrolment::pending(conn, now)?.pop().unwrap();
        inloop::desk::store::enrolment::confirm(conn, waiting.id, "hal", Some(id), now)
    });
    let inloop::desk::store::enrolment::Confirmed::Enrolled(same, _) = confirmed else { panic!("{confirmed:?}") };
    assert_eq!(same, id);
    assert_eq!(bench.read(move |conn| kiosks::find(conn, id)).unwrap().tekens, before[0]);
}

#[test]
fn the_desk_itself_is_one_source_for_each_team_and_post_and_takes_no_tekens_from_kiosks() {
    let bench = Bench::new();
    let two = noord(&bench);
    let of_desk = |post| bench.write(move |conn| kiosks::of_desk(conn, (1, post), &[0; 32], "Balie", 7)).0;
    let (here, there) = (of_desk(ONE), of_desk(two));
    assert!(here != there && of_desk(two) == there && of_desk(ONE) == here);
    for seed in 1..=ROOM {
        bench.enrolled_in(two, seed).unwrap();
    }
    assert!(bench.read(kiosks::all).len() == usize::from(ROOM), "it stands in no list of kiosks");
}

#[test]
fn who_is_called_is_shown_by_the_kiosks_of_the_post_where_the_card_was_left() {
    let bench = Bench::new();
    let (two, ours, theirs) = town(&bench);
    let leave = |kiosk: &Kiosk| {
        let question = Question { contact: Some(Contact::Wait), ..Question::default() };
        let sealed = seal(&kiosk.entry(1, bench.clock.stamp(), Body::Question(question)), &bench.recipients()).unwrap();
        bench.ask(kiosk.put(sealed.envelope())).receipt();
        sealed.header().id
    };
    let (first, second) = (leave(&ours[0]), leave(&theirs[0]));
    let worker = bench.write(|conn| workers::add(conn, "Fatma", "x", false, 0)).unwrap();
    let now = bench.clock.stamp().at;
    let next = |post| bench.write(move |conn| cards::call_next(conn, (&[1], post), worker, "Kamer 2", now));
    assert_eq!(next(Some(two)), Some(second), "whoever waits in the other hall waits on");
    for kiosk in &theirs {
        let told: Vec<_> = calls(&bench, kiosk).called.into_iter().map(|one| (one.teken, one.place)).collect();
        assert_eq!(told, [(Teken::from_index(27).unwrap(), "Kamer 2".to_owned())]);
    }
    assert!(ours.iter().all(|kiosk| calls(&bench, kiosk).called.is_empty()), "the same teken waits there, and is not called");
    assert_eq!(next(Some(two)), None);
    assert_eq!(next(None), Some(first));
    assert!(ours.iter().all(|kiosk| calls(&bench, kiosk).called.len() == 1));
}

#[test]
fn when_many_are_called_at_once_each_is_large_on_the_display_for_its_eight_seconds() {
    const MANY: u64 = 12;
    let teken = |n: u64| Teken::from_index(n as u16).unwrap();
    let bench = Bench::new();
    let (_, ours, _) = town(&bench);
    for n in 1..=MANY {
        let question = Question { contact: Some(Contact::Wait), ..Question::default() };
        let mut entry = ours[0].entry(n, bench.clock.stamp(), Body::Question(question));
        entry.teken = Some(teken(n));
        bench.ask(ours[0].put(seal(&entry, &bench.recipients()).unwrap().envelope())).receipt();
        bench.clock.advance(Duration::from_secs(1));
    }
    let worker = bench.write(|conn| workers::add(conn, "Fatma", "x", false, 0)).unwrap();
    let mut queue = Queue::default();
    let began = bench.clock.stamp().at;
    let time = || Duration::from_secs((bench.clock.stamp().at - began).num_seconds() as u64);
    // Three are called each second, and the display hears each second who is called.
    let mut seen = Vec::new();
    while seen.len() < MANY as usize * LARGE_FOR.as_secs() as usize {
        let now = bench.clock.stamp().at;
        for _ in 0..3 {
            bench.write(move |conn| cards::call_next(conn, (&[1], Some(ONE)), worker, "Kamer 2", now));
        }
        let told = calls(&bench, &ours[0]).called;
        let age = |at: i64| Duration::from_secs((now.timestamp() - at) as u64);
        queue.hear(told.into_iter().map(|one| Told { age: age(one.at), call: one }).collect(), time());
        seen.push(queue.at(time()).large.map(|large| large.call.teken));
        bench.clock.advance(Duration::from_secs(1));
    }
    let turns: Vec<_> = seen.chunk_by(|one, next| one == next).map(|turn| (turn[0].unwrap(), turn.len() as u64)).collect();
    assert_eq!(turns, (1..=MANY).map(|n| (teken(n), LARGE_FOR.as_secs())).collect::<Vec<_>>());
}

#[test]
fn a_teken_that_staff_give_is_free_in_the_post_of_its_spreekuur() {
    let bench = Bench::new();
    let (two, ours, _) = town(&bench);
    let here = spreekuur_in(&bench, ONE, Whom::Team, &hours(1..=9));
    let there = spreekuur_in(&bench, two, Whom::Team, &hours(1..=9));
    let worker = bench.write(|conn| workers::add(conn, "Fatma", "x", false, 0)).unwrap();
    let book = |n: u8, slot| {
        let by = ByPhone { id: EntryId::new(7, [n; 10]), note: None, reaches: false, worker };
        let now = bench.now();
        match bench.write(move |conn| phone::book(conn, slot, &by, true, now)) {
            Booked::Done(teken) => (EntryId::new(7, [n; 10]), teken.unwrap()),
            other => panic!("{other:?}"),
        }
    };
    let at = |of, hour: u32| SlotId::new(of, NOON + hour * HOUR);
    let (_, first) = book(1, at(here, 1));
    let (moving, second) = book(2, at(there, 1));
    assert_eq!(first, second, "each is the last of its own post");
    let (_, third) = book(3, at(here, 2));
    assert_ne!(first, third);
    // Moved to another post it is called otherwise there, where somebody has that teken.
    let now = bench.now();
    let moved = bench.write(move |conn| phone::settle(conn, moving, at(here, 3), true, now));
    let Booked::Done(Some(teken)) = moved else { panic!("{moved:?}") };
    assert!(![first, third].contains(&teken));
    let now = bench.now();
    let within = bench.write(move |conn| phone::settle(conn, moving, at(here, 4), true, now));
    assert_eq!(within, Booked::Done(Some(teken)), "within a post it keeps its teken");
    let named: Vec<_> = today(&bench, &ours[0]).expected.iter().map(|one| one.teken.unwrap().index()).collect();
    assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len(), "{named:?}");
    let free = bench.read(move |conn| appointments::free_with(conn, (Whom::Team, Some(two)), now, 99));
    assert!(!free.is_empty() && free.iter().all(|slot| slot.spreekuur() == there));
}
