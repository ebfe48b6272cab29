"""Working time: desk hours, shifts, holidays, and deadlines counted in them."""

from sheetflow.calendars.calendar import Calendar
from sheetflow.calendars.explanation import Stretch, explain
from sheetflow.calendars.reading import DatedHours
from sheetflow.calendars.window import Window, read_hours

__all__ = ["Calendar", "DatedHours", "Stretch", "Window", "explain", "read_hours"]
