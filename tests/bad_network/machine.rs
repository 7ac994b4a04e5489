//! How the machine in the hall is, from its printer to the desk and back, over the real line.

use crate::post::Post;
use crate::proxy::Weather;
use inloop::desk::store::{Conn, kiosks, machine};
use inloop::kiosk::courier::News;
use inloop::kiosk::machine::State;
use inloop::wire::{HEALTH, Machine, PrinterState};
use inloop_hardware::printer::PrinterStatus;

/// What the desk knows of the machine.
fn known(post: &Post) -> Option<Machine> {
    post.at_desk(|conn, _| Ok(kiosks::all(conn)?.remove(0))).health.and_then(|health| health.machine)
}

/// Waits until the desk knows that the machine is so. A report that was under way tells of how it was before.
fn until(post: &Post, is: impl Fn(&Machine) -> bool) {
    loop {
        let from = post.proxy.seen();
        if known(post).is_some_and(|machine| is(&machine)) {
            return;
        }
        post.proxy.wait_for("the report", from, |seen| seen.iter().any(|one| one.path == HEALTH && one.status == Some(200)));
    }
}

#[test]
fn what_happens_to_the_printer_is_told_at_once_and_after_a_cut_as_soon_as_the_line_is_back() {
    let post = Post::open();
    let state = State::new(true);
    state.tells(post.courier().machine_teller());
    // An hour does not pass here: each of these is a report of its own.
    for (status, is) in [(PrinterStatus::Ready, PrinterState::Ready), (PrinterStatus::OutOfPaper, PrinterState::OutOfPaper)] {
        state.printer(status);
        until(&post, |machine| machine.printer == is);
    }
    post.proxy.set(Weather::Cut);
    post.until("the cut", |told| matches!(told, News::Online(false)).then_some(()));
    state.printer(PrinterStatus::CoverOpen);
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    until(&post, |machine| machine.printer == PrinterState::CoverOpen);
}

#[test]
fn a_machine_that_locked_itself_hears_of_its_own_lock_as_soon_as_somebody_looked() {
    let post = Post::open();
    let state = State::new(false);
    state.locked(Some(4711));
    state.tells(post.courier().machine_teller());
    until(&post, |machine| machine.lock == Some(4711));
    let of = |lock| {
        move |conn: &mut Conn, _: i64| {
            let kiosk = kiosks::all(conn)?.remove(0).id;
            machine::unlock(conn, kiosk, lock)
        }
    };
    assert!(!post.at_desk(of(4712)), "of another lock nothing is told");
    assert!(post.at_desk(of(4711)));
    let ended = post.until("the unlocking", |told| match told {
        News::Unlock(lock) => Some(lock),
        _ => None,
    });
    assert_eq!(ended, 4711);
}
