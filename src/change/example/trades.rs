//! What people of an example do for a living: departments with their teams, skills and titles.

/// A department and its trade.
pub(super) struct Trade {
    pub(super) department: &'static str,
    pub(super) teams: [&'static str; 3],
    pub(super) skills: [&'static str; 5],
    /// Titles by level, from the lowest to the highest.
    pub(super) titles: [&'static str; 4],
    /// Where mail to the head of the department goes.
    pub(super) head: &'static str,
}

/// Levels from the lowest to the highest, as the vocabulary of every template has them.
pub(super) const LEVELS: [&str; 4] = ["entry", "professional", "senior", "lead"];

pub(super) const TRADES: [Trade; 6] = [
    Trade {
        department: "Networks",
        teams: ["core", "edge", "wireless"],
        skills: [
            "routing",
            "dns",
            "load-balancing",
            "observability",
            "automation",
        ],
        titles: [
            "Network technician",
            "Network engineer",
            "Senior network engineer",
            "Head of core networks",
        ],
        head: "networks",
    },
    Trade {
        department: "Platform",
        teams: ["runtime", "build", "storage"],
        skills: [
            "kubernetes",
            "terraform",
            "linux",
            "continuous-delivery",
            "automation",
        ],
        titles: [
            "Junior platform engineer",
            "Platform engineer",
            "Senior platform engineer",
            "Platform lead",
        ],
        head: "platform",
    },
    Trade {
        department: "Data",
        teams: ["pipelines", "reporting", "research"],
        skills: [
            "sql",
            "data-modelling",
            "python",
            "dashboards",
            "statistics",
        ],
        titles: [
            "Data analyst",
            "Data engineer",
            "Senior data engineer",
            "Lead data scientist",
        ],
        head: "data",
    },
    Trade {
        department: "Security",
        teams: ["identity", "response", "assurance"],
        skills: [
            "threat-modelling",
            "incident-response",
            "access-control",
            "audits",
            "cryptography",
        ],
        titles: [
            "Security analyst",
            "Security engineer",
            "Senior security engineer",
            "Head of incident response",
        ],
        head: "security",
    },
    Trade {
        department: "Applications",
        teams: ["web", "mobile", "payments"],
        skills: [
            "api-design",
            "testing",
            "accessibility",
            "code-review",
            "python",
        ],
        titles: [
            "Junior developer",
            "Developer",
            "Senior developer",
            "Principal developer",
        ],
        head: "applications",
    },
    Trade {
        department: "Service desk",
        teams: ["front-desk", "field", "knowledge"],
        skills: [
            "triage",
            "documentation",
            "vendor-management",
            "incident-response",
            "customer-calls",
        ],
        titles: [
            "Service desk agent",
            "Service desk specialist",
            "Service desk team lead",
            "Head of service",
        ],
        head: "service",
    },
];

/// Skills of the craft with other words for them and the wider skill they belong to.
pub(super) const CRAFT: [(&str, &[&str], Option<&str>); 29] = [
    ("cloud", &[], None),
    ("networking", &["networks"], None),
    ("security", &["infosec"], None),
    ("programming", &["coding"], None),
    ("routing", &["bgp"], Some("networking")),
    ("dns", &[], Some("networking")),
    ("load-balancing", &[], Some("networking")),
    ("observability", &["monitoring"], None),
    ("automation", &["scripting"], None),
    ("kubernetes", &["k8s"], Some("cloud")),
    ("terraform", &[], Some("cloud")),
    ("linux", &[], None),
    ("continuous-delivery", &["ci", "cd"], None),
    ("sql", &[], None),
    ("data-modelling", &[], None),
    ("python", &[], Some("programming")),
    ("dashboards", &[], None),
    ("statistics", &[], None),
    ("threat-modelling", &[], Some("security")),
    ("incident-response", &["on-call"], None),
    ("access-control", &["iam"], Some("security")),
    ("audits", &[], Some("security")),
    ("cryptography", &[], Some("security")),
    ("api-design", &["apis"], Some("programming")),
    ("testing", &[], Some("programming")),
    ("accessibility", &["a11y"], None),
    ("code-review", &[], Some("programming")),
    ("triage", &[], None),
    ("vendor-management", &[], None),
];

/// Skills that every department needs.
pub(super) const EVERYWHERE: [(&str, &[&str], Option<&str>); 11] = [
    ("documentation", &["docs"], None),
    ("customer-calls", &[], None),
    ("interviewing", &[], None),
    ("negotiation", &[], None),
    ("career-planning", &[], None),
    ("delegation", &[], None),
    ("feedback", &[], None),
    ("hiring", &[], None),
    ("public-speaking", &["talks"], None),
    ("writing", &[], None),
    ("facilitation", &["moderation"], None),
];

/// A side of a career, with the skills that are asked for beside those of the trade.
pub(super) struct Side {
    pub(super) facet: &'static str,
    pub(super) skills: &'static [&'static str],
}

/// The facets of every template.
pub(super) const SIDES: [Side; 4] = [
    Side {
        facet: "technical",
        skills: &[],
    },
    Side {
        facet: "career",
        skills: &["interviewing", "negotiation", "career-planning"],
    },
    Side {
        facet: "leadership",
        skills: &["delegation", "feedback", "hiring"],
    },
    Side {
        facet: "communication",
        skills: &["public-speaking", "writing", "facilitation"],
    },
];
