//! Four words that two people compare: if the kiosk's and the desk's are the same, nobody sits between them.
//!
//! Four of 256 words are 32 bits. Who sits between would have to find keys that give the same words within the ten minutes a
//! code lives; each try costs one Argon2id, so that 2^32 of them would need hundreds of thousands of processors.

use super::{DeskPublicKey, EnrolAnswer, KioskPublicKey};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};

/// Memory in KiB and passes of Argon2id: OWASP's first recommendation (19 MiB, 2 passes), about 50 ms on a small board.
const COST: (u32, u32) = (19 * 1024, 2);

/// The words could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum NoWords {
    /// The desk's key is none.
    #[error("the desk's signing key is not a key")]
    BadKey,
    /// No 19 MiB of memory.
    #[error("the four words could not be computed: {0}")]
    Argon2(argon2::Error),
}

/// The four words over everything that is agreed at enrolment: the kiosk's key, the desk's signing key, the certificate the
/// connection had, and both recipients.
///
/// # Errors
/// [`NoWords`].
pub fn four_words(kiosk: &KioskPublicKey, answer: &EnrolAnswer) -> Result<[&'static str; 4], NoWords> {
    let desk = DeskPublicKey::parse(&answer.desk_key).map_err(|_| NoWords::BadKey)?;
    let mut hash = Sha256::new();
    let certificate = answer.certificate.as_deref().unwrap_or("");
    for part in [
        b"inloop enrolment v1".as_slice(),
        kiosk.as_bytes(),
        desk.as_bytes(),
        certificate.as_bytes(),
        answer.team.as_bytes(),
        answer.recovery.as_bytes(),
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let params = Params::new(COST.0, COST.1, 1, Some(4)).map_err(NoWords::Argon2)?;
    let mut picks = [0; 4];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(&hash.finalize(), b"inloop four words", &mut picks)
        .map_err(NoWords::Argon2)?;
    Ok(picks.map(|pick| WORDS[usize::from(pick)]))
}

/// Short Dutch words that sound different from one another.
const WORDS: [&str; 256] = [
    "aardbei", "adres", "akker", "anker", "appel", "arm", "avond", "baard", "bakker", "bal", "balkon", "banaan", "bank", "beek",
    "beer", "berg", "beschuit", "bever", "bij", "blad", "bloem", "boek", "boer", "boom", "boon", "bord", "bos", "boter", "brief",
    "bril", "broek", "broer", "brood", "brug", "bus", "cactus", "dag", "dak", "dans", "deken", "dier", "dijk", "doek", "dolfijn",
    "doos", "dorp", "droom", "druif", "duif", "duim", "duin", "eend", "egel", "eik", "eiland", "emmer", "ezel", "fabriek",
    "fakkel", "feest", "fiets", "film", "fles", "fluit", "foto", "fruit", "gans", "gebak", "geit", "gitaar", "glas", "goud",
    "gras", "groen", "haak", "haan", "haar", "haas", "hal", "hamer", "hand", "haven", "helm", "hemd", "herfst", "hert", "heuvel",
    "hoed", "hond", "honing", "hooi", "huis", "iglo", "jaar", "jas", "jurk", "kaars", "kaart", "kaas", "kabel", "kachel",
    "kameel", "kamer", "kanaal", "kano", "kapper", "kasteel", "kat", "kelder", "kers", "ketel", "kiwi", "klas", "klei", "klok",
    "klomp", "knie", "knoop", "koe", "koek", "koffer", "koffie", "kok", "konijn", "koning", "koraal", "kraan", "krant", "kussen",
    "kust", "lamp", "land", "leeuw", "lente", "lepel", "leraar", "licht", "lied", "lijn", "lijst", "linde", "lucht", "maan",
    "maart", "mand", "mantel", "markt", "meel", "meer", "melk", "mes", "mier", "moeder", "molen", "mond", "mos", "motor", "muis",
    "munt", "muts", "muur", "naald", "nacht", "nest", "neus", "noot", "oceaan", "olie", "olifant", "oog", "oranje", "oven",
    "paard", "pan", "panda", "papier", "parel", "park", "peer", "pen", "perzik", "piano", "piloot", "plank", "plant", "plein",
    "poes", "poort", "pop", "post", "pot", "raam", "radio", "regen", "rijst", "ring", "rivier", "robot", "roos", "rots", "rug",
    "sap", "schaap", "schaar", "schelp", "schip", "school", "schuur", "sjaal", "slak", "sleutel", "sneeuw", "snoep", "soep",
    "sok", "spons", "stad", "steen", "ster", "stoel", "storm", "straat", "strand", "suiker", "taart", "tafel", "tak", "tand",
    "tarwe", "tas", "tegel", "tent", "thee", "tijger", "toren", "touw", "trap", "trein", "trui", "tuin", "tulp", "uil", "veer",
    "veld", "verf", "vis", "vlag", "vlinder", "vloer", "voet", "vogel", "vos", "vriend", "wagen", "walnoot", "water",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{DeskKey, KioskKey};
    use zeroize::Zeroizing;

    fn answer() -> EnrolAnswer {
        EnrolAnswer {
            v: 1,
            desk_key: DeskKey::from_seed(&Zeroizing::new([2; 32])).public().to_text(),
            team: "age1team".into(),
            recovery: "age1recovery".into(),
            certificate: Some("AAAA".into()),
        }
    }

    #[test]
    fn all_words_differ() {
        let all: std::collections::HashSet<_> = WORDS.iter().collect();
        assert_eq!(all.len(), 256);
    }

    #[test]
    fn whatever_is_swapped_on_the_way_changes_the_words() {
        let key = KioskKey::from_seed(&Zeroizing::new([1; 32])).public();
        let words = four_words(&key, &answer()).unwrap();
        assert_eq!(words, four_words(&key, &answer()).unwrap());
        let other_key = KioskKey::from_seed(&Zeroizing::new([3; 32])).public();
        assert_ne!(words, four_words(&other_key, &answer()).unwrap());
        let swaps: [fn(&mut EnrolAnswer); 4] = [
            |a| a.desk_key = DeskKey::from_seed(&Zeroizing::new([4; 32])).public().to_text(),
            |a| a.team = "age1other".into(),
            |a| a.recovery = "age1other".into(),
            |a| a.certificate = None,
        ];
        for swap in swaps {
            let mut other = answer();
            swap(&mut other);
            assert_ne!(words, four_words(&key, &other).unwrap());
        }
    }
}
