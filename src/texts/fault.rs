//! What can be wrong with a text that a site says otherwise: a kind for whoever tells it, and a sentence for the log.

use super::places::FUNCTION;
use std::fmt;

/// What is wrong, or worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The file's name is no language.
    Name,
    /// Not Fluent.
    Syntax,
    /// There is no Dutch to hold it against.
    NoDutch,
    /// A text that the file says before.
    Twice,
    /// A key without words.
    Empty,
    /// A letter that no font draws.
    Letter,
    /// It asks for a function that there is not.
    Function,
    /// It takes in a text that it may not, or that there is not.
    TakesIn,
    /// It takes in itself.
    Circle,
    /// The glass has no such text.
    NoSuchText,
    /// A place is left out.
    Lacks,
    /// A place that nothing fills.
    Unfilled,
    /// Only certain words are allowed.
    OneOf,
    /// A new language does not say everything.
    Incomplete,
    /// More letters than whoever keeps it takes.
    TooLong,
    /// There is no room for more texts in its language.
    Full,
    /// Longer than the screens were looked at with: worth a look, and no reason to refuse.
    Longer,
    /// Anything else, as a sentence.
    Other,
}

impl FaultKind {
    /// All there are.
    pub const ALL: [FaultKind; 18] = [
        FaultKind::Name,
        FaultKind::Syntax,
        FaultKind::NoDutch,
        FaultKind::Twice,
        FaultKind::Empty,
        FaultKind::Letter,
        FaultKind::Function,
        FaultKind::TakesIn,
        FaultKind::Circle,
        FaultKind::NoSuchText,
        FaultKind::Lacks,
        FaultKind::Unfilled,
        FaultKind::OneOf,
        FaultKind::Incomplete,
        FaultKind::TooLong,
        FaultKind::Full,
        FaultKind::Longer,
        FaultKind::Other,
    ];

    /// The word in the texts of whoever tells it.
    pub fn word(self) -> &'static str {
        match self {
            FaultKind::Name => "name",
            FaultKind::Syntax => "syntax",
            FaultKind::NoDutch => "no-dutch",
            FaultKind::Twice => "twice",
            FaultKind::Empty => "empty",
            FaultKind::Letter => "letter",
            FaultKind::Function => "function",
            FaultKind::TakesIn => "takes-in",
            FaultKind::Circle => "circle",
            FaultKind::NoSuchText => "no-such-text",
            FaultKind::Lacks => "lacks",
            FaultKind::Unfilled => "unfilled",
            FaultKind::OneOf => "one-of",
            FaultKind::Incomplete => "incomplete",
            FaultKind::TooLong => "too-long",
            FaultKind::Full => "full",
            FaultKind::Longer => "longer",
            FaultKind::Other => "other",
        }
    }
}

/// One thing that is wrong. As a sentence it is for the log and the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// The text's key; empty where it is about the whole file.
    pub key: String,
    /// The place, letter, name or reason.
    pub detail: String,
}

impl Fault {
    pub(super) fn of(kind: FaultKind, key: &str, detail: impl Into<String>) -> Self {
        Fault { kind, key: key.to_owned(), detail: detail.into() }
    }

    /// About a whole file.
    pub(super) fn file(kind: FaultKind, detail: impl Into<String>) -> Self {
        Fault::of(kind, "", detail)
    }

    /// Something that the texts know nothing of, as a sentence.
    pub fn other(sentence: impl Into<String>) -> Self {
        Fault::file(FaultKind::Other, sentence)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { kind, key, detail } = self;
        match kind {
            FaultKind::Name => f.write_str("the name is no language: two or three small letters, as in fr.ftl"),
            FaultKind::NoDutch => f.write_str("there is no Dutch to hold it against"),
            FaultKind::Syntax | FaultKind::Other => f.write_str(detail),
            FaultKind::Twice => write!(f, "{key} is said twice"),
            FaultKind::Empty => write!(f, "{key} has no text"),
            FaultKind::Letter => match detail.chars().next() {
                Some(letter) => write!(f, "{key}: no font of the kiosk draws {letter:?} (U+{:04X})", u32::from(letter)),
                None => write!(f, "{key}: no font of the kiosk draws a letter of it"),
            },
            FaultKind::Function => write!(f, "{key} takes in {detail}: the only function is {FUNCTION}()"),
            FaultKind::TakesIn => write!(f, "{key} takes in {detail}: no text has that name"),
            FaultKind::Circle => write!(f, "{key} takes in itself"),
            FaultKind::NoSuchText => write!(f, "the glass has no text {key}: is it spelt as in nl.ftl?"),
            FaultKind::Lacks => write!(f, "{key} lacks the place {{ ${detail} }}"),
            FaultKind::Unfilled => write!(f, "{key} has a place {{ ${detail} }} that nothing fills"),
            FaultKind::OneOf => write!(f, "{key} is either {detail}"),
            FaultKind::Incomplete => write!(f, "a new language says everything; {detail}"),
            FaultKind::TooLong => write!(f, "{key} has more than {detail} letters"),
            FaultKind::Full => write!(f, "{key}: there is no room for more texts in this language"),
            FaultKind::Longer => {
                write!(f, "{key} is much longer than in any language so far: look at its screen, also with the largest text")
            }
        }
    }
}
