"""`yikan import FILE`: guides from a workbook, all or nothing, with a row-level report."""
