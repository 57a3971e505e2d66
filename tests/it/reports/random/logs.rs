//! What pairings wrote down: meetings, advice, and check-ins that coordinators keep.

use super::maker::Maker;
use super::pairings::Pair;
use chrono::Days;
use std::collections::BTreeSet;
use std::fmt::Write;

impl Maker {
    pub(super) fn log(&mut self, pair: &Pair) {
        let mut text = String::new();
        let days = self.days(12, 20, 340);
        for on in &days {
            let is = *self
                .dice
                .pick(&["held", "held", "held", "missed", "cancelled", "planned"]);
            writeln!(
                text,
                "[[meeting]]\nid = \"{on}\"\nat = {on}T16:00:00\nis = \"{is}\""
            )
            .unwrap();
            let minutes = 15 + self.dice.below(60);
            self.maybe(&mut text, 40, &format!("minutes = {minutes}"));
            let mode = *self.dice.pick(&["email", "video", "in-person"]);
            self.maybe(&mut text, 40, &format!("mode = \"{mode}\""));
            let absent = self.some(&pair.people, 40);
            self.maybe(&mut text, 30, &format!("absent = {absent:?}"));
            let topics = self.some(&["routing", "Law", "law"], 30);
            self.maybe(
                &mut text,
                50,
                &format!("topics = {:?}", &topics[..topics.len().min(1)]),
            );
            self.maybe(&mut text, 30, "mentor_learned = \"patience\"");
            text.push('\n');
        }
        for (number, given) in self.days(8, 20, 330).into_iter().enumerate() {
            writeln!(
                text,
                "[[advice]]\nid = \"a-{number}\"\non = {given}\ntext = \"Try {number}\""
            )
            .unwrap();
            if !days.is_empty() {
                let meeting = format!("meeting = \"{}\"", self.dice.pick(&days));
                self.maybe(&mut text, 70, &meeting);
            }
            let mut tries = BTreeSet::new();
            for _ in 0..self.dice.below(4) {
                let on = given + Days::new(self.dice.below(60) as u64);
                if tries.insert(on) {
                    writeln!(text, "\n[[tried]]\nadvice = \"a-{number}\"\non = {on}").unwrap();
                    let helped = *self.dice.pick(&["yes", "partly", "no"]);
                    self.maybe(&mut text, 75, &format!("helped = \"{helped}\""));
                }
            }
            text.push('\n');
        }
        if !text.is_empty() {
            self.write(format!("meetings/{}.toml", pair.id), text);
        }
    }

    pub(super) fn checkins(&mut self, pair: &Pair) {
        let mut text = String::new();
        for (number, on) in self.days(8, 0, 330).into_iter().enumerate() {
            let kind =
                *self
                    .dice
                    .pick(&["expectations", "readiness", "regular", "regular", "exit"]);
            writeln!(
                text,
                "[[checkin]]\nid = \"c-{number}\"\non = {on}\nkind = \"{kind}\""
            )
            .unwrap();
            let from = format!("from = \"{}\"", self.dice.pick(&pair.people));
            self.maybe(&mut text, 90, &from);
            for score in ["fit", "satisfaction", "listened_to", "curious"] {
                let given = 1 + self.dice.below(5);
                self.maybe(&mut text, 60, &format!("{score} = {given}"));
            }
            text.push('\n');
        }
        if !text.is_empty() {
            self.write(format!("confidential/pairings/{}.toml", pair.id), text);
        }
    }
}
