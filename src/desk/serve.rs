//! The desk behind its two sockets, on threads of its own.

use super::config::Config;
use super::connect::caldav::Calendars;
use super::connect::mail::{self, Mailman};
use super::connect::{self, NoConnector};
use super::crowd::{Crowd, MOST_FROM_KIOSKS, MOST_FROM_STAFF};
use super::intake;
use super::keys::{DeskKeys, KeyError};
use super::state::DeskState;
use super::store::{News, OpenError, Store, StoreError, calls, meta, posts, retention};
use crate::clock::{Clock, Luck};
use crate::wire;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// How long requests that are under way may take to end when the desk goes down.
const FAREWELL: Duration = Duration::from_secs(3);

/// How long a client may take to send its headers: slower ones are not kiosks of ours, or their link is of no use.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);

/// How often calls that nobody took are looked for. Whoever asks about a call is told the right state in between as well.
const LOOK_FOR_MISSED: Duration = Duration::from_secs(5);

/// Everything a desk is made of.
pub struct Parts {
    /// What the post is and where its folders are; the two `listen` addresses give way to the sockets below.
    pub config: Config,
    /// All keys.
    pub keys: DeskKeys,
    /// Where kiosks are answered.
    pub kiosks: TcpListener,
    /// Where staff are answered.
    pub staff: TcpListener,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub luck: Arc<dyn Luck>,
    /// How long a question about calls is kept open: [`wire::LONG_POLL`], less in tests.
    pub long_poll: Duration,
}

impl Parts {
    /// Reads the keys and takes the addresses that `config` names.
    ///
    /// # Errors
    /// [`StartError::Keys`], [`StartError::Address`].
    pub fn from_config(config: Config, clock: Arc<dyn Clock>, luck: Arc<dyn Luck>) -> Result<Self, StartError> {
        let keys = DeskKeys::load(&config.keys)?;
        let listen = |address: SocketAddr| TcpListener::bind(address).map_err(|source| StartError::Address { address, source });
        let (kiosks, staff) = (listen(config.kiosks.listen)?, listen(config.staff.listen)?);
        Ok(Parts { config, keys, kiosks, staff, clock, luck, long_poll: wire::LONG_POLL })
    }
}

/// Why the desk does not start. Each is one sentence.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken, or is not this machine's.
    #[error("the desk cannot listen on {address}")]
    Address {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The machine's clock was never set. Kiosks take their time from the desk, and days are promised by it.
    #[error("the machine's clock shows {0}: set it first, kiosks take their time from the desk")]
    Clock(chrono::DateTime<chrono::Utc>),
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// A connector to another system.
    #[error(transparent)]
    Connect(#[from] NoConnector),
    /// The store.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store's first write.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Threads or sockets.
    #[error("the desk's threads could not be started")]
    Threads(#[from] io::Error),
}

/// Starts desks.
#[derive(Debug)]
pub struct Desk;

/// A desk that answers. Dropping it shuts it down, which waits: not to be done inside an async task.
#[derive(Debug)]
pub struct RunningDesk {
    state: DeskState,
    /// Where kiosks reach it.
    kiosks: SocketAddr,
    /// Where staff reach it, and whether with TLS.
    staff: (SocketAddr, bool),
    /// One for each socket.
    handles: [Handle<SocketAddr>; 2],
    closing: watch::Sender<bool>,
    runtime: Option<Runtime>,
}

impl Desk {
    /// Opens the store and answers on both sockets from threads of its own. Returns once it does.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(mut parts: Parts) -> Result<RunningDesk, StartError> {
        let (kiosks, staff) = (parts.kiosks.local_addr()?, parts.staff.local_addr()?);
        parts.config.staff.listen = staff;
        let stamp = parts.clock.stamp();
        if !stamp.trusted {
            return Err(StartError::Clock(stamp.at));
        }
        let connectors = connect::all(&parts.config.connect, &parts.config.keys)?;
        let mailman = Mailman::new(&parts.config.connect, &parts.config.keys)?;
        let calendars = Arc::new(Calendars::new(&parts.config.connect, &parts.config.keys)?);
        let store = Store::open(&parts.config.data, &*parts.clock, &*parts.luck)?;
        let (closing, closed) = watch::channel(false);
        let tls = RustlsConfig::from_config(Arc::new(parts.keys.tls()?));
        let told = told_to_kiosks(&parts);
        let (site, now, configured) = (parts.config.site.clone(), stamp.at.timestamp(), parts.config.retention.closed_days);
        let other = store.write_waiting(News::Silent, move |conn| {
            retention::begin(conn, configured)?;
            meta::note_site(conn, &told)?;
            posts::begin(conn, &site, now)
        })?;
        if other {
            tracing::info!(
                "[site] of the configuration differs from the first post, whose page Posten has it: what stands there holds"
            );
        }
        calendars.bind(&store)?;
        mail::note(mailman.as_ref(), &store)?;
        let state = DeskState::new(store, parts.keys, parts.clock, parts.luck, &parts.config, closed);
        let state = DeskState { calendars, ..state };

        let runtime = tokio::runtime::Builder::new_multi_thread().thread_name("desk").enable_all().build()?;
        let handles = [Handle::new(), Handle::new()];
        let inside = runtime.enter();
        for listener in [&parts.kiosks, &parts.staff] {
            listener.set_nonblocking(true)?;
        }
        let plain = staff.ip().is_loopback();

        let intake = intake::router(state.clone(), parts.long_poll).into_make_service_with_connect_info::<SocketAddr>();
        let mut server = axum_server::from_tcp_rustls(parts.kiosks, tls.clone())?
            .map(Crowd::at_most(MOST_FROM_KIOSKS))
            .handle(handles[0].clone());
        patient(server.http_builder());
        runtime.spawn(ended("kiosk calls", async move { server.serve(intake).await }));

        let pages = super::pages::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
        if plain {
            let mut server = axum_server::from_tcp(parts.staff)?.map(Crowd::at_most(MOST_FROM_STAFF)).handle(handles[1].clone());
            patient(server.http_builder());
            runtime.spawn(ended("staff pages", async move { server.serve(pages).await }));
        } else {
            let mut server =
                axum_server::from_tcp_rustls(parts.staff, tls)?.map(Crowd::at_most(MOST_FROM_STAFF)).handle(handles[1].clone());
            patient(server.http_builder());
            runtime.spawn(ended("staff pages", async move { server.serve(pages).await }));
        }
        runtime.spawn(look_for_missed(state.clone()));
        runtime.spawn(super::rota::keep_offering(state.clone()));
        runtime.spawn(super::audited::keep_forgetting(state.clone()));
        runtime.spawn(super::retention::keep_erasing(state.clone()));
        runtime.spawn(super::copies::keep_looking(state.clone()));
        connect::start(&runtime, &state, connectors);
        mail::start(&runtime, &state, mailman);
        drop(inside);
        tracing::info!(%kiosks, %staff, "the desk answers");
        Ok(RunningDesk { state, kiosks, staff: (staff, !plain), handles, closing, runtime: Some(runtime) })
    }
}

/// What of the configuration makes kiosks fetch the site again when it changes.
fn told_to_kiosks(parts: &Parts) -> Vec<u8> {
    // Plain strings and numbers: writing them has no way to fail.
    serde_json::to_vec(&(parts.config.told_site().readers, parts.keys.enrol_answer(true))).unwrap_or_default()
}

fn patient(builder: &mut Builder<TokioExecutor>) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN);
}

async fn ended(what: &'static str, serving: impl Future<Output = io::Result<()>>) {
    match serving.await {
        Ok(()) => tracing::info!(what, "no longer answered"),
        Err(error) => tracing::error!(what, %error, "no longer answered"),
    }
}

async fn look_for_missed(state: DeskState) {
    let mut closing = state.closing.clone();
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK_FOR_MISSED) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        let now = state.now();
        let looked = match state.store.read(move |conn| calls::any_over(conn, now)).await {
            Ok(false) => Ok(0),
            Ok(true) => state.store.write(News::Hall, move |conn| calls::expire(conn, now)).await,
            Err(error) => Err(error),
        };
        match looked {
            Ok(0) => {}
            Ok(missed) => tracing::warn!(missed, "calls from the hall were missed"),
            Err(error) => tracing::error!(%error, "missed calls could not be looked for"),
        }
    }
}

impl RunningDesk {
    /// The parts, to look into while it runs.
    pub fn state(&self) -> &DeskState {
        &self.state
    }

    /// Where kiosks reach it, with TLS.
    pub fn kiosks(&self) -> SocketAddr {
        self.kiosks
    }

    /// Where staff reach it, as the start of an address for a browser.
    pub fn staff_url(&self) -> String {
        let (address, tls) = self.staff;
        format!("http{}://{address}", if tls { "s" } else { "" })
    }

    /// Ends what is under way, within a few seconds, and waits until everything given to the store is written.
    pub fn shutdown(mut self) {
        self.close();
    }

    fn close(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        self.closing.send_replace(true);
        for handle in &self.handles {
            handle.graceful_shutdown(Some(FAREWELL));
        }
        runtime.block_on(async {
            let all_gone = async {
                while self.handles.iter().any(|handle| handle.connection_count() > 0) {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            };
            // Whoever is still here then is cut off below.
            let _ = tokio::time::timeout(FAREWELL, all_gone).await;
        });
        runtime.shutdown_timeout(FAREWELL);
    }
}

impl Drop for RunningDesk {
    fn drop(&mut self) {
        self.close();
    }
}
