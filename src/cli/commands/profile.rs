//! Flags that describe a person: each is a key of the participant's file.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::when::parse_day;
use crate::change::edit::{Fields, field};
use crate::change::enroll::Profile;
use crate::change::objective::number;
use crate::cli::assignment::Assignment;
use crate::cli::failure::Failure;
use crate::store::keys;
use clap::Args;

/// Flags that describe a person.
#[derive(Debug, Clone, Default, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(crate) struct ProfileFlags {
    /// They mentor
    #[arg(long, help_heading = "Roles")]
    pub(crate) mentor: bool,
    /// They want mentors
    #[arg(long, help_heading = "Roles")]
    pub(crate) mentee: bool,
    /// How many mentees at a time
    #[arg(
        long,
        value_name = "COUNT",
        allow_negative_numbers = true,
        help_heading = "Roles"
    )]
    pub(crate) capacity: Option<i64>,
    /// Their places are one group of three to eight
    #[arg(long, help_heading = "Roles")]
    pub(crate) circle: bool,
    /// For what they want or give mentoring: technical, career, leadership ... (several: commas)
    #[arg(
        long,
        value_name = "FACET",
        value_delimiter = ',',
        help_heading = "Roles"
    )]
    pub(crate) facet: Vec<String>,
    /// What they want to learn or can teach
    #[arg(
        long,
        value_name = "SKILL",
        value_delimiter = ',',
        help_heading = "Roles"
    )]
    pub(crate) skill: Vec<String>,
    /// challenger, supporter, advocate, teacher: as they want it or give it
    #[arg(
        long,
        value_name = "STYLE",
        value_delimiter = ',',
        help_heading = "Roles"
    )]
    pub(crate) style: Vec<String>,
    /// How many mentors they want
    #[arg(long, value_name = "COUNT", help_heading = "Roles")]
    pub(crate) wants: Option<i64>,
    /// How much what they want matters beside their other wishes: 1 to 100
    #[arg(long, value_name = "WEIGHT", help_heading = "Roles")]
    pub(crate) weight: Option<i64>,
    /// Cohort they take part in
    #[arg(long, value_name = "COHORT", help_heading = "Roles")]
    pub(crate) cohort: Option<String>,
    /// Their address
    #[arg(long, value_name = "ADDRESS", help_heading = "Person")]
    pub(crate) email: Option<String>,
    /// Their job
    #[arg(long, value_name = "TITLE", help_heading = "Person")]
    title: Option<String>,
    /// Their employer
    #[arg(long, alias = "organisation", help_heading = "Person")]
    organization: Option<String>,
    /// Their department
    #[arg(long, help_heading = "Person")]
    department: Option<String>,
    /// Their team
    #[arg(long, help_heading = "Person")]
    team: Option<String>,
    /// Their field: software, medicine
    #[arg(long, help_heading = "Person")]
    profession: Option<String>,
    /// Where they are
    #[arg(long, help_heading = "Person")]
    location: Option<String>,
    /// Their time zone: Europe/London
    #[arg(long, value_name = "ZONE", help_heading = "Person")]
    timezone: Option<String>,
    /// What they speak (several: commas)
    #[arg(
        long,
        value_name = "LANGUAGE",
        value_delimiter = ',',
        help_heading = "Person"
    )]
    language: Vec<String>,
    /// Their level, a word of vocabulary.toml
    #[arg(long, help_heading = "Person")]
    level: Option<String>,
    /// Id or address of their manager
    #[arg(long, value_name = "PERSON", help_heading = "Person")]
    reports_to: Option<String>,
    /// video, in-person, phone, email (several: commas)
    #[arg(
        long,
        value_name = "MODE",
        value_delimiter = ',',
        help_heading = "Person"
    )]
    mode: Vec<String>,
    /// Free hours each week: "Tue 16:00-18:00" (several: commas)
    #[arg(
        long,
        value_name = "HOURS",
        value_delimiter = ',',
        help_heading = "Person"
    )]
    free: Vec<String>,
    /// Ids of people they would like, in order (several: commas)
    #[arg(
        long,
        value_name = "PERSON",
        value_delimiter = ',',
        help_heading = "Person"
    )]
    prefer: Vec<String>,
    /// Ids of people they must not be matched with
    #[arg(
        long,
        value_name = "PERSON",
        value_delimiter = ',',
        help_heading = "Person"
    )]
    never: Vec<String>,
    /// Day on which they agreed to the code of conduct
    #[arg(long, value_name = "DATE", help_heading = "Person")]
    consented: Option<String>,
    /// Hours a week they give as a mentor
    #[arg(long, value_name = "HOURS", help_heading = "Roles")]
    hours_per_week: Option<f64>,
    /// Why they mentor
    #[arg(long, value_name = "TEXT", help_heading = "Roles")]
    motivation: Option<String>,
    /// What they want to learn as a mentor
    #[arg(long, value_name = "TEXT", help_heading = "Roles")]
    hopes: Option<String>,
    /// How sure they feel as a mentor, on the program's scale
    #[arg(long, value_name = "SCORE", help_heading = "Roles")]
    confidence: Option<i64>,
    /// They came of their own will
    #[arg(long, help_heading = "Roles")]
    volunteered: bool,
    /// What they hope for as a mentee
    #[arg(long, value_name = "TEXT", help_heading = "Roles")]
    expectations: Option<String>,
    /// How long they commit themselves as a mentee
    #[arg(long, value_name = "DATE", help_heading = "Roles")]
    commit_until: Option<String>,
    /// Any other key: extra.badge=blue
    #[arg(long = "set", value_name = "KEY=VALUE", help_heading = "Person")]
    assignments: Vec<String>,
}

impl ProfileFlags {
    /// What the flags say about a person of this name.
    pub(crate) fn profile(&self, name: &str, clock: &Clock) -> Result<Profile, Failure> {
        let mut profile = Profile {
            top: self.top(name, clock)?,
            ..Profile::default()
        };
        if self.mentor {
            profile.mentor = Some(self.mentor_fields());
        }
        if self.mentee {
            profile.mentee = Some(self.mentee_fields(clock)?);
            profile.requests = self.requests();
        }
        for words in &self.assignments {
            let assignment = Assignment::parse(&keys::PARTICIPANT, words, clock)?;
            assignment.add_to(&mut profile)?;
        }
        Ok(profile)
    }

    fn top(&self, name: &str, clock: &Clock) -> Result<Fields, Failure> {
        let mut fields: Fields = vec![field("name", name)];
        let texts = [
            ("email", &self.email),
            ("title", &self.title),
            ("organization", &self.organization),
            ("department", &self.department),
            ("team", &self.team),
            ("profession", &self.profession),
            ("location", &self.location),
            ("timezone", &self.timezone),
        ];
        fields.extend(
            texts
                .iter()
                .filter_map(|(key, text)| Some(field(key, text.as_deref()?))),
        );
        extend_list(&mut fields, "languages", &self.language);
        fields.extend(self.level.as_deref().map(|level| field("level", level)));
        fields.extend(
            self.reports_to
                .as_deref()
                .map(|manager| field("reports_to", manager)),
        );
        let lists = [
            ("modes", &self.mode),
            ("free", &self.free),
            ("prefer", &self.prefer),
            ("never", &self.never),
        ];
        for (key, list) in lists {
            extend_list(&mut fields, key, list);
        }
        if let Some(text) = &self.consented {
            fields.push(field("consented", parse_day(text, clock, Direction::Past)?));
        }
        Ok(fields)
    }

    fn mentor_fields(&self) -> Fields {
        let mut fields = Fields::new();
        fields.extend(self.capacity.map(|capacity| field("capacity", capacity)));
        if self.circle {
            fields.push(field("circle", true));
        }
        // A person of both roles means their wishes by these flags; what they give is said by a second call.
        if !self.mentee {
            extend_list(&mut fields, "facets", &self.facet);
            extend_list(&mut fields, "skills", &self.skill);
            extend_list(&mut fields, "style", &self.style);
        }
        fields.extend(
            self.hours_per_week
                .map(|hours| field("hours_per_week", number(hours))),
        );
        fields.extend(
            self.motivation
                .as_deref()
                .map(|text| field("motivation", text)),
        );
        fields.extend(self.hopes.as_deref().map(|text| field("hopes", text)));
        fields.extend(self.confidence.map(|score| field("confidence", score)));
        if self.volunteered {
            fields.push(field("volunteered", true));
        }
        if let Some(cohort) = &self.cohort {
            fields.push(field("cohorts", vec![cohort.as_str()]));
        }
        fields
    }

    fn mentee_fields(&self, clock: &Clock) -> Result<Fields, Failure> {
        let mut fields = Fields::new();
        fields.extend(
            self.expectations
                .as_deref()
                .map(|text| field("expectations", text)),
        );
        if let Some(text) = &self.commit_until {
            fields.push(field(
                "commit_until",
                parse_day(text, clock, Direction::Future)?,
            ));
        }
        Ok(fields)
    }

    /// One request per facet; further mentors wanted are of any facet.
    fn requests(&self) -> Vec<Fields> {
        let wanted = self.wants.unwrap_or(0);
        let named = i64::try_from(self.facet.len()).unwrap_or(i64::MAX);
        let mut requests: Vec<Fields> = self
            .facet
            .iter()
            .map(|facet| self.request(Some(facet.as_str()), 1))
            .collect();
        if named < wanted {
            requests.push(self.request(None, wanted - named));
        }
        let says_more = !self.skill.is_empty() || !self.style.is_empty() || self.cohort.is_some();
        if requests.is_empty() && says_more {
            requests.push(self.request(None, 1));
        }
        requests
    }

    fn request(&self, facet: Option<&str>, mentors: i64) -> Fields {
        let mut fields = Fields::new();
        fields.extend(facet.map(|facet| field("facet", facet)));
        extend_list(&mut fields, "skills", &self.skill);
        extend_list(&mut fields, "style", &self.style);
        fields.extend(self.weight.map(|weight| field("weight", weight)));
        if mentors != 1 {
            fields.push(field("mentors", mentors));
        }
        fields.extend(self.cohort.as_deref().map(|cohort| field("cohort", cohort)));
        fields
    }
}

fn extend_list(fields: &mut Fields, key: &str, list: &[String]) {
    if !list.is_empty() {
        fields.push(field(key, list.to_vec()));
    }
}
