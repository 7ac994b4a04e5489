//! The desk's configuration: one TOML file; a key that is not known is refused.

use super::connect::ConnectConfig;
use super::store::retention::DAYS;
use crate::entry::{Language, Topic};
use crate::wire::{Helper, OpeningHours};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The commented sample that `inloop-desk default-config` prints.
pub const SAMPLE: &str = include_str!("inloop-desk.toml");

/// The ways of contact a site can offer: the words of `entry::Contact`.
pub(in crate::desk) const WAYS: [&str; 6] = ["call", "sms", "email", "visit-us", "visit-home", "wait"];

/// The ways by which word of an appointment can be sent: those of [`WAYS`] by which something can be.
pub(in crate::desk) const MESSAGES: [&str; 2] = ["sms", "email"];

/// Everything the desk is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The folder for everything the desk keeps.
    pub data: PathBuf,
    /// The folder `inloop-desk keygen` filled: not inside `data`, so that no backup of the one holds the other.
    pub keys: PathBuf,
    /// What the first post of a new desk is; from its first start on the page Posten has it, but for `readers`.
    pub site: SiteConfig,
    /// How staff reach the pages.
    pub staff: StaffConfig,
    /// How kiosks reach the desk.
    pub kiosks: KiosksConfig,
    /// How long things are kept.
    #[serde(default)]
    pub retention: RetentionConfig,
    /// What goes to other systems; nothing where nothing is said.
    #[serde(default)]
    pub connect: ConnectConfig,
}

/// How long things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionConfig {
    /// Days after its end at which everything about a question, worry, offer or appointment is erased: what a new desk begins with.
    pub closed_days: u16,
}

impl Default for RetentionConfig {
    fn default() -> Self {
        // What the glass promises where nobody chose.
        RetentionConfig { closed_days: 30 }
    }
}

fn every_topic() -> Vec<Topic> {
    Topic::ALL.to_vec()
}

/// Letters of a post's name: it stands over its glass and over the staff pages.
pub(in crate::desk) const SITE_NAME: usize = 60;
/// Letters of its telephone number, as people write it.
pub(in crate::desk) const SITE_PHONE: usize = 30;
/// Lines of opening hours: four for each day are more than any post has.
pub(in crate::desk) const MOST_HOURS: usize = 28;
/// Languages of a glass: two pages of its menu.
pub(in crate::desk) const MOST_LANGUAGES: usize = 24;

/// How many of the *koppelkaart* a resident looks through on a glass: two pages of tiles.
pub(in crate::desk) const MOST_HELPERS: usize = 12;
/// Letters of a name: it stands on a tile.
pub(in crate::desk) const HELPER_NAME: usize = 40;
/// What one of them offers, in lines that stand on one screen with place and phone.
pub(in crate::desk) const MOST_HELPER_LINES: usize = 4;
/// Letters of such a line.
pub(in crate::desk) const HELPER_LINE: usize = 60;
/// Letters of an address: a longer one makes a code that phones read badly.
pub(in crate::desk) const HELPER_PAGE: usize = 120;

/// What the post is.
#[derive(Clone, Debug, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// Its name, as residents know it.
    pub name: String,
    /// The number to call when nobody comes.
    pub phone: Option<String>,
    /// When it is open.
    #[serde(default)]
    pub hours: Vec<Hours>,
    /// The organisations whose people read what is left; empty where only the team does.
    #[serde(default)]
    pub readers: Vec<String>,
    /// The ways of contact that somebody here performs.
    pub contact: Vec<String>,
    /// What a question on the glass may be about; *Iets anders* always stays.
    #[serde(default = "every_topic")]
    pub topics: Vec<Topic>,
    /// The ways by which somebody here sends word of an appointment.
    #[serde(default)]
    pub messages: Vec<String>,
    /// Who can help residents here: the *koppelkaart*.
    #[serde(default)]
    pub helpers: Vec<Helper>,
    /// The languages of the glass, in the order of the menu.
    pub languages: Vec<Language>,
}

/// One line of opening hours.
#[derive(Clone, Debug, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// "09:00".
    pub from: TimeOfDay,
    /// "17:00".
    pub until: TimeOfDay,
}

/// A time of day in minutes after midnight, written "09:00".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

impl TryFrom<String> for TimeOfDay {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let two = |part: &str| (part.len() == 2).then(|| part.parse::<u16>().ok()).flatten();
        let parsed = text.split_once(':').and_then(|(hour, minute)| Some((two(hour)?, two(minute)?)));
        match parsed {
            Some((hour, minute)) if minute < 60 && hour * 60 + minute <= 24 * 60 => Ok(TimeOfDay(hour * 60 + minute)),
            _ => Err(format!("{text:?} is not a time of day like \"09:00\"")),
        }
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> String {
        format!("{:02}:{:02}", time.0 / 60, time.0 % 60)
    }
}

/// How staff reach the pages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffConfig {
    /// Where the pages listen: plain HTTP on this machine's own address, with the desk's certificate on any other.
    pub listen: SocketAddr,
    /// The names staff type; besides them only this machine's own are answered.
    #[serde(default)]
    pub names: Vec<String>,
    /// Where in the house residents are called to; besides them there is the desk itself.
    #[serde(default)]
    pub rooms: Vec<String>,
    /// Whether everybody has to log in by two steps.
    #[serde(default)]
    pub two_factor: TwoFactor,
}

/// Whether everybody has to log in by two steps: a password, and a code from a device of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TwoFactor {
    /// Whoever wants.
    #[default]
    Optional,
    /// Everybody: whoever does not yet is asked to turn it on, and sees nothing else.
    Required,
}

/// How kiosks reach the desk.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KiosksConfig {
    /// Where the kiosk calls listen, always with TLS.
    pub listen: SocketAddr,
    /// The names and addresses kiosks use; `keygen` puts them into the certificate.
    #[serde(default)]
    pub names: Vec<String>,
    /// True where the certificate in the keys folder is a public authority's: kiosks then ask the authorities, and no
    /// certificate is pinned at enrolment.
    #[serde(default)]
    pub public_certificate: bool,
}

/// Why there is no configuration. Each is one sentence that says where.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration {} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not TOML, a key that is not known, or a value that does not fit; names the line.
    #[error("the configuration is not right: {0}")]
    Wrong(String),
    /// A value that cannot be.
    #[error("the configuration is not right: {key}: {why}")]
    Value {
        /// Which key.
        key: &'static str,
        /// Why not.
        why: String,
    },
}

impl Config {
    /// Reads the file. Relative folders in it are beside it.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        let mut config = Config::parse(&text)?;
        let beside = path.parent().unwrap_or(Path::new(""));
        config.data = beside.join(&config.data);
        config.keys = beside.join(&config.keys);
        Ok(config)
    }

    /// From the text of such a file.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Config = toml::from_str(text).map_err(|error| ConfigError::Wrong(error.to_string().trim_end().to_owned()))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let wrong = |key, why: String| Err(ConfigError::Value { key, why });
        if self.keys.starts_with(&self.data) {
            return wrong("keys", "the keys lie inside the data folder, and would travel with its copies".into());
        }
        if !DAYS.contains(&self.retention.closed_days) {
            let why = format!("days of keeping go from {} to {}", DAYS.start(), DAYS.end());
            return wrong("retention.closed_days", why);
        }
        if let Some((key, why)) = self.connect.wrong(&self.site.readers) {
            return wrong(key, why);
        }
        self.site.check()
    }

    /// The site as kiosks and pages are told it: whoever reads in another system reads too, and the glass says so.
    pub fn told_site(&self) -> SiteConfig {
        let mut site = self.site.clone();
        for on in self.connect.on() {
            if !site.readers.iter().any(|reader| reader == on.reader) {
                site.readers.push(on.reader.to_owned());
            }
        }
        site
    }
}

impl SiteConfig {
    /// Whether a glass can show it.
    ///
    /// # Errors
    /// [`ConfigError::Value`], with the first key that cannot be.
    pub(in crate::desk) fn check(&self) -> Result<(), ConfigError> {
        let wrong = |key, why: String| Err(ConfigError::Value { key, why });
        if self.name.trim().is_empty() {
            return wrong("site.name", "the post has no name".into());
        }
        if self.name.chars().count() > SITE_NAME {
            return wrong("site.name", format!("a name has at most {SITE_NAME} letters"));
        }
        if self.phone.as_ref().is_some_and(|phone| !is_phone(phone)) {
            return wrong(
                "site.phone",
                format!("a number has at most {SITE_PHONE} digits and spaces; leave it out where there is none"),
            );
        }
        if let Some(way) = self.contact.iter().find(|way| !WAYS.contains(&way.as_str())) {
            return wrong("site.contact", format!("{way:?} is none of {WAYS:?}"));
        }
        if let Some(way) = self.messages.iter().find(|way| !MESSAGES.contains(&way.as_str())) {
            return wrong("site.messages", format!("{way:?} is none of {MESSAGES:?}"));
        }
        if self.topics.iter().all(|topic| *topic == Topic::Else) {
            return wrong("site.topics", "a question with one answer is none: name one topic at least beside \"else\"".into());
        }
        if let Some(why) = too_much_help(&self.helpers) {
            return wrong("site.helpers", why);
        }
        if self.languages.is_empty() {
            return wrong("site.languages", "the glass needs a language".into());
        }
        if self.languages.len() > MOST_LANGUAGES {
            return wrong("site.languages", format!("a menu has at most {MOST_LANGUAGES}"));
        }
        if self.hours.len() > MOST_HOURS {
            return wrong("site.hours", format!("at most {MOST_HOURS} lines"));
        }
        if let Some(hours) = self.hours.iter().find(|hours| !(1..=7).contains(&hours.weekday) || hours.from >= hours.until) {
            return wrong("site.hours", format!("{hours:?} is no day of the week with an opening before its closing"));
        }
        Ok(())
    }

    /// The opening hours as kiosks are told them.
    pub fn opening_hours(&self) -> Vec<OpeningHours> {
        let line = |hours: &Hours| OpeningHours { weekday: hours.weekday, from: hours.from.0, until: hours.until.0 };
        self.hours.iter().map(line).collect()
    }
}

/// As people write a telephone number, also a short one.
fn is_phone(text: &str) -> bool {
    let written = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')');
    text.chars().count() <= SITE_PHONE && text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(written)
}

/// What of somebody on the *koppelkaart* a glass cannot show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) enum HelperFault {
    /// The name.
    Name,
    /// What they offer.
    Offers,
    /// Where they are.
    Place,
    /// Their number.
    Phone,
    /// The address of their page.
    Page,
}

/// The first thing of a helper that cannot be shown.
pub(in crate::desk) fn helper_fault(helper: &Helper) -> Option<HelperFault> {
    let long = |text: &str, most: usize| text.trim().is_empty() || text.chars().count() > most;
    let line = |text: &String| long(text, HELPER_LINE);
    let page = |page: &String| !page.starts_with("https://") || long(page, HELPER_PAGE);
    [
        (long(&helper.name, HELPER_NAME), HelperFault::Name),
        (helper.offers.len() > MOST_HELPER_LINES || helper.offers.iter().any(line), HelperFault::Offers),
        (helper.place.as_ref().is_some_and(line), HelperFault::Place),
        (helper.phone.as_ref().is_some_and(line), HelperFault::Phone),
        (helper.page.as_ref().is_some_and(page), HelperFault::Page),
    ]
    .into_iter()
    .find_map(|(wrong, fault)| wrong.then_some(fault))
}

/// Why the glass cannot show these, by the one that is too much.
fn too_much_help(helpers: &[Helper]) -> Option<String> {
    if helpers.len() > MOST_HELPERS {
        return Some(format!("{} are more than the {MOST_HELPERS} that a resident looks through", helpers.len()));
    }
    helpers.iter().find_map(|helper| {
        let why = match helper_fault(helper)? {
            HelperFault::Name => format!("a name has 1 to {HELPER_NAME} letters"),
            HelperFault::Offers | HelperFault::Place | HelperFault::Phone => {
                format!("at most {MOST_HELPER_LINES} offers, and each line has 1 to {HELPER_LINE} letters")
            }
            HelperFault::Page => {
                format!("a page begins with https:// and has at most {HELPER_PAGE} letters, to be read as a code")
            }
        };
        Some(format!("{:?}: {why}", helper.name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_a_configuration() {
        let config = Config::parse(SAMPLE).unwrap();
        assert_eq!(config.site.opening_hours()[0], OpeningHours { weekday: 1, from: 9 * 60, until: 17 * 60 });
        assert!(config.staff.listen.ip().is_loopback());
    }

    #[test]
    fn a_site_leaves_topics_out_and_names_none_that_there_is_not() {
        let topics = |said: &str| Config::parse(&SAMPLE.replacen("messages = []", &format!("messages = []\n{said}"), 1));
        assert_eq!(topics("").unwrap().site.topics, Topic::ALL);
        assert_eq!(topics("topics = [\"work\", \"money\"]").unwrap().site.topics, [Topic::Work, Topic::Money]);
        assert!(topics("topics = [\"moon\"]").unwrap_err().to_string().contains("moon"));
        for none in ["topics = []", "topics = [\"else\"]"] {
            assert!(topics(none).unwrap_err().to_string().contains("site.topics"), "{none}");
        }
    }

    #[test]
    fn every_section_of_another_system_in_the_sample_can_be_turned_on() {
        let (before, sections) = SAMPLE.split_once("# [connect]").unwrap();
        let is_code =
            |line: &str| line.starts_with("# [") || line.split_once(" = ").is_some_and(|(key, _)| !key[2..].contains(' '));
        let turned_on: Vec<&str> =
            sections.lines().map(|line| if line.starts_with("# ") && is_code(line) { &line[2..] } else { line }).collect();
        let named = before.replacen("readers = []", "readers = [\"Het wijkteam\"]", 1);
        let config = Config::parse(&format!("{named}[connect]{}", turned_on.join("\n"))).unwrap();
        assert_eq!(config.connect.on().len(), 3);
        assert!(config.connect.on().iter().all(|on| !on.choice.words && !on.choice.topic), "no more than asked for");
        assert_eq!(config.told_site().readers, ["Het wijkteam", "Welzijn Centrum", "de gemeente"]);
        assert!(config.connect.caldav.len() == 1 && config.connect.mail.is_some_and(|mail| mail.invitations.len() == 1));
    }

    #[test]
    fn the_connection_that_the_readme_shows_is_a_configuration() {
        let block = include_str!("../../README.md").split("```toml\n[connect]").nth(1).unwrap().split("```").next().unwrap();
        let named = SAMPLE.replacen("readers = []", "readers = [\"Het wijkteam\"]", 1);
        let config = Config::parse(&format!("{named}\n[connect]{block}")).unwrap();
        assert_eq!(config.connect.on().len(), 1);
        for (start, key) in [("[[connect.caldav]]", "caldav"), ("[connect.mail]", "mail")] {
            let block = include_str!("../../README.md").split(&format!("```toml\n{start}")).nth(1).unwrap();
            let block = block.split("```").next().unwrap();
            let pages = "[connect]\npages = \"https://inloop.example.nl\"";
            assert!(Config::parse(&format!("{SAMPLE}\n{pages}\n{start}{block}")).is_ok(), "{key}");
        }
    }

    #[test]
    fn a_calendar_or_a_mail_server_that_cannot_be_is_refused_by_name() {
        let calendar = |change: (&str, &str)| {
            let own = "[[connect.caldav]]\nspreekuur = 1\nurl = \"https://a.nl/x/\"\nuser = \"inloop\"\nsecret = \"a.secret\"\n";
            Config::parse(&format!("{SAMPLE}\n{}", own.replacen(change.0, change.1, 1))).map(drop)
        };
        assert!(calendar(("", "")).is_ok());
        for change in [("https", "http"), ("a.secret", "../a"), ("inloop", "in:loop"), ("spreekuur = 1", "spreekuur = 0")] {
            assert!(calendar(change).unwrap_err().to_string().contains("connect") || change.0.contains('1'), "{change:?}");
        }
        let mail = |own: &str| {
            let text = format!("{SAMPLE}\n[connect.mail]\nhost = \"mail.a.nl\"\nfrom = \"a@b.nl\"\n{own}\n");
            Config::parse(&text).map(drop)
        };
        assert!(mail("").is_ok());
        for own in ["tls = \"none\"", "user = \"x\"", "cards = \"c@d.nl\"", "cards = \"Ans <c@d.nl>\"", "secret = \"/etc/x\""] {
            assert!(mail(own).unwrap_err().to_string().contains("connect."), "{own}");
        }
    }

    #[test]
    fn a_key_that_is_not_known_is_refused_by_name_and_line() {
        let text = SAMPLE.replace("[staff]", "[staff]\nlisten_adress = 1");
        let line = 1 + text.lines().position(|line| line.starts_with("listen_adress")).unwrap();
        let refused = Config::parse(&text).unwrap_err().to_string();
        assert!(refused.contains("listen_adress"), "{refused}");
        assert!(refused.contains(&format!("line {line},")), "{refused}");
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        for (right, wrong, key) in [
            ("contact = [\"call\"", "contact = [\"fax\"", "site.contact"),
            ("phone = \"0320 123456\"", "phone = \"bel ons\"", "site.phone"),
            ("languages = [\"nl\", \"en\"]", "languages = []", "site.languages"),
            ("messages = []", "messages = [\"call\"]", "site.messages"),
            ("from = \"09:00\"", "from = \"18:00\"", "site.hours"),
            ("messages = []", "helpers = [{ name = \"\" }]", "site.helpers"),
            ("messages = []", "helpers = [{ name = \"Ans\", page = \"ftp://x\" }]", "site.helpers"),
            ("messages = []", "helpers = [{ name = \"Ans\", offers = [\"a\", \"b\", \"c\", \"d\", \"e\"] }]", "site.helpers"),
            ("closed_days = 30", "closed_days = 0", "retention.closed_days"),
            ("closed_days = 30", "closed_days = 366", "retention.closed_days"),
            ("languages = [\"nl\"", "languages = [\"Nederlands\"", "languages"),
            ("from = \"09:00\"", "from = \"9 uur\"", "from"),
        ] {
            assert!(SAMPLE.contains(right), "{right}");
            let refused = Config::parse(&SAMPLE.replacen(right, wrong, 1)).unwrap_err().to_string();
            assert!(refused.contains(key), "{refused}");
        }
    }

    #[test]
    fn keys_inside_the_data_folder_are_refused() {
        let text = SAMPLE.replace("keys = \"keys\"", "keys = \"data/keys\"");
        assert!(matches!(Config::parse(&text), Err(ConfigError::Value { key: "keys", .. })));
    }
}
