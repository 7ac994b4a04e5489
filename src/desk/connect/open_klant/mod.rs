//! The municipality's contact register: Open Klant, by its Klantinteracties API, in the versions 2.7 to 2.18.
//!
//! 1. A *contactverzoek* is three requests in this order: the contact, the address to reach the resident by, and last the task, which
//!    is what makes somebody look.
//! 2. `Idempotency-Key` is ignored there. What makes one of each is the contact's number: drawn once, noted before it is used, and
//!    looked up whenever it is not known what became of a request. Addresses and tasks are listed by the contact itself.
//! 3. Nothing that is read back is believed unseen: 2.7 ignores filters that it does not know and answers with other people's
//!    contacts. Ours is the one that carries our entry's id.
//! 4. Where two of a thing came to be in spite of that, the surplus is taken away again, always the same one.
//! 5. The token reads every phone number of the municipality. It stands in one file, and in no log.

pub mod bodies;
mod changing;
mod erasing;
mod finding;
pub mod reading;

use super::config::{Choice, OpenKlantConfig};
use super::line::{Answer, Line};
use super::secrets;
use super::{Coming, Connector, Done, Halt, Job, NoConnector, OPEN_KLANT, Trouble, Why};
use finding::Whose;
use reading::Ours;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;

/// The file of the token.
pub const TOKEN: &str = "open-klant.token";

/// How many numbers are tried at most in one go: with a million contacts there, that one is taken happens once in 8 000 entries.
const MOST_NUMBERS: u32 = 5;

/// How often a thing is looked for, made, and looked for again in one go.
const MOST_LOOKS: u32 = 3;

/// The municipality's contact register.
pub struct OpenKlant {
    line: Line,
    token: HeaderValue,
    config: OpenKlantConfig,
}

impl std::fmt::Debug for OpenKlant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenKlant").field("line", &self.line).finish_non_exhaustive()
    }
}

/// What is noted on the way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Progress {
    /// Drawn once.
    number: Option<u64>,
    /// The contact's uuid there.
    contact: Option<String>,
    /// The uuid there of who was involved.
    party: Option<String>,
    /// Whether the address is there, or there is none.
    address: bool,
}

impl OpenKlant {
    /// As configured, with the token from the folder `keys`.
    ///
    /// # Errors
    /// [`NoConnector`].
    pub fn new(config: &OpenKlantConfig, keys: &Path) -> Result<Self, NoConnector> {
        let token = secrets::read(keys, TOKEN)?;
        let malformed = |_| secrets::NoSecret::Malformed { path: keys.join(TOKEN), what: "a token" };
        let mut token = HeaderValue::from_str(&format!("Token {}", token.0.as_str())).map_err(malformed)?;
        token.set_sensitive(true);
        Ok(OpenKlant { line: Line::new(&config.url, config.road(keys))?, token, config: config.clone() })
    }

    async fn ask(&self, method: Method, path: &str, query: &[(&str, &str)], body: Option<&Value>) -> Result<Answer, Halt> {
        let headers = HeaderMap::from_iter([(AUTHORIZATION, self.token.clone())]);
        self.line.ask(method, (path, query), headers, body.map(|body| body.to_string().into_bytes())).await
    }

    /// Reads one thing; none where it is not there.
    async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Option<Value>, Halt> {
        let answer = self.ask(Method::GET, path, query, None).await?;
        match answer.status {
            200 if answer.json.is_object() => Ok(Some(answer.json)),
            // Of a thing by its uuid. A list is always there: then the address is wrong.
            404 | 410 if query.is_empty() && path.contains('/') => Ok(None),
            200..400 => Err(answer.strange(answer.status)),
            _ => Err(answer.halt()),
        }
    }

    /// Makes one thing.
    async fn post(&self, path: &str, body: &Value) -> Result<Value, Halt> {
        let answer = self.ask(Method::POST, path, &[], Some(body)).await?;
        match answer.status {
            201 if answer.json.is_object() => Ok(answer.json),
            200..400 => Err(answer.strange(answer.status)),
            _ => Err(answer.halt()),
        }
    }

    /// Changes one thing in place.
    async fn patch(&self, path: &str, body: &Value) -> Result<(), Halt> {
        let answer = self.ask(Method::PATCH, path, &[], Some(body)).await?;
        match answer.status {
            200 => Ok(()),
            201..400 => Err(answer.strange(answer.status)),
            _ => Err(answer.halt()),
        }
    }

    /// Takes one thing away; one that is not there is taken away already.
    async fn delete(&self, path: &str) -> Result<(), Halt> {
        let answer = self.ask(Method::DELETE, path, &[], None).await?;
        match answer.status {
            200 | 204 | 404 | 410 => Ok(()),
            201..400 => Err(answer.strange(answer.status)),
            _ => Err(answer.halt()),
        }
    }

    /// The contact: found by its number, or made.
    async fn contact(&self, job: &mut Job, progress: &mut Progress) -> Result<Ours, Halt> {
        if progress.number.is_none() {
            // A desk out of a backup may have sent it before: there it carries our id.
            if let Some(ours) = self.by_entry(job.entry()).await? {
                return Ok(ours);
            }
            self.draw(job, progress).await?;
        }
        for _ in 0..MOST_NUMBERS {
            let Some(number) = progress.number else { break };
            match self.by_number(number, job.entry()).await? {
                Whose::Ours(ours) => return Ok(ours),
                Whose::Others => {
                    self.draw(job, progress).await?;
                    continue;
                }
                Whose::Nobodys => {}
            }
            let Some(content) = job.content() else { return Err(Halt::Gone) };
            let body = bodies::contact(content, number);
            let answer = self.ask(Method::POST, "maak-klantcontact", &[], Some(&body)).await?;
            match answer.status {
                201 => match reading::made(&answer.json, number) {
                    Some(ours) => return Ok(ours),
                    // It was made, or not: the next try looks by the number.
                    None => return Err(answer.strange(201)),
                },
                400 if is_taken(&answer) => match self.by_number(number, job.entry()).await? {
                    Whose::Ours(ours) => return Ok(ours),
                    Whose::Others => self.draw(job, progress).await?,
                    Whose::Nobodys => return Err(Halt::Later(Trouble { why: Why::Hidden, after: None, whole: false })),
                },
                200..400 => return Err(answer.strange(answer.status)),
                _ => return Err(answer.halt()),
            }
        }
        Err(Halt::Later(Trouble { why: Why::Hidden, after: None, whole: false }))
    }

    /// Draws a number and notes it before it is used.
    async fn draw(&self, job: &mut Job, progress: &mut Progress) -> Result<(), Halt> {
        let many = bodies::NUMBERS.end() - bodies::NUMBERS.start() + 1;
        let drawn = job.luck().below(many).map_err(|_| Halt::Later(Trouble { why: Why::Own, after: None, whole: true }))?;
        progress.number = Some(bodies::NUMBERS.start() + drawn);
        job.note(progress).await
    }

    /// Sees to it that there is exactly one of the things `listed` at `holder` that `is_ours`: makes it where there is none, and takes
    /// away what is too much, the same one whoever does it.
    async fn one(
        &self,
        (holder, listed): (&str, &str),
        things: &str,
        body: &Value,
        is_ours: impl Fn(&Value) -> bool + Sync,
    ) -> Result<(), Halt> {
        for _ in 0..MOST_LOOKS {
            let mut ours = Vec::new();
            let Some(held) = self.get(holder, &[]).await? else { return Err(Halt::Refused(Why::Refused(404, String::new()))) };
            for uuid in reading::uuids(&held, listed) {
                match self.get(&format!("{things}/{uuid}"), &[]).await? {
                    Some(thing) if is_ours(&thing) => ours.push(uuid),
                    _ => {}
                }
            }
            ours.sort();
            match ours.as_slice() {
                [] => drop(self.post(things, body).await?),
                [_] => return Ok(()),
                [_, surplus @ ..] => {
                    for uuid in surplus {
                        self.delete(&format!("{things}/{uuid}")).await?;
                    }
                }
            }
        }
        Err(Halt::Later(Trouble { why: Why::Hidden, after: None, whole: false }))
    }

    async fn send(&self, job: &mut Job) -> Result<Done, Halt> {
        let mut progress: Progress = job.progress();
        if progress.contact.is_none() {
            let ours = self.contact(job, &mut progress).await?;
            progress.number = ours.number.or(progress.number);
            (progress.contact, progress.party) = (Some(ours.contact), ours.party);
            job.note(&progress).await?;
        }
        let Some(contact) = progress.contact.clone() else { return Err(Halt::Gone) };
        if !progress.address {
            let reach = job.content().and_then(bodies::reach);
            if let (Some(reach), Some(party)) = (reach, &progress.party) {
                let body = bodies::address(reach, party);
                let is_ours = |thing: &Value| thing["adres"] == reach.1 && thing["verstrektDoorBetrokkene"]["uuid"] == **party;
                self.one((&format!("betrokkenen/{party}"), "digitaleAdressen"), "digitaleadressen", &body, is_ours).await?;
            }
            progress.address = true;
            job.note(&progress).await?;
        }
        let Some(content) = job.content() else { return Err(Halt::Gone) };
        let body = bodies::task(content, &contact, &self.config);
        let said = bodies::explanation(content);
        let is_ours = |thing: &Value| thing["toelichting"] == said.as_str();
        self.one((&format!("klantcontacten/{contact}"), "leiddeTotInterneTaken"), "internetaken", &body, is_ours).await?;
        Ok(Done { number: progress.number.map(|number| number.to_string()) })
    }
}

/// True where the refusal says that the number is somebody's already.
fn is_taken(answer: &Answer) -> bool {
    answer.named().iter().any(|(name, code)| code == "unique" && name.rsplit('.').next() == Some("nummer"))
}

impl Connector for OpenKlant {
    fn name(&self) -> &'static str {
        OPEN_KLANT
    }

    fn choice(&self) -> Choice {
        self.config.choice()
    }

    fn check(&self) -> Coming<'_, ()> {
        Box::pin(async move {
            let path = format!("actoren/{}", self.config.actor);
            let Some(actor) = self.get(&path, &[]).await? else { return Err(Halt::Paused(Why::NoActor)) };
            // Tasks of a team are found by the exact name of its actor.
            let right = actor["naam"] == self.config.team.as_str() && actor["indicatieActief"] != false;
            if right { Ok(()) } else { Err(Halt::Paused(Why::OtherActor)) }
        })
    }

    fn carry<'a>(&'a self, job: &'a mut Job) -> Coming<'a, Done> {
        Box::pin(async move {
            match (job.content().is_some(), job.changed_at()) {
                (false, _) => self.erase(job).await,
                (true, None) => self.send(job).await,
                (true, Some(_)) => self.change(job).await,
            }
        })
    }
}
