//! The desk's keys: files in one folder that belongs to the desk alone, outside database and backup, or credentials of its service
//! ([`super::given`]).
//!
//! | file | what | mode |
//! |---|---|---|
//! | `team.key` | opens what residents leave | 0600 |
//! | `recovery.pub` | the public half of the recovery key; the private half is on paper | 0644 |
//! | `signing.key` | signs what the desk answers | 0600 |
//! | `certificate.pem`, `certificate.key` | TLS | 0644, 0600 |
//! | `open-klant.token`, `webhook.secret` | let the desk into systems of others, where the configuration names them | 0600 |

use super::given::Given;
use crate::clock::{Luck, NoLuck, Stamp};
use crate::entry::{Body, CallReason, Draft, Entry, EntryId, Epoch, Header, KioskId, Language, PhoneNumber, Sequence};
use crate::seal::{self, BadRecipients, NotOpened, NotSealed, Recipients, TeamKey};
use crate::wire::{self, DeskKey, EnrolAnswer};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const TEAM: &str = "team.key";
const RECOVERY: &str = "recovery.pub";
const SIGNING: &str = "signing.key";
const CERTIFICATE: &str = "certificate.pem";
const CERTIFICATE_KEY: &str = "certificate.key";
const PRIVATE: [&str; 3] = [TEAM, SIGNING, CERTIFICATE_KEY];

/// The certificate's first and last year. It is pinned at enrolment, so what ends it is new keys, not a date; a board without a
/// clock must not find it expired.
const CERTIFICATE_YEARS: (i32, i32) = (2026, 2056);

/// All keys of a desk, read.
pub struct DeskKeys {
    /// Opens what residents leave.
    pub team: TeamKey,
    /// Signs what the desk answers.
    pub signing: DeskKey,
    /// What entries are sealed to.
    pub recipients: Recipients,
    certificates: Vec<CertificateDer<'static>>,
    certificate_key: PrivateKeyDer<'static>,
}

/// Why there are no keys. None holds a part of one.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file cannot be read or written.
    #[error("{} cannot be used", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Keys are never written over.
    #[error("{} holds keys already; they were left as they are", .0.display())]
    AlreadyThere(PathBuf),
    /// Others on this machine could read it.
    #[error("{} can be read by others on this machine; take that away (chmod 600) and consider new keys", .0.display())]
    Open(PathBuf),
    /// The file does not hold what belongs there.
    #[error("{} does not hold {what}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What belongs there.
        what: &'static str,
    },
    /// The two public keys are no pair to seal to.
    #[error(transparent)]
    Recipients(#[from] BadRecipients),
    /// The certificate could not be made.
    #[error("the certificate could not be made")]
    Certificate(#[from] rcgen::Error),
    /// The certificate and its key do not fit.
    #[error("the certificate cannot be used")]
    Tls(#[from] rustls::Error),
    /// No randomness.
    #[error(transparent)]
    NoLuck(#[from] NoLuck),
    /// A test entry could not be sealed to the new keys.
    #[error("the new keys failed their test")]
    NotSealed(#[from] NotSealed),
    /// A test entry could not be opened with the new keys.
    #[error("the new keys failed their test")]
    NotOpened(#[from] NotOpened),
}

/// What `keygen` made and proved; the recovery key is nowhere else.
#[derive(Debug)]
pub struct Made {
    /// To be written on paper, or into a file that its maker names.
    pub recovery: TeamKey,
    /// What to compare later.
    pub fingerprints: Fingerprints,
}

/// Names of public keys, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprints {
    /// `age1...` of the team.
    pub team: String,
    /// `age1...` of the recovery key.
    pub recovery: String,
    /// Base64 of the desk's public signing key.
    pub signing: String,
    /// SHA-256 of the certificate, in hexadecimal.
    pub certificate: String,
}

/// Makes all keys in the folder `dir`, proves that both private age keys open an entry sealed to them, and only then writes.
///
/// # Errors
/// [`KeyError`]; keys that are there are never written over.
pub fn make(dir: &Path, names: &[String], luck: &dyn Luck) -> Result<Made, KeyError> {
    let files = [TEAM, RECOVERY, SIGNING, CERTIFICATE, CERTIFICATE_KEY].map(|name| dir.join(name));
    if files.iter().any(|file| file.exists()) {
        return Err(KeyError::AlreadyThere(dir.to_owned()));
    }
    let (team, recovery) = (TeamKey::generate(), TeamKey::generate());
    let recipients = Recipients::parse(&team.public(), &recovery.public())?;
    for key in [&team, &recovery] {
        prove(key, &recipients)?;
    }
    let mut seed = Zeroizing::new([0; 32]);
    luck.fill(&mut *seed)?;
    let signing = DeskKey::from_seed(&seed);
    let certified = certify(names)?;

    let whole = |source| KeyError::File { path: dir.to_owned(), source };
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(whole)?;
    write(&files[0], 0o600, &team.reveal())?;
    write(&files[1], 0o644, &recovery.public())?;
    write(&files[2], 0o600, &Zeroizing::new(STANDARD.encode(*signing.seed())))?;
    write(&files[3], 0o644, &certified.0)?;
    write(&files[4], 0o600, &certified.1)?;
    let fingerprints = DeskKeys::load(dir)?.fingerprints();
    Ok(Made { recovery, fingerprints })
}

/// Seals an entry to both keys and opens it with `key`.
fn prove(key: &TeamKey, recipients: &Recipients) -> Result<(), KeyError> {
    let one = KioskId::new(1).ok().zip(Sequence::new(1).ok());
    let malformed = || KeyError::NotOpened(NotOpened::OtherHeader);
    let (kiosk, sequence) = one.ok_or_else(malformed)?;
    let header = Header { id: EntryId::new(0, [0; 10]), kiosk, epoch: Epoch::FIRST, sequence };
    let entry = Entry {
        header,
        left_at: Stamp { at: chrono::DateTime::UNIX_EPOCH, trusted: false },
        teken: None,
        recognition: None,
        draft: Draft { language: Language::NL, body: Body::Call(CallReason::Help), recording: None },
    };
    let sealed = seal::seal(&entry, recipients)?;
    let opened = seal::open(sealed.envelope(), key)?;
    if opened.header == header { Ok(()) } else { Err(malformed()) }
}

fn certify(names: &[String]) -> Result<(String, Zeroizing<String>), KeyError> {
    let key = rcgen::KeyPair::generate()?;
    let mut names: Vec<String> = names.to_vec();
    if names.is_empty() {
        names = vec!["localhost".into(), "127.0.0.1".into(), "::1".into()];
    }
    let mut params = rcgen::CertificateParams::new(names)?;
    params.not_before = rcgen::date_time_ymd(CERTIFICATE_YEARS.0, 1, 1);
    params.not_after = rcgen::date_time_ymd(CERTIFICATE_YEARS.1, 1, 1);
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(rcgen::DnType::CommonName, "Inloop desk");
    let certificate = params.self_signed(&key)?;
    Ok((certificate.pem(), Zeroizing::new(key.serialize_pem())))
}

/// Writes a new file; one that is there is never touched.
pub(super) fn write(path: &Path, mode: u32, text: &str) -> Result<(), KeyError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => KeyError::AlreadyThere(path.to_owned()),
        _ => KeyError::File { path: path.to_owned(), source },
    };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n")).and_then(|()| file.sync_all()).map_err(failed)
}

impl DeskKeys {
    /// Reads what [`make`] made: from the folder `dir`, and what is not there from the credentials of this service.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn load(dir: &Path) -> Result<Self, KeyError> {
        Self::given(&Given::to_this_service(dir))
    }

    /// The same, of a desk that may not have any keys yet.
    ///
    /// # Errors
    /// [`KeyError`] where there are some, and they cannot be used.
    pub fn load_if_made(dir: &Path) -> Result<Option<Self>, KeyError> {
        let given = Given::to_this_service(dir);
        if PRIVATE.iter().any(|name| given.has(name)) { Self::given(&given).map(Some) } else { Ok(None) }
    }

    fn given(from: &Given<'_>) -> Result<Self, KeyError> {
        let malformed = |name: &str, what| KeyError::Malformed { path: from.place(name), what };
        let team = TeamKey::parse(&from.private(TEAM)?).map_err(|_| malformed(TEAM, "an age private key"))?;
        let recovery = from.public(RECOVERY)?;
        let seed = Zeroizing::new(STANDARD.decode(from.private(SIGNING)?.trim()).unwrap_or_default());
        let seed = <[u8; 32]>::try_from(seed.as_slice()).map_err(|_| malformed(SIGNING, "a signing key"))?;
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(from.public(CERTIFICATE)?.as_bytes()).collect();
        let certificates = chain.ok().filter(|chain| !chain.is_empty());
        let key_text = from.private(CERTIFICATE_KEY)?;
        Ok(DeskKeys {
            recipients: Recipients::parse(&team.public(), recovery.trim())?,
            team,
            signing: DeskKey::from_seed(&Zeroizing::new(seed)),
            certificates: certificates.ok_or_else(|| malformed(CERTIFICATE, "a certificate"))?,
            certificate_key: PrivateKeyDer::from_pem_slice(key_text.as_bytes())
                .map_err(|_| malformed(CERTIFICATE_KEY, "a private key"))?,
        })
    }

    /// What an enrolling kiosk is told; `pinned` with the desk's own certificate.
    pub fn enrol_answer(&self, pinned: bool) -> EnrolAnswer {
        EnrolAnswer {
            v: wire::VERSION,
            desk_key: self.signing.public().to_text(),
            team: self.recipients.team(),
            recovery: self.recipients.recovery(),
            certificate: self.certificates.first().filter(|_| pinned).map(|der| STANDARD.encode(der)),
        }
    }

    /// Names of the public halves.
    pub fn fingerprints(&self) -> Fingerprints {
        let der = self.certificates.first().map(|der| der.as_ref()).unwrap_or_default();
        Fingerprints {
            team: self.recipients.team(),
            recovery: self.recipients.recovery(),
            signing: self.signing.public().to_text(),
            certificate: Sha256::digest(der).iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// A keyed hash by which the same number is known again, however it was written: without the key nobody can find the number by
    /// trying all there are.
    pub fn caller(&self, number: &PhoneNumber) -> [u8; 32] {
        let digits = number.reveal();
        let national = digits.strip_prefix("+31").or_else(|| digits.strip_prefix("0031"));
        let seed = self.signing.seed();
        let (zero, rest) = national.map_or(("", digits), |rest| ("0", rest));
        mac(seed.as_slice(), &[b"inloop caller 1\n", zero.as_bytes(), rest.as_bytes()])
    }

    /// A key for this purpose alone, made from the desk's own: in no file, no database and no backup.
    pub fn derived(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(mac(self.signing.seed().as_slice(), &[b"inloop key 1\n", purpose.as_bytes()]))
    }

    /// TLS with the desk's certificate.
    ///
    /// # Errors
    /// Where the certificate and its key do not fit.
    pub fn tls(&self) -> Result<rustls::ServerConfig, KeyError> {
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let mut config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(self.certificates.clone(), self.certificate_key.clone_key())?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

/// HMAC-SHA256 over these parts, one after the other.
pub(super) fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

impl std::fmt::Debug for DeskKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("DeskKeys").field(&self.fingerprints()).finish()
    }
}
