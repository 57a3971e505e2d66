//! Who would be good for one person, in either direction: everybody who takes part and whom no rule forbids, ranked.
//!
//! It looks at one person's pairs alone: that others may need the same places is for `run` to settle.

use crate::matching::pair::Suggestion;
use crate::matching::point_rows::PointRows;
use crate::matching::pool::Pool;
use crate::matching::question::{MatchError, Question};
use crate::matching::reason::reasons;
use crate::matching::sheet::Effects;
use crate::matching::solver::kernel::{NOT_ALLOWED, width};
use crate::model::id::PersonId;
use crate::model::participant::Role;
use crate::model::program::Program;

/// The best partners of a person, most points first, then by id and facet; nobody where the person takes no part.
///
/// `role` is the role of the person: of a mentee the best mentors, of a mentor the best mentees.
///
/// # Errors
/// Mistakes in the rules.
pub fn suggest(
    program: &Program,
    question: &Question<'_>,
    person: &PersonId,
    role: Role,
) -> Result<Vec<Suggestion>, MatchError> {
    let by_person = program.pairings_by_person();
    let mut pool = Pool::new(program, &by_person, question)?;
    match role {
        Role::Mentee => pool
            .demands
            .retain(|demand| demand.participant.id == *person),
        Role::Mentor => pool.offers.retain(|offer| offer.participant.id == *person),
    }
    let sheet = pool.sheet();
    let rows = PointRows::new(&sheet, Effects::All);
    let mut row = vec![NOT_ALLOWED; width(pool.offers.len())];
    let mut suggestions = Vec::new();
    for (request, asked) in sheet.asked.iter().enumerate() {
        rows.fill(request, &mut row);
        for (mentor, &points) in row
            .iter()
            .enumerate()
            .filter(|(_, points)| **points != NOT_ALLOWED)
        {
            let offer = &pool.offers[mentor];
            let partner = match role {
                Role::Mentee => offer.participant,
                Role::Mentor => asked.participant,
            };
            suggestions.push(Suggestion {
                person: partner.id.clone(),
                facet: asked.request.facet.clone(),
                points: i64::from(points),
                rules: reasons(&sheet, request, mentor, &sheet.judge(request, mentor)),
                places: offer.places,
            });
        }
    }
    suggestions.sort_by(|one, other| {
        let rank = (other.points, &one.person, &one.facet);
        rank.cmp(&(one.points, &other.person, &other.facet))
    });
    Ok(suggestions)
}
