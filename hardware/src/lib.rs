//! What the machine in the hall does with pixels, bytes and pins. It knows nothing of what a resident leaves.
//!
//! 1. Hardware is data until the last line: a pure function makes a [`Bitmap`] or samples, and a thin port carries them out.
//! 2. Every port is a small trait with a bench twin, so that the whole post runs on a machine that has none of the devices.
//! 3. No topic, name or host can reach paper or panel: the types that hold what is printed have no field for them.
//! 4. Nothing is clipped and nothing is replaced by an empty box: what cannot be shown whole is an error with a name.
//!
//! | module | what it makes | port | bench twin |
//! |---|---|---|---|
//! | [`ticket`] | the *briefje*, as a raster for a 58 or 80 mm thermal printer | [`printer::Printer`] | [`printer::BenchPrinter`] |
//! | [`escpos`] | the bytes by which a ticket printer prints it, in bands | [`printer::Printer`] | |
//! | [`panel`] | the caretaker's 128x64 panel | [`panel::Panel`] | [`panel::BenchPanel`] |
//! | [`ssd1306`] | the bytes by which a display on I2C shows the panel, by changed pages | [`panel::Panel`] | |
//! | [`pins`] | what keys, hook, sensor and case did, of edges with their times | [`pins::Pins`] | [`pins::BenchPins`] |
//! | [`watchdog`] | what systemd and the board are told of each turn of the glass | [`watchdog::Watchdog`] | [`watchdog::BenchDog`] |
//! | [`backlight`] | how light the glass is, by hour, hall and hands | [`backlight::Backlight`] | [`backlight::BenchLight`] |
//! | [`display`] | who is called now, for a television in the hall | [`display::Framebuffer`] | [`display::BenchFramebuffer`] |
//! | [`chime`] | a two-tone bell as PCM samples | [`chime::Chime`] | [`chime::BenchChime`] |
//! | [`qr`] | the resident's secret as a QR code, for ticket and glass alike | | |
//! | [`twin`] | any of those pictures as PNG | | |

pub mod backlight;
pub mod bitmap;
pub mod chime;
pub mod display;
pub mod escpos;
pub mod panel;
pub mod pins;
pub mod printer;
pub mod qr;
pub mod ssd1306;
pub mod ticket;
pub mod twin;
pub mod watchdog;

pub use bitmap::Bitmap;
