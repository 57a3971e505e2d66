//! What a mentee asks for: as a row says it, as fields of the file, and beside what is there.
//!
//! It writes nothing. Its invariant: a request without a cohort is one of every cohort.

use crate::change::edit::{EntryKey, Fields, field};
use crate::model::id::Id;
use crate::model::participant::{Request, Style};
use std::collections::BTreeSet;

/// The skills, facets, rounds and number of mentors that a row asks for.
pub(super) struct Wanted {
    pub(super) facets: Vec<String>,
    pub(super) skills: Vec<String>,
    pub(super) style: Vec<Style>,
    pub(super) mentors: Option<i64>,
    pub(super) cohorts: Vec<Id>,
}

impl Wanted {
    /// One mentor per facet named, further wanted ones for any facet; so in each cohort.
    pub(super) fn requests(self, is_said: bool) -> Vec<Request> {
        if !is_said && self.cohorts.is_empty() {
            return Vec::new();
        }
        let named = i64::try_from(self.facets.len()).unwrap_or(i64::MAX);
        let wanted = self.mentors.unwrap_or(if named == 0 { 1 } else { named });
        let further = u32::try_from(wanted - named).unwrap_or(0);
        let rounds: Vec<Option<Id>> = if self.cohorts.is_empty() {
            vec![None]
        } else {
            self.cohorts.iter().cloned().map(Some).collect()
        };
        let mut requests = Vec::new();
        for cohort in rounds {
            let request = |facet: Option<&String>, mentors: u32| Request {
                facet: facet.cloned(),
                skills: self.skills.clone(),
                style: self.style.clone(),
                weight: None,
                mentors,
                cohort: cohort.clone(),
            };
            requests.extend(self.facets.iter().map(|facet| request(Some(facet), 1)));
            requests.extend((0 < further).then(|| request(None, further)));
        }
        requests
    }
}

/// The fields of a `[[request]]`.
pub(super) fn request_fields(request: &Request) -> Fields {
    let mut fields = Fields::new();
    fields.extend(request.facet.as_deref().map(|facet| field("facet", facet)));
    if !request.skills.is_empty() {
        fields.push(field("skills", request.skills.clone()));
    }
    if !request.style.is_empty() {
        let words: Vec<&str> = request.style.iter().map(|style| style.as_str()).collect();
        fields.push(field("style", words));
    }
    if request.mentors != 1 {
        fields.push(field("mentors", i64::from(request.mentors)));
    }
    fields.extend(
        request
            .cohort
            .as_ref()
            .map(|cohort| field("cohort", cohort.as_str())),
    );
    fields
}

/// A request without a cohort asks in every one.
pub(super) fn is_same_round(one: Option<&Id>, other: Option<&Id>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// What a row says otherwise of a request that is there; what it leaves open is no difference.
pub(super) fn changed_fields(there: &Request, wanted: &Request) -> Fields {
    let mut fields = Fields::new();
    let is_other = |one: &[String], other: &[String]| {
        !other.is_empty() && one.iter().collect::<BTreeSet<_>>() != other.iter().collect()
    };
    if is_other(&there.skills, &wanted.skills) {
        fields.push(field("skills", wanted.skills.clone()));
    }
    if !wanted.style.is_empty() && there.style != wanted.style {
        let words: Vec<&str> = wanted.style.iter().map(|style| style.as_str()).collect();
        fields.push(field("style", words));
    }
    if there.mentors != wanted.mentors {
        fields.push(field("mentors", i64::from(wanted.mentors)));
    }
    fields
}

pub(super) fn request_key(request: &Request) -> EntryKey {
    let cohort = request.cohort.as_ref().map(|cohort| cohort.as_str().into());
    vec![
        ("cohort", cohort),
        ("facet", request.facet.as_deref().map(Into::into)),
    ]
}

/// `2 mentors for technical (routing; kubernetes)`.
pub(super) fn in_words(requests: &[Request]) -> String {
    let one = |request: &Request| {
        let facet = request.facet.as_deref().unwrap_or("any facet");
        let count = if request.mentors == 1 {
            String::new()
        } else {
            format!("{} x ", request.mentors)
        };
        let skills = if request.skills.is_empty() {
            String::new()
        } else {
            format!(" ({})", request.skills.join("; "))
        };
        format!("{count}{facet}{skills}")
    };
    requests.iter().map(one).collect::<Vec<_>>().join(", ")
}
