//! What an SSD1306 is told, as bytes of an I2C message. All of them are of the data sheet (Solomon Systech, rev 1.1, 2008):
//! table 9 names the commands, 8.1.5.2 the control byte, 10.1.3 page addressing, and its application note the charge pump.

use crate::Bitmap;
use crate::panel::{HEIGHT, WIDTH};

/// Rows in a page: a byte of the display's memory is a column of eight pixels, the uppermost in the lowest bit.
pub const ROWS: u32 = 8;

/// Pages from top to bottom.
pub const PAGES: usize = (HEIGHT / ROWS) as usize;

/// Bytes in a page, from left to right.
pub const COLUMNS: usize = WIDTH as usize;

/// What follows in this message are commands.
const COMMANDS: u8 = 0x00;

/// What follows in this message goes into memory.
const DATA: u8 = 0x40;

/// Sets up a module of 128x64 and keeps it dark: its memory holds noise after power came.
pub const SET_UP: [u8; 26] = [
    COMMANDS, 0xAE, // dark
    0xD5, 0x80, // clock, as after a reset
    0xA8, 0x3F, // 64 rows
    0xD3, 0x00, 0x40, // nothing shifted
    0x8D, 0x14, // its own charge pump: the modules bring no 7 V
    0x20, 0x02, // page addressing
    0xA1, 0xC8, // upright: the glass is mounted with its pins on top
    0xDA, 0x12, // rows alternate between both sides of the glass
    0x81, 0x7F, // half the light: it is on day and night, and burns in
    0xD9, 0xF1, 0xDB, 0x20, // as the charge pump wants it
    0xA4, 0xA6, 0x2E, // from memory, a set bit is light, nothing scrolls
];

/// Light, once its memory holds a picture.
pub const LIT: [u8; 2] = [COMMANDS, 0xAF];

/// One page of the display's memory.
pub type Page = [u8; COLUMNS];

/// The picture in the order of the display's memory.
#[must_use]
pub fn pages(picture: &Bitmap) -> [Page; PAGES] {
    let mut pages = [[0; COLUMNS]; PAGES];
    for (x, y) in picture.set_pixels() {
        if let Some(byte) = pages.get_mut((y / ROWS) as usize).and_then(|page| page.get_mut(x as usize)) {
            *byte |= 1 << (y % ROWS);
        }
    }
    pages
}

/// The messages that put one page into memory: where, and what.
#[must_use]
pub fn put(number: usize, page: &Page) -> [Vec<u8>; 2] {
    let place = vec![COMMANDS, 0xB0 | (number % PAGES) as u8, 0x00, 0x10];
    [place, [&[DATA], page.as_slice()].concat()]
}
