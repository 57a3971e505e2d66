//! Scores from outside: points that replace the rules, pair by pair.
//!
//! It reads no file: rows are pushed one by one, so that a caller can stream them. Its invariant: once finished, every
//! row names two people of the program, and no pair stands twice for the same facet.

use crate::matching::digest::digest_of_lines;
use crate::matching::lexicon::plain;
use crate::matching::rules::POINTS_MAX;
use crate::model::id::PersonId;
use crate::model::program::Program;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The most rows that are read.
pub const SCORE_ROWS_MAX: usize = 1 << 31;

/// Scores from outside.
#[derive(Debug, Clone)]
pub struct ScoreTable {
    /// By mentee, mentor and facet; the facet number 0 is every facet.
    rows: Vec<ScoreRow>,
    facets: BTreeMap<SmolStr, u32>,
    people: BTreeMap<PersonId, u32>,
    /// Whether rows can name a facet: then an empty one means a request for any facet where there is one.
    is_by_facet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ScoreRow {
    mentee: u32,
    mentor: u32,
    facet: u32,
    line: u32,
    points: u16,
}

/// What is wrong with a row of scores.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreFinding {
    /// Nobody has this id or address.
    #[error("row {line}: nobody has the id or address `{person}`")]
    Stranger {
        /// The row, from 1.
        line: u32,
        /// As written.
        person: String,
    },
    /// Points that no pair can have.
    #[error("row {line}: {points} points are outside 0 to {POINTS_MAX}")]
    PointsOutOfRange {
        /// The row, from 1.
        line: u32,
        /// As written.
        points: i64,
    },
    /// A pair that stood before.
    #[error("row {line}: `{mentor}` with `{mentee}` stands in row {first} already")]
    Repeated {
        /// The row, from 1.
        line: u32,
        /// Where the pair stood first.
        first: u32,
        /// Who gives.
        mentor: PersonId,
        /// Who asks.
        mentee: PersonId,
    },
    /// More rows than are read.
    #[error("more than {SCORE_ROWS_MAX} rows; split the cohort")]
    TooMany,
}

/// Scores on their way in.
#[derive(Debug)]
pub struct ScoreTableBuilder {
    table: ScoreTable,
    /// People by id and by address.
    by_name: BTreeMap<SmolStr, u32>,
    findings: Vec<ScoreFinding>,
    /// Findings beyond these are not kept: a file of another program would name nobody at all.
    findings_max: usize,
}

impl ScoreTableBuilder {
    /// An empty table for the people of a program.
    pub fn new(program: &Program) -> ScoreTableBuilder {
        let mut by_name = BTreeMap::new();
        let mut people = BTreeMap::new();
        for (number, person) in (0_u32..).zip(program.participants.values()) {
            people.insert(person.id.clone(), number);
            for address in person.email.iter().chain(&person.also) {
                by_name.entry(plain(address)).or_insert(number);
            }
        }
        for (id, &number) in &people {
            by_name.insert(id.as_str().into(), number);
        }
        ScoreTableBuilder {
            table: ScoreTable {
                rows: Vec::new(),
                facets: BTreeMap::new(),
                people,
                is_by_facet: false,
            },
            by_name,
            findings: Vec::new(),
            findings_max: 1_000,
        }
    }

    /// Adds a row; what is wrong with it is told by `finish`.
    ///
    /// `facet` is none in a table without facets, and empty in a row for any facet.
    pub fn push(
        &mut self,
        line: u32,
        mentor: &str,
        mentee: &str,
        facet: Option<&str>,
        points: i64,
    ) {
        self.table.is_by_facet |= facet.is_some();
        let people = [mentor, mentee].map(|person| self.by_name.get(&plain(person)).copied());
        let narrow = u16::try_from(points).ok().filter(|_| points <= POINTS_MAX);
        for (person, number) in [mentor, mentee].into_iter().zip(people) {
            if number.is_none() {
                self.find(ScoreFinding::Stranger {
                    line,
                    person: person.to_owned(),
                });
            }
        }
        if narrow.is_none() {
            self.find(ScoreFinding::PointsOutOfRange { line, points });
        }
        if self.table.rows.len() == SCORE_ROWS_MAX {
            self.find(ScoreFinding::TooMany);
            return;
        }
        if let ([Some(mentor), Some(mentee)], Some(points)) = (people, narrow) {
            let facet = facet
                .map(plain)
                .filter(|facet| !facet.is_empty())
                .map_or(0, |facet| self.facet(facet));
            self.table.rows.push(ScoreRow {
                mentee,
                mentor,
                facet,
                line,
                points,
            });
        }
    }

    /// The table.
    ///
    /// # Errors
    /// Strangers, points out of range and repeated pairs, each with its row; the first thousand of them.
    pub fn finish(mut self) -> Result<ScoreTable, Vec<ScoreFinding>> {
        self.table.rows.sort_unstable();
        let names: Vec<&PersonId> = self.table.people.keys().collect();
        let key = |row: &ScoreRow| (row.mentee, row.mentor, row.facet);
        let repeated = self
            .table
            .rows
            .windows(2)
            .filter(|two| key(&two[0]) == key(&two[1]));
        let repeated = repeated.map(|two| ScoreFinding::Repeated {
            line: two[1].line,
            first: two[0].line,
            mentor: names[two[1].mentor as usize].clone(),
            mentee: names[two[1].mentee as usize].clone(),
        });
        let room = self.findings_max.saturating_sub(self.findings.len());
        let repeated: Vec<ScoreFinding> = repeated.take(room).collect();
        self.findings.extend(repeated);
        if self.findings.is_empty() {
            Ok(self.table)
        } else {
            Err(self.findings)
        }
    }

    fn find(&mut self, finding: ScoreFinding) {
        if self.findings.len() < self.findings_max {
            self.findings.push(finding);
        }
    }

    fn facet(&mut self, facet: SmolStr) -> u32 {
        let next = u32::try_from(self.table.facets.len() + 1).unwrap_or(u32::MAX);
        *self.table.facets.entry(facet).or_insert(next)
    }
}

impl ScoreTable {
    /// Mentors and points for a mentee's request of a facet, in the order of mentors.
    ///
    /// A row of that facet goes before a row of every facet, which is not for it at all where rows can name facets and
    /// the mentee `asks_for_any` beside it: so a table of all allowed pairs read back allows the same pairs.
    pub(crate) fn of_request(
        &self,
        mentee: &PersonId,
        facet: Option<&str>,
        asks_for_any: bool,
    ) -> Vec<(u32, i16)> {
        let Some(&mentee) = self.people.get(mentee) else {
            return Vec::new();
        };
        let own = facet
            .and_then(|facet| self.facets.get(&plain(facet)))
            .copied();
        let from = self.rows.partition_point(|row| row.mentee < mentee);
        let rows = self.rows[from..]
            .iter()
            .take_while(|row| row.mentee == mentee);
        let mut mentors: Vec<(u32, i16)> = Vec::new();
        let takes_every = facet.is_none() || !(self.is_by_facet && asks_for_any);
        let is_for = |row: &&ScoreRow| match row.facet {
            0 => takes_every,
            named => Some(named) == own,
        };
        for row in rows.filter(is_for) {
            let points = i16::try_from(row.points).unwrap_or(i16::MAX);
            match mentors.last_mut() {
                // Rows stand in the order of facets, every facet first.
                Some(last) if last.0 == row.mentor => last.1 = points,
                _ => mentors.push((row.mentor, points)),
            }
        }
        mentors
    }

    /// The number by which `of_request` names a person.
    pub(crate) fn number(&self, person: &PersonId) -> Option<u32> {
        self.people.get(person).copied()
    }

    /// The digest of the rows, whatever order they came in.
    pub(crate) fn digest(&self) -> String {
        let names: Vec<&PersonId> = self.people.keys().collect();
        let facets: BTreeMap<u32, &str> = self
            .facets
            .iter()
            .map(|(facet, number)| (*number, facet.as_str()))
            .collect();
        let line = |row: &ScoreRow| {
            let facet = facets.get(&row.facet).copied().unwrap_or("");
            format!(
                "{}\t{}\t{facet}\t{}",
                names[row.mentor as usize], names[row.mentee as usize], row.points
            )
        };
        let mut lines: Vec<String> = self.rows.iter().map(line).collect();
        lines.sort_unstable();
        digest_of_lines(&lines)
    }
}
