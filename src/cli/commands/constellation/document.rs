//! A constellation as people read it.

use super::figure::figure;
use crate::calendar::describe::distance;
use crate::insights::constellation::distance::Distance;
use crate::insights::constellation::exchange::{Exchange, Given, Partner};
use crate::insights::constellation::facet::FacetCover;
use crate::insights::constellation::map::Constellation;
use crate::insights::constellation::star::Star;
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::render::document::{Document, Facts};
use crate::render::table::{Cell, Column, Table};
use crate::render::words::{and_list, count, hours};

/// To how many something could go back, by name.
const RETURNS_MAX: usize = 5;

pub(super) fn document(found: &Constellation<'_>) -> Document {
    let mut document = Document::new().figure(figure(found));
    if !found.mentors.is_empty() {
        document = document.table(mentors(found));
    }
    if !found.facets.is_empty() {
        document = document.section("Facets").table(facets(found));
    }
    if !found.warnings.is_empty() {
        let sentences = found.warnings.iter().map(|one| one.sentence.as_str());
        document = document.section("Worth a thought").list(sentences);
    }
    if found.exchange.partners.is_empty() {
        return document;
    }
    exchanged(document, &found.exchange)
}

fn mentors(found: &Constellation<'_>) -> Table {
    let columns = [
        Column::text("person", "mentor"),
        Column::text("facets", "for"),
        Column::text("style", "how"),
        Column::text("distance", "from"),
        Column::text("last", "last contact"),
        Column::text("contact", "contact"),
        Column::number("hours", "hours"),
    ];
    Table::new(columns).rows(found.mentors.iter().map(|star| row(star, found.day)))
}

fn row(star: &Star<'_>, today: Day) -> [Cell; 7] {
    let listed = |words: Vec<&str>| (!words.is_empty()).then(|| words.join(", "));
    let facets = listed(star.facets.iter().map(String::as_str).collect());
    let style = listed(star.style.iter().map(|style| style.as_str()).collect());
    let last = star
        .last
        .map(|day| Cell::from(distance(day, today)).with_value(day.to_string()));
    [
        Cell::from(star.name).with_value(star.person.as_str()),
        facets.unwrap_or_else(|| "any".to_owned()).into(),
        style.into(),
        star.distance.map(Distance::in_words).into(),
        last.into(),
        star.contact.as_str().into(),
        Cell::number(hours(u32::try_from(star.minutes_held).unwrap_or(u32::MAX))),
    ]
}

fn facets(found: &Constellation<'_>) -> Table {
    let columns = [
        Column::text("facet", "facet"),
        Column::number("weight", "weight"),
        Column::text("mentors", "who is there"),
        Column::text("coverage", "covered"),
    ];
    let name = |person: &PersonId| {
        let star = found.mentors.iter().find(|star| star.person == person);
        star.map_or(person.to_string(), |star| star.name.to_owned())
    };
    let row = |facet: &FacetCover<'_>| {
        let names: Vec<String> = facet.mentors.iter().map(|person| name(person)).collect();
        let ids: Vec<&str> = facet.mentors.iter().map(|person| person.as_str()).collect();
        let there =
            (!names.is_empty()).then(|| Cell::from(and_list(&names)).with_value(ids.join(";")));
        [
            facet.facet.into(),
            facet.weight.into(),
            there.into(),
            facet.coverage.as_str().into(),
        ]
    };
    Table::new(columns).rows(found.facets.iter().map(row))
}

fn exchanged(document: Document, exchange: &Exchange<'_>) -> Document {
    let told = |given: &Given| {
        format!(
            "{} in {} of {}",
            spent(given),
            count(given.meetings as usize, "meeting", "meetings"),
            count(given.pairings as usize, "pairing", "pairings"),
        )
    };
    let facts = Facts::new()
        .fact("received", told(&exchange.received))
        .fact("given", told(&exchange.given));
    let document = document.section("Given and received").facts(facts);
    let mut returns: Vec<&Partner<'_>> = exchange.partners.iter().collect();
    returns.retain(|partner| partner.could_return);
    // Stable: of those who gave as much the order of ids stays.
    returns.sort_by_key(|partner| std::cmp::Reverse(partner.received.minutes));
    if returns.is_empty() {
        return document;
    }
    let more = returns.len().saturating_sub(RETURNS_MAX);
    let mut lines: Vec<String> = returns
        .into_iter()
        .take(RETURNS_MAX)
        .map(could_return)
        .collect();
    lines.extend((0 < more).then(|| format!("and {more} more")));
    document
        .section("To whom something could go back")
        .list(lines)
}

fn could_return(partner: &Partner<'_>) -> String {
    let received = format!("{}: {} received", partner.name, spent(&partner.received));
    let hopes = partner
        .hopes
        .map(|hopes| format!("hopes for: {}", hopes.trim_end()));
    let teach = (!partner.could_teach.is_empty())
        .then(|| format!("looks for {}", and_list(&partner.could_teach)));
    let more: Vec<String> = hopes.into_iter().chain(teach).collect();
    if more.is_empty() {
        return received;
    }
    format!("{received}; {}", more.join("; "))
}

fn spent(given: &Given) -> String {
    let minutes = u32::try_from(given.minutes).unwrap_or(u32::MAX);
    format!("{} h", hours(minutes))
}
