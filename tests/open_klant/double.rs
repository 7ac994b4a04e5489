//! The register behind a socket, where anything can go wrong.

use crate::register::{ACTORS, CONTACTS, OBJECTS, PARTIES, Register, TASKS, Version};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;

pub const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";
pub const ACTOR: &str = "5f0ab4e0-0000-4000-8000-0000000000aa";
pub const TEAM: &str = "Wijkteam Centrum";

/// Where a request is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It never arrives, and the desk is dead.
    CrashBefore,
    /// It is done, and the desk is dead before it hears so.
    CrashAfter,
    /// It is done, and the answer is lost.
    Lost,
    /// It is done, and the answer says 500.
    Trouble,
}

struct Inside {
    register: Register,
    /// Every request, as method and path.
    asked: Vec<String>,
    /// Which request is cut off, and how.
    cut: Option<(usize, Cut)>,
    /// Said to everything instead: a status, and what to wait.
    instead: Option<(u16, Option<u32>)>,
    /// Whether two that make the same contact meet inside, and one gets a 500.
    meeting: bool,
    inside: Vec<Value>,
}

#[derive(Clone)]
pub struct Double {
    inside: Arc<Mutex<Inside>>,
    pub crashed: Arc<Notify>,
    met: Arc<Notify>,
}

impl Double {
    /// Answers on a port of its own, with the team's actor and three contacts of other people; and the sections of the
    /// configuration that send to it.
    pub async fn start(version: Version, choice: &str) -> (Self, String) {
        let mut register = Register::new(version);
        register.keep(
            ACTORS,
            json!({ "uuid": ACTOR, "naam": TEAM, "soortActor": "organisatorische_eenheid", "indicatieActief": true }),
        );
        let double = Double {
            inside: Arc::new(Mutex::new(Inside {
                register,
                asked: Vec::new(),
                cut: None,
                instead: None,
                meeting: false,
                inside: Vec::new(),
            })),
            crashed: Arc::default(),
            met: Arc::default(),
        };
        for n in 1..=3 {
            double.foreign(4_000_000_000 + n);
        }
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(double.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (double, section(&format!("http://{address}/klantinteracties/api/v1"), choice))
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    /// A contact of somebody else, with a task and an address.
    pub fn foreign(&self, number: u64) {
        let mut inside = self.lock();
        let register = &mut inside.register;
        let contact = register.keep(CONTACTS, json!({ "nummer": number.to_string(), "onderwerp": "Paspoort" }));
        let to_it = json!({ "uuid": contact["uuid"] });
        let party = register.keep(PARTIES, json!({ "hadKlantcontact": to_it }));
        let about = json!({ "objectId": "zaak-1", "codeRegister": "zaken" });
        register.keep(OBJECTS, json!({ "klantcontact": to_it, "onderwerpobjectidentificator": about }));
        register.keep(TASKS, json!({ "aanleidinggevendKlantcontact": to_it, "toelichting": "bel terug" }));
        let address = json!({ "verstrektDoorBetrokkene": { "uuid": party["uuid"] }, "adres": "0612345678" });
        register.keep(crate::register::ADDRESSES, address);
    }

    pub fn cut(&self, at: usize, cut: Cut) {
        let mut inside = self.lock();
        inside.cut = Some((inside.asked.len() + at, cut));
    }

    pub fn uncut(&self) {
        self.lock().cut = None;
    }

    pub fn says(&self, instead: Option<(u16, Option<u32>)>) {
        self.lock().instead = instead;
    }

    pub fn lets_duplicates_meet(&self) {
        self.lock().meeting = true;
    }

    pub fn asked(&self) -> Vec<String> {
        self.lock().asked.clone()
    }

    /// Looks at or changes what it keeps.
    pub fn with<T>(&self, look: impl FnOnce(&mut Register) -> T) -> T {
        look(&mut self.lock().register)
    }
}

pub fn section(url: &str, choice: &str) -> String {
    format!(
        "[connect]\npages = \"https://inloop.example.nl\"\n[connect.open_klant]\nurl = \"{url}\"\nreader = \"de gemeente\"\n\
         actor = \"{ACTOR}\"\nteam = \"{TEAM}\"\n{choice}\n"
    )
}

fn say(status: u16, body: &Value, retry_after: Option<u32>) -> Response<Body> {
    let mut answer = Response::builder().status(StatusCode::from_u16(status).unwrap());
    if let Some(seconds) = retry_after {
        answer = answer.header("retry-after", seconds.to_string());
    }
    answer.body(if body.is_null() { Body::empty() } else { Body::from(body.to_string()) }).unwrap()
}

async fn answer(State(double): State<Double>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let path = uri.path().strip_prefix("/klantinteracties/api/v1/").unwrap().to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let cut = {
        let mut inside = double.lock();
        inside.asked.push(format!("{method} {path}"));
        let here = inside.asked.len();
        if headers.get("authorization").and_then(|value| value.to_str().ok()) != Some(&format!("Token {TOKEN}")) {
            return say(401, &json!({ "code": "authentication_failed", "status": 401 }), None);
        }
        if let Some((status, after)) = inside.instead {
            return say(status, &json!({ "status": status }), after);
        }
        inside.cut.filter(|(at, _)| *at == here).map(|(_, cut)| cut)
    };
    if cut == Some(Cut::CrashBefore) {
        double.crashed.notify_one();
        return std::future::pending().await;
    }
    if method == Method::POST && path == "maak-klantcontact" && second_of_two(&double, &body).await {
        return say(500, &json!({ "code": "error", "status": 500 }), None);
    }
    let (status, said) = {
        let mut inside = double.lock();
        let register = &mut inside.register;
        match (method.as_str(), path.split_once('/')) {
            ("GET", Some((things, uuid))) => register.get(things, uuid),
            ("GET", None) => {
                let query: Vec<(String, String)> = serde_urlencoded::from_str(uri.query().unwrap_or_default()).unwrap();
                register.list(&path, &query)
            }
            ("POST", None) => register.post(&path, &body),
            ("PATCH", Some((things, uuid))) => register.patch(things, uuid, &body),
            ("DELETE", Some((things, uuid))) => register.delete(things, uuid),
            _ => (405, Value::Null),
        }
    };
    match cut {
        Some(Cut::CrashAfter) => {
            double.crashed.notify_one();
            std::future::pending().await
        }
        Some(Cut::Lost) => Response::new(Body::from_stream(tokio_stream::iter([
            Ok(Bytes::from_static(b"{")),
            Err(std::io::Error::other("the cable was cut")),
        ]))),
        Some(Cut::Trouble) => say(500, &json!({ "code": "error", "status": 500 }), None),
        _ => say(status, &said, None),
    }
}

/// True for the second of two that make the same contact at once, where the test lets them meet. The first waits for it.
async fn second_of_two(double: &Double, body: &Value) -> bool {
    let number = body["klantcontact"]["nummer"].clone();
    {
        let mut inside = double.lock();
        if !inside.meeting {
            return false;
        }
        if inside.inside.contains(&number) {
            double.met.notify_one();
            return true;
        }
        inside.inside.push(number);
    }
    double.met.notified().await;
    double.lock().meeting = false;
    false
}
