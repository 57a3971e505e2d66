//! `letter`: invitations, introductions, nudges, check-ins and closings as text or drafts of mails; nothing is sent.

use crate::change::edit::FileName;
use crate::change::refusal::Refusal;
use crate::cli::commands::certification::certification_of;
use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::global::Format;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::cli::several::{Meant, Pairings, People};
use crate::insights::certificate;
use crate::insights::letter::{
    BUILT_IN, Facts, Letter, LetterError, as_eml, to_pairing, to_person,
};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::render::document::{Document, Verbatim};
use crate::render::mbox::{Mail, mbox};
use crate::render::words::{count, nearest};
use crate::store::outside;
use crate::store::read::Extent;
use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Letters to people; all others go to both sides of a pairing.
const TO_PEOPLE: [&str; 4] = ["invitation", "check-in", CERTIFICATE, CERTIFICATION];
/// The letter that says that somebody completed the program.
const CERTIFICATE: &str = "certificate";
/// The letter that says that somebody passed a certification.
const CERTIFICATION: &str = "certification";

/// Write letters from templates: invitation, introduction, nudge, check-in, closing, certificate, certification, and
/// your own; nothing is ever sent
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad letter introduction ada+grace
  pleiad letter nudge --where \"health = red\" --as eml --into drafts-of-mails
  pleiad letter check-in --where \"roles ~ mentee\"
  pleiad letter closing --where \"state = active\" --format mbox -o closing.mbox
  pleiad letter certificate ada                          (or what is missing)
  pleiad letter certification ada --of az-104
  pleiad letter nudge --template > letters/nudge.txt     (and make it your own)
A template is text: a first line `Subject: ...`, then words with {mentor}, {mentee_first}, {ends} and
the like in braces. letters/NAME.txt goes before the one that comes with pleiad; --to says to whom a
letter of your own goes. A certificate is written to whoever was in a pairing that met and was
closed as planned, whose plan is done, whose agreement is signed where the program asks for it,
and who took the modules of their role; to others nothing is written, and what is missing is said.")]
pub(crate) struct LetterFlags {
    /// invitation, introduction, nudge, check-in, closing, certificate, certification, or the name of a file in
    /// letters/
    #[arg(value_name = "LETTER")]
    name: String,
    /// Pairings, or people for letters to people; - reads ids from standard input
    #[arg(value_name = "PAIRING|PERSON")]
    who: Vec<String>,
    /// Every pairing, or everybody, for whom this holds
    #[arg(long = "where", value_name = "EXPRESSION")]
    filter: Option<String>,
    /// To whom a letter of your own goes
    #[arg(long, value_name = "TO", value_enum)]
    to: Option<Addressee>,
    /// Which certification was passed, for `certification`
    #[arg(long, value_name = "CERTIFICATION")]
    of: Option<String>,
    /// As plain text, or as a draft that mail programs open; `--format mbox` puts all into one mailbox
    #[arg(long = "as", value_name = "FORM", value_enum, default_value = "text")]
    form: Form,
    /// Write each letter into a file of its own in this folder
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Print the template, to make it your own
    #[arg(long, conflicts_with_all = ["who", "filter", "into"])]
    template: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Addressee {
    /// One letter to each person
    People,
    /// One letter to both sides of each pairing
    Pairings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Plain text
    Text,
    /// A draft of a mail
    Eml,
}

/// The template of a letter.
#[derive(Serialize, JsonSchema)]
struct Template<'a> {
    letter: &'a str,
    template: &'a str,
}

/// Letters that are ready to be sent, or who lacks what for theirs.
#[derive(Serialize, JsonSchema)]
struct Ready<'a> {
    letter: &'a str,
    letters: &'a [Letter],
    #[serde(skip_serializing_if = "Option::is_none")]
    lacking: Option<&'a [Lacking]>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<Template<'static>>("letter"),
    answer::<Ready<'static>>("letter"),
];

pub(crate) fn run(flags: &LetterFlags, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let is_mbox = context.global.format() == Some(Format::Mbox);
    if is_mbox && (flags.template || flags.into.is_some()) {
        return Err(Failure::usage(
            "a mailbox holds letters: it goes neither with --template nor with --into",
        ));
    }
    let template = template(&flags.name, context)?;
    if flags.template {
        let answer = Template {
            letter: &flags.name,
            template: &template,
        };
        let document = Document::new().verbatim(Verbatim::text(template.clone()));
        return Ok(Reply::new("letter", &answer, document));
    }
    let letters = match letters(flags, &template, context)? {
        Ok(letters) => letters,
        Err(lacking) => return Ok(lacking_reply(flags, &lacking)),
    };
    if flags.form == Form::Eml || is_mbox {
        refuse_without_address(&letters)?;
    }
    let texts: Vec<String> = letters
        .iter()
        .map(|letter| text(letter, flags.form))
        .collect();
    let answer = Ready {
        letter: &flags.name,
        letters: &letters,
        lacking: None,
    };
    if let Some(folder) = &flags.into {
        let folder = context.invocation.directory.join(folder);
        let files = write(&folder, flags, &letters, &texts)?;
        let done = format!(
            "{} in {}; nothing was sent.",
            count(files, "letter", "letters"),
            folder.display()
        );
        return Ok(Reply::new(
            "letter",
            &answer,
            Document::new().paragraph(done),
        ));
    }
    if flags.form == Form::Eml && 1 < letters.len() && !is_mbox {
        return Err(Failure::Usage {
            message: "several drafts of mails are several files".to_owned(),
            hint: Some(
                "--into DIR writes each into its own; --format mbox makes one of all".to_owned(),
            ),
        });
    }
    let document = Document::new().verbatim(Verbatim::text(texts.join("\n\u{2014}\n\n")));
    let mut reply = Reply::new("letter", &answer, document).say("nothing was sent");
    if is_mbox {
        let (_, clock) = context.read(&Extent::Settings)?;
        let mails: Vec<Mail> = letters.iter().map(|one| mail(one, clock.today)).collect();
        reply.mbox = Some(mbox(&mails));
    }
    Ok(reply)
}

/// The template of a letter: the program's own, else the one that comes with pleiad.
fn template(name: &str, context: &mut Context<'_, '_>) -> Result<String, Failure> {
    let known = || BUILT_IN.iter().map(|(name, _)| *name);
    if let Ok(id) = Id::parse(name) {
        let own = context.folder()?.text_if_there(&FileName::Letter(id))?;
        if let Some(own) = own {
            return Ok(own);
        }
    }
    let built_in = BUILT_IN.iter().find(|(known, _)| *known == name);
    match built_in {
        Some((_, template)) => Ok((*template).to_owned()),
        None => Err(Refusal::NotFound {
            what: "letter",
            word: name.to_owned(),
            near: nearest(name, known()).map_or_else(
                || known().map(str::to_owned).collect(),
                |near| vec![near.to_owned()],
            ),
        }
        .into()),
    }
}

fn letters(
    flags: &LetterFlags,
    template: &str,
    context: &mut Context<'_, '_>,
) -> Result<Result<Vec<Letter>, Vec<Lacking>>, Failure> {
    let addressee = flags
        .to
        .unwrap_or(if TO_PEOPLE.contains(&flags.name.as_str()) {
            Addressee::People
        } else {
            Addressee::Pairings
        });
    let meant: Meant = match addressee {
        Addressee::People => People {
            people: flags.who.clone(),
            filter: flags.filter.clone(),
        }
        .meant(context)?,
        Addressee::Pairings => Pairings {
            pairings: flags.who.clone(),
            filter: flags.filter.clone(),
        }
        .meant(context)?,
    };
    let (program, clock) = context.read(&Extent::Program)?;
    let letters: Result<Vec<Letter>, LetterError> = match addressee {
        Addressee::People => {
            let people = meant.people(&program, &clock)?;
            let facts = match facts(flags, &program, &people, clock.today)? {
                Ok(facts) => facts,
                Err(lacking) => return Ok(Err(lacking)),
            };
            people
                .iter()
                .zip(facts)
                .map(|(person, facts)| to_person(&program, template, person, facts, clock.today))
                .collect()
        }
        Addressee::Pairings => meant
            .pairings(&program, &clock)?
            .iter()
            .map(|id| to_pairing(&program, template, pairing(&program, id), clock.today))
            .collect(),
    };
    letters
        .map(Ok)
        .map_err(|error| template_failure(&flags.name, &error))
}

/// Somebody whose certificate cannot be written, and what is missing.
#[derive(Debug, Serialize, JsonSchema)]
struct Lacking {
    person: PersonId,
    name: String,
    lacks: Vec<String>,
}

/// What the letter of each person says beyond what every letter says, or who lacks what for theirs.
fn facts(
    flags: &LetterFlags,
    program: &Program,
    people: &[PersonId],
    today: Day,
) -> Result<Result<Vec<Facts>, Vec<Lacking>>, Failure> {
    let of = certification_meant(flags, program)?;
    let mut written = Vec::new();
    let mut lacking = Vec::new();
    for id in people {
        let person = &program.participants[id];
        let facts = match (flags.name.as_str(), &of) {
            (CERTIFICATE, _) => certificate::completion(program, person, today),
            (_, Some(of)) => certificate::certification(program, person, of, today),
            (_, None) => Ok(Facts::new()),
        };
        match facts {
            Ok(facts) => written.push(facts),
            Err(lacks) => lacking.push(Lacking {
                person: id.clone(),
                name: person.name.clone(),
                lacks,
            }),
        }
    }
    Ok(if lacking.is_empty() {
        Ok(written)
    } else {
        Err(lacking)
    })
}

/// Nobody gets a certificate where anybody who is meant lacks something: what is missing is said instead.
fn lacking_reply(flags: &LetterFlags, lacking: &[Lacking]) -> Reply {
    let answer = Ready {
        letter: &flags.name,
        letters: &[],
        lacking: Some(lacking),
    };
    let mut document = Document::new().heading("Nothing was written; there is missing");
    for one in lacking {
        document = document
            .section(one.name.clone())
            .list(one.lacks.iter().map(String::as_str));
    }
    let mut reply = Reply::new("letter", &answer, document);
    reply.code = exit::REFUSED;
    reply
}

fn certification_meant(flags: &LetterFlags, program: &Program) -> Result<Option<Id>, Failure> {
    match (flags.name == CERTIFICATION, &flags.of) {
        (true, Some(of)) => Ok(Some(certification_of(program, of)?)),
        (true, None) => Err(Failure::Usage {
            message: "which certification was passed?".to_owned(),
            hint: Some("--of names it".to_owned()),
        }),
        (false, Some(_)) => Err(Failure::Usage {
            message: format!("--of belongs to `letter {CERTIFICATION}`"),
            hint: None,
        }),
        (false, None) => Ok(None),
    }
}

fn pairing<'a>(program: &'a Program, id: &Id) -> &'a crate::model::pairing::Pairing {
    &program.pairings[id]
}

fn template_failure(name: &str, error: &LetterError) -> Failure {
    let hint = match error {
        LetterError::UnknownFact { name, known } => {
            let near = nearest(name, known.iter().map(String::as_str));
            near.map_or_else(
                || format!("one of {}", known.join(", ")),
                |near| format!("did you mean {{{near}}}?"),
            )
        }
        LetterError::OpenBrace { .. } | LetterError::NoSubject => {
            format!("pleiad letter {name} --template prints one that works")
        }
    };
    Refusal::refused(format!("letters/{name}.txt: {error}"))
        .hint(hint)
        .into()
}

/// A mail needs an address.
fn refuse_without_address(letters: &[Letter]) -> Result<(), Failure> {
    let nowhere: Vec<&str> = letters
        .iter()
        .flat_map(|letter| &letter.to)
        .filter(|one| one.email.is_none())
        .map(|one| one.name.as_str())
        .collect();
    if nowhere.is_empty() {
        return Ok(());
    }
    Err(Refusal::refused(format!(
        "nobody knows the address of {}",
        nowhere.join(", ")
    ))
    .hint("pleiad participant set PERSON email=...; --as text needs none")
    .into())
}

/// A letter for the mailbox; names are left out, for an address is all that a mail needs.
fn mail(letter: &Letter, on: Day) -> Mail {
    let to: Vec<&str> = letter
        .to
        .iter()
        .filter_map(|one| one.email.as_deref())
        .collect();
    Mail {
        to: to.join(", "),
        subject: letter.subject.clone(),
        on: on.date(),
        lines: letter.text.lines().map(str::to_owned).collect(),
    }
}

fn text(letter: &Letter, form: Form) -> String {
    match form {
        Form::Eml => as_eml(letter),
        Form::Text => {
            let to: Vec<String> = letter
                .to
                .iter()
                .map(|one| match &one.email {
                    Some(email) => format!("{} <{email}>", one.name),
                    None => one.name.clone(),
                })
                .collect();
            format!(
                "To: {}\nSubject: {}\n\n{}",
                to.join(", "),
                letter.subject,
                letter.text
            )
        }
    }
}

/// Writes each letter into a file of its own; gives how many.
fn write(
    folder: &Path,
    flags: &LetterFlags,
    letters: &[Letter],
    texts: &[String],
) -> Result<usize, Failure> {
    let ending = match flags.form {
        Form::Text => "txt",
        Form::Eml => "eml",
    };
    let names = letters.iter();
    let names = names.map(|letter| format!("{}-{}.{ending}", flags.name, letter.about));
    let names: Vec<String> = names.collect();
    let files = names.iter().map(String::as_str);
    outside::write_outputs(folder, files.zip(texts.iter().map(String::as_str)))
        .map_err(|error| cannot_write(folder, error))?;
    Ok(letters.len())
}

fn cannot_write(path: &Path, error: std::io::Error) -> Failure {
    let context = format!("cannot write {}", path.display());
    Failure::Outside(anyhow::anyhow!(error).context(context))
}
