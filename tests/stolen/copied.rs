//! A card that was copied, and runs twice.

use crate::post::{PATIENCE, Post};
use crate::proxy::Weather;
use inloop::clock::MachineLuck;
use inloop::desk::store::{copies, kiosks};
use inloop::entry::{Body, Draft, EntryId, Language, Question, Words};
use inloop::kiosk::identity::Identity;
use inloop::kiosk::keeper::{Keeper, KeeperHandle};
use inloop::kiosk::link::Link;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

/// As a thief copies it: the files of a kiosk that was switched off.
fn copy(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

fn leave(keeper: &KeeperHandle) -> EntryId {
    let (answer, answers) = channel();
    let body = Body::Question(Question { words: Words::new("van wie is dit").ok(), ..Question::default() });
    let draft = Draft { language: Language::NL, body, recording: None };
    keeper.hand_in(draft, move |kept| answer.send(kept.map(|receipt| receipt.kept().id())).unwrap());
    answers.recv().unwrap().unwrap()
}

fn copied(post: &Post) -> bool {
    let found = post.at_desk(|conn, _| copies::find(conn));
    post.at_desk(move |conn, _| copies::mark(conn, &found));
    post.at_desk(|conn, _| kiosks::all(conn)).into_iter().any(|kiosk| kiosk.copied)
}

#[test]
fn a_card_that_was_copied_and_runs_twice_loses_nothing_reads_nothing_and_staff_are_told() {
    let mut post = Post::open();
    let before = post.question();
    post.until_delivered(&[before]);
    post.restart_kiosk();
    let folder = tempfile::tempdir().unwrap();
    copy(&post.kiosk_folder(), folder.path());
    post.carry(PATIENCE);
    let own = [post.question(), post.question()];
    post.until_delivered(&own);
    assert!(!copied(&post), "one machine that was switched off and on is no copy");

    // The copy has key and numbers of the day it was made: the desk refuses those that are spent, and tells it where it is.
    let clock = Arc::clone(&post.clock);
    let twin = Keeper::start(&folder.path().join("outbox.sqlite"), Arc::clone(&clock), Arc::new(MachineLuck)).unwrap();
    let identity = Identity::load(folder.path()).unwrap().unwrap();
    let link = Link::to_desk(&identity, &twin.handle(), clock, None, PATIENCE).unwrap();
    let strange = leave(&twin.handle());
    let envelope = twin.handle().envelope(strange).unwrap();
    link.send_entry(strange, &envelope, Duration::ZERO).unwrap();
    let more = post.question();
    post.until_delivered(&[more]);
    post.is_all_there(5);
    assert!(copied(&post), "two machines spoke as one kiosk, and nobody is told");

    // Writing it off ends both.
    let kiosk = identity.kiosk;
    assert!(post.at_desk(move |conn, now| kiosks::write_off(conn, kiosk, now)));
    let late = leave(&twin.handle());
    let envelope = twin.handle().envelope(late).unwrap();
    assert!(link.send_entry(late, &envelope, Duration::ZERO).is_err());
    assert!(!copied(&post), "what was written off needs no further look");
}

#[test]
fn one_machine_that_is_switched_off_and_on_for_weeks_is_no_copy() {
    let mut post = Post::open();
    let mut all = Vec::new();
    for start in 0..10 {
        if start % 3 == 0 {
            // The power goes while something is under way.
            post.proxy.set(Weather::LoseAnswers);
        }
        let left = [post.question(), post.question()];
        post.restart_kiosk();
        post.proxy.set(Weather::Clear);
        post.carry(PATIENCE);
        post.until_delivered(&left);
        all.extend(left);
    }
    // And a desk out of a backup, to which everything comes again.
    let backup = post.backup();
    let after = post.question();
    post.until_delivered(&[after]);
    all.push(after);
    post.restore(&backup);
    post.courier().link_came_up();
    post.until_delivered(&all);
    post.is_all_there(all.len() as i64);
    assert!(!copied(&post));
}
