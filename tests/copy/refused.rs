//! A copy that is not whole, or not of a kiosk that may speak here, is refused in one sentence.

use crate::{Hall, identity};
use inloop::clock::Clock;
use inloop::desk::store::enrolment::{self, Confirmed};
use inloop::desk::store::kiosks;
use inloop::entry::{Body, CallReason};
use inloop::kiosk::copy;
use inloop::seal::{Recipients, TeamKey, seal};
use inloop::wire::KioskKey;
use std::path::PathBuf;
use zeroize::Zeroizing;

fn with_two() -> (Hall, PathBuf) {
    let mut hall = Hall::new();
    for n in [1, 2] {
        let sealed = hall.kiosk.question(n, &hall.bench);
        hall.keep(&sealed);
    }
    let file = hall.copy().file;
    (hall, file)
}

impl Hall {
    fn refuses(&self, file: &std::path::Path, sentence: &str) {
        let (told, done) = self.import(file);
        let why = done.expect_err("it was taken in");
        assert!(why.contains(sentence), "{why}");
        assert!(why.contains("nothing was taken in"), "{why}");
        assert!(!told.contains("Entries"), "{told}");
        assert_eq!(self.entries(), 0);
    }
}

#[test]
fn a_changed_a_cut_and_a_strange_file_are_refused_and_nothing_of_them_is_taken() {
    let (hall, file) = with_two();
    let whole = std::fs::read(&file).unwrap();
    let other = hall.stick().join("other.copy");
    for cut in [0, 5, 14, 40, whole.len() / 2, whole.len() - 120, whole.len() - 1] {
        std::fs::write(&other, &whole[..cut]).unwrap();
        hall.refuses(&other, if cut < 14 { "not a copy that a kiosk made" } else { "the end of the copy is missing" });
    }
    for place in [20, 200, whole.len() / 2, whole.len() - 100, whole.len() - 20] {
        let mut changed = whole.clone();
        // Another letter of base64 or another digit: the line is still a line.
        changed[place] = if changed[place] == b'7' { b'8' } else { b'7' };
        std::fs::write(&other, &changed).unwrap();
        let (_, done) = hall.import(&other);
        let why = done.expect_err("a changed byte was believed");
        assert!(why.starts_with("nothing was taken in"), "{place}: {why}");
        assert_eq!(hall.entries(), 0);
    }
    std::fs::write(&other, vec![b'E'; 1 << 20]).unwrap();
    hall.refuses(&other, "not a copy that a kiosk made");
    std::fs::write(&other, [whole.as_slice(), &vec![b'E'; 1 << 20]].concat()).unwrap();
    hall.refuses(&other, "is damaged");
    assert!(hall.import(&hall.stick().join("none.copy")).1.unwrap_err().contains("cannot be read"));
}

#[test]
fn a_kiosk_that_is_unknown_foreign_written_off_or_enrolled_anew_is_told_apart() {
    let (mut hall, file) = with_two();
    let of_another =
        |hall: &Hall, identity| copy::write(&hall.stick(), &identity, &hall.outbox, &*hall.bench.clock).unwrap().file;
    let mut stranger = identity(&hall.bench, &hall.kiosk, 1);
    stranger.kiosk = inloop::entry::KioskId::new(40).unwrap();
    let strange = of_another(&hall, stranger);
    hall.refuses(&strange, "this desk knows no kiosk 40");
    let foreign = of_another(&hall, identity(&hall.bench, &hall.kiosk, 9));
    hall.refuses(&foreign, "did not sign this");

    let (id, now) = (hall.kiosk.id, hall.bench.now());
    let key = KioskKey::from_seed(&Zeroizing::new([2; 32]));
    let code = hall.bench.new_code();
    assert_eq!(hall.bench.offer(&key, &code, 1).status, 200);
    let pending = hall.bench.read(move |conn| enrolment::pending(conn, now)).pop().unwrap();
    let anew = hall.bench.write(move |conn| enrolment::confirm(conn, pending.id, "hal", Some(id), now));
    let Confirmed::Enrolled(same, epoch) = anew else { panic!("{anew:?}") };
    assert_eq!(same, id);
    hall.refuses(&file, "was enrolled anew after this copy was made");
    // A new copy at the same machine brings what it kept before.
    hall.identity = identity(&hall.bench, &hall.kiosk, 2);
    hall.identity.epoch = epoch;
    let again = hall.copy().file;
    assert_eq!(hall.import(&again).1, Ok(()));
    assert_eq!(hall.entries(), 2);
    hall.bench.write(move |conn| kiosks::write_off(conn, id, now));
    assert!(hall.import(&again).1.unwrap_err().contains("was written off"));
}

#[test]
fn an_entry_under_another_teams_key_is_refused_by_name_and_holds_up_no_other() {
    let mut hall = Hall::new();
    let others = Recipients::parse(&TeamKey::generate().public(), &TeamKey::generate().public()).unwrap();
    let entry = hall.kiosk.entry(1, hall.bench.clock.stamp(), Body::Call(CallReason::Help));
    let foreign = hall.keep(&seal(&entry, &others).unwrap());
    let ours = hall.kiosk.question(2, &hall.bench);
    hall.keep(&ours);
    let file = hall.copy().file;
    let (told, done) = hall.import(&file);
    assert!(told.contains("Entries: 1 new, 0 here already, 0 erased here before, 1 refused."), "{told}");
    assert!(told.contains(&format!("Refused: entry {foreign} is not sealed to this team's key")), "{told}");
    assert!(done.unwrap_err().contains("all of it is still at the kiosk"));
    assert_eq!(hall.entries(), 1);
}
