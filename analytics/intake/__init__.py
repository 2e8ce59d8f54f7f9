"""From a bureau's workbook to typed rows and a quarantine.

A file is read into sheets (files, excel, delimited), each sheet is recognised by its header (recognise, headers),
its data rows are told from everything else (rows, region) and read by the types of the ledger's columns (reading),
and what is accepted becomes facts (facts, importing).
"""

from analytics.intake.asked import AskedHeader
from analytics.intake.failures import RefusedError, UnknownNameError
from analytics.intake.importing import Progress, Stage, import_files
from analytics.intake.layouts import Layout, LayoutError, load_layouts
from analytics.intake.memory import Told, everything_told, forget, remember
from analytics.intake.outcome import FileOutcome, ImportReport, QuarantinedRow, SheetOutcome, SkippedSheet, Warned
from analytics.intake.preview import FilePreview, preview
from analytics.intake.settings import settings_for

__all__ = [
    "AskedHeader",
    "FileOutcome",
    "FilePreview",
    "ImportReport",
    "Layout",
    "LayoutError",
    "Progress",
    "QuarantinedRow",
    "RefusedError",
    "SheetOutcome",
    "SkippedSheet",
    "Stage",
    "Told",
    "UnknownNameError",
    "Warned",
    "everything_told",
    "forget",
    "import_files",
    "load_layouts",
    "preview",
    "remember",
    "settings_for",
]
