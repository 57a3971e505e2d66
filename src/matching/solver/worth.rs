//! What a result is worth: one number whose greatest value is the aim's best result.
//!
//! Each part outweighs everything below it: pins, then the parts of the aim, then ties. A served request and a mentee's
//! first one have a worth of their own, because most mentees and most requests never compete.

use crate::matching::rules::POINTS_MAX;
use crate::matching::solver::instance::{Instance, Reached};
use crate::matching::tie::TIE_BITS;
use crate::model::draft::Aim;

/// The worth of each part of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Worth {
    /// Of a pair settled beforehand.
    pub(crate) pin: i128,
    /// Of a mentee with at least one mentor.
    pub(crate) mentee: i128,
    /// Of a request served.
    pub(crate) request: i128,
    /// Of a point.
    pub(crate) point: i128,
}

/// The numbers of a pool are too great to be added up exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{requests} requests with {pins} pins are more than can be matched exactly at once; match fewer people or pin less"
)]
pub struct TooLarge {
    /// Mentors wanted, or places where these are fewer.
    pub requests: u64,
    /// Pairs settled beforehand.
    pub pins: usize,
}

impl Worth {
    /// The worth of everything for an aim; `fair` is settled by leaving out pairs, then as `coverage`.
    ///
    /// # Errors
    /// Where sums could leave 128 bits: beyond a hundred thousand requests with as many pins.
    pub(crate) fn new(instance: &Instance<'_>, aim: Aim) -> Result<Worth, TooLarge> {
        let (requests, pins) = (instance.served_max(), instance.pins.len());
        let too_large = TooLarge { requests, pins };
        let served_max = i128::from(requests) + 1;
        let unit = served_max << TIE_BITS;
        let points_all = served_max * i128::from(POINTS_MAX) + 1;
        let worth = match aim {
            Aim::Coverage | Aim::Fair => {
                let request = unit * points_all;
                let pin = request.checked_mul(2 * served_max).ok_or(too_large)?;
                Worth {
                    pin,
                    mentee: request,
                    request,
                    point: unit,
                }
            }
            Aim::Quality => {
                let mentee = unit * served_max;
                let point = mentee * (served_max + 1);
                let pin = point.checked_mul(points_all).ok_or(too_large)?;
                Worth {
                    pin,
                    mentee,
                    request: unit,
                    point,
                }
            }
        };
        // Two bits of room: prices are differences of two results, and sums of them are compared.
        let pins = i128::try_from(pins).unwrap_or(i128::MAX).saturating_add(1);
        match worth.pin.checked_mul(pins) {
            Some(all) if all < i128::MAX >> 2 => Ok(worth),
            _ => Err(too_large),
        }
    }

    /// The worth of a result.
    pub(crate) fn of(&self, reached: &Reached) -> i128 {
        self.pin * i128::from(reached.pins)
            + self.mentee * i128::from(reached.mentees)
            + self.request * i128::from(reached.requests)
            + self.point * i128::from(reached.points)
            + i128::from(reached.tie)
    }
}
