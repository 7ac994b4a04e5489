//! What a site chooses to hand over, to whom. Everything is off until it stands in the configuration.

use crate::entry::{Body, Booking, SpreekuurId};
use serde::Deserialize;

/// What a site can let go to another system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// A question.
    Question,
    /// A worry about somebody.
    Worry,
    /// An offer for the neighbourhood.
    Offering,
    /// Somebody who wants an appointment, and whom the kiosk could give no time.
    Wish,
}

impl Sort {
    /// Of what a resident left; none where it never leaves the desk.
    pub fn of(body: &Body) -> Option<Self> {
        match body {
            Body::Question(_) => Some(Sort::Question),
            Body::Worry(_) => Some(Sort::Worry),
            Body::Offering(_) => Some(Sort::Offering),
            Body::Booking(Booking { time: None, .. }) => Some(Sort::Wish),
            Body::Booking(_) | Body::Change(_) | Body::Cancel(_) => None,
            Body::Call(_) | Body::CheckIn(_) | Body::Rating(_) => None,
        }
    }
}

fn cards() -> Vec<Sort> {
    vec![Sort::Question, Sort::Worry, Sort::Offering]
}

/// What goes along beside teken, contact and link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What somebody wrote in own words.
    pub words: bool,
    /// What it is about.
    pub topic: bool,
}

/// The section `[connect]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectConfig {
    /// Where staff reach the pages, as the start of a link to a card: `https://inloop.example.nl`.
    pub pages: Option<String>,
    /// Copying, exporting and ticking off by workers.
    pub by_hand: Option<ByHandConfig>,
    /// The team's own system, told by a signed request.
    pub webhook: Option<WebhookConfig>,
    /// The municipality's contact register.
    pub open_klant: Option<OpenKlantConfig>,
    /// Calendars of hosts, each of one spreekuur.
    #[serde(default)]
    pub caldav: Vec<CaldavConfig>,
    /// Mail to the team, to mailboxes of spreekuren, and to residents.
    pub mail: Option<super::mail::config::MailConfig>,
}

/// A section `[[connect.caldav]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaldavConfig {
    /// Whose times: the number in the address of its page.
    pub spreekuur: SpreekuurId,
    /// The collection.
    pub url: String,
    /// Who the desk is there.
    pub user: String,
    /// The file of the password in the keys folder.
    pub secret: String,
    /// A proxy of the building, `http://host:port`.
    pub proxy: Option<String>,
    /// The file, in the keys folder, of an authority of the municipality's own that vouches for it.
    pub authority: Option<String>,
}

/// The section `[connect.by_hand]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByHandConfig {
    /// Who reads what arrives there, as residents know them.
    pub reader: String,
    /// See [`Choice`].
    #[serde(default)]
    pub words: bool,
    /// See [`Choice`].
    #[serde(default)]
    pub topic: bool,
}

/// The section `[connect.webhook]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookConfig {
    /// Where requests go.
    pub url: String,
    /// Who reads what arrives there, as residents know them.
    pub reader: String,
    /// What goes there.
    #[serde(default = "cards")]
    pub send: Vec<Sort>,
    /// See [`Choice`].
    #[serde(default)]
    pub words: bool,
    /// See [`Choice`].
    #[serde(default)]
    pub topic: bool,
    /// A proxy of the building, `http://host:port`.
    pub proxy: Option<String>,
    /// The file, in the keys folder, of an authority of the municipality's own that vouches for it.
    pub authority: Option<String>,
}

/// The section `[connect.open_klant]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenKlantConfig {
    /// The start of the Klantinteracties API: `https://example.nl/klantinteracties/api/v1`.
    pub url: String,
    /// Who reads what arrives there, as residents know them.
    pub reader: String,
    /// The uuid of the team's actor.
    pub actor: uuid::Uuid,
    /// The exact name of that actor: it is held against it, so that no other team is given what residents leave here.
    pub team: String,
    /// What goes there.
    #[serde(default = "cards")]
    pub send: Vec<Sort>,
    /// See [`Choice`].
    #[serde(default)]
    pub words: bool,
    /// See [`Choice`].
    #[serde(default)]
    pub topic: bool,
    /// A proxy of the building, `http://host:port`.
    pub proxy: Option<String>,
    /// The file, in the keys folder, of an authority of the municipality's own that vouches for it.
    pub authority: Option<String>,
}

impl ConnectConfig {
    /// What is turned on: its name, who reads there, what goes there and what goes along. Nothing goes by itself by hand.
    pub fn on(&self) -> Vec<On<'_>> {
        let mut on = Vec::new();
        if let Some(own) = &self.by_hand {
            on.push(On { name: super::BY_HAND, reader: &own.reader, send: &[], choice: own.choice() });
        }
        if let Some(own) = &self.open_klant {
            on.push(On { name: super::OPEN_KLANT, reader: &own.reader, send: &own.send, choice: own.choice() });
        }
        if let Some(own) = &self.webhook {
            on.push(On { name: super::WEBHOOK, reader: &own.reader, send: &own.send, choice: own.choice() });
        }
        on
    }

    /// The link to a page of the desk, beginning with a slash.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.pages.as_deref().unwrap_or_default().trim_end_matches('/'))
    }

    /// What is wrong with it: the key, and why. `readers` are those that the site names itself.
    pub fn wrong(&self, readers: &[String]) -> Option<(&'static str, String)> {
        let linked = self.pages.as_deref().is_some_and(|pages| super::line::address(pages).is_some());
        let mail = self.mail.as_ref().and_then(|own| own.wrong(linked));
        if let Some(wrong) = self.wrong_calendar().or(mail) {
            return Some(wrong);
        }
        let on = self.on();
        if on.is_empty() {
            return None;
        }
        if on.iter().any(|one| one.reader.trim().is_empty()) {
            return Some(("connect", "a connector needs a reader: who reads there, as residents know them".into()));
        }
        if readers.is_empty() {
            let why = "others read along now, so \"Ons team leest dit.\" is not all: name the team here, as residents know it";
            return Some(("site.readers", why.into()));
        }
        if self.pages.as_deref().is_none_or(|pages| super::line::address(pages).is_none()) {
            return Some(("connect.pages", "the address of the staff pages, beginning with https://".into()));
        }
        let urls = [("connect.webhook.url", self.webhook.as_ref().map(|own| &own.url))];
        let urls = urls.into_iter().chain([("connect.open_klant.url", self.open_klant.as_ref().map(|own| &own.url))]);
        for (key, url) in urls {
            if url.is_some_and(|url| super::line::address(url).is_none()) {
                return Some((key, "an address beginning with https://; http:// only for this machine itself".into()));
            }
        }
        let files = [
            ("connect.webhook.authority", self.webhook.as_ref().and_then(|own| own.authority.as_deref())),
            ("connect.open_klant.authority", self.open_klant.as_ref().and_then(|own| own.authority.as_deref())),
        ];
        if let Some((key, _)) = files.into_iter().find(|(_, file)| file.is_some_and(|file| !is_file(file))) {
            return Some((key, "the name of a file in the keys folder".into()));
        }
        let team = self.open_klant.as_ref().map(|own| own.team.trim());
        (team == Some("")).then(|| ("connect.open_klant.team", "the exact name of the team's actor".into()))
    }

    fn wrong_calendar(&self) -> Option<(&'static str, String)> {
        let key = "connect.caldav";
        for (place, own) in self.caldav.iter().enumerate() {
            if super::line::address(&own.url).is_none() {
                return Some((key, "an address beginning with https://; http:// only for this machine itself".into()));
            }
            if !is_file(&own.secret) || own.authority.as_deref().is_some_and(|file| !is_file(file)) {
                return Some((key, "secret and authority are names of files in the keys folder".into()));
            }
            if own.user.contains(':') || own.user.chars().any(char::is_control) {
                return Some((key, "user is a name without a colon".into()));
            }
            let earlier = || self.caldav.iter().take(place);
            if earlier().any(|other| other.spreekuur == own.spreekuur) {
                return Some((key, format!("spreekuur {} has two calendars", own.spreekuur.get())));
            }
        }
        None
    }
}

/// Whether it names a file beside the others, and no other place.
pub(super) fn is_file(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}

/// One system that is turned on.
#[derive(Clone, Copy, Debug)]
pub struct On<'a> {
    /// Its name in the store.
    pub name: &'static str,
    /// Who reads there.
    pub reader: &'a str,
    /// What goes there by itself.
    pub send: &'a [Sort],
    /// What goes along.
    pub choice: Choice,
}

macro_rules! choice {
    ($($name:ident),+) => {
        $(impl $name {
            /// What goes along.
            pub fn choice(&self) -> Choice {
                Choice { words: self.words, topic: self.topic }
            }
        })+
    };
}
choice!(ByHandConfig, WebhookConfig, OpenKlantConfig);

macro_rules! road {
    ($($name:ident),+) => {
        $(impl $name {
            /// How it is reached; its files are in the folder `keys`.
            pub(super) fn road(&self, keys: &std::path::Path) -> super::line::Road<'_> {
                super::line::Road { proxy: self.proxy.as_deref(), authority: self.authority.as_ref().map(|name| keys.join(name)) }
            }
        })+
    };
}
road!(WebhookConfig, OpenKlantConfig, CaldavConfig);
