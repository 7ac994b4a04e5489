//! What a host's calendar answers (RFC 4791, RFC 5545): refused whole, or events whose minutes can be compared.
#![no_main]

use inloop::desk::connect::caldav::{events, multistatus};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for event in events::events(text).into_iter().flatten() {
        assert!(!event.busy || event.from < event.until);
    }
    for item in multistatus::items(text).into_iter().flatten() {
        let _ = events::events(&item.text);
    }
});
