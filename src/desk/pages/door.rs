//! What every request passes on its way in, and every answer on its way out.
//!
//! 1. A page answers only under a name of the desk: a stranger's site that points its own name at this machine (DNS rebinding)
//!    gets nothing.
//! 2. Whatever changes something names our own page as its origin. Browsers always say; who does not say is refused.
//! 3. No answer may be kept by a browser or proxy, framed, or sniffed, and nothing in it runs but our own one script.

use super::page::{Notice, Page, notice_page};
use crate::desk::config::StaffConfig;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use std::net::IpAddr;
use std::sync::Arc;

/// Only our own files, and forms only to ourselves. No inline script or style: an escaping mistake would still run nothing.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; font-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The names of this machine for itself.
const LOOPBACK: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// Under which names the pages answer.
#[derive(Clone, Debug)]
pub(super) struct Door {
    names: Vec<String>,
    plain: bool,
}

/// Whether the browser reaches this page over TLS: cookies then travel over TLS alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Secure(pub(super) bool);

impl Door {
    /// The names of the configuration, the address the pages listen on, and this machine's own.
    pub(super) fn new(staff: &StaffConfig) -> Self {
        let own = match staff.listen.ip() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        let names = staff.names.iter().map(|name| name.to_ascii_lowercase()).chain([own]);
        Door { names: names.chain(LOOPBACK.map(str::to_owned)).collect(), plain: staff.listen.ip().is_loopback() }
    }

    /// Lets a request in, or not.
    fn lets_in(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Secure> {
        let named = uri.authority().map(|authority| authority.as_str());
        let host = named.or_else(|| headers.get(header::HOST).and_then(|host| host.to_str().ok()))?.to_ascii_lowercase();
        let name = without_port(&host)?;
        if !self.names.iter().any(|known| known == name) {
            return None;
        }
        // Behind a proxy that ends TLS the pages listen on loopback too, but under a name of their own.
        let secure = !(self.plain && LOOPBACK.contains(&name));
        let scheme = if secure { "https://" } else { "http://" };
        let ours = match headers.get(header::ORIGIN) {
            Some(origin) => origin.to_str().is_ok_and(|origin| origin.to_ascii_lowercase().strip_prefix(scheme) == Some(&host)),
            None => method.is_safe(),
        };
        ours.then_some(Secure(secure))
    }
}

/// The name in `name`, `name:port` or `[address]:port`; none where something else follows it.
fn without_port(host: &str) -> Option<&str> {
    let end = if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, rest) = host.split_at(end);
    let port = rest.strip_prefix(':').unwrap_or(rest);
    (port.bytes().all(|b| b.is_ascii_digit()) && (rest.is_empty() || !port.is_empty())).then_some(name)
}

/// The middleware around all pages.
pub(super) async fn guard(State(door): State<Arc<Door>>, mut request: Request, next: Next) -> Response {
    let mut answer = match door.lets_in(request.method(), request.uri(), request.headers()) {
        Some(secure) => {
            request.extensions_mut().insert(secure);
            next.run(request).await
        }
        None => {
            tracing::warn!(method = %request.method(), "a request from a foreign host or origin was refused");
            let say = super::session::tongue(request.headers());
            notice_page(StatusCode::FORBIDDEN, Page::outside(say, "/vandaag", String::new()), &Notice::FOREIGN)
        }
    };
    let headers = answer.headers_mut();
    let fixed: [(HeaderName, &'static str); 8] = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Not `no-referrer`: browsers then hide the origin of our own forms too.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::config::TwoFactor;

    fn door(listen: &str) -> Door {
        Door::new(&StaffConfig {
            listen: listen.parse().unwrap(),
            names: vec!["Inloop.example.nl".into()],
            rooms: vec![],
            two_factor: TwoFactor::Optional,
        })
    }

    fn asked(door: &Door, method: Method, host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        door.lets_in(&method, &Uri::from_static("/vandaag"), &headers).is_some()
    }

    #[test]
    fn only_the_names_of_the_desk_are_answered() {
        let door = door("127.0.0.1:8080");
        for host in ["127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "inloop.example.nl"] {
            assert!(asked(&door, Method::GET, host, None), "{host}");
        }
        for host in ["evil.example:8080", "", "localhost:8080.evil.example", "[::1].evil.example", "localhost:", "192.0.2.7"] {
            assert!(!asked(&door, Method::GET, host, None), "{host}");
        }
        assert!(asked(&self::door("192.0.2.7:443"), Method::GET, "192.0.2.7", None));
    }

    #[test]
    fn what_changes_something_names_our_own_origin() {
        let door = door("127.0.0.1:8080");
        let named = |origin| asked(&door, Method::POST, "inloop.example.nl", origin);
        assert!(named(Some("https://inloop.example.nl")));
        for origin in [
            None,
            Some("null"),
            Some("http://inloop.example.nl"),
            Some("https://evil.example"),
            Some("https://inloop.example.nl.evil.example"),
        ] {
            assert!(!named(origin), "{origin:?}");
        }
        assert!(asked(&door, Method::POST, "127.0.0.1:8080", Some("http://127.0.0.1:8080")));
        assert!(!asked(&door, Method::POST, "127.0.0.1:8080", Some("http://127.0.0.1:8081")), "another program on this machine");
        assert!(!asked(&door, Method::GET, "inloop.example.nl", Some("https://evil.example")), "nor may a foreign page read");
    }

    #[test]
    fn cookies_travel_in_the_clear_on_this_machine_alone() {
        let secure = |listen: &str, host: &str| {
            let headers = HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
            door(listen).lets_in(&Method::GET, &Uri::from_static("/"), &headers).unwrap().0
        };
        assert!(!secure("127.0.0.1:8080", "localhost:8080"));
        assert!(secure("127.0.0.1:8080", "inloop.example.nl"), "behind a proxy that ends TLS");
        assert!(secure("0.0.0.0:443", "localhost"));
    }
}
