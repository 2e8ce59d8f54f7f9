"""A small home brought in through the command itself, and a way to run the command in this process."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from analytics.cli import app
from tests.pages.furnished import furnish

CLASSES = """班级名称,合作企业,职业院校,开班时间
海信冠名班,青岛海信电器有限公司,平度市职业中等专业学校,2026-03-01
啤酒订单班,青岛啤酒平度有限公司,平度市职业中等专业学校,2026-09-30
康大订单班,青岛康大食品有限公司,平度市职业中等专业学校,某一天
"""
LOANS = """借款人,合同号,经办银行,发放日期,到期日,本年发放额（元）,贷款余额（元）,是否续贷
青岛海信电器有限公司,H001,农商银行,2026-02-01,2027-01-31,12000000,12000000,否
青岛康大食品有限公司,H002,农商银行,2026-07-15,2027-07-14,3000000.25,3000000.25,否
青岛啤酒平度有限公司,H003,农商银行,2026-08-01,2027-07-31,500000,500000,是
"""
COURSES = """姓名,身份证号码,培训班次,培训时间,考核结果,所在镇街
张三丰,370283199001011235,苹果栽培,2026-04-01,合格,大泽山镇
张三丰,370283199001011235,葡萄栽培,2026-05-01,合格,大泽山镇
李四光,370283198505051236,葡萄栽培,2026-05-01,合格,店子镇
"""
NAMES = ("张三丰", "李四光", "370283199001011235", "370283198505051236")


@dataclass(frozen=True)
class Said:
    """What one run of the command gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Talent = Callable[..., Said]


def run(*arguments: object) -> Said:
    """Run the command in this process; an error that is no exit is raised."""
    found = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return Said(found.exit_code, found.stdout, found.stderr)


def write(folder: Path) -> dict[str, Path]:
    """Write the three ledgers of the home as files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {"classes": folder / "classes.csv", "loans": folder / "loans.csv", "courses": folder / "农民技能培训.csv"}
    for path, content in zip(paths.values(), (CLASSES, LOANS, COURSES), strict=True):
        path.write_text(content, encoding="utf-8")
    return paths


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, files: dict[str, Path]) -> Path:
    """Return a home that tests only read."""
    folder = tmp_path_factory.mktemp("homes") / "home"
    assert run("import", *files.values(), "--home", folder).code == 1
    return folder


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with people, payments and budget lines that tests only read."""
    return furnish(tmp_path_factory.mktemp("cities") / "home", 0.005)


@pytest.fixture
def own_home(tmp_path: Path, files: dict[str, Path]) -> Path:
    """Return a home that the test may change."""
    folder = tmp_path / "home"
    assert run("import", files["loans"], files["courses"], "--home", folder).code == 0
    return folder
