//! systemd's watchdog: datagrams to the socket that it names in `NOTIFY_SOCKET` (sd_notify(3)).

use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use super::{Feed, Watchdog, WatchdogProblem};

/// Not a socket of systemd's.
#[derive(Debug, thiserror::Error)]
#[error("NOTIFY_SOCKET names no socket")]
pub struct BadSocket(#[source] io::Error);

/// How the kiosk is, for whoever asks `systemctl status`. It has no field for anything that a resident left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// Entries that wait for the desk.
    pub waiting: u32,
    /// Entries that are set apart for somebody to look at.
    pub parked: u32,
    /// Whether the desk answers; none before the first try has ended.
    pub online: Option<bool>,
    /// Whether the disk keeps what residents leave.
    pub keeps: bool,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let desk = match self.online {
            None => "the desk was not heard yet",
            Some(true) => "the desk answers",
            Some(false) => "the desk does not answer",
        };
        write!(f, "{} waiting, {} set apart; {desk}", self.waiting, self.parked)?;
        if self.keeps { Ok(()) } else { f.write_str("; the disk keeps nothing") }
    }
}

/// After how long systemd's watchdog bites: `WATCHDOG_USEC`, where `WATCHDOG_PID` is missing or `ours` (sd_watchdog_enabled(3)).
/// None where it does not.
#[must_use]
pub fn period(usec: Option<&str>, pid: Option<&str>, ours: u32) -> Option<Duration> {
    let meant = pid.is_none_or(|pid| pid.parse() == Ok(ours));
    let period = usec?.parse().ok().map(Duration::from_micros)?;
    (meant && !period.is_zero()).then_some(period)
}

/// systemd, as the one who started this program.
#[derive(Debug)]
pub struct Systemd {
    ours: UnixDatagram,
    theirs: SocketAddr,
    ready: bool,
}

impl Systemd {
    /// By what `NOTIFY_SOCKET` says: a path, or an abstract name that begins with '@'. Nothing is said yet.
    ///
    /// # Errors
    /// [`BadSocket`].
    pub fn new(socket: &OsStr) -> Result<Self, BadSocket> {
        let theirs = match socket.as_bytes() {
            [b'@', name @ ..] => SocketAddr::from_abstract_name(name),
            [b'/', ..] => SocketAddr::from_pathname(socket),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        };
        let ours = UnixDatagram::unbound().and_then(|ours| {
            // The glass does not wait for systemd.
            ours.set_nonblocking(true)?;
            Ok(ours)
        });
        Ok(Self { ours: ours.map_err(BadSocket)?, theirs: theirs.map_err(BadSocket)?, ready: false })
    }

    /// Tells how the kiosk is.
    ///
    /// # Errors
    /// [`WatchdogProblem::Systemd`].
    pub fn status(&self, status: Status) -> Result<(), WatchdogProblem> {
        self.say(&format!("STATUS={status}"))
    }

    fn say(&self, what: &str) -> Result<(), WatchdogProblem> {
        self.ours.send_to_addr(what.as_bytes(), &self.theirs).map(drop).map_err(WatchdogProblem::Systemd)
    }
}

impl Watchdog for Systemd {
    fn feed(&mut self, _: &Feed) -> Result<(), WatchdogProblem> {
        self.say(if self.ready { "WATCHDOG=1" } else { "READY=1\nWATCHDOG=1" })?;
        self.ready = true;
        Ok(())
    }

    fn end(self: Box<Self>) -> Result<(), WatchdogProblem> {
        self.say("STOPPING=1")
    }
}
