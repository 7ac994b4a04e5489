//! What stands inside a seal, which anybody who knows the team's public key can make: refused, or written again as it was read.
#![no_main]

use inloop::entry::v1;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(entry) = v1::read(bytes) else { return };
    // Larger than a seal can be: a kiosk could not have written it, and the desk reads no seal of that size.
    let Ok(written) = v1::write(&entry) else { return };
    let again = v1::read(&written).expect("what was written can be read");
    assert_eq!(*v1::write(&again).expect("and written"), *written);
});
