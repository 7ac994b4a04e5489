//! The bodies that a kiosk is answered, by a desk or by whatever stands between: refused, or the same when written again.
#![no_main]

use inloop::kiosk::{site, times};
use inloop::wire::{
    Calls, EnrolAnswer, EnrolState, HealthAnswer, KioskKey, PieceReceipt, Problem, Receipt, Site, Slots, Taken, Today, words,
};
use libfuzzer_sys::fuzz_target;
use serde::{Serialize, de::DeserializeOwned};

fn same<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let read = serde_json::from_slice::<T>(bytes).ok()?;
    let written = serde_json::to_vec(&read).expect("a message can be written");
    let again: T = serde_json::from_slice(&written).expect("and read");
    assert_eq!(serde_json::to_vec(&again).expect("and written"), written);
    Some(again)
}

fuzz_target!(|bytes: &[u8]| {
    if let Some(read) = same::<Site>(bytes) {
        let _ = site::check(&read);
    }
    if let Some(slots) = same::<Slots>(bytes) {
        let _ = times::check_slots(&slots);
    }
    if let Some(today) = same::<Today>(bytes) {
        let _ = times::check_today(&today);
    }
    // The four words cost a hash that is slow on purpose: only what could be an answer comes so far.
    if let Some(answer) = same::<EnrolAnswer>(bytes).filter(|answer| answer.desk_key.len() == 44) {
        let _ = words::four_words(&KioskKey::from_seed(&[7; 32].into()).public(), &answer);
    }
    same::<Calls>(bytes);
    same::<EnrolState>(bytes);
    same::<HealthAnswer>(bytes);
    same::<PieceReceipt>(bytes);
    same::<Problem>(bytes);
    same::<Receipt>(bytes);
    same::<Taken>(bytes);
});
