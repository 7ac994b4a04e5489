//! What the team and residents are mailed.

use crate::office::{ADDRESS, Office, section};
use crate::server::{Server, text};
use crate::team::Left;
use inloop::desk::connect::mail;
use inloop::desk::connect::runner::Turn;
use inloop::desk::store::mail::Word;
use inloop::desk::store::{News, appointing};
use inloop::entry::*;
use std::io::Write;
use std::sync::{Arc, Mutex};

fn worry() -> Left {
    let words = Words::new("de gordijnen blijven dicht").ok();
    Left::worry(324, Worry { about: Some(About::Neighbour), words, name: Words::new("Fatma").ok(), ..Worry::default() })
}

#[test]
fn a_busy_quarter_of_an_hour_is_one_mail_to_the_team_that_tells_nothing() {
    let mut office = Office::new();
    for left in [worry(), worry(), worry()] {
        office.desk.left(left);
    }
    assert_eq!(office.after(29), Turn::Idle(None), "nothing leaves in the first half minute");
    office.leaves();
    office.desk.left(worry());
    office.leaves();
    let mails = office.server.mails();
    assert_eq!(mails.len(), 1, "the next one waits");
    assert_eq!((&mails[0]["to"][0], &mails[0]["from"]), (&"wijkteam@example.nl".into(), &"inloop@example.nl".into()));
    assert_eq!(mails[0]["headers"]["Subject"], "Er zijn 3 nieuwe kaarten");
    assert_eq!(text(&mails[0]).trim(), "Er zijn 3 nieuwe kaarten: https://inloop.example.nl/vandaag");
    assert_eq!(mails[0]["headers"]["Auto-Submitted"], "auto-generated");
    office.after(15 * 60);
    let mails = office.server.mails();
    assert_eq!(mails[1]["headers"]["Subject"], "Er is een nieuwe kaart");
    assert_ne!(mails[0]["headers"]["Message-ID"], mails[1]["headers"]["Message-ID"]);
    for mail in &mails {
        for never in ["Boom", "zorg", "Fatma", "gordijn", "buur"] {
            assert!(!mail["raw"].as_str().unwrap().contains(never), "{never}");
        }
    }
    assert_eq!(office.after(3600), Turn::Idle(None));
}

#[test]
fn a_resident_who_asked_is_told_in_their_language_and_nobody_has_to_do_it() {
    let mut office = Office::new();
    let id = office.books(office.slot(2, 0), Some(ADDRESS));
    assert_eq!(office.word(id), Some(Word::Leaving), "also before the queue has looked");
    office.turn();
    assert!(office.by_hand().is_empty(), "the queue does it");
    assert_eq!(office.word(id), Some(Word::Leaving));
    assert!(office.server.mails().is_empty());
    office.leaves();
    assert_eq!(office.word(id), Some(Word::Told(office.desk.state.now())));
    let mails = office.server.mails();
    assert_eq!((mails.len(), &mails[0]["to"]), (1, &serde_json::json!([ADDRESS])));
    assert_eq!(mails[0]["headers"]["Subject"], "Randevunuz hazır.");
    assert_eq!(text(&mails[0]).trim(), "Randevunuz hazır. 30 Kasım Pazartesi, saat on. İşaretiniz: Ağaç 27.");
    let (now, other) = (office.desk.state.now(), office.slot(2, 60));
    let store = office.desk.state.store.clone();
    store.write_waiting(News::Hall, move |conn| appointing::settle(conn, id, other, true, now)).unwrap();
    assert_eq!(office.word(id), Some(Word::Leaving), "what was told is not true any more");
    office.leaves();
    store.write_waiting(News::Hall, move |conn| appointing::cancel(conn, id, false, now)).unwrap();
    office.leaves();
    let mails = office.server.mails();
    let subjects: Vec<&str> = mails.iter().map(|mail| mail["headers"]["Subject"].as_str().unwrap()).collect();
    assert_eq!(subjects, ["Randevunuz hazır.", "Yeni saatiniz hazır.", "Randevunuz iptal edildi."]);
    let mut names: Vec<&str> = mails.iter().map(|mail| mail["headers"]["Message-ID"].as_str().unwrap()).collect();
    names.dedup();
    assert_eq!(names.len(), 3, "each is a mail of its own");
    assert!(office.by_hand().is_empty());
    assert!(mails.iter().all(|mail| !mail["raw"].as_str().unwrap().contains("Ans")), "nor with whom");
}

#[test]
fn where_mail_is_off_or_was_refused_a_worker_does_it_as_before() {
    let server = Server::open();
    let connect = section(server.port, "tls = \"none\"\nconfirmations = false");
    let mut off = Office::with(server, &connect, &[]);
    let id = off.books(off.slot(2, 0), Some(ADDRESS));
    off.leaves();
    assert_eq!((off.by_hand(), off.server.mails().len()), (vec![id], 0));
    assert_eq!(off.word(id), Some(Word::ByHand));
    let nobody = off.books(off.slot(2, 30), None);
    assert_eq!(off.word(nobody), None, "who asked for no e-mail gets none");
    let mut office = Office::new();
    let id = office.books(office.slot(2, 0), Some(ADDRESS));
    office.turn();
    assert!(office.by_hand().is_empty());
    mail::note(None, &office.desk.state.store).unwrap();
    assert_eq!(office.by_hand(), [id], "turned off while it waited");
    office.server.mood(&[("RCPT", "550 no such user")]);
    office.leaves();
    assert_eq!((office.by_hand(), office.server.mails().len()), (vec![id], 0));
    assert_eq!(office.word(id), Some(Word::ByHand), "refused");
    let (now, slot) = (office.desk.state.now(), office.slot(2, 0));
    let store = office.desk.state.store.clone();
    let sent = move |conn: &mut _| {
        use inloop::desk::store::{appointments::State, messages};
        messages::sent(conn, id, State::Booked, slot.minute(), now)
    };
    assert!(store.write_waiting(News::Pages, sent).unwrap());
    office.after(4000);
    assert!(office.server.mails().is_empty() && office.by_hand().is_empty(), "who was told by hand is not told again");
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_address_and_no_text_stands_in_a_log_or_in_the_queue_whatever_the_server_says() {
    let mut office = Office::new();
    let log = Log::default();
    let kept = log.clone();
    let writer = move || kept.clone();
    let heard = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(writer).with_ansi(false).finish();
    office.books(office.slot(0, 0), Some(ADDRESS));
    office.server.mood(&[("RCPT", "550 <fatma@voorbeeld.example.nl>: no such user"), ("RCPT", "550 fatma")]);
    tracing::subscriber::with_default(heard, || office.leaves());
    let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains("a mail is set apart"), "{said}");
    let kept = office.desk.bytes();
    for never in [ADDRESS, "fatma", "Randevu", "no such user"] {
        assert!(!said.contains(never), "{never}: {said}");
        assert!(memchr::memmem::find(&kept, never.as_bytes()).is_none(), "{never}");
    }
}

#[test]
fn no_address_can_bring_a_line_of_its_own_into_a_mail() {
    for address in [
        "a@b.nl\r\nBcc: all@b.nl",
        "a@b.nl\nSubject: x",
        "a@b.nl, c@d.nl",
        "\"a\r\nb\"@c.nl",
        "<a@b.nl>",
        "a@b.nl ",
        "a@b.nl\u{2028}",
    ] {
        // White space around what somebody typed is taken off, and nothing of it kept.
        let parsed = EmailAddress::parse(address);
        assert!(parsed.is_err() || parsed.is_ok_and(|parsed| parsed.reveal() == "a@b.nl"), "{address:?}");
        let text = section(25, "tls = \"none\"")
            .replace("\"wijkteam@example.nl\"", &format!("{address:?}").replace("\\u{2028}", "\\u2028"));
        let whole = format!("{}\n{text}", inloop::desk::config::SAMPLE);
        let refused = inloop::desk::config::Config::parse(&whole).unwrap_err().to_string();
        assert!(refused.contains("connect.mail.cards"), "{refused}");
    }
}
