//! A piece of sound out of its seal: refused, or sound that lies inside the piece.
#![no_main]

use inloop::entry::pieces::{self, PIECE};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = pieces::read(bytes);
    // The head is what is read; the rest is sound, as long as all pieces are.
    let mut piece = bytes.to_vec();
    piece.resize(PIECE, b' ');
    if let Ok((_, place, sound)) = pieces::read(&piece) {
        assert!(!sound.is_empty() && sound.len() < PIECE);
        assert!(1 <= place.n && place.n <= place.of);
    }
});
