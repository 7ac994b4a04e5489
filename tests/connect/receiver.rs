//! A receiver of webhooks, as a supplier of the team would write one: checks the signature, and drops what it has.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use inloop::desk::connect::webhook::sign;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

#[derive(Default)]
pub struct Inside {
    /// What was taken in, by its id.
    pub taken: BTreeMap<String, Value>,
    /// How often anything was asked.
    pub asked: usize,
    /// What to answer instead, the next first.
    pub moods: Vec<Mood>,
}

#[derive(Clone, Copy, Debug)]
pub enum Mood {
    /// Answers this and takes nothing in.
    Says(u16),
    /// Asks to come back in so many seconds.
    Busy(u32),
    /// Takes it in, and breaks before the answer.
    LosesTheAnswer,
}

#[derive(Clone, Default)]
pub struct Receiver(pub Arc<Mutex<Inside>>);

impl Receiver {
    /// Answers on a port of its own; the sections of the configuration that send to it.
    pub async fn start(choice: &str) -> (Self, String) {
        let receiver = Receiver::default();
        let router = Router::new().route("/haak", axum::routing::post(take)).with_state(receiver.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        (receiver, section(&format!("http://{address}/haak"), choice))
    }

    /// The same, with a certificate of an authority that only this house knows; and that authority, as a file holds it.
    pub async fn guarded() -> (Self, String, String) {
        let (authority, key) = (rcgen::KeyPair::generate().unwrap(), rcgen::KeyPair::generate().unwrap());
        let mut root = rcgen::CertificateParams::new(Vec::new()).unwrap();
        root.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let vouches = root.self_signed(&authority).unwrap().pem();
        let issuer = rcgen::Issuer::new(root, authority);
        let own = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
        let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.der().clone()], key)
            .unwrap();
        let receiver = Receiver::default();
        let router = Router::new().route("/haak", axum::routing::post(take)).with_state(receiver.clone());
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let tls = axum_server::tls_rustls::RustlsConfig::from_config(Arc::new(tls));
        let server = axum_server::from_tcp_rustls(listener, tls).unwrap();
        tokio::spawn(server.serve(router.into_make_service()));
        (receiver, section(&format!("https://localhost:{port}/haak"), "authority = \"huis.pem\""), vouches)
    }

    pub fn mood(&self, moods: &[Mood]) {
        self.0.lock().unwrap().moods = moods.to_vec();
    }

    pub fn taken(&self) -> BTreeMap<String, Value> {
        self.0.lock().unwrap().taken.clone()
    }

    pub fn asked(&self) -> usize {
        self.0.lock().unwrap().asked
    }
}

pub fn section(url: &str, choice: &str) -> String {
    format!(
        "[connect]\npages = \"https://inloop.example.nl\"\n[connect.webhook]\nurl = \"{url}\"\nreader = \"Welzijn\"\n{choice}\n"
    )
}

async fn take(State(Receiver(inside)): State<Receiver>, headers: HeaderMap, body: Bytes) -> axum::response::Response {
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let (id, time) = (header("webhook-id"), header("webhook-timestamp").parse().unwrap());
    let secret = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, &SECRET[6..]).unwrap();
    assert_eq!(sign(&secret, &id, time, &body), header("webhook-signature"));
    let mut inside = inside.lock().unwrap();
    inside.asked += 1;
    let mood = if inside.moods.is_empty() { None } else { Some(inside.moods.remove(0)) };
    match mood {
        Some(Mood::Says(status)) => StatusCode::from_u16(status).unwrap().into_response(),
        Some(Mood::Busy(seconds)) => (StatusCode::TOO_MANY_REQUESTS, [("retry-after", seconds.to_string())]).into_response(),
        other => {
            inside.taken.insert(id, serde_json::from_slice(&body).unwrap());
            match other {
                // An answer that breaks off: its length is never reached.
                Some(_) => {
                    let broken = axum::body::Body::from_stream(tokio_stream::iter([
                        Ok(Bytes::from_static(b"{")),
                        Err(std::io::Error::other("the cable was cut")),
                    ]));
                    broken.into_response()
                }
                None => StatusCode::NO_CONTENT.into_response(),
            }
        }
    }
}
