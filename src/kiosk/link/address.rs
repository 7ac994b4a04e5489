//! Where the desk is.

use std::fmt;
use std::str::FromStr;

/// The desk's address: `https://` with a name or number, and perhaps a port. Nothing else, because the path is signed as the
/// desk sees it.
#[derive(Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct DeskUrl(reqwest::Url);

/// Why a text is no address of a desk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDeskUrl {
    /// No address at all.
    #[error("{0:?} is no address; it looks like https://desk.example.nl")]
    NotAnAddress(String),
    /// Not encrypted.
    #[error("{0:?} does not begin with https://; nothing is sent in the clear")]
    NotHttps(String),
    /// With a path, a query or a login.
    #[error("{0:?} has more than a name and a port; it looks like https://desk.example.nl:8443")]
    TooMuch(String),
}

impl DeskUrl {
    /// The full address of one call; `path` begins with `/`.
    pub(super) fn join(&self, path: &str) -> String {
        format!("{}{path}", self.text())
    }

    fn text(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }
}

impl FromStr for DeskUrl {
    type Err = BadDeskUrl;
    fn from_str(text: &str) -> Result<Self, BadDeskUrl> {
        let said = || text.chars().take(100).collect::<String>();
        let url = reqwest::Url::parse(text.trim()).map_err(|_| BadDeskUrl::NotAnAddress(said()))?;
        if url.scheme() != "https" {
            return Err(BadDeskUrl::NotHttps(said()));
        }
        let bare = matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if bare { Ok(DeskUrl(url)) } else { Err(BadDeskUrl::TooMuch(said())) }
    }
}

impl fmt::Display for DeskUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl fmt::Debug for DeskUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeskUrl({self})")
    }
}

impl TryFrom<String> for DeskUrl {
    type Error = BadDeskUrl;
    fn try_from(text: String) -> Result<Self, BadDeskUrl> {
        text.parse()
    }
}

impl From<DeskUrl> for String {
    fn from(url: DeskUrl) -> String {
        url.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_name_and_a_port_and_encrypted() {
        let url: DeskUrl = "https://desk.example.nl:8443/".parse().unwrap();
        assert_eq!(url.to_string(), "https://desk.example.nl:8443");
        assert_eq!(url.join("/api"), "https://desk.example.nl:8443/api");
        assert!(matches!("http://desk.example.nl".parse::<DeskUrl>(), Err(BadDeskUrl::NotHttps(_))));
        for more in ["https://a.nl/desk", "https://a.nl/?q", "https://me@a.nl", "https://me:pw@a.nl", "https://a.nl/#x"] {
            assert!(matches!(more.parse::<DeskUrl>(), Err(BadDeskUrl::TooMuch(_))), "{more}");
        }
        for none in ["", "desk.example.nl", "https://", "https:///x y"] {
            assert!(none.parse::<DeskUrl>().is_err(), "{none}");
        }
    }
}
