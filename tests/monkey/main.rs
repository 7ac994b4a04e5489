//! A hand that touches anything, while the post, the clock, the network and the disk change around it.
//!
//! The screens, the visit and the outbox are the real ones. `INLOOP_MONKEY=1000000 cargo test --test monkey` does as many things
//! as that; `INLOOP_MONKEY_SEED` plays one run again. What was done is printed with how much memory it took.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, unreachable_pub, reason = "these are tests")]

#[path = "../bench/mod.rs"]
mod bench;
mod hand;
mod outbox;

use bench::dice::{self, Dice};
use bench::{Bench, site, site_with_spreekuren};
use hand::Hand;
use inloop::kiosk::layout::Panel;
use outbox::{Outbox, Records};
use std::sync::OnceLock;

/// What a run does in all, where nobody says otherwise: half of it on each panel.
const ACTIONS: u64 = 200_000;
/// Memory is compared after this part of a run, when every screen and font has been met, and at its end.
const WARM: u64 = 4;
/// What a run may take more at its end than when it was warm: less than 50 bytes for each action of the short run.
const GROWTH: usize = 5 << 20;

#[test]
fn a_monkey_at_the_lying_panel_breaks_nothing_and_leaves_no_word() {
    alone("a_monkey_at_the_lying_panel_breaks_nothing_and_leaves_no_word", || play(Panel::LANDSCAPE_10, 1));
}

#[test]
fn a_monkey_at_the_standing_panel_breaks_nothing_and_leaves_no_word() {
    alone("a_monkey_at_the_standing_panel_breaks_nothing_and_leaves_no_word", || play(Panel::PORTRAIT_15, 2));
}

/// Plays in a process of its own: what is measured is the memory of one kiosk, not also that of the one which plays beside it.
fn alone(test: &str, play: impl FnOnce()) {
    const ALONE: &str = "INLOOP_MONKEY_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return play();
    }
    let this = std::env::current_exe().unwrap();
    let ended = std::process::Command::new(this).args(["--exact", test, "--nocapture"]).env(ALONE, "yes").output().unwrap();
    let (told, errors) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    print!("{told}");
    // A name that no test has would end well too.
    assert!(ended.status.success() && told.contains("1 passed"), "in its own process, {}:\n{told}\n{errors}", ended.status);
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

fn play(panel: Panel, seed: u64) {
    static RECORDS: OnceLock<Records> = OnceLock::new();
    let records = RECORDS.get_or_init(Records::of_everything);
    let seed = number("INLOOP_MONKEY_SEED").unwrap_or(seed);
    let actions = number("INLOOP_MONKEY").unwrap_or(ACTIONS) / 2;

    let outbox = Outbox::new();
    let bench = Bench::with_keeper(panel, site(), |_, _, clock| outbox.keeper(clock, seed));
    let mut hand = Hand::new(&bench, &outbox, Dice::new(seed));
    let mut warm = 0;
    for action in 0..actions {
        // A panic says which of its actions it was.
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| hand.act()));
        if let Err(panic) = told {
            eprintln!("action {action} of seed {seed} on {}x{}: {:?}", panel.pixels.0, panel.pixels.1, hand.last);
            std::panic::resume_unwind(panic);
        }
        if hand.visit_is_over() {
            hand.leaves_nothing();
            outbox.is_sealed();
            records.hold_no_words();
        }
        if action == actions / WARM {
            warm = dice::resident();
        }
    }
    let (end, counts) = (dice::resident(), outbox.counts());
    println!(
        "{}x{}: {actions} actions, {} visits, {} kept, {} given back; memory {} KiB when warm, {} KiB at the end",
        panel.pixels.0,
        panel.pixels.1,
        hand.visits,
        outbox.kept(),
        outbox.given_back(),
        warm >> 10,
        end >> 10,
    );
    assert_eq!(counts, outbox.kept(), "whatever was called kept is in the outbox, once");
    assert!(hand.visits > actions / 2_000 && outbox.kept() > actions / 5_000, "the monkey got nowhere");
    assert!(outbox.given_back() > 0, "the disk was never full");
    assert!(end.saturating_sub(warm) < GROWTH, "memory grew from {warm} to {end} bytes");
}
