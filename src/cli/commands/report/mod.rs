//! `report`: how the program fares in one respect, with numbers and how many they rest on.

mod advice;
mod certifications;
mod forward;
mod lineage;
mod load;
mod period;
mod reciprocity;
mod statement;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use clap::Subcommand;

/// Report how the program fares in one respect
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Whether advice is tried, and whether it helps, by mentor and topic
    Advice(advice::AdviceArgs),
    /// Who works for which certificate, the pass rate, and how long it takes
    Certifications(certifications::CertificationArgs),
    /// Whether it goes both ways: what mentors learn, who feels listened to, what changes
    Reciprocity(reciprocity::ReciprocityArgs),
    /// Who pays it forward, how soon, and who could be next
    Forward(forward::ForwardArgs),
    /// Who was mentored by whom, both ways, over years
    Lineage(lineage::LineageArgs),
    /// What mentoring costs: hours planned and spent, work handed over, who carries too much
    Load(load::LoadArgs),
    /// A page for a performance review: months, meetings, hours, goals, trainings, thanks
    Statement(statement::StatementArgs),
}

pub(crate) fn run(
    command: &ReportCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ReportCommand::Advice(_) => advice::run(context),
        ReportCommand::Certifications(_) => certifications::run(context),
        ReportCommand::Reciprocity(_) => reciprocity::run(context),
        ReportCommand::Forward(arguments) => forward::run(arguments, context),
        ReportCommand::Lineage(arguments) => lineage::run(arguments, context),
        ReportCommand::Load(arguments) => load::run(arguments, context),
        ReportCommand::Statement(arguments) => statement::run(arguments, context),
    }
}
