//! Mail (SMTP): new cards for the team, invitations for the mailbox of a spreekuur, word of an appointment for a resident.
//!
//! 1. What is to be said follows from the store ([`crate::desk::store::mail`]); texts and addresses are opened at the moment of
//!    sending, and stand in no queue and no log.
//! 2. At least once: where the answer to a mail is lost it is sent again, with the same `Message-ID`. Mail has nothing better.
//! 3. A server that does not offer the TLS that was asked for is sent nothing.
//! 4. What is refused is set apart; word to a resident then stands on the list for workers again.

pub mod config;
mod letters;

use super::runner::{LOOK_EVERY, TRIES, Turn};
use super::way::Way;
use super::{ConnectConfig, Done, Halt, NoConnector, Trouble, Why, secrets};
use crate::desk::DeskState;
use crate::desk::given::Given;
use crate::desk::messages as texts;
use crate::desk::state::NotShown;
use crate::desk::store::mail::{self, Kind, MAIL, Out, Wants, read_says};
use crate::desk::store::{News, Store, StoreError, messages, spreekuren};
use crate::entry::Contact;
use chrono::DateTime;
use config::{MailConfig, Tls};
use letters::{NotWritten, mailbox};
use lettre::message::Mailbox;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls as Wire, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message as Letter, Tokio1Executor};
use std::path::Path;
use std::time::Duration;

/// One command with its answer; a mail takes about eight, well within [`super::HELD_FOR`].
const COMMAND_WITHIN: Duration = Duration::from_secs(20);

/// Where the link in a mail about new cards leads.
const PAGE: &str = "/vandaag";

/// The codes by which a server says that it does not know us (RFC 4954).
const LETS_NOBODY_IN: [u16; 4] = [530, 534, 535, 538];

/// Sends mail.
pub struct Mailman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    config: MailConfig,
    from: Mailbox,
    checked: bool,
}

impl std::fmt::Debug for Mailman {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Mailman").field(&self.config.host).finish()
    }
}

/// Why there is no mail.
#[derive(Debug, thiserror::Error)]
pub enum NoMail {
    /// TLS, or the file of the authority.
    #[error("TLS for mail could not be set up: is the file of the authority a certificate in PEM?")]
    Tls(#[source] SmtpError),
    /// The sender.
    #[error("mail cannot be sent from this address")]
    From,
}

impl Mailman {
    /// As configured, with the password from the folder `keys`; none where mail is off.
    ///
    /// # Errors
    /// [`NoConnector`].
    pub fn new(config: &ConnectConfig, keys: &Path) -> Result<Option<Self>, NoConnector> {
        let Some(config) = config.mail.clone() else { return Ok(None) };
        let from = mailbox(&config.from).map_err(|_| NoMail::From)?;
        let wire = match config.tls {
            Tls::None => Wire::None,
            Tls::Starttls => Wire::Required(parameters(&config, keys)?),
            Tls::Tls => Wire::Wrapper(parameters(&config, keys)?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port)
            .tls(wire)
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(COMMAND_WITHIN));
        if let Some((user, secret)) = config.user.as_ref().zip(config.secret.as_ref()) {
            let secret = secrets::read(keys, secret)?;
            builder = builder.credentials(Credentials::new(user.clone(), secret.0.to_string()));
        }
        Ok(Some(Mailman { transport: builder.build(), config, from, checked: false }))
    }

    fn wants(&self) -> Wants {
        let mailboxes = self.config.invitations.iter().map(|own| own.spreekuur).collect();
        Wants { mailboxes, words: self.config.confirmations }
    }

    /// One turn: sees what has to be said, and sends at most one mail. Dropped at any point, it loses nothing.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn turn(&mut self, desk: &DeskState) -> Result<Turn, StoreError> {
        let (now, way, wants) = (desk.now(), Way::new(desk.clone(), MAIL), self.wants());
        desk.store.write(News::Silent, move |conn| mail::plan(conn, &wants, now)).await?;
        let road = way.road().await?;
        if let Some(until) = road.closed_until(now) {
            return Ok(Turn::Closed(until));
        }
        if !self.checked || road.paused.is_some() {
            match self.check().await {
                Ok(()) => {
                    self.checked = true;
                    way.open(&road).await?;
                }
                Err(Halt::Refused(why) | Halt::Paused(why)) => return way.pause(&road, &why).await.map(Turn::Closed),
                Err(Halt::Later(trouble)) => return way.close(&road, &trouble).await.map(Turn::Closed),
                Err(Halt::Gone) => {}
            }
        }
        let Some(out) = desk.store.write(News::Silent, move |conn| mail::take(conn, now)).await? else {
            return Ok(Turn::Idle(None));
        };
        let carried = match self.letter(desk, &out).await? {
            Ok(letter) => self.send(letter).await,
            Err(halt) => Err(halt),
        };
        self.write_down(desk, &way, &out, &carried).await?;
        Ok(Turn::Carried(carried.map(|()| Done::default())))
    }

    async fn check(&self) -> Result<(), Halt> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Halt::Later(Trouble { why: Why::Strange(0), after: None, whole: true })),
            Err(error) => Err(whole(halt(&error))),
        }
    }

    async fn send(&self, letter: Letter) -> Result<(), Halt> {
        self.transport.send(letter).await.map(drop).map_err(|error| halt(&error))
    }

    /// Writes what is to be sent, from what is known now.
    async fn letter(&self, desk: &DeskState, out: &Out) -> Result<Result<Letter, Halt>, StoreError> {
        let (now, from) = (desk.clock.stamp().at, &self.from);
        let written = match out.kind {
            Kind::Cards => {
                let Some(to) = &self.config.cards else { return Ok(Err(Halt::Gone)) };
                let link = desk.connect.link(PAGE);
                mailbox(to).and_then(|to| letters::cards(from, to, out, &link, now))
            }
            Kind::Invitation => {
                let Some((_, slot)) = read_says(&out.says) else { return Ok(Err(Halt::Gone)) };
                let boxes = self.config.invitations.iter().find(|own| own.spreekuur == slot.spreekuur());
                // A mailbox that the configuration has no more cannot be told anything.
                let Some(own) = boxes else { return Ok(Err(Halt::Gone)) };
                let found = desk.store.read(move |conn| spreekuren::find(conn, slot.spreekuur())).await?;
                let Some(found) = found else { return Ok(Err(Halt::Gone)) };
                mailbox(&own.to).and_then(|to| letters::invitation(from, to, out, found.minutes, now))
            }
            Kind::Word => match self.word(desk, out).await? {
                Ok(written) => written,
                Err(halt) => return Ok(Err(halt)),
            },
        };
        Ok(written.map_err(|NotWritten| Halt::Refused(Why::Unwritten)))
    }

    async fn word(&self, desk: &DeskState, out: &Out) -> Result<Result<Result<Letter, NotWritten>, Halt>, StoreError> {
        let (Some(id), now) = (out.about, desk.now()) else { return Ok(Err(Halt::Gone)) };
        let Some(due) = desk.store.read(move |conn| messages::find(conn, id, now)).await? else { return Ok(Err(Halt::Gone)) };
        let left = match desk.opened(due.from).await {
            Ok(entry) => entry.and_then(texts::asked_by),
            Err(NotShown::Store(error)) => return Err(error),
            Err(NotShown::Sealed(error)) => {
                tracing::error!(%error, %id, "an appointment does not open");
                return Ok(Err(Halt::Refused(Why::Shut)));
            }
        };
        let Some(left) = left else { return Ok(Err(Halt::Refused(Why::Shut))) };
        let chosen = left.time.map(|time| i64::from(time.slot.minute()));
        let Some((tells, about)) = texts::telling(&due, chosen) else { return Ok(Err(Halt::Gone)) };
        let Some(glass) = desk.glass_says(vec![due.one.language]).await? else { return Ok(Err(Halt::Gone)) };
        let message = texts::write(&glass, due.one.language, tells, about, due.one.teken);
        let Some(Contact::Email { address: Some(address) }) = &left.contact else { return Ok(Err(Halt::Refused(Why::Shut))) };
        let at = DateTime::from_timestamp(now, 0).unwrap_or_default();
        Ok(Ok(mailbox(address.reveal()).and_then(|to| letters::word(&self.from, to, out, &message, at))))
    }

    async fn write_down(&self, desk: &DeskState, way: &Way, out: &Out, carried: &Result<(), Halt>) -> Result<(), StoreError> {
        let (now, kind, row) = (desk.now(), out.kind.word(), out.clone());
        let park = |why: Why| {
            tracing::warn!(kind, %why, "a mail is set apart");
            let row = out.clone();
            desk.store.write(News::Pages, move |conn| mail::park(conn, &row, &why.to_string()))
        };
        match carried {
            Ok(()) => {
                way.open(&way.road().await?).await?;
                desk.store.write(News::Pages, move |conn| mail::done(conn, &row, now)).await?;
                tracing::info!(kind, "a mail was sent");
            }
            Err(Halt::Refused(why)) => park(why.clone()).await?,
            Err(Halt::Later(trouble)) if !trouble.whole && out.tries >= TRIES => park(Why::TooOften).await?,
            Err(Halt::Later(trouble)) => {
                let (next, why) = (now + way.wait(out.tries, trouble.after), trouble.why.to_string());
                desk.store.write(News::Pages, move |conn| mail::later(conn, &row, &why, next)).await?;
                if trouble.whole {
                    way.close(&way.road().await?, trouble).await?;
                }
            }
            Err(Halt::Paused(why)) => {
                let said = why.to_string();
                desk.store.write(News::Silent, move |conn| mail::later(conn, &row, &said, now)).await?;
                way.pause(&way.road().await?, why).await?;
            }
            Err(Halt::Gone) => desk.store.write(News::Silent, move |conn| mail::forget(conn, &row)).await?,
        }
        Ok(())
    }
}

fn parameters(config: &MailConfig, keys: &Path) -> Result<TlsParameters, NoConnector> {
    let mut builder = TlsParameters::builder(config.host.clone());
    if let Some(file) = &config.authority {
        let pem = Given::to_this_service(keys).public(file).map_err(secrets::NoSecret::File)?;
        builder = builder.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(NoMail::Tls)?);
    }
    Ok(builder.certificate_store(CertificateStore::WebpkiRoots).build_rustls().map_err(NoMail::Tls)?)
}

/// What is refused before there is a mail is refused for all.
fn whole(halt: Halt) -> Halt {
    match halt {
        Halt::Refused(why) => Halt::Paused(why),
        Halt::Later(trouble) => Halt::Later(Trouble { whole: true, ..trouble }),
        other => other,
    }
}

/// What follows from an error. Its text may repeat an address, and is not kept.
fn halt(error: &SmtpError) -> Halt {
    let later = |why, whole| Halt::Later(Trouble { why, after: None, whole });
    if let Some(code) = error.status().map(u16::from) {
        return match code {
            421 | 454 => later(Why::Trouble(code), true),
            code if LETS_NOBODY_IN.contains(&code) => Halt::Paused(Why::Token(code)),
            code if error.is_permanent() => Halt::Refused(Why::Refused(code, String::new())),
            code => later(Why::Trouble(code), false),
        };
    }
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = source {
        let inner = one.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if error.is_tls() || one.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return Halt::Paused(Why::Untrusted);
        }
        source = one.source();
    }
    if error.is_client() {
        // The one thing that lettre itself refuses: a server without the TLS, or the way to log in, that was asked for.
        return Halt::Paused(Why::NoTls);
    }
    let slow = error.is_timeout();
    later(if slow { Why::Slow } else { Why::Unreached }, true)
}

/// Mail that was on before and is off now leaves everything to workers.
///
/// # Errors
/// Where the store fails.
pub fn note(mailman: Option<&Mailman>, store: &Store) -> Result<(), StoreError> {
    if mailman.is_none() { store.write_waiting(News::Silent, mail::off) } else { Ok(()) }
}

/// Runs it in a task of its own, until the desk goes down.
pub(in crate::desk) fn start(runtime: &tokio::runtime::Runtime, desk: &DeskState, mailman: Option<Mailman>) {
    let (Some(mut mailman), desk) = (mailman, desk.clone()) else { return };
    runtime.spawn(async move {
        let mut closing = desk.closing.clone();
        loop {
            let turn = tokio::select! {
                turn = mailman.turn(&desk) => turn,
                _ = closing.wait_for(|closing| *closing) => return,
            };
            match turn {
                Ok(Turn::Carried(_)) => continue,
                Ok(Turn::Idle(_) | Turn::Closed(_)) => {}
                Err(error) => tracing::error!(%error, "what has to be mailed could not be read"),
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
        }
    });
}
