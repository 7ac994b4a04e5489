//! What the resident takes along.

use super::{Sheet, model, no_tiles, strings, voice};
use crate::kiosk::layout;
use crate::visit::Receipt;
use inloop_ui as ui;
use slint::{ComponentHandle, Image, ModelRc, Rgb8Pixel, SharedPixelBuffer, SharedString};

/// Empty modules around a QR code; the standard asks for four.
const QUIET: usize = 4;

/// How many pages it takes.
pub(super) fn show(sheet: &Sheet<'_>, receipt: &Receipt<'_>) -> usize {
    let adapter = sheet.global::<ui::ReceiptAdapter<'_>>();
    let title = sheet.say(&receipt.title);
    let mut lines = sheet.say_all(&receipt.lines);
    let mut tiles = sheet.tiles(&receipt.tiles);
    let speak = |lines: &[String], tiles: usize, qr: bool| {
        layout::sentences(
            sheet.size,
            lines,
            layout::receipt_room(sheet.panel, sheet.size, &title, tiles, receipt.teken.is_some(), qr),
            layout::Voice::Plain,
        )
    };
    // With the code beside them where all fits; else the sentences first, and the code on a page of its own.
    let with_code = receipt.qr.is_some();
    let mut speech = speak(&lines, tiles.len(), with_code);
    let mut code_apart = false;
    let mut note = receipt.ticket.as_ref().or(receipt.qr_note.as_ref());
    // In the largest letters a code leaves no room for what is said beside it.
    let crowded = with_code && sheet.size == layout::TextSize::Groter && !sheet.panel.stands();
    if speech.pages.len() > 1 || crowded || !with_code {
        note = receipt.qr_note.as_ref();
        lines.splice(0..0, receipt.ticket.iter().map(|news| sheet.say(news)));
        speech = speak(&lines, tiles.len(), with_code);
    }
    if speech.pages.len() > 1 || crowded {
        tiles.push(sheet.more());
        speech = speak(&lines, tiles.len(), sheet.panel.stands() && with_code);
        code_apart = with_code && !sheet.panel.stands();
    }
    let pages = speech.pages.len() + usize::from(code_apart);
    let page = sheet.page % pages;
    let said = speech.pages.get(page).cloned().unwrap_or(0..0);
    let code_here = receipt.qr.filter(|_| !code_apart || page + 1 == pages);

    adapter.set_picture(receipt.teken.as_ref().map_or_else(|| ui::icon(""), |teken| ui::icon(&teken.icon())));
    adapter.set_digits(receipt.teken.as_ref().map(|teken| format!("{:02}", teken.number)).unwrap_or_default().into());
    adapter.set_teken(receipt.teken.as_ref().map(|teken| sheet.say(&teken.said)).unwrap_or_default().into());
    adapter.set_voice(voice(speech.voice));
    adapter.set_lines(strings(adapter.get_lines(), lines[said].to_vec()));
    match code_here {
        None => adapter.set_qr(ui::icon("")),
        // A code is drawn once: it stays the same while the receipt stands.
        Some(text) if adapter.get_qr().size().width == 0 => adapter.set_qr(code(text).unwrap_or_default()),
        Some(_) => {}
    }
    adapter.set_qr_says(note.map(|note| sheet.say(note)).unwrap_or_default().into());
    adapter.set_tiles(model(adapter.get_tiles(), tiles));
    pages
}

pub(super) fn forget(app: &ui::App) {
    let adapter = app.global::<ui::ReceiptAdapter<'_>>();
    adapter.set_picture(Image::default());
    adapter.set_digits(SharedString::new());
    adapter.set_teken(SharedString::new());
    adapter.set_qr(Image::default());
    adapter.set_qr_says(SharedString::new());
    adapter.set_lines(ModelRc::default());
    adapter.set_tiles(no_tiles());
}

/// A QR code, one pixel a module; none where the text is too long for one.
fn code(text: &str) -> Option<Image> {
    let code = match qrcode::QrCode::new(text) {
        Ok(code) => code,
        Err(error) => {
            tracing::warn!(%error, "the receipt is shown without its code");
            return None;
        }
    };
    let width = code.width();
    let side = u32::try_from(width + 2 * QUIET).ok()?;
    let mut pixels = SharedPixelBuffer::<Rgb8Pixel>::new(side, side);
    pixels.make_mut_slice().fill(Rgb8Pixel::new(255, 255, 255));
    for (at, module) in code.to_colors().into_iter().enumerate() {
        let (x, y) = (at % width + QUIET, at / width + QUIET);
        if module == qrcode::Color::Dark
            && let Some(pixel) = pixels.make_mut_slice().get_mut(y * side as usize + x)
        {
            *pixel = Rgb8Pixel::new(0, 0, 0);
        }
    }
    Some(Image::from_rgb8(pixels))
}
