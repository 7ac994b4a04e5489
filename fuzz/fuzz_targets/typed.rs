//! What people type and scanners read: refused, or the same when it is read again.
#![no_main]

use inloop::entry::{EmailAddress, EntryId, Language, PhoneNumber, Secret, SlotId, Teken, Words, find_bsn};
use inloop::kiosk::link::address::DeskUrl;
use inloop::wire::EnrolCode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(code) = EnrolCode::parse(text) {
        assert_eq!(EnrolCode::parse(code.reveal()).as_ref(), Ok(&code));
    }
    if let Ok(number) = PhoneNumber::parse(text) {
        assert_eq!(PhoneNumber::parse(number.reveal()).ok().as_ref().map(PhoneNumber::reveal), Some(number.reveal()));
    }
    if let Ok(address) = EmailAddress::parse(text) {
        let again = EmailAddress::parse(address.reveal());
        assert_eq!(again.ok().as_ref().map(EmailAddress::reveal), Some(address.reveal()));
    }
    if let Ok(secret) = Secret::from_code(text) {
        assert_eq!(Secret::from_code(&secret.to_code()).map(|same| same.recognition()).ok(), Some(secret.recognition()));
    }
    if let Ok(words) = Words::<280>::new(text) {
        assert!(words.count() <= 280);
    }
    // Whoever is asked to take their number away is shown which: it has to be a part of what they wrote.
    if let Some(place) = find_bsn(text) {
        assert!(text.get(place).is_some_and(|found| found.chars().filter(char::is_ascii_digit).count() >= 8));
    }
    if let Ok(slot) = text.parse::<SlotId>() {
        assert_eq!(slot.to_string().parse(), Ok(slot));
    }
    if let Ok(id) = text.parse::<EntryId>() {
        assert_eq!(id.to_string(), text);
    }
    let _ = text.parse::<Language>();
    let _ = text.parse::<DeskUrl>();
    if let Ok(teken) = serde_json::from_str::<Teken>(text) {
        assert!(Teken::from_index(teken.index()).is_ok());
    }
});
