//! Changing the contact of what was handed over: the address in place, what the task tells with it, and no address where there is none
//! any more. Whatever is there already as it has to be stays; so it is safe to do twice.

use super::{Done, Halt, Job, OpenKlant, Progress, bodies, reading};
use serde_json::{Value, json};

impl OpenKlant {
    pub(super) async fn change(&self, job: &mut Job) -> Result<Done, Halt> {
        let mut progress: Progress = job.progress();
        // What was under way when the contact changed is finished first, with the new one.
        if progress.contact.is_none() {
            let ours = self.contact(job, &mut progress).await?;
            progress.number = ours.number.or(progress.number);
            (progress.contact, progress.party) = (Some(ours.contact), ours.party);
            job.note(&progress).await?;
        }
        if let Some(party) = progress.party.clone() {
            self.change_address(job, &party).await?;
        }
        if let Some(contact) = progress.contact.clone() {
            self.change_task(job, &contact).await?;
        }
        // Address and task where there were none yet.
        progress.address = false;
        job.note(&progress).await?;
        self.send(job).await
    }

    /// Of the addresses that we gave, one becomes the new one and the others go.
    async fn change_address(&self, job: &Job, party: &str) -> Result<(), Halt> {
        let Some(content) = job.content() else { return Err(Halt::Gone) };
        let reach = bodies::reach(content);
        let Some(held) = self.get(&format!("betrokkenen/{party}"), &[]).await? else { return Ok(()) };
        let mut ours = Vec::new();
        for uuid in reading::uuids(&held, "digitaleAdressen") {
            match self.get(&format!("digitaleadressen/{uuid}"), &[]).await? {
                Some(thing) if thing["verstrektDoorBetrokkene"]["uuid"] == *party => ours.push((uuid, thing)),
                _ => {}
            }
        }
        ours.sort_by(|(one, _), (other, _)| one.cmp(other));
        let stays =
            |thing: &Value| reach.is_some_and(|(sort, text)| thing["adres"] == text && thing["soortDigitaalAdres"] == sort);
        let first = ours.iter().position(|(_, thing)| stays(thing)).unwrap_or(0);
        for (at, (uuid, thing)) in ours.iter().enumerate() {
            let path = format!("digitaleadressen/{uuid}");
            match reach {
                Some(_) if at == first && stays(thing) => {}
                Some((sort, text)) if at == first => {
                    self.patch(&path, &json!({ "adres": text, "soortDigitaalAdres": sort, "omschrijving": sort })).await?;
                }
                _ => self.delete(&path).await?,
            }
        }
        Ok(())
    }

    /// What our task tells, which names the way to reach somebody. Ours is the one that has the link to the card in it.
    async fn change_task(&self, job: &Job, contact: &str) -> Result<(), Halt> {
        let Some(content) = job.content() else { return Err(Halt::Gone) };
        let said = bodies::explanation(content);
        let Some(held) = self.get(&format!("klantcontacten/{contact}"), &[]).await? else { return Ok(()) };
        for uuid in reading::uuids(&held, "leiddeTotInterneTaken") {
            let path = format!("internetaken/{uuid}");
            let Some(task) = self.get(&path, &[]).await? else { continue };
            let told = task["toelichting"].as_str().unwrap_or_default();
            if told.contains(content.link.as_str()) && told != said.as_str() {
                self.patch(&path, &json!({ "toelichting": said.as_str() })).await?;
            }
        }
        Ok(())
    }
}
