//! What a contact register answers: whatever it is, only uuids come out of it, because they become parts of an address.
#![no_main]

use inloop::desk::connect::open_klant::reading;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(answer) = serde_json::from_slice::<serde_json::Value>(bytes) else { return };
    let mut found = reading::uuids(&answer, "results");
    found.extend(reading::uuid(&answer));
    if let Some(ours) = reading::made(&answer, 7) {
        found.push(ours.contact);
        found.extend(ours.party);
    }
    for uuid in found {
        assert!(uuid.len() == 36 && uuid.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit()), "{uuid}");
    }
});
