"""Who and what there is on the demonstration day: staff and parts (SHEET.md, "Demonstration day").

All names, numbers and addresses are invented; the phone numbers lie in a range that nobody has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sheetflow.model import NewRow, Value
from sheetflow.policy import Policy

#: no, name, roles, skills, regions
STAFF = (
    ("01", "陈立", ("technician",), ("燃气",), ("城东", "城南")),
    ("02", "刘勇", ("technician",), ("制冷",), ("城东", "城西")),
    ("03", "赵明", ("technician",), ("电热", "洗碗机"), ("城西", "城中")),
    ("04", "孙浩", ("technician",), ("办公设备",), ("城中",)),
    ("05", "周平", ("technician",), ("燃气", "电热"), ("城南", "城北")),
    ("06", "吴强", ("supervisor", "technician"), (), ()),
    ("07", "林静", ("hotline", "dispatcher", "service"), (), ()),
    ("08", "老板", ("owner",), (), ()),
)

#: part_no, name, price, minimum
PARTS = (
    ("PWR-001", "电源模块", 180, 2),
    ("IGN-220", "点火器", 65, 3),
    ("TC-08", "热电偶", 35, 5),
    ("SV-15", "电磁阀", 220, 2),
    ("FAN-12", "鼓风机", 260, 1),
    ("IGBT-25", "功率模块", 150, 2),
    ("SCR-07", "操作屏", 520, 1),
    ("GSK-02", "门封条", 90, 2),
    ("CMP-50", "压缩机", 1380, 0),
    ("FUS-100", "定影组件", 680, 1),
    ("PKR-10", "搓纸轮", 45, 3),
    ("SEN-03", "水位探头", 75, 2),
)


#: item_no, name, product type, price: a part that has a row here is charged by it, any other by its price among PARTS
PRICES = (
    ("PWR-001", "电源模块", "", 180),
    ("SCR-07", "操作屏", "洗碗机", 520),
    ("GSK-02", "门封条", "冷柜", 90),
)

#: …008 has a contract: parts and labour free.
CANTEEN = "XY-08"


def cast(policy: Policy, today: date) -> Iterator[NewRow]:
    """Yield the rows of 人员, 配件库存, of money, and 节假日: the desk is open day and night, so that reds are red."""
    for no, name, roles, skills, regions in STAFF:
        leave = f"{today - timedelta(days=1)}..{today + timedelta(days=2)}" if no == "05" else None
        staff: dict[str, Value] = {
            "no": no,
            "name": name,
            "roles": roles,
            "email": f"staff{no}@example.com",
            "skills": skills or None,
            "regions": regions or None,
            "leave": leave,
        }
        yield _row(policy, "staff", no, staff)
    for part_no, name, price, minimum in PARTS:
        part: dict[str, Value] = {
            "part_no": part_no, "name": name, "unit": "件", "price": price, "minimum": minimum,
        }  # fmt: skip
        yield _row(policy, "parts", part_no, part)
    yield from _money(policy, today)
    for days in range(-5, 3):
        day = today + timedelta(days=days)
        hours: dict[str, Value] = {
            "date": day, "calendar": "desk", "kind": "work", "hours": "00:00-24:00",
        }  # fmt: skip
        yield _row(policy, "holidays", f"{day} desk", hours)


def _money(policy: Policy, today: date) -> Iterator[NewRow]:
    """Yield the price list, and the canteen's contract with its row in the archive."""
    for item_no, name, product_type, price in PRICES:
        item: dict[str, Value] = {
            "item_no": item_no, "name": name, "kind": "part", "product_type": product_type or None,
            "price": price, "unit": "件",
        }  # fmt: skip
        yield _row(policy, "price_list", item_no, item)
    customer_no = f"K{today - timedelta(days=300):%Y%m%d}001"
    contract: dict[str, Value] = {
        "contract_no": CANTEEN, "customer_no": customer_no, "from": today - timedelta(days=300),
        "to": today + timedelta(days=65), "parts": "free", "labour": "free",
    }  # fmt: skip
    yield _row(policy, "contracts", CANTEEN, contract)
    canteen: dict[str, Value] = {
        "customer_no": customer_no, "name": "王", "phone": "138-0000-0008", "unit_name": "第三中心食堂",
        "address": "城西学府路100号", "region": "城西", "contract_no": CANTEEN,
    }  # fmt: skip
    yield _row(policy, "customers", customer_no, canteen)
    # …006 says another house number: the archive has to be mended today.
    hotpot: dict[str, Value] = {
        "customer_no": f"{customer_no[:-1]}2", "name": "郑", "phone": "138-0000-0006", "unit_name": "南门火锅",
        "address": "城南环城南路30号", "region": "城南",
    }  # fmt: skip
    yield _row(policy, "customers", f"{customer_no[:-1]}2", hotpot)


def _row(policy: Policy, tab: str, key: str, values: dict[str, Value]) -> NewRow:
    return NewRow(tab, key, policy.encode_row(policy.schema.tab(tab), values))
