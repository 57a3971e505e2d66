//! What may be done with a pairing: the one table of legal transitions.
//!
//! Commands, `check` and the errors all read it; none of them knows a transition of its own.

use crate::model::pairing::PairingState;
use crate::model::pairing::PairingState::{
    Accepted, Active, Closed, Closing, Declined, Paused, Proposed, Void as Voided, Withdrawn,
};
use crate::model::transition::Transition::{
    Accept, Close, Decline, Extend, Handover, Pause, Reopen, Resume, Sign, Void, Withdraw,
};
use crate::model::word::words;

words! {
    /// Something that is done with a pairing, by the word of its command.
    Transition {
        /// One side says yes; with the last yes it begins, or waits for signatures.
        Accept = "accept",
        /// One side says no.
        Decline = "decline",
        /// The coordinator takes it back before it began.
        Withdraw = "withdraw",
        /// The agreement is signed; with the last signature it begins.
        Sign = "sign",
        /// It rests.
        Pause = "pause",
        /// It goes on.
        Resume = "resume",
        /// Its end moves.
        Extend = "extend",
        /// Another mentor goes on with it.
        Handover = "handover",
        /// It ends.
        Close = "close",
        /// It is taken up again.
        Reopen = "reopen",
        /// It was a mistake.
        Void = "void",
    }
}

/// From where what leads where to; where it stays is no entry of its history.
const TABLE: [(PairingState, Transition, PairingState); 33] = [
    (Proposed, Accept, Accepted),
    (Proposed, Accept, Active),
    (Proposed, Decline, Declined),
    (Proposed, Withdraw, Withdrawn),
    (Proposed, Void, Voided),
    (Accepted, Sign, Active),
    (Accepted, Decline, Declined),
    (Accepted, Withdraw, Withdrawn),
    (Accepted, Void, Voided),
    (Active, Sign, Active),
    (Active, Pause, Paused),
    (Active, Extend, Active),
    (Active, Handover, Closed),
    (Active, Close, Closing),
    (Active, Close, Closed),
    (Active, Void, Voided),
    (Paused, Sign, Paused),
    (Paused, Resume, Active),
    (Paused, Extend, Paused),
    (Paused, Handover, Closed),
    (Paused, Close, Closing),
    (Paused, Close, Closed),
    (Paused, Void, Voided),
    (Closing, Reopen, Active),
    (Closing, Handover, Closed),
    (Closing, Close, Closed),
    (Closing, Void, Voided),
    (Closed, Reopen, Active),
    (Closed, Void, Voided),
    (Declined, Reopen, Proposed),
    (Declined, Void, Voided),
    (Withdrawn, Reopen, Proposed),
    (Withdrawn, Void, Voided),
];

impl Transition {
    /// Everything that may be done with a pairing in a state, each once.
    pub fn legal_from(state: PairingState) -> Vec<Transition> {
        let rows = TABLE.iter().filter(|(from, _, _)| *from == state);
        let mut legal: Vec<Transition> = rows.map(|(_, transition, _)| *transition).collect();
        legal.dedup();
        legal
    }

    /// Whether it may be done with a pairing in a state.
    pub fn is_legal_from(self, state: PairingState) -> bool {
        TABLE
            .iter()
            .any(|(from, transition, _)| *from == state && *transition == self)
    }
}

impl PairingState {
    /// Whether the next entry of a history may be `next`.
    pub fn may_become(self, next: PairingState) -> bool {
        let leads = |(from, _, to): &(PairingState, Transition, PairingState)| {
            *from == self && *to == next && from != to
        };
        TABLE.iter().any(leads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [PairingState; 9] = [
        Proposed, Accepted, Active, Paused, Closing, Closed, Declined, Withdrawn, Voided,
    ];

    #[test]
    fn every_transition_starts_somewhere_and_every_state_but_void_has_a_way_on() {
        for word in Transition::WORDS {
            let known = Transition::parse(word);
            assert!(
                STATES
                    .iter()
                    .any(|&state| known.is_some_and(|known| known.is_legal_from(state)))
            );
        }
        for state in STATES {
            assert_eq!(Transition::legal_from(state).is_empty(), state == Voided);
        }
    }

    #[test]
    fn what_does_not_fill_a_place_can_only_fill_one_again_by_being_reopened() {
        for (from, transition, to) in TABLE {
            if !from.is_in_force() && to.is_in_force() {
                assert_eq!(transition, Reopen, "{from} to {to}");
            }
        }
    }

    #[test]
    fn nothing_ever_follows_a_mistake() {
        assert!(STATES.iter().all(|&next| !Voided.may_become(next)));
    }
}
