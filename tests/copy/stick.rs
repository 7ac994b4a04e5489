//! The stick: full, pulled out, or used before. Nothing that a resident left depends on it.

use crate::Hall;
use inloop::entry::EntryId;
use inloop::kiosk::copy::{self, Kept, NotCopied};
use inloop::kiosk::keeper::Trouble;
use inloop::outbox::{Copied, Outbox};
use std::path::PathBuf;

/// An outbox whose stick is pulled out after the first entries were read.
struct Pulled<'a>(&'a Outbox, PathBuf);

impl Kept for Pulled<'_> {
    fn copied_after(&self, after: u64) -> Result<Vec<Copied>, Trouble> {
        if after > 0 {
            std::fs::remove_dir_all(&self.1).unwrap();
        }
        Kept::copied_after(self.0, after)
    }

    fn piece(&self, id: EntryId, n: u8) -> Result<Vec<u8>, Trouble> {
        Kept::piece(self.0, id, n)
    }
}

#[test]
fn a_stick_that_is_pulled_out_is_said_and_changes_nothing_here() {
    let mut hall = Hall::new();
    let sealed = hall.kiosk.question(1, &hall.bench);
    hall.keep(&sealed);
    let before = (hall.outbox.counts().unwrap(), std::fs::read(hall.outbox.path()).unwrap());
    let pulled = Pulled(&hall.outbox, hall.stick());
    let why = copy::write(&hall.stick(), &hall.identity, &pulled, &*hall.bench.clock).unwrap_err();
    assert!(matches!(why, NotCopied::NoFolder(_)), "{why:?}");
    assert!(why.to_string().ends_with("is the stick in?"));
    assert_eq!((hall.outbox.counts().unwrap(), std::fs::read(hall.outbox.path()).unwrap()), before);
}

#[test]
fn what_an_earlier_copy_left_half_written_goes_and_whole_copies_stay() {
    let hall = Hall::new();
    let half = hall.stick().join("inloop-kiosk-1-20260101-120000.copy.part");
    let own = hall.stick().join("holiday.part");
    std::fs::write(&half, "half").unwrap();
    std::fs::write(&own, "somebody's").unwrap();
    let files = [hall.copy().file, hall.copy().file, hall.copy().file];
    assert!(!half.exists() && own.exists());
    assert!(files.iter().all(|file| file.exists() && file.extension().is_some_and(|ending| ending == "copy")));
    assert!(files[0] != files[1] && files[1] != files[2] && files[0] != files[2], "{files:?}");
    assert_eq!(hall.import(&files[0]).1, Ok(()), "a kiosk without entries has a copy of none");
}
