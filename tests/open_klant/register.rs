//! What the double keeps, and what it refuses: as the register was seen to, and as its description says.

use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

pub const CONTACTS: &str = "klantcontacten";
pub const PARTIES: &str = "betrokkenen";
pub const OBJECTS: &str = "onderwerpobjecten";
pub const ADDRESSES: &str = "digitaleadressen";
pub const TASKS: &str = "internetaken";
pub const ACTORS: &str = "actoren";

/// Which version it behaves as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Ignores filters that it does not know, and takes addresses away with their contact.
    V2_7,
    /// Refuses filters that it does not know, and orphans addresses.
    V2_18,
}

pub struct Register {
    pub version: Version,
    /// Filters that it acts as if it did not know.
    pub blind: HashSet<&'static str>,
    pub things: BTreeMap<&'static str, BTreeMap<String, Value>>,
    /// How many things a page of a list has.
    pub page: usize,
    made: u128,
}

/// A status and a body.
pub type Said = (u16, Value);

fn refused(params: &[(&str, &str)]) -> Said {
    let params: Vec<Value> = params
        .iter()
        .map(|(name, code)| json!({ "name": name, "code": code, "reason": "De waarde 0612345678 is fout." }))
        .collect();
    (
        400,
        json!({ "type": "http://x/ValidationError", "code": "invalid", "title": "Invalid input.", "status": 400, "detail": "", "invalidParams": params }),
    )
}

/// Checks one body, field by field.
struct Check<'a> {
    prefix: &'a str,
    body: &'a Value,
    wrong: Vec<(String, &'static str)>,
}

impl<'a> Check<'a> {
    fn of(prefix: &'a str, body: &'a Value) -> Self {
        Check { prefix, body, wrong: Vec::new() }
    }

    fn bad(&mut self, name: &str, code: &'static str) {
        self.wrong.push((format!("{}{name}", self.prefix), code));
    }

    fn text(mut self, name: &str, most: usize, must: bool) -> Self {
        match &self.body[name] {
            Value::String(text) if text.chars().count() > most => self.bad(name, "max_length"),
            Value::String(text) if text.is_empty() && must => self.bad(name, "blank"),
            Value::String(_) => {}
            Value::Null if !must => {}
            _ => self.bad(name, "required"),
        }
        self
    }

    fn one_of(mut self, name: &str, choices: &[&str]) -> Self {
        if !self.body[name].as_str().is_some_and(|text| choices.contains(&text)) {
            self.bad(name, "invalid_choice");
        }
        self
    }

    fn given(mut self, name: &str) -> Self {
        if self.body.get(name).is_none() {
            self.bad(name, "required");
        }
        self
    }

    fn yes_or_no(mut self, name: &str) -> Self {
        if !self.body[name].is_boolean() {
            self.bad(name, "invalid");
        }
        self
    }
}

fn is_phone(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match text.as_bytes() {
        [b'+', ..] => (9..=15).contains(&(text.len() - 1)) && digits(&text[1..]),
        [b'0', b'1'..=b'9', ..] => text.len() == 10 && digits(text),
        [b'0', b'0', ..] => (7..=13).contains(&(text.len() - 2)) && digits(text),
        _ => false,
    }
}

impl Register {
    pub fn new(version: Version) -> Self {
        // "Unknown" is whatever is not in the list of filters that every version has.
        let blind =
            if version == Version::V2_7 { HashSet::from(["onderwerpobjectidentificatorObjectId"]) } else { HashSet::new() };
        Register { version, blind, things: BTreeMap::new(), page: 100, made: 0 }
    }

    pub fn all(&self, things: &str) -> Vec<&Value> {
        self.things.get(things).into_iter().flat_map(BTreeMap::values).collect()
    }

    pub fn keep(&mut self, things: &'static str, mut thing: Value) -> Value {
        self.made += 1;
        let uuid = thing["uuid"].as_str().map_or_else(|| Uuid::from_u128(self.made << 64 | 7).to_string(), str::to_owned);
        thing["uuid"] = json!(uuid);
        thing["url"] = json!(format!("https://intern.example.nl/{things}/{uuid}"));
        self.things.entry(things).or_default().insert(uuid, thing.clone());
        thing
    }

    fn has(&self, things: &str, reference: &Value) -> bool {
        reference["uuid"].as_str().is_some_and(|uuid| self.things.get(things).is_some_and(|all| all.contains_key(uuid)))
    }

    /// A thing with what points to it.
    fn view(&self, things: &str, thing: &Value) -> Value {
        let pointing = |from: &str, field: &str| -> Vec<Value> {
            let to_it = self.all(from).into_iter().filter(|one| one[field]["uuid"] == thing["uuid"]);
            to_it.map(|one| json!({ "uuid": one["uuid"], "url": one["url"] })).collect()
        };
        let mut view = thing.clone();
        if things == CONTACTS {
            view["hadBetrokkenen"] = json!(pointing(PARTIES, "hadKlantcontact"));
            view["gingOverOnderwerpobjecten"] = json!(pointing(OBJECTS, "klantcontact"));
            view["leiddeTotInterneTaken"] = json!(pointing(TASKS, "aanleidinggevendKlantcontact"));
        } else if things == PARTIES {
            view["digitaleAdressen"] = json!(pointing(ADDRESSES, "verstrektDoorBetrokkene"));
        }
        view
    }

    pub fn get(&self, things: &str, uuid: &str) -> Said {
        match self.things.get(things).and_then(|all| all.get(uuid)) {
            Some(thing) => (200, self.view(things, thing)),
            None => (404, json!({ "code": "not_found", "status": 404 })),
        }
    }

    pub fn list(&self, things: &str, query: &[(String, String)]) -> Said {
        let mut found = self.all(things);
        let mut page = 1;
        for (name, value) in query {
            match name.as_str() {
                "page" => page = value.parse().unwrap(),
                name if self.blind.contains(name) => {}
                "nummer" => found.retain(|thing| thing["nummer"] == **value),
                "onderwerpobjectidentificatorObjectId" => {
                    found.retain(|thing| thing["onderwerpobjectidentificator"]["objectId"] == **value)
                }
                _ if self.version == Version::V2_7 => {}
                name => return refused(&[(name, "unknown-parameters")]),
            }
        }
        let last = found.len().div_ceil(self.page).max(1);
        if page > last {
            return (404, json!({ "code": "not_found", "status": 404 }));
        }
        let next = (page < last).then(|| format!("https://intern.example.nl/{things}?page={}", page + 1));
        let results: Vec<Value> =
            found.iter().skip((page - 1) * self.page).take(self.page).map(|thing| self.view(things, thing)).collect();
        (200, json!({ "count": found.len(), "next": next, "previous": null, "results": results }))
    }

    pub fn post(&mut self, path: &str, body: &Value) -> Said {
        match path {
            "maak-klantcontact" => self.make_contact(body),
            ADDRESSES => {
                let mut check = Check::of("", body)
                    .text("adres", 80, true)
                    .one_of("soortDigitaalAdres", &["email", "telefoonnummer", "overig"])
                    .text("omschrijving", 40, false)
                    .given("verstrektDoorPartij");
                if body["soortDigitaalAdres"] == "telefoonnummer" && !body["adres"].as_str().is_some_and(is_phone) {
                    check.bad("adres", "invalid");
                }
                if !self.has(PARTIES, &body["verstrektDoorBetrokkene"]) {
                    check.bad("verstrektDoorBetrokkene", "does_not_exist");
                }
                self.keep_unless(check.wrong, ADDRESSES, body)
            }
            TASKS => {
                let mut check = Check::of("", body)
                    .text("gevraagdeHandeling", 200, true)
                    .text("toelichting", 1000, false)
                    .one_of("status", &["te_verwerken", "verwerkt"]);
                if !self.has(CONTACTS, &body["aanleidinggevendKlantcontact"]) {
                    check.bad("aanleidinggevendKlantcontact", "does_not_exist");
                }
                // Not in the description, and asked for all the same.
                let actors = body["toegewezenAanActoren"].as_array().cloned().unwrap_or_default();
                if actors.is_empty() {
                    check.bad("toegewezenAanActoren", "required");
                } else if actors.iter().any(|actor| !self.has(ACTORS, actor)) {
                    check.bad("toegewezenAanActoren", "does_not_exist");
                }
                self.keep_unless(check.wrong, TASKS, body)
            }
            _ => (404, json!({ "code": "not_found", "status": 404 })),
        }
    }

    fn keep_unless(&mut self, wrong: Vec<(String, &'static str)>, things: &'static str, body: &Value) -> Said {
        if wrong.is_empty() {
            return (201, self.keep(things, body.clone()));
        }
        let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, code)| (name.as_str(), *code)).collect();
        refused(&wrong)
    }

    fn make_contact(&mut self, body: &Value) -> Said {
        let (contact, party, object) = (&body["klantcontact"], &body["betrokkene"], &body["onderwerpobject"]);
        let mut check = Check::of("klantcontact.", contact)
            .text("kanaal", 50, true)
            .text("onderwerp", 200, true)
            .text("inhoud", 1000, false)
            .text("taal", 3, true)
            .text("nummer", 10, false)
            .yes_or_no("vertrouwelijk");
        let number = contact["nummer"].as_str().unwrap_or_default();
        if contact["taal"].as_str().is_some_and(|code| code.len() != 3) {
            check.bad("taal", "invalid");
        }
        let at = contact["plaatsgevondenOp"].as_str().unwrap_or_default();
        if at.parse::<chrono::DateTime<chrono::Utc>>().is_err() {
            check.bad("plaatsgevondenOp", "invalid");
        }
        if self.all(CONTACTS).iter().any(|other| other["nummer"] == number) {
            // Seen on 2.18: an empty one is not even refused.
            if number.is_empty() && self.version == Version::V2_18 {
                return (500, json!({ "code": "error", "status": 500 }));
            }
            check.bad("nummer", "unique");
        }
        let mut wrong = check.wrong;
        let name = Check::of("betrokkene.contactnaam.", &party["contactnaam"])
            .text("voorletters", 10, false)
            .text("voornaam", 200, false)
            .text("voorvoegselAchternaam", 10, false)
            .text("achternaam", 200, false);
        wrong.extend(name.wrong);
        wrong.extend(
            Check::of("betrokkene.", party)
                .given("wasPartij")
                .yes_or_no("initiator")
                .one_of("rol", &["vertegenwoordiger", "klant"])
                .wrong,
        );
        let about = Check::of("onderwerpobject.", &object["onderwerpobjectidentificator"])
            .text("objectId", 200, true)
            .text("codeObjecttype", 200, true)
            .text("codeRegister", 200, true)
            .text("codeSoortObjectId", 200, true);
        wrong.extend(about.wrong);
        if !wrong.is_empty() {
            let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, code)| (name.as_str(), *code)).collect();
            return refused(&wrong);
        }
        let mut contact = contact.clone();
        if let (Version::V2_7, Some(fields)) = (self.version, contact.as_object_mut()) {
            fields.remove("referentienummer");
            fields.remove("metadata");
        }
        let contact = self.keep(CONTACTS, contact);
        let to_it = json!({ "uuid": contact["uuid"], "url": contact["url"] });
        let (mut party, mut object) = (party.clone(), object.clone());
        party["hadKlantcontact"] = to_it.clone();
        object["klantcontact"] = to_it;
        let (party, object) = (self.keep(PARTIES, party), self.keep(OBJECTS, object));
        let contact = self.view(CONTACTS, &contact);
        (201, json!({ "klantcontact": contact, "betrokkene": self.view(PARTIES, &party), "onderwerpobject": object }))
    }

    pub fn patch(&mut self, things: &str, uuid: &str, body: &Value) -> Said {
        let Some(thing) = self.things.get_mut(things).and_then(|all| all.get_mut(uuid)) else {
            return (404, json!({ "code": "not_found", "status": 404 }));
        };
        for (name, value) in body.as_object().unwrap() {
            assert!(thing.get(name).is_some(), "{things} has no {name}");
            thing[name] = value.clone();
        }
        if things == ADDRESSES
            && thing["soortDigitaalAdres"] == "telefoonnummer"
            && !thing["adres"].as_str().is_some_and(is_phone)
        {
            return refused(&[("adres", "invalid")]);
        }
        (200, thing.clone())
    }

    pub fn delete(&mut self, things: &str, uuid: &str) -> Said {
        let Some(gone) = self.things.get_mut(things).and_then(|all| all.remove(uuid)) else {
            return (404, json!({ "code": "not_found", "status": 404 }));
        };
        let of = |register: &Self, from: &str, field: &str| -> Vec<String> {
            let all = register.all(from).into_iter().filter(|one| one[field]["uuid"] == gone["uuid"]);
            all.map(|one| one["uuid"].as_str().unwrap().to_owned()).collect()
        };
        if things == CONTACTS {
            for (from, field) in
                [(OBJECTS, "klantcontact"), (TASKS, "aanleidinggevendKlantcontact"), (PARTIES, "hadKlantcontact")]
            {
                for one in of(self, from, field) {
                    self.delete(from, &one);
                }
            }
        } else if things == PARTIES {
            for one in of(self, ADDRESSES, "verstrektDoorBetrokkene") {
                match self.version {
                    Version::V2_7 => drop(self.delete(ADDRESSES, &one)),
                    Version::V2_18 => {
                        self.things.get_mut(ADDRESSES).unwrap().get_mut(&one).unwrap()["verstrektDoorBetrokkene"] = Value::Null;
                    }
                }
            }
        }
        (204, Value::Null)
    }
}
