//! The team's own system, told by a signed request: Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`).
//!
//! The id is the entry's own, the same on every try, so that a receiver drops what it has already.

use super::config::{Choice, WebhookConfig};
use super::content::Content;
use super::line::Line;
use super::secrets::{self, NoSecret};
use super::{Coming, Connector, Done, Halt, Job, NoConnector, WEBHOOK};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use sha2::Sha256;
use std::path::Path;
use zeroize::Zeroizing;

/// The file of the secret: `whsec_` and base64.
pub const SECRET: &str = "webhook.secret";

/// The shortest secret, in bytes: Standard Webhooks asks for 24 to 64.
const SHORTEST_SECRET: usize = 24;

/// The team's own system.
pub struct Webhook {
    line: Line,
    secret: Zeroizing<Vec<u8>>,
    choice: Choice,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").field("line", &self.line).finish_non_exhaustive()
    }
}

impl Webhook {
    /// As configured, with the secret from the folder `keys`.
    ///
    /// # Errors
    /// [`NoConnector`].
    pub fn new(config: &WebhookConfig, keys: &Path) -> Result<Self, NoConnector> {
        let text = secrets::read(keys, SECRET)?;
        let secret = text.0.strip_prefix("whsec_").and_then(|rest| STANDARD.decode(rest).ok()).map(Zeroizing::new);
        let secret = secret.filter(|secret| secret.len() >= SHORTEST_SECRET).ok_or_else(|| NoSecret::Malformed {
            path: keys.join(SECRET),
            what: "whsec_ and at least 24 random bytes in base64",
        })?;
        Ok(Webhook { line: Line::new(&config.url, config.road(keys))?, secret, choice: config.choice() })
    }
}

/// `v1,` and the signature over id, time and body.
pub fn sign(secret: &[u8], id: &str, timestamp: i64, body: &[u8]) -> String {
    // HMAC takes a key of any length: this has no way to fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// How to reach whoever left it.
fn contact(content: &Content) -> Option<Value> {
    let (number, address) = content.reach();
    content.contact.as_ref().map(|contact| {
        json!({
            "by": contact.word(),
            "phone": number,
            "email": address,
            "advice": content.advice(),
        })
    })
}

/// What is told of an entry that was left.
pub fn left(content: &Content) -> Value {
    let mut told = json!({
        "id": content.id.to_string(),
        "left_at": content.left_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        "teken": content.called(),
        "language": content.language.code(),
        "name": content.name.as_ref().map(|name| name.reveal()),
        "contact": contact(content),
        "link": content.link,
    });
    if let Some(about) = &content.topic {
        told["topic"] = json!({ "sort": about.sort, "tiles": about.tiles, "text": about.text });
    }
    if let Some(words) = &content.words {
        told["words"] = json!(words.0.as_str());
    }
    told
}

impl Connector for Webhook {
    fn name(&self) -> &'static str {
        WEBHOOK
    }

    fn choice(&self) -> Choice {
        self.choice
    }

    fn carry<'a>(&'a self, job: &'a mut Job) -> Coming<'a, Done> {
        Box::pin(async move {
            let (now, id) = (job.now(), job.entry().to_string());
            let Some(content) = job.content() else {
                self.tell(now, &format!("{id}-erased"), "entry.erased", json!({ "id": id })).await?;
                return Ok(Done::default());
            };
            if !job.is_there() {
                self.tell(now, &id, "entry.left", left(content)).await?;
            }
            if let Some(at) = job.changed_at() {
                // Another change of the same entry is another event.
                let changed = json!({ "id": id, "contact": contact(content), "link": content.link });
                self.tell(now, &format!("{id}-contact-{at}"), "entry.contact", changed).await?;
            }
            Ok(Done::default())
        })
    }
}

impl Webhook {
    /// Tells one event.
    async fn tell(&self, now: i64, id: &str, kind: &str, data: Value) -> Result<(), Halt> {
        let timestamp = chrono::DateTime::from_timestamp(now, 0).unwrap_or_default();
        let timestamp = timestamp.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let body = json!({ "type": kind, "timestamp": timestamp, "data": data }).to_string().into_bytes();
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", now.to_string()),
            ("webhook-signature", sign(&self.secret, id, now, &body)),
        ] {
            // Ids, numbers and base64 are what a header can hold.
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        let answer = self.line.ask(Method::POST, ("", &[]), headers, Some(body)).await?;
        if answer.is_good() {
            return Ok(());
        }
        // A receiver that moved has to be told to us by people, not by whoever answers there.
        Err(if (300..400).contains(&answer.status) { Halt::Paused(super::Why::Address(answer.status)) } else { answer.halt() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks reference implementations.
    #[test]
    fn the_signature_is_that_of_standard_webhooks() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
