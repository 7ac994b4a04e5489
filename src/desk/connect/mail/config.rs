//! The section `[connect.mail]`.

use crate::entry::{EmailAddress, SpreekuurId};
use serde::Deserialize;

/// How the connection is kept private.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// Asked for in the clear, and nothing is sent where it is not given: port 587.
    #[default]
    Starttls,
    /// From the first byte: port 465.
    Tls,
    /// Not at all: only to this machine itself.
    None,
}

fn submission() -> u16 {
    587
}

fn yes() -> bool {
    true
}

/// The section.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// The server that takes mail.
    pub host: String,
    /// Its port.
    #[serde(default = "submission")]
    pub port: u16,
    /// See [`Tls`].
    #[serde(default)]
    pub tls: Tls,
    /// The file, in the keys folder, of an authority of the municipality's own that vouches for it.
    pub authority: Option<String>,
    /// Who the desk is there; none where it lets the desk in by its address.
    pub user: Option<String>,
    /// The file of the password in the keys folder.
    pub secret: Option<String>,
    /// Whom mail is from.
    pub from: String,
    /// Who hears of new cards.
    pub cards: Option<String>,
    /// Whether residents who left an address and asked for it are sent word of their appointment.
    #[serde(default = "yes")]
    pub confirmations: bool,
    /// Mailboxes whose calendars take invitations.
    #[serde(default)]
    pub invitations: Vec<InvitationsConfig>,
}

/// A section `[[connect.mail.invitations]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvitationsConfig {
    /// Whose appointments: the number in the address of its page.
    pub spreekuur: SpreekuurId,
    /// The mailbox.
    pub to: String,
}

impl MailConfig {
    /// What is wrong with it. `linked`: the desk knows the address of its pages.
    pub(in crate::desk::connect) fn wrong(&self, linked: bool) -> Option<(&'static str, String)> {
        let name = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b));
        if !name(&self.host) {
            return Some(("connect.mail.host", "the name of the server alone".into()));
        }
        let here = matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if self.tls == Tls::None && !here {
            return Some((
                "connect.mail.tls",
                "\"none\" is only for this machine itself: passwords and addresses go along".into(),
            ));
        }
        if self.user.is_some() != self.secret.is_some() {
            return Some(("connect.mail.user", "a user and the file of its secret go together".into()));
        }
        let files = self.secret.iter().chain(&self.authority);
        if files.into_iter().any(|file| !super::super::config::is_file(file)) {
            return Some(("connect.mail.secret", "the name of a file in the keys folder".into()));
        }
        let boxes = self.invitations.iter().map(|own| ("connect.mail.invitations", &own.to));
        let own = [("connect.mail.from", &self.from)].into_iter();
        for (key, address) in own.chain(self.cards.iter().map(|to| ("connect.mail.cards", to))).chain(boxes) {
            if !EmailAddress::parse(address).is_ok_and(|parsed| parsed.reveal() == address) {
                return Some((key, "one e-mail address, without a name".into()));
            }
        }
        for (place, one) in self.invitations.iter().enumerate() {
            if self.invitations.iter().take(place).any(|other| other.spreekuur == one.spreekuur) {
                return Some(("connect.mail.invitations", format!("spreekuur {} has two mailboxes", one.spreekuur.get())));
            }
        }
        (self.cards.is_some() && !linked)
            .then(|| ("connect.pages", "the address of the staff pages, beginning with https://".into()))
    }
}
