//! The line to another system: TLS always checked, nothing followed, every wait and every answer limited.

use super::why::{Why, plain};
use super::{Halt, Trouble};
use crate::desk::given;
use crate::desk::keys::KeyError;
use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Method, Url};
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use serde_json::Value;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Finding the name, the connection and the handshake: three lost packets in a row.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

/// A whole request with its answer: longer than a slow database at the other side takes, short enough that [`super::HELD_FOR`]
/// outlasts ten of them.
const WITHIN: Duration = Duration::from_secs(20);

/// The longest answer that is read, in bytes: a page of 100 contacts of other systems is some 200 KB.
const MAX_ANSWER: usize = 2 * 1024 * 1024;

/// The address, where it may be used: https, or http to this machine itself.
pub fn address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| url.has_host() && url.username().is_empty() && url.password().is_none())?;
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    (url.scheme() == "https" || (url.scheme() == "http" && here)).then_some(url)
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// What it asks to wait.
    pub retry_after: Option<Duration>,
    /// Its body where that is JSON, else null.
    pub json: Value,
}

impl Answer {
    /// True where the other system did what was asked.
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The fields and codes that a refusal names; never the reasons, which may repeat what was sent.
    pub fn named(&self) -> Vec<(String, String)> {
        let text = |param: &Value, key: &str| param.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let params = self.json.get("invalidParams").and_then(Value::as_array);
        params.into_iter().flatten().map(|param| (text(param, "name"), text(param, "code"))).collect()
    }

    /// What follows from an answer that is not good.
    pub fn halt(&self) -> Halt {
        match self.status {
            401 | 403 => Halt::Paused(Why::Token(self.status)),
            404 | 405 | 410 => Halt::Paused(Why::Address(self.status)),
            408 | 425 | 429 => Halt::Later(Trouble { why: Why::Busy, after: self.retry_after, whole: true }),
            503 if self.retry_after.is_some() => Halt::Later(Trouble { why: Why::Busy, after: self.retry_after, whole: true }),
            status @ 500.. => Halt::Later(Trouble { why: Why::Trouble(status), after: self.retry_after, whole: false }),
            status @ 400..500 => {
                let named: Vec<String> = self.named().into_iter().map(|(name, code)| format!("{name}:{code}")).collect();
                Halt::Refused(Why::Refused(status, plain(&named)))
            }
            status => self.strange(status),
        }
    }

    /// An answer that is not what the other system's description says: of somebody in between, perhaps.
    pub fn strange(&self, status: u16) -> Halt {
        Halt::Later(Trouble { why: Why::Strange(status), after: self.retry_after, whole: true })
    }
}

/// What came back, as it came.
#[derive(Debug)]
pub struct Raw {
    /// Its status.
    pub status: u16,
    /// What it asks to wait.
    pub retry_after: Option<Duration>,
    /// Which version of a thing it is about.
    pub etag: Option<String>,
    /// Its body.
    pub bytes: Vec<u8>,
}

impl Raw {
    /// The same, as an answer that is read as JSON.
    pub fn answer(&self) -> Answer {
        let json = serde_json::from_slice(&self.bytes).unwrap_or(Value::Null);
        Answer { status: self.status, retry_after: self.retry_after, json }
    }
}

/// A line to one system.
pub struct Line {
    client: Client,
    base: Url,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Line").field(&self.base.host_str()).finish()
    }
}

/// Why there is no line.
#[derive(Debug, thiserror::Error)]
pub enum NoLine {
    /// The address may not be used.
    #[error("{0:?} is no address that may be used: https, or http to this machine itself")]
    Address(String),
    /// TLS.
    #[error("the connection could not be set up")]
    Tls(#[from] rustls::Error),
    /// The proxy's address, or the operating system.
    #[error("the connection could not be set up")]
    Client(#[from] reqwest::Error),
    /// The file of the authority cannot be read.
    #[error(transparent)]
    File(#[from] KeyError),
    /// It holds no certificate.
    #[error("{} holds no certificate in PEM", .0.display())]
    Authority(PathBuf),
}

/// How a system is reached, beside its address.
#[derive(Clone, Debug, Default)]
pub struct Road<'a> {
    /// A proxy of the building, `http://host:port`.
    pub proxy: Option<&'a str>,
    /// The file of an authority of the site's own that vouches for the system, beside the public ones.
    pub authority: Option<PathBuf>,
}

/// The authorities that are believed.
fn roots(own: Option<PathBuf>) -> Result<RootCertStore, NoLine> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(file) = own {
        let pem = given::read(&file)?;
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
        let Some(own) = read.ok().filter(|own| !own.is_empty()) else { return Err(NoLine::Authority(file)) };
        for certificate in own {
            roots.add(certificate)?;
        }
    }
    Ok(roots)
}

impl Line {
    /// To `base`, by this road.
    ///
    /// # Errors
    /// [`NoLine`].
    pub fn new(base: &str, road: Road<'_>) -> Result<Self, NoLine> {
        let base = address(base).ok_or_else(|| NoLine::Address(base.to_owned()))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots(road.authority)?)
            .with_no_client_auth();
        let mut builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(CONNECT_WITHIN)
            .timeout(WITHIN)
            .user_agent(concat!("inloop-desk/", env!("CARGO_PKG_VERSION")));
        if let Some(proxy) = road.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy)?);
        }
        Ok(Line { client: builder.build()?, base })
    }

    /// The address of `path` below the line's own, with `query`. Parts of a path are our own words and checked uuids.
    fn url(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        if !path.is_empty() {
            let whole = format!("{}/{path}", url.path().trim_end_matches('/'));
            url.set_path(&whole);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// Asks in JSON. Any answer is one; no answer is [`Halt::Later`], because nobody knows what became of it.
    ///
    /// # Errors
    /// [`Halt`].
    pub async fn ask(
        &self,
        method: Method,
        place: (&str, &[(&str, &str)]),
        mut headers: HeaderMap,
        body: Option<Vec<u8>>,
    ) -> Result<Answer, Halt> {
        if body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Ok(self.send(method, place, headers, body).await?.answer())
    }

    /// As [`Line::ask`], in whatever form `headers` say.
    ///
    /// # Errors
    /// [`Halt`].
    pub async fn send(
        &self,
        method: Method,
        (path, query): (&str, &[(&str, &str)]),
        headers: HeaderMap,
        body: Option<Vec<u8>>,
    ) -> Result<Raw, Halt> {
        let mut request = self.client.request(method, self.url(path, query)).headers(headers);
        if let Some(body) = body {
            request = request.body(body);
        }
        let mut answer = request.send().await.map_err(lost)?;
        let status = answer.status().as_u16();
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(|text| text.trim().to_owned());
        let retry_after = header(RETRY_AFTER).and_then(|text| text.parse().ok()).map(Duration::from_secs);
        let etag = header(ETAG);
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(lost)? {
            if bytes.len() + chunk.len() > MAX_ANSWER {
                return Err(Halt::Later(Trouble { why: Why::Strange(status), after: None, whole: false }));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Raw { status, retry_after, etag, bytes })
    }
}

/// True where the other side's certificate is not to be believed. What an I/O error holds is not its source, so both ways are gone.
fn is_untrusted(error: &(dyn Error + 'static)) -> bool {
    if matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_))) {
        return true;
    }
    let held = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    held.is_some_and(|held| is_untrusted(held)) || error.source().is_some_and(is_untrusted)
}

/// What the error says of the road; its text may name an address and is not kept.
fn lost(error: reqwest::Error) -> Halt {
    if is_untrusted(&error) {
        return Halt::Paused(Why::Untrusted);
    }
    let unreached = error.is_connect();
    tracing::debug!(error = &error.without_url() as &dyn Error, "another system did not answer");
    let why = if unreached { Why::Unreached } else { Why::Slow };
    Halt::Later(Trouble { why, after: None, whole: true })
}
