"""The settings tabs as policy: staff, regions, levels, holidays, prices, with the last good row where one is wrong.

read_policy(schema, reading.tables, language="zh", zone=…, dispatch=None, last=None) -> (Policy, problems)
"""

from sheetflow.settings_tabs.reading import POLICY_TABS, read_policy, restored, stored

__all__ = ["POLICY_TABS", "read_policy", "restored", "stored"]
