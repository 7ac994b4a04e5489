//! What lies between the desk and its calendar: passes on everything, unless it is told to do harm.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, Mutex};

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Harm {
    /// It never arrives.
    Lost,
    /// It arrives, and its answer never comes back.
    AnswerLost,
    /// Somebody in between answers this.
    Says(u16),
    /// It arrives, and nothing is ever answered.
    Silence,
}

#[derive(Default)]
struct Inside {
    /// Every request: its method.
    asked: Vec<String>,
    /// How many the server has answered.
    answered: usize,
    /// The harm at each request, by its place from the first one on; at the last of them for ever where `always`.
    harm: Vec<(usize, Harm)>,
    always: Option<Harm>,
}

#[derive(Clone)]
pub struct Cable {
    inside: Arc<Mutex<Inside>>,
    to: u16,
    client: reqwest::Client,
    pub port: u16,
}

impl Cable {
    /// To a server of this machine.
    pub fn to(to: u16, runtime: &tokio::runtime::Runtime) -> Self {
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let cable = Cable { inside: Arc::default(), to, client, port };
        let router = Router::new().fallback(pass).with_state(cable.clone());
        runtime.spawn(async move { axum::serve(listener, router).await });
        cable
    }

    /// The request after so many others meets this.
    pub fn harm(&self, after: usize, harm: Harm) {
        let mut inside = self.inside.lock().unwrap();
        let place = inside.asked.len() + after;
        inside.harm.push((place, harm));
    }

    /// Every request meets this, or none any more.
    pub fn always(&self, harm: Option<Harm>) {
        self.inside.lock().unwrap().always = harm;
    }

    /// How many requests the server has answered.
    pub fn answered(&self) -> usize {
        self.inside.lock().unwrap().answered
    }

    /// The methods of all requests so far.
    pub fn asked(&self) -> Vec<String> {
        self.inside.lock().unwrap().asked.clone()
    }
}

fn broken() -> Response {
    let cut = tokio_stream::iter([Ok(axum::body::Bytes::from_static(b"<")), Err(std::io::Error::other("the cable was cut"))]);
    let mut response = Response::new(Body::from_stream(cut));
    response.headers_mut().insert("content-length", axum::http::HeaderValue::from_static("100"));
    response
}

async fn pass(State(cable): State<Cable>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let harm = {
        let mut inside = cable.inside.lock().unwrap();
        let place = inside.asked.len();
        inside.asked.push(head.method.to_string());
        inside.harm.iter().find(|(at, _)| *at == place).map(|(_, harm)| *harm).or(inside.always)
    };
    match harm {
        Some(Harm::Lost) => return broken(),
        Some(Harm::Says(status)) => return StatusCode::from_u16(status).unwrap().into_response(),
        _ => {}
    }
    let url = format!("http://127.0.0.1:{}{}", cable.to, head.uri);
    let mut headers = head.headers;
    headers.remove("host");
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let answer = cable.client.request(head.method, url).headers(headers).body(body).send().await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = answer.bytes().await.unwrap();
    cable.inside.lock().unwrap().answered += 1;
    match harm {
        Some(Harm::AnswerLost) => return broken(),
        Some(Harm::Silence) => std::future::pending().await,
        _ => {}
    }
    let mut response = (status, body).into_response();
    for name in ["etag", "content-type", "retry-after"] {
        if let Some(value) = headers.get(name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
