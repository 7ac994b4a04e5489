//! PURE. What Open Klant's answers say. Uuids are the only text of theirs that becomes a part of an address, so nothing else is one.

use super::bodies;
use crate::entry::EntryId;
use serde_json::Value;

/// A contact that is ours.
#[derive(Clone, Debug)]
pub struct Ours {
    /// Its uuid.
    pub contact: String,
    /// The uuid of who was involved.
    pub party: Option<String>,
    /// Its number.
    pub number: Option<u64>,
}

/// The uuids of what `holder` lists under `key`; nothing but uuids, because they become parts of an address.
pub fn uuids(holder: &Value, key: &str) -> Vec<String> {
    holder[key].as_array().into_iter().flatten().filter_map(uuid).collect()
}

/// The uuid of a thing.
pub fn uuid(thing: &Value) -> Option<String> {
    thing["uuid"].as_str().and_then(|text| text.parse::<uuid::Uuid>().ok()).map(|uuid| uuid.to_string())
}

/// What an answer to making says was made; none where it is not under our number.
pub fn made(answer: &Value, number: u64) -> Option<Ours> {
    let contact = &answer["klantcontact"];
    has_number(contact, number).then_some(())?;
    Some(Ours { contact: uuid(contact)?, party: Some(uuid(&answer["betrokkene"])?), number: Some(number) })
}

pub(super) fn has_number(contact: &Value, number: u64) -> bool {
    match &contact["nummer"] {
        Value::String(text) => *text == number.to_string(),
        Value::Number(own) => own.as_u64() == Some(number),
        _ => false,
    }
}

pub(super) fn is_about(object: &Value, entry: EntryId) -> bool {
    let named = &object["onderwerpobjectidentificator"];
    named["objectId"] == entry.to_string().as_str() && named["codeRegister"] == bodies::REGISTER
}

pub(super) fn ours(contact: &Value) -> Option<Ours> {
    let number = contact["nummer"].as_str().and_then(|text| text.parse().ok()).or(contact["nummer"].as_u64());
    Some(Ours { contact: uuid(contact)?, party: uuids(contact, "hadBetrokkenen").into_iter().next(), number })
}

pub(super) fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list["results"].as_array().into_iter().flatten()
}
