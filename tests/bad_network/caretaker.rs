//! The caretaker's code while the network is there, while it is not, and after the desk took it away.

use crate::post::{PATIENCE, Post};
use crate::proxy::{DEADLINE, Weather};
use inloop::caretaker::{BELIEVED_STARTS, Checked, WRONG_AT_MOST};
use inloop::clock::{Clock, MachineClock, MachineLuck};
use inloop::desk::passwords;
use inloop::desk::store::caretaker::{self, Code};
use inloop::desk::store::posts;
use inloop::kiosk::care::Asks;
use std::sync::Arc;

const DIGITS: &str = "12345678";

fn has_code(post: &Post, digits: &str, which: u64) {
    let hash = passwords::hash(digits, &MachineLuck).unwrap();
    post.at_desk(move |conn, now| {
        let made_at = chrono::DateTime::from_timestamp(now, 0).unwrap();
        caretaker::keep(conn, posts::FIRST, &Code { which, hash, made_at })
    });
}

fn asks(post: &Post) -> Asks {
    let link = Arc::new(post.link(&post.identity(), PATIENCE));
    Asks::begin(post.keeper(), Some(link), Arc::clone(&post.clock), Arc::new(MachineLuck))
}

#[test]
fn digits_that_the_desk_called_right_are_right_without_it_and_five_wrong_ones_end_that_across_a_restart() {
    let mut post = Post::open();
    has_code(&post, DIGITS, 7);
    let first = asks(&post);
    assert_eq!(first.check("00000000"), Checked::Wrong);
    post.proxy.set(Weather::Cut);
    assert_eq!(first.check(DIGITS), Checked::NoDesk, "the desk has not called them right yet");
    post.proxy.set(Weather::Clear);
    assert_eq!(first.check(DIGITS), Checked::Right);
    post.proxy.set(Weather::Cut);
    assert_eq!(first.check(DIGITS), Checked::Right);
    for n in 1..WRONG_AT_MOST {
        assert_eq!(first.check("00000000"), Checked::Wrong, "{n}");
    }
    drop(first);
    post.restart_kiosk();
    let second = asks(&post);
    assert_eq!(second.check("00000000"), Checked::Wrong, "the fifth");
    assert_eq!(second.check(DIGITS), Checked::NoDesk, "now only the desk says what is right");
}

#[test]
fn where_no_clock_is_believed_every_start_of_the_program_counts_and_after_seven_only_the_desk_says_what_is_right() {
    let mut post = Post::open();
    has_code(&post, DIGITS, 7);
    assert_eq!(asks(&post).check(DIGITS), Checked::Right);
    post.proxy.set(Weather::Cut);
    // As after each power cut of a board without a battery.
    for n in 1..=BELIEVED_STARTS {
        post.clock = Arc::new(MachineClock::new());
        post.restart_kiosk();
        assert_eq!(asks(&post).check(DIGITS), Checked::Right, "start {n}");
    }
    post.clock = Arc::new(MachineClock::new());
    post.restart_kiosk();
    assert_eq!(asks(&post).check(DIGITS), Checked::NoDesk);
}

#[test]
fn a_code_that_was_taken_away_is_forgotten_at_the_next_word_to_the_desk() {
    let mut post = Post::open();
    has_code(&post, DIGITS, 7);
    let asks = asks(&post);
    assert_eq!(asks.check(DIGITS), Checked::Right);
    assert!(post.keeper().recall("caretaker").unwrap().is_some());
    has_code(&post, "87654321", 8);
    // A courier that starts says at once how the kiosk is.
    post.carry(PATIENCE);
    let (clock, keeper) = (MachineClock::new(), post.keeper());
    let end = clock.now() + DEADLINE;
    while keeper.recall("caretaker").unwrap().is_some() {
        assert!(clock.now() < end, "the code is still known");
        std::thread::yield_now();
    }
    post.proxy.set(Weather::Cut);
    assert_eq!(asks.check(DIGITS), Checked::NoDesk);
}
