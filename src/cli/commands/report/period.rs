//! The time that a report looks at: `--from` and `--to`, whole days.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::when::parse_day;
use crate::change::refusal::Refusal;
use crate::cli::failure::Failure;
use crate::insights::load::Period;
use clap::Args;

/// The time that is looked at.
#[derive(Debug, Args)]
pub(crate) struct PeriodArgs {
    /// The first day
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The last day; today otherwise
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
}

impl PeriodArgs {
    /// The time that is meant; without a first day so many days up to the last.
    pub(super) fn period(&self, clock: &Clock, days_usual: i64) -> Result<Period, Failure> {
        let day = |text: &Option<String>| {
            let text = text.as_deref();
            text.map(|text| parse_day(text, clock, Direction::Past))
                .transpose()
        };
        let to = day(&self.to)?.unwrap_or(clock.today);
        let from = day(&self.from)?.unwrap_or_else(|| to.plus_days(1 - days_usual));
        if to < from {
            return Err(Refusal::refused(format!("{to} is before {from}")).into());
        }
        Ok(Period { from, to })
    }
}
