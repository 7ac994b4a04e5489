//! What the tree promises about itself: which room may know which, and what each may ask of the machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with one of `endings`.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "target" && !name.starts_with('.') {
                open.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "{folder} holds nothing to look at");
    found
}

/// The code of a Rust file without comments, and without its tests, which stand last.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let (code, tests) = text.split_once("#[cfg(test)]\nmod tests {").unwrap_or((&text, "\n}\n"));
    let behind = tests.split_once("\n}\n").map_or(tests, |(_, behind)| behind);
    assert!(behind.trim().is_empty(), "{}: something stands behind its tests", path.display());
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn is_test(path: &Path) -> bool {
    path.strip_prefix(root())
        .unwrap()
        .components()
        .any(|part| part.as_os_str().to_string_lossy().trim_end_matches(".rs").starts_with("tests"))
}

/// Fails with every place in `folder` whose code says one of `words`.
fn nowhere(folder: &str, words: &[&str], why: &str) {
    let mut places = Vec::new();
    for path in files(folder, &[".rs"]).iter().filter(|path| !is_test(path)) {
        let code = code(path);
        for word in words.iter().filter(|word| code.contains(**word)) {
            places.push(format!("{} says {word}", path.display()));
        }
    }
    assert!(places.is_empty(), "{why}:\n{}", places.join("\n"));
}

#[test]
fn the_pure_rooms_ask_nothing_of_the_machine() {
    let machine = [
        "slint",
        "rusqlite",
        "reqwest",
        "axum",
        "diesel",
        "tokio",
        "std::fs",
        "std::net",
        "std::thread",
        "std::process",
        "std::env",
        "Instant::now",
        "SystemTime",
        "Utc::now",
        "Local::now",
        "getrandom",
        "rand::",
        "async fn",
        "Uuid::now",
    ];
    for room in [
        "src/entry",
        "src/visit",
        "src/delivery",
        "src/booking",
        "src/wire",
        "src/texts",
        "src/followup",
        "src/caretaker",
        "src/setup",
    ] {
        nowhere(room, &machine, "a pure room is handed time, luck and data");
    }
}

#[test]
fn rooms_know_only_the_rooms_below_them() {
    let rooms: [(&str, &[&str]); 10] = [
        ("src/entry", &["visit", "delivery", "booking", "wire", "seal", "outbox", "kiosk", "desk", "tryout"]),
        ("src/booking", &["visit", "delivery", "wire", "seal", "outbox", "kiosk", "desk", "tryout", "clock"]),
        (
            "src/followup",
            &["entry", "visit", "delivery", "booking", "wire", "seal", "outbox", "kiosk", "desk", "tryout", "clock"],
        ),
        ("src/setup", &["caretaker", "delivery", "booking", "seal", "outbox", "kiosk", "desk", "tryout"]),
        ("src/caretaker", &["setup", "delivery", "booking", "seal", "outbox", "kiosk", "desk", "tryout"]),
        ("src/visit", &["caretaker", "setup", "delivery", "booking", "wire", "seal", "outbox", "kiosk", "desk", "tryout"]),
        ("src/delivery", &["visit", "booking", "seal", "outbox", "kiosk", "desk", "tryout"]),
        ("src/outbox", &["visit", "kiosk", "desk", "tryout"]),
        ("src/kiosk", &["desk", "tryout"]),
        ("src/desk", &["caretaker", "visit", "outbox", "kiosk", "tryout"]),
    ];
    for (room, strangers) in rooms {
        let words: Vec<String> = strangers.iter().map(|stranger| format!("crate::{stranger}")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        nowhere(room, &words, "this room may not know that one");
    }
}

#[test]
fn ui_and_hardware_depend_on_nothing_of_ours() {
    for part in ["ui", "hardware"] {
        let manifest: toml::Table = fs::read_to_string(root().join(part).join("Cargo.toml")).unwrap().parse().unwrap();
        for table in ["dependencies", "build-dependencies"] {
            let names = manifest.get(table).and_then(|t| t.as_table()).into_iter().flatten().map(|(name, _)| name);
            for name in names {
                assert!(!name.starts_with("inloop"), "{part} depends on {name}");
            }
        }
    }
}

#[test]
fn age_has_one_user() {
    for path in files("src", &[".rs"]) {
        let seal = path.ends_with("src/seal.rs");
        let code = code(&path);
        // `Language::` ends in the same letters.
        let alone = |(place, _): (usize, &str)| !code[..place].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        assert!(seal || !code.match_indices("age::").any(alone), "{} uses age", path.display());
    }
}

#[test]
fn no_file_has_grown_past_five_hundred_lines() {
    let endings = [".rs", ".slint", ".html", ".js", ".css", ".sql"];
    for folder in ["src", "ui", "hardware", "tests", "examples", "benches"] {
        for path in files(folder, &endings) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= 500, "{} has {lines} lines", path.display());
        }
    }
}

#[test]
fn a_main_is_a_table_of_contents() {
    for path in files("src/bin", &[".rs"]) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 40, "{} has {lines} lines", path.display());
    }
}

#[test]
fn no_test_is_switched_off() {
    let off = concat!("#[ign", "ore");
    for folder in ["src", "ui", "hardware", "tests"] {
        for path in files(folder, &[".rs"]) {
            assert!(!fs::read_to_string(&path).unwrap().contains(off), "{} switches a test off", path.display());
        }
    }
}

#[test]
fn the_screens_hold_no_words_of_their_own() {
    for path in files("ui", &[".slint"]) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("@tr("), "{}: texts come from translation files at run time", path.display());
    }
}
