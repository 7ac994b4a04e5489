//! What the keeper promises to whoever hands something in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use inloop::clock::{BenchClock, BenchLuck, Clock};
use inloop::entry::*;
use inloop::kiosk::keeper::{CALL_EXPIRES_AFTER, Disk, Enrolment, Keeper, KeeperHandle, NotKept, Receipt, Trouble, Why};
use inloop::outbox::NotOpened;
use inloop::seal::Recipients;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

const NOW: i64 = 1_800_000_000;
const WORDS: &str = "mijn verwarming is stuk";

#[test]
fn a_question_is_kept_with_a_teken_and_a_code_and_rings_the_courier() {
    let post = Post::enrolled();
    let (rung, bell) = channel();
    post.keeper().on_kept(move |kept, call| rung.send((kept.id(), call)).unwrap()).unwrap();
    let receipt = hand_in(&post.keeper(), question()).unwrap();
    assert_eq!(receipt.teken(), Teken::from_index(24).ok());
    assert_eq!(receipt.code().map(str::len), Some(26));
    assert_eq!(bell.try_recv(), Ok((receipt.kept().id(), false)));
    let waiting = post.keeper().first_waiting(HashSet::new()).unwrap().unwrap();
    assert_eq!((waiting.id, waiting.sequence), (receipt.kept().id(), receipt.kept().sequence()));
    let envelope = Envelope::parse(&post.keeper().envelope(waiting.id).unwrap()).unwrap();
    assert_eq!(envelope.header().kiosk, KioskId::new(7).unwrap());
}

#[test]
fn a_full_disk_gives_the_words_back_and_room_is_noticed_by_itself() {
    let post = Post::enrolled();
    post.keeper().limit(0).unwrap();
    let given_back = loop {
        // The pages at hand take a few more before the disk is full.
        match hand_in(&post.keeper(), question()) {
            Ok(_) => {}
            Err(given_back) => break given_back,
        }
    };
    assert!(matches!(given_back.why, Why::Full(_)), "{:?}", given_back.why);
    assert_eq!(words_of(&given_back.draft), WORDS);
    let health = post.keeper().health().unwrap();
    assert_eq!((health.disk, health.words.as_deref()), (Disk::Full, Some("the disk of the outbox is full")));
    let before = health.counts.unwrap().waiting;

    post.keeper().limit(1 << 30).unwrap();
    hand_in(&post.keeper(), *given_back.draft).unwrap();
    let health = post.keeper().health().unwrap();
    assert_eq!((health.disk, health.words, health.counts.unwrap().waiting), (Disk::Fine, None, before + 1));
}

#[test]
fn what_was_said_is_kept_with_its_entry_and_told_in_it() {
    let post = Post::enrolled();
    let spoken = recording(300_000).spoken();
    let receipt = hand_in(&post.keeper(), said(300_000)).unwrap();
    let id = receipt.kept().id();
    for n in 1..=3 {
        let piece = post.keeper().piece(id, n).unwrap();
        assert!(piece.starts_with(b"age-encryption.org/v1"), "{n}");
    }
    assert!(post.keeper().piece(id, 4).unwrap_err().is_not_here());
    assert_eq!(post.keeper().waiting_pieces(9, HashSet::new()).unwrap(), [], "its entry first");
    post.keeper().delivered(id, b"receipt".to_vec()).unwrap();
    assert_eq!(post.keeper().waiting_pieces(9, HashSet::new()).unwrap().len(), usize::from(spoken.pieces()));
    let health = post.keeper().health().unwrap();
    assert_eq!((health.sound.unwrap().waiting, health.room_for_sound), (1, true));
}

#[test]
fn a_full_disk_gives_words_and_recording_back() {
    let post = Post::enrolled();
    hand_in(&post.keeper(), question()).unwrap();
    post.keeper().limit(0).unwrap();
    assert!(!post.keeper().room_for_sound().unwrap());
    let given_back = hand_in(&post.keeper(), said(300_000)).unwrap_err();
    assert!(matches!(given_back.why, Why::Full(_)), "{:?}", given_back.why);
    assert_eq!(words_of(&given_back.draft), WORDS);
    assert!(given_back.draft.recording.as_ref().unwrap().flac() == recording(300_000).flac());
    assert!(!post.keeper().health().unwrap().room_for_sound);
    post.keeper().limit(1 << 30).unwrap();
    let mut draft = *given_back.draft;
    assert!(!post.keeper().room_for_sound().unwrap(), "nothing could be written since");
    // Who gives the sound up keeps the words, and nothing tells of what is not there.
    let recording = draft.recording.take();
    hand_in(&post.keeper(), draft).unwrap();
    assert!(post.keeper().room_for_sound().unwrap());
    assert_eq!(post.keeper().health().unwrap().sound.unwrap().waiting, 0);
    hand_in(&post.keeper(), Draft { recording, ..question() }).unwrap();
    assert_eq!(post.keeper().health().unwrap().sound.unwrap().waiting, 1);
}

#[test]
fn a_recording_that_its_entry_cannot_tell_of_comes_back() {
    let post = Post::enrolled();
    let given_back = hand_in(&post.keeper(), Draft { body: Body::Worry(Worry::default()), ..said(10) }).unwrap_err();
    assert!(matches!(given_back.why, Why::NotSealed(_)), "{:?}", given_back.why);
    assert!(given_back.draft.recording.is_some());
    assert_eq!(post.keeper().counts().unwrap().waiting, 0);
}

#[test]
fn without_a_team_the_words_come_back() {
    let post = Post::new();
    let given_back = hand_in(&post.keeper(), question()).unwrap_err();
    assert!(matches!(given_back.why, Why::NotEnrolled));
    assert_eq!(words_of(&given_back.draft), WORDS);
    assert_eq!(post.keeper().counts().unwrap().waiting, 0);
}

#[test]
fn who_the_kiosk_is_survives_a_restart_and_its_entries_go_on_counting() {
    let mut post = Post::enrolled();
    let first = hand_in(&post.keeper(), question()).unwrap();
    post.restart();
    let again = post.keeper().enrolment().unwrap().unwrap();
    assert_eq!((again.kiosk.get(), again.epoch.get()), (7, 2));
    assert_eq!(again.recipients.team(), recipients().team());
    assert_eq!(post.keeper().recall("own").unwrap().as_deref(), Some(b"fact".as_slice()));
    let second = hand_in(&post.keeper(), question()).unwrap();
    assert!(second.kept().sequence() > first.kept().sequence());
    assert_ne!(second.teken(), first.teken());
}

#[test]
fn a_call_goes_first_and_is_missed_after_ten_minutes_whatever_the_wall_clock_does() {
    let post = Post::enrolled();
    hand_in(&post.keeper(), question()).unwrap();
    let call = hand_in(&post.keeper(), draft(Body::Call(CallReason::TalkNow))).unwrap();
    assert!(call.teken().is_some() && call.code().is_none());
    let first = || post.keeper().first_waiting(HashSet::new()).unwrap().unwrap();
    post.clock.advance(CALL_EXPIRES_AFTER - Duration::from_secs(1));
    post.clock.jump(0, false);
    assert_eq!(first().id, call.kept().id());
    assert_eq!(post.keeper().health().unwrap().missed_calls, 0);
    post.clock.advance(Duration::from_secs(1));
    assert_ne!(first().id, call.kept().id());
    assert_eq!(post.keeper().health().unwrap().missed_calls, 1);
    let all = post.keeper().waiting(10, HashSet::new()).unwrap();
    assert!(all.iter().any(|entry| entry.id == call.kept().id() && entry.missed && !entry.urgent));
}

#[test]
fn a_call_from_before_a_restart_expires_too() {
    let mut post = Post::enrolled();
    hand_in(&post.keeper(), draft(Body::Call(CallReason::Help))).unwrap();
    post.clock.advance(Duration::from_secs(60));
    post.restart();
    assert_eq!(post.keeper().health().unwrap().missed_calls, 0);
    post.clock.advance(CALL_EXPIRES_AFTER - Duration::from_secs(60));
    assert_eq!(post.keeper().health().unwrap().missed_calls, 1);
}

#[test]
fn a_keeper_without_a_disk_still_gives_the_words_back_and_starts_to_work_when_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("not mounted yet");
    let keeper = Keeper::start(&missing.join("outbox.sqlite"), clock(), luck()).unwrap();
    let given_back = hand_in(&keeper.handle(), question()).unwrap_err();
    assert!(matches!(given_back.why, Why::Broken(Trouble::NotOpened(_))), "{:?}", given_back.why);
    assert_eq!(words_of(&given_back.draft), WORDS);
    assert_eq!(keeper.handle().health().unwrap().disk, Disk::Broken);
    std::fs::create_dir(&missing).unwrap();
    keeper.handle().enrol(enrolment(), Vec::new()).unwrap();
    hand_in(&keeper.handle(), *given_back.draft).unwrap();
    assert_eq!(keeper.handle().health().unwrap().disk, Disk::Fine);
}

#[test]
fn a_damaged_file_costs_no_question_and_no_enrolment() {
    let mut post = Post::enrolled();
    let before: Vec<EntryId> = (0..20).map(|_| hand_in(&post.keeper(), question()).unwrap().kept().id()).collect();
    post.keeper = None;
    // Every leaf of the indexes on entries: the rows themselves, and who the kiosk is, can still be read.
    let mut bytes = std::fs::read(&post.file).unwrap();
    let holds = |page: &[u8], name: &[u8]| page.windows(name.len()).any(|part| part == name);
    let of_entries = |page: &[u8]| page[0] == 0x0a && !holds(page, b"enrolment.") && !holds(page, b"entries");
    for page in bytes.chunks_mut(4096).filter(|page| of_entries(page)) {
        page[1..].fill(0xAA);
    }
    std::fs::write(&post.file, &bytes).unwrap();

    post.restart();
    let after = hand_in(&post.keeper(), question()).unwrap().kept().id();
    let waiting = post.keeper().waiting(100, HashSet::new()).unwrap();
    let ids: Vec<EntryId> = waiting.iter().map(|entry| entry.id).collect();
    assert_eq!(ids, [before, vec![after]].concat());
    let health = post.keeper().health().unwrap();
    assert_eq!((health.disk, health.set_aside.len()), (Disk::Fine, 1));
    assert_eq!(std::fs::read(&health.set_aside[0]).unwrap(), bytes);
}

#[test]
fn two_keepers_do_not_share_an_outbox() {
    let post = Post::enrolled();
    let refused = Keeper::start(&post.file, clock(), luck()).unwrap_err();
    assert!(matches!(refused, NotOpened::InUse(_)) && refused.is_permanent());
}

#[test]
fn every_teken_is_given_once_before_any_is_given_again() {
    let mut post = Post::enrolled();
    let mut given = Vec::new();
    for place in 0..4 {
        if place == 2 {
            post.restart();
        }
        given.push(hand_in(&post.keeper(), question()).unwrap().teken().unwrap().index());
    }
    assert_eq!(given, [24, 25, 26, 24]);
    post.keeper().grant_tekens(vec![TekenBlock { first: 25, count: 3 }]).unwrap();
    let next = || hand_in(&post.keeper(), question()).unwrap().teken().unwrap().index();
    assert_eq!([next(), next(), next()], [27, 25, 26]);
}

#[test]
fn a_booking_uses_its_right_up_and_without_one_the_draft_comes_back() {
    let mut post = Post::enrolled();
    let keeper = post.keeper();
    let booking = |time| draft(Body::Booking(Booking { whom: Whom::Police, time, contact: None }));
    let asked = keeper.ask_for_slots().unwrap();
    assert!(!keeper.take_up(asked, vec![right(1), right(2)], vec![]).unwrap());
    assert_eq!(keeper.held().unwrap(), [right(1), right(2)]);

    let receipt = hand_in(&keeper, booking(Some(right(1)))).unwrap();
    assert!(receipt.teken().is_some() && receipt.code().is_some());
    let given_back = hand_in(&keeper, booking(Some(right(1)))).unwrap_err();
    assert!(matches!(given_back.why, Why::NotHeld), "{:?}", given_back.why);
    assert!(matches!(&given_back.draft.body, Body::Booking(booking) if booking.time == Some(right(1))));
    let change = Change { code: Secret::new([7; 16]), to: Booking { whom: Whom::Police, time: Some(right(2)), contact: None } };
    hand_in(&keeper, draft(Body::Change(change))).unwrap();
    // A wish needs no right.
    hand_in(&keeper, booking(None)).unwrap();
    assert_eq!((keeper.held().unwrap(), keeper.counts().unwrap().waiting), (vec![], 3));
    assert_eq!(keeper.health().unwrap().disk, Disk::Fine, "a right that is gone says nothing about the disk");

    keeper.granted(right(3)).unwrap();
    assert!(keeper.granted(right(1)).unwrap_err().is_not_held());
    keeper.give_up(vec![right(3).grant]).unwrap();
    post.restart();
    let asked = post.keeper().ask_for_slots().unwrap();
    assert_eq!((asked.returned.clone(), asked.booked.clone()), (vec![right(3).grant], vec![right(1), right(2)]));
    let listed = vec![right(1), right(3), right(4)];
    assert!(post.keeper().take_up(asked, listed, vec![right(4).grant]).unwrap(), "the desk should hear of it");
    post.keeper().enrol(enrolment(), Vec::new()).unwrap();
    assert_eq!(post.keeper().held().unwrap(), []);
}

#[test]
fn a_time_that_has_begun_gives_the_booking_back() {
    let post = Post::enrolled();
    let asked = post.keeper().ask_for_slots().unwrap();
    post.keeper().take_up(asked, vec![right(1)], Vec::new()).unwrap();
    let begins = right(1).slot.start().timestamp();
    post.clock.jump(begins + 60, true);
    let booking = || draft(Body::Booking(Booking { whom: Whom::Team, time: Some(right(1)), contact: None }));
    let given_back = hand_in(&post.keeper(), booking()).unwrap_err();
    assert!(matches!(given_back.why, Why::NotHeld), "{:?}", given_back.why);
    assert_eq!(post.keeper().health().unwrap().disk, Disk::Fine, "the disk is not to blame");
    post.clock.jump(begins + 60, false);
    hand_in(&post.keeper(), booking()).unwrap();
}

#[test]
fn nothing_the_keeper_hands_out_prints_the_words() {
    let post = Post::new();
    let shown = format!("{:?}", hand_in(&post.keeper(), question()).unwrap_err());
    assert!(!shown.contains("verwarming"), "{shown}");
}

/// To a time that begins so many minutes after [`NOW`].
fn right(number: u64) -> Grant {
    let slot = SlotId::new(SpreekuurId::new(1).unwrap(), 30_000_000 + number as u32);
    Grant { grant: GrantId::new(number).unwrap(), slot }
}

/// A post with a keeper on a disk of its own.
struct Post {
    file: PathBuf,
    clock: Arc<BenchClock>,
    keeper: Option<Keeper>,
    _folder: tempfile::TempDir,
}

impl Post {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("outbox.sqlite");
        let mut post = Post { file, clock: Arc::new(BenchClock::at(NOW, true)), keeper: None, _folder: folder };
        post.restart();
        post
    }

    fn enrolled() -> Self {
        let post = Post::new();
        post.keeper().enrol(enrolment(), vec![("own".into(), Some(b"fact".to_vec()))]).unwrap();
        post.keeper().grant_tekens(vec![TekenBlock { first: 24, count: 3 }]).unwrap();
        post
    }

    fn keeper(&self) -> KeeperHandle {
        self.keeper.as_ref().unwrap().handle()
    }

    fn restart(&mut self) {
        self.keeper = None;
        self.keeper = Some(start(&self.file, self.clock.clone()));
    }
}

fn start(file: &Path, clock: Arc<dyn Clock>) -> Keeper {
    // Luck of its own for each start, as on a real machine.
    Keeper::start(file, clock, Arc::new(inloop::clock::MachineLuck)).unwrap()
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(BenchClock::at(NOW, true))
}

fn luck() -> Arc<BenchLuck> {
    Arc::new(BenchLuck::seeded(1))
}

fn hand_in(keeper: &KeeperHandle, draft: Draft) -> Result<Receipt, NotKept> {
    let (answer, answers) = channel();
    keeper.hand_in(draft, move |kept| answer.send(kept).unwrap());
    answers.recv().unwrap()
}

fn question() -> Draft {
    draft(Body::Question(Question { words: Words::new(WORDS).ok(), ..Question::default() }))
}

fn draft(body: Body) -> Draft {
    Draft { language: Language::NL, body, recording: None }
}

/// The same question, of which so many bytes were said.
fn said(bytes: usize) -> Draft {
    Draft { recording: Some(recording(bytes)), ..question() }
}

fn recording(bytes: usize) -> Recording {
    Recording::new(vec![7; bytes].into(), Duration::from_secs(9)).unwrap()
}

fn words_of(draft: &Draft) -> &str {
    match &draft.body {
        Body::Question(Question { words: Some(words), .. }) => words.reveal(),
        other => panic!("{other:?}"),
    }
}

fn enrolment() -> Enrolment {
    Enrolment { kiosk: KioskId::new(7).unwrap(), epoch: Epoch::new(2), recipients: recipients() }
}

fn recipients() -> Recipients {
    // Two public keys whose private halves nobody has.
    Recipients::parse(
        "age1dksxp3tpp3k8j7mczn4200g7k0nl6shw0zfr9ngayt39nk6cvc6s7unxz8",
        "age1j82p0kszx6yrnfkv3w7f9fu5gnwy57mxwh8fdywxascvqlf4gd8sxsvhqw",
    )
    .unwrap()
}
