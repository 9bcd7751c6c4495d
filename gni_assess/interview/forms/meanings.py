"""The words that can be chosen, each with what it means, in the words that editors show from the schemas."""

from collections.abc import Mapping

POLICY_KINDS: Mapping[str, str] = {
    "policy": "a rule of the company",
    "procedure": "steps that staff follow",
    "report": "a report of any kind, such as a transparency report",
    "minutes": "a record of a meeting or a decision",
    "contract": "an agreement with somebody outside",
    "statement": "something said to the public or to an authority",
    "assessment": "a study of risks or impacts",
}
"""What kind of document a policy is."""

SYSTEM_KINDS: Mapping[str, str] = {
    "process": "work that is done in set steps",
    "tool": "software",
    "team": "people with the task",
    "register": "a list or log that is kept",
    "training": "courses and exercises",
    "body": "a committee or board",
    "control": "a check that something is done as it should be",
}
"""What kind of thing a system is."""

CLASSIFICATIONS: Mapping[str, str] = {
    "public": "anybody may read it",
    "internal": "your team, the assessor and the company's board in full, GNI a summary",
    "confidential": "your team and the assessor in full, the company's board at least a summary",
    "restricted": "your team only; the assessor may look at it in a secure setting",
}
"""Who gets what, by classification."""

CASE_TYPES: Mapping[str, str] = {
    "content-restriction": "remove or block content, or show it less",
    "account-restriction": "close or limit somebody's account",
    "user-data": "hand over data about users",
    "network-disruption": "switch off or slow down a network",
    "service-blocking": "block a whole service, site or app",
    "interception": "listen in, or let somebody listen in",
    "data-localization": "keep data or equipment in a country",
    "encryption-or-security": "weaken or break protection, or hand over keys",
    "license-or-local-presence": "get a license, a local company or local staff",
    "informal-pressure": "threats, hints or favors without a legal demand",
    "product-decision": "a decision of your own about a product or feature",
    "market-decision": "a decision to enter, change or leave a country",
    "transaction": "a purchase, sale, merger or joint venture",
    "other": "anything else",
}
"""What was demanded, or what had to be decided."""

RIGHTS: Mapping[str, str] = {
    "expression": "to speak, to publish, to look for and receive information",
    "privacy": "to be left alone by the state: personal data, content of messages, whereabouts",
}
"""The rights that can be at stake."""

AUTHORITY_KINDS: Mapping[str, str] = {
    "regulator": "an agency that oversees an industry",
    "police": "police or a prosecutor",
    "court": "a judge or a court",
    "ministry": "a ministry or another office of government",
    "intelligence": "a secret service",
    "military": "the armed forces",
    "other": "another authority, or somebody who acts for one",
    "none": "there was no authority, as in a decision of your own",
}
"""Who made the demand."""

CHANNELS: Mapping[str, str] = {
    "oral": "spoken, by telephone or in a meeting",
    "written": "by letter or e-mail",
    "electronic-portal": "through your portal for authorities, or theirs",
    "legal-process": "served as a court order, warrant or subpoena",
    "informal": "through a contact, a message or a hint",
    "none": "nothing came in, as in a decision of your own",
}
"""How the demand came in."""

DATA_CATEGORIES: Mapping[str, str] = {
    "subscriber": "who somebody is: name, address, account, payment",
    "traffic": "who was in touch with whom or what, when and for how long",
    "content": "what was said, sent or stored",
    "location": "where somebody was",
}
"""Kinds of users' data."""

STEPS: Mapping[str, str] = {
    "received": "it came in",
    "verified": "you checked that it is real and from whom it says",
    "clarified": "you asked what is meant or on what law",
    "escalated": "it went to somebody more senior",
    "narrowed": "it became smaller",
    "challenged": "you contested it, in court or elsewhere",
    "decided": "the decision was taken",
    "refused": "you said no",
    "complied-in-part": "you did some of it",
    "complied-in-full": "you did all of it",
    "notified-users": "you told the people affected",
    "disclosed": "data or facts were handed over or made public",
    "remedied": "you made something good",
}
"""What can be done with a case, in the usual order."""

DECISION_LEVELS: Mapping[str, str] = {
    "team": "the people who do the work",
    "management": "their managers",
    "executive": "the top management",
    "board": "the board of directors",
}
"""How senior a role is."""

RESPONSES: Mapping[str, str] = {
    "refused": "you did nothing of it",
    "narrowed": "you did a smaller version that was agreed on",
    "redirected": "you sent it to the customer or another channel",
    "no-data-held": "you had nothing to give",
    "ignored": "you did not reply",
    "complied-in-part": "you did some of it",
    "complied-in-full": "you did all of it",
    "withdrawn": "the authority took it back",
    "decision-made": "it was a decision of your own, and you took it",
}
"""How a case was handled in the end."""

CHALLENGES: Mapping[str, str] = {
    "none": "you did not contest it",
    "pending": "it is not decided yet",
    "won": "you won, in whole or in the main",
    "lost": "you lost",
}
"""Whether it was contested, and how that ended."""

RESULTS: Mapping[str, str] = {
    "protected": "people's rights were kept",
    "limited-harm": "there was harm, and you made it smaller",
    "adverse": "people were harmed",
    "unknown": "nobody knows",
}
"""What it meant for people."""

NOMINATED_BY: Mapping[str, str] = {
    "company": "you did",
    "non-company-member": "a member of GNI that is not a company: civil society, academics or investors",
}
"""Who put a case forward."""

DECISIONS: Mapping[str, str] = {
    "candidate": "put forward, not decided yet",
    "selected": "in the set",
    "declined": "not in the set; the reason is asked for next",
}
"""Whether a case is in the set."""

DECIDERS: Mapping[str, str] = {
    "company": "you did",
    "assessor": "the independent assessor did",
    "gni": "GNI did",
}
"""Who decided that."""
