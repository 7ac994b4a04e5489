//! A calendar collection (RFC 4791): our event of one time by its name, and everything of a stretch of time.

use super::super::line::{Line, Raw};
use super::super::{Halt, Trouble, Why};
use super::multistatus::{Item, items};
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};

/// A query that answers with each event of a recurring one as an event of its own, and asks for no more than when it is.
const QUERY: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><D:getetag/><C:calendar-data>
<C:comp name="VCALENDAR"><C:comp name="VEVENT"><C:prop name="UID"/><C:prop name="DTSTART"/><C:prop name="DTEND"/>
<C:prop name="DURATION"/><C:prop name="TRANSP"/><C:prop name="STATUS"/><C:prop name="RECURRENCE-ID"/></C:comp></C:comp>
<C:expand start="{from}" end="{until}"/></C:calendar-data></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{from}" end="{until}"/></C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"#;

/// One collection.
pub(super) struct Dav {
    line: Line,
    authorization: HeaderValue,
}

impl Dav {
    pub(super) fn new(line: Line, authorization: HeaderValue) -> Self {
        Dav { line, authorization }
    }

    async fn ask(
        &self,
        method: Method,
        name: &str,
        own: &[(HeaderName, HeaderValue)],
        body: Option<String>,
    ) -> Result<Raw, Halt> {
        let mut headers = HeaderMap::from_iter(own.iter().cloned());
        headers.insert(AUTHORIZATION, self.authorization.clone());
        self.line.send(method, (name, &[]), headers, body.map(String::into_bytes)).await
    }

    /// Puts `text` under `name` where nothing is.
    pub(super) async fn put_new(&self, name: &str, text: String) -> Result<Raw, Halt> {
        let calendar = HeaderValue::from_static("text/calendar; charset=utf-8");
        let new = [(IF_NONE_MATCH, HeaderValue::from_static("*")), (CONTENT_TYPE, calendar)];
        self.ask(Method::PUT, name, &new, Some(text)).await
    }

    /// What is under `name`; none where nothing is.
    pub(super) async fn get(&self, name: &str) -> Result<Option<Item>, Halt> {
        let raw = self.ask(Method::GET, name, &[], None).await?;
        match raw.status {
            200 => {
                let text = String::from_utf8_lossy(&raw.bytes).into_owned();
                Ok(Some(Item { name: name.to_owned(), etag: raw.etag, text }))
            }
            404 | 410 => Ok(None),
            status => Err(odd(&raw, status)),
        }
    }

    /// Takes away what is under `name`, where it is still the version `etag`.
    pub(super) async fn delete(&self, name: &str, etag: &str) -> Result<Raw, Halt> {
        let own = HeaderValue::from_str(etag).map_err(|_| strange(0))?;
        self.ask(Method::DELETE, name, &[(IF_MATCH, own)], None).await
    }

    /// Everything that touches the time between two moments, as `20261130T090000Z`.
    pub(super) async fn between(&self, from: &str, until: &str) -> Result<Vec<Item>, Halt> {
        let report = Method::from_bytes(b"REPORT").map_err(|_| strange(0))?;
        let xml = HeaderValue::from_static("application/xml; charset=utf-8");
        let own = [(HeaderName::from_static("depth"), HeaderValue::from_static("1")), (CONTENT_TYPE, xml)];
        let query = QUERY.replace("{from}", from).replace("{until}", until);
        let raw = self.ask(report, "", &own, Some(query)).await?;
        match raw.status {
            207 => items(&String::from_utf8_lossy(&raw.bytes)).ok_or_else(|| strange(207)),
            status => Err(odd(&raw, status)),
        }
    }
}

/// An answer that is not what RFC 4791 says.
pub(super) fn strange(status: u16) -> Halt {
    Halt::Later(Trouble { why: Why::Strange(status), after: None, whole: true })
}

/// What follows from an answer that is none of those expected. A calendar refuses nothing by itself: then it is the whole road.
pub(super) fn odd(raw: &Raw, status: u16) -> Halt {
    match status {
        200..300 => strange(status),
        300..400 => Halt::Paused(Why::Address(status)),
        _ => match raw.answer().halt() {
            Halt::Refused(why) => Halt::Later(Trouble { why, after: None, whole: true }),
            other => other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::line::Road;
    use super::*;
    use std::io::{BufRead, BufReader, Write};

    /// The head of the request that `ask` makes of a server that answers everything with 204.
    async fn head<F: Future<Output = Result<Raw, Halt>>>(ask: impl FnOnce(Dav) -> F) -> Vec<String> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let line = Line::new(&format!("http://{}/agenda/", listener.local_addr().unwrap()), Road::default()).unwrap();
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").unwrap();
            head
        });
        ask(Dav::new(line, HeaderValue::from_static("Basic eA=="))).await.unwrap();
        heard.join().unwrap()
    }

    #[tokio::test]
    async fn an_event_is_taken_away_only_as_the_version_that_is_ours_and_put_only_where_nothing_is() {
        let head_of_delete = head(|dav| async move { dav.delete("een.ics", "\"v7\"").await }).await;
        assert_eq!(head_of_delete[0], "DELETE /agenda/een.ics HTTP/1.1");
        assert!(head_of_delete.iter().any(|line| line.eq_ignore_ascii_case("if-match: \"v7\"")), "{head_of_delete:?}");
        let head_of_put = head(|dav| async move { dav.put_new("een.ics", "x".into()).await }).await;
        assert!(head_of_put.iter().any(|line| line.eq_ignore_ascii_case("if-none-match: *")), "{head_of_put:?}");
    }
}
