//! Kiosks that ask about times, worked by hand, and a look at what the desk keeps of it.
#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "these are tests")]

use super::by_hand::*;
use diesel::connection::SimpleConnection;
use inloop::booking::desk::Holder;
use inloop::clock::Clock;
use inloop::desk::store::{enrolment, kiosks, meta, slots};
use inloop::entry::*;
use inloop::seal::seal;
use inloop::wire::*;
use std::time::Duration;
use zeroize::Zeroizing;

/// Monday 23 November 2026, 12:00 in Lelystad, in minutes.
pub const NOON: u32 = (MONDAY_NOON / 60) as u32;
pub const HOUR: u32 = 60;
pub const DAY: u32 = 24 * HOUR;

/// Minutes that begin so many hours after noon.
pub fn hours(hours: impl IntoIterator<Item = u32>) -> Vec<u32> {
    hours.into_iter().map(|hour| NOON + hour * HOUR).collect()
}

/// A new spreekuur with these times.
pub fn spreekuur(bench: &Bench, whom: Whom, minutes: &[u32]) -> SpreekuurId {
    spreekuur_in(bench, 1, whom, minutes)
}

/// The same, in this post.
pub fn spreekuur_in(bench: &Bench, post: i32, whom: Whom, minutes: &[u32]) -> SpreekuurId {
    let minutes = minutes.to_vec();
    bench.write(move |conn| {
        let id = slots::next_spreekuur(conn)?;
        let (number, whom) = (id.get(), whom.word());
        let row =
            format!("INSERT INTO spreekuur VALUES ({number}, '{whom}', 'Ans', 'kamer 1', 30, 'feed-{number}', TRUE, 0, {post})");
        conn.batch_execute(&row)?;
        slots::offer(conn, id, &minutes, MONDAY_NOON)?;
        Ok(id)
    })
}

/// A sync by a kiosk that last heard of the desk's store as it is now.
pub fn syncing(bench: &Bench, kiosk: &Kiosk, returned: &[GrantId], holding: &[Grant], booked: &[Grant]) -> Signed {
    let store = Some(bench.read(meta::store_id));
    let (returned, holding, booked) = (returned.to_vec(), holding.to_vec(), booked.to_vec());
    let request = SyncRequest { v: 1, store, returned, holding, booked };
    kiosk.sign("POST", SLOTS_SYNC, &serde_json::to_vec(&request).unwrap(), Duration::ZERO)
}

pub fn sync_with(bench: &Bench, kiosk: &Kiosk, returned: &[GrantId], holding: &[Grant], booked: &[Grant]) -> Slots {
    let said = bench.ask(syncing(bench, kiosk, returned, holding, booked));
    assert!(said.signed && said.status == 200, "{said:?}");
    said.json()
}

pub fn sync(bench: &Bench, kiosk: &Kiosk) -> Slots {
    sync_with(bench, kiosk, &[], &[], &[])
}

pub fn taking(kiosk: &Kiosk, slot: SlotId) -> Signed {
    kiosk.sign("POST", SLOTS_TAKE, &serde_json::to_vec(&Take { v: 1, slot }).unwrap(), Duration::ZERO)
}

pub fn take(bench: &Bench, kiosk: &Kiosk, slot: SlotId) -> Taken {
    let said = bench.ask(taking(kiosk, slot));
    assert!(said.signed && said.status == 200, "{said:?}");
    said.json()
}

pub fn today(bench: &Bench, kiosk: &Kiosk) -> Today {
    let said = bench.ask(kiosk.get(TODAY));
    assert!(said.signed && said.status == 200, "{said:?}");
    said.json()
}

pub fn wanted(time: Option<Grant>) -> Booking {
    let number = PhoneNumber::parse("0612345678").ok();
    let contact = Contact::Call { number, when: None, voicemail: false, safe: None };
    Booking { whom: Whom::Team, time, contact: Some(contact) }
}

pub fn secret(seed: u8) -> Secret {
    Secret::new([seed; 16])
}

/// The `n`th entry of a kiosk: a booking whose resident got the code `seed`.
pub fn booking(bench: &Bench, kiosk: &Kiosk, n: u64, time: Option<Grant>, seed: u8) -> Envelope {
    let mut entry = kiosk.entry(n, bench.clock.stamp(), Body::Booking(wanted(time)));
    entry.recognition = Some(secret(seed).recognition());
    seal(&entry, &bench.recipients()).unwrap().envelope().clone()
}

pub fn ask_for(bench: &Bench, kiosk: &Kiosk, n: u64, body: Body) -> EntryId {
    let sealed = seal(&kiosk.entry(n, bench.clock.stamp(), body), &bench.recipients()).unwrap();
    assert_eq!(bench.ask(kiosk.put(sealed.envelope())).status, 201);
    sealed.header().id
}

pub fn cancel(bench: &Bench, kiosk: &Kiosk, n: u64, seed: u8) {
    ask_for(bench, kiosk, n, Body::Cancel(Cancel { code: secret(seed) }));
}

pub fn change(bench: &Bench, kiosk: &Kiosk, n: u64, seed: u8, time: Option<Grant>) -> EntryId {
    ask_for(bench, kiosk, n, Body::Change(Change { code: secret(seed), to: wanted(time) }))
}

pub fn holder(bench: &Bench, slot: SlotId) -> Holder {
    bench.read(move |conn| slots::find(conn, slot)).unwrap().holder
}

#[derive(diesel::QueryableByName)]
struct Cell {
    #[diesel(sql_type = diesel::sql_types::Text)]
    cell: String,
}

pub fn column(bench: &Bench, select: String) -> Vec<String> {
    use diesel::RunQueryDsl;
    bench.read(move |conn| Ok(diesel::sql_query(select).load::<Cell>(conn)?)).into_iter().map(|row| row.cell).collect()
}

/// How every booking stands, in the order in which they arrived.
pub fn states(bench: &Bench) -> Vec<String> {
    column(bench, "SELECT state AS cell FROM booking ORDER BY rowid".into())
}

pub fn late(bench: &Bench) -> Vec<bool> {
    let cells = column(bench, "SELECT CAST(late AS TEXT) AS cell FROM booking ORDER BY rowid".into());
    cells.iter().map(|cell| cell == "1").collect()
}

pub fn count(bench: &Bench, what: &str) -> usize {
    column(bench, format!("SELECT CAST(count(*) AS TEXT) AS cell FROM {what}"))[0].parse().unwrap()
}

pub fn write_off(bench: &Bench, kiosk: &Kiosk) {
    let (id, now) = (kiosk.id, bench.now());
    assert!(bench.write(move |conn| kiosks::write_off(conn, id, now)));
}

/// The same device is found again, and enrolled with a new key.
pub fn enrol_again(bench: &Bench, kiosk: &Kiosk) -> Kiosk {
    let key = KioskKey::from_seed(&Zeroizing::new([77; 32]));
    bench.offer(&key, &bench.new_code(), 1);
    let (id, now) = (kiosk.id, bench.now());
    let pending = bench.read(move |conn| enrolment::pending(conn, now)).pop().unwrap().id;
    let confirmed = bench.write(move |conn| enrolment::confirm(conn, pending, "hal", Some(id), now));
    let enrolment::Confirmed::Enrolled(id, epoch) = confirmed else { panic!("{confirmed:?}") };
    Kiosk { key, id, epoch, number: Default::default() }
}
