"""The duties of the desk, a file each, read top to bottom as a ticket lives.

A rule is `(Snapshot, now, Policy) -> Iterator[Change]`. All rules of a round see the same snapshot, so this
order is for the reader only; a test shuffles it.
"""

from __future__ import annotations

from sheetflow.rule import Rule
from sheetflow.rules.acknowledgement import acknowledgement
from sheetflow.rules.amendment import amendment
from sheetflow.rules.appointment import appointment
from sheetflow.rules.arrival import arrival
from sheetflow.rules.assignment import assignment
from sheetflow.rules.assistance import assistance
from sheetflow.rules.bad_cells import bad_cells
from sheetflow.rules.calling_off import calling_off
from sheetflow.rules.calls import calls
from sheetflow.rules.cancellation import cancellation
from sheetflow.rules.care import care
from sheetflow.rules.checklist import checklist
from sheetflow.rules.clash import clash
from sheetflow.rules.clash_notice import clash_notice
from sheetflow.rules.collection import collection
from sheetflow.rules.completion import completion
from sheetflow.rules.consent import consent
from sheetflow.rules.contact import contact
from sheetflow.rules.customer_text import customer_text
from sheetflow.rules.customers import customers
from sheetflow.rules.dated_entries import dated_entries
from sheetflow.rules.debts import debts
from sheetflow.rules.departure import departure
from sheetflow.rules.dispatch import dispatch
from sheetflow.rules.doubted_times import doubted_times
from sheetflow.rules.duplicate_numbers import duplicate_numbers
from sheetflow.rules.duplicates import duplicates
from sheetflow.rules.edits import edits
from sheetflow.rules.entries import entries
from sheetflow.rules.escalation import escalation
from sheetflow.rules.fee import fee
from sheetflow.rules.filed_moves import filed_moves
from sheetflow.rules.filed_rows import filed_rows
from sheetflow.rules.filing import filing
from sheetflow.rules.first_values import first_values
from sheetflow.rules.grade import grade
from sheetflow.rules.guidance import guidance
from sheetflow.rules.held_up import held_up
from sheetflow.rules.identity import identity
from sheetflow.rules.incident import incident
from sheetflow.rules.inquiry import inquiry
from sheetflow.rules.intake import intake
from sheetflow.rules.lateness import lateness
from sheetflow.rules.leads import leads
from sheetflow.rules.lost_rows import lost_rows
from sheetflow.rules.merging import merging
from sheetflow.rules.mismatch import mismatch
from sheetflow.rules.new_customers import new_customers
from sheetflow.rules.new_report import new_report
from sheetflow.rules.next_action import next_action
from sheetflow.rules.onsite import onsite
from sheetflow.rules.overwritten import overwritten
from sheetflow.rules.papers import papers
from sheetflow.rules.parts_used import parts_used
from sheetflow.rules.payments import payments
from sheetflow.rules.precedents import precedents
from sheetflow.rules.promise import promise
from sheetflow.rules.promise_at_risk import promise_at_risk
from sheetflow.rules.reassignment import reassignment
from sheetflow.rules.refusal import refusal
from sheetflow.rules.reschedule import reschedule
from sheetflow.rules.response import response
from sheetflow.rules.returning import returning
from sheetflow.rules.revisit import revisit
from sheetflow.rules.second_repair import second_repair
from sheetflow.rules.stamps import stamps
from sheetflow.rules.status import status
from sheetflow.rules.steps_in_order import steps_in_order
from sheetflow.rules.stock import stock
from sheetflow.rules.suggestion import suggestion
from sheetflow.rules.tech_text import tech_text
from sheetflow.rules.tour import tour
from sheetflow.rules.triage import triage
from sheetflow.rules.two_places import two_places
from sheetflow.rules.undispatched import undispatched
from sheetflow.rules.unplaced import unplaced
from sheetflow.rules.visit import visit
from sheetflow.rules.visits import visits
from sheetflow.rules.warranty import warranty
from sheetflow.rules.whole_times import whole_times
from sheetflow.rules.workshop import workshop
from sheetflow.rules.wrong_entries import wrong_entries

RULES: tuple[Rule, ...] = (
    intake,
    unplaced,
    first_values,
    customers,
    new_customers,
    mismatch,
    edits,
    whole_times,
    doubted_times,
    entries,
    wrong_entries,
    dated_entries,
    overwritten,
    acknowledgement,
    filed_rows,
    bad_cells,
    duplicate_numbers,
    lost_rows,
    identity,
    duplicates,
    merging,
    returning,
    precedents,
    suggestion,
    stamps,
    grade,
    inquiry,
    triage,
    response,
    onsite,
    undispatched,
    promise,
    promise_at_risk,
    refusal,
    guidance,
    dispatch,
    reassignment,
    assignment,
    amendment,
    calling_off,
    contact,
    calls,
    appointment,
    reschedule,
    tour,
    departure,
    checklist,
    lateness,
    held_up,
    clash,
    clash_notice,
    visit,
    steps_in_order,
    assistance,
    escalation,
    visits,
    workshop,
    incident,
    parts_used,
    filed_moves,
    stock,
    warranty,
    fee,
    consent,
    payments,
    debts,
    collection,
    arrival,
    cancellation,
    completion,
    papers,
    revisit,
    second_repair,
    leads,
    care,
    filing,
    status,
    two_places,
    new_report,
    customer_text,
    tech_text,
    next_action,
)
