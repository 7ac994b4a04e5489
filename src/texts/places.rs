//! Translation files taken apart: which texts, with which places, in which letters.

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};

/// Forms of the hours beside the twelve that every language has; whether one is needed is the language's own.
pub(super) const OWN_FORMS: [&str; 2] = ["hour-past", "hour-to"];

/// The one function that a text may ask for.
pub(super) const FUNCTION: &str = "START";

/// The texts of one language by their keys, from one file or from several of which the last goes first.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) messages: BTreeMap<&'a str, &'a Pattern<&'a str>>,
    terms: BTreeMap<&'a str, &'a Pattern<&'a str>>,
}

/// What a text takes in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// Places, also those of the texts that it takes in.
    pub(super) places: BTreeSet<String>,
    /// What it takes in and nobody has.
    pub(super) unknown: BTreeSet<String>,
    /// It takes in itself.
    pub(super) circle: bool,
}

impl<'a> Parts<'a> {
    pub(super) fn of(resource: &'a FluentResource) -> Self {
        let mut parts = Parts::default();
        parts.add(resource);
        parts
    }

    /// What `resource` says goes before what was said.
    pub(super) fn add(&mut self, resource: &'a FluentResource) {
        for entry in resource.entries() {
            match entry {
                Entry::Message(message) => {
                    if let Some(value) = &message.value {
                        self.messages.insert(message.id.name, value);
                    }
                }
                Entry::Term(term) => {
                    self.terms.insert(term.id.name, &term.value);
                }
                _ => {}
            }
        }
    }

    pub(super) fn needs(&self, key: &str) -> Needs {
        let mut needs = Needs::default();
        self.message(key, &mut Vec::new(), &mut needs);
        needs
    }

    /// The places of each text as all languages have them: by which of two hours a time is told, and in which form, is the
    /// language's own, and all are always filled.
    pub(super) fn places(&self, key: &str) -> BTreeSet<String> {
        let mut places = self.needs(key).places;
        if key.starts_with("time-") {
            let told_by_an_hour = ["next", "at"].map(|place| places.remove(place)).contains(&true);
            if told_by_an_hour && key != "time-evening" {
                places.insert("hour".to_owned());
            }
        }
        places
    }

    fn message(&self, key: &str, inside: &mut Vec<String>, needs: &mut Needs) {
        self.taken(key, self.messages.get(key).copied(), inside, needs);
    }

    fn taken(&self, name: &str, pattern: Option<&Pattern<&str>>, inside: &mut Vec<String>, needs: &mut Needs) {
        let Some(pattern) = pattern else {
            needs.unknown.insert(name.to_owned());
            return;
        };
        if inside.iter().any(|outer| outer == name) {
            needs.circle = true;
            return;
        }
        inside.push(name.to_owned());
        self.pattern(pattern, inside, needs);
        inside.pop();
    }

    fn pattern(&self, pattern: &Pattern<&str>, inside: &mut Vec<String>, needs: &mut Needs) {
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else { continue };
            self.expression(expression, inside, needs);
        }
    }

    fn expression(&self, expression: &Expression<&str>, inside: &mut Vec<String>, needs: &mut Needs) {
        match expression {
            Expression::Inline(inline) => self.inline(inline, inside, needs),
            Expression::Select { selector, variants } => {
                self.inline(selector, inside, needs);
                variants.iter().for_each(|variant| self.pattern(&variant.value, inside, needs));
            }
        }
    }

    fn inline(&self, inline: &InlineExpression<&str>, inside: &mut Vec<String>, needs: &mut Needs) {
        match inline {
            InlineExpression::VariableReference { id } => {
                needs.places.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { id, arguments } => {
                if id.name != FUNCTION {
                    needs.unknown.insert(format!("{}()", id.name));
                }
                arguments.positional.iter().for_each(|argument| self.inline(argument, inside, needs));
            }
            InlineExpression::MessageReference { id, attribute: None } => self.message(id.name, inside, needs),
            InlineExpression::MessageReference { id, attribute: Some(part) } => {
                needs.unknown.insert(format!("{}.{}", id.name, part.name));
            }
            InlineExpression::TermReference { id, .. } => {
                let name = format!("-{}", id.name);
                self.taken(&name, self.terms.get(id.name).copied(), inside, needs);
            }
            InlineExpression::Placeable { expression } => self.expression(expression, inside, needs),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }
}

/// Everything that a pattern itself can put on the glass: its variants one behind the other, without what is filled in.
pub(super) fn written(pattern: &Pattern<&str>) -> String {
    let mut all = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => all.push_str(value),
            PatternElement::Placeable { expression } => of_expression(expression, &mut all),
        }
    }
    all
}

fn of_expression(expression: &Expression<&str>, all: &mut String) {
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            all.push_str(&fluent_syntax::unicode::unescape_unicode_to_string(value));
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => of_expression(expression, all),
        Expression::Inline(_) => {}
        Expression::Select { variants, .. } => variants.iter().for_each(|variant| all.push_str(&written(&variant.value))),
    }
}
