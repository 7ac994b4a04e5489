//! A search through everything at once, for many words in every way in which bytes are commonly written down.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// Bytes by which a needle is first looked for. Shorter ones come about by chance, and are not looked for.
const HEAD: usize = 8;

/// The word's place among all, the way it is written, and that.
type Needle = (usize, &'static str, Vec<u8>);

/// What is looked for.
#[derive(Default)]
pub(crate) struct Needles {
    by_head: HashMap<[u8; HEAD], Vec<Needle>>,
    words: Vec<String>,
}

impl Needles {
    pub(crate) fn add(&mut self, word: &str) {
        let place = self.words.len();
        self.words.push(word.to_owned());
        for (way, bytes) in ways(word) {
            assert!(bytes.len() >= HEAD, "{word:?} is too short to be looked for as {way}");
            let mut head = [0; HEAD];
            head.copy_from_slice(&bytes[..HEAD]);
            self.by_head.entry(head).or_default().push((place, way, bytes));
        }
    }

    pub(crate) fn words(&self) -> usize {
        self.words.len()
    }

    /// Every word that stands in `image`, with the way in which it is written there.
    pub(crate) fn found_in(&self, image: &[u8]) -> BTreeSet<(String, &'static str)> {
        let mut found = BTreeSet::new();
        for (at, head) in image.windows(HEAD).enumerate() {
            let Some(those) = self.by_head.get(head) else { continue };
            for (place, way, bytes) in those {
                if image[at..].starts_with(bytes) {
                    found.insert((self.words[*place].clone(), *way));
                }
            }
        }
        found
    }
}

/// The ways in which words are written down.
pub(crate) const WAYS: [&str; 11] = [
    "UTF-8",
    "UTF-16 LE",
    "UTF-16 BE",
    "base64 at 0",
    "base64 at 1",
    "base64 at 2",
    "base64url at 1",
    "hex",
    "HEX",
    "percent",
    "JSON escapes",
];

/// `word` in each of them.
pub(crate) fn ways(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = word.as_bytes();
    let units: Vec<u16> = word.encode_utf16().collect();
    let each = |write: fn(&u8) -> String| bytes.iter().map(write).collect::<String>().into_bytes();
    vec![
        (WAYS[0], bytes.to_vec()),
        (WAYS[1], units.iter().flat_map(|unit| unit.to_le_bytes()).collect()),
        (WAYS[2], units.iter().flat_map(|unit| unit.to_be_bytes()).collect()),
        (WAYS[3], within(&STANDARD_NO_PAD, bytes, 0)),
        (WAYS[4], within(&STANDARD_NO_PAD, bytes, 1)),
        (WAYS[5], within(&STANDARD_NO_PAD, bytes, 2)),
        (WAYS[6], within(&URL_SAFE_NO_PAD, bytes, 1)),
        (WAYS[7], each(|byte| format!("{byte:02x}"))),
        (WAYS[8], each(|byte| format!("{byte:02X}"))),
        (WAYS[9], each(|byte| format!("%{byte:02X}"))),
        (WAYS[10], units.iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>().into_bytes()),
    ]
}

/// What of the base64 of any text with `bytes` in it is always the same, where they stand `after` bytes behind a multiple of three.
fn within(engine: &impl Engine, bytes: &[u8], after: usize) -> Vec<u8> {
    let text = engine.encode([&[0; 2][..after], bytes].concat()).into_bytes();
    // A character that mixes in the bytes before or behind is another in another text.
    let from = (after * 8).div_ceil(6);
    let to = (after + bytes.len()) * 8 / 6;
    text[from..to].to_vec()
}

/// All files below `folder`, one behind another, with their names.
pub(crate) fn of_files(folder: &Path) -> (Vec<u8>, BTreeSet<String>) {
    let (mut image, mut names) = (Vec::new(), BTreeSet::new());
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            names.insert(path.file_name().unwrap().to_string_lossy().into_owned());
            image.extend(std::fs::read(&path).unwrap());
        }
    }
    (image, names)
}

#[test]
fn the_search_finds_a_word_in_every_way_it_may_be_written_and_wherever_it_stands() {
    let mut needles = Needles::default();
    for word in ["kalmotirus", "помогитемне", "መልእክቴንስጡ", "0612345678"] {
        needles.add(word);
    }
    for word in ["kalmotirus", "помогитемне", "መልእክቴንስጡ", "0612345678"] {
        for (way, bytes) in ways(word) {
            for before in 0..3 {
                let image = [&b"xyz"[..before], &bytes, b"and so on"].concat();
                assert!(needles.found_in(&image).contains(&(word.to_owned(), way)), "{word} as {way}");
            }
        }
        // Inside a text that was encoded as a whole, wherever it begins.
        for before in 0..3 {
            let text = [&b"brief "[..before], word.as_bytes(), &b" en meer"[..]].concat();
            let image = STANDARD_NO_PAD.encode(&text).into_bytes();
            assert!(needles.found_in(&image).contains(&(word.to_owned(), WAYS[3 + before])), "{word} behind {before} bytes");
        }
    }
    assert!(needles.found_in(b"kalmotiru kalmoTIRUS 061234567").is_empty());
}
