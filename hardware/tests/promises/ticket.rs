//! The ticket: every sign is there, on the side it is read from, and the code says the secret alone.

use inloop_hardware::Bitmap;
use inloop_hardware::ticket::{
    Direction, Fonts, FontsProblem, MAX_SIGNS, Paper, Picture, PictureProblem, Ticket, TicketProblem, TwoDigits, render,
};

use crate::glass;
use crate::samples::{self, LANGUAGES, SECRET, TEKENS};

const PAPERS: [Paper; 2] = [Paper::Mm58, Paper::Mm80];

#[test]
fn the_code_on_every_ticket_is_the_secret_and_nothing_else() {
    let fonts = samples::fonts();
    for (words, paper) in LANGUAGES.iter().zip(PAPERS.into_iter().cycle()) {
        let drawn = render(&samples::ticket(words), paper, &fonts).unwrap();
        assert_eq!(drawn.width(), paper.dots());
        assert_eq!(codes_on(&drawn), [SECRET], "{} {paper:?}", words.0);
    }
}

#[test]
fn the_samples_say_what_the_glass_says() {
    for words in &LANGUAGES {
        let said = |key, places: &[(&str, &str)]| glass::say(words.0, key, places);
        let teken = said("receipt-teken", &[("teken", &said("teken-boot", &[("number", "27")]))]);
        let follows = [said("receipt-hear-by", &[("day", &said("day-thursday", &[]))]), said("ticket-keep", &[])];
        assert_eq!((words.2, words.3), (teken.as_str(), glass::moment(words.0, "monday", 23, "november", 10).as_str()));
        assert_eq!(words.4, follows);
    }
}

#[test]
fn every_line_of_every_language_leaves_ink() {
    let fonts = samples::fonts();
    for words in &LANGUAGES {
        for line in [words.2, words.3, words.4[0], words.4[1]] {
            let ink = lines_of(words.0, words.1, line, &fonts);
            // A letter of 32 dots leaves some 100 dots of ink; Arabic and Ge'ez, with their own forms, not less.
            let letters = line.chars().filter(|sign| sign.is_alphanumeric()).count();
            assert!(ink.set_pixels().count() > 60 * letters, "{}: {line}", words.0);
        }
    }
}

#[test]
fn a_sign_without_a_font_stops_the_ticket_and_is_named() {
    let mut ticket = samples::ticket(&LANGUAGES[0]);
    ticket.follows.push("Tot ziens 再见 \u{7}".to_owned());
    let refused = render(&ticket, Paper::Mm58, &samples::fonts()).unwrap_err();
    assert_eq!(refused.to_string(), "no font for the signs U+0007 U+518D U+89C1");
}

#[test]
fn arabic_and_persian_stand_on_the_right_and_the_others_on_the_left() {
    let fonts = samples::fonts();
    for words in &LANGUAGES {
        let ink = lines_of(words.0, words.1, words.4[1], &fonts);
        let left = ink.set_pixels().map(|(x, _)| x).min().unwrap();
        let right = ink.width() - 1 - ink.set_pixels().map(|(x, _)| x).max().unwrap();
        match words.1 {
            Direction::LeftToRight => {
                assert!(left < 16 && right > 16, "{}: {left} {right}", words.0)
            }
            Direction::RightToLeft => {
                assert!(right < 16 && left > 16, "{}: {left} {right}", words.0)
            }
        }
    }
}

#[test]
fn arabic_letters_join_and_run_from_right_to_left() {
    let fonts = samples::fonts();
    let draw = |text: &str| lines_of("ar", Direction::RightToLeft, text, &fonts).trimmed();
    let joined = draw("شجرة");
    // The same letters, each kept from joining its neighbours, take more room.
    assert!(draw("ش\u{200c}ج\u{200c}ر\u{200c}ة").width() > joined.width());
    // One letter after another from the left is a different picture.
    assert!(joined != draw("\u{202d}شجرة\u{202c}"));
    // The first letter is the rightmost: its three dots are on the right half, above.
    let above = joined.cut(0, 0, joined.width(), joined.height() / 4);
    assert!(above.set_pixels().any(|(x, _)| x > joined.width() / 2));
}

#[test]
fn digits_stay_left_to_right_within_arabic() {
    let fonts = samples::fonts();
    let line = lines_of("ar", Direction::RightToLeft, "شجرة 27 هنا", &fonts).trimmed();
    let digits = |text: &str| lines_of("nl", Direction::LeftToRight, text, &fonts).trimmed();
    let (right, swapped) = (likeness(&line, &digits("27")), likeness(&line, &digits("72")));
    assert!(right > 0.9 && right > swapped + 0.1, "27: {right}, 72: {swapped}");
}

#[test]
fn picture_and_number_follow_the_reading_direction() {
    let fonts = samples::fonts();
    let boat = samples::picture("boot").at(152).trimmed();
    for words in &LANGUAGES {
        let drawn = render(&samples::ticket(words), Paper::Mm58, &fonts).unwrap();
        let (x, _) = find(&drawn, &boat).expect("the whole picture is on the ticket, not mirrored");
        match words.1 {
            Direction::LeftToRight => assert!(x < 60),
            Direction::RightToLeft => assert!(x > 200),
        }
    }
}

#[test]
fn the_twelve_pictures_are_told_apart_on_paper() {
    const SIDE: u32 = 152;
    let drawn = TEKENS.map(|(name, _)| (name, samples::picture(name).at(SIDE)));
    for (at, (name, one)) in drawn.iter().enumerate() {
        let ink = one.set_pixels().count() as u32;
        assert!((SIDE * SIDE / 20..SIDE * SIDE * 3 / 4).contains(&ink), "{name} has {ink} dots");
        for (other_name, other) in &drawn[at + 1..] {
            let differing = one.bytes().iter().zip(other.bytes()).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
            assert!(differing > SIDE * SIDE / 10, "{name} and {other_name} differ in {differing} dots");
        }
    }
}

#[test]
fn picture_and_number_of_every_teken_fit_between_the_margins() {
    let fonts = samples::fonts();
    for ((name, _), (paper, margin)) in TEKENS.into_iter().zip([(Paper::Mm58, 8), (Paper::Mm80, 12)].into_iter().cycle()) {
        let picture = samples::picture(name);
        // The widest digits are noughts.
        let number = TwoDigits::new(0).unwrap();
        let ticket = Ticket { picture, number, ..samples::ticket(&LANGUAGES[0]) };
        let drawn = render(&ticket, paper, &fonts).unwrap();
        let between = margin..paper.dots() - margin;
        assert!(drawn.set_pixels().all(|(x, _)| between.contains(&x)), "{name} {paper:?}");
    }
}

#[test]
fn a_word_longer_than_the_paper_is_broken_and_not_cut_off() {
    let fonts = samples::fonts();
    let word = "Wijkgezondheidscentrumontmoetingsruimtebeheerderswoning";
    for (paper, margin) in [(Paper::Mm58, 8), (Paper::Mm80, 12)] {
        let mut ticket = samples::ticket(&LANGUAGES[0]);
        let before = render(&ticket, paper, &fonts).unwrap().height();
        ticket.follows.push(word.to_owned());
        let drawn = render(&ticket, paper, &fonts).unwrap();
        assert!(drawn.height() > before + 60, "{paper:?}");
        // An "o" or a "W" may bend a dot over its edge, never reach the end of the paper.
        assert!(drawn.set_pixels().all(|(x, _)| x > margin / 2 && x < paper.dots() - margin / 2), "{paper:?}");
    }
}

#[test]
fn the_number_does_not_stand_on_a_line_of_its_own() {
    let fonts = samples::fonts();
    let tied = lines_of("nl", Direction::LeftToRight, "Uw teken is nu Sleutel 27.", &fonts);
    let last_line = tied.cut(0, tied.height() - 40, tied.width(), 40).trimmed();
    assert!(last_line.width() > 100, "{}", last_line.width());
}

#[test]
fn the_time_of_a_moment_begins_a_line_of_its_own() {
    let fonts = samples::fonts();
    let height = |moment: &str| {
        let ticket = Ticket { moment: Some(moment.to_owned()), ..samples::ticket(&LANGUAGES[0]) };
        render(&ticket, Paper::Mm80, &fonts).unwrap().height()
    };
    // A line of 52 dots with its leading.
    let line = 70..=72;
    for comma in [',', '،', '፣'] {
        assert!(line.contains(&(height(&format!("27{comma} 10")) - height("27 10"))), "{comma}");
    }
    assert_eq!(height("27,"), height("27"), "no empty line");
}

#[test]
fn a_number_below_ten_has_two_digits() {
    let fonts = samples::fonts();
    let number = |number| {
        let ticket = Ticket { number: TwoDigits::new(number).unwrap(), ..samples::ticket(&LANGUAGES[0]) };
        render(&ticket, Paper::Mm58, &fonts).unwrap().cut(190, 60, 194, 180).trimmed().width()
    };
    assert!(number(8).abs_diff(number(88)) < 10);
    assert_eq!(TwoDigits::new(100).map(|_| ()), None);
}

#[test]
fn a_leaflet_is_refused() {
    let fonts = samples::fonts();
    let mut ticket = samples::ticket(&LANGUAGES[0]);
    ticket.follows = vec!["w".repeat(MAX_SIGNS)];
    assert!(matches!(render(&ticket, Paper::Mm58, &fonts), Err(TicketProblem::TooManySigns(_))));
    ticket.follows = vec!["w\n".repeat(200)];
    assert!(matches!(render(&ticket, Paper::Mm58, &fonts), Err(TicketProblem::TooLong(_))));
}

#[test]
fn what_a_ticket_says_stays_out_of_the_log() {
    let ticket = samples::ticket(&LANGUAGES[0]);
    let logged = format!("{ticket:?} {:?} {:?}", ticket.secret, ticket.picture);
    for told in ["Boot", "27", "november", "donderdag", "1VKW"] {
        assert!(!logged.contains(told), "{logged}");
    }
}

#[test]
fn fonts_that_are_none_are_refused_by_their_place() {
    let regular: &[u8] = include_bytes!("../../../ui/fonts/NotoSans-Regular.ttf");
    assert_eq!(Fonts::new(&[regular], &[]).unwrap_err(), FontsProblem::None);
    let refused = Fonts::new(&[regular], &[regular, b"<svg/>"]).unwrap_err();
    assert_eq!(refused, FontsProblem::Unreadable { weight: "strong", place: 1 });
}

#[test]
fn a_picture_that_shows_nothing_is_refused_and_files_are_not_followed() {
    assert!(matches!(Picture::from_svg(b"a boat"), Err(PictureProblem::Unreadable(_))));
    let blank = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"/>"#;
    assert!(matches!(Picture::from_svg(blank), Err(PictureProblem::Empty)));
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("boat.svg");
    std::fs::write(&file, TEKENS[8].1).unwrap();
    let link = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><image width="48" height="48" href="{}"/></svg>"#,
        file.display()
    );
    assert!(matches!(Picture::from_svg(link.as_bytes()), Err(PictureProblem::Empty)));
}

/// Where the letters of `line` are on a ticket that says nothing else: between number and code.
fn lines_of(language: &str, direction: Direction, line: &str, fonts: &Fonts) -> Bitmap {
    // 25 modules, four of quiet zone on either side, 7 dots each, and the margin below.
    const CODE_AND_MARGIN: u32 = 33 * 7 + 8;
    // Accents may reach out of their line; there is as much white around it.
    const OVERHANG: u32 = 10;
    let mut ticket = Ticket {
        language: language.to_owned(),
        direction,
        site: String::new(),
        teken: String::new(),
        moment: None,
        follows: Vec::new(),
        ..samples::ticket(&LANGUAGES[0])
    };
    let bare = render(&ticket, Paper::Mm58, fonts).unwrap();
    ticket.follows.push(line.to_owned());
    let drawn = render(&ticket, Paper::Mm58, fonts).unwrap();
    let height = drawn.height() - bare.height();
    drawn.cut(0, bare.height() - CODE_AND_MARGIN - OVERHANG, drawn.width(), height + 2 * OVERHANG)
}

/// What an independent reader makes of the codes on the picture.
fn codes_on(drawn: &Bitmap) -> Vec<String> {
    let (width, height) = (drawn.width() as usize, drawn.height() as usize);
    let mut seen =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| if drawn.get(x as u32, y as u32) { 0 } else { 255 });
    seen.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

/// Where `part` is on `whole`, dot for dot.
fn find(whole: &Bitmap, part: &Bitmap) -> Option<(u32, u32)> {
    let first = part.set_pixels().next()?;
    whole
        .set_pixels()
        .filter(|&(x, y)| x >= first.0 && y >= first.1)
        .map(|(x, y)| (x - first.0, y - first.1))
        .find(|&(x, y)| part.set_pixels().all(|(dx, dy)| whole.get(x + dx, y + dy)))
}

/// The largest share of dots of `part` that agree with `whole`, wherever it is laid.
fn likeness(whole: &Bitmap, part: &Bitmap) -> f32 {
    let mut best = 0;
    for y in 0..=whole.height().saturating_sub(part.height()) {
        for x in 0..=whole.width().saturating_sub(part.width()) {
            let agree = (0..part.height())
                .flat_map(|dy| (0..part.width()).map(move |dx| (dx, dy)))
                .filter(|&(dx, dy)| whole.get(x + dx, y + dy) == part.get(dx, dy))
                .count();
            best = best.max(agree);
        }
    }
    best as f32 / (part.width() * part.height()) as f32
}
