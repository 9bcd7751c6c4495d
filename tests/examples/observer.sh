#!/bin/sh
# How the example workspace valid/observer was entered: by the commands, as an officer would on the first day, from two public
# documents and nothing else. Findings stand only where one of them supports one; everything else is left unanswered.
# Usage: observer.sh FOLDER (GNI_ASSESS names the program where it is not on the path)
set -eu
gni() { "${GNI_ASSESS:-gni-assess}" "$@" --today 2026-11-21 --quiet; }

gni init "$1" --no-input \
  --name "Observer (from public statements)" --type infrastructure --membership observer --first-assessment \
  --service cdn="Content delivery" --service protection="Protection against attacks" \
  --service free="Free services for activists, journalists and institutions at risk" \
  --person "officer=Compliance officer=Human rights lead"
cd "$1"

gni evidence add policy --id POL-308 --kind statement \
  --title "Cloudflare and Human Rights: Joining the Global Network Initiative (GNI)" \
  --summary "Blog post on joining GNI as an observer: what the company does, three principles for answering demands for subscriber information, twice-yearly transparency reports, and what it plans." \
  --from unknown --held-at "The company's public blog" --classification public
gni evidence add policy --id POL-594 --kind statement \
  --title "Fireside chat with Global Network Initiative" \
  --summary "Recorded conversation with GNI's executive director two years after joining: participation in GNI's calls, training that has begun, issues of infrastructure companies, the assessment to come." \
  --from 2022-12 --held-at "Public recording" --classification public

# Supported by a fact: a finding.
gni answer CTX-01 --finding partly-in-place --evidence POL-308 --text-file - <<'TEXT'
A content delivery and security company: enterprise networks, applications, protection against attacks, and free services to
activists, journalists and institutions at risk of attack. The network is in more than 100 countries; over a billion unique
addresses pass through it daily.

Which services this assessment covers is not decided.
TEXT
gni answer CTX-02 --finding partly-in-place --evidence POL-308 --evidence "POL-594::senior people raise issues specific to infrastructure companies" \
  --text "Infrastructure; not typically a host of content. Senior people raise issues specific to infrastructure companies within GNI."
gni answer GOV-01 --finding partly-in-place --evidence "POL-308::committed to documenting efforts under the UN Guiding Principles" \
  --text "The company says in public that it is committed to documenting its efforts under the UN Guiding Principles. Who approved this is not said."
gni answer GOV-11 --finding partly-in-place --evidence "POL-308::training is planned" --evidence "POL-594::training of employees has begun" \
  --text "Human rights training was planned when the company joined; two years later human rights training of employees has begun."
gni answer DDR-03 --finding planned --evidence POL-308 \
  --text "Human rights impact assessments in decision making throughout the company are planned."
gni answer DDR-15 --finding planned --evidence POL-308 --text "The company is committed to documenting its efforts under the UN Guiding Principles."
gni answer PRV-03 --finding partly-in-place --evidence POL-308 --text-file - <<'TEXT'
Three principles in answering law-enforcement requests for subscriber information: due process, respect for privacy, and notice to
those affected. The company says that it follows the law and does not want to make law enforcement's job harder or easier.
TEXT
gni answer PRV-05 --finding partly-in-place --evidence POL-308 \
  --text "Due process is the first of three principles in answering law-enforcement requests for subscriber information."
gni answer PRV-16 --finding partly-in-place --evidence POL-308 \
  --text "Notice to those affected is one of three principles in answering law-enforcement requests for subscriber information."
gni answer PRV-17 --finding partly-in-place --evidence POL-308 \
  --text "Orders, subpoenas and warrants are counted, with how the company responds and how many customers or domains are affected. What is recorded beyond counts is not known."
gni answer TRE-02 --finding in-place --evidence POL-308 \
  --text "A transparency report twice a year: how many orders, subpoenas and warrants, how the company responds, how many customers or domains are affected."
gni answer TRE-08 --finding in-place --evidence POL-594 --text-file - <<'TEXT'
The company takes part in GNI's monthly policy calls (50 to 70 members from around the world) and learning calls. It values speaking
through GNI where it has little presence of its own. Senior people raise issues specific to infrastructure companies.
TEXT
gni answer IMP-05 --finding planned --evidence POL-308 --evidence "POL-594::two years later a full member, preparing for its assessment" \
  --text "An observer for the following year, to work with GNI's staff to implement and document formal human rights practices and training. The first independent assessment comes after full membership."

# A fact, but it supports no finding: kept as a draft.
gni answer CTX-04 --unsure --evidence POL-308 --text "The network is in more than 100 countries. Which of them are of most concern is not said."
gni answer GOV-08 --unsure --evidence POL-594 --text "A policy team of about 10 to 20 people is spread over regions: Brussels, Asia-Pacific, Washington."
gni answer GOV-17 --unsure --evidence POL-308 --text-file - <<'TEXT'
The company recognizes that due process and transparency depend on good-faith legal process, rule of law and judicial oversight, and
may not suffice everywhere.
TEXT
gni answer DDR-05 --unsure --evidence POL-308 \
  --text "The company recognizes that its principles depend on rule of law and judicial oversight, which are not the same everywhere. A review by market is not mentioned."
gni answer TRE-06 --unsure --evidence POL-594 --text "What the company learns in GNI's calls is passed to regional policy teams."
