//! What whoever sets up a machine writes: refused by key and line, or a configuration. And the mark beside a kiosk's outbox.
#![no_main]

use inloop::booking::mark::Mark;
use inloop::{desk, kiosk};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(error) = kiosk::config::Config::parse(text) {
        assert!(!error.to_string().is_empty());
    }
    match desk::Config::parse(text) {
        Ok(config) => drop(config.told_site()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Some(mark) = Mark::parse(text) {
        assert_eq!(Mark::parse(&mark.to_text()).as_ref(), Some(&mark));
        // Whatever it says, the next one says more.
        assert!(mark.next(&[]).generation() > mark.generation());
    }
});
