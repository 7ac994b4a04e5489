//! The bundled translation files, taken apart.

use super::*;
use crate::texts::places::{OWN_FORMS, Parts};

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

/// The places of each key, as all languages have them, without the forms that are a language's own.
pub(super) fn keys_and_places(ftl: &str) -> BTreeMap<String, BTreeSet<String>> {
    of_each(ftl, |parts, key| (!OWN_FORMS.contains(&key)).then(|| parts.places(key)))
}

/// The places of each key, also of those that it takes in.
pub(super) fn all_places(ftl: &str) -> BTreeMap<String, BTreeSet<String>> {
    of_each(ftl, |parts, key| Some(parts.needs(key).places))
}

fn of_each(ftl: &str, places: impl Fn(&Parts<'_>, &str) -> Option<BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    let resource = FluentResource::try_new(ftl.to_owned()).unwrap();
    let parts = Parts::of(&resource);
    parts.messages.keys().filter_map(|key| Some(((*key).to_owned(), places(&parts, key)?))).collect()
}
