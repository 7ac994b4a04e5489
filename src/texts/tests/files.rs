//! The bundled translation files, taken apart.

use super::*;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// Code and text of each, Dutch first.
pub(super) const FILES: [(&str, &str); 8] = [
    ("nl", include_str!("../../../ui/lang/nl.ftl")),
    ("en", include_str!("../../../ui/lang/en.ftl")),
    ("ar", include_str!("../../../ui/lang/ar.ftl")),
    ("tr", include_str!("../../../ui/lang/tr.ftl")),
    ("pl", include_str!("../../../ui/lang/pl.ftl")),
    ("uk", include_str!("../../../ui/lang/uk.ftl")),
    ("ti", include_str!("../../../ui/lang/ti.ftl")),
    ("fa", include_str!("../../../ui/lang/fa.ftl")),
];

/// Forms of the hours beside the twelve that every language has; whether one is needed is the language's own.
const OWN_FORMS: [&str; 2] = ["hour-past", "hour-to"];

/// Each text with a short word in every place.
pub(super) fn all_said(code: &str, ftl: &str) -> BTreeMap<String, String> {
    let texts = Texts::parse(code.parse().unwrap(), ftl).unwrap();
    let say = |(key, places): (String, BTreeSet<String>)| {
        let args: Vec<(&'static str, String)> = places.into_iter().map(|place| (&*place.leak(), "x".to_owned())).collect();
        let said = texts.get(&key, &args).unwrap_or_else(|| panic!("{code}: {key} cannot be said"));
        (key, said)
    };
    all_places(ftl).into_iter().map(say).collect()
}

/// The places of each key. Which of two hours a time is told by, and in which form, is the language's own; all are always
/// filled.
pub(super) fn keys_and_places(ftl: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = all_places(ftl);
    all.retain(|key, _| !OWN_FORMS.contains(&key.as_str()));
    for (key, places) in &mut all {
        let told_by_an_hour = ["next", "at"].map(|place| places.remove(place)).contains(&true);
        if told_by_an_hour && key.starts_with("time-") && key != "time-evening" {
            places.insert("hour".to_owned());
        }
    }
    all
}

/// The places of each key, also of those that it takes in.
pub(super) fn all_places(ftl: &str) -> BTreeMap<String, BTreeSet<String>> {
    let resource = FluentResource::try_new(ftl.to_owned()).unwrap();
    let messages: BTreeMap<&str, &Pattern<&str>> = resource
        .entries()
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some((message.id.name, message.value.as_ref()?)),
            _ => None,
        })
        .collect();
    let places = |pattern: &Pattern<&str>| {
        let mut places = BTreeSet::new();
        of_pattern(pattern, &messages, &mut places);
        places
    };
    messages.iter().map(|(key, pattern)| ((*key).to_owned(), places(pattern))).collect()
}

type Messages<'a> = BTreeMap<&'a str, &'a Pattern<&'a str>>;

fn of_pattern(pattern: &Pattern<&str>, messages: &Messages<'_>, places: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression: Expression::Inline(inline) } => of_inline(inline, messages, places),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                of_inline(selector, messages, places);
                for variant in variants {
                    of_pattern(&variant.value, messages, places);
                }
            }
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, messages: &Messages<'_>, places: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            places.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| of_inline(argument, messages, places));
        }
        InlineExpression::MessageReference { id, .. } => of_pattern(messages[id.name], messages, places),
        _ => {}
    }
}
