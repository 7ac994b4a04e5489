//! Whether a file of a site's own texts can be used: everything that is wrong with it, by line.
//!
//! A file that is refused changes nothing on the glass, so each reason says what to do. Nothing of a resident is in it.

use super::fault::{Fault, FaultKind};
use super::places::{OWN_FORMS, Parts, written};
use crate::entry::Language;
use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Pattern};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Why a file is refused, or what a site should know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The name of the file.
    pub file: String,
    /// Counted from 1; 0 where no line is to blame.
    pub line: usize,
    /// For whoever writes the site's texts.
    pub what: Fault,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Remark { file, line, what } = self;
        if *line > 0 { write!(f, "{file}, line {line}: {what}") } else { write!(f, "{file}: {what}") }
    }
}

/// What was found in a file. It is used where nothing is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Each is a reason to refuse the file.
    pub refused: Vec<Remark>,
    /// Worth a look before a resident sees it.
    pub notes: Vec<Remark>,
}

/// What a site's texts are held against.
#[derive(Clone, Copy)]
pub struct Against<'a> {
    /// Code and text of each bundled translation file.
    pub bundled: &'a [(&'a str, &'a str)],
    /// Whether a bundled font draws this character, in both weights.
    pub draws: fn(char) -> bool,
}

/// What is longer by more than one part in so many is pointed out: the screens were looked at with what was there.
const LONGER: usize = 4;

/// Begins the key of a language's own name.
const NAME: &str = "language-";
const QUESTION: &str = "language-question";

impl Against<'_> {
    /// Looks at the file `code.ftl`: other words for a bundled language, or all of a new one.
    #[must_use]
    pub fn check(&self, code: &str, ftl: &str) -> Findings {
        let mut findings = Findings::default();
        let file = format!("{code}.ftl");
        let refuse = |line, what: Fault| Remark { file: file.clone(), line, what };
        if code.parse::<Language>().is_err() {
            findings.refused.push(refuse(0, Fault::file(FaultKind::Name, "")));
            return findings;
        }
        let resource = match FluentResource::try_new(ftl.to_owned()) {
            Ok(resource) => resource,
            Err((_, errors)) => {
                let line = |at: usize| 1 + ftl.bytes().take(at).filter(|byte| *byte == b'\n').count();
                let syntax = |error| Fault::file(FaultKind::Syntax, reason(error));
                findings.refused.extend(errors.iter().map(|error| refuse(line(error.pos.start), syntax(error))));
                return findings;
            }
        };
        let bundled: BTreeMap<&str, FluentResource> =
            self.bundled.iter().filter_map(|(code, ftl)| Some((*code, read(ftl)?))).collect();
        let Some(dutch) = bundled.get("nl").map(Parts::of) else {
            findings.refused.push(refuse(0, Fault::file(FaultKind::NoDutch, "")));
            return findings;
        };
        let own = bundled.get(code);
        let mut said = own.map(Parts::of).unwrap_or_default();
        said.add(&resource);
        let look = Look { code, ftl, dutch: &dutch, said: &said, draws: self.draws };
        for (line, what) in look.at(&resource) {
            findings.refused.push(refuse(line, what));
        }
        if own.is_none() {
            findings.refused.extend(look.lacks().map(|what| refuse(0, what)));
        }
        let others: Vec<Parts<'_>> = bundled.values().map(Parts::of).collect();
        for (key, pattern) in &Parts::of(&resource).messages {
            let longest = others.iter().filter_map(|parts| parts.messages.get(key)).map(|text| length(text)).max();
            if longest.is_some_and(|longest| length(pattern) > longest + longest / LONGER) {
                findings.notes.push(refuse(line_of(ftl, key), Fault::of(FaultKind::Longer, key, "")));
            }
        }
        findings
    }
}

struct Look<'a> {
    code: &'a str,
    ftl: &'a str,
    dutch: &'a Parts<'a>,
    said: &'a Parts<'a>,
    draws: fn(char) -> bool,
}

impl Look<'_> {
    /// What is wrong with what is said: line and reason.
    fn at(&self, resource: &FluentResource) -> Vec<(usize, Fault)> {
        let mut wrong = Vec::new();
        let mut seen = BTreeSet::new();
        for entry in resource.entries() {
            let (key, value) = match entry {
                Entry::Message(message) => (message.id.name.to_owned(), message.value.as_ref()),
                Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value)),
                _ => continue,
            };
            let line = line_of(self.ftl, &key);
            let mut say = |kind, detail: &str| wrong.push((line, Fault::of(kind, &key, detail)));
            if !seen.insert(key.clone()) {
                say(FaultKind::Twice, "");
                continue;
            }
            let Some(value) = value else {
                say(FaultKind::Empty, "");
                continue;
            };
            for letter in written(value).chars().filter(|c| *c != '\n' && !(self.draws)(*c)).collect::<BTreeSet<_>>() {
                say(FaultKind::Letter, &letter.to_string());
            }
            if !key.starts_with('-') {
                self.text(&key, value, &mut say);
            }
        }
        wrong
    }

    fn text(&self, key: &str, value: &Pattern<&str>, say: &mut impl FnMut(FaultKind, &str)) {
        let needs = self.said.needs(key);
        for unknown in &needs.unknown {
            say(if unknown.ends_with("()") { FaultKind::Function } else { FaultKind::TakesIn }, unknown);
        }
        if needs.circle {
            say(FaultKind::Circle, "");
        }
        if OWN_FORMS.contains(&key) || self.is_own_name(key) {
            return;
        }
        if !self.dutch.messages.contains_key(key) {
            say(FaultKind::NoSuchText, "");
            return;
        }
        let (places, wanted) = (self.said.places(key), self.dutch.places(key));
        wanted.difference(&places).for_each(|place| say(FaultKind::Lacks, place));
        places.difference(&wanted).for_each(|place| say(FaultKind::Unfilled, place));
        let allowed: &[&str] = match key {
            "read-by-native" => &["yes", "no"],
            "direction" => &["ltr", "rtl"],
            _ => return,
        };
        if !allowed.contains(&written(value).as_str()) {
            say(FaultKind::OneOf, &allowed.join(" or "));
        }
    }

    fn is_own_name(&self, key: &str) -> bool {
        key.strip_prefix(NAME) == Some(self.code)
    }

    /// What a new language has to say and does not.
    fn lacks(&self) -> Option<Fault> {
        let has = |key: &str| self.said.messages.contains_key(key);
        let own_name = format!("{NAME}{}", self.code);
        let mut lacking: Vec<&str> = Vec::new();
        if !has(&own_name) {
            lacking.push(&own_name);
        }
        // The names of the others are in their own scripts everywhere.
        let needed = |key: &&str| (!key.starts_with(NAME) || *key == QUESTION) && !OWN_FORMS.contains(key);
        lacking.extend(self.dutch.messages.keys().copied().filter(needed).filter(|key| !has(key)));
        let all = lacking.join(", ");
        let many = lacking.len();
        (many > 0).then(|| Fault::file(FaultKind::Incomplete, format!("{many} texts are not there: {all}")))
    }
}

fn reason(error: &fluent_syntax::parser::ParserError) -> String {
    error.kind.to_string()
}

fn read(ftl: &str) -> Option<FluentResource> {
    FluentResource::try_new(ftl.to_owned()).ok()
}

/// The line where the text of this key begins.
fn line_of(ftl: &str, key: &str) -> usize {
    let begins = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    ftl.lines().position(begins).map_or(0, |at| at + 1)
}

fn length(pattern: &Pattern<&str>) -> usize {
    written(pattern).chars().count()
}
