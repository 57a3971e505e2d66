//! `prospects.toml`.

use crate::model::prospect::{Contact, ContactState, Prospect, Prospects, Source};
use crate::store::fields::Fields;

/// Reads prospects and what was said to them.
pub(crate) fn read(fields: Fields<'_>) -> Prospects {
    Prospects {
        people: fields.entries("prospect").map(prospect).collect(),
        contacts: fields.entries("contact").map(contact).collect(),
    }
}

fn prospect(fields: Fields<'_>) -> Prospect {
    Prospect {
        id: fields.required_id("id"),
        name: fields.required_text("name"),
        email: fields.line("email"),
        source: fields
            .word("source", Source::parse)
            .unwrap_or(Source::Other),
        place: fields.line("place"),
        title: fields.line("title"),
        organization: fields.line("organization"),
        facets: fields.lines("facets"),
        next: fields.day("next"),
        participant: fields.person("participant"),
    }
}

fn contact(fields: Fields<'_>) -> Contact {
    Contact {
        prospect: fields.required_id("prospect"),
        on: fields.required_day("on"),
        is: fields
            .word("is", ContactState::parse)
            .unwrap_or(ContactState::Idea),
        text: fields.text("text"),
    }
}
