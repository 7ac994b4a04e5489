//! The desk's own description of its calls, held against what it really says.

use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

/// As it is served.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../src/desk/intake/openapi.json")).unwrap());

static SCHEMAS: LazyLock<Mutex<HashMap<String, Validator>>> = LazyLock::new(Mutex::default);

/// Fails where a request that was taken, or an answer, is not as described.
pub fn holds(method: &str, path: &str, asked: &[u8], status: u16, answered: &[u8]) {
    let Some(operation) = operation(method, path) else {
        assert!(matches!(status, 401 | 404), "{method} {path} is not described, and answers {status}");
        return;
    };
    let place = format!("{method} {path} -> {status}");
    let described = &operation["responses"][status.to_string()];
    assert!(described.is_object(), "{place} is not described");
    let answer: Value = serde_json::from_slice(answered).unwrap();
    fits(&place, &described["content"]["application/json"]["schema"], &answer);
    if status < 300
        && let Some(content) = operation["requestBody"]["content"].get("application/json")
    {
        fits(&format!("the body of {place}"), &content["schema"], &serde_json::from_slice(asked).unwrap());
    }
}

/// What is described for a request.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let matches = |template: &str| {
        let (parts, asked): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
        let fits = |(part, asked): (&&str, &&str)| part == asked || (part.starts_with('{') && !asked.is_empty());
        parts.len() == asked.len() && parts.iter().zip(&asked).all(fits)
    };
    // A path that is written out goes before one with places.
    let mut found: Vec<_> = paths.iter().filter(|(template, _)| matches(template)).collect();
    found.sort_by_key(|(template, _)| template.matches('{').count());
    found.first()?.1.get(method.to_lowercase())
}

fn fits(place: &str, schema: &Value, value: &Value) {
    let mut known = SCHEMAS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let validator = known.entry(schema.to_string()).or_insert_with(|| {
        let mut whole =
            json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "components": DOCUMENT["components"] });
        whole.as_object_mut().unwrap().extend(schema.as_object().unwrap().clone());
        jsonschema::validator_for(&whole).unwrap()
    });
    let wrong: Vec<String> = validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{place} is not as described: {wrong:?}");
}
