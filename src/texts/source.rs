//! Translation files as somebody writes them: their texts by group, and one text written back.
//!
//! A text that was typed on its own is made an entry of a file here. It can be that one entry and nothing else: what is typed
//! begins no second one, whatever stands in it.

use super::check::{Against, Findings, Remark};
use super::fault::{Fault, FaultKind};
use super::places::Parts;
use fluent_bundle::FluentResource;
use fluent_syntax::ast::Entry;
use std::collections::BTreeSet;

/// The beginning of the line that names a group.
const GROUP: &str = "## ";

/// What makes a line part of the text above it.
const INDENT: &str = "    ";

/// The texts of one screen, or of a few that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// As the file says; empty for what stands before the first title.
    pub title: String,
    /// Key and words, in the order of the file.
    pub texts: Vec<(String, String)>,
}

/// The texts of a translation file by its titles, each in the words between `=` and the next.
pub fn groups(ftl: &str) -> Vec<Group> {
    let mut groups = vec![Group::default()];
    // Whether the last line belonged to a text, so that the next may too.
    let mut open = false;
    for line in ftl.lines() {
        if let Some(title) = line.strip_prefix(GROUP) {
            groups.push(Group { title: title.trim().to_owned(), texts: Vec::new() });
            open = false;
        } else if line.trim().is_empty() || line.starts_with('#') {
            open = false;
        } else if let Some(group) = groups.last_mut() {
            match begins(line) {
                Some((key, words)) => {
                    group.texts.push((key.to_owned(), words.trim().to_owned()));
                    open = true;
                }
                None if open => {
                    if let Some((_, words)) = group.texts.last_mut() {
                        if !words.is_empty() {
                            words.push('\n');
                        }
                        words.push_str(line.trim_end().strip_prefix(INDENT).unwrap_or(line.trim()));
                    }
                }
                None => {}
            }
        }
    }
    groups
}

/// Key and first words, where a text begins in this line.
fn begins(line: &str) -> Option<(&str, &str)> {
    let (key, words) = line.split_once('=')?;
    let key = key.trim_end();
    let is_key = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    is_key.then_some((key, words))
}

/// The entry of a translation file that says `words` under `key`.
///
/// # Errors
/// [`FaultKind::Empty`], and [`FaultKind::Syntax`] where it would not be that one entry.
pub fn entry(key: &str, words: &str) -> Result<String, Fault> {
    let lines: Vec<&str> = words.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
    if lines.is_empty() {
        return Err(Fault::of(FaultKind::Empty, key, ""));
    }
    let joined = lines.join(&format!("\n{INDENT}"));
    let ftl = format!("{key} = {}\n", joined.trim_start());
    let resource = FluentResource::try_new(ftl.clone()).map_err(|(_, errors)| {
        Fault::of(FaultKind::Syntax, key, errors.first().map(|error| error.kind.to_string()).unwrap_or_default())
    })?;
    let mut entries = resource.entries();
    match (entries.next(), entries.next()) {
        (Some(Entry::Message(message)), None)
            if message.id.name == key && message.value.is_some() && message.attributes.is_empty() =>
        {
            Ok(ftl)
        }
        _ => Err(Fault::of(FaultKind::Syntax, key, "it is more than one text")),
    }
}

/// The names of what an entry takes in.
fn takes_in(key: &str, entry: &str) -> BTreeSet<String> {
    let read = FluentResource::try_new(entry.to_owned());
    read.map(|alone| Parts::of(&alone).needs(key).unknown).unwrap_or_default()
}

impl Against<'_> {
    /// Looks at one text that is said otherwise in a bundled language, on its own: it takes in no other text than its bundled
    /// wording does, so that none can be spoilt by another.
    #[must_use]
    pub fn check_one(&self, code: &str, key: &str, words: &str) -> Findings {
        let refused = |fault: Fault| Findings {
            refused: vec![Remark { file: format!("{code}.ftl"), line: 0, what: fault }],
            notes: Vec::new(),
        };
        let ftl = match entry(key, words) {
            Ok(ftl) => ftl,
            Err(fault) => return refused(fault),
        };
        let bundled = self.bundled.iter().find(|(known, _)| *known == code).map(|(_, ftl)| groups(ftl)).unwrap_or_default();
        let before = bundled.into_iter().flat_map(|group| group.texts).find(|(known, _)| known == key);
        let allowed = before.and_then(|(key, words)| Some(takes_in(&key, &entry(&key, &words).ok()?))).unwrap_or_default();
        if let Some(other) = takes_in(key, &ftl).iter().find(|name| !name.ends_with("()") && !allowed.contains(*name)) {
            return refused(Fault::of(FaultKind::TakesIn, key, other.as_str()));
        }
        self.check(code, &ftl)
    }
}
