"""The export menu of a page: the file is made when somebody asks for it, not before."""

from collections.abc import Callable, Sequence

import streamlit as st

from analytics.report import workbook
from analytics.report.table import Table
from pages.ui.shell import Stage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Tables = Callable[[], Sequence[tuple[str, Table]]]


def menu(stage: Stage, name: str, tables: Tables, *, is_personal: bool = False) -> None:
    """Draw the menu: all tables as a workbook, the first one as CSV; files about persons are noted in the log."""
    texts, scene = stage.texts, stage.scene
    said = stage.lines()
    as_of, version = (stage.frozen or scene).as_of, (stage.frozen or scene.opened).version
    stem = texts.t("export.file", name=name, as_of=as_of.isoformat(), version=version)

    def made() -> Sequence[tuple[str, Table]]:
        if is_personal:
            scene.note_access("export", stage.page, [name])
        return tables()

    with stage.exports, st.popover(texts.t("export.menu")):
        st.download_button(
            texts.t("export.xlsx"), lambda: workbook.xlsx(made(), said, as_of), f"{stem}.xlsx", XLSX,
            key="export_xlsx", on_click="ignore", width="stretch",
        )  # fmt: skip
        st.download_button(
            texts.t("export.csv"), lambda: workbook.comma_separated(made()[0][1], said), f"{stem}.csv", "text/csv",
            key="export_csv", on_click="ignore", width="stretch",
        )  # fmt: skip
        st.caption(texts.t("export.print"))
