//! The bytes of an entry as a kiosk sends them: refused, or the same envelope when written again.
#![no_main]

use inloop::entry::Envelope;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(envelope) = Envelope::parse(bytes) {
        let again = envelope.to_bytes();
        assert_eq!(Envelope::parse(&again).ok().as_ref(), Some(&envelope));
        assert_eq!(Envelope::parse(&again).map(|same| same.to_bytes()).ok(), Some(again));
    }
});
