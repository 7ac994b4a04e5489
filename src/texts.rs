//! Reads the translation files (Fluent), and says a [`Text`] in a language.
//!
//! The visit names what is said by key; only here does it become words. A text that a language lacks is said in Dutch: a
//! resident reads something true rather than a key. What a site says otherwise lies over the bundled texts, and is held
//! against them first ([`Against`]).

mod check;
mod fault;
mod places;
mod source;

pub use check::{Against, Findings, Remark};
pub use fault::{Fault, FaultKind};
pub use source::{Group, entry, groups};

pub mod times;

use crate::entry::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::borrow::Cow;

/// Something to say: a key of the translation files and what goes into its places. Never a resident's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The key.
    pub key: Cow<'static, str>,
    /// Place by place.
    pub args: Vec<(&'static str, Arg)>,
}

/// What goes into a place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// As it stands: a phone number, the site's own words.
    Plain(String),
    /// How many: the language may choose other words for one than for five.
    Count(u32),
    /// Said in the same language first.
    Text(Text),
    /// Said one after the other: "A, B en C".
    List(Vec<String>),
}

impl Text {
    /// A text without places.
    pub fn key(key: impl Into<Cow<'static, str>>) -> Self {
        Text { key: key.into(), args: Vec::new() }
    }

    /// Fills a place.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: Arg) -> Self {
        self.args.push((name, arg));
        self
    }

    /// The site's own words, the same in every language.
    pub fn verbatim(words: impl Into<String>) -> Self {
        Text::key("verbatim").with("text", Arg::Plain(words.into()))
    }
}

/// A translation file that cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the texts in {language} cannot be used: line {line}: {reason}")]
pub struct BadTexts {
    /// The language's code.
    pub language: String,
    /// Counted from 1; 0 where no line is to blame.
    pub line: usize,
    /// For the one who writes translations.
    pub reason: String,
}

/// The texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Texts {
    /// From the text of a translation file.
    ///
    /// # Errors
    /// Where it is not Fluent, or says a key twice.
    pub fn parse(language: Language, ftl: &str) -> Result<Self, BadTexts> {
        let bad = |line, reason| BadTexts { language: language.code().to_owned(), line, reason };
        let resource = resource(language.code(), ftl)?;
        let capital = if language.code() == "tr" { turkish_capital } else { capital };
        let id = language.code().parse().map_err(|e| bad(0, format!("no language has this code: {e}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The glass orders the directions itself; the marks would be characters that no font draws.
        bundle.set_use_isolating(false);
        bundle
            .add_function("START", move |args, _| args.first().map_or(FluentValue::Error, |text| start(text, capital)))
            .map_err(|error| bad(0, error.to_string()))?;
        bundle.add_resource(resource).map_err(|errors| bad(0, errors.first().map(ToString::to_string).unwrap_or_default()))?;
        Ok(Texts { language, bundle })
    }

    /// Which language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// True where the key is there and has a value.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The text of a key with its places filled; none where the key or a place is missing.
    pub fn get(&self, key: &str, args: &[(&'static str, String)]) -> Option<String> {
        self.fill(key, &args.iter().map(|(name, value)| (*name, FluentValue::from(value.as_str()))).collect())
    }

    /// True where the file says that somebody who speaks the language from home has read all of it. Whoever turns a language
    /// on is told where nobody has: `read-by-native = yes` or `no`, the first text of each file; a file without it says no.
    pub fn read_by_native(&self) -> bool {
        self.get("read-by-native", &[]).is_some_and(|said| said == "yes")
    }

    /// True where the file says that lines begin at the right.
    pub fn reads_from_the_right(&self) -> bool {
        self.get("direction", &[]).is_some_and(|said| said == "rtl")
    }

    /// Says what stands in `ftl` otherwise from now on.
    ///
    /// # Errors
    /// Where it is not Fluent; nothing has changed then.
    pub fn reword(&mut self, ftl: &str) -> Result<(), BadTexts> {
        self.bundle.add_resource_overriding(resource(self.language.code(), ftl)?);
        Ok(())
    }

    fn fill(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        errors.is_empty().then_some(said)
    }

    fn say(&self, text: &Text) -> Option<String> {
        let mut args = FluentArgs::new();
        for (name, arg) in &text.args {
            args.set(*name, self.say_arg(arg)?);
        }
        self.fill(&text.key, &args)
    }

    fn say_arg(&self, arg: &Arg) -> Option<FluentValue<'static>> {
        match arg {
            Arg::Plain(words) => Some(words.clone().into()),
            Arg::Count(number) => Some((*number).into()),
            Arg::Text(text) => Some(self.say(text)?.into()),
            Arg::List(words) => Some(self.say_list(words)?.into()),
        }
    }

    fn say_list(&self, words: &[String]) -> Option<String> {
        let [most @ .., last] = words else { return Some(String::new()) };
        let Some((first, between)) = most.split_first() else { return Some(last.clone()) };
        let join = |key, most: String, last: &String| self.get(key, &[("most", most), ("last", last.clone())]);
        let most = between.iter().try_fold(first.clone(), |most, next| join("list-comma", most, next))?;
        join("list-and", most, last)
    }
}

fn resource(language: &str, ftl: &str) -> Result<FluentResource, BadTexts> {
    FluentResource::try_new(ftl.to_owned()).map_err(|(_, errors)| {
        let (at, reason) = errors.first().map_or((0, String::new()), |e| (e.pos.start, e.kind.to_string()));
        let line = 1 + ftl.bytes().take(at).filter(|b| *b == b'\n').count();
        BadTexts { language: language.to_owned(), line, reason }
    })
}

/// Everything that a translation file can put on the glass, letter by letter, without what is filled in.
pub fn letters(ftl: &str) -> impl Iterator<Item = char> {
    let resource = FluentResource::try_new(ftl.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let parts = places::Parts::of(&resource);
    let glass = parts.messages.iter().filter(|(key, _)| !(key.starts_with("language-") && **key != "language-question"));
    glass.flat_map(|(_, text)| places::written(text).chars().collect::<Vec<_>>()).collect::<Vec<_>>().into_iter()
}

/// `START(text)`: with a capital, where the script has them; days and times are written small inside a sentence.
fn start<'a>(text: &FluentValue<'a>, capital: fn(char) -> String) -> FluentValue<'a> {
    let FluentValue::String(words) = text else { return text.clone() };
    let mut letters = words.chars();
    let first = letters.next().map(capital).unwrap_or_default();
    FluentValue::String((first + letters.as_str()).into())
}

fn capital(letter: char) -> String {
    letter.to_uppercase().collect()
}

/// In Turkish i and ı are two letters, each with its own capital.
fn turkish_capital(letter: char) -> String {
    if letter == 'i' { 'İ'.to_string() } else { capital(letter) }
}

const NOT_A_CODE: &str = "not a code of two or three small letters";

/// Every language there is, Dutch first.
#[derive(Debug)]
pub struct Library {
    dutch: Texts,
    others: Vec<Texts>,
}

impl Library {
    /// From code and text of each translation file, as embedded by the glass.
    ///
    /// # Errors
    /// Where a file cannot be used, or none is Dutch.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, BadTexts> {
        let bad = |language: &str, reason: &str| BadTexts { language: language.to_owned(), line: 0, reason: reason.to_owned() };
        let mut dutch = None;
        let mut others = Vec::new();
        for (code, ftl) in files {
            let language: Language = code.parse().map_err(|_| bad(code, NOT_A_CODE))?;
            let texts = Texts::parse(language, ftl)?;
            if language == Language::NL { dutch = Some(texts) } else { others.push(texts) }
        }
        let dutch = dutch.ok_or_else(|| bad("nl", "there is no Dutch"))?;
        Ok(Library { dutch, others })
    }

    /// Puts a site's own words over the bundled ones: code and text of each of its files, which were checked. A language that
    /// is not there yet comes behind the others.
    ///
    /// # Errors
    /// Where a file cannot be read; those before it count.
    pub fn reword<'a>(&mut self, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), BadTexts> {
        for (code, ftl) in files {
            let not_a_code = |_| BadTexts { language: code.to_owned(), line: 0, reason: NOT_A_CODE.to_owned() };
            let language: Language = code.parse().map_err(not_a_code)?;
            let known = std::iter::once(&mut self.dutch).chain(&mut self.others).find(|texts| texts.language == language);
            match known {
                Some(texts) => texts.reword(ftl)?,
                None => self.others.push(Texts::parse(language, ftl)?),
            }
        }
        Ok(())
    }

    /// The languages, Dutch first.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.all().map(Texts::language)
    }

    /// [`Texts::read_by_native`] of that language; false where there is no such language.
    pub fn read_by_native(&self, language: Language) -> bool {
        self.of(language).is_some_and(Texts::read_by_native)
    }

    /// [`Texts::reads_from_the_right`] of that language; false where there is no such language.
    pub fn reads_from_the_right(&self, language: Language) -> bool {
        self.of(language).is_some_and(Texts::reads_from_the_right)
    }

    fn of(&self, language: Language) -> Option<&Texts> {
        self.all().find(|texts| texts.language == language)
    }

    fn all(&self) -> impl Iterator<Item = &Texts> {
        std::iter::once(&self.dutch).chain(&self.others)
    }

    /// True where that language itself has the text, and every place in it can be filled.
    pub fn can_say(&self, language: Language, text: &Text) -> bool {
        self.of(language).is_some_and(|texts| texts.say(text).is_some())
    }

    /// The text in that language; in Dutch where the language lacks it; the key itself where Dutch lacks it too (a test of
    /// every key sees to it that this does not happen). A language that a site added says its own name.
    pub fn say(&self, language: Language, text: &Text) -> String {
        let own = self.others.iter().find(|texts| texts.language == language).and_then(|texts| texts.say(text));
        let named = || self.of(text.key.strip_prefix("language-")?.parse().ok()?)?.say(text);
        own.or_else(|| self.dutch.say(text)).or_else(named).unwrap_or_else(|| text.key.to_string())
    }
}

#[cfg(test)]
mod tests;
