"""The schema's skills: which words in a report say what a technician has to be able to repair."""

from __future__ import annotations

from sheetflow.schema.parts import Skill
from sheetflow.schema.section import Section
from sheetflow.schema.tabs import report_twins


def read_skills(section: Section) -> tuple[Skill, ...]:
    """Read the skills: `gas: {label: {zh: 燃气, en: gas}, words: [炒炉, 大锅灶]}`; a word names one skill only."""
    skills, spots = [], []
    for key, entry in section.entries():
        skills.append(Skill(key, entry.label(), entry.names("words")))
        spots.append(entry.spot)
        entry.close()
    report_twins(section, zip((skill.names for skill in skills), spots, strict=True))
    return tuple(skills)
