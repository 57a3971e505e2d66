//! What stands at the cursor of a line that is being typed: a command, a flag, or a value of which argument.
//!
//! Nothing is refused: whoever types has not finished. Words that make no sense are passed over.

use clap::{Arg, Command};

/// What may stand at the cursor.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    /// The command that the words name so far.
    pub(crate) command: &'a Command,
    /// The names of that command, without `pleiad`.
    pub(crate) path: Vec<&'a str>,
    /// What is meant to come.
    pub(crate) wanted: Wanted<'a>,
    /// What stands in the word before the value: `--cohort=`, `ada,`.
    pub(crate) lead: String,
    /// The beginning of the value, or of the flag.
    pub(crate) beginning: String,
    /// The words that were given as values without a flag.
    pub(crate) given: Vec<String>,
    /// The value of `-C`.
    pub(crate) program: Option<String>,
}

/// What is meant to come.
#[derive(Debug)]
pub(crate) enum Wanted<'a> {
    /// The name of a flag.
    Flag,
    /// A value of this argument.
    Value(&'a Arg),
    /// A command below, or a value of the argument that comes next.
    Next(Option<&'a Arg>),
}

/// The words so far.
struct Walk<'a> {
    root: &'a Command,
    command: &'a Command,
    path: Vec<&'a str>,
    given: Vec<String>,
    program: Option<String>,
    /// The flag whose value comes next.
    open: Option<&'a Arg>,
    /// Whether `--` has ended the flags.
    is_past_flags: bool,
}

impl<'a> Asked<'a> {
    /// Reads the words after the program's own name; the last of them is at the cursor.
    pub(crate) fn read(root: &'a Command, words: &[String]) -> Asked<'a> {
        let mut walk = Walk {
            root,
            command: root,
            path: Vec::new(),
            given: Vec::new(),
            program: None,
            open: None,
            is_past_flags: false,
        };
        let (last, before) = match words {
            [before @ .., last] => (last.as_str(), before),
            [] => ("", &[][..]),
        };
        for word in before {
            walk.pass(word);
        }
        walk.at(last)
    }
}

impl<'a> Walk<'a> {
    /// Takes a word that is complete.
    fn pass(&mut self, word: &str) {
        if let Some(flag) = self.open.take() {
            // A flag whose value may be left out has none when the next flag follows.
            if !(word.starts_with('-') && may_lack_value(flag)) {
                self.keep(flag, word);
                return;
            }
        }
        if self.is_past_flags || word == "-" || !word.starts_with('-') {
            self.pass_value(word);
        } else if word == "--" {
            self.is_past_flags = true;
        } else if let Some(long) = word.strip_prefix("--") {
            match long.split_once('=') {
                Some((name, value)) => {
                    if let Some(flag) = self.long(name) {
                        self.keep(flag, value);
                    }
                }
                None => self.open = self.long(long).filter(|flag| takes_value(flag)),
            }
        } else {
            self.pass_short(&word[1..]);
        }
    }

    fn pass_value(&mut self, word: &str) {
        let below = self.command.get_subcommands().find(|below| {
            below.get_name() == word || below.get_all_aliases().any(|alias| alias == word)
        });
        match below.filter(|_| self.given.is_empty() && !self.is_past_flags) {
            Some(below) => {
                self.command = below;
                self.path.push(below.get_name());
            }
            None => self.given.push(word.to_owned()),
        }
    }

    /// `-qn`, `-C dir`, `-Cdir`.
    fn pass_short(&mut self, letters: &str) {
        for (at, letter) in letters.char_indices() {
            let Some(flag) = self.short(letter).filter(|flag| takes_value(flag)) else {
                continue;
            };
            match &letters[at + letter.len_utf8()..] {
                "" => self.open = Some(flag),
                value => self.keep(flag, value),
            }
            return;
        }
    }

    fn keep(&mut self, flag: &Arg, value: &str) {
        if flag.get_id() == "program" && flag.is_global_set() {
            self.program = Some(value.to_owned());
        }
    }

    fn arguments(&self) -> impl Iterator<Item = &'a Arg> {
        let everywhere = self.root.get_arguments().filter(|arg| arg.is_global_set());
        let own = self.command.get_arguments();
        own.filter(|arg| !arg.is_global_set()).chain(everywhere)
    }

    fn long(&self, name: &str) -> Option<&'a Arg> {
        self.arguments().find(|arg| arg.get_long() == Some(name))
    }

    fn short(&self, letter: char) -> Option<&'a Arg> {
        self.arguments().find(|arg| arg.get_short() == Some(letter))
    }

    /// What may stand where the last word begins.
    fn at(self, word: &str) -> Asked<'a> {
        if let Some(flag) = self.open
            && !(word.starts_with('-') && may_lack_value(flag))
        {
            return self.value(flag, "", word);
        }
        if !self.is_past_flags && word.starts_with('-') {
            let with_value = word
                .strip_prefix("--")
                .and_then(|long| long.split_once('='));
            return match with_value {
                Some((name, value)) => match self.long(name) {
                    Some(flag) => self.value(flag, &format!("--{name}="), value),
                    None => self.asked(Wanted::Next(None), "", word),
                },
                None => self.asked(Wanted::Flag, "", word),
            };
        }
        let values: Vec<&Arg> = self.command.get_positionals().collect();
        let next = values.get(self.given.len()).or(values.last()).copied();
        let is_last = values.len() <= self.given.len();
        let next = next.filter(|arg| !is_last || takes_several(arg));
        match next {
            Some(arg) if self.command.get_subcommands().next().is_none() => {
                self.value(arg, "", word)
            }
            next => self.asked(Wanted::Next(next), "", word),
        }
    }

    fn value(self, arg: &'a Arg, lead: &str, word: &str) -> Asked<'a> {
        let at = if arg.get_value_delimiter() == Some(',') {
            word.rfind(',').map_or(0, |comma| comma + 1)
        } else {
            0
        };
        let lead = format!("{lead}{}", &word[..at]);
        self.asked(Wanted::Value(arg), &lead, &word[at..])
    }

    fn asked(self, wanted: Wanted<'a>, lead: &str, beginning: &str) -> Asked<'a> {
        Asked {
            command: self.command,
            path: self.path,
            wanted,
            lead: lead.to_owned(),
            beginning: beginning.to_owned(),
            given: self.given,
            program: self.program,
        }
    }
}

impl<'a> Asked<'a> {
    /// The flags that may stand here, the command's own first.
    pub(crate) fn flags(&self, root: &'a Command) -> impl Iterator<Item = &'a Arg> {
        let everywhere = root.get_arguments().filter(|arg| arg.is_global_set());
        let own = self.command.get_arguments();
        own.filter(|arg| !arg.is_global_set())
            .chain(everywhere)
            .filter(|arg| arg.get_long().is_some() && !arg.is_hide_set())
    }
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

fn may_lack_value(arg: &Arg) -> bool {
    arg.get_num_args()
        .is_some_and(|count| count.min_values() == 0)
}

fn takes_several(arg: &Arg) -> bool {
    let is_appended = matches!(arg.get_action(), clap::ArgAction::Append);
    is_appended
        || arg
            .get_num_args()
            .is_some_and(|count| 1 < count.max_values())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::CommandLine;
    use clap::CommandFactory;

    /// `PATH: what, lead, beginning` of a line; the cursor stands at its end.
    fn read(line: &str) -> String {
        let root = CommandLine::command();
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let asked = Asked::read(&root, &words);
        let what = match &asked.wanted {
            Wanted::Flag => "flag".to_owned(),
            Wanted::Value(arg) => arg.get_id().to_string(),
            Wanted::Next(arg) => format!("command or {:?}", arg.map(|arg| arg.get_id().as_str())),
        };
        let path = asked.path.join(" ");
        format!("{path}: {what}, {:?}, {:?}", asked.lead, asked.beginning)
    }

    #[test]
    fn the_cursor_stands_in_a_command_a_flag_or_a_value() {
        let cases = [
            ("", ": command or None, \"\", \"\""),
            ("par", ": command or None, \"\", \"par\""),
            ("person sh", "participant: command or None, \"\", \"sh\""),
            (
                "participant show a",
                "participant show: person, \"\", \"a\"",
            ),
            (
                "--json participant show a",
                "participant show: person, \"\", \"a\"",
            ),
            (
                "-C dir -q participant show a",
                "participant show: person, \"\", \"a\"",
            ),
            (
                "-qC dir participant show a",
                "participant show: person, \"\", \"a\"",
            ),
            ("note --mo", "note: flag, \"\", \"--mo\""),
            (
                "report funnel --cohort s",
                "report funnel: cohort, \"\", \"s\"",
            ),
            (
                "report funnel --cohort=s",
                "report funnel: cohort, \"--cohort=\", \"s\"",
            ),
            ("enroll --facet a,b", "enroll: facet, \"a,\", \"b\""),
            ("note ada fri 16:00 -", "note: flag, \"\", \"-\""),
            ("close ada -- gr", "close: pairings, \"\", \"gr\""),
        ];
        for (line, expected) in cases {
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn the_folder_is_the_one_that_the_line_names() {
        let root = CommandLine::command();
        for line in [
            "-C x note a",
            "note --program=x a",
            "note -qCx a",
            "note a --program x b",
        ] {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            assert_eq!(
                Asked::read(&root, &words).program.as_deref(),
                Some("x"),
                "{line}"
            );
        }
    }
}
