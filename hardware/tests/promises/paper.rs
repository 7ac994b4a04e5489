//! The paper, read by programs of others in all eight languages: the code by zbar, the words by tesseract. Needs Debian's `zbar-tools`,
//! `tesseract-ocr`, and `tesseract-ocr-` with `nld`, `eng`, `ara`, `tur`, `pol`, `ukr`, `tir` and `fas`.
//!
//! A reader of letters errs: of Persian it takes "ن" for "ت", of Tigrinya "ዓ" for "ን". So no ticket has to be read without a fault, and
//! [`Reading::is_right`] says how many there may be. What it cannot tell is whether Arabic letters join: it reads them as well when they
//! stand apart. So their pieces are counted too, by [`pieces`]. Tickets that are wrong on purpose fail by these very measures.

use std::collections::BTreeSet;
use std::process::Command;

use inloop_hardware::Bitmap;
use inloop_hardware::escpos::Place;
use inloop_hardware::printer::Printer;
use inloop_hardware::ticket::{Direction, Paper, Ticket, render};
use inloop_hardware::twin::{Look, png};

use crate::glass::{self, DAYS, MONTHS};
use crate::machine::Machine;
use crate::samples::{self, LANGUAGES, SECRET, Words};

const PAPERS: [Paper; 2] = [Paper::Mm58, Paper::Mm80];

/// Of the letters of a ticket so many are read in their order, in hundredths; what is read and does not stand there is taken off.
/// Of the right tickets 97 or more are.
const LETTERS: usize = 92;

/// Higher than any line of letters, in dots: the number beside its picture, and the code.
const TALL: u32 = 100;

/// Lower than any line of letters, in dots: the dots and strokes above or below one, where white parts them from it.
const LOW: u32 = 12;

/// White around a line, in dots: a reader of letters wants some.
const AROUND: u32 = 10;

#[test]
fn what_came_out_of_the_printer_is_read_by_a_scanner_and_by_a_reader_of_letters_in_every_language() {
    // Beside each other, because a printer takes half a second to say that all is on paper.
    std::thread::scope(|scope| {
        for words in &LANGUAGES {
            scope.spawn(|| is_read(words));
        }
    });
}

fn is_read(words: &Words) {
    let reader = Reader::new();
    let ticket = samples::ticket(words);
    let printed = PAPERS.map(|paper| {
        let (machine, address) = Machine::on_network();
        let mut printer = crate::escpos::printer(Place::Network(address), paper);
        printer.print(&render(&ticket, paper, &samples::fonts()).unwrap()).unwrap();
        machine.with(|inside| inside.ticket(0))
    });
    for printed in &printed {
        assert_eq!(reader.code(printed), SECRET, "{}", words.0);
    }
    let lines = printed.map(|printed| lines(&printed));
    for place in reader.words("nl", lines.each_ref().map(|lines| &lines.place[..])) {
        let place = Reading::new(&ticket.site, &place);
        assert!(place.is_right(), "{}: {place:?}", words.0);
    }
    for (lines, read) in lines.iter().zip(reader.words(words.0, lines.each_ref().map(|lines| &lines.said[..]))) {
        let reading = Reading::new(&said(&ticket), &read);
        assert!(reading.is_right(), "{}: {reading:?}", words.0);
        // No line can be missing, and none be there twice.
        for at in 0..read.len() {
            let less = Reading::new(&said(&ticket), &[&read[..at], &read[at + 1..]].concat());
            let more = Reading::new(&said(&ticket), &[&read[..=at], &read[at..]].concat());
            assert!(!less.is_right() && !more.is_right(), "{}: {less:?} {more:?}", words.0);
        }
        let joined = words.1 == Direction::LeftToRight || joins(&lines.said, &said(&ticket));
        assert!(joined, "{}: {} pieces", words.0, pieces(&lines.said));
    }
}

#[test]
fn every_day_month_and_hour_in_words_is_read_in_every_language() {
    let reader = Reader::new();
    for words in &LANGUAGES {
        let moments = (1..).zip(MONTHS).zip(DAYS.into_iter().cycle());
        let moments = moments.map(|((hour, month), day)| glass::moment(words.0, day, 18 + hour, month, hour)).collect();
        let ticket = Ticket {
            site: String::new(),
            teken: String::new(),
            moment: None,
            follows: moments,
            secret: None,
            ..samples::ticket(words)
        };
        let drawn = render(&ticket, Paper::Mm80, &samples::fonts()).unwrap();
        let [read] = reader.words(words.0, [&lines(&drawn).said]);
        let reading = Reading::new(&said(&ticket), &read);
        assert!(reading.is_right(), "{}: {reading:?}", words.0);
    }
}

#[test]
fn the_longest_name_of_a_place_is_read_on_either_side_of_either_paper() {
    // 60 signs are the most that a desk lets a site be called.
    let name = "Ontmoetingscentrum Atolwijk-Zuiderzeewijk en Boswijk Midden.";
    assert_eq!(name.chars().count(), 60);
    for words in [&LANGUAGES[0], &LANGUAGES[2]] {
        let ticket = Ticket { site: name.to_owned(), ..samples::ticket(words) };
        let places = PAPERS.map(|paper| lines(&render(&ticket, paper, &samples::fonts()).unwrap()).place);
        for read in Reader::new().words("nl", places.each_ref().map(Vec::as_slice)) {
            let reading = Reading::new(name, &read);
            assert!(reading.is_right(), "{}: {reading:?}", words.0);
        }
    }
}

#[test]
fn a_ticket_that_is_wrong_is_not_read_as_the_right_one() {
    let reader = Reader::new();
    let draw = |ticket: &Ticket| lines(&render(ticket, Paper::Mm58, &samples::fonts()).unwrap()).said;
    for (words, other) in LANGUAGES.iter().zip(LANGUAGES.iter().cycle().skip(1)) {
        let right = said(&samples::ticket(words));
        let turned = |mark| draw(&every_text(words, |text| format!("{mark}{text}\u{202c}")));
        let (to_the_left, to_the_right) = (turned('\u{202e}'), turned('\u{202d}'));
        let otherwise = draw(&samples::ticket(other));
        let read = reader.words(words.0, [&to_the_left, &to_the_right, &otherwise]);
        let [to_the_left, to_the_right, otherwise] = read.map(|read| Reading::new(&right, &read));
        assert!(!otherwise.is_right(), "{}, in {}: {otherwise:?}", words.0, other.0);
        if words.1 == Direction::RightToLeft {
            assert!(!to_the_right.is_right(), "{}, from the other side: {to_the_right:?}", words.0);
            assert_eq!(to_the_left.missed, ["27", "23"], "{}, its digits from the other side: {to_the_left:?}", words.0);
            let apart = draw(&every_text(words, |text| text.chars().flat_map(|sign| [sign, '\u{200c}']).collect()));
            assert!(!joins(&apart, &right), "{}, letters that do not join: {} pieces", words.0, pieces(&apart));
        } else {
            assert!(!to_the_left.is_right(), "{}, from the other side: {to_the_left:?}", words.0);
            assert!(to_the_right.is_right(), "{}, as it is: {to_the_right:?}", words.0);
        }
    }
}

/// A ticket whose every text is bent.
fn every_text(words: &Words, bend: impl Fn(&str) -> String) -> Ticket {
    Ticket {
        teken: bend(words.2),
        moment: Some(bend(words.3)),
        follows: words.4.iter().map(|sentence| bend(sentence)).collect(),
        ..samples::ticket(words)
    }
}

/// What a ticket says below its number.
fn said(ticket: &Ticket) -> String {
    let texts: Vec<&str> = [&ticket.teken].into_iter().chain(&ticket.moment).chain(&ticket.follows).map(String::as_str).collect();
    texts.join(" ")
}

/// The lines of letters on a ticket.
struct Lines {
    /// Above picture and number.
    place: Vec<Bitmap>,
    /// Below them, to the code if there is one.
    said: Vec<Bitmap>,
}

fn lines(ticket: &Bitmap) -> Lines {
    let mut bands: Vec<(u32, u32)> = Vec::new();
    for y in (0..ticket.height()).filter(|&y| (0..ticket.width()).any(|x| ticket.get(x, y))) {
        match bands.last_mut() {
            Some(band) if band.1 == y => band.1 += 1,
            _ => bands.push((y, y + 1)),
        }
    }
    let mut whole: Vec<(u32, u32)> = Vec::new();
    for (at, &(top, end)) in bands.iter().enumerate() {
        let above = at.checked_sub(1).map_or(u32::MAX, |before| top - bands[before].1);
        let below = bands.get(at + 1).map_or(u32::MAX, |next| next.0 - end);
        let hangs = |(top, end): (u32, u32)| end - top < LOW;
        match whole.last_mut() {
            // A mark belongs to the nearer line; and a line takes the mark in that stands above it.
            Some(line) if (hangs((top, end)) && above <= below) || hangs(*line) => line.1 = end,
            _ => whole.push((top, end)),
        }
    }
    let tall: Vec<usize> = (0..whole.len()).filter(|&at| whole[at].1 - whole[at].0 > TALL).collect();
    let cut = |lines: &[(u32, u32)]| {
        let cut = lines.iter().map(|&(top, end)| ticket.cut(0, top, ticket.width(), end - top).trimmed());
        cut.map(|line| {
            let mut sheet = Bitmap::new(line.width() + 2 * AROUND, line.height() + 2 * AROUND);
            sheet.stamp(&line, AROUND, AROUND);
            sheet
        })
        .collect()
    };
    let end = tall.get(1).copied().unwrap_or(whole.len());
    Lines { place: cut(&whole[..tall[0]]), said: cut(&whole[tall[0] + 1..end]) }
}

/// Runs the programs of others on pictures.
struct Reader(tempfile::TempDir);

impl Reader {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, picture: &Bitmap, scale: u32) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, png(picture, Look::Paper, scale).unwrap()).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// What the scanner says.
    fn code(&self, ticket: &Bitmap) -> String {
        told("zbarimg", &["--quiet", "--raw", &self.file("ticket.png", ticket, 2)]).trim().to_owned()
    }

    /// What the reader of letters makes of each line of these tickets.
    ///
    /// Each is a picture of its own that is read as it is (13): of a whole page, and of a line that is looked for (4, 6, 7), it leaves out
    /// lines of Arabic and Persian that it reads without a fault when it is given nothing else.
    fn words<const N: usize>(&self, language: &str, tickets: [&[Bitmap]; N]) -> [Vec<String>; N] {
        let lines = tickets.iter().copied().flatten();
        let files: Vec<_> = (0..).zip(lines).map(|(at, line)| self.file(&format!("{at}.png"), line, 1)).collect();
        let list = self.0.path().join("lines");
        std::fs::write(&list, files.join("\n")).unwrap();
        let learned = match language {
            "nl" => "nld",
            "en" => "eng",
            "ar" => "ara",
            "tr" => "tur",
            "pl" => "pol",
            "uk" => "ukr",
            "ti" => "tir",
            "fa" => "fas",
            other => panic!("{other} has no reader"),
        };
        let read = told("tesseract", &[list.to_str().unwrap(), "-", "-l", learned, "--psm", "13"]);
        let pages: Vec<_> = read.split_terminator('\u{c}').map(|line| line.trim().to_owned()).collect();
        assert_eq!(pages.len(), files.len(), "a page for every line: {read:?}");
        let mut pages = pages.into_iter();
        tickets.map(|lines| pages.by_ref().take(lines.len()).collect())
    }
}

fn told(program: &str, args: &[&str]) -> String {
    // One thread: the pictures are small, and other tests run beside this one.
    let run = Command::new(program).args(args).env("OMP_THREAD_LIMIT", "1").output();
    let run = run.unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(run.status.success(), "{program}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// How what was read agrees with what should be there.
#[derive(Debug)]
#[allow(dead_code, reason = "said where it is not right")]
struct Reading {
    /// Letters in their order, in hundredths of all.
    letters: usize,
    /// Words of which less than half the letters were read in their place, and numbers that were not read whole: whatever is not on the
    /// paper is among them.
    missed: Vec<String>,
    /// The same of the words that were read: whatever is too much on the paper is among them.
    strange: Vec<String>,
    /// What was read.
    read: String,
}

impl Reading {
    fn is_right(&self) -> bool {
        self.letters >= LETTERS && self.missed.is_empty() && self.strange.is_empty()
    }

    fn new(expected: &str, read: &[String]) -> Self {
        let read = read.join(" ");
        let (there, seen) = (words(expected), words(&read));
        let (expected, letters_read) = (there.concat(), seen.concat());
        // The fewest changes (Levenshtein) that make the first so many of one the first so many of the other.
        let mut changes = vec![vec![0; letters_read.len() + 1]; expected.len() + 1];
        for i in 0..=expected.len() {
            for j in 0..=letters_read.len() {
                changes[i][j] = match (i, j) {
                    (0, j) => j,
                    (i, 0) => i,
                    (i, j) => {
                        let other = usize::from(expected[i - 1] != letters_read[j - 1]);
                        (changes[i - 1][j - 1] + other).min(changes[i - 1][j] + 1).min(changes[i][j - 1] + 1)
                    }
                };
            }
        }
        let (mut i, mut j) = (expected.len(), letters_read.len());
        let letters = i.saturating_sub(changes[i][j]) * 100 / i;
        let (mut read_of, mut meant_by) = (vec![false; i], vec![false; j]);
        while i > 0 && j > 0 {
            let same = expected[i - 1] == letters_read[j - 1];
            if changes[i][j] == changes[i - 1][j - 1] + usize::from(!same) {
                (i, j) = (i - 1, j - 1);
                (read_of[i], meant_by[j]) = (same, same);
            } else if changes[i][j] == changes[i - 1][j] + 1 {
                i -= 1;
            } else {
                j -= 1;
            }
        }
        Self { letters, missed: misfits(&there, &read_of), strange: misfits(&seen, &meant_by), read }
    }
}

/// The words of a text.
fn words(text: &str) -> Vec<Vec<char>> {
    text.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect()
}

/// Those of which too few letters are `paired`: less than half, or not all of a number.
fn misfits(words: &[Vec<char>], mut paired: &[bool]) -> Vec<String> {
    let mut misfits = Vec::new();
    for word in words {
        let (own, rest) = paired.split_at(word.len());
        let needs = if word.iter().all(char::is_ascii_digit) { word.len() } else { word.len().div_ceil(2) };
        if own.iter().filter(|paired| **paired).count() < needs {
            misfits.push(word.iter().collect());
        }
        paired = rest;
    }
    misfits
}

/// Whether the letters on these lines join as those of `text` should. Letters that stand apart make twice as many pieces; one in ten more are
/// let through, for a mark that is as high as a letter.
fn joins(lines: &[Bitmap], text: &str) -> bool {
    pieces(lines) * 10 <= pieces_of(text) * 11
}

/// How many pieces of ink the letters and digits on these lines are: all that is connected and more than half as high as the highest
/// piece of its line. Dots, commas, and the mark within a "ك" are lower.
fn pieces(lines: &[Bitmap]) -> usize {
    let mut count = 0;
    for line in lines {
        let mut left: BTreeSet<(u32, u32)> = line.set_pixels().collect();
        let mut heights = Vec::new();
        while let Some(first) = left.pop_first() {
            let (mut top, mut end, mut around) = (first.1, first.1, vec![first]);
            while let Some((x, y)) = around.pop() {
                (top, end) = (top.min(y), end.max(y));
                let beside = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
                around.extend(beside.filter(|dot| left.remove(dot)));
            }
            heights.push(end - top + 1);
        }
        let highest = heights.iter().max().copied().unwrap_or_default();
        count += heights.iter().filter(|height| *height * 2 > highest).count();
    }
    count
}

/// How many they are in Arabic script that is written as it should be: a letter joins the next of its word, but these do not.
fn pieces_of(text: &str) -> usize {
    let joins = |sign: char| sign.is_alphabetic() && !"اأإآدذرزژوؤةىء".contains(sign);
    let signs: Vec<char> = text.chars().filter(|sign| !is_vowel_sign(*sign)).collect();
    let ends = |at: usize| !joins(signs[at]) || !signs.get(at + 1).is_some_and(|next| next.is_alphabetic());
    (0..signs.len()).filter(|&at| signs[at].is_alphanumeric() && ends(at)).count()
}

fn is_vowel_sign(sign: char) -> bool {
    ('\u{64b}'..='\u{652}').contains(&sign)
}

/// The letters and digits of a text, as they are compared: no marks that only turn the text or part its letters, no vowel signs, which few
/// write; and the two letters that Arabic and Persian have at different places of Unicode, and look alike within a word, are one.
fn letters(text: &str) -> Vec<char> {
    text.chars()
        .filter(|sign| sign.is_alphanumeric() && !is_vowel_sign(*sign))
        .map(|sign| match sign {
            'ي' => 'ی',
            'ك' => 'ک',
            '۰'..='۹' => char::from(b'0' + (sign as u32 - '۰' as u32) as u8),
            '٠'..='٩' => char::from(b'0' + (sign as u32 - '٠' as u32) as u8),
            sign => sign,
        })
        .collect()
}
