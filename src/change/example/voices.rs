//! What people of an example say about themselves when they enrol.

/// Why somebody mentors.
pub(super) const MOTIVATIONS: [&str; 14] = [
    "Somebody took the time for me once; I would like to pass that on.",
    "I learn most when I have to explain what I do.",
    "To see our work through the eyes of people who are new to it.",
    "I retire in four years, and what I know should not leave with me.",
    "I enjoy watching people find out that they can.",
    "I missed having a mentor when I changed trades, and want to be one.",
    "To get to know people outside of my own corridor.",
    "I was asked twice, and the second time I had no excuse left.",
    "I want to become a better listener.",
    "Good questions keep me honest about my own habits.",
    "We lose too many people in their second year; this is what I can do about it.",
    "To practise leading without giving orders.",
    "My own mentor said that the other half of the lesson is teaching it.",
    "I like puzzles, and careers are the best ones.",
];

/// What a mentor hopes to learn.
pub(super) const HOPES: [&str; 10] = [
    "how the newer tools are really used",
    "to ask one more question before I answer",
    "what the job looks like from the service desk",
    "how people outside of engineering see us",
    "to give feedback that is heard",
    "what would make the first year easier",
    "patience",
    "how younger colleagues want to work",
    "to let silence do some of the work",
    "what I have stopped noticing",
];

/// What a mentee hopes for, by facet in the order of the sides of a career.
pub(super) const EXPECTATIONS: [[&str; 6]; 4] = [
    [
        "take my first on-call week without dread",
        "understand why our systems are built the way they are",
        "run a change from design to rollout on my own",
        "read other people's code with less fear",
        "pass the certificate and know what I passed it for",
        "lead an incident review",
    ],
    [
        "find out whether the specialist or the manager path suits me",
        "prepare for the senior interview",
        "learn to say what I am good at without blushing",
        "decide about the offer from the other department with a clear head",
        "build a plan for two years instead of two weeks",
        "return well after a year of leave",
    ],
    [
        "lead a small team through its first project",
        "delegate without checking everything twice",
        "give difficult feedback kindly and in time",
        "run meetings that people do not regret",
        "learn to disagree with those above me",
        "become the kind of lead I would like to have",
    ],
    [
        "speak up in the architecture round",
        "give a talk at the next meet-up",
        "write proposals that get read to the end",
        "explain our work to people who pay for it",
        "ask for help earlier",
        "handle calls with angry customers calmly",
    ],
];
