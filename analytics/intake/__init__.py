"""From a bureau's workbook to typed rows and a quarantine."""
