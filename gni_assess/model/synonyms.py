"""Words of the field that mean about the same: a lawyer, an engineer and an official call one thing by three names.

One line is one meaning; its words and phrases are divided by commas. A phrase may stand on several lines. An indented line
goes on with the one above.
"""

_LINES = """
gag order, gagging, national security letter, NSL, ex parte, secrecy order, non-disclosure order, ban on telling,
    order not to tell, forbids telling, sealed order
takedown, take down, removal, delete, content restriction, restrict content, restriction demand, delist
wiretap, tapping, interception, lawful intercept, eavesdropping, surveillance, direct access
LEA, law enforcement, police, investigator, prosecutor
shutdown, shut down, network disruption, blackout, throttle, kill switch, internet shutdown, outage order
blocking, site blocking, blocked site, filtering, DNS blocking
subpoena, warrant, production order, preservation request, preservation order, court order, legal process
dawn raid, search of offices, seizure, raid
hate speech, defamation, libel, blasphemy, extremism, terrorism, terrorist content, CSAM,
    child sexual abuse material, disinformation, speech law, content law
copyright, intellectual property, defective demand, takedown
sanctions, sanctions law, embargo, OFAC, export control, end use
bribe, bribery, corruption, pressure on staff, favor
VPN, circumvention, deep packet inspection, DPI, filtering gear, blocking
MLAT, mutual legal assistance, Cloud Act, e-evidence, cross-border demand, cross-border, rogatory
HRIA, impact assessment, human rights assessment, DPIA
due diligence, HRDD
whistleblower, whistleblowing, speaking up, hotline, reprisal, retaliation
grievance, complaint, appeal, redress, remedy
EDR, emergency request, emergency, exigent, threat to life, imminent harm, life at risk
backdoor, back door, weaken security, break encryption, encryption, exceptional access
keys, private key, key escrow, escrow, key custody, hand over keys
spyware, hacking, install software, implant, malware
geoblock, geo-block, geofence, country only, territorial, geographic
account suspension, suspend, deplatform, close an account, account restriction, ban
KYC, real-name, SIM registration, SIM card, identity check, anonymity, pseudonym
M&A, merger, acquisition, joint venture, deal, disposal, divestment
vendor, supplier, reseller, distributor, partner, third party, subcontractor
end use, misuse, customer screening, export control, dual use
AI, artificial intelligence, machine learning, algorithm, automated
NGO, civil society, human rights group, rights group, stakeholder
lobbying, public policy, advocacy, trade association, public position
PII, personal data, personal information, user data, user information, subscriber record
metadata, traffic data, connection record, call record, log
retention, retain, how long, keep data, stored
data localization, localization, residency, storage location, where data are kept, data center
landing law, local representative, local presence, hostage law, license condition, license
staff safety, safety of personnel, detained, arrest, threatened staff, hostage
insider, staff access, employee access, infiltration, privileged access
board, directors, audit committee
CEO, chief executive, senior leader, executive
C-suite, senior management, executive
GC, general counsel, legal department, in-house counsel
ERM, enterprise risk management, risk register, risk management
NDA, confidential, privilege, view-only, secure room, not shown
ToS, terms of service, community guidelines, company rules, house rules, content moderation, moderation
transparency report, figures on demands, statistics, published figures
register, log of demands, tracker, record of demands, ledger
user notice, notice to users, notification, tell users, block page
informal, phone call, oral demand, pressure, threat, jawboning, request under terms of service
challenge, litigate, contest, appeal to court, go to court
overbroad, narrow, minimum, scope of a demand
rule of law, judicial oversight, independent court
jurisdiction of concern, high-risk market, country risk, operating environment
market entry, market exit, leave a market, enter a market
training, course, education, induction, onboarding
audit, internal review, control test, internal audit
recommendation, last assessment, earlier assessment, follow-up
improvement, better than, progress over time
children, minors, minor users, women, minorities, journalists, activists, group at higher risk, vulnerable group
GDPR, data protection, privacy law
DSA, Digital Services Act, systemic risk
CSDDD, CS3D, due diligence directive, supply chain law
UNGP, UN Guiding Principles, Guiding Principles, Ruggie
RDR, Ranking Digital Rights
"""

MEANINGS: tuple[tuple[str, ...], ...] = tuple(
    tuple(each.strip() for each in line.split(",")) for line in _LINES.replace("\n    ", " ").strip().splitlines()
)
"""Groups of words and phrases with about the same meaning."""
