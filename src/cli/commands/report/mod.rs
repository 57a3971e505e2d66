//! `report`: how the program fares in one respect, with numbers and how many they rest on.

pub(crate) mod advice;
pub(crate) mod certifications;
pub(crate) mod declines;
pub(crate) mod forward;
pub(crate) mod funnel;
pub(crate) mod health;
pub(crate) mod hours;
pub(crate) mod lineage;
pub(crate) mod load;
pub(crate) mod narrow;
pub(crate) mod objectives;
pub(crate) mod outcomes;
mod period;
pub(crate) mod pool;
pub(crate) mod reciprocity;
pub(crate) mod sponsor;
pub(crate) mod statement;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use clap::Subcommand;

/// Report how the program fares in one respect
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad report health
  pleiad report funnel --cohort 2026-spring
  pleiad report hours --per person --format csv
  pleiad report sponsor --format html -o sponsor.html")]
pub(crate) enum ReportCommand {
    /// Where each objective began, is, should be today, and shall come
    Objectives(objectives::ObjectivesArgs),
    /// How far people come, from the invitation to the good end, and how long each step takes
    Funnel(funnel::FunnelArgs),
    /// Whether there are mentors enough, and where they are missing
    Pool(pool::PoolArgs),
    /// How each pair goes, the one at most risk first, with the rule that says so
    Health(health::HealthArgs),
    /// Meetings and hours by month, person or pairing
    Hours(hours::HoursArgs),
    /// What came of it for people, beside what comes about anyway; how pairings ended; what it cost
    Outcomes(outcomes::OutcomesArgs),
    /// Whether advice is tried, and whether it helps, by mentor and topic
    Advice(advice::AdviceArgs),
    /// Who works for which certificate, the pass rate, and how long it takes
    Certifications(certifications::CertificationArgs),
    /// Whether it goes both ways: what mentors learn, who feels listened to, what changes
    Reciprocity(reciprocity::ReciprocityArgs),
    /// A page for a performance review: months, meetings, hours, goals, trainings, thanks
    /// One page for whoever pays: key figures with their change, objectives, funnel, outcomes; no names
    /// What mentoring costs: hours planned and spent, work handed over, who carries too much
    /// Who pays it forward, how soon, and who could be next
    /// Who was mentored by whom, both ways, over years
    /// Why pairings were declined, taken back or broken off, and why people left
    Declines(declines::DeclinesArgs),
    Forward(forward::ForwardArgs),
    Lineage(lineage::LineageArgs),
    Load(load::LoadArgs),
    Sponsor(sponsor::SponsorArgs),
    Statement(statement::StatementArgs),
}

pub(crate) fn run(
    command: &ReportCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ReportCommand::Objectives(_) => objectives::run(context),
        ReportCommand::Funnel(args) => funnel::run(args, context),
        ReportCommand::Pool(args) => pool::run(args, context),
        ReportCommand::Health(args) => health::run(args, context),
        ReportCommand::Hours(args) => hours::run(args, context),
        ReportCommand::Outcomes(args) => outcomes::run(args, context),
        ReportCommand::Advice(args) => advice::run(args, context),
        ReportCommand::Certifications(args) => certifications::run(args, context),
        ReportCommand::Reciprocity(args) => reciprocity::run(args, context),
        ReportCommand::Declines(args) => declines::run(args, context),
        ReportCommand::Forward(arguments) => forward::run(arguments, context),
        ReportCommand::Lineage(arguments) => lineage::run(arguments, context),
        ReportCommand::Load(arguments) => load::run(arguments, context),
        ReportCommand::Sponsor(args) => sponsor::run(args, context),
        ReportCommand::Statement(arguments) => statement::run(arguments, context),
    }
}
