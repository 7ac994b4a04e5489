//! A proxy at a real socket that ends TLS like a building's own, and breaks what it is told to break.

use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

/// A test that waits longer has failed: far beyond what a busy machine needs.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// The proxy's own answer to a request, if it has one.
pub(crate) type Own = dyn Fn(&Request) -> Option<Vec<u8>> + Send + Sync;

/// What becomes of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It arrives, and so does its answer.
    Passed,
    /// It never arrives.
    Cut,
    /// It arrives, and its answer does not.
    AnswerLost,
    /// It arrives twice; the kiosk is told what the desk said last.
    Twice,
    /// It arrives when everybody has given it up: see [`FaultProxy::let_late_ones_through`].
    Late,
    /// It arrives when the gate is opened: see [`FaultProxy::open_gate`].
    Held,
}

/// Says what becomes of a request.
pub(crate) type Fates = dyn Fn(&Request) -> Fate + Send + Sync;

/// What a proxy does with what comes in.
#[derive(Clone)]
pub(crate) enum Weather {
    /// Passes it on.
    Clear,
    /// Closes every connection.
    Cut,
    /// Lets the desk answer, and closes the connection without passing that on.
    LoseAnswers,
    /// Answers a byte at a time, without end.
    Trickle,
    /// Answers itself; what it has no answer for is passed on.
    Answer(Arc<Own>),
    /// To each request its own, over connections that stay open while all goes well.
    Fates(Arc<Fates>),
}

impl Weather {
    /// Answers everything itself with these bytes.
    pub(crate) fn always(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Weather::Answer(Arc::new(move |_| Some(answer.clone())))
    }

    /// Answers itself what is asked under `path`.
    pub(crate) fn only(path: String, answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Weather::Answer(Arc::new(move |request| (request.path == path).then(|| answer.clone())))
    }
}

/// The bytes of an answer.
pub(crate) fn answer(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n", body.len()).into_bytes();
    for (name, value) in headers {
        bytes.extend(format!("{name}: {value}\r\n").bytes());
    }
    bytes.extend(b"\r\n");
    bytes.extend(body);
    bytes
}

/// A request that was read whole.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// One thing that happened at the proxy.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    /// What was passed on to the kiosk; none where nothing was.
    pub(crate) status: Option<u16>,
    /// The certificate that the kiosk was shown before it said this; see [`FaultProxy::show`].
    pub(crate) shown: usize,
}

struct State {
    weather: Weather,
    upstream: SocketAddr,
    tls: Arc<ServerConfig>,
    shown: usize,
    seen: Vec<Seen>,
    open: Vec<TcpStream>,
    late: Vec<Request>,
    gate_open: bool,
    /// Connections to the desk that can be used again.
    to_desk: Vec<ToDesk>,
    closing: bool,
}

type ToDesk = StreamOwned<ClientConnection, TcpStream>;

struct Inner {
    state: Mutex<State>,
    changed: Condvar,
    to_desk: Arc<ClientConfig>,
}

pub(crate) struct FaultProxy {
    inner: Arc<Inner>,
    address: SocketAddr,
}

/// A certificate and its key.
pub(crate) struct Pair {
    pub(crate) certificate: CertificateDer<'static>,
    pub(crate) key: PrivateKeyDer<'static>,
}

impl Pair {
    /// The desk's own, from its folder of keys.
    pub(crate) fn of_desk(keys: &Path) -> Self {
        Pair {
            certificate: CertificateDer::from_pem_file(keys.join("certificate.pem")).unwrap(),
            key: PrivateKeyDer::from_pem_file(keys.join("certificate.key")).unwrap(),
        }
    }

    /// A new one for 127.0.0.1, valid in these years.
    pub(crate) fn made(years: std::ops::Range<i32>) -> Self {
        let key = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(years.start, 1, 1);
        params.not_after = rcgen::date_time_ymd(years.end, 1, 1);
        let certificate = params.self_signed(&key).unwrap();
        Pair { certificate: certificate.der().clone(), key: PrivateKeyDer::try_from(key.serialize_der()).unwrap() }
    }

    fn server(&self) -> Arc<ServerConfig> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let chain = vec![self.certificate.clone()];
        Arc::new(config.with_no_client_auth().with_single_cert(chain, self.key.clone_key()).unwrap())
    }
}

impl FaultProxy {
    /// Stands before the desk at `upstream`, with the desk's own certificate.
    pub(crate) fn before(upstream: SocketAddr, desk: &Pair) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(desk.certificate.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let to_desk = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
        let state = State {
            weather: Weather::Clear,
            upstream,
            tls: desk.server(),
            shown: 0,
            seen: Vec::new(),
            open: Vec::new(),
            late: Vec::new(),
            gate_open: true,
            to_desk: Vec::new(),
            closing: false,
        };
        let inner = Arc::new(Inner { state: Mutex::new(state), changed: Condvar::new(), to_desk });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let accepting = Arc::clone(&inner);
        std::thread::spawn(move || accepting.accept(&listener));
        FaultProxy { inner, address }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// From now on, also for connections that are open.
    pub(crate) fn set(&self, weather: Weather) {
        let mut state = self.inner.lock();
        state.weather = weather;
        state.cut();
        drop(state);
        self.inner.changed.notify_all();
    }

    /// Shows another certificate from now on; gives its number, that of what was [`Seen`] under it. What was being
    /// carried under the one before may still be noted.
    pub(crate) fn show(&self, pair: &Pair) -> usize {
        let mut state = self.inner.lock();
        state.tls = pair.server();
        state.shown += 1;
        state.cut();
        state.shown
    }

    /// The desk is somewhere else now.
    pub(crate) fn lead_to(&self, upstream: SocketAddr) {
        self.inner.lock().upstream = upstream;
    }

    /// Waits until `enough` of what was seen since `from`; gives how much was seen.
    pub(crate) fn wait_for(&self, what: &str, from: usize, enough: impl Fn(&[Seen]) -> bool) -> usize {
        let state = self.inner.lock();
        let (state, waited) =
            self.inner.changed.wait_timeout_while(state, DEADLINE, |state| !enough(&state.seen[from..])).unwrap();
        assert!(!waited.timed_out(), "{what} did not come by; seen: {:#?}", &state.seen[from..]);
        state.seen.len()
    }

    /// Asks the desk itself what the kiosk asked.
    pub(crate) fn ask_desk(&self, request: &Request) -> Vec<u8> {
        self.inner.pass_on(request).unwrap()
    }

    /// What was held up on the way reaches the desk now, in the order in which it left; nobody waits for the answers.
    pub(crate) fn let_late_ones_through(&self) {
        let late = std::mem::take(&mut self.inner.lock().late);
        late.iter().for_each(|request| drop(self.inner.pass_on(request).unwrap()));
    }

    /// From now on requests of [`Fate::Held`] wait.
    pub(crate) fn shut_gate(&self) {
        self.inner.lock().gate_open = false;
    }

    /// Those that wait go on.
    pub(crate) fn open_gate(&self) {
        self.inner.lock().gate_open = true;
        self.inner.changed.notify_all();
    }

    /// How much was seen until now.
    pub(crate) fn seen(&self) -> usize {
        self.inner.lock().seen.len()
    }

    /// What was said to the certificate of this number.
    pub(crate) fn said_to(&self, shown: usize) -> Vec<Seen> {
        self.inner.lock().seen.iter().filter(|seen| seen.shown == shown).cloned().collect()
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        let mut state = self.inner.lock();
        state.closing = true;
        state.cut();
        drop(state);
        self.inner.changed.notify_all();
        // Wakes the accepting thread; where nobody listens any more it has ended.
        let _ = TcpStream::connect(self.address);
    }
}

impl State {
    fn cut(&mut self) {
        self.to_desk.clear();
        for stream in self.open.drain(..) {
            // One that is closed already cannot be closed.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn accept(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { return };
            stream.set_nodelay(true).unwrap();
            let mut state = self.lock();
            if state.closing {
                return;
            }
            if matches!(state.weather, Weather::Cut) {
                continue;
            }
            state.open.push(stream.try_clone().unwrap());
            let tls = ServerConnection::new(Arc::clone(&state.tls)).unwrap();
            let shown = state.shown;
            drop(state);
            let inner = Arc::clone(self);
            // What goes wrong with a connection is what this proxy is for.
            std::thread::spawn(move || drop(inner.serve(StreamOwned::new(tls, stream), shown)));
        }
    }

    /// One request; then the connection is closed, so that weather never finds an old one. Only where each request has a fate
    /// of its own, another may follow.
    fn serve(&self, mut stream: StreamOwned<ServerConnection, TcpStream>, shown: usize) -> io::Result<()> {
        loop {
            let request = read_request(&mut stream)?;
            let weather = self.lock().weather.clone();
            let reply = match &weather {
                Weather::Clear => Some(self.pass_on(&request)?),
                Weather::Cut => None,
                Weather::LoseAnswers => {
                    self.pass_on(&request)?;
                    None
                }
                Weather::Trickle => {
                    self.note(&request, None, shown);
                    return self.trickle(stream);
                }
                Weather::Answer(own) => match own(&request) {
                    Some(reply) => Some(reply),
                    None => Some(self.pass_on(&request)?),
                },
                Weather::Fates(fates) => self.meets(&request, fates(&request))?,
            };
            if let Some(reply) = &reply {
                stream.write_all(reply)?;
                stream.flush()?;
            }
            self.note(&request, reply.as_deref().and_then(status), shown);
            if reply.is_none() || !matches!(weather, Weather::Fates(_)) {
                break;
            }
        }
        stream.conn.send_close_notify();
        stream.flush()?;
        stream.sock.shutdown(Shutdown::Write)
    }

    /// What the kiosk is told; none where its connection breaks.
    fn meets(&self, request: &Request, fate: Fate) -> io::Result<Option<Vec<u8>>> {
        match fate {
            Fate::Passed => self.pass_on_kept(request).map(Some),
            Fate::Cut => Ok(None),
            Fate::AnswerLost => self.pass_on_kept(request).map(|_| None),
            Fate::Twice => {
                self.pass_on_kept(request)?;
                self.pass_on_kept(request).map(Some)
            }
            Fate::Late => {
                self.lock().late.push(request.clone());
                Ok(None)
            }
            Fate::Held => {
                let state = self.lock();
                let shut = |state: &mut State| !state.gate_open && !state.closing;
                let (state, waited) = self.changed.wait_timeout_while(state, DEADLINE, shut).unwrap();
                assert!(!waited.timed_out(), "nobody opened the gate");
                drop(state);
                self.pass_on_kept(request).map(Some)
            }
        }
    }

    fn note(&self, request: &Request, status: Option<u16>, shown: usize) {
        self.lock().seen.push(Seen { method: request.method.clone(), path: request.path.clone(), status, shown });
        self.changed.notify_all();
    }

    fn pass_on(&self, request: &Request) -> io::Result<Vec<u8>> {
        let mut desk = self.connect()?;
        desk.write_all(&request.to_bytes("close"))?;
        let mut reply = Vec::new();
        match desk.read_to_end(&mut reply) {
            Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
            _ => Ok(reply),
        }
    }

    /// As [`Inner::pass_on`], over a connection that was used before where there is one that still works.
    fn pass_on_kept(&self, request: &Request) -> io::Result<Vec<u8>> {
        let kept = self.lock().to_desk.pop();
        let ask = |mut desk: ToDesk| {
            desk.write_all(&request.to_bytes("keep-alive"))?;
            read_reply(&mut desk).map(|reply| (reply, desk))
        };
        let (reply, desk) = match kept.map(ask) {
            Some(Ok(told)) => told,
            _ => ask(self.connect()?)?,
        };
        self.lock().to_desk.push(desk);
        Ok(reply)
    }

    fn connect(&self) -> io::Result<ToDesk> {
        let upstream = self.lock().upstream;
        let socket = TcpStream::connect(upstream)?;
        socket.set_read_timeout(Some(DEADLINE))?;
        socket.set_nodelay(true)?;
        let name = ServerName::IpAddress(upstream.ip().into());
        let tls = ClientConnection::new(Arc::clone(&self.to_desk), name).map_err(io::Error::other)?;
        Ok(StreamOwned::new(tls, socket))
    }

    fn trickle(&self, mut stream: StreamOwned<ServerConnection, TcpStream>) -> io::Result<()> {
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n")?;
        loop {
            stream.write_all(b" ")?;
            stream.flush()?;
            let state = self.lock();
            let (state, _) = self.changed.wait_timeout(state, Duration::from_millis(50)).unwrap();
            if state.closing || !matches!(state.weather, Weather::Trickle) {
                return Ok(());
            }
        }
    }
}

impl Request {
    /// As it goes on, with this word about the connection.
    fn to_bytes(&self, connection: &str) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\nconnection: {connection}\r\n", self.method, self.path);
        for (name, value) in self.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("connection")) {
            head += &format!("{name}: {value}\r\n");
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }
}

/// One answer off a connection that stays open.
fn read_reply(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let (mut reply, mut length) = (Vec::new(), 0);
    loop {
        let begins = reply.len();
        if reader.read_until(b'\n', &mut reply)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = String::from_utf8_lossy(&reply[begins..]).to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let body = reply.len();
    reply.resize(body + length, 0);
    reader.read_exact(&mut reply[body..])?;
    Ok(reply)
}

fn status(reply: &[u8]) -> Option<u16> {
    std::str::from_utf8(reply.get(9..12)?).ok()?.parse().ok()
}

fn read_request(stream: &mut impl Read) -> io::Result<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        match reader.read_line(&mut line)? {
            0 => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
            _ => Ok(line.trim_end().to_owned()),
        }
    };
    let first = line()?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = Vec::new();
    loop {
        let header = line()?;
        let Some((name, value)) = header.split_once(": ") else { break };
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut request = Request { method, path, headers, body: Vec::new() };
    let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    request.body = vec![0; length];
    reader.read_exact(&mut request.body)?;
    Ok(request)
}
