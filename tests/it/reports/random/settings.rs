//! What a program is and wishes: its files that stand alone.

use super::maker::Maker;
use super::{FACETS, day};
use std::fmt::Write;

impl Maker {
    pub(super) fn settings(&mut self) {
        let mut text =
            "format = 1\nid = \"chance\"\nname = \"Chance\"\npurpose = \"To count\"\n\n[policy]\n"
                .to_owned();
        for gate in ["screening", "training_gate"] {
            self.maybe(&mut text, 35, &format!("{gate} = true"));
        }
        self.maybe(&mut text, 40, "meeting_minutes = 50");
        let every = *self
            .dice
            .pick(&["week", "3 weeks", "month", "10 days", "quarter"]);
        self.maybe(&mut text, 60, &format!("meeting_every = \"{every}\""));
        text.push_str("\n[resources]\nsponsor = \"Office\"\ncurrency = \"EUR\"\n");
        self.maybe(&mut text, 70, "budget = 9001");
        self.maybe(&mut text, 50, "hours_per_week = 0.5");
        for (index, cohort) in self.cohorts.clone().into_iter().enumerate() {
            let (starts, ends) = (
                day(index * 170),
                day(index * 170 + 100 + self.dice.below(150)),
            );
            writeln!(
                text,
                "\n[[cohort]]\nid = \"{cohort}\"\nstarts = {starts}\nends = {ends}"
            )
            .unwrap();
        }
        for (module, role) in [
            ("listening", "role = \"mentor\"\n"),
            ("trust", ""),
            ("asking", "role = \"mentee\"\n"),
        ] {
            let required = self.dice.chance(60);
            writeln!(
                text,
                "\n[[training]]\nid = \"{module}\"\n{role}required = {required}"
            )
            .unwrap();
        }
        text.push_str(
            "\n[[certification]]\nid = \"short\"\nauthority = \"Office\"\ncontact = \"Desk\"\nvalid_months = 2\n",
        );
        text.push_str("\n[[certification]]\nid = \"long\"\n");
        text.push_str("\n[[comparison]]\noutcome = \"Promoted\"\npercent = 12.5\nn = 80\nsource = \"A study\"\n");
        self.write("program.toml", text);
        let skills = "[[skill]]\nid = \"cloud\"\n\n[[skill]]\nid = \"kubernetes\"\naliases = [\"k8s\"]\nparent = \"cloud\"\n\n\
                      [[skill]]\nid = \"writing\"\n\n[[skill]]\nid = \"law\"\n";
        let facets = FACETS.map(|facet| format!("[[facet]]\nid = \"{facet}\"\n\n"));
        self.write("vocabulary.toml", facets.concat() + skills);
    }

    pub(super) fn objectives(&mut self) {
        let mut text = String::new();
        let metrics = [
            "entered",
            "match-rate",
            "meetings-per-month",
            "goals-reached",
            "certifications-passed",
            "satisfaction",
            "mentors-ready",
            "paid-forward",
        ];
        for metric in metrics {
            writeln!(
                text,
                "[[objective]]\nid = \"{metric}\"\ntitle = \"{metric}\"\nmetric = \"{metric}\""
            )
            .unwrap();
            let (baseline, target) = (self.dice.below(20), self.dice.below(20));
            self.maybe(&mut text, 80, &format!("baseline = {baseline}"));
            self.maybe(&mut text, 80, &format!("target = {target}.5"));
            let owner = *self.dice.pick(&self.people);
            self.maybe(&mut text, 50, &format!("owner = \"{owner}\""));
            let due = day(100 + self.dice.below(300));
            self.maybe(&mut text, 80, &format!("due = {due}"));
            text.push('\n');
        }
        for objective in ["entered", "satisfaction"] {
            for on in self.days(3, 0, 330) {
                let value = self.dice.below(20);
                writeln!(
                    text,
                    "[[reading]]\nobjective = \"{objective}\"\non = {on}\nvalue = {value}\n"
                )
                .unwrap();
            }
        }
        self.write("objectives.toml", text);
    }

    pub(super) fn events(&mut self) {
        if self.dice.chance(50) {
            return;
        }
        let mut text =
            "[[event]]\nid = \"info\"\nkind = \"information-session\"\nat = 2026-01-20T12:00:00\n"
                .to_owned();
        for who in [
            "ada",
            "Ben@example.org",
            "cleo",
            "stranger@example.org",
            "other@example.org",
        ] {
            let invited = day(self.dice.below(40));
            let entry = format!(
                "\n[[attendance]]\nevent = \"info\"\nperson = \"{who}\"\ninvited = {invited}"
            );
            self.maybe(&mut text, 60, &entry);
        }
        self.write("events.toml", text);
    }
}
