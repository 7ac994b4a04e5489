//! A TLS connection on which a test can say anything, also half of something.
#![allow(dead_code, unreachable_pub, reason = "shared by test binaries")]
#![allow(clippy::unwrap_used, reason = "these are tests")]

use super::Signed;
use base64::{Engine, engine::general_purpose::STANDARD};
use inloop::wire::EnrolAnswer;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

/// Longer than anything a healthy desk needs, so that a test of a broken one ends.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Line(StreamOwned<ClientConnection, TcpStream>);

impl Line {
    /// Connects, trusting the certificate of `told` and no other.
    pub fn to(address: SocketAddr, told: &EnrolAnswer) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(STANDARD.decode(told.certificate.as_ref().unwrap()).unwrap().into()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let tls = ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap()).unwrap();
        let socket = TcpStream::connect(address).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket.set_nodelay(true).unwrap();
        Line(StreamOwned::new(tls, socket))
    }

    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)?;
        self.0.flush()
    }

    /// Hangs up in the middle of whatever was being said.
    pub fn hang_up(self) {}

    /// One answer: its status and body.
    pub fn answer(&mut self) -> io::Result<(u16, Vec<u8>)> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte)?;
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok((status, body))
    }

    pub fn ask(&mut self, request: &Signed) -> (u16, Vec<u8>) {
        self.send(&request.to_bytes()).unwrap();
        self.answer().unwrap()
    }
}
