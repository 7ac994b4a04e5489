//! What waits to be mailed, and what workers see of it: by the store alone, without a server.

use crate::appointments::{NEXT_MONDAY, book, police};
use crate::hands::Desk;
use crate::messages::books;
use inloop::desk::config::{Config, SAMPLE};
use inloop::desk::store::mail::{self, BY_HAND_AFTER, Kind, MAIL, ONE_MAIL_IN, Wants};
use inloop::desk::store::outgoing::{self, LEAVES_AFTER, Road};
use inloop::desk::store::{Conn, News, StoreError, appointments};
use inloop::entry::{Contact, EmailAddress, EntryId, SlotId, SpreekuurId};
use std::time::Duration;

fn writes<T: Send + 'static>(desk: &Desk, job: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static) -> T {
    desk.state.store.write_waiting(News::Pages, job).unwrap()
}

fn email() -> Option<Contact> {
    Some(Contact::Email { address: EmailAddress::parse("fatma@voorbeeld.example.nl").ok() })
}

fn plan(desk: &Desk, spreekuur: SpreekuurId) {
    let (wants, now) = (Wants { mailboxes: [spreekuur].into(), words: true }, desk.state.now());
    writes(desk, move |conn| mail::plan(conn, &wants, now));
}

/// What leaves now.
fn leaves(desk: &Desk) -> Vec<mail::Out> {
    let now = desk.state.now();
    writes(desk, move |conn| {
        let mut all = Vec::new();
        while let Some(out) = mail::take(conn, now)? {
            all.push(out);
            assert!(all.len() < 20, "what is taken is out of sight");
        }
        Ok(all)
    })
}

fn by_hand(desk: &Desk) -> Vec<EntryId> {
    let now = desk.state.now();
    let to_do = desk.state.store.read_waiting(move |conn| appointments::to_do(conn, now)).unwrap();
    to_do.messages[1].1.iter().map(|one| one.id).collect()
}

async fn booked() -> (Desk, SpreekuurId, EntryId) {
    let desk = Desk::new();
    let spreekuur = police(&mut desk.worker("Fatma").await).await;
    let id = books(&desk, spreekuur, email());
    (desk, spreekuur, id)
}

#[tokio::test]
async fn nothing_is_mailed_in_the_first_half_minute_whatever_it_is() {
    let (desk, spreekuur, _) = booked().await;
    let now = desk.state.now();
    writes(&desk, move |conn| mail::card_arrived(conn, now));
    plan(&desk, spreekuur);
    desk.clock.advance(Duration::from_secs(LEAVES_AFTER as u64 - 1));
    assert!(leaves(&desk).is_empty());
    desk.clock.advance(Duration::from_secs(1));
    let mut kinds: Vec<&str> = leaves(&desk).iter().map(|out| out.kind.word()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["cards", "invitation", "word"]);
    assert!(leaves(&desk).is_empty(), "what is taken is out of sight");
}

#[tokio::test]
async fn what_mail_does_is_on_no_workers_list_until_mail_does_not_do_it() {
    let (desk, spreekuur, id) = booked().await;
    assert_eq!(by_hand(&desk), [id], "before mail knows of it");
    plan(&desk, spreekuur);
    assert!(by_hand(&desk).is_empty());
    // The road is closed to everybody.
    let paused = Road { paused: Some("token 535".into()), ..Road::default() };
    writes(&desk, move |conn| outgoing::keep_road(conn, MAIL, &paused));
    assert_eq!(by_hand(&desk), [id]);
    writes(&desk, |conn| outgoing::keep_road(conn, MAIL, &Road::default()));
    assert!(by_hand(&desk).is_empty());
    // It has waited for as long as no wait between two tries is.
    desk.clock.advance(Duration::from_secs(BY_HAND_AFTER as u64 - 1));
    assert!(by_hand(&desk).is_empty());
    desk.clock.advance(Duration::from_secs(1));
    assert_eq!(by_hand(&desk), [id]);
    let word = leaves(&desk).into_iter().find(|out| out.kind == Kind::Word).unwrap();
    let now = desk.state.now();
    writes(&desk, move |conn| mail::done(conn, &word, now));
    assert!(by_hand(&desk).is_empty(), "it was told");
}

#[tokio::test]
async fn what_was_refused_or_is_off_is_a_workers_again() {
    let (desk, spreekuur, id) = booked().await;
    plan(&desk, spreekuur);
    desk.clock.advance(Duration::from_secs(30));
    let word = leaves(&desk).into_iter().find(|out| out.kind == Kind::Word).unwrap();
    writes(&desk, move |conn| mail::park(conn, &word, "refused 550"));
    plan(&desk, spreekuur);
    assert_eq!(by_hand(&desk), [id]);
    let now = desk.state.now();
    writes(&desk, move |conn| mail::again(conn, now));
    assert!(by_hand(&desk).is_empty(), "tried again");
    writes(&desk, mail::off);
    assert_eq!(by_hand(&desk), [id]);
}

#[tokio::test]
async fn what_is_past_or_cancelled_before_it_left_is_mailed_to_nobody() {
    let (desk, spreekuur, id) = booked().await;
    let mut fatma = desk.worker("Fatma").await;
    let phoned = book(&mut fatma, SlotId::new(spreekuur, NEXT_MONDAY + 30), &[]).await;
    plan(&desk, spreekuur);
    for gone in [id, phoned] {
        let page = format!("/afspraak/{gone}");
        fatma.fill(&page, &format!("{page}/afzeggen"), &[]).await;
    }
    plan(&desk, spreekuur);
    desk.clock.advance(Duration::from_secs(30));
    assert!(leaves(&desk).is_empty());
    // One that left, and is over: nobody is told that it is not any more.
    let told = book(&mut fatma, SlotId::new(spreekuur, NEXT_MONDAY), &[]).await;
    plan(&desk, spreekuur);
    desk.clock.advance(Duration::from_secs(30));
    for out in leaves(&desk) {
        assert_eq!((out.kind, out.about), (Kind::Invitation, Some(told)));
        let now = desk.state.now();
        writes(&desk, move |conn| mail::done(conn, &out, now));
    }
    // And one that nobody was told of before it was over.
    let late = book(&mut fatma, SlotId::new(spreekuur, NEXT_MONDAY + 60), &[]).await;
    plan(&desk, spreekuur);
    desk.clock.advance(Duration::from_secs(8 * 24 * 3600));
    plan(&desk, spreekuur);
    desk.clock.advance(Duration::from_secs(30));
    let after = leaves(&desk);
    assert!(after.iter().all(|out| out.about != Some(late) && out.about != Some(told)), "{after:?}");
}

#[tokio::test]
async fn a_busy_hour_is_four_mails_to_the_team() {
    let desk = Desk::new();
    let mut mails = 0;
    for _ in 0..12 {
        let now = desk.state.now();
        writes(&desk, move |conn| mail::card_arrived(conn, now));
        desk.clock.advance(Duration::from_secs(300));
        for out in leaves(&desk) {
            mails += 1;
            let now = desk.state.now();
            writes(&desk, move |conn| mail::done(conn, &out, now));
        }
    }
    assert!((3..=4).contains(&mails), "{mails} in an hour, {ONE_MAIL_IN} s apart");
}

#[test]
fn what_is_no_address_alone_or_no_safe_road_is_refused_before_the_desk_starts() {
    let good = [
        ("host", "mail.example.nl"),
        ("from", "inloop@example.nl"),
        ("cards", "wijkteam@example.nl"),
        ("to", "politie@example.nl"),
    ];
    let parse = |fields: &[(&str, &str)], more: &str| {
        let of = |name: &str| fields.iter().find(|(known, _)| *known == name).unwrap().1;
        let named = SAMPLE.replacen("readers = []", "readers = [\"Het wijkteam\"]", 1);
        let text = format!(
            "{named}\n[connect]\npages = \"https://inloop.example.nl\"\n[connect.mail]\nhost = \"{}\"\nfrom = \"{}\"\ncards = \"{}\"\n{more}\n\
             [[connect.mail.invitations]]\nspreekuur = 1\nto = \"{}\"\n",
            of("host"),
            of("from"),
            of("cards"),
            of("to")
        );
        Config::parse(&text).is_ok()
    };
    assert!(parse(&good, ""));
    for field in ["from", "cards", "to"] {
        for wrong in [
            "",
            "inloop",
            "Inloop <inloop@example.nl>",
            "a@example.nl, b@example.nl",
            "a@example.nl\\r\\nBcc: b@example.nl",
            " a@example.nl",
            "a@b",
            "a@@example.nl",
        ] {
            let fields: Vec<_> = good.iter().map(|(name, value)| (*name, if *name == field { wrong } else { *value })).collect();
            assert!(!parse(&fields, ""), "{field} = {wrong:?}");
        }
    }
    for more in [
        "tls = \"none\"",
        "user = \"inloop\"",
        "secret = \"../mail.secret\"\nuser = \"x\"",
        "authority = \"/etc/ca.pem\"",
        "[[connect.mail.invitations]]\nspreekuur = 1\nto = \"a@example.nl\"",
    ] {
        assert!(!parse(&good, more), "{more}");
    }
    let host: Vec<_> =
        good.iter().map(|(name, value)| (*name, if *name == "host" { "https://mail.example.nl/" } else { *value })).collect();
    assert!(!parse(&host, ""));
}
