//! Why something did not go: a word that the page has a sentence for, and what names it. Never what was sent.

use std::fmt;

/// The longest name of what was refused, in characters: enough for three fields of another system.
const LONGEST_DETAIL: usize = 120;

/// Why something did not go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No connection, or none that can be trusted.
    Unreached,
    /// No answer in time, or half of one.
    Slow,
    /// The other system asks for time.
    Busy,
    /// The other system has trouble: its status.
    Trouble(u16),
    /// An answer that is not the other system's, or not what its description says.
    Strange(u16),
    /// It does not take this: its status, and which fields it names.
    Refused(u16, String),
    /// The token or secret is not taken: the status.
    Token(u16),
    /// There is nothing at the address: the status.
    Address(u16),
    /// The actor does not exist there.
    NoActor,
    /// The actor is another team's, or not in use.
    OtherActor,
    /// The card does not open here.
    Shut,
    /// It says that our number is taken, and does not show by whom.
    Hidden,
    /// It does not say when a thing that repeats happens.
    Repeats,
    /// It does not offer the TLS, or the way to log in, that was asked for.
    NoTls,
    /// Nobody vouches for it.
    Untrusted,
    /// What was to be sent cannot be written.
    Unwritten,
    /// Tried too often.
    TooOften,
    /// This desk's own trouble.
    Own,
}

impl Why {
    /// The word of the sentence.
    fn word(&self) -> &'static str {
        match self {
            Why::Unreached => "unreached",
            Why::Slow => "slow",
            Why::Busy => "busy",
            Why::Trouble(_) => "trouble",
            Why::Strange(_) => "strange",
            Why::Refused(..) => "refused",
            Why::Token(_) => "token",
            Why::Address(_) => "address",
            Why::NoActor => "no-actor",
            Why::OtherActor => "other-actor",
            Why::Shut => "shut",
            Why::Hidden => "hidden",
            Why::Repeats => "repeats",
            Why::NoTls => "no-tls",
            Why::Untrusted => "untrusted",
            Why::Unwritten => "unwritten",
            Why::TooOften => "too-often",
            Why::Own => "own",
        }
    }

    /// All words, for the test of the page's texts.
    pub const WORDS: [&'static str; 18] = [
        "unreached",
        "slow",
        "busy",
        "trouble",
        "strange",
        "refused",
        "token",
        "address",
        "no-actor",
        "other-actor",
        "shut",
        "hidden",
        "repeats",
        "no-tls",
        "untrusted",
        "unwritten",
        "too-often",
        "own",
    ];

    /// The word and what names it, of what was kept.
    pub fn read(kept: &str) -> (&'static str, &str) {
        let (word, detail) = kept.split_once(' ').unwrap_or((kept, ""));
        (Why::WORDS.into_iter().find(|known| *known == word).unwrap_or("own"), detail)
    }
}

impl fmt::Display for Why {
    /// As it is kept.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())?;
        match self {
            Why::Trouble(status) | Why::Strange(status) | Why::Token(status) | Why::Address(status) => write!(f, " {status}"),
            Why::Refused(status, fields) if fields.is_empty() => write!(f, " {status}"),
            Why::Refused(status, fields) => write!(f, " {status} {fields}"),
            _ => Ok(()),
        }
    }
}

/// A name of a field or code of another system as it may be kept and shown: short, and nothing that could be a sentence with a
/// resident's number in it.
pub fn plain(names: &[String]) -> String {
    let clean = |name: &String| -> String {
        name.chars().filter(|c| c.is_ascii_alphabetic() || matches!(c, '.' | '_' | '-' | ':')).take(60).collect()
    };
    let all: Vec<String> = names.iter().map(clean).filter(|name| !name.is_empty()).collect();
    all.join(", ").chars().take(LONGEST_DETAIL).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back_and_holds_no_digits_of_what_was_refused() {
        let why = Why::Refused(400, plain(&["digitaalAdres.adres:max_length".into(), "06 12345678 is fout".into()]));
        let kept = why.to_string();
        assert_eq!(Why::read(&kept), ("refused", "400 digitaalAdres.adres:max_length, isfout"));
        assert_eq!(Why::read(&Why::Trouble(503).to_string()), ("trouble", "503"));
        assert_eq!(Why::read("something older"), ("own", "older"));
    }
}
