//! Who is named by whom: preferences, vetoes, managers, partners of now and before.
//!
//! It gives the sheet its columns of rules about single people. It knows no points beyond the part of a list.

use crate::matching::column::{Column, Named};
use crate::matching::demand::{Demand, Offer, partners_of_cohort, partners_past};
use crate::matching::frame::Frame;
use crate::matching::lexicon::plain;
use crate::matching::rules::Measure;
use crate::model::id::PersonId;
use crate::model::participant::Participant;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Who is named by whom.
pub(crate) struct Names<'a> {
    frame: Frame<'a>,
    mentors: &'a [Offer<'a>],
    mentees: &'a [Demand<'a>],
    /// People by address, for managers who are named by it.
    by_address: BTreeMap<SmolStr, &'a PersonId>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(
        frame: &Frame<'a>,
        mentors: &'a [Offer<'a>],
        mentees: &'a [Demand<'a>],
    ) -> Names<'a> {
        let people = mentors
            .iter()
            .map(|offer| offer.participant)
            .chain(mentees.iter().map(|demand| demand.participant));
        let by_address = people
            .flat_map(|person| {
                person
                    .email
                    .iter()
                    .chain(&person.also)
                    .map(|address| (plain(address), &person.id))
            })
            .collect();
        Names {
            frame: *frame,
            mentors,
            mentees,
            by_address,
        }
    }

    fn mentor(&self, person: &PersonId) -> Option<usize> {
        self.mentors
            .binary_search_by(|offer| offer.participant.id.cmp(person))
            .ok()
    }

    fn mentee(&self, person: &PersonId) -> Option<usize> {
        self.mentees
            .binary_search_by(|demand| demand.participant.id.cmp(person))
            .ok()
    }

    fn manager(&self, person: &Participant) -> Option<PersonId> {
        let named = person.reports_to.as_ref()?;
        let by_address = self.by_address.get(&plain(named)).map(|&id| id.clone());
        by_address.or_else(|| PersonId::parse(named.trim()).ok())
    }

    /// Mentors whom a mentee must not get whatever the rules say, in order.
    pub(crate) fn apart(&self, mentee: &Participant) -> Vec<usize> {
        let partners = partners_of_cohort(
            self.frame.by_person,
            &mentee.id,
            self.frame.cohort,
            self.frame.today,
        );
        let people = partners.chain([&mentee.id]);
        let mut apart: Vec<usize> = people.filter_map(|person| self.mentor(person)).collect();
        apart.sort_unstable();
        apart.dedup();
        apart
    }

    pub(crate) fn column(&self, measure: &Measure) -> Column {
        let mut of = vec![Vec::new(); self.mentees.len()];
        let mut is_unknown = vec![false; self.mentees.len()];
        let mut name = |mentee: usize, mentor: usize, part: (i64, i64)| {
            let of: &mut Vec<Named> = &mut of[mentee];
            match of.iter_mut().find(|named| named.mentor == mentor) {
                // Two lists that name each other add up: a/b + c/d.
                Some(named) => {
                    let known = named.part;
                    named.part = (known.0 * part.1 + part.0 * known.1, known.1 * part.1);
                }
                None => of.push(Named { mentor, part }),
            }
        };
        match measure {
            Measure::Preference => self.preferences(&mut name),
            Measure::Never => self.nevers(&mut name),
            Measure::ReportingLine => {
                self.reporting_lines(&mut name);
                for (unknown, demand) in is_unknown.iter_mut().zip(self.mentees) {
                    *unknown = demand.participant.reports_to.is_none();
                }
            }
            Measure::PastPartner => {
                for (place, demand) in self.mentees.iter().enumerate() {
                    let past = partners_past(
                        self.frame.by_person,
                        &demand.participant.id,
                        self.frame.today,
                    );
                    past.filter_map(|mentor| self.mentor(mentor))
                        .for_each(|mentor| name(place, mentor, (1, 1)));
                }
            }
            Measure::Pair { mentor, mentee, .. } => {
                if let (Some(mentor), Some(mentee)) = (self.mentor(mentor), self.mentee(mentee)) {
                    name(mentee, mentor, (1, 1));
                }
            }
            Measure::Covers { .. }
            | Measure::Overlap { .. }
            | Measure::Apart { .. }
            | Measure::GapInside { .. }
            | Measure::GapOutside { .. }
            | Measure::HoursShared { .. }
            | Measure::HoursBelow { .. }
            | Measure::Waiting { .. }
            | Measure::Load => {}
        }
        for named in &mut of {
            named.sort_unstable_by_key(|named| named.mentor);
            named.shrink_to_fit();
        }
        Column::Names { of, is_unknown }
    }

    /// Each list is worth half of the points; the first of n names gets all of that half, the last an n-th of it.
    fn preferences(&self, name: &mut impl FnMut(usize, usize, (i64, i64))) {
        let part = |place: usize, of: usize| {
            let signed = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            (signed(of - place), signed(of).saturating_mul(2))
        };
        for (mentee, demand) in self.mentees.iter().enumerate() {
            let list = &demand.participant.prefer;
            for (place, person) in list.iter().enumerate() {
                if !list[..place].contains(person)
                    && let Some(mentor) = self.mentor(person)
                {
                    name(mentee, mentor, part(place, list.len()));
                }
            }
        }
        for (mentor, offer) in self.mentors.iter().enumerate() {
            let list = &offer.participant.prefer;
            for (place, person) in list.iter().enumerate() {
                if !list[..place].contains(person)
                    && let Some(mentee) = self.mentee(person)
                {
                    name(mentee, mentor, part(place, list.len()));
                }
            }
        }
    }

    fn nevers(&self, name: &mut impl FnMut(usize, usize, (i64, i64))) {
        for (mentee, demand) in self.mentees.iter().enumerate() {
            let mentors = demand
                .participant
                .never
                .iter()
                .filter_map(|person| self.mentor(person));
            mentors.for_each(|mentor| name(mentee, mentor, (1, 1)));
        }
        for (mentor, offer) in self.mentors.iter().enumerate() {
            let mentees = offer
                .participant
                .never
                .iter()
                .filter_map(|person| self.mentee(person));
            mentees.for_each(|mentee| name(mentee, mentor, (1, 1)));
        }
    }

    fn reporting_lines(&self, name: &mut impl FnMut(usize, usize, (i64, i64))) {
        for (mentee, demand) in self.mentees.iter().enumerate() {
            let manager = self
                .manager(demand.participant)
                .and_then(|manager| self.mentor(&manager));
            if let Some(mentor) = manager {
                name(mentee, mentor, (1, 1));
            }
        }
        for (mentor, offer) in self.mentors.iter().enumerate() {
            let report = self
                .manager(offer.participant)
                .and_then(|manager| self.mentee(&manager));
            if let Some(mentee) = report {
                name(mentee, mentor, (1, 1));
            }
        }
    }
}
