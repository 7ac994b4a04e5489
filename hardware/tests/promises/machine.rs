//! A ticket printer without a case: it takes bytes as the reference of ESC/POS has it, and puts rows on paper. It shares no code with
//! what talks to it.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use inloop_hardware::Bitmap;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// What is inside, and what somebody does to it.
#[derive(Debug, Default)]
pub(crate) struct Inside {
    /// Rows that are on paper, each as bytes.
    pub(crate) rows: Vec<Vec<u8>>,
    /// After how many rows it was cut.
    pub(crate) cuts: Vec<usize>,
    /// Rows until the roll ends; none where it is long enough.
    pub(crate) roll: Option<usize>,
    pub(crate) nearly_out: bool,
    pub(crate) open: bool,
    pub(crate) broken: bool,
    /// Says nothing.
    pub(crate) mute: bool,
    /// The cable is pulled once so many rows are on paper.
    pub(crate) pulled_at: Option<usize>,
    /// Says of itself what nobody asked (`ASB`).
    pub(crate) chatty: bool,
}

impl Inside {
    fn stops(&self) -> bool {
        self.open || self.broken || self.roll == Some(0)
    }

    /// The paper since the last cut but one, as a picture.
    pub(crate) fn ticket(&self, which: usize) -> Bitmap {
        let from = if which == 0 { 0 } else { self.cuts[which - 1] };
        let rows = &self.rows[from..self.cuts[which]];
        let mut ticket = Bitmap::new(rows[0].len() as u32 * 8, rows.len() as u32);
        for (y, row) in (0..).zip(rows) {
            for x in 0..ticket.width() {
                ticket.set(x, y, row[x as usize / 8] >> (7 - x % 8) & 1 == 1);
            }
        }
        ticket
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Machine(Arc<Mutex<Inside>>);

impl Machine {
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Inside) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    /// On the network: one that takes connections one after another.
    pub(crate) fn on_network() -> (Self, SocketAddr) {
        let (machine, listener) = (Machine::default(), TcpListener::bind("127.0.0.1:0").unwrap());
        let (inside, address) = (machine.clone(), listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream: TcpStream = stream.unwrap();
                stream.set_nodelay(true).unwrap();
                inside.serve(stream.try_clone().unwrap(), &stream);
            }
        });
        (machine, address)
    }

    /// On a line: the path of its other end.
    pub(crate) fn on_line() -> (Self, PathBuf) {
        let machine = Machine::default();
        let own: OwnedFd = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&own).unwrap();
        unlockpt(&own).unwrap();
        let path = PathBuf::from(ptsname(&own, Vec::new()).unwrap().into_string().unwrap());
        // A USB printer hands on every byte as it is; a line of a terminal has to be told so. It also keeps the line open.
        let other = File::options().read(true).write(true).open(&path).unwrap();
        let mut modes = tcgetattr(&other).unwrap();
        modes.make_raw();
        tcsetattr(&other, OptionalActions::Now, &modes).unwrap();
        let inside = machine.clone();
        std::thread::spawn(move || {
            let _open = other;
            let own = File::from(own);
            inside.serve(own.try_clone().unwrap(), &own);
        });
        (machine, path)
    }

    /// Until the cable is pulled.
    fn serve(&self, mut from: impl Read, mut to: impl Write) {
        let (mut buffer, mut chunk) = (Vec::<u8>::new(), [0; 512]);
        // The line that is printed next, in bytes, is lost with the power; this machine has none.
        loop {
            let Ok(count) = from.read(&mut chunk) else { return };
            if count == 0 {
                return;
            }
            for byte in &chunk[..count] {
                buffer.push(*byte);
                self.at_once(&mut buffer, &mut to);
            }
            if !self.works(&mut buffer, &mut to) {
                return;
            }
        }
    }

    /// What is done when its last byte arrives, whatever stands before it.
    fn at_once(&self, buffer: &mut Vec<u8>, to: &mut impl Write) {
        let mut inside = self.0.lock().unwrap();
        if let [.., 0x10, 0x04, which @ 1..=4] = buffer[..] {
            let mut said = 0b0001_0010;
            let bit = |on: bool, bits: u8| if on { bits } else { 0 };
            said |= match which {
                1 => bit(inside.stops(), 0b1000),
                2 => bit(inside.open, 0b100) | bit(inside.roll == Some(0), 0b10_0000) | bit(inside.broken, 0b100_0000),
                3 => bit(inside.broken, 0b1000),
                _ => bit(inside.nearly_out, 0b1100) | bit(inside.roll == Some(0), 0b110_0000),
            };
            if inside.chatty {
                to.write_all(&[0x10, 0x00, 0x00, 0x00]).unwrap();
            }
            if !inside.mute {
                to.write_all(&[said]).unwrap();
            }
        }
        let forgets = buffer.ends_with(&[0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8]);
        if forgets || (buffer.ends_with(&[0x10, 0x05, 2]) && inside.stops()) {
            buffer.clear();
            inside.broken = false;
            if forgets && !inside.mute {
                to.write_all(&[0x37, 0x25, 0x00]).unwrap();
            }
        }
    }

    /// Takes whole commands off the front; false once the cable is pulled.
    fn works(&self, buffer: &mut Vec<u8>, to: &mut impl Write) -> bool {
        let mut inside = self.0.lock().unwrap();
        while !inside.stops() {
            let used = match buffer[..] {
                [0x10, 0x04 | 0x05, _, ..] => 3,
                [0x10, 0x14, 8, _, _, _, _, _, _, _, ..] => 10,
                [0x1B, b'@', ..] => 2,
                [0x1D, b'a', _, ..] => 3,
                [0x1D, b'r', 1, ..] => {
                    let low = if inside.nearly_out { 0b11 } else { 0 };
                    if !inside.mute {
                        to.write_all(&[low]).unwrap();
                    }
                    3
                }
                [0x1D, b'V', 66, _, ..] => {
                    let rows = inside.rows.len();
                    inside.cuts.push(rows);
                    4
                }
                [0x1D, b'v', b'0', 0, xl, xh, yl, yh, ref rest @ ..] => {
                    let (wide, high) = (u16::from_le_bytes([xl, xh]) as usize, u16::from_le_bytes([yl, yh]) as usize);
                    // A raster is printed as it comes: the first whole row goes on paper before the last has arrived.
                    let Some(row) = rest.get(..wide) else { return true };
                    inside.rows.push(row.to_vec());
                    inside.roll = inside.roll.map(|left| left - 1);
                    if inside.pulled_at == Some(inside.rows.len()) {
                        inside.pulled_at = None;
                        return false;
                    }
                    buffer.drain(8..8 + wide);
                    let [low, more] = (high as u16 - 1).to_le_bytes();
                    (buffer[6], buffer[7]) = (low, more);
                    if high > 1 {
                        continue;
                    }
                    8
                }
                [] | [0x10 | 0x1B | 0x1D] | [0x10, _] | [0x1D, _] | [0x1D, _, _] | [0x10, 0x14, ..] => return true,
                [0x1D, b'v', ..] => return true,
                [odd, ..] => panic!("no command begins with {odd:x}"),
            };
            buffer.drain(..used);
        }
        true
    }
}
