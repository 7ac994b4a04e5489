//! Finding what is ours among what Open Klant answers. Nothing is believed by the question that was asked, only by what it says.

use super::reading::{Ours, has_number, is_about, items, ours, uuid, uuids};
use super::{Halt, OpenKlant};
use crate::entry::EntryId;
use serde_json::Value;

/// How many pages of a list are looked through: a filter that is heeded gives one, and behind a thousand contacts of other people
/// the asking goes on by trying the number.
const MOST_PAGES: u32 = 10;

/// Whose contact has a number.
pub(super) enum Whose {
    /// It carries our entry's id.
    Ours(Ours),
    /// It is somebody else's.
    Others,
    /// There is none to be seen.
    Nobodys,
}

impl OpenKlant {
    /// Whose contact has `number`.
    pub(super) async fn by_number(&self, number: u64, entry: EntryId) -> Result<Whose, Halt> {
        let text = number.to_string();
        for page in 1..=MOST_PAGES {
            let page = page.to_string();
            let Some(list) = self.get("klantcontacten", &[("nummer", &text), ("page", &page)]).await? else { break };
            if let Some(contact) = items(&list).find(|contact| has_number(contact, number)) {
                for object in uuids(contact, "gingOverOnderwerpobjecten") {
                    let object = self.get(&format!("onderwerpobjecten/{object}"), &[]).await?;
                    if object.is_some_and(|object| is_about(&object, entry)) {
                        return Ok(ours(contact).map_or(Whose::Nobodys, Whose::Ours));
                    }
                }
                return Ok(Whose::Others);
            }
            if list["next"].is_null() {
                break;
            }
        }
        Ok(Whose::Nobodys)
    }

    /// The contact that carries our entry's id, whatever its number.
    pub(super) async fn by_entry(&self, entry: EntryId) -> Result<Option<Ours>, Halt> {
        for object in self.objects(entry).await? {
            let Some(contact) = uuid(&object["klantcontact"]) else { continue };
            if let Some(contact) = self.get(&format!("klantcontacten/{contact}"), &[]).await? {
                return Ok(ours(&contact));
            }
        }
        Ok(None)
    }

    /// What there carries our entry's id.
    pub(super) async fn objects(&self, entry: EntryId) -> Result<Vec<Value>, Halt> {
        let (id, mut found) = (entry.to_string(), Vec::new());
        for page in 1..=MOST_PAGES {
            let page = page.to_string();
            let query = [("onderwerpobjectidentificatorObjectId", id.as_str()), ("page", page.as_str())];
            let Some(list) = self.get("onderwerpobjecten", &query).await? else { break };
            found.extend(items(&list).filter(|object| is_about(object, entry)).cloned());
            if list["next"].is_null() {
                break;
            }
        }
        Ok(found)
    }
}
