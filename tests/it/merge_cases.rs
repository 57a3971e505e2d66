//! Merges by example: what two people do to one file, and what it becomes.

use pleiad::change::edit::FileName;
use pleiad::model::id::{Id, PersonId};
use pleiad::store::merge::conflict::{Conflict, Side};
use pleiad::store::merge::doubled::{self, parted};
use pleiad::store::merge::three_way::{Merge, MergeError, Texts, merge};

fn log() -> FileName {
    FileName::Log(Id::parse("grace-mentors-ada").unwrap())
}

fn person() -> FileName {
    FileName::Participant(PersonId::parse("ada").unwrap())
}

fn open(file: &FileName, base: &str, ours: &str, theirs: &str) -> Merge {
    let base = Some(base);
    merge(Some(file), Texts { base, ours, theirs }, &|_| None).unwrap()
}

fn clean(file: &FileName, base: &str, ours: &str, theirs: &str) -> String {
    let merge = open(file, base, ours, theirs);
    assert_eq!(merge.conflicts, Vec::new(), "{}", merge.text);
    merge.text
}

fn addresses(merge: &Merge) -> Vec<String> {
    merge
        .conflicts
        .iter()
        .map(|it| it.address.to_string())
        .collect()
}

const MEETING: &str = "[[meeting]]\nid = \"2026-02-03\"\nat = 2026-02-03T16:00:00\nis = \"held\"\n";

#[test]
fn different_meetings_appended_on_both_sides_both_stay_by_date() {
    let here = format!(
        "{MEETING}\n[[meeting]]\nid = \"2026-03-03\"\nat = 2026-03-03T16:00:00\nis = \"held\"\n"
    );
    let there = format!(
        "{MEETING}\n[[meeting]]\nid = \"2026-02-17\"\nat = 2026-02-17T16:00:00\nis = \"held\"\n"
    );
    let merged = clean(&log(), MEETING, &here, &there);
    let both = format!(
        "{MEETING}\n[[meeting]]\nid = \"2026-02-17\"\nat = 2026-02-17T16:00:00\nis = \"held\"\n\n\
         [[meeting]]\nid = \"2026-03-03\"\nat = 2026-03-03T16:00:00\nis = \"held\"\n"
    );
    assert_eq!(merged, both);
}

#[test]
fn neighbouring_keys_of_one_person_go_together() {
    let merged = clean(
        &person(),
        "name = \"Ada\"\nteam = \"noc\"\nlevel = \"entry\"\n",
        "name = \"Ada\"\nteam = \"core\"  # since May\nlevel = \"entry\"\n",
        "name = \"Ada\"\nteam = \"noc\"\nlevel = \"senior\"\n",
    );
    assert_eq!(
        merged,
        "name = \"Ada\"\nteam = \"core\"  # since May\nlevel = \"senior\"\n"
    );
}

#[test]
fn sets_are_united_and_what_one_side_took_out_is_gone() {
    let merged = clean(
        &person(),
        "name = \"Ada\"\nlanguages = [\"en\", \"fr\"]\n",
        "name = \"Ada\"\nlanguages = [\"en\", \"fr\", \"de\"]\n",
        "name = \"Ada\"\nlanguages = [\"en\", \"it\"]\n",
    );
    assert_eq!(
        merged,
        "name = \"Ada\"\nlanguages = [\"en\", \"de\", \"it\"]\n"
    );
}

#[test]
fn a_list_whose_order_says_something_is_one_value() {
    let merge = open(
        &person(),
        "name = \"Ada\"\nprefer = [\"grace\"]\n",
        "name = \"Ada\"\nprefer = [\"grace\", \"kim\"]\n",
        "name = \"Ada\"\nprefer = [\"lin\", \"grace\"]\n",
    );
    assert_eq!(addresses(&merge), ["prefer"]);
}

#[test]
fn one_field_with_two_values_stands_between_markers_and_nothing_else_does() {
    let merge = open(
        &person(),
        "name = \"Ada\"\n\n[mentor]\ncapacity = 1\nhopes = \"a\"\n",
        "name = \"Ada\"\n\n[mentor]\ncapacity = 3\nhopes = \"a\"\n",
        "name = \"Ada\"\n\n[mentor]\ncapacity = 5\nhopes = \"b\"\n",
    );
    assert_eq!(addresses(&merge), ["mentor.capacity"]);
    assert_eq!(
        merge.text,
        "name = \"Ada\"\n\n[mentor]\n<<<<<<< ours\ncapacity = 3\n||||||| base\ncapacity = 1\n\
         =======\ncapacity = 5\n>>>>>>> theirs\nhopes = \"b\"\n"
    );
}

#[test]
fn a_new_key_with_two_values_is_a_conflict() {
    let merge = open(
        &person(),
        "name = \"Ada\"\n",
        "name = \"Ada\"\nteam = \"a\"\n",
        "name = \"Ada\"\nteam = \"b\"\n",
    );
    assert_eq!(addresses(&merge), ["team"]);
}

#[test]
fn a_meeting_deleted_here_and_edited_there_is_a_conflict() {
    let edited = MEETING.replace("held", "missed");
    let merge = open(&log(), MEETING, "", &edited);
    assert_eq!(addresses(&merge), ["meeting[2026-02-03]"]);
    assert!(
        merge
            .text
            .starts_with("<<<<<<< ours\n||||||| base\n[[meeting]]\n"),
        "{}",
        merge.text
    );
}

#[test]
fn what_is_deleted_here_and_untouched_there_is_gone() {
    let other = "[[question]]\nid = \"q-1\"\non = 2026-02-01\ntext = \"Why?\"\n";
    let base = format!("{MEETING}\n{other}");
    let there = base.replace("Why?", "Why not?");
    assert_eq!(
        clean(&log(), &base, other, &there),
        other.replace("Why?", "Why not?")
    );
}

#[test]
fn an_edited_note_and_an_appended_one_go_together_with_their_comments() {
    let base = "# the log\n\n[[note]]\nid = \"n-1\"\non = 2026-02-03\ntext = \"a\"\n";
    let ours = "# the log\n\n# important\n[[note]]\nid = \"n-1\"\non = 2026-02-03\ntext = \"b\"\n";
    let theirs = "# the log\n\n[[note]]\nid = \"n-1\"\non = 2026-02-03\ntext = \"a\"\n\n# later\n[[note]]\nid = \"n-2\"\non = 2026-02-04\ntext = \"c\"\n";
    let merged = clean(&log(), base, ours, theirs);
    assert_eq!(
        merged,
        theirs
            .replace(
                "[[note]]\nid = \"n-1\"",
                "# important\n[[note]]\nid = \"n-1\""
            )
            .replace("\"a\"", "\"b\"")
    );
}

#[test]
fn the_same_meeting_logged_twice_is_one_where_fields_agree() {
    let here = MEETING.replace("is = ", "place = \"Rome\"\nis = ");
    let there = MEETING
        .replace("\"2026-02-03\"", "\"2026-02-04\"")
        .replace("is = ", "minutes = 30\nis = ");
    let merged = clean(&log(), "", &here, &there);
    assert_eq!(merged.matches("[[meeting]]").count(), 1, "{merged}");
    assert!(
        merged.contains("id = \"2026-02-03\"")
            && merged.contains("minutes = 30")
            && merged.contains("Rome"),
        "{merged}"
    );
}

#[test]
fn the_same_meeting_logged_twice_is_a_conflict_where_fields_differ() {
    let there = MEETING
        .replace("16:00", "17:00")
        .replace("\"2026-02-03\"", "\"2026-02-04\"");
    let merge = open(&log(), "", MEETING, &there);
    assert_eq!(addresses(&merge), ["meeting[2026-02-03].at"]);
}

#[test]
fn one_id_for_two_meetings_becomes_two_and_what_refers_to_them_follows() {
    let here = MEETING;
    let there = format!(
        "{}\n[[note]]\nid = \"n-1\"\nmeeting = \"2026-02-03\"\non = 2026-02-03\ntext = \"a\"\n",
        MEETING.replace("at = 2026-02-03", "at = 2026-05-05")
    );
    for (ours, theirs) in [(here, there.as_str()), (there.as_str(), here)] {
        let merge = open(&log(), "", ours, theirs);
        assert_eq!(merge.conflicts, Vec::new());
        assert_eq!(merge.renamed.len(), 1);
        assert!(
            merge
                .text
                .contains("id = \"2026-02-03-2\"\nat = 2026-05-05T"),
            "{}",
            merge.text
        );
        assert!(
            merge.text.contains("meeting = \"2026-02-03-2\""),
            "{}",
            merge.text
        );
        assert!(
            merge.text.contains("id = \"2026-02-03\"\nat = 2026-02-03T"),
            "{}",
            merge.text
        );
    }
}

#[test]
fn one_id_for_two_questions_becomes_two() {
    let question = |on: &str, text: &str| {
        format!("[[question]]\nid = \"q-00000\"\non = {on}\ntext = \"{text}\"\n")
    };
    let merged = clean(
        &log(),
        "",
        &question("2026-02-01", "Why?"),
        &question("2026-02-02", "How?"),
    );
    assert_eq!(merged.matches("q-00000").count(), 1, "{merged}");
    assert!(
        merged.contains("Why?") && merged.contains("How?"),
        "{merged}"
    );
}

#[test]
fn an_id_that_one_side_filled_in_is_no_edit() {
    let base = "[[question]]\non = 2026-02-01\ntext = \"Why?\"\n";
    let filled = FileName::Log(Id::parse("p").unwrap());
    let ours = base.replace("]]\n", "]]\nid = \"q-tdh0r\"\n");
    let theirs = base.replace("text", "answered_in = \"x\"\ntext");
    let id = open(&filled, base, &ours, &theirs);
    assert!(id.text.contains("answered_in"), "{}", id.text);
}

#[test]
fn unknown_tables_and_keys_are_merged_like_any_other() {
    let merged = clean(
        &person(),
        "name = \"Ada\"\n\n[future]\na = 1\nb = 1\n",
        "name = \"Ada\"\n\n[future]\na = 2\nb = 1\n",
        "name = \"Ada\"\n\n[future]\na = 1\nb = { c = 3 }\n",
    );
    assert_eq!(merged, "name = \"Ada\"\n\n[future]\na = 2\nb = { c = 3 }\n");
}

#[test]
fn new_line_ends_here_and_an_edit_there_go_together() {
    let base = "name = \"Ada\"\nteam = \"a\"\n";
    let ours = base.replace('\n', "\r\n");
    assert_eq!(
        clean(&person(), base, &ours, "name = \"Ada\"\nteam = \"b\"\n"),
        "name = \"Ada\"\r\nteam = \"b\"\r\n"
    );
}

#[test]
fn both_made_the_file_and_agree_but_for_one_field() {
    let ours = "name = \"Ada\"\nemail = \"ada@example.org\"\n\n[mentor]\n";
    let theirs = "name = \"Ada\"\nemail = \"ada@work.example\"\n\n[mentee]\n";
    let file = person();
    let texts = Texts {
        base: None,
        ours,
        theirs,
    };
    let left = merge(Some(&file), texts, &|_| None).unwrap();
    assert_eq!(addresses(&left), ["email"]);
    let settled = merge(Some(&file), texts, &|_: &Conflict| Some(Side::Theirs)).unwrap();
    assert_eq!(
        settled.text,
        "name = \"Ada\"\nemail = \"ada@work.example\"\n\n[mentor]\n\n[mentee]\n"
    );
}

#[test]
fn what_does_not_fit_together_is_refused_and_never_guessed() {
    let texts = Texts {
        base: Some("name = \"Ada\"\n"),
        ours: "name = \"Ada\"\nmentor = { capacity = 1 }\n",
        theirs: "name = \"Ada\"\n\n[mentor]\ncapacity = 1\n",
    };
    assert!(matches!(
        merge(Some(&person()), texts, &|_| None),
        Err(MergeError::Misfit(_))
    ));
    let texts = Texts {
        theirs: "name = \n",
        ..texts
    };
    assert!(matches!(
        merge(Some(&person()), texts, &|_| None),
        Err(MergeError::Unreadable { .. })
    ));
}

#[test]
fn a_base_that_git_made_of_two_is_used_without_what_those_disagreed_about() {
    let base = "name = \"Ada\"\n<<<<<<<<< one\nteam = \"a\"\n=========\nteam = \"b\"\n>>>>>>>>> two\nlevel = \"entry\"\n";
    let person_of = |team: &str, level: &str| {
        format!("name = \"Ada\"\nteam = \"{team}\"\nlevel = \"{level}\"\n")
    };
    assert_eq!(
        clean(
            &person(),
            base,
            &person_of("a", "entry"),
            &person_of("a", "senior")
        ),
        person_of("a", "senior")
    );
    let merge = open(
        &person(),
        base,
        &person_of("a", "entry"),
        &person_of("b", "entry"),
    );
    assert_eq!(addresses(&merge), ["team"]);
}

#[test]
fn three_thousand_entries_merge_in_one_go() {
    let questions = |count: usize, answer: &str| -> String {
        let one = |number: usize| {
            format!("[[question]]\nid = \"q-{number}\"\non = 2026-02-01\ntext = \"{answer}\"\n\n")
        };
        (0..count).map(one).collect()
    };
    let base = questions(3_000, "a");
    let ours = base.replacen("\"a\"", "\"b\"", 1);
    let theirs = format!(
        "{base}{}",
        questions(3_001, "a")
            .rsplit_once("[[")
            .map_or("", |(_, last)| last)
            .replacen("question]]", "[[question]]", 1)
    );
    let merged = clean(&log(), &base, &ours, &theirs);
    assert_eq!(merged.matches("[[question]]").count(), 3_001);
}

#[test]
fn two_meetings_that_got_each_others_ids_stay_two() {
    let meeting = |id: &str, day: &str| {
        format!("[[meeting]]\nid = \"{id}\"\nat = {day}T16:00:00\nis = \"planned\"\n")
    };
    let ours = meeting("2026-10-03", "2026-12-05") + "\n" + &meeting("2026-10-03-2", "2026-12-09");
    let theirs = meeting("2026-10-03-2", "2026-12-05")
        + "\n"
        + &meeting("2026-10-03", "2026-12-09")
        + "minutes = 30\n";
    for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = clean(&log(), "", ours, theirs);
        assert_eq!(merged.matches("[[meeting]]").count(), 2, "{merged}");
        assert!(
            merged.contains("id = \"2026-10-03\"\nat = 2026-12-05"),
            "{merged}"
        );
        assert!(
            merged.contains("id = \"2026-10-03-2\"\nat = 2026-12-09"),
            "{merged}"
        );
    }
}

#[test]
fn a_question_without_its_day_is_not_taken_for_another_one() {
    let question = |rest: &str| format!("[[question]]\nid = \"q-1\"\n{rest}\n");
    let merge = open(
        &log(),
        "",
        &question("text = \"a\""),
        &question("on = 2026-03-01\ntext = \"b\""),
    );
    assert_eq!(addresses(&merge), ["question[q-1].text"]);
}

#[test]
fn meetings_that_lines_alone_gave_one_id_are_parted() {
    let meeting = |day: &str| format!("[[meeting]]\nid = \"2026-10-03\"\nat = {day}T16:00:00\n");
    let homework = "[[homework]]\nid = \"h-1\"\ntext = \"Draw it\"\n";
    let [one, other] = ["2026-12-05", "2026-12-09"].map(meeting);
    let text = format!("{one}\n{homework}\n{other}\n{homework}");
    let parted = parted(&log(), &text).unwrap();
    let another = other.replace("\"2026-10-03\"", "\"2026-10-03-2\"");
    assert_eq!(parted, format!("{one}\n{homework}\n{another}"));
    assert_eq!(doubled::parted(&log(), &parted), None);
}

#[test]
fn entries_of_one_id_that_a_person_must_tell_apart_stay() {
    let texts = [
        "[[homework]]\nid = \"h-1\"\ntext = \"a\"\n\n[[homework]]\nid = \"h-1\"\ntext = \"b\"\n",
        "[[meeting]]\nid = \"x\"\nat = 2026-12-05T16:00:00\n\n[[meeting]]\nid = \"x\"\nat = 2026-12-06T16:00:00\n\n\
         [[question]]\nid = \"q-1\"\ntext = \"Why?\"\nanswered_in = \"x\"\n",
    ];
    for text in texts {
        assert_eq!(parted(&log(), text), None, "{text}");
    }
}
