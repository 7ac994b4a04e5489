//! Days and times in words, in every language.

use super::*;
use crate::visit::times;
use chrono::{NaiveDate, NaiveTime};

/// The whole hour, a quarter, half, three quarters, and an evening: as people say them.
const SAID: [(&str, [&str; 5]); 8] = [
    ("nl", ["tien uur", "kwart over tien", "half elf", "kwart voor elf", "tien voor half zeven 's avonds"]),
    ("en", ["ten o'clock", "quarter past ten", "half past ten", "quarter to eleven", "twenty past six in the evening"]),
    ("ar", ["العاشرة تمامًا", "العاشرة والربع", "العاشرة والنصف", "الحادية عشرة إلا الربع", "السادسة والثلث مساءً"]),
    ("tr", ["saat on", "onu çeyrek geçe", "on buçuk", "on bire çeyrek kala", "akşam altıyı yirmi geçe"]),
    (
        "pl",
        [
            "godzina dziesiąta",
            "dziesiąta piętnaście",
            "dziesiąta trzydzieści",
            "dziesiąta czterdzieści pięć",
            "szósta dwadzieścia wieczorem",
        ],
    ),
    ("uk", ["десята година", "десята п’ятнадцять", "десята тридцять", "десята сорок п’ять", "шоста двадцять вечора"]),
    ("ti", ["ሰዓት ዓሰርተ", "ሰዓት ዓሰርተን ርብዕን", "ሰዓት ዓሰርተን ፈረቓን", "ሰዓት ዓሰርተን ኣርብዓን ሓሙሽተን ደቒቕን", "ሰዓት ሽዱሽተን ዕስራ ደቒቕን ናይ ምሸት"]),
    ("fa", ["ساعت ده", "ساعت ده و ربع", "ساعت ده و نیم", "یک ربع به یازده", "ساعت شش و بیست دقیقه عصر"]),
];

/// Monday 23 November, and on a tile in two lines; the space that does not break is written `_`.
const DAYS: [(&str, &str, &str); 8] = [
    ("nl", "maandag 23_november", "maandag\n23_november"),
    ("en", "Monday 23_November", "Monday\n23_November"),
    ("ar", "الاثنين 23_نوفمبر", "الاثنين\n23_نوفمبر"),
    ("tr", "23_Kasım Pazartesi", "Pazartesi\n23_Kasım"),
    ("pl", "poniedziałek 23_listopada", "poniedziałek\n23_listopada"),
    ("uk", "понеділок, 23_листопада", "понеділок\n23_листопада"),
    ("ti", "ሰኑይ 23_ሕዳር", "ሰኑይ\n23_ሕዳር"),
    ("fa", "دوشنبه 23_نوامبر", "دوشنبه\n23_نوامبر"),
];

fn said(code: &str, time: &str) -> String {
    let time: NaiveTime = format!("{time}:00").parse().expect("a time");
    LIBRARY.say(code.parse().expect("a language"), &times::time(time))
}

#[test]
fn times_are_said_as_people_say_them() {
    for (code, words) in SAID {
        for (time, words) in ["10:00", "10:15", "10:30", "10:45", "18:20"].into_iter().zip(words) {
            assert_eq!(said(code, time), words, "{code}: {time}");
        }
    }
    let others = [
        ("nl", "10:05", "vijf over tien"),
        ("nl", "14:30", "half drie"),
        ("nl", "12:35", "vijf over half een"),
        ("nl", "23:45", "kwart voor twaalf 's avonds"),
        ("nl", "13:00", "een uur"),
        ("nl", "00:00", "twaalf uur"),
        ("nl", "10:07", "tien uur en 7 minuten"),
        ("en", "10:20", "twenty past ten"),
        ("en", "12:40", "twenty to one"),
        ("en", "13:00", "one o'clock"),
        ("tr", "12:45", "bire çeyrek kala"),
        ("tr", "11:05", "on biri beş geçe"),
        ("tr", "10:07", "onu 7 geçe"),
        ("tr", "23:00", "gece saat on bir"),
        ("pl", "10:07", "dziesiąta i 7 minut"),
        ("pl", "10:22", "dziesiąta i 22 minuty"),
        ("pl", "10:01", "dziesiąta i 1 minuta"),
        ("uk", "10:07", "десята година і 7 хвилин"),
        ("uk", "10:21", "десята година і 21 хвилина"),
        ("ar", "10:02", "العاشرة ودقيقتان"),
        ("ar", "10:07", "العاشرة و7 دقائق"),
        ("ar", "10:25", "العاشرة والنصف إلا خمس دقائق"),
        ("ar", "12:50", "الواحدة إلا عشر دقائق"),
        ("fa", "21:30", "ساعت نه و نیم شب"),
        ("ti", "13:05", "ሰዓት ሓደን ሓሙሽተ ደቒቕን"),
    ];
    for (code, time, words) in others {
        assert_eq!(said(code, time), words, "{code}: {time}");
    }
}

#[test]
fn every_hour_is_bent_as_turkish_bends_it() {
    let past = "biri ikiyi üçü dördü beşi altıyı yediyi sekizi dokuzu onu on_biri on_ikiyi".split(' ');
    let to = "bire ikiye üçe dörde beşe altıya yediye sekize dokuza ona on_bire on_ikiye".split(' ');
    for (hour, (past, to)) in (1..=12).zip(past.zip(to)) {
        assert_eq!(said("tr", &format!("{hour:02}:15")), format!("{} çeyrek geçe", past.replace('_', " ")));
        assert_eq!(said("tr", &format!("{:02}:45", hour - 1)), format!("{} çeyrek kala", to.replace('_', " ")));
    }
}

#[test]
fn every_minute_of_the_day_has_words_and_a_clock() {
    let icons = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/icons"));
    for language in LIBRARY.languages() {
        let mut before = String::new();
        for minute in 0..24 * 60 {
            let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).expect("a time");
            assert!(LIBRARY.can_say(language, &times::time(time)), "{time}");
            let words = LIBRARY.say(language, &times::time(time));
            assert!(words != before && !words.contains(['{', '}']) && !words.contains("  "), "{time}: {words}");
            before = words;
        }
    }
    for minute in 0..24 * 60 {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).expect("a time");
        let icon = times::clock(time);
        assert!(icons.join(format!("{icon}.svg")).is_file(), "{icon}");
    }
}

#[test]
fn no_two_times_of_a_morning_sound_alike() {
    for language in LIBRARY.languages() {
        let morning = (0..12 * 60).filter_map(|minute| NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0));
        let words: std::collections::BTreeSet<String> = morning.map(|time| LIBRARY.say(language, &times::time(time))).collect();
        assert_eq!(words.len(), 12 * 60, "{}", language.code());
    }
}

#[test]
fn every_day_of_a_year_can_be_said() {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    for language in LIBRARY.languages() {
        for day in first.iter_days().take(365) {
            for text in [times::date(day), times::date_in_two_lines(day)] {
                assert!(LIBRARY.can_say(language, &text), "{}: {day}", language.code());
                assert!(LIBRARY.say(language, &text).contains(&day.format("%-d").to_string()), "{}: {day}", language.code());
            }
        }
    }
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    for (code, line, tile) in DAYS {
        let language = code.parse().expect("a language");
        assert_eq!(LIBRARY.say(language, &times::date(day)), line.replace('_', "\u{a0}"));
        assert_eq!(LIBRARY.say(language, &times::date_in_two_lines(day)), tile.replace('_', "\u{a0}"));
    }
}
