//! What ARCHITECTURE.md and THREATS.md say is shown by a test, is: each test that they name stands where they say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Names of tests say something: so many words at least. Names of other things in these papers have fewer.
const WORDS: usize = 4;

/// All source text, by path from the top of the tree.
type Sources = BTreeMap<String, String>;

fn sources() -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Sources::new();
    let mut open: Vec<PathBuf> =
        ["src", "tests", "ui", "hardware", "fuzz", "examples", "benches"].map(|dir| root.join(dir)).into();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !path.ends_with("target") {
                    open.push(path);
                }
            } else if name.ends_with(".rs") {
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// What stands between back-quotes.
fn quoted(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

fn is_name(quoted: &str) -> bool {
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let words: Vec<&str> = quoted.split('_').collect();
    words.len() >= WORDS && words.iter().all(|word| !word.is_empty() && word.chars().all(small))
}

/// Where a test stands, as the papers say it: a file, a folder, or a module of ours.
fn place(quoted: &str) -> Option<String> {
    let first = quoted.split(['/', ':']).next().unwrap_or_default();
    if ["tests", "hardware", "fuzz", "src", "examples"].contains(&first) && quoted.contains('/') {
        return Some(quoted.to_owned());
    }
    let module = quoted.split("::").collect::<Vec<_>>();
    let plain = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let ours = module.iter().all(plain) && !is_name(quoted);
    let there = |place: &String| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
        path.exists() || path.with_extension("rs").exists()
    };
    let of = |parts: Vec<&str>| format!("src/{}", parts.join("/"));
    // Tests stand in a file of their own, or at the end of what they test.
    let whole = of(module.clone());
    let without = of(module.into_iter().filter(|part| *part != "tests").collect());
    [whole, without].into_iter().find(|place| ours && there(place))
}

/// True where a file of that place has a test of that name.
fn stands(sources: &Sources, place: &str, name: &str) -> bool {
    let stem = place.trim_end_matches('/').trim_end_matches(".rs");
    let within = |path: &str| path == format!("{stem}.rs") || path.starts_with(&format!("{stem}/"));
    let test = format!("fn {name}(");
    sources.iter().any(|(path, text)| within(path) && text.contains(&test))
}

/// Everything that `paper` names and that is not there.
fn missing(paper: &str, sources: &Sources) -> (usize, Vec<String>) {
    let (mut looked_at, mut wrong) = (0, Vec::new());
    for (number, line) in paper.lines().enumerate() {
        let mut where_to: Option<String> = None;
        for one in quoted(line) {
            if is_name(one) {
                looked_at += 1;
                let found = match &where_to {
                    Some(place) => stands(sources, place, one),
                    None => sources.values().any(|text| text.contains(&format!("fn {one}("))),
                };
                if !found {
                    wrong.push(format!("line {}: no test {one} in {}", number + 1, where_to.as_deref().unwrap_or("any file")));
                }
            } else if let Some(named) = place(one) {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(named.trim_end_matches('/'));
                let module = path.with_extension("rs").exists() || path.exists();
                let outside = one.starts_with("tests/") || one.starts_with("hardware/") || one.starts_with("src/");
                if outside && !path.exists() {
                    wrong.push(format!("line {}: {one} is not there", number + 1));
                }
                where_to = module.then_some(named).or(where_to);
            }
        }
    }
    (looked_at, wrong)
}

fn holds(paper: &str, at_least: usize) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(paper)).unwrap();
    let (looked_at, wrong) = missing(&text, &sources());
    assert!(wrong.is_empty(), "{paper}:\n{}", wrong.join("\n"));
    assert!(looked_at >= at_least, "{paper} names {looked_at} tests only");
}

#[test]
fn every_test_that_the_architecture_names_stands_where_it_says() {
    holds("ARCHITECTURE.md", 150);
}

#[test]
fn every_test_that_the_threat_model_names_stands_where_it_says() {
    holds("THREATS.md", 40);
}

#[test]
fn a_name_that_no_test_has_or_that_stands_elsewhere_is_noticed() {
    let sources = sources();
    let wrong = |paper| missing(paper, &sources).1.len();
    assert_eq!(wrong("`tests/papers.rs`: `every_test_that_the_architecture_names_stands_where_it_says`"), 0);
    assert_eq!(wrong("`tests/papers.rs`: `every_test_that_nobody_wrote_stands_there`"), 1);
    assert_eq!(wrong("`tests/tidy.rs`: `every_test_that_the_architecture_names_stands_where_it_says`"), 1);
    assert_eq!(wrong("`tests/gone.rs`: nothing"), 1);
    assert_eq!(wrong("`clock`: `a_wall_clock_jump_does_not_touch_waiting`"), 0);
    assert_eq!(wrong("`delivery`: `a_wall_clock_jump_does_not_touch_waiting`"), 1);
}
