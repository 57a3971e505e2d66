//! Episodes about the craft: incidents, code, changes, certificates.

use super::episode::Episode;
use crate::model::log::Helped;

/// In the order in which a pair may go through them, from wherever it begins.
pub(super) const EPISODES: [Episode; 12] = [
    Episode {
        topic: "incident review",
        question: "What do I write when I do not know the cause yet?",
        note: "Walked through last week's outage minute by minute. I had jumped to the cause; the \
               timeline shows that we noticed it twenty minutes late.",
        advice: "Write the timeline first and leave the cause for the end.",
        how: "used it for the storage incident",
        response: "the review took half as long, and nobody argued",
        helped: Helped::Yes,
        homework: "Draft the timeline of the next incident, however small",
        evidence: "two pages, reviewed by the team",
        mentor_learned: "how the alert looks to somebody who did not write it",
    },
    Episode {
        topic: "reading code",
        question: "How do you read a system that nobody can explain any more?",
        note: "Read the oldest part of the scheduler together. It is not magic: two queues and a lock. I \
               drew it and it fits on one page.",
        advice: "Draw what you read; where the drawing stops, ask.",
        how: "drew the login flow before the first question",
        response: "found the two arrows that nobody could explain",
        helped: Helped::Yes,
        homework: "Draw one page about a part you are afraid of",
        evidence: "picture on the team's wall",
        mentor_learned: "that our naming has not made sense for years",
    },
    Episode {
        topic: "first on-call week",
        question: "What if I am alone and it is not in the runbook?",
        note: "Prepared my first week on call: who to wake, what to leave until morning, and how to say \
               that I do not know.",
        advice: "Call early; nobody is angry about a call at ten, everybody about one at four.",
        how: "called at half past nine about the full disk",
        response: "solved in ten minutes, and thanked for it",
        helped: Helped::Yes,
        homework: "Shadow one evening and note every step that is not in the runbook",
        evidence: "seven gaps, four of them closed",
        mentor_learned: "which of my habits are not written down anywhere",
    },
    Episode {
        topic: "change plan",
        question: "How big may a change be before I should split it?",
        note: "Went through my change plan. We cut it into four steps, each with a way back, and moved \
               the risky one to a Tuesday.",
        advice: "Never plan a step that you cannot take back within ten minutes.",
        how: "split the migration into four",
        response: "step three went wrong and was back in five minutes",
        helped: Helped::Yes,
        homework: "Write the way back for each step of the next change",
        evidence: "plan approved without questions",
        mentor_learned: "a neater way to name the steps",
    },
    Episode {
        topic: "design review",
        question: "When is a design good enough to show?",
        note: "Showed my design for the new import. The questions were about what happens when it fails, \
               and I had no answer to two of them.",
        advice: "Show it while it still hurts a little; later you will defend it.",
        how: "showed a half-finished sketch on Monday",
        response: "three comments, one of which saved a week",
        helped: Helped::Yes,
        homework: "List five ways in which the design can fail, and what happens then",
        evidence: "list added to the design",
        mentor_learned: "a question I should have asked in my own reviews",
    },
    Episode {
        topic: "testing",
        question: "How much testing is enough?",
        note: "Looked at the tests of my last change. Many of them check the same thing, and none checks \
               the one that broke.",
        advice: "Begin with the test that would have caught the last bug.",
        how: "wrote it before touching the code",
        response: "found a second bug of the same kind",
        helped: Helped::Yes,
        homework: "Delete three tests that could never fail",
        evidence: "removed five, nothing missed",
        mentor_learned: "how slow our suite feels to newcomers",
    },
    Episode {
        topic: "measuring",
        question: "Where do I begin when everything is slow?",
        note: "Hunted the slow report together. Four guesses, all wrong; the first measurement pointed at \
               the right place.",
        advice: "Measure before you guess, even when you are sure.",
        how: "measured the morning job before changing it",
        response: "the slow part was the log, not the query",
        helped: Helped::Yes,
        homework: "Put a number on the slowest thing you own",
        evidence: "chart in the team channel",
        mentor_learned: "a small tool that I did not know",
    },
    Episode {
        topic: "certificate",
        question: "Do I learn for the exam or for the work?",
        note: "Planned the weeks until the exam: mornings for theory, one lab on Fridays, and the mock \
               exam a fortnight before.",
        advice: "Book the date now; without a date it is only a wish.",
        how: "booked it the same evening",
        response: "nervous, but the plan holds so far",
        helped: Helped::Partly,
        homework: "Take the mock exam and bring the questions you missed",
        evidence: "62 of 100, mostly names of things",
        mentor_learned: "what has changed since I took it",
    },
    Episode {
        topic: "automation",
        question: "Is it worth automating what takes ten minutes a week?",
        note: "Counted what I do by hand every week. Two things are worth a script; the other six we \
               could simply stop doing.",
        advice: "Ask first whether anybody would miss it.",
        how: "stopped sending the weekly status mail",
        response: "one person asked, and was happy with the dashboard",
        helped: Helped::Yes,
        homework: "Write a script for the one thing that you dread",
        evidence: "forty lines, and it says what it does",
        mentor_learned: "that two of those reports were for me",
    },
    Episode {
        topic: "handover",
        question: "How do I take over a system from somebody who is leaving?",
        note: "Made a list of what only one person knows about the billing link. It is shorter than \
               feared, but nobody has ever restored a backup.",
        advice: "Restore it once yourself before you believe the runbook.",
        how: "tried a restore on the test system",
        response: "failed at step two: the key had expired",
        helped: Helped::Partly,
        homework: "Restore the smallest backup and write down each step",
        evidence: "restored in fifty minutes",
        mentor_learned: "how much I do from memory",
    },
    Episode {
        topic: "asking for review",
        question: "My reviews wait for days. What am I doing wrong?",
        note: "Looked at three of my reviews that waited longest. All were over six hundred lines and \
               said nothing about why.",
        advice: "Send less at a time, and begin with the sentence that says why.",
        how: "split the last one into three",
        response: "first answer within an hour",
        helped: Helped::Yes,
        homework: "Send one review under a hundred lines",
        evidence: "reviewed before lunch",
        mentor_learned: "that I skip long reviews too",
    },
    Episode {
        topic: "saying it is broken",
        question: "How do I tell the team that my change broke it?",
        note: "Talked about the failed rollout. The worst part was the hour in which I tried to fix it \
               quietly.",
        advice: "Say it in the channel first, then fix it.",
        how: "wrote one line before anything else",
        response: "two people joined at once",
        helped: Helped::Yes,
        homework: "Write the message that you wish you had sent",
        evidence: "kept as a template",
        mentor_learned: "how rarely I say so myself",
    },
];
