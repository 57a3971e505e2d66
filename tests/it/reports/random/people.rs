//! People made by chance.

use super::maker::Maker;
use super::{FACETS, day};
use std::fmt::Write;

const SKILLS: [&str; 5] = ["cloud", "kubernetes", "k8s", "Writing", "law"];

impl Maker {
    pub(super) fn person(&mut self, id: &str) {
        let mut text = format!(
            "name = \"{} Example\"\nemail = \"{id}@example.org\"\n",
            id.to_uppercase()
        );
        let needed = self.mentees.get(id).copied().unwrap_or(0);
        let is_mentor = 0 < needed || self.dice.chance(50);
        if is_mentor {
            writeln!(
                text,
                "\n[mentor]\ncapacity = {}",
                needed + self.dice.below(3)
            )
            .unwrap();
            let (facets, skills) = (self.some(&FACETS, 40), self.some(&SKILLS, 40));
            writeln!(text, "facets = {facets:?}\nskills = {skills:?}").unwrap();
            let confidence = 1 + self.dice.below(5);
            self.maybe(&mut text, 70, &format!("confidence = {confidence}"));
            self.maybe(&mut text, 50, "hours_per_week = 0.75");
            self.maybe(&mut text, 50, "hopes = \"to listen\"");
            self.maybe(&mut text, 50, "volunteered = true");
        }
        if !is_mentor || self.dice.chance(50) {
            text.push_str("\n[mentee]\n");
            self.maybe(&mut text, 80, "hours_per_week = 0.25");
            self.requests(&mut text);
        }
        self.steps_of_person(&mut text);
        self.readiness(&mut text);
        self.write(format!("participants/{id}.toml"), text);
    }

    fn requests(&mut self, text: &mut String) {
        for facet in self.some(&FACETS, 50) {
            let skills = self.some(&SKILLS, 30);
            writeln!(
                text,
                "\n[[request]]\nfacet = \"{facet}\"\nskills = {skills:?}"
            )
            .unwrap();
            self.maybe(text, 30, "mentors = 2");
            self.cohort(text, 40);
        }
        if self.dice.chance(30) {
            text.push_str("\n[[request]]\nskills = [\"cloud\"]\n");
        }
    }

    fn steps_of_person(&mut self, text: &mut String) {
        for module in ["listening", "trust"] {
            let on = day(self.dice.below(120));
            self.maybe(
                text,
                70,
                &format!("\n[[training]]\nmodule = \"{module}\"\non = {on}"),
            );
        }
        for certification in ["short", "long"] {
            for on in self.days(4, 0, 330) {
                let is = *self.dice.pick(&[
                    "planned", "studying", "booked", "passed", "passed", "failed", "expired",
                ]);
                writeln!(
                    text,
                    "\n[[certification]]\nid = \"{certification}\"\nis = \"{is}\"\non = {on}"
                )
                .unwrap();
            }
        }
        for on in self.days(2, 0, 330) {
            let taken_by = *self.dice.pick(&self.people);
            writeln!(text, "\n[[relief]]\non = {on}\nwhat = \"rota\"\nhours_per_week = 0.5\ntaken_by = \"{taken_by}\"")
                .unwrap();
        }
        for on in self.days(2, 0, 330) {
            let what = *self.dice.pick(&["promoted", "Promoted", "new  role"]);
            writeln!(text, "\n[[outcome]]\non = {on}\nwhat = \"{what}\"").unwrap();
        }
    }

    fn readiness(&mut self, text: &mut String) {
        if self.dice.chance(40) {
            return;
        }
        for on in self.days(4, 0, 330) {
            let is = *self.dice.pick(&[
                "applied", "ready", "ready", "waiting", "paused", "left", "declined",
            ]);
            let role = *self
                .dice
                .pick(&["", "", "role = \"mentor\"\n", "role = \"mentee\"\n"]);
            writeln!(text, "\n[[state]]\non = {on}\nis = \"{is}\"\n{role}").unwrap();
            self.maybe(text, 40, "why = \"other  plans\"");
        }
    }
}
