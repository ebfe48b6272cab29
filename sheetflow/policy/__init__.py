"""The desk's rules of business as they stand: the schema's switches, and the settings tabs that staff keep.

    policy, problems = read_policy(schema, reading.tables, language="zh", zone=…, last=previous)

A wrong row of a settings tab is told as a problem, and the row's last good version goes on (SHEET.md, "Tabs").
"""

from sheetflow.policy.policy import LeftOut, Policy, SettingsRow
from sheetflow.policy.regions import Region

__all__ = ["LeftOut", "Policy", "Region", "SettingsRow"]
