//! A request of somebody who takes part, with what it matters.
//!
//! It compares nothing. Its invariant: the weights of a mentee's requests are held against their own mean, so that nobody
//! gains on others by writing greater numbers.

use crate::matching::demand::{Demand, OpenRequest, cohorts_waited};
use crate::matching::frame::Frame;
use crate::matching::rules::{Measure, POINTS_MAX, Rulebook};
use crate::model::participant::Participant;

/// A request of somebody who takes part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) participant: &'a Participant,
    pub(crate) request: &'a OpenRequest,
    /// Its place among the mentees of the sheet.
    pub(crate) mentee: usize,
    /// How many cohorts the mentee waited.
    pub(crate) waited: u32,
    /// What the request matters beside the mentee's others: points are multiplied by the first, divided by the second.
    weight: (i64, i64),
}

impl Asked<'_> {
    /// The points of a pair for this request: what the rules sum up to, weighed, 0 to 9999.
    pub(crate) fn weighed(&self, sum: i64) -> i64 {
        (sum * self.weight.0 / self.weight.1).clamp(0, POINTS_MAX)
    }

    /// Whether the mentee gave this request another weight than their others.
    pub(crate) fn is_weighed(&self) -> bool {
        self.weight.0 != self.weight.1
    }
}

/// The requests of all mentees, those of one together.
pub(crate) fn asked<'a>(
    frame: &Frame<'_>,
    rulebook: &Rulebook,
    mentees: &'a [Demand<'a>],
) -> Vec<Asked<'a>> {
    let mut lines = rulebook.lines.iter();
    let waiting_counts = lines.any(|line| matches!(line.measure, Measure::Waiting { .. }));
    let mut asked = Vec::new();
    for (mentee, demand) in mentees.iter().enumerate() {
        let Demand {
            participant,
            requests,
        } = demand;
        let waited = if waiting_counts {
            let Frame {
                program,
                by_person,
                cohort,
                today,
            } = *frame;
            cohorts_waited(program, by_person, participant, cohort, today)
        } else {
            0
        };
        asked.extend(requests.iter().map(|request| Asked {
            participant,
            request,
            mentee,
            waited,
            weight: weight_beside(request, requests),
        }));
    }
    asked
}

/// What a request matters beside the others of the same mentee: its weight against their mean.
///
/// Against the mean, so that nobody gains on others by writing greater numbers.
fn weight_beside(request: &OpenRequest, requests: &[OpenRequest]) -> (i64, i64) {
    let weight = |request: &OpenRequest| request.weight.unwrap_or(1).clamp(1, 100);
    let total: i64 = requests.iter().map(weight).sum();
    (
        weight(request) * i64::try_from(requests.len()).unwrap_or(1),
        total,
    )
}
