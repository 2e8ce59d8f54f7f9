"""The shape of data/demo/{payments,faults}.toml: how allowances are approved and paid, and what is planted in them."""

from typing import Annotated

from pydantic import Field

from analytics.demo import months
from analytics.demo.calibration_people import Model, Share

Span = tuple[int, int]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]


class Approval(Model):
    """When the halves of a year are approved, and which stages an application passes when; see payments.toml."""

    offset: dict[str, int]
    batch: dict[str, str]
    apply_after: tuple[int, ...]
    decided_day: Span
    decided: str
    before: dict[str, Span]
    outcomes: dict[str, Share]
    undecided: tuple[str, ...]


class Payment(Model):
    """How the money of an approved batch arrives, comes back, or is taken back."""

    days: Span
    returned_share: Share
    repaid_days: Span
    overpaid_share: Share
    overpaid_months: Span
    clawed_back_days: Span
    paid: str
    returned: str
    clawed_back: str


class Arrears(Model):
    """How far the money of one ledger went."""

    paid_to: Month
    small_yuan: int
    small_share: Share
    forgotten: Share

    @property
    def last_month(self) -> int:
        """The last month that is paid, by number."""
        return months.of_code(self.paid_to)


class Payments(Model):
    """payments.toml; the names under arrears are ledger ids."""

    approval: Approval
    payment: Payment
    arrears: dict[str, Arrears]


class Fault(Model):
    """A kind of planted fault: the rule that finds it, how many in a full city, and how many months each."""

    rule: int
    count: int
    months: Span = (1, 1)


class Faults(Model):
    """faults.toml."""

    fault: dict[str, Fault]
    shell_staff: Span
    shell_months: int
    shared_by: Span
    wrong_factors: tuple[float, ...]
    early_days: Span
    late_title_months: Span
    late_degree_months: Span
    twice_after_days: Span
    exclusive_level: str
    double_level: str
    ineligible_degree: str
    ineligible_title: str
    split_yuan: Span
    split_parts: Span
    same_day_cases: Span
