//! What the calendar behind a mailbox is told.

use crate::office::Office;
use inloop::desk::store::{News, appointing};
use inloop::entry::*;
use serde_json::Value;

/// Of each invitation: to whom, its method, and the lines of its calendar by name.
fn invitations(office: &mut Office) -> Vec<(String, String, Value)> {
    let mails = office.server.mails();
    let calendar = |mail: &Value| {
        let part = mail["parts"].as_array().unwrap().iter().find(|part| part["type"] == "text/calendar").unwrap();
        let text = part["text"].as_str().unwrap().replace("\r\n", "\n").replace("\n ", "");
        let method = part["method"].as_str().unwrap().to_owned();
        assert!(text.contains(&format!("METHOD:{method}\n")), "{text}");
        let lines = text.lines().filter_map(|line| line.split_once(':'));
        let lines = lines.map(|(name, value)| (name.split(';').next().unwrap().to_owned(), Value::from(value))).collect();
        (mail["to"][0].as_str().unwrap().to_owned(), method, Value::Object(lines))
    };
    mails.iter().map(calendar).collect()
}

fn moves(office: &Office, id: EntryId, slot: SlotId) {
    let now = office.desk.state.now();
    let store = office.desk.state.store.clone();
    store.write_waiting(News::Hall, move |conn| appointing::settle(conn, id, slot, true, now)).unwrap();
}

fn cancels(office: &Office, id: EntryId) {
    let now = office.desk.state.now();
    let store = office.desk.state.store.clone();
    assert!(store.write_waiting(News::Hall, move |conn| appointing::cancel(conn, id, true, now)).unwrap());
}

#[test]
fn an_appointment_is_one_event_that_follows_it_and_names_nobody() {
    let mut office = Office::new();
    let id = office.books(office.slot(0, 0), None);
    office.leaves();
    moves(&office, id, office.slot(0, 30));
    office.leaves();
    cancels(&office, id);
    office.leaves();
    office.leaves();
    let all = invitations(&mut office);
    let told: Vec<(&str, &str)> = all.iter().map(|(_, method, it)| (&**method, it["DTSTART"].as_str().unwrap())).collect();
    assert_eq!(told, [("REQUEST", "20261130T090000Z"), ("REQUEST", "20261130T093000Z"), ("CANCEL", "20261130T093000Z")]);
    let versions: Vec<i64> = all.iter().map(|(.., it)| it["SEQUENCE"].as_str().unwrap().parse().unwrap()).collect();
    assert!(versions.is_sorted_by(|a, b| a < b), "{versions:?}");
    for (to, _, it) in &all {
        assert_eq!(to, "politie@example.nl");
        assert_eq!(
            (&it["UID"], &it["SUMMARY"], &it["CLASS"]),
            (&format!("{id}@inloop").into(), &"Inloop".into(), &"PRIVATE".into())
        );
    }
    for mail in office.server.mails() {
        for never in ["Boom", "olitie ", "Wijkagent", "Ans", "Kamer", "voorbeeld"] {
            assert!(!mail["raw"].as_str().unwrap().contains(never), "{never}");
        }
    }
}

#[test]
fn who_moves_to_another_spreekuur_goes_out_of_the_one_calendar_and_into_the_other() {
    let mut office = Office::new();
    let id = office.books(office.slot(0, 0), None);
    office.leaves();
    moves(&office, id, office.slot(1, 30));
    office.leaves();
    office.leaves();
    let other = office.slot(2, 30);
    moves(&office, id, other);
    office.leaves();
    office.leaves();
    let all = invitations(&mut office);
    let told: Vec<(&str, &str)> = all.iter().map(|(to, method, _)| (&**to, &**method)).collect();
    let (police, housing) = ("politie@example.nl", "wonen@example.nl");
    assert_eq!(told, [(police, "REQUEST"), (police, "CANCEL"), (housing, "REQUEST"), (housing, "CANCEL")]);
}

#[test]
fn what_was_cancelled_before_it_left_is_told_to_nobody() {
    let mut office = Office::new();
    let id = office.books(office.slot(0, 0), None);
    office.turn();
    cancels(&office, id);
    office.leaves();
    assert!(office.server.mails().is_empty());
}

#[test]
fn what_may_have_left_when_the_desk_died_is_taken_back_when_it_is_not_true_any_more() {
    let mut office = Office::new();
    let id = office.books(office.slot(0, 0), None);
    office.server.mood(&[("DATA", "drop")]);
    office.leaves();
    cancels(&office, id);
    let mut office = office.restarted();
    office.after(3600);
    office.leaves();
    let all = invitations(&mut office);
    let methods: Vec<&str> = all.iter().map(|(_, method, _)| &**method).collect();
    assert_eq!(methods, ["REQUEST", "CANCEL"]);
}

#[test]
fn after_a_restore_the_version_still_goes_up() {
    let mut office = Office::new();
    let copy = office.desk.copy();
    let id = office.books(office.slot(0, 0), None);
    office.leaves();
    office.after(3600);
    let before = invitations(&mut office);
    let Office { desk, server, runtime, spreekuren, mailman: _ } = office;
    let desk = desk.restored(&copy);
    let mailman = desk.mailman();
    let office = Office { desk, server, mailman, runtime, spreekuren };
    // The kiosk delivers again what the backup does not know; here it is booked anew under another name.
    let mut office = office;
    let again = office.books(office.slot(0, 0), None);
    assert_ne!(again, id);
    office.leaves();
    let all = invitations(&mut office);
    assert_eq!((before.len(), all.len()), (1, 2));
    moves(&office, again, office.slot(0, 30));
    office.leaves();
    let all = invitations(&mut office);
    let version = |at: usize| all[at].2["SEQUENCE"].as_str().unwrap().parse::<i64>().unwrap();
    assert!(version(2) > version(1));
}
