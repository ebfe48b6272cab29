"""Take somebody's old table as tickets: every row whole, each once, and each one not taken named with the reason.

sheet = read_csv(Path("old.csv"), schema, read_map(Path("old.map.yaml"), schema))
imported = plan_import(sheet, policy, history=True, now=now)      # pure: nothing is written yet
report = carry_out(store, ledger, imported, policy, rules, now=now, progress=bar)
"""

from sheetflow.importing.carrying import Report, carry_out
from sheetflow.importing.columnmap import ColumnMap, read_map
from sheetflow.importing.sheet import Sheet, read_csv
from sheetflow.importing.taking import Import, plan_import

__all__ = [
    "ColumnMap",
    "Import",
    "Report",
    "Sheet",
    "carry_out",
    "plan_import",
    "read_csv",
    "read_map",
]
