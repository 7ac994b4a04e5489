//! How the desk's certificate is checked: always, against what was agreed at enrolment, at a time no broken clock can set.

use crate::clock::{Clock, NO_EARLIER_THAN};
use chrono::{DateTime, Utc};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Who vouches for the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The desk's own certificate, as DER, which two people compared by four words.
    Own(Vec<u8>),
    /// The public authorities that browsers trust.
    Public,
}

/// The time at which certificates are checked: the latest of the post's clock, the day this program was written, and the
/// latest time the desk has told. A board without a battery starts in 1970, and would find every certificate not yet valid.
pub struct DeskTime {
    clock: Arc<dyn Clock>,
    told: AtomicI64,
}

impl std::fmt::Debug for DeskTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeskTime").field("told", &self.told).finish_non_exhaustive()
    }
}

impl DeskTime {
    /// A time that starts at `told`, the desk's latest word that was kept, in seconds since 1970.
    pub fn new(clock: Arc<dyn Clock>, told: i64) -> Self {
        DeskTime { clock, told: AtomicI64::new(told) }
    }

    /// The desk said so, in an answer whose signature was checked.
    pub fn tell(&self, at: DateTime<Utc>) {
        self.told.fetch_max(at.timestamp(), Ordering::Relaxed);
        self.clock.learn(at);
    }

    /// The latest the desk has told, in seconds since 1970.
    pub fn told(&self) -> i64 {
        self.told.load(Ordering::Relaxed)
    }

    /// The post's clock.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    fn seconds(&self) -> i64 {
        self.clock.stamp().at.timestamp().max(self.told()).max(NO_EARLIER_THAN)
    }
}

impl TimeProvider for DeskTime {
    fn current_time(&self) -> Option<UnixTime> {
        Some(unix_time(u64::try_from(self.seconds()).unwrap_or(0)))
    }
}

fn unix_time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

/// TLS towards a desk that is known.
pub(super) fn known(trust: &Trust, time: Arc<DeskTime>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = match trust {
        Trust::Own(der) => only(&CertificateDer::from(der.as_slice()))?,
        Trust::Public => public_authorities(),
    };
    let config = ClientConfig::builder_with_details(provider, time).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// TLS towards a desk that is met for the first time; `meeting` says afterwards who vouched for it.
pub(crate) fn first_time(meeting: Arc<Meeting>, time: Arc<DeskTime>) -> Result<ClientConfig, Error> {
    let config = ClientConfig::builder_with_details(Arc::clone(&meeting.provider), time).with_safe_default_protocol_versions()?;
    Ok(config.dangerous().with_custom_certificate_verifier(meeting).with_no_client_auth())
}

fn public_authorities() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}

fn only(certificate: &CertificateDer<'_>) -> Result<RootCertStore, Error> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone().into_owned())?;
    Ok(roots)
}

/// The first handshake with a desk. Nothing vouches yet for an own certificate but the four words that people compare, so it
/// is taken down rather than trusted; it must still be whole: for this name, valid, and with its key at the other end.
#[derive(Debug)]
pub struct Meeting {
    provider: Arc<CryptoProvider>,
    public: Arc<WebPkiServerVerifier>,
    met: Mutex<Option<Met>>,
}

/// Who vouched.
#[derive(Clone, Debug)]
pub(crate) struct Met {
    /// The certificate, as DER.
    pub(crate) certificate: Vec<u8>,
    /// What kept the public authorities from vouching; none where they did.
    pub(crate) not_public: Option<Error>,
}

impl Meeting {
    /// Nobody met yet.
    pub(crate) fn new() -> Result<Self, Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let public = verifier(public_authorities(), &provider)?;
        Ok(Meeting { provider, public, met: Mutex::new(None) })
    }

    /// Who was met last.
    pub(crate) fn met(&self) -> Option<Met> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn verifier(roots: RootCertStore, provider: &Arc<CryptoProvider>) -> Result<Arc<WebPkiServerVerifier>, Error> {
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
        .build()
        .map_err(|error| Error::General(error.to_string()))
}

impl ServerCertVerifier for Meeting {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let not_public = self.public.verify_server_cert(end_entity, intermediates, name, ocsp, now).err();
        if not_public.is_some() {
            let own = verifier(only(end_entity)?, &self.provider)?;
            match own.verify_server_cert(end_entity, &[], name, &[], now) {
                // Made after the day this board believes it is: the board is wrong, and the desk is about to tell the time.
                Err(Error::InvalidCertificate(CertificateError::NotValidYetContext { not_before, .. })) => {
                    own.verify_server_cert(end_entity, &[], name, &[], not_before)?;
                }
                checked => {
                    checked?;
                }
            }
        }
        let met = Met { certificate: end_entity.to_vec(), not_public };
        *self.met.lock().unwrap_or_else(PoisonError::into_inner) = Some(met);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.public.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.public.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.public.supported_verify_schemes()
    }
}
