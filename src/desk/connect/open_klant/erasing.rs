//! Taking away what was handed over, in an order that leaves no personal data behind whenever it is cut off: addresses first, because
//! some versions orphan them with the contact, and last what carries our entry's id, because by that the rest is found again.

use super::finding::Whose;
use super::reading;
use super::{Done, Halt, Job, OpenKlant, Progress};

impl OpenKlant {
    pub(super) async fn erase(&self, job: &mut Job) -> Result<Done, Halt> {
        let (progress, entry): (Progress, _) = (job.progress(), job.entry());
        let mut contacts = Vec::from_iter(progress.contact);
        // A request whose answer nobody heard may have made one.
        if let Some(number) = progress.number
            && let Whose::Ours(ours) = self.by_number(number, entry).await?
        {
            contacts.push(ours.contact);
        }
        let objects = self.objects(entry).await?;
        contacts.extend(objects.iter().filter_map(|object| reading::uuid(&object["klantcontact"])));
        contacts.sort();
        contacts.dedup();
        for contact in contacts {
            self.erase_contact(&contact).await?;
        }
        for object in objects.iter().filter_map(reading::uuid) {
            self.delete(&format!("onderwerpobjecten/{object}")).await?;
        }
        Ok(Done::default())
    }

    async fn erase_contact(&self, contact: &str) -> Result<(), Halt> {
        let path = format!("klantcontacten/{contact}");
        let Some(held) = self.get(&path, &[]).await? else { return Ok(()) };
        let parties = reading::uuids(&held, "hadBetrokkenen");
        for party in &parties {
            let Some(held) = self.get(&format!("betrokkenen/{party}"), &[]).await? else { continue };
            for address in reading::uuids(&held, "digitaleAdressen") {
                self.delete(&format!("digitaleadressen/{address}")).await?;
            }
        }
        for task in reading::uuids(&held, "leiddeTotInterneTaken") {
            self.delete(&format!("internetaken/{task}")).await?;
        }
        for party in parties {
            self.delete(&format!("betrokkenen/{party}")).await?;
        }
        self.delete(&path).await
    }
}
