//! A small fixed profile of RFC 9421 (HTTP Message Signatures) with Ed25519.
//!
//! Request: `"@method" "@path" "content-digest" "inloop-kiosk" "inloop-epoch" "inloop-number" "inloop-waited"`.
//! Answer: `"@status" "content-digest" "inloop-time" "signature";req`.
//! Both ends demand exactly these, in this order, with these parameters; anything else is unsigned. There is no `created`: a
//! kiosk may wake up in 1970. What makes a request unique is its number.

use crate::entry::{Epoch, KioskId};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::time::Duration;
use zeroize::Zeroizing;

const REQUEST_PARAMS: &str = "(\"@method\" \"@path\" \"content-digest\" \"inloop-kiosk\" \"inloop-epoch\" \"inloop-number\" \
                              \"inloop-waited\");alg=\"ed25519\";tag=\"inloop-kiosk-v1\"";
const ANSWER_PARAMS: &str =
    "(\"@status\" \"content-digest\" \"inloop-time\" \"signature\";req);alg=\"ed25519\";tag=\"inloop-desk-v1\"";

/// Names of the headers, in lower case.
pub mod header {
    #![allow(missing_docs)]
    pub const DIGEST: &str = "content-digest";
    pub const KIOSK: &str = "inloop-kiosk";
    pub const EPOCH: &str = "inloop-epoch";
    pub const NUMBER: &str = "inloop-number";
    pub const WAITED: &str = "inloop-waited";
    pub const TIME: &str = "inloop-time";
    pub const SIGNATURE: &str = "signature";
    pub const SIGNATURE_INPUT: &str = "signature-input";
}

/// The signature base of RFC 9421, section 2.5: one line a component, the parameters last.
pub fn base(components: &[(&str, &str)], params: &str) -> String {
    let mut base = String::new();
    for (name, value) in components {
        // Writing to a String cannot fail.
        let _ = writeln!(base, "{name}: {value}");
    }
    base + "\"@signature-params\": " + params
}

/// The `Content-Digest` of a body, RFC 9530.
pub fn digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)))
}

macro_rules! key_pair {
    ($(#[$doc:meta])* $private:ident, $(#[$public_doc:meta])* $public:ident) => {
        $(#[$doc])*
        pub struct $private(SigningKey);

        impl $private {
            /// From 32 random or stored bytes.
            pub fn from_seed(seed: &Zeroizing<[u8; 32]>) -> Self {
                $private(SigningKey::from_bytes(seed))
            }

            /// The 32 bytes to store, in a file that only its owner can read.
            pub fn seed(&self) -> Zeroizing<[u8; 32]> {
                Zeroizing::new(self.0.to_bytes())
            }

            /// The public half.
            pub fn public(&self) -> $public {
                $public(self.0.verifying_key())
            }

            fn sign(&self, base: &str) -> String {
                STANDARD.encode(self.0.sign(base.as_bytes()).to_bytes())
            }
        }

        impl std::fmt::Debug for $private {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($private), "(for {})"), self.public().to_text())
            }
        }

        $(#[$public_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $public(VerifyingKey);

        impl $public {
            /// From base64 of 32 bytes.
            ///
            /// # Errors
            /// Where it is no Ed25519 public key, or one of the weak ones.
            pub fn parse(text: &str) -> Result<Self, NotSigned> {
                let bytes: [u8; 32] =
                    STANDARD.decode(text).ok().and_then(|b| b.try_into().ok()).ok_or(NotSigned::BadKey)?;
                let key = VerifyingKey::from_bytes(&bytes).map_err(|_| NotSigned::BadKey)?;
                if key.is_weak() { Err(NotSigned::BadKey) } else { Ok($public(key)) }
            }

            /// Base64 of its 32 bytes.
            pub fn to_text(self) -> String {
                STANDARD.encode(self.0.as_bytes())
            }

            /// Its 32 bytes.
            pub fn as_bytes(&self) -> &[u8; 32] {
                self.0.as_bytes()
            }

            fn check(&self, base: &str, signature: &str) -> Result<(), NotSigned> {
                let bytes: [u8; 64] =
                    STANDARD.decode(signature).ok().and_then(|b| b.try_into().ok()).ok_or(NotSigned::Wrong)?;
                self.0.verify_strict(base.as_bytes(), &Signature::from_bytes(&bytes)).map_err(|_| NotSigned::Wrong)
            }
        }
    };
}

key_pair! {
    /// A kiosk's private key: made on the device at enrolment, never leaves it.
    KioskKey,
    /// What the desk knows a kiosk by.
    KioskPublicKey
}
key_pair! {
    /// The desk's private signing key.
    DeskKey,
    /// What a kiosk knows its desk by.
    DeskPublicKey
}

/// What is signed about a copy that is carried by hand. No request begins like this.
fn copy_base(digest: &str) -> String {
    format!("inloop-copy-v1\n{digest}")
}

/// The signature (base64) of a kiosk over a copy with this digest: see [`super::copy`].
pub(super) fn sign_copy(key: &KioskKey, digest: &str) -> String {
    key.sign(&copy_base(digest))
}

/// Whether `key` made that signature.
pub(super) fn check_copy(key: &KioskPublicKey, digest: &str, signature: &str) -> Result<(), NotSigned> {
    key.check(&copy_base(digest), signature)
}

/// The number of a request, higher than any this kiosk used before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestNumber(pub u64);

/// Why a message does not count as signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// A header is absent, twice, or not of the profile.
    #[error("the message is not signed as agreed")]
    Missing,
    /// The body is not the one that was signed.
    #[error("the body is not the one that was signed")]
    OtherBody,
    /// The signature is by another key, or over something else.
    #[error("the signature does not fit")]
    Wrong,
    /// Not a public key.
    #[error("not an Ed25519 public key")]
    BadKey,
}

/// What a kiosk signs about a request.
#[derive(Clone, Copy, Debug)]
pub struct RequestHead<'a> {
    /// `PUT`, `GET` or `POST`.
    pub method: &'a str,
    /// The path, without host and query; the profile has no queries.
    pub path: &'a str,
    /// Who asks; none while enrolling, when only the key is known.
    pub kiosk: Option<KioskId>,
    /// In which enrolment.
    pub epoch: Epoch,
    /// Never used before.
    pub number: RequestNumber,
    /// How long what is sent has waited since it was kept, to the second, as far as the kiosk knows.
    pub waited: Duration,
    /// The body's bytes; empty for `GET`.
    pub body: &'a [u8],
}

/// The headers of a request or answer, by name.
pub type Headers = Vec<(&'static str, String)>;

impl RequestHead<'_> {
    /// The headers to send.
    pub fn sign(&self, key: &KioskKey) -> Headers {
        let claim = Claim {
            kiosk: self.kiosk,
            epoch: self.epoch,
            number: self.number,
            waited: self.waited,
            digest: digest(self.body),
            signature: String::new(),
        };
        let signature = key.sign(&claim.base(self.method, self.path));
        vec![
            (header::DIGEST, claim.digest.clone()),
            (header::KIOSK, claim.kiosk_text()),
            (header::EPOCH, self.epoch.get().to_string()),
            (header::NUMBER, self.number.0.to_string()),
            (header::WAITED, self.waited.as_secs().to_string()),
            (header::SIGNATURE_INPUT, format!("sig={REQUEST_PARAMS}")),
            (header::SIGNATURE, format!("sig=:{signature}:")),
        ]
    }
}

/// What a request says of itself, before anyone has checked it.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Who it says it is; none while enrolling.
    pub kiosk: Option<KioskId>,
    /// In which enrolment.
    pub epoch: Epoch,
    /// Its number.
    pub number: RequestNumber,
    /// How long what is sent has waited.
    pub waited: Duration,
    digest: String,
    signature: String,
}

impl Claim {
    /// Reads the claim from headers; `get` gives a header's value where it is there exactly once.
    ///
    /// # Errors
    /// [`NotSigned::Missing`].
    pub fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Result<Self, NotSigned> {
        let need = |name| get(name).ok_or(NotSigned::Missing);
        if need(header::SIGNATURE_INPUT)?.strip_prefix("sig=") != Some(REQUEST_PARAMS) {
            return Err(NotSigned::Missing);
        }
        let kiosk = match number(need(header::KIOSK)?)? {
            0 => None,
            some => Some(u32::try_from(some).ok().and_then(|n| KioskId::new(n).ok()).ok_or(NotSigned::Missing)?),
        };
        Ok(Claim {
            kiosk,
            epoch: Epoch::new(u32::try_from(number(need(header::EPOCH)?)?).map_err(|_| NotSigned::Missing)?),
            number: RequestNumber(number(need(header::NUMBER)?)?),
            waited: Duration::from_secs(number(need(header::WAITED)?)?),
            digest: need(header::DIGEST)?.to_owned(),
            signature: bare_signature(need(header::SIGNATURE)?)?.to_owned(),
        })
    }

    /// Whether `key` signed this claim for this method, path and body.
    ///
    /// # Errors
    /// [`NotSigned::OtherBody`], [`NotSigned::Wrong`].
    pub fn check(&self, method: &str, path: &str, body: &[u8], key: &KioskPublicKey) -> Result<(), NotSigned> {
        if digest(body) != self.digest {
            return Err(NotSigned::OtherBody);
        }
        key.check(&self.base(method, path), &self.signature)
    }

    /// The request's signature in base64: what the answer is bound to.
    pub fn signature(&self) -> &str {
        &self.signature
    }

    fn kiosk_text(&self) -> String {
        self.kiosk.map_or(0, KioskId::get).to_string()
    }

    fn base(&self, method: &str, path: &str) -> String {
        base(
            &[
                ("\"@method\"", method),
                ("\"@path\"", path),
                ("\"content-digest\"", &self.digest),
                ("\"inloop-kiosk\"", &self.kiosk_text()),
                ("\"inloop-epoch\"", &self.epoch.get().to_string()),
                ("\"inloop-number\"", &self.number.0.to_string()),
                ("\"inloop-waited\"", &self.waited.as_secs().to_string()),
            ],
            REQUEST_PARAMS,
        )
    }
}

/// Plain decimal digits without sign or leading zeros, at most what SQLite's signed integer holds.
fn number(text: &str) -> Result<u64, NotSigned> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    match text.parse::<u64>() {
        Ok(number) if plain && number <= i64::MAX as u64 => Ok(number),
        _ => Err(NotSigned::Missing),
    }
}

fn bare_signature(value: &str) -> Result<&str, NotSigned> {
    value.strip_prefix("sig=:").and_then(|rest| rest.strip_suffix(':')).ok_or(NotSigned::Missing)
}

/// What the desk signs about an answer.
#[derive(Clone, Copy, Debug)]
pub struct AnswerHead<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The desk's clock, to the second.
    pub time: DateTime<Utc>,
    /// The signature (base64) of the request it answers.
    pub request_signature: &'a str,
    /// The body's bytes.
    pub body: &'a [u8],
}

impl AnswerHead<'_> {
    /// The headers to send.
    pub fn sign(&self, key: &DeskKey) -> Headers {
        let (digest, time) = (digest(self.body), self.time.timestamp().to_string());
        let signature = key.sign(&answer_base(self.status, &digest, &time, self.request_signature));
        vec![
            (header::DIGEST, digest),
            (header::TIME, time),
            (header::SIGNATURE_INPUT, format!("sig={ANSWER_PARAMS}")),
            (header::SIGNATURE, format!("sig=:{signature}:")),
        ]
    }

    /// Checks an answer that came off the wire, and gives the desk's time.
    ///
    /// # Errors
    /// [`NotSigned`]: then it is not the desk's word, whatever its status says.
    pub fn check<'a>(
        status: u16,
        body: &[u8],
        get: impl Fn(&str) -> Option<&'a str>,
        request_signature: &str,
        key: &DeskPublicKey,
    ) -> Result<DateTime<Utc>, NotSigned> {
        let need = |name| get(name).ok_or(NotSigned::Missing);
        if need(header::SIGNATURE_INPUT)?.strip_prefix("sig=") != Some(ANSWER_PARAMS) {
            return Err(NotSigned::Missing);
        }
        let (claimed, time) = (need(header::DIGEST)?, need(header::TIME)?);
        if digest(body) != claimed {
            return Err(NotSigned::OtherBody);
        }
        key.check(&answer_base(status, claimed, time, request_signature), bare_signature(need(header::SIGNATURE)?)?)?;
        DateTime::from_timestamp(number(time)? as i64, 0).ok_or(NotSigned::Missing)
    }
}

/// The signature of the headers that [`RequestHead::sign`] gave, in base64: what the answer must be bound to.
pub fn signature_of(headers: &Headers) -> &str {
    let value = headers.iter().find(|(name, _)| *name == header::SIGNATURE).map_or("", |(_, value)| value.as_str());
    bare_signature(value).unwrap_or("")
}

fn answer_base(status: u16, digest: &str, time: &str, request_signature: &str) -> String {
    base(
        &[
            ("\"@status\"", &status.to_string()),
            ("\"content-digest\"", digest),
            ("\"inloop-time\"", time),
            ("\"signature\";req", &format!("sig=:{request_signature}:")),
        ],
        ANSWER_PARAMS,
    )
}

#[cfg(test)]
mod tests;
