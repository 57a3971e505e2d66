//! Two people on the command line: who would give, and who would ask.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::{person, picked};
use crate::model::id::PersonId;
use crate::model::program::Program;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Two {
    /// Who would give
    #[arg(value_name = "MENTOR")]
    mentor: String,
    /// Who would ask
    #[arg(value_name = "MENTEE")]
    mentee: String,
}

impl Two {
    /// Mentor and mentee; the other way round where only the second one mentors.
    pub(super) fn people(
        &self,
        program: &Program,
        context: &Context<'_, '_>,
    ) -> Result<(PersonId, PersonId), Failure> {
        let one = picked(context, &self.mentor, |word| person(program, word))?;
        let other = picked(context, &self.mentee, |word| person(program, word))?;
        if one == other {
            let message = format!("{one} cannot mentor themselves; name two people");
            return Err(Failure::usage(message));
        }
        let mentors = |person: &PersonId| program.participants[person].mentor.is_some();
        Ok(if mentors(&other) && !mentors(&one) {
            (other, one)
        } else {
            (one, other)
        })
    }
}
