//! A display without a glass: it takes I2C messages as the data sheet of the SSD1306 has them. It shares no code with what talks to it.

use std::io;
use std::sync::{Arc, Mutex};

use inloop_hardware::Bitmap;
use inloop_hardware::ssd1306::{Bus, Ssd1306};

/// Its registers and memory.
#[derive(Clone, Debug)]
pub(crate) struct Inside {
    /// By page and column; none where it still holds the noise of power-on.
    ram: [[Option<u8>; 128]; 8],
    page: usize,
    column: usize,
    on: bool,
    pump: bool,
    mirrored: bool,
    upside_down: bool,
    rows: u8,
    /// Somebody saw noise.
    pub(crate) noise_seen: bool,
    /// It is on the bus.
    pub(crate) plugged: bool,
    /// So many messages from now on it is pulled out.
    pub(crate) pulled_after: Option<usize>,
    /// Bytes of picture that it took.
    pub(crate) taken: usize,
    /// All messages that it took.
    pub(crate) messages: usize,
}

impl Inside {
    fn powered() -> Self {
        Self {
            ram: [[None; 128]; 8],
            page: 0,
            column: 0,
            on: false,
            pump: false,
            mirrored: true,
            upside_down: true,
            rows: 64,
            noise_seen: false,
            plugged: true,
            pulled_after: None,
            taken: 0,
            messages: 0,
        }
    }

    /// Power goes and comes back.
    pub(crate) fn lose_power(&mut self) {
        *self = Self { taken: self.taken, messages: self.messages, noise_seen: self.noise_seen, ..Self::powered() };
    }

    fn command(&mut self, bytes: &mut impl Iterator<Item = u8>) {
        let Some(command) = bytes.next() else { return };
        let mut argument = || bytes.next().expect("the command has an argument");
        match command {
            0x00..=0x0F => self.column = (self.column & 0xF0) | usize::from(command),
            0x10..=0x17 => self.column = (self.column & 0x0F) | usize::from(command & 0x07) << 4,
            0x20 => assert_eq!(argument(), 2, "this machine knows page addressing alone"),
            0x2E | 0x40 | 0xA4 | 0xA6 => {}
            0x8D => self.pump = argument() == 0x14,
            0xA0 | 0xA1 => self.mirrored = command == 0xA0,
            0xC0 | 0xC8 => self.upside_down = command == 0xC0,
            0xA8 => self.rows = argument() + 1,
            0xAE | 0xAF => self.on = command == 0xAF,
            0xB0..=0xB7 => self.page = usize::from(command - 0xB0),
            0xD3 => assert_eq!(argument(), 0, "shifted"),
            0xDA => assert_eq!(argument(), 0x12, "every second row would be missing"),
            0x81 | 0xD5 | 0xD9 | 0xDB => drop(argument()),
            odd => panic!("no command begins with {odd:x}"),
        }
    }

    fn take(&mut self, message: &[u8]) {
        self.messages += 1;
        let mut bytes = message.iter().copied().peekable();
        match bytes.next() {
            Some(0x00) => {
                while bytes.peek().is_some() {
                    self.command(&mut bytes);
                }
            }
            Some(0x40) => {
                for byte in bytes {
                    self.ram[self.page][self.column] = Some(byte);
                    self.column = (self.column + 1) % 128;
                    self.taken += 1;
                }
            }
            odd => panic!("no message begins with {odd:?}"),
        }
        self.noise_seen |= self.glass().is_some() && self.ram.iter().flatten().any(Option::is_none);
    }

    /// What is seen, pins on top; none while it is dark.
    pub(crate) fn glass(&self) -> Option<Bitmap> {
        let mut glass = Bitmap::new(128, 64);
        if !(self.plugged && self.on && self.pump) {
            return None;
        }
        for y in 0..u32::from(self.rows) {
            for x in 0..128 {
                let (column, row) =
                    (if self.mirrored { 127 - x } else { x }, if self.upside_down { u32::from(self.rows) - 1 - y } else { y });
                let byte = self.ram[(row / 8) as usize][column as usize].unwrap_or(0b0101_1010);
                glass.set(x, y, byte >> (row % 8) & 1 == 1);
            }
        }
        Some(glass)
    }
}

/// A display, and the end of its cable.
#[derive(Clone, Debug)]
pub(crate) struct Oled(Arc<Mutex<Inside>>);

impl Oled {
    /// One that just got power, and the panel that talks to it.
    pub(crate) fn plugged() -> (Self, Ssd1306) {
        let oled = Self(Arc::new(Mutex::new(Inside::powered())));
        let cable = oled.clone();
        let panel = Ssd1306::by("/dev/i2c-1@3c".to_owned(), move || Ok(Box::new(cable.clone()) as Box<dyn Bus>));
        (oled, panel)
    }

    /// Looks at it, or does something to it.
    pub(crate) fn with<T>(&self, what: impl FnOnce(&mut Inside) -> T) -> T {
        what(&mut self.0.lock().unwrap())
    }
}

impl Bus for Oled {
    fn write(&mut self, message: &[u8]) -> io::Result<()> {
        self.with(|inside| {
            if inside.pulled_after == Some(0) {
                (inside.pulled_after, inside.plugged) = (None, false);
            }
            inside.pulled_after = inside.pulled_after.map(|left| left - 1);
            if !inside.plugged {
                // What Linux says where nobody acknowledges.
                return Err(io::Error::from_raw_os_error(rustix::io::Errno::REMOTEIO.raw_os_error()));
            }
            inside.take(message);
            Ok(())
        })
    }
}
