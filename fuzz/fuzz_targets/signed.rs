//! The headers that say who asks and who answers: whatever they hold, nobody is believed who did not sign.
#![no_main]

use inloop::wire::{AnswerHead, Claim, DeskKey, KioskKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (kiosk, desk) = (KioskKey::from_seed(&[7; 32].into()).public(), DeskKey::from_seed(&[8; 32].into()).public());
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let headers: Vec<(&str, &str)> = head.lines().filter_map(|line| line.split_once(": ")).collect();
    let get = |name: &str| headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    if let Ok(claim) = Claim::read(get) {
        assert!(claim.check("PUT", "/api/kiosk/v1/entries/x", body.as_bytes(), &kiosk).is_err());
    }
    assert!(AnswerHead::check(200, body.as_bytes(), get, "c2ln", &desk).is_err());
});
