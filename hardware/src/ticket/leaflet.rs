//! What the *koppelkaart* says of one of its helpers, to take along: the site's own words, and nothing of the resident.

use super::{Direction, Fonts, Paper, Setter, Sheet, Style, TicketProblem, Weight};
use crate::Bitmap;
use crate::qr;
use std::collections::BTreeSet;

/// Signs of all its lines together: a card's worth.
const MAX_SIGNS: usize = 800;

/// All that it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaflet {
    /// Language of the texts as a BCP 47 tag (`nl`, `ar`).
    pub language: String,
    /// Which way the language reads.
    pub direction: Direction,
    /// Where the machine stands.
    pub site: String,
    /// Who helps.
    pub title: String,
    /// With what, where and when, by which phone.
    pub lines: Vec<String>,
    /// The address of a page with more, as a code.
    pub page: Option<String>,
}

/// Draws it, as wide as the paper and as long as it needs.
///
/// # Errors
/// [`TicketProblem`]; then nothing is drawn at all.
pub fn leaflet(leaflet: &Leaflet, paper: Paper, fonts: &Fonts) -> Result<Bitmap, TicketProblem> {
    let texts = [&leaflet.site, &leaflet.title].into_iter().chain(&leaflet.lines);
    let signs = texts.map(|text| text.chars().count()).sum();
    if signs > MAX_SIGNS {
        return Err(TicketProblem::TooManySigns(signs));
    }
    let mut missing = BTreeSet::new();
    let mut setter = Setter::new(fonts, leaflet.direction, &leaflet.language, &mut missing);
    let measures = paper.measures();
    let width = paper.dots() - 2 * measures.margin;
    let plain = Style { weight: Weight::Plain, size: measures.plain, width };
    let strong = Style { weight: Weight::Strong, size: measures.strong, width };
    let mut sheet = Sheet::new(paper, &measures);
    sheet.text(setter.name(&leaflet.site, plain));
    sheet.space(measures.between);
    sheet.text(setter.sentence(&leaflet.title, strong));
    sheet.space(measures.between / 2);
    for line in &leaflet.lines {
        sheet.text(setter.sentence(line, plain));
    }
    if let Some(page) = &leaflet.page {
        let code = qr::page(page)?;
        // A long address makes more modules: they get smaller before the code leaves the paper.
        let module = measures.module.min(paper.dots() / code.width()).max(1);
        sheet.space(measures.between / 2);
        sheet.centred(code.enlarged(module));
    }
    if missing.is_empty() { sheet.finish() } else { Err(TicketProblem::MissingSigns(missing)) }
}
