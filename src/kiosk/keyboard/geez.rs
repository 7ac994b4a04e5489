//! Ge'ez as Tigrinya writes it: a letter is a consonant with its vowel. First the consonant is chosen, by its first form, then
//! its form; two touches a letter, and every key large enough.

use super::layout::{Layout, Shift};

/// The consonants, in the order in which they are taught.
pub(super) const TIGRINYA: Layout = Layout {
    columns: 12.0,
    rows: ["ሀለሐመሠረሰሸቀቐበቨ", "ተቸኀነኘአከኸወዐዘዠ", "የደጀገጠጨጰጸፀፈፐ"],
    shift: Shift::None,
    more: None,
    latin: false,
    half_space: false,
    consonants: true,
    before_space: "፡፣",
    after_space: "።?!",
};

/// The forms of the consonant whose first form this is: seven with a vowel each and, for most, the one with "wa"; then those
/// with another vowel after a "w". Both are empty for a character that is no first form.
pub(super) fn forms(first: char) -> (&'static str, &'static str) {
    FORMS.into_iter().find(|(forms, _)| forms.starts_with(first)).unwrap_or_default()
}

const FORMS: [(&str, &str); 35] = [
    ("ሀሁሂሃሄህሆሇ", ""),
    ("ለሉሊላሌልሎሏ", ""),
    ("ሐሑሒሓሔሕሖሗ", ""),
    ("መሙሚማሜምሞሟ", ""),
    ("ሠሡሢሣሤሥሦሧ", ""),
    ("ረሩሪራሬርሮሯ", ""),
    ("ሰሱሲሳሴስሶሷ", ""),
    ("ሸሹሺሻሼሽሾሿ", ""),
    ("ቀቁቂቃቄቅቆቇ", "ቈቊቋቌቍ"),
    ("ቐቑቒቓቔቕቖ", "ቘቚቛቜቝ"),
    ("በቡቢባቤብቦቧ", ""),
    ("ቨቩቪቫቬቭቮቯ", ""),
    ("ተቱቲታቴትቶቷ", ""),
    ("ቸቹቺቻቼችቾቿ", ""),
    ("ኀኁኂኃኄኅኆኇ", "ኈኊኋኌኍ"),
    ("ነኑኒናኔንኖኗ", ""),
    ("ኘኙኚኛኜኝኞኟ", ""),
    ("አኡኢኣኤእኦኧ", ""),
    ("ከኩኪካኬክኮኯ", "ኰኲኳኴኵ"),
    ("ኸኹኺኻኼኽኾ", "ዀዂዃዄዅ"),
    ("ወዉዊዋዌውዎዏ", ""),
    ("ዐዑዒዓዔዕዖ", ""),
    ("ዘዙዚዛዜዝዞዟ", ""),
    ("ዠዡዢዣዤዥዦዧ", ""),
    ("የዩዪያዬይዮዯ", ""),
    ("ደዱዲዳዴድዶዷ", ""),
    ("ጀጁጂጃጄጅጆጇ", ""),
    ("ገጉጊጋጌግጎጏ", "ጐጒጓጔጕ"),
    ("ጠጡጢጣጤጥጦጧ", ""),
    ("ጨጩጪጫጬጭጮጯ", ""),
    ("ጰጱጲጳጴጵጶጷ", ""),
    ("ጸጹጺጻጼጽጾጿ", ""),
    ("ፀፁፂፃፄፅፆፇ", ""),
    ("ፈፉፊፋፌፍፎፏ", ""),
    ("ፐፑፒፓፔፕፖፗ", ""),
];
