//! What the server of others may say, and what follows.

use crate::office::{ADDRESS, Office, section};
use crate::server::Server;
use crate::team::Left;
use inloop::desk::connect::runner::Turn;
use inloop::desk::store::mail;
use std::time::Duration;

const GUARDED: &str = "user = \"inloop\"\nsecret = \"mail.secret\"\nauthority = \"mail.pem\"";

fn guarded(password: &str, vouched: bool) -> Office {
    let server = Server::guarded();
    let other = Server::guarded().certificate();
    let pem = if vouched { server.certificate() } else { other };
    let connect = section(server.port, GUARDED);
    Office::with(server, &connect, &[("mail.secret", password), ("mail.pem", &pem)])
}

#[test]
fn with_tls_and_the_right_password_it_arrives() {
    let mut office = guarded("geheim-van-de-post", true);
    office.desk.left(Left::words(324, "hallo"));
    office.leaves();
    let mails = office.server.mails();
    assert_eq!((mails.len(), &mails[0]["tls"]), (1, &true.into()), "{:?}", office.road());
    assert!(!format!("{:?}", office.mailman).contains("geheim"));
}

#[test]
fn a_wrong_password_and_a_certificate_that_nobody_vouches_for_pause_and_say_so() {
    for (mut office, why) in [(guarded("anders", true), "token 535"), (guarded("geheim-van-de-post", false), "untrusted")] {
        office.desk.left(Left::words(324, "hallo"));
        office.leaves();
        assert_eq!(office.road().paused.as_deref(), Some(why));
        assert!(office.server.mails().is_empty());
        let asked = office.after(60);
        assert!(matches!(asked, Turn::Closed(_)), "nobody is bothered every few seconds: {asked:?}");
    }
}

#[test]
fn a_server_without_the_tls_that_was_asked_for_is_sent_nothing() {
    let server = Server::open();
    let connect = section(server.port, "");
    let mut office = Office::with(server, &connect, &[]);
    let id = office.books(office.slot(2, 0), Some(ADDRESS));
    office.leaves();
    assert_eq!(office.road().paused.as_deref(), Some("no-tls"));
    assert!(office.server.mails().is_empty());
    assert_eq!(office.by_hand(), [id], "meanwhile a worker does it");
}

#[test]
fn what_is_put_off_is_tried_again_and_what_is_refused_is_set_apart() {
    let mut office = Office::new();
    office.desk.left(Left::words(324, "hallo"));
    office.server.mood(&[("RCPT", "451 later"), ("DATA", "452 full"), ("DATA", "554 we do not want this")]);
    office.leaves();
    for _ in 0..2 {
        assert!(office.server.mails().is_empty());
        office.after(3600);
    }
    let standing = |office: &Office| office.desk.state.store.read_waiting(|conn| mail::standing(conn, 9)).unwrap();
    let apart = standing(&office);
    assert_eq!((apart.troubled.len(), apart.waiting), (1, 0));
    assert!(apart.troubled[0].parked && apart.troubled[0].why.as_deref() == Some("refused 554"), "{apart:?}");
    assert_eq!(office.after(86_400), Turn::Idle(None), "until somebody has looked");
    let now = office.desk.state.now();
    let store = office.desk.state.store.clone();
    store.write_waiting(inloop::desk::store::News::Pages, move |conn| mail::again(conn, now)).unwrap();
    office.leaves();
    assert_eq!(office.server.mails().len(), 1);
}

#[test]
fn one_that_is_refused_holds_up_nobody() {
    let mut office = Office::new();
    office.books(office.slot(2, 0), Some(ADDRESS));
    office.desk.left(Left::words(324, "hallo"));
    office.server.mood(&[("RCPT", "550 no")]);
    office.leaves();
    office.after(3600);
    assert_eq!(office.server.mails().len(), 1);
}

#[test]
fn where_the_line_breaks_after_the_mail_was_given_it_comes_again_under_the_same_name() {
    let mut office = Office::new();
    office.books(office.slot(2, 0), Some(ADDRESS));
    office.server.mood(&[("DATA", "drop")]);
    office.leaves();
    let mut office = office.restarted();
    office.after(3600);
    office.after(3600);
    let mails = office.server.mails();
    assert_eq!(mails.len(), 2, "at least once");
    assert_eq!(mails[0]["headers"]["Message-ID"], mails[1]["headers"]["Message-ID"]);
    assert!(office.by_hand().is_empty());
}

#[test]
fn while_the_server_is_away_everything_waits_and_nothing_is_lost() {
    let mut office = Office::new();
    office.desk.left(Left::words(324, "hallo"));
    let port = office.server.port;
    office.server = Server::open();
    assert_ne!(port, office.server.port);
    office.leaves();
    assert_eq!(office.road().why.as_deref(), Some("unreached"));
    office.desk.clock.advance(Duration::from_secs(4 * 3600));
    assert!(matches!(office.turn(), Turn::Closed(_)));
    let waits = office.desk.state.store.read_waiting(|conn| mail::standing(conn, 9)).unwrap();
    assert_eq!(waits.waiting, 1);
}
