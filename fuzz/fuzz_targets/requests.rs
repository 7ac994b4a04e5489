//! The bodies that kiosks send, and whoever finds the door: refused, or the same when written again.
#![no_main]

use inloop::wire::{EnrolRequest, Health, SyncRequest, Take};
use libfuzzer_sys::fuzz_target;
use serde::{Serialize, de::DeserializeOwned};

fn same<T: Serialize + DeserializeOwned>(bytes: &[u8]) {
    let Ok(read) = serde_json::from_slice::<T>(bytes) else { return };
    let written = serde_json::to_vec(&read).expect("a message can be written");
    let again: T = serde_json::from_slice(&written).expect("and read");
    assert_eq!(serde_json::to_vec(&again).expect("and written"), written);
}

fuzz_target!(|bytes: &[u8]| {
    same::<EnrolRequest>(bytes);
    same::<Health>(bytes);
    same::<SyncRequest>(bytes);
    same::<Take>(bytes);
});
