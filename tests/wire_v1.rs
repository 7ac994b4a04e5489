//! Version 1 of what crosses the wire: these bytes are read, and written, for ever. Add a version 2; never edit these.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use inloop::clock::Stamp;
use inloop::entry::*;
use inloop::seal::{TeamKey, open};

const QUESTION: &str = include_str!("fixtures/v1/question.json");
const SPOKEN: &str = include_str!("fixtures/v1/spoken.json");
/// What stands before the sound of a piece, without the spaces behind it.
const PIECE_HEAD: &str = include_str!("fixtures/v1/piece.json");
const CALL: &str = include_str!("fixtures/v1/call.json");
const BOOKING: &str = include_str!("fixtures/v1/booking.json");
const WISH: &str = include_str!("fixtures/v1/wish.json");
const CHANGE: &str = include_str!("fixtures/v1/change.json");
const CANCEL: &str = include_str!("fixtures/v1/cancel.json");
const CHECKIN: &str = include_str!("fixtures/v1/checkin.json");
const WORRY: &str = include_str!("fixtures/v1/worry.json");
const OFFERING: &str = include_str!("fixtures/v1/offering.json");
const RATING: &str = include_str!("fixtures/v1/rating.json");
const ENVELOPE: &str = include_str!("fixtures/v1/envelope.json");
/// Made for this fixture; it has never opened anything else.
const KEY: &str = include_str!("fixtures/v1/team-key.txt");

fn header(random: u8, sequence: u64) -> Header {
    Header {
        id: EntryId::new(1_795_431_600_000, [random; 10]),
        kiosk: KioskId::new(3).unwrap(),
        epoch: Epoch::FIRST,
        sequence: Sequence::new(sequence).unwrap(),
    }
}

fn question() -> Entry {
    Entry {
        header: header(1, 17),
        left_at: Stamp { at: chrono::DateTime::from_timestamp(1_795_431_600, 0).unwrap(), trusted: true },
        teken: Teken::from_index(324).ok(),
        recognition: Some(Secret::new([5; 16]).recognition()),
        draft: Draft {
            language: Language::NL,
            body: Body::Question(Question {
                topic: Some(Topic::Letters),
                need: Some(Need::Papers),
                words: Words::new("Ik snap deze brief niet.\nKunt u helpen? 😀").ok(),
                contact: Some(Contact::Call {
                    number: PhoneNumber::parse("06 12345678").ok(),
                    when: Some(When::Morning),
                    voicemail: false,
                    safe: Some(true),
                }),
                name: Words::new("Jo").ok(),
                goal: Words::new("Mijn post op orde").ok().map(Goal::Own),
                spoken: None,
            }),
            recording: None,
        },
    }
}

/// The same question, with something said beside it.
fn spoken() -> Entry {
    let mut entry = question();
    entry.draft.recording = Recording::new(FLAC.to_vec().into(), std::time::Duration::from_secs(83)).ok();
    entry.draft.tell_of_recording().unwrap();
    entry
}

/// What was said.
const FLAC: &[u8] = b"fLaC and no more";

fn call() -> Entry {
    Entry {
        header: header(2, 18),
        left_at: Stamp { at: chrono::DateTime::from_timestamp(12, 0).unwrap(), trusted: false },
        teken: None,
        recognition: None,
        draft: Draft { language: "ti".parse().unwrap(), body: Body::Call(CallReason::TalkNow), recording: None },
    }
}

fn slot() -> Option<Grant> {
    let slot = SlotId::new(SpreekuurId::new(7).unwrap(), 29_924_460);
    Some(Grant { grant: GrantId::new(1_883_000_000_000_001).unwrap(), slot })
}

fn left(body: Body) -> Entry {
    Entry { draft: Draft { language: Language::NL, body, recording: None }, ..question() }
}

fn sms() -> Option<Contact> {
    Some(Contact::Sms { number: PhoneNumber::parse("06 12345678").ok(), safe: None })
}

/// Every frozen entry, with what it says.
fn all() -> [(&'static str, Entry); 11] {
    let code = || Secret::new([9; 16]);
    let wish = Booking { whom: Whom::Unsure, time: None, contact: sms() };
    let booking = Booking { whom: Whom::Police, time: slot(), contact: None };
    let change = Change { code: code(), to: Booking { whom: Whom::Team, time: slot(), contact: sms() } };
    let worry = Worry {
        danger: Some(false),
        about: Some(About::Neighbour),
        sign: Some(Sign::Alone),
        knows: Some(false),
        words: Words::new("De gordijnen blijven dicht.").ok(),
        contact: sms(),
        name: None,
    };
    let offering = Offering {
        deeds: vec![Deed::Neighbours, Deed::Jobs],
        free: Some(Free::Weekend),
        contact: sms(),
        name: Words::new("Ans").ok(),
    };
    [
        (QUESTION, question()),
        (SPOKEN, spoken()),
        (CALL, call()),
        (BOOKING, left(Body::Booking(booking))),
        (WISH, left(Body::Booking(wish))),
        (CHANGE, left(Body::Change(change))),
        (CANCEL, left(Body::Cancel(Cancel { code: code() }))),
        (CHECKIN, left(Body::CheckIn(CheckIn { booking: header(3, 1).id, teken: Teken::from_index(324).ok() }))),
        (WORRY, left(Body::Worry(worry))),
        (OFFERING, left(Body::Offering(offering))),
        (RATING, left(Body::Rating(Rating { face: Face::Four, mark: Mark::try_from(8).ok() }))),
    ]
}

#[test]
fn the_frozen_entries_are_written_as_ever() {
    for (golden, entry) in all() {
        let written = v1::write(&entry).unwrap();
        assert_eq!(written.len(), 1024);
        assert_eq!(std::str::from_utf8(&written).unwrap().trim_end(), golden.trim_end());
    }
}

#[test]
fn the_frozen_entries_are_read_as_ever() {
    for (golden, entry) in all() {
        let read = v1::read(golden.as_bytes()).unwrap();
        // Written once more is the one comparison that misses no field.
        assert_eq!(*v1::write(&read).unwrap(), *v1::write(&entry).unwrap());
    }
}

/// 256 bytes of head, then sound, then zeros: 128 KiB.
fn frozen_piece() -> Vec<u8> {
    let mut piece = PIECE_HEAD.trim_end().as_bytes().to_vec();
    piece.resize(256, b' ');
    piece.extend(FLAC);
    piece.resize(131_072, 0);
    piece
}

#[test]
fn the_frozen_piece_of_sound_is_written_and_read_as_ever() {
    let (place, piece) = pieces::cut(question().header, FLAC).next().unwrap();
    assert!(*piece == frozen_piece(), "{}", String::from_utf8_lossy(&piece[..256]));
    let frozen = frozen_piece();
    assert_eq!(pieces::read(&frozen).unwrap(), (question().header, place, FLAC));
}

#[test]
fn the_frozen_envelope_opens_as_ever() {
    let envelope = Envelope::parse(ENVELOPE.trim_end().as_bytes()).unwrap();
    assert_eq!(envelope.to_bytes(), ENVELOPE.trim_end().as_bytes());
    let entry = open(&envelope, &TeamKey::parse(KEY).unwrap()).unwrap();
    assert_eq!(*v1::write(&entry).unwrap(), *v1::write(&question()).unwrap());
}

#[test]
fn an_unknown_field_or_a_newer_version_is_refused() {
    let more = QUESTION.replacen("\"topic\"", "\"bsn\":\"111222333\",\"topic\"", 1);
    assert!(matches!(v1::read(more.as_bytes()), Err(v1::NotRead::Malformed { .. })));
    let newer = QUESTION.replacen("\"v\":1", "\"v\":2", 1);
    assert!(matches!(v1::read(newer.as_bytes()), Err(v1::NotRead::Newer(2))));
}

#[test]
fn a_mark_is_from_one_to_ten() {
    for (mark, fits) in [("8", true), ("1", true), ("10", true), ("0", false), ("11", false), ("256", false), ("7.5", false)] {
        let written = RATING.replacen("\"mark\":8", &format!("\"mark\":{mark}"), 1);
        assert_eq!(v1::read(written.as_bytes()).is_ok(), fits, "{mark}");
    }
}

#[test]
fn what_refuses_an_entry_never_repeats_its_words() {
    let broken = QUESTION.replacen("\"06", "\"geheim06", 1);
    let error = v1::read(broken.as_bytes()).unwrap_err();
    for shown in [format!("{error}"), format!("{error:?}")] {
        assert!(!shown.contains("geheim") && !shown.contains("12345678"), "{shown}");
    }
}
