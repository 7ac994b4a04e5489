//! One page, one WebSocket: rectangles and chimes go out, touches and keys come in.

use super::input::{MAX_MESSAGE, events, microphone};
use super::microphone::{MAX_SOUND, PageMicrophone};
use super::platform::Wake;
use super::screen::Rectangle;
use super::{Mailbox, Screen};
use crate::kiosk::glass::Signal;
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use axum::{Router, routing::get};
use slint::platform::WindowEvent;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::broadcast;

/// Sounds on every page that shows the glass: the try-out's loudspeaker.
#[derive(Clone, Debug)]
pub struct Bell(broadcast::Sender<Sound>);

/// What a page lets hear.
#[derive(Clone, Debug)]
enum Sound {
    Ring(Signal),
    /// A WAV file; it ends what was spoken before.
    Speak(Bytes),
    Hush,
}

impl Bell {
    /// A bell nobody hears yet.
    pub fn new() -> Self {
        // So many sounds can wait for a slow page; more would only sound together.
        Bell(broadcast::Sender::new(4))
    }

    /// Sounds; says whether a page was there to hear it.
    pub fn ring(&self, signal: Signal) -> bool {
        self.0.send(Sound::Ring(signal)).is_ok()
    }

    /// Plays a WAV file; says whether a page was there to hear it.
    pub(in crate::tryout) fn speak(&self, wav: &[u8]) -> bool {
        self.0.send(Sound::Speak([&SPOKEN[..], wav].concat().into())).is_ok()
    }

    /// Ends what is spoken.
    pub(in crate::tryout) fn hush(&self) {
        // A page that has gone is silent.
        let _ = self.0.send(Sound::Hush);
    }
}

impl Default for Bell {
    fn default() -> Self {
        Self::new()
    }
}

/// A picture begins with its place; no place is as far to the right and down as this, so a sound does.
const SPOKEN: [u8; 8] = [0xff; 8];

/// What the page shows and reaches.
#[derive(Clone)]
pub struct WebGlass {
    /// The picture.
    pub screen: Arc<Screen>,
    /// Where touches go.
    pub mailbox: Mailbox,
    /// What rings.
    pub bell: Bell,
    /// What hears.
    pub microphone: PageMicrophone,
}

/// Serves the glass on a bound loopback listener until the task is dropped.
///
/// # Errors
/// Where the listener breaks.
pub async fn serve(listener: tokio::net::TcpListener, glass: WebGlass) -> std::io::Result<()> {
    let own = listener.local_addr()?;
    // Without this the tail of a frame can wait for an acknowledgement.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, router(own, glass)).await
}

fn router(own: SocketAddr, glass: WebGlass) -> Router {
    let file = |kind: &'static str, body: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], body) })
    };
    Router::new()
        .route("/", file("text/html; charset=utf-8", include_str!("glass.html")))
        .route("/glass.css", file("text/css; charset=utf-8", include_str!("glass.css")))
        .route("/glass.js", file("text/javascript; charset=utf-8", include_str!("glass.js")))
        .route("/microphone.js", file("text/javascript; charset=utf-8", include_str!("microphone.js")))
        .route("/glass", get(socket))
        .with_state(glass)
        .layer(from_fn_with_state(own, own_page_only))
}

/// Any web page may send requests to loopback, and any name may be bound to 127.0.0.1: only our own name and page pass.
async fn own_page_only(State(own): State<SocketAddr>, request: Request, next: Next) -> Response {
    if !is_own(request.headers(), own) {
        return (StatusCode::FORBIDDEN, "This glass speaks to its own page only.\n").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
                  frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(policy));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}

/// A WebSocket always brings an `Origin`; a page that is typed in brings none.
fn is_own(headers: &HeaderMap, own: SocketAddr) -> bool {
    let names = ["127.0.0.1", "localhost"].map(|host| format!("{host}:{}", own.port()));
    let one = |name| {
        let mut values = headers.get_all(name).iter();
        (values.next().map(|v| v.as_bytes()), values.next().is_some())
    };
    let host = matches!(one(header::HOST), (Some(host), false) if names.iter().any(|name| host == name.as_bytes()));
    let origin = match one(header::ORIGIN) {
        (None, _) => !headers.contains_key(header::UPGRADE),
        (Some(origin), twice) => !twice && names.iter().any(|name| origin == format!("http://{name}").as_bytes()),
    };
    host && origin
}

async fn socket(State(glass): State<WebGlass>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.max_message_size(MAX_SOUND).on_upgrade(move |socket| async move {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let viewer = NEXT.fetch_add(1, Ordering::Relaxed);
        glass.screen.join(viewer);
        // A page that goes away in the middle of a frame ends its own view and nothing else.
        if let Err(gone) = view(socket, &glass, viewer).await {
            tracing::debug!("a page left the glass: {gone}");
        }
        glass.microphone.left(viewer);
        glass.screen.leave(viewer);
    })
}

async fn view(mut socket: WebSocket, glass: &WebGlass, viewer: u64) -> Result<(), axum::Error> {
    let mut frames = glass.screen.frames();
    let mut rings = glass.bell.0.subscribe();
    let mut orders = glass.microphone.orders();
    loop {
        for (part, rgba) in glass.screen.take(viewer) {
            socket.send(Message::Binary(encode(part, &rgba))).await?;
        }
        tokio::select! {
            frame = frames.changed() => if frame.is_err() { return Ok(()) },
            ring = rings.recv() => match ring {
                Err(broadcast::error::RecvError::Closed) => return Ok(()),
                // The newest of those that were missed comes next.
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Ok(Sound::Ring(signal)) => socket.send(Message::Text(sound(signal).into())).await?,
                Ok(Sound::Speak(wav)) => socket.send(Message::Binary(wav)).await?,
                Ok(Sound::Hush) => socket.send(Message::Text("hush".into())).await?,
            },
            order = orders.recv() => match order {
                Ok(order) if order.viewer == viewer => {
                    socket.send(Message::Text(if order.on { "listen" } else { "deaf" }.into())).await?;
                }
                Ok(_) => {}
                // Nobody knows what was missed: a page that is shut hears nothing.
                Err(_) => return Ok(()),
            },
            message = socket.recv() => match message.transpose()? {
                Some(Message::Text(text)) if text.len() <= MAX_MESSAGE => {
                    if let Some(there) = microphone(&text) {
                        glass.microphone.has(viewer, there);
                    }
                    for event in events(&text) {
                        if matches!(event, WindowEvent::PointerPressed { .. } | WindowEvent::KeyPressed { .. }) {
                            glass.microphone.touched(viewer);
                        }
                        if glass.mailbox.post(Wake::Input(event)).is_err() { return Ok(()) }
                    }
                }
                Some(Message::Binary(heard)) => glass.microphone.heard(viewer, &heard),
                Some(_) => {}
                None => return Ok(()),
            }
        }
    }
}

/// The page's name for a sound.
fn sound(signal: Signal) -> &'static str {
    match signal {
        Signal::Call => "call",
        Signal::StillThere => "still-there",
        Signal::MaySpeak => "may-speak",
    }
}

/// x, y, width and height as little-endian u16, then the pixels.
fn encode(part: Rectangle, rgba: &[u8]) -> Bytes {
    let head = [part.x, part.y, part.width, part.height].map(|n| n as u16).into_iter().flat_map(u16::to_le_bytes);
    head.chain(rgba.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(header::HeaderName, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in lines {
            map.append(name.clone(), value.parse().unwrap());
        }
        map
    }

    #[test]
    fn only_its_own_page_reaches_the_glass() {
        let own = SocketAddr::from(([127, 0, 0, 1], 8081));
        let (host, origin) = (header::HOST, header::ORIGIN);
        assert!(is_own(&headers(&[(host.clone(), "127.0.0.1:8081")]), own));
        assert!(is_own(&headers(&[(host.clone(), "localhost:8081"), (origin.clone(), "http://localhost:8081")]), own));
        for foreign in [
            vec![],
            vec![(host.clone(), "127.0.0.1:80")],
            vec![(host.clone(), "inloop.example:8081")],
            vec![(host.clone(), "127.0.0.1:8081"), (origin.clone(), "http://evil.example")],
            vec![(host.clone(), "127.0.0.1:8081"), (origin.clone(), "null")],
            vec![(host.clone(), "127.0.0.1:8081"), (host.clone(), "evil.example")],
            vec![(host, "127.0.0.1:8081"), (header::UPGRADE, "websocket")],
        ] {
            assert!(!is_own(&headers(&foreign), own), "{foreign:?}");
        }
    }

    #[test]
    fn a_frame_says_where_it_belongs() {
        let bytes = encode(Rectangle { x: 1, y: 2, width: 1, height: 1 }, &[9, 8, 7, 255]);
        assert_eq!(bytes[..], [1, 0, 2, 0, 1, 0, 1, 0, 9, 8, 7, 255]);
    }
}
