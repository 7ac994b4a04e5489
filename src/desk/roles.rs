//! What somebody at the desk may do: a set of roles, and nothing that is not in it.

use std::fmt;

/// One of the things that somebody may be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Sees and picks up the cards of their teams.
    Worker,
    /// As a worker; and can ask that a card is looked at first. Assigns nothing.
    Coordinator,
    /// Somebody from another organisation: the day list of their own spreekuren.
    Host,
    /// People, teams, kiosks, other systems, and what a restore left to decide. No cards.
    Manager,
    /// The audit log, and nothing else.
    Auditor,
}

impl Role {
    /// All, in the order in which they are shown.
    pub const ALL: [Role; 5] = [Role::Worker, Role::Coordinator, Role::Host, Role::Manager, Role::Auditor];

    /// Those that a site manager gives. A host is made where the spreekuur is.
    pub const GIVEN: [Role; 4] = [Role::Worker, Role::Coordinator, Role::Manager, Role::Auditor];

    /// The word in the store and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Worker => "worker",
            Role::Coordinator => "coordinator",
            Role::Host => "host",
            Role::Manager => "manager",
            Role::Auditor => "auditor",
        }
    }

    /// From that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Several roles of one person.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    /// None: whoever has these sees nothing.
    pub const NONE: Roles = Roles(0);

    /// These.
    pub const fn of(roles: &[Role]) -> Self {
        let (mut set, mut i) = (0, 0);
        while i < roles.len() {
            set |= 1 << roles[i] as u8;
            i += 1;
        }
        Roles(set)
    }

    /// From the words of the store. One that is not known gives nothing.
    pub fn from_words(words: &str) -> Self {
        words.split(' ').filter_map(Role::from_word).fold(Roles::NONE, Roles::and)
    }

    /// The words of the store.
    pub fn words(self) -> String {
        self.all().map(Role::word).collect::<Vec<_>>().join(" ")
    }

    /// These and one more.
    #[must_use]
    pub fn and(self, role: Role) -> Self {
        Roles(self.0 | 1 << role as u8)
    }

    /// Whether it is one of them.
    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Whether any role is in both.
    pub const fn meets(self, other: Roles) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether whoever has these sees the cards of their teams.
    pub const fn sees_cards(self) -> bool {
        self.meets(Roles::of(&[Role::Worker, Role::Coordinator]))
    }

    /// Whether they are those of somebody from another organisation.
    pub const fn is_host(self) -> bool {
        self.has(Role::Host)
    }

    /// One after the other.
    pub fn all(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Roles({})", self.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_go_into_the_store_and_back_and_what_is_not_known_gives_nothing() {
        for set in 0..1 << Role::ALL.len() {
            assert_eq!(Roles::from_words(&Roles(set).words()), Roles(set));
        }
        assert_eq!(Roles::from_words("root Worker  workers"), Roles::NONE);
        assert!(!Roles::of(&[Role::Manager, Role::Auditor]).sees_cards());
    }
}
