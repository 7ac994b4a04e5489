//! A desk that mails, a spreekuur, and residents who ask for word.

use crate::handing::Desk;
use crate::server::Server;
use crate::team::{self, Left};
use inloop::desk::connect::mail::Mailman;
use inloop::desk::connect::runner::Turn;
use inloop::desk::store::bookings::{Ask, Wanted};
use inloop::desk::store::{News, appointments, mail, outgoing, slots, spreekuren};
use inloop::entry::*;
use std::time::Duration;

pub const ADDRESS: &str = "fatma@voorbeeld.example.nl";

/// Monday 30 November 2026, 10:00 in Lelystad.
pub const NEXT_MONDAY: u32 = (team::MONDAY_NOON / 60) as u32 + 7 * 24 * 60 - 120;

pub struct Office {
    pub desk: Desk,
    pub server: Server,
    pub mailman: Mailman,
    pub runtime: tokio::runtime::Runtime,
    /// Two spreekuren with a mailbox each, and one without.
    pub spreekuren: [SpreekuurId; 3],
}

/// The sections of the configuration, with this beside the server's address.
pub fn section(port: u16, own: &str) -> String {
    format!(
        "[connect]\npages = \"https://inloop.example.nl\"\n[connect.mail]\nhost = \"localhost\"\nport = {port}\n\
         from = \"inloop@example.nl\"\ncards = \"wijkteam@example.nl\"\n{own}\n\
         [[connect.mail.invitations]]\nspreekuur = 1\nto = \"politie@example.nl\"\n\
         [[connect.mail.invitations]]\nspreekuur = 2\nto = \"wonen@example.nl\"\n"
    )
}

impl Office {
    /// With a server that takes everything.
    pub fn new() -> Self {
        let server = Server::open();
        let connect = section(server.port, "tls = \"none\"");
        Office::with(server, &connect, &[])
    }

    pub fn with(server: Server, connect: &str, secrets: &[(&str, &str)]) -> Self {
        let desk = Desk::new(connect, secrets);
        let spreekuren = ["police", "housing", "team"].map(|word| {
            let now = desk.state.now();
            let made = desk.state.store.write_waiting(News::Pages, move |conn| {
                let whom = Whom::from_word(word).unwrap_or(Whom::Team);
                let (host, place) = ("Ans Visser".to_owned(), "Kamer 2".to_owned());
                let new = spreekuren::New { whom, host, place, minutes: 30, feed: format!("feed-{word}") };
                let id = spreekuren::add(conn, &new, now)?;
                slots::offer(conn, id, &[NEXT_MONDAY, NEXT_MONDAY + 30, NEXT_MONDAY + 60], now)?;
                Ok(id)
            });
            made.unwrap()
        });
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let mailman = desk.mailman();
        Office { desk, server, mailman, runtime, spreekuren }
    }

    pub fn restarted(self) -> Self {
        let desk = self.desk.restarted();
        let mailman = desk.mailman();
        Office { desk, mailman, ..self }
    }

    pub fn turn(&mut self) -> Turn {
        self.runtime.block_on(self.mailman.turn(&self.desk.state)).unwrap()
    }

    /// So long after now, one turn.
    pub fn after(&mut self, seconds: u64) -> Turn {
        self.desk.clock.advance(Duration::from_secs(seconds));
        self.turn()
    }

    /// Half a minute later everything that is due has left.
    pub fn leaves(&mut self) {
        self.turn();
        let mut turn = self.after(30);
        for _ in 0..20 {
            match turn {
                Turn::Carried(_) => turn = self.turn(),
                Turn::Idle(_) | Turn::Closed(_) => return,
            }
        }
        panic!("it never comes to rest");
    }

    pub fn slot(&self, which: usize, ahead: u32) -> SlotId {
        SlotId::new(self.spreekuren[which], NEXT_MONDAY + ahead)
    }

    /// Somebody books at the kiosk, in Turkish.
    pub fn books(&self, slot: SlotId, address: Option<&str>) -> EntryId {
        let time = Some(team::right(&self.desk.state, self.desk.kiosk, slot));
        let contact = address.map(|address| Contact::Email { address: EmailAddress::parse(address).ok() });
        let body = Body::Booking(Booking { whom: Whom::Police, time, contact });
        let left = Left { teken: 324, language: "tr", late: false, body };
        let code = Secret::new([7; 16]);
        team::ask_for(&self.desk.state, self.desk.kiosk, left, Ask::Book(Wanted { whom: Whom::Police, time }), &code)
    }

    /// What stands under "E-mail te sturen".
    pub fn by_hand(&self) -> Vec<EntryId> {
        let now = self.desk.state.now();
        let to_do = self.desk.state.store.read_waiting(move |conn| appointments::to_do(conn, now)).unwrap();
        to_do.messages[1].1.iter().map(|one| one.id).collect()
    }

    /// What the page of an appointment says of its mail.
    pub fn word(&self, id: EntryId) -> Option<mail::Word> {
        let (now, on) = (self.desk.state.now(), self.desk.state.connect.mail.as_ref().is_some_and(|mail| mail.confirmations));
        self.desk.state.store.read_waiting(move |conn| mail::word(conn, id, on, now)).unwrap()
    }

    pub fn road(&self) -> outgoing::Road {
        self.desk.state.store.read_waiting(|conn| outgoing::road(conn, "mail")).unwrap()
    }
}
