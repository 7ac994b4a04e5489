//! Which role may ask for which page: one table, and what does not stand in it nobody may.
//!
//! What a page then shows is narrower still: a card only to its team, a day list only to its host.

use crate::desk::roles::{Role, Roles};
use axum::http::Method;

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Nobody: there is no such page.
    Nobody,
    /// Also whoever is not logged in.
    Anyone,
    /// Whoever is logged in with one of these roles.
    Only(Roles),
}

const ALL: Who = Who::Only(Roles::of(&Role::ALL));
const TEAM: Who = Who::Only(Roles::of(&[Role::Worker, Role::Coordinator]));
const TEAM_OR_HOST: Who = Who::Only(Roles::of(&[Role::Worker, Role::Coordinator, Role::Host]));
const TEAM_OR_MANAGER: Who = Who::Only(Roles::of(&[Role::Worker, Role::Coordinator, Role::Manager]));
const COORDINATOR: Who = Who::Only(Roles::of(&[Role::Coordinator]));
const MANAGER: Who = Who::Only(Roles::of(&[Role::Manager]));
const AUDITOR: Who = Who::Only(Roles::of(&[Role::Auditor]));
const MANAGER_OR_AUDITOR: Who = Who::Only(Roles::of(&[Role::Manager, Role::Auditor]));
use Who::{Anyone, Nobody};

/// For each address of the router: who may read it, and who may send a form to it.
pub(super) const TABLE: [(&str, Who, Who); 106] = [
    // The door.
    ("/", ALL, Nobody),
    ("/login", Anyone, Anyone),
    ("/login/code", Anyone, Anyone),
    ("/uitnodiging", Anyone, Anyone),
    ("/taal", Nobody, Anyone),
    ("/static/{name}", Anyone, Nobody),
    // Whoever has the address of a calendar reads it.
    ("/agenda/{name}", Anyone, Nobody),
    // Everybody's own.
    ("/uitloggen", Nobody, ALL),
    ("/wachtwoord", ALL, ALL),
    ("/tweestap", ALL, Nobody),
    ("/tweestap/begin", Nobody, ALL),
    ("/tweestap/aan", Nobody, ALL),
    ("/tweestap/uit", Nobody, ALL),
    ("/nieuws", ALL, Nobody),
    // Cards, calls and the team.
    ("/vandaag", TEAM, Nobody),
    ("/aanwezig", Nobody, TEAM),
    ("/roep/{id}/ik-kom", Nobody, TEAM),
    ("/roep/{id}/gezien", Nobody, TEAM),
    ("/roep-volgende", Nobody, TEAM),
    ("/kaart/nieuw", TEAM, TEAM),
    ("/kaart/{id}", TEAM, Nobody),
    ("/kaart/{id}/opname", TEAM, Nobody),
    ("/kaart/{id}/oppakken", Nobody, TEAM),
    ("/kaart/{id}/ongedaan", Nobody, TEAM),
    ("/kaart/{id}/terug", Nobody, TEAM),
    ("/kaart/{id}/niet-voor-mij", Nobody, TEAM),
    ("/kaart/{id}/vraag", Nobody, TEAM),
    ("/kaart/{id}/roep", Nobody, TEAM),
    ("/kaart/{id}/kijken", Nobody, TEAM),
    ("/kaart/{id}/plan", Nobody, TEAM),
    ("/kaart/{id}/gesproken", Nobody, TEAM),
    ("/kaart/{id}/afronden", Nobody, TEAM),
    ("/kaart/{id}/bellen", Nobody, TEAM),
    ("/kaart/{id}/heropen", Nobody, TEAM),
    ("/kaart/{id}/over", Nobody, TEAM),
    ("/kaart/{id}/overgezet", Nobody, TEAM),
    ("/kaart/{id}/niet-overgezet", Nobody, TEAM),
    ("/kaart/{id}/eerst", Nobody, COORDINATOR),
    ("/overleg", TEAM, Nobody),
    ("/patronen", TEAM_OR_MANAGER, Nobody),
    ("/patronen/csv", TEAM_OR_MANAGER, Nobody),
    ("/kaart/{id}/verzoek/inzage", Nobody, TEAM),
    ("/kaart/{id}/verzoek/contact", Nobody, TEAM),
    ("/kaart/{id}/verzoek/wissen", Nobody, TEAM),
    // Spreekuren and appointments. Whoever lets somebody in from another organisation is the manager.
    ("/spreekuren", TEAM, Nobody),
    ("/spreekuren/nieuw", TEAM, TEAM),
    ("/spreekuren/{id}", TEAM, Nobody),
    ("/spreekuren/{id}/week/{day}", TEAM, Nobody),
    ("/spreekuren/{id}/tijd/{minute}", TEAM, TEAM),
    ("/spreekuren/{id}/dag/{day}/afzeggen", TEAM, TEAM),
    ("/spreekuren/{id}/inrichten", TEAM_OR_MANAGER, Nobody),
    ("/spreekuren/{id}/gegevens", Nobody, TEAM_OR_MANAGER),
    ("/spreekuren/{id}/uren", Nobody, TEAM_OR_MANAGER),
    ("/spreekuren/{id}/uren/{line}/weg", Nobody, TEAM_OR_MANAGER),
    ("/spreekuren/{id}/uitzondering", Nobody, TEAM_OR_MANAGER),
    ("/spreekuren/{id}/uitzondering/{line}/weg", Nobody, TEAM_OR_MANAGER),
    ("/spreekuren/{id}/pauze", Nobody, TEAM_OR_MANAGER),
    ("/spreekuren/{id}/agenda", Nobody, TEAM_OR_MANAGER),
    ("/spreekuren/{id}/host", MANAGER, MANAGER),
    ("/afspraak/{id}", TEAM, Nobody),
    ("/afspraak/{id}/tijd", Nobody, TEAM),
    ("/afspraak/{id}/afzeggen", Nobody, TEAM),
    ("/afspraak/{id}/gezien", Nobody, TEAM),
    ("/afspraak/{id}/bericht", TEAM, TEAM),
    ("/afspraak/{id}/verzoek/wissen", Nobody, TEAM),
    ("/daglijst", TEAM_OR_HOST, Nobody),
    // Kiosks and other systems: a team sees how they are, the manager decides. What is taken along is cards.
    ("/kiosken", TEAM_OR_MANAGER, Nobody),
    ("/kiosken/code", MANAGER, MANAGER),
    ("/kiosken/beheer", MANAGER, MANAGER),
    ("/kiosken/beheer/weg", Nobody, MANAGER),
    ("/kiosken/aanvraag/{id}/ja", Nobody, MANAGER),
    ("/kiosken/aanvraag/{id}/nee", Nobody, MANAGER),
    // Whoever stands beside it has looked: a hall is not without its kiosk until a manager is there.
    ("/kiosken/{id}/vrijgeven", Nobody, TEAM_OR_MANAGER),
    ("/kiosken/{id}/afschrijven", MANAGER, MANAGER),
    ("/koppelingen", TEAM_OR_MANAGER, Nobody),
    ("/koppelingen/export", Nobody, TEAM),
    ("/koppelingen/{name}/nu", Nobody, MANAGER),
    ("/koppelingen/{name}/{id}/opnieuw", Nobody, MANAGER),
    ("/koppelingen/{name}/{id}/niet", Nobody, MANAGER),
    // What a restore left to decide.
    ("/kiosken/risico/onbekend", Nobody, MANAGER),
    ("/spreekuren/risico/{kiosk}", Nobody, MANAGER),
    ("/spreekuren/reservekopie", Nobody, MANAGER),
    // Inrichting.
    ("/inrichting", MANAGER_OR_AUDITOR, Nobody),
    ("/inrichting/posten", MANAGER, MANAGER),
    ("/inrichting/posten/{id}", MANAGER, MANAGER),
    ("/inrichting/posten/{id}/uren", Nobody, MANAGER),
    ("/inrichting/posten/{id}/uren/weg", Nobody, MANAGER),
    ("/inrichting/posten/{id}/keuzes", Nobody, MANAGER),
    ("/inrichting/posten/{id}/talen", Nobody, MANAGER),
    ("/inrichting/posten/{id}/koppelkaart", Nobody, MANAGER),
    ("/inrichting/posten/{id}/koppelkaart/{n}", Nobody, MANAGER),
    ("/inrichting/posten/{id}/koppelkaart/{n}/weg", Nobody, MANAGER),
    ("/inrichting/mensen", MANAGER, MANAGER),
    ("/inrichting/mensen/{id}", MANAGER, MANAGER),
    ("/inrichting/mensen/{id}/uitnodiging", Nobody, MANAGER),
    ("/inrichting/mensen/{id}/actief", Nobody, MANAGER),
    ("/inrichting/mensen/{id}/sessies", Nobody, MANAGER),
    ("/inrichting/mensen/{id}/tweestap", Nobody, MANAGER),
    ("/inrichting/teams", MANAGER, MANAGER),
    ("/inrichting/teams/{id}", Nobody, MANAGER),
    ("/inrichting/teams/kiosk/{kiosk}", Nobody, MANAGER),
    ("/inrichting/teksten", MANAGER, Nobody),
    ("/inrichting/teksten/{taal}/{tekst}", Nobody, MANAGER),
    ("/inrichting/teksten/{taal}/{tekst}/gewoon", Nobody, MANAGER),
    ("/inrichting/bewaren", MANAGER, MANAGER),
    ("/inrichting/inzage", AUDITOR, AUDITOR),
];

/// Who may ask for the route `path` by `method`.
pub(super) fn who(path: &str, method: &Method) -> Who {
    let Some((_, read, send)) = TABLE.iter().find(|(known, ..)| *known == path) else { return Nobody };
    match *method {
        Method::GET | Method::HEAD => *read,
        Method::POST => *send,
        _ => Nobody,
    }
}

/// Whether whoever has these roles may.
pub(super) fn may(roles: Roles, path: &str, method: &Method) -> bool {
    match who(path, method) {
        Nobody => false,
        Anyone => true,
        Who::Only(those) => roles.meets(those),
    }
}

/// The first page of whoever has these roles.
pub(super) fn home(roles: Roles) -> &'static str {
    let first = ["/vandaag", "/daglijst", "/inrichting"].into_iter().find(|page| may(roles, page, &Method::GET));
    first.unwrap_or("/wachtwoord")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_no_role_sees_their_own_password_at_most_and_nobody_a_page_that_is_not_listed() {
        for (path, ..) in TABLE {
            let open = who(path, &Method::GET) == Anyone;
            assert_eq!(may(Roles::NONE, path, &Method::GET), open, "{path}");
        }
        for role in Role::ALL {
            assert!(!may(Roles::of(&[role]), "/nieuw/en/vergeten", &Method::GET));
            assert!(!may(Roles::of(&[role]), "/vandaag", &Method::DELETE));
        }
    }

    #[test]
    fn managing_and_looking_back_open_no_card() {
        let those = Roles::of(&[Role::Manager, Role::Auditor]);
        let opening = [
            "/kaart/",
            "/afspraak/",
            "/vandaag",
            "/overleg",
            "/roep",
            "/koppelingen/export",
            "/daglijst",
            "/spreekuren/{id}/tijd",
        ];
        for (path, ..) in TABLE.iter().filter(|(path, ..)| opening.iter().any(|begin| path.starts_with(begin))) {
            for method in [Method::GET, Method::POST] {
                assert!(!may(those, path, &method), "{method} {path}");
            }
        }
    }

    #[test]
    fn everybody_has_a_first_page_that_they_may_see() {
        for role in Role::ALL {
            assert!(may(Roles::of(&[role]), home(Roles::of(&[role])), &Method::GET), "{role:?}");
        }
        assert_eq!(home(Roles::of(&[Role::Worker, Role::Manager])), "/vandaag");
    }
}
