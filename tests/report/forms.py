"""A clerk who fills in the official forms: valid values for every type of column, and sums that add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell

from analytics.intake.layouts import Check, Column, Layout
from analytics.policy import Policy
from analytics.policy.benefits import Benefit
from tests.intake.desk import identity

MONTH = timedelta(days=31)
MONTHS_OF_QUARTER = 3
YUAN = {"yuan": 1, "wan_yuan": 10_000, "yi_yuan": 100_000_000}
FEN = 100
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄", "明华丽强敏静磊洋"
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PERIOD_LABEL = "所属期："


def credit_code(number: int) -> str:
    body = f"91370283MA{number:07d}"
    total = sum(_CODE_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(body))
    return body + _CODE_SIGNS[(31 - total % 31) % 31]


@dataclass(frozen=True)
class Clerk:
    """Fills in rows of one ledger; row n differs from row m in everything that identifies it."""

    layout: Layout
    policy: Policy

    def row(self, n: int) -> dict[str, Any]:
        """Return a value for every column, by id, as a person would type it."""
        values = {column.id: self._value(column, n) for column in self.layout.column if column.type != "ignore"}
        for check in self.layout.check:
            self._obey(check, values, n)
        self._order(values)
        return values

    def _value(self, column: Column, n: int) -> Any:
        if column.type == "code":
            known = self.policy.codes[column.code_list or ""]
            allowed = [code for code in known.ids if code in (column.codes or known.ids)]
            return known.code(allowed[n % len(allowed)]).label.zh
        if column.type == "town":
            return self.policy.towns[n % len(self.policy.towns)].name.zh
        day = date(2026, 7, 1) + timedelta(days=n % 28)
        least = int(column.minimum or 1)
        return {
            "sequence": n,
            "text": f"青岛农商行第{n}号",
            "name": _SURNAMES[n % 8] + _GIVEN[n // 8 % 8] + _GIVEN[n % 8],
            "id_number": identity(n + 1),
            "party_number": identity(n + 1),
            "phone": f"1390532{n:04d}",
            "bank": f"6228480402564{n:06d}",
            "credit_code": credit_code(n),
            "certificate": f"ZS2026{n:06d}",
            "date": day,
            "month": "2026年7月",
            "month_range": "2026年7月-2026年9月",
            "date_range": f"2026年7月1日-2026年7月{n % 20 + 2}日",
            "money": 1,
            "integer": least,
            "decimal": least,
            "share": "12%",
            "year": 2026,
            "yes_no": "否" if n % 2 else "是",
            "employer_name": f"青岛第{n}机械有限公司",
        }[column.type]

    def _obey(self, check: Check, values: dict[str, Any], n: int) -> None:
        """Make the row pass one check."""
        benefit = self.policy.benefit(check.benefit) if check.benefit else None
        match check.rule:
            case "range_months":
                values[check.months or ""] = MONTHS_OF_QUARTER
            case "rate_of_level" if benefit:
                rates = {str(v): a.value_fen for a in benefit.amounts_on() for v in a.when.given().values()}
                column = self.layout.col(check.level or "")
                known = self.policy.codes[column.code_list or ""]
                level = sorted(rates.keys() & set(column.codes or known.ids))[0]
                values[column.id] = known.code(level).label.zh
                values[check.rate or ""] = self._stated(check.rate, rates[level] or 0)
            case "sum_of":
                values[check.total or ""] = sum(values[part] for part in check.parts or ())
            case "sex_of_id":
                values[check.sex or ""] = "男" if int(identity(n + 1)[16]) % 2 else "女"
            case "award_of_pay" if benefit:
                values[check.pay or ""], values[check.amount or ""] = self._award(check, benefit)
            case "amount_of_benefit" if benefit:
                values[check.amount or ""] = self._stated(check.amount, benefit.amounts_on()[0].value_fen or 0)
            case "times_of_base" if benefit:
                values[check.pay or ""] = values[check.base or ""] * (benefit.amounts_on()[0].times_low or 1)
            case "not_below_floor" if benefit:
                limit = benefit.limit_on()
                values[check.amount or ""] = self._stated(check.amount, (limit and limit.floor_fen) or 0)
        for later in (c for c in self.layout.check if c.rule == "months_times_rate"):
            values[later.amount or ""] = values[later.months or ""] * values[later.rate or ""]

    def _award(self, check: Check, benefit: Benefit) -> tuple[float, float]:
        amount = max(benefit.amounts_on(), key=lambda a: a.when.pay_at_least_fen or 0)
        pay = amount.when.pay_at_least_fen or 10_000_000
        due = amount.value_fen if amount.value_fen is not None else pay * (amount.share_bp or 0) // 10_000
        capped = min(due, benefit.cap_fen) if benefit.cap_fen else due
        return self._stated(check.pay, pay), self._stated(check.amount, capped)

    def _stated(self, column: str | None, fen: int) -> float:
        amount = fen / FEN / YUAN[self.layout.col(column or "").unit]
        return int(amount) if amount == int(amount) else amount

    def _order(self, values: dict[str, Any]) -> None:
        """Put what must come later a month later, once for every link of the longest chain."""
        pairs = [(c.earlier or "", c.later or "") for c in self.layout.check if c.rule == "in_order"]
        pairs += [(span.start, span.end) for span in self.layout.span]
        for earlier, later in pairs * len(pairs):
            first = values[earlier]
            if not isinstance(first, date):
                values[later] = "2026年9月"
            elif not isinstance(values[later], date):
                values[later] = "2026年12月"
            else:
                values[later] = max(values[later], first + MONTH)


def fill(path: Path, layout: Layout, rows: Sequence[dict[str, Any]], period: str | None = None) -> None:
    """Open a form, write rows below its header (and the period beside its label), and save it, as a clerk would."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = next(r for r in range(1, 20) if sheet.print_title_rows == f"${r}:${r}")
    headers = [cell.value for cell in sheet[header]]
    ids = {column.header.zh.partition("（")[0]: column.id for column in layout.column if column.type != "ignore"}
    for at, row in enumerate(rows, start=header + 1):
        for place, text in enumerate(headers, start=1):
            column = ids.get(str(text).partition("（")[0])
            if column is not None:
                sheet.cell(at, place, row[column])
    if period:
        label = next(cell for line in sheet.iter_rows(max_row=header) for cell in line if cell.value == PERIOD_LABEL)
        value = sheet.cell(label.row, label.column + 2)
        assert isinstance(value, Cell)
        value.value = period
    book.save(path)
