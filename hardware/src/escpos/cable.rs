//! The thin port: bytes to and from a file descriptor, with an end to every wait.

use std::fs::OpenOptions;
use std::io;
use std::net::TcpStream;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::termios::{self, ControlModes, OptionalActions};

use super::Place;

/// For a printer on the network to answer at all: one in the same room does so in a few milliseconds.
const CONNECTS_WITHIN: Duration = Duration::from_millis(100);

/// The rate of a serial line, in bits a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(u32);

/// No rate that printers are set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is none of the rates that printers are set to: 9600, 19200, 38400, 57600 or 115200")]
pub struct BadRate(u32);

impl Rate {
    /// One of those that the switches of printers have.
    ///
    /// # Errors
    /// [`BadRate`].
    pub fn new(rate: u32) -> Result<Self, BadRate> {
        if [9_600, 19_200, 38_400, 57_600, 115_200].contains(&rate) { Ok(Self(rate)) } else { Err(BadRate(rate)) }
    }
}

/// Where the cable is plugged in.
#[derive(Debug)]
pub(super) struct Plug(pub(super) Place);

/// An open way to the printer. It never blocks but in [`poll`].
#[derive(Debug)]
pub(super) struct Cable(OwnedFd);

fn device(path: &Path) -> io::Result<OwnedFd> {
    // A line that waits for its other end, or a terminal that would become ours: neither.
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
    Ok(OpenOptions::new().read(true).write(true).custom_flags(flags as i32).open(path)?.into())
}

impl Plug {
    pub(super) fn open(&self) -> io::Result<Cable> {
        match &self.0 {
            Place::Usb(path) => device(path).map(Cable),
            Place::Serial(path, rate) => {
                let line = device(path)?;
                let mut modes = termios::tcgetattr(&line)?;
                modes.make_raw();
                modes.set_speed(rate.0)?;
                // The printer says when its buffer is full by its own wire; without it the line would drop what comes meanwhile.
                modes.control_modes |= ControlModes::CRTSCTS | ControlModes::CLOCAL;
                termios::tcsetattr(&line, OptionalActions::Flush, &modes)?;
                Ok(Cable(line))
            }
            Place::Network(address) => {
                let stream = TcpStream::connect_timeout(address, CONNECTS_WITHIN)?;
                stream.set_nodelay(true)?;
                stream.set_nonblocking(true)?;
                Ok(Cable(stream.into()))
            }
        }
    }
}

impl Cable {
    /// Waits until the cable is ready for `what`; false where it was not in time.
    fn ready(&self, what: PollFlags, within: Duration) -> io::Result<bool> {
        let within = Timespec::try_from(within).map_err(io::Error::other)?;
        loop {
            let mut fds = [PollFd::from_borrowed_fd(self.0.as_fd(), what)];
            match poll(&mut fds, Some(&within)) {
                Ok(0) => return Ok(false),
                Ok(_) if fds[0].revents().intersects(what) => return Ok(true),
                // Pulled out.
                Ok(_) => return Err(io::ErrorKind::BrokenPipe.into()),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Sends all of it. The printer may take its time, and at least some of it within each `within`.
    pub(super) fn send(&mut self, mut bytes: &[u8], within: Duration) -> io::Result<()> {
        while !bytes.is_empty() {
            if !self.ready(PollFlags::OUT, within)? {
                return Err(io::ErrorKind::TimedOut.into());
            }
            match rustix::io::write(&self.0, bytes) {
                Ok(taken) => bytes = &bytes[taken..],
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The next byte that the printer says; none where it says nothing in time.
    pub(super) fn hear(&mut self, within: Duration) -> io::Result<Option<u8>> {
        let mut byte = [0];
        while self.ready(PollFlags::IN, within)? {
            match rustix::io::read(&self.0, &mut byte) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) => return Ok(Some(byte[0])),
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }
}
