//! The board's own clock that runs on a battery, and whether it is believed while the desk cannot be asked.
//!
//! A battery that is empty, was changed or never was there shows 1970, 2000 or anything. So its time is believed only where it was right
//! when the desk last said the time, has not gone back since, and the desk has not been silent for longer than [`BELIEVED_FOR`]. It is
//! read from the chip: the system's clock may have been put forward by whoever keeps the time of the last shutdown.

use super::keeper::{KeeperHandle, Trouble};
use super::link::desk_time;
use crate::clock::{Clock, NO_EARLIER_THAN};
use chrono::{DateTime, Utc};
use std::path::PathBuf;
use std::time::Duration;

/// Where Linux shows the first of a board (Documentation/ABI/testing/rtc-cdev, `rtc-sysfs`).
pub const FIRST: &str = "/sys/class/rtc/rtc0";

/// How far it may be from the desk's time: nobody misses an appointment by that, and a cheap crystal needs two months for it.
pub const AGREES_WITHIN: Duration = Duration::from_secs(2 * 60);

/// How long after the desk's last word it is still believed. A chip that jumped ahead by years is not; and a kiosk that heard nothing for a
/// month has few times left that it could promise.
pub const BELIEVED_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The fact that it was right when the desk last said the time.
const FACT: &str = "clock.battery-agreed";

/// The clock on the battery.
#[derive(Clone, Debug)]
pub struct Rtc {
    folder: PathBuf,
}

/// What is known of it from before this start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The latest time of the desk that was kept, in seconds since 1970.
    pub last: i64,
    /// It was right when the desk last said the time.
    pub agreed: bool,
}

/// Whether what it shows, in seconds since 1970, is believed without the desk.
#[must_use]
pub fn is_believed(shows: i64, known: Known) -> bool {
    let month = BELIEVED_FOR.as_secs() as i64;
    known.agreed && shows >= NO_EARLIER_THAN && (known.last..=known.last.saturating_add(month)).contains(&shows)
}

/// Whether it shows what the desk says.
#[must_use]
pub fn agrees(shows: i64, desk: i64) -> bool {
    shows.abs_diff(desk) <= AGREES_WITHIN.as_secs()
}

impl Rtc {
    /// The one that Linux shows in `folder`; there may be none.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Rtc { folder: folder.into() }
    }

    /// What it shows, in seconds since 1970. None where there is no such chip, or it says itself that it does not know.
    fn shows(&self) -> Option<i64> {
        // One line of a few digits that the kernel makes.
        std::fs::read_to_string(self.folder.join("since_epoch")).ok()?.trim().parse().ok()
    }

    /// The program starts: the clock is told what the battery's shows, where that is believed. True where it is.
    pub fn begins(&self, keeper: &KeeperHandle, enrolled_at: i64, clock: &dyn Clock) -> bool {
        let Some(shows) = self.shows() else { return false };
        let known = match known(keeper, enrolled_at) {
            Ok(known) => known,
            Err(trouble) => {
                tracing::warn!(error = %trouble, "what is known of the clock on the battery cannot be read: it is not believed");
                return false;
            }
        };
        let believed = DateTime::<Utc>::from_timestamp(shows, 0).filter(|_| is_believed(shows, known));
        match believed {
            Some(at) => clock.learn(at),
            None => {
                tracing::info!(shows, agreed = known.agreed, "the clock on the battery is not believed until the desk is heard")
            }
        }
        believed.is_some()
    }

    /// The desk has just said the time, and the clock shows it: whether the battery's agrees is written down where that is new.
    pub fn compare(&self, keeper: &KeeperHandle, clock: &dyn Clock) {
        let agrees = self.shows().is_some_and(|shows| agrees(shows, clock.stamp().at.timestamp()));
        let written = keeper.recall(FACT).and_then(|before| match (before.is_some(), agrees) {
            (false, true) => keeper.remember(vec![(FACT.to_owned(), Some(b"yes".to_vec()))]),
            (true, false) => {
                tracing::warn!("the clock on the battery is wrong: it is not believed any more");
                keeper.remember(vec![(FACT.to_owned(), None)])
            }
            _ => Ok(()),
        });
        if let Err(trouble) = written {
            tracing::warn!(error = %trouble, "whether the clock on the battery is right was not written down");
        }
    }
}

fn known(keeper: &KeeperHandle, enrolled_at: i64) -> Result<Known, Trouble> {
    Ok(Known { last: desk_time(keeper, enrolled_at)?, agreed: keeper.recall(FACT)?.is_some() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{MachineClock, MachineLuck};
    use crate::kiosk::keeper::Keeper;
    use crate::kiosk::link::DESK_TIME;
    use std::path::Path;
    use std::sync::Arc;

    /// The desk was last heard.
    const LAST: i64 = 1_795_431_600;
    const DAY: i64 = 24 * 60 * 60;

    #[test]
    fn a_battery_is_believed_where_it_was_right_has_not_gone_back_and_the_desk_was_heard_within_a_month() {
        let right = Known { last: LAST, agreed: true };
        for (shows, known, believed) in [
            (LAST, right, true),
            (LAST + 12 * 60 * 60, right, true),
            (LAST + 30 * DAY, right, true),
            (LAST + 30 * DAY + 1, right, false),
            (LAST + 20 * 365 * DAY, right, false),
            (LAST - 1, right, false),
            // Empty: 1970, 2000, and the day that some chips begin with.
            (0, right, false),
            (-1, right, false),
            (946_684_800, right, false),
            (1_451_606_400, right, false),
            (i64::MAX, right, false),
            // Nobody has ever seen it right.
            (LAST + 60, Known { agreed: false, ..right }, false),
            // A kept time that is nonsense makes nothing believed that is older than this program.
            (3600, Known { last: 0, agreed: true }, false),
        ] {
            assert_eq!(is_believed(shows, known), believed, "{shows} {known:?}");
        }
    }

    #[test]
    fn two_minutes_beside_the_desk_is_right_and_local_time_is_not() {
        for (off, right) in [(0, true), (120, true), (-120, true), (121, false), (-121, false), (3600, false), (-LAST, false)] {
            assert_eq!(agrees(LAST + off, LAST), right, "{off}");
        }
    }

    struct Board {
        folder: tempfile::TempDir,
        rtc: Rtc,
    }

    impl Board {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            std::fs::create_dir(folder.path().join("rtc0")).unwrap();
            let rtc = Rtc::in_folder(folder.path().join("rtc0"));
            Board { folder, rtc }
        }

        fn shows(&self, seconds: &str) {
            std::fs::write(self.folder.path().join("rtc0/since_epoch"), format!("{seconds}\n")).unwrap();
        }

        fn outbox(&self) -> &Path {
            self.folder.path()
        }

        /// A start of the machine: whether its time is believed before the desk is heard.
        fn starts<T>(&self, then: impl FnOnce(&KeeperHandle, &MachineClock, bool) -> T) -> T {
            let clock = Arc::new(MachineClock::new());
            let keeper = Keeper::start(&self.outbox().join("outbox.sqlite"), clock.clone(), Arc::new(MachineLuck)).unwrap();
            let believed = self.rtc.begins(&keeper.handle(), LAST - DAY, &*clock);
            assert_eq!(clock.stamp().trusted, believed);
            then(&keeper.handle(), &clock, believed)
        }
    }

    /// The desk is heard, at this time.
    fn heard(board: &Board, keeper: &KeeperHandle, clock: &MachineClock, at: i64) {
        clock.learn(DateTime::from_timestamp(at, 0).unwrap());
        keeper.remember(vec![(DESK_TIME.to_owned(), Some(at.to_string().into_bytes()))]).unwrap();
        board.rtc.compare(keeper, clock);
    }

    #[test]
    fn after_a_power_cut_without_a_line_the_battery_tells_the_time_once_the_desk_found_it_right() {
        let board = Board::new();
        board.shows(&LAST.to_string());
        board.starts(|keeper, clock, believed| {
            assert!(!believed, "nobody has compared it");
            heard(&board, keeper, clock, LAST + 60);
        });
        board.shows(&(LAST + DAY).to_string());
        board.starts(|_, clock, believed| {
            assert!(believed);
            assert_eq!(clock.stamp().at.timestamp() - (LAST + DAY), 0, "as the chip shows it");
        });
        for wrong in ["0", "946684800", "4000000000", "", "no", &(LAST - DAY).to_string()] {
            board.shows(wrong);
            board.starts(|_, _, believed| assert!(!believed, "{wrong:?}"));
        }
        std::fs::remove_file(board.folder.path().join("rtc0/since_epoch")).unwrap();
        board.starts(|_, _, believed| assert!(!believed, "a board without one"));
    }

    #[test]
    fn a_battery_that_the_desk_finds_wrong_once_is_not_believed_until_it_is_found_right_again() {
        let board = Board::new();
        board.shows(&LAST.to_string());
        board.starts(|keeper, clock, _| heard(&board, keeper, clock, LAST));
        board.starts(|keeper, clock, believed| {
            assert!(believed);
            heard(&board, keeper, clock, LAST + 3600);
        });
        board.shows(&(LAST + 7200).to_string());
        board.starts(|keeper, clock, believed| {
            assert!(!believed);
            heard(&board, keeper, clock, LAST + 7200);
        });
        board.starts(|_, _, believed| assert!(believed));
    }
}
