"""What people type, understood: times, technicians, phones, parts (SHEET.md "Typing that must be understood").

understand_time("明天10点", now, shanghai)         -> 2026-03-11 10:00
understand_technician("陈", (("01", "陈立"),))      -> "01"
understand_phone("010-00000000转8002 王经理")        -> Phone("possible", "01000000000", "8002")
understand_parts("PWR-001 x2;点火针", catalogue)    -> a line, and the question 点火针=IGN-220 脉冲点火器?
"""

from sheetflow.typed.parts import PartsList, understand_parts
from sheetflow.typed.people import understand_technician
from sheetflow.typed.phones import Phone, digits_of, understand_phone
from sheetflow.typed.times import Proposal, dated, understand_time

__all__ = [
    "PartsList",
    "Phone",
    "Proposal",
    "dated",
    "digits_of",
    "understand_parts",
    "understand_phone",
    "understand_technician",
    "understand_time",
]
